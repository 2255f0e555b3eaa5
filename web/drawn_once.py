"""Answers whose every byte is known before they are asked for: drawn and compressed once, and then sent from memory."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from zlib_ng import zlib_ng

from web.negotiation import GZIP


@dataclass(frozen=True, slots=True)
class DrawnOnce:
    """A page that says nothing of who asks."""

    plain: bytes
    packed: bytes

    @classmethod
    def of(cls, html: str) -> "DrawnOnce":
        plain = html.encode()
        return cls(plain, zlib_ng.compress(plain, 9, wbits=zlib_ng.MAX_WBITS + 16))

    def answer(self, request: HttpRequest, status: int) -> HttpResponse:
        """As the browser can read it. The middleware leaves alone what is compressed already."""
        is_packed = GZIP in request.META.get("HTTP_ACCEPT_ENCODING", "")
        response = HttpResponse(self.packed if is_packed else self.plain, status=status)
        response.headers["Vary"] = "Accept-Encoding"
        if is_packed:
            response.headers["Content-Encoding"] = GZIP
        return response


class Kept:
    """Pages drawn once for each key, `most` of them at most, whatever is asked for."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._pages: dict[Hashable, DrawnOnce] = {}

    def page(self, key: Hashable, draw: Callable[[], str]) -> DrawnOnce:
        found = self._pages.get(key)
        if found is None:
            if len(self._pages) >= self.most:
                self._pages = {}  # those of yesterday, above all
            found = self._pages[key] = DrawnOnce.of(draw())
        return found
