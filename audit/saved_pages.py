"""A visitor who opens every page of the running site and saves its HTML."""

import http.cookiejar
import json
import urllib.error
import urllib.parse
import urllib.request
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.html import escape

from content.pages import all_pages
from referrals import reading_lists
from screener.engine.facts import Fact, Kind
from screener.engine.rule_set import Outcome
from screener.rule_sets.clinic import CLINIC_RULES
from screener.rule_sets.shared.outcomes import LADDER
from web import clock

CASES = Path(__file__).resolve().parent.parent / "screener/rule_sets/cases"
STAFF = "/clinics/sample/"
WHAT_MATTERS = "/self-check/what-matters/"
QUESTIONS = {fact.id: f"/self-check/{fact.slug}/" for fact in CLINIC_RULES.facts}


class Visitor:
    """A browser without a screen: keeps cookies, follows redirects, saves pages."""

    def __init__(self, site: str, folder: Path) -> None:
        self.site = site
        self.folder = folder
        self.cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def open(self, address: str, status: int = 200, form: Any = None, **headers: str) -> tuple[str, str]:
        """The address where it ends, and the HTML. Stops the audit when the answer is not the one expected."""
        data = None if form is None else urllib.parse.urlencode(form, doseq=True).encode()
        request = urllib.request.Request(self.site + address, data, headers)  # noqa: S310 - our own site
        try:
            with self.opener.open(request, timeout=30) as response:
                found, url, html = response.status, response.url, response.read().decode()
        except urllib.error.HTTPError as error:
            found, url, html = error.code, error.url, error.read().decode()
        except OSError as error:
            raise SystemExit(
                f"{address} did not answer: {error}. Start the site with `make run` to see why."
            ) from error
        if found != status:
            raise SystemExit(f"{address} answered {found}, not {status}. Open it with `make run` to see why.")
        return url.removeprefix(self.site), html

    def save(self, name: str, address: str, status: int = 200, form: Any = None, **headers: str) -> str:
        """Open an address that must not lead elsewhere, and save its HTML under a name."""
        end, html = self.open(address, status, form, **headers)
        if end != address:
            raise SystemExit(f"{address} led to {end}.")
        (self.folder / f"{name}.html").write_text(html, encoding="utf-8")
        return html

    def post(self, fact: str, form: dict[str, Any]) -> str:
        """Answer a question. Gives the address of what comes next."""
        self.open(QUESTIONS[fact])
        return self.open(QUESTIONS[fact], form={**form, **self.token})[0]

    @property
    def token(self) -> dict[str, str]:
        return {"csrfmiddlewaretoken": next(str(cookie.value) for cookie in self.cookies if cookie.name == "form")}

    def answer(self, answers: dict[str, Any], move: timedelta = timedelta(0)) -> None:
        """Give a worked patient's answers, with each date moved by so many days."""
        for fact in CLINIC_RULES.facts:
            if answers.get(fact.id) is not None:
                self.post(fact.id, form_of(fact, answers[fact.id], move))
            elif fact.may_be_skipped:
                self.post(fact.id, {"skip": "yes"})


def form_of(fact: Fact, answer: Any, move: timedelta = timedelta(0)) -> dict[str, Any]:
    """An answer as the page's form sends it."""
    if fact.kind is Kind.MANY:
        return {"answer": ["none"] if answer == [] else answer}
    if fact.kind in (Kind.PAST_DATE, Kind.COMING_DATE):
        if answer == "unsure":
            return {"unsure": "on"}
        day = date.fromisoformat(answer) + move
        return {"year": day.year, "month": day.month, "day": day.day}
    return {"answer": answer}


def wrong_forms(fact: Fact) -> list[dict[str, Any]]:
    """What to send to see each kind of mistake."""
    if fact.kind in (Kind.PAST_DATE, Kind.COMING_DATE):
        return [{}, {"year": "x", "month": "x", "day": "x"}, {"year": 2026, "unsure": "on"}]
    if fact.kind is Kind.MANY:
        return [{}, {"answer": ["none" if fact.may_be_none else "unsure", fact.options[0].value]}]
    return [{}]


def save_pages(site: str, folder: Path) -> None:
    """Save every page and every state of it."""
    save_public(Visitor(site, folder))
    save_questions(Visitor(site, folder))
    save_asides(lambda: Visitor(site, folder))
    save_clinic(Visitor(site, folder))
    for outcome in LADDER.outcomes:
        save_outcome(Visitor(site, folder), outcome)


def save_public(visitor: Visitor) -> None:
    for page in all_pages().values():
        visitor.save(f"page {page.slug.replace('/', '-')}", page.url)
    visitor.save("guide, blank", "/guide/")
    visitor.save("how it decides", "/self-check/how-it-decides/")
    visitor.save("what it says", "/self-check/how-it-decides/what-it-says/")
    visitor.save("self-check start", "/self-check/")
    visitor.save("error 404", "/no-such-page/", 404)
    visitor.save("error 400", "/", 400, Host="no-such-host.example")
    html = render_to_string("500.html", request=RequestFactory().get("/"))
    (visitor.folder / "error 500.html").write_text(html, encoding="utf-8")


