"""The folder of a new language, made with everything still to be done, and what is left to do in one."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import polib
from django.conf import settings

from content.changes import FILE as CHANGES
from content.glossary import GLOSSARY_FILE
from content.pages import all_pages, pages_dir
from kyphoplasty_site.texts import texts_of_rule_sets, texts_of_the_site
from web import terms, to_translate
from web.catalogues import SITE, WORDS, Text, merge, read
from web.languages import CODE, ENGLISH, FILE, LanguageError, speaking
from web.toml_tables import files_in, read_text, read_toml

README = "README.md"
# The texts of language.toml that are the same in each language, and of changes.toml that are names of ours.
THE_SAME = ("date_fields", "names_of_the_record")
NAMES = ("kind", "rules", "old", "new", "pages")
# In which order pages are translated: whoever stops after a step has something whole. The last step has all others.
STEPS = (
    ("The self-check, the summary, the guide, and the way in", ("home",)),
    ("What people ask first", ("risks", "steps", "options", "spinal-fractures", "procedure")),
    ("What they ask next", ("recovery", "who-it-may-help", "questions", "glossary", "evidence")),
    ("All others", ()),
)
NAMED_AS_FIRST = 3


def make(code: str) -> Path:
    """Make the folder of a language, whole or not at all. Raises LanguageError."""
    folder: Path = settings.LANGUAGES_DIR / code
    if not CODE.fullmatch(code):
        raise LanguageError(f"{code!r} would stand in addresses. Use its code of ISO 639, two or three small letters.")
    if folder.exists():
        raise LanguageError(f"{code}/ is there. manage.py language status {code} says what is left to do in it.")
    with TemporaryDirectory(dir=settings.LANGUAGES_DIR.parent, prefix=".new-language-") as beside:
        made = Path(beside) / code
        write(made)
        made.rename(folder)
    return folder


def write(folder: Path) -> None:
    """Write all that the folder of a new language begins with. The folder's name is the code."""
    code = folder.name
    (folder / "pages").mkdir(parents=True)
    (folder / FILE).write_text(_language(code), encoding="utf-8")
    for name, english, same in (
        (GLOSSARY_FILE.name, GLOSSARY_FILE, ()),
        (CHANGES, settings.LANGUAGES_DIR / ENGLISH / CHANGES, NAMES),
    ):
        text = to_translate.marked(read_text(english, LanguageError), but=same)
        text = to_translate.with_digests(text, read_toml(english, LanguageError))
        (folder / name).write_text(text, encoding="utf-8")
    for name, texts in _catalogues():
        merge(folder / name, code, texts)
    if settled := _terms():
        (folder / terms.FILE).write_text(settled, encoding="utf-8")
    (folder / README).write_text(_readme(code), encoding="utf-8")


def _language(code: str) -> str:
    """English's file, marked, but for what follows from the code."""
    text = to_translate.marked(read_text(settings.LANGUAGES_DIR / ENGLISH / FILE, LanguageError), but=THE_SAME)
    mark = to_translate.MARK
    for old, new in (
        ("How English says", "How the language says"),
        (f'html = "{mark}en"', f'html = "{code}"'),
        (f'tag = "{mark}en-US"', f'tag = "{code}-US"'),
        ("offered = true", "offered = false"),
    ):
        if old not in text:
            raise LanguageError(f"{ENGLISH}/{FILE} no longer has {old.replace(mark, '')!r}. Put it back.")
        text = text.replace(old, new)
    return text


def _terms() -> str:
    """The English of each term that another language has settled, as this one needs a word for it too."""
    english = {
        name: json.dumps(entry["english"], ensure_ascii=False)
        for path in sorted(settings.LANGUAGES_DIR.glob(f"*/{terms.FILE}"))
        for name, entry in read_toml(path, terms.TermsError).items()
    }
    entries = (f"[{name}]\nenglish = {word}\nterm = {word}\nnever = []\n" for name, word in english.items())
    head = "# One word for one word, everywhere. web/terms.py says what `never` and `allowed` are.\n\n"
    return head + to_translate.marked("\n".join(entries), but=("english",)) if english else ""


def _catalogues() -> Iterator[tuple[str, Iterable[Text]]]:
    yield WORDS, texts_of_rule_sets()
    yield SITE, texts_of_the_site()


def _readme(code: str) -> str:
    text = read_text(Path(__file__).with_suffix(".md"), LanguageError)
    pages = "\n".join(f"{number}. {title}: {', '.join(slugs)}." for number, (title, slugs) in enumerate(_steps(), 1))
    return text.replace("CODE", code).replace("PAGES", pages)


def _steps() -> Iterator[tuple[str, list[str]]]:
    """The pages of each step. One in a folder goes with the page that it is the record of."""
    named = {slug for _, slugs in STEPS for slug in slugs}
    english = _english_pages()
    for title, slugs in STEPS:
        yield title, [one for one in english if (own := one.partition("/")[0]) in slugs or not (slugs or own in named)]


def _english_pages() -> list[str]:
    with speaking(ENGLISH):
        return sorted(all_pages())


def left_to_do(folder: Path) -> Iterator[str]:
    """A line for each file that is not done yet, and for the pages, with how much is left and where it begins."""
    for file in files_in(folder, "*.toml"):
        if lines := to_translate.marked_lines(read_text(file, LanguageError)):
            yield f"{file.name}: {_counted(lines, 'texts to translate')} line {lines[0]}"
    for name, texts in _catalogues():
        yield from (f"{name}: {one}" for one in _left_of(read(folder / name), texts))
    there = pages_dir(folder.name)
    missing = [slug for slugs in _steps() for slug in slugs[1] if not (there / f"{slug}.md").exists()]
    if missing:
        yield f"pages/: {_counted(missing, 'pages to translate')} {', '.join(missing[:NAMED_AS_FIRST])}"


def _left_of(catalogue: polib.POFile, texts: Iterable[Text]) -> Iterator[str]:
    there = {(entry.msgctxt, entry.msgid) for entry in catalogue}
    new = [text.context or text.english for text in texts if (text.context, text.english) not in there]
    older = [entry for entry in catalogue.fuzzy_entries() if entry.previous_msgid or entry.previous_msgid_plural]
    left = {
        "texts new in English (run manage.py words)": new,
        "texts to translate": _names(catalogue.untranslated_entries()),
        "translations of older English words": _names(older),
        "translations not reviewed (fuzzy)": _names(entry for entry in catalogue.fuzzy_entries() if entry not in older),
    }
    yield from (f"{_counted(names, what)} {names[0]!r}" for what, names in left.items() if names)


def _names(entries: Iterable[polib.POEntry]) -> list[str]:
    return [entry.msgctxt or entry.msgid for entry in entries]


def _counted(left: list[int] | list[str], called: str) -> str:
    return f"{len(left)} {called}, from"
