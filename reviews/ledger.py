"""The reviews: each a file in reviews/, of one reader on one day, in one language.

    reviewer = "…"           who read it
    credentials = "…"        what entitles them to judge it
    interests = "…"          what they have to gain or lose; "None." if nothing
    role = "clinician"       or translator, or lay reader
    day = 2026-12-05
    language = "en"
    signer = "…"             only with a signature beside it: NAME.toml.sig (signatures.py)

    [items."page:risks"]
    words = "9f86d0…"        the hash of what was read; the lines themselves are in reviews/words/9f86d0….txt
    verdict = "checked"      or checked with a remark, or refused
    remark = "…"             with the last two

What no longer stands on the site, though it was read once, is listed in reviews/gone.txt: a name a line.
"""

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_noop

from reviews.items import Item, digest_of
from web import clock
from web.languages import broken_languages, known_languages
from web.languages import gettext as _
from web.toml_tables import DataFileError, complete, files_in, parse_toml, read_text

HERE = Path(__file__).parent
WORDS, GONE = "words", "gone.txt"
_DIGEST = re.compile(r"[0-9a-f]{64}")
# What pages and papers say of a reader fits there, and so does what they remark in a packet.
LONGEST = {"reviewer": 60, "credentials": 60, "interests": 600, "signer": 200, "remark": 2000}


class Role(StrEnum):
    """What a reader can judge."""

    CLINICIAN = gettext_noop("clinician")
    TRANSLATOR = gettext_noop("translator")
    LAY_READER = gettext_noop("lay reader")


class Verdict(StrEnum):
    """What a reader says of an item."""

    CHECKED = "checked"
    WITH_A_REMARK = "checked with a remark"
    REFUSED = "refused"


class LedgerError(DataFileError):
    """A review cannot be believed; says which file, what is amiss, and what to do."""


@dataclass(frozen=True)
class Signature:
    """What a reader said of one item: `words` is the hash of what they read."""

    item: str
    words: str
    verdict: Verdict
    remark: str = ""


@dataclass(frozen=True)
class Review:
    """One file: who read on which day, and what they said. `id` is the file's name without its end."""

    id: str
    reviewer: str
    credentials: str
    interests: str
    role: Role
    day: date
    language: str
    signatures: tuple[Signature, ...]
    signer: str = ""

    @property
    def role_in_words(self) -> str:
        """The role, in the language of now."""
        return _(str(self.role))

    @property
    def who(self) -> str:
        """The reader, as a page names them."""
        return f"{self.reviewer}, {self.credentials}"


@dataclass(frozen=True)
class Ledger:
    """All reviews, the oldest first. `standings` keeps how what is made of items stands, by its name and language."""

    reviews: tuple[Review, ...] = ()
    folder: Path = HERE
    standings: dict[tuple[str, str], Any] = field(default_factory=dict, compare=False, repr=False)

    def words(self, digest: str) -> tuple[str, ...]:
        """The lines that were read under that hash."""
        return tuple(_kept(self.folder, digest).splitlines()[1:])


@cache
def ledger() -> Ledger:
    """The reviews of this site."""
    return read_ledger(HERE, clock.today())


def read_ledger(folder: Path, today: date) -> Ledger:
    """All reviews of a folder.

    Raises LedgerError for a file that cannot be read, a day to come, and a hash of which nobody can show the words.
    """
    reviews = [_read(path, today) for path in files_in(folder, "*.toml")]
    return Ledger(tuple(sorted(reviews, key=lambda one: (one.day, one.id))), folder)


def keep(folder: Path, review: Review, items: Mapping[str, Item]) -> Path:
    """Write a review, and the lines that it signs: `items` are those that were read, by id. Returns the file.

    Raises LedgerError if there is a file of that name, or a signature is not of what was read.
    """
    path = folder / f"{review.id}.toml"
    if path.exists():
        raise LedgerError(f"reviews/{path.name} is there already. Choose another name.")
    refuse_unreadable(f"reviews/{path.name}", review)
    for signature in review.signatures:
        refuse_unreadable(f'reviews/{path.name}: [items."{signature.item}"]', signature)
    (folder / WORDS).mkdir(exist_ok=True)
    head = {name: getattr(review, name) for name in ("reviewer", "credentials", "interests", "role", "day", "language")}
    lines = [f"{name} = {_toml(value)}" for name, value in head.items()]
    if review.signer:
        lines.append(f"signer = {_toml(review.signer)}")
    for signature in review.signatures:
        item = items[signature.item]
        if item.digest != signature.words:
            raise LedgerError(f"{item.id} is signed by a hash that is not that of its words.")
        (folder / WORDS / f"{item.digest}.txt").write_text(item.text, encoding="utf-8")
        lines += ["", f"[items.{_toml(item.id)}]", f"words = {_toml(item.digest)}"]
        lines += [f"verdict = {_toml(signature.verdict)}"]
        lines += [f"remark = {_toml(signature.remark)}"] if signature.remark else []
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return path


