"""One form for each kind of question. What was typed is kept, and each mistake has its own message in plain words."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_noop

from screener.date_answers import DateAnswer
from screener.engine.facts import SCORES, UNSURE, Answer, Fact, Kind
from screener.engine.priorities import Lean, Priority, Way, Weights
from web.languages import active, once_for_each_language
from web.languages import gettext as _

NONE = "none"


class ChoiceLabel(str):
    """The words of a choice, the smaller line below them, and the name of the group that it stands in."""

    detail = ""
    group = ""

    @classmethod
    def of(cls, words: str, detail: str = "", group: str = "") -> "ChoiceLabel":
        label = cls(words)
        label.detail = detail
        label.group = group
        return label


class PairLabel(str):
    """The words of both ends of a pair, in one."""

    ends: tuple[str, str]

    @classmethod
    def of(cls, first: str, second: str) -> "PairLabel":
        label = cls(_("%(first)s, or: %(second)s") % {"first": first, "second": second})
        label.ends = (first, second)
        return label


class SelfCheckForm(forms.Form):
    """A form of the self-check, drawn by our own templates."""

    SKIP_ANYWAY = gettext_noop("Go on without it")
    asks_before_skipping = False

    def __init__(self, data: Any, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial, use_required_attribute=False)

    @property
    def mistakes(self) -> list[tuple[str, str]]:
        """Each message with the id of the first input it is about."""
        return [
            (self[name].subwidgets[0].id_for_label or self[name].auto_id, str(message))
            for name, messages in self.errors.items()
            for message in messages
        ]

    @property
    def filled_in(self) -> list[str]:
        """The names of the fields that were sent with something in them."""
        sent = {name: field.widget.value_from_datadict(self.data, {}, name) for name, field in self.fields.items()}
        return [name for name, value in sent.items() if (value.strip() if isinstance(value, str) else value)]

    def ask_before_skipping(self, keep: str, skip: str) -> None:
        """Say that what is filled in would be lost; `keep` and `skip` are the buttons that were there.

        Nothing of who filled it in: it may have been a clinic's link.
        """
        self.asks_before_skipping = True
        first = self.filled_in[0]
        self.errors.clear()
        self.add_error(
            first,
            _(
                "Something is filled in here, and you pressed “%(skip)s”. To keep it, press “%(keep)s”. "
                "To leave it out, press “%(anyway)s”."
            )
            % {"skip": skip, "keep": keep, "anyway": _(self.SKIP_ANYWAY)},
        )


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
        self.meanings = [(one.said(someone_else, brief=True), one.meaning) for one in fact.options if one.meaning]
        self.add_fields(someone_else)

    def initial_of(self, answer: Answer | None) -> dict[str, Any]:
        raise NotImplementedError

    def add_fields(self, someone_else: bool) -> None:
        raise NotImplementedError


class ChoiceForm(QuestionForm):
    """One choice of several, or a score from 0 to 10."""

    template_name = "forms/choices.html"

    @property
    def choices_template(self) -> str:
        return "forms/score.html" if self.fact.kind is Kind.SCORE else "forms/list.html"

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

    template_name = "forms/choices.html"
    choices_template = "forms/list.html"

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
                message = (
                    _("You ticked “%(words)s” and another box. Untick one of them.")
                    if alone == NONE
                    else _("You ticked “%(words)s” and another box. Untick “%(words)s” if the other one is true.")
                )
                raise forms.ValidationError(message % {"words": words})
        # A box that is sent many times is one box: the cookie has no room for more.
        return list(dict.fromkeys(ticked))

    def clean(self) -> None:
        ticked = self.cleaned_data.get("answer")
        if ticked:
            self.answer = UNSURE if UNSURE in ticked else tuple(value for value in ticked if value != NONE)


# A field holds nothing of a visitor: one serves all.


@once_for_each_language
def _one_of(fact: Fact, someone_else: bool) -> forms.Field:
    message = _("Choose one answer, or skip this question.") if fact.may_be_skipped else _("Choose one answer.")
    return forms.ChoiceField(
        choices=choices(fact, someone_else),
        widget=forms.RadioSelect,
        help_text=fact.hint.voice(someone_else),
        error_messages={"required": message, "invalid_choice": message},
    )


@once_for_each_language
def _any_of(fact: Fact, someone_else: bool) -> forms.Field:
    otherwise = fact.none_words if fact.may_be_none else fact.unsure_words
    return forms.MultipleChoiceField(
        choices=choices(fact, someone_else),
        widget=forms.CheckboxSelectMultiple,
        help_text=fact.hint.voice(someone_else),
        error_messages={
            "required": _("Tick what is true, or tick “%s”.") % otherwise,
            "invalid_choice": _("Tick only boxes of this page."),
        },
    )


class DateForm(QuestionForm):
    """A month, a day and a year, or "I'm not sure". A date in the past may do without the day."""

    template_name = "forms/date.html"
    PARTS = {"month": gettext_noop("Month"), "day": gettext_noop("Day"), "year": gettext_noop("Year")}

    def initial_of(self, answer: Answer | None) -> dict[str, Any]:
        if answer is None or answer == UNSURE:
            return {"unsure": answer == UNSURE}
        year, month, *day = str(answer).split("-")
        return {"year": year, "month": int(month), "day": int(day[0]) if day else ""}

    def add_fields(self, someone_else: bool) -> None:
        for name in active().date_fields:
            widget = forms.TextInput({"inputmode": "text" if name == "month" else "numeric", "autocomplete": "off"})
            self.fields[name] = forms.CharField(label=_(self.PARTS[name]), required=False, widget=widget)
        self.fields["unsure"] = forms.BooleanField(label=self.fact.unsure_words, required=False)

    @property
    def day_may_be_empty(self) -> bool:
        return self.fact.kind is Kind.PAST_DATE

    def clean(self) -> None:
        typed = {name: self.cleaned_data.get(name, "") for name in active().date_fields}
        if self.errors:
            return
        if self.cleaned_data["unsure"]:
            if any(typed.values()):
                self.add_error(
                    "unsure",
                    _("You wrote a date and ticked “%s”. Do only one of them.") % self.fact.unsure_words,
                )
            else:
                self.answer = UNSURE
            return
        if not any(typed.values()):
            self.add_error("month", _("Write the date, or tick “%s”.") % self.fact.unsure_words)
            return
        read = DateAnswer(self.fact, self.today, typed)
        for field, message in read.problems:
            self.add_error(field, message)
        self.answer = read.text or self.answer


class PrioritiesForm(SelfCheckForm):
    """Toward which end of each pair one leans, and which way on the whole. Any may be left out.

    After a valid post, `weights` and `way` are what was said.
    """

    template_name = "forms/priorities.html"
    WAY = "way"

    def __init__(
        self,
        priorities: Iterable[Priority],
        ways: Iterable[Way],
        someone_else: bool,
        kept: tuple[Weights, str],
        data: Any = None,
    ) -> None:
        weights, way = kept
        super().__init__(data, {**weights, self.WAY: way})
        self.someone_else = someone_else
        for pair in priorities:
            self.fields[pair.id] = self._pair(*(end.says.voice(someone_else) for end in pair.ends))
        if choices := [(one.id, ChoiceLabel.of(one.words)) for one in ways]:
            label = _("Which way do they lean now?") if someone_else else _("Which way do you lean now?")
            self.fields[self.WAY] = self._field(label, choices, _("Leaning now"))

    def _pair(self, first: str, second: str) -> forms.Field:
        much, little = _("Much more: %s"), _("A little more: %s")
        steps = {
            Lean.FAR_FIRST: much % first,
            Lean.FIRST: little % first,
            Lean.MIDDLE: _("Both the same"),
            Lean.SECOND: little % second,
            Lean.FAR_SECOND: much % second,
            Lean.UNSURE: _("Not sure"),
        }
        return self._field(
            PairLabel.of(first, second),
            [(str(int(lean)), ChoiceLabel.of(words)) for lean, words in steps.items()],
            PairLabel.of(first, second),
        )

    def _field(self, label: str, choices: list[tuple[str, ChoiceLabel]], name: str) -> forms.Field:
        message = _("%s: choose one of the answers, or none.") % name
        return forms.ChoiceField(
            label=label,
            choices=choices,
            required=False,
            widget=forms.RadioSelect,
            error_messages={"invalid_choice": message},
        )

    @property
    def weights(self) -> dict[str, Lean]:
        said = {name: value for name, value in self.cleaned_data.items() if value and name != self.WAY}
        return {pair: Lean(int(value)) for pair, value in said.items()}

    @property
    def way(self) -> str:
        return str(self.cleaned_data.get(self.WAY, ""))


def choices(fact: Fact, someone_else: bool) -> list[tuple[str, ChoiceLabel]]:
    """The choices of a question, with "None of these" and "I'm not sure" where it has them."""
    found = [(one.value, ChoiceLabel.of(one.words.voice(someone_else), one.detail, one.group)) for one in fact.options]
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
