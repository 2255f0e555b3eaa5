"""The checks of wording: each catches a small page that breaks just its rule, and says where and what to do."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.checks import WARNING, run_checks
from small_pages import BODY, FIRST_LINE, MATTER, TRIED, matter_without, page_of, saying

from content import glossary, sources
from content.checks import check_content, check_glossary, check_pages, check_pictures, check_sources
from content.pages import PageError, all_pages
from screener.rule_sets.clinic import CLINIC_RULES
from web import clock

LONG = "It is a day and a day " * 5
WORDS = "A calm day by the sea. " * 8


def problems(*pages):
    return [f"{message.msg} ({message.hint})" for message in check_pages(pages)]


def test_the_sites_own_pages_and_rule_set_pass_when_django_checks_them():
    assert check_content(None) == []
    assert [message for message in run_checks() if message.id.startswith("content")] == []


def test_the_check_of_django_runs_the_checks_of_wording(monkeypatch):
    monkeypatch.setattr("content.checks.all_sources", dict)
    assert "content.E032" in {message.id for message in run_checks()}


def test_a_small_page_with_nothing_wrong_passes(tmp_path):
    assert problems(page_of(tmp_path)) == []


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("It was tried in 40 towns.", "a number without a source: 'It was tried in 40 towns.' (Cite it: [@id].)"),
        ("- A day\n- In 40 towns", "a number without a source: 'In 40 towns' (Cite it"),
        ("| A | B |\n|---|---|\n| A day | 40 |", "a number without a source: '40' (Cite it"),
        ("Wait {{TWO_WEEKS}}.", "unknown value {{TWO_WEEKS}}. (The rule set has: FRACTURE_WINDOW, "),
        ("Wait for 12 weeks [@clinicpage].", "'12 weeks' is a rule's number, typed. (Write {{FRACTURE_WINDOW}}"),
        ("A scan counts 30 days [@clinicpage].", "'30 days' is a rule's number, typed. (Write"),
        ("It lost 25% of it [@clinicpage].", "'25%' is a rule's number, typed. (Write"),
        (f"{LONG}by the sea.", "a sentence of 38 words: "),
        ("Ask if you qualify.", "'qualify' must not be said. (Say it another way;"),
        ("It is FDA-approved.", "'FDA-approved' must not be said. ("),
        ("Some live\nlonger with it.", "'live longer' must not be said. ("),
        ("There are no restrictions.", "'no restrictions' must not be said. ("),
        ("It is three times more likely.", "'three times more' must not be said. ("),
        ("It harms 1 in 20 [@wardlaw2009].", "'1 in 2' must not be said. ("),
        ("See [here](page:nowhere).", "there is no page 'nowhere'. (See content/languages/en/pages.)"),
        ("See [here](page:risks#nowhere).", "no heading #nowhere on risks. (It has: how-many-took-part.)"),
        ("See [here](#nowhere).", "no heading #nowhere on risks. (It has: how-many-took-part.)"),
        ("See [here](screener:nowhere).", "no view is named screener:nowhere. (See screener/urls.py.)"),
        ("See [here](https://example.com).", "a link to https://example.com. (Link to page:…; cite other sites.)"),
        ("See {{fracture}}.", "markup that was not understood: 'See {{fracture}}.' ("),
        ("See [@Wardlaw].", "markup that was not understood: 'See [@Wardlaw].' ("),
        ("It is **safe.", "markup that was not understood: 'It is **safe.' ("),
        ("It is safe**.", "markup that was not understood: 'It is safe**.' ("),
        ("It is *safe.", "markup that was not understood: 'It is *safe.' ("),
        ("It is _safe.", "markup that was not understood: 'It is _safe.' ("),
        ("It is `safe.", "markup that was not understood: 'It is `safe.' ("),
        ("See [[the Lancet.", "markup that was not understood: 'See [[the Lancet.' ("),
        ("It was so.\n:::", "markup that was not understood: 'It was so.:::' ("),
        (
            "::: good What is **good\nIt heals.\n:::\n\n::: bad\nIt hurts.\n:::",
            "markup that was not understood: 'good Wh",
        ),
        ("::: call-today\n### Now\n\nGo.\n:::", "a heading in the box 'call-today'. (Close the box before it.)"),
        ("#### What then?", "a heading of level 4. (Use ## and ### only.)"),
        ("::: insert nothing\n:::", "unknown insert ' insert nothing'. (Known: glossary, "),
        ("::: insert questions cost weight\n:::", "unknown questions weight. (Known: "),
    ],
)
def test_a_mistake_in_a_page_is_named_with_its_line_and_what_to_do(tmp_path, words, problem):
    matter = MATTER.replace('"wardlaw2009"', '"wardlaw2009", "clinicpage"') if "@clinicpage" in words else MATTER
    page = page_of(tmp_path, BODY.replace("It was tried", f"{words}\n\nIt was tried"), matter)
    line = TRIED + {"- A": 1, "| A": 2}.get(words[:3], 1 if "###" in words[4:] else 0)
    (found,) = problems(page)
    assert found.startswith(f"risks.md:{line}: {problem}")


@pytest.mark.parametrize(
    "words",
    [
        "Call 911 or 988. It is 2026. On May 3, 2026, they looked at T12 and L1-L3.",
        "1. Ask.\n2. Wait.",
        "Wait {{FRACTURE_WINDOW}}. That is {{FRACTURE_WINDOW_DAYS}}.",
        "They looked again after 12 weeks [@wardlaw2009].",
        "The page says [[you qualify]] and leaves it there.",
        "::: claim-checked\nIt says that people live longer. That is not known.\n:::",
        "[Here](page:risks#how-many-took-part) and [here](#how-many-took-part) and [on the phone](tel:911).",
        "A disqualifying answer is a quality of its own.",
    ],
)
def test_the_checks_of_a_page_leave_correct_words_alone(tmp_path, words):
    assert problems(saying(tmp_path, words)) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "problem"),
    [
        ("[@wardlaw2009]", "[@nobody1999]", TRIED, "unknown source [@nobody1999]. (Add it to content/sources.toml.)"),
        ("took part?", "took part? [@wardlaw2009]", TRIED - 2, "a citation in a heading. (Move it"),
        ("::: next\n", "", FIRST_LINE, "the page does not end with ::: next. (Say what to do next.)"),
        ("doctor.\n:::", "doctor.\n:::\n\nOne more word.", FIRST_LINE, "the page does not end with ::: next. ("),
    ],
)
def test_a_page_of_the_wrong_shape_is_named(tmp_path, old, new, line, problem):
    assert f"risks.md:{line}: {problem}" in "\n".join(problems(page_of(tmp_path, BODY.replace(old, new, 1))))


@pytest.mark.parametrize(
    ("old", "new", "at", "which"),
    [
        ("doctor.\n:::\n", "doctor.\n", "::: next", "next"),
        ("bone.\n:::\n", "bone.\n", "::: next", "in-short or ::: next within it"),
        ("It was tried", "::: call-today\n\nIt was tried", "::: next", "call-today or ::: next within it"),
    ],
)
def test_a_box_that_is_never_closed_and_so_swallows_the_page_is_named(tmp_path, old, new, at, which):
    body = BODY.replace(old, new)
    line = FIRST_LINE + body[: body.index(at)].count("\n")
    problem = f"risks.md:{line}: ::: {which} is never closed. (Write ::: on a line of its own after it.)"
    assert problem in problems(page_of(tmp_path, body))


LINK = "- [Deaths](page:risks#how-many-took-part"


@pytest.mark.parametrize(
    ("box", "problem"),
    [
        ("fold\nIt is so.", "::: fold has no title. (Write what it holds"),
        (f'record\n{LINK} "dead")', "::: record has no title. (Write what it holds"),
        ("record All\n- Deaths", "an item of the record leads nowhere. (Write a link"),
        ("record All\n-", "an item of the record leads nowhere. (Write a link"),
        ("record All\nIt is so.", "::: record holds something else than one list."),
        ("cards\nIt is so.", "::: cards holds something else than one list."),
        ("cards\n1. It is so.", "::: cards holds something else than one list."),
        ("cards\n- It is so.\n  - It is.", "::: cards holds something else than one list."),
        ("cards\n- It is so.\n\nIt is.", "::: cards holds something else than one list."),
        ("checklist\nIt is.\n\n- It is so.", "::: checklist holds something else than one list."),
        ("checklist", "::: checklist holds something else than one list."),
        (f"record All\n{LINK})", "the anchor #how-many-took-part stands twice on the page. (In a record"),
        (f'record All\n{LINK} "dead alive dead")', "the anchor #dead stands twice on the page."),
        (f'record All\n{LINK} "dead alive")', ""),
        ("cards\n- It is so.\n\n  It is.\n- And so on.", ""),
    ],
)
def test_a_box_that_cannot_be_opened_or_followed_is_named(tmp_path, box, problem):
    found = problems(page_of(tmp_path, BODY.replace("::: next", f"::: {box}\n:::\n\n::: next")))
    assert [one.partition(": ")[2].startswith(problem) for one in found] == [True] * bool(problem)


def test_boxes_within_a_box_for_a_list_are_named_and_those_within_a_fold_are_not(tmp_path):
    inner = "- It is so.\n\n::: fold More\nIt is.\n:::"
    for box, refused in (("cards", True), ("fold All", False)):
        found = problems(page_of(tmp_path, BODY.replace("::: next", f":::: {box}\n{inner}\n::::\n\n::: next")))
        assert any("::: cards holds something else" in one for one in found) is refused
        assert len(found) == refused


def test_a_mistake_in_a_page_of_a_folder_is_named_with_its_folder(tmp_path):
    page = replace(saying(tmp_path, "It was tried in 40 towns."), slug="risks/all-facts")
    assert problems(page)[0].startswith(f"risks/all-facts.md:{TRIED}: a number without a source")


def test_a_page_that_is_all_in_one_box_is_named(tmp_path):
    found = problems(page_of(tmp_path, f":::: good\n{BODY}\n::::"))
    assert any("a heading in the box 'good'. (Close the box before it.)" in one for one in found)


def test_marks_in_front_matter_and_a_copy_of_a_page_are_named(tmp_path):
    page = page_of(tmp_path)
    marked = replace(page, summary="What is **known.")
    assert problems(marked) == [
        "risks.md:1: markup that was not understood: 'What is **known.' (Write plain words here.)"
    ]
    copy = replace(page, slug="risks-copy")
    (found,) = problems(page, copy)
    assert found.startswith(f"risks-copy.md:1: the title of risks.md: {page.title!r}. (Take the copy away")


@pytest.mark.parametrize("answer", ["", " ", "It heals.\\n\\nIt hurts.", "- It heals.", "::: next\\nIt heals.\\n:::"])
def test_a_page_whose_answer_is_not_one_paragraph_is_named(tmp_path, answer):
    matter = MATTER.replace("A balloon makes room in the bone.", answer)
    assert matter != MATTER
    found = problems(page_of(tmp_path, matter=matter))
    assert found == ["risks.md:1: main_message is not one paragraph. (Write the answer, without lists or boxes.)"]


def test_an_empty_page_is_named_and_ends_no_check(tmp_path):
    matter = MATTER.replace("A balloon makes room in the bone.", "").replace('layer = "record"\n', "")
    found = problems(page_of(tmp_path, "", matter))
    assert any("main_message is not one paragraph." in one for one in found)
    assert any("the page does not begin with one picture" in one for one in found)


@pytest.mark.parametrize("broken", [b"<svg><path></svg>", b"<svg>{% if x %}</svg>", b"\xff\xfe<svg/>", b""])
def test_a_picture_that_cannot_be_drawn_is_named_wherever_it_is_shown(tmp_path, settings, broken):
    pictures = tmp_path / "templates" / "pictures"
    pictures.mkdir(parents=True)
    (pictures / "._above.svg").write_bytes(b"\x00")
    (pictures / "broken.svg").write_bytes(broken)
    (pictures / "whole.svg").write_bytes(b"<svg/>")
    settings.BASE_DIR = tmp_path
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path / "templates"]}]
    (error,) = check_pictures()
    assert error.msg.startswith("the picture 'broken' in templates/pictures cannot be read: ")


def test_sources_are_those_that_the_page_cites(tmp_path):
    more = page_of(tmp_path, matter=MATTER.replace('"wardlaw2009"', '"wardlaw2009", "klazen2010"'))
    less = page_of(tmp_path, matter=MATTER.replace('"wardlaw2009"', ""))
    assert problems(more) == ["risks.md:1: sources lists klazen2010, which the page never cites. (Remove it.)"]
    assert problems(less) == ["risks.md:1: the page cites wardlaw2009. (Add it to sources.)"]


def test_a_page_too_hard_to_read_is_named_with_its_hardest_block(tmp_path):
    hard = "Percutaneous vertebral augmentation necessitates multidisciplinary deliberation. " * 3
    (found,) = problems(saying(tmp_path, hard))
    assert found.startswith(f"risks.md:{TRIED}: reading grade is ")
    assert ": 8.0 at most. (Shorter words and sentences. The hardest block: 'Percutaneous" in found


def test_good_and_bad_get_the_same_space_within_a_fifth(tmp_path):
    good, bad = f"::: good\n{WORDS}\n:::\n\n", f"::: bad\n{WORDS}\n:::"
    less = bad.replace("A calm day by the sea. A calm day by the sea. ", "", 1)
    assert problems(saying(tmp_path, good + bad)) == []
    assert problems(saying(tmp_path, good + less)) == [
        "risks.md:1: unequal space (good: 48, bad: 36 words). (Bring them within a fifth of each other.)"
    ]
    assert "unequal space (good: 48, bad: 0 words)" in "".join(problems(saying(tmp_path, good)))


def test_a_page_past_its_review_is_a_warning_from_the_day_after_on(tmp_path, monkeypatch):
    page = page_of(tmp_path)
    monkeypatch.setattr(clock, "today", lambda: date(2027, 5, 1))
    assert problems(page) == []
    monkeypatch.setattr(clock, "today", lambda: date(2027, 5, 2))
    (warning,) = check_pages([page])
    assert warning.level == WARNING
    assert warning.msg == "risks.md:1: This page was to be read again by May 1, 2027."
    assert warning.hint


@pytest.mark.parametrize("name", ["updated", "title", "summary", "main_message", "sources"])
def test_front_matter_that_is_missing_stops_the_page(tmp_path, name):
    with pytest.raises(PageError, match=rf"^risks.md: the front matter misses {name}. Add it.$"):
        page_of(tmp_path, matter=matter_without(name))


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("2026-11-01", '"soon"', "updated in the front matter must be a date"),
        ('["wardlaw2009"]', '["nobody1999"]', "sources names nobody1999, which sources.toml does not have"),
        ('"learn"', '"other"', "group must be one of learn, decide, about"),
        ("order = 1", "order = 1\ncolor = 2", "the front matter does not know color"),
        ("order = 1", "order =", "the front matter is not TOML"),
    ],
)
def test_front_matter_that_makes_no_sense_stops_the_page(tmp_path, old, new, problem):
    with pytest.raises(PageError, match=f"^risks.md: {problem}"):
        page_of(tmp_path, matter=MATTER.replace(old, new, 1))


def test_a_file_without_front_matter_stops_with_words(tmp_path, monkeypatch):
    (tmp_path / "risks.md").write_text("## Hello\n")
    monkeypatch.setattr("content.pages.PAGES_DIR", tmp_path)
    monkeypatch.setattr("content.checks.all_pages", all_pages.__wrapped__)
    (error,) = check_content(None)
    assert error.msg == "risks.md:1: the file must begin with front matter between two lines of +++."


def test_a_term_is_explained_in_few_and_plain_words(monkeypatch):
    assert list(check_glossary()) == []
    wordy = glossary.Term("wordy", "wordy", (), "a day " * 11)
    hard = glossary.Term("hard", "hard", (), "multidisciplinary deliberation necessitating augmentation")
    monkeypatch.setattr("content.checks.all_terms", lambda: {"wordy": wordy, "hard": hard})
    assert [error.msg for error in check_glossary()] == [
        "glossary.toml: [wordy] has more than 20 words.",
        "glossary.toml: reading grade 8.1: 6.0 at most.",
    ]


def test_every_source_the_self_check_names_is_described(monkeypatch):
    pages = list(all_pages().values())
    assert list(check_sources(pages)) == []
    known = {name: source for name, source in sources.all_sources().items() if name != "clinicpage"}
    monkeypatch.setattr("content.checks.all_sources", lambda: known)
    assert "clinicpage" in CLINIC_RULES.source_ids
    (error,) = check_sources(pages)
    assert error.msg == "The rule set clinic names the source 'clinicpage'."


def test_a_source_that_nothing_cites_is_an_error():
    errors = [error.msg for error in check_sources([])]
    assert "sources.toml: nothing cites [wakemed]." in errors
    assert "sources.toml: nothing cites [clinicpage]." not in errors


WALK = """:::: walk
::: picture step-1
**Step 1.** In.
:::
::: picture step-2
**Step 2.** Out.
:::
::::"""


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("::: picture shapes/step\nA.\n:::", "there is no picture 'shapes/step'"),
        ("::: picture spine\nA.\n:::\n\n::: picture spine\nB.\n:::", "::: picture spine stands twice on the page"),
        (WALK.replace("**Step 2.** Out", "Out"), "a walk needs two pictures or more"),
        (":::: walk\nWords.\n::::", "a walk needs two pictures or more"),
        (f"{WALK}\n\n{WALK}", "::: walk stands twice on the page"),
    ],
)
def test_a_figure_that_would_break_when_served_is_named(tmp_path, words, problem):
    assert problem in " ".join(error.msg for error in check_pages([saying(tmp_path, words)]))


def test_a_walk_with_its_titles_passes(tmp_path):
    assert not [error.msg for error in check_pages([saying(tmp_path, WALK)]) if "walk" in error.msg]


def test_words_after_an_inner_box_still_count_for_the_outer_one(tmp_path):
    blocks = saying(tmp_path, ":::: good\nOne.\n\n::: call-911\nTwo.\n:::\n\nThree.\n::::").blocks
    assert [block.callout for block in blocks if block.text in ("One.", "Two.", "Three.")] == [
        "good",
        "call-911",
        "good",
    ]
