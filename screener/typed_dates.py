"""A date as people type or paste it, in one field or in three: taken if it can mean one thing only, else said why not.

`understand` finds every date that the fields together can mean. None is picked because it is likelier, with one
exception, which the labels of the fields set: 10/11/2026 is October 11. Names of months and of days of the week are
those of CLDR in the languages most asked for in the US, so that a date out of a letter or a portal can be pasted.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

WORDS_FILE = Path(__file__).parent / "date_words.toml"
# What CLDR lacks: Haitian Creole, and two spellings.
MORE_MONTHS: Mapping[int, tuple[str, ...]] = {
    1: ("janvye",),
    2: ("fevriye",),
    3: ("mas", "maerz"),
    4: ("avril",),
    5: ("me",),
    6: ("jen",),
    7: ("jiyè",),
    8: ("out", "dawout"),
    9: ("septanm", "setiembre"),
    10: ("oktòb",),
    11: ("novanm",),
    12: ("desanm",),
}
SHORTEST_STEM = 3
# A letter can become up to 18 when it is folded, so the text is measured before that as well as after.
LONGEST_TYPED, LONGEST_TEXT, MOST_TOKENS = 160, 80, 12
# 24/10/26 can begin with a year as far back as this; 15/10/26 is October 15.
YEARS_THAT_COME_FIRST = 10
MOST_WORDS = 2  # that are names: of a month, and of a day of the week

# What stands around a number and says what it is: 2026年10月15日, tháng 10, the 15th of October.
_AFTER = {"month": {"月", "월"}, "day": {"日", "号", "號", "일"}, "year": {"年", "년"}}
_BEFORE = {"month": {"thang", "thg"}, "day": {"ngay"}, "year": {"nam"}}
_AFTER_A_YEAR = {"г", "года", "год", "r", "roku"}
# Not "a": 9a is a time of day.
_ORDINALS = {"st", "nd", "rd", "th", "er", "ere", "re", "eme", "o", "го", "е"}
# Words around a date that say nothing more of it, but for its language: in most, the day stands before the month.
_ENGLISH_FILLERS = {"the", "of", "on"}
_DAY_FIRST_FILLERS = {
    *("de", "del", "el", "le", "du", "il", "den", "der", "em", "dia", "ng", "ika", "nan", "dnia"),
}
# After a number, "am" is a time of day; before it, it is German.
_DAY_FIRST_FILLERS_AHEAD = {"am"}
DIGITS = "0123456789"
_TOKEN = re.compile(r"\d+|[^\W\d_]+")
# Anything else, such as ? or ~, says that the date is not sure.
_BETWEEN = re.compile(r"[\s.,،、/\\()'\"-]*")
# Not after a dash: "October 2026, 9 - 10 am" is no date.
_TIME_OF_DAY = re.compile(
    r"(?:(?<=\d)t|(?<=[\w.]),?\s+(?:at\s+)?)"
    r"(?:(?:[01]?\d|2[0-3])(?::[0-5]\d){1,2}(?:\s*[ap]\.?\s?m\.?)?|(?:0?[1-9]|1[0-2])\s*[ap]\.?\s?m\.?)\s*$"
)


@dataclass(frozen=True)
class Typed:
    """What a text can mean: 0 is a part that it does not tell; `weekdays` are those that it names (Monday is 0)."""

    month: int = 0
    day: int = 0
    year: int = 0
    weekdays: frozenset[int] = frozenset()
    # The two digits of a year that do not tell the century, if no other field does.
    short_year: str = ""

    @property
    def parts(self) -> tuple[int, int, int]:
        return self.month, self.day, self.year

    def beside(self, other: "Typed") -> "Typed | None":
        """Both together, or None if they contradict each other."""
        if any(one and two and one != two for one, two in zip(self.parts, other.parts, strict=True)):
            return None
        both_named = self.weekdays and other.weekdays
        weekdays = self.weekdays & other.weekdays if both_named else self.weekdays | other.weekdays
        if both_named and not weekdays:
            return None
        month, day, year = (one or two for one, two in zip(self.parts, other.parts, strict=True))
        endings = {self.short_year, other.short_year, f"{year % 100:02}" if year else ""} - {""}
        if len(endings) > 1:
            return None
        return Typed(month, day, year, weekdays, "" if year else self.short_year or other.short_year)


@dataclass(frozen=True)
class Understood:
    """What the fields together can mean. None: `unread` are the fields that mean nothing, or they contradict."""

    meanings: tuple[Typed, ...]
    unread: frozenset[str] = frozenset()

    @property
    def only(self) -> Typed | None:
        return self.meanings[0] if len(self.meanings) == 1 else None


def understand(texts: Mapping[str, str], near: range) -> Understood:
    """All that these fields can mean together.

    A field is called "month", "day" or "year", which is what a single number in it means; under another name it takes
    a whole date. `near` are the years that may be written with two digits.
    """
    found = {field: _meanings(text, field, near) for field, text in texts.items() if text}
    unread = frozenset(field for field, meanings in found.items() if not meanings)
    if unread:
        return Understood((), unread)
    together = [Typed()]
    for meanings in found.values():
        both = (one.beside(other) for one in together for other in meanings)
        together = [*dict.fromkeys(one for one in both if one is not None)]
    # Oct 15 is a day, unless a field for the year says that 15 is the year.
    likely = [one for one in together if one.day or not one.short_year]
    return Understood(tuple(likely or together))


# ---- Words


def _folded(text: str) -> str:
    """In small letters, without accents and characters that cannot be seen; digits of any script as 0 to 9."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    seen = "".join(one for one in plain if unicodedata.category(one) not in {"Mn", "Cf"} and one != "ـ")
    together = unicodedata.normalize("NFC", seen).replace("ی", "ي").replace("ک", "ك")
    return "".join(_plain_character(one) for one in together)


