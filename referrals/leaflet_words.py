"""What the sheets that a clinic prints say."""

from django.utils.translation import gettext_noop

SLIP_WORDS = {
    "sample": gettext_noop("Sample"),
    "topic": gettext_noop("Balloon kyphoplasty"),
    "what": gettext_noop("plain facts and a self-check to take to your visit."),
    "how": gettext_noop("Scan the code, or type:"),
    "rules": gettext_noop("For learning, not a referral."),
    "emergency": gettext_noop("Emergency? Call 911."),
}
POSTER_WORDS = {
    "sample": gettext_noop("Sample: not a real clinic"),
    "headline": gettext_noop("A broken spine bone?"),
    "lead": gettext_noop("Balloon kyphoplasty is a choice for some. Read in plain words:"),
    "finds": [
        gettext_noop("What it is"),
        gettext_noop("What can go wrong"),
        gettext_noop("Other choices, such as waiting"),
        gettext_noop("Questions to ask"),
    ],
    "how": gettext_noop("Point your phone’s camera at the code, or type:"),
    "rules": gettext_noop("For learning. It is not a referral, and a clinician decides."),
    "emergency": gettext_noop("Emergency? Call 911."),
}
INTERPRETER_WORDS = {
    "sample": gettext_noop("Sample: not a real clinic"),
    "headline": gettext_noop("Do you need an interpreter?"),
    "lead": gettext_noop("Point to your language."),
}
