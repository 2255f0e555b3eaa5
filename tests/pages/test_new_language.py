"""`manage.py language new` makes a folder in which all is still to be done, and nothing of it is shown before it is.

That a site starts with such a folder, once all of it is translated, is shown by test_made_up_language.py: the language
made there is this folder, with its marks taken away, each empty text filled, and pages.
"""

import shutil
import tomllib
from io import StringIO
from itertools import chain

import polib
import pytest
from django.core.management import CommandError, call_command

from content.changes import read_changes
from content.glossary import GLOSSARY_FILE, all_terms
from content.pages import all_pages
from kyphoplasty_site import new_language
from web.catalogues import SITE, WORDS, merge
from web.languages import (
    LanguageError,
    _folders_read,
    all_languages,
    broken_languages,
    known_languages,
    read_language,
    speaking,
)
from web.to_translate import MARK, digest_of_entry

NEW = "ht"
FILES = {"README.md", "changes.toml", "glossary.toml", "language.toml", "terms.toml", SITE, WORDS}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The folder as it is made, to be read alone: to look up all texts of the site takes a second."""
    folder = tmp_path_factory.mktemp("made") / NEW
    new_language.write(folder)
    return folder


@pytest.fixture
def languages(tmp_path, settings):
    """A folder of languages with English, and the terms that another one has settled."""
    real, settings.LANGUAGES_DIR = settings.LANGUAGES_DIR, tmp_path / "content" / "languages"
    shutil.copytree(real / "en", settings.LANGUAGES_DIR / "en")
    (settings.LANGUAGES_DIR / "es").mkdir()
    shutil.copy(real / "es" / "terms.toml", settings.LANGUAGES_DIR / "es")
    _read_anew()
    yield settings.LANGUAGES_DIR
    _read_anew()


def _read_anew():
    for kept in (_folders_read, known_languages, all_languages):
        kept.cache_clear()


@pytest.fixture
def folder(languages, made):
    """The folder of the new language beside English, to be changed."""
    return shutil.copytree(made, languages / NEW)


def files(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def say(*command):
    said = StringIO()
    call_command("language", *command, stdout=said)
    return said.getvalue().splitlines()


def refusal(*command):
    with pytest.raises(CommandError) as refused:
        say(*command)
    return str(refused.value)


def texts(value):
    """Every text in a table, however deep."""
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [*chain.from_iterable(map(texts, inner))]


def change(file, old, new):
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_the_folder_of_a_new_language_is_made_with_all_that_is_to_be_done_counted(languages):
    first, *lines = say("new", NEW)
    assert first == f"{languages / NEW} is made. Its README.md says how to begin. To do:"
    assert files(languages / NEW) == FILES
    words = len(polib.pofile(str(languages / NEW / WORDS)))
    assert words > 1_000
    assert f"  words.po: {words} texts to translate, from 'clinic.thresholds.FRACTURE_WINDOW.words'" in lines
    assert f"  pages/: {len(all_pages())} pages to translate, from home, options, options/all-rows" in lines
    assert lines == say("status", NEW)


@pytest.mark.parametrize("code", ["", "HT", "h", "haiti", "h2", "../ht", "pt-br"])
def test_a_code_that_cannot_stand_in_an_address_is_refused_in_words(languages, code):
    assert "two or three small letters" in refusal("new", code)
    assert {path.name for path in languages.iterdir()} == {"en", "es"}


def test_a_folder_that_is_there_is_left_as_it_is(languages):
    before = (languages / "en" / "language.toml").read_bytes()
    assert refusal("new", "en").startswith("en/ is there.")
    (languages / NEW).mkdir()
    assert refusal("new", NEW).startswith("ht/ is there. manage.py language status ht says what is left")
    assert files(languages / NEW) == set()
    assert (languages / "en" / "language.toml").read_bytes() == before


@pytest.mark.parametrize("stopped", [OSError("No space left on device"), KeyboardInterrupt()])
def test_what_stops_on_the_way_leaves_nothing_half_made(languages, monkeypatch, stopped):
    def stop(*_):
        raise stopped

    monkeypatch.setattr(new_language, "merge", stop)
    with pytest.raises(type(stopped)):
        say("new", NEW)
    assert {path.name for path in languages.iterdir()} == {"en", "es"}
    assert [path.name for path in languages.parent.iterdir()] == ["languages"]


def test_each_text_in_english_is_marked_but_for_names_of_ours(made):
    glossary, english = (tomllib.loads(file.read_text()) for file in (made / "glossary.toml", GLOSSARY_FILE))
    assert {name: entry.pop("english") for name, entry in glossary.items()} == {
        name: digest_of_entry(entry) for name, entry in english.items()
    }
    assert {*texts(glossary)} == {MARK + text for text in texts(english)}
    changes = tomllib.loads((made / "changes.toml").read_text())
    plain = {text for text in texts(changes) if not text.startswith(MARK)}
    assert {"pages", "rules", "risks", "clinic"} <= plain
    assert not [text for text in plain if " " in text]
    settled = tomllib.loads((made / "terms.toml").read_text())
    assert settled["nurse"] == {"english": "nurse", "term": f"{MARK}nurse", "never": []}
    language = tomllib.loads((made / "language.toml").read_text())
    assert (language["html"], language["tag"], language["offered"]) == ("ht", "ht-US", False)
    assert language["months"][0] == f"{MARK}January"
    assert language["misleading"][1] == MARK + r"1 in \d"


def test_each_text_of_the_catalogues_is_empty(made):
    for name in (WORDS, SITE):
        catalogue = polib.pofile(str(made / name))
        assert len(catalogue.untranslated_entries()) == len(catalogue) > 1_000


def test_the_readme_names_each_file_of_the_folder_and_each_page_once(made):
    readme = (made / "README.md").read_text()
    assert [name for name in FILES if f"| `{name}` |" not in readme] == []
    steps = readme.partition("## In four steps")[2]
    named = [slug for line in steps.splitlines() if ": " in line for slug in line.rpartition(": ")[2][:-1].split(", ")]
    assert sorted(named) == sorted(all_pages())
    assert "CODE" not in readme


def test_where_no_language_has_settled_its_terms_there_is_no_file_of_them(languages):
    (languages / "es" / "terms.toml").unlink()
    say("new", NEW)
    assert files(languages / NEW) == FILES - {"terms.toml"}


def test_a_language_that_is_only_begun_is_passed_over(folder):
    assert read_language(folder).begun
    change(folder / "language.toml", f"'{MARK}1 in", "'(1 in")
    change(folder / "language.toml", f'"{MARK}January", ', "")
    assert list(known_languages()) == list(all_languages()) == ["en"]


def test_a_trial_of_a_language_that_is_only_begun_is_refused_in_words(folder, settings):
    settings.LANGUAGES_IN_TRIAL = [NEW]
    with pytest.raises(LanguageError, match=r"names ht, which has no folder, or a language\.toml that is still to be"):
        all_languages()


def test_a_language_that_is_only_begun_cannot_be_offered(folder):
    change(folder / "language.toml", "offered = false", "offered = true")
    assert list(known_languages()) == ["en"]
    assert broken_languages()[NEW].startswith("ht/language.toml:2 is still to be translated, so offered must be")


def test_a_language_is_known_once_no_mark_is_left_in_its_file_and_shown_when_it_is_named(folder, settings):
    change(folder / "language.toml", MARK, "")
    assert list(known_languages()) == ["en", NEW]
    assert list(all_languages()) == ["en"]
    all_languages.cache_clear()
    settings.LANGUAGES_IN_TRIAL = [NEW]
    assert list(all_languages()) == ["en", NEW]


def test_an_entry_in_which_something_is_still_to_be_translated_is_not_shown(folder):
    glossary, changes = folder / "glossary.toml", folder / "changes.toml"
    change(glossary, f'term = "{MARK}Acute"', 'term = "Egi"')
    change(changes, f'title = "{MARK}What matters to you, in pairs"', 'title = "De bo"')
    with speaking(NEW):
        assert all_terms.__wrapped__() == {}
    assert read_changes(changes) == {}
    change(glossary, f'meaning = "{MARK}New.', 'meaning = "Nouvo.')
    change(changes, f'"{MARK}Before, all that we asked about', '"Anvan')
    with speaking(NEW):
        assert [term.term for term in all_terms.__wrapped__().values()] == ["Egi"]
    assert [entry.title for entry in read_changes(changes).values()] == ["De bo"]


def test_what_is_left_to_do_is_told_of_each_file_and_of_the_pages(folder):
    for file in ("language.toml", "changes.toml", "glossary.toml", "terms.toml"):
        change(folder / file, MARK, "")
    change(folder / "glossary.toml", 'term = "Acute"', f'term = "{MARK}Acute"')
    catalogue = polib.pofile(str(folder / WORDS))
    for entry in catalogue:
        entry.msgstr = "«»"
    catalogue[0].msgstr = ""
    catalogue[1].flags = ["fuzzy"]
    catalogue[2].flags, catalogue[2].previous_msgid = ["fuzzy"], "Before"
    catalogue[3].msgid = "Other words than now"
    catalogue.save()
    (folder / SITE).unlink()
    merge(folder / SITE, NEW, [])
    (folder / "pages" / "home.md").touch()
    names = [entry.msgctxt for entry in catalogue]
    told = say("status", NEW)
    assert told[0].startswith("  glossary.toml: 1 texts to translate, from line 5")
    assert told[1:5] == [
        f"  words.po: 1 texts new in English (run manage.py words), from {names[3]!r}",
        f"  words.po: 1 texts to translate, from {names[0]!r}",
        f"  words.po: 1 translations of older English words, from {names[2]!r}",
        f"  words.po: 1 translations not reviewed (fuzzy), from {names[1]!r}",
    ]
    assert "texts new in English (run manage.py words), from 'We could not read that request'" in told[5]
    assert told[6] == f"  pages/: {len(all_pages()) - 1} pages to translate, from options, options/all-rows, procedure"
    assert len(told) == 7


def test_where_nothing_is_left_the_status_says_so(folder, monkeypatch):
    monkeypatch.setattr(new_language, "left_to_do", lambda folder: iter(()))
    assert say("status", NEW) == ["  Nothing is left to translate or to review."]


def test_a_status_of_no_translation_is_refused_in_words(languages):
    for code in ("en", "xx"):
        assert refusal("status", code) == f"There is no translation {code!r}. manage.py language new CODE begins one."
