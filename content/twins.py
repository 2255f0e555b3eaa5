"""Whether a page in another language is the twin of the English one: the same blocks, which hold the same things.

Words may differ. All else is the same: headings, lists, tables, boxes, drawings, figures, sources, limits, links and
numerals.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from textwrap import shorten
from typing import Any

from django.core.checks import CheckMessage, Error, register
from markdown_it.token import Token

from content import figures
from content.markdown import blocks, inline, parser
from content.pages import Page, all_pages, headed_names
from web.languages import ENGLISH, Language, known_languages, speaking
from web.toml_tables import DataFileError
from web.translation_checks import compared, numerals, numerals_compared

# Front matter that holds words, in the order of a page.
WORDS_OF_MATTER = ("title", "nav", "summary")
# Openings that say nothing themselves: what stands in them tells where it stands.
_OF_ONE_BLOCK = {"paragraph_open", "heading_open", "list_item_open", "th_open", "td_open", "dt_open", "dd_open"}
_OF_ONE_BLOCK |= {"caption_open", "thead_open", "tbody_open"}
# In words, for whoever reads a message.
_CALLED = {"p": "paragraph", "li": "item", "th": "cell", "td": "cell", "dt": "term", "dd": "definition"}
_CALLED |= {"h2": "heading ##", "h3": "heading ###", "tr": "row of a table", "ul": "list", "ol": "numbered list"}
# Behind the ::: of a figure, an insert or a box.
NAMES = "what it names"
_URGENT = "call-911"
_CALLS = "telephone links"
_SHOWN = 80
_TOLD = 3


@dataclass(frozen=True)
class Part:
    """A block of a page, or what opens a box, a list or a row.

    `holds` are the things in it that no translation changes, by what they are called.
    """

    kind: str
    line: int
    words: str
    holds: Mapping[str, tuple[str, ...]]

    def __str__(self) -> str:
        words = self.words or ", ".join(self.holds.get(NAMES, ()))
        return f"{self.kind} {shorten(words, _SHOWN, placeholder=' …')!r}" if words else self.kind


@dataclass(frozen=True)
class Difference:
    """What is not as in English, and where: a line in the page's own file."""

    line: int
    words: str


@register
def check_twins(**kwargs: Any) -> list[CheckMessage]:
    """The pages of each language but English, also of one that is only being written."""
    try:
        return [message for language in known_languages().values() for message in _check_language(language)]
    except DataFileError as problem:
        return [Error(str(problem), id="translations.E010")]


def _check_language(language: Language) -> Iterator[CheckMessage]:
    with speaking(language.code):
        yield from check_pages(all_pages().values(), language)


def check_pages(pages: Iterable[Page], language: Language) -> Iterator[CheckMessage]:
    """All in which these pages differ from their English twins, but for their words.

    Of a page made from older English, what is not urgent is told of by content.checks, which gives its translator days.
    """
    for page in pages:
        found = urgent_differences if page.newer_in_english else differences
        for one in found(page, page.twin, language) if page.twin else ():
            yield Error(
                f"{language.code}/pages/{page.file}:{one.line}: {one.words}",
                hint=f"Bring it in line with the English page: en/pages/{page.file}.",
                id="translations.E011",
            )


def urgent_differences(page: Page, english: Page, language: Language) -> Iterator[Difference]:
    """How the boxes for 911 and the telephone links of two pages differ: no older English excuses that."""
    theirs, ours = ([part for part in parts(of) if _URGENT in part.kind] for of in (english, page))
    signs = [_sign(part, known_languages()[ENGLISH]) for part in theirs], [_sign(part, language) for part in ours]
    if signs[0] != signs[1]:
        yield Difference(page.first_line, f"here stands {_said(ours)}; in English {_said(theirs)}")
    calls = [[call for part in parts(of) for call in part.holds.get(_CALLS, ())] for of in (english, page)]
    if calls[0] != calls[1]:
        yield Difference(
            page.first_line, f"its telephone links are {', '.join(calls[1])}; in English {', '.join(calls[0])}"
        )


