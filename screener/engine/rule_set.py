"""What a rule set is made of: points and gates, their findings and outcomes, notes, steps and questions."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property, lru_cache

from screener.engine.facts import (
    NO_WORDS,
    UNSURE,
    Answer,
    AnswerError,
    Answers,
    Condition,
    Fact,
    Kind,
    Sheet,
    Threshold,
    Words,
)
from screener.engine.logic import NO, UNKNOWN, YES, Truth
from screener.engine.priorities import End, Priority, Way


@dataclass(frozen=True, order=True)
class Outcome:
    """What a summary can come to: the result is the one of greatest rank among all findings."""

    rank: int
    id: str = field(compare=False)
    ends_the_questions: bool = field(default=False, compare=False)


class Status(StrEnum):
    """How a criterion stands."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"


STATUS = {YES: Status.MET, NO: Status.NOT_MET, UNKNOWN: Status.UNKNOWN}


@dataclass(frozen=True)
class Instead:
    """Words in the place of the usual ones where the condition is yes; `when` names it for those who read the rules."""

    condition: Condition
    when: str
    words: Words = NO_WORDS
    meaning: Words = NO_WORDS

    @property
    def example(self) -> str:
        return " ".join(_with_dots(one) for one in (self.words, self.meaning) if one != NO_WORDS)


def _with_dots(words: Words) -> str:
    """The words, with dots for what the answers would fill in."""
    return re.sub(r"\{\w+\}", "…", words.you)


@dataclass(frozen=True, eq=False)
class Criterion:
    """A point a clinic looks at: what it comes to is told by the rule set's `Ladder`, unless it has its own `if_not`.

    `limit` is the source's, `ours` what this site adds to it, `unclear` when it stays unknown, `does_not_fit` when not.
    `instead` has words in the place of fits, does not fit and not known, where these would mislead.
    """

    id: str
    title: Words
    condition: Condition
    limit: str
    unclear: str
    why: str
    elsewhere: str
    source: str
    answers: tuple[str, ...]
    ours: str = ""
    does_not_fit: str = "all else."
    if_not: Outcome | None = None
    can_change: Condition | None = None
    instead: tuple[Instead, ...] = ()

    @cached_property
    def facts(self) -> frozenset[str]:
        return self.condition.facts | (self.can_change.facts if self.can_change else frozenset())

    def met(self, sheet: Sheet) -> Truth:
        return sheet.truth(self.condition)


@dataclass(frozen=True, eq=False)
class Gate:
    """What comes before the points: yes gives `outcome`, unknown means that facts are missing.

    `first` says why it comes first, who must know, and by when, where no ticked box says so (Option.first).
    """

    id: str
    title: Words
    condition: Condition
    outcome: Outcome
    source: str
    answers: tuple[str, ...]
    first: str = ""

    @property
    def facts(self) -> frozenset[str]:
        return self.condition.facts

    def met(self, sheet: Sheet) -> Truth:
        """Whether one may pass."""
        return ~sheet.truth(self.condition)


