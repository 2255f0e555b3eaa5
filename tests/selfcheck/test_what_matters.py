"""What matters to the person: asked on a page of its own, kept, listed in their own order, and never weighed by us."""

import re
from functools import cached_property
from itertools import pairwise

import english
import pytest
from hypothesis import given
from hypothesis import strategies as st
from patients import ANYONE, FITS, TODAY, summary_of, text_of
from served import WHAT_MATTERS, Served, everything, post, read, remember, see

from screener.engine.facts import AnswerError
from screener.engine.priorities import Importance, in_own_order
from screener.guide.page import Guide
from screener.rule_sets.clinic import CLINIC_RULES
from web import readability

SUMMARY, GUIDE = "/self-check/summary/", "/self-check/guide/"
WORDS = {matter.id: matter.words for matter in CLINIC_RULES.priorities}
# Two alike, in another order than the declared one; one not sure; two not answered.
WEIGHTS = {
    "home": Importance.VERY,
    "move": Importance.VERY,
    "low_cost": Importance.NOT_AT_ALL,
    "low_risk": Importance.UNSURE,
    "no_procedure": Importance.QUITE,
}
OWN_ORDER = [
    ("To move again soon", "Very important"),
    ("To stay at home without help", "Very important"),
    ("To avoid any procedure", "Quite important"),
    ("To keep cost and travel low", "Not at all important"),
    ("To keep the risk of harm low", "I’m not sure"),
]
OPEN = ["To have less pain soon", "To avoid strong medicine"]
TEXTS = ("p", "h1", "legend", "label", "summary")
ANY_WEIGHTS = st.dictionaries(st.sampled_from(list(WORDS)), st.sampled_from(Importance))


def chosen(shown: Served) -> dict[str, str]:
    return {one["attrs"]["name"]: one["attrs"]["value"] for one in shown.all("input") if "checked" in one["attrs"]}


def section(shown: Served) -> list[tuple[str, str]]:
    """What stands under "What matters" in a summary."""
    texts = [one["text"] for one in shown.elements if one["tag"] in ("dt", "dd")]
    return [(text, after) for text, after in pairwise(texts) if text in WORDS.values()]


# --------------------------------------------------------------------------------------------------------- the page


def test_each_statement_has_five_steps_in_words_and_not_sure_and_none_is_chosen(client):
    shown = see(client, WHAT_MATTERS)
    assert shown.inside("h1") == "What matters most to you?"
    assert [legend["text"] for legend in shown.all("legend")] == list(WORDS.values())
    steps = [" ".join(label["text"].split()) for label in shown.all("label")]
    assert steps == len(WORDS) * [
        "Not at all important",
        "A little important",
        "Somewhat important",
        "Quite important",
        "Very important",
        "I’m not sure",
    ]
    assert {field["attrs"]["type"] for field in shown.all("input")} == {"radio", "hidden"}
    assert chosen(shown) == {}


def test_what_is_said_is_kept_and_shown_again(client):
    everything(client)
    response = client.post(WHAT_MATTERS, {"move": "5", "low_risk": "0"})
    assert (response.status_code, response["Location"]) == (303, SUMMARY)
    assert chosen(see(client, WHAT_MATTERS)) == {"move": "5", "low_risk": "0"}
    client.post(WHAT_MATTERS, {"move": "1"})
    assert chosen(see(client, WHAT_MATTERS)) == {"move": "1"}


def test_to_answer_nothing_is_no_mistake(client):
    everything(client)
    assert client.post(WHAT_MATTERS, {})["Location"] == SUMMARY
    assert section(see(client, SUMMARY)) == []


def test_an_answer_that_the_page_does_not_offer_is_refused_at_its_statement_and_the_others_stay_chosen(client):
    remember(client, FITS, weights={"home": Importance.QUITE})
    response = client.post(WHAT_MATTERS, {"move": "extremely", "less_pain": "3"})
    shown = read(response)
    problems = [link for link in shown.all("a") if "error-summary" in link["around"]]
    assert response.status_code == 422
    assert [(link["attrs"]["href"], link["text"]) for link in problems] == [
        ("#id_move_0", "To move again soon: choose one of the answers, or none.")
    ]
    assert "id_move_0" in shown.ids
    assert shown.inside("title").startswith("Error: ")
    assert chosen(shown) == {"less_pain": "3"}
    assert chosen(see(client, WHAT_MATTERS)) == {"home": "4"}


def test_leaving_it_out_removes_all_of_it_and_no_answer(client):
    remember(client, FITS, weights=WEIGHTS)
    assert "Remove all of this" in see(client, WHAT_MATTERS).text
    response = client.post(WHAT_MATTERS, {"skip": "yes", "move": "5"})
    assert (response.status_code, response["Location"]) == (303, SUMMARY)
    assert section(see(client, SUMMARY)) == []
    assert CLINIC_RULES.outcomes[-1].sentence.you in see(client, SUMMARY).text
    assert "Leave this out" in see(client, WHAT_MATTERS).text


