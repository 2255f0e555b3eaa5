"""A date is understood as people type and paste it, in the languages most asked for, and never guessed."""

import re
import time
from datetime import date
from itertools import permutations
from pathlib import Path

import cldr
import pytest
from babel import Locale
from babel.dates import format_date
from hypothesis import given, settings
from hypothesis import strategies as st
from patients import TRIES

from screener import typed_dates
from screener.typed_dates import LONGEST_TYPED, MONTHS, SHORTEST_STEM, WEEKDAYS, understand

NEAR = range(2025, 2027)
FIFTEENTH = (10, 15, 2026)
LOCALES = [*cldr.LANGUAGES, "en_GB", "zh_Hans_HK", "ar_EG", "es_MX", "pt_PT", "fr_CA"]


TENTH_OR_ELEVENTH = [
    *("10.11.2026", "le 10/11/2026", "el 10/11/2026", "den 10/11/2026", "am 10/11/2026", "dia 10/11/2026"),
    *("dnia 10/11/2026", "10/11/2026 г.", "10/11/2026 r.", "martes 10/11/2026", "١٠/١١/٢٠٢٦", "le 10112026"),
]


def meanings(text, field="month"):
    return [one.parts for one in understand({field: text}, NEAR).meanings]


@pytest.mark.parametrize(
    "text",
    [
        *("10/15/2026", "15/10/2026", "2026-10-15", "2026/10/15", "10-15-2026", "10.15.2026", "15.10.2026", "10/15/26"),
        *("10–15–2026", "10 15 2026", "10152026", "20261015", " 10\u200b/15/\u200f2026 ", "１０／１５／２０２６"),
        *("October 15, 2026", "october 15 2026", "15 October 2026", "OCT. 15TH, 2026", "Oct15 2026", "15-Oct-2026"),
        *("Thu, Oct 15, 2026", "Thursday, October 15th, 2026", "the 15th of October 2026", "15 Oct '26", "2026 Oct 15"),
        *(
            "15 de octubre de 2026",
            "jueves, 15 de octubre de 2026",
            "15 oct 2026",
            "mar. 15 oct 2026",
            "15 Oktubre 2026",
        ),
        *("2026年10月15日", "2026年10月15日星期四", "2026年10月15日(木)", "2026년 10월 15일 목요일", "十月15日2026年"),
        *("ngày 15 tháng 10 năm 2026", "15 thg 10, 2026", "Thứ Năm, 15 tháng 10, 2026"),
        *("ika-15 ng Oktubre 2026", "15 Oktubre 2026", "le 15 oktòb 2026", "15 oktob 2026"),
        *("15 октября 2026 г.", "октябрь 15 2026", "15 окт. 2026", "15 października 2026 r.", "15 pazdziernika 2026"),
        *(
            "١٥ أكتوبر ٢٠٢٦",
            "15 اكتوبر 2026",
            "15 تشرين الأول 2026",
            "۱۵ اکتبر ۲۰۲۶",
            "le 15 oktòb 2026",
            "15 oktob 2026",
        ),
        *("15-Oct-26", "15.Oct.26", "15/Oct/26", "15/10/26", "15.10.26 r.", "am 15. Oktober 2026"),
        *("2026-10-15T00:00", "2026-10-15 14:30:00", "10/15/2026 14:30", "Oct. 15, 2026 at 3 PM", "10/15/26 3:30 p.m."),
        *("Thursday, October 15, 2026 at 3:30\u202fPM", "October 15, 2026, 9am"),
        *("15 octobre 2026", "15. Oktober 2026", "15 ottobre 2026", "15 de outubro de 2026"),
    ],
)
def test_a_whole_date_in_one_field_is_understood(text):
    assert meanings(text) == meanings(text, "day") == meanings(text, "year") == [FIFTEENTH]


