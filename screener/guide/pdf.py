"""The guide as a PDF (PDF/UA-1): tagged, with its fonts, made in the request and kept nowhere."""

from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import typst

from screener.engine.rule_set import HelpLine
from screener.guide.document import Document
from web.languages import ENGLISH, active, speaking
from web.languages import gettext as _
from web.qr import qr
from web.typesetting import PAPERS, as_words, compile_document, given, in_a_place, in_a_shared_place, site_fonts

SOURCE = (Path(__file__).parent / "guide.typ").read_bytes()
POINTS, LARGE_POINTS = 11, 18


@dataclass(frozen=True)
class Print:
    """What guide.typ reads: the guide, and how it is to be printed.

    `points` is the size of its letters; `lower_in_lines` by how many points the urgent signs stand lower in lines than
    one by one, or None if that is asked; `page_of` has places for {page} and {pages}. `doctor` is the same guide in
    English, to be printed behind it.
    """

    document: Document
    paper: str
    lang: str
    site_name: str = ""
    address: str = ""
    qr: str = ""
    points: int = POINTS
    page_of: str = ""
    qr_alt: str = ""
    lower_in_lines: float | None = None
    doctor: "Print | None" = None


def make(
    guide: Document,
    site_name: str,
    address: str,
    size: str = "letter",
    large: bool = False,
    shared: bool = False,
    doctor: Document | None = None,
) -> bytes:
    """The guide as a PDF. `size` is a key of PAPERS; `shared` is one that is the same for everybody; `doctor` is the
    same guide in English.

    Raises PdfError, for a sign that no font has for example.
    """
    printed = replace(
        _in_words(guide, PAPERS[size]),
        site_name=site_name,
        address=address,
        qr=qr(address),
        qr_alt=_("QR code: %s") % address,
        points=LARGE_POINTS if large else POINTS,
    )
    if doctor:
        with speaking(ENGLISH):
            printed = replace(printed, doctor=_in_words(doctor, PAPERS[size]))
    return in_a_shared_place(_guide, printed) if shared else in_a_place(_guide, printed)


def _in_words(guide: Document, paper: str) -> Print:
    """A guide with what is said around it in the language of now."""
    return Print(guide, paper, active().html, page_of=_("Page {page} of {pages}"))


def _guide(printed: Print) -> bytes:
    lower = _lower_in_lines(printed.paper, printed.lang, printed.document.help_lines, printed.doctor is not None)
    return compile_document(SOURCE, as_words(replace(printed, lower_in_lines=lower)), "pdf", site_fonts())


@lru_cache(maxsize=16)
def _lower_in_lines(paper: str, lang: str, help_lines: tuple[HelpLine, ...], for_a_doctor: bool) -> float:
    """By how many points the urgent signs stand lower in lines than one by one: guide.typ plans the back with it.

    The same for every guide in normal print, and a sixth of the time of each if it were measured there.
    """
    doctor = Print(Document(), paper, ENGLISH) if for_a_doctor else None
    alone = Print(Document(help_lines=help_lines), paper, lang, doctor=doctor)
    used = given(as_words(alone), site_fonts())
    return float(typst.query({"main": SOURCE}, "<lower_in_lines>", field="value", one=True, **used))
