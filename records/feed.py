"""The answer to a record system: an Atom feed in the order that the standard sets, and the same as JSON.

Nothing in it comes from the request as it was sent: only codes, names and languages of our own lists.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any

ATOM = "http://www.w3.org/2005/Atom"
# The words of an element, in JSON.
WORDS = "_value"


@dataclass(frozen=True)
class Link:
    """A page in a language, with its address in full."""

    title: str
    url: str
    language: str


@dataclass(frozen=True)
class Entry:
    """A page to show: its links are first in the language of the answer, then in the others that have it.

    `id` is its own address, also where the links stand under the name of a clinic.
    """

    id: str
    links: tuple[Link, ...]
    updated: date
    summary: str

    @property
    def title(self) -> str:
        return self.links[0].title

    @property
    def language(self) -> str:
        return self.links[0].language


@dataclass(frozen=True)
class Feed:
    """All of an answer. `categories` are pairs of a name of the standard and what of the request was understood."""

    title: str
    matched: str
    address: str
    home: str
    language: str
    updated: date
    categories: Sequence[tuple[str, str]]
    entries: Sequence[Entry]


def as_json(feed: Feed) -> str:
    """What begins or ends a tag or an attribute is escaped, for pages that put the answer into themselves."""
    text = json.dumps({"feed": _feed(feed)})
    for letter in "<>=&":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return text


def as_xml(feed: Feed) -> str:
    return f'<?xml version="1.0" encoding="utf-8"?>\n{_written("feed", {"xmlns": ATOM, **_feed(feed)})}'


def _written(name: str, members: dict[str, Any]) -> str:
    """An element in XML. Strings are its attributes, and all else stands in it, in this order."""
    attributes, within = "", escape(members.get(WORDS, ""))
    for key, value in members.items():
        if not isinstance(value, str):
            within += "".join(_written(key, one) for one in (value if isinstance(value, list) else [value]))
        elif key != WORDS:
            attributes += f' {"xml:lang" if key == "lang" else key}="{escape(value)}"'
    return f"<{name}{attributes}>{within}</{name}>"


def _feed(feed: Feed) -> dict[str, Any]:
    """The feed as it stands in JSON. What may come more than once is a list."""
    return {
        "lang": feed.language,
        "title": _text(feed.title),
        **({"subtitle": _text(feed.matched)} if feed.matched else {}),
        "author": {"name": {WORDS: feed.title}, "uri": {WORDS: feed.home}},
        "updated": _moment(feed.updated),
        "category": [{"scheme": scheme, "term": term} for scheme, term in feed.categories],
        "id": {WORDS: feed.address},
        "entry": [_entry(entry) for entry in feed.entries],
    }


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "lang": entry.language,
        "title": _text(entry.title),
        "link": [_link(link) for link in entry.links],
        "id": {WORDS: entry.id},
        "updated": _moment(entry.updated),
        "summary": _text(entry.summary),
    }


def _link(link: Link) -> dict[str, str]:
    return {"href": link.url, "rel": "alternate", "type": "html", "hreflang": link.language, "title": link.title}


def _text(words: str) -> dict[str, str]:
    return {"type": "text", WORDS: words}


def _moment(day: date) -> dict[str, str]:
    return {WORDS: f"{day}T00:00:00Z"}
