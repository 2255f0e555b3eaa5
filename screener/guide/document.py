"""The guide for the visit as a list of sections. The page to print, the PDF and the text draw these, in order."""

from dataclasses import dataclass

from screener.engine.facts import say_day
from screener.engine.rule_set import HelpLine, Outcome, Status
from screener.guide.layout import FOR_THE_DOCTOR, First, Guide, Point

FIRST_QUESTIONS = 3
WRITE_HERE = ""
# Characters, all of a guide together.
CLOSER_FROM = 5_300
# What a doctor wants to know beside the answers, and no question asks for.
WRITE_IN = tuple(
    (label, WRITE_HERE)
    for label in (
        "Blood thinner, by name",
        "Bone medicine, last shot or pill",
        "Cement before: which bone, when",
        "Cancer before: which, when",
        "Weak, numb, bladder or bowel trouble",
        "Other medicines",
    )
)
TITLE = "Guide for the visit: a broken spine bone"
# Facts with more characters than this take the whole width, all others half of it.
HALF_A_LINE = 70


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

    `facts` are labels with words, or with none to be written in by hand; the long ones come last. `groups` are
    questions, numbered on from one group to the next; `boxes` are ticked by hand; `empty_lines` are written on.
    """

    title: str
    hint: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    long_facts: tuple[tuple[str, str], ...] = ()
    marks: tuple[Mark, ...] = ()
    lines: tuple[str, ...] = ()
    groups: tuple[tuple[str, tuple[str, ...]], ...] = ()
    boxes: tuple[str, ...] = ()
    empty_lines: int = 0

    @property
    def to_write_on(self) -> range:
        return range(self.empty_lines)

    @property
    def is_empty(self) -> bool:
        return not any((self.facts, self.long_facts, self.marks, self.lines, self.groups, self.boxes, self.empty_lines))


@dataclass(frozen=True)
class Paper:
    """All that the guide says. What a doctor reads is on the front; what one asks and writes down, on the back."""

    first: tuple[First, ...]
    sentence: str
    meaning: str
    front: tuple[Section, ...]
    back: tuple[Section, ...]
    help_lines: tuple[HelpLine, ...]
    foot: tuple[str, ...]
    clinic: str = ""
    title: str = TITLE

    @property
    def is_long(self) -> bool:
        """Whether it has so much to say that it must stand closer together to fit on two sides."""
        return len(plain_text(self)) > CLOSER_FROM

    @property
    def fill_in(self) -> tuple[str, ...]:
        """What is written in by hand at the head. A guide that is filled in says when it was made."""
        day = [] if self.sentence else ["Date"]
        return ("Name", *day, *([] if self.clinic else ["Clinic and phone"]))


def filled(guide: Guide, checked_by: str, clinic: str = "") -> Paper:
    """The guide of one person. `clinic` is the name and phone of the one whose link they followed."""
    # What is ticked there stands above already.
    said = [fact for fact, ticked in zip(guide.to_talk_about, (guide.stops, guide.cautions), strict=True) if ticked]
    rows = [row for row in guide.facts if not guide.first or row.fact not in said]
    facts = [(row.fact.label, row.words_and_count) for row in rows]
    short = tuple(fact for fact in facts if len(fact[1]) <= HALF_A_LINE)
    long = tuple(fact for fact in facts if fact not in short)
    open_facts = tuple((fact.label, fact.find_out) for fact in guide.to_find_out)
    someone_else = ("Filled in for someone else.",) if guide.someone_else else ()
    ticked = (f"Ticked: {'; '.join(guide.urgent)}.",) if guide.urgent and not guide.first else ()
    points = tuple(Mark(point.status, point.mark, point.title, _say(guide, point)) for point in guide.points)
    return Paper(
        first=tuple(guide.first),
        sentence=guide.sentence,
        meaning=guide.meaning,
        front=_without_empty(
            Section("For the doctor", lines=(*someone_else, *ticked), facts=short, long_facts=long),
            Section(_mine(guide, "medicines and health, to write in"), facts=WRITE_IN),
            *([] if guide.ended else [Section("The points a clinic looks at", marks=points)]),
            *_next_steps(guide),
            *([Section("Still to find out", long_facts=open_facts)] if open_facts and not guide.ended else []),
        ),
        back=_to_ask_and_write(guide),
        help_lines=_help_lines(guide),
        foot=(f"{guide.counted} {_again(guide)}", *_rules(guide, checked_by)),
        clinic=clinic,
        title=TITLE if not guide.ended else TITLE.partition(":")[0],
    )


def blank(guide: Guide, checked_by: str) -> Paper:
    """The guide for those who skip the self-check, to be filled in by hand. `guide` is that of no answers."""
    rule_set = guide.summary.rule_set
    facts = [rule_set.fact(fact) for fact in FOR_THE_DOCTOR]
    labels = [fact.label for fact in facts if fact not in guide.to_talk_about]
    return Paper(
        first=(),
        sentence="",
        meaning="",
        front=(
            Section("For the doctor", facts=tuple((label, WRITE_HERE) for label in labels)),
            Section("My medicines and health, to write in", facts=WRITE_IN),
            Section(
                "The points a clinic looks at",
                hint="In each ring, make a tick if it fits, a cross if not, and ? if not known.",
                marks=tuple(Mark("", "", point.title, point.limit) for point in guide.points),
            ),
            *(
                Section(fact.label, boxes=tuple(option.words.you for option in fact.options))
                for fact in guide.to_talk_about
            ),
        ),
        back=_to_ask_and_write(guide),
        help_lines=rule_set.help_lines,
        foot=_rules(guide, checked_by),
    )


def plain_text(paper: Paper) -> str:
    """A guide as plain text: all of it but what is left empty to write on."""
    clinic = f"Clinic: {paper.clinic}" if paper.clinic else ""
    first = (one.line for one in paper.first)
    head = [words for words in (*first, paper.sentence, paper.meaning, clinic) if words]
    sections = [(f"{section.title}:", _lines(section)) for section in (*paper.front, *paper.back)]
    help_lines = [f"{line.call}: {'; '.join(line.signs)}." for line in paper.help_lines]
    parts = [
        ("", head),
        *sections,
        ("Get help:", [f"- {line}" for line in help_lines]),
        ("", list(paper.foot)),
    ]
    return "\n\n".join("\n".join([title, *lines] if title else lines) for title, lines in parts if lines)


def _lines(section: Section) -> list[str]:
    questions = [question for _, group in section.groups for question in group]
    return [
        *(f"- {line}" for line in section.lines),
        *(f"- {label}: {words}" for label, words in (*section.facts, *section.long_facts) if words),
        *(f"- {mark.title}. {mark.words}" for mark in section.marks),
        *(f"{number}. {question}" for number, question in enumerate(questions, 1)),
        *(f"- [ ] {words}" for words in section.boxes),
    ]


def _say(guide: Guide, point: Point) -> str:
    """How a point stands; the answers behind it, unless they stand elsewhere on the sheet; and the limit if not met."""
    elsewhere = {*FOR_THE_DOCTOR, *(fact.id for fact in guide.to_find_out)}
    # Where some of many answers count, it says which, even if all stand on the sheet already.
    one_of_many = point.status is Status.MET and len(point.telling) < len(point.rows)
    rows = [row.line for row in point.telling if one_of_many or row.fact.id not in elsewhere]
    limit = "" if point.status is Status.MET else f"The limit: {point.limit}"
    return " ".join(
        part for part in (f"{point.status_words}.", *(f"{row}." for row in rows), limit, point.until) if part
    )


def _without_empty(*sections: Section) -> tuple[Section, ...]:
    return tuple(section for section in sections if not section.is_empty)


def _next_steps(guide: Guide) -> tuple[Section, ...]:
    """What to do. With a sign that needs 911 that is one thing, and all else is for later."""
    others = (*guide.notes, *([] if guide.procedure_known else [guide.no_date]))
    if guide.summary.outcome is Outcome.GET_HELP_NOW:
        return (Section("Next steps", lines=guide.paper_steps), Section("For later", lines=others))
    return (Section("Next steps", lines=(*guide.paper_steps, *others)),)


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


def _help_lines(guide: Guide) -> tuple[HelpLine, ...]:
    """The help lines, in a hospital that to the nurse first."""
    lines = guide.summary.rule_set.help_lines
    return tuple(sorted(lines, key=lambda line: not (line.in_hospital and guide.in_hospital)))


def _mine(guide: Guide, thing: str) -> str:
    return f"{'Their' if guide.someone_else else 'My'} {thing}"


def _again(guide: Guide) -> str:
    """When to do the self-check again: after the next of the last days, or before a visit."""
    next_day = next(iter(guide.last_days.values()), None)
    when = f"after {say_day(next_day)}, and before a visit" if next_day else "before a visit"
    return f"Dates change: do this again {when}."


def _rules(guide: Guide, checked_by: str) -> tuple[str, ...]:
    rule_set = guide.summary.rule_set
    checked = "" if checked_by else ", not yet checked by a clinician"
    return (
        f"Rules: {rule_set.id}, version {rule_set.version}{checked}.",
        "Points of one US pain clinic; other clinics differ. For learning; a clinician decides.",
    )
