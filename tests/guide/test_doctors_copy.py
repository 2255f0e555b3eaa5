"""The guide in English behind one in another language, with the same sections and numbers: for a doctor."""

from io import BytesIO

import page as checker
import pytest
from browser import GUIDE, remember
from django.test import Client
from full import FULL
from patients import CALL_TODAY, CASES, CAUTIONS, FITS, STOPS, TODAY
from pdfs import squeezed, words_of
from pypdf import PdfReader
from served import bring, read

from screener import answers_cookie
from screener.engine.priorities import Lean
from screener.guide.document import BY_HAND, SAME_IN_ENGLISH, WRITE_HERE
from screener.rule_sets.clinic import CLINIC_RULES
from web import clock

pytestmark = pytest.mark.usefixtures("spanish_in_trial")

IN_SPANISH, PDF, BLANK = "/self-check/es/guide/", "/self-check/es/guide.pdf", "/es/guide/"
WITH_ENGLISH = {"doctor": "english"}
FOUR_PAGES, LARGE_PAGES = 4, 12
ALL_TICKED = {"for_whom": "someone_else", "urgent_signs": CALL_TODAY, "stops": STOPS, "cautions": CAUTIONS}
WEIGHTS = {pair.id: Lean.FAR_FIRST for pair in CLINIC_RULES.priorities}
ANSWERED = [name for name, case in CASES.items() if case["answers"] and case["today"] == TODAY.isoformat()]
# Those with the most to say, and some of each kind.
PATIENTS = {
    "one who is not sure of anything": {**CASES["all-unsure"]["answers"], **ALL_TICKED},
    "one whose points all fit": {**FITS, **ALL_TICKED},
    **{name: CASES[name]["answers"] for name in (ANSWERED if FULL else ANSWERED[::60])},
    **{
        name: CASES[name]["answers"]
        for name in (
            "all-unsure",
            "only-an-infection-risk-answered",
            "everything-in-the-way-at-once",
            "every-stop-at-once-steady",
        )
    },
}


def visitor(given, in_guide=frozenset(), matters=None):
    day = clock.today()
    saved = answers_cookie.Saved({**CLINIC_RULES.read(given, day)}, day, matters=matters or {}, in_guide=in_guide)
    return bring(Client(), saved)


def pages_of(client, **query):
    made = client.get(PDF, {**WITH_ENGLISH, **query}).content
    assert made.startswith(b"%PDF")
    return made, [page.extract_text() for page in PdfReader(BytesIO(made)).pages]


def papers_of(client):
    """The two papers as the page lays them out."""
    context = client.get(IN_SPANISH).context
    return context["document"], context["doctor"]


@pytest.mark.slow
@pytest.mark.holds
@pytest.mark.parametrize("name", PATIENTS)
def test_both_languages_have_the_same_sections_points_and_questions_on_four_pages(name):
    client = visitor(PATIENTS[name], matters=WEIGHTS)
    made, pages = pages_of(client)
    assert len(pages) <= FOUR_PAGES
    assert checker.validate_pdf_bytes(made).is_compliant
    patient, doctor = papers_of(client)
    assert len(doctor.first) == len(patient.first)
    ours = [section for section in (*patient.front, *patient.back) if not section.empty_lines]
    theirs = [*doctor.front, *doctor.back]
    assert len(theirs) == len(ours)
    for here, there in zip(ours, theirs, strict=True):
        assert [mark.status for mark in there.marks] == [mark.status for mark in here.marks]
        assert [len(group) for _, group in there.groups] == [len(group) for _, group in here.groups]
        written = [words for _, words in (*here.facts, *here.long_facts) if words != WRITE_HERE]
        assert len(there.facts) + len(there.long_facts) == len(written)
    text = squeezed(words_of(made))
    behind = text[text.index(squeezed(SAME_IN_ENGLISH)) :]
    for section in theirs:
        assert squeezed(section.title) in behind
        assert all(squeezed(mark.title) in behind for mark in section.marks)
        assert all(squeezed(question) in behind for _, group in section.groups for question in group)


@pytest.mark.slow
def test_the_guide_in_english_says_what_the_english_site_says():
    """The same rules decide, whatever the language: the doctor reads what the patient would have read in English."""
    for name in ANSWERED[:: 1 if FULL else 9]:
        client = visitor(CASES[name]["answers"])
        english = client.get(GUIDE).context
        assert english["doctor"] is None
        document, doctor = english["document"], papers_of(client)[1]
        assert (doctor.title, doctor.first, doctor.sentence, doctor.meaning) == (
            document.title,
            document.first,
            document.sentence,
            document.meaning,
        ), name
        assert [section.marks for section in doctor.front] == [section.marks for section in document.front], name
        assert doctor.foot[:-1] == document.foot


