"""What a page's markdown becomes: no HTML of its own, numbered sources, explained terms, numbers from the rule set."""

import re
from dataclasses import replace

import pytest
from small_pages import BODY, MATTER, cited, html_of, page_of, saying

from content.markdown import inline
from screener.rule_sets.shared.limits import FRACTURE_WINDOW


@pytest.mark.parametrize(
    "raw",
    [
        "<script>alert(1)</script>",
        "<b onclick='alert(1)'>bold</b>",
        "<style>* { color: red }</style>",
        "<!-- a comment -->",
        "A <img src=x onerror=alert(1)> in a line.",
    ],
)
def test_raw_html_is_shown_and_not_obeyed(tmp_path, raw):
    html = html_of(saying(tmp_path, raw))
    assert not re.search(r"<(script|b onclick|style|!--|img)", html)
    assert "&lt;" in html


@pytest.mark.parametrize("words", ["[[<b>bold</b>]]", "::: in-short <b>bold</b>\n- A day.\n:::", "## <b>bold</b>"])
def test_raw_html_does_not_pass_through_our_own_marks(tmp_path, words):
    assert "<b>bold" not in html_of(saying(tmp_path, words))


def test_raw_html_does_not_pass_in_the_main_message(tmp_path):
    page = page_of(tmp_path, matter=MATTER.replace("A balloon makes", "<script>x</script> makes"))
    assert "<script" not in html_of(page)


@pytest.mark.parametrize("scheme", ["javascript:alert(1)", "data:text/html,x", "vbscript:x", "JaVaScRiPt:alert(1)"])
def test_a_link_that_runs_something_is_no_link(tmp_path, scheme):
    assert "<a" not in html_of(saying(tmp_path, f"See [here]({scheme}).")).split("It was tried")[0]


def test_sources_are_numbered_in_the_order_in_which_they_are_first_cited(tmp_path):
    words = "A [@klazen2010]. B [@wardlaw2009; @klazen2010]. C [@boonen2011]."
    matter = MATTER.replace("in the bone.", "in the bone [@boonen2011].").replace(
        '"wardlaw2009"', '"wardlaw2009", "klazen2010", "boonen2011"'
    )
    page = page_of(tmp_path, BODY.replace("It was tried", f"{words}\n\nIt was tried"), matter)
    marks = re.findall(r'<a href="#s(\d)"><span class="visually-hidden">', html_of(page))
    assert marks == ["1", "2", "3", "2", "1", "3"]
    assert [source.id for source in cited(page)] == ["boonen2011", "klazen2010", "wardlaw2009"]


def _explained(html):
    return re.findall(r'<button type="button" class="term" popovertarget="([\w-]+)">([^<]+)</button>', html)


def test_a_term_is_explained_once_where_it_first_occurs(tmp_path):
    html = html_of(saying(tmp_path, "The vertebra is a bone. A vertebra can break, and so can two vertebrae."))
    assert [words for _, words in _explained(html)] == ["vertebra"]
    (target, _), before = _explained(html)[0], html.split("<button")[0]
    assert before.endswith('<p>The <span class="together">')
    assert f'<span popover id="{target}" class="term-meaning"><b>' in html


def test_a_term_is_not_explained_in_a_heading_a_link_a_column_head_or_a_caption(tmp_path):
    words = (
        "## What is a vertebra?\n\nSee [the vertebra](page:risks).\n\n"
        "Table: The vertebra\n\n| Vertebra | Day |\n|---|---|\n| A day | A day |\n\n"
    )
    assert _explained(html_of(saying(tmp_path, words))) == []
    later = html_of(saying(tmp_path, f"{words}A vertebra is a bone."))
    assert [words for _, words in _explained(later)] == ["vertebra"]


def test_a_term_is_not_explained_in_the_head_of_a_row(tmp_path):
    html = html_of(saying(tmp_path, "| Part | Day |\n|---|---|\n| The vertebra | A vertebra |"))
    assert '<th scope="row">The vertebra</th>' in html
    assert [words for _, words in _explained(html)] == ["vertebra"]


def test_a_number_that_is_a_rule_comes_from_the_rule_set(tmp_path, monkeypatch):
    words = "Wait {{FRACTURE_WINDOW}}, or {{FRACTURE_WINDOW_DAYS}}."
    assert "Wait 12 weeks, or 84 days." in html_of(saying(tmp_path, words))
    shorter = replace(FRACTURE_WINDOW, limit=77, words="11 weeks")
    values = {**inline.values(), **shorter.values}
    monkeypatch.setattr(inline, "values", lambda: values)
    page = saying(tmp_path, words)
    assert "Wait 11 weeks, or 77 days." in html_of(page)
    assert "Wait 11 weeks, or 77 days." in [block.text for block in page.blocks]


def test_a_changed_limit_changes_the_sites_own_pages(monkeypatch):
    from content.pages import all_pages

    shorter = replace(FRACTURE_WINDOW, limit=77, words="11 weeks")
    before = html_of(all_pages.__wrapped__()["who-it-may-help"])
    values = {**inline.values(), **shorter.values}
    monkeypatch.setattr(inline, "values", lambda: values)
    after = html_of(all_pages.__wrapped__()["who-it-may-help"])
    assert "11 weeks" not in before
    assert "11 weeks" in after


def test_a_table_has_heads_for_rows_and_columns_and_its_caption(tmp_path):
    html = html_of(saying(tmp_path, "Table: Two days\n\n| A | B |\n|---|---|\n| First | Second |"))
    assert '<caption id="table-1">Two days</caption>' in html
    assert html.count('<th scope="col">') == 2
    assert '<th scope="row">First</th>' in html
    assert "<td>Second</td>" in html


def test_headings_of_the_same_words_get_addresses_of_their_own(tmp_path):
    page = saying(tmp_path, "## When?\n\nSoon.\n\n## When?\n\nLater.")
    assert [heading.anchor for heading in page.headings] == ["how-many-took-part", "when", "when-2"]


def test_what_is_quoted_stands_in_cite_and_is_not_measured(tmp_path):
    page = saying(tmp_path, "It stood in [[The Multidisciplinary Journal]] then.")
    assert "<cite>The Multidisciplinary Journal</cite>" in html_of(page)
    assert "It stood in then." in [block.text for block in page.blocks]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("It is (a vertebra).", "vertebra)."),
        ("It is a “vertebra”, they say.", "“vertebra”,"),
        ("It is a (vertebra [@klazen2010]).", "(vertebra1"),
        ("It is a vertebra [@klazen2010], they say.", "vertebra1"),
        ("It is a vertebra, [@klazen2010] they say.", "vertebra,1"),
        ("It is a vertebra – they say.", "vertebra"),
        ("It is a vertebra-like bone.", "vertebra"),
    ],
)
def test_what_touches_a_term_is_kept_on_its_line(tmp_path, written, kept):
    html = html_of(saying(tmp_path, written))
    (together,) = re.findall(r'<span class="together">(.*?</button>.*?</span>.*?)</span>(?!\d)', html)
    hidden = r'<span popover.*?</span>|<span class="visually-hidden">.*?</span>|<[^>]+>'
    assert re.sub(hidden, "", together) == kept
