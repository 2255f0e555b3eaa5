"""The languages of the site: each is a folder, and its language.toml says how it writes dates, numbers and plurals.

Nothing tells the language of a page but its address: /es/risks/ is the Spanish twin of /risks/, which is English.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property, lru_cache, wraps
from pathlib import Path
from typing import ParamSpec, Protocol, TypeVar, cast

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from web.readability import FORMULAS
from web.to_translate import marked_lines
from web.toml_tables import DataFileError, complete, parse_toml, read_text

P = ParamSpec("P")
T = TypeVar("T")
ENGLISH = "en"
FILE = "language.toml"
DATE_FIELDS = ("day", "month", "year")
# The name of a folder, and so the code of its language.
CODE = re.compile(r"[a-z]{2,3}", re.ASCII)


class LanguageError(DataFileError):
    """The folder of a language cannot be used; says which file and what to do."""


@dataclass(frozen=True)
class HouseWord:
    """A word that this site uses in a sense of its own, and what stands beside it where a page first says it."""

    word: str
    meaning: str


@dataclass(frozen=True)
class WordOfChance:
    """A word such as "common", and the shares for which it may stand: at least and under so many of 100."""

    word: str
    at_least: float
    under: float


@dataclass(frozen=True)
class LevelWord:
    """What a level is called from this number up."""

    at_least: float
    word: str


@dataclass(frozen=True)
class ReadingLevel:
    """How hard a text may be by the formula of the language (web/readability.py): more, or less, is easier by that.

    The bars are those of a page (and of a question), of a record, and of the self-check and the guide as a whole.
    `said` tells readers the level of a page: {level}, and {word} of `words`, the highest first.
    """

    formula: str
    page: float
    record: float
    whole: float
    said: str
    words: tuple[LevelWord, ...] = ()

    @property
    def name(self) -> str:
        """What its number is called: grade, ease."""
        return FORMULAS[self.formula].name

    def measure(self, blocks: Sequence[str]) -> float:
        return FORMULAS[self.formula].measure(blocks)

    def hardness(self, text: str) -> float:
        """The same for one block, but more is harder by any formula."""
        measured = self.measure([text])
        return -measured if FORMULAS[self.formula].more_is_easier else measured

    def is_too_hard(self, measured: float, bar: float) -> bool:
        return measured < bar if FORMULAS[self.formula].more_is_easier else measured > bar

    def say_bar(self, bar: float) -> str:
        """6.0 at most; 75.0 at least."""
        return f"{bar} at {'least' if FORMULAS[self.formula].more_is_easier else 'most'}"

    def word(self, measured: float) -> str:
        return next((one.word for one in self.words if measured >= one.at_least), "")


@dataclass(frozen=True)
class Share:
    """The words of a share, as regular expressions: "fewer than" (least) 5 "to" 7 "people of every " (of) 100."""

    least: str
    to: str
    of: str


@dataclass(frozen=True)
class Reading:
    """How hard a page may be to read, and which of its words need something beside them.

    A language with no `level` has no formula, and is held to the lengths of sentences alone: `average_sentence` is the
    least and the most. `names_of_the_record` are those of trials, which a page to read does not name; `pronouns`,
    `numbered` and `percent` are regular expressions: of the words at whose place a reader may have to guess, of a
    numeral that only numbers a thing ("step 3"), of what may be written for %.
    """

    average_sentence: tuple[float, ...]
    longest_sentence: int
    house_words: tuple[HouseWord, ...]
    words_of_chance: tuple[WordOfChance, ...]
    names_of_the_record: tuple[str, ...]
    pronouns: str
    numbered: str
    percent: str
    share: Share
    level: ReadingLevel | None = None


@dataclass(frozen=True)
class ExtraNumerals:
    """What the language says more, beside these English words: where they say 988, Spanish adds "oprima 2".

    Both are regular expressions.
    """

    beside: str
    words: str


@dataclass(frozen=True)
class Language:
    """A language: `code` is its folder's name, `html` stands in lang attributes, `tag` names the country too.

    One that is not `offered` is there to be read and reviewed alone, where LANGUAGES_IN_TRIAL names it. Of one that is
    only `begun`, something in this file is still to be translated.
    """

    code: str
    name: str
    html: str
    tag: str
    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    full_date: str
    month_and_year: str
    month_and_day: str
    numeric_date: str
    date_fields: tuple[str, ...]
    thousands: str
    decimal: str
    one_day: str
    many_days: str
    no_days_left: str
    today: str
    score: str
    reading: Reading
    forbidden: tuple[str, ...]
    misleading: tuple[str, ...]
    offered: bool
    begun: bool
    # What no text to a helper may say, as it would speak of the helper where the patient is meant. Regular expressions.
    never_in_they: tuple[str, ...] = ()
    extra_numerals: tuple[ExtraNumerals, ...] = ()

    def say_day(self, day: date) -> str:
        """November 3, 2026."""
        return self.full_date.format(month=self.months[day.month - 1], day=day.day, year=day.year)

    def say_month(self, month: int, year: int) -> str:
        """November 2026."""
        return self.month_and_year.format(month=self.months[month - 1], year=year)

    def say_date(self, written: str) -> str:
        """A date as it is kept: November 3, 2026 for 2026-11-03, and November 2026 for 2026-11."""
        year, month, *day = map(int, written.split("-"))
        return self.say_day(date(year, month, *day)) if day else self.say_month(month, year)

    def say_numeric(self, day: date) -> str:
        """11/03/2026."""
        return self.numeric_date.format(month=day.month, day=day.day, year=day.year)

    def say_weekday(self, day: date) -> str:
        """Tuesday."""
        return self.weekdays[day.weekday()]

    def say_days(self, number: int) -> str:
        """1 day, 2 days."""
        return (self.one_day if number == 1 else self.many_days).format(number=number)

    def say_days_left(self, number: int) -> str:
        """No more days, 1 day, 2 days: at the beginning of a sentence."""
        return self.say_days(number) if number else self.no_days_left

    def say_score(self, score: int) -> str:
        """7 of 10."""
        return self.score.format(score=score)

    def say_number(self, number: float | str) -> str:
        """1,000 or 2.5: a number, or one that Python has written, with the separators of the language."""
        written = number if isinstance(number, str) else f"{number:,}"
        return written.translate({ord(","): self.thousands, ord("."): self.decimal})

    def read_number(self, written: str) -> float:
        """1000.0 for 1,000: a number that `say_number` has written."""
        return float(written.replace(self.thousands, "").replace(self.decimal, "."))

    def say_level(self, level: float) -> str:
        """Reading grade: 5.2. Nothing in a language with no formula."""
        how = self.reading.level
        return how.said.format(level=self.say_number(level), word=how.word(level)) if how else ""

    @cached_property
    def shares(self) -> re.Pattern[str]:
        """Shares such as "fewer than 5 to 7 of 100": groups least, low, high and of."""
        whole = rf"\d+(?:{re.escape(self.thousands)}\d{{3}})*"
        amount = rf"{whole}(?:{re.escape(self.decimal)}\d+)?"
        words = self.reading.share
        return re.compile(
            rf"(?P<least>(?:{words.least}) )?(?<![\w.,])(?P<low>{amount})(?: (?:{words.to}) (?P<high>{amount}))? "
            rf"(?:{words.of})(?P<of>(?=[1-9]){whole})\b",
            re.IGNORECASE,
        )

    @cached_property
    def plain_numerals(self) -> re.Pattern[str]:
        """Numerals that are no number of something: emergency lines, dates and years, spine levels, those of a list."""
        parts = {"month": f"(?:{'|'.join(self.months)})", "day": r"\d{1,2}", "year": r"\d{4}"}
        dates = "|".join(
            re.sub(r"\\{(\w+)\\}", lambda found: parts[found[1]], re.escape(pattern))
            for pattern in (self.full_date, self.month_and_day)
        )
        return re.compile(
            r"\b(?:911|988|1-800[-\d]*|(?:19|20)\d\d|[TL]\d{1,2}(?:[-–][TL]?\d{1,2})?|"
            rf"{dates}|{self.reading.numbered})\b|^\d{{1,2}}[.)] "
        )

    @cached_property
    def forbidden_words(self) -> re.Pattern[str]:
        return re.compile(rf"\b(?:{'|'.join(self.forbidden)})\b", re.IGNORECASE)

    @cached_property
    def misleading_numbers(self) -> re.Pattern[str]:
        return re.compile(rf"\b(?:{'|'.join(self.misleading)})", re.IGNORECASE)


def read_language(folder: Path) -> Language:
    """The language of a folder. Raises LanguageError."""
    where = f"{folder.name}/{FILE}"
    if not CODE.fullmatch(folder.name):
        raise LanguageError(f"{where}: the folder's name stands in addresses. Use two or three small letters.")
    text = read_text(folder / FILE, LanguageError)
    waiting = marked_lines(text)
    table = parse_toml(text, where, LanguageError)
    language: Language = complete(Language, where, table, LanguageError, code=folder.name, begun=bool(waiting))
    if waiting and language.offered:
        raise LanguageError(f"{where}:{waiting[0]} is still to be translated, so offered must be false.")
    if language.begun:
        return language  # nothing is said by it, so what is half done in it stops nobody
    if len(language.months) != 12 or len(language.weekdays) != 7:
        raise LanguageError(f"{where} needs twelve months, and seven weekdays from Monday on.")
    if sorted(language.date_fields) != sorted(DATE_FIELDS):
        raise LanguageError(f"{where} date_fields must name {', '.join(DATE_FIELDS)}, in the order of the language.")
    _check_patterns(where, language)
    return language


def _check_patterns(where: str, language: Language) -> None:
    """Each pattern shows all that it must, and each expression can be read."""
    try:
        _ = language.say_day(date(2026, 11, 3)), language.say_month(11, 2026), language.say_days(2)
        _ = language.say_score(7)
        _ = language.month_and_day.format(month="", day=3), language.say_numeric(date(2026, 11, 3))
        _ = language.forbidden_words, language.misleading_numbers, language.shares, language.plain_numerals
        reading = language.reading
        _least, _most = reading.average_sentence
        if reading.level and reading.level.formula not in FORMULAS:
            raise LanguageError(f"{where} has a formula that is not known. Known are: {', '.join(FORMULAS)}.")
        _ = language.say_level(0.0), re.compile(reading.percent)
        chances = (one.word for one in reading.words_of_chance)
        beside = (part for one in language.extra_numerals for part in (one.beside, one.words))
        expressions = (reading.pronouns, *reading.names_of_the_record, *chances, *language.never_in_they, *beside)
        for expression in expressions:
            re.compile(expression)
    except (KeyError, IndexError, ValueError, re.error) as problem:
        raise LanguageError(f"{where} has a pattern that cannot be used: {problem!r}. See languages/en.") from problem


@cache
def _folders_read() -> tuple[dict[str, Language], dict[str, str]]:
    """The languages of all folders by code, and why the others cannot be read."""
    languages, broken = {}, {}
    for folder in sorted(settings.LANGUAGES_DIR.iterdir()):
        if (folder / FILE).is_file():
            try:
                languages[folder.name] = read_language(folder)
            except LanguageError as problem:
                broken[folder.name] = str(problem)
    return languages, broken


@cache
def known_languages() -> dict[str, Language]:
    """Every language that has a folder, by code, English first: also those that this site does not show.

    One that is only begun is not among them: nothing that is half in English is checked, or shown. Nor is one that
    cannot be read (`broken_languages`): English goes on without it.
    """
    languages, broken = _folders_read()
    if ENGLISH not in languages:
        missing = f"There is no {ENGLISH}/{FILE} in {settings.LANGUAGES_DIR.name}. Put it back."
        raise LanguageError(broken.get(ENGLISH, missing))
    others = {code: one for code, one in languages.items() if code != ENGLISH and not one.begun}
    return {ENGLISH: languages[ENGLISH], **others}


def broken_languages() -> dict[str, str]:
    """Why the folder of a language cannot be read, in words, by its name."""
    return _folders_read()[1]


# The codes of languages that something is wrong with: they are not shown until the next start.
_left_out: set[str] = set()


def leave_out(code: str) -> None:
    """Show nothing in this language: English, and every other, go on without it."""
    _left_out.add(code)
    for kept in (all_languages, _marked):
        kept.cache_clear()


@cache
def all_languages() -> dict[str, Language]:
    """The languages that can be read on this site, by code, English first: those offered, and those in trial."""
    known = known_languages()
    if unknown := sorted({*settings.LANGUAGES_IN_TRIAL} - known.keys() - broken_languages().keys()):
        raise LanguageError(
            f"LANGUAGES_IN_TRIAL names {', '.join(unknown)}, which has no folder, or a {FILE} that is still to be "
            f"translated (manage.py language status says where). Known are: {', '.join(known)}."
        )
    shown = {code: one for code, one in known.items() if one.offered or code in settings.LANGUAGES_IN_TRIAL}
    return {code: one for code, one in shown.items() if code not in _left_out}


def offered_languages() -> dict[str, Language]:
    """The languages that visitors are led to, by code, English first."""
    return {code: one for code, one in all_languages().items() if one.offered}


# Beside Django's own, which takes fifty times as long to ask, and is left as it is for English.
_active = ContextVar("language", default=ENGLISH)


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Within it, words are said in the language of this code: those of Django's gettext, and those of `active`."""
    before = _active.set(code)
    try:
        with translation.override(code):
            yield
    finally:
        _active.reset(before)


