"""What somebody who had not seen the English made of a translation in English, and whether it is of the words of now.

It stands in the folder of the language, in a table for each item that can hurt (sections.TRANSLATED_BACK):

    ["clinic/thresholds.FRACTURE_WINDOW"]
    of = "12 digits of the hash of the translated lines"
    english = ["12 weeks", …]       a line for each of these

Items that say the same, such as those that two rule sets share, need one table between them.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings

from kyphoplasty_site.review.sections import TRANSLATED_BACK
from screener.editions import items_of_rules
from screener.rule_sets.editions import RULE_SETS
from web.catalogues import WORDS, read
from web.languages import ENGLISH, speaking
from web.toml_tables import DataFileError, complete, read_toml

FILE = "back_translation.toml"


class BackTranslationError(DataFileError):
    """What was translated back cannot be used; says which table and what to do."""


@dataclass(frozen=True)
class BackTranslation:
    """What was made of an item in English, line by line. `of` is the hash of the lines that were translated back."""

    of: str
    english: tuple[str, ...]


@dataclass(frozen=True)
class ToDo:
    """An item whose lines are still to be translated back. `was_of` other words before: they have changed since."""

    item: str
    lines: tuple[str, ...]
    was_of_other_words: bool


def hash_of(lines: tuple[str, ...]) -> str:
    return sha256("\n".join(lines).encode()).hexdigest()[:12]


def translated_lines(language: str) -> dict[str, tuple[str, ...]]:
    """What each item that can hurt says in a language, by id: each text once, in the order of the rule set."""
    said = {entry.msgctxt: entry.msgstr for entry in read(settings.LANGUAGES_DIR / language / WORDS)}
    with speaking(ENGLISH):
        items = [item for rules in RULE_SETS for item in items_of_rules(rules) if re.match(TRANSLATED_BACK, item)]
    found = {}
    for item in items:
        below = f"{item.replace('/', '.')}."
        texts = (text for name, text in said.items() if name and name.startswith(below) and text)
        if lines := tuple(dict.fromkeys(texts)):
            found[item] = lines
    return found


def back_translations(language: str) -> dict[str, BackTranslation]:
    """What was translated back and is of the words of now, by item. Raises BackTranslationError."""
    lines = translated_lines(language)
    return _of_now(_read(language, lines), lines)


def _of_now(kept: Mapping[str, BackTranslation], lines: Mapping[str, tuple[str, ...]]) -> dict[str, BackTranslation]:
    by_hash = {one.of: one for one in kept.values()}
    return {item: by_hash[own] for item, said in lines.items() if (own := hash_of(said)) in by_hash}


def to_do(language: str) -> Iterator[ToDo]:
    """The items that nobody has translated back since their words changed. Raises BackTranslationError."""
    lines = translated_lines(language)
    kept = _read(language, lines)
    done = _of_now(kept, lines)
    met = set()
    for item, said in lines.items():
        if item not in done and said not in met:
            met.add(said)
            yield ToDo(item, said, item in kept)


def _read(language: str, lines: Mapping[str, tuple[str, ...]]) -> dict[str, BackTranslation]:
    path = settings.LANGUAGES_DIR / language / FILE
    found = {}
    for name, entry in read_toml(path, BackTranslationError).items() if path.exists() else ():
        where = f"{language}/{FILE}: [{name}]"
        one: BackTranslation = complete(BackTranslation, where, entry, BackTranslationError)
        if name not in lines:
            raise BackTranslationError(f"{where} is no item with words that is translated back. Take it away.")
        if one.of == hash_of(lines[name]) and len(one.english) != len(lines[name]):
            raise BackTranslationError(
                f"{where} has {len(one.english)} lines, and its translation {len(lines[name])}. Write one for each."
            )
        found[name] = one
    return found


def as_tables(items: Iterator[ToDo]) -> Iterator[str]:
    """Tables to fill in: the translated lines stand beside the place for their English."""
    for one in items:
        yield f'["{one.item}"]'
        yield f'of = "{hash_of(one.lines)}"'
        yield "english = ["
        yield from (f'  "",  # {json.dumps(line, ensure_ascii=False)}' for line in one.lines)
        yield from ("]", "")
