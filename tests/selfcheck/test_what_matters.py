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
from screener.engine.priorities import Lean, in_own_order
from screener.guide.page import Guide
from screener.rule_sets.clinic import CLINIC_RULES
from web import readability

SUMMARY, GUIDE = "/self-check/summary/", "/self-check/guide/"
PAIRS = {pair.id: pair for pair in CLINIC_RULES.priorities}
ENDS = [end for pair in PAIRS.values() for end in pair.ends]
WAYS = {way.id: way.words for way in CLINIC_RULES.ways}
# Two alike, in another order than the declared one; one in the middle, one not sure; one not answered.
WEIGHTS = {
    "help": Lean.FAR_FIRST,
    "procedure": Lean.FAR_SECOND,
    "cost": Lean.MIDDLE,
    "risk": Lean.UNSURE,
}
OWN_ORDER = [
    ("To have less pain soon", "much more than to avoid any procedure"),
    ("To stay at home without help", "much more than to take help at home for a while"),
    ("To pay or travel more for care", "as much as to keep cost and travel low"),
    ("To move again soon, or to keep the risk of harm low", "not sure"),
]
OPEN = ("To take strong medicine for a while", "To avoid strong medicine")
LEANING = ("Leaning now", "Toward waiting, with other care")
TEXTS = ("p", "h1", "legend", "label", "summary")
ANY_WEIGHTS = st.dictionaries(st.sampled_from(list(PAIRS)), st.sampled_from(Lean))
FARTHEST = (Lean.FAR_FIRST, Lean.FAR_SECOND)


def chosen(shown: Served) -> dict[str, str]:
    return {one["attrs"]["name"]: one["attrs"]["value"] for one in shown.all("input") if "checked" in one["attrs"]}


def section(shown: Served) -> list[tuple[str, str]]:
    """What stands under "What matters" in a summary."""
    texts = [one["text"] for one in shown.elements if one["tag"] in ("dt", "dd")]
    weights = ("much more than", "a little more than", "as much as", "not sure", "Toward ")
    return [(text, after) for text, after in pairwise(texts) if after.startswith(weights)]


# --------------------------------------------------------------------------------------------------------- the page


def test_each_pair_has_five_steps_from_end_to_end_and_not_sure_and_none_is_chosen(client):
    shown = see(client, WHAT_MATTERS)
    assert shown.inside("h1") == "What matters most to you?"
    legends = [" ".join(legend["text"].split()) for legend in shown.all("legend")]
    pairs = [", or ".join(end.says.you for end in pair.ends) for pair in PAIRS.values()]
    assert legends == [*pairs, "Which way do you lean now?"]
    first, second = PAIRS["procedure"].ends
    steps = [" ".join(label["text"].split()) for label in shown.all("label")]
    assert steps[:6] == [
        f"Much more: {first.says.you}",
        f"A little more: {first.says.you}",
        "Both the same",
        f"A little more: {second.says.you}",
        f"Much more: {second.says.you}",
        "Not sure",
    ]
    assert steps[6 * len(PAIRS) :] == list(WAYS.values())
    assert {field["attrs"]["type"] for field in shown.all("input")} == {"radio", "hidden"}
    assert chosen(shown) == {}


def test_what_is_said_is_kept_and_shown_again(client):
    everything(client)
    response = client.post(WHAT_MATTERS, {"risk": "5", "cost": "0", "way": "ask"})
    assert (response.status_code, response["Location"]) == (303, SUMMARY)
    assert chosen(see(client, WHAT_MATTERS)) == {"risk": "5", "cost": "0", "way": "ask"}
    client.post(WHAT_MATTERS, {"risk": "1"})
    assert chosen(see(client, WHAT_MATTERS)) == {"risk": "1"}


def test_to_answer_nothing_is_no_mistake(client):
    everything(client)
    assert client.post(WHAT_MATTERS, {})["Location"] == SUMMARY
    assert section(see(client, SUMMARY)) == []


