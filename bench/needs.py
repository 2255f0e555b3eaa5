"""What measures or is measured and comes neither from Python's packages nor from npm's."""

from pathlib import Path

import debian

BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
BROTLI_PACKAGE = "libnginx-mod-http-brotli-static"


def get() -> None:
    """Install what is missing. Raises SystemExit, which says what to install."""
    debian.need(("nginx", "nginx-light"), ("wrk", "wrk"))
    if not BROTLI.exists() and not (debian.install(BROTLI_PACKAGE) and BROTLI.exists()):
        raise SystemExit(f"{BROTLI_PACKAGE} is missing and could not be had. On Debian: apt install {BROTLI_PACKAGE}")
