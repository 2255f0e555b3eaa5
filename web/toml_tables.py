"""Data files and their tables, read into dataclasses. What does not fit is refused in words that say where."""

import tomllib
from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass
from math import inf
from pathlib import Path
from typing import Any, get_args, get_origin

from django.core.exceptions import ImproperlyConfigured

_NAMES = {float: "finite number", dict: "table"}


class DataFileError(ImproperlyConfigured):
    """A data file cannot be used; says which, where in it, and what to do."""


def files_in(folder: Path, pattern: str) -> Iterator[Path]:
    """The files of a folder, in order.

    Hidden ones are passed over: ._risks.md and .#risks.md are what file managers and editors leave beside risks.md.
    """
    for path in sorted(folder.glob(pattern)):
        if not any(part.startswith(".") for part in path.relative_to(folder).parts):
            yield path


def read_text(path: Path, error: type[DataFileError]) -> str:
    """The text of a file, without the mark that some editors put before it. Raises `error` for one that has none."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as problem:
        raise error(f"{path.name} cannot be read: {problem.strerror}. Mend it, or take it away.") from problem
    except UnicodeError as problem:
        raise error(f"{path.name} is not in UTF-8: {problem}. Save it as UTF-8, or take it away.") from problem


def parse_toml(text: str, where: str, error: type[DataFileError]) -> dict[str, Any]:
    """What is written in TOML. Raises `error`, which begins with `where`."""
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as problem:
        raise error(f"{where} is not TOML: {problem}. Mend it, or take the file away.") from problem


def read_toml(path: Path, error: type[DataFileError]) -> dict[str, dict[str, Any]]:
    """The tables of a file, by name. Raises `error` for one that is no TOML in UTF-8, or holds more."""
    whole = parse_toml(read_text(path, error), path.name, error)
    if not whole:
        raise error(f"{path.name} is empty.")
    for name, entry in whole.items():
        _check(dict, f"{path.name}: {name}", entry, error)
    return whole


def complete(kind: Any, where: str, entry: Any, error: type[Exception], /, **own: Any) -> Any:
    """A dataclass from its table. `own` are the fields that the program fills in itself, so that no table may.

    A field without a default is needed. Words may be empty only where that is their default.
    """
    _check(dict, where, entry, error)
    known = {field.name: field for field in fields(kind) if field.name not in own}
    needed = {name for name, field in known.items() if field.default is MISSING}
    if wrong := sorted((needed - entry.keys()) | (entry.keys() - known.keys())):
        raise error(f"{where} misses or does not know: {', '.join(wrong)}.")
    for name, value in entry.items():
        left_empty = value == known[name].default == ""
        own[name] = value if left_empty else fitting(known[name].type, f"{where} {name}", value, error)
    return kind(**own)


def fitting(kind: Any, where: str, value: Any, error: type[Exception]) -> Any:
    """A value as a field of this type holds it: tuple[X, ...] comes from a list, a dataclass from a table."""
    inner = next(iter(get_args(kind)), kind)
    if get_origin(kind) is tuple:
        _check(list, where, value, error)
        return tuple(fitting(inner, f"{where} {position}", one, error) for position, one in enumerate(value, 1))
    if is_dataclass(inner):
        return complete(inner, where, value, error)
    _check(inner, where, value, error)
    if inner is str and not value.strip():
        raise error(f"{where} is empty. Write what is known.")
    return value


def _check(kind: type, where: str, value: Any, error: type[Exception]) -> None:
    fits = type(value) in (int, float) and -inf < value < inf if kind is float else type(value) is kind
    if not fits:
        raise error(f"{where} must be a {_NAMES.get(kind, kind.__name__)}.")
