"""Clinics that link to this site, each one file in clinics/.

One with a mistake is left out, with a word in the log and an error of `manage.py check`: it must not take the site from
the patients of the others, nor from those who read without any clinic.
"""

import logging
import re
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from clinics.interpreters import LANGUAGES, MOST_LANGUAGES, InterpreterLine
from web.languages import CODE, ENGLISH, active_code
from web.toml_tables import DataFileError, complete, files_in, parse_toml, read_text

logger = logging.getLogger(__name__)

CLINICS_DIR = Path(__file__).parent
# Where the files lay before; one that was put there and not moved is said, and its clinic is not lost in silence.
BEFORE_DIR = CLINICS_DIR.parent / "referrals" / "clinics"
LONGEST_LINK, LONGEST_LINE, MOST_LINES = 20, 80, 8
TRANSLATED = ("hours", "bring", "interpreter")
# Numbers of the North American plan, as people write them: (555) 555-0100, 555-555-0100, +1 555 555 0100; behind a
# switchboard with an extension: (555) 555-0100 ext. 12, 555-555-0100 x12.
PHONE = re.compile(
    r"(?:\+1 )?(?:\([2-9]\d\d\) |[2-9]\d\d[- ])\d{3}[- ]\d{4}(?:,? (?:ext\.?|extension|x) ?(?P<extension>\d{1,6}))?",
    re.ASCII,
)


class ClinicError(DataFileError):
    """A clinic's file cannot be used; says which file and what to do."""


@dataclass(frozen=True)
class Translation:
    """What a clinic says in another language than English: the table of its file that has the code of the language.

    What it leaves out is said in English.
    """

    language: str
    hours: tuple[str, ...] = ()
    bring: tuple[str, ...] = ()
    interpreter: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        return (*self.hours, *self.bring, *filter(None, [self.interpreter]))


@dataclass(frozen=True)
class Lines:
    """What patients read of a clinic; `lang` is for a lang attribute, where these are English on a page that is not."""

    words: tuple[str, ...]
    lang: str = ""


@dataclass(frozen=True)
class Clinic:
    """A clinic, with what its patients need. `link` is its file's name, and so its short address: /r/<link>/.

    `rules` is the id of the rule set whose summary its patients see first; none is the main one. Its hours, what to
    bring and its line on interpreters are shown as `lines` has them.
    """

    link: str
    name: str
    phone: str
    hours: tuple[str, ...]
    address: tuple[str, ...]
    bring: tuple[str, ...]
    interpreter: str = ""
    interpreter_in: tuple[InterpreterLine, ...] = ()
    translations: tuple[Translation, ...] = ()
    reviewed_by: str = ""
    reviewed: date | None = None
    logo: str = ""
    rules: str = ""
    sample: bool = False

    @property
    def tel(self) -> str:
        """The phone number for a tel: address. Phones pause at a comma, then dial the rest; ";ext=" they garble."""
        extension = found["extension"] if (found := PHONE.fullmatch(self.phone)) else None
        digits = re.sub(r"\D", "", self.phone).removesuffix(extension or "")[-10:]
        return f"tel:+1{digits},{extension}" if extension else f"tel:+1{digits}"

    @property
    def texts(self) -> tuple[str, ...]:
        """All that people read of it in English."""
        lines = (*self.hours, *self.address, *self.bring)
        return tuple(text for text in (self.name, self.phone, *lines, self.interpreter, self.reviewed_by) if text)

    @property
    def lines(self) -> dict[str, Lines]:
        """Its hours, what to bring and its line on interpreters, in the language of now where its file has them."""
        own = next((one for one in self.translations if one.language == active_code()), None)
        return {name: self._lines(name, own) for name in TRANSLATED}

    def _lines(self, name: str, own: Translation | None) -> Lines:
        if own and (words := getattr(own, name)):
            return Lines(_as_lines(words))
        return Lines(_as_lines(getattr(self, name)), "" if active_code() == ENGLISH else ENGLISH)

    @property
    def name_and_phone(self) -> str:
        return f"{self.name}, {self.phone}"


def _as_lines(words: str | tuple[str, ...]) -> tuple[str, ...]:
    return words if isinstance(words, tuple) else tuple(filter(None, [words]))


@dataclass
class Clinics:
    """Every clinic by its link, and what is wrong with those that were left out."""

    good: dict[str, Clinic] = field(default_factory=dict)
    left_out: list[ClinicError] = field(default_factory=list)

    def leave_out(self, link: str, why: ClinicError) -> None:
        """Go on without this one, and say so loudly."""
        self.good.pop(link, None)
        self.left_out.append(why)
        logger.error("A clinic is left out until its file is mended, and its links find no clinic. %s", why)


