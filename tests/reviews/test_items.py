"""What can be signed: all that the site says and decides, each in one place, so that a change falls on that alone."""

from dataclasses import replace

import pytest
from reviewing import sign, sign_all_but
from served import see
from small_pages import BODY, MATTER, page_of

from content import reviewed
from content.glossary import all_terms
from content.pages import Page, all_pages
from content.sources import all_sources
from kyphoplasty_site.reviewed import all_items
from reviews import frame
from reviews.standing import State
from screener.editions import items_of_rules
from screener.engine.conditions import Not
from screener.rule_sets.editions import RULE_SETS
from screener.rule_sets.reading import parts_of
from screener.rule_sets.texts import in_texts, texts_of
from screener.standings import standing_of_question, standing_of_rules
from web import marked_texts
from web.catalogues import Text
from web.languages import speaking

RULES = RULE_SETS["clinic"]


@pytest.mark.parametrize("rules", RULE_SETS.values(), ids=lambda rules: rules.id)
def test_each_text_of_a_rule_set_stands_in_one_part_of_it(rules):
    lines = [line for part in parts_of(rules).values() for line in part]
    # Facts of another rule set are read there.
    for name, text in ((name, text) for name, text in texts_of(rules).items() if not name.startswith("also_read.")):
        said = [line for line in lines if line == text or line.partition(": ")[2] == text]
        assert said, name


@pytest.fixture
def declare(monkeypatch):
    """Declares something otherwise, wherever it is used, and says which parts are other ones then."""

    def declare(value, **said):
        before = parts_of(RULES)
        for name, new in said.items():
            # The declarations are frozen.
            monkeypatch.setattr(type(value), "__setattr__", object.__setattr__)
            monkeypatch.setattr(value, name, new)
        now = parts_of(RULES)
        return {name for name in before | now if before.get(name) != now.get(name)}

    return declare


def test_a_limit_is_a_part_of_its_own(declare):
    assert declare(RULES.thresholds[0], limit=83) == {f"thresholds.{RULES.thresholds[0].id}"}


@pytest.mark.parametrize("rule", [*RULES.gates, *RULES.criteria], ids=lambda rule: rule.id)
def test_a_rule_that_decides_otherwise_falls_on_that_rule_alone(declare, rule):
    kind = "gates" if rule in RULES.gates else "criteria"
    assert declare(rule, condition=Not(rule.condition)) == {f"{kind}.{rule.id}"}


def test_a_gate_that_leads_elsewhere_falls_on_that_gate_alone(declare):
    assert declare(RULES.gates[-1], outcome=RULES.ladder.fits) == {f"gates.{RULES.gates[-1].id}"}


@pytest.mark.parametrize("name", ["facts", "gates", "criteria", "doctor_questions", "priorities", "ways"])
def test_the_order_in_which_it_asks_and_says_is_a_part_of_its_own(declare, name):
    *others, one, last = getattr(RULES, name)
    assert declare(RULES, **{name: (*others, last, one)}) == {"order"}


@pytest.mark.parametrize("outcome", [words.outcome for words in RULES.outcomes], ids=lambda outcome: outcome.id)
def test_whether_an_outcome_ends_the_questions_is_among_what_is_read_of_it(declare, outcome):
    assert f"outcomes.{outcome.id}" in declare(outcome, ends_the_questions=not outcome.ends_the_questions)


def test_a_word_of_an_option_falls_on_its_question_alone():
    texts = texts_of(RULES)
    name = next(name for name in texts if ".options." in name)
    _, fact, *_ = name.split(".")
    before, now = parts_of(RULES), parts_of(in_texts(RULES, {**texts, name: "Other words."}))
    assert {name for name in before if before[name] != now[name]} == {f"facts.{fact}"}


def test_the_day_of_a_version_is_no_part():
    assert parts_of(replace(RULES, version="2030-01-01")) == parts_of(RULES)


def test_rule_sets_share_the_words_that_they_have_in_common():
    clinic, medicare = (items_of_rules(name) for name in ("clinic", "medicare"))
    assert clinic["clinic/facts.adult"].digest == medicare["medicare/facts.adult"].digest
    assert clinic["clinic/about"].digest != medicare["medicare/about"].digest


