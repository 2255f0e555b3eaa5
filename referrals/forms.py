"""What staff fill in: what a chart says, and which pages go into a reading list. Neither has a place for a name."""

import re
from datetime import date
from typing import Any

from django import forms

from content.pages import all_pages
from referrals.links import CHART
from referrals.packs import MOST_PAGES
from screener.facts import Answer, AnswerError, Fact, Kind, say_day
from screener.forms import MONTHS, SelfCheckForm
from screener.protocol import CLINIC

# 10/15/2026, 10/2026, October 15, 2026, Oct. 2026; 2026-10-15, 2026-10.
DAY_OR_MONTH = re.compile(
    r"(?P<month>[a-z]{3,}\.?|\d{1,2})[ /.-]+(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?,?[ /.-]+)?(?P<year>\d{4})",
    re.IGNORECASE | re.ASCII,
)
YEAR_FIRST = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?", re.ASCII)


class DayOrMonthField(forms.CharField):
    """A day as people write it, or a month alone. Gives YYYY-MM-DD or YYYY-MM."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        if not text:
            return ""
        found = DAY_OR_MONTH.fullmatch(text) or YEAR_FIRST.fullmatch(text)
        month = _month(found["month"]) if found else 0
        if not found or not month:
            raise forms.ValidationError(self.error_messages["invalid"])
        return f"{found['year']}-{month:02}" + (f"-{int(found['day']):02}" if found["day"] else "")


def _month(text: str) -> int:
    """By its number or the start of its name; 0 for none."""
    if text.isdecimal():
        return int(text)
    stem = text.lower().rstrip(".")
    return next((number for number, name in enumerate(MONTHS, 1) if name.lower().startswith(stem)), 0)


class ChartForm(SelfCheckForm):
    """What the chart says. Any of it may be left open. After a valid post, `answers` is what was filled in."""

    template_name = "guide/chart.html"

    def __init__(self, today: date, data: Any = None) -> None:
        super().__init__(data, {})
        self.today = today
        for fact in map(CLINIC.fact, CHART):
            if fact.kind is Kind.MANY:
                self.fields[fact.id] = forms.MultipleChoiceField(
                    label=f"{fact.label} (tick none to leave it open)",
                    choices=[(option.value, option.words.they) for option in fact.options],
                    widget=forms.CheckboxSelectMultiple,
                    required=False,
                    error_messages={"invalid_choice": "Tick only boxes of this page."},
                )
            elif fact.kind is Kind.CHOICE:
                choices = [(option.value, option.words.they) for option in fact.options]
                self.fields[fact.id] = forms.ChoiceField(
                    label=fact.label,
                    choices=[*choices, ("", "Leave it open")],
                    widget=forms.RadioSelect,
                    required=False,
                    error_messages={"invalid_choice": "Choose one of these, or leave it open."},
                )
            else:
                month = f", or a month, such as {today:%m/%Y}" if fact.kind is Kind.PAST_DATE else ""
                self.fields[fact.id] = DayOrMonthField(
                    label=fact.label,
                    help_text=f"A day, such as {today:%m/%d/%Y}{month}",
                    widget=forms.TextInput({"autocomplete": "off", "size": 20}),
                    required=False,
                    max_length=40,
                    error_messages={"invalid": f"Write a day, such as {today:%m/%d/%Y}{month}, or leave it open."},
                )

    def clean(self) -> None:
        self.answers: dict[str, Answer] = {}
        for fact, value in [*self.cleaned_data.items()]:
            if not value:
                continue
            try:
                self.answers[fact] = CLINIC.fact(fact).read(value, self.today)
            except AnswerError:
                self.add_error(fact, f"Write a date up to today, {say_day(self.today)}. Check the year too.")
        asked = {fact.id for fact in CLINIC.asked(CLINIC.sheet(self.answers, self.today))}
        if "scan" in self.answers and (stray := [fact for fact in self.answers if fact not in asked]):
            self.add_error(stray[0], "There was no scan, you said above. So leave this open, or change that.")
        if not self.errors and not self.answers:
            self.add_error(CHART[0], "Fill in at least one of these. With none of them, use the plain link.")

    @property
    def facts_filled_in(self) -> list[Fact]:
        return [CLINIC.fact(fact) for fact in CHART if fact in self.answers]


class PackForm(SelfCheckForm):
    """The pages of a reading list. After a valid post, `cleaned_data["pages"]` are their addresses."""

    template_name = "guide/chart.html"

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, {})
        self.fields["pages"] = forms.MultipleChoiceField(
            label="Pages",
            choices=[(page.slug, page.title) for page in all_pages().values()],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": "Tick at least one page.", "invalid_choice": "Tick only pages of this list."},
        )

    def clean_pages(self) -> set[str]:
        pages = set(self.cleaned_data["pages"])
        if len(pages) > MOST_PAGES:
            raise forms.ValidationError(f"Tick at most {MOST_PAGES} pages: you ticked {len(pages)}.")
        return pages
