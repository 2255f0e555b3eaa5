"""Reviews for tests, by people who are in no other place: each signs the items that a test names."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from reviews.items import Item
from reviews.ledger import Review, Role, Signature, Verdict, keep

CLINICIAN = "Clinician One"
DAY = date(2026, 11, 10)


def sign(
    folder: Path,
    items: Iterable[Item],
    name: str = "one",
    reviewer: str = CLINICIAN,
    role: Role = Role.CLINICIAN,
    day: date = DAY,
    language: str = "en",
    verdict: Verdict = Verdict.CHECKED,
    remark: str = "",
    signer: str = "",
    credentials: str = "MD",
) -> Path:
    """A review of these items as they are now, with its words kept beside it. Returns the file."""
    read = {item.id: item for item in items}
    signatures = tuple(Signature(item.id, item.digest, verdict, remark) for item in read.values())
    review = Review(name, reviewer, credentials, "None.", role, day, language, signatures, signer)
    folder.mkdir(exist_ok=True)
    return keep(folder, review, read)


def sign_all_but(folder: Path, items: Mapping[str, Item], name: str) -> None:
    """Signs all of these as they are, but for one that had other words when it was read, wherever it stands."""
    other = items[name].digest
    sign(folder, [replace(one, lines=("Other words.",)) if one.digest == other else one for one in items.values()])
