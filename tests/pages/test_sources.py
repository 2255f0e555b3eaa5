"""The sources file: every entry whole, and shown with what a reader wants to know of it."""

import pytest
from served import see

from content.glossary import GlossaryError, all_terms, find_terms
from content.pages import all_pages
from content.sources import SourceError, all_sources, read_sources
from screener.rule_sets.editions import RULE_SETS

ENTRY = """\
[smith2020]
authors = "Smith"
year = 2020
title = "A trial"
journal = "A journal"
kind = "randomized trial"
people = 1200
paid_by = "the maker"
blinding = "Everyone knew"
address = "https://example.com/"
sure = "paper read"
"""


def source_of(folder, entry=ENTRY):
    path = folder / "sources.toml"
    path.write_text(entry)
    return read_sources(path)["smith2020"]


def test_a_source_says_what_it_is_who_paid_and_who_knew(tmp_path):
    source = source_of(tmp_path)
    assert source.name == "Smith, 2020"
    assert source.label == "Randomized trial. 1,200 people. Paid by: the maker. Everyone knew."


def test_what_was_not_checked_is_said_and_what_does_not_apply_is_not(tmp_path):
    assert source_of(tmp_path, ENTRY.replace("Everyone knew", "not checked")).label.endswith(
        "Who knew which treatment was not checked."
    )
    assert source_of(tmp_path, ENTRY.replace("Everyone knew", "does not apply")).label.endswith("Paid by: the maker.")


def test_a_source_without_a_year_or_a_count_shows_none(tmp_path):
    source = source_of(tmp_path, ENTRY.replace("2020\n", "0\n").replace("1200", "0"))
    assert source.name == "Smith"
    assert "people" not in source.label


@pytest.mark.parametrize(("kind", "page"), [("randomized trial", "/sources/"), ("guideline", "/sources-guides/")])
def test_studies_are_described_on_one_page_and_all_else_on_another(tmp_path, kind, page):
    assert source_of(tmp_path, ENTRY.replace("randomized trial", kind)).url == f"{page}#smith2020"


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('paid_by = "the maker"\n', "", r"\[smith2020\] misses or does not know: paid_by"),
        ("[smith2020]", "other = 5\n[smith2020]", r"other must be a table"),
        ('"randomized trial"', '"a hunch"', r"\[smith2020\] has the kind 'a hunch'; known are randomized trial, "),
        ("https://example.com/", "javascript:alert(1)", r"\[smith2020\] address must begin with https://"),
    ],
)
def test_an_entry_that_is_wrong_stops_the_start_and_names_the_source(tmp_path, old, new, problem):
    with pytest.raises(SourceError, match=f"^sources.toml: {problem}"):
        source_of(tmp_path, ENTRY.replace(old, new))


def test_no_source_is_described_and_never_used():
    of_rules = (rules.source_ids for rules in RULE_SETS.values())
    used = frozenset().union(*of_rules, *(page.sources for page in all_pages().values()))
    assert all_sources().keys() == used


def test_every_used_source_can_be_read_about_with_a_link_that_sends_no_referrer(client):
    for studies, address in ((True, "/sources/"), (False, "/sources-guides/")):
        shown = see(client, address)
        links = {link["attrs"]["href"]: link["attrs"] for link in shown.all("a") if "sources" in link["around"]}
        for source in (source for source in all_sources().values() if source.is_study is studies):
            assert source.id in shown.ids
            if source.address:
                assert {"noopener", "noreferrer"} <= set(links[source.address]["rel"].split())


def test_what_was_only_recalled_is_no_source_of_ours():
    assert not [source.id for source in all_sources().values() if "recalled" in f"{source.paid_by} {source.sure}"]


def test_every_term_is_on_the_glossary_page_and_in_the_order_of_the_alphabet(client):
    shown = see(client, "/glossary/")
    assert set(all_terms()) <= set(shown.ids)
    words = [term.term.lower() for term in all_terms().values()]
    assert words == sorted(words)


def test_a_term_is_found_in_all_its_forms_as_a_whole_word_and_the_longest_first():
    for term in all_terms().values():
        for form in (term.term, *term.also):
            assert find_terms(f"A {form}, then.")[0][2] == term
    assert find_terms("vertebrate") == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[fall", " is not TOML"),
        ("", " is empty"),
    ],
)
def test_a_term_that_is_wrong_stops_the_start_and_is_named(tmp_path, monkeypatch, text, problem):
    monkeypatch.setattr("content.glossary.GLOSSARY_FILE", tmp_path / "glossary.toml")
    (tmp_path / "glossary.toml").write_text(text)
    with pytest.raises(GlossaryError, match=f"^glossary.toml{problem}"):
        all_terms.__wrapped__()
