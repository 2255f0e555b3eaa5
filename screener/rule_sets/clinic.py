"""The clinic rule set, whole, in reading order: limits, questions, points, notes, outcomes, next steps, questions to ask.

A clinician can review it from top to bottom; nothing happens in it. Every text comes in two voices where they differ:
to the person with the pain ("you") and to one who answers for someone else ("they"). `source` is an id in
content/sources.toml. To add a question, add a Fact; to add a point, add a Criterion: nothing else needs a change.
"""

from screener.engine.conditions import (
    All,
    Called,
    Certain,
    DaysLeft,
    Doubted,
    Is,
    Not,
    Precedes,
    Some,
    Ticked,
    Unknown,
    Within,
)
from screener.engine.facts import Fact, Kind, Option, Picture, Threshold, Words, both
from screener.engine.priorities import Priority
from screener.engine.rule_set import (
    Claim,
    Criterion,
    DoctorQuestion,
    Gate,
    HelpLine,
    Instead,
    Note,
    OnlyNotMet,
    Outcome,
    OutcomeWords,
    RuleSet,
    Step,
    cues,
)

VERSION = "2026-11-29"

# ---------------------------------------------------------------------------------------------------------- limits

FRACTURE_WINDOW = Threshold(
    "FRACTURE_WINDOW",
    84,
    "days",
    "12 weeks",
    "the most that may lie between the start of the pain and the procedure. The last day counts.",
    source="clinicpage",
)
SCAN_WINDOW = Threshold(
    "SCAN_WINDOW",
    30,
    "days",
    "30 days",
    "the most that may lie between the scan and the procedure. The last day counts.",
    source="clinicpage",
)
HEIGHT_LOSS = Threshold(
    "HEIGHT_LOSS",
    25,
    "percent",
    "25%",
    "a bone that lost more of its height than this has one more sign. Just as much does not count.",
    source="clinicpage",
)
# Ours, not the clinic's, from here on: how many days before the end of the fracture window the summary begins to say so.
TIME_NEARLY_UP = Threshold(
    "TIME_NEARLY_UP",
    14,
    "days",
    "2 weeks",
    "our own: with so many days left or fewer, the summary says that time is running.",
    source="",
)
TIME_ENOUGH = Threshold(
    "TIME_ENOUGH",
    29,
    "days",
    "more than 4 weeks",
    "our own: with so many days left or more, the summary says that there is no hurry.",
    source="",
)
MILD_PAIN = Threshold(
    "MILD_PAIN",
    4,
    "of 10",
    "4 of 10",
    "our own: easing pain of this number or less does not count as pain that stops daily life.",
    source="",
)
SEVERE_PAIN = Threshold(
    "SEVERE_PAIN",
    8,
    "of 10",
    "8 of 10",
    "our own: pain of this number or more does not go together with “it does not stop me”.",
    source="",
)

# ------------------------------------------------------------------------------------------------------ help lines

# For the clinician's review. Trouble walking counts when the legs are weak, clumsy or unsteady, not when the back alone
# slows the walk: nearly everyone who comes here walks slowly. "Pain so bad that you cannot get up, eat, drink or take
# medicine" is general knowledge; no source for it was read. The same holds for the answer `uncontrolled_pain`, for "worse
# than usual" of chest and breath, and for telling the nurse in a hospital. That pain which comes back after cement needs a
# call on the same day is inferred from infections found late (infection2018, yonezawa2021). 911 for new weakness with
# cancer is stricter than the leaflet it comes from (rnohmscc), which says within 24 hours.
# By when a specialist should look at an unstable spine, bone near the nerves, a broken neck bone or a sacrum, and asking
# for a brace or a collar until then, is inferred as well: no source that was read says it.
HELP_LINES = (
    HelpLine(
        "Call 911",
        "tel:911",
        (
            "Chest pain, trouble breathing or fainting that is new, or worse than usual",
            "New trouble peeing, leaks of pee or stool, or no feeling when you go",
            "Numb or tingling between the legs or in the buttocks",
            "New weakness or numbness in an arm or a leg, new pain in both legs, a foot that drops, or an unsteady walk",
            "Back pain after a crash, a fall from a height or a hard hit in the last few days. Do not move the person",
            "Sudden tearing pain in the back, chest or belly, or a throbbing belly with faintness",
            "A drooping face, a weak arm, or slurred speech, even if it passes",
            "Fever or chills with confusion, or feeling very ill",
        ),
        source="ahcprredflags",
    ),
    HelpLine(
        "Call a doctor today (no answer: urgent care or the ER)",
        "",
        (
            "Fever of 100.4 °F (38 °C) or more, or chills",
            "New back pain after an infection, if you inject drugs, or if you fight germs poorly",
            "Cancer, now or before, with back pain that is new, fast getting worse, in a tight band, or down an arm or leg",
            "Back pain that comes back or gets worse after cement in a spine bone",
            "Pain so bad that you cannot get up, eat, drink or take medicine",
            "A new swollen, painful calf. With trouble breathing: 911",
            "After a procedure: fever, or a red, swollen or leaking wound",
        ),
        source="ahcprredflags",
    ),
    HelpLine(
        "Tell a nurse at once",
        "",
        ("Any of these signs, if you are in a hospital now",),
        source="ahcprredflags",
        in_hospital=True,
    ),
    HelpLine("Call or text 988", "tel:988", ("Thoughts of ending your life, at any hour",), source="wyoming988"),
)

# -------------------------------------------------------------------------------------------------------- questions

NEEDS_911 = ("chest_breath", "bladder_bowel", "saddle_numbness", "leg_weakness", "major_injury", "tearing_pain")
NEEDS_A_CALL_TODAY = ("fever", "infection_risk", "cancer_new_pain", "pain_after_cement", "uncontrolled_pain")
COMES_FIRST = ("fever", "cancer_new_pain", "pain_after_cement")
YES_NO = (Option("yes", both("Yes")), Option("no", both("No")))
HAD_SCAN = Is("scan", ("mri", "ct", "bone_scan", "xray", "unknown_kind"))

