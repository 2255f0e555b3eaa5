"""The guide as a PDF (PDF/UA-1): tagged, with its fonts, made in the request and kept nowhere.

Every word goes in as data with the call. `typst.Compiler` keeps its input from one call to the next, and so could show
one person's answers to another: no guide is made by it.
"""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache, lru_cache
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

import orjson
import segno
import typst

from screener.engine.rule_set import HelpLine
from screener.guide.document import Document

HERE = Path(__file__).parent
SOURCE = (HERE / "guide.typ").read_bytes()
FONTS_DIR = HERE / "pdf_fonts"
# No file lies in it, none can be put there, and it is there when no folder can be made.
NOTHING = os.devnull
CLOSED: dict[str, Any] = {"root": NOTHING, "package_path": NOTHING, "package_cache_path": NOTHING}
PAPERS = {"letter": "us-letter", "a4": "a4"}
POINTS, LARGE_POINTS = 11, 18


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


def make(
    guide: Document, site_name: str, address: str, size: str = "letter", large: bool = False, shared: bool = False
) -> bytes:
    """The guide as a PDF. `size` is a key of PAPERS; `shared` is one that is the same for everybody.

    Raises PdfError, for a sign that no font has for example.
    """
    document = {
        **vars(guide),
        "site_name": site_name,
        "address": address,
        "qr": qr(address),
        "paper": PAPERS[size],
        "points": LARGE_POINTS if large else POINTS,
    }
    return _in_a_shared_place(_guide, document) if shared else _in_a_place(_guide, document)


def typeset_once(
    source: bytes, document: dict[str, Any], kind: str = "pdf", fonts: Callable[[], typst.Fonts] | None = None
) -> bytes:
    """A document of typst with its words, which it reads as `sys.inputs.document`, kept in memory. Raises PdfError.

    For what is the same for everybody, never for what a person has said. `fonts` are instead of those of the guide.
    """
    return _typeset_once(source, _as_words(document), kind, fonts or _fonts)


@lru_cache(maxsize=MOST_KEPT)
def _typeset_once(source: bytes, words: str, kind: str, fonts: Callable[[], typst.Fonts]) -> bytes:
    return _in_a_shared_place(lambda: _compile(source, words, kind, fonts()))


def _in_a_shared_place(job: Callable[..., bytes], *arguments: Any) -> bytes:
    if not SHARED_PLACES.acquire(blocking=False):
        raise PdfBusyError(f"{MOST_SHARED} for everybody is made already")
    try:
        return _in_a_place(job, *arguments)
    finally:
        SHARED_PLACES.release()


def _in_a_place(job: Callable[..., bytes], *arguments: Any) -> bytes:
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


def _guide(document: dict[str, Any]) -> bytes:
    lower = _lower_in_lines(document["paper"], document["help_lines"])
    return _compile(SOURCE, _as_words({**document, "lower_in_lines": lower}), "pdf", _fonts())


@lru_cache(maxsize=8)
def _lower_in_lines(paper: str, help_lines: tuple[HelpLine, ...]) -> float:
    """By how many points the urgent signs stand lower in lines than one by one: guide.typ plans the back with it.

    The same for every guide in normal print, and a sixth of the time of each if it were measured there.
    """
    measured = {"title": "", "site_name": "", "points": POINTS, "lower_in_lines": None}
    document = {**measured, "paper": paper, "help_lines": help_lines}
    given = _given(_as_words(document), _fonts())
    return float(typst.query({"main": SOURCE}, "<lower_in_lines>", field="value", one=True, **given))


def _as_words(document: dict[str, Any]) -> str:
    return orjson.dumps(document).decode()


def _compile(source: bytes, words: str, kind: str, fonts: typst.Fonts) -> bytes:
    # By a name: typst numbers what comes without one, keeps each number for good, and has 65,535 of them.
    main: Any = {"main": source}  # for which typst's types have no place
    asked: dict[str, Any] = {"format": kind, "pdf_standards": ["ua-1"] if kind == "pdf" else []}
    made: bytes = typst.compile(main, **asked, **_given(words, fonts))
    return made


def _given(words: str, fonts: typst.Fonts) -> dict[str, Any]:
    """All that a document may use: its words, our fonts and no file."""
    return {**CLOSED, "font_paths": fonts, "sys_inputs": {"document": words}}


def _forget() -> None:
    """typst keeps what it worked out for its last ten documents, 7 MB for a guide: ten empty ones take their place.

    By one compiler, which takes a tenth of the time of ten. It holds no document but the empty one.
    """
    compiler = typst.Compiler(font_paths=_fonts(), **CLOSED)
    for _ in range(10):
        compiler.compile(b"", format="svg")


def draw_qr(address: str) -> str:
    """The address as a QR code, in SVG."""
    drawn = segno.make(address, error="m", micro=False)
    return drawn.svg_inline(border=4, light="#fff", omitsize=True, svgclass=None, lineclass=None)


@lru_cache(maxsize=8)
def qr(address: str) -> str:
    """The same, kept in memory: for addresses of the site, never for one that holds what a chart says."""
    return draw_qr(address)


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS_DIR])
