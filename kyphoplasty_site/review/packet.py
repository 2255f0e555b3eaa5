"""A packet: numbered items for one reader, what stands around them, and the manifest that `enter` needs."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher
from hashlib import sha256
from itertools import zip_longest

from django.conf import settings

from kyphoplasty_site.review.open_points import OpenPoint, open_points
from kyphoplasty_site.review.sections import DANGEROUS, ON_THE_SCREEN, PARTS, minutes
from kyphoplasty_site.review.showing import ON_THE_SCREEN as TOO_LONG
from kyphoplasty_site.review.showing import Line, Shown, kind_of, show, words_in
from kyphoplasty_site.review.tasks import READERS, TASKS, Task
from kyphoplasty_site.reviewed import all_items
from reviews.items import Item
from reviews.ledger import Ledger, LedgerError, Review, Role
from web import clock
from web.languages import ENGLISH, all_languages, speaking
from web.toml_tables import DataFileError, parse_toml, read_text

BACK_TRANSLATION = "back_translation.toml"
NOT_BACK = "Nobody has translated this back yet."
NO_OTHER_LANGUAGE = (
    "There is no other language than English yet, so a translator has nothing to check. Add one first: "
    "docs/growing.md says how."
)


class PacketError(Exception):
    """A packet cannot be made; says why and what to do."""


@dataclass(frozen=True)
class Entry:
    """One item to judge. `pairs` are words side by side, such as before and after, below `heads`."""

    number: int
    item: Item
    shown: Shown
    heads: tuple[str, str] = ("", "")
    pairs: tuple[tuple[str, str], ...] = ()
    boxes: int = 1

    @property
    def words(self) -> int:
        """How many words there are to read, without the small letters."""
        open_words = [f"{line.label} {line.text}" for line in self.shown.lines if line.kind != "small"]
        folded = () if self.pairs else self.shown.folded
        return words_in([*open_words, *folded, *(text for pair in self.pairs for text in pair)])


@dataclass(frozen=True)
class Section:
    """A part of the packet with its entries."""

    title: str
    intro: str
    entries: tuple[Entry, ...]

    @property
    def minutes(self) -> int:
        return minutes(sum(entry.words for entry in self.entries), len(self.entries))


@dataclass(frozen=True)
class Packet:
    """All that a reader is sent. `first_sitting` is after how many sections one can stop, 0 if it is short."""

    role: Role
    language: str
    day: date
    title: str
    how: tuple[str, ...]
    sections: tuple[Section, ...]
    points: tuple[OpenPoint, ...] = ()
    first_sitting: int = 0
    on_paper: int = 0
    site: str = ""

    @property
    def entries(self) -> list[Entry]:
        return [entry for section in self.sections for entry in section.entries]

    @property
    def id(self) -> str:
        """A short hash of all that is bound by a number: the paper says it, and so does the manifest."""
        return packet_id(
            self.role, self.language, self.day, [(one.number, one.item.id, one.item.digest) for one in self.entries]
        )

    @property
    def name(self) -> str:
        """The name of its files, without their ends."""
        return f"{self.role.replace(' ', '-')}-{self.language}-{self.id}"

    def manifest(self) -> str:
        """What `enter` reads: number, item, hash and words, and whose packet it is."""
        items = [
            {"number": one.number, "item": one.item.id, "words": one.item.digest, "text": one.item.text}
            for one in self.entries
        ]
        head = {"packet": self.id, "role": self.role, "language": self.language, "day": self.day.isoformat()}
        return json.dumps({**head, "items": items}, ensure_ascii=False, indent=1) + "\n"


def packet_id(role: str, language: str, day: date, bound: Sequence[tuple[int, str, str]]) -> str:
    """The short hash of a packet: of its head, and of each number with its item and hash."""
    lines = [role, language, day.isoformat(), *(f"{number} {item} {digest}" for number, item, digest in bound)]
    return sha256("\n".join(lines).encode()).hexdigest()[:8]


def read_once(items: Mapping[str, Item]) -> list[Item]:
    """The items without those whose words stand in another place already."""
    found: dict[str, Item] = {}
    for item in items.values():
        found.setdefault(item.digest, item)
    return list(found.values())


def site_address(given: str | None) -> str:
    """Where the reader finds the site, such as https://www.example.org: as given, or on the first of ALLOWED_HOSTS that
    the world can reach. Raises PacketError.
    """
    if given:
        if not re.fullmatch(r"https?://[\w.-]+(:\d+)?/?", given, re.ASCII):
            raise PacketError(f"--site {given} is no address of a site. Write it as https://www.example.org.")
        return given.removesuffix("/")
    for host in settings.ALLOWED_HOSTS:
        if not _OF_THIS_MACHINE.search(host):
            return f"https://{host}"
    raise PacketError(
        "ALLOWED_HOSTS has only names of this machine, so nobody else could open the addresses in this packet. Say "
        "where the reader finds the site: --site https://www.example.org."
    )


# A name without a dot, a number, and what tests use.
_OF_THIS_MACHINE = re.compile(r"^[^.]*$|^[\d.]+$|\.(localhost|local|internal|test)$", re.IGNORECASE)


def make(role: Role, language: str, site: str, since: Review | None = None, ledger: Ledger | None = None) -> Packet:
    """The packet for that role, with addresses on that site. With `since`, only what is not as it was signed then.

    Raises PacketError where there is nothing to check, or no such language.
    """
    if language not in all_languages():
        raise PacketError(f"There is no language {language!r}. Known are: {', '.join(all_languages())}.")
    if role == Role.TRANSLATOR and language == ENGLISH:
        others = [code for code in all_languages() if code != ENGLISH]
        raise PacketError(f"Say which language: --language {' or '.join(others)}." if others else NO_OTHER_LANGUAGE)
    with speaking(language):
        if since is not None and ledger is not None:
            packet = _changed(role, language, since, ledger)
        else:
            by_role = {
                Role.CLINICIAN: _for_clinician,
                Role.TRANSLATOR: _for_translator,
                Role.LAY_READER: _for_lay_reader,
            }
            packet = by_role[role](language)
    return replace(packet, site=site)


def _sections(items: Sequence[Item], entry_of: Mapping[str, Entry] | None = None) -> tuple[Section, ...]:
    """The items by their parts, numbered in reading order."""
    left, numbered, found = list(items), 0, []
    for part in PARTS:
        mine = _in_order([item for item in left if part.takes(item)])
        left = [item for item in left if not part.takes(item)]
        entries = []
        for item in mine:
            numbered += 1
            given = entry_of[item.id] if entry_of else Entry(0, item, show(item))
            entries.append(Entry(numbered, item, given.shown, given.heads, given.pairs))
        if entries:
            found.append(Section(part.title, part.intro, tuple(entries)))
    return tuple(found)


def _in_order(items: list[Item]) -> list[Item]:
    """As they are declared; but whom to call, and for which signs, before all else."""
    first = ["help_lines", "facts.urgent_signs", "gates.emergency"]
    places = {item.id: first.index(part) for item in items if (part := item.id.partition("/")[2]) in first}
    return sorted(items, key=lambda item: places.get(item.id, len(first)))


def _for_clinician(language: str) -> Packet:
    sections = _sections(read_once(all_items()))
    on_paper = sum(one.title in [part.title for part in PARTS[:ON_THE_SCREEN]] for one in sections)
    first = _half(sections[:on_paper])
    sitting = [sum(one.minutes for one in some) for some in (sections[:first], sections[first:on_paper])]
    how = (
        f"Two sittings: parts 1 to {first} take about {sitting[0]} minutes, parts {first + 1} to {on_paper} about "
        f"{sitting[1]}. The most dangerous comes first: if you have one hour, do the first sitting only, and send it "
        "back.",
        f"Parts {on_paper + 1} to {len(sections)} are for the screen, a page at a time, on other days. None of it "
        "has to be done at once.",
        *_HOW_TO_TICK,
    )
    return Packet(
        Role.CLINICIAN, language, clock.today(), "What a clinician is asked to check", how, sections,
        tuple(open_points()), first, on_paper,
    )  # fmt: skip


_HOW_TO_TICK = (
    "Right as it stands: tick the box.",
    "Right, but something could be better: tick the box, and write it on the line.",
    "Wrong: leave the box empty, and write on the line what is wrong.",
    "Not read: leave both empty. Only what you ticked counts as checked.",
    "The small letters are what the program does, and the sources. Read them where you doubt the words above them.",
    "Your name, credentials and interests will be shown beside what you checked. When a word of it changes, your name "
    "falls off it, and you are asked again about that alone.",
)


def _half(sections: Sequence[Section]) -> int:
    """After how many sections about half of the minutes are over."""
    whole = sum(one.minutes for one in sections)
    return min(
        range(1, len(sections)),
        default=len(sections),
        key=lambda at: abs(2 * sum(one.minutes for one in sections[:at]) - whole),
    )


def _for_translator(language: str) -> Packet:
    with speaking(ENGLISH):
        english = all_items()
        titles = {item.id: show(item).title for item in read_once(english)}
    back = back_translations(language)
    heads = ("English", all_languages()[language].name)
    said = {
        item.id: _side_by_side(item, english.get(item.id), titles.get(item.id, item.id), heads, back.get(item.id, ""))
        for item in read_once(all_items())
        if item.id not in english or english[item.id].digest != item.digest
    }
    how = (
        "On the left stands the English, on the right the translation. What is dangerous comes first.",
        "Beside what is dangerous stands what another translator made of it in English, without seeing ours, if there "
        "is one.",
        *_HOW_TO_TICK[:4],
        _HOW_TO_TICK[5],
        "The pages are long: their words stand side by side in the HTML of this packet.",
    )
    sections = _sections([one.item for one in said.values()], said)
    return Packet(Role.TRANSLATOR, language, clock.today(), "What a translator is asked to check", how, sections)


def _side_by_side(item: Item, english: Item | None, title: str, heads: tuple[str, str], back: str) -> Entry:
    pairs = tuple(_pairs(english.lines if english else (), item.lines))
    folded = item.lines if kind_of(item) in TOO_LONG else ()
    if DANGEROUS.takes(item) and not back:
        back = NOT_BACK
    return Entry(0, item, Shown(title, (Line(item.id, kind="small"),), folded, back=back), heads, pairs)


def _pairs(left: Sequence[str], right: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The lines that differ, side by side, without the name of their field; what stands there twice, once."""
    seen = set()
    for one, other in zip_longest(left, right, fillvalue=""):
        name, colon, _ = one.partition(": ")
        same = f"{name}{colon}" if colon and other.startswith(f"{name}{colon}") else ""
        said = one.removeprefix(same), other.removeprefix(same)
        if said[0] != said[1] and said not in seen:
            seen.add(said)
            yield said


