"""The languages in which staff may hand something to a patient, whatever the language of their own page."""

from screener.editions import is_off_the_air
from web.languages import Language, active_code, all_languages, speaking


def to_choose_from() -> dict[str, Language]:
    """By code: those offered in which the self-check can be had, and that of the page itself, which may be in trial."""
    return {code: one for code, one in all_languages().items() if code == active_code() or _is_to_be_had(one)}


def _is_to_be_had(language: Language) -> bool:
    with speaking(language.code):
        return language.offered and not is_off_the_air()


def chosen(asked_for: str) -> str:
    """The code that was asked for, if it is one of those; else that of the page itself."""
    return asked_for if asked_for in to_choose_from() else active_code()
