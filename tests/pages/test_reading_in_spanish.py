"""How reading is measured in Spanish: syllables, INFLESZ, and the patterns by which checks find shares and dates."""

import re
import shutil
from dataclasses import replace

import pytest
import small_pages
from django.core.checks import ERROR, WARNING
from small_pages import page_of

from content import layers
from content.checks import check_content, check_pages
from content.pages import PageError, all_pages, read_page
from kyphoplasty_site.settings import LANGUAGES_DIR
from web import readability
from web.languages import LanguageError, known_languages, read_language, speaking

SPANISH = known_languages()["es"]
# Divided by hand, as the academies divide words (Ortografía de la lengua española, 2010): hia-tus and diph-thongs.
DIVIDED = re.findall(
    r"\S+",
    """
    hue-so co-lum-na dí-a pa-ís cui-da-do ciu-dad muy y hoy le-yes a-yu-da prohi-bi-do bú-ho ve-hí-cu-lo al-co-hol
    za-na-ho-ria que quie-re guí-a si-guien-te pin-güi-no a-gua bi-lin-güe a-é-re-o ca-er co-o-pe-rar re-ír o-í-do
    ca-í-da ba-úl con-ti-nú-a tam-bién ci-fo-plas-tia ra-dio-gra-fí-a an-ti-in-fla-ma-to-rio cons-trui-do
    cuí-de-se lin-güís-ti-ca a-ve-ri-guáis buey o-í-ais vi-ví-ais huir guion a-ño chi-i-ta a-hue-car de-sahu-cio
    re-hú-ye pa-ra-no-ia
    """,
)


def test_fifty_words_are_divided():
    assert len(set(DIVIDED)) == 50


@pytest.mark.parametrize("divided", DIVIDED)
def test_syllables_are_those_of_the_academies(divided):
    assert readability.spanish_syllables(divided.replace("-", "")) == divided.count("-") + 1


@pytest.mark.parametrize(("word", "count"), [("911", 1), ("25", 1), ("mri", 1), ("fda", 1), ("tc", 1)])
def test_a_numeral_is_one_syllable_and_an_abbreviation_is_read_as_a_word(word, count):
    assert readability.spanish_syllables(word) == count


# Each with the words, sentences and syllables that were counted by hand, and the value by the published formula.
COUNTED = [
    (
        # Cervantes, 1605
        "En un lugar de la Mancha, de cuyo nombre no quiero acordarme, no ha mucho tiempo que vivía un hidalgo de los "
        "de lanza en astillero, adarga antigua, rocín flaco y galgo corredor.",
        (33, 1, 60),
        60.6,
    ),
    (
        # Hernández, 1872
        "Aquí me pongo a cantar al compás de la vigüela, que el hombre que lo desvela una pena extraordinaria, como la "
        "ave solitaria con el cantar se consuela.",
        (28, 1, 52),
        63.1,
    ),
    (
        # Samaniego, 1781
        "A un panal de rica miel dos mil moscas acudieron, que por golosas murieron presas de patas en él. Otra dentro "
        "de un pastel enterró su golosina.",
        (27, 2, 47),
        84.9,
    ),
    ("Llame al 911 ahora mismo. No maneje usted. Diga «español» y espere al intérprete.", (14, 3, 29), 73.1),
    (
        "La vertebroplastia percutánea constituye un procedimiento mínimamente invasivo cuya finalidad consiste en la "
        "estabilización de la fractura.",
        (17, 1, 52),
        -0.7,
    ),
]


@pytest.mark.parametrize(("text", "counts", "value"), COUNTED)
def test_the_ease_is_that_of_szigriszt_pazos(text, counts, value):
    words, sentences, syllables = counts
    assert readability.ease([text]) == value == round(206.835 - 62.3 * syllables / words - words / sentences, 1)


def test_nothing_to_read_is_easy():
    assert readability.ease([]) == readability.ease(["", " "]) == 100


@pytest.mark.parametrize(
    ("ease", "said"),
    [(80.0, "muy fácil"), (79.9, "bastante fácil"), (55.0, "normal"), (40.0, "algo difícil"), (-3.0, "muy difícil")],
)
def test_a_level_is_said_in_the_words_of_inflesz(ease, said):
    assert SPANISH.say_level(ease) == f"Nivel de lectura: {ease} de 100 (INFLESZ, {said})."


def test_less_is_harder_in_spanish_and_more_is_in_english():
    english, spanish = known_languages()["en"].reading.level, SPANISH.reading.level
    assert [spanish.is_too_hard(ease, spanish.page) for ease in (74.9, 75.0, 90.0)] == [True, False, False]
    assert [english.is_too_hard(grade, english.page) for grade in (5.0, 6.0, 6.1)] == [False, False, True]


def test_sentences_may_begin_with_an_opening_mark_or_an_accent():
    assert readability.sentences("Le duele. ¿Desde cuándo? ¡Llame ya! Él espera. “Ánimo”, dijo.") == [
        "Le duele.",
        "¿Desde cuándo?",
        "¡Llame ya!",
        "Él espera.",
        "“Ánimo”, dijo.",
    ]


