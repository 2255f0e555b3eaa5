"""The FHIR forms, held against three programs that read them, and shown by NLM's LHC-Forms in a browser."""

import json
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import npm
from playwright.sync_api import Page, sync_playwright
from serving import AUDIT, ROOT, run

from screener import fhir_files
from screener.engine.facts import AnswerError
from screener.fhir import Form, Resource, questionnaire, read_response, response
from screener.rule_sets.editions import MAIN_RULES, RULE_SETS
from web import clock
from web.languages import known_languages, speaking

CACHE = ROOT / ".cache" / "audit"
CASES = ROOT / "screener" / "rule_sets" / "cases"
# It names as peers what only a program that builds on it needs: so it is fetched alone, without all that it asks for.
LFORMS = (
    "lforms@40.1.3",
    "sha512-WLruTm+BcVnafC0rSAQ3/cNqhxvclBUxyBG68aub/uha2NaK9H8ZZcEXTTuORuGzzCt0wa7fvhuieZtcDIdPzQ==",
)
SCRIPTS = ("assets/lib/zone.min.js", "runtime.js", "polyfills.js", "main.js")
FEWEST_WITH_A_MONTH = 27
SECONDS, PAUSE = 60, 50  # at most for something to come up; milliseconds after a click
# As its makers say to put it into a page.
EMPTY_PAGE = "\n".join(
    [
        '<!doctype html><meta charset="utf-8"><title>Form</title>',
        '<link rel="stylesheet" href="webcomponent/styles.css"><div id="form"></div>',
        *(f'<script src="webcomponent/{script}"></script>' for script in SCRIPTS),
        '<script src="fhir/R4/lformsFHIR.min.js"></script>',
    ]
)

Faults = dict[str, list[str]]


def every_form() -> dict[str, Form]:
    """Every form of every language that has a folder, by its name."""
    found: dict[str, Form] = {}
    for code in known_languages():
        with speaking(code):
            found |= {f"{code} {form.id}": form for rules in RULE_SETS for form in fhir_files.forms(rules)}
    return found


def worked_patients(rules: str) -> Iterator[tuple[str, dict[str, Any], date]]:
    """The worked patients of a rule set: their names, their answers, checked, and their day."""
    for path in sorted(CASES.glob("*.json")):
        case = json.loads(path.read_text(encoding="utf-8"))
        if case.get("rules", MAIN_RULES.id) == rules:
            day = date.fromisoformat(case["today"])
            yield path.stem, dict(RULE_SETS[rules].read(case["answers"], day)), day


# ---- As files


def spoilt(form: Resource) -> dict[str, Resource]:
    """Seven copies of a form, each with one mistake."""

    def copy(spoil: Callable[[Resource, Resource], Any]) -> Resource:
        made = deepcopy(form)
        spoil(made, next(item for item in made["item"] if item.get("answerOption")))
        return made

    return {
        "a type that there is not": copy(lambda form, item: item.update(type="radio")),
        "an operator that there is not": copy(lambda form, item: _enabled(form)["enableWhen"][0].update(operator="is")),
        "a member that there is not": copy(lambda form, item: item.update(colour="red")),
        "no type": copy(lambda form, item: item.pop("type")),
        "no status": copy(lambda form, item: form.pop("status")),
        "month 13": copy(lambda form, item: form.update(date="2026-13-01")),
        "a linkId twice": copy(lambda form, item: form["item"][-1].update(linkId=item["linkId"])),
    }


def _enabled(form: Resource) -> Resource:
    """The first item that is not always shown."""
    found: Resource = next(item for item in form["item"] if "enableWhen" in item)
    return found


def validated(resources: dict[str, Resource]) -> Faults:
    """What the programs find wrong with each."""
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(resources, file)
        file.flush()
        done = run("node", AUDIT / "forms.mjs", file.name, capture_output=True)
    if done.returncode:
        sys.exit(f"forms.mjs stopped:\n{done.stderr}")
    found: Faults = json.loads(done.stdout)
    return found


def faults_of_files() -> Faults:
    """What is wrong with the forms, the codes, and a response of each worked patient; and what of a spoilt form is not
    found.
    """
    forms = every_form()
    files = {f"form {name}": questionnaire(form) for name, form in forms.items()}
    files["codes"] = fhir_files.resource("CodeSystem-self-check.json")
    for rules in RULE_SETS:
        for name, answers, day in worked_patients(rules):
            files[f"response of {name}"] = response(fhir_files.form_of(rules, someone_else=False), answers, day)
    found = validated(files)
    for name, unnoticed in validated(spoilt(next(iter(files.values())))).items():
        found[f"spoilt: {name}"] = [] if unnoticed else ["No program noticed it."]
    return found


# ---- In LHC-Forms


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: Any) -> None:
        """Nothing."""


@contextmanager
def lhc_forms() -> Iterator[tuple[Page, list[str]]]:
    """An empty page in a browser on which it is loaded, and what that page asks other hosts for."""
    folder = npm.unpack(*LFORMS, CACHE) / "dist" / "lforms"
    handler = partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server, sync_playwright() as playwright:
        Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/"
        browser = playwright.chromium.launch(executable_path=os.environ["BROWSER"], args=["--no-sandbox"])
        page = browser.new_page()
        page.set_default_timeout(SECONDS * 1000)
        elsewhere: list[str] = []
        page.on("request", lambda one: None if one.url.startswith((address, "data:")) else elsewhere.append(one.url))
        page.route(f"{address}empty", lambda route: route.fulfill(body=EMPTY_PAGE, content_type="text/html"))
        try:
            page.goto(f"{address}empty")
            yield page, elsewhere
        finally:
            browser.close()
            server.shutdown()


