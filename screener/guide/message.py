"""The guide in at most 1,000 characters, for a message to a clinic through its portal."""

from screener.guide.page import SIGNS_FIRST, Guide

SHORT = 1_000
CUT_SHORT = "Cut short: the guide has more."


def short_text(guide: Guide) -> str:
    """What comes first stands first, and what was ticked is never cut. It says if the guide has more."""
    kept = _never_cut(guide)
    boxes = guide.summary.rule_set.roles.boxes_to_talk_about
    facts = [row.line for row in guide.facts if row.fact not in boxes]
    for line in (*facts, *(f"Question: {question}" for question in guide.questions)):
        if len("\n".join([*kept, line, CUT_SHORT])) > SHORT:
            return "\n".join([*kept, CUT_SHORT])
        kept.append(line)
    return "\n".join(kept)


def _never_cut(guide: Guide) -> list[str]:
    summary, roles = guide.summary, guide.summary.rule_set.roles
    who = " for someone else" if summary.someone_else else ""
    kept = [f"From a self-check{who} on {summary.edition.language.say_day(summary.sheet.today)}."]
    kept += [] if guide.signs_answered else [SIGNS_FIRST]
    if guide.call_today:
        kept.append(f"Needs a doctor today: {summary.called_by(guide.call_today.condition)}.")
    signs = [] if guide.call_today else [("Ticked", roles.asked_first)]
    for title, fact in (*signs, ("Comes first", roles.tell_first), ("To talk about", roles.talk_about)):
        said = guide.brief_of(fact)
        kept += [f"{title}: {said}."] if said else []
    kept += [f"Comes first: {title}." for title in guide.raised_without_boxes]
    return [*kept, f"It said: “{summary.sentence}”"]
