"""Tables of the data files, read into dataclasses. What does not fit is refused in words that say where it stands."""

import tomllib
from dataclasses import MISSING, fields, is_dataclass
from math import inf
from pathlib import Path
from typing import Any, get_args, get_origin

_NAMES = {float: "finite number", dict: "table"}


def read_toml(path: Path, error: type[Exception]) -> dict[str, dict[str, Any]]:
    """The tables of a file, by name. Raises `error` for one that is no TOML in UTF-8, or holds more."""
    try:
        whole = tomllib.loads(path.read_text(encoding="utf-8"))
    except ValueError as problem:
        raise error(f"{path.name} is not TOML: {problem}.") from problem
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