@pytest.mark.slow
@pytest.mark.parametrize("size", ["letter", "a4"])
@pytest.mark.parametrize("large", [False, True])
def test_on_each_paper_it_is_accessible_and_on_few_pages(size, large):
    for name in ("one who is not sure of anything", "everything-in-the-way-at-once"):
        asked = {"size": size, **({"print": "large"} if large else {})}
        made, pages = pages_of(visitor(PATIENTS[name], matters=WEIGHTS), **asked)
        assert len(pages) <= (LARGE_PAGES if large else FOUR_PAGES), name
        assert checker.validate_pdf_bytes(made).is_compliant


@pytest.mark.slow
def test_with_the_box_of_another_rule_set_it_is_on_four_pages():
    for name in (
        ANSWERED
        if FULL
        else ("all-unsure", "only-an-infection-risk-answered", "everything-in-the-way-at-once", "all-points-fit")
    ):
        _, pages = pages_of(visitor(CASES[name]["answers"], frozenset({"medicare"})))
        assert len(pages) <= FOUR_PAGES, name


def test_the_english_begins_a_page_of_its_own_with_its_own_page_numbers_and_language():
    made, pages = pages_of(visitor(FITS))
    first = next(number for number, words in enumerate(pages) if squeezed(SAME_IN_ENGLISH) in squeezed(words))
    assert pages[first].lstrip().startswith("Guide for the visit")
    assert f"Page {first + 1} of {len(pages)}" in pages[first]
    assert f"Página {first} de {len(pages)}" in pages[first - 1]
    root = PdfReader(BytesIO(made)).trailer["/Root"]
    assert root["/Lang"].startswith("es")
    assert "en" in languages_of(root["/StructTreeRoot"])


def languages_of(element):
    """The languages that parts of a tagged PDF say they are in."""
    element = element.get_object() if hasattr(element, "get_object") else element
    if isinstance(element, list):
        return {language for one in element for language in languages_of(one)}
    if not isinstance(element, dict):
        return set()
    own = {str(element["/Lang"])} if "/Lang" in element else set()
    return own | (languages_of(element["/K"]) if "/K" in element else set())


def test_nothing_on_the_doctors_copy_is_left_to_be_filled_in_so_that_no_empty_line_reads_as_none():
    for client, address in ((visitor(FITS), IN_SPANISH), (Client(), BLANK)):
        doctor = client.get(address).context["doctor"]
        assert doctor.fill_in == ("Name",)
        for section in (*doctor.front, *doctor.back):
            assert all(words for _, words in (*section.facts, *section.long_facts))
            assert all(mark.mark for mark in section.marks)
            assert not any((section.scales, section.boxes, section.empty_lines, section.answered_below))


def test_what_is_written_by_hand_is_named_in_both_languages_each_beside_the_other():
    """By a number or a place it could be taken for the answer to another line: the patient's copy has two columns."""
    for client, address, file in ((visitor(FITS), IN_SPANISH, PDF), (Client(), BLANK, "/es/guide.pdf")):
        shown = client.get(address)
        patient, doctor = shown.context["document"], shown.context["doctor"]
        pairs = [pair for section in (*doctor.front, *doctor.back) for pair in section.by_hand]
        assert ("Anticoagulante: nombre", "Blood thinner, by name") in pairs
        assert ("Hacia esperar, con otro tratamiento", "Toward waiting, with other care") in pairs
        ends = "Evitar cualquier procedimiento, o bien Tener menos dolor pronto"
        assert (ends, "To avoid any procedure, or To have less pain soon") in pairs
        assert [theirs for theirs, _ in pairs] == by_hand_on(patient)
        terms = [term for term in read(shown).all("dt") if term["attrs"].get("lang") == "es"]
        assert [term["text"] for term in terms] == [f"{theirs}:" for theirs, _ in pairs]
        text = squeezed(words_of(client.get(file, WITH_ENGLISH).content))
        behind = text[text.index(squeezed(SAME_IN_ENGLISH)) :]
        assert all(squeezed(f"{theirs}: {ours}") in behind for theirs, ours in pairs)
        assert behind.count(squeezed(BY_HAND)) == sum(
            bool(section.by_hand) for section in (*doctor.front, *doctor.back)
        )


