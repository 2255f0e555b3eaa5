"""What every request passes: the methods and sizes this site knows, and the headers its answers carry."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, SuspiciousMultipartForm
from django.core.files.uploadhandler import FileUploadHandler
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.cache import patch_vary_headers
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import StaticFile

from kyphoplasty_site import errors, styles
from seo.public import public_pages
from web import languages, lengths
from web.negotiation import GZIP, readable

# What a browser would ask a person for, and what tells of the device or of the person. Each name has to earn its place
# in the first packets (docs/decisions/018): no browser has magnetometer switched on, browsing-topics is given up, and
# idle-detection is in one family of browsers, which asks.
NOT_USED = [
    *("camera", "microphone", "display-capture", "geolocation", "payment", "publickey-credentials-get"),
    *("usb", "serial", "hid", "midi"),
    *("accelerometer", "gyroscope"),
]


def headers() -> dict[str, str]:
    """The headers that Django's own middleware leaves out."""
    policy = [
        "default-src 'none'",
        f"style-src {styles.sources()}",
        "img-src 'self'",
        "script-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        # No script of ours writes anything but text: one that did could be made to write what somebody else wrote.
        "require-trusted-types-for 'script'",
    ]
    return {
        "Content-Security-Policy": "; ".join(policy),
        "Permissions-Policy": ", ".join(f"{feature}=()" for feature in NOT_USED),
        "Cross-Origin-Embedder-Policy": "require-corp",
        "Cross-Origin-Resource-Policy": "same-origin",
        # Django's own sets these too, but not on the page that answers plain http for a host that is not ours.
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
        "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
    }


class LanguageOfTheAddress:
    """Answer in the language whose code stands in the address. All behind this middleware sees the English address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        code, path = languages.split(request.path_info)
        if code == languages.ENGLISH:
            return self.get_response(request)
        request.path_info = path
        with languages.speaking(code):
            return self.get_response(request)


class KnownMethods:
    """Answer 405, in words, to a method that no page here knows.

    Only the self-check and what staff use take a form, and the address for record systems, which browsers ask too
    whether another site may (OPTIONS).
    """

    FOR_RECORD_SYSTEMS = re.compile(r"/(?:r/[^/]+/)?infobutton/?")

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        allowed = self._allowed(request)
        if request.method not in allowed:
            return HttpResponseNotAllowed(allowed, errors.words_for_method(request))
        return self.get_response(request)

    def _allowed(self, request: HttpRequest) -> list[str]:
        if self.FOR_RECORD_SYSTEMS.fullmatch(request.path_info):
            return ["GET", "HEAD", "POST", "OPTIONS"]
        takes_forms = request.path.startswith((settings.ANSWERS_COOKIE_PATH, "/clinics/"))
        return ["GET", "HEAD", "POST"] if takes_forms else ["GET", "HEAD"]


class MethodsInWords:
    """Put words into the 405 of a page that does not know a method others know: Django's own is empty.

    The innermost, so that whoever counts or compresses the words has them already.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405:
            response.content = errors.words_for_method(request)
        return response


class KnownSizes:
    """Answer 413 to a body longer than any form here, before a byte of it is read, and 411 to one of no known length.

    Browsers say how long a form is. Of a body that comes in chunks Django would read nothing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = _length_of_body(request)
        if length is None:
            return errors.unknown_length(request)
        return errors.too_long(request) if length > settings.DATA_UPLOAD_MAX_MEMORY_SIZE else self.get_response(request)


def _length_of_body(request: HttpRequest) -> int | None:
    """In bytes; None if the request does not say."""
    if "HTTP_TRANSFER_ENCODING" in request.META:
        return None
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return None


class NoFiles(FileUploadHandler):
    """Refuse a form that brings a file: none here takes one."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        raise SuspiciousMultipartForm("a file was sent")


