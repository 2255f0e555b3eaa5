"""The pages' markdown: CommonMark with tables and definition lists, and these additions of ours.

    [@wardlaw2009]  [@wardlaw2009; @boonen2011]   numbered links to the page's source list
    {{FRACTURE_WINDOW}}                           a number that is also a rule, from the rule set
    [[Lancet]]                                    a name of a paper, journal or body, or quoted words: <cite>
    [words](page:risks#anchor)                    a link to a page; (screener:start) to a view by name
    ::: in-short … :::                            a callout; a title of one's own may follow its name
    ::: insert glossary :::                       a list that the program draws; its name may have one after it
    ::: picture above … :::                       a picture, a chance or a chart (see figures.py), with a caption
    ::: side-by-side Four ways … :::              options in the same rows, as a table and as cards (side_by_side.py)
    ::: answer right No. … :::                    an answer that says, once open, if it is right, and why (quiz.py)
    :::: walk … ::::                              pictures to go through one by one, each with its caption
    Table: words                                  a paragraph right above a table becomes its caption

Raw HTML does not pass.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from html import escape
from itertools import pairwise
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.ruler import Ruler
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.deflist import deflist_plugin

from content import figures, quiz, side_by_side
from content.glossary import find_terms
from content.sources import all_sources
from screener.rule_sets.editions import MAIN_RULES
from web.languages import active_code, address

CALLOUTS = {
    "in-short": gettext_noop("In short"),
    "call-911": gettext_noop("Call 911"),
    "call-today": gettext_noop("Call your doctor today"),
    "experts-disagree": gettext_noop("Experts disagree"),
    "claim-checked": gettext_noop("A claim, checked"),
    "good": gettext_noop("What may be good"),
    "bad": gettext_noop("What may be bad"),
    "next": gettext_noop("What to do next"),
}
INSERTS = ("glossary", "questions", "studies", "guides", "points", "contact", "gaps", "totals", "scores", "grades")
VALUES = {name: text for threshold in MAIN_RULES.thresholds for name, text in threshold.values.items()}
THRESHOLD_SOURCES = {threshold.source for threshold in MAIN_RULES.thresholds}

# What may not be parted from the term after it or before it: a bracket, a quote, a mark, the s of a plural.
_OPENS = re.compile(r"[^\w\s–—-]*\Z")
_CLOSES = re.compile(r"[^\w\s–—-]*(?:s\b)?")
_CITATION = re.compile(r"\[(@[a-z0-9]+(?:; @[a-z0-9]+)*)\]")
_VALUE = re.compile(r"\{\{([A-Z_]+)\}\}")
_CITE = re.compile(r"\[\[([^\[\]]+)\]\]")


def page_url(code: str, slug: str) -> str:
    """The address of a page in a language; the English home page is /."""
    return address(code, "content:home") if slug == "home" else address(code, "content:page", slug)


def is_view(target: str) -> bool:
    """Whether a link names a view rather than an address."""
    return target.startswith("screener:") or target == "blank_guide"


def link_url(href: str) -> str:
    """A link as written in a page, turned into an address. Raises NoReverseMatch for an unknown view."""
    target, hash_mark, anchor = href.partition("#")
    if target.startswith("page:"):
        target = page_url(active_code(), target.removeprefix("page:"))
    elif is_view(target):
        target = address(active_code(), target)
    return target + hash_mark + anchor


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


def _captions(state: StateCore) -> None:
    """Move a paragraph that begins with "Table: " into the table below it."""
    tokens = state.tokens
    tables = 0
    for i in range(len(tokens) - 3):
        opening, inline, closing, after = tokens[i : i + 4]
        is_caption = opening.type == "paragraph_open" and after.type == "table_open"
        if is_caption and inline.children and inline.content.startswith("Table: "):
            inline.content = inline.content.removeprefix("Table: ")
            inline.children[0].content = inline.children[0].content.removeprefix("Table: ")
            tables += 1
            opening.type, opening.tag = "caption_open", "caption"
            opening.attrSet("id", f"table-{tables}")
            after.meta["caption"] = f"table-{tables}"
            closing.type, closing.tag = "caption_close", "caption"
            tokens[i : i + 4] = [after, opening, inline, closing]


def _headers(state: StateCore) -> None:
    """Give column headers a scope, and make the first cell of each row its header."""
    row_start = False
    for token in state.tokens:
        if token.type == "th_open":
            token.attrSet("scope", "col")
            row_start = False
        elif token.type == "tr_open":
            row_start = True
        elif token.type == "td_open" and row_start:
            token.tag = "th"
            token.attrSet("scope", "row")
        elif token.type == "td_close" and row_start:
            token.tag = "th"
            row_start = False


def _heading_ids(state: StateCore) -> None:
    """Each heading gets its words as its id; a page in another language has the ids of its English twin, in order."""
    seen: set[str] = set()
    of_the_twin = iter(state.env.get("anchors", ()))
    for opening, inline in zip(state.tokens, state.tokens[1:], strict=False):
        if opening.type == "heading_open":
            base = anchor = next(of_the_twin, None) or slugify(inline_text(inline.children or []))
            number = 2
            while anchor in seen:
                anchor, number = f"{base}-{number}", number + 1
            seen.add(anchor)
            opening.attrSet("id", anchor)


def _walks(state: StateCore) -> None:
    """Tell each picture of a walk which one comes before and after it, and the walk how many there are."""
    walk, pictures = None, []
    for token in state.tokens:
        if token.type == "container_walk_open":
            walk, pictures = token, []
        elif token.type == "container_picture_open" and walk:
            pictures.append(token)
            walk.meta["count"] = len(pictures)
        elif token.type == "container_walk_close":
            walk = None
            for before, after in pairwise(pictures):
                before.meta["next"], after.meta["previous"] = _place(after), _place(before)


def _place(picture: Token) -> dict[str, str]:
    name = figure_name(picture)
    return {"name": name, "words": _(name.replace("-", " "))}


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
                opens, closes = _OPENS.search(before)[0], _CLOSES.match(after)[0]
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
            text.append(VALUES.get(child.content, child.content))
    return re.sub(r" +(?=[.,;:!?])", "", "".join(text))


def cited_ids(token: Token) -> list[str]:
    """The source ids in a citation token."""
    return [part.removeprefix("@") for part in token.content.split("; ")]


def _marks(source_ids: Iterable[str], env: dict[str, Any]) -> SafeString:
    """The numbered links of a citation; notes in `env` what the page, and its section, have cited so far."""
    numbers, here = env.setdefault("numbers", {}), env.setdefault("here", [])
    links = []
    for source_id in source_ids:
        number = numbers.setdefault(source_id, len(numbers) + 1)
        if source_id not in here:
            here.append(source_id)
        links.append(f'<a href="#s{number}"><span class="visually-hidden">{escape(_("Source"))} </span>{number}</a>')
    return mark_safe('<sup class="ref">' + " ".join(links) + "</sup>")  # noqa: S308 - numbers only


def _render_citation(self: RendererHTML, tokens: Sequence[Token], i: int, options: Any, env: dict[str, Any]) -> str:
    return _marks(cited_ids(tokens[i]), env)


def _render_value(self: RendererHTML, tokens: Sequence[Token], i: int, options: Any, env: dict[str, Any]) -> str:
    return escape(VALUES[tokens[i].content])


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


def _render_link(self: RendererHTML, tokens: Sequence[Token], i: int, options: Any, env: dict[str, Any]) -> str:
    href = str(tokens[i].attrs["href"])
    return f'<a href="{escape(link_url(href))}">'


def _render_table_open(self: RendererHTML, tokens: Sequence[Token], i: int, options: Any, env: dict[str, Any]) -> str:
    caption = tokens[i].meta.get("caption")
    name = f'aria-labelledby="{caption}"' if caption else f'aria-label="{escape(_("Table"))}"'
    return f'<div class="table-scroll" role="group" tabindex="0" {name}>\n<table>\n'


def _render_table_close(self: RendererHTML, tokens: Sequence[Token], i: int, options: Any, env: dict[str, Any]) -> str:
    return "</table>\n</div>\n"


def _render_callout(name: str) -> Callable[..., str]:
    def render(self: RendererHTML, tokens: Sequence[Token], i: int, options: Any, env: dict[str, Any]) -> str:
        if tokens[i].nesting == -1:
            return "</div>\n"
        title = tokens[i].info.strip().removeprefix(name).strip() or _(CALLOUTS[name])
        return f'<div class="callout {name}">\n<p class="callout-title">{escape(title)}</p>\n'

    return render


def _render_insert(self: RendererHTML, tokens: Sequence[Token], i: int, options: Any, env: dict[str, Any]) -> str:
    if tokens[i].nesting == -1:
        return ""
    name, of = insert_names(tokens[i])
    return render_to_string(f"content/inserts/{name}.html", env["context"](of))


def insert_names(token: Token) -> tuple[str, str]:
    """The name in "::: insert NAME", and what may stand after it."""
    name, of = [*token.info.split(maxsplit=2), "", ""][1:3]
    return name, of.strip()


def _render_figure(kind: str) -> Callable[..., str]:
    def render(self: RendererHTML, tokens: Sequence[Token], i: int, options: Any, env: dict[str, Any]) -> str:
        if tokens[i].nesting == -1:
            without_words = tokens[i - 1].nesting == 1
            return "</figure>\n" if without_words else "</figcaption>\n</figure>\n"
        name, drawn_kinds = figure_name(tokens[i]), env.setdefault("drawn_kinds", set())
        drawn = figures.draw(kind, name, lambda source_ids: _marks(source_ids, env), first=kind not in drawn_kinds)
        drawn_kinds.add(kind)
        if walk := tokens[i].meta:
            drawn += render_to_string("components/walk_links.html", walk)
        without_words = tokens[i + 1].nesting == -1
        title = "" if kind == "picture" else f' aria-labelledby="{name}-title"'
        opening = f'<figure class="{kind}" id="{kind}-{name}"{title}>\n{drawn}'
        return opening + ("" if without_words else "<figcaption>\n")

    return render


def _render_side_by_side(self: RendererHTML, tokens: Sequence[Token], i: int, options: Any, env: dict[str, Any]) -> str:
    """The options, drawn twice. The meaning of a term stands below them, once, for both."""
    meanings = env["meanings"] = {}

    def render(cell: Sequence[Token]) -> SafeString:
        return mark_safe(self.render(cell, options, env).strip())  # noqa: S308 - the parser lets no raw HTML pass

    drawn = side_by_side.draw(tokens[i], render, meanings)
    del env["meanings"]
    return drawn


def _render_answer(self: RendererHTML, tokens: Sequence[Token], i: int, options: Any, env: dict[str, Any]) -> str:
    if tokens[i].nesting == -1:
        return "</div>\n"
    words, verdict = map(escape, quiz.read(tokens[i].info))
    opening = f'<details class="answer"><summary>{words}</summary></details>\n'
    return f'{opening}<div class="folded answer-text">\n<p><strong>{verdict}</strong></p>\n'


def words_of_opening(token: Token) -> tuple[str, ...]:
    """The words that stand behind the ::: of what opens here, and those that come with it."""
    if token.type == "container_answer_open":
        return quiz.read(token.info)
    if token.type == f"container_{side_by_side.NAME}_open":
        return (side_by_side.title_of(token.info),)
    return ()


def _render_walk(self: RendererHTML, tokens: Sequence[Token], i: int, options: Any, env: dict[str, Any]) -> str:
    if tokens[i].nesting == -1:
        return "</div>\n"
    return f'<div class="walk">\n{render_to_string("components/walk.html", tokens[i].meta)}'


def figure_name(token: Token) -> str:
    """The name in "::: picture NAME"."""
    return " ".join(token.info.split()[1:])


def _render_how(self: RendererHTML, tokens: Sequence[Token], i: int, options: Any, env: dict[str, Any]) -> str:
    """What the section above rests on: each source described where the page first cites it, and linked from then on."""
    here, described = env.pop("here", []), env.setdefault("described", set())
    if not here:
        return ""
    numbered = [(env["numbers"][source_id], all_sources()[source_id]) for source_id in here]
    above = [number for number, source in numbered if source.id in described]
    links = [format_html('<a href="#s{}">{}</a>', number, _("source %s") % number) for number in above]
    context = {
        "section": tokens[i].content,
        "new": [(number, source) for number, source in numbered if source.id not in described],
        "again": mark_safe(", ".join(links)),  # noqa: S308 - escaped above
    }
    described.update(here)
    return render_to_string("components/how.html", context)


def with_sources(tokens: Iterable[Token]) -> list[Token]:
    """The tokens with a "How do we know?" at the end of each section, and before what to do next."""
    result: list[Token] = []
    section = ""
    for token in side_by_side.gather(tokens):
        heading = token.type == "heading_open" and token.tag == "h2"
        if heading or token.type in {"container_next_open", "side_by_side"}:
            result.append(Token("how", "", 0, content=section))
        if token.type == "inline" and result and result[-1].tag == "h2":
            section = inline_text(token.children or [])
        elif token.type == "side_by_side":
            section = token.content
        result.append(token)
    return [*result, Token("how", "", 0, content=section)]


def _ask_only_about_a_colon(ruler: Ruler[Callable[..., bool]]) -> None:
    """Make the rules of the boxes one, which looks for their colon once: there are twenty, and each looks at each line.

    A twentieth of the start of a site with many pages.
    """
    boxes = [rule for rule in ruler.__rules__ if rule.name.startswith("container_")]

    def box(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        if not state.src.startswith(":", state.bMarks[start] + state.tShift[start]):
            return False
        return any(rule.fn(state, start, end, silent) for rule in boxes)

    ruler.__rules__ = [rule for rule in ruler.__rules__ if rule not in boxes]
    ruler.before("fence", "box", box, {"alt": boxes[0].alt})


@cache
def parser() -> MarkdownIt:
    """The parser and renderer for the pages: it keeps nothing of one for the next."""
    md = MarkdownIt("commonmark", {"html": False}).enable("table").use(deflist_plugin)
    md.inline.ruler.before("link", "citation", _inline_rule(_CITATION, "citation"))
    md.inline.ruler.before("link", "cite", _inline_rule(_CITE, "cite"))
    md.inline.ruler.before("link", "value", _inline_rule(_VALUE, "value"))
    md.core.ruler.push("captions", _captions)
    md.core.ruler.push("headers", _headers)
    md.core.ruler.push("heading_ids", _heading_ids)
    md.core.ruler.push("walks", _walks)
    md.core.ruler.push("hold_citations", _hold_citations)
    md.core.ruler.push("explain_terms", _explain_terms)
    for name in CALLOUTS:
        md.use(container_plugin, name, render=_render_callout(name))
    md.use(container_plugin, "insert", render=_render_insert)
    md.use(container_plugin, "walk", render=_render_walk)
    for kind in figures.KINDS:
        md.use(container_plugin, kind, render=_render_figure(kind))
    md.use(container_plugin, side_by_side.NAME, validate=side_by_side.has_title)
    md.use(container_plugin, "answer", validate=quiz.is_answer, render=_render_answer)
    _ask_only_about_a_colon(md.block.ruler)
    for kind, render in {
        "citation": _render_citation,
        "value": _render_value,
        "cite": _render_cite,
        "term": _render_term,
        "how": _render_how,
        "side_by_side": _render_side_by_side,
        "link_open": _render_link,
        "table_open": _render_table_open,
        "table_close": _render_table_close,
    }.items():
        md.add_render_rule(kind, render)
    return md