def note_gone(folder: Path, items: Collection[str]) -> None:
    """List what was read and no longer stands on the site, so that the review of it is not refused."""
    with (folder / GONE).open("a", encoding="utf-8") as gone:
        gone.writelines(f"{name}\n" for name in items)


def refuse_unreadable(where: str, said: Any) -> None:
    """Raises LedgerError where something that a reader says is too long, or holds what nobody can see."""
    for name in LONGEST:
        if problem := unreadable(name, getattr(said, name, "")):
            raise LedgerError(f"{where}: {name} {problem}")


def unreadable(name: str, words: str) -> str:
    """What is amiss with these words of a reader: nothing if they fit, and do not turn or break what is around them."""
    if len(words) > LONGEST[name]:
        return f"has {len(words):,} characters. Make it {LONGEST[name]:,} at most."
    return "" if words.isprintable() else "has a new line, or a character that nobody can see. Take it out."


def _toml(value: str | date) -> str:
    # A string of JSON is one of TOML.
    return value.isoformat() if isinstance(value, date) else json.dumps(str(value), ensure_ascii=False)


def refuse_unknown(ledger: Ledger, language: str, items: Collection[str]) -> None:
    """Raises LedgerError for a review in that language that signs what is not among these items, nor was once."""
    gone = ledger.folder / GONE
    known = {*items, *(read_text(gone, LedgerError).split() if gone.exists() else ())}
    for review in ledger.reviews:
        for signature in review.signatures if review.language == language else ():
            if signature.item not in known:
                raise LedgerError(
                    f'reviews/{review.id}.toml: [items."{signature.item}"] is not on the site. Mend the name; if it '
                    f"was there once, add it to reviews/{GONE}."
                )


def _read(path: Path, today: date) -> Review:
    where = f"reviews/{path.name}"
    whole = parse_toml(read_text(path, LedgerError), where, LedgerError)
    entries = whole.pop("items", None)
    if not isinstance(entries, dict) or not entries:
        raise LedgerError(f'{where} signs nothing. Add [items."…"], or take the file away.')
    role = whole.pop("role", None)
    if role not in [*Role]:
        raise LedgerError(f"{where}: role is {role!r}. Known are: {', '.join(Role)}.")
    signatures = tuple(_signature(path.parent, where, item, entry) for item, entry in entries.items())
    review: Review = complete(Review, where, whole, LedgerError, id=path.stem, role=Role(role), signatures=signatures)
    refuse_unreadable(where, review)
    if review.day > today:
        raise LedgerError(f"{where}: nobody can have read on {review.day}, which is yet to come. Set the right day.")
    # One whose folder cannot be read now is left out of the site, and what was said of it stays true.
    if review.language not in {*known_languages(), *broken_languages()}:
        raise LedgerError(f"{where}: language is {review.language!r}. Known are: {', '.join(known_languages())}.")
    return review


def _signature(folder: Path, where: str, item: str, entry: Any) -> Signature:
    where = f'{where}: [items."{item}"]'
    verdict = str(entry.pop("verdict", "")) if isinstance(entry, dict) else ""
    if verdict not in [*Verdict]:
        raise LedgerError(f"{where} verdict is {verdict!r}. Known are: {', '.join(Verdict)}.")
    read: Signature = complete(Signature, where, entry, LedgerError, item=item, verdict=Verdict(verdict))
    refuse_unreadable(where, read)
    if (read.verdict != Verdict.CHECKED) != bool(read.remark):
        raise LedgerError(f"{where} is {read.verdict}, and {'has a' if read.remark else 'says no'} remark.")
    if not _DIGEST.fullmatch(read.words):
        raise LedgerError(f"{where} words is no hash: it has 64 digits, as in reviews/{WORDS}/.")
    if _kept(folder, read.words).partition("\n")[0] not in (item, item.partition("/")[2]):
        raise LedgerError(f"{where} signs the words of another item.")
    return read


def _kept(folder: Path, digest: str) -> str:
    path = folder / WORDS / f"{digest}.txt"
    if not path.is_file():
        raise LedgerError(f"reviews/{WORDS}/{path.name} is not there, so nobody can tell what was read. Bring it back.")
    text = path.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")
    if digest_of(text) != digest:
        raise LedgerError(f"reviews/{WORDS}/{path.name} was changed: its hash is another one. Bring back what it was.")
    return text
