"""How hard a text is to read: Flesch-Kincaid grade, sentence lengths, and words that must not be used."""

import re
from collections.abc import Sequence

HIGHEST_GRADE = 6.0
LONGEST_SENTENCE = 25
AVERAGE_SENTENCE = 12

# Whole words that no page may use; what quotes them to correct them stands in [[…]] or a claim-checked box.
FORBIDDEN = re.compile(
    r"\b(eligible|ineligible|eligibility|qualif(?:y|ies|ied|ying)|you are a candidate|you are not a candidate|"
    r"you should have|recommended for you|safe for you|FDA[- ]approved|approved by the FDA|no restrictions|"
    r"live longer|lives longer|living longer|testimonials?)\b",
    re.IGNORECASE,
)
# Shapes of number that mislead: a ratio with no amount, and chances whose denominator changes.
MISLEADING = re.compile(
    r"\b(?:\d+|two|three|four|five|ten) times (?:more|greater|better|higher|less|fewer|lower|as|the)\b|\b1 in \d",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<=[.!?])[\")”’]*\s+(?=[\"“‘(]*[A-Z0-9])")

# textstat would end a sentence there.
_POINT_IN_NUMBER = re.compile(r"(?<=\d)\.(?=\d)")


def closed(text: str) -> str:
    """The text with a full stop, if it ends without one."""
    text = text.strip()
    return text if not text or text[-1] in ".!?" else text.rstrip(":;,") + "."


def sentences(text: str) -> list[str]:
    """The sentences of a block of text."""
    return [part for part in _SENTENCE_END.split(text.strip()) if part]


def grade(blocks: Sequence[str]) -> float:
    """Flesch-Kincaid grade of blocks of text, each closed with a full stop, to one decimal."""
    from textstat import textstat  # its dictionaries are for checks, not for every worker

    text = " ".join(closed(block) for block in blocks if block.strip())
    text = _POINT_IN_NUMBER.sub("", text)
    return round(float(textstat.flesch_kincaid_grade(text)), 1) if text else 0.0


def long_sentences(text: str) -> list[str]:
    """The sentences that have more words than LONGEST_SENTENCE."""
    return [sentence for sentence in sentences(text) if len(sentence.split()) > LONGEST_SENTENCE]


def average_sentence(blocks: Sequence[str]) -> float:
    """Words per sentence over all blocks."""
    lengths = [len(sentence.split()) for block in blocks for sentence in sentences(closed(block))]
    return sum(lengths) / len(lengths) if lengths else 0.0
