"""What stands between lines: headings, tables, boxes with a name, pictures, and what each section rests on."""

from collections.abc import Callable, Iterable, Sequence
from html import escape
from itertools import pairwise
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext_noop
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.ruler import Ruler
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.deflist import deflist_plugin

from content import figures, quiz, side_by_side
from content.markdown.inline import inline_text, marks
from content.sources import all_sources
from web.languages import gettext as _

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
INSERTS = (
    "glossary", "questions", "studies", "guides", "points", "contact", "gaps", "totals", "scores", "grades", "changes",
    "reviews",
)  # fmt: skip
FOLDED = ("fold", "record")
LISTED = ("cards", "checklist", "record")

# A table with so many columns does not fit on a phone.
WIDE_TABLE = 4


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


def has_anchor(token: Token) -> bool:
    """Whether it opens what has an anchor of its own: a heading, or what is folded."""
    return token.type in {"heading_open", "container_fold_open"}


def _anchors(state: StateCore) -> None:
    """Headings and folds get their words as id; a page in another language has those of its English twin, in order."""
    seen: set[str] = set()
    of_the_twin = iter(state.env.get("anchors", ()))
    for opening, after in zip(state.tokens, state.tokens[1:], strict=False):
        if has_anchor(opening):
            words = inline_text(after.children or []) if opening.type == "heading_open" else behind_the_name(opening)
            base = anchor = next(of_the_twin, None) or slugify(words)
            number = 2
            while anchor in seen:
                anchor, number = f"{base}-{number}", number + 1
            seen.add(anchor)
            opening.attrSet("id", anchor)


def _listed_boxes(state: StateCore) -> None:
    """Make the items of ::: cards cards, and those of ::: record the anchors that their links lead to.

    A link's title holds anchors that the page had before: they lead to the item.
    """
    box = ""
    for i, token in enumerate(state.tokens):
        if token.type in {"container_cards_open", "container_record_open"}:
            box = token.type.split("_")[1]
        elif token.type in {"container_cards_close", "container_record_close"}:
            box = ""
        elif box and token.type in {"bullet_list_open", "bullet_list_close"}:
            if token.nesting == 1:
                token.attrSet("class", box)
            # What is folded hides an ordered list item by item, so that one can be shown by its address.
            token.tag = "ol" if box == "record" else "ul"
        elif box == "cards" and token.type == "list_item_open":
            token.attrSet("class", "card")
        elif box == "record" and token.type == "list_item_open":
            _anchor_item(token, state.tokens[i + 2])


def _anchor_item(item: Token, words: Token) -> None:
    link = next((child for child in words.children or [] if child.type == "link_open"), None)
    if link is None:
        return
    own = str(link.attrs["href"]).partition("#")[2]
    before = str(link.attrs.pop("title", "")).split()
    anchors = before or ([own] if own else [])
    if anchors:
        item.attrSet("id", anchors[0])
    if anchors[1:]:
        item.attrSet("class", "also")
        item.meta["also"] = anchors[1:]


def _walks(state: StateCore) -> None:
    """Tell each picture of a walk which one comes before and after it, and the walk how many there are."""
    walk: Token | None = None
    pictures: list[Token] = []
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
    name = behind_the_name(picture)
    return {"name": name, "words": _(name.replace("-", " "))}


def _render_table_open(self: RendererHTML, tokens: Sequence[Token], i: int, options: Any, env: dict[str, Any]) -> str:
    caption = tokens[i].meta.get("caption")
    name = f'aria-labelledby="{caption}"' if caption else f'aria-label="{escape(_("Table"))}"'
    end = next(end for end in range(i, len(tokens)) if tokens[end].type == "thead_close")
    columns = sum(token.type == "th_open" for token in tokens[i:end])
    wide = f'<p class="wide-table">{escape(_("The table is wide: move it sideways."))}</p>\n'
    scroll = f'<div class="table-scroll" role="group" tabindex="0" {name}>\n<table>\n'
    return (wide if columns >= WIDE_TABLE else "") + scroll


def _render_table_close(self: RendererHTML, tokens: Sequence[Token], i: int, options: Any, env: dict[str, Any]) -> str:
    return "</table>\n</div>\n"


def _render_callout(name: str) -> Callable[..., str]:
    def render(self: RendererHTML, tokens: Sequence[Token], i: int, options: Any, env: dict[str, Any]) -> str:
        if tokens[i].nesting == -1:
            return "</div>\n"
        title = tokens[i].info.strip().removeprefix(name).strip() or _(CALLOUTS[name])
        return f'<div class="callout {name}">\n<p class="callout-title">{escape(title)}</p>\n'

    return render


