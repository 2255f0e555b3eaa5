"""A visitor who answers the questions up to one, with real cookies and the form's token, over HTTP."""

import http.cookiejar
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from load import Request

from screener.engine.facts import Fact

Form = Mapping[str, Any]


class _Stay(urllib.request.HTTPRedirectHandler):
    """Redirects are looked at, not followed."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


class Visitor:
    """A browser without a screen. `form_of` gives the fields in which a site wants an answer to a fact."""

    def __init__(self, url: str, facts: Sequence[Fact], form_of: Callable[[Fact], Form]) -> None:
        self.url = url
        self.facts = facts
        self.form_of = form_of
        self.cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies), _Stay)

    def answer_all_before(self, question: int) -> Request:
        """Answer so many questions, then the next one. Gives that last request.

        Raises SystemExit unless each answer leads to the question after it.
        """
        for fact, following in zip(self.facts, self.facts[1 : question + 2], strict=False):
            self.open(_address(fact))
            request = self.answer(fact)
            status, address = self.open(request.path, request.form)
            if status not in (302, 303) or address != _address(following):
                raise SystemExit(f"{self.url} answers {status} {address} to {request.path}.")
        return request

    def cookie(self, name: str) -> str:
        return next(str(cookie.value) for cookie in self.cookies if cookie.name == name)

    def answer(self, fact: Fact) -> Request:
        """The request that answers a question now."""
        asked = urllib.request.Request(self.url + _address(fact))  # noqa: S310 - our own
        self.cookies.add_cookie_header(asked)
        headers = {"Cookie": str(asked.get_header("Cookie")), "Origin": self.url}
        form = urllib.parse.urlencode({**self.form_of(fact), "csrfmiddlewaretoken": self.cookie("form")}, doseq=True)
        return Request(_address(fact), headers, form)

    def open(self, path: str, form: str | None = None) -> tuple[int, str]:
        """The status, and the address it leads to."""
        data = None if form is None else form.encode()
        request = urllib.request.Request(self.url + path, data)  # noqa: S310 - our own
        try:
            with self.opener.open(request, timeout=30) as response:
                return response.status, ""
        except urllib.error.HTTPError as error:
            return error.code, error.headers.get("Location", "")


def _address(fact: Fact) -> str:
    return f"/self-check/{fact.slug}/"
