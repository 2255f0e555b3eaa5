"""The guide for the visit as a list of sections. The page to print, the PDF and the text draw these, in order."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext_noop

from screener.engine.rule_set import HelpLine, RuleSet, Status
from screener.guide.page import FIRST_QUESTIONS, First, Guide, Point, sentence
from web.languages import active, speaking
from web.languages import gettext as _

# Said in English alone, to a doctor beside a guide in another language: so no catalogue has them.
SAME_IN_ENGLISH = "For the doctor: the same guide in English. What is written by hand stands in the patient’s copy."
PATIENTS_LANGUAGE = "The patient’s copy is in {language}. Ask whether an interpreter is needed."
BY_HAND = "By hand in the patient’s copy:"
# So many things to find out have room in a box.
FEW = 4
WRITE_HERE = ""
OF_A_TRIAL = gettext_noop(
    "No professional translator has checked these words. If they differ from the English, go by it."
)
# Characters, all of a guide together.
CLOSER_FROM = 5_300
MORE_THAN_A_SHEET = 7_300
# Facts with more characters than this take the whole width, all others half of it.
HALF_A_LINE = 70

# Who checked a rule set, by its id, in words.
StandingOf = Callable[[str], object]


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
    questions, numbered on from one group to the next; `scales` have two ends and are marked by hand, `boxes` are ticked
    by hand, `empty_lines` are written on. Of the questions, the first few, `answered_below`, have a line below them.
    `by_hand` names what is filled in by hand on the patient's copy: each in the words that stand there, and in English.
    """

    title: str
    hint: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    long_facts: tuple[tuple[str, str], ...] = ()
    marks: tuple[Mark, ...] = ()
    lines: tuple[str, ...] = ()
    groups: tuple[tuple[str, tuple[str, ...]], ...] = ()
    scales: tuple[tuple[str, str], ...] = ()
    boxes: tuple[str, ...] = ()
    empty_lines: int = 0
    answered_below: int = 0
    by_hand: tuple[tuple[str, str], ...] = ()

    @property
    def to_write_on(self) -> range:
        return range(self.empty_lines)

    @property
    def numbered(self) -> Iterator[tuple[int, str, tuple[str, ...]]]:
        """The groups, each with the number of its first question."""
        start = 1
        for title, questions in self.groups:
            yield start, title, questions
            start += len(questions)

    @property
    def is_empty(self) -> bool:
        written = (self.facts, self.long_facts, self.marks, self.lines, self.groups)
        return not any((*written, self.scales, self.boxes, self.empty_lines, self.by_hand))


@dataclass(frozen=True)
class Document:
    """All that the guide says, as guide.typ takes it: what a doctor reads in front, what one asks and writes behind.

    `about` says what this paper is, where that is not plain. What another rule set says of the same answers is a box
    `beside` that. `above_by_hand` stands above what a section says is filled in by hand.
    """

    title: str = ""
    about: str = ""
    first: tuple[First, ...] = ()
    sentence: str = ""
    meaning: str = ""
    front: tuple[Section, ...] = ()
    beside: tuple[Section, ...] = ()
    back: tuple[Section, ...] = ()
    help_lines: tuple[HelpLine, ...] = ()
    foot: tuple[str, ...] = ()
    fill_in: tuple[str, ...] = ()
    clinic: str = ""
    above_by_hand: str = ""

    @property
    def is_long(self) -> bool:
        """Whether it has so much to say that it must stand closer together to fit on two sides."""
        return len(plain_text(self)) > CLOSER_FROM

    @property
    def is_more_than_a_sheet(self) -> bool:
        """Whether a browser would need a third side for it: the English then begins on that one."""
        return len(plain_text(self)) > MORE_THAN_A_SHEET