def _render_fold(name: str) -> Callable[..., str]:
    def render(self: RendererHTML, tokens: Sequence[Token], i: int, options: Any, env: dict[str, Any]) -> str:
        if tokens[i].nesting == -1:
            return "</div>\n"
        anchor = f' id="{tokens[i].attrs["id"]}"' if "id" in tokens[i].attrs else ""
        # A list of links says nothing on paper.
        paper = " no-print" if name == "record" else ""
        opening = (
            f'<details class="fold{paper}"{anchor}><summary>{escape(behind_the_name(tokens[i]))}</summary></details>\n'
        )
        return f'{opening}<div class="folded {name}-text{paper}">\n'

    return render


def _render_listed(name: str) -> Callable[..., str]:
    def render(self: RendererHTML, tokens: Sequence[Token], i: int, options: Any, env: dict[str, Any]) -> str:
        if tokens[i].nesting == -1:
            return "</div>\n"
        title = behind_the_name(tokens[i])
        return f'<div class="{name}-box">\n' + (f'<p class="callout-title">{escape(title)}</p>\n' if title else "")

    return render


def _render_item_open(self: RendererHTML, tokens: Sequence[Token], i: int, options: Any, env: dict[str, Any]) -> str:
    also = "".join(f'<span id="{escape(anchor)}"></span>' for anchor in tokens[i].meta.get("also", ()))
    return self.renderToken(tokens, i, options, env) + also


def behind_the_name(token: Token) -> str:
    """What stands behind the name in a line of ":::": the title of a box, or the name of a figure."""
    return " ".join(token.info.split()[1:])


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
        name, drawn_kinds = behind_the_name(tokens[i]), env.setdefault("drawn_kinds", set())
        drawn = figures.draw(
            kind,
            name,
            lambda source_ids: marks(source_ids, env),
            first=kind not in drawn_kinds,
            brief=env.get("brief", False),
        )
        drawn_kinds.add(kind)
        if walk := tokens[i].meta:
            drawn += render_to_string("components/walk_links.html", walk)
        without_words = tokens[i + 1].nesting == -1
        title = "" if kind == "picture" else f' aria-labelledby="{name}-title"'
        opening = f'<figure class="{figures.STYLED_AS.get(kind, kind)}" id="{kind}-{name}"{title}>\n{drawn}'
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
    if token.type in {f"container_{name}_open" for name in (*FOLDED, *LISTED)}:
        return (behind_the_name(token),) if behind_the_name(token) else ()
    if token.type == f"container_{side_by_side.NAME}_open":
        return (side_by_side.title_of(token.info),)
    return ()


def _render_walk(self: RendererHTML, tokens: Sequence[Token], i: int, options: Any, env: dict[str, Any]) -> str:
    if tokens[i].nesting == -1:
        return "</div>\n"
    return f'<div class="walk">\n{render_to_string("components/walk.html", tokens[i].meta)}'


def _render_how(self: RendererHTML, tokens: Sequence[Token], i: int, options: Any, env: dict[str, Any]) -> str:
    """What the page rests on: each source that it cites, in the order of the marks."""
    numbers: dict[str, int] = env.get("numbers", {})
    if not numbers:
        return ""
    cited = [(number, all_sources()[source_id]) for source_id, number in numbers.items()]
    return render_to_string("components/how.html", {"cited": cited})


def with_sources(tokens: Iterable[Token]) -> list[Token]:
    """The tokens with a "How do we know?" at the end."""
    return [*side_by_side.gather(tokens), Token("how", "", 0)]


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


def install(md: MarkdownIt) -> None:
    """Let the parser read and draw these."""
    md.enable("table").use(deflist_plugin)
    md.core.ruler.push("captions", _captions)
    md.core.ruler.push("headers", _headers)
    md.core.ruler.push("anchors", _anchors)
    md.core.ruler.push("listed_boxes", _listed_boxes)
    md.core.ruler.push("walks", _walks)
    for name in CALLOUTS:
        md.use(container_plugin, name, render=_render_callout(name))
    md.use(container_plugin, "insert", render=_render_insert)
    md.use(container_plugin, "walk", render=_render_walk)
    for kind in figures.KINDS:
        md.use(container_plugin, kind, render=_render_figure(kind))
    for name in FOLDED:
        md.use(container_plugin, name, render=_render_fold(name))
    for name in ("cards", "checklist"):
        md.use(container_plugin, name, render=_render_listed(name))
    md.add_render_rule("list_item_open", _render_item_open)
    md.use(container_plugin, side_by_side.NAME, validate=side_by_side.has_title)
    md.use(container_plugin, "answer", validate=quiz.is_answer, render=_render_answer)
    _ask_only_about_a_colon(md.block.ruler)
    md.add_render_rule("how", _render_how)
    md.add_render_rule("side_by_side", _render_side_by_side)
    md.add_render_rule("table_open", _render_table_open)
    md.add_render_rule("table_close", _render_table_close)