URGENT_SIGNS = Fact(
    "urgent_signs",
    Kind.MANY,
    label="Urgent signs",
    question=both("Does the person with the pain have any of these signs?"),
    hint=both("Tick each one that is true now."),
    why="These signs can mean an emergency, so we ask them first. No list finds every emergency. If you are worried, call.",
    options=(
        Option(
            "chest_breath",
            both("Chest pain, trouble breathing or fainting that is new, or worse than usual"),
            "Some people are always short of breath. What is new counts. Not sure whether the chest or the back hurts: tick it.",
            brief="chest, breath or fainting",
        ),
        Option(
            "bladder_bowel",
            both("New bladder or bowel trouble"),
            "It is hard to start to pee, or they cannot pee, or they leak pee or stool, or they do not feel it.",
            brief="bladder or bowel trouble",
        ),
        Option(
            "saddle_numbness",
            both("Numb or tingling between the legs, in the groin, the buttocks or the private parts"),
            brief="numb between the legs",
        ),
        Option(
            "leg_weakness",
            both("New weakness or numbness in an arm or a leg, or new pain in both legs"),
            "Also a foot that drops, or new trouble walking because the legs are weak, clumsy or unsteady. Also if it gets worse. "
            "It can mean pressure on the cord, from the neck down.",
            brief="new weakness or numbness",
        ),
        Option(
            "major_injury",
            both("Back pain after a car crash, a fall from a height or a hard hit"),
            "Just now or in the last few days.",
            brief="a crash, fall or hard hit",
        ),
        Option(
            "tearing_pain",
            both("Sudden tearing pain in the back, chest or belly"),
            "Also a throbbing belly with sweating or faintness.",
            brief="sudden tearing pain",
        ),
        Option(
            "fever",
            both("Fever of 100.4 °F (38 °C) or more, or chills"),
            "If the person is confused or very ill, or has a sign from above: call 911 now.",
            brief="fever or chills",
            first="It can mean an infection. Tell a doctor today, before any talk of a procedure.",
        ),
        Option(
            "infection_risk",
            both("New back pain, and a high risk of infection"),
            "The risk is high after a recent infection, or if the person injects drugs. It is high too if the body fights "
            "germs poorly, such as with long steroid use or chemo. The pain can then mean an infection in the spine.",
            brief="new back pain and a high risk of infection",
        ),
        Option(
            "cancer_new_pain",
            both(
                "Cancer, now or before, with back pain that is new or fast getting worse, or a tight band of pain around the body"
            ),
            "Pain down an arm or a leg counts too. Cancer can press on the cord. Often it is worse at night or when lying down. "
            "With new weakness, numbness, or bladder or bowel trouble too: 911.",
            brief="cancer, with new or worse back pain or a band of pain",
            source="rnohmscc",
            first="Cancer can press on the cord. Tell the cancer team today. Until then, bend the back as little as you can.",
        ),
        Option(
            "pain_after_cement",
            both("Back pain that came back or got worse after cement was put into a spine bone"),
            "Also weeks or months later. It can be an infection, a new break or cement that moved.",
            brief="back pain that is back or worse after cement",
            source="infection2018",
            first="It can be an infection, a new break or moved cement. Tell a doctor today, best the one who put it in.",
        ),
        Option(
            "uncontrolled_pain",
            both("Pain so bad that getting up, eating, drinking or taking medicine is not possible"),
            brief="pain so bad that getting up, eating or taking medicine is not possible",
        ),
    ),
    may_be_unsure=False,
    may_be_skipped=False,
    find_out="Answer this first: some signs cannot wait.",
    source="ahcprredflags",
)
STOPS = Fact(
    "stops",
    Kind.MANY,
    label="Things that come first",
    question=Words("Are any of these true for you?", "Are any of these true for them?"),
    hint=both("Tick each one that you know to be true. The report or the doctor can tell you the rest."),
    why="Each of these often means that the procedure must wait, is not done, or needs another doctor first. Some can be put right.",
    options=(
        Option(
            "pain_elsewhere",
            both("A doctor said the pain does not come from the broken bone"),
            "It may come from a joint, a disc or a muscle. Cement does not help that.",
            brief="pain from something else",
            first="Cement does not help such pain. Ask what causes it, and what helps that.",
        ),
        Option(
            "infection",
            both("An infection anywhere in the body now, or in the spine in the last few months"),
            "Such as in the blood, lungs, bladder, skin or teeth. Taking antibiotics counts. Germs can travel to the cement.",
            brief="an infection",
            first="Germs can travel to the cement. Say so before any day is set; with fever or chills, today.",
        ),
        Option(
            "pregnancy",
            both("Pregnant now, or maybe pregnant"),
            "The procedure uses X-rays.",
            brief="maybe pregnant",
            first="The procedure uses X-rays. Say so before any X-ray or scan.",
        ),
        Option(
            "bleeding_problem",
            both("A bleeding problem, low platelets or bad liver disease"),
            "Blood near the spine can press on nerves. It can often be put right first.",
            brief="a bleeding problem",
            first="Blood can press on nerves. It can often be put right: say so before any day is set.",
        ),
        Option(
            "cement_allergy",
            both("A bad reaction to bone cement or X-ray dye"),
            "The balloon holds dye, and the bone is filled with cement.",
            brief="a reaction to cement or dye",
            first="Both are used. Say so before any day is set.",
        ),
        Option(
            "unstable_spine",
            both("A doctor said that the spine is not stable, or spoke of rods and screws"),
            "Cement alone cannot hold an unstable spine.",
            brief="an unstable spine",
            first="Cement alone cannot hold it. A spine surgeon should look first: ask for that today or on the next "
            "working day. Ask whether to keep a brace on until then.",
        ),
        Option(
            "bone_fragment",
            both("A piece of bone near the nerves"),
            "The report may say retropulsion, narrow canal or burst fracture.",
            brief="bone near the nerves",
            first="Some need surgery instead. A spine surgeon should look first: ask for that today or on the next "
            "working day.",
        ),
        Option(
            "cancer_near_cord",
            both("Cancer close to the spinal cord"),
            "It can press on the cord.",
            brief="cancer near the spinal cord",
            source="rnohmscc",
            first="A cancer team and a spine surgeon decide together. Tell the cancer team today.",
        ),
        Option(
            "many_levels",
            both("More than three broken bones to treat at once"),
            "More bones mean more cement and more risk. So many breaks may have a cause of their own.",
            brief="more than three bones to treat",
            first="More cement means more risk. Ask first why so many are broken.",
        ),
        Option(
            "denosumab_stopped",
            both("A Prolia (denosumab) shot was stopped or is late"),
            "Prolia is a shot for weak bones. It counts if it was stopped or late in the year and a half before the break: "
            "several bones can break after that.",
            brief="a Prolia shot stopped or late",
            source="anastasilakis2023",
            first="Several bones can break after that, and more with cement, says one group of bone doctors. The bone drug "
            "comes first: tell the doctor who gave the shot today or on the next working day.",
        ),
    ),
    find_out="Go through the list with the doctor: each of these comes before a procedure.",
    source="lcd34106",
)
CAUTIONS = Fact(
    "cautions",
    Kind.MANY,
    label="Things to talk about",
    question=Words("Which of these are true for you?", "Which of these are true for them?"),
    hint=both("Tick each one that is true. None of them decides anything here."),
    why="Each one can change the risk. Those you tick become questions for the doctor.",
    options=(
        Option(
            "blood_thinner",
            both("A blood thinner"),
            "Such as warfarin, Eliquis, Xarelto, Plavix or daily aspirin. Do not stop it on your own.",
            brief="a blood thinner",
        ),
        Option(
            "heart_lung",
            both("Bad heart or lung disease, or oxygen at home"),
            "It can change how the body is put to sleep or made numb, and who must be there.",
            brief="heart or lung disease",
        ),
        Option(
            "cannot_lie_prone",
            both("Cannot lie face down for an hour"),
            "One lies on the belly for it.",
            brief="cannot lie face down",
        ),
        Option(
            "nerve_pain",
            both("Pain that shoots down a leg or around the ribs"),
            "A pinched nerve may be the cause, and cement does not help that. Pressure or pain in the chest itself, or trouble "
            "breathing: 911. Not sure: 911. With cancer, pain down an arm or a leg or a tight band around the body needs a call today.",
            brief="pain down a leg or around the ribs",
        ),
        Option(
            "flat_bone",
            both("A bone that is almost flat"),
            "The report may say vertebra plana or severe collapse. There may be no room for the balloon.",
            brief="a bone almost flat",
        ),
        Option(
            "cement_before",
            both("Cement in a spine bone before"),
            "The doctor needs to know which bone, when, and how it went. If back pain came back or got worse after it, "
            "go back and tick that among the urgent signs.",
            brief="cement before",
        ),
    ),
    source="l34228checklist",
)

