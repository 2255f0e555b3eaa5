"""Public pages made ready at start, and answered before Django is entered.

Each is drawn once by Django itself, so that all its headers come with it. What is not the same for everybody falls
through to Django: other pages and methods, a host that is not ours, plain http where https is asked for.
"""

import gzip
import logging
import os
import sys
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Any

import brotli
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http.request import split_domain_port, validate_host
from django.utils.http import parse_etags

from web import clock
from web.negotiation import BROTLI, GZIP, IDENTITY, readable

logger = logging.getLogger(__name__)

Headers = list[tuple[str, str]]
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
# A condition that Django alone answers, as it cannot hold for a page without a day of its last change.
CONDITIONS = ("HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE")
OF_THE_BODY = {"Content-Type", "Content-Length", "Content-Encoding"}
# As small as can be.
COMPRESS: dict[str, Callable[[bytes], bytes]] = {
    IDENTITY: lambda body: body,
    GZIP: lambda body: gzip.compress(body, mtime=0),
    BROTLI: lambda body: brotli.compress(body, mode=brotli.MODE_TEXT),
}
# For whoever asks first: brotli at its best takes longer than to draw the page.
QUICKLY = {**COMPRESS, BROTLI: lambda body: brotli.compress(body, mode=brotli.MODE_TEXT, quality=5)}
LEAST_PRIORITY = 19


class NotReadyError(ImproperlyConfigured):
    """A page that cannot be the same for everybody; says which and why."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent in one encoding: the headers of the whole page, those of one that was not modified, the page."""

    headers: Headers
    not_modified: Headers
    body: list[bytes]


class Page:
    """A public page. It is compressed quickly when it is first asked for, unless it has been made small by then."""

    def __init__(self, headers: Headers, body: bytes) -> None:
        self.headers = headers
        self.body = body
        self.etag = dict(headers)["ETag"]
        self.answers: dict[str, Answer] = {}
        self.is_small = False

    def answer(self, accept_encoding: str, cache_control: str) -> Answer:
        """The page in the encoding that the browser likes best."""
        encoding = (*readable(accept_encoding, cache_control), IDENTITY)[0]
        # Never in the place of one that was made small in between.
        return self.answers.get(encoding) or self.answers.setdefault(encoding, self._in(encoding, QUICKLY))

    def make_small(self) -> None:
        """A quarter of a second for a long page: not while somebody waits for it."""
        if not self.is_small:
            self.answers[BROTLI] = self._in(BROTLI, COMPRESS)
            self.is_small = True

    def _in(self, encoding: str, compress: dict[str, Callable[[bytes], bytes]]) -> Answer:
        """The headers are changed as Django changes them for a compressed page: its ETag becomes a weak one."""
        body = compress[encoding](self.body)
        changed = {"Content-Length": str(len(body))}
        if encoding != IDENTITY:
            changed["ETag"] = f"W/{self.etag}"
        sent = [(name, changed.get(name, value)) for name, value in self.headers]
        if encoding != IDENTITY:
            sent.append(("Content-Encoding", encoding))
        return Answer(sent, [(name, value) for name, value in sent if name not in OF_THE_BODY], [body])


