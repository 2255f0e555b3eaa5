"""Which signs the fonts of the PDFs lack: typst alone knows, and is asked in a process of its own.

It begins threads. The server asks before it copies itself into workers, which would lack those threads.
"""

import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import orjson
import typst

from web.typesetting import CLOSED, FONTS_DIR

ROOT = Path(__file__).parent.parent.parent
# A document that holds nothing but words, to see whether they can be drawn.
WORDS_ALONE = b"""#set document(title: "Words")
#set text(font: "Atkinson Hyperlegible Next")
#json(bytes(sys.inputs.document)).text"""
# A text takes 0.02 s.
LONGEST_SECONDS = 20

Fonts = tuple[Path, ...]  # the folders that they lie in
FONTS_OF_THE_GUIDE: Fonts = (FONTS_DIR,)
# A text and the fonts that it is to be drawn with.
Trial = tuple[str, Fonts]


class TrialError(Exception):
    """A text could not be tried: typst crashed over it, or never ended."""


def undrawable(trials: Iterable[Trial]) -> dict[Trial, str | TrialError]:
    """The first sign of each text that its fonts lack; empty if they have all, as they have all of ASCII."""
    found: dict[Trial, str | TrialError] = dict.fromkeys(trials, "")
    left = [trial for trial in found if not (trial[0].isascii() and trial[0].isprintable())]
    while left:
        signs = _ask(left)
        found.update(zip(left, signs, strict=False))
        if len(signs) < len(left):
            found[left[len(signs)]] = TrialError("typst crashed over it, or never ended")
        left = left[len(signs) + 1 :]
    return found


def _ask(trials: Sequence[Trial]) -> list[str]:
    """As many answers as came before the process ended."""
    asked = orjson.dumps([(text, list(map(str, fonts))) for text, fonts in trials])
    command = [sys.executable, "-m", "screener.guide.trial"]
    done = subprocess.run(  # noqa: S603 - ours
        command, cwd=ROOT, input=asked, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False
    )
    return [orjson.loads(line) for line in done.stdout.splitlines()]


def _answers(asked: bytes) -> Iterator[str]:
    for text, folders in orjson.loads(asked):
        # What hangs is ended by the system, as typst cannot be stopped otherwise.
        signal.alarm(LONGEST_SECONDS)
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
        yield "" if draws(text, fonts) else next((sign for sign in text if not draws(sign, fonts)), text)


def draws(text: str, fonts: typst.Fonts) -> bool:
    """Whether a text can be drawn with these fonts."""
    main: Any = {"main": WORDS_ALONE}  # for which typst's types have no place
    given: dict[str, Any] = {"font_paths": fonts, "sys_inputs": {"document": orjson.dumps({"text": text}).decode()}}
    try:
        typst.compile(main, format="pdf", pdf_standards=["ua-1"], **CLOSED, **given)
    except typst.TypstError:
        return False
    return True


if __name__ == "__main__":
    for answer in _answers(sys.stdin.buffer.read()):
        print(orjson.dumps(answer).decode(), flush=True)
