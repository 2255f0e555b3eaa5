"""A summary laid out for reading: the same rows feed the page, the printed guide and the command line."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from screener.engine.conditions import All, Some, Ticked
from screener.engine.facts import UNSURE, Answer, Fact, Option, say_day
from screener.engine.logic import Truth
from screener.engine.priorities import Weighed, in_own_order
from screener.engine.rule_set import Claim, Criterion, Finding, Gate, Note, Outcome, Status
from screener.engine.summary import Summary
from screener.rule_sets.clinic import CAUTIONS, STOPS, URGENT_SIGNS
from web import clock

STATUS_WORDS = {Status.MET: "Fits", Status.NOT_MET: "Does not fit", Status.UNKNOWN: "Not known"}
MARKS = {Status.MET: "✓", Status.NOT_MET: "✗", Status.UNKNOWN: "?"}
# As many characters as a message to a clinic through its portal often may have.
SHORT = 1_000
CUT_SHORT = "Cut short: the guide has more."
NOT_ANSWERED = "Not answered"
# What a doctor looks for first, in the order in which a doctor reads.
FOR_THE_DOCTOR = (
    "level",
    "in_hospital",
    "cause",
    "pain_began",
    "scan",
    "scan_date",
    "scan_new_break",
    "pain_score",
    "pain_trend",
    "daily_tasks",
    "care_tried",
    "procedure_date",
    "stops",
    "cautions",
)
SKIPPED = "Skipped"
# Said in another place while there is an emergency, or by the lines that come first.
NOT_BESIDE_911 = frozenset(
    {"call_today", "cancer_team", "raise_cautions", "pain_easing", "in_hospital", "time_running"}
)
# Of a procedure for adults: nothing of it is for a child.
NOT_FOR_A_CHILD = frozenset(
    {"pain_easing", "past_window", "older_break_still_new", "scan_too_old_by_then", "time_running", "no_hurry"}
)
SIGNS_FIRST = "Before all else: answer the question on urgent signs. Some of them cannot wait."


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


@dataclass(frozen=True)
class Point:
    """A point a clinic looks at, beside the person's own answers."""

    id: str
    title: str
    status: Status
    rows: tuple[Row, ...]
    telling: tuple[Row, ...]
    limit: str
    ours: str
    until: str
    source: str

    @property
    def status_words(self) -> str:
        return STATUS_WORDS[self.status]

    @property
    def mark(self) -> str:
        return MARKS[self.status]

    @property
    def said(self) -> str:
        """The answers that tell, in one line."""
        return "; ".join(row.line for row in self.telling)


def rows(answers: Mapping[str, Answer | None], asked: Iterable[Fact], someone_else: bool) -> list[Row]:
    """Every question of those asked that was answered or skipped, in their order."""
    return [
        Row(fact, SKIPPED if answers[fact.id] is None else fact.words_for(answers[fact.id], someone_else))
        for fact in asked
        if fact.id in answers
    ]


def points(summary: Summary) -> list[Point]:
    """The points in the rule set's order."""
    return [
        _point(summary, finding, finding.rule) for finding in summary.findings if isinstance(finding.rule, Criterion)
    ]


def ticked(summary: Summary, fact: Fact) -> list[str]:
    """The boxes that are ticked in a question with many, in words."""
    return [option.words.voice(summary.someone_else) for option in _ticked_options(summary, fact)]


def _ticked_options(summary: Summary, fact: Fact) -> list[Option]:
    answer = summary.sheet.known(fact.id)
    return [option for option in fact.options if option.value in (answer if isinstance(answer, tuple) else ())]


@dataclass(frozen=True)
class First:
    """Something to be read before all else: what it is, and why, who must know, and by when."""

    what: str
    why: str = ""

    @property
    def line(self) -> str:
        return f"{self.what}. {self.why}" if self.why else self.what


@dataclass(frozen=True)
class Reason:
    """A finding that decided the outcome: which, how it stands, the answers behind it, and the limit."""

    title: str
    status_words: str
    said: str
    limit: str


@dataclass(frozen=True)
class Guide:
    """All the words of a summary, in the right voice. Page, paper and text show these and no others."""

    summary: Summary
    today: date
    someone_else: bool
    ended: bool
    in_hospital: bool
    procedure_known: bool
    first: list[First]
    sentence: str
    meaning: str
    urgent: list[str]
    stops: list[str]
    cautions: list[str]
    reasons: list[Reason]
    next_steps: tuple[str, ...]
    paper_steps: tuple[str, ...]
    facts: list[Row]
    notes: list[str]
    to_find_out: tuple[Fact, ...]
    points: list[Point]
    questions: list[str]
    matters: tuple[Weighed, ...]
    calls_today: bool
    claims: tuple[Claim, ...]
    counted: str
    to_talk_about: tuple[Fact, ...] = (STOPS, CAUTIONS)
    no_date: str = (
        "No date for a procedure is known. The clinic counts to the day of the procedure, so the days go on counting."
    )

    @property
    def last_days(self) -> dict[str, date]:
        """The last days of the limits that are still to come, by name, the next one first; none where questions end."""
        days = {name: day for name, day in vars(self.summary.dates).items() if day and day >= self.today}
        return {} if self.ended else dict(sorted(days.items(), key=lambda one: one[1]))

    @property
    def weighed(self) -> list[Weighed]:
        """What the person said about what matters."""
        return [matter for matter in self.matters if matter.importance]