def filled(guide: Guide, standing: StandingOf, clinic: str = "", beside: Sequence[Guide] = ()) -> Document:
    """The guide of one person. `standing` says who checked a rule set, by its id; `clinic` is the name and phone of the
    one whose link they followed.

    `beside` is what other rule sets say of the same answers, if the person wants that in it.
    """
    summary = guide.summary
    others = () if guide.ended else beside
    document = Document(
        title=_title(guide),
        first=tuple(guide.first),
        sentence=summary.sentence,
        meaning=summary.meaning,
        front=_without_empty(
            _for_the_doctor(guide),
            Section(_to_write(guide), facts=_to_write_in(summary.rule_set)),
            *([] if guide.ended else [Section(summary.rule_set.about.points, marks=_marks(guide))]),
            _next_steps(guide),
            *([] if guide.ended else [Section(_("Still to find out"), long_facts=_to_find_out(guide))]),
        ),
        beside=tuple(map(_box, others)),
        # Where help cannot wait, nothing speaks of a later visit.
        back=() if guide.is_emergency else _to_ask_and_write(guide, [_own_questions(other) for other in others]),
        help_lines=_help_lines(guide),
        foot=(
            *_of_a_trial(),
            guide.counted if guide.is_emergency else f"{guide.counted} {_again(guide)}",
            *_rules(summary.rule_set, standing),
            *(_rules(other.summary.rule_set, standing)[0] for other in others),
        ),
        fill_in=(_("Name"),) if clinic else (_("Name"), _("Clinic and phone")),
        clinic=_("Clinic: %(name)s") % {"name": clinic} if clinic else "",
    )
    # Where there is much to say, the lines below the questions are all that has room.
    own_words = _own_words(guide)
    return (
        replace(document, back=tuple(one for one in document.back if one != own_words))
        if document.is_long
        else document
    )


def _title(guide: Guide) -> str:
    rules = guide.summary.rule_set
    return rules.title_alone or rules.title if guide.ended else rules.title


def _for_the_doctor(guide: Guide) -> Section:
    """The answers, without the boxes that stand among what comes first already."""
    above = [fact for fact in guide.summary.rule_set.roles.boxes_to_talk_about if guide.first and guide.boxes_of(fact)]
    facts = [(row.fact.label, row.words_and_count) for row in guide.facts if row.fact not in above]
    long = tuple(fact for fact in facts if len(fact[1]) > HALF_A_LINE)
    someone_else = (_("Filled in for someone else."),) if guide.summary.someone_else else ()
    ticked = (_("Ticked: %(what)s.") % {"what": "; ".join(guide.urgent)},) if guide.urgent and not guide.first else ()
    short = tuple(fact for fact in facts if fact not in long)
    return Section(_("For the doctor"), lines=(*someone_else, *ticked), facts=short, long_facts=long)


def _marks(guide: Guide) -> tuple[Mark, ...]:
    return tuple(Mark(point.drawn_as, point.mark, point.title, _say(guide, point)) for point in guide.points)


def _to_find_out(guide: Guide) -> tuple[tuple[str, str], ...]:
    return tuple((fact.label, fact.find_out) for fact in guide.summary.to_find_out)


def _to_write_in(rule_set: RuleSet) -> tuple[tuple[str, str], ...]:
    return tuple((label, WRITE_HERE) for label in rule_set.roles.write_in)


def blank(guide: Guide, standing: StandingOf) -> Document:
    """The guide for those who skip the self-check, to be filled in by hand. `guide` is that of no answers."""
    rule_set = guide.summary.rule_set
    boxes = rule_set.roles.boxes_to_talk_about
    labels = [fact.label for fact in rule_set.for_the_doctor if fact not in boxes]
    return Document(
        title=rule_set.title,
        first=(),
        sentence="",
        meaning="",
        front=(
            Section(_("For the doctor"), facts=tuple((label, WRITE_HERE) for label in labels)),
            Section(_("My medicines and health, to write in"), facts=_to_write_in(rule_set)),
            Section(
                rule_set.about.points,
                hint=_("Fill in the ring if it fits, leave it empty if not, and write ? if it is not known."),
                marks=tuple(Mark("", "", point.title, point.rule.limit) for point in guide.points),
            ),
            *(Section(fact.label, boxes=tuple(option.words.you for option in fact.options)) for fact in boxes),
        ),
        back=_to_ask_and_write(guide),
        help_lines=rule_set.help_lines,
        foot=(*_of_a_trial(), *_rules(rule_set, standing)),
        fill_in=(_("Name"), _("Date"), _("Clinic and phone")),
    )


