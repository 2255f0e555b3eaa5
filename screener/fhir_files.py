"""The FHIR files of this site by name: a Questionnaire for each rule set and voice in each language, a CodeSystem.

A file's canonical address is where it is, on the host that the setting CANONICAL names.
"""

import json
from collections.abc import Callable
from datetime import date
from typing import TypeVar

from django.conf import settings
from django.utils.translation import gettext_noop

from reviews.standing import State
from screener.editions import edition_of, is_off_the_air
from screener.engine.facts import Answer
from screener.fhir import Form, Resource, code_system, questionnaire, read_response
from screener.rule_sets.editions import MAIN_RULES, RULE_SETS
from screener.standings import standing_of_rules
from web.absolute_urls import absolute_on, our_host
from web.languages import (
    ENGLISH,
    active,
    active_code,
    all_languages,
    in_language,
    offered_languages,
    once_for_each_language,
    speaking,
)
from web.languages import gettext as _

FOLDER = "/fhir/"
FHIR = "application/fhir+json; charset=utf-8"
SELF_CHECK = "self-check"
MONTH = gettext_noop("If you do not know the day: the year and the month, such as 2026-08")
T = TypeVar("T")


def canonical_host() -> str:
    """Where the files say that they are, such as https://www.example.org."""
    return settings.CANONICAL or absolute_on(our_host(), "")


def _url(code: str, name: str) -> str:
    return f"{canonical_host()}{in_language(code, FOLDER)}{name}"


def form_of(rules: str, someone_else: bool) -> Form:
    """The form of a rule set in the language of now."""
    of_rules = "" if rules == MAIN_RULES.id else f"-{rules}"
    identifier = f"{SELF_CHECK}{of_rules}{'-for-someone-else' if someone_else else ''}"
    standing = standing_of_rules(rules)
    about = f"{_('Self-check')}: {edition_of(rules).rules.about.points}"
    return Form(
        edition_of(rules),
        someone_else,
        active().tag,
        identifier,
        _url(active_code(), f"Questionnaire-{identifier}.json"),
        _url(ENGLISH, f"CodeSystem-{SELF_CHECK}.json"),
        standing.state == State.CHECKED,
        str(standing),
        _("%(self_check)s (for someone else)") % {"self_check": about} if someone_else else about,
        _(MONTH),
    )


def forms(rules: str) -> list[Form]:
    """The forms of a rule set in the language of now. One that speaks of nobody else has one voice."""
    has_voices = RULE_SETS[rules].roles.someone_else is not None
    return [form_of(rules, someone_else) for someone_else in ((False, True) if has_voices else (False,))]


def names() -> list[str]:
    """The names of all files in the language of now. Codes are the same in every language: their file is English."""
    if is_off_the_air():
        return []
    named = [f"Questionnaire-{form.id}.json" for rules in RULE_SETS for form in forms(rules)]
    return [*named, *([f"CodeSystem-{SELF_CHECK}.json"] if active_code() == ENGLISH else [])]


def resource(name: str) -> Resource:
    """The file of that name in the language of now. Raises KeyError."""
    if name not in names():
        raise KeyError(name)
    if name.startswith("CodeSystem"):
        return _codes()
    return next(
        questionnaire(form) for rules in RULE_SETS for form in forms(rules) if name.endswith(f"-{form.id}.json")
    )


def text(name: str) -> str:
    """The file of that name as it is sent and written. Raises KeyError."""
    return _text(name, _url(active_code(), name))


@once_for_each_language
def _text(name: str, url: str) -> str:
    return as_json(resource(name))


def as_json(found: Resource) -> str:
    return f"{json.dumps(found, indent=2, ensure_ascii=False)}\n"


def published() -> list[tuple[Resource, str]]:
    """Each file of the languages that visitors are led to, with where it is."""
    found = []
    for code in offered_languages():
        with speaking(code):
            found += [(resource(name), f"{in_language(code, FOLDER)}{name}") for name in names()]
    return found


def _in_each_language(say: Callable[[], T]) -> list[T]:
    """What is said in each language that has a self-check."""
    found = []
    for language in all_languages():
        with speaking(language):
            if not is_off_the_air():
                found.append(say())
    return found


def _codes() -> Resource:
    said = _in_each_language(lambda: (active().tag, [edition_of(rules).rules for rules in RULE_SETS]))
    checked = _in_each_language(lambda: standing_of_rules(*RULE_SETS).state == State.CHECKED)
    return code_system(
        dict(said), SELF_CHECK, _("Self-check"), _url(ENGLISH, f"CodeSystem-{SELF_CHECK}.json"), all(checked)
    )


def read(given: object, rules: str, today: date) -> dict[str, Answer]:
    """The answers of a QuestionnaireResponse to a form of this rule set, in any language. Raises AnswerError."""
    published = {form.url: form for each in _in_each_language(lambda: forms(rules)) for form in each}
    asked = str(given.get("questionnaire")).partition("|")[0] if isinstance(given, dict) else ""
    return read_response(published.get(asked, next(iter(published.values()))), given, today)