def _plain_character(one: str) -> str:
    if one.isdecimal():
        return str(unicodedata.decimal(one))
    return "-" if unicodedata.category(one) == "Pd" or one == "−" else "'" if one in "’‘`´" else one


def _word(name: str) -> str:
    return " ".join(_TOKEN.findall(_folded(name)))


def _index(names: Iterable[tuple[int, str]]) -> dict[str, frozenset[int]]:
    """Each name, each stem of its first word, and all the numbers that it can mean."""
    found: dict[str, set[int]] = {}
    for number, name in names:
        whole = _word(name)
        first = whole.split()[0]
        # The days in Vietnamese all begin with the same word, which in English is short for Thursday.
        stems = [first[:length] for length in range(SHORTEST_STEM, len(first) + 1)] if first != "thu" else []
        for stem in {whole, *stems}:
            found.setdefault(stem, set()).add(number)
    return {stem: frozenset(numbers) for stem, numbers in found.items()}


def _names(kind: str, language: str = "") -> Iterator[tuple[int, str]]:
    """Of one language, or of all."""
    languages = tomllib.loads(WORDS_FILE.read_text(encoding="utf-8"))[kind]
    for numbers in [languages[language]] if language else languages.values():
        yield from ((int(number), name) for number, names in numbers.items() for name in names)


MONTHS = _index([*_names("months"), *((number, name) for number, names in MORE_MONTHS.items() for name in names)])
WEEKDAYS = _index(_names("days"))
_ENGLISH_WEEKDAYS = _index(_names("days", "en"))


# ---- Tokens


@dataclass(frozen=True)
class _Token:
    """A number or a word. `between` is what stands before it; `role` what a word beside a number says that it is."""

    text: str
    between: str
    role: str = ""
    # A word or a digit in the text is of a language that writes the day before the month.
    day_first: bool = False

    @property
    def is_number(self) -> bool:
        return self.text.isdigit()


def _tokens(text: str) -> list[_Token] | None:
    """The tokens of a text, or None if it holds anything that a date does not."""
    if len(text) > LONGEST_TYPED:
        return None
    found: list[_Token] = []
    folded, end = _TIME_OF_DAY.sub("", _folded(text)), 0
    if len(folded) > LONGEST_TEXT:
        return None
    for token in _TOKEN.finditer(folded):
        between = folded[end : token.start()]
        if not _BETWEEN.fullmatch(between) or len(found) == MOST_TOKENS:
            return None
        found.append(_Token(token.group(), between.strip()))
        end = token.end()
    if not _BETWEEN.fullmatch(folded[end:]):
        return None
    day_first = any(unicodedata.normalize("NFKC", one) not in DIGITS for one in text if one.isdecimal())
    return _with_roles(_whole_names(_units_apart(found)), day_first)


def _units_apart(tokens: list[_Token]) -> list[_Token]:
    """日星期四 after a number is 日 and 星期四."""
    apart: list[_Token] = []
    for token in tokens:
        first = token.text[0]
        after_a_number = bool(apart) and apart[-1].is_number and not token.between
        if after_a_number and len(token.text) > 1 and any(first in units for units in _AFTER.values()):
            apart += [_Token(first, ""), _Token(token.text[1:], "")]
        else:
            apart.append(token)
    return apart


