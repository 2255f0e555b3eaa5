"""The settings that the tests run with: production's own, on plain http and for hosts of this machine."""

import os
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "for-tests-only-" * 5)
os.environ.setdefault("ALLOWED_HOSTS", "testserver,localhost,127.0.0.1")
os.environ.setdefault("HTTPS", "off")

from kyphoplasty_site.settings import *  # noqa: F403

# For a server that a test starts: the static files that the tests have collected.
if given := os.environ.get("STATIC_ROOT_OF_TESTS"):
    STATIC_ROOT = Path(given)
