"""What TOML has no mark for, and PO has: that a text waits for its translation, and of which English one was made."""

import json
import re
from collections.abc import Collection, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from web.toml_tables import DataFileError, read_toml

# It stands before each English text of a new language's file.
MARK = "TRANSLATE: "
# What an entry in another language says of its English twin: the hash of all that stands in that.
MADE_FROM = "english"
# A comment, the name of a value, and the two ways in which TOML writes a text here.
_TOKENS = re.compile(r"#[^\n]*|^(?P<name>\w+)(?= = )|(?P<quote>[\"'])(?:(?<=\")(?:[^\"\\\n]|\\.)*\"|[^'\n]*')", re.M)


def marked(toml: str, *, but: Collection[str]) -> str:
    """A file in which each text is marked, but for values of these names. All else, comments too, stays as it is."""
    name = ""

    def token(found: re.Match[str]) -> str:
        nonlocal name
        name = found["name"] or name
        quote = found["quote"]
        return found[0].replace(quote, quote + MARK, 1) if quote and name not in but else found[0]

    return _TOKENS.sub(token, toml)


def marked_lines(toml: str) -> list[int]:
    """The number of the line of each text that waits."""
    return [number for number, line in enumerate(toml.split("\n"), 1) for _ in range(line.count(MARK))]


def digest_of_entry(entry: Mapping[str, Any]) -> str:
    """What tells an entry of a file from one that says anything else: 12 hexadecimal digits."""
    return sha256(json.dumps(entry, sort_keys=True, default=str).encode()).hexdigest()[:12]


def with_digests(toml: str, entries: Mapping[str, Mapping[str, Any]]) -> str:
    """A file in which each of these entries, which are its English ones, says of which English words it is made."""

    def with_its_own(found: re.Match[str]) -> str:
        return f'{found[0]}\n{MADE_FROM} = "{digest_of_entry(entries[found[1]])}"'

    return re.sub(r"^\[([\w-]+)\]$", with_its_own, toml, flags=re.M)


def read_translated(path: Path, error: type[DataFileError]) -> dict[str, dict[str, Any]]:
    """The tables of a file by name, without those in which something waits: what is half in English is not shown.

    Of which English each was made, those who check translations read for themselves.
    """
    return {
        name: {key: value for key, value in entry.items() if key != MADE_FROM}
        for name, entry in read_toml(path, error).items()
        if not _waits(entry)
    }


def _waits(value: Any) -> bool:
    if isinstance(value, str):
        return value.startswith(MARK)
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(map(_waits, inner))
