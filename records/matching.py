"""Which pages fit what a record system names."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from content.codes import MOST_PAGES, Code, System, Topic, all_codes
from records.request import Asked, Criterion

# The pages that a sub-topic puts first: harm, and treatment, by their numbers in MeSH.
FIRST = {"Q000009": "risks", "Q000628": "options"}
# What may follow a code of a system with parts: digits and X for the place, then the letter of the visit. Anything else
# could be a word about a person, and what is matched is said in the answer.
REST = re.compile(r"[0-9X]{0,3}[ABDGKPS]?")


@dataclass(frozen=True)
class Match:
    """What was matched, in our own words: a code of a system, or a word, which has no system."""

    code: str
    topic: Topic
    system: System | None = None

    def __str__(self) -> str:
        return f"{self.system.name} {self.code}" if self.system else self.code


def matches(asked: Asked) -> list[Match]:
    """All that is matched, each once, what is certain first."""
    found = dict.fromkeys(match for one in asked.criteria if (match := _match(one)))
    return sorted(found, key=lambda match: match.topic.tier)


def pages(found: Iterable[Match], asked: Asked) -> list[str]:
    """The slugs of the pages to show. A sub-topic counts only for what is certain."""
    named: dict[str, None] = {}
    for match in found:
        if match.topic.tier == 1:
            named |= dict.fromkeys(FIRST[one] for one in asked.sub_topics if one in FIRST)
        named |= dict.fromkeys(match.topic.pages)
    return [*named][:MOST_PAGES]


def _match(one: Criterion) -> Match | None:
    """A text counts only where there is no code: beside one that we do not know, it may be of another bone."""
    return _by_code(one) if one.code else _by_words(one.text)


def _by_code(one: Criterion) -> Match | None:
    system = _systems().get(_name(one.system))
    if system is None:
        return None
    plain = system.plain(one.code)
    if system.leaves_out(plain):
        return None
    code = next((code for code in all_codes().codes.get(system.name, ()) if _is(code, plain)), None)
    return Match(system.written(plain), code.topic, system) if code else None


def _is(code: Code, plain: str) -> bool:
    if not code.system.parts:
        return code.plain == plain
    fits = plain.startswith(code.plain) and len(plain) <= code.system.longest
    return fits and REST.fullmatch(plain, len(code.plain)) is not None


@cache
def _systems() -> dict[str, System]:
    """The systems by all that they are called."""
    return {_name(name): system for system in all_codes().systems.values() for name in (system.oid, *system.also)}


def _name(given: str) -> str:
    """The name of a system without what some write and some do not."""
    return re.sub(r"[\s_-]", "", given.lower().removeprefix("urn:oid:")).rstrip("/")


def _by_words(text: str) -> Match | None:
    within = _folded(text)
    codes = all_codes()
    if any(_folded(word) in within for word in codes.never):
        return None
    return next((Match(word, topic) for word, topic in codes.words.items() if _folded(word) in within), None)


def _folded(text: str) -> str:
    """Its words in small letters without accents, with a blank around each: so that one is found whole."""
    bare = unicodedata.normalize("NFKD", text.lower())
    return f" {' '.join(re.findall(r'[a-z0-9]+', ''.join(filter(_stands_alone, bare))))} "


def _stands_alone(letter: str) -> bool:
    return not unicodedata.combining(letter)
