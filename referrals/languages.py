"""The languages in which staff may hand something to a patient, whatever the language of their own page."""

from web.languages import Language, active_code, all_languages


def to_choose_from() -> dict[str, Language]:
    """By code: those offered, and that of the page itself, which may be in trial."""
    return {code: one for code, one in all_languages().items() if one.offered or code == active_code()}


def chosen(asked_for: str) -> str:
    """The code that was asked for, if it is one of those; else that of the page itself."""
    return asked_for if asked_for in to_choose_from() else active_code()
