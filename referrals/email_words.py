"""What e-mails for clinics to copy say, in each tone."""

from dataclasses import dataclass

from django.utils.translation import gettext_noop


@dataclass(frozen=True)
class Tone:
    """What one way of writing words differently; {name} stands for the clinic's name."""

    id: str
    label: str
    subject: str
    opening: str
    check_each: str
    self_check: str
    bring_sheet: str
    who_decides: str


TONES = (
    Tone(
        "neutral",
        gettext_noop("Neutral"),
        subject=gettext_noop("Before your visit to {name}"),
        opening=gettext_noop(
            "{name} sends you a link to read before your visit. Read as much or as little as you like."
        ),
        check_each=gettext_noop(
            "Some answers were filled in from your chart when the link was made. Please check each one."
        ),
        self_check=gettext_noop(
            "A self-check asks some questions, and turns your answers into a guide, a sheet to print. "
            "You may skip most questions."
        ),
        bring_sheet=gettext_noop(
            "Please bring the printed sheet to your visit. If you cannot print it, save it on your phone."
        ),
        who_decides=gettext_noop("You and a clinician decide together."),
    ),
    Tone(
        "please-read",
        gettext_noop("Please read before your visit"),
        subject=gettext_noop("Please read before your visit to {name}"),
        opening=gettext_noop(
            "Please open the link below, and read before your visit. {name} sends it to you, so that you can "
            "get ready and ask what you want to know."
        ),
        check_each=gettext_noop(
            "Some answers were filled in from your chart when the link was made. "
            "Please check each one before you go on."
        ),
        self_check=gettext_noop(
            "Please go through the self-check too. It asks some questions, and turns your answers into a guide, "
            "a sheet to print. You may skip most questions."
        ),
        bring_sheet=gettext_noop(
            "Please print the sheet and bring it to your visit, even if some of it is still open. "
            "If you cannot print it, save it on your phone."
        ),
        who_decides=gettext_noop("You and a clinician decide together."),
    ),
    Tone(
        "relative",
        gettext_noop("To a relative (only if the patient agrees)"),
        subject=gettext_noop("Before the visit to {name}"),
        opening=gettext_noop(
            "You help someone get ready for a visit. {name} sends you a link to read first, alone or together."
        ),
        check_each=gettext_noop(
            "Some answers were filled in from the chart when the link was made. "
            "Please check each one with the person you help."
        ),
        self_check=gettext_noop(
            "A self-check asks some questions, and turns the answers into a guide, a sheet to print. "
            "Fill it in together, or for them if they agree. Most questions may be skipped."
        ),
        bring_sheet=gettext_noop(
            "Please bring the printed sheet to the visit, or see that they have it with them. "
            "If you cannot print it, save it on a phone."
        ),
        who_decides=gettext_noop("They and a clinician decide together."),
    ),
)
SAMPLE_SUBJECT = gettext_noop("Sample, do not send: ")
SAMPLE = gettext_noop("This is a sample. There is no such clinic, so please do not send it.")
ABOUT_THE_SITE = gettext_noop(
    "The site is about a broken bone in the spine, and a procedure called balloon kyphoplasty. "
    "It tells what the procedure is, what can go wrong, what the studies found, and what the other choices are."
)
NOT_STORED = gettext_noop("The site does not store the answers, and we do not see them unless you show us.")
NOT_A_DECISION = gettext_noop(
    "This is not a referral decision. The site does not decide, and this e-mail does not either."
)
WORDS_AND_RULES = gettext_noop("The words and rules of the site:")
EMERGENCY = gettext_noop("Emergency? Call 911. Do not wait for an answer to this e-mail.")
FILLED_IN = (
    gettext_noop("The link works for {days} days."),
    gettext_noop("Please do not forward it. Whoever has the link can see what was filled in."),
)
