"""Small helpers that every template may use."""

from django import template

from content.sources import Source, all_sources

register = template.Library()


@register.filter
def source(source_id: str) -> Source:
    """The source of that id, so that a template can join what the self-check names with what the sources file says."""
    return all_sources()[source_id]