class ReadableEncodings:
    """Name only the compressions that the browser can read: what follows would send one that it refuses with q=0."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = request.META.get("HTTP_ACCEPT_ENCODING", ""), request.META.get("HTTP_CACHE_CONTROL", "")
        request.META["HTTP_ACCEPT_ENCODING"] = ", ".join(readable(*asked))
        return self.get_response(request)


class Gzip:
    """Compress a page as Django's own does, but to a length that tells little of what is in it (BREACH, and guessing).

    Django's own adds a name of random length, which whoever sees a page ten times can do without.
    """

    TOO_SHORT = 200
    # What a page of the self-check is at least: as long as most questions. So "call 911", "call a doctor today" and the
    # next question are of one length after the urgent signs.
    LEAST_OF_THE_SELF_CHECK = 38 * lengths.STEP

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if len(response.content) < self.TOO_SHORT or response.has_header("Content-Encoding"):
            return response
        patch_vary_headers(response, ("Accept-Encoding",))
        packed = self._packed(request, response) if GZIP in request.META["HTTP_ACCEPT_ENCODING"] else response.content
        if len(packed) < len(response.content):
            response.content = packed
            response.headers["Content-Length"] = str(len(packed))
            response.headers["Content-Encoding"] = GZIP
            if etag := response.get("ETag"):
                response.headers["ETag"] = f"W/{etag.removeprefix('W/')}"  # RFC 9110, 8.8.1
        return response

    def _packed(self, request: HttpRequest, response: HttpResponse) -> bytes:
        is_html = response.headers.get("Content-Type", "").startswith("text/html")
        is_of_the_self_check = is_html and request.path.startswith(settings.ANSWERS_COOKIE_PATH)
        least = self.LEAST_OF_THE_SELF_CHECK if is_of_the_self_check else 0
        return lengths.gzipped(response.content, max(least, lengths.least_length(response)))


class StaticFiles(WhiteNoiseMiddleware):  # type: ignore[misc] # whitenoise has no types
    """The static files, which must all be there at the start.

    One that has gone since is not found; one that cannot be opened now may be had a moment later.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        super().__init__(get_response)
        if not settings.DEBUG:
            self._refuse_half()

    def _refuse_half(self) -> None:
        """Refuse to start if a file that was collected is gone, or one that the pages may name was not collected."""
        named = styles.collected.hashed_files
        missing = sorted(name for name in named.values() if f"{self.static_prefix}{name}" not in self.files)
        missing += sorted(_static_sources() - named.keys())
        if missing or not named:
            raise ImproperlyConfigured(
                f"Static files are missing ({', '.join(missing[:3]) or 'all of them'}). Run manage.py collectstatic."
            )

    @staticmethod
    def serve(static_file: StaticFile, request: HttpRequest) -> HttpResponse:
        try:
            response: HttpResponse = WhiteNoiseMiddleware.serve(static_file, request)
        except FileNotFoundError:
            raise Http404 from None
        except OSError:
            return HttpResponse(status=503, headers={"Retry-After": "1"})
        return response


def _static_sources() -> set[str]:
    """The names of the files in the source folders that collectstatic takes: not what editors leave there."""
    return {
        path.relative_to(folder).as_posix()
        for folder in map(Path, settings.STATICFILES_DIRS)
        for path in folder.rglob("*")
        if path.is_file()
        and not any(part.startswith(".") or part.endswith("~") for part in path.relative_to(folder).parts)
    }


class SecurityHeaders:
    """Add the headers that Django's own middleware leaves out.

    Only public pages and static files are for search engines. What says nothing of caches is kept by none unasked, and
    an error by none at all.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.headers = headers()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # While a style is written, its hash is another each time.
        for name, value in (headers() if settings.DEBUG else self.headers).items():
            response.headers.setdefault(name, value)
        if request.path not in public_pages() and not request.path.startswith(settings.STATIC_URL):
            response.headers.setdefault("X-Robots-Tag", "noindex")
        response.headers.setdefault("Cache-Control", "no-store" if response.status_code >= 400 else "no-cache")
        return response