def test_a_page_stands_with_what_is_drawn_on_it_and_the_limits_that_it_shows():
    page = next(
        page
        for page in all_pages().values()
        if any(block.values for block in page.blocks) and ("figures" in page.styles)
    )
    names = [item.id for item in reviewed.items_of(page)]
    assert names[0] == f"page:{page.slug}"
    assert any(name.startswith("clinic/thresholds.") for name in names)
    drawn = [token.info.split()[1] for token in page.tokens if token.type in {"container_picture_open"}]
    assert {f"picture:{name}" for name in drawn} <= set(names)


def test_a_page_is_the_same_whatever_the_width_of_its_lines(tmp_path):
    wide = BODY.replace("A balloon makes room in the bone.", "A balloon makes\n  room in the bone.")
    assert wide != BODY
    one, other = (reviewed.item_of(page_of(tmp_path, body)) for body in (BODY, wide))
    assert one.digest == other.digest


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("300 people", "400 people"),
        ("[@wardlaw2009]", "[@boonen2011]"),
        ("in-short", "call-911"),
        ("makes room", "made room"),
    ],
)
def test_a_word_a_source_or_a_box_that_changes_changes_the_page(tmp_path, old, new):
    assert old in BODY
    matter = MATTER.replace('"wardlaw2009"', '"wardlaw2009", "boonen2011"')
    one, other = (reviewed.item_of(page_of(tmp_path, body, matter)) for body in (BODY, BODY.replace(old, new)))
    assert one.digest != other.digest


def test_no_two_items_stand_in_one_place_and_each_says_something():
    for name, item in all_items().items():
        assert name == item.id
        assert item.lines, name


def test_every_text_of_templates_and_code_stands_in_an_item():
    lines = {" ".join(line.split()) for item in all_items().values() for line in item.lines}
    lines |= {line.partition(": ")[2] for line in lines}
    marked = [*map(marked_texts.of_template, marked_texts.templates())]
    marked += [marked_texts.of_code(path) for package in frame.CODE for path in marked_texts.code(package)]
    missing = [text.english for texts in marked for text in texts if " ".join(text.english.split()) not in lines]
    assert missing == []


def test_the_about_page_counts_what_is_checked_and_names_who_read_it(client, reviews, monkeypatch):
    monkeypatch.setattr("content.pages.Page.rendered", property(Page.__dict__["rendered"].func))
    assert "Nobody has sent a review yet." in see(client, "/about/").text
    items = all_items()
    sign(reviews, [items["page:risks"], items["page:home"]])
    shown = see(client, "/about/").text
    pages = sum(name.startswith("page:") for name in items)
    assert f"Pages {pages} 2 0 {pages - 2}" in shown
    assert "Clinician One, MD (clinician) read 2 items on November 10, 2026. Interests: None." in shown


# ---- What is shown is checked only as long as all that it shows is


def pages_that_changed():
    return {page.slug for page in all_pages().values() if reviewed.standing_of(page).state == State.CHANGED}


@pytest.mark.parametrize(
    ("item", "pages"),
    [
        ("glossary", {"glossary"}),
        ("sources", {"sources", "sources-guides"}),
        ("scores", {"how-we-score-ourselves"}),
        ("changes", {"changes"}),
        ("clinic/criteria.bone_level", {"who-it-may-help", "who-it-may-help/all-points"}),
        ("clinic/doctor_questions.broken", {"questions"}),
        ("page:risks", {"risks"}),
        ("clinic/help_lines", set(all_pages())),
        ("language:days-and-numbers", set(all_pages())),
    ],
)
def test_a_page_is_checked_only_as_long_as_what_it_draws_from_is(reviews, item, pages):
    sign_all_but(reviews, all_items(), item)
    assert pages_that_changed() == pages


