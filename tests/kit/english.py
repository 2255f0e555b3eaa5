"""What no English text may be, as the folder of English says it."""

from web import readability
from web.languages import all_languages

ENGLISH = all_languages()["en"]
FORBIDDEN, MISLEADING = ENGLISH.forbidden_words, ENGLISH.misleading_numbers
assert ENGLISH.reading.level
HIGHEST_GRADE = ENGLISH.reading.level.page
LONGEST_SENTENCE = ENGLISH.reading.longest_sentence
# Of short texts: questions and e-mails. Pages have joined sentences (content/layers.py).
AVERAGE_SENTENCE = 12.0


def long_sentences(text: str) -> list[str]:
    """The sentences of a text that have more words than English may have here."""
    return readability.long_sentences(text, LONGEST_SENTENCE)