FACTS = (
    URGENT_SIGNS,
    Fact(
        "adult",
        Kind.CHOICE,
        label="18 or older",
        question=both("Is the person with the pain 18 or older?"),
        why="This self-check is made for adults only.",
        options=YES_NO,
        may_be_unsure=False,
        may_be_skipped=False,
        find_out="The self-check is made for adults.",
        source="aaos2010",
    ),
    Fact(
        "for_whom",
        Kind.CHOICE,
        label="Who this is for",
        question=both("Who is this self-check for?"),
        why="It only changes how we word the questions.",
        options=(Option("self", both("For me")), Option("someone_else", both("For someone else"))),
        may_be_unsure=False,
    ),
    Fact(
        "told_fracture",
        Kind.CHOICE,
        label="Told of a broken bone",
        question=Words(
            "Has a doctor told you that a bone in your spine is broken?",
            "Has a doctor told them that a bone in their spine is broken?",
        ),
        hint=both("The doctor may have called it a crushed bone or a compression fracture."),
        why="The procedure is only for a broken spine bone. Back pain can come from joints, discs or muscles too.",
        options=YES_NO,
        find_out="Ask the doctor who ordered the scan: is a bone in the spine broken?",
        source="clinicpage",
    ),
    Fact(
        "in_hospital",
        Kind.CHOICE,
        label="In the hospital now",
        question=Words(
            "Are you in a hospital bed now because of this pain?",
            "Are they in a hospital bed now because of this pain?",
        ),
        why="Then the people to tell are on the ward. One Medicare rule has its own path for people in the hospital.",
        options=YES_NO,
        source="lcd34106",
    ),
    Fact(
        "level",
        Kind.MANY,
        label="Which bone is broken",
        question=both("Which bone of the spine is broken?"),
        hint=both(
            "Tick each part that has a broken bone. The report names the bone by a letter and a number, such as L1."
        ),
        why="It is the first thing a doctor wants to know. The trials were about bones from T5 down to L5.",
        options=(
            Option(
                "neck",
                both("A neck bone (C1 to C7)"),
                "The studies and one Medicare rule leave it out. It is for a spine specialist.",
                brief="neck (C1 to C7)",
            ),
            Option(
                "upper_back",
                both("Top of the back (T1 to T4)"),
                "The trials did not take these, and some health plans leave them out.",
                brief="top of the back (T1 to T4)",
            ),
            Option("mid_back", both("Middle of the back (T5 to T12)"), brief="middle of the back (T5 to T12)"),
            Option("low_back", both("Low back (L1 to L5)"), brief="low back (L1 to L5)"),
            Option(
                "sacrum",
                both("The sacrum or tailbone, below the low back"),
                "It is another kind of break, with other care. A specialist decides.",
                brief="sacrum or tailbone",
            ),
        ),
        may_be_none=False,
        picture=Picture("spine-parts", "The five parts of the spine, seen from the side."),
        find_out="Look in the report for a letter and a number, such as T12 or L1, or ask the doctor.",
        source="dohm2014",
    ),
    Fact(
        "cause",
        Kind.CHOICE,
        label="Cause of the break",
        question=both("What did the doctor say caused the break?"),
        why="The clinic looks at breaks from weak bone, from steroids, from cancer or from a growth. For an injury, a doctor decides.",
        options=(
            Option(
                "osteoporosis",
                both("Weak bones (osteoporosis)"),
                "The bone broke in a small fall, a lift or a cough, or for no clear reason.",
            ),
            Option("steroids", both("Steroid medicine taken for a long time"), "Such as prednisone."),
            Option("cancer", both("Cancer in the bone")),
            Option("benign_growth", both("A growth in the bone that is not cancer")),
            Option("injury", both("An injury"), "Such as a crash or a bad fall."),
        ),
        find_out="Ask the doctor: was it weak bone, a medicine, cancer, a growth or an injury?",
        source="clinicpage",
    ),
    Fact(
        "pain_began",
        Kind.PAST_DATE,
        label="When the pain began",
        question=Words("When did the pain from this break begin?", "When did their pain from this break begin?"),
        hint=both("If you do not know the day, leave it empty. The month and the year are enough."),
        why=f"The clinic counts {FRACTURE_WINDOW.words} from this day to the day of the procedure.",
        find_out="Look in a calendar or in visit notes, or ask family: on which day did it start?",
        source="clinicpage",
    ),
    Fact(
        "pain_stops_you",
        Kind.CHOICE,
        label="Pain stops daily life",
        question=Words(
            "Is your pain so bad that it stops you from doing basic daily things?",
            "Is their pain so bad that it stops them from doing basic daily things?",
        ),
        hint=both("Such as getting dressed, cooking or walking around the home."),
        why="The clinic looks for severe pain that takes over daily life.",
        options=YES_NO,
        find_out="In the last day, did the pain stop getting dressed, cooking or walking at home?",
        source="clinicpage",
    ),
    Fact(
        "pain_score",
        Kind.SCORE,
        label="Pain from 0 to 10",
        question=Words(
            "In the last day, how bad was your usual pain when up and moving?",
            "In the last day, how bad was their usual pain when up and moving?",
        ),
        hint=both("0 is no pain. 10 is as bad as pain can be."),
        why=f"Doctors and health plans ask for this number. Pain that is easing and {MILD_PAIN.words} or less is a reason to ask about waiting.",
        find_out="Think of the last day, when up and moving: which number from 0 to 10 fits the usual pain?",
        source="l34228checklist",
    ),
    Fact(
        "daily_tasks",
        Kind.CHOICE,
        label="Daily tasks alone",
        question=Words("How much can you still do on your own?", "How much can they still do on their own?"),
        hint=both("Such as washing, dressing, cooking and walking."),
        why="A great loss of daily function is one of the signs the clinic looks for.",
        options=(
            Option("most", both("Most things")),
            Option("some", both("Some things")),
            Option("few", both("Few things")),
        ),
        find_out="Go through one day: wash, dress, cook, walk. How much works with no help?",
        source="clinicpage",
    ),
    Fact(
        "care_tried",
        Kind.CHOICE,
        label="Care tried so far",
        question=Words("Have you tried a brace or pain medicine?", "Have they tried a brace or pain medicine?"),
        hint=both("If it helps some, but the pain is still severe, choose the first answer."),
        why="The clinic looks at the procedure when a brace or medicine has not helped enough.",
        options=(
            Option("not_enough", both("Yes, and the pain is still severe")),
            Option("enough", both("Yes, and it helps enough")),
            Option("not_tried", both("Not yet")),
            Option(
                "cannot_use",
                Words("I cannot use them", "They cannot use them"),
                "For example because of side effects or another illness.",
            ),
        ),
        find_out="Think of the brace and the pain medicine so far. Is the pain still severe with them?",
        source="clinicpage",
    ),
    Fact(
        "pain_trend",
        Kind.CHOICE,
        label="Pain better or worse",
        question=Words("Which way is your pain going?", "Which way is their pain going?"),
        hint=both("Think about the last two weeks."),
        why="Pain that gets worse is one of the signs the clinic looks for. Pain that eases may mean the bone is healing.",
        options=(
            Option("worse", both("It is getting worse")),
            Option("same", both("It is about the same")),
            Option("better", both("It is getting better")),
        ),
        find_out="Note the pain each day for a few days, from 0 to 10. Does the number rise or fall?",
        source="clinicpage",
    ),
    Fact(
        "scan",
        Kind.CHOICE,
        label="Newest scan",
        question=Words(
            "What was the newest scan of your broken bone?", "What was the newest scan of their broken bone?"
        ),
        why="The clinic needs a recent scan that shows a new break. An X-ray often cannot tell new from old.",
        options=(
            Option("mri", both("MRI"), "A loud tube with a magnet."),
            Option("ct", both("CT"), "A ring that takes X-ray slices."),
            Option("bone_scan", both("Bone scan"), "A shot first, then pictures. It lights up where bone is healing."),
            Option("xray", both("X-ray only"), "A plain picture."),
            Option("unknown_kind", both("There was one, but I do not know which kind")),
            Option("none", both("There was no scan")),
        ),
        find_out="The top line of the report says which kind of scan it was. The clinic can also tell you.",
        source="clinicpage",
    ),
    Fact(
        "scan_date",
        Kind.PAST_DATE,
        label="Day of the scan",
        question=both("When was that scan?"),
        hint=both("The report has the date at the top. If you do not know the day, leave it empty."),
        why=f"The clinic counts a scan for {SCAN_WINDOW.words}, up to the day of the procedure.",
        asked_if=HAD_SCAN,
        find_out="The date stands at the top of the scan report.",
        source="clinicpage",
    ),
    Fact(
        "scan_new_break",
        Kind.CHOICE,
        label="Report says the break is new",
        question=both("Does the report say that the break is new?"),
        hint=both("Look for words such as new, acute, recent, swelling, edema or uptake."),
        why="The clinic looks for a scan that shows a new break. An old break has often healed.",
        options=YES_NO,
        asked_if=HAD_SCAN,
        find_out="In its “Impression”, look for new, acute, recent, swelling, edema or uptake.",
        source="clinicpage",
    ),
    Fact(
        "height_loss",
        Kind.CHOICE,
        label="Height the bone has lost",
        question=both("How much of its height does the report say the bone has lost?"),
        why=f"A loss of more than {HEIGHT_LOSS.words} is one of the signs the clinic looks for. Please do not guess.",
        options=(
            Option("over_25", both(f"More than {HEIGHT_LOSS.words}")),
            Option("up_to_25", both(f"{HEIGHT_LOSS.words} or less")),
        ),
        asked_if=HAD_SCAN,
        find_out="Look in the report for “height loss” and a percent, or ask the doctor for it.",
        source="clinicpage",
    ),
    Fact(
        "height_progress",
        Kind.CHOICE,
        label="Bone more crushed on later scans",
        question=both("Do later scans show the bone more crushed than before?"),
        hint=both("This takes at least two scans."),
        why="A bone that goes on sinking is one of the signs the clinic looks for.",
        options=YES_NO,
        asked_if=HAD_SCAN,
        find_out="Ask the doctor to compare the scans: has the bone sunk further?",
        source="clinicpage",
    ),
    Fact(
        "forward_bend",
        Kind.CHOICE,
        label="Bent forward",
        question=Words("Is your back bent forward?", "Is their back bent forward?"),
        hint=both("A doctor may call it kyphosis."),
        why="A spine that bends forward is one of the signs the clinic looks for.",
        options=YES_NO,
        find_out="Ask the doctor: has the spine bent forward (kyphosis)?",
        source="clinicpage",
    ),
    Fact(
        "before_surgery",
        Kind.CHOICE,
        label="Wanted before another operation",
        question=both("Does a surgeon want the bone made stronger before another operation?"),
        why="That is one of the signs the clinic looks for. If no operation is planned, answer no.",
        options=YES_NO,
        find_out="Ask the surgeon, if another operation on the spine is planned.",
        source="clinicpage",
    ),
    STOPS,
    CAUTIONS,
    Fact(
        "procedure_date",
        Kind.COMING_DATE,
        label="Day of the procedure",
        question=both("Is there a date for the procedure already?"),
        hint=both("If there is none yet, tick the box below."),
        unsure_words="No date yet, or I’m not sure",
        why="The clinic counts all days up to the day of the procedure. With no date, we count up to today.",
        source="clinicpage",
    ),
)

# Asked only where the Medicare rule is looked at. Read here too, so that one file of answers serves every rule set.
ASKED_ELSEWHERE = (
    Fact(
        "rdq",
        Kind.CHOICE,
        label="Roland-Morris score",
        question=Words(
            "Has a clinic given you a Roland-Morris score?",
            "Has a clinic given them a Roland-Morris score?",
        ),
        hint=both("It comes from a list of 24 questions on how back pain limits the day. Do not work it out yourself."),
        why="One Medicare rule counts a score over 17 as one of its four signs.",
        options=(Option("over_17", both("Over 17")), Option("up_to_17", both("17 or less"))),
        find_out="Ask the clinic whether it has a Roland-Morris score.",
        source="lcd34106",
    ),
)

# ------------------------------------------------------------------------------------------------ what comes before

IN_HOSPITAL = Is("in_hospital", ("yes",))
CANCER = Is("cause", ("cancer",))
# What the trials of weak-bone breaks found is not true of these.
NOT_WEAK_BONE = Is("cause", ("cancer", "benign_growth", "injury"))
PAIN_WORSE = Is("pain_trend", ("worse",))
PAIN_EASING = Is("pain_trend", ("better",))

