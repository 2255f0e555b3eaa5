"""The check of the reviews: what a start refuses, and what a release waits for."""

from datetime import date

import pytest
from reviewing import sign

from kyphoplasty_site import checks, warm_up
from kyphoplasty_site.reviewed import all_items
from reviews import ledger
from reviews.items import Item
from reviews.ledger import Verdict


@pytest.fixture
def found(tmp_path, monkeypatch):
    """What the check says of a folder of reviews: (folder, what it says)."""
    monkeypatch.setattr(checks, "ledger", lambda: ledger.read_ledger(tmp_path, date(2026, 11, 20)))
    return tmp_path, lambda: [(one.id, one.msg) for one in checks.check_reviews()]


def test_no_review_and_a_true_one_are_no_fault(found):
    folder, said = found
    assert said() == []
    sign(folder, [all_items()["page:risks"]])
    assert said() == []


def test_a_review_that_cannot_be_believed_is_an_error(found):
    folder, said = found
    path = sign(folder, [all_items()["page:risks"]])
    path.write_text(path.read_text().replace("2026-11-10", "2027-11-10"))
    assert said() == [
        (
            "reviews.E001",
            "reviews/one.toml: nobody can have read on 2027-11-10, which is yet to come. Set the right day.",
        )
    ]


def test_a_review_of_what_is_not_on_the_site_is_an_error(found):
    folder, said = found
    sign(folder, [Item("page:nowhere", ("Words.",))])
    ((name, words),) = said()
    assert name == "reviews.E001"
    assert "is not on the site" in words


def test_words_that_a_reader_refused_hold_up_a_release_until_they_change(found):
    folder, said = found
    risks = all_items()["page:risks"]
    sign(folder, [risks], verdict=Verdict.REFUSED, remark="The number is old.")
    assert said() == [("reviews.W001", "reviews/one.toml refuses page:risks: The number is old.")]
    sign(folder, [Item("page:home", ("Other words.",))], name="two", verdict=Verdict.REFUSED, remark="Too long.")
    assert len(said()) == 1


def test_a_start_names_the_review_that_cannot_be_believed_and_not_a_page_that_asks_for_it(tmp_path, monkeypatch):
    path = sign(tmp_path, [all_items()["page:risks"]])
    path.write_text(path.read_text().replace("2026-11-10", "2027-11-10"))
    monkeypatch.setattr(warm_up, "ledger", lambda: ledger.read_ledger(tmp_path, date(2026, 11, 20)))
    monkeypatch.setattr(warm_up, "prepare", lambda: pytest.fail("A page was read first."))
    with pytest.raises(ledger.LedgerError, match=r"^reviews/one.toml: nobody can have read on 2027-11-10"):
        warm_up.read_everything()