@pytest.mark.parametrize("language", LOCALES)
@pytest.mark.parametrize("width", ["full", "long"])
def test_every_day_written_as_its_language_writes_it_is_that_day_alone(language, width):
    locale = Locale.parse(language)
    for month in range(1, 13):
        for day in (3, 12, 28):
            written = format_date(date(2026, month, day), width, locale=locale)
            assert meanings(written) == [(month, day, 2026)], written


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("October 2026", (10, 0, 2026)),
        ("10/2026", (10, 0, 2026)),
        ("2026-10", (10, 0, 2026)),
        ("10月", (10, 0, 0)),
        ("Oct '26", (10, 0, 2026)),
        ("26 Oct", (10, 26, 0)),
        ("Mon Oct 26", (10, 26, 0)),
        ("Oct 24", (10, 24, 0)),
        ("Oct '24", (10, 0, 0)),
        ("10/98", (10, 0, 0)),
        ("Oct 15th", (10, 15, 0)),
        ("10/15", (10, 15, 0)),
        ("1er octobre", (10, 1, 0)),
        ("10/15/98", (10, 15, 0)),
        ("10/11/2026", (10, 11, 2026)),
        ("ngày 10/11/2026", (11, 10, 2026)),
    ],
)
def test_a_part_of_a_date_is_understood_as_that_part(text, parts):
    assert meanings(text) == [parts]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Oct 10-15 2026",
            "Oct 10-15",
            "10-11",
            "10/15-16/2026",
            "Oct 15/26",
            "October 2026?",
            "~10/15/2026",
            "<10/2026",
        ),
        *(
            "about October 2026",
            "last week",
            "10/35/2026",
            "13/13/2026",
            "2026-10-15T00:00Z",
            "10:15",
            "1 2 3 4",
            "Tuesday",
        ),
        *(
            "Tuesday October",
            "Smarch 3, 2026",
            "10/15/026",
            "10/15/20266",
            "October November 2026",
            "𝔬",
            "10/15/2026 " * 9,
        ),
        *("October 2026 9 - 10 am", "10/15/2026 3:00-4:00 PM", "October 2026, 9a", "Oct 9 am 2026", "3 PM", "am"),
        *("R7/10/26", "r 10/11/2026", "15, 26 Oct", "Thu Fri Oct 15, 2026"),
        *("-", ".", "\u200b", "a" * 10_000, "1/" * 5_000, "10/15/2026 " * 9, "ma 2026"),
    ],
)
def test_what_is_no_date_or_not_a_sure_one_is_not_understood(text):
    assert meanings(text) == []


@pytest.mark.parametrize(
    ("text", "either"),
    [
        *((text, [(10, 11, 2026), (11, 10, 2026)]) for text in TENTH_OR_ELEVENTH),
        *((text, [(10, 25, 2026), (10, 26, 2025)]) for text in ("25. 10. 26.", "25/10/26", "25-10-26", "25-Oct-26")),
        ("26-11-25", [(11, 25, 2026), (11, 26, 2025)]),
        ("26/9/25", [(9, 25, 2026), (9, 26, 2025)]),
        ("24. 10. 26.", [(10, 24, 2026), (10, 26, 0)]),
        *((text, [(10, 0, 2026), (10, 26, 0)]) for text in ("10/26", "26/10", "Oct-26", "Oct 26", "oct. 26")),
        ("out 15 2026", [(8, 15, 2026), (10, 15, 2026)]),
        ("juil 2026", [(7, 0, 2026)]),
        ("jui 2026", [(6, 0, 2026), (7, 0, 2026)]),
        ("تشرين 2026", [(10, 0, 2026), (11, 0, 2026)]),
    ],
)
def test_what_can_mean_two_dates_means_both_so_that_it_is_asked_for_again(text, either):
    assert sorted(meanings(text)) == either


def test_a_stem_that_means_two_months_is_never_one_of_them():
    found = {stem for stem, months in MONTHS.items() if len(months) > 1}
    assert found == {
        typed_dates._word(stem) for stem in ("out", "jui", "كان", "كانو", "كانون", "تشر", "تشري", "تشرين", "ژوئ")
    }
    for stem in found:
        assert len(meanings(f"{stem} 2026")) == len(MONTHS[stem])


def test_a_stem_of_fewer_letters_than_three_is_no_month_unless_it_is_the_whole_name():
    short = {stem for stem in MONTHS if len(stem) < SHORTEST_STEM}
    whole = {typed_dates._word(name) for _, name in typed_dates._names("months")} | {"me"}
    assert short <= whole


def test_fields_are_read_together_and_must_agree():
    assert understand({"month": "Oct 15", "year": "2026"}, NEAR).only.parts == FIFTEENTH
    assert understand({"month": "10/15/2026", "day": "15"}, NEAR).only.parts == FIFTEENTH
    assert understand({"month": "10/15/2026", "day": "16"}, NEAR).meanings == ()
    # Both are read from the other fields, where one alone could be either.
    assert understand({"month": "10", "year": "10.11.2026"}, NEAR).only.parts == (10, 11, 2026)
    assert understand({"month": "10", "day": "10-15", "year": "2026"}, NEAR).unread == {"day"}


@pytest.mark.parametrize(
    ("fields", "together"),
    [
        (("Oct-26", "", "2026"), [(10, 0, 2026), (10, 26, 2026)]),
        (("10/26", "", "2026"), [(10, 0, 2026), (10, 26, 2026)]),
        (("Oct-24", "", "2024"), [(10, 0, 2024), (10, 24, 2024)]),
        (("Oct 26", "26", "2026"), [(10, 26, 2026)]),
        (("Oct 26", "15", "2026"), [(10, 15, 2026)]),
        (("10/11", "", "2026"), [(10, 11, 2026)]),
        (("Oct '24", "", "2024"), [(10, 0, 2024)]),
        (("10/15/24", "", "2024"), [(10, 15, 2024)]),
        (("10/15/24", "", "2023"), []),
        (("10/15/24", "", "98"), []),
        (("24/10/26", "", "2026"), [(10, 24, 2026)]),
    ],
)
def test_two_digits_are_the_year_only_where_another_field_does_not_say_otherwise(fields, together):
    found = understand(dict(zip(("month", "day", "year"), fields, strict=True)), NEAR).meanings
    assert sorted(one.parts for one in found) == together
    assert not any(one.short_year for one in found)


