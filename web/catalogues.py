"""Catalogues of words (PO files) in the folder of a language. No GNU gettext is needed to make, merge or compile one.

words.po has the texts of the rule sets, each under its id; LC_MESSAGES/django.po all others, each under the English
text. Both have that English text beside each translation, so that one made from other words is found. Both are compiled
into what gettext reads (MO), in a twentieth of the time: one that lacks nothing says of which PO file it was made.
"""

import os
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from gettext import GNUTranslations, NullTranslations
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import polib

from web.languages import LanguageError

WORDS, SITE = "words.po", "LC_MESSAGES/django.po"
# Of a line: one width, whoever wrote the file, so that a change shows what has changed.
WIDTH = 120
# The header of a compiled catalogue that says of which one it was made, if it lacks nothing.
MADE_FROM, WITH_DRAFTS = "X-Made-From", " with drafts"


@dataclass(frozen=True)
class Text:
    """A text to be translated: English, its plural if it counts something, and what tells it from its likes."""

    english: str
    plural: str = ""
    context: str | None = None


def read(file: Path) -> polib.POFile:
    """A catalogue. Raises LanguageError for one that is not there, or is no PO file."""
    _refuse_missing(file)
    try:
        catalogue = polib.pofile(str(file), wrapwidth=WIDTH)
    except (OSError, UnicodeError, ValueError) as problem:
        raise LanguageError(f"{_name(file)} cannot be read: {problem}. Mend it, or make it anew.") from problem
    # What a translator's program keeps of texts that are gone is not said.
    for gone in catalogue.obsolete_entries():
        catalogue.remove(gone)
    return catalogue


def _refuse_missing(file: Path) -> None:
    if not file.is_file():
        raise LanguageError(f"{_name(file)} is missing. Run manage.py words, and translate what it writes.")


def is_reviewed(entry: polib.POEntry, *, in_trial: bool) -> bool:
    """Whether a translation may be shown: in a trial also one that nobody has reviewed, if it is of these words."""
    return not entry.fuzzy or (in_trial and not (entry.previous_msgid or entry.previous_msgid_plural))


def texts_by_id(file: Path, english: dict[str, str], *, in_trial: bool) -> tuple[dict[str, str], list[str]]:
    """The translation of each of these English texts by id, and what is amiss with others of them (`amiss`).

    Those stand in English: what was translated from other words may say what no longer holds.
    Raises LanguageError for a catalogue that cannot be read.
    """
    held = _compiled(file, in_trial=in_trial) or _compiled_in_memory(file, in_trial=in_trial)
    held.add_fallback(_NotHeld())
    said = {name: held.pgettext(name, text) for name, text in english.items()}
    lacking = [Text(english[name], context=name) for name, text in said.items() if not text]
    return (
        said | {str(text.context): text.english for text in lacking},
        amiss(file, lacking, in_trial=in_trial) if lacking else [],
    )


class _NotHeld(NullTranslations):
    """What a catalogue says of a text that it does not have: nothing."""

    def pgettext(self, context: str, message: str) -> str:
        return ""


def amiss(file: Path, texts: Iterable[Text], *, in_trial: bool) -> list[str]:
    """What of these texts is not translated, or from other English words than those of now, and what to do.

    Raises LanguageError for a catalogue that cannot be read.
    """
    catalogue = read(file)
    by_id: dict[str | None, polib.POEntry] = {entry.msgctxt: entry for entry in catalogue if entry.msgctxt}
    by_words: dict[tuple[str | None, str], polib.POEntry] = {(one.msgctxt, one.msgid): one for one in catalogue}
    found = []
    for text in texts:
        entry = by_words.get((text.context, text.english)) or by_id.get(text.context)
        if problem := _amiss(entry, text, in_trial=in_trial):
            found.append(f"{_name(file)} {problem.format(name=text.context or repr(text.english))}")
    return found


def _amiss(entry: polib.POEntry | None, text: Text, *, in_trial: bool) -> str:
    """Why the translation of a text does not hold, and what to do."""
    if entry is None or not _is_whole(entry):
        return "has no translation of {name}. Run manage.py words, and translate it."
    if (entry.msgid, entry.msgid_plural or "") != (text.english, text.plural):
        return f"translates {{name}} from other English words: {_braced(entry.msgid)}. Run manage.py words."
    if entry.previous_msgid or entry.previous_msgid_plural:
        return f"translates {{name}} from older English words: {_braced(entry.previous_msgid)}. Translate it anew."
    return "" if is_reviewed(entry, in_trial=in_trial) else "marks {name} as not reviewed (fuzzy). Review it."


def _braced(text: str | None) -> str:
    return repr(text or "").replace("{", "{{").replace("}", "}}")


def _is_whole(entry: polib.POEntry) -> bool:
    """Whether it is translated: if it counts something, in each of its plurals."""
    return all(entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr])


