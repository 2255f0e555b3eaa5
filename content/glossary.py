"""The glossary: terms, the forms in which they occur, and what they mean."""

import re
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from web.languages import ENGLISH, active_code, once_for_each_language
from web.to_translate import read_translated
from web.toml_tables import DataFileError, complete

GLOSSARY_FILE = Path(__file__).parent / "glossary.toml"


class GlossaryError(DataFileError):
    """The glossary is wrong; says which term and what to do."""


@dataclass(frozen=True)
class Term:
    """A medical word, other forms of it, and its plain meaning in 20 words or fewer."""

    id: str
    term: str
    also: tuple[str, ...]
    meaning: str


@once_for_each_language
def all_terms() -> dict[str, Term]:
    """The site's terms, by id, in alphabetical order."""
    code = active_code()
    file = GLOSSARY_FILE if code == ENGLISH else settings.LANGUAGES_DIR / code / GLOSSARY_FILE.name
    entries = read_translated(file, GlossaryError) if file.exists() else {}
    terms: list[Term] = [
        complete(Term, f"{GLOSSARY_FILE.name}: [{name}]", entry, GlossaryError, id=name)
        for name, entry in entries.items()
    ]
    return {term.id: term for term in sorted(terms, key=lambda term: term.term.lower())}


@once_for_each_language
def _forms() -> dict[str, Term]:
    """Each form of each term, in lower case. "Lumbar spine (L1-L5)" is also found as "lumbar spine"."""
    forms: dict[str, Term] = {}
    for term in all_terms().values():
        for form in (term.term, re.sub(r" \(.*\)$", "", term.term), *term.also):
            forms[form.lower()] = term
    return forms


@once_for_each_language
def _pattern() -> re.Pattern[str]:
    longest_first = sorted(_forms(), key=len, reverse=True)
    return re.compile(r"\b(" + ("|".join(map(re.escape, longest_first)) or r"(?!)") + r")\b")


def find_terms(text: str) -> list[tuple[int, int, Term]]:
    """Where terms stand in a text: start, end and term of each."""
    # In lower case, as to ignore case takes the pattern much longer; one letter for each, so that the places stay.
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(small if len(small := letter.lower()) == 1 else letter for letter in text)
    return [(m.start(), m.end(), _forms()[m.group()]) for m in _pattern().finditer(lowered)]
