"""What to ask the doctor, what matters most first; before it what weighs on both sides, and what may matter to a person."""

from screener.engine.conditions import Some
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
        unless_words="Not with cancer, an injury or a growth.",
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
