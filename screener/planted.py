"""Removes cookies under the name of the answers' that another host of the same domain has put into the browser.

A browser sends them beside ours and tells nobody whose they are. It takes a cookie away only for who names the domain
and the path that it was set for, and these are sent with no request: so all are named that can have brought it here.
Those for a deeper page are removed when that page is met. What is set anew each moment cannot be removed.
"""

from collections.abc import Callable, Iterator
from http.cookies import Morsel

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from screener.answers_cookie import PLANTED


class RemovePlanted:
    """A middleware that does so in the answer to a request whose cookie could not be read, or that clears answers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if PLANTED in request.META:
            # Before our own: a browser that takes no note of whether a cookie names a domain keeps the last one.
            ours = dict(response.cookies)
            response.cookies.clear()
            for domain in domains_of(request.get_host()):
                for path in paths_to(request.path):
                    response.cookies[f"{domain}{path}"] = _removed(domain, path)
            response.cookies.update(ours)
        return response


def domains_of(host: str) -> Iterator[str]:
    """The domains for which another host can set a cookie that reaches this one. No address of a machine has any."""
    name = host.partition(":")[0]
    while "." in name and not name.rpartition(".")[2].isdecimal():
        yield name
        name = name.partition(".")[2]


def paths_to(path: str) -> Iterator[str]:
    """The paths whose cookies are sent to this address (RFC 6265, 5.1.4)."""
    yield "/"
    end = path.find("/", 1)
    while end > 0:
        yield path[:end]
        yield path[: end + 1]
        end = path.find("/", end + 1)
    if not path.endswith("/"):
        yield path


def _removed(domain: str, path: str) -> Morsel[str]:
    name, cookie = settings.ANSWERS_COOKIE_NAME, Morsel[str]()
    cookie.set(name, "", "")
    cookie.update({"domain": domain, "path": path, "max-age": 0, "secure": settings.HTTPS})  # type: ignore[dict-item] # a number too
    return cookie
