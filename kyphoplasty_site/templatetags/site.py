"""Small helpers that every template may use."""

from datetime import date
from typing import Any

from django import template
from django.conf import settings
from django.forms.boundfield import BoundWidget
from django.template import Context, Engine, RequestContext, defaulttags
from django.template.base import Parser, Token
from django.template.loader import get_template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from content.icon_array import grid
from content.sources import Source, all_sources
from kyphoplasty_site import context as contexts
from kyphoplasty_site import styles
from kyphoplasty_site.reviewed import tallies
from kyphoplasty_site.twins import Twin, twins_of
from reviews import standing
from seo import metadata
from web import languages
from web.languages import active, active_code, address, once_for_each_language
from web.languages import gettext as _

register = template.Library()
# The part of the frame that names the page that is shown, and leads on under the name of the clinic whose link it is.
MENUS = "components/header.html"


@register.filter
def source(source_id: str) -> Source:
    """The source of that id, so that a template can join what the self-check names with what the sources file says."""
    return all_sources()[source_id]


@register.filter
def day(value: date) -> str:
    """A day in the words of the language."""
    return active().say_day(value)


@register.filter
def in_language(path: str, code: str) -> str:
    """The address of the twin in another language."""
    return languages.in_language(code, languages.split(path)[1])


@register.filter
def number(value: float) -> str:
    """A number as the language writes it."""
    return active().say_number(value)


@register.filter
def reading_level(level: float) -> str:
    """How hard a page is to read, in the words of the language."""
    return active().say_level(level)


@register.inclusion_tag("components/share.html", takes_context=True)
def share(context: RequestContext) -> dict[str, Any]:
    """What a public page says of itself to machines, for its block "robots": without that block a page says noindex."""
    return metadata.share(context.request)


@register.simple_tag
def style(name: str) -> SafeString:
    """One of the style sheets that stand in the page itself."""
    return mark_safe(f"<style>{styles.in_the_page(name)}</style>")  # noqa: S308 - our own file


@register.simple_tag
def of_100(number: int, up_to: int = 0) -> SafeString:
    """So many of a hundred dots, up to so many more, beside words that say the same numbers (style "drawings")."""
    return grid(number, up_to or number)


@register.simple_tag
def of_10(number: int) -> SafeString:
    """So many points of ten, as a row of dots, beside words that say the same (style "drawings")."""
    return grid(number, number, out_of=10)


@register.inclusion_tag("components/reviews.html")
def reviews_table() -> dict[str, Any]:
    """How much of the site is checked, and by whom, in the language of now. Without a review nothing is counted: to
    read all words would take half a second of each start.
    """
    reviews = standing.reviews_in(active_code())
    return {"reviews": reviews, "tallies": tallies() if reviews else []}


@register.simple_tag(takes_context=True)
def frame(context: Context, name: str) -> SafeString:
    """A part of the frame around every page, such as its footer: drawn once for all pages that it does not name.

    It would take half the time of a question. Nothing of a visitor can be in it, as it is drawn without their request.
    """
    page = context.get("page")
    named = name == MENUS and ((page and page.listed) or context.get("clinic") or context.get("canonical"))
    if settings.DEBUG or named:
        return Engine.get_default().get_template(name).render(context)
    return _frame(name, settings.CONTACT)


@once_for_each_language
def _frame(name: str, contact: str) -> SafeString:
    return mark_safe(get_template(name).render(contexts.everywhere()))  # noqa: S308 - a template


@register.simple_tag(takes_context=True)
def twins(context: Context) -> list[Twin]:
    """This page in the other languages. A page that is no place to come back to names another as `same_page`."""
    request = getattr(context, "request", None)
    return twins_of(context.get("same_page") or (request.path_info if request else "/"), context.get("page"))


@register.filter
def box(choice: BoundWidget) -> SafeString:
    """The input of a choice, as `choice.tag` draws it by four templates: a third of the time of a question."""
    drawn = choice.data
    named = [(name, value) for name, value in drawn["attrs"].items() if value is not False]
    attributes = [format_html(' {}="{}"', *one) if one[1] is not True else format_html(" {}", one[0]) for one in named]
    start = format_html('<input type="{}" name="{}" value="{}"', drawn["type"], drawn["name"], drawn["value"])
    return mark_safe(start + "".join(attributes) + ">")  # noqa: S308 - escaped above


class UrlNode(defaulttags.URLNode):
    """Django's {% url %} that works out each address once: for a summary that takes a seventh of the time.

    The arguments are names of questions, pages and clinics, never what a visitor sent. A template is parsed once in
    each language, so its addresses are those of that language.
    """

    def __init__(self, *of_django: Any) -> None:
        super().__init__(*of_django)
        self.language = active_code()

    def render(self, context: Context) -> str:
        arguments = [argument.resolve(context) for argument in self.args]
        found = address(self.language, self.view_name.resolve(context), *arguments, within=_within(context))
        if self.asvar:
            context[self.asvar] = found
            return ""
        return conditional_escape(found) if context.autoescape else found


@register.tag
def url(parser: Parser, token: Token) -> UrlNode:
    """In the place of Django's own, for every template."""
    node = defaulttags.url(parser, token)
    if node.kwargs:
        raise template.TemplateSyntaxError("Give {% url %} its arguments without names.")
    return UrlNode(node.view_name, node.args, node.kwargs, node.asvar)


@register.simple_tag(takes_context=True)
def change(context: Context, slug: str, label: str) -> SafeString:
    """The link from an answer back to its question, the same on every summary."""
    return _change(_within(context), slug, label)


@once_for_each_language
def _change(within: str, slug: str, label: str) -> SafeString:
    link = '<a class="no-print" href="{}">{}<span class="visually-hidden">: {}</span></a>'
    return format_html(link, address(active_code(), "screener:question", slug, within=within), _("Change"), label)


def _within(context: Context) -> str:
    """The name under which the addresses are included that led here: links stay with the same rule set."""
    match = getattr(getattr(context, "request", None), "resolver_match", None)
    return match.namespace if match else ""
