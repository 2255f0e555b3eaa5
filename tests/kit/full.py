"""Whether this is `make holds`, which runs at full length what `make test` shortens."""

import os

FULL = os.environ.get("HOLDS") == "full"
