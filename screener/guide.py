"""A summary laid out for reading: the same rows feed the page, the printed guide and the command line."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from screener.facts import UNSURE, Answer, Fact, say_day
from screener.protocol import CAUTIONS, CLINIC, STOPS, URGENT_SIGNS
from screener.rules import Criterion, Finding, Status
from screener.summary import Summary

STATUS_WORDS = {Status.MET: "Fits", Status.NOT_MET: "Does not fit", Status.UNKNOWN: "Not known"}
MARKS = {Status.MET: "✓", Status.NOT_MET: "✗", Status.UNKNOWN: "?"}
NOT_ANSWERED = "Not answered"
SKIPPED = "Skipped"


@dataclass(frozen=True)
class Row:
    """A question and the answer to it, in words; `count` says how long ago a date was."""

    fact: Fact
    words: str
    count: str = ""


@dataclass(frozen=True)
class Point:
    """A point a clinic looks at, beside the person's own answers."""

    id: str
    title: str
    status: Status
    rows: tuple[Row, ...]
    limit: str
    until: str
    why: str
    source: str

    @property
    def status_words(self) -> str:
        return STATUS_WORDS[self.status]

    @property
    def mark(self) -> str:
        return MARKS[self.status]

    @property
    def telling_rows(self) -> tuple[Row, ...]:
        """The rows worth the room on paper: of many signs, those that were answered."""
        answered = tuple(row for row in self.rows if row.words != NOT_ANSWERED)
        return answered if len(self.rows) > 2 and answered else self.rows[:2]


def rows(answers: Mapping[str, Answer | None], asked: Iterable[Fact], someone_else: bool) -> list[Row]:
    """Every question of those asked that was answered or skipped, in their order."""
    return [
        Row(fact, SKIPPED if answers[fact.id] is None else fact.words_for(answers[fact.id], someone_else))
        for fact in asked
        if fact.id in answers
    ]


def points(summary: Summary) -> list[Point]:
    """The points in the protocol's order."""
    return [
        _point(summary, finding, finding.rule) for finding in summary.findings if isinstance(finding.rule, Criterion)
    ]


def ticked(summary: Summary, fact: Fact) -> list[str]:
    """The boxes that are ticked in a question with many, in words."""
    answer = summary.sheet.known(fact.id)
    chosen = answer if isinstance(answer, tuple) else ()
    return [option.words.voice(summary.someone_else) for option in fact.options if option.value in chosen]


@dataclass(frozen=True)
class Reason:
    """A finding that decided the outcome: which, how it stands, and the answers behind it."""

    id: str
    title: str
    words: str
    is_point: bool


@dataclass(frozen=True)
class Guide:
    """All the words of a summary, in the right voice. Page, paper and plain text show these and no others."""

    summary: Summary
    today: date
    someone_else: bool
    ended: bool
    procedure_known: bool
    first_notes: list[str]
    sentence: str
    meaning: str
    urgent: list[str]
    stops: list[str]
    cautions: list[str]
    reasons: list[Reason]
    next_steps: tuple[str, ...]
    notes: list[str]
    to_find_out: tuple[Fact, ...]
    points: list[Point]
    questions: list[str]
    matters: tuple[str, ...]
    no_date: str = (
        "No date for a procedure is known. The clinic counts to the day of the procedure, so the days go on counting."
    )


def lay_out(summary: Summary) -> Guide:
    """A summary in words."""
    return Guide(
        summary=summary,
        today=summary.sheet.today,
        someone_else=summary.someone_else,
        ended=summary.outcome.ends_the_questions,
        procedure_known=summary.sheet.known("procedure_date") is not None,
        first_notes=[summary.note_words(note) for note in summary.notes if note.first],
        sentence=summary.sentence,
        meaning=summary.outcome_words.meaning.voice(summary.someone_else),
        urgent=ticked(summary, URGENT_SIGNS),
        stops=ticked(summary, STOPS),
        cautions=ticked(summary, CAUTIONS),
        reasons=[_reason(summary, finding) for finding in summary.because],
        next_steps=summary.next_steps,
        notes=[summary.note_words(note) for note in summary.notes if not note.first],
        to_find_out=summary.to_find_out,
        points=points(summary),
        questions=[question.words.voice(summary.someone_else) for question in summary.questions],
        matters=CLINIC.matters,
    )


def plain_text(summary: Summary) -> str:
    """The summary as plain text."""
    guide = lay_out(summary)
    sections = [
        ("", [*guide.first_notes, guide.sentence, guide.meaning]),
        ("Tell the doctor this first:", guide.stops),
        ("Talk about these too:", guide.cautions),
        ("Because of:", [f"{reason.title} ({reason.words})" for reason in guide.reasons]),
        ("What to do next:", list(guide.next_steps)),
        ("Good to know:", guide.notes),
        ("What to find out:", [f"{fact.label}. {fact.find_out}" for fact in guide.to_find_out]),
        ("The points, one by one:", [_point_line(point) for point in guide.points]),
        ("", [] if guide.procedure_known else [guide.no_date]),
        ("Questions for the doctor:", guide.questions),
        ("Get help:", [f"{line.call}: {'; '.join(line.signs)}." for line in CLINIC.help_lines]),
        ("", [f"Rules: {CLINIC.id}, version {CLINIC.version}; {say_day(guide.today)}. A clinician decides."]),
    ]
    return "\n\n".join(
        "\n".join(([title] if title else []) + [f"- {line}" if title else line for line in lines])
        for title, lines in sections
        if lines
    )


def _point_line(point: Point) -> str:
    answers = "; ".join(f"{row.fact.label}: {row.words}{f' ({row.count})' if row.count else ''}" for row in point.rows)
    return f"{point.status_words}: {point.title}. {answers}. Limit: {point.limit} {point.until}".rstrip()


def _reason(summary: Summary, finding: Finding) -> Reason:
    rule = finding.rule
    answers = [_row(summary, CLINIC.fact(fact)).words for fact in rule.answers]
    known = [words for words in answers if words != NOT_ANSWERED]
    return Reason(
        id=rule.id,
        title=rule.title.voice(summary.someone_else),
        words="; ".join(known) or NOT_ANSWERED.lower(),
        is_point=isinstance(rule, Criterion),
    )


def _point(summary: Summary, finding: Finding, rule: Criterion) -> Point:
    return Point(
        id=rule.id,
        title=rule.title.voice(summary.someone_else),
        status=finding.status,
        rows=tuple(_row(summary, CLINIC.fact(fact)) for fact in rule.answers),
        limit=rule.limit,
        until=_until(summary, rule.id),
        why=rule.why,
        source=rule.source,
    )


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
    day = {
        "fracture_recent": summary.dates.fracture_window_ends,
        "scan_recent": summary.dates.scan_counts_until,
    }.get(rule)
    if day is None:
        return ""
    return f"{'The last day is' if day >= summary.sheet.today else 'The last day was'} {say_day(day)}."
