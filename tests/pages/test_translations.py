"""A translation says what the English says: what is dropped, swapped or said in other words is found, and named."""

import re
import shutil
import tomllib
from dataclasses import replace
from itertools import chain

import polib
import pytest
from django.conf import settings as real
from django.core.checks import ERROR, WARNING
from django.core.checks.registry import registry
from django.core.management import call_command

from content.pages import all_pages, read_page
from content.twins import check_pages, check_twins
from kyphoplasty_site import checks
from kyphoplasty_site.checks import check_catalogues
from kyphoplasty_site.review import back_translation
from kyphoplasty_site.review.back_translation import BackTranslationError
from kyphoplasty_site.translations import OF_OTHER_WORDS, check_language, check_what_translations_say
from web.catalogues import SITE, WORDS
from web.languages import ENGLISH, known_languages, read_language
from web.terms import TermsError, read_terms
from web.translation_checks import differences, numerals

SPANISH = "es"
URGENT = "for-someone-else"
COPIED = (URGENT, "experiences", "risks", "questions", "evidence/claims", "evidence/trials", "options/all-rows")


@pytest.fixture
def folder(tmp_path, settings):
    """A copy of the Spanish folder with some of its pages, beside what is needed of the English one."""
    for code in (SPANISH, ENGLISH):
        shutil.copytree(real.LANGUAGES_DIR / code, tmp_path / code, ignore=shutil.ignore_patterns("pages"))
    for slug in COPIED:
        copy = tmp_path / SPANISH / f"pages/{slug}.md"
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(real.LANGUAGES_DIR / SPANISH / f"pages/{slug}.md", copy)
    settings.LANGUAGES_DIR = tmp_path
    return tmp_path / SPANISH


def test_the_spanish_draft_lacks_no_text_and_none_is_of_older_english_words():
    assert check_catalogues() == []


def test_a_text_that_a_draft_lacks_is_a_warning_and_one_that_an_offered_language_lacks_an_error(folder, monkeypatch):
    catalogue = polib.pofile(str(folder / WORDS))
    catalogue[0].msgid = "Other words"
    catalogue.save()
    drafted = check_catalogues()
    as_offered = {code: replace(one, offered=True) for code, one in known_languages().items()}
    monkeypatch.setattr(checks, "known_languages", lambda: as_offered)
    offered = check_catalogues()
    assert [one.level for one in drafted] == [WARNING]
    assert {one.level for one in offered} == {ERROR}


