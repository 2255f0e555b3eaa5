"""The words of e-mails for clinics to copy. Text and HTML are drawn from one list of parts, so they cannot differ.

A subject and the first words of an e-mail show on a locked phone: neither says anything about health.
"""

from dataclasses import dataclass

from django.template.loader import render_to_string

from clinics.files import Clinic, Lines
from referrals.email_words import (
    ABOUT_THE_SITE,
    EMERGENCY,
    FILLED_IN,
    NOT_A_DECISION,
    NOT_STORED,
    SAMPLE,
    SAMPLE_SUBJECT,
    TONES,
    WORDS_AND_RULES,
    Tone,
)
from referrals.prefilled_links import LAST_DAYS
from referrals.standings import standing_of_sheet
from web.languages import Language, active
from web.languages import gettext as _


@dataclass(frozen=True)
class Email:
    """An e-mail to copy, and the language that it is in."""

    tone: str
    language: Language
    subject: str
    text: str
    html: str

    @property
    def label(self) -> str:
        """For staff to choose by, in the language of their page."""
        return _(next(tone.label for tone in TONES if tone.id == self.tone))


@dataclass(frozen=True)
class Item:
    """A line of a list. What has no `label` before it may be of another `language` than the e-mail; so may what has
    one, but for the label.
    """

    words: str
    label: str = ""
    language: str = ""
    direction: str = "ltr"

    def __str__(self) -> str:
        return f"{self.label} {self.words}" if self.label else self.words


@dataclass(frozen=True)
class Part:
    """A piece of an e-mail. `kind` says how it is drawn: line, alert, list or link, the last two with `items`."""

    words: str
    items: tuple[Item, ...] = ()
    kind: str = "line"


def emails(clinic: Clinic, address: str, filled_in: bool = False) -> list[Email]:
    """An e-mail in each tone, in the language of now. `address` is the link; with `filled_in` it carries answers, and
    the e-mail says so.
    """
    return [_email(tone, clinic, address, filled_in) for tone in TONES]


def _email(tone: Tone, clinic: Clinic, address: str, filled_in: bool) -> Email:
    subject = (_(SAMPLE_SUBJECT) if clinic.sample else "") + _(tone.subject).format(name=clinic.name)
    parts = _parts(tone, clinic, address, filled_in)
    html = render_to_string("referrals/email.html", {"language": active(), "subject": subject, "parts": parts})
    return Email(tone.id, active(), subject, "\n\n".join(map(_plain, parts)) + "\n", html)


def _parts(tone: Tone, clinic: Clinic, address: str, filled_in: bool) -> list[Part]:
    about_the_link = tuple(Item(_(line).format(days=LAST_DAYS)) for line in (tone.check_each, *FILLED_IN))
    return [
        *([Part(_(SAMPLE), kind="alert")] if clinic.sample else []),
        Part(_("Hello,")),
        Part(_(tone.opening).format(name=clinic.name)),
        Part(_("Open the site"), (Item(address),), "link"),
        *([Part(_("About this link"), about_the_link, "list")] if filled_in else []),
        Part(_(ABOUT_THE_SITE)),
        Part(_(tone.self_check)),
        Part(f"{_(tone.bring_sheet)} {_(NOT_STORED)}"),
        Part(f"{_(NOT_A_DECISION)} {_(tone.who_decides)}"),
        Part(f"{_(WORDS_AND_RULES)} {standing_of_sheet(f'email:{tone.id}')}"),
        Part(_(EMERGENCY), kind="alert"),
        Part(_("What to bring"), _lines(clinic.lines["bring"]), "list"),
        Part(_("How to reach us"), _contact(clinic), "list"),
    ]


def _lines(lines: Lines) -> tuple[Item, ...]:
    return tuple(Item(words, language=lines.lang) for words in lines.words)


def _contact(clinic: Clinic) -> tuple[Item, ...]:
    hours = clinic.lines["hours"]
    return (
        Item(clinic.name),
        Item(clinic.phone, _("Phone:")),
        Item("; ".join(hours.words), _("Hours:"), hours.lang),
        Item(", ".join(clinic.address), _("Address:")),
        *_lines(clinic.lines["interpreter"]),
        *(Item(line.words, language=line.language, direction=line.direction) for line in clinic.interpreter_in),
    )


def _plain(part: Part) -> str:
    bullet = "- " if part.kind == "list" else ""
    return "\n".join([part.words, *(f"{bullet}{item}" for item in part.items)])
