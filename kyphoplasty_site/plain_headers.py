"""The headers that Django and Python read in ways that can fail or take long: only what is plain is passed on."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings

from kyphoplasty_site.ready import Application

# What browsers send with a form. A boundary has up to 70 of these signs (RFC 2046).
_PARAMETER = r' *; *(?:boundary=[\w\'()+,./:=?-]{1,70}|charset=(?:utf-8|"utf-8"))'
_PLAIN_TYPE = re.compile(rf"[\w!#$&^.+-]+/[\w!#$&^.+-]+(?:{_PARAMETER})*", re.ASCII | re.IGNORECASE)
# What Python takes apart sign by sign; this site puts none into its cookies.
_QUOTE = '"'
# In the place of a cookie of ours that has one, so that its loss is noticed and said.
_UNREADABLE = "-"


class PlainHeaders:
    """A WSGI application that passes on a Content-Type only if it is plain, and of all cookies only this site's own.

    Django asks Python for any encoding that a Content-Type names. For one that it does not know (`x*=nonsense''`), or
    that is none of text (`charset=hex`), it ends in an error. A quoted cookie full of backslashes takes some Pythons
    seconds; and those of other sites under the same domain are none of ours.
    """

    def __init__(self, application: Application) -> None:
        self.application = application
        self.cookies = {settings.ANSWERS_COOKIE_NAME, settings.CSRF_COOKIE_NAME}

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if not _PLAIN_TYPE.fullmatch(environ.get("CONTENT_TYPE", "")):
            environ["CONTENT_TYPE"] = ""
        if cookies := environ.get("HTTP_COOKIE"):
            environ["HTTP_COOKIE"] = self._own(cookies)
        return self.application(environ, start_response)

    def _own(self, cookies: str) -> str:
        sent = (cookie.strip().partition("=") for cookie in cookies.split(";"))
        own = [(name, value) for name, _, value in sent if name in self.cookies]
        return "; ".join([f"{name}={_UNREADABLE if _QUOTE in value else value}" for name, value in own])
