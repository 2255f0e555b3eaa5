"""Answers to a question that readers put to themselves: closed at first; opened, each says if it is right, and why.

::: answer right No, it fills one bone.
Your other bones stay as they were.
:::
"""

import re

from django.utils.translation import gettext_noop

from web.languages import gettext as _

VERDICTS = {"right": gettext_noop("That is right."), "mistake": gettext_noop("A common mistake.")}
_ANSWER = re.compile(rf"answer ({'|'.join(VERDICTS)}) (\S.*)")


def is_answer(info: str, marker: str) -> bool:
    """Whether ::: opens an answer. What only looks like one stays on the page as it is, where the checks find it."""
    return _ANSWER.fullmatch(info.strip()) is not None


def read(info: str) -> tuple[str, str]:
    """An answer's words, and what is said of them once it is open."""
    found = _ANSWER.fullmatch(info.strip())
    assert found  # is_answer has let it in  # noqa: S101
    return found[2], _(VERDICTS[found[1]])
