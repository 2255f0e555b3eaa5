"""What the self-check says is as plain as the pages: grade, sentences and words, in both voices."""

import english
import pytest
from patients import CASES
from texts import texts_in

from screener import plain_words
from screener.rule_sets.editions import RULE_SETS, asked_by_any
from web import readability
from web.languages import known_languages, speaking

VOICES = pytest.mark.parametrize("someone_else", [False, True], ids=["you", "they"])


EACH_RULE_SET = pytest.mark.parametrize("rules", RULE_SETS.values(), ids=list(RULE_SETS))


def each(field):
    """What every rule set has in a field, named by its own id behind that of its rule set."""
    found = {f"{rules.id}-{_id_of(one)}": one for rules in RULE_SETS.values() for one in getattr(rules, field)}
    return {"argvalues": found.values(), "ids": list(found)}


def _id_of(one):
    return getattr(one, "outcome", one).id


def outcome_texts(rules, someone_else):
    for words in rules.outcomes:
        yield from (one.voice(someone_else) for one in (words.sentence, words.meaning, words.settled) if one)


@VOICES
@pytest.mark.parametrize("fact", asked_by_any().facts.values(), ids=list(asked_by_any().facts))
def test_each_question_with_its_choices_and_its_reason_is_easy_to_read(fact, someone_else):
    assert readability.grade(plain_words.question_texts(fact, someone_else)) <= english.HIGHEST_GRADE


@VOICES
@EACH_RULE_SET
def test_outcomes_notes_steps_and_questions_for_the_doctor_are_easy_to_read(rules, someone_else):
    parts = {
        "outcomes": list(outcome_texts(rules, someone_else)),
        "notes": [note.words.voice(someone_else) for note in rules.notes],
        "when": [note.when for note in rules.notes],
        "steps": [step.words.voice(someone_else) for step in rules.steps],
        "questions": [question.words.voice(someone_else) for question in rules.doctor_questions],
        "what it is": [*rules.about.is_and_is_not, *rules.about.blind, rules.about.lead, rules.about.counted],
        "differences": [one.words for one in rules.differences],
        "find out": [fact.find_out for fact in rules.facts],
    }
    for name, said in parts.items():
        assert any(said) or name == "differences"
        assert not said or readability.grade(said) <= english.HIGHEST_GRADE, name


@VOICES
@pytest.mark.parametrize("words", **each("outcomes"))
def test_each_outcome_is_easy_to_read(words, someone_else):
    said = [one.voice(someone_else) for one in (words.sentence, words.meaning, words.settled) if one]
    assert readability.grade(said) <= english.HIGHEST_GRADE


@VOICES
@pytest.mark.parametrize("point", **each("criteria"))
def test_each_point_is_easy_to_read(point, someone_else):
    said = [point.title.voice(someone_else), point.limit, point.why, point.elsewhere]
    assert readability.grade(said) <= english.HIGHEST_GRADE


@EACH_RULE_SET
@pytest.mark.parametrize("field", plain_words.IN_SENTENCES)
def test_no_declared_sentence_has_more_than_25_words(rules, field):
    texts = [readability.closed(text) for text in texts_in(getattr(rules, field))]
    assert [long for text in texts for long in english.long_sentences(text)] == []


@pytest.mark.parametrize("code", known_languages())
def test_each_question_and_the_self_check_as_a_whole_are_within_the_bars_of_their_language(code):
    with speaking(code):
        assert list(plain_words.amiss()) == []


def test_a_question_that_is_too_hard_in_its_language_is_named(monkeypatch):
    def hard(fact, someone_else):
        return ["La multidisciplinariedad imposibilita determinaciones."] if fact.id == "level" else ["¿Le duele?"]

    monkeypatch.setattr(plain_words, "question_texts", hard)
    monkeypatch.setattr(plain_words, "whole_texts", lambda someone_else: {"notes": ["Le duele a diario " * 8]})
    with speaking("es"):
        assert [one.partition(" -")[0] for one in plain_words.amiss()] == [
            "level (you): ease",
            f"a sentence of 32 words (you): {('Le duele a diario ' * 8).strip() + '.'!r}",
            "level (they): ease",
            f"a sentence of 32 words (they): {('Le duele a diario ' * 8).strip() + '.'!r}",
        ]


def test_the_story_of_each_worked_patient_is_one_line():
    assert [name for name, case in CASES.items() if "\n" in case["story"]] == []