def save_questions(visitor: Visitor) -> None:
    """Each question fresh, with each kind of mistake, and with the answer that was given."""
    visitor.post("scan", {"answer": "mri"})  # without a scan, four questions are not asked
    for fact in CLINIC_RULES.facts:
        visitor.save(f"question {fact.slug}", QUESTIONS[fact.id])
        for number, form in enumerate(wrong_forms(fact), start=1):
            visitor.save(f"question {fact.slug}, error {number}", QUESTIONS[fact.id], 422, {**form, **visitor.token})
    visitor.save("what matters", WHAT_MATTERS)
    visitor.save("what matters, error", WHAT_MATTERS, 422, {"risk": "extremely", "help": "5", **visitor.token})


def save_asides(visitor: Any) -> None:
    """The pages beside the way: a call today, no cookies, a cookie that cannot be read, nothing answered."""
    worried = visitor()
    end = worried.post("urgent_signs", {"answer": "fever"})
    worried.save("call today", end)
    visitor().save("cookies needed", QUESTIONS["adult"], 403, {"answer": "yes"})
    visitor().save("self-check starts over", "/self-check/", Cookie="answers=broken")
    visitor().save("summary, nothing answered", "/self-check/summary/")
    visitor().save("pause, nothing answered", "/self-check/before-you-go-on/")


def save_clinic(visitor: Visitor) -> None:
    """What a clinic links to and what its staff use. Its e-mails are HTML for mail programs, with their old tables."""
    pack = f"/r/sample/pack/{reading_lists.code_of({'risks', 'options'})}/"
    for name, address in {"clinic": "/r/sample/", "clinic, a page": "/r/sample/risks/", "clinic, a pack": pack}.items():
        visitor.save(name, address)
    visitor.save("clinic, unknown", "/r/nowhere/", 404)
    for name in ("", "prefill/", "pack/", "preview/", "what-we-do-not-collect/", "safety/"):
        visitor.save(f"staff {name.strip('/')}", f"{STAFF}{name}")
    for name, form in {"prefill": {"scan_date": "2126-01-01"}, "pack": {}}.items():
        visitor.save(f"staff {name}, error", f"{STAFF}{name}/", 422, {**form, **visitor.token})
    visitor.save("staff prefill, made", f"{STAFF}prefill/", form={"scan": "mri", **visitor.token})
    visitor.save("link not read", "/p/nothing/")
    asked = "infobutton/?knowledgeResponseType=text/html&mainSearchCriteria.v.cs=CPT&mainSearchCriteria.v.c"
    visitor.save("health record", f"/{asked}=22513")
    visitor.save("health record, clinic, no page fits", f"/r/sample/{asked}=1")
    visitor.save("health record, nothing asked", f"/{asked}", 400)
    visitor.open("/self-check/clinic/sample/")
    visitor.save("self-check, clinic known", "/self-check/")


def save_outcome(visitor: Visitor, outcome: Outcome) -> None:
    """The summary and guide of the worked patient of an outcome who is told the most."""
    name, case = fullest_case(outcome)
    visitor.answer(case["answers"], clock.today() - date.fromisoformat(case["today"]))
    visitor.open(WHAT_MATTERS, form={"risk": "5", "help": "0", "way": "wait", **visitor.token})
    summary = visitor.save(f"summary {outcome.id}", "/self-check/summary/")
    someone_else = case["answers"].get("for_whom") == "someone_else"
    words = next(words for words in CLINIC_RULES.outcomes if words.outcome is outcome)
    said = (words.sentence, words.settled, *(other.words for other in words.instead))
    sentences = [sentence.voice(someone_else) for sentence in said if sentence]
    if not any(f'class="outcome">{escape(sentence)}</' in summary for sentence in sentences):
        raise SystemExit(f"The worked patient {name} did not come out as {outcome.id}.")
    visitor.save(f"guide {outcome.id}", "/self-check/guide/")
    visitor.save(f"answers so far {outcome.id}", QUESTIONS["pain_began"])


def fullest_case(outcome: Outcome) -> tuple[str, dict[str, Any]]:
    """The worked patient with this outcome, and whole dates only, who is told the most and answered the most."""
    cases = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(CASES.glob("*.json"))}
    ours = {name: case for name, case in cases.items() if case.get("rules", CLINIC_RULES.id) == CLINIC_RULES.id}
    fitting = {name: case for name, case in ours.items() if case["expect"]["outcome"] == outcome.id and movable(case)}
    return max(fitting.items(), key=lambda item: (len(item[1]["expect"].get("notes", ())), len(item[1]["answers"])))


def movable(case: dict[str, Any]) -> bool:
    """Whether each date has its day, so that the dates can be moved with today."""
    dates = [
        case["answers"].get(fact.id) for fact in CLINIC_RULES.facts if fact.kind in (Kind.PAST_DATE, Kind.COMING_DATE)
    ]
    return all(text in (None, "unsure") or len(text) == len("2026-11-20") for text in dates)