def show(page: Page, form: Resource, answers: Resource | None = None) -> None:
    """A form on an empty page, with the answers of a response in it."""
    page.wait_for_function("window.LForms && LForms.Util && LForms.FHIR")
    page.evaluate(
        """async ([form, answers]) => {
            let shown = LForms.Util.convertFHIRQuestionnaireToLForms(form, 'R4')
            if (answers) shown = LForms.Util.mergeFHIRDataIntoLForms('QuestionnaireResponse', answers, shown, 'R4')
            await LForms.Util.addFormToPage(shown, 'form')
        }""",
        [form, answers],
    )


def given(page: Page) -> Resource:
    """The response as LHC-Forms gives it."""
    found: Resource = page.evaluate("LForms.Util.getFormFHIRData('QuestionnaireResponse', 'R4', '#form')")
    return found


def answer(page: Page, form: Form, fact: str, value: str) -> None:
    """Click one of the choices of a question."""
    page.locator(f'[id="{fact}/1|{form.codes}|{fact}.{value}"]').click()
    page.wait_for_timeout(PAUSE)


def is_shown(page: Page, link: str) -> bool:
    """Whether the item of that linkId is on the page."""
    return page.locator(f'[id^="item-"][id*="{link}/1"]').first.is_visible()


def faults_of_showing(page: Page, form: Form) -> list[str]:
    """What is not as it should be when LHC-Forms shows a form and somebody clicks on it."""
    asked = questionnaire(form)
    show(page, asked)
    page.locator('[id="item-about/1"]').wait_for()
    words = " ".join(page.inner_text("#form").split())
    always = [item for item in asked["item"] if "enableWhen" not in item]
    found = [
        f"{item['linkId']} is not shown." for item in always if " ".join(item.get("text", "").split()) not in words
    ]
    for link in (item["linkId"] for item in asked["item"] if "enableWhen" in item):
        found += [f"{link} is shown though nothing is answered."] if is_shown(page, link) else []
    emergency = form.rules.emergency
    stop = f"{form.rules.roles.asked_first.id}.{emergency.id}"
    needs_911 = getattr(emergency.condition, "values", ())
    for option in form.rules.roles.asked_first.options:
        answer(page, form, form.rules.roles.asked_first.id, option.value)
        if is_shown(page, stop) is not (option.value in needs_911):
            found.append(f"{option.value}: the line of 911 is {'' if option.value not in needs_911 else 'not '}shown.")
        answer(page, form, form.rules.roles.asked_first.id, option.value)
    return found + _faults_of_asking(page, form)


def _faults_of_asking(page: Page, form: Form) -> list[str]:
    """Whether what is asked under a condition comes and goes with the answers."""
    found = []
    for asked_if, group, _ in form.groups:
        for fact in form.asked if asked_if else ():
            for option in fact.options if asked_if and fact.id in asked_if.facts else ():
                answer(page, form, fact.id, option.value)
                wanted = form.rules.sheet({fact.id: option.value}, clock.today()).holds(asked_if)
                if is_shown(page, group) is not wanted:
                    found.append(f"{fact.id}.{option.value}: {group} is {'not ' if wanted else ''}shown.")
    return found


def faults_of_months(page: Page) -> Faults:
    """What does not come back from LHC-Forms as it was put in, of each worked patient who knows a month alone."""
    form = fhir_files.form_of(MAIN_RULES.id, someone_else=False)
    found = {}
    for name, answers, day in worked_patients(MAIN_RULES.id):
        if any(re.fullmatch(r"\d{4}-\d\d", str(one)) for one in answers.values()):
            put_in = response(form, answers, day)
            show(page, questionnaire(form), put_in)
            try:
                back = read_response(form, given(page), day)
            except AnswerError as error:
                found[f"LHC-Forms, {name}"] = [str(error)]
                continue
            same = back == read_response(form, put_in, day)
            found[f"LHC-Forms, {name}"] = [] if same else [f"{back} came back for {answers}."]
    if len(found) < FEWEST_WITH_A_MONTH:
        sys.exit(f"Only {len(found)} worked patients know a month alone. There are {FEWEST_WITH_A_MONTH} at least.")
    return found


def _faults_of_typing(page: Page) -> list[str]:
    """Whether a month that is typed comes back as it was typed."""
    form = fhir_files.form_of(MAIN_RULES.id, someone_else=False)
    show(page, questionnaire(form))
    page.locator('[id="pain_began.month/1"]').fill("2026-08")
    page.keyboard.press("Tab")
    page.wait_for_timeout(PAUSE)
    items = {item["linkId"]: item["answer"] for item in given(page).get("item", [])}
    return [] if items == {"pain_began.month": [{"valueString": "2026-08"}]} else [f"{items} came back."]


def faults_of_lhc_forms() -> Faults:
    """What is wrong with each form as it is shown, and with what comes back from it."""
    with lhc_forms() as (page, elsewhere):
        found = {f"LHC-Forms, form {name}": faults_of_showing(page, form) for name, form in every_form().items()}
        found |= faults_of_months(page)
        found["LHC-Forms, a month that is typed"] = _faults_of_typing(page)
    found["LHC-Forms, other hosts"] = [f"It asked for {url}." for url in elsewhere]
    return found


def faults() -> Faults:
    """Of all forms, by what was tried."""
    return faults_of_files() | faults_of_lhc_forms()