@pytest.mark.parametrize("field", ["month", "day", "year"])
def test_no_text_however_long_or_ambiguous_keeps_the_server_busy(field):
    many = [" ".join([stem] * times) for stem in {**MONTHS, **WEEKDAYS} for times in (2, 12)]
    slowest = 0.0
    for text in [*many, "ﷺ" * 500_000, "ﷺ" * LONGEST_TYPED, "1/" * 500_000, "1 " * 500_000, "9" * LONGEST_TYPED]:
        began = time.thread_time()
        understand({field: text}, NEAR)
        slowest = max(slowest, time.thread_time() - began)
    assert slowest < 0.2


def test_fields_that_can_each_mean_much_do_not_keep_the_server_busy():
    most = sorted(MONTHS, key=lambda stem: len(MONTHS[stem]))[-3:]
    began = time.perf_counter()
    for stem in most:
        understand(dict.fromkeys(("month", "day", "year"), f"{stem} 26"), NEAR)
    assert time.perf_counter() - began < 0.2


@pytest.mark.holds
@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_every_day_in_the_order_of_the_fields_and_in_iso_order_is_that_day_alone(day):
    for text in (
        f"{day:%m/%d/%Y}",
        f"{day.month}-{day.day}-{day.year}",
        f"{day:%Y-%m-%d}",
        f"{day:%B} {day.day}, {day.year}",
    ):
        assert meanings(text) == [(day.month, day.day, day.year)]


FILLERS = sorted(typed_dates._ENGLISH_FILLERS | typed_dates._DAY_FIRST_FILLERS | typed_dates._AFTER_A_YEAR | {"am"})
NUMBERS = st.one_of(st.integers(0, 40).map(str), st.sampled_from(["2025", "2026", "2024", "03", "'26", "3rd"]))
WORDS = st.one_of(st.sampled_from(sorted(MONTHS)), st.sampled_from(sorted(WEEKDAYS)), st.sampled_from(FILLERS))
SEPARATORS = st.sampled_from([" ", "", "-", "/", ".", ", ", "\n", "年", "月", "日", " - "])


@st.composite
def like_a_date(draw, most=5):
    pieces = draw(st.lists(st.one_of(NUMBERS, NUMBERS, WORDS), max_size=most))
    return "".join(piece + draw(SEPARATORS) for piece in pieces)


def numbers_in(text):
    return re.findall(r"\d+", typed_dates._folded(text))


def each_is_a_part_of_its_own(numbers, parts):
    """Whether these numbers are parts of that date, each another one, and a year as it is or by its two last digits."""
    month, day, year = parts
    if len(numbers) == 1 and len(numbers[0]) == 8:
        return sorted(numbers[0]) == sorted(f"{month:02}{day:02}{year:04}")
    can_be = [
        {*({"month"} if int(one) == month else ()), *({"day"} if int(one) == day else ())}
        | ({"year"} if one in {f"{year:04}", f"{year % 100:02}"} else set())
        for one in numbers
    ]
    orders = permutations(("month", "day", "year"), len(numbers))
    return any(all(map(set.__contains__, can_be, order)) for order in orders)


@pytest.mark.holds
@settings(max_examples=10 * TRIES)
@given(st.one_of(like_a_date(), st.text(max_size=90)), like_a_date(2), like_a_date(2))
@pytest.mark.slow
def test_a_date_that_is_taken_holds_every_number_that_was_typed_as_a_part_of_its_own(month, day, year):
    typed = {"month": month, "day": day, "year": year}
    for fields in ({"month": month}, {"month": month, "year": "2026"}, typed):
        found = understand(fields, NEAR)
        for one in found.meanings:
            assert one.month <= 12
            assert one.day <= 31
        if found.only and found.only.year:
            for text in fields.values():
                assert len(numbers_in(text)) <= 3
                assert each_is_a_part_of_its_own(numbers_in(text), found.only.parts), text


@pytest.mark.parametrize("text", ["October 2026, 9am", "Oct 15, 2026 at 3 PM"])
def test_a_time_of_day_is_no_part_of_the_date(text):
    (found,) = meanings(text)
    assert 9 not in found
    assert 3 not in found


def test_the_names_are_those_of_cldr():
    assert Path(typed_dates.WORDS_FILE).read_text(encoding="utf-8") == cldr.table()
    assert len(WEEKDAYS) > 100