def merge(file: Path, language: str, texts: Iterable[Text]) -> list[str]:
    """Make the catalogue hold exactly these texts. Returns what is still to be translated.

    New ones are left empty; one that stands for other English words now is marked as not reviewed, with the old words.
    """
    kept = read(file) if file.exists() else _new(language)
    by_context: dict[str | None, polib.POEntry] = {entry.msgctxt: entry for entry in kept if entry.msgctxt}
    known: dict[tuple[str | None, str], polib.POEntry] = {(entry.msgctxt, entry.msgid): entry for entry in kept}
    kept.clear()
    for text in texts:
        entry = known.get((text.context, text.english))
        if entry is None or (entry.msgid_plural or "") != text.plural:
            entry = _anew(text, entry or by_context.get(text.context))
        kept.append(entry)
    file.parent.mkdir(parents=True, exist_ok=True)
    kept.save(str(file))
    return _unfinished(kept, in_trial=False)


def _unfinished(catalogue: polib.POFile, *, in_trial: bool) -> list[str]:
    """The texts that are not translated, in one of their plurals perhaps, or whose translation is not reviewed."""
    return [entry.msgid for entry in catalogue if not (_is_whole(entry) and is_reviewed(entry, in_trial=in_trial))]


def _new(language: str) -> polib.POFile:
    made = polib.POFile(wrapwidth=WIDTH)
    made.metadata = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    return made


def _anew(text: Text, before: polib.POEntry | None) -> polib.POEntry:
    """A text that the catalogue does not have in these words."""
    entry = polib.POEntry(msgctxt=text.context, msgid=text.english)
    if text.plural:
        entry.msgid_plural, entry.msgstr_plural = text.plural, {0: "", 1: ""}
    if before is not None and bool(before.msgid_plural) == bool(text.plural):
        entry.msgstr, entry.msgstr_plural, entry.flags = before.msgstr, before.msgstr_plural, ["fuzzy"]
        # Of several changes in a row, the words from which the translation was made. They may have come back.
        made_from = before.previous_msgid or before.msgid
        entry.previous_msgid = (
            made_from if (made_from, text.plural) != (text.english, before.msgid_plural or "") else None
        )
    return entry


def refuse_unfinished(file: Path, *, in_trial: bool) -> None:
    """Raise LanguageError for a catalogue by which a page would be half in English: not whole, or not compiled."""
    if _compiled(file, in_trial=in_trial):
        return
    if unfinished := _unfinished(read(file), in_trial=in_trial):
        raise LanguageError(f"{_name(file)} has no reviewed translation of {unfinished[0]!r}. Translate it.")
    raise LanguageError(f"{_name(file)} is not compiled as it is now. Run manage.py words --compile.")


def compile_catalogue(file: Path, *, in_trial: bool) -> Path:
    """Write the catalogue as gettext reads it, beside it. Texts that may not be shown are left in English."""
    compiled, unfinished = file.with_suffix(".mo"), file.with_suffix(f".{os.getpid()}.mo")
    unfinished.write_bytes(_as_gettext_reads_it(file, in_trial=in_trial))
    return unfinished.replace(compiled)  # whole, or as it was


def _compiled(file: Path, *, in_trial: bool) -> GNUTranslations | None:
    """The compiled catalogue, if there is one that was made of this one: no copy of the site keeps times of files.

    Raises LanguageError without a catalogue.
    """
    _refuse_missing(file)
    compiled = file.with_suffix(".mo")
    try:
        held = GNUTranslations(BytesIO(compiled.read_bytes()))
    except (OSError, ValueError, LookupError, struct.error):  # none, or one that was broken off
        return None
    made_from, now = held.info().get(MADE_FROM.lower()), _hash(file)
    return held if made_from == now or (in_trial and made_from == now + WITH_DRAFTS) else None


def _compiled_in_memory(file: Path, *, in_trial: bool) -> GNUTranslations:
    try:
        return GNUTranslations(BytesIO(_as_gettext_reads_it(file, in_trial=in_trial)))
    except (ValueError, LookupError) as problem:  # a header that names no letters that there are
        raise LanguageError(f"{_name(file)} has a header that cannot be read: {problem}. Mend it.") from problem


def _as_gettext_reads_it(file: Path, *, in_trial: bool) -> bytes:
    hashed, catalogue = _hash(file), read(file)
    if not _unfinished(catalogue, in_trial=False):
        catalogue.metadata[MADE_FROM] = hashed
    elif in_trial and not _unfinished(catalogue, in_trial=True):
        catalogue.metadata[MADE_FROM] = hashed + WITH_DRAFTS
    for entry in catalogue:
        holds = is_reviewed(entry, in_trial=in_trial) and not (entry.previous_msgid or entry.previous_msgid_plural)
        entry.flags = [] if holds else ["fuzzy"]
    made: bytes = catalogue.to_binary()
    return made


def _hash(file: Path) -> str:
    return sha256(file.read_bytes()).hexdigest()


def _name(file: Path) -> str:
    return f"{file.parent.name}/{file.name}"
