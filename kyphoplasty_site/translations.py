"""Whether the catalogues and data files of a language say what the English says, in its terms and in two voices.

Asked by `manage.py check` for each language that has a folder, so for one that nobody can read on the site yet, too.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.checks import Warning as CheckWarning

from content.changes import FILE as CHANGES
from content.glossary import GLOSSARY_FILE
from content.pages import pages_dir
from kyphoplasty_site.review import back_translation
from web import terms
from web.catalogues import SITE, WORDS, read
from web.languages import ENGLISH, Language, known_languages
from web.terms import Terms
from web.to_translate import MADE_FROM, digest_of_entry
from web.toml_tables import DataFileError, files_in, parse_toml, read_text
from web.translation_checks import differences

YOU, THEY = ".you", ".they"
# An entry of a data file was made of other English words than those of now.
OF_OTHER_WORDS = "translations.E010"
# What no reader meets: addresses, names of papers, sources, limits, the names of boxes, code, tags.
_NOT_READ = re.compile(
    r"\]\([^)]*\)|\[\[[^\]]*\]\]|\{\{.*?\}\}|\[@[^\]]*\]|^:{3,} (?:answer )?\S+|`[^`]*`|<[^>]*>|%\(\w+\)s|\{\w+\}"
)
# Forms in which the glossary finds a term: other people's words for it are among them.
_FORMS = re.compile(r"also = ")


@register
def check_what_translations_say(**kwargs: Any) -> list[CheckMessage]:
    """Everything below, for each language but English."""
    try:
        languages = [language for code, language in known_languages().items() if code != ENGLISH]
        return [message for language in languages for message in check_language(language)]
    except DataFileError as problem:
        return [Error(str(problem), id="translations.E001")]


def check_language(language: Language) -> Iterator[CheckMessage]:
    """All in which the words of a language, but for its pages, do not say what the English does."""
    folder: Path = settings.LANGUAGES_DIR / language.code
    catalogues = {name: read(folder / name) for name in (WORDS, SITE)}
    for name, catalogue in catalogues.items():
        yield from _check_catalogue(f"{language.code}/{name}", catalogue, language)
    yield from _check_voices(f"{language.code}/{WORDS}", catalogues[WORDS], language)
    for english, twin in ((GLOSSARY_FILE, folder / GLOSSARY_FILE.name), (_changes(ENGLISH), _changes(language.code))):
        if twin.exists():
            yield from _check_data(english, twin, language)
    yield from _check_terms(terms.read_terms(folder), folder, catalogues)
    yield from _check_back_translation(language)


def _changes(code: str) -> Path:
    return Path(settings.LANGUAGES_DIR, code, CHANGES)


def _said(entry: polib.POEntry) -> Iterator[tuple[str, str]]:
    """Each English text of an entry with its translation, where it has one that was made from these words."""
    if entry.previous_msgid or entry.previous_msgid_plural:
        return
    if entry.msgid_plural:
        for place, said in entry.msgstr_plural.items():
            if said:
                yield (entry.msgid_plural if int(place) else entry.msgid), said
    elif entry.msgstr:
        yield entry.msgid, entry.msgstr


def _check_catalogue(file: str, catalogue: polib.POFile, language: Language) -> Iterator[CheckMessage]:
    for entry in catalogue:
        for english, said in _said(entry):
            for words in differences(english, said, language):
                yield Error(
                    f"{file}:{entry.linenum}: {entry.msgctxt or repr(english)} differs from English in {words}.",
                    hint=f"Bring it in line with the English: {english!r} is here {said!r}.",
                    id="translations.E002",
                )


def _check_voices(file: str, catalogue: polib.POFile, language: Language) -> Iterator[CheckMessage]:
    """What is said to a helper is said of somebody else: other words than to the patient, and none of "you"."""
    entries = {entry.msgctxt: entry for entry in catalogue if entry.msgctxt}
    never = re.compile("|".join(language.never_in_they) or r"(?!)", re.IGNORECASE)
    for name, they in entries.items():
        you = entries.get(f"{name.removesuffix(THEY)}{YOU}") if name.endswith(THEY) else None
        if you is None or not they.msgstr:
            continue
        where = f"{file}:{they.linenum}: {name}"
        if you.msgid != they.msgid and you.msgstr == they.msgstr:
            yield Error(
                f"{where} says to a helper what is said to the patient: {they.msgstr!r}.",
                hint=f"English has two texts. Say of somebody else: {they.msgid!r}",
                id="translations.E003",
            )
        if found := never.search(they.msgstr):
            yield Error(
                f"{where} says {found[0]!r}, which the helper takes as said of themselves: {they.msgstr!r}.",
                hint=f"Name the person meant. In English: {they.msgid!r}",
                id="translations.E004",
            )


def _check_data(english: Path, twin: Path, language: Language) -> Iterator[CheckMessage]:
    """The tables of a data file have the names of English, and their words hold what the English ones do."""
    where = f"{language.code}/{twin.name}"
    theirs, ours = (parse_toml(read_text(path, DataFileError), where, DataFileError) for path in (english, twin))
    for name in sorted(theirs.keys() ^ ours.keys()):
        only = "is not in English" if name in ours else "is missing"
        # The site does without what is not translated yet; what English does not have came from elsewhere.
        kind, number = (Error, "E005") if name in ours else (CheckWarning, "W001")
        yield kind(
            f"{where}: [{name}] {only}.",
            hint=f"Both have the same entries: see the English {english.name}.",
            id=f"translations.{number}",
        )
    for name in sorted(theirs.keys() & ours.keys()):
        made_from, now = ours[name].pop(MADE_FROM, ""), digest_of_entry(theirs[name])
        if made_from != now:
            # Whoever changes the English need not know a language that nobody is led to.
            yield (Error if language.offered else CheckWarning)(
                f"{where}: [{name}] is of other English words than those of now.",
                hint=f'Compare it with the English {english.name}, then write {MADE_FROM} = "{now}".',
                id=OF_OTHER_WORDS,
            )
        for words in _compare(theirs[name], ours[name], language):
            yield Error(
                f"{where}: [{name}] {words}.",
                hint=f"Bring it in line with the English {english.name}.",
                id="translations.E006",
            )


def _compare(english: object, said: object, language: Language, field: str = "") -> Iterator[str]:
    """In words, how a value differs: tables by their fields, lists by their length, texts by what they hold."""
    if isinstance(english, Mapping) and isinstance(said, Mapping):
        for name in sorted(english.keys() ^ said.keys()):
            yield f"{field}{name} stands in one of the two alone"
        for name in english.keys() & said.keys():
            # The forms in which a term is found are as many as the language has.
            if name != "also" or not isinstance(english.get("meaning"), str):
                yield from _compare(english[name], said[name], language, f"{field}{name} ")
    elif isinstance(english, list) and isinstance(said, list):
        if len(english) != len(said):
            yield f"{field}has {len(said)} entries, in English {len(english)}"
        for place, (one, other) in enumerate(zip(english, said, strict=False), 1):
            yield from _compare(one, other, language, f"{field}{place} ")
    elif isinstance(english, str) and isinstance(said, str):
        yield from (f"{field}differs in {words}: {said!r}" for words in differences(english, said, language))
    elif english != said:
        yield f"{field}is {said}, in English {english}"


def _check_terms(of_language: Terms, folder: Path, catalogues: Mapping[str, polib.POFile]) -> Iterator[CheckMessage]:
    for where, text in _texts(folder, catalogues):
        for variant, term in of_language.variants_in(_NOT_READ.sub(" ", text)):
            yield Error(
                f"{where}: {variant!r} is no word of ours for {term.english}.",
                hint=f"Say: {term.term}. See [{term.id}] in {folder.name}/{terms.FILE}.",
                id="translations.E007",
            )


def _check_back_translation(language: Language) -> Iterator[CheckMessage]:
    """What can hurt has been translated back; in a language that is only being written, this may still be to do."""
    command = f"manage.py review back --language {language.code}"
    never = []
    for one in back_translation.to_do(language.code):
        if one.was_of_other_words:
            yield Error(
                f"{language.code}/{back_translation.FILE}: [{one.item}] is of other words than those of now.",
                hint=f"Have these translated back by somebody who has not seen the English: {command} prints them.",
                id="translations.E008",
            )
        else:
            never.append(one.item)
    if never:
        kind, number = (Error, "E009") if language.offered else (CheckWarning, "W002")
        yield kind(
            f"{language.code}/{back_translation.FILE} lacks {len(never)} items that can hurt: {', '.join(never)}.",
            hint=f"Have them translated back by somebody who has not seen the English: {command} prints them.",
            id=f"translations.{number}",
        )


def _texts(folder: Path, catalogues: Mapping[str, polib.POFile]) -> Iterator[tuple[str, str]]:
    """All that is said in a language, each text with its file and line."""
    for name, catalogue in catalogues.items():
        for entry in catalogue:
            yield from ((f"{folder.name}/{name}:{entry.linenum}", said) for _english, said in _said(entry))
    data = [path for name in (GLOSSARY_FILE.name, CHANGES) if (path := folder / name).exists()]
    for path in (*files_in(pages_dir(folder.name), "**/*.md"), *data):
        for number, line in enumerate(read_text(path, DataFileError).split("\n"), 1):
            if not _FORMS.match(line):
                yield f"{path.relative_to(folder.parent)}:{number}", line