GATES = (
    Gate(
        "emergency",
        both("A sign that needs 911"),
        Ticked("urgent_signs", NEEDS_911),
        Outcome.GET_HELP_NOW,
        source="ahcprredflags",
        answers=("urgent_signs",),
    ),
    Gate("child", both("Under 18"), Is("adult", ("no",)), Outcome.ADULTS_ONLY, source="aaos2010", answers=("adult",)),
    Gate(
        "stop",
        both("Something that comes before a procedure"),
        # In the order in which they are told: those first that cannot wait for a visit.
        Ticked(
            "stops",
            (
                "cancer_near_cord",
                "unstable_spine",
                "bone_fragment",
                "denosumab_stopped",
                "infection",
                "pregnancy",
                "bleeding_problem",
                "cement_allergy",
                "pain_elsewhere",
                "many_levels",
            ),
        ),
        Outcome.RAISE_FIRST,
        source="lcd34106",
        answers=("stops",),
    ),
    Gate(
        "sign_first",
        both("A sign that a doctor must look at first"),
        Ticked("urgent_signs", COMES_FIRST),
        Outcome.RAISE_FIRST,
        source="ahcprredflags",
        answers=("urgent_signs",),
    ),
    Gate(
        "cancer_worse",
        both("Cancer, and pain that gets worse"),
        All(CANCER, PAIN_WORSE),
        Outcome.RAISE_FIRST,
        source="rnohmscc",
        answers=("cause", "pain_trend"),
        first="Pain that gets worse can mean that the cancer presses on the cord. Tell the cancer team today. "
        "Until then, bend the back as little as you can.",
    ),
)
EVERY_GATE_IS_NO = All(*(Not(gate.condition) for gate in GATES))

# --------------------------------------------------------------------------------------------------- the points

SCAN_PREDATES_PAIN = Precedes("scan_date", "pain_began")
SCAN_IN_TIME = Within("scan_date", SCAN_WINDOW)
PAIN_IN_TIME = Within("pain_began", FRACTURE_WINDOW)
PLAIN_PICTURE = Is("scan", ("xray", "unknown_kind"))
# With cancer the window does not end: the cancer team decides.
WINDOW_APPLIES = Not(Certain(CANCER))

KNOWN_FRACTURE = Criterion(
    "known_fracture",
    both("A doctor found a broken spine bone"),
    Is("told_fracture", ("yes",)),
    limit="A doctor has said so.",
    unclear="not sure, or no answer.",
    why="The procedure is only for a broken spine bone.",
    elsewhere="One Medicare rule (L34228) and a UK guide also ask that this bone is what hurts.",
    source="clinicpage",
    answers=("told_fracture",),
    if_not=Outcome.NO_KNOWN_FRACTURE,
)
FOR_A_SPECIALIST = Ticked("level", ("neck", "sacrum"))
BONE_LEVEL = Criterion(
    "bone_level",
    both("The bone is in the chest or low back"),
    Doubted(Not(FOR_A_SPECIALIST), FOR_A_SPECIALIST),
    limit="Every broken bone is one from T1 to L5.",
    unclear="a neck bone, the sacrum or the tailbone is broken too, not sure, or no answer.",
    why="The trials were about bones from T5 to L5. A break of the neck or the sacrum is another kind, with other care.",
    elsewhere="Some health plans leave out T1 to T4.",
    source="lcd34106",
    does_not_fit="nothing: a clinician decides.",
    ours="The clinic names no bones, so the limit is that of one Medicare rule. For the neck or the sacrum, a clinician decides.",
    answers=("level",),
)
CAUSE_FITS = Criterion(
    "cause_fits",
    both("The cause of the break"),
    Is("cause", ("osteoporosis", "steroids", "cancer", "benign_growth"), unclear=("injury",)),
    limit="Weak bone, steroids, cancer, or a growth. The clinic also names some injuries.",
    unclear="an injury, not sure, or no answer.",
    why="The label of the cement names bones that broke because they were weak or ill.",
    elsewhere="One Medicare rule (L34228) names weak bone only. For cancer, a growth or an injury, other Medicare rules may hold.",
    source="clinicpage",
    does_not_fit="nothing: a clinician decides.",
    ours="For an injury, a clinician decides.",
    answers=("cause",),
)
FRACTURE_RECENT = Criterion(
    "fracture_recent",
    both("The break is recent"),
    Some(PAIN_IN_TIME, Is("cause", unclear=("cancer",))),
    limit=f"{FRACTURE_WINDOW.words} or less from the start of the pain to the procedure.",
    unclear="no date; a month in which the limit ends; or past the limit with cancer, or with a cause that is not known.",
    why="Later, the bone has often healed too far for the procedure to ease pain.",
    elsewhere="One Medicare rule (L34228) uses the same limit. A trial of cement without a balloon in older, unhealed breaks found somewhat "
    "less pain. It was planned as a blind test; whether that held, we did not read.",
    source="clinicpage",
    ours="With cancer, the cancer team decides.",
    answers=("pain_began",),
)
PAIN_INCAPACITATING = Criterion(
    "pain_incapacitating",
    both("The pain stops daily life"),
    All(
        Is("pain_stops_you", ("yes",)),
        Not(All(PAIN_EASING, Is("pain_score", tuple(range(MILD_PAIN.limit + 1))))),
    ),
    limit="Severe pain that stops basic daily things.",
    unclear="not sure, or no answer; or it is not known whether the pain both eases and is mild.",
    why="The procedure has risks. It is weighed against pain that takes over daily life.",
    elsewhere="One Medicare rule (L34228) asks for a number: 5 of 10 or more at home, 8 or more in the hospital.",
    source="clinicpage",
    ours=f"Pain that is getting better and is {MILD_PAIN.words} or less does not fit: ask about waiting.",
    answers=("pain_stops_you", "pain_trend", "pain_score"),
)
CARE_NOT_ENOUGH = Criterion(
    "care_not_enough",
    both("Other care has not helped enough"),
    Is("care_tried", ("not_enough",), unclear=("cannot_use",)),
    limit="A brace or pain medicine was tried, and the pain is still severe.",
    unclear="a brace and medicine cannot be used (then a clinician decides), not sure, or no answer.",
    why="Most of these breaks ease with time. So care without a procedure comes first.",
    elsewhere="How long to try first differs most of all: from 24 hours to 6 weeks and more.",
    source="clinicpage",
    answers=("care_tried",),
    can_change=Is("care_tried", ("not_tried",)),
)
SCAN_RECENT = Criterion(
    "scan_recent",
    both("The scan is recent"),
    All(HAD_SCAN, SCAN_IN_TIME, Not(SCAN_PREDATES_PAIN)),
    limit=f"{SCAN_WINDOW.words} or less from the scan to the procedure.",
    unclear="no date; a month in which the limit ends; or not sure whether there was a scan.",
    why="The clinic does not say why. The bone may have changed since an older scan.",
    elsewhere="One Medicare rule (L34228) names no age of the scan. One set of health plan rules allows 6 months.",
    source="clinicpage",
    ours="A scan taken before the pain began does not count.",
    answers=("scan", "scan_date"),
    can_change=Some(Not(HAD_SCAN), Not(SCAN_IN_TIME), SCAN_PREDATES_PAIN),
)
SCAN_SHOWS_NEW_BREAK = Criterion(
    "scan_shows_new_break",
    both("The scan shows a new break"),
    Doubted(
        All(HAD_SCAN, Some(Is("scan_new_break", ("yes",)), Is("scan", unclear=("xray", "unknown_kind")))),
        SCAN_PREDATES_PAIN,
    ),
    limit="The report says new, acute, recent, swelling, edema or uptake.",
    unclear="an X-ray or unknown scan that shows no new break; a scan from before the pain; not sure; or no answer.",
    why="An old break may not be what hurts.",
    elsewhere="One Medicare rule (L34228) asks for swelling in the bone on an MRI, or a scan that lights up.",
    source="clinicpage",
    answers=("scan", "scan_new_break"),
    can_change=Not(HAD_SCAN),
)
SIGNS = Some(
    Is("pain_trend", ("worse",)),
    Is("height_progress", ("yes",)),
    Is("height_loss", ("over_25",)),
    Is("forward_bend", ("yes",)),
    Is("daily_tasks", ("few",)),
    Is("cause", ("steroids", "cancer")),
    Is("before_surgery", ("yes",)),
)
ONE_MORE_SIGN = Criterion(
    "one_more_sign",
    both("At least one more sign"),
    SIGNS,
    limit=(
        "One of seven: pain getting worse; the bone sinking further; more than "
        f"{HEIGHT_LOSS.words} of its height lost; a back bent forward; few daily tasks alone. Or a break from steroids, "
        "or a bone to be made stronger before another operation."
    ),
    unclear="none of the seven is said to be there, but not all are known.",
    why="The clinic wants one more reason beside the pain.",
    elsewhere="One Medicare rule (L34228) wants two of four signs when the pain at home is steady or easing, and does not count the last two.",
    source="clinicpage",
    ours="With cancer, no other sign is asked for.",
    answers=(
        "pain_trend",
        "height_progress",
        "height_loss",
        "forward_bend",
        "daily_tasks",
        "cause",
        "before_surgery",
    ),
)
CRITERIA = (
    KNOWN_FRACTURE,
    BONE_LEVEL,
    CAUSE_FITS,
    FRACTURE_RECENT,
    PAIN_INCAPACITATING,
    CARE_NOT_ENOUGH,
    SCAN_RECENT,
    SCAN_SHOWS_NEW_BREAK,
    ONE_MORE_SIGN,
)

# ---------------------------------------------------------------------------------- notes beside the outcome

