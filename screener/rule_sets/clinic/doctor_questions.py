"""What to ask the doctor, what matters most first; before it what weighs on both sides, and what may matter to a person."""

from screener.engine.conditions import Is, Some
from screener.engine.facts import Words, both
from screener.engine.priorities import End, Priority, Way
from screener.engine.rule_set import Claim, DoctorQuestion, cues
from screener.rule_sets.shared.conditions import NOT_WEAK_BONE, WITH_CANCER

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
        cues("outcome:no_known_fracture", "told_fracture:unsure"),
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
            "Who plans my care together: the cancer team, a spine surgeon? What comes first: radiation (strong X-rays), medicine, surgery or cement?",
            "Who plans their care together: the cancer team, a spine surgeon? What comes first: radiation (strong X-rays), medicine, surgery or cement?",
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
            "Is this break new? What on my scan shows that? Do I need an MRI (a scan with no X-rays)?",
            "Is this break new? What on their scan shows that? Do they need an MRI (a scan with no X-rays)?",
        ),
        cues("scan_shows_new_break:unknown", "scan_shows_new_break:not_met", "note:xray_only", "note:scan_before_pain"),
        unless=cues("scan:none"),
    ),
    DoctorQuestion(
        "scan_needed",
        ABOUT_THE_BREAK,
        Words(
            "Do I need a scan, such as an MRI (a scan with no X-rays)? What would it show?",
            "Do they need a scan, such as an MRI (a scan with no X-rays)? What would it show?",
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
        both("Could this be cancer, or myeloma (a blood cancer)? Will you take a bone sample and blood tests?"),
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

# What weighs on both sides, each with its source: as much of the one as of the other, and counts of 100 alone. Those of weak
# bone are for nobody with another cause.
IT_MAY_HELP = "With it: what may get better"
IT_MAY_HARM = "With it: what can go wrong"
WITHOUT_MAY_DO = "Without it: what may get better"
WITHOUT_MAY_HARM = "Without it: what can go wrong"
HOW_SURE = "How sure this is"
OTHER_CAUSE = Some(NOT_WEAK_BONE, WITH_CANCER)
INJURY_OR_GROWTH = Is("cause", ("benign_growth", "injury"))
NOT_CANCER_OR_OTHER = "Not with cancer, an injury or a growth."
CANCER_ALONE = "Only with cancer, now or before."
INJURY_OR_GROWTH_ALONE = "Only with an injury, or a growth that is not cancer."
KINDS_OF_HARM = "a blood clot, a stroke, a bad infection or another operation"

BEFORE_YOU_DECIDE = (
    Claim(
        IT_MAY_HELP,
        "In weak bone, pain after a month was about 2 points of 10 lower than with usual care (pain medicine, rest, a "
        "brace); 0 is no pain, 10 the worst. From three months to two years, the gap was about 1 point. One team, testing "
        "cement without a balloon, said that one and a half or more matter. A panel of bone experts, with one trial, found the "
        "balloon's gain too small to notice.",
        ("encalada2025", "boonen2011", "firanescu2018", "rodriguez2017"),
        of_10=2,
        unless=OTHER_CAUSE,
        whose=NOT_CANCER_OR_OTHER,
    ),
    Claim(
        IT_MAY_HELP,
        "Most trials in cancer found less pain with cement, and in about half of them the gap was big enough to matter.",
        ("cancer2021",),
        only=WITH_CANCER,
        whose=CANCER_ALONE,
    ),
    Claim(
        IT_MAY_HELP,
        "Most numbers on this site are of weak bone, so they do not fit this break. Ask how much less pain to expect.",
        unless=WITH_CANCER,
        only=INJURY_OR_GROWTH,
        whose=INJURY_OR_GROWTH_ALONE,
    ),
    Claim(
        IT_MAY_HARM,
        "In the first month after cement, about 5 to 7 of 100 people had a serious problem. That is common, but 93 to 95 of "
        f"100 had none. It can be {KINDS_OF_HARM}. Some died. Records cannot show how many of these deaths cement caused.",
        ("nsqip2020", "nsqip2014"),
        of_100=(5, 7),
        unless=OTHER_CAUSE,
        whose=NOT_CANCER_OR_OTHER,
    ),
    Claim(
        IT_MAY_HARM,
        f"A serious problem can follow within a month, such as {KINDS_OF_HARM}. Some people died. Records "
        "cannot show how many of these deaths cement caused.",
        ("nsqip2020",),
        only=OTHER_CAUSE,
        whose="Only with cancer, an injury or a growth.",
    ),
    Claim(
        WITHOUT_MAY_DO,
        "In the wait for one trial of cement in weak bone, about half (53 of 100) got better before a treatment was "
        "chosen.",
        ("klazen2010",),
        of_100=(53,),
        unless=OTHER_CAUSE,
        whose=NOT_CANCER_OR_OTHER,
    ),
    Claim(
        WITHOUT_MAY_DO,
        "Medicine, radiation (strong X-rays) or surgery may help, too, alone or together. Ask which comes first.",
        ("nassneoplastic",),
        only=WITH_CANCER,
        whose=CANCER_ALONE,
    ),
    Claim(
        WITHOUT_MAY_DO,
        "Ask how likely this break is to heal, and how long that takes.",
        unless=WITH_CANCER,
        only=INJURY_OR_GROWTH,
        whose=INJURY_OR_GROWTH_ALONE,
    ),
    Claim(
        WITHOUT_MAY_HARM,
        "Of people whose pain had lasted, fewer than half (about 40 of 100) still had more than 3 points of 10 through a year. "
        "The bone can sink "
        "and press on the spinal cord (the main nerve in the back).",
        ("vertosnatural2012", "sanli2020"),
        of_100=(40,),
        unless=OTHER_CAUSE,
        whose=NOT_CANCER_OR_OTHER,
    ),
    Claim(
        WITHOUT_MAY_HARM,
        "Bone that cancer broke does not heal by itself, so call the cancer team now.",
        ("nassneoplastic",),
        only=WITH_CANCER,
        whose=CANCER_ALONE,
    ),
    Claim(
        WITHOUT_MAY_HARM,
        "Pain may stay, and the bone can sink. Ask what would show that in time.",
        ("sanli2020",),
        unless=WITH_CANCER,
        only=INJURY_OR_GROWTH,
        whose=INJURY_OR_GROWTH_ALONE,
    ),
    Claim(
        HOW_SURE,
        "No trial that we found set the balloon against a fake procedure, so hope may explain a part of the gain. Records cannot "
        "show how much harm came from the cement. Nobody can tell beforehand how it goes for one person.",
        ("ahrq2021", "nsqip2020"),
    ),
)

# What may matter to a person, each against what speaks the other way. No score, and no rule sees it; what one leans toward
# calls for a question. The end that speaks for a procedure stands left and right in turn, so that no side is its side.
PRIORITIES = (
    Priority(
        "procedure",
        End(
            "no_procedure",
            Words("I would rather avoid a procedure", "They would rather avoid a procedure"),
            "to avoid any procedure",
        ),
        End("less_pain", Words("I want less pain soon", "They want less pain soon"), "to have less pain soon"),
    ),
    Priority(
        "risk",
        End("move", Words("I want to move again soon", "They want to move again soon"), "to move again soon"),
        End(
            "low_risk",
            Words("I want to keep the risk of harm low", "They want to keep the risk of harm low"),
            "to keep the risk of harm low",
        ),
    ),
    Priority(
        "medicine",
        End(
            "medicine",
            Words("I can take strong medicine for a while", "They can take strong medicine for a while"),
            "to take strong medicine for a while",
        ),
        End(
            "no_medicine",
            Words("I would rather avoid strong medicine", "They would rather avoid strong medicine"),
            "to avoid strong medicine",
        ),
    ),
    Priority(
        "cost",
        End(
            "any_cost",
            Words("I would pay or travel more for care", "They would pay or travel more for care"),
            "to pay or travel more for care",
        ),
        End(
            "low_cost",
            Words("I want to keep cost and travel low", "They want to keep cost and travel low"),
            "to keep cost and travel low",
        ),
    ),
    Priority(
        "help",
        End(
            "home",
            Words("I want to manage at home without help", "They want to manage at home without help"),
            "to stay at home without help",
        ),
        End(
            "help",
            Words("I can take help at home for a while", "They can take help at home for a while"),
            "to take help at home for a while",
        ),
    ),
)
WAYS = (
    Way("ask", "Toward asking for the procedure"),
    Way("wait", "Toward waiting, with other care"),
    Way("other", "Toward something else"),
    Way("unsure", "Not sure"),
)
