"""A summary laid out for reading: the same rows feed the page, the printed guide and the command line."""

from collections.abc import Mapping
from dataclasses import dataclass

from screener.facts import UNSURE, Answer, Fact, say_day
from screener.protocol import CAUTIONS, CLINIC, STOPS
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


def rows(answers: Mapping[str, Answer | None], someone_else: bool) -> list[Row]:
    """Every question that was answered or skipped, in the order in which they are asked."""
    return [
        Row(fact, SKIPPED if answers[fact.id] is None else fact.words_for(answers[fact.id], someone_else))
        for fact in CLINIC.facts
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


def context(summary: Summary) -> dict[str, object]:
    """What the page and the guide show."""
    return {
        "summary": summary,
        "points": points(summary),
        "first_notes": [summary.note_words(note) for note in summary.notes if note.first],
        "notes": [summary.note_words(note) for note in summary.notes if not note.first],
        "meaning": summary.outcome_words.meaning.voice(summary.someone_else),
        "ended": summary.outcome.ends_the_questions,
        "urgent": ticked(summary, CLINIC.facts[0]),
        "stops": ticked(summary, STOPS),
        "cautions": ticked(summary, CAUTIONS),
        "questions": [question.words.voice(summary.someone_else) for question in summary.questions],
        "today": summary.sheet.today,
        "whose": "their" if summary.someone_else else "my",
        "procedure_known": summary.sheet.known("procedure_date") is not None,
        "matters": CLINIC.matters,
    }


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