def differences(page: Page, english: Page, language: Language) -> Iterator[Difference]:
    """All in which a page and its English twin differ, but for their words."""
    for name in WORDS_OF_MATTER:
        for words in numerals_compared(getattr(english, name), getattr(page, name), language):
            yield Difference(1, f"{name}: {words}")
    theirs, ours = parts(english), parts(page)
    signs = [_sign(part, known_languages()[ENGLISH]) for part in theirs]
    own = [_sign(part, language) for part in ours]
    for kind, a, b, c, d in SequenceMatcher(None, signs, own, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        if [part.kind for part in theirs[a:b]] == [part.kind for part in ours[c:d]]:
            for one, other in zip(theirs[a:b], ours[c:d], strict=True):
                yield from _in_one_place(one, other, language)
        else:
            line = ours[min(c, len(ours) - 1)].line
            yield Difference(line, f"here stands {_said(ours[c:d])}; in English {_said(theirs[a:b])}")


def _sign(part: Part, language: Language) -> tuple[Any, ...]:
    """By what a block is known for that of its twin."""
    return part.kind, *part.holds.values(), *numerals(part.words, language)


def _said(some: Sequence[Part]) -> str:
    """The blocks in words, without the lists and rows around them where there are others."""
    with_words = [part for part in some if part.words or part.holds.get(NAMES)] or some
    more = [f"and {len(with_words) - _TOLD} more"] if len(with_words) > _TOLD else []
    return ", ".join([*map(str, with_words[:_TOLD]), *more]) or "nothing"


def _in_one_place(english: Part, own: Part, language: Language) -> Iterator[Difference]:
    for what, held in english.holds.items():
        for words in compared(what, held, own.holds[what]):
            yield Difference(own.line, words)
    for words in numerals_compared(english.words, own.words, language):
        yield Difference(own.line, f"{words}: {own.words!r}")


def parts(page: Page) -> list[Part]:
    """The main message and the body, block by block."""
    return [*_parts(parser().parse(page.main_message), 1), *_parts(page.tokens, page.first_line)]


def _parts(tokens: Sequence[Token], first_line: int) -> Iterator[Part]:
    opened: list[Token] = []
    line = first_line
    for at, token in enumerate(tokens):
        if token.map:
            line = first_line + token.map[0]
        if token.nesting == -1:
            opened.pop()
        elif token.type == "inline":
            yield Part(_kind(opened, tokens[max(at - 2, 0)]), line, _words(token), _holds(token, _item_of(opened)))
        else:
            if token.type not in _OF_ONE_BLOCK:
                yield _opening(token, opened, line)
            if token.nesting == 1:
                opened.append(token)


def _kind(opened: Sequence[Token], before: Token) -> str:
    """What a block is, and the boxes around it: "item in call-911". The first paragraph of an item is that item."""
    holder = before if before in opened[-2:-1] and before.tag in ("li", "dd") else opened[-1]
    return _within(_CALLED.get(holder.tag, holder.tag), opened)


def _within(what: str, opened: Iterable[Token]) -> str:
    boxes = [_name(token) for token in opened if token.type.startswith("container_")]
    return " in ".join([what, *boxes[::-1]])


def _name(token: Token) -> str:
    return token.type.removeprefix("container_").removesuffix("_open")


def _item_of(opened: Sequence[Token]) -> Token | None:
    return opened[-2] if len(opened) > 1 and opened[-2].type == "list_item_open" else None


def _opening(token: Token, opened: Sequence[Token], line: int) -> Part:
    """A box, a figure, an insert, a list, a row or a rule."""
    name, said = _name(token), ""
    named: tuple[str, ...] = ()
    if name in figures.KINDS:
        named = (blocks.behind_the_name(token),)
    elif name == "insert":
        insert, of = blocks.insert_names(token)
        lists = headed_names(of) if insert == "questions" else [("", [of])]
        named = (insert, *(f"{'HEAD: ' if head else ''}{' '.join(ids)}" for head, ids in lists))
        said = " ".join(head for head, _ids in lists)
    elif name == "answer":
        named, said = tuple(token.info.split()[1:2]), " ".join(token.info.split()[2:])
    elif token.type.startswith("container_"):
        said = blocks.behind_the_name(token)
        named = ("a title",) if said else ()
    what = f"::: {name}" if token.type.startswith("container_") else _CALLED.get(token.tag, token.type)
    return Part(_within(what, opened), line, said, {NAMES: named})


def _words(token: Token) -> str:
    """Its words, but for names in [[…]] and the limits of the rule set, which are compared by themselves."""
    children = token.children or []
    return inline.inline_text([child for child in children if child.type != "value"])


def _calls(children: Sequence[Token]) -> Iterator[str]:
    """Each telephone link with the number that its words name: 988 in words that dial 911 is no twin of either."""
    for start, link in enumerate(children):
        href = str(link.attrs.get("href", ""))
        if link.type == "link_open" and href.startswith(("tel:", "sms:")):
            end = next(at for at in range(start, len(children)) if children[at].type == "link_close")
            said = "".join(child.content for child in children[start:end])
            yield f"{href} ({''.join(filter(str.isdigit, said))})"


def _holds(token: Token, item: Token | None) -> dict[str, tuple[str, ...]]:
    children = token.children or []

    def contents(kind: str) -> tuple[str, ...]:
        return tuple(child.content for child in children if child.type == kind)

    links = [child for child in children if child.type == "link_open"]
    anchors = (item.attrs.get("id", ""), *item.meta.get("also", ())) if item else ()
    return {
        "drawings": tuple(str(child.attrs["src"]) for child in children if child.type == "image"),
        "sources": contents("citation"),
        "limits": tuple(sorted(contents("value"))),
        "links": tuple(sorted(str(link.attrs["href"]) for link in links)),
        _CALLS: tuple(sorted(_calls(children))),
        "anchors": tuple(str(anchor) for anchor in (*anchors, *(link.attrs.get("title", "") for link in links))),
        "names in [[…]]": tuple(sorted(contents("cite"))),
        "marks": tuple(sorted(child.tag for child in children if child.type in ("strong_open", "em_open"))),
        "code": tuple(sorted(contents("code_inline"))),
    }
