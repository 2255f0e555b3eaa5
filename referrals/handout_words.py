"""What staff paste into a record system says. Its first words show on a locked phone: they say nothing about health."""

from django.utils.translation import gettext_noop

OPENING = gettext_noop("Here is something to read before your visit to us.")
ABOUT = gettext_noop("It is about a broken spine bone and balloon kyphoplasty. It has facts, risks and other choices.")
RULES = gettext_noop("For learning, not a referral.")
EMERGENCY = gettext_noop("Emergency? Call 911.")
# Systems name a link by its kind first.
LINK_TEXT = gettext_noop("Handout: Broken spine bones")
