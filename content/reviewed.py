"""What the pages are made of, as items that can be read and signed, and how a page stands.

A page and what is drawn on it are items of their own, and so are the limits of the rule set that it shows: where one
changes, the signature falls off that one, and every page that shows it says so.
"""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from markdown_it.token import Token

from content import figures
from content.changes import all_changes
from content.glossary import all_terms
from content.markdown import blocks, drawings, parser
from content.numbers import all_numbers
from content.pages import Page, all_pages
from content.scores import all_scores
from content.sources import Source, all_sources
from reviews import frame, pictures
from reviews.items import Item
from reviews.standing import Standing, State, standing
from screener.editions import items_of_rules, main_rules
from web.languages import active, once_for_each_language
from web.languages import gettext as _
from web.toml_tables import files_in

# What ::: insert NAME draws from: an item, or all parts of the rules of that kind.
BEHIND_AN_INSERT = {
    "glossary": "glossary",
    "studies": "sources",
    "guides": "sources",
    "gaps": "scores",
    "scores": "scores",
    "totals": "scores",
    "changes": "changes",
    "points": "criteria.",
    "questions": "doctor_questions.",
}


@once_for_each_language
def items() -> dict[str, Item]:
    """All items of the pages, by id: numbers, drawings, pages, and the lists that pages draw from."""
    found = (
        *_numbers(),
        *pictures.items().values(),
        *_pictograms(),
        *(item_of(page) for page in all_pages().values()),
        Item("glossary", tuple(f"{term.term}: {term.meaning}" for term in all_terms().values())),
        Item("sources", tuple(_lines(all_sources()))),
        Item("scores", tuple(_lines(all_scores()))),
        *_changes(),
    )
    return {item.id: item for item in found}


def standing_of(page: Page) -> Standing:
    """How a page stands, with all that is drawn on it."""
    return standing(f"all of page:{page.slug}", lambda: items_of(page))


def next_review(page: Page) -> date:
    """When it is to be read again: half a year after a clinician read these words, else after they were changed."""
    return _half_a_year_after(_read_on(page) or page.updated)


def out_of_date(page: Page, today: date) -> list[str]:
    """Why it may be out of date, in words for its readers: nothing if it is not."""
    reasons = []
    due = next_review(page)
    if today > due:
        reasons.append(_("This page was to be read again by %(day)s.") % {"day": active().say_day(due)})
    reasons += [
        _("A source of this page no longer holds since %(day)s: %(name)s.")
        % {"day": active().say_day(source.ended), "name": source.name}
        for source in ended_since(page)
        if source.ended
    ]
    return reasons


def ended_since(page: Page) -> list[Source]:
    """Its sources that were withdrawn, retired or replaced after its words were written, or read by a clinician."""
    known = max(page.updated, _read_on(page) or page.updated)
    sources = [all_sources()[name] for name in page.sources]
    return [source for source in sources if source.ended and source.ended > known]


def _read_on(page: Page) -> date | None:
    """The day on which a clinician checked these words, if one did."""
    read = standing(f"page:{page.slug}", lambda: [item_of(page)])
    return read.day if read.state == State.CHECKED else None


def _half_a_year_after(day: date) -> date:
    year, month = (day.year, day.month + 6) if day.month <= 6 else (day.year + 1, day.month - 6)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def items_of(page: Page) -> list[Item]:
    """The item of the page, and those of what it shows: the help lines and the words of days stand on each."""
    everything = items()
    rules = {name.partition("/")[2]: item for name, item in items_of_rules(main_rules().id).items()}
    inserted = [BEHIND_AN_INSERT[name] for name in _inserted(page) if name in BEHIND_AN_INSERT]
    shown = dict.fromkeys([*_drawn(page), *(name for name in inserted if name in everything)])
    kinds = ("help_lines", *(name for name in inserted if name not in everything))
    limits = {f"thresholds.{name}" for name in _limits(page)}
    return [
        everything[f"page:{page.slug}"],
        *(everything[name] for name in shown),
        *(item for name, item in rules.items() if name in limits or name.startswith(kinds)),
        frame.items()[frame.LANGUAGE],
    ]


