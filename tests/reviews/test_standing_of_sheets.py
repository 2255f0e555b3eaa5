"""What a clinic prints or sends is checked only as long as it is, and the site that it is of."""

from io import BytesIO

import pytest
from pypdf import PdfReader
from reviewing import sign, sign_all_but

from clinics import files
from kyphoplasty_site.reviewed import all_items
from referrals import leaflets
from referrals.emails import emails
from referrals.standings import standing_of_sheet, standing_of_the_site
from reviews.ledger import LONGEST
from reviews.standing import State

SHEETS = ["leaflet:slips", "leaflet:poster", "leaflet:interpreters", "email:neutral", "email:relative"]


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_sheet_whose_words_changed_says_so_and_no_other_does(reviews, sheet):
    sign_all_but(reviews, all_items(), sheet)
    states = {name: standing_of_sheet(name).state for name in SHEETS}
    assert states == {name: State.CHANGED if name == sheet else State.CHECKED for name in SHEETS}
    assert standing_of_the_site().state == State.CHECKED


@pytest.mark.parametrize("item", ["medicare/about", "page:risks", "glossary", "templates:components", "code:web"])
def test_the_site_is_checked_only_as_long_as_all_of_it_is(reviews, item):
    sign_all_but(reviews, all_items(), item)
    assert {standing_of_sheet(name).state for name in SHEETS} == {State.CHANGED}


def test_an_email_says_so_of_its_own_tone(reviews):
    sign_all_but(reviews, all_items(), "email:relative")
    said = {one.tone: one.text for one in emails(files.all_clinics()["sample"], "https://www.example.org/r/sample/")}
    assert "The words and rules of the site: Changed since Clinician One, MD" in said["relative"]
    assert "The words and rules of the site: Checked by Clinician One, MD" in said["neutral"]


@pytest.mark.parametrize("draw", [leaflets.slips, leaflets.poster])
def test_a_sheet_with_the_two_longest_names_stays_on_one_page(reviews, draw):
    every = list(all_items().values())
    for turn in range(2):
        name = (f"Wilhelmina {turn} " + "Mo " * 30)[: LONGEST["reviewer"] - 1]
        sign(reviews, every[turn::2], name=name, reviewer=name, credentials=("MD " * 30)[: LONGEST["credentials"] - 1])
    clinic = files.all_clinics()["sample"]
    made = PdfReader(BytesIO(draw(clinic, "https://www.example.org/r/sample/")))
    assert len(made.pages) == 1
    assert "Wilhelmina 1 Mo" in " ".join(made.pages[0].extract_text().split())
