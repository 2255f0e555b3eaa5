"""What stands against a harm and had no test of its own: docs/safety.md names each of these beside its control."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from patients import CALL_911, CALL_TODAY, CASES, CAUTIONS, FITS, STOPS, TODAY, Given, summary_of, text_of
from served import Served, post, read, remember, see

from clinics.files import all_clinics
from referrals.prefilled_links import CHART, make_token, read_token
from screener import answers_cookie, views
from screener.engine.facts import Answer
from screener.guide.document import filled
from screener.guide.message import CUT_SHORT, SHORT, short_text
from screener.guide.page import SIGNS_FIRST, Guide
from screener.rule_sets.clinic import CLINIC_RULES
from screener.rule_sets.shared.help_lines import HELP_LINES
from screener.rule_sets.shared.limits import FRACTURE_WINDOW
from screener.standings import standing_of_rules
from web import clock, readability
from web.languages import all_languages

SUMMARY, GUIDE = "/self-check/summary/", "/self-check/guide/"
CALM = {**FITS, "pain_trend": "same", "height_loss": "over_25"}
BY_OUTCOME = {
    "get_help_now": {**CALM, "urgent_signs": ["chest_breath"]},
    "adults_only": {**CALM, "adult": "no"},
    "no_known_fracture": {**CALM, "told_fracture": "no"},
    "raise_first": {**CALM, "urgent_signs": ["fever"]},
    "other_options_first": {**CALM, "care_tried": "enough"},
    "not_yet": {**CALM, "care_tried": "not_tried"},
    "missing_facts": {**CALM, "cause": "unsure"},
    "points_fit": CALM,
}
HELPERS = {name: {**given, "for_whom": "someone_else"} for name, given in BY_OUTCOME.items()}


def guide_of(given):
    return Guide(summary_of(given))


def paper_of(given):
    """The guide as plain text: what is on paper, in a file and in a message."""
    return text_of(summary_of(given))


def head_of(given):
    """What paper says before the answers."""
    return paper_of(given).split("For the doctor:")[0]


def pain_of(days):
    return (TODAY - timedelta(days=days)).isoformat()


def days_left(left):
    """Somebody with so many days left of the time that the clinic counts."""
    return {**CALM, "pain_began": pain_of(FRACTURE_WINDOW.limit - left), "procedure_date": "unsure"}


def main_of(client: Client, address: str) -> str:
    return see(client, address).inside("main")


# ------------------------------------------------------------------------------------------------ what cannot wait


@pytest.mark.parametrize("sign", CALL_911)
def test_beside_a_911_sign_nothing_slower_is_said(client, sign):
    given = {**CALM, "urgent_signs": [sign, *CALL_TODAY], "cautions": CAUTIONS, "pain_trend": "better"}
    said = guide_of(given)
    assert said.first == []
    remember(client, given)
    for words in (main_of(client, SUMMARY), head_of(given)):
        assert "Call 911 or go to the nearest emergency room now." in words
        assert not re.search(r"Call your doctor today|before a day is set|getting better|Print the guide", words)


@pytest.mark.parametrize("given", [{}, {"adult": "yes"}, {**CALM, "urgent_signs": None}], ids=["none", "one", "most"])
def test_while_the_urgent_signs_are_not_answered_every_summary_begins_by_asking(client, given):
    given = {fact: answer for fact, answer in given.items() if answer is not None}
    assert guide_of(given).first[0].line == SIGNS_FIRST
    assert head_of(given).startswith(SIGNS_FIRST)
    assert SIGNS_FIRST in short_text(guide_of(given))


WORDS_OF_911 = {
    "chest_breath": r"[Cc]hest pain, trouble breathing or fainting",
    "bladder_bowel": r"trouble peeing, leaks of pee or stool",
    "saddle_numbness": r"[Nn]umb or tingling between the legs",
    "leg_weakness": r"weakness or numbness in an arm or a leg",
    "major_injury": r"crash, a fall from a height or a hard hit",
    "tearing_pain": r"tearing pain in the back, chest or belly",
}
WORDS_OF_TODAY = {
    "fever": r"Fever of 100\.4",
    "infection_risk": r"New back pain after an infection",
    "cancer_new_pain": r"Cancer, now or before, with back pain that is new",
    "pain_after_cement": r"Back pain that comes back or gets worse after cement",
    "uncontrolled_pain": r"Pain so bad that you cannot get up",
}


@pytest.mark.parametrize(("line", "words"), [("Call 911", WORDS_OF_911), ("Call a doctor today", WORDS_OF_TODAY)])
def test_the_help_lines_name_each_urgent_sign_under_whom_to_call(line, words):
    assert set(WORDS_OF_911) == set(CALL_911)
    assert set(WORDS_OF_TODAY) == set(CALL_TODAY)
    signs = "; ".join(next(one.signs for one in HELP_LINES if one.call.startswith(line)))
    for sign, pattern in words.items():
        assert re.search(pattern, signs), sign


def test_every_page_and_every_printout_has_all_help_lines(client):
    for address in ("/", "/risks/", "/self-check/", "/guide/", "/r/sample/", "/clinics/sample/"):
        bar = see(client, address).inside("emergency")
        assert "Call 911" in bar
        assert all(sign in bar for line in HELP_LINES for sign in line.signs), address
    for given in BY_OUTCOME.values():
        assert all(sign in paper_of(given) for line in HELP_LINES for sign in line.signs)


def test_any_page_that_is_printed_carries_the_help_lines(client):
    for address in ("/", "/risks/", SUMMARY):
        printed = remember(client, CALM).get(address).content.decode()
        box = Served(printed).inside("emergency-print")
        assert all(sign in box for line in HELP_LINES for sign in line.signs), address


def test_thoughts_of_ending_life_have_a_line_of_their_own():
    assert any("988" in line.call and line.link == "tel:988" for line in HELP_LINES)
    assert "988" in paper_of(CALM)


@pytest.mark.parametrize("sign", CALL_TODAY)
def test_the_call_today_stands_above_the_outcome_on_screen_on_paper_and_in_text(client, sign):
    given = {**CALM, "urgent_signs": [sign]}
    said = guide_of(given)
    assert said.first[0].line.startswith("Call your doctor today")
    main = main_of(remember(client, given), SUMMARY)
    assert main.index("Call your doctor today") < main.index(said.summary.sentence)
    assert head_of(given).startswith("Call your doctor today")
    assert short_text(said).splitlines()[1].startswith("Needs a doctor today:")


def test_who_is_to_call_today_is_told_where_to_go_if_no_one_answers():
    said = head_of({**CALM, "urgent_signs": ["fever"]})
    assert re.search(r"(?:If no one answers|No answer)\W[^.]*urgent care or the ER\.", said)
    assert any("no answer: urgent care or the ER" in line.call for line in HELP_LINES)


def test_a_text_for_a_message_comes_with_the_word_not_to_wait_for_an_answer(client):
    assert "Do not wait for an answer to a message. Call." in main_of(
        remember(client, {**CALM, "urgent_signs": ["fever"]}), SUMMARY
    )


def test_who_waits_for_the_self_check_is_told_not_to(client):
    start = main_of(client, "/self-check/")
    assert start.index("Do not wait in an emergency") < start.index("Start the questions")
    stop = main_of(remember(client, BY_OUTCOME["get_help_now"]), SUMMARY)
    assert "Do not wait for this self-check or for a visit." in stop
    assert "No list finds every emergency. If you are worried, call." in main_of(client, "/self-check/urgent-signs/")


# ------------------------------------------------------------------------------------------------- what comes first

# Whom to see or tell, or what to ask, and by when, beside what must not be left for later.
DOCTOR = r"[Tt]ell the doctor|[Ss]ay so"
WHOM = {
    "unstable_spine": (r"A spine surgeon should look first", r"today or on the next working day"),
    "bone_fragment": (r"A spine surgeon should look first", r"today or on the next working day"),
    "cancer_near_cord": (r"Tell the cancer team", r"today"),
    "denosumab_stopped": (r"[Tt]ell the doctor who gave the shot", r"today or on the next working day"),
    "infection": (DOCTOR, r"before any day is set.* with fever or chills[:,] today"),
    "bleeding_problem": (DOCTOR, r"before any day is set"),
    "cement_allergy": (DOCTOR, r"before any day is set"),
    "pregnancy": (DOCTOR, r"before any X-ray"),
    "many_levels": (r"Ask (?:first )?why so many", r"before any day is set|first"),
    "pain_elsewhere": (r"Ask what causes it", r"what helps that"),
}


@pytest.mark.parametrize("stop", STOPS)
def test_what_comes_first_says_whom_to_tell_and_by_when(stop):
    said = guide_of({**CALM, "stops": [stop]}).first[0].why
    for pattern in WHOM[stop]:
        assert re.search(pattern, said, re.IGNORECASE), said


def test_the_bone_drug_comes_first_after_a_stopped_shot():
    assert "bone drug comes first" in guide_of({**CALM, "stops": ["denosumab_stopped"]}).first[0].why


def test_the_signs_that_come_first_say_whom_to_tell_today():
    said = guide_of({**CALM, "urgent_signs": ["pain_after_cement"]}).first[1].line
    assert re.search(r"It can be an infection, a new break or (?:moved cement|cement that moved)\.", said)
    assert "Tell a doctor today, best the one who put it in." in said
    assert "Tell the cancer team today." in guide_of({**CALM, "urgent_signs": ["cancer_new_pain"]}).first[1].line
    assert "Tell a doctor today" in guide_of({**CALM, "urgent_signs": ["fever"]}).first[1].line


def test_cancer_with_pain_that_grows_says_what_it_can_mean_and_to_tell_the_team_today():
    said = " ".join(one.line for one in guide_of({**CALM, "cause": "cancer", "pain_trend": "worse"}).first)
    assert "the cancer presses on the cord. Tell the cancer team today." in said


@pytest.mark.parametrize("outcome", BY_OUTCOME)
def test_ticked_stops_stand_on_screen_and_on_paper_whatever_the_outcome(client, outcome):
    given = {**BY_OUTCOME[outcome], "stops": STOPS}
    screen, paper = main_of(remember(client, given), SUMMARY), paper_of(given)
    for stop in STOPS:
        option = CLINIC_RULES.fact("stops").option(stop)
        assert option.words.you in screen
        assert option.words.you in paper or option.brief.lower() in paper.lower()


def test_who_had_cement_before_is_led_to_the_sign_for_pain_that_came_back(client):
    assert "If back pain came back or got worse after it, go back and tick that among the urgent signs." in main_of(
        remember(client, CALM), "/self-check/cautions/"
    )


# ------------------------------------------------------------------------------------- what only a clinician decides


@pytest.mark.parametrize("level", ["neck", "sacrum"])
def test_what_only_a_clinician_decides_is_no_all_clear_and_asks_for_a_visit_in_the_next_days(level):
    said = guide_of({**CALM, "level": [level]})
    assert "specialist" in said.summary.sentence
    assert "This is not an all-clear." in said.summary.meaning
    injury = guide_of({**CALM, "cause": "injury"})
    assert injury.summary.sentence == "What is still open, only a clinician can decide. This is not an all-clear."
    when = {
        "neck": "a spine specialist today or on the next working day",
        "sacrum": "a spine specialist in the next days",
    }
    assert when[level] in said.summary.next_steps[0]
    cancer = guide_of({**CALM, "level": [level], "cause": "cancer"})
    when = {"neck": when["neck"], "sacrum": "the cancer team for a visit in the next days"}
    assert when[level] in cancer.summary.next_steps[0]


UNHURRIED = "so there is time to think"
NOT_TO_BE_PUT_OFF: dict[str, tuple[Given, str]] = {
    "an injury": ({"cause": "injury"}, "do not put off the visit with a specialist"),
    "care that cannot be used": ({"care_tried": "cannot_use"}, "do not put off the visit with a specialist"),
    "a neck bone": ({"level": ["neck"]}, "do not put off the visit with a specialist"),
    "the sacrum": ({"level": ["sacrum"]}, "do not put off the visit with a specialist"),
    "growing pain": ({"pain_trend": "worse"}, "do not put off the visit"),
    "a hospital bed": ({"in_hospital": "yes"}, "Talk with the team on the ward all the same, now"),
}


@pytest.mark.parametrize("case", NOT_TO_BE_PUT_OFF)
def test_no_hurry_is_not_said_to_whom_should_be_seen_soon(case):
    change, instead = NOT_TO_BE_PUT_OFF[case]
    said = paper_of({**days_left(40), **change})
    assert UNHURRIED not in said
    assert instead in said
    assert UNHURRIED in paper_of(days_left(40))


@pytest.mark.parametrize("sign", CALL_TODAY)
def test_no_hurry_is_not_said_beside_a_call_today(sign):
    assert "no_hurry" not in [note.id for note in summary_of({**days_left(40), "urgent_signs": [sign]}).notes]


# -------------------------------------------------------------------------------------------- fits, and does not fit


def test_fits_says_that_it_is_no_decision_and_that_waiting_is_a_choice_too():
    said = guide_of(CALM)
    assert said.summary.sentence == "The answers fit the points a clinic looks at. Discuss them with the doctor."
    assert "That does not mean that the procedure is right in this case." in said.summary.meaning
    assert "Waiting and other care are choices too." in said.summary.meaning


@pytest.mark.parametrize(
    ("change", "begins"),
    [
        ({"urgent_signs": ["uncontrolled_pain"]}, r"(?:The call|What calls for a doctor) today comes first\."),
        ({"cautions": ["blood_thinner"]}, r"Talk first about what you ticked\."),
        ({"pain_trend": "better", "pain_score": 7}, "The pain is easing: ask about that first."),
    ],
)
def test_fits_is_never_the_first_word_where_something_else_comes_first(change, begins):
    said = guide_of({**CALM, **change})
    assert said.summary.outcome.id == "points_fit"
    assert re.match(begins, said.summary.sentence)
    assert said.first


@pytest.mark.parametrize("outcome", ["raise_first", "other_options_first", "not_yet", "missing_facts", "points_fit"])
def test_harm_on_both_sides_stands_before_the_questions_to_ask(client, outcome):
    words = main_of(remember(client, BY_OUTCOME[outcome]), SUMMARY)
    harm, waiting = "With it: what can go wrong", "Without it: what can go wrong"
    assert words.index(harm) < words.index(waiting) < words.index("Questions for the doctor")
    assert "Some died. Records cannot show how many of these deaths cement caused." in words


def test_every_adult_with_a_break_takes_along_the_question_on_harms():
    for outcome, given in BY_OUTCOME.items():
        if outcome in ("adults_only", "no_known_fracture"):
            continue
        assert "harms" in [question.id for question in summary_of(given).doctor_questions]


def test_does_not_fit_says_that_it_is_not_a_no_and_asks_about_the_other_options():
    said = guide_of(BY_OUTCOME["other_options_first"])
    assert "This is not a no. Other clinics and doctors use other limits." in said.summary.meaning
    assert "Ask about the other options, and what each of them involves." in said.summary.next_steps
    assert (
        "A question mark does not mean no. It means: find this out."
        in guide_of(BY_OUTCOME["missing_facts"]).summary.meaning
    )


def test_pain_that_eases_is_told_above_the_outcome():
    given = {**CALM, "pain_trend": "better", "pain_score": 7}
    assert head_of(given).startswith("Your pain is getting better.")
    assert "ask about waiting first" in head_of(given)


# ------------------------------------------------------------------------------------------------------- the 12 weeks


def test_the_end_of_the_12_weeks_is_a_step_only_in_the_last_4_weeks():
    assert "Ask for a visit soon." in " ".join(guide_of(days_left(28)).summary.next_steps)
    assert "Ask for a visit soon." not in " ".join(guide_of(days_left(29)).summary.next_steps)


def test_who_has_little_time_left_is_told_that_it_is_one_clinics_limit_and_no_reason_to_hurry():
    assert "That is one clinic’s limit, and no reason to decide in a hurry." in paper_of(days_left(14))


def test_pain_that_eases_is_not_hurried_in_the_last_4_weeks_either():
    assert "Ask for a visit soon." in paper_of(days_left(20))
    assert "Ask for a visit soon." not in paper_of({**days_left(20), "pain_trend": "better", "pain_score": 7})


def test_past_the_12_weeks_often_is_not_always():
    assert "Often is not always: ask whether your break has healed." in paper_of(days_left(-1))


# ---------------------------------------------------------------------------------------------- things to talk about


@pytest.mark.parametrize("caution", CAUTIONS)
def test_each_thing_to_talk_about_stands_above_the_outcome_and_becomes_a_question(caution):
    given = {**CALM, "cautions": [caution]}
    option = CLINIC_RULES.fact("cautions").option(caution)
    said = re.escape("Talk about this before a day is set, since it can change the risk: ")
    assert re.match(rf"{said}(?:{re.escape(option.words.you)}|{re.escape(option.brief)})", head_of(given))
    asked = {question.id: question for question in summary_of(given).doctor_questions}
    assert [one for one in asked.values() if f"cautions:{caution}" in one.cues]


def test_nobody_is_left_to_stop_a_blood_thinner_alone(client):
    assert "Do not stop it on your own." in main_of(remember(client, CALM), "/self-check/cautions/")
    asked = paper_of({**CALM, "cautions": ["blood_thinner"]})
    assert "Who decides about my blood thinner?" in asked
    assert "what to stop, what not, when to start again?" in asked


def test_pain_in_the_chest_is_told_from_pain_around_the_ribs(client):
    said = main_of(remember(client, CALM), "/self-check/cautions/")
    assert "Pressure or pain in the chest itself, or trouble breathing: 911. Not sure: 911." in said


# What makes somebody tick a box, word for word: the short words of a box must not be narrower than its sign.
SEEN_UNFOLDED = {
    "urgent-signs": {
        "chest_breath": [
            "Chest pain",
            "trouble breathing",
            "fainting",
            "Not sure whether the chest or the back hurts: tick it",
        ],
        "bladder_bowel": [
            "bladder or bowel trouble",
            "Hard to start to pee",
            "cannot pee",
            "leaks of pee or stool",
            "no feeling",
        ],
        "saddle_numbness": ["Numb or tingling", "between the legs", "groin", "buttocks", "private parts"],
        "leg_weakness": [
            "weakness or numbness",
            "an arm or a leg",
            "pain in both legs",
            "foot drops",
            "trouble walking",
            "worse",
        ],
        "major_injury": ["car crash", "fall from a height", "hard hit", "in the last few days"],
        "tearing_pain": ["tearing pain in the back, chest or belly", "throbbing belly with sweating or faintness"],
        "fever": ["100.4 °F (38 °C) or more", "chills", "Confused or very ill", "call 911"],
        "infection_risk": ["New back pain", "recent infection", "injected drugs", "weak defenses", "steroid", "chemo"],
        "cancer_new_pain": [
            "now or before",
            "new or fast getting worse",
            "tight band",
            "down an arm or a leg",
            "worse at night or lying down",
        ],
        "pain_after_cement": ["came back or got worse", "cement in a spine bone", "Weeks or months later"],
        "uncontrolled_pain": ["get up, eat, drink or take medicine"],
    },
    "stops": {
        "infection": ["anywhere", "in the spine in the last few months", "Taking antibiotics counts"],
        "bone_fragment": ["near the nerves", "retropulsion, narrow canal or burst fracture"],
        "denosumab_stopped": ["stopped or is late", "the year and a half before the break"],
    },
    "cautions": {
        "blood_thinner": ["warfarin, Eliquis, Xarelto, Plavix or daily aspirin", "Do not stop it on your own"],
        "nerve_pain": [
            "down a leg or around the ribs",
            "chest itself, or trouble breathing: 911",
            "With cancer: call today",
        ],
        "flat_bone": ["vertebra plana or severe collapse"],
        "cement_before": ["tick that among the urgent signs"],
    },
}


def test_each_clause_that_makes_somebody_tick_a_box_is_seen_before_anything_is_opened(client):
    signs = {option.value for option in CLINIC_RULES.fact("urgent_signs").options}
    assert SEEN_UNFOLDED["urgent-signs"].keys() == signs
    remember(client, CALM)
    for slug, boxes in SEEN_UNFOLDED.items():
        shown = see(client, f"/self-check/{slug}/")
        ids = {
            one["attrs"]["value"]: one["attrs"]["id"]
            for one in shown.all("input")
            if one["attrs"].get("name") == "answer"
        }
        labels = {one["attrs"]["for"]: one["text"] for one in shown.all("label") if "why" not in one["around"]}
        for box, clauses in boxes.items():
            assert [clause for clause in clauses if clause not in labels[ids[box]]] == [], box


# ---------------------------------------------------------------------------------------------- alarms that are false


def test_a_complaint_that_is_always_there_is_no_urgent_sign():
    signs = CLINIC_RULES.fact("urgent_signs")
    assert "that is new, or worse than usual" in signs.option("chest_breath").words.you
    assert "Just now or in the last few days." in signs.option("major_injury").detail
    assert "because the legs are weak, clumsy or unsteady" in signs.option("leg_weakness").detail


# ----------------------------------------------------------------------------------------------- who it is, and where


def test_in_a_hospital_nobody_is_sent_to_the_emergency_room(client):
    for signs in (["chest_breath"], ["fever"]):
        given = {**CALM, "in_hospital": "yes", "urgent_signs": signs}
        said = f"{head_of(given)} {' '.join(guide_of(given).summary.next_steps)}"
        assert "nurse" in said
        assert not re.search(r"911|emergency room|urgent care|\bER\b", said)
    stop = main_of(remember(client, {**CALM, "in_hospital": "yes", "urgent_signs": ["chest_breath"]}), SUMMARY)
    assert "Call 911" not in stop


def test_before_it_is_known_who_is_in_a_hospital_both_are_told_what_to_do(client):
    given = {"urgent_signs": ["chest_breath"]}
    assert "In a hospital already? Tell a nurse at once." in head_of(given)
    lines = [f"{line.call} {line.signs}" for line in HELP_LINES]
    assert any("hospital now" in line and "nurse at once" in line for line in lines)
    pause = main_of(remember(client, {"urgent_signs": ["fever"]}), "/self-check/before-you-go-on/")
    assert "In a hospital already? Tell your nurse or doctor now." in pause


def test_a_childs_pain_is_for_the_childs_own_doctor():
    said = guide_of(BY_OUTCOME["adults_only"])
    assert "Please ask the child’s own doctor what the pain means." in said.summary.meaning
    assert "The points a clinic looks at" not in paper_of(BY_OUTCOME["adults_only"])


def test_who_was_told_of_no_break_learns_how_one_is_found_and_that_pain_has_other_causes():
    said = guide_of(BY_OUTCOME["no_known_fracture"])
    assert "A doctor finds a break with an exam and a picture, such as an X-ray or an MRI" in said.summary.meaning
    assert "Back pain has many other causes." in said.summary.meaning


@pytest.mark.parametrize("fact", CLINIC_RULES.facts, ids=lambda fact: fact.id)
def test_a_helper_is_asked_about_the_one_with_the_pain_and_may_say_not_sure(fact):
    assert not re.search(r"\b(?:you|your)\b", fact.question.they)
    assert fact.may_be_unsure or fact.id in {"urgent_signs", "adult", "for_whom"}


# One short sentence with one long word measures harder than it is.
HARDEST_ALONE = 9.5


def test_no_question_and_no_outcome_is_hard_to_read_by_itself():
    """The grade of many texts together hides a single one."""
    alone = [fact.question for fact in CLINIC_RULES.facts] + [note.words for note in CLINIC_RULES.notes]
    alone += [words for outcome in CLINIC_RULES.outcomes for words in (outcome.sentence, outcome.meaning)]
    for words in alone:
        assert readability.grade([words.you]) <= HARDEST_ALONE, words.you
        assert readability.grade([words.they]) <= HARDEST_ALONE, words.they


def test_the_doctor_sees_that_somebody_else_answered():
    for given in HELPERS.values():
        assert "Filled in for someone else." in paper_of(given)
        assert short_text(guide_of(given)).startswith("From a self-check for someone else on")


def test_what_is_true_of_weak_bone_is_not_said_of_cancer_or_an_injury():
    for cause in ("cancer", "benign_growth", "injury"):
        given = {**CALM, "cause": cause, "pain_trend": "better", "pain_score": 7}
        said = guide_of(given)
        words = f"{paper_of(given)} {' '.join(claim.words for claim in said.summary.claims)}"
        assert "of 100 people" not in words
        assert "How likely am I to get better without a procedure" not in words
        assert "Many breaks of weak bone heal on their own" not in words
    cancer = paper_of({**CALM, "cause": "cancer", "pain_trend": "better", "pain_score": 7})
    assert "bone destroyed by cancer does not heal by itself" in cancer


# -------------------------------------------------------------------------------------------------- days and versions


def test_paper_and_text_say_when_they_were_made_in_which_time_zone_and_by_which_rules():
    for outcome, given in BY_OUTCOME.items():
        said = paper_of(given)
        assert f"Made on November 20, 2026, {clock.zone_name()}" in said
        assert ("Dates change: do this again" in said) is not (outcome == "get_help_now")
        assert f"Rules: {CLINIC_RULES.id}, version {CLINIC_RULES.version}. Not yet checked by a clinician." in said


def test_on_the_edge_of_a_limit_paper_says_that_it_depends_on_where_one_is():
    for left, edge in ((1, False), (0, True), (-1, True), (-2, False)):
        assert ("which one depends on where you are" in paper_of(days_left(left))) is edge, left


# ---------------------------------------------------------------------------------- links, cookies and other languages


def test_no_link_of_a_clinic_can_answer_for_signs_stops_or_pain():
    never = {"urgent_signs", "adult", "stops", "cautions", "pain_score", "pain_stops_you", "told_fracture", "cause"}
    assert not never & set(CHART)
    given: dict[str, Answer] = {"urgent_signs": (), "stops": (), "cause": "osteoporosis", "scan": "mri"}
    assert read_token(make_token(all_clinics()["sample"], given), TODAY).answers == {"scan": "mri"}


def test_answers_from_before_a_box_was_added_are_asked_again(client, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(answers_cookie, "_boxes", lambda: "before")
        remember(client, CALM)
    start = see(client, "/self-check/")
    go_on, *_ = [link for link in start.all("a") if "button" in link["classes"] and "main" in link["around"]]
    assert go_on["attrs"]["href"] == "/self-check/urgent-signs/"
    assert guide_of({fact: answer for fact, answer in CALM.items() if fact not in ("urgent_signs", "stops")}).first
    summary = main_of(client, SUMMARY)
    assert SIGNS_FIRST in summary
    assert "The answers fit" not in summary
    assert post(client, "adult", "yes").headers["Location"] == "/self-check/urgent-signs/"


def test_the_about_page_says_what_the_site_must_not_be_used_for(client):
    about = see(client, "/about/").inside("main")
    for use in (
        "Not in an emergency.",
        "Not to find out what you have.",
        "Not to decide on a procedure.",
        "Not to put off care.",
        "Not to start, change or stop a medicine.",
        "Not for a child.",
        "Not to choose who is seen first.",
        "Not in place of a health record.",
        "Not to learn what a health plan pays for.",
        "Not outside the US",
    ):
        assert use in about, use


@pytest.mark.parametrize("page", ["risks", "steps", "who-it-may-help"])
def test_the_pages_say_not_to_stop_a_blood_thinner_alone(client, page):
    said = main_of(client, f"/{page}/")
    assert re.search(r"Blood thinners?\. Do not stop|blood thinners?\. Do not stop", said)


def test_the_page_on_bone_drugs_says_not_to_stop_or_delay_denosumab_alone(client):
    assert re.search(r"Do not stop or delay .{1,200}\(denosumab\) on your own", main_of(client, "/recovery/"))
    assert "Do not stop or delay it on your own." in main_of(client, "/recovery/all-sheets/")


def test_there_is_one_language_so_no_translation_can_have_drifted(client):
    assert list(all_languages()) == ["en"]
    assert '<html lang="en">' in client.get("/").content.decode()


def test_the_start_and_the_about_page_say_for_whom_and_where_it_is_made(client):
    about = see(client, "/about/").inside("main")
    assert "adults in the US" in about
    assert "Outside the US" in about
    assert "one US pain clinic" in paper_of(CALM)


def test_words_on_a_medicare_rule_name_which_one_and_promise_nothing(client):
    assert "does not mean that Medicare will pay" in main_of(client, "/who-it-may-help/")
    assert "It does not decide what your health plan pays for." in main_of(client, "/about/")
    declared = [one.elsewhere for one in CLINIC_RULES.criteria]
    naming = [words for words in declared if "Medicare rule" in words]
    assert naming
    assert all("One Medicare rule (L34228)" in words for words in naming)


# ----------------------------------------------------------------------------------------------- style, print and text


def test_read_without_any_style_what_cannot_wait_comes_before_the_outcome(client):
    html = remember(client, {**CALM, "urgent_signs": ["fever"]}).get(SUMMARY).content.decode()
    places = [html.index(words) for words in ('href="tel:911"', "<main", "Call your doctor today", 'class="outcome"')]
    assert places == sorted(places)


def test_how_a_point_stands_is_said_in_words_not_by_color_alone(client):
    served = read(remember(client, BY_OUTCOME["other_options_first"]).get(SUMMARY))
    stands = [one["text"] for one in served.elements if "status" in one["classes"] and "finding" in one["around"]]
    assert {"Fits", "Does not fit"} <= set(stands)


def test_a_short_text_keeps_all_that_is_ticked_and_says_what_is_cut():
    given = {**CALM, "urgent_signs": CALL_TODAY, "stops": STOPS, "cautions": CAUTIONS}
    text = short_text(guide_of(given))
    assert len(text) <= SHORT
    assert text.endswith(CUT_SHORT)
    for fact, ticked in (("urgent_signs", CALL_TODAY), ("stops", STOPS), ("cautions", CAUTIONS)):
        for option in map(CLINIC_RULES.fact(fact).option, ticked):
            assert option.brief in text or option.words.you in text, option.value


def test_a_persons_pdf_is_not_made_by_what_remembers_the_blank_one(client):
    before = views._make_once.cache_info()
    assert remember(client, CALM).get("/self-check/guide.pdf").content.startswith(b"%PDF")
    assert views._make_once.cache_info() == before


def test_staff_are_told_that_a_link_and_a_guide_decide_nothing(client):
    assert "A link is not a referral decision." in main_of(client, "/clinics/sample/")
    for given in BY_OUTCOME.values():
        assert "For learning; a clinician decides." in paper_of(given)


def test_these_people_come_to_the_outcomes_they_are_named_for():
    assert {name: summary_of(given).outcome.id for name, given in BY_OUTCOME.items()} == {
        name: name for name in BY_OUTCOME
    }
    assert {case["expect"]["outcome"] for case in CASES.values()} == set(BY_OUTCOME)


# ------------------------------------------------------------------------------- easing pain beside what comes first


@pytest.mark.parametrize(
    "given",
    [
        {"urgent_signs": ["cancer_new_pain"], "cause": "unsure"},
        {"stops": ["cancer_near_cord"]},
        {"stops": ["unstable_spine"]},
        {"urgent_signs": ["pain_after_cement"]},
        {"urgent_signs": ["uncontrolled_pain"]},
        {"level": ["neck"]},
    ],
    ids=str,
)
def test_nobody_with_easing_pain_is_told_to_wait_beside_what_must_be_seen_to(given):
    said = guide_of({**CALM, "pain_trend": "better", **given})
    assert not any("waiting" in one.line for one in said.first)


def test_with_cancer_no_outcome_speaks_of_waiting():
    for changes in ({}, {"scan": "none"}, {"care_tried": "not_tried"}, {"pain_stops_you": "no"}):
        said = guide_of({**CALM, "cause": "cancer", "pain_trend": "same", **changes})
        assert "aiting" not in said.summary.meaning
        assert "eases before" not in said.summary.meaning


@pytest.mark.parametrize("changes", [{"scan": "none"}, {"care_tried": "enough"}, {}], ids=str)
@pytest.mark.parametrize("who", [{"level": ["neck"]}, {"level": ["sacrum"]}, {"cause": "injury"}], ids=str)
def test_who_needs_a_specialist_is_told_so_whatever_the_outcome(who, changes):
    steps = guide_of({**CALM, **who, **changes}).summary.next_steps
    assert "specialist" in steps[0]
    assert not any("visit soon" in step for step in steps)


def test_a_person_in_a_hospital_bed_is_told_of_the_ward_and_of_no_visit():
    late = {"pain_began": "2026-09-05", "in_hospital": "yes"}
    for changes in ({}, {"cause": "cancer", "pain_began": "2026-07-01", "pain_trend": "same"}, {"level": ["neck"]}):
        steps = guide_of({**CALM, **late, **changes}).summary.next_steps
        assert not any("visit" in step for step in steps), steps


def test_a_child_is_told_nothing_of_limits_and_waiting():
    said = guide_of({**CALM, "adult": "no", "pain_trend": "better", "pain_began": "2026-09-01"})
    assert not said.first
    assert not any("limit" in note or "wait" in note for note in said.notes)
    assert not {"wait", "harms", "bone_care"} & {one.id for one in said.summary.doctor_questions}


@pytest.mark.parametrize(
    ("in_hospital", "first"), [("yes", "Tell a nurse at once"), ("no", "Call 911"), (None, "Call 911")]
)
def test_on_paper_the_nurse_is_the_first_to_tell_in_a_hospital_and_911_elsewhere(in_hospital, first):
    paper = filled(guide_of({**CALM, "in_hospital": in_hospital}), standing_of_rules)
    assert paper.help_lines[0].call == first
    assert len(paper.help_lines) == len(CLINIC_RULES.help_lines)
    printed = remember(Client(), {**CALM, "in_hospital": in_hospital}).get("/self-check/guide/").content.decode()
    assert printed.split('<div class="red-flags">')[1].startswith(f"<p><strong>{first}:")


def test_the_pause_in_a_hospital_sends_nobody_to_911_or_to_an_emergency_room(client):
    pause = main_of(
        remember(client, {**CALM, "urgent_signs": ["fever"], "in_hospital": "yes"}), "/self-check/before-you-go-on/"
    )
    assert "use the call button at once" in pause
    assert "911" not in pause
    assert "ER" not in pause.split()


@pytest.mark.parametrize(
    ("given", "said"), [({}, True), ({"pain_trend": "worse"}, False), ({"cause": "osteoporosis"}, False)]
)
def test_whom_cancer_broke_a_bone_is_told_to_call_the_cancer_team_now_unless_a_call_today_says_more(given, said):
    steps = guide_of({**CALM, "cause": "cancer", **given}).summary.next_steps
    assert ("Call your cancer team now, and ask who decides." in steps) is said
    assert said or given.get("cause") or any("cancer team" in step for step in steps)