def put(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text, old
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def of_page(folder, slug):
    """What is found on one page of the copy."""
    page = read_page(folder / f"pages/{slug}.md", SPANISH, all_pages())
    return [message.msg for message in check_pages([page], read_language(folder))]


def of_words(folder):
    """What is found in the catalogues and data files of the copy, and in the words of all pages."""
    return [found for found in _found(folder) if back_translation.FILE not in found]


def of_back_translation(folder):
    return [found for found in _found(folder) if back_translation.FILE in found]


def _found(folder):
    return [f"{message.msg} ({message.hint})" for message in check_language(read_language(folder))]


def say(folder, name, said, of="", words=WORDS):
    """Let the entry of that id, or of that English text, say something else."""
    catalogue = polib.pofile(str(folder / words), wrapwidth=120)
    entry = next(one for one in catalogue if name in (one.msgctxt, one.msgid))
    entry.msgstr = entry.msgstr.replace(of, said) if of else said
    assert not of or said in entry.msgstr
    catalogue.save()
    return entry


def line_of(path, words):
    lines = path.read_text(encoding="utf-8").split("\n")
    return next(number for number, line in enumerate(lines, 1) if words in line)


def test_each_language_of_the_site_says_what_the_english_says():
    assert [code for code in known_languages() if code != ENGLISH], "there is nothing to check"
    assert [found for found in (*check_twins(), *check_what_translations_say()) if found.level >= ERROR] == []
    assert {check_twins, check_what_translations_say} <= {*registry.get_checks()}


def test_a_copy_in_which_nothing_is_changed_passes(folder):
    assert of_words(folder) == []
    assert list(chain.from_iterable(of_page(folder, slug) for slug in COPIED)) == []


# ---- Pages


def test_a_sign_for_911_that_was_dropped_is_named_in_english(folder):
    page = folder / f"pages/{URGENT}.md"
    number = line_of(page, "pictogram:chest")
    lines = page.read_text(encoding="utf-8").split("\n")
    del lines[number - 1]
    page.write_text("\n".join(lines), encoding="utf-8")
    (found,) = of_page(folder, URGENT)
    assert found == (
        f"es/pages/{URGENT}.md:{number}: here stands nothing; in English item in call-911 "
        "'New or worse chest pain, trouble breathing or fainting'"
    )


def test_two_telephone_links_that_dial_the_number_of_the_other_are_found(folder):
    path = folder / "pages/experiences.md"
    text = path.read_text(encoding="utf-8")
    swapped = text.replace("(tel:988)", "(tel:0)").replace("(tel:911)", "(tel:988)").replace("(tel:0)", "(tel:911)")
    path.write_text(swapped, encoding="utf-8")
    assert of_page(folder, "experiences") != []


@pytest.mark.parametrize("is_old", [False, True], ids=["current", "of older English"])
@pytest.mark.parametrize(
    ("old", "new"),
    [
        (re.compile(r"^- !\[\]\(pictogram:weak-leg\).*\n", re.MULTILINE), ""),
        (re.compile(re.escape("[911](tel:911)")), "[911](tel:988)"),
        (re.compile(re.escape("[911](tel:911)")), "[988](tel:911)"),
    ],
    ids=["a sign is dropped", "another number is dialled", "another number is said"],
)
def test_a_sign_or_a_number_for_911_that_is_not_the_english_one_is_found_on_a_page_of_older_english_too(
    folder, old, new, is_old
):
    path = folder / f"pages/{URGENT}.md"
    text = path.read_text(encoding="utf-8")
    if is_old:
        text = re.sub(r'(?m)^english = ".*"$', 'english = "0123456789ab"', text)
    path.write_text(text, encoding="utf-8")
    assert of_page(folder, URGENT) == []
    path.write_text(old.sub(new, text, count=1), encoding="utf-8")
    assert of_page(folder, URGENT) != []


@pytest.mark.parametrize(
    ("slug", "old", "new", "told"),
    [
        ("evidence/claims", "49 a 66", "94 a 66", "numerals: here 94, in English 49"),
        ("evidence/claims", "49 a 66", "66 a 49", "numerals in another order: here "),
        (URGENT, "[@clark2016; @cnsvapour]", "[@clark2016]", "sources: here @clark2016, in English @clark2016; @cnsv"),
        (URGENT, "[@clark2016; @cnsvapour]", "[@cnsvapour; @clark2016]", "sources: here @cnsvapour; @clark2016, in"),
        (URGENT, "(page:after)", "(page:recovery)", "links: here page:recovery, in English page:after"),
        (URGENT, "(tel:911)", "(tel:912)", "links: here tel:912, in English tel:911"),
        (URGENT, "[911](tel:911)", "911", "links: here nothing, in English tel:911"),
        (URGENT, '"trial-in-numbers"', '"trial-numbers"', "anchors: here trial-numbers, in English trial-in-numbers"),
        (URGENT, "pictogram:fall", "pictogram:face", "drawings: here pictogram:face, in English pictogram:fall"),
        (URGENT, "of-100:44", "of-100:21", "drawings: here of-100:21, in English of-100:44"),
        (URGENT, "*sin*", "sin", "marks: here nothing, in English em"),
        (URGENT, "::: call-today", "::: call-911", "here stands ::: call-911 '"),
        (URGENT, "::: next", "::: next Después", "what it names: here a title, in English nothing"),
        (URGENT, "\n## ", "\n### ", "here stands heading ### '"),
        (URGENT, "- Fiebre", "Y más:\n\n- Fiebre", "here stands paragraph in call-today 'Y más:'; in English nothing"),
        ("options/all-rows", "{{FRACTURE_WINDOW}}", "12 semanas", "limits: here nothing, in English FRACTURE_WINDOW"),
        ("risks", "::: chance ", "::: chart ", "here stands ::: chart 'serious"),
        ("questions", "::: insert questions", "::: insert points", "what it names: here points,"),
        ("evidence/trials", "[[FREE]]", "[[KAVIAR]]", "names in [[…]]: here KAVIAR, in English FREE"),
    ],
)
def test_what_a_page_holds_otherwise_than_its_english_twin_is_named(folder, slug, old, new, told):
    path = folder / f"pages/{slug}.md"
    number = line_of(path, old.strip())
    put(path, old, new)
    found = of_page(folder, slug)
    assert any(told in one for one in found), found
    assert any(one.startswith(f"es/pages/{slug}.md:{number}: ") for one in found), found


def test_a_number_in_the_head_of_a_page_is_compared_too(folder):
    put(folder / f"pages/{URGENT}.md", 'summary = "', 'summary = "De 3 personas. ')
    assert of_page(folder, URGENT) == [f"es/pages/{URGENT}.md:1: summary: numerals: here 3, in English nothing"]


# ---- Catalogues and data files


@pytest.mark.parametrize(
    ("name", "of", "said", "told"),
    [
        ("clinic.thresholds.FRACTURE_WINDOW.words", "12", "21", "numerals: here 21, in English 12"),
        ("clinic.about.boxes", "{number}", "", "fields to fill in: here nothing, in English {number}"),
        ("clinic.about.boxes", "{number}", "{numero}", "fields to fill in: here {numero}, in English {number}"),
        ("clinic.about.boxes", "911", "912", "numerals: here 912, in English 911"),
    ],
)
def test_what_a_text_of_the_rules_holds_otherwise_is_named(folder, name, of, said, told):
    say(folder, name, said, of)
    (found,) = of_words(folder)
    assert f": {name} differs from English in {told}." in found
    # Where the entry begins: the line before its id says that nobody has reviewed it.
    assert found.startswith(f"es/words.po:{line_of(folder / WORDS, name) - 1}: ")


@pytest.mark.parametrize(
    ("english", "said", "told"),
    [
        ('Call <a href="tel:911">911</a> now', 'Llame al <a href="tel:112">911</a> ahora', "tags: here <a href"),
        ("%(number)s of %(all)s", "%(number)s de %(todo)s", "fields to fill in: here %(todo)s, in English %(all)s"),
        ("Call 1-800-633-4227", "Llame al 1-800-336-4227", "numerals: here 1-800-336-4227, in English 1-800-633-4227"),
        ("1,000 days, 2.5 points", "100 días, 2.5 puntos", "numerals: here 100, in English 1000"),
        ("as of May 5, 2026", "al 5 de junio de 2026", "numerals: here month 6, in English month 5"),
        ("**New** pain", "Dolor *nuevo*", "marks: here nothing, in English **, **"),
        ("Stop. ", "Pare.", "the spaces at its ends are not those of the English"),
        ("44 with it, 21 without", "21 con, 44 sin", "numerals in another order: here 21, 44, in English 44, 21"),
    ],
)
def test_what_a_text_and_its_translation_do_not_both_hold_is_said_in_words(english, said, told):
    assert told in "; ".join(differences(english, said, known_languages()[SPANISH]))


@pytest.mark.parametrize(
    ("english", "said"),
    [
        ("as of May 5, 2026", "al 5 de mayo de 2026"),
        ("May 2026: you may 5 times", "Mayo de 2026: puede 5 veces"),
        ("%(one)s and %(two)s", "%(two)s y %(one)s"),
        ("Call or text 988.", "Llame al 988 y oprima el 2, o mande un mensaje."),
        ("Call 988 (veterans: press 1).", "Llame al 988 y oprima 2 (veteranos: oprima 1)."),
    ],
)
def test_what_a_language_says_in_its_own_order_and_beside_988_passes(english, said):
    assert list(differences(english, said, known_languages()[SPANISH])) == []


def test_the_extra_key_is_allowed_beside_its_line_alone():
    language = known_languages()[SPANISH]
    assert list(differences("Call 911.", "Llame al 911 y oprima 2.", language)) == [
        "numerals: here 2, in English nothing"
    ]
    assert list(differences("Call 988.", "Llame al 988 y oprima 3.", language)) == [
        "numerals: here 3, in English nothing"
    ]


def test_numbers_are_read_as_each_language_writes_them():
    german = replace(known_languages()[ENGLISH], thousands=".", decimal=",")
    assert numerals("1.000 von 2,5", german) == numerals("1,000 of 2.5", known_languages()[ENGLISH]) == ["1000", "2.5"]


def test_both_plurals_of_a_text_are_compared(folder):
    catalogue = polib.pofile(str(folder / SITE), wrapwidth=120)
    entry = next(one for one in catalogue if one.msgid_plural == "%(number)s more to find out")
    entry.msgstr_plural[1] = entry.msgstr_plural[1].replace("%(number)s", "Otras 9")
    catalogue.save()
    numeral, field = of_words(folder)
    assert "numerals: here 9, in English nothing" in numeral
    assert "fields to fill in: here nothing, in English %(number)s" in field


def test_a_glossary_has_the_terms_and_numbers_of_the_english_one(folder):
    glossary = folder / "glossary.toml"
    put(glossary, "[acute]", "[aguda]")
    put(glossary, 'meaning = "Una fractura nueva', 'meaning = "Una de 7 fracturas nuevas')
    found = " ".join(of_words(folder))
    assert "es/glossary.toml: [acute] is missing." in found
    assert "es/glossary.toml: [aguda] is not in English." in found
    assert "es/glossary.toml: [adjacent-fracture] meaning differs in numerals: here 7, in English nothing" in found


def test_an_entry_that_is_of_other_english_words_is_named_with_what_to_write_once_it_is_compared(folder, capsys):
    """A warning for a draft, so that whoever changes the English need not know the language."""
    glossary, changes = folder / "glossary.toml", folder / "changes.toml"
    entry = tomllib.loads(glossary.read_text(encoding="utf-8"))["acute"]
    put(glossary, f'english = "{entry["english"]}"', 'english = "0123456789ab"')
    put(changes, "english = ", "# english = ")
    assert len(of_words(folder)) == 2
    language = known_languages()[SPANISH]
    for offered, level in ((False, WARNING), (True, ERROR)):
        found = [one for one in check_language(replace(language, offered=offered)) if one.id == OF_OTHER_WORDS]
        assert [one.level for one in found] == [level] * 2
    assert found[0].msg == "es/glossary.toml: [acute] is of other English words than those of now."
    assert found[0].hint == f'Compare it with the English glossary.toml, then write english = "{entry["english"]}".'
    call_command("stale", SPANISH)
    told = capsys.readouterr().out
    assert f"es: {found[0].msg} {found[0].hint}\n" in told
    assert "es: 2 texts, " in told


# ---- Terms


@pytest.mark.parametrize(
    ("path", "old", "new", "told"),
    [
        (
            f"pages/{URGENT}.md",
            "Alergias,",
            "Alergias, globos,",
            "'globos' is no word of ours for balloon. (Say: balón",
        ),
        ("glossary.toml", "Nueva.", "Nueva (Severa).", "'severa' is no word of ours for severe (pain)."),
    ],
)
def test_a_forbidden_variant_of_a_term_is_named_with_file_and_line(folder, path, old, new, told):
    number = line_of(folder / path, old)
    put(folder / path, old, new)
    (found,) = of_words(folder)
    assert found.startswith(f"es/{path}:{number}: ")
    assert told in found


def test_a_forbidden_variant_in_a_catalogue_is_named(folder):
    say(folder, "clinic.thresholds.FRACTURE_WINDOW.words", "12 semanas con su doctor")
    (found,) = of_words(folder)
    assert "'doctor' is no word of ours for doctor, provider. (Say: médico" in found


def test_a_variant_within_a_longer_word_or_an_allowed_phrase_passes(folder):
    terms = read_terms(folder)
    assert list(terms.variants_in("Los ensayos clínicos, el doctorado y el globosito")) == []
    assert [found for found, _term in terms.variants_in("Los Clínicos de los ensayos clínicos")] == ["clínicos"]


@pytest.mark.parametrize(("way", "told"), [("Globo", "Write small letters"), ("(globo", "cannot be read")])
def test_a_term_with_a_variant_that_cannot_be_looked_for_is_refused(folder, way, told):
    put(folder / "terms.toml", '"globos?"', f'"{way}"')
    with pytest.raises(TermsError, match=rf"es/terms\.toml: \[balloon\] .*{told}"):
        read_terms(folder)


# ---- Two voices

PAIR = "clinic.facts.told_fracture.question"


def test_a_helper_who_is_told_what_the_patient_is_told_is_found(folder):
    entry = say(folder, f"{PAIR}.you", "¿Tiene esa persona un hueso roto?")
    say(folder, f"{PAIR}.they", entry.msgstr)
    (found,) = of_words(folder)
    assert f"{PAIR}.they says to a helper what is said to the patient: {entry.msgstr!r}" in found


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("¿Ha mirado un médico su columna?", "su"),
        ("Sus huesos están rotos.", "Sus"),
        ("¿Tiene usted un hueso roto?", "usted"),
        ("¿Es suya la radiografía?", "suya"),
        ("¿Le duele la columna?", "¿Le duele"),
    ],
)
def test_what_a_helper_would_take_as_said_of_themselves_is_found(folder, said, word):
    say(folder, f"{PAIR}.they", said)
    (found,) = of_words(folder)
    assert f"{PAIR}.they says {word!r}, which the helper takes as said of themselves" in found


