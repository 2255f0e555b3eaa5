"""What staff paste into a record system: the same words as plain text, as HTML and as RTF.

The text is for fields that take no formatting: they cut what is long, and may break a line after 70 characters. So its
lines are shorter, and the address stands alone on the last one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from textwrap import fill

from clinics.files import Clinic
from referrals.email_words import SAMPLE_SUBJECT
from referrals.handout_words import ABOUT, EMERGENCY, LINK_TEXT, OPENING, RULES
from web.languages import Language, active
from web.languages import gettext as _

LONGEST_LINE = 70
# Of an address in the text: it can be typed from print, and no system breaks it. The whole text has at most 300.
LONGEST_ADDRESS = 60


@dataclass(frozen=True)
class Handout:
    """The words and the link, in one language."""

    language: Language
    address: str
    text: str
    html: str
    rtf: bytes


def handout(clinic: Clinic, address: str) -> Handout:
    """In the language of now. `address` is the clinic's link in it."""
    opening = (_(SAMPLE_SUBJECT) if clinic.sample else "") + _(OPENING)
    before, after = (opening, _(ABOUT)), f"{_(RULES)} {_(EMERGENCY)}"
    text = "\n".join([*(fill(one, LONGEST_LINE, break_on_hyphens=False) for one in (*before, after)), address])
    words = " ".join(before), after, address
    return Handout(active(), address, text, _html(*words), _rtf(*words))


def _html(before: str, after: str, address: str) -> str:
    """The address is beside the link, too: what is printed cannot be pressed."""
    lines = (
        f'<div lang="{active().html}">',
        f"<p>{escape(before)}</p>",
        f'<p><a href="{escape(address)}">{escape(_(LINK_TEXT))}</a><br>{escape(address)}</p>',
        f"<p>{escape(after)}</p>",
        "</div>",
    )
    return "\n".join(lines)


def _rtf(before: str, after: str, address: str) -> bytes:
    """RTF 1.9: the words, and a field with the link."""
    link = rf'{{\field{{\*\fldinst{{HYPERLINK "{_in_rtf(address)}"}}}}{{\fldrslt{{\ul\cf1 {_in_rtf(_(LINK_TEXT))}}}}}}}'
    paragraphs = (_in_rtf(before), rf"{link}\line {_in_rtf(address)}", _in_rtf(after))
    head = r"\rtf1\ansi\ansicpg1252\uc1\deff0{\fonttbl{\f0\fswiss Arial;}}{\colortbl;\red11\green79\blue92;}\f0\fs24"
    body = "\n".join(rf"\pard\sa160 {words}\par" for words in paragraphs)
    return f"{{{head}\n{body}\n}}\n".encode("ascii")


def _in_rtf(words: str) -> str:
    return "".join(_characters(words))


def _characters(words: str) -> Iterator[str]:
    r"""Other letters than those of ASCII are signed numbers of UTF-16, with a ? for programs that cannot read them."""
    for character in words:
        if character in "\\{}":
            yield f"\\{character}"
        elif character.isascii():
            yield character
        else:
            units = memoryview(character.encode("utf-16-le")).cast("H")
            yield from (rf"\u{unit - 0x10000 if unit > 0x7FFF else unit}?" for unit in units)