CANCER_NEAR_CORD = Ticked("stops", ("cancer_near_cord",))
WITH_CANCER = Some(CANCER, Ticked("urgent_signs", ("cancer_new_pain",)), CANCER_NEAR_CORD)
RAISED_FIRST = Some(*(gate.condition for gate in GATES if gate.outcome is Outcome.RAISE_FIRST))
ONLY_A_CLINICIAN = Some(
    Called(Is("cause", ("injury",)), "an injury as the cause"),
    Called(All(CANCER, Not(PAIN_IN_TIME)), f"cancer, and pain for more than {FRACTURE_WINDOW.words}"),
    Called(Is("care_tried", ("cannot_use",)), "a brace and pain medicine that cannot be used"),
    Called(All(Is("scan_new_break", ("no",)), PLAIN_PICTURE), "a picture that often cannot show a new break"),
    FOR_A_SPECIALIST,
)
ANY_CAUTION = Ticked("cautions", tuple(option.value for option in CAUTIONS.options))
CALLS_TODAY = Some(
    Ticked("urgent_signs", NEEDS_A_CALL_TODAY),
    Called(All(PAIN_WORSE, Some(CANCER, CANCER_NEAR_CORD)), "pain that gets worse, with cancer"),
)

NOTES = (
    Note(
        "call_today",
        "A sign is ticked that calls for a doctor today; or pain gets worse with cancer as the cause, or close to the cord.",
        CALLS_TODAY,
        Words(
            "Call your doctor today. Why: {called_by}. No answer: urgent care or the ER.",
            "Call their doctor today. Why: {called_by}. No answer: urgent care or the ER.",
        ),
        source="ahcprredflags",
        first=True,
        instead=(
            Instead(
                IN_HOSPITAL,
                "In the hospital.",
                Words(
                    "Tell your nurse or doctor now. Why: {called_by}.",
                    "Tell their nurse or doctor now. Why: {called_by}.",
                ),
            ),
            Instead(
                WITH_CANCER,
                "With cancer, now or before.",
                Words(
                    "Call your doctor today: the cancer team. Why: {called_by}. No answer: urgent care or the ER.",
                    "Call their doctor today: the cancer team. Why: {called_by}. No answer: urgent care or the ER.",
                ),
            ),
        ),
    ),
    Note(
        "cancer_team",
        "The cause is cancer, or one of the boxes on cancer is ticked.",
        WITH_CANCER,
        Words(
            "Your cancer team and a spine specialist decide together. New or worse pain: tell them today.",
            "Their cancer team and a spine specialist decide together. New or worse pain: tell them today.",
        ),
        source="niceipg166",
    ),
    Note(
        "raise_cautions",
        "One of the things to talk about is ticked.",
        ANY_CAUTION,
        both("Talk about this first, before a day is set, since it can change the risk: {called_by}."),
        source="l34228checklist",
        first=True,
        instead=(
            Instead(
                Ticked("cautions", ("blood_thinner",)),
                "With a blood thinner.",
                both(
                    "Talk about this first, before a day is set, since it can change the risk: {called_by}. "
                    "Do not stop the blood thinner on your own."
                ),
            ),
        ),
    ),
    Note(
        "in_hospital",
        "In a hospital bed because of this pain.",
        IN_HOSPITAL,
        both(
            "In the hospital: show this to the team on the ward. They know the case, and can ask a spine specialist to come."
        ),
        source="lcd34106",
    ),
    Note(
        "pain_easing",
        "The pain is getting better.",
        PAIN_EASING,
        Words(
            "Your pain is getting better. Many breaks of weak bone heal on their own, so ask about waiting first.",
            "Their pain is getting better. Many breaks of weak bone heal on their own, so ask about waiting first.",
        ),
        source="klazen2010",
        first=True,
        instead=(
            Instead(
                WITH_CANCER,
                "With cancer, now or before.",
                Words(
                    "Your pain is getting better. But bone destroyed by cancer does not heal by itself: talk with the cancer team soon all the same.",
                    "Their pain is getting better. But bone destroyed by cancer does not heal by itself: talk with the cancer team soon all the same.",
                ),
            ),
            Instead(
                Some(RAISED_FIRST, CALLS_TODAY, FOR_A_SPECIALIST),
                "When something comes first, calls for a doctor today, or is for a specialist.",
                Words(
                    "Your pain is getting better. Say so, but do not put off what comes first.",
                    "Their pain is getting better. Say so, but do not put off what comes first.",
                ),
            ),
            Instead(
                NOT_WEAK_BONE,
                "With an injury, or a growth that is not cancer.",
                Words(
                    "Your pain is getting better, so ask about waiting first.",
                    "Their pain is getting better, so ask about waiting first.",
                ),
            ),
        ),
    ),
    Note(
        "clinician_decides",
        "An answer that only a clinician can judge. It may be an injury, an older break with cancer, or care that cannot be used. "
        "Or a plain X-ray with no new break, or a broken neck bone or sacrum.",
        ONLY_A_CLINICIAN,
        both(
            "Only a clinician can decide on this: {called_by}. Ask a spine specialist, or with cancer the cancer team. "
            "Bring any scan and its report. If there is no MRI, ask whether one is needed."
        ),
        source="clinicpage",
    ),
    Note(
        "past_window",
        "Only the age of the break does not fit.",
        OnlyNotMet(FRACTURE_RECENT, CRITERIA),
        Words(
            f"Past {FRACTURE_WINDOW.words}, healing is often too far along. Often is not always: ask whether your break has healed.",
            f"Past {FRACTURE_WINDOW.words}, healing is often too far along. Often is not always: ask whether their break has healed.",
        ),
        source="clinicpage",
        instead=(
            Instead(
                NOT_WEAK_BONE,
                "With an injury, or a growth that is not cancer.",
                Words(
                    f"The pain began more than {FRACTURE_WINDOW.words} ago: ask whether your break has healed.",
                    f"The pain began more than {FRACTURE_WINDOW.words} ago: ask whether their break has healed.",
                ),
            ),
        ),
    ),
    Note(
        "older_break_still_new",
        "The break is older, but the scan shows it as new.",
        All(Not(PAIN_IN_TIME), SCAN_SHOWS_NEW_BREAK.condition),
        both(
            "The break is older, but the scan still shows it as new. One trial, planned as a blind test, tried cement "
            "without a balloon in such breaks. Ask what it means here."
        ),
        source="vertosv2023",
        instead=(
            Instead(
                NOT_WEAK_BONE,
                "When the cause is not weak bone.",
                both("The break is older, but the scan still shows it as new. Ask what it means here."),
            ),
        ),
    ),
    Note(
        "xray_only",
        "The newest scan is an X-ray.",
        Is("scan", ("xray",)),
        both("An X-ray often cannot show whether a break is new. Ask whether an MRI is needed."),
        source="l34228checklist",
    ),
    Note(
        "scan_before_pain",
        "The scan was taken before the pain began.",
        SCAN_PREDATES_PAIN,
        both(
            "The scan was taken before this pain began, so it cannot show this break. Or is one of the two dates wrong?"
        ),
        source="clinicpage",
    ),
    Note(
        "scan_too_old_by_then",
        "The scan counts today but not on the day of the procedure.",
        All(
            HAD_SCAN,
            Within("scan_date", SCAN_WINDOW, to_today=True),
            Not(SCAN_PREDATES_PAIN),
            Not(SCAN_IN_TIME),
        ),
        both(
            "The scan counts today, but it will be too old on the day of the procedure. A new scan counts if it is done from {new_scan_from} on."
        ),
        source="clinicpage",
    ),
    Note(
        "time_running",
        "Little time is left and no day for the procedure is known.",
        All(
            WINDOW_APPLIES, Unknown("procedure_date"), DaysLeft("pain_began", FRACTURE_WINDOW, 0, TIME_NEARLY_UP.limit)
        ),
        both(
            "{days_left} left. The clinic counts to the day of the procedure, and its limit ends on {fracture_window_ends}. "
            "That is one clinic’s limit, and no reason to decide in a hurry."
        ),
        source="clinicpage",
        instead=(
            Instead(
                Is("told_fracture", ("no",)),
                "When no doctor has told of a broken bone.",
                both(
                    "Whether a bone is broken comes first. If it is, a clinic’s limit ends on {fracture_window_ends}."
                ),
            ),
        ),
    ),
    Note(
        "no_hurry",
        f"{TIME_ENOUGH.words.capitalize()} are left, no day for the procedure is known, nothing comes first, and nothing calls for a doctor today.",
        All(
            WINDOW_APPLIES,
            Unknown("procedure_date"),
            DaysLeft("pain_began", FRACTURE_WINDOW, TIME_ENOUGH.limit, FRACTURE_WINDOW.limit),
            EVERY_GATE_IS_NO,
            Not(Certain(CALLS_TODAY)),
        ),
        both(
            "There is no hurry: {days_left} are left of the time the clinic counts. There is time to think, to try other care and to ask."
        ),
        source="clinicpage",
        instead=(
            Instead(
                Is("told_fracture", ("no",)),
                "When no doctor has told of a broken bone.",
                both("There is no hurry over a procedure. Whether a bone is broken comes first."),
            ),
            Instead(
                IN_HOSPITAL,
                "In the hospital.",
                both(
                    "You are not late for the clinic’s limit: {days_left} are left. Talk with the team on the ward all the same, now."
                ),
            ),
            Instead(
                ONLY_A_CLINICIAN,
                "When only a clinician can decide something.",
                both(
                    "You are not late for the clinic’s limit: {days_left} are left. But do not put off the visit with a specialist."
                ),
            ),
            Instead(
                PAIN_WORSE,
                "When the pain gets worse.",
                both(
                    "You are not late for the clinic’s limit: {days_left} are left. There is time to think. But as the pain gets worse, do not put off the visit."
                ),
            ),
        ),
    ),
    Note(
        "answers_differ_fracture",
        "Two answers about the break differ.",
        All(Is("told_fracture", ("no",)), Is("scan_new_break", ("yes",))),
        both(
            "Two answers differ: no doctor told of a break, but the report says there is a new one. Show the report to a doctor."
        ),
    ),
    Note(
        "answers_differ_pain",
        "Two answers about the pain do not go together.",
        Some(
            All(
                Is("pain_stops_you", ("no",)),
                Some(Is("daily_tasks", ("few",)), Is("pain_score", tuple(range(SEVERE_PAIN.limit, 11)))),
            ),
            All(Is("pain_stops_you", ("yes",)), Is("pain_score", tuple(range(MILD_PAIN.limit + 1)))),
        ),
        both(
            "How bad the pain is from 0 to 10, what it stops and what can still be done do not seem to go together. Look at these answers again. This note does not change the outcome."
        ),
    ),
)

