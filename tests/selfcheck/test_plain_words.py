"""What the self-check says is as plain as the pages: grade, sentences and words, in both voices."""

import english
import pytest
from patients import CASES
from texts import texts_in

from screener.forms import choices
from screener.rule_sets.clinic import CLINIC_RULES
from web import readability

VOICES = pytest.mark.parametrize("someone_else", [False, True], ids=["you", "they"])


def question_texts(fact, someone_else):
    labels = [label for _, label in choices(fact, someone_else)]
    said = [fact.question.voice(someone_else), fact.hint.voice(someone_else), fact.why]
    return [*said, *labels, *(label.detail for label in labels)]


def outcome_texts(someone_else):
    for words in CLINIC_RULES.outcomes:
        yield from (one.voice(someone_else) for one in (words.sentence, words.meaning, words.settled) if one)


DECLARED = {
    "thresholds": CLINIC_RULES.thresholds,
    "help lines": CLINIC_RULES.help_lines,
    "facts": CLINIC_RULES.facts,
    "gates": CLINIC_RULES.gates,
    "criteria": CLINIC_RULES.criteria,
    "notes": CLINIC_RULES.notes,
    "outcomes": CLINIC_RULES.outcomes,
    "steps": CLINIC_RULES.steps,
    "questions": CLINIC_RULES.doctor_questions,
    "matters": CLINIC_RULES.priorities,
}


@VOICES
@pytest.mark.parametrize("fact", CLINIC_RULES.facts, ids=[fact.id for fact in CLINIC_RULES.facts])
def test_each_question_with_its_choices_and_its_reason_is_easy_to_read(fact, someone_else):
    assert readability.grade(question_texts(fact, someone_else)) <= english.HIGHEST_GRADE


@VOICES
def test_outcomes_notes_steps_and_questions_for_the_doctor_are_easy_to_read(someone_else):
    parts = {
        "outcomes": list(outcome_texts(someone_else)),
        "notes": [note.words.voice(someone_else) for note in CLINIC_RULES.notes],
        "when": [note.when for note in CLINIC_RULES.notes],
        "steps": [step.words.voice(someone_else) for step in CLINIC_RULES.steps],
        "questions": [question.words.voice(someone_else) for question in CLINIC_RULES.doctor_questions],
        "find out": [fact.find_out for fact in CLINIC_RULES.facts],
    }
    for name, said in parts.items():
        assert any(said)
        assert readability.grade(said) <= english.HIGHEST_GRADE, name


@VOICES
@pytest.mark.parametrize("words", CLINIC_RULES.outcomes, ids=[words.outcome.id for words in CLINIC_RULES.outcomes])
def test_each_outcome_is_easy_to_read(words, someone_else):
    said = [one.voice(someone_else) for one in (words.sentence, words.meaning, words.settled) if one]
    assert readability.grade(said) <= english.HIGHEST_GRADE


@VOICES
@pytest.mark.parametrize("point", CLINIC_RULES.criteria, ids=[point.id for point in CLINIC_RULES.criteria])
def test_each_point_is_easy_to_read(point, someone_else):
    said = [point.title.voice(someone_else), point.limit, point.why, point.elsewhere]
    assert readability.grade(said) <= english.HIGHEST_GRADE


@pytest.mark.parametrize("part", DECLARED.values(), ids=list(DECLARED))
def test_no_declared_sentence_has_more_than_25_words(part):
    texts = [readability.closed(text) for text in texts_in(part)]
    assert [long for text in texts for long in english.long_sentences(text)] == []


def test_the_story_of_each_worked_patient_is_one_line():
    assert [name for name, case in CASES.items() if "\n" in case["story"]] == []