@pytest.mark.parametrize(
    ("text", "shares"),
    [
        ("unas 5 a 7 de cada 100 personas", [("5", "7", "100")]),
        ("entre 5 y 7 de cada 100", [("5", "7", "100")]),
        ("7 u 8 personas de cada 1,000", [("7", "8", "1,000")]),
        ("2.5 de 100 puntos", [("2.5", None, "100")]),
        ("después de 12 meses, 5 de cada 100", [("5", None, "100")]),
        ("el 3 de noviembre de 2026", []),
        ("12 ensayos de 2019", []),
        ("5 de cada 0 personas", []),
    ],
)
def test_shares_are_found(text, shares):
    assert [(found["low"], found["high"], found["of"]) for found in SPANISH.shares.finditer(text)] == shares


def test_fewer_than_one_is_found():
    assert SPANISH.shares.search("en menos de 1 de cada 100 personas")["least"]


@pytest.mark.parametrize("text", ["Llame al 911.", "el 3 de noviembre de 2026", "el 3 de mayo", "Paso 2", "L1 a T12"])
def test_numerals_that_are_no_number_of_something_are_known(text):
    assert not any(letter.isdigit() for letter in SPANISH.plain_numerals.sub("", text))


@pytest.mark.parametrize("text", ["los 3 pasos", "3 de cada 100", "en 12 semanas"])
def test_other_numerals_are_not(text):
    assert SPANISH.plain_numerals.sub("", text) == text


@pytest.mark.parametrize("text", ["1 de cada 4", "Una de cada 20", "1 de cada 12", "viven más que los demás"])
def test_numbers_that_mislead_and_forbidden_words_are_found(text):
    assert SPANISH.misleading_numbers.search(text) or SPANISH.forbidden_words.search(text)


@pytest.mark.parametrize("text", ["menos de 1 de cada 100", "1 de cada 1,000", "1 de cada 10,000", "¿Viven más años?"])
def test_counts_and_questions_are_not(text):
    assert not SPANISH.misleading_numbers.search(text)
    assert not SPANISH.forbidden_words.search(text)


MATTER = small_pages.MATTER.replace('layer = "record"\n', "").replace(
    "A balloon makes room in the bone.", "Un balón abre espacio en el hueso roto, y después el cemento lo llena."
)
BODY = """\
::: in-short
- Un balón abre espacio en el hueso antes de que el cemento lo llene.
:::

## ¿Cuántas personas participaron?

El ensayo clínico principal miró a muchas personas con un hueso roto en la columna. Duró dos años, y unas 10 de cada 100
personas lo dejaron antes del final. [@wardlaw2009]

Todas sabían qué recibían, porque nadie recibió un procedimiento de mentira. La esperanza sola puede hacer que el dolor
se sienta menos por un tiempo. Pregunte a su médico qué piensa de un ensayo clínico de este tipo. [@wardlaw2009]

::: next
- Pregunte a su médico qué quiere decir esto para usted.
:::
"""
TRIED = "El ensayo clínico principal"


def spanish_page(folder, old="", new=""):
    assert old in BODY
    return replace(page_of(folder, BODY.replace(old, new), MATTER, "small"), language="es", grade=None)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("", "", ""),
        (TRIED, "La multidisciplinariedad imposibilita determinaciones prematuras. " * 4 + TRIED, "the ease of its se"),
        (TRIED, "Mejoró. Se fue. Está bien. " + TRIED, "27 of 100 sentences have under 5"),
        (
            TRIED,
            "En el otro, lo dejaron 30 de cada 1,000 personas. " + TRIED,
            "more than one denominator: of 100, o",
        ),
        (TRIED, "Tomaron 3, 4, 5, 6 o 7 medicinas para su dolor. " + TRIED, "5.7 numbers in 100 words."),
        (TRIED, "Lo compararon con el tratamiento habitual por un año. " + TRIED, "'tratamiento habitual' is not expl"),
        ("10 de cada 100", "10 de cada 100 (muy frecuente)", ""),
        ("10 de cada 100", "10 de cada 100 (frecuente)", "'frecuente' beside '10 de cada 100'."),
        ("10 de cada 100", "10 a 20 de cada 100 (poco frecuente)", "'poco frecuente' beside '10 a 20 de cada 100'."),
        ("unas 10 de cada 100", "menos de 1 de cada 100 (poco frecuente)", ""),
        ("unas 10 de cada 100\npersonas", "algunas personas, algo raro,", "'raro' without its number"),
        ("unas 10 de cada 100\npersonas", "rara vez alguna de las personas", ""),
    ],
)
def test_what_is_over_a_bar_is_named(tmp_path, old, new, problem):
    with speaking("es"):
        found = [one.words for one in layers.check(spanish_page(tmp_path, old, new))]
    assert any(one.startswith(problem) for one in found) if problem else found == []