@cache
def read_clinics() -> Clinics:
    """The clinics as their files have them."""
    clinics = Clinics()
    for path in files_in(CLINICS_DIR, "*.toml"):
        try:
            clinics.good[path.stem] = read_clinic(path)
        except ClinicError as error:
            clinics.leave_out(path.stem, error)
    for path in files_in(BEFORE_DIR, "*.toml"):
        if path.stem not in clinics.good:
            clinics.leave_out(
                path.stem, ClinicError(f"{path.name} lies in referrals/clinics/. Move it, and its logo, to clinics/.")
            )
    return clinics


def all_clinics() -> dict[str, Clinic]:
    """Every clinic that can be used, by its link."""
    return read_clinics().good


def find(link: object) -> Clinic | None:
    """The clinic of that link, if there is one."""
    return all_clinics().get(link.lower()) if isinstance(link, str) else None


def read_clinic(path: Path) -> Clinic:
    """A clinic from its file. Raises ClinicError."""
    where = path.name
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", path.stem) or len(path.stem) > LONGEST_LINK:
        raise ClinicError(
            f"{where}: the file's name becomes the clinic's link. "
            f"Use at most {LONGEST_LINK} small letters, digits and single hyphens."
        )
    table = parse_toml(read_text(path, ClinicError), where, ClinicError)
    lines = _interpreter_lines(where, table.pop("interpreter_in", {}))
    codes = [key for key, value in table.items() if CODE.fullmatch(key) and isinstance(value, dict)]
    translations = tuple(_translation(f"{where} [{code}]", code, table.pop(code)) for code in codes)
    own = {"link": path.stem, "interpreter_in": lines, "translations": translations}
    clinic: Clinic = complete(Clinic, where, table, ClinicError, **own)
    _check_texts(where, clinic.texts)
    _check_number(where, clinic, ["hours", "address", "bring"])
    if not PHONE.fullmatch(clinic.phone):
        raise ClinicError(
            f"{where} phone is {clinic.phone!r}. Write it as (555) 555-0100. With an extension: (555) 555-0100 ext. 12."
        )
    if bool(clinic.reviewed_by) != bool(clinic.reviewed):
        raise ClinicError(f"{where}: give reviewed_by and reviewed, or neither.")
    if clinic.logo and not re.fullmatch(r"\w[\w.-]{0,60}", clinic.logo):
        raise ClinicError(f"{where} logo is {clinic.logo[:60]!r}. Name a file beside it, such as logo.png.")
    if clinic.logo and not (path.parent / clinic.logo).is_file():
        raise ClinicError(f"{where} logo: there is no file {clinic.logo} beside it. Put it there, or leave logo out.")
    return clinic


def _translation(where: str, code: str, table: dict[str, Any]) -> Translation:
    """The words of one language, below [es] and the like."""
    if code == ENGLISH:
        raise ClinicError(f"{where} is for other languages. Write the English lines at the top, below no such table.")
    translation: Translation = complete(Translation, where, table, ClinicError, language=code)
    _check_texts(where, translation.texts)
    _check_number(where, translation, [name for name in ("hours", "bring") if name in table])
    return translation


def _interpreter_lines(where: str, given: object) -> tuple[InterpreterLine, ...]:
    """The lines of [interpreter_in], each under the code of its language."""
    if not isinstance(given, dict):
        raise ClinicError(f'{where} interpreter_in must be a table, with lines such as es = "…".')
    if unknown := sorted(given.keys() - LANGUAGES.keys()):
        raise ClinicError(
            f"{where} interpreter_in does not know: {', '.join(unknown)[:60]}. It knows {', '.join(LANGUAGES)}."
        )
    if len(given) > MOST_LANGUAGES:
        raise ClinicError(f"{where} interpreter_in has {len(given)} languages. Use at most {MOST_LANGUAGES}.")
    for language, words in given.items():
        if not isinstance(words, str) or not InterpreterLine(language, words).can_be_seen:
            raise ClinicError(f"{where} interpreter_in {language} must be a line of words. Type it anew.")
        if (width := InterpreterLine(language, words).width) > LONGEST_LINE:
            raise ClinicError(
                f"{where} interpreter_in {language} is {width} letters wide, where a Chinese one counts as two. "
                f"Use at most {LONGEST_LINE}."
            )
    return tuple(InterpreterLine(language, words.strip()) for language, words in given.items())


def _check_texts(where: str, texts: tuple[str, ...]) -> None:
    for text in texts:
        if len(text) > LONGEST_LINE:
            raise ClinicError(
                f"{where}: {text[:30]}… has {len(text)} characters. Use at most {LONGEST_LINE} in a line."
            )
        if not text.isprintable():
            raise ClinicError(f"{where}: {text!r:.40} holds a sign that cannot be seen. Type the line anew.")


def _check_number(where: str, said: Clinic | Translation, lists: list[str]) -> None:
    for name in lists:
        if not 1 <= len(getattr(said, name)) <= MOST_LINES:
            raise ClinicError(f"{where} {name} needs 1 to {MOST_LINES} lines.")
