"""How hard what the self-check says is to read, in the language of now: asked by a command and by tests, never by a
page.
"""

from collections.abc import Iterator

from screener.editions import edition_of
from screener.engine.facts import Fact
from screener.forms import choices
from screener.rule_sets.editions import RULE_SETS
from screener.rule_sets.texts import texts_of
from web import readability
from web.languages import active

# The parts of a rule set that are held to short sentences: what is to be weighed before one decides has all its numbers
# in one.
IN_SENTENCES = (
    "about", "thresholds", "help_lines", "facts", "gates", "criteria", "notes", "outcomes", "steps", "doctor_questions",
    "priorities", "differences",
)  # fmt: skip


def all_questions() -> dict[str, Fact]:
    """Each question of any rule set, by id."""
    editions = map(edition_of, RULE_SETS)
    return {fact.id: fact for edition in editions for fact in (*edition.rules.facts, *edition.rules.also_read)}


def question_texts(fact: Fact, someone_else: bool) -> list[str]:
    """A question with its choices and its reason, as one of the two voices asks it."""
    labels = [label for _, label in choices(fact, someone_else)]
    said = [fact.question.voice(someone_else), fact.hint.voice(someone_else), fact.why]
    return [*said, *labels, *(label.detail for label in labels)]


def whole_texts(someone_else: bool) -> dict[str, list[str]]:
    """All that the self-check, its summary and the guide can say of the rule sets, in one of the voices, by part."""
    other = ".you" if someone_else else ".they"
    found: dict[str, list[str]] = {}
    for name, text in (pair for rules in RULE_SETS for pair in texts_of(edition_of(rules).rules).items()):
        if not name.endswith(other):
            found.setdefault(name.partition(".")[0], []).append(text)
    return found


def question_level(name: str, someone_else: bool) -> float | None:
    level = active().reading.level
    return level.measure(question_texts(all_questions()[name], someone_else)) if level else None


def whole_level(someone_else: bool) -> float | None:
    level = active().reading.level
    return level.measure([text for part in whole_texts(someone_else).values() for text in part]) if level else None


def amiss() -> Iterator[str]:
    """What is over a bar: a question or the whole that is too hard, and sentences that are too long."""
    reading = active().reading
    for someone_else in (False, True):
        voice = "they" if someone_else else "you"
        if level := reading.level:
            for name in all_questions():
                measured = question_level(name, someone_else)
                if measured is not None and level.is_too_hard(measured, level.page):
                    yield f"{name} ({voice}): {level.name} {measured}: {level.say_bar(level.page)}."
            measured = whole_level(someone_else)
            if measured is not None and level.is_too_hard(measured, level.whole):
                yield f"all that the self-check says ({voice}): {level.name} {measured}: {level.say_bar(level.whole)}."
        said = whole_texts(someone_else)
        for text in dict.fromkeys(text for part in IN_SENTENCES for text in said.get(part, ())):
            for long in readability.long_sentences(readability.closed(text), reading.longest_sentence):
                yield f"a sentence of {len(long.split())} words ({voice}): {long!r}"
