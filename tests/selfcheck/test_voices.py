"""One who answers for someone else is never spoken to as if the pain were theirs."""

import pytest
from patients import FITS
from served import everything, post, remember, see

from screener.rule_sets.clinic import CLINIC_RULES

HELPER = {
    **FITS,
    "for_whom": "someone_else",
    "urgent_signs": ["fever"],
    "pain_trend": "better",
    "cautions": ["heart_lung"],
}


@pytest.mark.parametrize("fact", CLINIC_RULES.facts, ids=[fact.id for fact in CLINIC_RULES.facts])
def test_a_question_is_put_in_the_voice_of_the_one_who_answers(client, fact):
    everything(client)
    assert see(client, f"/self-check/{fact.slug}/").inside("h1") == fact.question.you
    remember(client, HELPER)
    shown = see(client, f"/self-check/{fact.slug}/")
    assert shown.inside("h1") == fact.question.they
    assert all(option.words.they in shown.text for option in fact.options)


def test_the_voice_changes_with_the_answer(client):
    post(client, "for_whom", "someone_else")
    assert see(client, "/self-check/told-fracture/").inside("h1").startswith("Has a doctor told them")
    post(client, "for_whom", "self")
    assert see(client, "/self-check/told-fracture/").inside("h1").startswith("Has a doctor told you")


@pytest.mark.parametrize(
    ("given", "said", "not_said"),
    [
        ({**HELPER, "for_whom": "self"}, "Your pain is getting better.", "Their pain is getting better."),
        (HELPER, "Their pain is getting better.", "Your pain is getting better."),
        ({**HELPER, "for_whom": "self"}, "Call your doctor today", "Call their doctor today"),
        (HELPER, "Call their doctor today", "Call your doctor today"),
        ({**HELPER, "for_whom": "self"}, "Will I be awake", "Will they be awake"),
        (HELPER, "Will they be awake", "Will I be awake"),
    ],
)
def test_summary_and_guide_speak_of_the_one_with_the_pain(client, given, said, not_said):
    remember(client, given)
    for address in ("/self-check/summary/", "/self-check/guide/"):
        text = see(client, address).text
        assert said in text
        assert not_said not in text


@pytest.mark.parametrize(
    ("for_whom", "headings"),
    [
        ("self", ["What matters to me, and which way I lean now", "In my own words"]),
        ("someone_else", ["What matters to them, and which way they lean now", "In their own words"]),
    ],
)
def test_the_guide_leaves_room_for_whoever_writes_in_it(client, for_whom, headings):
    remember(client, {**FITS, "for_whom": for_whom})
    shown = see(client, "/self-check/guide/")
    assert set(headings) <= {heading["text"] for heading in shown.all("h2")}
    assert f"{'My' if for_whom == 'self' else 'Their'} medicines and health" in shown.text


def test_the_blank_guide_is_the_same_for_everybody_and_says_nothing_of_anyone(client):
    blank = client.get("/guide/").content
    everything(client)
    assert client.get("/guide/").content == blank
    assert CLINIC_RULES.outcomes[-1].sentence.you not in see(client, "/guide/").text
