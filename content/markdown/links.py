"""Where the links of a page lead: to a page, to a view by its name, or to an address."""

from collections.abc import Sequence
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from web.languages import active_code, address


def page_url(code: str, slug: str) -> str:
    """The address of a page in a language; the English home page is /."""
    return address(code, "content:home") if slug == "home" else address(code, "content:page", slug)


def is_view(target: str) -> bool:
    """Whether a link names a view rather than an address."""
    return target.startswith(("screener:", "content:")) or target == "blank_guide"


def link_url(href: str) -> str:
    """A link as written in a page, turned into an address. Raises NoReverseMatch for an unknown view."""
    target, hash_mark, anchor = href.partition("#")
    if target.startswith("page:"):
        target = page_url(active_code(), target.removeprefix("page:"))
    elif is_view(target):
        target = address(active_code(), target)
    return target + hash_mark + anchor


def _render_link(self: RendererHTML, tokens: Sequence[Token], i: int, options: Any, env: dict[str, Any]) -> str:
    href = str(tokens[i].attrs["href"])
    return f'<a href="{escape(link_url(href))}">'


def install(md: MarkdownIt) -> None:
    """Let the parser turn links as they are written into addresses."""
    md.add_render_rule("link_open", _render_link)
