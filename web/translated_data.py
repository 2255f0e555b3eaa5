"""Words that stand in data files: English there, and said in other languages by the catalogue of words."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from web.languages import gettext

T = TypeVar("T")
# The fields of each class that are words.
Words = Mapping[type, tuple[str, ...]]


def in_words(value: T, words: Words) -> T:
    """A value of these classes, or a tuple of such, with its words in the language of now."""
    if isinstance(value, tuple):
        return type(value)(in_words(one, words) for one in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    said = {name: gettext(text) for name in words.get(type(value), ()) if (text := getattr(value, name))}
    within = {field.name: in_words(getattr(value, field.name), words) for field in fields(value) if field.init}
    changed: Any = replace(value, **{**within, **said})
    return changed  # type: ignore[no-any-return]


def texts_of(value: object, words: Words) -> Iterator[str]:
    """All words of a value of these classes, or of a collection of such."""
    if isinstance(value, Mapping):
        value = tuple(value.values())
    if isinstance(value, tuple):
        for one in value:
            yield from texts_of(one, words)
    elif is_dataclass(value) and not isinstance(value, type):
        yield from (text for name in words.get(type(value), ()) if (text := getattr(value, name)))
        for field in fields(value):
            yield from texts_of(getattr(value, field.name), words)
