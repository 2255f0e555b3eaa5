"""The settings that the tests run with: production's own, on plain http and for hosts of this machine."""

import os
import secrets
from pathlib import Path

# Another one each time: one that stands in a file could end up on a machine that people use.
os.environ.setdefault("SECRET_KEY", secrets.token_urlsafe(64))
os.environ.setdefault("ALLOWED_HOSTS", "testserver,localhost,127.0.0.1")
os.environ.setdefault("HTTPS", "off")

from kyphoplasty_site import prerendered
from kyphoplasty_site.settings import *  # noqa: F403

# For a server that a test starts: the static files that the tests have collected. To make pages small would take each
# of its workers longer than the start; where a test says so, they do.
if given := os.environ.get("STATIC_ROOT_OF_TESTS"):
    STATIC_ROOT = Path(given)
    if "PAGES_MADE_SMALL" not in os.environ:
        prerendered.COMPRESS = prerendered.QUICKLY
