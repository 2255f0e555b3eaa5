"""What must be right in the clinics' files. One with a mistake is left out; wording alone is only for the check."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.core.checks import Warning as CheckWarning

from clinics.files import Clinic, ClinicError, all_clinics, read_clinics
from clinics.interpreters import InterpreterLine
from clinics.logos import logo_of
from referrals.handouts import LONGEST_ADDRESS
from referrals.leaflets import MANY_SCRIPTS
from screener.guide.trial import FONTS_OF_THE_GUIDE, Trial, TrialError, undrawable
from screener.rule_sets.editions import RULE_SETS
from web import clock
from web.absolute_urls import absolute_on, our_host
from web.languages import ENGLISH, Language, address, known_languages, offered_languages


def leave_out_wrong_clinics() -> None:
    """Read every clinic with its logo, and try its words in the PDFs' fonts: when the server starts, and in checks.

    Not when Django starts: a command that needs no clinic goes on whatever is in its file.
    """
    clinics = [*all_clinics().values()]
    found = undrawable(
        trial for clinic in clinics for trial in (_own(clinic), *map(_in_its_language, clinic.interpreter_in))
    )
    for clinic in clinics:
        try:
            _check_drawn(clinic, found)
        except ClinicError as error:
            read_clinics().leave_out(clinic.link, error)


def _own(clinic: Clinic) -> Trial:
    """What it says in the languages of the site."""
    translated = (text for translation in clinic.translations for text in translation.texts)
    return " ".join([*clinic.texts, *translated]), FONTS_OF_THE_GUIDE


def _in_its_language(line: InterpreterLine) -> Trial:
    return line.written, MANY_SCRIPTS


def _check_drawn(clinic: Clinic, found: Mapping[Trial, str | TrialError]) -> None:
    logo_of(clinic)
    if clinic.rules and clinic.rules not in RULE_SETS:
        raise ClinicError(f"{clinic.link}.toml rules is {clinic.rules!r:.40}. Write one of: {', '.join(RULE_SETS)}.")
    if clinic.reviewed and clinic.reviewed > clock.today():
        raise ClinicError(f"{clinic.link}.toml reviewed is {clinic.reviewed}, a day to come. Write the past one.")
    if sign := _lacked(clinic, found[_own(clinic)]):
        raise ClinicError(
            f"{clinic.link}.toml holds {sign!r}, which the fonts of the PDFs lack. Write it otherwise. "
            "A line on interpreters in another language goes below [interpreter_in]."
        )
    for line in clinic.interpreter_in:
        if sign := _lacked(clinic, found[_in_its_language(line)]):
            raise ClinicError(
                f"{clinic.link}.toml interpreter_in {line.language} holds {sign!r}, which no font here has. "
                "Write it otherwise, or leave the line out."
            )


def _lacked(clinic: Clinic, found: str | TrialError) -> str:
    if isinstance(found, TrialError):
        raise ClinicError(
            f"{clinic.link}.toml holds words that no PDF can be tried with: {found}. Write them otherwise."
        )
    return found


@register()
def no_clinic_is_left_out(**kwargs: Any) -> list[CheckMessage]:
    """A clinic that the site goes without is an error, though the site goes on."""
    leave_out_wrong_clinics()
    return [
        Error(str(error), hint="Until then the site goes on without this clinic.", id="referrals.E002")
        for error in read_clinics().left_out
    ]


@register()
def plain_words(**kwargs: Any) -> list[CheckMessage]:
    """What no page may say, no clinic's file may say either."""
    return [
        Error(
            f"{clinic.link}.toml says {found[0]!r}.",
            hint="This site never says that. Word it otherwise.",
            id="referrals.E001",
        )
        for clinic in all_clinics().values()
        for language, texts in _texts(clinic)
        for text in texts
        if (found := language.forbidden_words.search(text))
    ]


def _texts(clinic: Clinic) -> Iterator[tuple[Language, tuple[str, ...]]]:
    """All that people read of it, with the language it is in."""
    yield known_languages()[ENGLISH], clinic.texts
    for one in clinic.translations:
        if one.language in known_languages():
            yield known_languages()[one.language], one.texts


@register()
def translations_are_read(**kwargs: Any) -> list[CheckMessage]:
    """Words in a language that the site does not have are shown to nobody; the clinic goes on without them."""
    return [
        Error(
            f"{clinic.link}.toml has a table [{one.language}], and the site has no such language.",
            hint=f"It has {', '.join(known_languages())}. A line on interpreters goes below [interpreter_in].",
            id="referrals.E003",
        )
        for clinic in all_clinics().values()
        for one in clinic.translations
        if one.language not in known_languages()
    ]


@register()
def links_are_short(**kwargs: Any) -> list[CheckMessage]:
    """A link that is typed from print, and that record systems do not break."""
    links = (
        absolute_on(our_host(), address(code, "referrals:clinic", clinic.link))
        for clinic in all_clinics().values()
        for code in offered_languages()
    )
    return [
        CheckWarning(
            f"{link} has {len(link)} characters. Record systems may break it, and it is hard to type.",
            hint=f"Take a shorter name for the host or for the clinic's file: at most {LONGEST_ADDRESS} in all.",
            id="referrals.W001",
        )
        for link in links
        if len(link) > LONGEST_ADDRESS
    ]