def back_translations(language: str) -> dict[str, str]:
    """What another translator made of an item in English, by its id; none where the language has no such file."""
    path = settings.LANGUAGES_DIR / language / BACK_TRANSLATION
    if not path.exists():
        return {}
    found = parse_toml(read_text(path, DataFileError), f"{language}/{BACK_TRANSLATION}", DataFileError)
    unknown = [name for name, words in found.items() if name not in all_items() or not isinstance(words, str)]
    if unknown:
        raise DataFileError(f"{language}/{BACK_TRANSLATION} has what is no item with words: {', '.join(unknown)}.")
    return found


def _for_lay_reader(language: str) -> Packet:
    items = all_items()
    entries = tuple(
        Entry(number, items[task.item], Shown(task.asks, _watch(task)), boxes=READERS)
        for number, task in enumerate(TASKS, 1)
    )
    how = (
        f"{READERS} readers a round, one at a time, each as a patient or as somebody who helps one. "
        "Say: “We try the site, not you. Please say aloud what you think.”",
        "Read out one task. Then be silent. Help only if they ask three times, and note that you did.",
        "Tick the reader’s box if they did it alone. On the line: their own words, where they stopped, which "
        "word they did not know.",
        "After each round mend what two or more stumbled over, and go on with five others.",
        "Write no name, no illness and no answer of their own. For task 8 give them the answers on the card.",
    )
    section = Section("Ten tasks", "", entries)
    return Packet(
        Role.LAY_READER, language, clock.today(), "Trying the site with people: thinking aloud", how, (section,)
    )