def _inserted(page: Page) -> Iterator[str]:
    for token in page.tokens:
        if token.type == "container_insert_open":
            yield blocks.insert_names(token)[0]


def _limits(page: Page) -> set[str]:
    names = {name for block in page.blocks for name in block.values}
    return {one.id for one in main_rules().thresholds if names & one.values.keys()}


def _drawn(page: Page) -> Iterator[str]:
    for token in page.tokens:
        kind, name = token.type.removeprefix("container_").removesuffix("_open"), blocks.behind_the_name(token)
        if token.nesting == 1 and kind in figures.KINDS:
            yield f"picture:{name}" if kind == "picture" else f"number:{name}"
        for child in token.children or ():
            if child.type == "image" and (pictogram := drawings.read(str(child.attrs["src"])).pictogram):
                yield f"pictogram:{pictogram}"


def item_of(page: Page) -> Item:
    """The page itself, as it is written, and what it shows of its sources and of the terms that it explains."""
    head = (f"title: {page.title}", f"nav: {page.nav}", f"summary: {page.summary}", f"answer: {page.main_message}")
    return Item(f"page:{page.slug}", (*head, *_written(page.tokens), *_explained(page), *map(_cited, page.sources)))


def _explained(page: Page) -> Iterator[str]:
    """The meanings behind its words. The answer explains terms by itself."""
    tokens = [*parser().parseInline(page.main_message), *page.tokens]
    terms = [child.meta["term"] for token in tokens for child in token.children or () if child.type == "term"]
    return (f"term: {term.term}: {term.meaning}" for term in dict.fromkeys(terms))


def _cited(name: str) -> str:
    source = all_sources()[name]
    return f"source: {source.name}: {source.label} How sure: {source.how_sure} ({name})"


def _written(tokens: list[Token]) -> Iterator[str]:
    """The lines of a page as they are written, each block in one, whatever the width of the file."""
    opened: list[str] = []
    for token in tokens:
        if token.type.startswith("container_"):
            yield f"::: {token.info.strip()}" if token.nesting == 1 else ":::"
        if token.nesting == 1:
            opened.append(token.tag)
        elif token.nesting == -1:
            opened.pop()
        elif token.type == "inline":
            mark = "- " if "li" in opened else "# " if opened[-1].startswith("h") else ""
            yield mark + token.content


def _numbers() -> Iterator[Item]:
    numbers = all_numbers()
    for kind, entries in (("chance", numbers.chances), ("chart", numbers.charts), ("advice", numbers.advice)):
        for name, entry in entries.items():
            sources = dict.fromkeys(source for words in figures.words(kind, name) for source in words.cited)
            yield Item(f"number:{name}", (*_lines(entry), *map(_cited, sources)))


def _changes() -> Iterator[Item]:
    """What changed on the site: a language without a page that shows it has no such file."""
    if any("changes" in _inserted(page) for page in all_pages().values()):
        yield Item("changes", tuple(_lines(all_changes())))


def _lines(value: Any, where: str = "") -> Iterator[str]:
    """A value of the data files, a line for each of its fields that says something."""
    if isinstance(value, Mapping):
        for name, one in value.items():
            yield from _lines(one, f"{where} {name}")
    elif is_dataclass(value):
        for field in fields(value):
            yield from _lines(getattr(value, field.name), f"{where} {field.name}")
    elif isinstance(value, tuple):
        for place, one in enumerate(value, 1):
            yield from _lines(one, f"{where} {place}")
    elif value not in (None, ""):
        yield f"{where}: {value}".strip()


def _pictograms() -> Iterator[Item]:
    for path in files_in(drawings.folder(), "*.svg"):
        yield Item(f"pictogram:{path.stem}", (f"drawn: {sha256(path.read_bytes()).hexdigest()}",))
