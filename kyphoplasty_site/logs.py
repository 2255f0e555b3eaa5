"""Log lines that can hold no answer."""

import logging
import traceback
from types import TracebackType

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class WithoutValues(logging.Formatter):
    """A traceback with its files, lines and kind of error, but without the message, which may quote an answer."""

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802 - the standard library's name
        kind, _, trace = ei
        name = kind.__name__ if kind else "no error"
        return "".join(traceback.format_tb(trace)) + name
