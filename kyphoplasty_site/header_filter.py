"""The headers that Django and Python read in ways that can fail or take long: only what is plain is passed on."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings

from kyphoplasty_site.prerendered import Application

# What browsers send with a form. A boundary has up to 70 of these signs (RFC 2046).
_PARAMETER = r' *; *(?:boundary=[\w\'()+,./:=?-]{1,70}|charset=(?:utf-8|"utf-8"))'
_PLAIN_TYPE = re.compile(rf"[\w!#$&^.+-]+/[\w!#$&^.+-]+(?:{_PARAMETER})*", re.ASCII | re.IGNORECASE)
# What Python takes apart sign by sign; this site puts none into its cookies.
_QUOTE = '"'
# In the place of a cookie of ours that cannot be told, so that its loss is noticed and said.
_UNREADABLE = "-"


class PlainHeaders:
    """A WSGI application that passes on a Content-Type only if it is plain, and of all cookies only this site's own.

    Django asks Python for any encoding that a Content-Type names. For one that it does not know (`x*=nonsense''`), or
    that is none of text (`charset=hex`), it ends in an error. A quoted cookie full of backslashes takes some Pythons
    seconds; and those of other sites under the same domain are none of ours. Of two that have the name of ours, one is
    another host's, and nobody says which. The server puts nothing in the place of a line of cookies that has a letter
    from outside ASCII: all that says that there were any is that place.
    """

    def __init__(self, application: Application) -> None:
        self.application = application
        self.cookies = {settings.ANSWERS_COOKIE_NAME, settings.CSRF_COOKIE_NAME}

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if not _PLAIN_TYPE.fullmatch(environ.get("CONTENT_TYPE", "")):
            environ["CONTENT_TYPE"] = ""
        if "HTTP_COOKIE" in environ:
            environ["HTTP_COOKIE"] = self._own(environ["HTTP_COOKIE"])
        return self.application(environ, start_response)

    def _own(self, cookies: str) -> str:
        lines = cookies.split(";")
        own: dict[str, str] = {}
        for line in lines:
            # Not all that Python takes for a space: to a browser it is a part of the name, and so another cookie.
            name, _, value = line.strip(" \t").partition("=")
            if name in self.cookies:
                own[name] = _UNREADABLE if name in own or _QUOTE in value else value
        if "" in lines:
            own[settings.ANSWERS_COOKIE_NAME] = _UNREADABLE
        return "; ".join([f"{name}={value}" for name, value in own.items()])
