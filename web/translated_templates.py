"""Each template is parsed once in each language, and its words are those of that language from then on.

Django's own tags look each text up each time a page is drawn, which takes a quarter of the time of a summary. Those
here are written the same way (`{% translate %}`, `{% blocktranslate %}`), and look it up when the template is parsed.
"""

import re
from collections.abc import Iterator
from typing import Any

from django import template
from django.http import HttpRequest
from django.template import Context, Node, NodeList, TemplateSyntaxError
from django.template.backends.django import DjangoTemplates
from django.template.backends.django import Template as BackendTemplate
from django.template.base import FilterExpression, Parser, TextNode, Token, VariableNode
from django.template.context import make_context
from django.template.loaders import cached
from django.templatetags import i18n
from django.utils import translation

from web.languages import active_code

register = template.Library()
_PLACE = re.compile(r"%\((\w+)\)s")
_WORDS_ALONE = re.compile(r'translate "([^"\\]*)"')


class Templates(DjangoTemplates):
    """Django's own, but that numbers stay as Python writes them: how a language writes them is said in its folder."""

    def get_template(self, template_name: str) -> "Template":
        return Template(super().get_template(template_name).template, self)


class Template(BackendTemplate):
    """A template that leaves numbers alone."""

    def render(self, context: dict[str, Any] | None = None, request: HttpRequest | None = None) -> str:
        made = make_context(context, request, autoescape=self.backend.engine.autoescape)
        made.use_l10n = False
        return str(self.template.render(made))


class Loader(cached.Loader):
    """Keeps each template once for each language."""

    def cache_key(self, template_name: str, skip: Any = None) -> str:
        return f"{active_code()} {super().cache_key(template_name, skip)}"


class Sentence(Node):
    """A text of one language, with the values that stand in it."""

    def __init__(self, nodes: Iterator[Node]) -> None:
        self.nodelist = NodeList(nodes)

    def render(self, context: Context) -> str:
        return str(self.nodelist.render(context))


@register.tag
def translate(parser: Parser, token: Token) -> Node:
    """Django's {% translate %}: the words themselves, if they stand in the template and nothing beside them does."""
    words = _WORDS_ALONE.fullmatch(token.contents)
    if words is None:
        return i18n.do_translate(parser, token)
    # In templates and catalogues a percent sign is doubled.
    return TextNode(translation.gettext(words[1].replace("%", "%%")).replace("%%", "%"))


@register.tag
def blocktranslate(parser: Parser, token: Token) -> Node:
    """Django's {% blocktranslate %}: the sentence with its values. One that counts is left to Django."""
    node = i18n.do_block_translate(parser, token)
    if node.plural or node.asvar or node.message_context:
        return node
    english, names = node.render_token_list(node.singular)
    sentence = translation.gettext(english)
    if sorted(set(_PLACE.findall(sentence))) != sorted(set(names)):
        raise TemplateSyntaxError(f"The translation of {english!r} must name {', '.join(names)}: {sentence!r}.")
    return Sentence(_parts(sentence, node.extra_context, parser))


def _parts(sentence: str, values: dict[str, FilterExpression], parser: Parser) -> Iterator[Node]:
    for number, part in enumerate(_PLACE.split(sentence)):
        if number % 2:
            yield VariableNode(values[part] if part in values else parser.compile_filter(part))
        elif part:
            yield TextNode(part.replace("%%", "%"))