def for_the_doctor(guide: Document, patient: Document, address: str, language: str, named: str) -> Document:
    """The guide in English, for a doctor who cannot read the `patient`'s: in the same order, with the same numbers.
    `address` is that of the self-check in English, `language` the code of the patient's, and `named` its English name.

    Nothing is written on it but a name: an empty line for a blood thinner, beside a copy that names one, would say that
    there is none. So it names what is written there, in both languages: by its place alone, what is written in one line
    could be taken for the answer to another.
    """
    return Document(
        title=guide.title,
        about=f"{SAME_IN_ENGLISH} {PATIENTS_LANGUAGE.format(language=named)}",
        first=guide.first,
        sentence=guide.sentence,
        meaning=guide.meaning,
        front=_in_both_languages(guide.front, patient.front, language),
        beside=guide.beside,
        back=_in_both_languages(guide.back, patient.back, language),
        foot=(*guide.foot, address),
        fill_in=guide.fill_in[:1],
        clinic=guide.clinic,
        above_by_hand=BY_HAND,
    )


def _in_both_languages(guide: Sequence[Section], patient: Sequence[Section], code: str) -> tuple[Section, ...]:
    """The sections without what is filled in by hand: that is named instead, in the patient's words and in English."""
    # How much is said decides in each language whether there is room for lines to write on.
    here, there = ([section for section in sections if not section.empty_lines] for sections in (guide, patient))
    return _without_empty(
        *(_without_hand(ours, theirs, code) for ours, theirs in zip(here, there, strict=True)),
    )


def _without_hand(section: Section, patient: Section, code: str) -> Section:
    with speaking(code):
        in_their_words = _by_hand(patient)
    return Section(
        title=section.title,
        hint=section.hint,
        facts=tuple(fact for fact in section.facts if fact[1] != WRITE_HERE),
        long_facts=section.long_facts,
        marks=tuple(mark for mark in section.marks if mark.mark),
        lines=section.lines,
        groups=section.groups,
        by_hand=tuple(zip(in_their_words, _by_hand(section), strict=True)),
    )


def _by_hand(section: Section) -> tuple[str, ...]:
    """What is filled in by hand, by the words beside it."""
    return (
        *(label for label, words in section.facts if words == WRITE_HERE),
        *(mark.title for mark in section.marks if not mark.mark),
        *(_("%(end)s, or %(other)s") % {"end": first, "other": second} for first, second in section.scales),
        *section.boxes,
    )


def plain_text(document: Document) -> str:
    """A guide as plain text: all of it but what is left empty to write on."""
    first = (one.line for one in document.first)
    head = [words for words in (*first, document.sentence, document.meaning, document.clinic) if words]
    all_sections = (*document.front, *document.beside, *document.back)
    sections = [(f"{section.title}:", _lines(section)) for section in all_sections]
    # One below the other, as on a page: in one sentence of sixty words a sign is not found.
    help_lines = [
        line for one in document.help_lines for line in (f"- {one.call}:", *(f"  - {sign}" for sign in one.signs))
    ]
    parts = [
        ("", head),
        *sections,
        (_("Get help:"), help_lines),
        ("", list(document.foot)),
    ]
    return "\n\n".join("\n".join([title, *lines] if title else lines) for title, lines in parts if lines)


def _lines(section: Section) -> list[str]:
    questions = [question for _, group in section.groups for question in group]
    return [
        *(f"- {line}" for line in section.lines),
        *(f"- {label}: {words}" for label, words in (*section.facts, *section.long_facts) if words),
        *(f"- {mark.title}. {mark.words}" for mark in section.marks),
        *(f"{number}. {question}" for number, question in enumerate(questions, 1)),
        *(f"- {first} [ ] [ ] [ ] [ ] [ ] {second}" for first, second in section.scales),
        *(f"- [ ] {words}" for words in section.boxes),
        *(f"- {theirs}: {ours}" for theirs, ours in section.by_hand),
    ]


def _say(guide: Guide, point: Point) -> str:
    """How a point stands; the answers behind it, unless they stand elsewhere on the sheet; and the limit if not met."""
    elsewhere = {*guide.summary.rule_set.for_the_doctor, *guide.summary.to_find_out}
    # Where some of many answers count, it says which, even if all stand on the sheet already.
    one_of_many = point.status is Status.MET and len(point.telling) < len(point.rows)
    rows = [row.line for row in point.telling if one_of_many or row.fact not in elsewhere]
    limit = "" if point.status is Status.MET else _("The limit: %(limit)s") % {"limit": point.rule.limit}
    return " ".join(
        part for part in (f"{point.status_words}.", *(f"{row}." for row in rows), limit, point.until) if part
    )


