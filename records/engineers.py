"""The page for engineers: what their record systems can get from here, how to try it, and what is not promised."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from content.codes import System, all_codes
from records.views import KINDS
from screener import fhir_files
from screener.engine.facts import Answers
from screener.fhir import LOINC_NOTICE, response
from screener.rule_sets.editions import MAIN_RULES
from web.absolute_urls import absolute
from web.caching import for_everybody
from web.languages import ENGLISH, active_code, address, offered_languages

# An invented person.
EXAMPLE: Answers = {"urgent_signs": (), "adult": "yes", "pain_began": "2026-08", "pain_score": 7}
DAY_OF_EXAMPLE = date(2026, 11, 20)


@for_everybody
@require_safe
def for_engineers(request: HttpRequest) -> HttpResponse:
    """In English alone. In another language it has no twin: links there lead to the home page."""
    if active_code() != ENGLISH:
        raise Http404
    form = fhir_files.form_of(MAIN_RULES.id, someone_else=False)
    files = fhir_files.published()
    path = files[0][1]
    context: dict[str, Any] = {
        "infobutton": absolute(request, address(ENGLISH, "records:infobutton")),
        "offered": [*offered_languages()],
        "systems": _systems(),
        "words": [*all_codes().words],
        "never": all_codes().never,
        "outcomes": [words.outcome.id for words in MAIN_RULES.outcomes],
        "kinds": [*dict.fromkeys(KINDS.values())],
        "files": files,
        "form_path": path,
        "form_address": absolute(request, path),
        "named_host": fhir_files.canonical_host(),
        "example": fhir_files.as_json(response(form, EXAMPLE, DAY_OF_EXAMPLE)),
        "standing_of_forms": form.standing,
        "is_checked": form.is_checked,
        "loinc": LOINC_NOTICE,
        "same_page": "/",
    }
    return render(request, "records/for_engineers.html", context)


def _systems() -> list[tuple[System, dict[tuple[str, ...], list[str]]]]:
    """Each system of codes, with its codes by the pages that they lead to."""
    found = []
    for name, codes in all_codes().codes.items():
        by_pages: dict[tuple[str, ...], list[str]] = {}
        for code in codes:
            by_pages.setdefault(code.topic.pages, []).append(code.system.written(code.plain))
        found.append((all_codes().systems[name], by_pages))
    return found