# ---------------------------------------------------------------------------------- outcomes, the gravest first

OUTCOMES = (
    OutcomeWords(
        Outcome.GET_HELP_NOW,
        both("Stop here. Call 911 or go to the nearest emergency room now."),
        both(
            "Your answer may mean an emergency. Do not wait for this self-check or for a visit. "
            "In a hospital already? Tell a nurse at once."
        ),
        when="A sign that needs 911 is ticked.",
        instead=(
            Instead(
                IN_HOSPITAL,
                "In the hospital.",
                both("Stop here. Tell a nurse now: use the call button, or call out."),
                both("Your answer may mean an emergency. Do not wait for this self-check or for the next round."),
            ),
        ),
    ),
    OutcomeWords(
        Outcome.ADULTS_ONLY,
        both("This self-check is made for people who are 18 or older."),
        both(
            "The limits and the studies here are about adults. Please ask the child’s own doctor what the pain means."
        ),
        when="The person is under 18.",
    ),
    OutcomeWords(
        Outcome.NO_KNOWN_FRACTURE,
        Words(
            "No doctor has told you of a broken spine bone so far. Finding that out comes first.",
            "No doctor has told them of a broken spine bone so far. Finding that out comes first.",
        ),
        both(
            "A doctor finds a break with an exam and a picture, such as an X-ray or an MRI. Back pain has many other "
            "causes. The guide helps with that visit."
        ),
        when="No doctor has told of a broken spine bone.",
    ),
    OutcomeWords(
        Outcome.RAISE_FIRST,
        both("Something comes first. Tell the doctor about it before you talk about a procedure."),
        both("It often means that the procedure must wait or is not done. It may need care of its own soon."),
        when="One of the things that come first is ticked. Or fever, cancer with new pain, or pain after cement is. Or cancer is the cause, and the pain gets worse.",
    ),
    OutcomeWords(
        Outcome.OTHER_OPTIONS_FIRST,
        both("Some answers do not fit the points a clinic looks at. Ask about the other options first."),
        both(
            "This is not a no. Other clinics and doctors use other limits. Only a clinician who knows the case can decide."
        ),
        when="A point does not fit, and it is not one of those that can still change.",
    ),
    OutcomeWords(
        Outcome.NOT_YET,
        both("Not all points fit yet, but what does not fit can still change."),
        both("Below is what to get or to try. It may also turn out that the pain eases before that."),
        when="All that does not fit can still change: a scan that is too old, missing or from before the pain, or care not tried yet.",
        instead=(
            Instead(
                CANCER,
                "With cancer.",
                meaning=both("Below is what to get or to try. Do not put off the talk with the cancer team for it."),
            ),
            Instead(
                NOT_WEAK_BONE,
                "With an injury, or a growth that is not cancer.",
                meaning=both("Below is what to get or to try."),
            ),
        ),
    ),
    OutcomeWords(
        Outcome.MISSING_FACTS,
        both("Some things are not known yet. Find them out, or ask the doctor."),
        both("“Not known” does not mean no. The list below says where to look."),
        when="Nothing speaks against it, but a point is not known. Or what comes first is not known.",
        settled=both("What is still open, only a clinician can decide. This is not an all-clear."),
        settled_meaning=both(
            "A spine specialist, or with cancer the cancer team, decides the points that are listed as not known. Ask for "
            "that in the next days, and show the scan with its report."
        ),
        instead=(
            Instead(
                Ticked("level", ("neck",)),
                "With a broken neck bone.",
                both("A broken neck bone is for a spine specialist. Ask for that today or on the next working day."),
                both(
                    "The clinic’s points are about the chest and the low back. Ask whether to wear a collar until then. "
                    "This is not an all-clear."
                ),
            ),
            Instead(
                Ticked("level", ("sacrum",)),
                "With a broken sacrum or tailbone.",
                both("A broken sacrum or tailbone is for a specialist. Ask for that visit in the next days."),
                both(
                    "It is another kind of break, with other care than the clinic’s points are about. This is not an all-clear."
                ),
            ),
        ),
    ),
    OutcomeWords(
        Outcome.POINTS_FIT,
        both("The answers fit the points a clinic looks at. Discuss them with the doctor."),
        both(
            "That does not mean that the procedure is right in this case. A clinician must look at the person, the scans "
            "and the other illnesses. Waiting and other care are choices too."
        ),
        when="All points fit.",
        instead=(
            Instead(
                CANCER,
                "With cancer.",
                meaning=both(
                    "That does not mean that the procedure is right in this case. Care of a bone with cancer should start soon: "
                    "talk with the cancer team and a spine specialist."
                ),
            ),
            Instead(
                CALLS_TODAY,
                "When something calls for a doctor today.",
                both(
                    "What calls for a doctor today comes first. Apart from that, the answers fit the points a clinic looks at."
                ),
            ),
            Instead(
                ANY_CAUTION,
                "When something to talk about is ticked.",
                both(
                    "Talk first about what you ticked. Apart from that, the answers fit the points a clinic looks at."
                ),
            ),
            Instead(
                PAIN_EASING,
                "When the pain is getting better.",
                both(
                    "The pain is easing: ask about that first. Apart from it, the answers fit the points a clinic looks at."
                ),
            ),
        ),
    ),
)

# ------------------------------------------------------------------------- next steps: the first three that are called

EVERY_OUTCOME_BUT_911 = tuple(outcome for outcome in Outcome if outcome is not Outcome.GET_HELP_NOW)
STILL_OPEN = (Outcome.POINTS_FIT, Outcome.MISSING_FACTS, Outcome.NOT_YET)

STEPS = (
    Step(
        both("Call 911, or go to the nearest emergency room."),
        (Outcome.GET_HELP_NOW,),
        instead=(Instead(IN_HOSPITAL, "In the hospital.", both("Tell a nurse now.")),),
    ),
    Step(
        Words("Call your doctor today.", "Call their doctor today."),
        EVERY_OUTCOME_BUT_911,
        cues("note:call_today"),
        instead=(
            Instead(
                IN_HOSPITAL,
                "In the hospital.",
                Words("Tell your nurse or doctor now.", "Tell their nurse or doctor now."),
            ),
            Instead(
                WITH_CANCER,
                "With cancer, now or before.",
                Words("Call your doctor today: the cancer team.", "Call their doctor today: the cancer team."),
            ),
        ),
    ),
    Step(both("Tell the doctor first, before all the points: {raised}."), (Outcome.RAISE_FIRST,)),
    Step(
        both("Ask the doctor whether a spine bone may be broken, and which scan can show it."),
        (Outcome.NO_KNOWN_FRACTURE,),
    ),
    Step(both("Ask the child’s doctor, and take the guide along."), (Outcome.ADULTS_ONLY,)),
    Step(
        both("Ask for a visit with a spine specialist in the next days. Bring the scan and its report."),
        (Outcome.MISSING_FACTS, Outcome.NOT_YET, Outcome.OTHER_OPTIONS_FIRST),
        cues("note:clinician_decides"),
        instead=(
            Instead(IN_HOSPITAL, "In the hospital.", both("Ask the team on the ward to bring in a spine specialist.")),
            Instead(
                Ticked("level", ("neck",)),
                "With a broken neck bone.",
                both("Ask for a spine specialist today or on the next working day. Bring the scan and its report."),
            ),
            Instead(
                CANCER,
                "With cancer.",
                both("Ask the cancer team for a visit in the next days. Bring the scan and its report."),
            ),
        ),
    ),
    Step(
        both("Ask for a new scan. It counts if it is done from {new_scan_from} on."),
        (Outcome.NOT_YET,),
        cues("scan_recent:not_met"),
    ),
    Step(
        both(f"Ask whether a scan is needed. The clinic counts a scan for {SCAN_WINDOW.words}."),
        (Outcome.NOT_YET,),
        cues("scan_recent:not_met", "procedure:no_date"),
    ),
    Step(
        both("Ask what pain care to try first, and for how long."),
        (Outcome.NOT_YET, Outcome.OTHER_OPTIONS_FIRST),
        cues("care_tried:not_tried"),
    ),
    Step(both("Ask about the other options, and what each of them involves."), (Outcome.OTHER_OPTIONS_FIRST,)),
    Step(
        both("Find out what is still open."),
        (Outcome.MISSING_FACTS,),
        cues("find_out:something"),
    ),
    Step(
        both(f"Ask for a visit soon. The {FRACTURE_WINDOW.words} end on {{fracture_window_ends}}."),
        STILL_OPEN,
        cues(
            "fracture_recent:met",
            "no_note:pain_easing",
            "no_note:call_today",
            "no_note:clinician_decides",
            "procedure:no_date",
        ),
        condition=DaysLeft("pain_began", FRACTURE_WINDOW, 0, TIME_ENOUGH.limit - 1),
        instead=(
            Instead(
                IN_HOSPITAL,
                "In the hospital.",
                both(f"Ask the team on the ward soon. The {FRACTURE_WINDOW.words} end on {{fracture_window_ends}}."),
            ),
        ),
    ),
    Step(both("After {scan_counts_until}, this clinic wants a new scan."), STILL_OPEN, cues("scan_recent:met")),
    Step(
        Words(
            "Ask what would happen if you wait, since the pain is easing.",
            "Ask what would happen if they wait, since the pain is easing.",
        ),
        STILL_OPEN,
        cues("note:pain_easing"),
        condition=WINDOW_APPLIES,
    ),
    Step(
        both("Print the guide and take it to the visit."),
        EVERY_OUTCOME_BUT_911,
        for_screen=True,
        instead=(
            Instead(
                IN_HOSPITAL, "In the hospital.", both("Show the team on the ward this page, or the printed guide.")
            ),
        ),
    ),
)