def lay_out(summary: Summary) -> Guide:
    """A summary in words. Nothing stands above a sign that needs 911, and what matters then is help alone."""
    rule_set = summary.rule_set
    urgent = summary.outcome is Outcome.GET_HELP_NOW
    in_words = points(summary)
    return Guide(
        summary=summary,
        today=summary.sheet.today,
        someone_else=summary.someone_else,
        ended=summary.outcome.ends_the_questions,
        in_hospital=summary.sheet.known("in_hospital") == "yes",
        procedure_known=summary.sheet.known("procedure_date") is not None,
        first=[] if urgent else _first(summary),
        sentence=summary.sentence,
        meaning=summary.meaning,
        urgent=ticked(summary, URGENT_SIGNS),
        stops=ticked(summary, STOPS),
        cautions=ticked(summary, CAUTIONS),
        reasons=[_reason(summary, finding, in_words) for finding in summary.because],
        next_steps=summary.next_steps,
        paper_steps=tuple(summary.step_words(step) for step in summary.steps if not step.for_screen),
        facts=_for_the_doctor(summary),
        notes=[summary.note_words(note) for note in summary.notes if _is_beside(note, summary.outcome)],
        to_find_out=summary.to_find_out,
        points=in_words,
        questions=[question.words.voice(summary.someone_else) for question in summary.doctor_questions],
        matters=() if urgent else in_own_order(rule_set.priorities, summary.weights),
        calls_today=any(note.id == "call_today" for note in summary.notes),
        claims=summary.claims,
        counted=_counted(summary),
    )


def _is_beside(note: Note, outcome: Outcome) -> bool:
    """Whether a note stands with the others: what comes first does not, and less does beside 911 and for a child."""
    if outcome is Outcome.GET_HELP_NOW:
        return note.id not in NOT_BESIDE_911
    return not note.first and not (outcome is Outcome.ADULTS_ONLY and note.id in NOT_FOR_A_CHILD)


def _first(summary: Summary) -> list[First]:
    """What is to be read before the outcome: a call today, then what gates raise, then the other notes of that kind."""
    left_out = NOT_FOR_A_CHILD if summary.outcome is Outcome.ADULTS_ONLY else frozenset[str]()
    said = [note for note in summary.notes if note.first and note.id not in left_out]
    notes = {note.id: First(summary.note_words(note)) for note in said}
    call_today = notes.pop("call_today", None)
    raised = [first for finding in summary.raised for first in _raised(summary, finding)]
    signs = [First(SIGNS_FIRST)] if summary.sheet.known(URGENT_SIGNS.id) is None else []
    return [*signs, *([call_today] if call_today else []), *raised, *notes.values()]


def _raised(summary: Summary, finding: Finding) -> list[First]:
    """Each box that a gate raises, or the gate itself where it is not about boxes."""
    gate = finding.rule
    if isinstance(gate.condition, Ticked):
        boxes = summary.ticked_of(gate.condition)
        return [First(_sentence(option.said(summary.someone_else, brief=True)), option.first) for option in boxes]
    return [First(gate.title.voice(summary.someone_else), gate.first)] if isinstance(gate, Gate) else []


def _sentence(words: str) -> str:
    return words[0].upper() + words[1:]


def _counted(summary: Summary) -> str:
    """When it was made and to which day the days are counted; on the edge of a limit, that this differs elsewhere."""
    sheet = summary.sheet
    made = f"Made on {say_day(sheet.today)}, {clock.zone_name()}"
    if sheet.end != sheet.today:
        return f"{made}. Days are counted up to the procedure."
    said = f"{made}; days are counted up to then."
    if any(0 <= (sheet.today - day).days <= 1 for day in summary.ends_of_limits):
        return f"{said} It is the last day of a limit or the day after it: which one depends on where you are."
    return said


def _for_the_doctor(summary: Summary) -> list[Row]:
    """What was asked, answered or not; where the questions ended early, only what was answered."""
    asked = summary.rule_set.asked(summary.sheet)
    facts = [fact for fact in map(summary.rule_set.fact, FOR_THE_DOCTOR) if fact in asked]
    ended = summary.outcome.ends_the_questions
    return [_row(summary, fact) for fact in facts if not ended or fact.id in summary.sheet.answers]