def test_a_page_too_hard_to_read_is_named_with_its_hardest_block(tmp_path):
    hard = "La multidisciplinariedad imposibilita determinaciones prematuras. " * 9
    with speaking("es"):
        messages = list(check_pages([spanish_page(tmp_path, TRIED, hard + TRIED)]))
    (found,) = (one.msg for one in messages if one.id == "content.E012")
    assert found.startswith("es/small.md:")
    assert found.endswith(": 75.0 at least.")


@pytest.mark.parametrize(("typed", "named"), [("12 semanas", 1), ("84 días", 1), ("25 por ciento", 1), ("8 años", 0)])
def test_a_limit_that_is_typed_is_named(tmp_path, typed, named):
    page = spanish_page(tmp_path, "Duró dos años", f"Duró {typed}")
    page = replace(page, body=page.body.replace("wardlaw2009", "clinicpage"))
    with speaking("es"):
        assert len([one for one in check_pages([page]) if one.id == "content.E008"]) == named


def test_what_is_wrong_in_a_language_that_is_not_offered_is_a_warning(monkeypatch):
    monkeypatch.setattr(layers, "ANSWER_WORDS", 3)
    levels = {one.level for one in check_content(None) if one.msg.startswith("es/")}
    assert levels == {WARNING}
    monkeypatch.setattr("content.checks.known_languages", lambda: {"es": replace(SPANISH, offered=True)})
    assert ERROR in {one.level for one in check_content(None)}


def test_a_spanish_page_has_no_grade_of_english_schools(tmp_path, settings):
    twin = all_pages()["risks"]
    folder = tmp_path / "es" / "pages"
    shutil.copytree(settings.LANGUAGES_DIR / "es" / "pages", folder)
    settings.LANGUAGES_DIR = tmp_path
    assert read_page(folder / "risks.md", "es", {"risks": twin}).grade is None
    text = (folder / "risks.md").read_text()
    (folder / "risks.md").write_text(text.replace('nav = "', 'grade = 3.5\nnav = "', 1))
    with pytest.raises(PageError, match="does not know grade"):
        read_page(folder / "risks.md", "es", {"risks": twin})


def test_a_spanish_page_says_how_easy_it_was_measured_to_be(client, spanish_in_trial):
    with speaking("es"):
        page = all_pages()["risks"]
        measured = page.measured_level
    shown = client.get("/es/risks/").content.decode()
    assert measured
    assert spanish_in_trial.say_level(measured) in shown
    assert "grade" not in shown
    listed = client.get("/es/how-we-score-ourselves/").content.decode()
    assert f'<a href="/es/risks/">{page.nav}</a></th><td>{measured}</td>' in listed


def test_what_a_page_is_drawn_from_is_not_kept_once_it_is_drawn(client, spanish_in_trial):
    """One page tells how hard each of the others is, and so reads all of them."""
    all_pages.cache_clear()
    client.get("/es/how-we-score-ourselves/")
    with speaking("es"):
        kept = [vars(page).keys() & {"level", "tokens", "blocks"} for page in all_pages().values()]
    assert kept == [{"level"}] * len(kept)


# ---- A language's own file


def written(folder, old, new):
    text = (LANGUAGES_DIR / "es" / "language.toml").read_text()
    assert old in text
    (folder / "pt").mkdir()
    (folder / "pt" / "language.toml").write_text(text.replace(old, new))
    return folder / "pt"


def test_a_language_without_a_formula_is_held_to_its_sentences_alone(tmp_path, monkeypatch):
    text = (LANGUAGES_DIR / "es" / "language.toml").read_text()
    table = text[text.index("[reading.level]") : text.index("[reading.share]")]
    language = read_language(written(tmp_path, table, ""))
    assert language.reading.level is None
    assert language.say_level(50.0) == ""
    monkeypatch.setitem(known_languages(), "es", replace(language, code="es"))
    hard = "La multidisciplinariedad imposibilita determinaciones prematuras. " * 9
    with speaking("es"):
        page = spanish_page(tmp_path, TRIED, hard + "El dolor no se va del todo " * 5 + TRIED)
        assert page.level is None
        assert {one.id for one in check_pages([page])} == {"content.E009"}


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            'formula = "inflesz"',
            'formula = "guess"',
            "that is not known. Known are: flesch-kincaid, inflesz.",
        ),
        ("average_sentence = [9.0, 14.0]", "average_sentence = [9.0]", "a pattern that cannot be used"),
        ('percent = "por ciento"', 'percent = "("', "a pattern that cannot be used"),
        ('least = "menos de"', 'least = "("', "a pattern that cannot be used"),
        ("{level} de 100", "{grado} de 100", "a pattern that cannot be used"),
    ],
)
def test_a_reading_table_that_makes_no_sense_stops_the_language(tmp_path, old, new, problem):
    with pytest.raises(LanguageError, match=r"^pt/language\.toml has ") as refused:
        read_language(written(tmp_path, old, new))
    assert problem in str(refused.value)
