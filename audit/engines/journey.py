"""The way of one worked patient, by the links and buttons of the pages themselves: home, self-check, summary, guide."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from saved_pages import CASES, form_of

from engines.drivers import Driver
from screener.engine.facts import Fact
from screener.rule_sets.clinic import CLINIC_RULES
from web import clock

PATIENT = "all-points-fit"
IN_ERROR = "pain_began"  # Continue is pressed there with nothing filled in, to see the mistake
QUESTIONS = {f"/self-check/{fact.slug}/": fact for fact in CLINIC_RULES.facts}
SUMMARY = "/self-check/summary/"
CONTINUE = "form .actions button:not([name])"
# Public pages with what else must be seen: arrays, charts, the table and its cards, answers that are folded.
READ = {
    "risks": "/risks/",
    "options": "/options/",
    "evidence": "/evidence/",
    "quiz": "/did-i-get-it/",
    "blank guide": "/guide/",
}


def pages(page: Driver, site: str) -> Iterator[str]:
    """The name of each page of the journey, while the browser is there."""
    page.open(f"{site}/")
    yield "home"
    page.press('main a[href="/self-check/"]')
    yield "self-check"
    page.press('main a[href^="/self-check/"].button')
    answers, move = answers_of_patient()
    while (here := path(page)) != SUMMARY:
        fact = QUESTIONS[here]
        if fact.id == IN_ERROR:
            page.press(CONTINUE)
            yield "question in error"
        else:
            yield f"question {fact.slug}"
        answer(page, fact, answers.get(fact.id), move)
    yield "summary"
    page.press('main a[href="/self-check/guide/"]')
    yield "guide"


def answer(page: Driver, fact: Fact, given: object, move: timedelta) -> None:
    if given is None:
        page.press("button[name=skip]")
        return
    fields = [(name, one) for name, value in form_of(fact, given, move).items() for one in as_list(value)]
    page.run(f"seen.fill({json.dumps(fields)})")
    page.press(CONTINUE)


def as_list(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def path(page: Driver) -> str:
    address: str = page.run("location.href")
    return urlsplit(address).path


def answers_of_patient() -> tuple[dict[str, object], timedelta]:
    """What the patient answers, and by how many days each date is moved so that it is as old as in the story."""
    case = json.loads(Path(CASES, f"{PATIENT}.json").read_text(encoding="utf-8"))
    return case["answers"], clock.today() - date.fromisoformat(case["today"])