def test_an_answer_given_later_keeps_what_matters_and_clearing_does_not(client):
    remember(client, FITS, weights=WEIGHTS)
    post(client, "pain_score", 3)
    assert section(see(client, SUMMARY)) == OWN_ORDER
    client.post("/self-check/clear/")
    assert chosen(see(client, WHAT_MATTERS)) == {}


def test_the_page_of_what_matters_can_come_before_any_answer(client):
    client.post(WHAT_MATTERS, {"move": "5"})
    for address in (SUMMARY, GUIDE):
        shown = see(client, address)
        assert shown.inside("h1") == "There are no answers here"
        assert "What matters to you is kept" in shown.text
        assert section(shown) == [("To move again soon", "Very important")]
    client.post(WHAT_MATTERS, {"skip": "yes"})
    assert "What matters" not in see(client, SUMMARY).inside("main")


def test_who_lost_the_answers_is_told_so_and_keeps_what_was_just_said(client):
    client.cookies["answers"] = "garbage"
    client.post(WHAT_MATTERS, {"move": "5"})
    shown = see(client, SUMMARY)
    assert "So the self-check starts over." in shown.text
    assert section(shown) == [("To move again soon", "Very important")]


# ------------------------------------------------------------------------------------------------- in their own order


@pytest.mark.holds
@given(ANY_WEIGHTS)
def test_the_most_important_comes_first_then_not_sure_then_what_is_open_and_those_alike_as_declared(weights):
    declared = list(WORDS)
    expected = [
        name
        for importance in [*sorted(Importance, reverse=True), None]
        for name in declared
        if weights.get(name) is importance
    ]
    found = in_own_order(CLINIC_RULES.priorities, weights)
    assert [one.words for one in found] == [WORDS[name] for name in expected]
    assert [one.importance for one in found] == [weights[name].words if name in weights else "" for name in expected]


def test_the_summary_lists_what_was_said_in_their_own_order_without_any_number(client):
    remember(client, FITS, weights=WEIGHTS)
    shown = see(client, SUMMARY)
    assert section(shown) == OWN_ORDER
    assert WHAT_MATTERS in [link["attrs"]["href"] for link in shown.all("a")]
    assert not any(re.search(r"\d", text) for pair in section(shown) for text in pair)


def test_the_summary_invites_who_has_said_nothing_yet(client):
    everything(client)
    shown = see(client, SUMMARY)
    assert section(shown) == []
    assert "You can say how important some things are." in shown.text
    assert ("Say what matters to you", WHAT_MATTERS) in [
        (link["text"], link["attrs"]["href"]) for link in shown.all("a")
    ]


def test_the_guide_lists_them_so_too_and_leaves_boxes_for_the_rest(client):
    remember(client, FITS, weights=WEIGHTS)
    shown = see(client, GUIDE)
    terms = [one["text"] for one in shown.all("dt") if "guide-facts" in one["around"]]
    said = [one["text"] for one in shown.all("dd") if "guide-facts" in one["around"]]
    assert list(zip(terms, said, strict=True))[-len(OWN_ORDER) :] == [(f"{words}:", said) for words, said in OWN_ORDER]
    assert [one["text"] for one in shown.all("li") if "guide-columns" in one["around"]] == OPEN
    assert WHAT_MATTERS in [link["attrs"]["href"] for link in shown.all("a") if "no-print" in link["around"]]


def test_the_blank_guide_has_a_box_for_each_and_no_link(client):
    shown = see(client, "/guide/")
    ticks = [one["text"] for one in shown.all("li") if "guide-columns" in one["around"]]
    assert ticks[-len(WORDS) :] == list(WORDS.values())
    assert WHAT_MATTERS not in [link["attrs"]["href"] for link in shown.all("a")]


def test_plain_text_lists_them_so_too():
    lines = text_of(summary_of(FITS, weights=WEIGHTS)).split("What matters to me:\n")[1].splitlines()
    assert lines[:7] == [f"- {words}: {importance}" for words, importance in OWN_ORDER] + [
        f"- [ ] {words}" for words in OPEN
    ]


# -------------------------------------------------------------------------------------------------- it decides nothing


@pytest.mark.holds
@given(ANYONE, ANY_WEIGHTS)
def test_what_matters_changes_nothing_that_the_self_check_says_but_which_questions_are_asked(person, weights):
    answers, today = person
    plain, weighed = (summary_of(answers, today, weights) for weights in ({}, weights))
    assert weighed.as_json() == plain.as_json()
    assert _said(Guide(weighed)) == _said(Guide(plain))


