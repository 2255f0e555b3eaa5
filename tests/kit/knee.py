"""A rule set of three questions about a knee: what draws a rule set can draw any, and knows no id of the clinic's."""

from screener.engine.conditions import Is, Ticked, Within
from screener.engine.facts import Fact, Kind, Option, Threshold, Words, both
from screener.engine.priorities import End, Priority
from screener.engine.rule_set import (
    About,
    Claim,
    Criterion,
    DoctorQuestion,
    Gate,
    HelpLine,
    Ladder,
    Note,
    Outcome,
    OutcomeWords,
    Roles,
    RuleSet,
    Step,
    Window,
    cues,
)

ALL_WELL = Outcome(0, "all_well")
NOT_KNOWN = Outcome(1, "not_known")
CAN_WAIT = Outcome(2, "can_wait")
ANOTHER_WAY = Outcome(3, "another_way")
TELL_FIRST = Outcome(4, "tell_first")
GO_NOW = Outcome(5, "go_now", ends_the_questions=True)
LADDER = Ladder(ALL_WELL, NOT_KNOWN, CAN_WAIT, ANOTHER_WAY, TELL_FIRST, others=(), emergency=GO_NOW)

FORTNIGHT = Threshold(
    "FORTNIGHT", 14, "days", "two weeks", "the most that may lie between twist and today.", "aaos2010"
)

KNEE_SIGNS = Fact(
    "knee_signs",
    Kind.MANY,
    label="Knee signs",
    question=both("Does the knee show any of these?"),
    why="They cannot wait.",
    options=(
        Option("cold_foot", both("The foot is cold"), brief="a cold foot"),
        Option("hot", both("The knee is hot")),
    ),
    may_be_unsure=False,
    may_be_skipped=False,
    find_out="Look at the knee first.",
    source="aaos2010",
)
TWISTED_ON = Fact(
    "twisted_on",
    Kind.PAST_DATE,
    label="Day of the twist",
    question=Words("When did you twist your knee?", "When did they twist their knee?"),
    why="The days count.",
    find_out="Look in a calendar.",
    source="aaos2010",
)
LOCKS = Fact(
    "locks",
    Kind.CHOICE,
    label="Knee locks",
    question=both("Does the knee lock?"),
    why="A knee that locks needs a look inside.",
    options=(Option("yes", both("It locks")), Option("no", both("It never locks"))),
    find_out="Bend the knee, and see.",
    source="aaos2010",
)

TWIST_IS_NEW = Criterion(
    "twist_is_new",
    both("The twist is new"),
    Within("twisted_on", FORTNIGHT),
    limit="Two weeks or less.",
    unclear="no date.",
    why="Later, it has healed.",
    elsewhere="Nobody else says.",
    source="aaos2010",
    answers=("twisted_on",),
)
KNEE_LOCKS = Criterion(
    "knee_locks",
    both("The knee locks"),
    Is("locks", ("yes",)),
    limit="It locks.",
    unclear="not sure.",
    why="That is what is mended.",
    elsewhere="Nobody else says.",
    source="aaos2010",
    answers=("locks",),
)
HOT = Note(
    "hot_knee", "The knee is hot.", Ticked("knee_signs", ("hot",)), both("Show it today: {called_by}."), first=True
)

KNEE_RULES = RuleSet(
    id="knee",
    version="2000-01-01",
    about=About(
        name="the points of a knee",
        source="aaos2010",
        as_of="as it stood",
        points="The points of a knee",
        whose="Points of a knee; other knees differ.",
        lead="It compares a knee with the points of a knee.",
        counted="Days are counted to today.",
        boxes="The first sends to the hospital.",
        blind=("It has never seen the knee.",),
    ),
    title="Guide for the visit: a twisted knee",
    title_alone="Guide for the visit",
    roles=Roles(
        asked_first=KNEE_SIGNS, for_the_doctor=("locks", "twisted_on"), call_today=HOT, write_in=("Shoe size",)
    ),
    ladder=LADDER,
    windows=(Window("twist_ends", "twisted_on", TWIST_IS_NEW, FORTNIGHT, "Last day of the twist", days_left="to_go"),),
    thresholds=(FORTNIGHT,),
    facts=(KNEE_SIGNS, TWISTED_ON, LOCKS),
    also_read=(),
    gates=(
        Gate(
            "cold_foot",
            both("A cold foot"),
            Ticked("knee_signs", ("cold_foot",)),
            GO_NOW,
            source="aaos2010",
            answers=("knee_signs",),
        ),
    ),
    criteria=(TWIST_IS_NEW, KNEE_LOCKS),
    notes=(HOT,),
    outcomes=(
        OutcomeWords(GO_NOW, both("Go now: the foot lacks blood."), both("Nothing else counts."), when="A cold foot."),
        OutcomeWords(TELL_FIRST, both("Tell this first."), both("It comes first."), when="Never."),
        OutcomeWords(
            ANOTHER_WAY, both("Ask for another way."), both("The knee may need none."), when="It never locks."
        ),
        OutcomeWords(CAN_WAIT, both("It can wait."), both("It may change."), when="Never."),
        OutcomeWords(NOT_KNOWN, both("Something is not known."), both("Find it out."), when="An answer is open."),
        OutcomeWords(ALL_WELL, both("A surgeon may look inside the knee."), both("Ask for it."), when="It locks."),
    ),
    steps=(
        Step(both("Go to the hospital now."), (GO_NOW,)),
        Step(both("Ask soon: {to_go} until {twist_ends}."), (ALL_WELL, NOT_KNOWN)),
        Step(both("Rest the knee."), LADDER.outcomes[:-1]),
    ),
    doctor_questions=(
        DoctorQuestion("inside", "About the knee", both("What do you see inside?"), always=True),
        DoctorQuestion("stairs", "About the knee", both("When may I take stairs?"), cues("matters:stairs")),
    ),
    help_lines=(HelpLine("Call the knee nurse", "tel:5550100", ("A cold foot",), source="aaos2010"),),
    priorities=(
        Priority(
            "daily",
            End("stairs", both("I want to take stairs again"), "to take stairs again"),
            End("rest", both("I can rest for a while"), "to rest for a while"),
        ),
    ),
    before_you_decide=(Claim("Without it", "Knees heal by themselves too.", ("aaos2010",)),),
)