# --------------------------------------------------------------- questions for the doctor, those that matter most first

ABOUT_THE_BREAK = "About the break"
ABOUT_WAITING = "About waiting and other care"
ABOUT_THE_PROCEDURE = "About the procedure"
ABOUT_HEALTH = "About health"
ABOUT_AFTERWARD = "About the time after"

# What is true of weak bone only is not asked about another cause.
NOT_WEAK_BONE_CUES = cues(
    *(f"cause:{cause}" for cause in NOT_WEAK_BONE.values),
    "urgent_signs:cancer_new_pain",
    "stops:cancer_near_cord",
)
NO_BREAK_OF_AN_ADULT = cues("outcome:adults_only", "outcome:no_known_fracture")

DOCTOR_QUESTIONS = (
    DoctorQuestion(
        "broken",
        ABOUT_THE_BREAK,
        Words(
            "Could a bone in my spine be broken? Which scan would show it?",
            "Could a bone in their spine be broken? Which scan would show it?",
        ),
        cues("outcome:no_known_fracture", "find_out:told_fracture"),
    ),
    DoctorQuestion(
        "pain_source",
        ABOUT_THE_BREAK,
        both("How sure are you that this bone causes the pain?"),
        cues("stops:pain_elsewhere", "stops:unsure", "note:answers_differ_fracture"),
    ),
    DoctorQuestion(
        "infection_in_spine",
        ABOUT_HEALTH,
        both("Could this pain come from an infection in the spine? Which tests would show it?"),
        cues("urgent_signs:fever", "urgent_signs:infection_risk", "urgent_signs:pain_after_cement"),
    ),
    DoctorQuestion(
        "after_cement",
        ABOUT_THE_BREAK,
        both("Why is the pain back after the cement? Is there a new break, or did the cement move?"),
        cues("urgent_signs:pain_after_cement"),
    ),
    DoctorQuestion(
        "cancer_plan",
        ABOUT_HEALTH,
        Words(
            "Who plans my care together: the cancer team, a spine surgeon? What comes first: radiation, medicine, surgery or cement?",
            "Who plans their care together: the cancer team, a spine surgeon? What comes first: radiation, medicine, surgery or cement?",
        ),
        cues("cause:cancer", "urgent_signs:cancer_new_pain", "stops:cancer_near_cord"),
    ),
    DoctorQuestion(
        "bone_fragment",
        ABOUT_THE_BREAK,
        Words(
            "Is any bone pushed toward my spinal cord? Is my spine stable? Should a spine surgeon look first?",
            "Is any bone pushed toward their spinal cord? Is their spine stable? Should a spine surgeon look first?",
        ),
        cues("stops:bone_fragment", "stops:unstable_spine", "stops:cancer_near_cord"),
    ),
    DoctorQuestion(
        "infection_first",
        ABOUT_HEALTH,
        Words(
            "Must my infection be gone before a procedure? Who decides that?",
            "Must their infection be gone before a procedure? Who decides that?",
        ),
        cues("stops:infection"),
    ),
    DoctorQuestion(
        "pregnancy_first",
        ABOUT_HEALTH,
        Words("Can I have X-rays now? What else can help me?", "Can they have X-rays now? What else can help them?"),
        cues("stops:pregnancy"),
    ),
    DoctorQuestion(
        "stopped_denosumab",
        ABOUT_HEALTH,
        Words(
            "Could my breaks come from the Prolia that was stopped or late? Which drug do I need now?",
            "Could their breaks come from the Prolia that was stopped or late? Which drug do they need now?",
        ),
        cues("stops:denosumab_stopped"),
    ),
    DoctorQuestion(
        "levels",
        ABOUT_THE_BREAK,
        both("Why are so many bones broken at once? How many would you treat?"),
        cues("stops:many_levels"),
    ),
    DoctorQuestion(
        "bleeding_first",
        ABOUT_HEALTH,
        Words(
            "Can my bleeding problem be put right before a procedure? Who does that?",
            "Can their bleeding problem be put right before a procedure? Who does that?",
        ),
        cues("stops:bleeding_problem"),
    ),
    DoctorQuestion(
        "allergy",
        ABOUT_HEALTH,
        Words(
            "What does my reaction to cement or dye mean for a procedure?",
            "What does their reaction to cement or dye mean for a procedure?",
        ),
        cues("stops:cement_allergy"),
    ),
    DoctorQuestion(
        "specialist_bone",
        ABOUT_THE_BREAK,
        both("Who decides on a break of the neck or the sacrum, and what care does it need?"),
        cues("level:neck", "level:sacrum"),
    ),
    DoctorQuestion(
        "other_cause",
        ABOUT_THE_BREAK,
        both("What else could cause this pain?"),
        cues("outcome:no_known_fracture", "outcome:adults_only"),
    ),
    DoctorQuestion(
        "pain_now",
        ABOUT_WAITING,
        both("What can be done for the pain now?"),
        cues(
            "outcome:no_known_fracture",
            "outcome:adults_only",
            "urgent_signs:uncontrolled_pain",
            "note:in_hospital",
            "matters:less_pain",
        ),
    ),
    DoctorQuestion(
        "come_back",
        ABOUT_WAITING,
        both("Which signs mean calling you at once, and which mean 911?"),
        cues("outcome:no_known_fracture", "outcome:adults_only"),
    ),
    DoctorQuestion(
        "new",
        ABOUT_THE_BREAK,
        Words(
            "Is this break new? What on my scan shows that? Do I need an MRI?",
            "Is this break new? What on their scan shows that? Do they need an MRI?",
        ),
        cues("scan_shows_new_break:unknown", "scan_shows_new_break:not_met", "note:xray_only", "note:scan_before_pain"),
        unless=cues("scan:none"),
    ),
    DoctorQuestion(
        "scan_needed",
        ABOUT_THE_BREAK,
        Words(
            "Do I need a scan, such as an MRI? What would it show?",
            "Do they need a scan, such as an MRI? What would it show?",
        ),
        cues("scan:none"),
    ),
    DoctorQuestion(
        "scan_recent",
        ABOUT_THE_BREAK,
        Words(
            "Is my scan recent enough, or do I need another before a procedure?",
            "Is their scan recent enough, or do they need another before a procedure?",
        ),
        cues("scan_recent:not_met", "scan_recent:unknown", "note:scan_too_old_by_then"),
        unless=cues("scan:none"),
    ),
    DoctorQuestion(
        "fracture_start",
        ABOUT_THE_BREAK,
        Words(
            "When do you count my break as starting? How many weeks is it now?",
            "When do you count their break as starting? How many weeks is it now?",
        ),
        cues("fracture_recent:unknown", "fracture_recent:not_met", "note:time_running"),
    ),
    DoctorQuestion(
        "cause",
        ABOUT_THE_BREAK,
        both("What caused it: weak bone, cancer, a medicine or an injury?"),
        cues("cause_fits:unknown"),
    ),
    DoctorQuestion(
        "healing",
        ABOUT_THE_BREAK,
        both("How does this kind of break heal, and what care does it need?"),
        cues("cause:injury", "cause:benign_growth"),
    ),
    DoctorQuestion(
        "wait",
        ABOUT_WAITING,
        Words(
            "How likely am I to get better without a procedure in the next 6 weeks?",
            "How likely are they to get better without a procedure in the next 6 weeks?",
        ),
        unless=NOT_WEAK_BONE_CUES | NO_BREAK_OF_AN_ADULT,
        always=True,
    ),
    DoctorQuestion(
        "care_first",
        ABOUT_WAITING,
        Words("What care should I try first, and for how long?", "What care should they try first, and for how long?"),
        cues(
            "care_not_enough:not_met",
            "care_not_enough:unknown",
            "outcome:other_options_first",
            "pain_incapacitating:not_met",
        ),
        unless=cues("cause:cancer"),
    ),
    DoctorQuestion(
        "other_choices",
        ABOUT_WAITING,
        Words(
            "What are my other choices, and what does each involve?",
            "What are their other choices, and what does each involve?",
        ),
        cues("matters:no_procedure"),
    ),
    DoctorQuestion(
        "less_medicine",
        ABOUT_WAITING,
        Words(
            "What can ease my pain with less strong medicine?", "What can ease their pain with less strong medicine?"
        ),
        cues("matters:no_medicine"),
    ),
    DoctorQuestion(
        "miss_window",
        ABOUT_WAITING,
        Words(
            "If I wait, could I miss the time for it? What would make you act sooner?",
            "If they wait, could they miss the time for it? What would make you act sooner?",
        ),
        cues("note:time_running", "outcome:not_yet", "outcome:points_fit"),
        unless=cues("cause:cancer", "outcome:no_known_fracture", "outcome:adults_only"),
    ),
    DoctorQuestion(
        "cancer_found",
        ABOUT_THE_BREAK,
        both("Could this be cancer or myeloma? Will you take a bone sample and blood tests?"),
        cues(
            "urgent_signs:cancer_new_pain",
            "stops:many_levels",
            "cause_fits:unknown",
            "level:upper_back",
            "pain_trend:worse",
            "outcome:points_fit",
        ),
        unless=cues("cause:cancer"),
    ),
    DoctorQuestion(
        "harms",
        ABOUT_THE_PROCEDURE,
        both("How often do you see cement leaks, infection or nerve injury in your own patients?"),
        unless=NO_BREAK_OF_AN_ADULT,
        always=True,
    ),
    DoctorQuestion(
        "medicines",
        ABOUT_HEALTH,
        Words(
            "Who decides about my blood thinner? May I have the plan in writing: what to stop, what not, when to start again?",
            "Who decides about their blood thinner? May we have the plan in writing: what to stop, what not, when to start again?",
        ),
        cues("cautions:blood_thinner"),
    ),
    DoctorQuestion(
        "health_risk",
        ABOUT_HEALTH,
        Words(
            "Do my heart, lungs or kidneys change the risk?",
            "Do their heart, lungs or kidneys change the risk?",
        ),
        cues("cautions:heart_lung"),
    ),
    DoctorQuestion(
        "awake",
        ABOUT_THE_PROCEDURE,
        Words(
            "Will I be awake or asleep? Who watches my heart and breathing?",
            "Will they be awake or asleep? Who watches their heart and breathing?",
        ),
        cues("cautions:heart_lung", "cautions:cannot_lie_prone"),
    ),
    DoctorQuestion(
        "cautions_open",
        ABOUT_HEALTH,
        Words(
            "Do I take a blood thinner, or have anything else that changes the risk?",
            "Do they take a blood thinner, or have anything else that changes the risk?",
        ),
        cues("cautions:unsure"),
    ),
    DoctorQuestion(
        "nerve",
        ABOUT_THE_BREAK,
        both("Is a nerve pinched? Would cement help that pain at all?"),
        cues("cautions:nerve_pain"),
    ),
    DoctorQuestion(
        "room_for_balloon",
        ABOUT_THE_PROCEDURE,
        both("Is there still room for a balloon in this bone?"),
        cues("cautions:flat_bone"),
    ),
    DoctorQuestion(
        "cement_before",
        ABOUT_THE_PROCEDURE,
        both("What does the cement from before change now?"),
        cues("cautions:cement_before"),
    ),
    DoctorQuestion(
        "height",
        ABOUT_THE_BREAK,
        both("How much height has the bone lost? Is it still sinking?"),
        cues("one_more_sign:unknown", "one_more_sign:not_met"),
    ),
    DoctorQuestion(
        "benefit",
        ABOUT_THE_PROCEDURE,
        Words(
            "How much less pain should I expect at 1 week, 1 month and 1 year?",
            "How much less pain should they expect at 1 week, 1 month and 1 year?",
        ),
        cues("outcome:points_fit", "outcome:not_yet", "outcome:missing_facts", "matters:less_pain"),
    ),
    DoctorQuestion(
        "tested",
        ABOUT_THE_PROCEDURE,
        both("Was it tested against a fake procedure? Why do experts disagree?"),
        cues("outcome:points_fit", "note:older_break_still_new"),
    ),
    DoctorQuestion(
        "rescue",
        ABOUT_THE_PROCEDURE,
        both("How many have you done? What is the plan if something goes wrong? Is a spine surgeon there?"),
        cues(
            "stops:bone_fragment",
            "stops:unstable_spine",
            "stops:many_levels",
            "note:raise_cautions",
            "outcome:points_fit",
            "matters:low_risk",
        ),
    ),
    DoctorQuestion(
        "warning_signs",
        ABOUT_AFTERWARD,
        Words(
            "Which signs afterward mean that I call you, and which mean 911?",
            "Which signs afterward mean that we call you, and which mean 911?",
        ),
        cues(
            "urgent_signs:pain_after_cement",
            "cautions:cement_before",
            "note:raise_cautions",
            "note:cancer_team",
            "outcome:points_fit",
            "matters:low_risk",
        ),
    ),
    DoctorQuestion(
        "bone_care",
        ABOUT_AFTERWARD,
        Words(
            "When will I get a bone density test, and medicine for bone loss?",
            "When will they get a bone density test, and medicine for bone loss?",
        ),
        unless=NOT_WEAK_BONE_CUES | NO_BREAK_OF_AN_ADULT,
        always=True,
    ),
    DoctorQuestion(
        "activity",
        ABOUT_AFTERWARD,
        Words(
            "When can I drive, lift, bend and go back to normal?",
            "When can they drive, lift, bend and go back to normal?",
        ),
        cues("outcome:points_fit", "matters:move"),
    ),
    DoctorQuestion(
        "help_at_home",
        ABOUT_AFTERWARD,
        Words(
            "What help will I need at home, and for how long?", "What help will they need at home, and for how long?"
        ),
        cues("matters:home"),
    ),
    DoctorQuestion(
        "why_this",
        ABOUT_THE_PROCEDURE,
        both("Why this, and not cement without a balloon, or an implant?"),
        cues("outcome:points_fit"),
    ),
    DoctorQuestion(
        "cost",
        ABOUT_AFTERWARD,
        Words(
            "Does my plan cover this? Do I need approval first? What will I pay?",
            "Does their plan cover this? Do they need approval first? What will they pay?",
        ),
        cues("outcome:points_fit", "matters:low_cost"),
    ),
    DoctorQuestion(
        "next_break",
        ABOUT_AFTERWARD,
        Words(
            "What is my risk of another break, with the procedure and without it?",
            "What is their risk of another break, with the procedure and without it?",
        ),
        cues("outcome:points_fit"),
    ),
    DoctorQuestion(
        "ties",
        ABOUT_THE_PROCEDURE,
        both("Do you have ties to the company that makes the device?"),
        cues("outcome:points_fit"),
    ),
)

