"""The mark before each English text that waits for its translation in a file of a new language (TOML has no fuzzy)."""

import re
from collections.abc import Collection
from pathlib import Path
from typing import Any

from web.toml_tables import DataFileError, read_toml

MARK = "TRANSLATE: "
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


def read_translated(path: Path, error: type[DataFileError]) -> dict[str, dict[str, Any]]:
    """The tables of a file by name, without those in which something waits: what is half in English is not shown."""
    return {name: entry for name, entry in read_toml(path, error).items() if not _waits(entry)}


def _waits(value: Any) -> bool:
    if isinstance(value, str):
        return value.startswith(MARK)
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(map(_waits, inner))
