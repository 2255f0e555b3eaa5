"""A catalogue of words is merged without noise, and one that would leave a page half in English is refused in words."""

import os

import pytest

from web.catalogues import Text, amiss, compile_catalogue, merge, read, refuse_unfinished, texts_by_id
from web.languages import LanguageError

LONG = "A sentence that is so long that a catalogue breaks it, " * 3
TEXTS = [Text("Print the guide"), Text(LONG), Text("%(number)s day", plural="%(number)s days")]


@pytest.fixture
def file(tmp_path):
    """A catalogue in which all is translated, and compiled."""
    file = tmp_path / "qq" / "django.po"
    merge(file, "qq", TEXTS)
    catalogue = read(file)
    for entry in catalogue:
        if entry.msgid_plural:
            entry.msgstr_plural = {0: "«one»", 1: "«many»"}
        else:
            entry.msgstr = f"«{entry.msgid}»"
    catalogue.save()
    compile_catalogue(file, in_trial=False)
    return file


def test_a_catalogue_that_is_merged_again_stays_as_it_is_to_the_byte(tmp_path, file):
    for merged in (tmp_path / "new" / "django.po", file):
        merge(merged, "qq", TEXTS)
        before = merged.read_bytes()
        merge(merged, "qq", TEXTS)
        assert merged.read_bytes() == before
    assert merge(file, "qq", TEXTS) == []


@pytest.mark.parametrize("plural", [{0: "«one»", 1: ""}, {0: "", 1: "«many»"}])
def test_a_text_that_lacks_one_of_its_plurals_is_not_translated(file, plural):
    catalogue = read(file)
    catalogue[-1].msgstr_plural = plural
    catalogue.save()
    compile_catalogue(file, in_trial=False)
    with pytest.raises(LanguageError, match=r"no reviewed translation of '%\(number\)s day'"):
        refuse_unfinished(file, in_trial=False)
    assert merge(file, "qq", TEXTS) == ["%(number)s day"]


def test_a_compiled_catalogue_is_known_by_what_is_in_it_and_not_by_its_day(file):
    compiled = file.with_suffix(".mo")
    os.utime(compiled, (0, 0))
    refuse_unfinished(file, in_trial=False)
    catalogue = read(file)
    catalogue[0].msgstr = "«Print it»"
    catalogue.save()
    os.utime(file, (0, 0))
    with pytest.raises(LanguageError, match="is not compiled as it is now"):
        refuse_unfinished(file, in_trial=False)
    compiled.unlink()
    with pytest.raises(LanguageError, match="is not compiled as it is now"):
        refuse_unfinished(file, in_trial=False)


@pytest.fixture
def rules(tmp_path):
    """The catalogue of rules with two texts, each under its id, compiled."""
    file = tmp_path / "qq" / "words.po"
    merge(file, "qq", [Text("A", context="one"), Text("B", context="two")])
    catalogue = read(file)
    for entry in catalogue:
        entry.msgstr = f"«{entry.msgid}»"
    catalogue.save()
    compile_catalogue(file, in_trial=False)
    return file


ENGLISH = {"one": "A", "two": "B"}


def test_rules_are_read_from_the_compiled_catalogue_alone_while_it_is_of_these_words(rules, monkeypatch):
    monkeypatch.setattr("web.catalogues.polib.pofile", lambda *_, **__: pytest.fail("read a catalogue at the start"))
    assert texts_by_id(rules, ENGLISH, in_trial=False) == ({"one": "«A»", "two": "«B»"}, [])


def test_a_catalogue_of_rules_that_was_changed_after_it_was_compiled_says_what_it_says_now(rules):
    catalogue = read(rules)
    catalogue[0].msgstr = "«A, mended»"
    catalogue.save()
    assert texts_by_id(rules, ENGLISH, in_trial=False) == ({"one": "«A, mended»", "two": "«B»"}, [])


def test_a_compiled_catalogue_that_was_broken_off_anywhere_is_as_none(rules, file):
    for catalogue in (rules, file):
        compiled = catalogue.with_suffix(".mo")
        whole = compiled.read_bytes()
        for length in range(len(whole)):
            compiled.write_bytes(whole[:length])
            if catalogue == file:
                with pytest.raises(LanguageError, match="is not compiled as it is now"):
                    refuse_unfinished(file, in_trial=False)
            else:
                assert texts_by_id(rules, ENGLISH, in_trial=False)[0] == {"one": "«A»", "two": "«B»"}


def test_a_text_that_a_translators_program_keeps_as_gone_counts_for_none(rules):
    text = rules.read_text()
    at = text.index('msgctxt "two"')
    rules.write_text(text[:at] + "".join(f"#~ {line}\n" for line in text[at:].strip().split("\n")))
    compile_catalogue(rules, in_trial=False)
    said, (found,) = texts_by_id(rules, ENGLISH, in_trial=False)
    assert said == {"one": "«A»", "two": "B"}
    assert "has no translation of two" in found


def test_a_header_that_cannot_be_read_is_told_in_words(rules):
    rules.write_text(rules.read_text().replace("charset=UTF-8", "charset=CHARSET"))
    with pytest.raises(LanguageError, match=r"words\.po has a header that cannot be read: .*CHARSET"):
        texts_by_id(rules, ENGLISH, in_trial=False)


def test_a_text_of_a_rule_in_other_english_words_is_named_and_stands_in_english(rules):
    said, (found,) = texts_by_id(rules, ENGLISH | {"two": "C"}, in_trial=False)
    assert said == {"one": "«A»", "two": "C"}
    assert "translates two from other English words: 'B'" in found


def test_what_was_compiled_for_a_trial_is_not_shown_once_the_language_is_offered(rules):
    catalogue = read(rules)
    catalogue[0].flags = ["fuzzy"]
    catalogue.save()
    compile_catalogue(rules, in_trial=True)
    assert texts_by_id(rules, ENGLISH, in_trial=True) == ({"one": "«A»", "two": "«B»"}, [])
    said, (found,) = texts_by_id(rules, ENGLISH, in_trial=False)
    assert said["one"] == "A"
    assert "marks one as not reviewed (fuzzy)" in found


def test_a_catalogue_that_is_not_there_is_said_to_be_missing(tmp_path):
    with pytest.raises(LanguageError, match=r"django\.po is missing\. Run manage\.py words"):
        read(tmp_path / "qq" / "django.po")


def test_of_several_changes_in_a_row_the_words_that_were_translated_stay_beside_the_translation(tmp_path):
    file = tmp_path / "qq" / "words.po"
    for english in ("A", "B", "C"):
        merge(file, "qq", [Text(english, context="one")])
        if english == "A":
            catalogue = read(file)
            catalogue[0].msgstr = "«A»"
            catalogue.save()
    (entry,) = read(file)
    assert (entry.msgid, entry.previous_msgid, entry.msgstr) == ("C", "A", "«A»")
    merge(file, "qq", [Text("A", context="one")])
    (entry,) = read(file)
    assert (entry.msgid, entry.previous_msgid, entry.fuzzy) == ("A", None, True)


def test_a_changed_plural_is_a_change(file):
    texts = [*TEXTS[:2], Text("%(number)s day", plural="%(number)s weeks")]
    (found,) = amiss(file, texts, in_trial=True)
    assert "from other English words" in found
    assert merge(file, "qq", texts) == ["%(number)s day"]
    assert read(file)[-1].msgstr_plural == {0: "«one»", 1: "«many»"}
