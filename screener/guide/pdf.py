"""The guide as a PDF (PDF/UA-1): tagged, with its fonts, made in the request and kept nowhere."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import typst
from django.utils.translation import gettext as _

from screener.engine.rule_set import HelpLine
from screener.guide.document import Document
from web.languages import active
from web.qr import qr
from web.typesetting import PAPERS, as_words, compile_document, given, in_a_place, in_a_shared_place, site_fonts

SOURCE = (Path(__file__).parent / "guide.typ").read_bytes()
POINTS, LARGE_POINTS = 11, 18


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
        "lang": active().html,
        "page_of": _("Page {page} of {pages}"),
        "clinic_line": _("Clinic: %(name)s") % {"name": guide.clinic},
        "qr_alt": _("QR code: %s") % address,
    }
    return in_a_shared_place(_guide, document) if shared else in_a_place(_guide, document)


def _guide(document: dict[str, Any]) -> bytes:
    lower = _lower_in_lines(document["paper"], document["lang"], document["help_lines"])
    return compile_document(SOURCE, as_words({**document, "lower_in_lines": lower}), "pdf", site_fonts())


@lru_cache(maxsize=8)
def _lower_in_lines(paper: str, lang: str, help_lines: tuple[HelpLine, ...]) -> float:
    """By how many points the urgent signs stand lower in lines than one by one: guide.typ plans the back with it.

    The same for every guide in normal print, and a sixth of the time of each if it were measured there.
    """
    measured = {"title": "", "site_name": "", "page_of": "", "points": POINTS, "lower_in_lines": None}
    document = {**measured, "paper": paper, "lang": lang, "help_lines": help_lines}
    used = given(as_words(document), site_fonts())
    return float(typst.query({"main": SOURCE}, "<lower_in_lines>", field="value", one=True, **used))
