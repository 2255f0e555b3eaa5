"""The one header that Django reads before it can answer that it makes no sense."""

import re
from collections.abc import Callable, Iterable
from typing import Any

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
# What browsers send with a form. A boundary has up to 70 of these signs (RFC 2046).
_PARAMETER = r'; ?(?:boundary=[\w\'()+,./:=?-]{1,70}|charset="?utf-8"?)'
_PLAIN = re.compile(rf"[\w!#$&^.+-]+/[\w!#$&^.+-]+(?:{_PARAMETER})*", re.ASCII | re.IGNORECASE)


class PlainContentType:
    """A WSGI application that passes on a Content-Type only if it is plain; the body of another is no form.

    Django asks Python for any encoding that is named there. For one that it does not know (`x*=nonsense''`), or that is
    none of text (`charset=hex`), it ends in an error.
    """

    def __init__(self, application: Application) -> None:
        self.application = application

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if not _PLAIN.fullmatch(environ.get("CONTENT_TYPE", "")):
            environ["CONTENT_TYPE"] = ""
        return self.application(environ, start_response)
