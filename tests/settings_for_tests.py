"""The settings that the tests run with: production's own, on plain http and for hosts of this machine."""

import os

os.environ.setdefault("SECRET_KEY", "for-tests-only-" * 5)
os.environ.setdefault("ALLOWED_HOSTS", "testserver,localhost,127.0.0.1")
os.environ.setdefault("HTTPS", "off")

from kyphoplasty_site.settings import *  # noqa: F403
