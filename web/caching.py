"""How long others may keep a page: for minutes if it is the same for everybody, else not at all."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

# Five minutes, then ten more while the new page is fetched: a number that was wrong is right for all within a quarter
# of an hour. If the site is down, a day. Nobody on the way may change a word.
FOR_EVERYBODY = "public, max-age=300, stale-while-revalidate=600, stale-if-error=86400, no-transform"
NEVER_KEPT = "no-store, private, max-age=0, no-transform"


def for_everybody(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view whose pages any cache may hold: they show no answer, read no cookie and set none."""

    @wraps(view)
    def cached(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code == 200:
            # Django would give a new form's cookie to who sent a broken one.
            request.META["CSRF_COOKIE_NEEDS_UPDATE"] = False
            response.headers.setdefault("Cache-Control", FOR_EVERYBODY)
            patch_vary_headers(response, ["Accept-Encoding"])
        return response

    return cached


def never_kept(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view whose pages may show an answer, or set a cookie: no cache and no browser keeps them."""

    @wraps(view)
    def private(*args: Any, **kwargs: Any) -> HttpResponse:
        response = view(*args, **kwargs)
        response.headers["Cache-Control"] = NEVER_KEPT
        return response

    return private