def _said(guide):
    """All that a guide says, but for the questions to ask and the priorities themselves."""
    names = {name for name, kind in vars(Guide).items() if isinstance(kind, (property, cached_property))}
    return {name: getattr(guide, name) for name in names - {"priorities", "weighed", "questions", "grouped_questions"}}


@pytest.mark.parametrize("matter", WORDS)
def test_what_matters_much_calls_for_its_question_and_what_matters_little_for_none(matter):
    given = {**FITS, "care_tried": "enough"}
    asks = {
        importance: {one.id for one in summary_of(given, weights={matter: importance}).doctor_questions}
        for importance in Importance
    }
    own = {one.id for one in CLINIC_RULES.doctor_questions if f"matters:{matter}" in one.cues}
    assert own
    assert own <= asks[Importance.QUITE] == asks[Importance.VERY]
    for little in (Importance.SOMEWHAT, Importance.A_LITTLE, Importance.NOT_AT_ALL, Importance.UNSURE):
        assert asks[little] == {one.id for one in summary_of(given).doctor_questions}


def test_where_the_questions_end_what_matters_calls_for_nothing():
    weights = dict.fromkeys(WORDS, Importance.VERY)
    for ended in ({"urgent_signs": ["fever", "leg_weakness"]}, {"adult": "no"}, {"told_fracture": "no"}):
        weighed = summary_of({**FITS, **ended}, weights=weights)
        assert weighed.doctor_questions == summary_of({**FITS, **ended}).doctor_questions


def test_no_way_through_the_questions_and_no_page_but_its_own_section_depends_on_it(client):
    # More than that calls for questions.
    least, more = (dict.fromkeys(WORDS, one) for one in (Importance.NOT_AT_ALL, Importance.SOMEWHAT))
    ways, pages = [], []
    for weights in (least, more):
        remember(client, {}, weights=weights)
        ways.append([post(client, fact, answer)["Location"] for fact, answer in FITS.items()])
        words = weights["move"].words
        pages.append([see(client, address).text.replace(words, "") for address in (SUMMARY, GUIDE)])
    assert len(set(ways[0])) > 10
    assert ways[0] == ways[1]
    assert pages[0] == pages[1]


def test_a_911_sign_leaves_it_out_of_everything_and_it_comes_back_when_the_sign_is_taken_back(client):
    urgent = {**FITS, "urgent_signs": ["leg_weakness"]}
    remember(client, urgent, weights=WEIGHTS)
    for address in (SUMMARY, GUIDE):
        shown = see(client, address)
        assert "What matters to" not in shown.text
        assert WHAT_MATTERS not in [link["attrs"]["href"] for link in shown.all("a")]
    assert "What matters to" not in text_of(summary_of(urgent, weights=WEIGHTS))
    post(client, "urgent_signs", [])
    assert section(see(client, SUMMARY)) == OWN_ORDER


def test_the_command_line_takes_no_such_thing():
    with pytest.raises(AnswerError, match="matters: is not a fact"):
        CLINIC_RULES.read({**FITS, "matters": {"move": 5}}, TODAY)


# ---------------------------------------------------------------------------------------------------------- the words


@pytest.mark.parametrize(
    ("for_whom", "said", "not_said"),
    [
        ("self", "What matters most to you?", r"\bthe(?:m|ir)\b"),
        ("someone_else", "What matters most to them?", r"\byour?\b"),
    ],
)
def test_the_page_speaks_of_the_one_with_the_pain_and_is_easy_to_read(client, for_whom, said, not_said):
    remember(client, {"for_whom": for_whom})
    shown = see(client, WHAT_MATTERS)
    texts = [one["text"] for one in shown.elements if "main" in one["around"] and one["tag"] in TEXTS]
    assert texts[1] == said
    assert not [text for text in texts if re.search(not_said, text.replace("if you can", ""))]
    assert readability.grade(texts) <= english.HIGHEST_GRADE
    assert readability.average_sentence(texts) <= english.AVERAGE_SENTENCE
    assert not [text for text in texts if english.long_sentences(text)]
    assert "There is no score. This does not change what the self-check says." in shown.text


def test_each_statement_fits_after_me_and_you_and_them():
    assert 6 <= len(WORDS) <= 8
    assert not [words for words in WORDS.values() if re.search(r"\b(?:my|your|their|me|you|them)\b", words)]
    assert all(words.startswith("To ") for words in WORDS.values())


def test_summary_and_guide_name_the_one_with_the_pain(client):
    remember(client, {**FITS, "for_whom": "someone_else"}, weights=WEIGHTS)
    headings = {
        address: [one["text"] for one in see(client, address).all("h2") if "What matters" in one["text"]]
        for address in (SUMMARY, GUIDE)
    }
    assert headings == {SUMMARY: ["What matters to them"], GUIDE: ["What matters to them"]}
