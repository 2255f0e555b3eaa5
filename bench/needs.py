"""What measures or is measured and comes neither from Python's packages nor from npm's."""

from ctypes import CDLL
from pathlib import Path

import debian

BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
PANGO = "libpangoft2-1.0.so.0"


def get() -> None:
    """Install what is missing. Raises SystemExit, which says what to install."""
    debian.need(("nginx", "nginx-light"), ("wrk", "wrk"))
    for is_there, package in ((BROTLI.exists, "libnginx-mod-http-brotli-static"), (_has_pango, "libpangoft2-1.0-0")):
        if not is_there() and not (debian.install(package) and is_there()):
            raise SystemExit(f"{package} is missing and could not be had. On Debian: apt install {package}")


def _has_pango() -> bool:
    """Whether WeasyPrint can draw."""
    try:
        CDLL(PANGO)
    except OSError:
        return False
    return True
