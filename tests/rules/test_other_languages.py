"""Another language changes the words of a result, and nothing of what is decided."""

from datetime import date

import pytest
from patients import ALL_CASES, edition, text_of

from screener.editions import edition_of
from screener.engine.summary import summarize
from screener.rule_sets.editions import MAIN_RULES, RULE_SETS
from web import readability
from web.languages import active, speaking


@pytest.fixture
def spanish(spanish_in_trial):
    with speaking("es"):
        yield {rules: edition_of(rules) for rules in RULE_SETS}


def decided(found):
    """All that follows from the answers, by ids and places alone."""
    places = [*map(found.rule_set.steps.index, found.steps)]
    questions = [question.id for question in found.doctor_questions]
    asked = [fact.id for fact in found.rule_set.asked(found.sheet)]
    return found.as_json() | {"steps": places, "doctor_questions": questions, "asked": asked}


def test_every_worked_patient_comes_to_the_same_in_spanish(spanish):
    for name, case in ALL_CASES.items():
        rules, today = case.get("rules", MAIN_RULES.id), date.fromisoformat(case["today"])
        found = [
            summarize(one, one.rules.read(case["answers"], today), today)
            for one in (edition(RULE_SETS[rules]), spanish[rules])
        ]
        english, in_spanish = map(decided, found)
        assert in_spanish == english, name


def test_the_guide_of_every_worked_patient_is_in_spanish_alone(spanish):
    """By words that no Spanish text has and that no English one is without."""
    for name, case in ALL_CASES.items():
        one, today = spanish[case.get("rules", MAIN_RULES.id)], date.fromisoformat(case["today"])
        words = set(text_of(summarize(one, one.rules.read(case["answers"], today), today)).lower().split())
        assert not words & {"the", "and", "with", "you", "your", "is", "are", "of", "not", "this", "doctor"}, name
        assert {"el", "la", "de"} <= words, name


def test_the_guides_of_all_worked_patients_together_are_as_easy_to_read_as_a_whole_must_be_in_spanish(spanish):
    """One guide alone may be below: with all answers given it is mostly names of tests and bones."""
    texts: list[str] = []
    for case in ALL_CASES.values():
        one, today = spanish[case.get("rules", MAIN_RULES.id)], date.fromisoformat(case["today"])
        texts += text_of(summarize(one, one.rules.read(case["answers"], today), today)).split("\n")
    level = active().reading.level
    assert level is not None
    assert readability.ease([text.lstrip("-*[] 0123456789.") for text in texts if text.strip()]) >= level.whole
