"""One form for each kind of question. What was typed is kept, and each mistake has its own message in plain words."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any

from django import forms

from screener.facts import SCORES, UNSURE, Answer, Fact, Kind, say_date, say_day
from screener.logic import read_days
from screener.matters import Importance, Matter, Weights

NONE = "none"
# A year further off than this is a slip of the finger.
OLDEST_YEARS, COMING_YEARS = 100, 5
MONTHS = tuple(f"{date(2000, month, 1):%B}" for month in range(1, 13))


class ChoiceLabel(str):
    """The words of a choice, and the smaller line below them."""

    detail = ""

    @classmethod
    def of(cls, words: str, detail: str = "") -> "ChoiceLabel":
        label = cls(words)
        label.detail = detail
        return label


class SelfCheckForm(forms.Form):
    """A form of the self-check, drawn by our own templates."""

    def __init__(self, data: Any, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial, use_required_attribute=False)

    @property
    def mistakes(self) -> list[tuple[str, str]]:
        """Each message with the id of the first input it is about."""
        return [
            (self[name].subwidgets[0].id_for_label or self[name].auto_id, message)
            for name, messages in self.errors.items()
            for message in messages
        ]


class QuestionForm(SelfCheckForm):
    """A question. After a valid post, `answer` is what was said."""

    set_apart = (NONE, UNSURE)

    def __init__(self, fact: Fact, today: date, *, someone_else: bool, answer: Answer | None, data: Any = None) -> None:
        self.fact = fact
        self.today = today
        self.answer: Answer | None = answer
        super().__init__(data, self.initial_of(answer))
        self.question = fact.question.voice(someone_else)
        self.hint = fact.hint.voice(someone_else)
        self.add_fields(someone_else)

    def initial_of(self, answer: Answer | None) -> dict[str, Any]:
        raise NotImplementedError

    def add_fields(self, someone_else: bool) -> None:
        raise NotImplementedError


class ChoiceForm(QuestionForm):
    """One choice of several, or a score from 0 to 10."""

    template_name = "guide/choices.html"

    @property
    def choices_template(self) -> str:
        return "guide/score.html" if self.fact.kind is Kind.SCORE else "guide/list.html"

    def initial_of(self, answer: Answer | None) -> dict[str, Any]:
        return {} if answer is None else {"answer": str(answer)}

    def add_fields(self, someone_else: bool) -> None:
        self.fields["answer"] = _one_of(self.fact, someone_else)

    def clean(self) -> None:
        value = self.cleaned_data.get("answer")
        if value is not None:
            self.answer = int(value) if self.fact.kind is Kind.SCORE and value != UNSURE else value


class ManyForm(QuestionForm):
    """Any of several boxes, or "None of these", or "I'm not sure"."""

    template_name = "guide/choices.html"
    choices_template = "guide/list.html"

    def initial_of(self, answer: Answer | None) -> dict[str, Any]:
        match answer:
            case None:
                return {}
            case ():
                return {"answer": [NONE]}
            case tuple():
                return {"answer": list(answer)}
            case _:
                return {"answer": [answer]}

    def add_fields(self, someone_else: bool) -> None:
        self.fields["answer"] = _any_of(self.fact, someone_else)

    def clean_answer(self) -> list[str]:
        ticked: list[str] = self.cleaned_data["answer"]
        for alone, words in ((NONE, self.fact.none_words), (UNSURE, self.fact.unsure_words)):
            if alone in ticked and len(set(ticked)) > 1:
                untick = "one of them" if alone == NONE else f"“{words}” if the other one is true"
                raise forms.ValidationError(f"You ticked “{words}” and another box. Untick {untick}.")
        return ticked

    def clean(self) -> None:
        ticked = self.cleaned_data.get("answer")
        if ticked:
            self.answer = UNSURE if UNSURE in ticked else tuple(value for value in ticked if value != NONE)


# A field holds nothing of a visitor: one serves all.


@cache
def _one_of(fact: Fact, someone_else: bool) -> forms.Field:
    skip = ", or skip this question" if fact.may_be_skipped else ""
    message = f"Choose one answer{skip}."
    return forms.ChoiceField(
        choices=choices(fact, someone_else),
        widget=forms.RadioSelect,
        help_text=fact.hint.voice(someone_else),
        error_messages={"required": message, "invalid_choice": message},
    )


@cache
def _any_of(fact: Fact, someone_else: bool) -> forms.Field:
    otherwise = fact.none_words if fact.may_be_none else fact.unsure_words
    return forms.MultipleChoiceField(
        choices=choices(fact, someone_else),
        widget=forms.CheckboxSelectMultiple,
        help_text=fact.hint.voice(someone_else),
        error_messages={
            "required": f"Tick what is true, or tick “{otherwise}”.",
            "invalid_choice": "Tick only boxes of this page.",
        },
    )


class DateForm(QuestionForm):
    """A month, a day and a year, or "I'm not sure". A date in the past may do without the day."""

    template_name = "guide/date.html"
    PARTS = (("month", "Month"), ("day", "Day"), ("year", "Year"))

    def initial_of(self, answer: Answer | None) -> dict[str, Any]:
        if answer is None or answer == UNSURE:
            return {"unsure": answer == UNSURE}
        year, month, *day = str(answer).split("-")
        return {"year": year, "month": int(month), "day": int(day[0]) if day else ""}

    def add_fields(self, someone_else: bool) -> None:
        for name, label in self.PARTS:
            widget = forms.TextInput({"inputmode": "text" if name == "month" else "numeric", "autocomplete": "off"})
            self.fields[name] = forms.CharField(label=label, required=False, widget=widget)
        self.fields["unsure"] = forms.BooleanField(label=self.fact.unsure_words, required=False)

    @property
    def day_may_be_empty(self) -> bool:
        return self.fact.kind is Kind.PAST_DATE

    def clean(self) -> None:
        typed = {name: self.cleaned_data.get(name, "") for name, _ in self.PARTS}
        if self.errors:
            return
        if self.cleaned_data["unsure"]:
            if any(typed.values()):
                self.add_error(
                    "unsure", f"You wrote a date and ticked “{self.fact.unsure_words}”. Do only one of them."
                )
            else:
                self.answer = UNSURE
            return
        if not any(typed.values()):
            self.add_error("month", f"Write the date, or tick “{self.fact.unsure_words}”.")
            return
        month, day, year = self._month(typed["month"]), self._day(typed["day"]), self._year(typed["year"])
        if not self.errors:
            self._settle(month, day, year)

    def _month(self, text: str) -> int:
        if not text:
            self.add_error("month", "Write the month too.")
            return 0
        stem = text.lower().rstrip(".")
        for number, name in enumerate(MONTHS, start=1):
            if len(stem) > 2 and name.lower().startswith(stem):
                return number
        if not _is_number(text) or not 1 <= int(text) <= 12:
            self.add_error("month", "Write the month as its name or as a number from 1 to 12.")
        else:
            return int(text)
        return 0

    def _day(self, text: str) -> int:
        if not text and not self.day_may_be_empty:
            self.add_error("day", "Write the day too.")
        elif text and (not _is_number(text) or not 1 <= int(text) <= 31):
            self.add_error("day", "Write the day as a number from 1 to 31.")
        elif text:
            return int(text)
        return 0

    def _year(self, text: str) -> int:
        if not text:
            self.add_error("year", "Write the year too.")
        elif not _is_number(text):
            self.add_error("year", f"Write the year as a number, such as {self.today.year}.")
        elif len(text) != 4:
            self.add_error("year", f"Write the year with all four digits, such as {self.today.year}.")
        elif not self.today.year - OLDEST_YEARS <= int(text) <= self.today.year + COMING_YEARS:
            self.add_error("year", f"Check the year. It should be close to {self.today.year}.")
        else:
            return int(text)
        return 0

    def _settle(self, month: int, day: int, year: int) -> None:
        text = f"{year:04}-{month:02}-{day:02}" if day else f"{year:04}-{month:02}"
        try:
            days = read_days(text)
        except ValueError:
            last = read_days(f"{year:04}-{month:02}").last.day
            self.add_error("day", f"{MONTHS[month - 1]} {year} has no day {day}. It has {last} days.")
            return
        if self.fact.is_to_come(days, self.today):
            still = "This day is" if day else "This month is"
            self.add_error("month", f"{still} still to come. Write a date up to today, {say_day(self.today)}.")
        elif self.fact.is_over(days, self.today):
            self.add_error("month", f"{say_date(text)} is past. Write a date from today on, {say_day(self.today)}.")
        else:
            self.answer = text


class MattersForm(SelfCheckForm):
    """How important each matter is. Any may be left out. After a valid post, `weights` is what was said."""

    template_name = "guide/matters.html"
    STEPS = (*[one for one in Importance if one is not Importance.UNSURE], Importance.UNSURE)

    def __init__(self, matters: Iterable[Matter], weights: Weights, data: Any = None) -> None:
        super().__init__(data, dict(weights))
        for matter in matters:
            self.fields[matter.id] = forms.TypedChoiceField(
                label=matter.words,
                choices=[(one, ChoiceLabel.of(one.step, one.noun)) for one in self.STEPS],
                coerce=lambda value: Importance(int(value)),
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": f"{matter.words}: choose one of the answers, or none."},
            )

    @property
    def weights(self) -> dict[str, Importance]:
        return {matter: importance for matter, importance in self.cleaned_data.items() if importance is not None}


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


def choices(fact: Fact, someone_else: bool) -> list[tuple[str, ChoiceLabel]]:
    """The choices of a question, with "None of these" and "I'm not sure" where it has them."""
    found = [(option.value, ChoiceLabel.of(option.words.voice(someone_else), option.detail)) for option in fact.options]
    if fact.kind is Kind.SCORE:
        found = [(str(score), ChoiceLabel(score)) for score in SCORES]
    if fact.kind is Kind.MANY and fact.may_be_none:
        found.append((NONE, ChoiceLabel(fact.none_words)))
    if fact.may_be_unsure:
        found.append((UNSURE, ChoiceLabel(fact.unsure_words)))
    return found


FORMS: dict[Kind, type[QuestionForm]] = {
    Kind.CHOICE: ChoiceForm,
    Kind.SCORE: ChoiceForm,
    Kind.MANY: ManyForm,
    Kind.PAST_DATE: DateForm,
    Kind.COMING_DATE: DateForm,
}


def form_for(fact: Fact, today: date, **kwargs: Any) -> QuestionForm:
    """The form of a question. See QuestionForm for the arguments."""
    return FORMS[fact.kind](fact, today, **kwargs)
