"""What staff fill in: what a chart says, and which pages go into a reading list. Neither has a place for a name."""

from datetime import date
from typing import Any

from django import forms
from django.utils.html import format_html

from content.pages import all_pages
from referrals import languages
from referrals.prefilled_links import CHART
from referrals.reading_lists import MOST_PAGES, pages_in
from screener.date_answers import DateAnswer
from screener.editions import main_rules
from screener.engine.facts import Answer, Fact, Kind
from screener.forms import SelfCheckForm
from screener.rule_sets.editions import MAIN_RULES
from web.languages import active, active_code
from web.languages import gettext as _

LANGUAGE = "language"


def _language_of_the_patient() -> forms.ChoiceField:
    names = [
        (code, one.name if code == active_code() else format_html('<span lang="{}">{}</span>', one.html, one.name))
        for code, one in languages.to_choose_from().items()
    ]
    return forms.ChoiceField(
        label=_("Language of the patient"),
        choices=names,
        widget=forms.RadioSelect,
        error_messages={name: _("Choose one of these languages.") for name in ("required", "invalid_choice")},
    )


class FormForAPatient(SelfCheckForm):
    """A form from which a link is made: it asks for the patient's language where there are several to choose from.

    After a valid post, `language` is its code. At first it is the one that the address asks for.
    """

    template_name = "forms/chart.html"

    def __init__(self, asked_for: str, data: Any) -> None:
        super().__init__(data, {LANGUAGE: languages.chosen(asked_for)})
        if len(languages.to_choose_from()) > 1:
            self.fields[LANGUAGE] = _language_of_the_patient()

    @property
    def language(self) -> str:
        return str(self.cleaned_data.get(LANGUAGE, active_code()))


class ChartForm(FormForAPatient):
    """What the chart says. Any of it may be left open. After a valid post, `answers` is what was filled in."""

    def __init__(self, today: date, asked_for: str = "", data: Any = None) -> None:
        super().__init__(asked_for, data)
        self.today = today
        for fact in map(main_rules().fact, CHART):
            if fact.kind is Kind.MANY:
                self.fields[fact.id] = forms.MultipleChoiceField(
                    label=_("%(question)s (tick none to leave it open)") % {"question": fact.label},
                    choices=[(option.value, option.words.they) for option in fact.options],
                    widget=forms.CheckboxSelectMultiple,
                    required=False,
                    error_messages={"invalid_choice": _("Tick only boxes of this page.")},
                )
            elif fact.kind is Kind.CHOICE:
                choices = [(option.value, option.words.they) for option in fact.options]
                self.fields[fact.id] = forms.ChoiceField(
                    label=fact.label,
                    choices=[*choices, ("", _("Leave it open"))],
                    widget=forms.RadioSelect,
                    required=False,
                    error_messages={"invalid_choice": _("Choose one of these, or leave it open.")},
                )
            else:
                # Not a date picker of the browser, which takes no month alone and nothing that is pasted.
                past = fact.kind is Kind.PAST_DATE
                hint = (
                    _("A day, such as %(day)s, or a month, such as %(month)s. Leave it empty to leave it open.")
                    if past
                    else _("A day, such as %(day)s. Leave it empty to leave it open.")
                )
                month = active().say_month(today.month, today.year)
                self.fields[fact.id] = forms.CharField(
                    label=fact.label,
                    help_text=hint % {"day": active().say_numeric(today), "month": month},
                    widget=forms.TextInput({"autocomplete": "off", "size": 20}),
                    required=False,
                )

    def clean(self) -> None:
        self.answers: dict[str, Answer] = {}
        for fact, value in [*self.cleaned_data.items()]:
            if fact == LANGUAGE or not value:
                continue
            if main_rules().fact(fact).kind in (Kind.PAST_DATE, Kind.COMING_DATE):
                typed = DateAnswer(main_rules().fact(fact), self.today, {fact: value})
                for _field, message in typed.problems:
                    self.add_error(fact, _("%(message)s Or leave it open.") % {"message": message})
                value = typed.text
            if value:
                self.answers[fact] = main_rules().fact(fact).read(value, self.today)
        asked = {fact.id for fact in MAIN_RULES.asked(MAIN_RULES.sheet(self.answers, self.today))}
        if "scan" in self.answers and (stray := [fact for fact in self.answers if fact not in asked]):
            self.add_error(stray[0], _("There was no scan, you said above. So leave this open, or change that."))
        if not self.errors and not self.answers:
            self.add_error(CHART[0], _("Fill in at least one of these. With none of them, use the plain link."))

    @property
    def facts_filled_in(self) -> list[Fact]:
        return [main_rules().fact(fact) for fact in CHART if fact in self.answers]


class PackForm(FormForAPatient):
    """The pages of a reading list. After a valid post, `cleaned_data["pages"]` are their addresses."""

    def __init__(self, asked_for: str = "", data: Any = None) -> None:
        super().__init__(asked_for, data)
        self.fields["pages"] = forms.MultipleChoiceField(
            label=_("Pages"),
            choices=[(page.slug, page.title) for page in all_pages().values()],
            widget=forms.CheckboxSelectMultiple,
            error_messages={
                "required": _("Tick at least one page."),
                "invalid_choice": _("Tick only pages of this list."),
            },
        )

    def clean_pages(self) -> set[str]:
        pages = set(self.cleaned_data["pages"])
        if len(pages) > MOST_PAGES:
            message = _("Tick at most %(most)s pages: you ticked %(number)s.")
            raise forms.ValidationError(message % {"most": MOST_PAGES, "number": len(pages)})
        if missing := [all_pages()[slug].title for slug in sorted(pages - pages_in(self.language))]:
            message = _("Not there yet in the language that you chose: %(pages)s. Leave out what is missing.")
            raise forms.ValidationError(message % {"pages": "; ".join(missing)})
        return pages
