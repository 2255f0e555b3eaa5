"""The FHIR files that record systems can take from here (records/engineers.py tells engineers of them)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from screener import fhir_files
from screener.fhir_files import FHIR
from web.caching import for_everybody


@for_everybody
@require_safe
def fhir_file(request: HttpRequest, name: str) -> HttpResponse:
    """A form or the codes, for every program: there is nothing of a visitor in them."""
    try:
        text = fhir_files.text(name)
    except KeyError:
        raise Http404 from None
    return HttpResponse(text, content_type=FHIR, headers={"Access-Control-Allow-Origin": "*"})
