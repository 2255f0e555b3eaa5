"""Once the English of a rule has changed, its translation may say what no longer holds: so nothing of it is shown."""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from screener.editions import is_off_the_air
from web.languages import ENGLISH, active_code, address

# The self-check, what a link of a clinic has filled in, the blank guide, and the forms for record systems, as their
# English addresses begin.
OF_THE_SELF_CHECK = ("/self-check/", "/p/", "/guide", "/fhir/")
# Where staff see all that it may come to, and make links that fill it in.
_OF_STAFF = re.compile(r"/clinics/[^/]+/(?:preview|prefill)/")


def _is_of_it(path: str) -> bool:
    return path.startswith(OF_THE_SELF_CHECK) or _OF_STAFF.match(path) is not None


class OffTheAir:
    """Answer 404, in words, to all of a self-check that cannot be had in the language of the address.

    The page leads on to the English one, which is current. What was answered before is kept in the browser.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if active_code() != ENGLISH and _is_of_it(request.path_info) and is_off_the_air():
            # What a clinic's link has filled in is filled in there too. No page that is left for learns of the link.
            is_filled_in = request.path_info.startswith("/p/")
            english = request.path_info if is_filled_in else address(ENGLISH, "screener:start")
            response = render(request, "screener/off_the_air.html", {"english_self_check": english}, status=404)
            response.headers["Referrer-Policy"] = "strict-origin"
            return response
        return self.get_response(request)
