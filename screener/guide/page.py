"""A summary in words: the same rows feed the page, the printed guide, the PDF and the command line."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.translation import gettext_noop

from screener.engine.conditions import All, AtLeast, Several, Some, Ticked
from screener.engine.edition import Edition
from screener.engine.facts import NO_WORDS, UNSURE, Answer, Condition, Fact, Option
from screener.engine.logic import Truth
from screener.engine.priorities import Lean, Priority, Way, in_own_order
from screener.engine.rule_set import Criterion, Finding, Gate, Note, Rule, Status
from screener.engine.summary import Summary
from web import clock
from web.languages import gettext as _

STATUS_WORDS = {
    Status.MET: gettext_noop("Fits"),
    Status.NOT_MET: gettext_noop("Does not fit"),
    Status.UNKNOWN: gettext_noop("Not known"),
}
# Plain, since a tick and a cross read as passed and failed. The words beside it say what it means.
MARKS = {Status.MET: "●", Status.NOT_MET: "○", Status.UNKNOWN: "?"}
SAID_OTHERWISE = "–"
NOT_ANSWERED = gettext_noop("Not answered")
NOT_ASKED = gettext_noop("Not asked")
SKIPPED = gettext_noop("Skipped")
FIRST_QUESTIONS = 3
MOST_TO_SORT_OUT = 3
MOST_TO_FIND_OUT = 5
LEANING = gettext_noop("Leaning now")
SIGNS_FIRST = gettext_noop("Before all else: answer the question on urgent signs. Some of them cannot wait.")


@dataclass(frozen=True)
class Row:
    """A question and the answer to it, in words; `count` says how long ago a date was."""

    fact: Fact
    words: str
    count: str = ""

    @property
    def words_and_count(self) -> str:
        return f"{self.words} ({self.count})" if self.count else self.words

    @property
    def line(self) -> str:
        return f"{self.fact.label}: {self.words_and_count}"


def rows(
    edition: Edition, answers: Mapping[str, Answer | None], asked: Iterable[Fact], someone_else: bool
) -> list[Row]:
    """Every question of those asked that was answered or skipped, in their order."""
    answered = (fact for fact in asked if fact.id in answers)
    return [Row(fact, edition.say(fact, answers[fact.id], someone_else) or _(SKIPPED)) for fact in answered]


@dataclass(frozen=True)
class Point:
    """A point a clinic looks at, beside the person's own answers; `telling` are those that made its status."""

    rule: Criterion
    title: str
    status: Status
    rows: tuple[Row, ...]
    telling: tuple[Row, ...]
    until: str
    other_words: str = ""

    @property
    def status_words(self) -> str:
        return self.other_words or _(STATUS_WORDS[self.status])

    @property
    def mark(self) -> str:
        return SAID_OTHERWISE if self.other_words else MARKS[self.status]

    @property
    def drawn_as(self) -> str:
        """The status that its mark is drawn by; none where other words say how it stands."""
        return "" if self.other_words else self.status

    @property
    def said(self) -> str:
        """The answers that tell, in one line."""
        return "; ".join(row.line for row in self.telling)


@dataclass(frozen=True)
class First:
    """Something to be read before all else: what it is, and why, who must know, and by when."""

    what: str
    why: str = ""

    @property
    def line(self) -> str:
        return f"{self.what}. {self.why}" if self.why else self.what

    @property
    def heading(self) -> str:
        """Its first sentence, as the rest would be too long to stand in a heading."""
        return self.line.split(". ", 1)[0].removesuffix(".")

    @property
    def below(self) -> str:
        return "".join(self.line.split(". ", 1)[1:])


@dataclass(frozen=True)
class Weighed:
    """Something that matters to the person, and how much more than what stands against it."""

    words: str
    weight: str


@dataclass(frozen=True)
class Reason:
    """A finding that decided the outcome: which, how it stands, the answers behind it, and the limit."""

    title: str
    status_words: str
    said: str
    limit: str


