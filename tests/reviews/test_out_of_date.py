"""A page says when it is to be read again, and that it may be out of date: by its day, or by the end of a source."""

from dataclasses import replace
from datetime import date

import pytest
from reviewing import sign
from small_pages import page_of

from content import reviewed, sources
from content.checks import check_pages
from web import clock


@pytest.fixture
def page(tmp_path):
    return page_of(tmp_path)


def test_a_page_that_no_clinician_read_is_due_half_a_year_after_its_words_changed(page):
    assert page.updated == date(2026, 11, 1)
    assert reviewed.next_review(page) == date(2027, 5, 1)


def test_a_page_is_due_half_a_year_after_a_clinician_read_these_words(page, reviews):
    sign(reviews, [reviewed.item_of(page)], day=date(2027, 3, 31))
    assert reviewed.next_review(page) == date(2027, 9, 30)


def test_a_check_of_other_words_puts_nothing_off(page, reviews):
    sign(reviews, [replace(reviewed.item_of(page), lines=("Other words.",))], day=date(2027, 3, 31))
    assert reviewed.next_review(page) == date(2027, 5, 1)


def test_a_page_is_out_of_date_on_the_day_after_it_was_due(page):
    assert reviewed.out_of_date(page, date(2027, 5, 1)) == []
    assert reviewed.out_of_date(page, date(2027, 5, 2)) == ["This page was to be read again by May 1, 2027."]


@pytest.fixture
def ended(monkeypatch):
    """Lets the source of the small page end on a day."""

    def end(day):
        every = dict(sources.all_sources())
        every["wardlaw2009"] = replace(every["wardlaw2009"], ended=day, ended_by="withdrawn by its authors")
        monkeypatch.setattr(reviewed, "all_sources", lambda: every)
        return every["wardlaw2009"]

    return end


def test_a_page_whose_source_was_withdrawn_after_it_was_written_says_so(page, ended):
    source = ended(date(2026, 11, 5))
    (reason,) = reviewed.out_of_date(page, date(2026, 11, 20))
    assert reason == f"A source of this page no longer holds since November 5, 2026: {source.name}."
    assert "No longer holds since November 5, 2026: withdrawn by its authors." in source.label


def test_a_page_that_was_written_or_read_after_its_source_ended_knows_of_it(page, ended, reviews):
    ended(date(2026, 11, 1))
    assert reviewed.out_of_date(page, date(2026, 11, 20)) == []
    ended(date(2026, 11, 5))
    sign(reviews, [reviewed.item_of(page)], day=date(2026, 11, 10))
    assert reviewed.out_of_date(page, date(2026, 11, 20)) == []


def test_the_release_check_names_both(page, ended, monkeypatch):
    ended(date(2026, 11, 5))
    monkeypatch.setattr(clock, "today", lambda: date(2027, 5, 2))
    problems = [one for one in check_pages([page]) if one.id == "content.W001"]
    assert [problem.msg.partition(": ")[2].split()[0] for problem in problems] == ["This", "A"]
    assert all(problem.hint for problem in problems)


@pytest.mark.parametrize("field", ["ended = 2025-11-06", 'ended_by = "withdrawn"'])
def test_a_source_that_ended_says_on_which_day_and_how(tmp_path, field):
    path = tmp_path / "sources.toml"
    text = sources.SOURCES_FILE.read_text()
    entry = text[text.index("[clinicpage]") :].partition("\n\n")[0]
    path.write_text(f"{entry}\n{field}\n")
    with pytest.raises(sources.SourceError, match="without the other"):
        sources.read_sources(path)


def test_a_source_has_not_ended_before_its_day_has_come(tmp_path):
    path = tmp_path / "sources.toml"
    text = sources.SOURCES_FILE.read_text()
    entry = text[text.index("[clinicpage]") :].partition("\n\n")[0]
    path.write_text(f'{entry}\nended = 2026-11-20\nended_by = "withdrawn"\n')
    assert sources.read_sources(path)["clinicpage"].ended == date(2026, 11, 20)
    path.write_text(f'{entry}\nended = 2026-11-21\nended_by = "withdrawn"\n')
    with pytest.raises(sources.SourceError, match="ended is 2026-11-21, which is yet to come"):
        sources.read_sources(path)


@pytest.mark.parametrize(("read", "due"), [("2027-08-31", "2028-02-29"), ("2026-12-31", "2027-06-30")])
def test_half_a_year_ends_with_the_month_where_it_has_no_such_day(page, reviews, read, due):
    sign(reviews, [reviewed.item_of(page)], day=date.fromisoformat(read))
    assert reviewed.next_review(page) == date.fromisoformat(due)
