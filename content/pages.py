"""A page is a markdown file with TOML front matter between two lines of +++. One in a folder is at /folder/name/."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from hashlib import sha256
from itertools import accumulate
from pathlib import Path
from types import MappingProxyType
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from markdown_it.token import Token

from content import figures, scores, side_by_side
from content.changes import Change, all_changes
from content.glossary import all_terms
from content.markdown import blocks, drawings, inline, links, parser
from content.sources import all_sources
from screener.editions import main_rules
from screener.engine.rule_set import DoctorQuestion
from web.languages import ENGLISH, active_code, known_languages, once_for_each_language, speaking
from web.toml_tables import DataFileError, files_in, parse_toml, read_text

PAGES_DIR = Path(__file__).parent / "languages" / "en" / "pages"
# What a page in another language takes from its twin, unless it says otherwise.
OF_BOTH = ("group", "order", "updated", "menu", "listed", "layer")
GROUPS = ("learn", "decide", "about")
# What is made of a page's words, once.
DRAWN = ("rendered", "headings", "anchors", "styles", "has_walk", "level")
# The page of changes, which a feed goes with.
CHANGES = "changes"
# A page to read, or the record of it: every number, study and disagreement.
LAYERS = ("page", "record")
FRONT_MATTER = {
    "title": str,
    "nav": str,
    "summary": str,
    "main_message": str,
    "group": str,
    "order": int,
    "updated": date,
    "sources": list,
}
OF_ENGLISH = {"grade": float}
# What a page in another language says of its twin.
OF_THE_TRANSLATION = {"english": str, "translated": date}


def pages_dir(language: str) -> Path:
    """The folder of the pages in a language."""
    return PAGES_DIR if language == ENGLISH else settings.LANGUAGES_DIR / language / "pages"


class PageError(DataFileError):
    """A page cannot be read; says which file and what to do."""


@dataclass(frozen=True)
class Heading:
    """A heading of a page: its level (2 or 3), anchor and words."""

    level: int
    anchor: str
    text: str


@dataclass(frozen=True)
class Block:
    """A stretch of text that stands by itself: a paragraph, heading, item, cell or caption.

    `line` is its line in the file, `text` the words a reader meets, `section` the heading above it, `callout` the box
    around it, `names` what stands in [[…]]; `cited_at_end` is whether its sources are one mark behind all else.
    """

    kind: str
    line: int
    text: str
    section: str
    callout: str
    cited: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    cited_at_end: bool = True
    amiss: str = ""

    @property
    def typed(self) -> str:
        """The text without what came from the rule set."""
        text = self.text
        for name in self.values:
            text = text.replace(inline.values().get(name, ""), "", 1)
        return text


@dataclass(frozen=True)
class Page:
    """One page: its front matter and its markdown. One that is not `listed` is reached by links alone. `updated` is the
    day on which its words were last changed.

    `grade` is the school grade that it needs, which English pages carry. `twin` is the English page that one in another
    `language` is a translation of: both have the same anchors. `english` says from which file of that page it was
    translated, `translated` when; `digest` is that of a page's own file.
    """

    slug: str
    title: str
    nav: str
    summary: str
    main_message: str
    group: str
    order: int
    updated: date
    sources: tuple[str, ...]
    body: str
    first_line: int
    digest: str
    menu: bool = False
    listed: bool = True
    layer: str = "page"
    grade: float | None = None
    language: str = ENGLISH
    twin: "Page | None" = None
    english: str = ""
    translated: date | None = None

    @property
    def file(self) -> str:
        """Its file below the folder of pages: several records are called all-facts.md."""
        return f"{self.slug}.md"

    @property
    def named(self) -> str:
        """What messages call its file: risks.md, es/risks.md."""
        return self.file if self.language == ENGLISH else f"{self.language}/{self.file}"

    @property
    def newer_in_english(self) -> "Page | None":
        """The English page, if it has changed since this one was translated from it."""
        return self.twin if self.twin and self.twin.digest != self.english else None

    @property
    def url(self) -> str:
        return links.page_url(self.language, self.slug)

    @cached_property
    def tokens(self) -> list[Token]:
        return parser().parse(self.body, {"anchors": self.twin.anchors} if self.twin else {})

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """Every block of text, the main message first."""
        lead = parser().parse(self.main_message)
        return (
            *_blocks(lead, 1, self.is_brief),
            *_blocks(self.tokens, self.first_line, self.is_brief),
        )

    @property
    def measured_level(self) -> float | None:
        """How hard all that a reader meets on it is, by the formula of its language; None if that has none."""
        level = known_languages()[self.language].reading.level
        return level.measure([self.title, *(block.text for block in self.blocks)]) if level else None

    @cached_property
    def level(self) -> float | None:
        """The same, as readers are told it. It costs a dictionary in English, and so is written in each page there."""
        return self.measured_level if self.grade is None else self.grade

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        return tuple(
            Heading(int(opening.tag[1]), str(opening.attrs["id"]), inline.inline_text(words.children or []))
            for opening, words in zip(self.tokens, self.tokens[1:], strict=False)
            if opening.type == "heading_open"
        )

    @cached_property
    def anchors(self) -> tuple[str, ...]:
        """The anchors of its headings and of what it folds, in their order."""
        return tuple(str(token.attrs["id"]) for token in self.tokens if blocks.has_anchor(token))

    @property
    def parent(self) -> "Page | None":
        """The page in whose folder this one stands."""
        return all_pages().get(self.slug.rpartition("/")[0])

    @property
    def is_brief(self) -> bool:
        """Whether its figures leave who paid, who was counted and how sure to the record."""
        return self.layer == "page"

    @cached_property
    def styles(self) -> tuple[str, ...]:
        """The style sheets that it needs beside those of all pages."""
        types = {token.type.removeprefix("container_").removesuffix("_open") for token in self.tokens}
        needed = {
            "figures": types & {*figures.KINDS, side_by_side.NAME, "answer", "cards", "checklist", "fold", "record"},
            "drawings": [child for token in self.tokens for child in token.children or () if child.type == "image"],
            "side_by_side": side_by_side.are_all_rows(self.tokens),
            "walk": self.has_walk,
        }
        return tuple(name for name, what in needed.items() if what)

    @cached_property
    def has_walk(self) -> bool:
        """Whether the page needs the script that shows pictures one at a time."""
        return any(token.type == "container_walk_open" for token in self.tokens)

    @cached_property
    def rendered(self) -> tuple[SafeString, SafeString, SafeString]:
        """The main message, what stands first below it, and the rest, as HTML. Citations number on through all."""
        env: dict[str, object] = {"context": _insert_context, "brief": self.is_brief}
        md = parser()
        lead = md.renderer.render(md.parseInline(self.main_message, env), md.options, env)
        env.pop("terms", None)
        tokens = blocks.with_sources(self.tokens)
        start = _end_of_first(tokens)
        first, rest = (md.renderer.render(part, md.options, env) for part in (tokens[:start], tokens[start:]))
        return mark_safe(lead), mark_safe(first), mark_safe(rest)  # noqa: S308 - the parser lets no raw HTML pass


def _end_of_first(tokens: Sequence[Token]) -> int:
    """Where the first block ends: the one picture, number or thing to do that stands below the answer."""
    open_blocks = accumulate(token.nesting for token in tokens)
    return next(i for i, still_open in enumerate(open_blocks, 1) if not still_open)


def _insert_context(of: str) -> dict[str, object]:
    return {
        "rule_set": main_rules(),
        "contact": settings.CONTACT,
        "terms": all_terms().values(),
        "studies": [source for source in all_sources().values() if source.is_study],
        "guides": [source for source in all_sources().values() if not source.is_study],
        "pages": all_pages().values(),
        "changes": _changes,
        "gaps": scores.gaps(),
        "instruments": scores.all_scores().values(),
        "instrument": scores.all_scores().get(of),
        "first_questions": partial(_first_questions, of),
        "other_questions": partial(_other_questions, of),
    }


def headed_names(names: str) -> list[tuple[str, list[str]]]:
    """The lists in "::: insert questions HEAD: NAME NAME …; HEAD: NAME …", each with its head, if it has one."""
    lists = [one.rpartition(":") for one in names.split(";")]
    return [(head.strip(), ids.split()) for head, _colon, ids in lists]


def _first_questions(names: str) -> list[tuple[str, list[DoctorQuestion]]]:
    """The questions for the doctor that ::: insert questions … puts first, in that order, below their heads."""
    questions = {question.id: question for question in main_rules().doctor_questions}
    headed = headed_names(names)
    if unknown := [name for _head, ids in headed for name in ids if name not in questions]:
        raise PageError(f"::: insert questions names {', '.join(unknown)}. The rule set has: {', '.join(questions)}.")
    return [(head, [questions[name] for name in ids]) for head, ids in headed]


def _other_questions(names: str) -> dict[str, list[DoctorQuestion]]:
    """All the other questions, by their group."""
    first = {question.id for _head, questions in _first_questions(names) for question in questions}
    groups = main_rules().question_groups
    return {title: [one for one in group if one.id not in first] for title, group in groups.items()}


def _changes() -> list[tuple[Change, list[Page]]]:
    """What changed, with the pages to read. Only the page that shows it calls this, and so needs the file."""
    return [
        (change, [page for page in all_pages().values() if page.slug in change.pages])
        for change in all_changes().values()
    ]


def _blocks(tokens: list[Token], first_line: int, brief: bool) -> Iterator[Block]:
    opened: list[Token] = []
    section, callouts = "", [""]
    for token in tokens:
        callout = callouts[-1]
        if token.nesting == 1:
            opened.append(token)
            line = first_line + (token.map[0] if token.map else 0)
            kind = token.type.removeprefix("container_").removesuffix("_open")
            if kind in figures.KINDS:
                for words in figures.words(kind, blocks.behind_the_name(token), brief):
                    yield Block("figure", line, words.text, section, callout, words.cited)
            elif kind == "insert" and blocks.insert_names(token)[0] == "scores":
                for text in scores.words(blocks.insert_names(token)[1]):
                    yield Block("insert", line, text, section, callout)
            elif token.type.startswith("container_"):
                callouts.append(kind)
                for said in blocks.words_of_opening(token):
                    yield Block("title", line, said, section, kind)
        elif token.nesting == -1:
            opened.pop()
            if token.type == f"container_{callout}_close":
                callouts.pop()
        elif token.type == "inline":
            kind = "dd" if any(token.tag == "dd" for token in opened) else opened[-1].tag
            if kind == "h2":
                section = _text(token)
            yield _block(token, kind, first_line, section, callout)


def _text(token: Token) -> str:
    return " ".join(inline.inline_text(token.children or []).split())


def _block(token: Token, kind: str, first_line: int, section: str, callout: str) -> Block:
    children = token.children or []
    return Block(
        kind=kind,
        line=first_line + (token.map[0] if token.map else 0),
        text=_text(token),
        section=section,
        callout=callout,
        cited=tuple(i for child in children if child.type == "citation" for i in inline.cited_ids(child)),
        values=tuple(child.content for child in children if child.type == "value"),
        links=tuple(str(child.attrs["href"]) for child in children if child.type == "link_open"),
        names=tuple(child.content for child in children if child.type == "cite"),
        cited_at_end=_cited_at_end(children),
        amiss=_amiss(token),
    )


def _amiss(token: Token) -> str:
    try:
        drawings.check(token.children or [], _text(token))
    except drawings.DrawingError as error:
        return str(error)
    return ""


def _cited_at_end(children: Sequence[Token]) -> bool:
    met = [child.type for child in children if child.type == "citation" or child.content.strip(" .")]
    return "citation" not in met[:-1]


def _refuse_what_does_not_fit(file: str, matter: Mapping[str, Any], layer: object, known: Mapping[str, type]) -> None:
    if missing := known.keys() - matter.keys():
        raise PageError(f"{file}: the front matter misses {', '.join(sorted(missing))}. Add it.")
    if unknown := matter.keys() - known.keys():
        raise PageError(f"{file}: the front matter does not know {', '.join(sorted(unknown))}. Remove it.")
    for name, kind in known.items():
        if not isinstance(matter[name], kind):
            raise PageError(f"{file}: {name} in the front matter must be a {kind.__name__}.")
    if matter["group"] not in GROUPS:
        raise PageError(f"{file}: group must be one of {', '.join(GROUPS)}.")
    if layer not in LAYERS:
        raise PageError(f"{file}: layer must be one of {', '.join(LAYERS)}.")
    if unknown_sources := [s for s in matter["sources"] if s not in all_sources()]:
        raise PageError(f"{file}: sources names {', '.join(unknown_sources)}, which sources.toml does not have.")


def digest_of(text: str) -> str:
    """What tells the words of a file from others: 12 hexadecimal digits."""
    return sha256(text.encode()).hexdigest()[:12]


def read_page(path: Path, language: str = ENGLISH, twins: Mapping[str, Page] = MappingProxyType({})) -> Page:
    """One page from its file. Raises PageError for front matter that is missing, unknown or of the wrong kind.

    A page in another language than English needs a twin, which says all that its front matter leaves out.
    """
    folder = pages_dir(language)
    slug = path.with_suffix("").relative_to(folder).as_posix() if path.is_relative_to(folder) else path.stem
    if not re.fullmatch(r"[a-z0-9]+([-/][a-z0-9]+)*", slug):
        raise PageError(
            f"{path.name}: the file's name becomes the page's address. Use small letters, digits and single hyphens; "
            "if it is a copy, take it away."
        )
    file = f"{slug}.md"
    text = read_text(path, PageError)
    parts = text.split("+++\n", 2)
    if len(parts) != 3 or parts[0]:
        raise PageError(f"{file}:1: the file must begin with front matter between two lines of +++.")
    matter = parse_toml(parts[1], f"{file}: the front matter", PageError)
    twin = None
    known = FRONT_MATTER | OF_ENGLISH
    if language != ENGLISH:
        twin = twins.get(slug)
        if twin is None:
            raise PageError(f"{language}/{file}: there is no English page {slug}. Name it as that one is named.")
        if own := sorted({*OF_BOTH} & matter.keys()):
            raise PageError(f"{language}/{file}: {', '.join(own)} stands in the English page alone. Take it away.")
        matter = {**{name: getattr(twin, name) for name in OF_BOTH}, "sources": [*twin.sources], **matter}
        known = FRONT_MATTER | OF_THE_TRANSLATION
    shown_in = {"menu": bool(matter.pop("menu", False)), "listed": bool(matter.pop("listed", True))}
    layer = matter.pop("layer", "page")
    _refuse_what_does_not_fit(file, matter, layer, known)
    matter["sources"] = tuple(matter["sources"])
    first_line = parts[1].count("\n") + 3
    read: dict[str, Any] = {**shown_in, "layer": layer, "digest": digest_of(text), **matter}
    return Page(slug=slug, body=parts[2], first_line=first_line, language=language, twin=twin, **read)


def prepare() -> None:
    """Read every page of the language of now. English ones are drawn too: a broken one is met here, not by a visitor.

    To draw those of another language would make the start half as long again: each waits until it is asked for.
    """
    pages = all_pages()
    if active_code() == ENGLISH:
        for page in pages.values():
            draw(page)
        return
    # The data files of the language: later there may be no file that can be opened.
    _insert_context("")
    if CHANGES in pages:
        all_changes()


def draw(page: Page) -> None:
    """Draw a page of the language of now, if that has not been done yet. Raises PageError."""
    if {*DRAWN} <= vars(page).keys():
        return
    try:
        for name in DRAWN:
            getattr(page, name)
    except Exception as problem:
        raise PageError(
            f"{page.named} cannot be drawn: {problem!r}. Run manage.py check, which says where it is wrong."
        ) from problem
    # Nothing else is read from these while the site runs, and they take ten times the room of a page. One page tells
    # how hard all others are, and so reads them.
    for one in all_pages().values():
        for name in ("tokens", "blocks"):
            vars(one).pop(name, None)


@once_for_each_language
def all_pages() -> dict[str, Page]:
    """The site's pages by slug, in the order in which they are to be read."""
    code = active_code()
    twins: dict[str, Page] = {}
    if code != ENGLISH:
        with speaking(ENGLISH):
            twins = all_pages()
    pages = [read_page(path, code, twins) for path in files_in(pages_dir(code), "**/*.md")]
    return {page.slug: page for page in sorted(pages, key=lambda page: (GROUPS.index(page.group), page.order))}


@once_for_each_language
def listed_pages() -> tuple[Page, ...]:
    """The pages that every page names in its menus, in the order in which they are to be read."""
    return tuple(page for page in all_pages().values() if page.listed)