@dataclass(frozen=True, eq=False)
class Guide:
    """What a summary says beyond its own sentence, steps and claims, in the right voice: worked out when asked for."""

    summary: Summary

    @property
    def ended(self) -> bool:
        return self.summary.outcome.ends_the_questions

    @property
    def is_emergency(self) -> bool:
        """With a sign that needs 911 nothing stands above it, and help alone matters."""
        return self.summary.outcome == self.summary.rule_set.ladder.emergency

    @property
    def points_fit(self) -> bool:
        return self.summary.outcome == self.summary.rule_set.ladder.fits

    @cached_property
    def call_today(self) -> Note | None:
        """The note that a doctor must be called today; with a sign that needs 911 nothing slower is said."""
        note = self.summary.rule_set.roles.call_today
        return note if note in self.summary.notes and not self.is_emergency else None

    @cached_property
    def first(self) -> list[First]:
        """What paper says before the outcome: a call today, then what gates raise, then the other such notes."""
        return [*self._signs_and_calls, *self._raised_first, *self._notes_first()]

    @property
    def leading(self) -> list[First]:
        """What heads a screen, above the outcome: a call today, or pain that eases."""
        return [*self._signs_and_calls, *self._notes_first(of_boxes=False)]

    @property
    def told_first(self) -> list[First]:
        """What a screen says right below the outcome: what gates raise, and the boxes to talk about."""
        return [*self._raised_first, *self._notes_first(of_boxes=True)]

    @cached_property
    def _signs_and_calls(self) -> list[First]:
        signs = [] if self.signs_answered or self.is_emergency else [First(_(SIGNS_FIRST))]
        calls = [First(self.summary.note_words(self.call_today))] if self.call_today else []
        return [*signs, *calls]

    @cached_property
    def _raised_first(self) -> list[First]:
        raised = [] if self.is_emergency else self.summary.raised
        return [first for finding in raised for first in self._raised(finding)]

    def _notes_first(self, of_boxes: bool | None = None) -> list[First]:
        """The notes to be read first, but for a call today: all of them, those on boxes to talk about, or others."""
        talk_about = self.summary.rule_set.roles.talk_about
        boxes = {talk_about.id} if talk_about else set()
        said = [note for note in self._notes if note.first and note is not self.call_today and not self.is_emergency]
        asked = [note for note in said if of_boxes in (None, note.condition.facts == boxes)]
        return [First(self.summary.note_words(note)) for note in asked]

    def _raised(self, finding: Finding) -> list[First]:
        """Each box that a gate raises, or the gate itself where it is not about boxes."""
        gate = finding.rule
        if isinstance(gate.condition, Ticked):
            return [First(sentence(self._brief(box)), box.first) for box in self.summary.ticked_of(gate.condition)]
        return [First(self._voice(gate), gate.first)] if isinstance(gate, Gate) else []

    @property
    def signs_answered(self) -> bool:
        return self.summary.sheet.known(self.summary.rule_set.roles.asked_first.id) is not None

    @property
    def urgent(self) -> list[str]:
        return self._ticked(self.summary.rule_set.roles.asked_first)

    @property
    def stops(self) -> list[str]:
        return self._ticked(self.summary.rule_set.roles.tell_first)

    @property
    def cautions(self) -> list[str]:
        return self._ticked(self.summary.rule_set.roles.talk_about)

    def _ticked(self, fact: Fact | None) -> list[str]:
        return [option.words.voice(self.summary.someone_else) for option in self.boxes_of(fact)]

    def boxes_of(self, fact: Fact | None) -> list[Option]:
        """The boxes that are ticked in a question with many; none for no question."""
        answer = None if fact is None else self.summary.sheet.known(fact.id)
        ticked = answer if isinstance(answer, tuple) else ()
        return [option for option in fact.options if option.value in ticked] if fact else []

    def brief_of(self, fact: Fact | None) -> str:
        """What is ticked in a question, in few words."""
        return "; ".join(self._brief(option) for option in self.boxes_of(fact))

    def _brief(self, option: Option) -> str:
        return option.said(self.summary.someone_else, brief=True)

    @cached_property
    def notes(self) -> list[str]:
        """What stands beside the outcome."""
        return [self.summary.note_words(note) for note in self._notes if not note.first]

    @cached_property
    def _notes(self) -> list[Note]:
        return [note for note in self.summary.notes if self.summary.outcome not in note.not_with]

    @property
    def draws_chances(self) -> bool:
        return any(claim.is_drawn for claim in self.summary.claims)

    @property
    def to_find_out_first(self) -> tuple[Fact, ...]:
        """What a screen shows at once; more would stand in the way of it."""
        return self.summary.to_find_out[:MOST_TO_FIND_OUT]

    @property
    def to_find_out_next(self) -> tuple[Fact, ...]:
        return self.summary.to_find_out[MOST_TO_FIND_OUT:]

    @property
    def paper_steps(self) -> tuple[str, ...]:
        """The steps without those that only a screen needs."""
        return tuple(self.summary.step_words(step) for step in self.summary.steps if not step.for_screen)

    @property
    def questions(self) -> list[str]:
        return [question.words.voice(self.summary.someone_else) for question in self.summary.doctor_questions]

    @property
    def first_questions(self) -> list[str]:
        """Those that matter most."""
        return self.questions[:FIRST_QUESTIONS]

    @property
    def other_questions(self) -> list[str]:
        return self.questions[FIRST_QUESTIONS:]

    @property
    def grouped_questions(self) -> list[tuple[str, list[str]]]:
        """The questions under the names of their groups, in the order of the first of each."""
        groups: dict[str, list[str]] = {}
        for question, words in zip(self.summary.doctor_questions, self.questions, strict=True):
            groups.setdefault(question.group, []).append(words)
        return list(groups.items())

    @cached_property
    def priorities(self) -> tuple[Priority, ...]:
        """What may matter to the person, in their own order."""
        declared = () if self.is_emergency else self.summary.rule_set.priorities
        return in_own_order(declared, self.summary.weights)

    @property
    def weighed(self) -> list[Weighed]:
        """What the person said about what matters, and first which way they lean now."""
        way = [Weighed(_(LEANING), self.way)] if self.way else []
        weights = self.summary.weights
        return [*way, *(_weighed(pair, weights[pair.id]) for pair in self.priorities if pair.id in weights)]

    @property
    def not_weighed(self) -> tuple[Priority, ...]:
        """The pairs that the person said nothing about."""
        return tuple(pair for pair in self.priorities if pair.id not in self.summary.weights)

    @property
    def ways(self) -> tuple[Way, ...]:
        """The ways that one may lean now."""
        return () if self.is_emergency else self.summary.rule_set.ways

    @property
    def way(self) -> str:
        """The way that the person leans now, in words."""
        return next((way.words for way in self.ways if way.id == self.summary.way), "")

    @property
    def last_days(self) -> dict[str, date]:
        """The last days of the limits that are still to come, by name, the next one first; none where questions end."""
        today = self.summary.sheet.today
        days = {name: day for name, day in self.summary.dates.items() if day and day >= today}
        return {} if self.ended else dict(sorted(days.items(), key=lambda one: one[1]))

    @cached_property
    def counted(self) -> str:
        """When it was made and to which day days are counted; on the edge of a limit, that this differs elsewhere."""
        sheet = self.summary.sheet
        if self.is_emergency:
            return _("Made on %(day)s, %(zone)s.") % {
                "day": self.summary.edition.language.say_day(sheet.today),
                "zone": clock.zone_name(),
            }
        made = {"day": self.summary.edition.language.say_day(sheet.today), "zone": clock.zone_name()}
        if sheet.end != sheet.today:
            return _("Made on %(day)s, %(zone)s. Days are counted up to the procedure.") % made
        said = _("Made on %(day)s, %(zone)s; days are counted up to then.") % made
        if any(0 <= (sheet.today - day).days <= 1 for day in self.summary.ends_of_limits):
            depends = _("It is the last day of a limit or the day after it: which one depends on where you are.")
            return f"{said} {depends}"
        return said

    @cached_property
    def facts(self) -> list[Row]:
        """What a doctor looks for first, answered or not; where the questions ended early, only what was answered."""
        rule_set = self.summary.rule_set
        named = rule_set.in_an_emergency if self.is_emergency else rule_set.for_the_doctor
        facts = [fact for fact in named if fact in self._asked]
        return [self.row(fact) for fact in facts if not self.ended or fact.id in self.summary.sheet.answers]

    @cached_property
    def _asked(self) -> tuple[Fact, ...]:
        return self.summary.rule_set.asked(self.summary.sheet)

    def row(self, fact: Fact) -> Row:
        """The question and its answer, or that it was not answered, or not even asked."""
        answer = self.summary.sheet.answers.get(fact.id)
        none = NOT_ANSWERED if fact in self._asked else NOT_ASKED
        words = self.summary.edition.say(fact, answer, self.summary.someone_else) or _(none)
        return Row(fact, words, self._count(fact, answer))

    def _count(self, fact: Fact, answer: Answer | None) -> str:
        """How many days a date of a window lies back: "17 days up to today"."""
        if answer in (None, UNSURE) or fact.id not in {window.fact for window in self.summary.rule_set.windows}:
            return ""
        sheet = self.summary.sheet
        days = sheet.days(fact.id)
        if days.first != days.last:
            return ""
        number = (sheet.end - days.first).days
        said = _("%(days)s up to today") if sheet.end == sheet.today else _("%(days)s up to the procedure")
        return said % {"days": self.summary.edition.language.say_days(number)}

    @cached_property
    def points(self) -> list[Point]:
        """The points in the rule set's order."""
        findings = [(finding, finding.rule) for finding in self.summary.findings]
        return [self._point(finding, rule) for finding, rule in findings if isinstance(rule, Criterion)]

    @property
    def points_folded(self) -> list[Point]:
        """Those that fit: they would stand in the way of the others, and where all fit, of what to ask and weigh."""
        return [point for point in self.points if point.drawn_as == Status.MET]

    @property
    def points_to_see(self) -> list[Point]:
        return [point for point in self.points if point not in self.points_folded]

    def _point(self, finding: Finding, rule: Criterion) -> Point:
        found = tuple(self.row(self.summary.rule_set.fact(fact)) for fact in rule.answers)
        telling = self._telling(finding, rule, found)
        others = (one.words for one in rule.instead if self.summary.sheet.holds(one.condition))
        other = next(others, NO_WORDS).voice(self.summary.someone_else)
        return Point(rule, self._voice(rule), finding.status, found, telling, self._until(rule), other)

    def _telling(self, finding: Finding, rule: Criterion, found: tuple[Row, ...]) -> tuple[Row, ...]:
        """The answers that made the status: of many signs, those that are there, or else those not known.

        Where so many of them are wanted, those that are there are told beside those not known.
        """
        wanted = {Status.MET: Truth.YES, Status.NOT_MET: Truth.NO, Status.UNKNOWN: Truth.UNKNOWN}[finding.status]
        met = finding.status is Status.MET
        several = isinstance(rule.condition, Some) or (isinstance(rule.condition, All) and not met)
        parts = _flat(rule.condition) if several and len(found) > 1 else ()
        facts = {fact for part in parts if part.truth(self.summary.sheet) is wanted for fact in part.facts}
        if finding.status is Status.UNKNOWN:
            counted = (leaf for part in _some_of_many(rule.condition) for leaf in part.parts)
            facts |= {fact for leaf in counted if leaf.truth(self.summary.sheet) is Truth.YES for fact in leaf.facts}
        return tuple(row for row in found if row.fact.id in facts) or found

    def _until(self, rule: Criterion) -> str:
        """The last day of a limit, in a sentence."""
        window = next((one for one in self.summary.rule_set.windows if one.criterion is rule), None)
        day = None if window is None else self.summary.dates[window.name]
        if window is None or day is None:
            return ""
        said = self.summary.edition.language.say_day(day)
        if self.summary.may_end_later(window):
            return _("For this point, the days count to %(day)s or later.") % {"day": said}
        if day < self.summary.sheet.today:
            return _("For this point, the days counted to %(day)s.") % {"day": said}
        return _("For this point, the days count to %(day)s.") % {"day": said}

    @cached_property
    def reasons(self) -> list[Reason]:
        """What decided the outcome."""
        return [self._reason(finding) for finding in self.summary.because]

    @property
    def to_sort_out(self) -> list[Reason]:
        """The first of what decided it, where points did; what gates raise is told above the outcome already."""
        ladder = self.summary.rule_set.ladder
        by_points = self.summary.outcome in (ladder.unknown, ladder.can_change, ladder.does_not_fit)
        return self.reasons[:MOST_TO_SORT_OUT] if by_points else []

    def _reason(self, finding: Finding) -> Reason:
        rule, title = finding.rule, self._voice(finding.rule)
        if isinstance(rule, Criterion):
            point = next(point for point in self.points if point.rule is rule)
            ours = f" {rule.ours}" if finding.status is Status.NOT_MET and rule.ours else ""
            return Reason(title, point.status_words, point.said, f"{rule.limit}{ours}")
        answers = "; ".join(self.row(self.summary.rule_set.fact(fact)).line for fact in rule.answers)
        unknown = finding.status is Status.UNKNOWN
        return Reason(title, _(STATUS_WORDS[Status.UNKNOWN]) if unknown else _("Comes first"), answers, "")

    def _voice(self, rule: Rule) -> str:
        return rule.title.voice(self.summary.someone_else)

    @property
    def raised_without_boxes(self) -> list[str]:
        """What gates raise that is not a box, such as cancer with pain that gets worse."""
        raised = [finding.rule for finding in self.summary.raised]
        return [self._voice(rule) for rule in raised if not isinstance(rule.condition, Ticked)]


def _some_of_many(condition: Condition) -> Iterator[AtLeast]:
    return (part for part in getattr(condition, "parts", ()) if isinstance(part, AtLeast))


def _flat(condition: Condition) -> Iterator[Condition]:
    """The parts of a condition, and where one is made of parts itself, those."""
    for part in getattr(condition, "parts", ()):
        yield from (_flat(part) if isinstance(part, Several) else (part,))


def _weighed(pair: Priority, lean: Lean) -> Weighed:
    toward, other = pair.toward(lean) or pair.ends
    if lean is Lean.UNSURE:
        both = _("%(end)s, or %(other)s") % {"end": toward.words, "other": other.words}
        return Weighed(sentence(both), _("not sure"))
    if lean is Lean.MIDDLE:
        how = _("as much as %(other)s")
    else:
        how = _("much more than %(other)s") if lean.is_far else _("a little more than %(other)s")
    return Weighed(sentence(toward.words), how % {"other": other.words})


def sentence(words: str) -> str:
    """The words with a capital letter."""
    return words[0].upper() + words[1:]
