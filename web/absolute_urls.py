"""The site's addresses in full."""

import os

from django.conf import settings
from django.http import HttpRequest


def our_host() -> str:
    """The one host that the site calls its own. On plain http, with the port that the server was given."""
    host = settings.ALLOWED_HOSTS[0]
    return host if settings.HTTPS else f"{host}:{os.environ.get('PORT') or 8000}"


def host(request: HttpRequest) -> str:
    """The same, whichever of its names was asked. On plain http, the one asked."""
    return our_host() if settings.HTTPS else request.get_host()


def absolute(request: HttpRequest, path: str) -> str:
    """An address of this site in full."""
    return absolute_on(host(request), path)


def absolute_on(host: str, path: str) -> str:
    """The same on a host."""
    return f"{'https' if settings.HTTPS else 'http'}://{host}{path}"
