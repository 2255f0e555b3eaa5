"""How reading is measured."""

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


def test_a_point_in_a_number_ends_no_sentence():
    said = "It fell by 2.5 points in the first month and by a bit more in the next one"
    assert readability.grade([said]) == readability.grade([said.replace("2.5", "25")])
    assert readability.sentences("It fell by 2.5 points. Then it rose.") == ["It fell by 2.5 points.", "Then it rose."]


def test_a_sentence_may_have_25_words_and_no_more():
    words = "day " * 24
    assert readability.long_sentences(f"A {words.strip()}.") == []
    assert readability.long_sentences(f"A {words}on. Short.") == [f"A {words}on."]


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
    assert readability.FORBIDDEN.search(text)


@pytest.mark.parametrize(
    "text", ["The FDA cleared it", "a good quality", "Restrictions apply", "We deliver long lives"]
)
def test_words_that_may_be_said_are_not(text):
    assert not readability.FORBIDDEN.search(text)


@pytest.mark.parametrize("text", ["3 times more", "four times as likely", "two times the risk", "1 in 4", "1 in 1,000"])
def test_numbers_that_mislead_are_found(text):
    assert readability.MISLEADING.search(text)


@pytest.mark.parametrize("text", ["3 times a day", "10 of 1,000 people", "It was done many times", "1 inch"])
def test_numbers_that_do_not_mislead_are_not(text):
    assert not readability.MISLEADING.search(text)