@pytest.mark.parametrize("said", ["¿Le duele la columna a esa persona?", "A esa persona, ¿le han dicho algo?"])
def test_what_names_the_person_passes(folder, said):
    say(folder, f"{PAIR}.they", said)
    assert of_words(folder) == []


# ---- What can hurt is translated back


@pytest.fixture
def translated_back(folder):
    """The copy with its dangerous texts translated back, as somebody would fill the tables that are printed."""
    path = folder / back_translation.FILE
    path.unlink()
    tables = "\n".join(back_translation.as_tables(back_translation.to_do(SPANISH)))
    path.write_text(tables.replace('  "",', '  "In English.",'), encoding="utf-8")
    return folder


def test_all_spanish_that_can_hurt_was_translated_back_as_it_stands():
    assert list(back_translation.to_do(SPANISH)) == []


def test_all_that_can_hurt_is_asked_for_once_and_nothing_more_when_it_is_there(translated_back):
    assert list(back_translation.to_do(SPANISH)) == []
    assert of_back_translation(translated_back) == []
    of_now = back_translation.back_translations(SPANISH)
    items = ("help_lines", "facts.urgent_signs", "facts.stops", "outcomes.get_help_now", "notes.call_today")
    assert {f"{rules}/{item}" for item in items for rules in ("clinic", "medicare")} <= of_now.keys()
    assert of_now["medicare/gates.emergency"] == of_now["clinic/gates.emergency"]


