"""Small helpers that every template may use."""

from typing import Any

from django import template
from django.template import RequestContext
from django.utils.safestring import SafeString, mark_safe

from content.sources import Source, all_sources
from kyphoplasty_site import styles
from machines import metadata

register = template.Library()


@register.filter
def source(source_id: str) -> Source:
    """The source of that id, so that a template can join what the self-check names with what the sources file says."""
    return all_sources()[source_id]


@register.inclusion_tag("components/share.html", takes_context=True)
def share(context: RequestContext) -> dict[str, Any]:
    """What a public page says of itself to machines. It stands where all other pages say noindex."""
    return metadata.share(context.request)


@register.simple_tag
def style(name: str) -> SafeString:
    """One of the style sheets that stand in the page itself."""
    return mark_safe(f"<style>{styles.in_the_page(name)}</style>")  # noqa: S308 - our own file