def active_code() -> str:
    return _active.get()


def gettext(text: str) -> str:
    """Django's, which is asked once for each text in each language: a summary has eighty, a twentieth of its time."""
    return _gettext(_active.get(), text)


@lru_cache(maxsize=4096)
def _gettext(code: str, text: str) -> str:
    with translation.override(code):
        return translation.gettext(text)


def active() -> Language:
    """The language in which words are said now: one that this site does not show is checked in its own words too."""
    return known_languages()[_active.get()]


class CacheInfo(Protocol):
    """What a cache says of itself, as far as it is asked for."""

    @property
    def currsize(self) -> int: ...


class Once(Protocol[P, T]):
    """A function that keeps its results, as `functools.cache` makes one."""

    __wrapped__: Callable[P, T]
    cache_clear: Callable[[], None]
    cache_info: Callable[[], CacheInfo]

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> T: ...


def once_for_each_language(function: Callable[P, T]) -> Once[P, T]:
    """A cache for what is said in words: it keeps a result for each language."""

    @cache
    def kept(code: str, *args: P.args, **kwargs: P.kwargs) -> T:
        return function(*args, **kwargs)

    @wraps(function)
    def called(*args: P.args, **kwargs: P.kwargs) -> T:
        return kept(_active.get(), *args, **kwargs)  # type: ignore[arg-type]

    once = cast("Once[P, T]", called)
    once.cache_clear, once.cache_info = kept.cache_clear, kept.cache_info
    return once


