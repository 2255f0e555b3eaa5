"""Where the links of a page lead: to a page, to a view by its name, or to an address."""

from collections.abc import Sequence
from functools import cache
from html import escape
from typing import Any

from django.urls import reverse
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token


@cache
def page_url(slug: str) -> str:
    """The address of a page; the home page is /."""
    return reverse("content:home") if slug == "home" else reverse("content:page", args=[slug])


def is_view(target: str) -> bool:
    """Whether a link names a view rather than an address."""
    return target.startswith("screener:") or target == "blank_guide"


def link_url(href: str) -> str:
    """A link as written in a page, turned into an address. Raises NoReverseMatch for an unknown view."""
    target, hash_mark, anchor = href.partition("#")
    if target.startswith("page:"):
        target = page_url(target.removeprefix("page:"))
    elif is_view(target):
        target = reverse(target)
    return target + hash_mark + anchor


def _render_link(self: RendererHTML, tokens: Sequence[Token], i: int, options: Any, env: dict[str, Any]) -> str:
    href = str(tokens[i].attrs["href"])
    return f'<a href="{escape(link_url(href))}">'


def install(md: MarkdownIt) -> None:
    """Let the parser turn links as they are written into addresses."""
    md.add_render_rule("link_open", _render_link)
