"""What every request passes: the methods this site knows, and the headers its answers carry."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import StaticFile

from kyphoplasty_site.encoding import readable

CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "style-src 'self'",
        "font-src 'self'",
        "img-src 'self'",
        "script-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ]
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class KnownMethods:
    """Answer 405 to a method that no page here knows: only the self-check and the pages for staff take a form."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        takes_forms = request.path.startswith((settings.ANSWERS_COOKIE_PATH, "/clinics/"))
        allowed = ["GET", "HEAD", "POST"] if takes_forms else ["GET", "HEAD"]
        return self.get_response(request) if request.method in allowed else HttpResponseNotAllowed(allowed)


class ReadableEncodings:
    """Name only the compressions that the browser can read: what follows would send one that it refuses with q=0."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = request.META.get("HTTP_ACCEPT_ENCODING", ""), request.META.get("HTTP_CACHE_CONTROL", "")
        request.META["HTTP_ACCEPT_ENCODING"] = ", ".join(readable(*asked))
        return self.get_response(request)


class StaticFiles(WhiteNoiseMiddleware):
    """The static files, which must all be there at the start.

    One that has gone since is not found; one that cannot be opened now may be had a moment later.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        super().__init__(get_response)
        if not settings.DEBUG:
            self._refuse_half()

    def _refuse_half(self) -> None:
        named = staticfiles_storage.hashed_files.values()
        missing = sorted(name for name in named if f"{self.static_prefix}{name}" not in self.files)
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


class SecurityHeaders:
    """Add the headers that Django's own security middleware leaves out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response
