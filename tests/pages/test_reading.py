"""How reading is measured."""

import english
import pytest

from web import readability


def test_a_block_counts_as_a_sentence_of_its_own():
    assert readability.grade(["A red cat sat", "A big dog ran"]) == readability.grade(["A red cat sat. A big dog ran."])


def test_long_words_and_long_sentences_raise_the_grade():
    plain = readability.grade(["The doctor puts a balloon in the bone."])
    assert plain < readability.grade(
        ["The doctor puts a balloon in the bone and then fills the room with thick cement."]
    )
    assert plain < readability.grade(["The surgeon introduces an inflatable tamp percutaneously."])
    assert readability.grade([]) == readability.grade(["", " "]) == 0


# 13 words and 24 syllables are 11.3, as encyclopedias reckon it.
PLATYPUS = "The Australian platypus is seemingly a hybrid of a mammal and reptilian creature."


def test_the_grade_is_that_of_flesch_and_kincaid():
    assert readability.grade([PLATYPUS]) == 11.3


def test_a_sentence_of_two_words_makes_the_average_sentence_no_shorter():
    assert readability.grade(["Not sure.", PLATYPUS]) > readability.grade(["Not so sure.", PLATYPUS]) + 3


@pytest.mark.parametrize(
    ("word", "count"), [("bone", 1), ("doctor", 2), ("fire", 2), ("area", 3), ("osteoporosis", 6), ("isn't", 2)]
)
def test_syllables_are_those_that_are_spoken(word, count):
    assert readability.syllables(word) == count


@pytest.mark.parametrize(("word", "count"), [("vertebroplasty", 5), ("prolia", 2), ("911", 1)])
def test_syllables_of_what_no_dictionary_has_are_the_parts_it_may_be_hyphenated_into(word, count):
    assert readability.syllables(word) == count


def test_an_apostrophe_is_one_in_either_shape():
    assert readability.grade(["It isn’t a cut that heals by itself"]) == readability.grade(
        ["It isn't a cut that heals by itself"]
    )


def test_a_point_in_a_number_ends_no_sentence():
    said = "It fell by 2.5 points in the first month and by a bit more in the next one"
    assert readability.grade([said]) == readability.grade([said.replace("2.5", "25")])
    assert readability.sentences("It fell by 2.5 points. Then it rose.") == ["It fell by 2.5 points.", "Then it rose."]


def test_a_sentence_may_have_25_words_and_no_more():
    words = "day " * 24
    assert english.long_sentences(f"A {words.strip()}.") == []
    assert english.long_sentences(f"A {words}on. Short.") == [f"A {words}on."]


@pytest.mark.parametrize(
    "text",
    [
        "Are you eligible?",
        "ELIGIBILITY",
        "You qualify",
        "Qualifying patients",
        "You are a candidate",
        "You should have it",
        "It is recommended for you",
        "It is safe for you",
        "FDA approved",
        "FDA-approved",
        "no restrictions",
        "People live longer",
        "a testimonial",
    ],
)
def test_words_that_may_not_be_said_are_found(text):
    assert english.FORBIDDEN.search(text)


@pytest.mark.parametrize(
    "text", ["The FDA cleared it", "a good quality", "Restrictions apply", "We deliver long lives"]
)
def test_words_that_may_be_said_are_not(text):
    assert not english.FORBIDDEN.search(text)


@pytest.mark.parametrize("text", ["3 times more", "four times as likely", "two times the risk", "1 in 4", "1 in 1,000"])
def test_numbers_that_mislead_are_found(text):
    assert english.MISLEADING.search(text)


@pytest.mark.parametrize("text", ["3 times a day", "10 of 1,000 people", "It was done many times", "1 inch"])
def test_numbers_that_do_not_mislead_are_not(text):
    assert not english.MISLEADING.search(text)
