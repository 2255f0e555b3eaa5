"""Log lines that can hold no answer."""

import logging
import re
import time
import traceback
from types import TracebackType

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


# All behind its own address, since a mail program may have broken it by a space or a line; and wherever else an
# encrypted word may stand, such as in a percent-encoded address, or in one that lost its first letters: it has some
# 400 characters, and no name of ours has as many as 60.
ENCRYPTED = r"(?:kg_[a-z]+_|gAAAAA)[\w%=-]+|[\w%=-]{60,}"
PREFILLED_LINK = re.compile(rf"(?<=/p/).+|{ENCRYPTED}", re.DOTALL | re.IGNORECASE)
# In what a request brought, the pieces of a broken word too.
AND_ALL_BEHIND_IT = re.compile(rf"(?<=/p/).+|(?:{ENCRYPTED}).*", re.DOTALL | re.IGNORECASE)
# Record systems are answered under any clinic's name, so it may be anything.
NAME_OF_A_RECORD_SYSTEM = re.compile(r"(?<=/r/)[^/]*(?=/(?:[a-z]{2,3}/)?infobutton)", re.IGNORECASE)
# Characters of what a request brought: its address alone may have 30,000.
LONGEST = 200


class WithoutValues(logging.Formatter):
    """Lines without what may hold an answer: the message of an error, and the last part of a prefilled link.

    The time is universal, so that the lines of several machines can be laid side by side.
    """

    converter = time.gmtime  # type: ignore[assignment] # as the standard library says to; its types know a function alone
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the standard library's name
        if hasattr(record, "request"):  # as Django marks them
            message = NAME_OF_A_RECORD_SYSTEM.sub("-", AND_ALL_BEHIND_IT.sub("-", record.message))
            record.message = _shortened(message)
        return PREFILLED_LINK.sub("-", super().formatMessage(record))

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802 - the standard library's name
        kind, _, trace = ei
        name = kind.__name__ if kind else "no error"
        return "".join(traceback.format_tb(trace)) + name


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