def _whole_names(tokens: list[_Token]) -> list[_Token]:
    """Two words that are one name, such as كانون الثاني, are one token."""
    whole: list[_Token] = []
    for token in tokens:
        both = f"{whole[-1].text} {token.text}" if whole else ""
        if both in MONTHS or both in WEEKDAYS:
            whole[-1] = replace(whole[-1], text=both)
        else:
            whole.append(token)
    return whole


def _with_roles(tokens: list[_Token], day_first: bool) -> list[_Token]:
    """Without the words that only say what a number beside them is, and without those that say nothing."""
    kept: list[_Token] = []
    ahead = ""
    day_first = day_first or any(_is_of_a_day_first_language(token.text) for token in tokens)
    for token in tokens:
        behind = kept[-1] if kept and kept[-1].is_number and not kept[-1].role else None
        named = next((role for role, units in _AFTER.items() if token.text in units), "")
        named = "year" if token.text in _AFTER_A_YEAR else named
        before = next((role for role, units in _BEFORE.items() if token.text in units), "")
        if token.is_number:
            kept.append(replace(token, role=ahead or ("year" if token.between.endswith("'") else "")))
            ahead = ""
        elif behind and (named or (token.text in _ORDINALS and not token.between)):
            kept[-1] = replace(behind, role=named or "day")
        elif before:
            ahead = before
        elif token.text in MONTHS or token.text in WEEKDAYS or not _says_nothing(token, kept):
            kept.append(token)
    return [replace(token, day_first=day_first) for token in kept]


def _says_nothing(token: _Token, before: list[_Token]) -> bool:
    ahead = token.text in _DAY_FIRST_FILLERS_AHEAD and not any(one.is_number for one in before)
    return ahead or token.text in _ENGLISH_FILLERS | _DAY_FIRST_FILLERS


def _is_of_a_day_first_language(word: str) -> bool:
    fillers = _DAY_FIRST_FILLERS | _DAY_FIRST_FILLERS_AHEAD | _AFTER_A_YEAR
    return word in fillers or (word in WEEKDAYS and word not in _ENGLISH_WEEKDAYS)


# ---- Meanings


def _meanings(text: str, field: str, near: range) -> tuple[Typed, ...]:
    """All that the text of one field can mean."""
    tokens = _tokens(text)
    if not tokens:
        return ()
    numbers = [token for token in tokens if token.is_number]
    words = [token for token in tokens if not token.is_number]
    if len(words) > MOST_WORDS:
        return ()
    found: dict[Typed, None] = {}
    for named in product(*(_roles_of_a_word(word.text) for word in words)):
        months = [(word, number) for word, (kind, number) in zip(words, named, strict=True) if kind == "month"]
        weekdays = frozenset(number for kind, number in named if kind == "weekday")
        if len(months) > 1 or len(months) + 1 < len(words):
            continue
        month = months[0][0] if months else None
        ahead = [token for token in tokens[: tokens.index(month)] if token.is_number] if month else []
        for parts in _orders(numbers, field, near, month, len(ahead)):
            if any(parts.get(number.role) != number.text for number in numbers if number.role):
                continue
            meaning = _checked({**parts, **({"month": str(months[0][1])} if months else {})}, near)
            if meaning and (meaning.day or not weekdays):
                found[replace(meaning, weekdays=weekdays)] = None
    return tuple(_with_all_weekdays(found))


def _roles_of_a_word(word: str) -> list[tuple[str, int]]:
    months = [("month", number) for number in MONTHS.get(word, ())]
    return months + [("weekday", number) for number in WEEKDAYS.get(word, ())]


def _with_all_weekdays(meanings: Iterable[Typed]) -> Iterator[Typed]:
    """One meaning for each date. A word that names a day of the week in two languages stands for both of them."""
    same: dict[Typed, frozenset[int]] = {}
    for one in meanings:
        date = replace(one, weekdays=frozenset())
        same[date] = same.get(date, frozenset()) | one.weekdays
    yield from (replace(date, weekdays=weekdays) for date, weekdays in same.items())


Parts = Mapping[str, str]


