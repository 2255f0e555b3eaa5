"""What a clinic prints (PDF/UA-1): slips to cut out, a poster for the waiting room, a list of languages to point at."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

import manimgx_fonts
import manimgx_fonts_cjk
import typst

from clinics.files import Clinic
from clinics.logos import logo_of
from referrals.leaflet_words import INTERPRETER_WORDS, POSTER_WORDS, SLIP_WORDS
from referrals.standings import standing_of_sheet
from web.languages import active, active_code, speaking
from web.languages import gettext as _
from web.qr import qr
from web.typesetting import FONTS_DIR, PAPERS, typeset_once

HERE = Path(__file__).parent
SLIPS, POSTER, INTERPRETERS = ((HERE / f"{name}.typ").read_bytes() for name in ("slips", "poster", "interpreters"))
# Noto's, for the scripts that the letters of the other sheets lack. Which shapes Chinese letters have depends on the
# language; for all others the right font is found by its letters.
MANY_SCRIPTS = (FONTS_DIR, *(Path(str(found.__file__)).parent for found in (manimgx_fonts, manimgx_fonts_cjk)))
IN_ONE_LANGUAGE: Mapping[str, str] = MappingProxyType({})
EAST_ASIAN = {"zh-Hans": "SC", "zh-Hant": "TC", "ja": "JP", "ko": "KR"}


def slips(clinic: Clinic, address: str, size: str = "letter", kind: str = "pdf") -> bytes:
    """Eight slips on one page, each with the address as a QR code. `size` is a key of PAPERS. Raises PdfError."""
    return typeset_once(SLIPS, {**_said(SLIP_WORDS), **_shared("slips", clinic, address, size)}, kind)


def poster(
    clinic: Clinic,
    address: str,
    size: str = "letter",
    kind: str = "pdf",
    also: Mapping[str, str] = IN_ONE_LANGUAGE,
) -> bytes:
    """A poster of one page, to be read from 5 feet away. `size` is a key of PAPERS. Raises PdfError.

    `also` has the code of a second language that it is to have, and the address for those who read that.
    """
    logo = logo_of(clinic)
    addresses = {active_code(): address, **also}
    document = {
        "languages": [_in_language(code, clinic, its_address, size) for code, its_address in addresses.items()],
        "logo": list(logo.png) if logo else [],
        "logo_width": logo.width if logo else 0,
    }
    return typeset_once(POSTER, document, kind)


def _in_language(code: str, clinic: Clinic, address: str, size: str) -> dict[str, Any]:
    with speaking(code):
        line = clinic.lines["interpreter"]
        return {
            **_said(POSTER_WORDS),
            **_shared("poster", clinic, address, size),
            "interpreter": " ".join(line.words),
            "interpreter_lang": line.lang or active().html,
        }


def interpreters(clinic: Clinic, address: str, size: str = "letter", kind: str = "pdf") -> bytes:
    """The clinic's lines for people who need an interpreter, to point at. Raises PdfError."""
    lines = [
        {
            "language": line.name,
            "words": line.words,
            "lang": line.language.partition("-")[0],
            "rtl": line.direction == "rtl",
            "font": f"Noto Sans CJK {EAST_ASIAN[line.language]}" if line.language in EAST_ASIAN else "Noto Sans",
        }
        for line in clinic.interpreter_in
    ]
    document = {**_said(INTERPRETER_WORDS), **_shared("interpreters", clinic, address, size), "lines": lines}
    return typeset_once(INTERPRETERS, document, kind, _fonts_of_many_scripts)


def _fonts_of_many_scripts() -> typst.Fonts:
    """Found anew each time: what was drawn with them takes 33 MB, which a worker would keep for good."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[*MANY_SCRIPTS])


def _shared(name: str, clinic: Clinic, address: str, size: str) -> dict[str, Any]:
    return {
        "paper": PAPERS[size],
        "name": clinic.name,
        "phone": clinic.phone,
        "is_sample": clinic.sample,
        "qr": qr(address),
        "address": _parts(address),
        "unchecked": str(standing_of_sheet(f"leaflet:{name}")),
        "lang": active().html,
        "title": _("Slips to cut out: %s") % clinic.name,
        "call": _("Phone: %s") % clinic.phone,
        "logo_alt": _("Logo of %s") % clinic.name,
        "qr_alt": _("QR code: %s") % "".join(_parts(address)),
    }


def _said(words: Mapping[str, Sequence[str]]) -> dict[str, str | list[str]]:
    """The words of a sheet in the language of now."""
    return {name: _(one) if isinstance(one, str) else [*map(_, one)] for name, one in words.items()}


def _parts(address: str) -> list[str]:
    """The address as one types it. A line may end after a part, so never on a dot or a hyphen that may look added."""
    host, slash, path = address.partition("//")[2].partition("/")
    return [*re.split(r"(?=[.-])", host), slash + path]
