"""Goes through all that a site with the made-up language says in it, and prints each word that is said in English.

`all_of_it` is run with settings_of_two_languages, in a program of its own. A word stands in English where no bracket is
open around it.
"""

import html.parser
import io
import json
import re
import sys
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpResponse
from django.test import Client, RequestFactory
from full import FULL
from made_up_language import CODE, READER
from pypdf import PdfReader

from clinics.files import all_clinics
from content.glossary import all_terms
from content.pages import all_pages
from content.sources import all_sources
from kyphoplasty_site.warm_up import read_everything
from referrals import leaflets, reading_lists, record_systems
from referrals.email_words import TONES
from screener import answers_cookie
from screener.engine.priorities import Lean
from screener.rule_sets.editions import MAIN_RULES, RULE_SETS
from seo.public import in_all_languages
from web import clock
from web.languages import all_languages, speaking

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response  # what django-stubs call a client's response

TODAY = date(2026, 11, 20)
CASES = settings.BASE_DIR / "screener" / "rule_sets" / "cases"
SPOKEN = {"alt", "aria-label", "title", "placeholder", "content", "data-copied", "data-choose", "data-press"}
EMPTY = {"meta", "link", "img", "input", "br", "hr", "path", "circle", "line", "use", "rect", "ellipse"}
ALTERNATE = re.compile(r'rel="alternate" hreflang="([^"]+)" href="http://testserver([^"]+)"')
LOCATION = re.compile(r"<loc>http://testserver([^<]+)</loc>")
# Names and marks, which no language changes.
NAMES = {
    *(
        settings.SITE_NAME,
        "Flesch-Kincaid",
        "PDF",
        "A4",
        "QR",
        "Qq",
        "English",
        "testserver",
        "www.example.org",
        "http",
        "https",
        "localhost",
    ),
    *("New York", "answers", "form", f"{READER}, MD", "None."),
}