def _box(other: Guide) -> Section:
    """What another rule set says of the same answers, in few lines."""
    about = other.summary.rule_set.about
    titles: dict[str, list[str]] = {}
    for point in other.points:
        titles.setdefault(point.status_words, []).append(point.title)
    said = " ".join(f"{status}: {'; '.join(points)}." for status, points in titles.items())
    open_facts = [fact.label for fact in other.summary.to_find_out]
    find_out = [_("To find out: %(what)s.") % {"what": "; ".join(open_facts)}] if 0 < len(open_facts) <= FEW else []
    return Section(about.box, lines=(other.summary.sentence, said, *find_out, about.whose))


def _own_questions(other: Guide) -> tuple[str, tuple[str, ...]]:
    """What another rule set asks someone else than the doctor, under the name of that."""
    group = other.summary.rule_set.about.own_questions
    asked = [question for question in other.summary.doctor_questions if question.group == group]
    return group, tuple(question.words.voice(other.summary.someone_else) for question in asked)


def _without_empty(*sections: Section) -> tuple[Section, ...]:
    return tuple(section for section in sections if not section.is_empty)


def _next_steps(guide: Guide) -> Section:
    """What to do; with a sign that needs 911 that is one thing."""
    open_day = [guide.summary.rule_set.roles.day_unknown] if guide.summary.day_is_open else []
    others = () if guide.is_emergency else (*guide.notes, *open_day)
    return Section(_("Next steps"), lines=(*guide.paper_steps, *others))


def _to_ask_and_write(guide: Guide, of_others: Sequence[tuple[str, tuple[str, ...]]] = ()) -> tuple[Section, ...]:
    first, others = tuple(guide.first_questions), tuple(guide.other_questions)
    groups = ((_("The three that matter most"), first), (_("Then these"), others)) if others else (("", first),)
    they = guide.summary.someone_else
    said = (
        _("What the doctor said and what was decided, in their words: say it back"),
        _("What the doctor said and what was decided, in my words: say it back"),
    )
    return (
        Section(
            _("Questions to ask"),
            groups=(*groups, *(group for group in of_others if group[1])),
            answered_below=FIRST_QUESTIONS,
        ),
        *_without_empty(_what_matters(guide)),
        _own_words(guide),
        Section(said[0] if they else said[1], empty_lines=2),
    )


def _own_words(guide: Guide) -> Section:
    return Section(_("In their own words") if guide.summary.someone_else else _("In my own words"), empty_lines=1)


def _what_matters(guide: Guide) -> Section:
    """What was said about what matters; for the rest scales and boxes, to be marked by hand."""
    they = guide.summary.someone_else
    pairs = tuple((sentence(pair.first.words), sentence(pair.second.words)) for pair in guide.not_weighed)
    return Section(
        _("What matters to them, and which way they lean now")
        if they
        else _("What matters to me, and which way I lean now"),
        long_facts=tuple((one.words, one.weight) for one in guide.weighed),
        scales=pairs,
        boxes=() if guide.way else tuple(way.words for way in guide.ways),
    )


def _help_lines(guide: Guide) -> tuple[HelpLine, ...]:
    """The help lines, in a hospital that to the nurse first."""
    lines = guide.summary.rule_set.help_lines
    return tuple(sorted(lines, key=lambda line: not (line.in_hospital and guide.summary.in_hospital)))


def _to_write(guide: Guide) -> str:
    they = guide.summary.someone_else
    return _("Their medicines and health, to write in") if they else _("My medicines and health, to write in")


def _again(guide: Guide) -> str:
    """When to do the self-check again: after the next of the last days, or before a visit."""
    language = guide.summary.edition.language
    next_day = next(iter(guide.last_days.values()), None)
    if next_day is None:
        return _("Dates change: do this again before a visit.")
    return _("Dates change: do this again after %(day)s, and before a visit.") % {"day": language.say_day(next_day)}


def _of_a_trial() -> tuple[str, ...]:
    """That nobody has checked the words, in a language that is not offered."""
    return () if active().offered else (_(OF_A_TRIAL),)


def _rules(rule_set: RuleSet, standing: StandingOf) -> tuple[str, ...]:
    said = _("Rules: %(id)s, version %(version)s.") % {"id": rule_set.id, "version": rule_set.version}
    return f"{said} {standing(rule_set.id)}", rule_set.about.whose