def test_an_answer_that_the_page_does_not_offer_is_refused_at_its_pair_and_the_others_stay_chosen(client):
    remember(client, FITS, weights={"help": Lean.SECOND})
    response = client.post(WHAT_MATTERS, {"risk": "extremely", "procedure": "3", "way": "somewhere"})
    shown = read(response)
    problems = [link for link in shown.all("a") if "error-summary" in link["around"]]
    assert response.status_code == 422
    pair = "I want to move again soon, or: I want to keep the risk of harm low"
    assert [(link["attrs"]["href"], link["text"]) for link in problems] == [
        ("#id_risk_0", f"{pair}: choose one of the answers, or none."),
        ("#id_way_0", "Leaning now: choose one of the answers, or none."),
    ]
    assert {"id_risk_0", "id_way_0"} <= set(shown.ids)
    assert shown.inside("title").startswith("Error: ")
    assert chosen(shown) == {"procedure": "3"}
    assert chosen(see(client, WHAT_MATTERS)) == {"help": "4"}


def test_leaving_it_out_removes_all_of_it_and_no_answer(client):
    for kept in ({"weights": WEIGHTS}, {"way": "wait"}):
        remember(client, FITS, **kept)
        assert "Remove all of this" in see(client, WHAT_MATTERS).text
        response = client.post(WHAT_MATTERS, {"skip": "yes", "risk": "5"})
        assert (response.status_code, response["Location"]) == (303, SUMMARY)
        assert section(see(client, SUMMARY)) == []
        assert CLINIC_RULES.outcomes[-1].sentence.you in see(client, SUMMARY).text
        assert "Leave this out" in see(client, WHAT_MATTERS).text


def test_an_answer_given_later_keeps_what_matters_and_clearing_does_not(client):
    remember(client, FITS, weights=WEIGHTS, way="wait")
    post(client, "pain_score", 3)
    assert section(see(client, SUMMARY)) == [LEANING, *OWN_ORDER]
    client.post("/self-check/clear/")
    assert chosen(see(client, WHAT_MATTERS)) == {}


def test_the_page_of_what_matters_can_come_before_any_answer(client):
    client.post(WHAT_MATTERS, {"procedure": "5"})
    for address in (SUMMARY, GUIDE):
        shown = see(client, address)
        assert shown.inside("h1") == "There are no answers here"
        assert "What matters to you is kept" in shown.text
        assert section(shown) == OWN_ORDER[:1]
    client.post(WHAT_MATTERS, {"skip": "yes"})
    assert "What matters" not in see(client, SUMMARY).inside("main")


def test_who_lost_the_answers_is_told_so_and_keeps_what_was_just_said(client):
    client.cookies["answers"] = "garbage"
    client.post(WHAT_MATTERS, {"procedure": "5"})
    shown = see(client, SUMMARY)
    assert "So the self-check starts over." in shown.text
    assert section(shown) == OWN_ORDER[:1]


# ------------------------------------------------------------------------------------------------- in their own order


@pytest.mark.holds
@given(ANY_WEIGHTS)
def test_what_one_leans_on_most_comes_first_then_not_sure_then_what_is_open_and_those_alike_as_declared(weights):
    in_turn = [FARTHEST, (Lean.FIRST, Lean.SECOND), (Lean.MIDDLE,), (Lean.UNSURE,), (None,)]
    expected = [name for leans in in_turn for name in PAIRS if weights.get(name) in leans]
    assert [pair.id for pair in in_own_order(CLINIC_RULES.priorities, weights)] == expected


