"""The codes and words by which record systems ask for pages: read once from codes.toml and checked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from content.pages import all_pages
from web.languages import ENGLISH, speaking
from web.toml_tables import DataFileError, complete, fitting, read_toml

CODES_FILE = Path(__file__).parent / "codes.toml"
# The tables of the file that hold no codes.
SYSTEMS, TOPICS, WORDS = "systems", "topics", "words"
NEVER = "never"
MOST_PAGES = 3
SURE = ("sure", "fair", "recalled")


class CodesError(DataFileError):
    """The file of codes is wrong; says which entry and what to do."""


@dataclass(frozen=True)
class System:
    """A system of codes. Where codes have parts, one stands for all that begin with it, and dots do not count.

    Those have `longest` characters at most; 0 is a system without parts. What begins with one of `never` is about
    another place.
    """

    name: str
    oid: str
    also: tuple[str, ...]
    longest: int = 0
    never: tuple[str, ...] = ()

    @property
    def parts(self) -> bool:
        return self.longest > 0

    def plain(self, code: str) -> str:
        """A code as it is compared."""
        code = code.upper()
        return code.replace(".", "") if self.parts else code

    def leaves_out(self, plain: str) -> bool:
        return any(plain.startswith(self.plain(code)) for code in self.never)

    def written(self, plain: str) -> str:
        """The same as people write it: M80.08XA."""
        return f"{plain[:3]}.{plain[3:]}" if self.parts and len(plain) > 3 else plain


@dataclass(frozen=True)
class Topic:
    """What is shown. Tier 1 is a broken spine bone or the procedure for certain, tier 2 may concern one."""

    name: str
    tier: int
    pages: tuple[str, ...]


@dataclass(frozen=True)
class Code:
    """A code, plain as it is compared, and its topic. `sure` says how sure we are of what it means, `source` why."""

    system: System
    plain: str
    topic: Topic
    sure: str
    source: str


@dataclass(frozen=True)
class Codes:
    """All of the file: codes by their system, and the topics of words. With a word of `never` no other one counts."""

    systems: Mapping[str, System]
    topics: Mapping[str, Topic]
    codes: Mapping[str, tuple[Code, ...]]
    words: Mapping[str, Topic]
    never: tuple[str, ...]


@dataclass(frozen=True)
class _Entry:
    """A code as it stands in the file."""

    topic: str
    sure: str
    source: str


def read_codes(path: Path) -> Codes:
    """The codes of a file. Raises CodesError, naming the entry, for anything amiss."""
    tables = read_toml(path, CodesError)
    for name in (SYSTEMS, TOPICS, WORDS):
        if name not in tables:
            raise CodesError(f"{path.name} has no [{name}].")
    systems = _named(System, path, SYSTEMS, tables.pop(SYSTEMS))
    topics = _named(Topic, path, TOPICS, tables.pop(TOPICS))
    words = _words(path, tables.pop(WORDS), topics)
    never = words.pop(NEVER, ())
    if unknown := sorted(tables.keys() - systems.keys()):
        raise CodesError(f"{path.name}: [{unknown[0]}] is no system. Known are {', '.join(systems)}.")
    codes = {name: tuple(_codes(path, systems[name], entries, topics)) for name, entries in tables.items()}
    _refuse_doubles(path, codes)
    return Codes(systems, topics, codes, {word: topics[name] for name, list_ in words.items() for word in list_}, never)


def _named(kind: Any, path: Path, table: str, entries: dict[str, Any]) -> dict[str, Any]:
    return {
        name: complete(kind, f"{path.name}: [{table}] {name}", entry, CodesError, name=name)
        for name, entry in entries.items()
    }


def _words(path: Path, entries: dict[str, Any], topics: Mapping[str, Topic]) -> dict[str, tuple[str, ...]]:
    if unknown := sorted(entries.keys() - topics.keys() - {NEVER}):
        raise CodesError(f"{path.name}: [{WORDS}] {unknown[0]} is no topic. Known are {', '.join(topics)}, {NEVER}.")
    kind = tuple[str, ...]
    return {name: fitting(kind, f"{path.name}: [{WORDS}] {name}", entry, CodesError) for name, entry in entries.items()}


def _codes(path: Path, system: System, entries: dict[str, Any], topics: Mapping[str, Topic]) -> Iterator[Code]:
    for code, table in entries.items():
        where = f"{path.name}: [{system.name}] {code}"
        entry: _Entry = complete(_Entry, where, table, CodesError)
        if entry.topic not in topics:
            raise CodesError(f"{where} topic is {entry.topic!r}. Known are {', '.join(topics)}.")
        if entry.sure not in SURE:
            raise CodesError(f"{where} sure is {entry.sure!r}. Known are {', '.join(SURE)}.")
        yield Code(system, system.plain(code), topics[entry.topic], entry.sure, entry.source)


def _refuse_doubles(path: Path, codes: Mapping[str, tuple[Code, ...]]) -> None:
    """One code has one topic: none may stand twice, nor begin with another one of a system with parts."""
    for name, of_system in codes.items():
        for one in of_system:
            for other in of_system:
                begins = one.system.parts and other.plain.startswith(one.plain)
                if other is not one and (begins or other.plain == one.plain):
                    raise CodesError(
                        f"{path.name}: [{name}] {one.plain} and {other.plain} stand for the same codes. Keep one."
                    )


@cache
def all_codes() -> Codes:
    """The codes of the site. Raises CodesError, also for a topic that leads to a page that there is not."""
    codes = read_codes(CODES_FILE)
    with speaking(ENGLISH):
        known = {page.slug for page in all_pages().values()}
    for topic in codes.topics.values():
        if topic.tier not in (1, 2) or not 1 <= len(topic.pages) <= MOST_PAGES:
            raise CodesError(
                f"codes.toml: [{TOPICS}] {topic.name} needs a tier of 1 or 2, and 1 to {MOST_PAGES} pages."
            )
        if missing := [slug for slug in topic.pages if slug not in known]:
            raise CodesError(f"codes.toml: [{TOPICS}] {topic.name} names a page that there is not: {missing[0]}.")
    return codes