def _changed(role: Role, language: str, since: Review, ledger: Ledger) -> Packet:
    """Only what was signed in that review and has other words now, with the words before and after."""
    if (since.role, since.language) != (role, language):
        raise PacketError(
            f"{since.id} is by a {since.role} in {since.language!r}: ask for --for {since.role.replace(' ', '-')} "
            f"--language {since.language}."
        )
    items = all_items()
    signed = {one.item: one for one in since.signatures}
    changed = {
        name: _before_and_after(items[name], ledger.words(one.words))
        for name, one in signed.items()
        if name in items and items[name].digest != one.words
    }
    if not changed:
        raise PacketError(f"Nothing that was read in {since.id} has changed since. There is no packet to make.")
    gone = [name for name in signed if name not in items]
    day = all_languages()[ENGLISH].say_day(since.day)
    how = (
        f"{since.who} read these on {day}, and they have other words since. On the left stands what was read, "
        "on the right what stands there now.",
        *_HOW_TO_TICK,
        *([f"No longer on the site, so there is nothing to tick: {', '.join(gone)}."] if gone else []),
    )
    sections = _sections([one.item for one in changed.values()], changed)
    return Packet(role, language, clock.today(), "What has changed since it was checked", how, sections)


def _before_and_after(item: Item, before: Sequence[str]) -> Entry:
    # Paper has room for what has changed of a page.
    shown = replace(show(item), folded=())
    now = [" ".join(line.split()) for line in item.lines]
    pairs: list[tuple[str, str]] = []
    for kind, a, b, c, d in SequenceMatcher(None, before, now, autojunk=False).get_opcodes():
        if kind != "equal":
            pairs += zip_longest(before[a:b], now[c:d], fillvalue="")
    return Entry(0, item, shown, ("When it was read", "Now"), tuple(pairs))


def _watch(task: Task) -> tuple[Line, ...]:
    card = (Line(task.card, "The card"),) if task.card else ()
    return (*card, Line(task.watch, "Watch for"))


def find_review(ledger: Ledger, name: str) -> Review:
    """The review of that name. Raises LedgerError."""
    for review in ledger.reviews:
        if review.id == name.removesuffix(".toml"):
            return review
    known = ", ".join(review.id for review in ledger.reviews) or "none"
    raise LedgerError(f"There is no review {name!r}. There are: {known}.")