class ReadyPages:
    """A WSGI application that answers some addresses from memory and leaves all others to `application`.

    On https the pages are the same whatever our host is called; on plain http they name the host, so they are ready
    for `host` alone. At midnight they are drawn anew, as a page tells when the day of its review has passed.

    Those `later` are drawn behind everything else that the machine has to do, and are Django's until then.

    Raises NotReadyError if a page cannot be had, sets a cookie or is not for every cache.
    """

    def __init__(
        self, application: Application, addresses: Iterable[str], host: str, later: Iterable[str] = ()
    ) -> None:
        self.application = application
        self.addresses = tuple(addresses)
        self.later = tuple(address for address in later if address not in self.addresses)
        self.host = host
        self.drawing = threading.Lock()
        self.pages: dict[str, Page] = {}
        self.pages = self._draw_all()
        self.until = clock.next_midnight()

    def finish(self) -> threading.Thread:
        """Draw what is drawn later, and compress all pages as well as can be."""
        thread = threading.Thread(target=self._finish, name="finish the ready pages", daemon=True)
        thread.start()
        return thread

    def _finish(self) -> None:
        # On Linux the priority is that of this thread alone; elsewhere it would be the whole server's.
        if sys.platform == "linux":
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), LEAST_PRIORITY)
        pages = self.pages
        for address in self.later:
            try:
                pages[address] = self._draw(address)
            except NotReadyError as problem:
                logger.error("%s", problem)
        for page in pages.values():
            page.make_small()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if time.time() >= self.until:
            self._draw_anew()
        page = self.pages.get(environ["PATH_INFO"])
        if page is None or not self._is_plain(environ):
            return self.application(environ, start_response)
        answer = page.answer(environ.get("HTTP_ACCEPT_ENCODING", ""), environ.get("HTTP_CACHE_CONTROL", ""))
        known = environ.get("HTTP_IF_NONE_MATCH")
        if known and _is_among(page.etag, known):
            start_response("304 Not Modified", answer.not_modified)
            return []
        start_response("200 OK", answer.headers)
        return answer.body if environ["REQUEST_METHOD"] == "GET" else []

    def _is_plain(self, environ: dict[str, Any]) -> bool:
        """Whether nothing about a request makes its answer another than everybody's."""
        host = environ.get("HTTP_HOST", "")
        return (
            environ["REQUEST_METHOD"] in ("GET", "HEAD")
            and (_is_ours(host) if settings.HTTPS else host == self.host)
            and (not settings.HTTPS or _is_secure(environ))
            and not any(condition in environ for condition in CONDITIONS)
        )

    def _draw_anew(self) -> None:
        """By one thread; until it is done, and if it fails, the others go on with what there is."""
        if not self.drawing.acquire(blocking=False):
            return
        try:
            self.pages = {**self.pages, **self._draw_all()}
            self.finish()
        except NotReadyError:
            logger.exception("The pages of yesterday are kept")
        finally:
            self.until = clock.next_midnight()
            self.drawing.release()

    def _draw_all(self) -> dict[str, Page]:
        return {address: self._draw(address) for address in self.addresses}

    def _draw(self, address: str) -> Page:
        status, headers, body = ask(self.application, address, self.host)
        given = dict(headers)
        if status != "200 OK":
            raise NotReadyError(f"{address} cannot be made ready: it is answered with {status}.")
        if "Set-Cookie" in given or "public" not in given.get("Cache-Control", "") or "ETag" not in given:
            raise NotReadyError(f"{address} cannot be made ready: it sets a cookie, or is not for every cache.")
        before = self.pages.get(address)
        return before if before and before.headers == headers and before.body == body else Page(headers, body)


def ask(application: Application, address: str, host: str, **more: str) -> tuple[str, Headers, bytes]:
    """One plain GET of our own: status, headers and body."""
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": address,
        "QUERY_STRING": "",
        "SERVER_NAME": host.partition(":")[0],
        "SERVER_PORT": "443" if settings.HTTPS else "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": host,
        "wsgi.url_scheme": "https" if settings.HTTPS else "http",
        "wsgi.input": BytesIO(),
        "wsgi.version": (1, 0),
        **more,
    }
    return call(application, environ)


def call(application: Application, environ: dict[str, Any]) -> tuple[str, Headers, bytes]:
    """What a WSGI application answers: status, headers and body."""
    answer: list[Any] = []
    result = application(environ, lambda status, headers, *_: answer.extend((status, headers)))
    try:
        body = b"".join(result)
    finally:
        if hasattr(result, "close"):
            result.close()
    return answer[0], answer[1], body


@lru_cache(maxsize=64)
def _is_ours(host: str) -> bool:
    is_allowed: bool = validate_host(split_domain_port(host)[0], settings.ALLOWED_HOSTS)
    return is_allowed


def _is_secure(environ: dict[str, Any]) -> bool:
    header, secure = settings.SECURE_PROXY_SSL_HEADER or ("wsgi.url_scheme", "https")
    return bool(environ.get(header, environ["wsgi.url_scheme"]) == secure)


def _is_among(etag: str, known: str) -> bool:
    """Whether an If-None-Match names this page in any encoding: RFC 9110 compares weakly there."""
    return known == "*" or etag in {one.removeprefix("W/") for one in parse_etags(known)}