def short_text(guide: Guide) -> str:
    """The guide in at most 1,000 characters, for a message. What comes first stands first, and what was ticked is never
    cut; it says if more is."""
    summary, who = guide.summary, " for someone else" if guide.someone_else else ""
    kept = [f"From a self-check{who} on {say_day(guide.today)}."]
    kept += [SIGNS_FIRST] if summary.sheet.known(URGENT_SIGNS.id) is None else []
    kept += [f"Needs a doctor today: {summary.called_by(note.condition)}." for note in _call_today(guide)]
    signs = [] if _call_today(guide) else [("Ticked", URGENT_SIGNS)]
    for title, fact in (*signs, ("Comes first", STOPS), ("To talk about", CAUTIONS)):
        said = [option.said(guide.someone_else, brief=True) for option in _ticked_options(summary, fact)]
        kept += [f"{title}: {'; '.join(said)}."] if said else []
    kept += [f"Comes first: {finding.rule.title.voice(guide.someone_else)}." for finding in _not_ticked(summary)]
    kept.append(f"It said: “{guide.sentence}”")
    facts = [row.line for row in guide.facts if row.fact not in guide.to_talk_about]
    for line in (*facts, *(f"Question: {question}" for question in guide.questions)):
        if len("\n".join([*kept, line, CUT_SHORT])) > SHORT:
            return "\n".join([*kept, CUT_SHORT])
        kept.append(line)
    return "\n".join(kept)


def _call_today(guide: Guide) -> list[Note]:
    """The note that a doctor must be called today; with a sign that needs 911 nothing slower is said."""
    if guide.summary.outcome is Outcome.GET_HELP_NOW:
        return []
    return [note for note in guide.summary.notes if note.id == "call_today"]


def _not_ticked(summary: Summary) -> list[Finding]:
    """What gates raise that is not a box, such as cancer with pain that gets worse."""
    return [finding for finding in summary.raised if not isinstance(finding.rule.condition, Ticked)]


def _reason(summary: Summary, finding: Finding, in_words: list[Point]) -> Reason:
    rule = finding.rule
    title = rule.title.voice(summary.someone_else)
    if isinstance(rule, Criterion):
        point = next(point for point in in_words if point.id == rule.id)
        ours = f" {rule.ours}" if finding.status is Status.NOT_MET and rule.ours else ""
        return Reason(title, point.status_words, point.said, f"{rule.limit}{ours}")
    answers = "; ".join(_row(summary, summary.rule_set.fact(fact)).line for fact in rule.answers)
    status = STATUS_WORDS[Status.UNKNOWN] if finding.status is Status.UNKNOWN else "Comes first"
    return Reason(title, status, answers, "")


def _point(summary: Summary, finding: Finding, rule: Criterion) -> Point:
    rows = tuple(_row(summary, summary.rule_set.fact(fact)) for fact in rule.answers)
    return Point(
        id=rule.id,
        title=rule.title.voice(summary.someone_else),
        status=finding.status,
        rows=rows,
        telling=_telling(summary, finding, rule, rows),
        limit=rule.limit,
        ours=rule.ours,
        until=_until(summary, rule.id),
        source=rule.source,
    )


def _telling(summary: Summary, finding: Finding, rule: Criterion, rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """The answers that made the status: of many signs, the ones that are there, or else the ones that are not known."""
    wanted = {Status.MET: Truth.YES, Status.NOT_MET: Truth.NO, Status.UNKNOWN: Truth.UNKNOWN}[finding.status]
    several = isinstance(rule.condition, Some) or (isinstance(rule.condition, All) and finding.status is not Status.MET)
    parts = getattr(rule.condition, "parts", ()) if several and len(rows) > 1 else ()
    facts = {fact for part in parts if part.truth(summary.sheet) is wanted for fact in part.facts}
    return tuple(row for row in rows if row.fact.id in facts) or rows


def _row(summary: Summary, fact: Fact) -> Row:
    answer = summary.sheet.answers.get(fact.id)
    words = fact.words_for(answer, summary.someone_else) or NOT_ANSWERED
    return Row(fact, words, _count(summary, fact, answer))


def _count(summary: Summary, fact: Fact, answer: Answer | None) -> str:
    """How many days a known date lies back: "17 days up to today"."""
    if answer in (None, UNSURE) or fact.id not in {"pain_began", "scan_date"}:
        return ""
    days = summary.sheet.days(fact.id)
    if days.first != days.last:
        return ""
    number = (summary.sheet.end - days.first).days
    end = "today" if summary.sheet.end == summary.sheet.today else "the procedure"
    return f"{number} day{'' if number == 1 else 's'} up to {end}"


def _until(summary: Summary, rule: str) -> str:
    """The last day of a limit, in a sentence."""
    name = {"fracture_recent": "fracture_window_ends", "scan_recent": "scan_counts_until"}.get(rule, "")
    day = vars(summary.dates).get(name)
    if day is None:
        return ""
    if summary.may_end_later(name):
        return f"The last day is {say_day(day)} or later."
    return f"{'The last day is' if day >= summary.sheet.today else 'The last day was'} {say_day(day)}."