def test_a_changed_line_asks_for_a_new_back_translation(translated_back):
    say(translated_back, "clinic.thresholds.FRACTURE_WINDOW.words", "unas 12 semanas")
    (found,) = of_back_translation(translated_back)
    assert "es/back_translation.toml: [clinic/thresholds.FRACTURE_WINDOW] is of other words than those of now." in found
    assert "manage.py review back --language es prints them" in found
    (one,) = back_translation.to_do(SPANISH)
    assert one.lines[0] == "unas 12 semanas"


def test_what_was_never_translated_back_is_named_and_stops_a_language_that_is_offered(translated_back):
    (translated_back / back_translation.FILE).unlink()
    language = read_language(translated_back)
    draft, offered = (
        next(found for found in check_language(one) if back_translation.FILE in found.msg)
        for one in (language, replace(language, offered=True))
    )
    assert (draft.level, offered.level) == (WARNING, ERROR)
    assert draft.msg == offered.msg
    assert re.match(r"es/back_translation\.toml lacks \d+ items that can hurt: .*clinic/facts\.stops", draft.msg)


def test_a_back_translation_with_fewer_lines_than_its_text_is_refused(translated_back):
    put(translated_back / back_translation.FILE, '  "In English.",', "")
    with pytest.raises(BackTranslationError, match=r"\] has \d lines, and its translation \d\. Write one for each\."):
        of_back_translation(translated_back)


def test_the_command_prints_the_translation_alone_as_tables_to_fill_in(folder, capsys):
    (folder / back_translation.FILE).unlink(missing_ok=True)
    call_command("review", "back", "--language", SPANISH)
    tables = capsys.readouterr().out
    assert tomllib.loads(tables)["clinic/thresholds.FRACTURE_WINDOW"]["english"] == ["", "", ""]
    assert '  "",  # "12 semanas"' in tables
    assert "12 weeks" not in tables
