"""What came back of a packet, as a file of the ledger: who read it, and what they ticked, by number.

What is signed are the words of the manifest, which are those that were read, whatever stands on the site by now.
"""

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from kyphoplasty_site.review.packet import packet_id
from reviews.items import Item, digest_of
from reviews.ledger import Ledger, Review, Role, Signature, Verdict, keep, unreadable
from web import clock

COLUMNS = ["number", "verdict", "remark"]
Ask = Callable[[str], str]


class EnteringError(Exception):
    """What came back cannot be taken; says what is amiss and what to do."""


@dataclass(frozen=True)
class Manifest:
    """What a packet held: the item of each number, with the words that were read."""

    id: str
    role: Role
    language: str
    day: date
    items: Mapping[int, Item]


@dataclass(frozen=True)
class Reader:
    """Who read it, and on which day."""

    name: str
    credentials: str
    interests: str
    day: date


def read_manifest(path: Path) -> Manifest:
    """The manifest of a packet. Raises EnteringError unless it is as it was made: each text has its hash, and all
    together the packet's.
    """
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        head = said["packet"], Role(said["role"]), str(said["language"]), date.fromisoformat(said["day"])
        items = {int(one["number"]): _item(one) for one in said["items"]}
        bound = [(int(one["number"]), str(one["item"]), str(one["words"])) for one in said["items"]]
    except OSError as error:
        raise EnteringError(
            f"{path} cannot be read: {error.strerror}. Name the file of the packet that ends in .json."
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise EnteringError(f"{path} is no manifest of a packet: {error}. Name the file that ends in .json.") from error
    if len(items) != len(bound) or packet_id(head[1], head[2], head[3], bound) != head[0]:
        raise EnteringError(f"{path} was changed after it was made: it is not packet {head[0]}. {_ANEW}")
    return Manifest(*head, items)


_ANEW = "Take the manifest that came with the packet."


def _item(one: Mapping[str, Any]) -> Item:
    """The item as it was read. Raises EnteringError if its words do not have their hash."""
    text, name = str(one["text"]), str(one["item"])
    if digest_of(text) != one["words"]:
        raise EnteringError(
            f"The words of number {one['number']} ({name}) were changed after they were printed. {_ANEW}"
        )
    said, *lines = text.splitlines()
    return Item(name, tuple(lines), "" if said == name else said)


def numbers(text: str) -> list[int]:
    """The numbers of "1-40, 43", in their order. Raises EnteringError for what is none."""
    return [number for span in _spans(text) for number in span]


def _spans(text: str) -> list[range]:
    """The same, as they were written: a number by itself is a span of one."""
    found: list[range] = []
    for part in filter(None, re.split(r"[,;\s]+", re.sub(r"\s*[-–]\s*", "-", text))):
        span = re.fullmatch(r"(\d{1,6})(?:-(\d{1,6}))?", part)
        if not span or int(span[2] or span[1]) < int(span[1]):
            raise EnteringError(f"{part!r} is no number. Write them as in 1-40, 43.")
        found.append(range(int(span[1]), int(span[2] or span[1]) + 1))
    return found


class Answer(NamedTuple):
    """What a reader says of one number. `in_range` is set where it was written only as part of a range, as 1-40."""

    number: int
    verdict: Verdict
    remark: str = ""
    in_range: bool = False


def _answers(text: str, verdict: Verdict, remark: str = "") -> list[Answer]:
    return [Answer(number, verdict, remark, len(span) > 1) for span in _spans(text) for number in span]


def settled(manifest: Manifest, answers: Iterable[Answer]) -> list[Answer]:
    """The answers by number: whoever writes "1-40" as right and 7 as wrong means that 7 is wrong.

    Raises EnteringError for what cannot be so.
    """
    given = [*answers]
    spoken = {one.number for one in given if one.verdict != Verdict.CHECKED}
    found = [one for one in given if not (one.in_range and one.verdict == Verdict.CHECKED and one.number in spoken)]
    _check_answers(manifest, found)
    return sorted(found)


def read_answers(path: Path) -> list[Answer]:
    """The answers of a CSV file: number, verdict, remark. A line may speak for several numbers, as 1-40."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeError) as error:
        raise EnteringError(f"{path} cannot be read: {error}. Save it as a CSV file in UTF-8.") from error
    rows = csv.DictReader(StringIO(text), skipinitialspace=True)
    if [name.strip() for name in rows.fieldnames or []] != COLUMNS:
        raise EnteringError(f"The first line of {path} must be: {','.join(COLUMNS)}.")
    found: list[Answer] = []
    for row in rows:
        said = {name: " ".join((row.get(name) or "").split()) for name in COLUMNS}
        if not any(said.values()):
            continue
        if None in row:
            raise EnteringError(f"{path}, line {rows.line_num}: put a remark that has a comma in quotes.")
        if said["verdict"] not in [*Verdict] or not numbers(said["number"]):
            known = ", ".join(Verdict)
            raise EnteringError(f"{path}, line {rows.line_num}: needs a number, and a verdict out of: {known}.")
        found += _answers(said["number"], Verdict(said["verdict"]), said["remark"])
    return found


def ask_answers(ask: Ask, manifest: Manifest) -> list[Answer]:
    """The answers from a terminal: first the numbers that are right, then those with words, one by one."""
    found: list[Answer] = []

    def read(verdict: Verdict) -> Callable[[str], str]:
        def known(text: str) -> str:
            """What was typed, once it agrees with all that was typed before; it has its remark still to come."""
            if text:
                settled(manifest, [*found, *_answers(text, verdict, "" if verdict == Verdict.CHECKED else "…")])
            return text

        return known

    right = _asked(ask, "Right as they stand, such as 1-40, 43 (nothing: none)", read(Verdict.CHECKED))
    found += _answers(right, Verdict.CHECKED)
    for verdict, words in (
        (Verdict.WITH_A_REMARK, "Right, with a remark"),
        (Verdict.REFUSED, "Wrong"),
    ):
        while some := _asked(ask, f"{words}: numbers (nothing: no more)", read(verdict)):
            found += _answers(some, verdict, _asked(ask, "What is written there", _something("remark")))
    return found


T = TypeVar("T")


def _asked(ask: Ask, question: str, read: Callable[[str], T]) -> T:
    """What is typed, asked again until it can be read, so that a slip loses nothing of what was typed before it.

    Raises EnteringError only where the input ends (EOFError) and something is still amiss.
    """
    problem = ""
    while True:
        try:
            text, ended = ask(f"{problem}{question}: ").strip(), False
        except EOFError:
            text, ended = "", True
        try:
            if ended and problem:
                raise EnteringError(problem.strip())
            return read(text)
        except EnteringError as found:
            if ended:
                raise EnteringError(f"The input ended at {question!r}. {found}") from found
            problem = f"{found} "


def _something(name: str) -> Callable[[str], str]:
    """What reads words that cannot be left out, and that fit where the ledger shows them."""

    def read(text: str) -> str:
        if not text:
            raise EnteringError("It cannot be left out.")
        if problem := unreadable(name, text):
            raise EnteringError(f"It {problem}")
        return text

    return read


def ask_reader(ask: Ask, manifest: Manifest) -> Reader:
    """Who read it, from a terminal."""
    interests = "Interests: what they have to gain or lose; None. if nothing"
    return Reader(
        name=_asked(ask, "Who read it (name)", _something("reviewer")),
        credentials=_asked(ask, "Credentials", _something("credentials")),
        interests=_asked(ask, interests, _something("interests")),
        day=_asked(ask, "On which day, such as 2026-12-05", lambda text: read_day(text, manifest)),
    )


def read_day(text: str, manifest: Manifest) -> date:
    """A day as 2026-12-05, on which the packet can have been read. Raises EnteringError."""
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise EnteringError(f"{text!r} is no day. Write it as 2026-12-05.") from error
    if day > clock.today():
        raise EnteringError(f"Nobody can have read on {day}, which is yet to come. Give the right day.")
    if day < manifest.day:
        raise EnteringError(f"The packet was made on {manifest.day}: nobody can have read it on {day}.")
    return day


def review_of(manifest: Manifest, reader: Reader, answers: Iterable[Answer]) -> Review:
    """The review that these answers make. Raises EnteringError for what cannot be so."""
    signatures = tuple(
        Signature(manifest.items[one.number].id, manifest.items[one.number].digest, one.verdict, one.remark)
        for one in settled(manifest, answers)
    )
    return Review(
        id=f"{reader.day}-{_slug(reader.name)}-{manifest.id}",
        reviewer=reader.name,
        credentials=reader.credentials,
        interests=reader.interests,
        role=manifest.role,
        day=reader.day,
        language=manifest.language,
        signatures=signatures,
    )


def enter(manifest: Manifest, reader: Reader, answers: Iterable[Answer], ledger: Ledger) -> Path:
    """Write the review into the folder of the ledger. Returns its file. Raises EnteringError or LedgerError."""
    review = _under_a_free_name(review_of(manifest, reader, answers), ledger)
    return keep(ledger.folder, review, {item.id: item for item in manifest.items.values()})


def _under_a_free_name(review: Review, ledger: Ledger) -> Review:
    """A second sheet of the same reader, day and packet is numbered. The same sheet again is refused."""
    there = {one.id: one for one in ledger.reviews}
    name, number = review.id, 1
    while name in there:
        if replace(there[name], id=review.id, signer="") == review:
            raise EnteringError(f"This sheet is entered already: reviews/{name}.toml says the same.")
        number += 1
        name = f"{review.id}-{number}"
    return replace(review, id=name)


def _check_answers(manifest: Manifest, answers: list[Answer]) -> None:
    if not answers:
        raise EnteringError("No number was given, so there is nothing to write.")
    given = [one.number for one in answers]
    silent = [one.number for one in answers if one.verdict != Verdict.CHECKED and not one.remark.strip()]
    spoken = [one.number for one in answers if one.verdict == Verdict.CHECKED and one.remark]
    problems = [
        *_said(sorted({*given} - manifest.items.keys()), f"not in packet {manifest.id}"),
        *_said(_twice(given), "given twice"),
        *_said(silent, "without the remark that belongs to it"),
        *(f"Number {one.number}: the remark {said}" for one in answers if (said := unreadable("remark", one.remark))),
        *_said(spoken, f"{Verdict.CHECKED}, and with words beside it: say {Verdict.WITH_A_REMARK}"),
    ]
    if problems:
        raise EnteringError(" ".join(problems))


def _said(amiss: Iterable[int], problem: str) -> Iterator[str]:
    if found := ", ".join(map(str, amiss)):
        yield f"Number {found}: {problem}."


def _twice(given: list[int]) -> list[int]:
    return sorted({number for number in given if given.count(number) > 1})


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "reader"