def test_not_all_can_matter_most_as_each_pair_leans_toward_one_end_alone():
    for lean in Lean:
        toward = [pair.toward(lean) for pair in PAIRS.values()]
        assert all(one is None or set(one) == set(pair.ends) for one, pair in zip(toward, PAIRS.values(), strict=True))
        assert all(toward) or not any(toward)
    assert [lean for lean in Lean if PAIRS["cost"].toward(lean) is None] == [Lean.UNSURE, Lean.MIDDLE]


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
    assert "You can say what matters more." in shown.text
    assert ("Say what matters to you", WHAT_MATTERS) in [
        (link["text"], link["attrs"]["href"]) for link in shown.all("a")
    ]


def scales(shown: Served) -> list[tuple[str, str]]:
    found = [
        one["text"] for one in shown.all("span") if "scales" in one["around"] and "aria-hidden" not in one["attrs"]
    ]
    return list(zip(found[::2], found[1::2], strict=True))


def boxes(shown: Served) -> list[str]:
    return [one["text"] for one in shown.all("li") if "guide-columns" in one["around"]]


def test_the_guide_lists_them_so_too_and_leaves_a_scale_for_the_rest(client):
    remember(client, FITS, weights=WEIGHTS, way="wait")
    shown = see(client, GUIDE)
    terms, said = ([one["text"] for one in shown.all(tag) if "guide" in one["around"]] for tag in ("dt", "dd"))
    listed = list(zip(terms, said, strict=True))
    assert listed[-len(OWN_ORDER) - 1 :] == [(f"{words}:", said) for words, said in (LEANING, *OWN_ORDER)]
    assert scales(shown) == [OPEN]
    assert boxes(shown) == []
    assert WHAT_MATTERS in [link["attrs"]["href"] for link in shown.all("a") if "no-print" in link["around"]]


def test_the_guide_leaves_boxes_for_the_way_one_leans_if_that_was_not_said(client):
    remember(client, FITS, weights=WEIGHTS)
    assert boxes(see(client, GUIDE)) == list(WAYS.values())


def test_the_blank_guide_has_a_scale_for_each_pair_and_no_link(client):
    shown = see(client, "/guide/")
    assert [(first.lower(), second.lower()) for first, second in scales(shown)] == [
        (pair.first.words, pair.second.words) for pair in PAIRS.values()
    ]
    assert boxes(shown)[-len(WAYS) :] == list(WAYS.values())
    assert WHAT_MATTERS not in [link["attrs"]["href"] for link in shown.all("a")]


def test_plain_text_lists_them_so_too():
    lines = text_of(summary_of(FITS, weights=WEIGHTS, way="wait")).split("which way I lean now:\n")[1].splitlines()
    assert lines[:6] == [f"- {words}: {weight}" for words, weight in (LEANING, *OWN_ORDER)] + [
        f"- {OPEN[0]} [ ] [ ] [ ] [ ] [ ] {OPEN[1]}"
    ]


# -------------------------------------------------------------------------------------------------- it decides nothing


@pytest.mark.holds
@given(ANYONE, ANY_WEIGHTS, st.sampled_from(["", *WAYS]))
def test_what_matters_changes_nothing_that_the_self_check_says_but_which_questions_are_asked(person, weights, way):
    answers, today = person
    plain, weighed = summary_of(answers, today), summary_of(answers, today, weights, way=way)
    assert weighed.as_json() == plain.as_json()
    assert _said(Guide(weighed)) == _said(Guide(plain))


def _said(guide):
    """All that a guide says, but for the questions to ask and the priorities themselves."""
    names = {name for name, kind in vars(Guide).items() if isinstance(kind, (property, cached_property))}
    own = {"priorities", "weighed", "not_weighed", "way"} | {name for name in names if name.endswith("questions")}
    return {name: getattr(guide, name) for name in names - own}