def by_hand_on(patient):
    return [
        words
        for section in (*patient.front, *patient.back)
        for words in (
            *(label for label, written in section.facts if written == WRITE_HERE),
            *(mark.title for mark in section.marks if not mark.mark),
            *(f"{first}, o bien {second}" for first, second in section.scales),
            *section.boxes,
        )
    ]


def test_the_english_says_in_which_language_the_patient_reads_and_to_ask_for_an_interpreter():
    for papers in (visitor(FITS).get(IN_SPANISH).context, Client().get(BLANK).context):
        assert "The patient’s copy is in Spanish. Ask whether an interpreter is needed." in papers["doctor"].about


def test_only_a_guide_in_another_language_has_it_and_only_if_it_is_asked_for():
    client = visitor(FITS)
    assert SAME_IN_ENGLISH not in read(client.get(GUIDE)).text
    assert 'id="with-english"' not in client.get(GUIDE).content.decode()
    without = [("/self-check/guide.pdf", WITH_ENGLISH), (PDF, {}), (PDF, {"doctor": "x"})]
    for address, query in without:
        assert squeezed(SAME_IN_ENGLISH) not in squeezed(words_of(client.get(address, query).content))
    assert squeezed(SAME_IN_ENGLISH) in squeezed(words_of(client.get(PDF, WITH_ENGLISH).content))


def test_the_blank_guide_has_it_too():
    made = Client().get("/es/guide.pdf", WITH_ENGLISH).content
    assert checker.validate_pdf_bytes(made).is_compliant
    assert len(PdfReader(BytesIO(made)).pages) <= FOUR_PAGES
    text = squeezed(words_of(made))
    assert text.index(squeezed("Para el médico")) < text.index(squeezed(SAME_IN_ENGLISH))
    behind = text[text.index(squeezed(SAME_IN_ENGLISH)) :]
    for rule in CLINIC_RULES.roles.boxes_to_talk_about:
        assert all(squeezed(option.words.you) in behind for option in rule.options)


def test_each_link_to_a_file_asks_for_the_english_in_one_list_and_not_in_the_other():
    shown = read(visitor(FITS).get(IN_SPANISH))
    files = [link["attrs"]["href"] for link in shown.all("a") if "guide.pdf" in link["attrs"]["href"]]
    assert len(files) == len(set(files)) == 8
    assert sum("doctor=english" in one for one in files) == 4


def test_the_texts_to_copy_are_there_in_english_too_as_the_english_site_has_them():
    client = visitor(FITS)
    in_english, in_spanish = (read(client.get(f"/self-check/{code}summary/")).all("textarea") for code in ("", "es/"))
    assert [box["text"] for box in in_spanish[2:]] == [box["text"] for box in in_english]
    assert [box["attrs"].get("lang") for box in in_spanish] == [None, None, "en", "en"]


# ---- One tick, and no script


@pytest.mark.browser
def test_one_tick_shows_it_on_screen_and_on_paper_without_a_script(new_context):
    without = new_context(java_script_enabled=False).new_page()
    remember(without, FITS)
    without.goto(IN_SPANISH)
    copy, files = without.locator(".guide.in-english"), without.locator("a[href*='doctor=english']")
    assert not copy.is_visible()
    assert len(PdfReader(BytesIO(without.pdf(format="Letter"))).pages) == 2
    without.get_by_role("checkbox").focus()
    without.keyboard.press("Space")
    assert copy.is_visible()
    assert copy.get_attribute("lang") == "en"
    assert [one.is_visible() for one in files.all()] == [True] * 4
    printed = [page.extract_text() for page in PdfReader(BytesIO(without.pdf(format="Letter"))).pages]
    assert 3 <= len(printed) <= FOUR_PAGES
    assert printed[2].lstrip().startswith("Guide for the visit")


@pytest.mark.browser
@pytest.mark.parametrize("paper", ["Letter", "A4"])
def test_printed_from_the_browser_both_are_on_four_pages(page, paper):
    for name in PATIENTS:
        remember(page, PATIENTS[name])
        page.goto(IN_SPANISH)
        page.get_by_role("checkbox").check()
        assert len(PdfReader(BytesIO(page.pdf(format=paper))).pages) <= FOUR_PAGES, name
