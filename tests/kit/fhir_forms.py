"""The forms for record systems, and a person who fills one in as a program that shows forms lets them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.test import override_settings

from screener import fhir_files
from screener.fhir import Form, Resource, questionnaire
from screener.rule_sets.editions import RULE_SETS
from web import languages
from web.languages import ENGLISH, known_languages, speaking


def forms() -> dict[str, Form]:
    """Every form of every language that has a folder, by its canonical address."""
    found: dict[str, Form] = {}
    for code in known_languages():
        with speaking(code):
            found |= {form.canonical: form for rules in RULE_SETS for form in fhir_files.forms(rules)}
    return found


def form(rules: str = "clinic", someone_else: bool = False, language: str = ENGLISH) -> Form:
    """One of them."""
    with speaking(language):
        return fhir_files.form_of(rules, someone_else)


def items(resource: Resource) -> Iterator[dict[str, Any]]:
    """Every item of a form or of a response, wherever it stands."""
    for item in resource.get("item", []):
        yield item
        yield from items(item)


def item(resource: Resource, link: str) -> dict[str, Any]:
    """The item of that linkId. Raises KeyError."""
    return {one["linkId"]: one for one in items(resource)}[link]


def coded(asked: Form, *codes: str) -> list[dict[str, Any]]:
    """Answers by their codes."""
    return [{"valueCoding": {"system": asked.codes, "code": code}} for code in codes]


def respond(asked: Form, answers: dict[str, list[dict[str, Any]]]) -> Resource:
    """A response with these answers by linkId, in the groups that the form has."""
    response: Resource = {
        "resourceType": "QuestionnaireResponse",
        "status": "completed",
        "questionnaire": asked.canonical,
    }
    response["item"] = []
    for one in questionnaire(asked)["item"]:
        inner = [
            {"linkId": each["linkId"], "answer": answers[each["linkId"]]}
            for each in one.get("item", [])
            if each["linkId"] in answers
        ]
        if one["type"] == "group" and inner:
            response["item"].append({"linkId": one["linkId"], "item": inner})
        elif one["linkId"] in answers:
            response["item"].append({"linkId": one["linkId"], "answer": answers[one["linkId"]]})
    return response


def shown(resource: Resource, answers: dict[str, set[str]]) -> set[str]:
    """The linkIds of all that a program shows, by R4's own rules for enableWhen, where these codes have been chosen."""

    def walk(items: list[dict[str, Any]]) -> Iterator[str]:
        for one in items:
            if _is_enabled(one, answers):
                yield one["linkId"]
                yield from walk(one.get("item", []))

    return set(walk(resource["item"]))


def _is_enabled(one: dict[str, Any], answers: dict[str, set[str]]) -> bool:
    if not one.get("enableWhen"):
        return True
    said = []
    for when in one["enableWhen"]:
        assert when["operator"] == "="
        said.append(when["answerCoding"]["code"] in answers.get(when["question"], set()))
    return all(said) if one["enableBehavior"] == "all" else any(said)


@contextmanager
def spanish_in_trial() -> Iterator[None]:
    """Within it, Spanish can be read at its addresses."""
    try:
        with override_settings(LANGUAGES_IN_TRIAL=["es"]):
            _forget_languages()
            yield
    finally:
        _forget_languages()


def _forget_languages() -> None:
    languages.all_languages.cache_clear()
    languages._marked.cache_clear()