# What stands before the questions to ask, whatever fits: the weight of both sides, each with its source.
BEFORE_YOU_DECIDE = (
    Claim("Serious problems can follow the procedure, and some are deadly.", source="nsqip2020"),
    Claim(
        "Harm can come without it too. In a trial of cement without a balloon, the bone pressed on the cord in 2 of 59 people who "
        "had a fake procedure. Of 61 with cement, 1 stopped breathing after medicine to make them drowsy, and 1 broke an arm. "
        "These are too few to compare.",
        source="sanli2020",
    ),
    Claim(
        "In a trial of cement without a balloon for weak bone, 53 of 100 people got better before a treatment was chosen.",
        source="klazen2010",
        unless=Some(NOT_WEAK_BONE, WITH_CANCER),
    ),
)

# What may matter to a person. No score, and no rule sees it; what matters much calls for a question. As many speak for a procedure as against one, in turn; the
# last speaks for neither.
PRIORITIES = (
    Priority("move", "To move again soon"),
    Priority("no_procedure", "To avoid any procedure"),
    Priority("less_pain", "To have less pain soon"),
    Priority("low_risk", "To keep the risk of harm low"),
    Priority("no_medicine", "To avoid strong medicine"),
    Priority("low_cost", "To keep cost and travel low"),
    Priority("home", "To stay at home without help"),
)

CLINIC_RULES = RuleSet(
    id="clinic",
    version=VERSION,
    thresholds=(FRACTURE_WINDOW, SCAN_WINDOW, HEIGHT_LOSS, TIME_NEARLY_UP, TIME_ENOUGH, MILD_PAIN, SEVERE_PAIN),
    facts=FACTS,
    also_read=ASKED_ELSEWHERE,
    gates=GATES,
    criteria=CRITERIA,
    notes=NOTES,
    outcomes=OUTCOMES,
    steps=STEPS,
    doctor_questions=DOCTOR_QUESTIONS,
    priorities=PRIORITIES,
    before_you_decide=BEFORE_YOU_DECIDE,
    help_lines=HELP_LINES,
    fracture_window=FRACTURE_WINDOW,
    scan_window=SCAN_WINDOW,
    scan_counts=Not(SCAN_PREDATES_PAIN),
    window_applies=WINDOW_APPLIES,
    on_a_chart=("level", "pain_began", "scan", "scan_date", "scan_new_break", "height_loss"),
)
