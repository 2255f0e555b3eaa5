"""Every address of the site. Clinics print them: they stay."""

from django.urls import include, path

from records.engineers import for_engineers
from screener.fhir_views import fhir_file
from screener.rule_sets.editions import MAIN_RULES, beside
from screener.views import blank_guide, blank_pdf

RULES = {"rules": MAIN_RULES.id}
urlpatterns = [
    path("self-check/", include("screener.urls"), RULES),
    *(
        path(f"self-check/summary/{one.id}/", include("screener.urls_beside", namespace=one.id), {"rules": one.id})
        for one in beside(MAIN_RULES)
    ),
    path("", include("records.urls")),  # before what would take their name for that of a page
    path("", include("referrals.urls")),
    path("guide/", blank_guide, RULES, name="blank_guide"),
    path("guide.pdf", blank_pdf, RULES, name="blank_pdf"),
    path("fhir/<str:name>", fhir_file, name="fhir_file"),
    path("for-engineers/", for_engineers, name="for_engineers"),
    path("", include("seo.urls")),
    path("", include("content.urls")),
]
handler400 = "kyphoplasty_site.errors.bad_request"
handler404 = "kyphoplasty_site.errors.not_found"
handler500 = "kyphoplasty_site.errors.server_error"
