"""What came back of a packet, as a file of the ledger: who read it, and what they ticked, by number.

What is signed are the words of the manifest, which are those that were read, whatever stands on the site by now.
"""

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any, TypeVar

from kyphoplasty_site.review.packet import packet_id
from reviews.items import Item, digest_of
from reviews.ledger import Review, Role, Signature, Verdict, keep, unreadable
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
    found: list[int] = []
    for part in filter(None, re.split(r"[,;\s]+", re.sub(r"\s*[-–]\s*", "-", text))):
        span = re.fullmatch(r"(\d{1,6})(?:-(\d{1,6}))?", part)
        if not span or int(span[2] or span[1]) < int(span[1]):
            raise EnteringError(f"{part!r} is no number. Write them as in 1-40, 43.")
        found += range(int(span[1]), int(span[2] or span[1]) + 1)
    return found


Answer = tuple[int, Verdict, str]


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
        found += [(number, Verdict(said["verdict"]), said["remark"]) for number in numbers(said["number"])]
    return found


def ask_answers(ask: Ask, manifest: Manifest) -> list[Answer]:
    """The answers from a terminal: first the numbers that are right, then those with words, one by one."""

    def known(text: str) -> list[int]:
        found = numbers(text)
        for problem in _said(sorted({*found} - manifest.items.keys()), f"not in packet {manifest.id}"):
            raise EnteringError(problem)
        return found

    right = _until_it_can_be(ask, "Right as they stand, such as 1-40, 43", known)
    found = [(number, Verdict.CHECKED, "") for number in right]
    for verdict, words in (
        (Verdict.WITH_A_REMARK, "Ticked, with a remark"),
        (Verdict.REFUSED, "Wrong, so not ticked"),
    ):
        while some := _until_it_can_be(ask, f"{words}: numbers (nothing: no more)", known):
            remark = _something(ask, "What is written there", "remark")
            found += [(number, verdict, remark) for number in some]
    return found


T = TypeVar("T")


def _until_it_can_be(ask: Ask, question: str, read: Callable[[str], T]) -> T:
    """What is typed, asked again until it can be read, so that a slip loses nothing of what was typed before it."""
    problem: EnteringError | None = None
    while True:
        text = ask(f"{problem} {question}" if problem else question)
        if problem and not text:
            raise problem
        try:
            return read(text)
        except EnteringError as found:
            if not text:
                raise
            problem = found


def _something(ask: Ask, question: str, name: str) -> str:
    """What is typed, asked twice more where it is nothing, or cannot be shown. Raises EnteringError."""
    problem = ""
    for _ in range(3):
        text = ask(f"{problem}{question}")
        amiss = unreadable(name, text)
        if text and not amiss:
            return text
        problem = f"It {amiss} " if amiss else "It cannot be left out. "
    raise EnteringError(f"Nothing was said for: {question}.")


def ask_reader(ask: Ask) -> Reader:
    """Who read it, from a terminal."""
    name = _something(ask, "Who read it (name)", "reviewer")
    credentials = _something(ask, "Credentials", "credentials")
    interests = _something(ask, "Interests: what they have to gain or lose; None. if nothing", "interests")
    day = _until_it_can_be(ask, "On which day, such as 2026-12-05", read_day)
    return Reader(name, credentials, interests, day)


def read_day(text: str) -> date:
    """A day as 2026-12-05. Raises EnteringError."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise EnteringError(f"{text!r} is no day. Write it as 2026-12-05.") from error


def review_of(manifest: Manifest, reader: Reader, answers: Iterable[Answer]) -> Review:
    """The review that these answers make. Raises EnteringError for what cannot be so."""
    given = [*answers]
    _check_reader(manifest, reader)
    _check_answers(manifest, given)
    signatures = tuple(
        Signature(manifest.items[number].id, manifest.items[number].digest, verdict, remark)
        for number, verdict, remark in sorted(given)
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


def enter(manifest: Manifest, reader: Reader, answers: Iterable[Answer], folder: Path) -> Path:
    """Write the review into the ledger. Returns its file. Raises EnteringError or LedgerError."""
    review = review_of(manifest, reader, answers)
    return keep(folder, review, {item.id: item for item in manifest.items.values()})


def _check_reader(manifest: Manifest, reader: Reader) -> None:
    if reader.day > clock.today():
        raise EnteringError(f"Nobody can have read on {reader.day}, which is yet to come. Give the right day.")
    if reader.day < manifest.day:
        raise EnteringError(f"The packet was made on {manifest.day}: nobody can have read it on {reader.day}.")


def _check_answers(manifest: Manifest, answers: list[Answer]) -> None:
    if not answers:
        raise EnteringError("No number was given, so there is nothing to write.")
    given = [number for number, _, _ in answers]
    silent = [number for number, verdict, remark in answers if verdict != Verdict.CHECKED and not remark.strip()]
    spoken = [number for number, verdict, remark in answers if verdict == Verdict.CHECKED and remark]
    problems = [
        *_said(sorted({*given} - manifest.items.keys()), f"not in packet {manifest.id}"),
        *_said(_twice(given), "given twice"),
        *_said(silent, "without the remark that belongs to it"),
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