@pytest.fixture
def pay(monkeypatch):
    """Lets a source be paid by nobody, and says which lines of a page are other ones then."""

    def pay(page, name):
        before = reviewed.item_of(page).lines
        entries = dict(all_sources())
        entries[name] = replace(entries[name], paid_by="Nobody at all")
        monkeypatch.setattr(reviewed, "all_sources", lambda: entries)
        return set(reviewed.item_of(page).lines) - set(before)

    return pay


def test_who_paid_for_a_source_changes_each_page_that_cites_it_and_no_other(pay):
    page = all_pages()["risks"]
    cited, other = page.sources[0], next(name for name in all_sources() if name not in page.sources)
    assert pay(page, other) == set()
    (line,) = pay(page, cited)
    assert line.startswith("source: ")
    assert "Nobody at all" in line


def test_the_meaning_of_a_term_is_among_the_words_of_each_page_that_explains_it():
    lines = reviewed.item_of(all_pages()["risks"]).lines
    terms = [line.split(": ")[1] for line in lines if line.startswith("term: ")]
    assert terms
    meanings = {term.term: term.meaning for term in all_terms().values()}
    assert all(f"term: {term}: {meanings[term]}" in lines for term in terms)


RULES_OF_ALL = [
    "clinic/facts.adult", "clinic/help_lines", "clinic/steps", "picture:spine-parts", "decides:engine",
    "language:days-and-numbers", "templates:screener", "templates:forms", "code:screener",
]  # fmt: skip


@pytest.mark.parametrize("item", RULES_OF_ALL)
def test_a_summary_is_checked_only_as_long_as_all_that_it_asks_says_and_decides_by_is(reviews, item):
    sign_all_but(reviews, all_items(), item)
    assert standing_of_rules("clinic").state == State.CHANGED


def test_a_summary_is_checked_when_all_is(reviews):
    sign(reviews, all_items().values())
    assert standing_of_rules("clinic").state == State.CHECKED
    assert pages_that_changed() == set()


def test_how_it_decides_is_checked_only_when_each_rule_set_that_it_shows_is(client, reviews):
    sign_all_but(reviews, all_items(), "medicare/about")
    assert standing_of_rules("clinic").state == State.CHECKED
    assert "Changed since Clinician One, MD checked it" in see(client, "/self-check/how-it-decides/").text


def test_a_question_is_checked_only_as_long_as_the_picture_beside_it_is(reviews):
    sign_all_but(reviews, all_items(), "picture:spine-parts")
    drawn = [fact.id for fact in RULES.facts if fact.picture]
    states = {fact.id: standing_of_question("clinic", fact.id).state for fact in RULES.facts}
    assert drawn
    assert [name for name, state in states.items() if state == State.CHANGED] == drawn


def test_what_applies_the_rules_is_another_item_when_it_decides_otherwise_but_not_for_a_comment(tmp_path, monkeypatch):
    def engine(text):
        (tmp_path / "logic.py").write_text(text)
        monkeypatch.setattr(marked_texts, "code", lambda package: [tmp_path / "logic.py"])
        return frame._engine()

    one = engine('"""Logic."""\n\ndef known(one):\n    """Whether."""\n    return one > 2\n')
    assert one == engine('"""Logic."""\n\ndef known(one):  # a comment\n    return (\n        one > 2)\n')
    assert one != engine('"""Logic."""\n\ndef known(one):\n    """Whether."""\n    return one >= 2\n')


def test_words_that_change_places_in_a_template_change_its_item():
    texts = [Text("Yes"), Text("No"), Text("Yes"), Text("No")]
    swapped = [Text("Yes"), Text("No"), Text("No"), Text("Yes")]
    assert frame._item("templates:forms", texts) != frame._item("templates:forms", swapped)


def test_what_a_language_has_for_its_writers_alone_is_nothing_to_sign(spanish_in_trial):
    """Whatever its file may have: an expression that finds a slip more must take no signature off."""
    assert spanish_in_trial.never_in_they
    with speaking("es"):
        said = {line.partition(":")[0] for line in frame.items()[frame.LANGUAGE].lines}
    assert "months" in said
    assert not {"never_in_they", "extra_numerals", "begun", "offered"} & said
