"""What no English text may be, as the folder of English says it."""

from web import readability
from web.languages import all_languages

ENGLISH = all_languages()["en"]
FORBIDDEN, MISLEADING = ENGLISH.forbidden_words, ENGLISH.misleading_numbers
HIGHEST_GRADE = ENGLISH.reading.highest_grade
LONGEST_SENTENCE, AVERAGE_SENTENCE = ENGLISH.reading.longest_sentence, ENGLISH.reading.average_sentence


def long_sentences(text: str) -> list[str]:
    """The sentences of a text that have more words than English may have here."""
    return readability.long_sentences(text, LONGEST_SENTENCE)
