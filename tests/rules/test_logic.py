"""Three-valued logic and stretches of days."""

from datetime import date
from itertools import product

import pytest

from screener.engine.logic import Days, Truth, every, read_days, some

NO, UNKNOWN, YES = Truth.NO, Truth.UNKNOWN, Truth.YES


# ----------------------------------------------------------------------------------------------------------- truth


@pytest.mark.parametrize(
    ("a", "b", "both", "either"),
    [
        (NO, NO, NO, NO),
        (NO, UNKNOWN, NO, UNKNOWN),
        (NO, YES, NO, YES),
        (UNKNOWN, NO, NO, UNKNOWN),
        (UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN),
        (UNKNOWN, YES, UNKNOWN, YES),
        (YES, NO, NO, YES),
        (YES, UNKNOWN, UNKNOWN, YES),
        (YES, YES, YES, YES),
    ],
)
def test_and_and_or_follow_kleenes_tables(a, b, both, either):
    assert every([a, b]) is both
    assert some([a, b]) is either


def test_not_turns_yes_and_no_round_and_leaves_unknown():
    assert [~truth for truth in (NO, UNKNOWN, YES)] == [YES, UNKNOWN, NO]


def test_not_all_is_the_same_as_some_not():
    for truths in product(Truth, repeat=3):
        assert ~every(truths) is some(~truth for truth in truths)


def test_all_of_nothing_is_yes_and_some_of_nothing_is_no():
    assert every([]) is YES
    assert some([]) is NO


@pytest.mark.parametrize("truth", Truth)
def test_a_truth_cannot_be_taken_for_true_or_false(truth):
    with pytest.raises(TypeError, match="yes, no or unknown"):
        bool(truth)
    with pytest.raises(TypeError):
        _ = "fits" if truth else "does not"


# ------------------------------------------------------------------------------------------------------------ days


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2026-11-10", "2026-11-10", YES),
        ("2026-11-09", "2026-11-09", NO),
        ("2026-11-10", "2026-11-20", YES),
        ("2026-11-09", "2026-11-20", UNKNOWN),
        ("2026-11-01", "2026-11-10", UNKNOWN),
        ("2026-11-01", "2026-11-09", NO),
    ],
)
def test_a_stretch_is_within_a_limit_if_each_of_its_days_is_and_is_not_if_none_is(first, last, expected):
    stretch = Days(date.fromisoformat(first), date.fromisoformat(last))
    assert stretch.within(10, date(2026, 11, 20)) is expected


def test_a_stretch_comes_before_another_only_as_a_whole():
    october = read_days("2026-10")
    assert october.before(read_days("2026-11-01"))
    assert not october.before(read_days("2026-10-31"))
    assert not october.before(october)
    assert not read_days("2026-11").before(october)


def test_a_stretch_up_to_today_ends_no_later_than_today():
    november = read_days("2026-11")
    assert november.up_to(date(2026, 11, 20)) == Days(date(2026, 11, 1), date(2026, 11, 20))
    assert november.up_to(date(2026, 11, 30)) == november
    assert november.up_to(date(2027, 5, 1)) == november


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-11-03", date(2026, 11, 3), date(2026, 11, 3)),
        ("2026-11", date(2026, 11, 1), date(2026, 11, 30)),
        ("2026-12", date(2026, 12, 1), date(2026, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28)),
        ("2100-02", date(2100, 2, 1), date(2100, 2, 28)),
        ("2024-02-29", date(2024, 2, 29), date(2024, 2, 29)),
    ],
)
def test_a_date_is_one_day_and_a_month_is_all_of_its_days(text, first, last):
    assert read_days(text) == Days(first, last)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026",
        "26-11-03",
        "2026-1-3",
        "2026-11-3",
        "20261103",
        "2026/11/03",
        "03-11-2026",
        "2026-11-03T00:00",
        " 2026-11-03",
        "2026-11-03\n",
        "2026-11\n",
        "-2026-11-03",
        "2026-02-30",
        "2026-02-29",
        "2100-02-29",
        "2026-11-31",
        "2026-11-00",
        "2026-13-01",
        "2026-13",
        "2026-00",
        "0000-01",
        "0000-01-01",
        "2026-W47",
        "2026-W47-5",
        "2026-324",
        "２０２６-11-03",
        "2026-1１",
        "٢٠٢٦-١١-٠٣",
        "today",
    ],
)
def test_anything_but_a_date_that_can_be_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        read_days(text)
