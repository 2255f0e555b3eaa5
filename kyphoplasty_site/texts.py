"""Every text of the site that is to be translated, as it stands in English: in templates, in Python, in data files."""

import ast
import re
from collections.abc import Iterator

from django.conf import settings
from django.utils.translation.template import templatize

from content import figures, numbers, scores, sources
from content.numbers import all_numbers
from content.scores import all_scores
from content.sources import all_sources
from screener.rule_sets.editions import RULE_SETS
from screener.rule_sets.texts import texts_of
from web.catalogues import Text
from web.languages import ENGLISH, speaking
from web.translated_data import texts_of as texts_of_data

CODE = ("clinics", "content", "kyphoplasty_site", "referrals", "screener", "seo", "web")
# How code marks a text, and which of its arguments are the context, the text and its plural.
MARKS = {"_": (None, 0, None), "gettext": (None, 0, None), "gettext_noop": (None, 0, None), "ngettext": (None, 0, 1)}
_LITERAL = r"""u?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
_IN_A_TEMPLATE = re.compile(rf"\b(_|gettext|ngettext|pgettext)\({_LITERAL}(?:, ?{_LITERAL})?(?:, ?\w+)?\)")


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
    for path in sorted((settings.BASE_DIR / "templates").rglob("*.*")):
        for mark, first, second in _IN_A_TEMPLATE.findall(templatize(path.read_text(encoding="utf-8"))):
            one, other = ast.literal_eval(first), ast.literal_eval(second) if second else ""
            if mark == "pgettext":
                yield Text(other, context=one)
            else:
                yield Text(one, plural=other)


def _of_code() -> Iterator[Text]:
    for package in CODE:
        for path in sorted((settings.BASE_DIR / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS:
                    yield from _of_call(node, *MARKS[node.func.id])


def _of_call(call: ast.Call, context: int | None, text: int, plural: int | None) -> Iterator[Text]:
    said = [one.value if isinstance(one, ast.Constant) and isinstance(one.value, str) else "" for one in call.args]
    if said[text]:
        yield Text(said[text], plural=said[plural] if plural is not None else "")


def _of_data() -> Iterator[Text]:
    for words, data in (
        (numbers.WORDS, all_numbers()),
        (scores.WORDS, all_scores()),
        (sources.WORDS, all_sources()),
    ):
        yield from map(Text, texts_of_data(data, words))
    # What the steps of a walk through pictures are called, after the names of the pictures.
    yield from (Text(name.replace("-", " ")) for name in figures.all_pictures())
