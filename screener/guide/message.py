"""The guide in at most 1,000 characters, for a message to a clinic through its portal."""

from django.utils.translation import gettext_noop

from screener.guide.page import SIGNS_FIRST, Guide
from web.languages import gettext as _

SHORT = 1_000
CUT_SHORT = gettext_noop("Cut short: the guide has more.")


def short_text(guide: Guide) -> str:
    """What comes first stands first, and what was ticked is never cut. It says if the guide has more."""
    kept = _never_cut(guide)
    boxes = guide.summary.rule_set.roles.boxes_to_talk_about
    facts = [row.line for row in guide.facts if row.fact not in boxes]
    for line in (*facts, *(_("Question: %(words)s") % {"words": question} for question in guide.questions)):
        if len("\n".join([*kept, line, _(CUT_SHORT)])) > SHORT:
            return "\n".join([*kept, _(CUT_SHORT)])
        kept.append(line)
    return "\n".join(kept)


def _never_cut(guide: Guide) -> list[str]:
    summary, roles = guide.summary, guide.summary.rule_set.roles
    day = {"day": summary.edition.language.say_day(summary.sheet.today)}
    someone_else = summary.someone_else
    kept = [
        (_("From a self-check for someone else on %(day)s.") if someone_else else _("From a self-check on %(day)s."))
        % day
    ]
    kept += [] if guide.signs_answered else [_(SIGNS_FIRST)]
    if guide.call_today:
        kept.append(_("Needs a doctor today: %(why)s.") % {"why": summary.called_by(guide.call_today.condition)})
    comes_first = _("Comes first: %(what)s.")
    signs = [] if guide.call_today else [(_("Ticked: %(what)s."), roles.asked_first)]
    for words, fact in (*signs, (comes_first, roles.tell_first), (_("To talk about: %(what)s."), roles.talk_about)):
        said = guide.brief_of(fact)
        kept += [words % {"what": said}] if said else []
    kept += [comes_first % {"what": title} for title in guide.raised_without_boxes]
    return [*kept, _("It said: “%(sentence)s”") % {"sentence": summary.sentence}]
