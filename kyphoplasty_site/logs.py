"""Log lines that can hold no answer."""

import logging
import re
import time
import traceback
from types import TracebackType

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


# In its own address, and wherever else an encrypted word may stand, such as in a percent-encoded address.
PREFILLED_LINK = re.compile(r"(?<=/p/)[^\s\"'?#]+|gAAAAA[\w%=-]+")


class WithoutValues(logging.Formatter):
    """Lines without what may hold an answer: the message of an error, and the last part of a prefilled link.

    The time is universal, so that the lines of several machines can be laid side by side.
    """

    converter = time.gmtime
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def format(self, record: logging.LogRecord) -> str:
        return PREFILLED_LINK.sub("-", super().format(record))

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802 - the standard library's name
        kind, _, trace = ei
        name = kind.__name__ if kind else "no error"
        return "".join(traceback.format_tb(trace)) + name
