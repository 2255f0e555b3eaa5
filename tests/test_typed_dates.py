"""A date is understood as people type and paste it, in the languages most asked for, and never guessed."""

from datetime import date
from pathlib import Path

import cldr
import pytest
from babel import Locale
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from screener import typed_dates
from screener.typed_dates import MONTHS, SHORTEST_STEM, WEEKDAYS, understand

NEAR = range(2025, 2027)
FIFTEENTH = (10, 15, 2026)
LOCALES = [*cldr.LANGUAGES, "en_GB", "zh_Hans_HK", "ar_EG", "es_MX", "pt_PT", "fr_CA"]


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
        ("Oct 26", (10, 26, 0)),
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
            "2026-10-15T00:00",
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
        *("-", ".", "\u200b", "a" * 10_000, "1/" * 5_000, "10/15/2026 " * 9, "ma 2026"),
    ],
)
def test_what_is_no_date_or_not_a_sure_one_is_not_understood(text):
    assert meanings(text) == []


@pytest.mark.parametrize(
    ("text", "either"),
    [
        ("10.11.2026", [(10, 11, 2026), (11, 10, 2026)]),
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


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_every_day_in_the_order_of_the_fields_and_in_iso_order_is_that_day_alone(day):
    for text in (
        f"{day:%m/%d/%Y}",
        f"{day.month}-{day.day}-{day.year}",
        f"{day:%Y-%m-%d}",
        f"{day:%B} {day.day}, {day.year}",
    ):
        assert meanings(text) == [(day.month, day.day, day.year)]


@given(st.text(max_size=90), st.text(max_size=20), st.text(max_size=20))
def test_whatever_is_typed_is_answered_with_months_and_days_that_can_be(month, day, year):
    for one in understand({"month": month, "day": day, "year": year}, NEAR).meanings:
        assert one.month <= 12
        assert one.day <= 31


def test_the_names_are_those_of_cldr():
    assert Path(typed_dates.WORDS_FILE).read_text(encoding="utf-8") == cldr.table()
    assert len(WEEKDAYS) > 100
