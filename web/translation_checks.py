"""Whether a translation holds all that needs no translating: numerals, dates, what is filled in, tags, marks, spaces.

Only what can be compared without knowing the language. Nothing of the site is known here.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from web.languages import ENGLISH, Language, known_languages

# The name of a number of ours, in templates, catalogues and pages.
_FILLED_IN = re.compile(r"\{\w*\}|%\(\w+\)[sd]|%[sd]")
_TAG = re.compile(r"</?[a-z][^>]*>|&\w+;", re.IGNORECASE)
_MARK = re.compile(r"\*\*|\]\([^)]*\)|`[^`]*`|\[\[|\]\]")
_SPACES = re.compile(r"(\s*).*?(\s*)", re.DOTALL)
_DIGIT = re.compile(r"\d")
# A free line is one number: its groups of digits may not change places.
_PHONE = r"\b1-\d{3}-\d{3}-\d{4}\b"


def differences(english: str, said: str, language: Language) -> Iterator[str]:
    """In words, what a text and its translation do not both hold."""
    yield from numerals_compared(english, said, language)
    for what, pattern in (("fields to fill in", _FILLED_IN), ("tags", _TAG), ("marks", _MARK)):
        yield from compared(what, sorted(pattern.findall(english)), sorted(pattern.findall(said)))
    if _ends(english) != _ends(said):
        yield "the spaces at its ends are not those of the English"


def numerals_compared(english: str, said: str, language: Language) -> Iterator[str]:
    """In words, which numerals differ: also in their order, as whoever takes 44 and 21 for each other says the reverse.

    What the language may say more beside these English words does not count.
    """
    own = said
    for extra in language.extra_numerals:
        if re.search(extra.beside, english):
            own = re.sub(extra.words, "", own)
    yield from compared("numerals", numerals(english, known_languages()[ENGLISH]), numerals(own, language))


def compared(what: str, english: Sequence[str], said: Sequence[str]) -> Iterator[str]:
    """In words, what only one of the two has, or has in another place; nothing where they are the same."""
    if [*english] == [*said]:
        return
    here, there = Counter(said), Counter(english)
    if here != there:
        yield f"{what}: here {_listed((here - there).elements())}, in English {_listed((there - here).elements())}"
    else:
        yield f"{what} in another order: here {_listed(said)}, in English {_listed(english)}"


def _listed(some: Iterable[str]) -> str:
    return ", ".join(some) or "nothing"


def _ends(text: str) -> tuple[str | None, ...]:
    found = _SPACES.fullmatch(text)
    return found.groups() if found else ()


def numerals(text: str, language: Language) -> list[str]:
    """Each number of a text as every language writes it, and each month that stands in a date: 1000, 2.5, month 11."""
    if not _DIGIT.search(text):
        return []
    found = []
    for numeral in _numeral(language.thousands, language.decimal).findall(text):
        plain = numeral.replace(language.thousands, "") if language.thousands else numeral
        found.append(numeral if "-" in numeral else plain.replace(language.decimal, "."))
    dated = _dated_month(language.months, language.month_and_year, language.month_and_day)
    names = [month.lower() for month in language.months]
    months = (next(filter(None, one)) for one in dated.findall(text))
    return found + [f"month {names.index(month.lower()) + 1}" for month in months]


# By what they are made of, as the hash of a whole language takes longer than the search.
@cache
def _numeral(thousands: str, decimal: str) -> re.Pattern[str]:
    between, before = re.escape(thousands), re.escape(decimal)
    return re.compile(rf"{_PHONE}|\d+(?:{between}\d{{3}}(?!\d))*(?:{before}\d+)?")


@cache
def _dated_month(months: tuple[str, ...], *patterns: str) -> re.Pattern[str]:
    """A month beside its day or year: "May 5" and "May 2020", where "you may" is none."""
    names = "|".join(re.escape(name) for month in months for name in (month, month.capitalize()))
    filled = {"{month}": f"({names})", "{day}": r"\d{1,2}", "{year}": r"\d{4}"}
    ways = []
    for way in map(re.escape, patterns):
        for field, pattern in filled.items():
            way = way.replace(re.escape(field), pattern)
        ways.append(way)
    return re.compile("|".join(ways))
