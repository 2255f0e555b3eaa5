"""What stands within a line: citations, values of the rules, names in <cite>, and terms that explain themselves."""

import re
from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from content.glossary import find_terms
from screener.editions import main_rules
from web.languages import gettext as _
from web.languages import once_for_each_language

_OPENS = re.compile(r"[^\w\s–—-]*\Z")
_CLOSES = re.compile(r"[^\w\s–—-]*(?:s\b)?")
_CITATION = re.compile(r"\[(@[a-z0-9]+(?:; @[a-z0-9]+)*)\]")
_VALUE = re.compile(r"\{\{([A-Z_]+)\}\}")
_CITE = re.compile(r"\[\[([^\[\]]+)\]\]")


@once_for_each_language
def values() -> dict[str, str]:
    """What {{…}} stands for in a page: limits of the rule set, in words."""
    return {name: text for threshold in main_rules().thresholds for name, text in threshold.values.items()}


def _inline_rule(pattern: re.Pattern[str], kind: str) -> Callable[[StateInline, bool], bool]:
    def rule(state: StateInline, silent: bool) -> bool:
        found = pattern.match(state.src, state.pos)
        if not found:
            return False
        if not silent:
            token = state.push(kind, "", 0)
            token.content = found.group(1)
        state.pos = found.end()
        return True

    return rule


def _hold_citations(state: StateCore) -> None:
    """Keep each citation mark on the line of the word before it."""
    for token in state.tokens:
        for child, after in zip(token.children or [], (token.children or [])[1:], strict=False):
            if child.type == "text" and after.type == "citation":
                child.content = child.content.rstrip()


def _explain_terms(state: StateCore) -> None:
    """Turn the first use of each glossary term in running text into a term that explains itself.

    A term is a button, and beside a button a line may break anywhere, so what touches it is kept on its line: the marks
    around it, and the number of a source. (A word joiner does not hold a button.)
    """
    explained = state.env.setdefault("terms", set())
    allowed = False
    for token in state.tokens:
        if token.type in {"heading_open", "caption_open", "th_open", "dt_open"} or token.tag == "th":
            allowed = False
        elif token.type in {"paragraph_open", "td_open", "dd_open"}:
            allowed = True
        elif token.type == "inline" and allowed and token.children:
            token.children = _with_terms(token.children, explained)


def _with_terms(children: Sequence[Token], explained: set[str]) -> list[Token]:
    result: list[Token] = []
    in_link = False
    for child in children:
        in_link = child.type == "link_open" or (in_link and child.type != "link_close")
        if child.type == "citation" and result and result[-1].type == "together_close":
            result.insert(-1, child)
            continue
        if child.type != "text" or in_link:
            result.append(child)
            continue
        position = 0
        for start, end, term in find_terms(child.content):
            if term.id not in explained:
                explained.add(term.id)
                before, after = child.content[position:start], child.content[end:]
                # Both find something everywhere, if only nothing.
                opens, closes = _OPENS.findall(before)[0], _CLOSES.findall(after)[0]
                result += [
                    _text(before.removesuffix(opens)),
                    Token("together_open", "span", 1, attrs={"class": "together"}),
                    _text(opens),
                    Token("term", "", 0, content=child.content[start:end], meta={"term": term}),
                    _text(closes),
                    Token("together_close", "span", -1),
                ]
                position = end + len(closes)
        if rest := child.content[position:]:
            result.append(_text(rest))
    return result


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def inline_text(children: Sequence[Token]) -> str:
    """The words a reader meets, without citation marks and without what stands in <cite>."""
    text = []
    for child in children:
        if child.type in {"text", "code_inline", "term"}:
            text.append(child.content)
        elif child.type in {"softbreak", "hardbreak"}:
            text.append(" ")
        elif child.type == "value":
            text.append(values().get(child.content, child.content))
    return re.sub(r" +(?=[.,;:!?])", "", "".join(text))


def cited_ids(token: Token) -> list[str]:
    """The source ids in a citation token."""
    return [part.removeprefix("@") for part in token.content.split("; ")]


def marks(source_ids: Iterable[str], env: dict[str, Any]) -> SafeString:
    """The numbered links of a citation; notes in `env` what the page has cited so far."""
    numbers = env.setdefault("numbers", {})
    links = []
    for source_id in source_ids:
        number = numbers.setdefault(source_id, len(numbers) + 1)
        links.append(f'<a href="#s{number}"><span class="visually-hidden">{escape(_("Source"))} </span>{number}</a>')
    return mark_safe('<sup class="ref">' + " ".join(links) + "</sup>")  # noqa: S308 - numbers only


def _render_citation(self: RendererHTML, tokens: Sequence[Token], i: int, options: Any, env: dict[str, Any]) -> str:
    return marks(cited_ids(tokens[i]), env)


def _render_value(self: RendererHTML, tokens: Sequence[Token], i: int, options: Any, env: dict[str, Any]) -> str:
    return escape(values()[tokens[i].content])


def _render_cite(self: RendererHTML, tokens: Sequence[Token], i: int, options: Any, env: dict[str, Any]) -> str:
    return f"<cite>{escape(tokens[i].content)}</cite>"


def _render_term(self: RendererHTML, tokens: Sequence[Token], i: int, options: Any, env: dict[str, Any]) -> str:
    term, words = tokens[i].meta["term"], escape(tokens[i].content)
    meaning = f"<b>{escape(term.term)}:</b> {escape(term.meaning)}"
    button = f'<button type="button" class="term" popovertarget="term-{term.id}">{words}</button>'
    meaning = f'<span popover id="term-{term.id}" class="term-meaning">{meaning}</span>'
    if "meanings" not in env:
        return button + meaning
    env["meanings"][term.id] = mark_safe(meaning)  # noqa: S308 - escaped above
    return button


def install(md: MarkdownIt) -> None:
    """Let the parser read and draw these."""
    md.inline.ruler.before("link", "citation", _inline_rule(_CITATION, "citation"))
    md.inline.ruler.before("link", "cite", _inline_rule(_CITE, "cite"))
    md.inline.ruler.before("link", "value", _inline_rule(_VALUE, "value"))
    md.core.ruler.push("hold_citations", _hold_citations)
    md.core.ruler.push("explain_terms", _explain_terms)
    md.add_render_rule("citation", _render_citation)
    md.add_render_rule("value", _render_value)
    md.add_render_rule("cite", _render_cite)
    md.add_render_rule("term", _render_term)