# ---- Addresses


@cache
def _marked() -> re.Pattern[str] | None:
    """An address with the code of a language in it; None where English is the only one."""
    codes = "|".join(code for code in all_languages() if code != ENGLISH)
    return re.compile(rf"({settings.BEFORE_THE_LANGUAGE})({codes})/", re.ASCII) if codes else None


def split(path: str) -> tuple[str, str]:
    """The language of an address, and the address of its English twin.

    The code stands in one place alone: /es/self-check/ would be a second address of /self-check/es/, which the cookie,
    the methods and the proxy's rules for the self-check do not know. So it is read as the English address that it is.
    """
    marked = _marked()
    found = marked.match(path) if marked else None
    if found is None or in_language(found[2], twin := found[1] + path[found.end() :]) != path:
        return ENGLISH, path
    return found[2], twin


def in_language(code: str, path: str) -> str:
    """The address of the twin of an English one."""
    if code == ENGLISH:
        return path
    before = re.match(settings.BEFORE_THE_LANGUAGE, path)
    assert before  # each address begins with a slash  # noqa: S101
    return f"{before[0]}{code}/{path[before.end() :]}"


@lru_cache(maxsize=4096)
def address(code: str, view: str, *arguments: str, within: str = "") -> str:
    """The address of a view in a language. The arguments are names of ours, never what a visitor sent.

    `within` is the name under which its addresses are included, where they are more than once; a page that is not
    among those is that of the addresses themselves.
    """
    try:
        found = reverse(view, args=arguments, current_app=within)
    except NoReverseMatch:
        found = reverse(view, args=arguments)
    return in_language(code, found)
