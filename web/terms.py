"""One word for one word: the terms of a language, and the variants that no text in it may have."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from web.toml_tables import DataFileError, complete, read_toml

FILE = "terms.toml"
_CAPITAL = re.compile(r"(?<!\\)[^\W\d_]")


class TermsError(DataFileError):
    """The terms of a language cannot be read; says which and what to do."""


@dataclass(frozen=True)
class Term:
    """An English term, and the one to say for it. `never` are other words for it, and `allowed` phrases in which such a
    word may stand: regular expressions of whole words, in small letters.
    """

    id: str
    english: str
    term: str
    never: tuple[str, ...]
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Terms:
    """All terms of a language."""

    terms: tuple[Term, ...] = ()

    def variants_in(self, text: str) -> Iterator[tuple[str, Term]]:
        """What stands in a text and may not, each with the term to say instead."""
        text = text.lower()
        for found in self._any_variant.finditer(text):
            term = next(one for one in self.terms if _whole_words(one.never).match(text, found.start()))
            longer = _whole_words(term.allowed).finditer(text) if term.allowed else ()
            if not any(one.start() <= found.start() and found.end() <= one.end() for one in longer):
                yield found[0], term

    @cached_property
    def _any_variant(self) -> re.Pattern[str]:
        # In one expression and in small letters, as a search for each takes ten times as long.
        return _whole_words([way for term in self.terms for way in term.never])


def _whole_words(ways: tuple[str, ...] | list[str]) -> re.Pattern[str]:
    # Not \b: a mark such as « is no word, and has no end of one.
    return re.compile(rf"(?<!\w)(?:{'|'.join(ways) or '(?!)'})(?!\w)")


def read_terms(folder: Path) -> Terms:
    """The terms in the folder of a language; none where it has no such file. Raises TermsError."""
    path = folder / FILE
    terms: list[Term] = []
    for name, entry in read_toml(path, TermsError).items() if path.exists() else ():
        where = f"{folder.name}/{FILE}: [{name}]"
        term: Term = complete(Term, where, entry, TermsError, id=name)
        for way in (*term.never, *term.allowed):
            if any(letter.isupper() for letter in _CAPITAL.findall(way)):
                raise TermsError(f"{where} has a capital in {way!r}. Write small letters; capitals are found too.")
            try:
                re.compile(way)
            except re.error as problem:
                raise TermsError(f"{where} has {way!r}, which cannot be read: {problem}. Mend it.") from problem
        terms.append(term)
    return Terms(tuple(terms))
