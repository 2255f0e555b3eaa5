"""What the outcomes say that come before all points, in every rule set; the gravest first."""

from screener.engine.facts import Words, both
from screener.engine.rule_set import Instead, OutcomeWords
from screener.rule_sets.shared.conditions import IN_HOSPITAL
from screener.rule_sets.shared.outcomes import ADULTS_ONLY, GET_HELP_NOW, NO_KNOWN_FRACTURE, RAISE_FIRST

HELP_NOW = OutcomeWords(
    GET_HELP_NOW,
    both("Stop here. Call 911 or go to the nearest emergency room now."),
    both(
        "Your answer may mean an emergency. Do not wait for this self-check or for a visit. "
        "In a hospital already? Tell a nurse at once."
    ),
    when="A sign that needs 911 is ticked.",
    worked="urgent-leg-weakness-with-cancer",
    instead=(
        Instead(
            IN_HOSPITAL,
            "In the hospital.",
            both("Stop here. Tell a nurse now: use the call button, or call out."),
            both("Your answer may mean an emergency. Do not wait for this self-check or for the next round."),
        ),
    ),
)
ONLY_ADULTS = OutcomeWords(
    ADULTS_ONLY,
    both("This self-check is made for people who are 18 or older."),
    both("The limits and the studies here are about adults. Please ask the child’s own doctor what the pain means."),
    when="The person is under 18.",
    worked="under-18",
)
NO_FRACTURE_KNOWN = OutcomeWords(
    NO_KNOWN_FRACTURE,
    Words(
        "No doctor has told you of a broken spine bone so far. Finding that out comes first.",
        "No doctor has told them of a broken spine bone so far. Finding that out comes first.",
    ),
    both(
        "A doctor finds a break with an exam and a picture, such as an X-ray or an MRI (a scan with no X-rays). Back pain has many other "
        "causes. The guide helps with that visit."
    ),
    when="No doctor has told of a broken spine bone.",
    worked="no-known-fracture-but-the-report-says-new",
)
SOMETHING_FIRST = OutcomeWords(
    RAISE_FIRST,
    both("Something comes first. Tell the doctor about it before you talk about a procedure."),
    both("It often means that the procedure must wait or is not done. It may need care of its own soon."),
    when="One of the things that come first is ticked. Or fever, cancer with new pain, or pain after cement is. Or cancer is the cause, and the pain gets worse.",
    worked="stop-infection",
)
