"""All that follows from answers on a day, as the one value that screen, paper and command line show."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from string import Formatter
from typing import Any

from screener.engine.conditions import Ticked, reasons
from screener.engine.edition import Edition
from screener.engine.facts import NO_WORDS, Answers, Condition, Fact, Option, Sheet
from screener.engine.logic import NO, YES
from screener.engine.priorities import Weights, leaned_on
from screener.engine.rule_set import (
    Claim,
    Criterion,
    DoctorQuestion,
    Finding,
    Gate,
    Instead,
    Note,
    Outcome,
    OutcomeWords,
    RuleSet,
    Step,
    Window,
)
from screener.engine.to_find_out import facts_that_matter

MOST_QUESTIONS = 10
MOST_STEPS = 3
NO_WEIGHTS: Weights = {}


@dataclass(frozen=True, eq=False)
class Summary:
    """What a rule set says of a sheet."""

    edition: Edition
    sheet: Sheet
    findings: tuple[Finding, ...]
    weights: Weights
    way: str = ""

    @property
    def rule_set(self) -> RuleSet:
        return self.edition.rules

    @cached_property
    def outcome(self) -> Outcome:
        """The greatest outcome of any finding: that red flags come first is the order of the outcomes."""
        return max(finding.outcome for finding in self.findings)

    @cached_property
    def notes(self) -> tuple[Note, ...]:
        """What is to be said beside the outcome."""
        return tuple(note for note in self.rule_set.notes if self.sheet.truth(note.condition) is YES)

    @cached_property
    def dates(self) -> dict[str, date | None]:
        """The last day on which each window's limit is kept, by the window's name; None when it cannot be told."""
        return {window.name: self._last_day(window) for window in self.rule_set.windows}

    def _last_day(self, window: Window) -> date | None:
        if self.sheet.known(window.fact) is None or window.threshold is None:
            return None
        if window.applies is not None and window.applies.truth(self.sheet) is NO:
            return None
        return self.sheet.days(window.fact).first + timedelta(days=window.threshold.limit)

    @property
    def ends_of_limits(self) -> Iterator[date]:
        """The last days of the limits: of a month whose day is not known, those of its first and of its last day."""
        for window in self.rule_set.windows:
            until = self.dates[window.name]
            if until is not None:
                yield until
                yield until + self._span(window)

    def may_end_later(self, window: Window) -> bool:
        """Whether a limit may end after the day that `dates` has for it, as of a month whose day is not known."""
        return self._span(window) > timedelta(0)

    def _span(self, window: Window) -> timedelta:
        """How long the limit may still go on after the day that `dates` has for it."""
        days = self.sheet.days(window.fact)
        return days.last - days.first

    @cached_property
    def someone_else(self) -> bool:
        return self.sheet.holds(self.rule_set.roles.someone_else)

    @cached_property
    def in_hospital(self) -> bool:
        return self.sheet.holds(self.rule_set.roles.in_hospital)

    @property
    def day_is_open(self) -> bool:
        """Whether the day to which all days would be counted is not known."""
        counted_to = self.rule_set.roles.counted_to
        return bool(counted_to) and self.sheet.known(counted_to) is None

    @property
    def criteria(self) -> tuple[Finding, ...]:
        """The findings of the points, in the rule set's order."""
        return tuple(finding for finding in self.findings if isinstance(finding.rule, Criterion))

    @property
    def because(self) -> tuple[Finding, ...]:
        """The findings that decided the outcome; the points alone when nothing speaks against."""
        findings = self.criteria if self.outcome == self.rule_set.ladder.fits else self.findings
        return tuple(finding for finding in findings if finding.outcome == self.outcome)

    @cached_property
    def to_find_out(self) -> tuple[Fact, ...]:
        """The unknown facts that could still change the outcome, in the order in which they are asked."""
        return facts_that_matter(self.rule_set, self.sheet)

    @cached_property
    def cues(self) -> frozenset[str]:
        """What calls for questions and steps: "outcome:not_yet", "scan_recent:not_met", "note:cancer_team",
        "cautions:blood_thinner", "find_out:scan_date", "matters:low_cost". Where the questions end, neither the points
        nor what matters to the person call for anything."""
        found = {f"outcome:{self.outcome.id}"}
        said = {note.id for note in self.notes}
        found |= {f"{'note' if note.id in said else 'no_note'}:{note.id}" for note in self.rule_set.notes}
        for fact, answer in self.sheet.answers.items():
            found |= {f"{fact}:{value}" for value in (answer if isinstance(answer, tuple) else (answer,))}
        if not self.outcome.ends_the_questions:
            found |= {f"{finding.rule.id}:{finding.status}" for finding in self.criteria}
            found |= {f"find_out:{fact.id}" for fact in self.to_find_out}
            found.add("find_out:something" if self.to_find_out else "find_out:nothing")
            found |= {f"matters:{end.id}" for end in leaned_on(self.rule_set.priorities, self.weights)}
            if self.rule_set.roles.counted_to:
                found.add("procedure:no_date" if self.day_is_open else "procedure:date")
        return frozenset(found)

    @cached_property
    def doctor_questions(self) -> tuple[DoctorQuestion, ...]:
        """The questions for the doctor, at most ten, in the rule set's order: those that matter most come first.

        Where there are more, _precedence decides which have room.
        """
        called = [
            question
            for question in self.rule_set.doctor_questions
            if (question.always or question.cues & self.cues) and not question.unless & self.cues
        ]
        chosen = sorted(called, key=self._precedence)[:MOST_QUESTIONS]
        return tuple(question for question in called if question in chosen)

    def _precedence(self, question: DoctorQuestion) -> int:
        """Whose room comes first: always; ticked; leaned far toward; points, notes and the rest; the outcome alone."""
        calling = question.cues & self.cues
        very = {f"matters:{end.id}" for end in leaned_on(self.rule_set.priorities, self.weights, far=True)}
        if question.always:
            return 0
        if any(cue.partition(":")[0] in self.rule_set.with_boxes for cue in calling):
            return 1
        if calling & very:
            return 2
        return 4 if calling <= {f"outcome:{self.outcome.id}"} else 3

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """At most three things to do. A step that names a date which is not known or is past is left out."""
        coming = {name for name in self._values if self._is_coming(name)}
        called = [step for step in self.rule_set.steps if self.outcome in step.outcomes and step.cues <= self.cues]
        now = [step for step in called if step.condition is None or self.sheet.truth(step.condition) is YES]
        return tuple(step for step in now if _names(step.words.voice(self.someone_else)) <= coming)[:MOST_STEPS]

    @property
    def next_steps(self) -> tuple[str, ...]:
        """The steps in words, with their dates."""
        return tuple(self.step_words(step) for step in self.steps)

    def step_words(self, step: Step) -> str:
        """A step in the right voice, with its dates."""
        return self._say(step).format(**self._values)

    def note_words(self, note: Note) -> str:
        """A note in the right voice, with its dates and the answers that called for it."""
        return self._say(note).format(**self._values, called_by=self.called_by(note.condition))

    def called_by(self, condition: Condition) -> str:
        """What makes a condition yes, in few words: the boxes that are ticked, and the parts that have a name."""
        said: list[str] = []
        for part in reasons(condition, self.sheet):
            boxes = self.ticked_of(part) if isinstance(part, Ticked) else ()
            said += [option.said(self.someone_else, brief=True) for option in boxes] or [getattr(part, "name", "")]
        return "; ".join(said)

    def ticked_of(self, condition: Ticked) -> tuple[Option, ...]:
        """The boxes that are ticked of those that the condition asks about, in its order."""
        answer = self.sheet.known(condition.fact)
        ticked = answer if isinstance(answer, tuple) else ()
        fact = self.rule_set.fact(condition.fact)
        return tuple(fact.option(value) for value in condition.values if value in ticked)

    def _say(self, one: Note | Step) -> str:
        """The words, or those in their place, in the right voice."""
        others = (other.words for other in self._standing(one.instead))
        return next(others, one.words).voice(self.someone_else)

    def _standing(self, others: tuple[Instead, ...]) -> Iterator[Instead]:
        return (other for other in others if self.sheet.truth(other.condition) is YES)

    @property
    def raised(self) -> tuple[Finding, ...]:
        """The findings of the gates that are to be raised first, whatever else outranks them."""
        gates = [finding for finding in self.findings if isinstance(finding.rule, Gate)]
        return tuple(finding for finding in gates if finding.outcome == self.rule_set.ladder.raise_first)

    @property
    def claims(self) -> tuple[Claim, ...]:
        """What speaks for and against, without what is not true of this person's kind of break."""
        said = self.rule_set.before_you_decide
        those = (one for one in said if one.unless is None or self.sheet.truth(one.unless) is not YES)
        return tuple(one for one in those if one.only is None or self.sheet.truth(one.only) is YES)

    @property
    def outcome_words(self) -> OutcomeWords:
        return next(words for words in self.rule_set.outcomes if words.outcome == self.outcome)

    @property
    def sentence(self) -> str:
        """The outcome in one sentence. When nothing is left to find out, that a clinician decides what is open."""
        words = self.outcome_words
        others = [other.words for other in self._standing(words.instead) if other.words != NO_WORDS]
        chosen = words.settled if words.settled and not self.to_find_out else words.sentence
        return next(iter(others), chosen).voice(self.someone_else)

    @property
    def meaning(self) -> str:
        """What the outcome means and does not mean."""
        words = self.outcome_words
        others = [other.meaning for other in self._standing(words.instead) if other.meaning != NO_WORDS]
        chosen = words.settled_meaning if words.settled_meaning and not self.to_find_out else words.meaning
        return next(iter(others), chosen).voice(self.someone_else)

    def as_json(self) -> dict[str, Any]:
        """The summary as the command line prints it."""
        return {
            "rules": {"id": self.rule_set.id, "version": self.rule_set.version},
            "outcome": self.outcome.id,
            "criteria": {finding.rule.id: str(finding.status) for finding in self.criteria},
            "to_find_out": [fact.id for fact in self.to_find_out],
            "notes": [note.id for note in self.notes],
            "dates": {name: day and day.isoformat() for name, day in self.dates.items()},
        }

    @cached_property
    def _values(self) -> dict[str, str]:
        """What a step or note may name."""
        values, language = {}, self.edition.language
        for window in self.rule_set.windows:
            until, starts = self.dates[window.name], self.counts_from(window)
            if until is not None:
                values[window.name] = language.say_day(until)
                values[window.days_left] = language.say_days_left((until - self.sheet.today).days)
            if starts is not None:
                values[window.counts_from] = language.today if starts <= self.sheet.today else language.say_day(starts)
        if self.raised:
            conditions = [(one.rule.condition, one.rule.title.voice(self.someone_else)) for one in self.raised]
            values["raised"] = "; ".join(self.called_by(one) or title.lower() for one, title in conditions)
        return values

    def counts_from(self, window: Window) -> date | None:
        """The first day from which a new one counts on the day to which all days are counted, if that is known."""
        counted_to = self.rule_set.roles.counted_to
        if not window.counts_from or window.threshold is None or self.sheet.known(counted_to) is None:
            return None
        return self.sheet.end - timedelta(days=window.threshold.limit)

    def _is_coming(self, name: str) -> bool:
        """Whether what a text names is not a last day that is past."""
        until = self.dates.get(name)
        return until is None or until >= self.sheet.today


def _names(words: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(words) if name}


def summarize(edition: Edition, answers: Answers, today: date, weights: Weights = NO_WEIGHTS, way: str = "") -> Summary:
    """All that follows from checked answers on a day. What matters to the person only calls for questions.

    `way` is the one that they lean now, which calls for nothing.
    """
    rules = edition.rules
    sheet = rules.sheet(answers, today)
    return Summary(edition, sheet, tuple(rules.find(rule, sheet) for rule in rules.rules), weights, way)
