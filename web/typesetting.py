"""Documents set by typst: kept in their place, so that pages are answered meanwhile, and shut off from all files.

Every word goes in as data with the call. `typst.Compiler` keeps its input from one call to the next, and so could show
one person's answers to another: nothing that a person has said is set by it.
"""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache, lru_cache
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

import orjson
import typst

FONTS_DIR = Path(__file__).parent / "pdf_fonts"
# No file lies in it, none can be put there, and it is there when no folder can be made.
NOTHING = os.devnull
CLOSED: dict[str, Any] = {"root": NOTHING, "package_path": NOTHING, "package_cache_path": NOTHING}
PAPERS = {"letter": "us-letter", "a4": "a4"}


# One at a time, always on the same thread: from several threads, typst's memory grows by 10 to 15 KiB for each guide.
def _typesetter() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="typesetter")


TYPESETTER = _typesetter()
# A guide takes 0.05 s. Whoever waits this long for the ones before gets the page instead.
LONGEST_SECONDS = 5
# In one worker: one is made, the others wait. Fewer than the worker has threads, so that pages have one at all times.
MOST_AT_ONCE = 3
PLACES = BoundedSemaphore(MOST_AT_ONCE)
# Of these places, so many for what is the same for everybody: the others are left to patients, whoever asks for it.
MOST_SHARED = 1
SHARED_PLACES = BoundedSemaphore(MOST_SHARED)
# Sheets of clinics that are kept: 30 kB each, or 70 if they show many scripts.
MOST_KEPT = 64


class PdfError(Exception):
    """The PDF cannot be made; says of which kind the error was, without a word of the guide."""


class PdfBusyError(PdfError):
    """Too many ask at once, or it takes too long: a little later it can be had."""


def typeset_once(
    source: bytes, document: dict[str, Any], kind: str = "pdf", fonts: Callable[[], typst.Fonts] | None = None
) -> bytes:
    """A document of typst with its words, which it reads as `sys.inputs.document`, kept in memory. Raises PdfError.

    For what is the same for everybody, never for what a person has said. `fonts` are instead of those of the guide.
    """
    return _typeset_once(source, as_words(document), kind, fonts or site_fonts)


@lru_cache(maxsize=MOST_KEPT)
def _typeset_once(source: bytes, words: str, kind: str, fonts: Callable[[], typst.Fonts]) -> bytes:
    return in_a_shared_place(lambda: compile_document(source, words, kind, fonts()))


def in_a_shared_place(job: Callable[..., bytes], *arguments: Any) -> bytes:
    """The job in its turn, for what is the same for everybody. Raises PdfError."""
    if not SHARED_PLACES.acquire(blocking=False):
        raise PdfBusyError(f"{MOST_SHARED} for everybody is made already")
    try:
        return in_a_place(job, *arguments)
    finally:
        SHARED_PLACES.release()


def in_a_place(job: Callable[..., bytes], *arguments: Any) -> bytes:
    """The job in its turn. Raises PdfError."""
    if not PLACES.acquire(blocking=False):
        raise PdfBusyError(f"{MOST_AT_ONCE} are made already")
    try:
        return _on_the_one_thread(job, *arguments)
    finally:
        PLACES.release()


def _on_the_one_thread(job: Callable[..., bytes], *arguments: Any) -> bytes:
    global TYPESETTER
    try:
        return TYPESETTER.submit(job, *arguments).result(LONGEST_SECONDS)
    except TimeoutError:
        # What hangs cannot be stopped; the next guide gets another thread.
        TYPESETTER = _typesetter()
        raise PdfBusyError("TimeoutError") from None
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic of typst's is no Exception
        # Its own words would quote the guide.
        raise PdfError(type(error).__name__) from None
    finally:
        TYPESETTER.submit(_forget)


def as_words(document: object) -> str:
    """The words of a document as typst takes them."""
    return orjson.dumps(document).decode()


def compile_document(source: bytes, words: str, kind: str, fonts: typst.Fonts) -> bytes:
    """The document, and not in its turn: only on the one thread, or where nobody waits."""
    # By a name: typst numbers what comes without one, keeps each number for good, and has 65,535 of them.
    main: Any = {"main": source}  # for which typst's types have no place
    asked: dict[str, Any] = {"format": kind, "pdf_standards": ["ua-1"] if kind == "pdf" else []}
    made: bytes = typst.compile(main, **asked, **given(words, fonts))
    return made


def given(words: str, fonts: typst.Fonts) -> dict[str, Any]:
    """All that a document may use: its words, our fonts and no file."""
    return {**CLOSED, "font_paths": fonts, "sys_inputs": {"document": words}}


def _forget() -> None:
    """typst keeps what it worked out for its last ten documents, 7 MB for a guide: ten empty ones take their place.

    By one compiler, which takes a tenth of the time of ten. It holds no document but the empty one.
    """
    compiler = typst.Compiler(font_paths=site_fonts(), **CLOSED)
    for _ in range(10):
        compiler.compile(b"", format="svg")


@cache
def site_fonts() -> typst.Fonts:
    """The fonts of the guide."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS_DIR])