@pytest.mark.parametrize("pair", PAIRS.values(), ids=list(PAIRS))
def test_the_end_one_leans_toward_calls_for_its_question_and_the_middle_for_none(pair):
    given = {**FITS, "care_tried": "enough"}
    asks = {lean: {one.id for one in summary_of(given, weights={pair.id: lean}).doctor_questions} for lean in Lean}
    own = [{one.id for one in CLINIC_RULES.doctor_questions if f"matters:{end.id}" in one.cues} for end in pair.ends]
    assert any(own)
    assert own[0] <= asks[Lean.FIRST] == asks[Lean.FAR_FIRST]
    assert own[1] <= asks[Lean.SECOND] == asks[Lean.FAR_SECOND]
    for neither in (Lean.MIDDLE, Lean.UNSURE):
        assert asks[neither] == {one.id for one in summary_of(given).doctor_questions}


def test_each_end_that_a_question_is_called_by_is_an_end_of_a_pair():
    called_by = {cue for one in CLINIC_RULES.doctor_questions for cue in one.cues if cue.startswith("matters:")}
    assert called_by <= {f"matters:{end.id}" for end in ENDS}
    assert len(called_by) >= 7


def test_where_the_questions_end_what_matters_calls_for_nothing():
    for far in FARTHEST:
        weights = dict.fromkeys(PAIRS, far)
        for ended in ({"urgent_signs": ["fever", "leg_weakness"]}, {"adult": "no"}, {"told_fracture": "no"}):
            weighed = summary_of({**FITS, **ended}, weights=weights)
            assert weighed.doctor_questions == summary_of({**FITS, **ended}).doctor_questions


def test_no_way_through_the_questions_and_no_page_but_its_own_section_depends_on_it(client):
    # More than that calls for questions.
    ways, pages = [], []
    for way, other in (("ask", "other"), ("other", "ask")):
        remember(client, {}, weights=dict.fromkeys(PAIRS, Lean.MIDDLE), way=way)
        ways.append([post(client, fact, answer)["Location"] for fact, answer in FITS.items()])
        shown = [see(client, address).text for address in (SUMMARY, GUIDE)]
        assert all(WAYS[way] in text and WAYS[other] not in text for text in shown)
        pages.append([text.replace(WAYS[way], "") for text in shown])
    assert len(set(ways[0])) > 10
    assert ways[0] == ways[1]
    assert pages[0] == pages[1]


def test_a_911_sign_leaves_it_out_of_everything_and_it_comes_back_when_the_sign_is_taken_back(client):
    urgent = {**FITS, "urgent_signs": ["leg_weakness"]}
    remember(client, urgent, weights=WEIGHTS, way="wait")
    for address in (SUMMARY, GUIDE):
        shown = see(client, address)
        assert not re.search("What matters to|Leaning|lean now", shown.text)
        assert WHAT_MATTERS not in [link["attrs"]["href"] for link in shown.all("a")]
    assert not re.search("What matters to|lean", text_of(summary_of(urgent, weights=WEIGHTS, way="wait")))
    post(client, "urgent_signs", [])
    assert section(see(client, SUMMARY)) == [LEANING, *OWN_ORDER]


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


def test_each_end_fits_after_me_and_you_and_them_and_no_side_is_that_of_the_procedure():
    assert 5 <= len(PAIRS) <= 6
    assert not [end.words for end in ENDS if re.search(r"\b(?:my|your|their|me|you|them)\b", end.words)]
    assert all(end.words.startswith("to ") for end in ENDS)
    for_it = {"less_pain", "move", "no_medicine", "any_cost"}
    sides = [
        "first" if pair.first.id in for_it else "second"
        for pair in PAIRS.values()
        if {end.id for end in pair.ends} & for_it
    ]
    assert sides == ["second", "first", "second", "first"]


def test_summary_and_guide_name_the_one_with_the_pain(client):
    remember(client, {**FITS, "for_whom": "someone_else"}, weights=WEIGHTS)
    headings = {
        address: [one["text"] for one in see(client, address).all("h2") if "What matters" in one["text"]]
        for address in (SUMMARY, GUIDE)
    }
    assert headings == {
        SUMMARY: ["What matters to them"],
        GUIDE: ["What matters to them, and which way they lean now"],
    }