def _orders(numbers: list[_Token], field: str, near: range, month: _Token | None, ahead: int) -> Iterator[Parts]:
    """The ways in which these numbers can be the parts of a date, as far as their order and their length tell.

    `month` is the name of one, and `ahead` says how many of the numbers stand before it.
    """
    texts = [number.text for number in numbers]
    if numbers and all(number.role for number in numbers):
        parts = {number.role: number.text for number in numbers}
        if len(parts) == len(numbers) and not (month and "month" in parts):
            yield parts
    elif month:
        yield from _beside_a_month(numbers, near, month, ahead)
    elif len(numbers) == 1:
        yield from _single(numbers[0], field)
    elif len(numbers) == 2:
        yield from _pair(numbers, field, near)
    elif len(numbers) == 3 and (numbers[1].between == numbers[2].between or any(number.role for number in numbers)):
        if len(texts[0]) == 4:
            yield {"year": texts[0], "month": texts[1], "day": texts[2]}
        else:
            yield from ({**parts, "year": texts[2]} for parts in _month_and_day(numbers))
            if _may_come_first(texts[0], near):
                yield {"year": texts[0], "month": texts[1], "day": texts[2]}


def _may_come_first(year: str, near: range) -> bool:
    """Whether these two digits can be a year before the month, as it is written in East Asia."""
    return len(year) == 2 and int(year) > 12 and near.stop - YEARS_THAT_COME_FIRST <= 2000 + int(year) < near.stop


def _beside_a_month(numbers: list[_Token], near: range, month: _Token, ahead: int) -> Iterator[Parts]:
    """15, or 2026, or both. Two short ones with a dash between them are a stretch of days: October 15-26."""
    if not numbers:
        yield {}
    elif len(numbers) == 1:
        yield from _day_or_year(numbers[0], may_be_year=not ahead)
    elif len(numbers) == 2:
        yield from _day_and_year(numbers, near, month, ahead)


def _day_or_year(number: _Token, *, may_be_year: bool) -> Iterator[Parts]:
    if len(number.text) < 4 and number.role != "year":
        yield {"day": number.text}
    if len(number.text) == 4 or number.role == "year" or (may_be_year and len(number.text) == 2):
        yield {"year": number.text}


def _day_and_year(numbers: list[_Token], near: range, month: _Token, ahead: int) -> Iterator[Parts]:
    """15, 2026, or 2026, 15. Two digits are the year only after the day, and not if both stand before the month."""
    first, second = (number.text for number in numbers)
    if len(first) == 4:
        yield {"year": first, "day": second}
    elif len(second) == 4:
        yield {"day": first, "year": second}
    elif ahead < 2 and (numbers[1].between in {"", ".", ",", "'"} or (ahead and numbers[1].between == month.between)):
        yield {"day": first, "year": second}
        if ahead and 2000 + int(first) in near:
            yield {"year": first, "day": second}


def _single(number: _Token, field: str) -> Iterator[Parts]:
    text = number.text
    if len(text) == 8:
        if int(text[4:6]) <= 12 and text[:2] in {"19", "20"}:
            yield {"year": text[:4], "month": text[4:6], "day": text[6:]}
        else:
            pair = [replace(number, text=text[:2]), replace(number, text=text[2:4])]
            yield from ({**parts, "year": text[4:]} for parts in _month_and_day(pair))
    elif number.role or field in {"month", "day", "year"}:
        yield {number.role or field: text}


def _pair(numbers: list[_Token], field: str, near: range) -> Iterator[Parts]:
    """10/2026, or 10/15 beside a year elsewhere. With a dash, or in the field for the day, two can be from and to."""
    first, second = (number.text for number in numbers)
    if len(first) == 4:
        yield {"year": first, "month": second}
    elif len(second) == 4:
        yield {"month": first, "year": second}
    elif numbers[1].between == "/" and field != "day":
        yield from _month_and_day(numbers)
        if len(second) == 2:
            yield {"month": first, "year": second}
        if _may_come_first(first, near):
            yield {"year": first, "month": second}


def _month_and_day(numbers: list[_Token]) -> Iterator[Parts]:
    """The month first, as on the page; the day first if no month has that number. It may be either with dots.

    So it may beside a word of a language that writes the day first.
    """
    first, second = numbers[0], numbers[1]
    yield {"month": first.text, "day": second.text}
    either = second.between == "." or first.day_first or any(number.role for number in numbers)
    if int(first.text) > 12 or either:
        yield {"day": first.text, "month": second.text}


def _checked(parts: Parts, near: range) -> Typed | None:
    """The parts as numbers, or None if one of them cannot be."""
    month, day = (int(parts.get(name, "0")) if len(parts.get(name, "")) <= 2 else 0 for name in ("month", "day"))
    if ("month" in parts and not 1 <= month <= 12) or ("day" in parts and not 1 <= day <= 31):
        return None
    year = parts.get("year", "")
    if len(year) == 2:
        return Typed(month, day, 2000 + int(year)) if 2000 + int(year) in near else Typed(month, day, short_year=year)
    if year and len(year) != 4:
        return None
    return Typed(month, day, int(year or 0))
