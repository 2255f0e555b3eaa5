"""Every text of the site that is to be translated, as it stands in English: in templates, in Python, in data files."""

from collections.abc import Iterator

from content import figures, numbers, scores, sources
from content.numbers import all_numbers
from content.scores import all_scores
from content.sources import all_sources
from reviews.frame import CODE
from screener.rule_sets.editions import RULE_SETS
from screener.rule_sets.texts import texts_of
from web import marked_texts
from web.catalogues import Text
from web.languages import ENGLISH, speaking
from web.translated_data import texts_of as texts_of_data


def texts_of_rule_sets() -> Iterator[Text]:
    """Every text of every rule set: its id is its context."""
    for rules in RULE_SETS.values():
        for name, text in texts_of(rules).items():
            yield Text(text, context=f"{rules.id}.{name}")


def texts_of_the_site() -> list[Text]:
    """All others, each once, in an order that stays: by where they stand first."""
    with speaking(ENGLISH):
        return list(dict.fromkeys([*_of_templates(), *_of_code(), *_of_data()]))


def _of_templates() -> Iterator[Text]:
    for path in marked_texts.templates():
        yield from marked_texts.of_template(path)


def _of_code() -> Iterator[Text]:
    for package in CODE:
        for path in marked_texts.code(package):
            yield from marked_texts.of_code(path)


def _of_data() -> Iterator[Text]:
    for words, data in (
        (numbers.WORDS, all_numbers()),
        (scores.WORDS, all_scores()),
        (sources.WORDS, all_sources()),
    ):
        yield from map(Text, texts_of_data(data, words))
    # What the steps of a walk through pictures are called, after the names of the pictures.
    yield from (Text(name.replace("-", " ")) for name in figures.all_pictures())
