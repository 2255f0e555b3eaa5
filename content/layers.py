"""The three layers: a page begins with the answer, holds what one needs to talk with a doctor, and leads to its record.

The bars are those that a tired reader needs: few words and numbers, joined sentences, one denominator. A record has
every number with its range and study, and so none of these bars.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from content.pages import Block, Page
from web import readability
from web.languages import active

ANSWER_WORDS = 60
IN_SHORT_WORDS = 60
NUMBERS_IN_100_WORDS = 3.0
SHORT_SENTENCE = 5
SHORT_SENTENCES = 0.1
# What may stand first on a page, so that the first screen has a picture, a number or something to do.
FIRST = ("picture", "chance", "chart", "gap", "advice", "cards", "call-911", "in-short")

_NUMERAL = re.compile(r"\d[\d,.]*")
_SCALE = 10  # "7 of 10" is a score of pain.


@dataclass(frozen=True)
class Problem:
    """What is over a bar, on which line, and what to do."""

    line: int
    words: str
    remedy: str
    number: int


@dataclass(frozen=True)
class Measured:
    """What a reader meets on a page: `level` is that of all text, `prose_level` that of its sentences alone.

    `numbers` is of 100 words; `short` is the share of sentences with fewer than five words; `pronouns` are paragraphs
    that begin with a word whose noun stands elsewhere, for the eye.
    """

    words: int
    numbers: float
    level: float | None
    prose_level: float | None
    sentence: float
    short: float
    denominators: tuple[int, ...]
    pronouns: tuple[Block, ...]


def measure(page: Page) -> Measured:
    """The figures of a page. What a figure of numbers.toml says of itself is counted in the level alone."""
    written = [block for block in page.blocks if block.kind != "figure"]
    prose = [block.text for block in written if _is_prose(block)]
    lengths = [len(one.split()) for text in prose for one in readability.sentences(readability.closed(text))]
    words = sum(len(block.text.split()) for block in written) + len(page.title.split())
    level = active().reading.level
    numerals = sum(len(_numerals(block.text)) for block in written)
    return Measured(
        words=words,
        numbers=round(100 * numerals / words, 1) if words else 0.0,
        level=page.measured_level,
        prose_level=level.measure(prose) if level else None,
        sentence=round(readability.average_sentence(prose), 1),
        short=round(sum(length < SHORT_SENTENCE for length in lengths) / len(lengths), 2) if lengths else 0.0,
        denominators=tuple(sorted({of for block in written for of in _denominators(block.text)})),
        pronouns=tuple(b for b in written if b.kind == "p" and re.match(active().reading.pronouns, b.text)),
    )


def check(page: Page) -> Iterator[Problem]:
    """What of a page is over the bars of its layer."""
    if page.layer == "record":
        return
    found = measure(page)
    bars = active().reading
    if page.blocks and (words := len(page.blocks[0].text.split())) > ANSWER_WORDS:
        yield Problem(1, f"the answer (main_message) has {words} words.", f"Say it in {ANSWER_WORDS}.", 50)
    yield from _check_first(page)
    if (level := bars.level) and found.prose_level is not None and level.is_too_hard(found.prose_level, level.page):
        yield Problem(
            1,
            f"the {level.name} of its sentences is {found.prose_level}.",
            f"{level.say_bar(level.page)}: plainer words.",
            51,
        )
    least, most = bars.average_sentence
    if not least <= found.sentence <= most:
        yield Problem(
            1,
            f"sentences average {found.sentence} words.",
            f"{least:g} to {most:g}: {'cut' if found.sentence > most else 'join'} some.",
            13,
        )
    if found.short >= SHORT_SENTENCES:
        yield Problem(
            1,
            f"{100 * found.short:.0f} of 100 sentences have under {SHORT_SENTENCE} words.",
            "Join them with what they belong to.",
            52,
        )
    if found.numbers > NUMBERS_IN_100_WORDS:
        hint = f"{NUMBERS_IN_100_WORDS:g} at most: the others belong in the record."
        yield Problem(1, f"{found.numbers} numbers in 100 words.", hint, 53)
    if len(found.denominators) > 1:
        many = ", ".join(f"of {one:,}" for one in found.denominators)
        yield Problem(1, f"more than one denominator: {many}.", "Say all of them of 100.", 54)
    explained: set[str] = set()
    for block in page.blocks:
        yield from _check_block(block, explained)


def _check_first(page: Page) -> Iterator[Problem]:
    first = page.tokens[0] if page.tokens else None
    kind = first.type.removeprefix("container_").removesuffix("_open") if first else ""
    if kind not in FIRST:
        yield Problem(
            page.first_line,
            "the page does not begin with one picture, number or thing to do.",
            f"Put one of these first: {', '.join(FIRST)}.",
            14,
        )
    words = sum(len(block.text.split()) for block in page.blocks if block.callout == "in-short")
    if kind == "in-short" and words > IN_SHORT_WORDS:
        yield Problem(page.first_line, f"what stands in short has {words} words.", f"Say it in {IN_SHORT_WORDS}.", 55)


def _check_block(block: Block, explained: set[str]) -> Iterator[Problem]:
    if block.kind == "figure":
        return
    if not block.cited_at_end:
        yield Problem(block.line, f"a source in the middle of {block.text!r}", "One mark, at the end: [@a; @b].", 56)
    reading = active().reading
    for house in reading.house_words:
        if house.word in block.text.lower() and house.word not in explained:
            explained.add(house.word)
            if house.meaning not in block.text.lower():
                yield Problem(
                    block.line,
                    f"{house.word!r} is not explained where the page first says it.",
                    f"Write: {house.meaning}",
                    57,
                )
    for name in reading.names_of_the_record:
        if any(re.search(rf"\b{name}\b", text) for text in (block.text, *block.names)):
            yield Problem(block.line, f"{name!r} is a name for the record.", 'Say "the main trial" or its like.', 58)
    if block.kind not in {"h2", "h3", "title"}:
        yield from _check_chances(block)


def _check_chances(block: Block) -> Iterator[Problem]:
    """A word of chance stands beside a number, and is the word for that number."""
    number = active().read_number
    for sentence in readability.sentences(block.text):
        met = ((one, re.search(rf"\b{one.word}\b", sentence.lower())) for one in active().reading.words_of_chance)
        word, said = next(((one, found[0]) for one, found in met if found), (None, ""))
        if not word:
            continue
        low, high = word.at_least, word.under
        shares = list(_shares(sentence))
        if not shares:
            yield Problem(
                block.line,
                f"{said!r} without its number: {sentence!r}",
                f"It is {low:g} to under {high:g} of 100: say which.",
                59,
            )
        for share in shares:
            ends = [100 * number(share[end]) / number(share["of"]) for end in ("low", "high") if share[end]]
            if share["least"]:
                ends = [0.999 * end for end in ends]
            if not all(low <= end < high or end == high == 100 for end in ends):
                yield Problem(
                    block.line, f"{said!r} beside {share[0]!r}.", f"It is {low:g} to under {high:g} of 100.", 59
                )


def _is_prose(block: Block) -> bool:
    return block.kind in {"p", "dd", "li"} and block.text.rstrip().endswith((".", "!", "?", "”"))


def _numerals(text: str) -> list[str]:
    return _NUMERAL.findall(active().plain_numerals.sub("", text))


def _denominators(text: str) -> Iterator[int]:
    for share in _shares(text):
        yield int(active().read_number(share["of"]))


def _shares(text: str) -> Iterator[re.Match[str]]:
    """So many of 100, or of another number, but no score of pain."""
    for share in active().shares.finditer(text):
        if active().read_number(share["of"]) != _SCALE:
            yield share
