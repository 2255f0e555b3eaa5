"""A request of a record system, as the standard writes it and as such systems do: what is read of it, and no more.

All else that a request holds (a name, an age, a password) is not looked at.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote_plus

# Beyond this nothing is read: fields of a request, and characters of a name or a value, encoded and plain. The longest
# name of a callback has one less, so that a name that was cut is none.
MOST_FIELDS, LONGEST_ENCODED, LONGEST = 400, 2_000, 204
# Two forms, v and the older c, with up to nine more of each: so twenty criteria at most.
CRITERION = re.compile(r"mainsearchcriteria\.(?P<form>[vc])\.(?P<part>c|cs|dn|ot)(?P<number>[1-9]?)")
SUB_TOPIC = re.compile(r"subtopic\.[vc]\.c[1-9]?")
LANGUAGE = "informationrecipient.languagecode.c"
RECIPIENT, RECIPIENTS = "informationrecipient", ("PAT", "PROV", "PAYOR")
# What is sent in the place of the two letters.
LANGUAGES = {"sp": "es", "spa": "es", "spanish": "es", "eng": "en", "english": "en"}


@dataclass(frozen=True)
class Criterion:
    """What pages are asked for: a code of a system, or a text in words. Each may be empty."""

    code: str = ""
    system: str = ""
    text: str = ""


@dataclass(frozen=True)
class Asked:
    """What a request says. `kind` is the kind of answer; what was not said, or is not among what we know, is empty."""

    criteria: tuple[Criterion, ...] = ()
    sub_topics: tuple[str, ...] = ()
    language: str = ""
    recipient: str = ""
    kind: str = ""
    callback: str = ""


def read(form: str) -> Asked:
    """A request from its fields, as they stand behind the question mark or in a form that was posted."""
    fields: dict[str, str] = {}
    for name, value in _fields(form):
        fields.setdefault(name, value)
    recipient = fields.get(RECIPIENT, "").upper()
    return Asked(
        criteria=tuple(_criteria(fields)),
        sub_topics=tuple(value.upper() for name, value in fields.items() if SUB_TOPIC.fullmatch(name)),
        language=_language(fields.get(LANGUAGE, "")),
        recipient=recipient if recipient in RECIPIENTS else "",
        kind=_kind(fields.get("knowledgeresponsetype", "")),
        callback=fields.get("callback", ""),
    )


def _fields(form: str) -> Iterator[tuple[str, str]]:
    for pair in form.split("&", MOST_FIELDS)[:MOST_FIELDS]:
        name, _, value = pair.partition("=")
        yield _plain(name).lower(), _plain(value)


def _plain(encoded: str) -> str:
    return unquote_plus(encoded[:LONGEST_ENCODED]).strip()[:LONGEST]


def _criteria(fields: dict[str, str]) -> Iterator[Criterion]:
    found: dict[tuple[str, str], dict[str, str]] = {}
    for name, value in fields.items():
        if value and (part := CRITERION.fullmatch(name)):
            found.setdefault((part["number"], part["form"]), {})[part["part"]] = value
    for _, parts in sorted(found.items()):
        text = " ".join(parts[name] for name in ("dn", "ot") if name in parts)
        if text or "c" in parts:
            yield Criterion(parts.get("c", ""), parts.get("cs", ""), text)


def _language(tag: str) -> str:
    """The first part of a tag: es for es-MX."""
    first = re.split(r"[-_]", tag.lower())[0]
    return LANGUAGES.get(first, first)


def _kind(given: str) -> str:
    """A media type without parameters. Whoever does not encode the plus of atom+xml sends a blank."""
    return given.partition(";")[0].strip().lower().replace(" ", "+")
