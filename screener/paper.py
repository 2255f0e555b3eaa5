"""The guide for the visit as a list of sections. The page to print and the PDF draw these and no others, in order."""

from dataclasses import dataclass

from screener.facts import say_day
from screener.guide import FOR_THE_DOCTOR, Guide, Point
from screener.rules import HelpLine, Status

FIRST_QUESTIONS = 3
WRITE_HERE = ""


@dataclass(frozen=True)
class Mark:
    """A point a clinic looks at, with its status; without one, the ring is filled in by hand."""

    status: str
    mark: str
    title: str
    words: str


@dataclass(frozen=True)
class Section:
    """A heading and what stands below it.

    `facts` are labels with words, or with none to be written in by hand; `groups` are questions, numbered on from one
    group to the next; `boxes` are ticked by hand; `empty_lines` are written on.
    """

    title: str
    hint: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    marks: tuple[Mark, ...] = ()
    lines: tuple[str, ...] = ()
    groups: tuple[tuple[str, tuple[str, ...]], ...] = ()
    boxes: tuple[str, ...] = ()
    empty_lines: int = 0

    @property
    def to_write_on(self) -> range:
        return range(self.empty_lines)


@dataclass(frozen=True)
class Paper:
    """All that the guide says: on one sheet, both sides."""

    first: tuple[str, ...]
    sentence: str
    sections: tuple[Section, ...]
    help_lines: tuple[HelpLine, ...]
    foot: tuple[str, ...]
    title: str = "Guide for the visit: a broken spine bone"
    fill_in: tuple[str, ...] = ("Name", "Clinic and phone")


def filled(guide: Guide, checked_by: str) -> Paper:
    """The guide of one person."""
    facts = tuple((row.fact.label, row.words_and_count) for row in guide.facts)
    someone_else = ("Filled in for someone else.",) if guide.someone_else else ()
    ticked = (f"Ticked: {'; '.join(guide.urgent)}.",) if guide.urgent and not guide.first_notes else ()
    points = tuple(Mark(point.status, point.mark, point.title, _say(point)) for point in guide.points)
    return Paper(
        first=tuple(guide.first_notes),
        sentence=guide.sentence,
        sections=(
            Section("For the doctor", lines=(*someone_else, *ticked), facts=facts),
            Section(_mine(guide, "medicines"), empty_lines=2),
            *([] if guide.ended else [Section("The points a clinic looks at", marks=points)]),
            Section("Next steps", lines=_next_steps(guide)),
            *_to_ask_and_write(guide),
        ),
        help_lines=guide.summary.protocol.help_lines,
        foot=(f"Made on {say_day(guide.today)}. {_again(guide)}", *_rules(guide, checked_by)),
    )


def blank(guide: Guide, checked_by: str) -> Paper:
    """The guide for those who skip the self-check, to be filled in by hand. `guide` is that of no answers."""
    protocol = guide.summary.protocol
    facts = [protocol.fact(fact) for fact in FOR_THE_DOCTOR]
    labels = [fact.label for fact in facts if fact not in guide.to_talk_about]
    return Paper(
        first=(),
        sentence="",
        sections=(
            Section("For the doctor", facts=tuple((label, WRITE_HERE) for label in labels)),
            Section("My medicines", empty_lines=2),
            Section(
                "The points a clinic looks at",
                hint="Mark each ring: + fits, − does not fit, ? not known.",
                marks=tuple(Mark("", "", point.title, point.limit) for point in guide.points),
            ),
            *(
                Section(fact.label, boxes=tuple(option.words.you for option in fact.options))
                for fact in guide.to_talk_about
            ),
            *_to_ask_and_write(guide),
        ),
        help_lines=protocol.help_lines,
        foot=_rules(guide, checked_by),
    )


def _say(point: Point) -> str:
    """How a point stands; the answers behind it, unless the doctor's facts above say them; and the limit if not met."""
    rows = [row.line for row in point.telling if row.fact.id not in FOR_THE_DOCTOR]
    limit = "" if point.status is Status.MET else f"The limit: {point.limit}"
    return " ".join(
        part for part in (f"{point.status_words}.", *(f"{row}." for row in rows), limit, point.until) if part
    )


def _next_steps(guide: Guide) -> tuple[str, ...]:
    open_facts = "; ".join(fact.label for fact in guide.to_find_out)
    return (
        *guide.paper_steps,
        *guide.notes,
        *([f"Still to find out: {open_facts}."] if open_facts and not guide.ended else []),
        *([] if guide.procedure_known else [guide.no_date]),
    )


def _to_ask_and_write(guide: Guide) -> tuple[Section, ...]:
    first, others = tuple(guide.questions[:FIRST_QUESTIONS]), tuple(guide.questions[FIRST_QUESTIONS:])
    groups = (("The three that matter most", first), ("Then these", others)) if others else (("", first),)
    weighed = tuple((matter.words, matter.importance) for matter in guide.weighed)
    open_matters = tuple(matter.words for matter in guide.matters if not matter.importance)
    matters = [Section(f"What matters to {'them' if guide.someone_else else 'me'}", facts=weighed, boxes=open_matters)]
    return (
        Section("Questions to ask", groups=groups),
        *(matters if guide.matters else []),
        Section(f"In {_mine(guide, 'own words').lower()}", empty_lines=2),
        Section(f"What the doctor said, in {_mine(guide, 'words').lower()}: say it back", empty_lines=2),
        Section("What was decided, and by when", empty_lines=2),
    )


def _mine(guide: Guide, thing: str) -> str:
    return f"{'Their' if guide.someone_else else 'My'} {thing}"


def _again(guide: Guide) -> str:
    """When to do the self-check again: after the next of the last days, or before a visit."""
    next_day = next(iter(guide.last_days.values()), None)
    when = f"after {say_day(next_day)}, and before a visit" if next_day else "before a visit"
    return f"Dates change: do this again {when}."


def _rules(guide: Guide, checked_by: str) -> tuple[str, ...]:
    protocol = guide.summary.protocol
    checked = "" if checked_by else ", not yet checked by a clinician"
    return (
        f"Rules: {protocol.id}, version {protocol.version}{checked}.",
        "Points of one US pain clinic; other clinics differ. For learning; a clinician decides.",
    )
