"""Pages as they are served: what a reader of the HTML finds in them, and a visitor who answers questions."""

import json
from datetime import date
from functools import cache, lru_cache
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any, Protocol

from django.test import Client
from django.urls import reverse
from patients import FITS, TODAY, Given

from content.pages import all_pages
from screener import answers_cookie
from screener.engine.priorities import Weights
from screener.engine.summary import NO_WEIGHTS
from screener.rule_sets.clinic import CLINIC_RULES

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response  # what django-stubs call a client's response

# What the cookie of the form holds; any letters and digits will do.
FORM_SECRET = "f" * 32
_EMPTY = {"meta", "link", "input", "br", "hr", "img", "source", "wbr"}

PAGES = [page.url for page in all_pages().values()]
QUESTIONS = [f"/self-check/{fact.slug}/" for fact in CLINIC_RULES.facts]
BESIDE = "/self-check/summary/medicare/"
WHAT_MATTERS = "/self-check/what-matters/"
SELF_CHECK = [
    "/self-check/",
    *QUESTIONS,
    WHAT_MATTERS,
    "/self-check/before-you-go-on/",
    "/self-check/summary/",
    BESIDE,
    f"{BESIDE}rdq/",
    "/self-check/guide/",
]
HOW_IT_DECIDES = "/self-check/how-it-decides/"
PUBLIC = [
    *PAGES,
    "/guide/",
    "/for-engineers/",
    HOW_IT_DECIDES,
    f"{HOW_IT_DECIDES}what-it-says/",
    f"{HOW_IT_DECIDES}what-it-says/medicare/",
]
EVERYWHERE = [*PUBLIC, *SELF_CHECK]


# What the site quotes to correct it, and what nobody reads.
_NOT_SAID = {"cite", "claim-checked", "script", "style"}


class Element(dict[str, Any]):
    """A tag, its attributes, the classes `around` it and its text; the two last are put together when asked for."""

    def __init__(
        self, tag: str, attrs: list[tuple[str, str | None]], within: "Element | None", pieces: list[str]
    ) -> None:
        given = dict(attrs)
        classes = [tag, *(given.get("class") or "").split()]
        super().__init__(tag=tag, attrs=given, names=[name for name, _ in attrs], classes=classes)
        self.within = within
        self.is_said: bool = (within is None or within.is_said) and not _NOT_SAID & set(classes)
        self.pieces, self.begin = pieces, len(pieces)
        self.end: int | None = None

    def __missing__(self, key: str) -> Any:
        self[key] = {"text": self._text, "around": self._around}[key]()
        return self[key]

    def _text(self) -> str:
        return "".join(self.pieces[self.begin : self.end])

    def _around(self) -> list[str]:
        return [] if self.within is None else [*self.within["around"], *self.within["classes"]]


class Served(HTMLParser):
    """The elements of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.words: list[str] = []
        self._pieces: list[str] = []
        self._open: list[Element] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, attrs, self._open[-1] if self._open else None, self._pieces)
        self.elements.append(element)
        if tag in _EMPTY:
            element.end = element.begin
        else:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _EMPTY:
            self._close()

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._close()["tag"] != tag:
            pass

    def _close(self) -> Element:
        element = self._open.pop()
        element.end = len(self._pieces)
        return element

    def handle_data(self, data: str) -> None:
        self._pieces.append(data)
        if not self._open or self._open[-1].is_said:
            self.words.append(data)

    def all(self, tag: str) -> list[Element]:
        return [element for element in self.elements if element["tag"] == tag]

    @property
    def scripts(self) -> list[Element]:
        """Those that run, not the blocks of data."""
        return [script for script in self.all("script") if script["attrs"].get("type") != "application/ld+json"]

    def inside(self, name: str) -> str:
        """The text of the first element with this class or tag."""
        found = [element for element in self.elements if name in element["classes"]]
        return " ".join(found[0]["text"].split()) if found else ""

    @property
    def ids(self) -> list[str]:
        return [element["attrs"]["id"] for element in self.elements if "id" in element["attrs"]]

    @property
    def text(self) -> str:
        """What the site itself says, without what it quotes to correct it."""
        return " ".join(" ".join(self.words).split())


class HasContent(Protocol):
    """A response, be it a view's or the test client's."""

    @property
    def content(self) -> bytes: ...


def read(response: HasContent) -> Served:
    return _read(response.content.decode())


@lru_cache(maxsize=64)
def _read(html: str) -> Served:
    """Read once: tests look at the same page again and again, and change nothing of what was found."""
    return Served(html)


def see(client: Client, address: str) -> Served:
    return read(client.get(address))


def post(client: Client, fact: str, answer: object, **more: str) -> "Response":
    """Answer a question as its form does."""
    return client.post(reverse("screener:question", args=[fact.replace("_", "-")]), {**fields(fact, answer), **more})


def fields(fact: str, answer: object) -> Given:
    """An answer as the fields of its form."""
    if "date" not in CLINIC_RULES.fact(fact).kind:
        return {"answer": "none" if answer in ((), []) else answer}
    if answer == "unsure":
        return {"unsure": "on"}
    year, month, *day = str(answer).split("-")
    return {"year": year, "month": month, "day": day[0] if day else ""}


def remember(client: Client, given: Given, today: date = TODAY, weights: Weights = NO_WEIGHTS, way: str = "") -> Client:
    """A visitor who has given these answers already, and said what matters."""
    return bring(client, answers_cookie.Saved({**CLINIC_RULES.read(given, today)}, matters=dict(weights), way=way))


def bring(client: Client, saved: answers_cookie.Saved) -> Client:
    """A visitor whose browser holds this, beside the cookie of the form that it is bound to."""
    client.cookies["form"] = FORM_SECRET
    client.cookies["answers"] = answers_cookie.seal(saved, FORM_SECRET)
    return client


@cache
def answer_at(address: str) -> "Response":
    """What a visitor gets there who has answered everything. Asked for once: many tests look, and none changes it."""
    return everything(Client()).get(address)


@cache
def page_at(address: str) -> Served:
    return read(answer_at(address))


def kept_in(cookie: str, form: str = FORM_SECRET) -> Given:
    """What an answers cookie holds, opened with the form's cookie that it is bound to."""
    kept: Given = json.loads(answers_cookie._cipher().decrypt(cookie, form.encode()))
    return kept


def kept_by(client: Client) -> Given:
    """What the answers cookie in this visitor's browser holds."""
    return kept_in(client.cookies["answers"].value, client.cookies["form"].value)


def everything(client: Client) -> Client:
    """A visitor who has answered every question, and whose points all fit."""
    return remember(client, FITS)