Rule = Criterion | Gate


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule says of a sheet: its status and the least that the outcome can be."""

    rule: Rule
    status: Status
    outcome: Outcome


@dataclass(frozen=True)
class Ladder:
    """All outcomes of a rule set, mildest first, by the part they play.

    The points give the first four: all fit, one is unknown, the only ones not met can change, one does not fit.
    Gates give the others: `raise_first` what the doctor must be told before all else, `emergency` the greatest.
    """

    fits: Outcome
    unknown: Outcome
    can_change: Outcome
    does_not_fit: Outcome
    raise_first: Outcome
    others: tuple[Outcome, ...]
    emergency: Outcome

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        points = (self.fits, self.unknown, self.can_change, self.does_not_fit)
        return tuple(sorted((*points, self.raise_first, *self.others, self.emergency)))


@dataclass(frozen=True)
class Window:
    """A limit in days that runs from the day of a fact, up to the day to which the sheet counts.

    `name` is what texts call its last day, {fracture_window_ends}; `days_left` and `counts_from` what they call the
    days until then and the first day from which a new one would count, where a text may say these. `event` is what
    its last day is called in a calendar. The last day is not told where `applies` is no, nor where there is no limit.
    """

    name: str
    fact: str
    criterion: Criterion
    threshold: Threshold | None
    event: str
    applies: Condition | None = None
    days_left: str = ""
    counts_from: str = ""


@dataclass(frozen=True)
class Roles:
    """The parts that facts and notes play. Whoever draws a rule set knows these, and no id of a fact or note.

    `asked_first` has the signs that cannot wait, and goes before everything. `tell_first` are boxes that the doctor
    must hear of before a procedure is spoken of, `talk_about` those to speak of too. `call_today` is the note that
    sends to a doctor today, and `call_today_fact` what to look at again if no sign of `asked_first` called for it.
    `counted_to` is the day to which all days are counted; `day_unknown` is said while it is not known.
    `for_the_doctor` has the ids of what a doctor reads first, in that order, and `in_an_emergency` those of what the
    team there needs to know; `write_in` what no question asks for;
    `on_a_chart` those that a clinic's link may fill in.
    """

    asked_first: Fact
    for_the_doctor: tuple[str, ...]
    in_an_emergency: tuple[str, ...] = ()
    tell_first: Fact | None = None
    talk_about: Fact | None = None
    call_today: "Note | None" = None
    call_today_fact: Fact | None = None
    someone_else: Condition | None = None
    in_hospital: Condition | None = None
    counted_to: str = ""
    day_unknown: str = ""
    write_in: tuple[str, ...] = ()
    on_a_chart: tuple[str, ...] = ()

    @property
    def boxes_to_talk_about(self) -> tuple[Fact, ...]:
        return tuple(fact for fact in (self.tell_first, self.talk_about) if fact is not None)


@dataclass(frozen=True)
class Note:
    """Something to be said when its condition is yes: beside the outcome, or above it if it is a `first` one.

    It is not said with the outcomes of `not_with`.
    """

    id: str
    when: str
    condition: Condition
    words: Words
    source: str = ""
    first: bool = False
    not_with: tuple[Outcome, ...] = ()
    instead: tuple[Instead, ...] = ()

    @property
    def example(self) -> str:
        return _with_dots(self.words)


@dataclass(frozen=True, eq=False)
class OnlyNotMet:
    """This criterion is the only one of all that is not met."""

    criterion: Criterion
    among: tuple[Criterion, ...]

    @property
    def facts(self) -> frozenset[str]:
        return frozenset().union(*(criterion.facts for criterion in self.among))

    def truth(self, sheet: Sheet) -> Truth:
        not_met = [one for one in self.among if sheet.truth(one.condition) is NO]
        return YES if not_met == [self.criterion] else NO


@dataclass(frozen=True)
class DoctorQuestion:
    """A question for the doctor, the cues that call for it and those that bar it; `always` ones need no call."""

    id: str
    group: str
    words: Words
    cues: frozenset[str] = frozenset()
    unless: frozenset[str] = frozenset()
    always: bool = False


@dataclass(frozen=True)
class Step:
    """Something to do next, in these outcomes, when all its cues are there and its condition, if any, is yes.

    `words` may hold {fracture_window_ends} and its like.
    """

    words: Words
    outcomes: tuple[Outcome, ...]
    cues: frozenset[str] = frozenset()
    condition: Condition | None = None
    for_screen: bool = False
    instead: tuple[Instead, ...] = ()

    @property
    def example(self) -> str:
        return _with_dots(self.words)


@dataclass(frozen=True)
class OutcomeWords:
    """An outcome in one sentence, and what it means; `settled` is the sentence when nothing is left to find out.

    `worked` names the worked patient whose guide shows it, the fullest with this outcome.
    """

    outcome: Outcome
    sentence: Words
    meaning: Words
    when: str
    worked: str = ""
    settled: Words | None = None
    settled_meaning: Words | None = None
    instead: tuple[Instead, ...] = ()


@dataclass(frozen=True)
class Claim:
    """What speaks for or against, below the name of its side, and the ids of its sources.

    It is said to nobody to whom `unless` is yes and, if there is an `only`, to nobody else than to whom that is yes;
    `whose` names them for those who read the rules. A chance in the words is drawn as so many `of_100`, or from so many
    up to so many, and points of a scale as so many `of_10`.
    """

    side: str
    words: str
    sources: tuple[str, ...] = ()
    of_100: tuple[int, ...] = ()
    of_10: int = 0

    @property
    def is_drawn(self) -> bool:
        return bool(self.of_100 or self.of_10)

    unless: Condition | None = None
    only: Condition | None = None
    whose: str = ""


@dataclass(frozen=True)
class About:
    """What a rule set is, for those who read what comes of it.

    `name` is how a sentence speaks of it; `source` says where its points come from, as they stood on a day (`as_of`).
    `points` stands over the points, and `whose` at the foot of a guide. The page of all rules begins with `lead`; below
    the points it says what they are called elsewhere (`named`), and then how days are counted (`counted`), what its
    boxes lead to (`boxes`, with {number} for how many of the first are an emergency) and what it cannot see (`blind`).
    `link` leads to it from another rule set, `is_and_is_not` stands above all that it says then. In a guide for another
    one it is a box under `box`, with the questions of the group `own_questions`.
    """

    name: str
    source: str
    as_of: str
    points: str
    whose: str
    lead: str
    counted: str
    boxes: str
    blind: tuple[str, ...]
    named: str = ""
    link: str = ""
    is_and_is_not: tuple[str, ...] = ()
    box: str = ""
    own_questions: str = ""


@dataclass(frozen=True)
class Difference:
    """Where a rule set parts from the main one, and why, in one sentence.

    `here` and `there` are the points of the two on one matter, where they have one; that of the main rule set by its
    id. It is said to a person where these two come to something else, or where `when` is yes.
    """

    matter: str
    words: str
    here: Criterion | None = None
    there: str = ""
    when: Condition | None = None


@dataclass(frozen=True)
class HelpLine:
    """Whom to call (`link` may be empty), and for which signs. `in_hospital` is the one that comes first there."""

    call: str
    link: str
    signs: tuple[str, ...]
    source: str
    in_hospital: bool = False


@dataclass(frozen=True)
class Phrases:
    """How a rule set says what calls for a question to the doctor; {…} stands for what that is said of."""

    fits: str = "“{point}” fits."
    does_not_fit: str = "“{point}” does not fit."
    is_not_known: str = "“{point}” is not known."
    ticked: str = "{fact}: {option}."
    not_sure: str = "{fact}: not sure."
    not_so: str = "Not so: {when}"
    date_known: str = "The day of the procedure is known."
    date_not_known: str = "The day of the procedure is not known."
    nothing_to_find_out: str = "Nothing is left to find out."
    something_to_find_out: str = "Something is left to find out."
    settled: str = "When only a clinician can decide what is open:"
    to_find_out: str = "{fact}: still to find out."
    matters: str = "It matters much: {priority}."
    always: str = "Always."
    unless: str = "Unless: {what}."


def _called_by(question: DoctorQuestion, words: Mapping[str, str], say: Phrases) -> list[str]:
    return [say.always] if question.always else [said for cue, said in words.items() if cue in question.cues]


def _barred_by(question: DoctorQuestion, words: Mapping[str, str], say: Phrases) -> list[str]:
    barred = [said.rstrip(".") for cue, said in words.items() if cue in question.unless]
    return [say.unless.format(what="; ".join(barred))] if barred else []


def cues(*names: str) -> frozenset[str]:
    """The names of what calls for a question or a step. See Summary.cues."""
    return frozenset(names)


@dataclass(frozen=True, eq=False)
class RuleSet:
    """A rule set, whole: a declaration to be read from top to bottom, as in screener/rule_sets/clinic/.

    `also_read` are facts that only other rule sets ask for: an answer to one is checked, and changes nothing here.
    `title` is that of the guide for the visit, and `title_alone` its title where nothing is known of its subject.
    `version` is the day of its last change.
    """

    id: str
    version: str
    about: About
    title: str
    roles: Roles
    ladder: Ladder
    windows: tuple[Window, ...]
    thresholds: tuple[Threshold, ...]
    facts: tuple[Fact, ...]
    also_read: tuple[Fact, ...]
    gates: tuple[Gate, ...]
    criteria: tuple[Criterion, ...]
    notes: tuple[Note, ...]
    outcomes: tuple[OutcomeWords, ...]
    steps: tuple[Step, ...]
    doctor_questions: tuple[DoctorQuestion, ...]
    help_lines: tuple[HelpLine, ...]
    priorities: tuple[Priority, ...]
    before_you_decide: tuple[Claim, ...]
    differences: tuple[Difference, ...] = ()
    title_alone: str = ""
    ways: tuple[Way, ...] = ()
    phrases: Phrases = Phrases()
    _by_id: dict[str, Fact] = field(init=False)

    def __post_init__(self) -> None:
        read = self.facts + self.also_read
        object.__setattr__(self, "_by_id", {fact.id: fact for fact in read})
        rules = self.gates + self.criteria
        for things in (
            self.thresholds,
            read,
            rules,
            self.notes,
            self.doctor_questions,
            self.priorities,
            self.ends,
            self.ways,
        ):
            _refuse_duplicates([thing.id for thing in things])
        _refuse_duplicates([window.name for window in self.windows])
        for condition in self._conditions():
            if unknown := condition.facts - self._by_id.keys():
                raise ValueError(f"The rule set {self.id} speaks of facts it does not have: {sorted(unknown)}.")
        counted = {window.fact for window in self.windows} | ({self.roles.counted_to} - {""})
        with_roles = {*self.roles.for_the_doctor, *self.roles.in_an_emergency, *self.roles.on_a_chart}
        if missing := {*with_roles, *counted} - self._by_id.keys():
            raise ValueError(f"The rule set {self.id} gives roles to facts it does not have: {sorted(missing)}.")
        if strangers := sorted(self._played_by_strangers()):
            raise ValueError(f"The rule set {self.id} gives roles to what is not in its own lists: {strangers}.")
        if self.ladder.emergency not in {gate.outcome for gate in self.gates}:
            raise ValueError(f"The rule set {self.id} has no gate that leads to {self.ladder.emergency.id}.")
        if self.facts[0] is not self.roles.asked_first:
            raise ValueError(f"The rule set {self.id} must ask {self.roles.asked_first.id} first.")
        if [words.outcome for words in self.outcomes] != [*reversed(self.ladder.outcomes)]:
            raise ValueError(f"The rule set {self.id} must word every outcome, the gravest first.")
        calling: tuple[Step | DoctorQuestion, ...] = (*self.steps, *self.doctor_questions)
        named = frozenset[str]().union(*(one.cues for one in calling), *(one.unless for one in self.doctor_questions))
        if unknown := named - self._possible_cues().keys():
            raise ValueError(f"The rule set {self.id} waits for cues that cannot come: {sorted(unknown)}.")

    def _played_by_strangers(self) -> set[str]:
        """What has a role here and is not asked, said or found: a call today that is no note would never be made."""
        roles = self.roles
        asked = {fact.id for fact in (roles.asked_first, *roles.boxes_to_talk_about, roles.call_today_fact) if fact}
        said = {note.id for note in (roles.call_today,) if note}
        found = {window.criterion.id for window in self.windows}
        return (
            (asked - {fact.id for fact in self.facts})
            | (said - {note.id for note in self.notes})
            | (found - {criterion.id for criterion in self.criteria})
        )

    def _conditions(self) -> Iterator[Condition | Rule]:
        yield from self.rules
        yield from (note.condition for note in self.notes)
        yield from (step.condition for step in self.steps if step.condition is not None)
        for claim in self.before_you_decide:
            yield from (one for one in (claim.unless, claim.only) if one is not None)
        wording: tuple[Criterion | Note | Step | OutcomeWords, ...]
        wording = (*self.criteria, *self.notes, *self.steps, *self.outcomes)
        yield from (other.condition for one in wording for other in one.instead)
        yield from (fact.asked_if for fact in self.facts if fact.asked_if is not None)
        yield from (criterion.can_change for criterion in self.criteria if criterion.can_change is not None)
        yield from (window.applies for window in self.windows if window.applies is not None)
        yield from (one.when for one in self.differences if one.when is not None)
        yield from (one for one in (self.roles.someone_else, self.roles.in_hospital) if one is not None)

    def _possible_cues(self) -> dict[str, str]:
        """Every cue that can come, with what it is in words."""
        say = self.phrases
        statuses = {Status.MET: say.fits, Status.NOT_MET: say.does_not_fit, Status.UNKNOWN: say.is_not_known}
        points = {
            f"{one.id}:{status}": words.format(point=one.title.you)
            for one in self.criteria
            for status, words in statuses.items()
        }
        ticked = {
            f"{fact.id}:{option.value}": say.ticked.format(fact=fact.label, option=option.words.you)
            for fact in self.facts
            for option in fact.options
        }
        unsure = {
            f"{fact.id}:{UNSURE}": say.not_sure.format(fact=fact.label) for fact in self.facts if fact.may_be_unsure
        }
        return {
            **{f"outcome:{words.outcome.id}": words.when for words in self.outcomes},
            **points,
            **{f"note:{note.id}": note.when for note in self.notes},
            **{f"no_note:{note.id}": say.not_so.format(when=note.when) for note in self.notes},
            "procedure:date": say.date_known,
            "procedure:no_date": say.date_not_known,
            "find_out:nothing": say.nothing_to_find_out,
            "find_out:something": say.something_to_find_out,
            **{f"find_out:{fact.id}": say.to_find_out.format(fact=fact.label) for fact in self.facts},
            **ticked,
            **unsure,
            **{f"matters:{end.id}": say.matters.format(priority=end.words) for end in self.ends},
        }

    @property
    def questions_called(self) -> list[tuple[DoctorQuestion, list[str]]]:
        """Every question for the doctor, those that matter most first, with what calls for it in words."""
        words = self._possible_cues()
        say = self.phrases
        return [(one, [*_called_by(one, words, say), *_barred_by(one, words, say)]) for one in self.doctor_questions]

    @property
    def ends(self) -> tuple[End, ...]:
        """All that a person may lean toward."""
        return tuple(end for pair in self.priorities for end in pair.ends)

    @property
    def rules(self) -> tuple[Rule, ...]:
        return self.gates + self.criteria

    def find(self, rule: Rule, sheet: Sheet) -> Finding:
        """What the rule says of a sheet."""
        met = rule.met(sheet)
        if met is NO and isinstance(rule, Criterion) and rule.can_change and rule.can_change.truth(sheet) is YES:
            return self._can_change[rule]
        return self._findings[rule][met]

    @cached_property
    def _findings(self) -> dict[Rule, dict[Truth, Finding]]:
        """All that each rule can say, by whether it is met: made once, and the same for every sheet."""
        return {rule: self._findings_of(rule) for rule in self.rules}

    def _findings_of(self, rule: Rule) -> dict[Truth, Finding]:
        outcomes = {YES: self.ladder.fits, UNKNOWN: self.ladder.unknown, NO: self._if_not(rule)}
        return {met: Finding(rule, STATUS[met], outcome) for met, outcome in outcomes.items()}

    def _if_not(self, rule: Rule) -> Outcome:
        return rule.outcome if isinstance(rule, Gate) else rule.if_not or self.ladder.does_not_fit

    @cached_property
    def _can_change(self) -> dict[Rule, Finding]:
        return {rule: Finding(rule, Status.NOT_MET, self.ladder.can_change) for rule in self.criteria}

    def outcomes_of(self, rule: Rule) -> tuple[Outcome, ...]:
        """What a rule can come to beside that all fits."""
        can_change = isinstance(rule, Criterion) and rule.can_change is not None
        return (self.ladder.unknown, *([self.ladder.can_change] if can_change else []), self._if_not(rule))

    @property
    def emergency(self) -> Gate:
        """The gate that outranks all else."""
        return max(self.gates, key=lambda gate: gate.outcome)

    @cached_property
    def for_the_doctor(self) -> list[Fact]:
        """What a doctor reads first, in that order."""
        return [self.fact(fact) for fact in self.roles.for_the_doctor]

    @cached_property
    def in_an_emergency(self) -> list[Fact]:
        """What the team needs to know where help cannot wait."""
        return [self.fact(fact) for fact in self.roles.in_an_emergency]

    @property
    def first_facts(self) -> tuple[Fact, ...]:
        """The questions with boxes that come before the points."""
        named = dict.fromkeys(fact for gate in self.gates for fact in gate.answers)
        return tuple(self.fact(fact) for fact in named if self.fact(fact).kind is Kind.MANY)

    @property
    def raised_beside_stops(self) -> list[tuple[Gate, list[str]]]:
        """What comes first for some of a question's boxes, which are given in words, or for several answers at once."""
        found = []
        for gate in self.gates:
            ticked = {*getattr(gate.condition, "values", ())}
            options = [one for fact in map(self.fact, gate.answers) for one in fact.options if one.value in ticked]
            whole = len(gate.answers) == 1 and len(options) == len(self.fact(gate.answers[0]).options)
            if gate.outcome == self.ladder.raise_first and not whole:
                found.append((gate, [one.words.you for one in options]))
        return found

    @cached_property
    def with_boxes(self) -> frozenset[str]:
        """The ids of the questions that have boxes, of which several may be ticked."""
        return frozenset(fact.id for fact in self.facts if fact.kind is Kind.MANY)

    @property
    def question_groups(self) -> dict[str, list[DoctorQuestion]]:
        """All questions for the doctor under the titles of their groups."""
        groups: dict[str, list[DoctorQuestion]] = {}
        for question in self.doctor_questions:
            groups.setdefault(question.group, []).append(question)
        return groups

    @property
    def boxes_lead_to(self) -> str:
        """What its boxes lead to, in words."""
        signs = self.emergency.condition
        return self.about.boxes.format(number=len(getattr(signs, "values", ())))

    @property
    def source_ids(self) -> frozenset[str]:
        """Every source that the rule set names."""
        options = [option for fact in self.facts for option in fact.options]
        declared = (*self.thresholds, *self.facts, *self.rules, *self.notes, *self.help_lines)
        naming = (*declared, *options, self.about)
        of_claims = (source for claim in self.before_you_decide for source in claim.sources)
        return frozenset((*(one.source for one in naming if one.source), *of_claims))

    @cached_property
    def by_slug(self) -> dict[str, Fact]:
        """The questions by their names in addresses."""
        return {fact.slug: fact for fact in self.facts}

    def fact(self, fact_id: str) -> Fact:
        """The fact of that id. Raises KeyError."""
        return self._by_id[fact_id]

    def reads(self, facts: Iterable[Fact]) -> bool:
        """Whether it knows all of these facts."""
        return {fact.id for fact in facts} <= self._by_id.keys()

    def read(self, given: object, today: date) -> dict[str, Answer]:
        """Answers from outside, checked. None is unanswered. Raises AnswerError, which names the fact."""
        if not isinstance(given, Mapping):
            raise AnswerError("answers", "must be an object of facts")
        for name in given:
            if name not in self._by_id:
                raise AnswerError(f"{name!s:.60}", "is not a fact")
        read = self.facts + self.also_read
        return {fact.id: fact.read(given[fact.id], today) for fact in read if given.get(fact.id) is not None}

    def sheet(self, answers: Answers, today: date) -> Sheet:
        """Checked answers on a day."""
        return Sheet(self._conditional, answers, today, self.roles.counted_to)

    @cached_property
    def _conditional(self) -> tuple[Fact, ...]:
        return tuple(fact for fact in self.facts if fact.asked_if is not None)

    def ends_the_questions(self, sheet: Sheet) -> bool:
        """Whether its outcome is one after which nothing more is asked. Looks only at the rules that can give one."""
        return any(self.find(rule, sheet).outcome.ends_the_questions for rule in self._rules_that_end)

    @cached_property
    def _rules_that_end(self) -> tuple[Rule, ...]:
        return tuple(rule for rule in self.rules if max(self.outcomes_of(rule)).ends_the_questions)

    def asked(self, sheet: Sheet) -> tuple[Fact, ...]:
        """The facts that a sheet asks for, in order."""
        return self._facts_without(frozenset(sheet.not_asked))

    @cached_property
    def _facts_without(self) -> Callable[[frozenset[Fact]], tuple[Fact, ...]]:
        """Few sets of facts come up, and each again and again."""
        return lru_cache(maxsize=64)(lambda left_out: tuple(fact for fact in self.facts if fact not in left_out))


def _refuse_duplicates(ids: list[str]) -> None:
    if len(ids) != len(set(ids)):
        raise ValueError(f"An id stands twice in {ids}.")
