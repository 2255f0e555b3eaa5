"""The table of what experts say: each row agrees with the sources file on the year and on who paid."""

import re
from xml.etree import ElementTree

import pytest
from django.test import Client

from content.sources import all_sources

BODIES = ["societies", "ACR", "NICE", "AHRQ", "AAOS", "NASS", "ASBMR", "Cochrane"]
# Their answer, or a part of it, is about cement without a balloon.
WITHOUT_BALLOON = {"AHRQ", "AAOS", "ASBMR", "Cochrane"}


@pytest.fixture(scope="module")
def page():
    return Client().get("/evidence/trials/").content.decode()


@pytest.fixture(scope="module")
def rows(page):
    (table,) = [table for table in re.findall(r"<table>.*?</table>", page, re.DOTALL) if "Experts disagree" in table]
    return list(ElementTree.fromstring(table).iter("tr"))[1:]  # noqa: S314 - our own


def words(cell):
    return "".join(cell.itertext())


def test_each_body_has_one_row_with_all_its_cells_filled(rows):
    assert [name for row in rows for name in BODIES if name in words(row[0])] == BODIES
    for row in rows:
        assert all(words(cell).strip() for cell in row)
        assert len(row) == 4


def test_years_and_who_paid_agree_with_the_sources(page, rows):
    known = dict(re.findall(r'<li id="(s\d+)" value="\d+"><a href="[^"]+#(\w+)">', page))
    for row in rows:
        sources = [all_sources()[known[link.get("href").removeprefix("#")]] for link in row[0].iter("a")]
        assert sources
        for source in sources:
            assert (f", {source.year}" if source.year else "no date") in words(row[0])
            assert source.paid_by.lower().startswith(words(row[3]).split(".")[0].lower())


def test_what_is_about_cement_without_a_balloon_says_so(rows):
    said = {name for row in rows for name in BODIES if name in words(row[0]) and "no balloon" in words(row).lower()}
    assert said == WITHOUT_BALLOON
