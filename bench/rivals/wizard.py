"""The same questions as a wizard of django-formtools, behind this site's own middleware.

Each question has its own address and a redirect after it, and the questions on a scan are asked only after one. Answers
are kept in the wizard's signed cookie, or, with KEEP=session, in Django's sessions in a database.
"""

import os
from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import re_path

from rivals import django_site

IN_SESSION = os.environ.get("KEEP") == "session"
django_site.configure(
    __name__,
    apps=["formtools", "django.contrib.sessions"],
    DATABASES={"default": django_site.DATABASE} if IN_SESSION else {},
    MIDDLEWARE=[*django_site.ours.MIDDLEWARE, *["django.contrib.sessions.middleware.SessionMiddleware"] * IN_SESSION],
    TEMPLATES=django_site.templates({"step.html": "{% csrf_token %}{{ wizard.management_form }}{{ wizard.form }}"}),
)

from formtools.wizard.views import NamedUrlCookieWizardView, NamedUrlSessionWizardView  # noqa: E402

from screener.engine.facts import SCORES, UNSURE, Fact, Kind  # noqa: E402
from screener.rule_sets.clinic import CLINIC_RULES  # noqa: E402

NONE = "none"


def field_of(fact: Fact) -> forms.Field:
    """The field that asks for a fact."""
    choices = [(option.value, option.words.you) for option in fact.options]
    match fact.kind:
        case Kind.CHOICE:
            return forms.ChoiceField(choices=[*choices, (UNSURE, fact.unsure_words)], widget=forms.RadioSelect)
        case Kind.MANY:
            return forms.MultipleChoiceField(choices=[*choices, (NONE, fact.none_words)])
        case Kind.SCORE:
            return forms.ChoiceField(choices=[(str(score), str(score)) for score in SCORES])
        case Kind.PAST_DATE | Kind.COMING_DATE:
            return forms.DateField(required=fact.kind is Kind.PAST_DATE)


def form_of(fact: Fact) -> type[forms.Form]:
    return type(f"{fact.id}_form", (forms.Form,), {"answer": field_of(fact)})


def is_asked(fact: Fact) -> Callable[[Any], bool]:
    """Whether a scan was said to be there, for the questions that need one."""
    needed = fact.asked_if.values  # type: ignore[union-attr]
    return lambda wizard: (wizard.get_cleaned_data_for_step("scan") or {}).get("answer") in needed


class Wizard(NamedUrlSessionWizardView if IN_SESSION else NamedUrlCookieWizardView):  # type: ignore[misc]
    template_name = "step.html"

    def done(self, form_list: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponse("done")


questions = Wizard.as_view(
    [(fact.slug, form_of(fact)) for fact in CLINIC_RULES.facts],
    condition_dict={fact.slug: is_asked(fact) for fact in CLINIC_RULES.facts if fact.asked_if is not None},
    url_name="step",
)


def ready(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


urlpatterns = [re_path(r"^self-check/(?P<step>[\w-]+)/$", questions, name="step"), re_path(r"^$", ready)]
application = django_site.application()


def keep() -> None:
    """Make the table of the sessions."""
    django_site.make_tables()
