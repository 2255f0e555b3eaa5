"""The site's addresses in full."""

from django.conf import settings
from django.http import HttpRequest


def host(request: HttpRequest) -> str:
    """The one host that the site calls its own, whichever of its names was asked. On plain http, the one asked."""
    return settings.ALLOWED_HOSTS[0] if settings.HTTPS else request.get_host()


def absolute(request: HttpRequest, path: str) -> str:
    """An address of this site in full."""
    return f"{'https' if settings.HTTPS else 'http'}://{host(request)}{path}"