class Said(html.parser.HTMLParser):
    """What a page says: its text in order, and what stands in attributes that are read out or shown."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.others: list[str] = []
        self.within: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in EMPTY:
            # What the doctor and the clinic get in English is meant to be English.
            doctors = given.get("lang") == "en" and (tag == "textarea" or "in-english" in str(given.get("class")))
            self.within += ["english"] * doctors + [tag]
        name = str(given.get("property") or "")
        if tag == "meta" and name.startswith("og:") and name not in ("og:type", "og:locale"):
            self.others.append(str(given.get("content")))
        elif tag != "meta":
            self.others += [str(value) for name, value in attrs if name in SPOKEN and value]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.others += [str(value) for name, value in attrs if name in SPOKEN and value]

    def handle_endtag(self, tag: str) -> None:
        if self.within and self.within[-1] == tag:
            self.within.pop()
            if self.within[-1:] == ["english"]:
                self.within.pop()

    def handle_data(self, data: str) -> None:
        if not {"english", "script", "style", "code", "cite"} & set(self.within):
            self.text.append(data)


def outside(text: str) -> str:
    """The text where no bracket is open: the innermost pairs are taken out until there is none."""
    found = 1
    while found:
        text, found = re.subn(r"«[^«»]*»", " ", text)
    return text.partition("«")[0]  # one that nothing closes is open to the end


def english_in(text: str, names: list[str]) -> list[str]:
    # Tags of HTML to be pasted, addresses in full with their queries, which a sheet may break, and codes of languages.
    left = " ".join(outside(text).split())
    left = re.sub(r"</?[a-z][^<>]*>|https?://\S+|[\w.]+=\s?[^\s&]*", " ", left)
    left = re.sub(rf"(?<![\w-])(?:{'|'.join(all_languages())})(?![\w-])", " ", left)
    for name in names:
        left = left.replace(name, " ")
    left = re.sub(rf"(?<![\w/-])(?:{'|'.join(RULE_SETS)})(?![\w.-])", " ", left)
    # Addresses, bones and encrypted answers are no words.
    left = re.sub(r"\S*(?:/|@|\.html)\S*|\b[CTL]\d+\b|[\w-]{40,}", " ", left)
    return re.findall(r"\w*[A-Za-z]{2,}\w*(?: \w+){0,5}", left)


class Reader:
    def __init__(self) -> None:
        clinic = all_clinics()["sample"]
        names = {*NAMES, *clinic.texts, clinic.name, clinic.phone, clinic.name_and_phone}
        names |= {words for line in clinic.interpreter_in for words in (line.words, line.name)}
        names |= {language.name for language in all_languages().values()}
        for one in all_sources().values():
            names |= {" ".join(text.split()) for text in (one.title, one.authors.rstrip("."), one.journal, one.name)}
        with speaking(CODE):
            names |= {term.term for term in all_terms().values()}
        self.names = sorted(filter(None, names), key=len, reverse=True)
        self.found: dict[str, list[str]] = {}
        self.pages = 0

    def text(self, where: str, text: str) -> None:
        self.pages += 1
        if text.count("«") != text.count("»"):
            self.found[f"{where} brackets"] = [f"{text.count('«')} brackets open, {text.count('»')} close"]
        if words := english_in(text, self.names):
            self.found[where] = words[:6]

    def page(self, where: str, response: "Response") -> None:
        if response.status_code >= 500:
            self.found[where] = ["no page could be made"]
        said = Said()
        said.feed(response.content.decode())
        self.text(f"{response.status_code} {where}", "".join(said.text))
        for other in said.others:
            self.text(f"{response.status_code} {where}: attribute", other)

    def pdf(self, where: str, made: bytes) -> None:
        if not made.startswith(b"%PDF"):
            self.found[where] = ["no PDF could be made"]
            return
        self.text(where, "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages))


def addresses() -> Iterator[str]:
    yield from (found for found in in_all_languages() if f"/{CODE}/" in found)
    names = ("", "prefill/", "pack/", "record-system/", "preview/", "what-we-do-not-collect/", "safety/")
    yield from (f"/clinics/sample/{CODE}/{name}" for name in names)
    yield from (f"/clinics/sample/{CODE}/email/{tone.id}.html" for tone in TONES)
    yield from (f"/r/sample/{CODE}/{slug}/" for slug in all_pages() if slug != "home")
    code = reading_lists.code_of({"risks", "options"})
    yield from (f"/r/sample/{CODE}/", f"/r/sample/{CODE}/pack/{code}/")
    yield from (f"/r/nobody/{CODE}/", f"/r/nobody/{CODE}/risks/")
    ours = ("summary/", "guide/", "what-matters/", "cleared/", "before-you-go-on/", "filled-in/")
    yield from (f"/self-check/{CODE}/{name}" for name in ours)
    yield from (f"/{CODE}/no-such-page/", f"/p/{CODE}/broken/")


def with_answers(case: dict[str, Any]) -> Client:
    request, response = RequestFactory().get("/"), HttpResponse()
    given = {fact: tuple(value) if isinstance(value, list) else value for fact, value in case["answers"].items()}
    priorities = {MAIN_RULES.priorities[0].id: Lean(5), MAIN_RULES.priorities[1].id: Lean(0)}
    answers_cookie.save(request, response, answers_cookie.Saved(given, clock.today(), matters=priorities, way="wait"))
    browser = Client()
    browser.cookies[settings.CSRF_COOKIE_NAME] = request.META["CSRF_COOKIE"]
    browser.cookies[settings.ANSWERS_COOKIE_NAME] = response.cookies[settings.ANSWERS_COOKIE_NAME].value
    return browser


# What a visitor may send as an answer; None is the question as it is first met.
SENT: tuple[dict[str, object] | None, ...] = (
    None,
    {},
    {"answer": ["none", "unsure"]},
    {"answer": ["none"], "month": "3", "skip": "yes"},
    {"month": "13"},
    {"month": "2", "day": "30", "year": "2026"},
    {"month": "1", "year": "2099"},
    {"month": "10.11.26"},
    {"month": "5", "day": "6", "year": "1990", "unsure": "on"},
)


def read_questions(reader: Reader) -> None:
    for fact in MAIN_RULES.facts:
        for who in ("myself", "someone_else"):
            browser = Client()
            browser.get(f"/self-check/{CODE}/urgent-signs/")
            browser.post(f"/self-check/{CODE}/for-whom/", {"answer": who})
            at = f"/self-check/{CODE}/{fact.slug}/"
            # The voice changes the question, and not what is said of a mistake.
            for sent in SENT if who == "myself" or FULL else SENT[:2]:
                answered = browser.get(at) if sent is None else browser.post(at, {**sent, "drawn_with": "1"})
                if answered.status_code in (200, 422):
                    reader.page(f"{at} {who} {sent}", answered)


def read_cases(reader: Reader, cases: list[Path]) -> None:
    for path in cases:
        case = json.loads(path.read_text(encoding="utf-8"))
        clock.today = partial(date.fromisoformat, case["today"])
        browser = with_answers(case)
        for name in (
            "",
            "summary/",
            "summary/medicare/",
            "guide/",
            "pain-trend/",
            "before-you-go-on/",
            "what-matters/",
        ):
            answered = browser.get(f"/self-check/{CODE}/{name}")
            if answered.status_code == 200:
                reader.page(f"{path.stem} {name}", answered)
        if browser.post(f"/self-check/{CODE}/summary/medicare/").status_code == 303:
            for name in ("summary/medicare/", "guide/"):
                reader.page(f"{path.stem} {name}, with a box", browser.get(f"/self-check/{CODE}/{name}"))
        answered = browser.post(f"/self-check/{CODE}/last-days.ics", {"say_what": "yes", "remind": "yes"})
        if answered.status_code == 200:
            lines = answered.content.decode().replace("\r\n ", "").split("\r\n")
            said = [line.partition(":")[2] for line in lines if line.startswith(("SUMMARY", "DESCRIPTION"))]
            reader.text(f"{path.stem} calendar", "\n".join(said))
    clock.today = lambda: TODAY


def read_pages(reader: Reader, browser: Client) -> None:
    for at in addresses():
        reader.page(at, browser.get(at))


def pages_alone() -> None:
    """Of all that is said, the pages as one first comes to them."""
    clock.today = lambda: TODAY
    read_everything()
    reader = Reader()
    read_pages(reader, Client(raise_request_exception=False))
    tell(reader)


def twins() -> None:
    """The twins that each public page names to machines, and those that the sitemap names beside it, by language."""
    clock.today = lambda: TODAY
    read_everything()
    browser = Client()
    heads = {at: dict(ALTERNATE.findall(browser.get(at).content.decode())) for at in in_all_languages()}
    entries = browser.get("/sitemap.xml").content.decode().split("<url>")[1:]
    sitemap = {LOCATION.findall(entry)[0]: dict(ALTERNATE.findall(entry)) for entry in entries}
    json.dump({"heads": heads, "sitemap": sitemap}, sys.stdout)


def tell(reader: Reader) -> None:
    json.dump({"texts": reader.pages, "english": reader.found}, sys.stdout, ensure_ascii=False)


def all_of_it(patients: int) -> None:
    """So many of the worked patients go through the self-check."""
    clock.today = lambda: TODAY
    read_everything()
    reader, browser = Reader(), Client(raise_request_exception=False)
    read_pages(reader, browser)
    for sent in ({}, {"pain_began": "13/13"}, {"level": ["low_back"], "pain_began": "2026-10"}):
        reader.page(f"prefill {sent}", browser.post(f"/clinics/sample/{CODE}/prefill/", sent))
    reader.page("form of another site", Client(enforce_csrf_checks=True).post(f"/self-check/{CODE}/urgent-signs/", {}))
    reader.page("too long", browser.post(f"/self-check/{CODE}/urgent-signs/", {"a": "x" * 70_000}))
    reader.page("a form for a page", browser.post(f"/{CODE}/risks/"))
    read_questions(reader)
    read_cases(reader, sorted(CASES.glob("*.json"))[:: max(1, 400 // patients)])
    with_all = with_answers(json.loads((CASES / "everything-in-the-way-at-once.json").read_text(encoding="utf-8")))
    for address in (f"/{CODE}/guide.pdf", f"/self-check/{CODE}/guide.pdf"):
        reader.pdf(address, with_all.get(address).content)
    with speaking(CODE):
        for draw in (leaflets.slips, leaflets.poster, leaflets.interpreters, record_systems.record_system):
            reader.pdf(
                draw.__name__, draw(all_clinics()["sample"], f"https://www.example.org/r/sample/{CODE}/", "letter")
            )
    tell(reader)
