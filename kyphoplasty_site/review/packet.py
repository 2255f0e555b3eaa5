"""A packet: numbered items for one reader, what stands around them, and the manifest that `enter` needs."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher
from hashlib import sha256
from itertools import combinations, pairwise, zip_longest

from django.conf import settings

from kyphoplasty_site.review.back_translation import back_translations
from kyphoplasty_site.review.open_points import OpenPoint, open_points
from kyphoplasty_site.review.sections import IN_SITTINGS, MINUTES_A_FORM, PARTS, TRANSLATED_BACK, minutes
from kyphoplasty_site.review.showing import ON_THE_SCREEN as TOO_LONG
from kyphoplasty_site.review.showing import Line, Shown, kind_of, shortened, show, words_in
from kyphoplasty_site.review.tasks import READERS, TASKS, Task
from kyphoplasty_site.reviewed import all_items
from reviews.items import Item
from reviews.ledger import Ledger, LedgerError, Review, Role
from web import clock
from web.languages import ENGLISH, all_languages, speaking

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
        """How many words there are to read, but for the code."""
        lines = [f"{line.label} {line.text}" for line in self.shown.lines if line.kind != "code"]
        folded = () if self.pairs else self.shown.folded
        return words_in([self.shown.title, *lines, *folded, *(text for pair in self.pairs for text in pair)])


@dataclass(frozen=True)
class Section:
    """A part of the packet with its entries."""

    title: str
    intro: str
    entries: tuple[Entry, ...]
    points: tuple[OpenPoint, ...] = ()

    @property
    def minutes(self) -> int:
        asked = words_in(f"{point.title} {point.words}" for point in self.points)
        return minutes(asked + sum(entry.words for entry in self.entries), len(self.entries), len(self.points))


@dataclass(frozen=True)
class Packet:
    """All that a reader is sent. `sittings` are the sections after which one can stop, none if it is short; what comes
    after the last of them is for another day.
    """

    role: Role
    language: str
    day: date
    title: str
    how: tuple[str, ...]
    sections: tuple[Section, ...]
    sittings: tuple[int, ...] = ()
    site: str = ""

    @property
    def entries(self) -> list[Entry]:
        return [entry for section in self.sections for entry in section.entries]

    @property
    def minutes(self) -> list[int]:
        """About how long each sitting takes, with the form at its end."""
        return [_minutes(self.sections[first:last]) for first, last in pairwise((0, *self.sittings))]

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
    return replace(packet, site=site, how=tuple(words.replace("{site}", site) for words in packet.how))


def _sections(items: Sequence[Item], entry_of: Mapping[str, Entry] | None = None) -> tuple[Section, ...]:
    """The items by their parts, numbered in reading order."""
    left, numbered, found = list(items), 0, []
    known: set[str] = set()
    for part in PARTS:
        mine = _in_order([item for item in left if part.takes(item)])
        left = [item for item in left if not part.takes(item)]
        entries = []
        for item in mine:
            numbered += 1
            given = entry_of[item.id] if entry_of else Entry(0, item, show(item))
            entries.append(Entry(numbered, item, shortened(given.shown, known), given.heads, given.pairs))
        if entries:
            found.append(Section(part.title, part.intro, tuple(entries)))
    return tuple(found)


def _in_order(items: list[Item]) -> list[Item]:
    """As they are declared; but whom to call, and for which signs, before all else."""
    first = ["help_lines", "facts.urgent_signs", "gates.emergency"]
    places = {item.id: first.index(part) for item in items if (part := item.id.partition("/")[2]) in first}
    return sorted(items, key=lambda item: places.get(item.id, len(first)))


def _for_clinician(language: str) -> Packet:
    everything = all_items()
    sections = _with_points(_held_in_two(_sections(read_once(everything)), everything))
    in_sittings = sum(one.title in [part.title for part in PARTS[:IN_SITTINGS]] for one in sections)
    sittings = _sittings(sections[:in_sittings])
    packet = Packet(
        Role.CLINICIAN, language, clock.today(), "What a clinician is asked to check", (), sections, sittings
    )
    parts = [
        f"the {ORDINALS[which]} about {long} minutes ({_parts(first + 1, last)})"
        for which, (long, (first, last)) in enumerate(zip(packet.minutes, pairwise((0, *sittings)), strict=True))
    ]
    how = (
        "This site tells patients with a broken spine bone about balloon kyphoplasty. You are asked for "
        f"{len(sittings)} sittings: {', '.join(parts)}. The most dangerous comes first: if you have one hour, do the "
        "first sitting only, and send it back.",
        f"{_parts(in_sittings + 1, len(sections)).capitalize()} are for other days, if you can: the last two on the "
        "screen, a page at a time.",
        *_HOW_TO_TICK,
        *_HOW_SURE,
    )
    return replace(packet, how=how)


def _parts(first: int, last: int) -> str:
    return f"part {first}" if first == last else f"parts {first} to {last}"


def _held_in_two(sections: Sequence[Section], everything: Mapping[str, Item]) -> list[Section]:
    """The sections, and at the head of each how many of its words the Medicare self-check says too."""
    others = {item.digest for item in everything.values() if item.id.startswith("medicare/")}
    found = []
    for one in sections:
        shared = sum(entry.item.digest in others and entry.item.id.startswith("clinic/") for entry in one.entries)
        held = (
            f"Of its {len(one.entries)} numbers, {shared} stand word for word in the Medicare self-check too: what you "
            "say holds for both."
        )
        found.append(replace(one, intro=f"{one.intro} {held}") if shared else one)
    return found


def _with_points(sections: Sequence[Section]) -> tuple[Section, ...]:
    """The sections, each with the open points about its words at its end; a point that names none, with the first."""
    of_section: list[list[OpenPoint]] = [[] for _ in sections]
    for point in open_points():
        asked = point.items[:1]
        at = (which for which, one in enumerate(sections) if any(entry.item.id in asked for entry in one.entries))
        of_section[next(at, 0)].append(point)
    return tuple(replace(one, points=tuple(points)) for one, points in zip(sections, of_section, strict=True))


_HOW_SURE = (
    "“How sure” says what we read of a source: all of it (full text), a page of it, its tables, or its abstract alone; "
    "“second-hand” is what another document says of it. “Clinic” is a US pain clinic whose page has the points.",
    "As a patient sees it: {site}/self-check/ has the questions, {site}/self-check/how-it-decides/ the rules, and "
    "{site}/self-check/how-it-decides/what-it-says/ each word that it can say.",
)
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
MINUTES_A_SITTING = 70


def _minutes(sections: Sequence[Section]) -> int:
    return sum(one.minutes for one in sections) + MINUTES_A_FORM


def _sittings(sections: Sequence[Section]) -> tuple[int, ...]:
    """The sections after which a sitting ends: as few as each is about an hour, and these as even as can be."""
    best: tuple[int, ...] = ()
    for number in range(1, len(sections) + 1):
        ways = ((*stops, len(sections)) for stops in combinations(range(1, len(sections)), number - 1))
        longest, best = min(
            (max(_minutes(sections[first:last]) for first, last in pairwise((0, *way))), way) for way in ways
        )
        if longest <= MINUTES_A_SITTING:
            break
    return best


_HOW_TO_TICK = (
    "Right as it stands: tick the box.",
    "Right, but something could be better: tick the box, and write it on the line.",
    "Wrong: leave the box empty, and write on the line what is wrong.",
    "Not read, or you cannot judge it: leave both empty. Only what you ticked counts as checked.",
    "A tick says that these words are medically sound to show to patients. It does not say that the program does what "
    "they say, nor that you compared them with the source.",
    "Where parts have letters, a remark can name one, as in 2c. One tick is for all of them.",
    "… stands for what the program fills in: a name, a number, a day. [For someone else: …] is said to a helper. The "
    "small letters are sources, and what the program does. Read them where you doubt the words above them. Who paid "
    "for a source stands where it is named first.",
    "Your name, credentials and interests will be shown beside what you checked. When a word of it changes, your name "
    "falls off it, and you are asked again about that alone.",
)


def _for_translator(language: str) -> Packet:
    with speaking(ENGLISH):
        english = all_items()
        titles = {item.id: show(item).title for item in read_once(english)}
    back = {name: " ".join(one.english) for name, one in back_translations(language).items()}
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
        _HOW_TO_TICK[-1],
        "The pages are long: their words stand side by side in the HTML of this packet.",
    )
    sections = _sections([one.item for one in said.values()], said)
    return Packet(Role.TRANSLATOR, language, clock.today(), "What a translator is asked to check", how, sections)


def _side_by_side(item: Item, english: Item | None, title: str, heads: tuple[str, str], back: str) -> Entry:
    pairs = tuple(_pairs(english.lines if english else (), item.lines))
    folded = item.lines if kind_of(item) in TOO_LONG else ()
    if re.match(TRANSLATED_BACK, item.id) and not back:
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
