"""What record systems can take from here: the FHIR files, and the page that says so to engineers."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from screener import fhir_files
from screener.engine.facts import Answers
from screener.fhir import LOINC_NOTICE, response
from screener.fhir_files import FHIR
from screener.rule_sets.editions import MAIN_RULES
from web.absolute_urls import absolute
from web.caching import for_everybody
from web.languages import ENGLISH, active_code

# An invented person, on the page for engineers.
EXAMPLE: Answers = {"urgent_signs": (), "adult": "yes", "pain_began": "2026-08", "pain_score": 7}
DAY_OF_EXAMPLE = date(2026, 11, 20)


@for_everybody
@require_safe
def fhir_file(request: HttpRequest, name: str) -> HttpResponse:
    """A form or the codes, for every program: there is nothing of a visitor in them."""
    try:
        text = fhir_files.text(name)
    except KeyError:
        raise Http404 from None
    return HttpResponse(text, content_type=FHIR, headers={"Access-Control-Allow-Origin": "*"})


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
    return render(request, "screener/for_engineers.html", context)
