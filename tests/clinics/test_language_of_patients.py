"""What a clinic hands out is in the language that its staff choose for the patient, whatever that of their own page."""

import re
from dataclasses import replace
from io import BytesIO

import page as checker
import pytest
import zxingcpp
from axe_playwright_python.base import AXE_SCRIPT
from axe_rules import ALL_RULES, RUN_AXE
from browser import STAFF, choice, follow, visit
from pdfs import squeezed, words_of
from PIL import Image
from pypdf import PdfReader
from served import Served, read, see
from test_clinics import FILE, folder, put
from test_interpreters import languages_of
from test_sheets import HOST, LONGEST, MM, PLAIN, SAMPLE, bare_edge

from clinics import files
from clinics.files import Translation
from content.pages import all_pages
from referrals import checks, leaflets, prefilled_links
from referrals.emails import emails
from screener import editions
from seo.public import public_pages
from web import clock, languages
from web.languages import speaking
from web.typesetting import PAPERS

__all__ = ["folder"]

TABLE = """
[es]
hours = ["De lunes a viernes, de 8 am a 5 pm"]
bring = ["Una lista de sus medicinas"]
interpreter = "¿Necesita un intérprete? Díganoslo cuando llame."
"""
SPANISH = Translation(
    "es",
    ("De lunes a viernes, de 8 am a 5 pm",),
    ("Una lista de sus medicinas",),
    "¿Necesita un intérprete? Díganoslo cuando llame.",
)
MEDIUM = replace(PLAIN, translations=(SPANISH,))
LONG_LINE = "¿Va a necesitar un intérprete para la cita? Por favor, díganoslo cuando llame ya"
LONGEST_IN_BOTH = replace(LONGEST, translations=(replace(SPANISH, interpreter=LONG_LINE),))
CHART = {"level": ["low_back"]}
EVERY_SIZE = pytest.mark.parametrize("size", PAPERS)
CLINICS = {"sample": SAMPLE, "plain": MEDIUM, "longest": LONGEST_IN_BOTH}
EVERY_CLINIC = pytest.mark.parametrize("clinic", CLINICS.values(), ids=list(CLINICS))


@pytest.fixture
def spanish(spanish_in_trial):
    """Spanish as it will be when it is signed: offered to everybody."""
    known = {**languages.known_languages(), "es": replace(spanish_in_trial, offered=True)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(languages, "known_languages", lambda: known)
        patch.setattr(editions, "amiss", list)  # as drafts that nobody has read yet it could not be offered
        _ask_anew()
        yield known["es"]
    _ask_anew()


def _ask_anew():
    languages.all_languages.cache_clear()
    public_pages.cache_clear()


def hrefs(shown):
    return [one["attrs"]["href"] for one in shown.all("a")]


def asked(shown):
    """The codes of the languages that staff may choose instead."""
    return [href.partition("=")[2] for href in hrefs(shown) if href.startswith("?language=")]


def boxes_of_languages(shown):
    return [one["attrs"] for one in shown.all("input") if one["attrs"].get("name") == "language"]


def copied(shown, name):
    (found,) = (one for one in shown.all("textarea") if one["attrs"]["id"] == name)
    return found


def told_in(element):
    """The language that is said of an element, by itself or what is around it."""
    while element is not None:
        if "lang" in element["attrs"]:
            return element["attrs"]["lang"]
        element = element.within
    return None


# ---- A clinic's own words


def test_what_a_clinic_has_written_in_a_language_is_on_its_page_in_that_language(folder, client, spanish):
    put(folder, FILE + 'interpreter = "We speak Spanish."' + TABLE)
    shown = see(client, "/r/northside/es/")
    for words in SPANISH.texts:
        assert words in shown.text
    assert "Monday" not in shown.text
    assert "We speak Spanish." not in shown.text
    english = see(client, "/r/northside/")
    assert "Monday to Friday" in english.text
    assert "We speak Spanish." in english.text
    assert "lunes" not in english.text


@pytest.mark.parametrize("left_out", ["hours", "bring", "interpreter"])
def test_what_it_has_not_written_in_it_is_shown_in_english_and_marked_as_english(folder, client, spanish, left_out):
    table = re.sub(rf"^{left_out} = .*\n", "", TABLE, flags=re.MULTILINE)
    put(folder, FILE + 'interpreter = "We speak Spanish."' + table)
    clinic = files.all_clinics()["northside"]
    english = {"hours": clinic.hours, "bring": clinic.bring, "interpreter": (clinic.interpreter,)}
    for shown in (see(client, "/r/northside/es/"), see(client, "/clinics/northside/es/email/neutral.html")):
        said = {one["text"].strip(): told_in(one) for tag in ("li", "p", "span") for one in shown.all(tag)}
        for name, lines in english.items():
            translated = getattr(SPANISH, name)
            for line in lines:
                assert (said.get(line) == "en") is (name == left_out), (name, line)
            for line in [translated] if isinstance(translated, str) else translated:
                assert (line in shown.text) is (name != left_out)
    assert all(told_in(one) == "en" for one in see(client, "/r/northside/").all("li"))


def test_a_clinic_with_no_such_table_is_english_in_the_middle_of_a_spanish_page(folder, client, spanish):
    put(folder, FILE)
    shown = see(client, "/r/northside/es/")
    assert told_in(next(one for one in shown.all("li") if one["text"] == "A list of your medicines")) == "en"
    assert told_in(next(one for one in shown.all("li") if "New York" in one["text"])) == "es"


MISTAKES = {
    "an address": ('[es]\naddress = ["Calle 2"]', "[es] misses or does not know: address"),
    "hours as one line": ('[es]\nhours = "diario"', "[es] hours must be a list"),
    "no hours": ("[es]\nhours = []", "[es] hours needs 1 to 8 lines"),
    "too much to bring": (f"[es]\nbring = {['x'] * 9}", "[es] bring needs 1 to 8 lines"),
    "a line too long": (f'[es]\ninterpreter = "{"ñ" * 81}"', "Use at most 80 in a line."),
    "a hidden sign": ('[es]\ninterpreter = "x\\u202ey"', "Type the line anew."),
    "a letter that no font has": ('[es]\ninterpreter = "北"', "which the fonts of the PDFs lack"),
    "English": ('[en]\nbring = ["x"]', "Write the English lines at the top"),
    "an unknown table": ('[spanish]\nbring = ["x"]', "does not know: spanish"),
    "a word, and no table": ('es = "x"', "does not know: es"),
}


@pytest.mark.parametrize(("table", "words"), MISTAKES.values(), ids=list(MISTAKES))
def test_a_mistake_in_such_a_table_leaves_the_clinic_out_with_the_place_and_what_to_do(folder, table, words):
    put(folder, FILE + table)
    checks.leave_out_wrong_clinics()
    (problem,) = files.read_clinics().left_out
    assert "northside.toml" in str(problem)
    assert words in str(problem)


def test_a_table_of_a_language_that_the_site_has_not_is_an_error_of_the_check_and_the_clinic_goes_on(folder):
    put(folder, FILE + '[vi]\nbring = ["Danh sách thuốc"]')
    checks.leave_out_wrong_clinics()
    assert set(files.all_clinics()) == {"northside"}
    (error,) = checks.translations_are_read()
    assert "northside.toml has a table [vi]" in error.msg
    put(folder, FILE + TABLE)
    files.read_clinics.cache_clear()
    assert checks.translations_are_read() == []


def test_what_no_page_may_say_in_a_language_no_clinic_may_say_in_it_either(folder, spanish):
    put(folder, FILE + '[es]\nbring = ["Vea si usted es elegible"]')
    assert [error.id for error in checks.plain_words()] == ["referrals.E001"]


def test_the_sample_has_such_a_table_with_as_many_lines_as_in_english():
    (own,) = SAMPLE.translations
    assert own.language == "es"
    assert (len(own.hours), len(own.bring)) == (len(SAMPLE.hours), len(SAMPLE.bring))
    assert own.interpreter


# ---- What staff choose


def test_staff_choose_the_language_and_link_emails_and_sheets_are_in_it_while_their_page_stays(client, spanish):
    page = see(client, "/clinics/sample/")
    assert asked(page) == ["es"]
    assert copied(page, "link")["text"] == "http://testserver/r/sample/"
    chosen = see(client, "/clinics/sample/?language=es")
    assert asked(chosen) == ["en"]
    assert chosen.all("html")[0]["attrs"]["lang"] == "en"
    assert [one["text"] for one in chosen.all("h1")] == [one["text"] for one in page.all("h1")]
    assert copied(chosen, "link")["text"] == "http://testserver/r/sample/es/"
    for tone in ("neutral", "please-read", "relative"):
        for part in ("subject", "text", "html"):
            words = copied(chosen, f"{tone}-{part}")
            assert words["attrs"]["lang"] == "es"
            assert "lang" not in copied(page, f"{tone}-{part}")["attrs"]
            assert words["text"] != copied(page, f"{tone}-{part}")["text"]
        assert "\nhttp://testserver/r/sample/es/\n" in copied(chosen, f"{tone}-text")["text"]
        assert f"/clinics/sample/es/email/{tone}.html" in hrefs(chosen)
        assert f"/clinics/sample/email/{tone}.html" in hrefs(page)
    for sheet in ("slips", "poster"):
        for size in ("", "?size=a4"):
            assert f"/clinics/sample/es/{sheet}.pdf{size}" in hrefs(chosen)
            assert f"/clinics/sample/{sheet}.pdf{size}" in hrefs(page)
    assert [one["text"] for one in chosen.all("summary")] == [one["text"] for one in page.all("summary")]


def test_each_address_that_staff_are_given_answers(client, spanish):
    given = hrefs(see(client, "/clinics/sample/?language=es"))
    ours = {href for href in given if href.startswith(("/clinics/", "/r/", "http://testserver/"))}
    for href in (href for href in ours if "size=a4" not in href):
        assert client.get(href.removeprefix("http://testserver")).status_code == 200, href


@pytest.mark.parametrize("query", ["?language=xx", "?language=", "?language=es&language=fr", "?language=%00", "?es"])
def test_a_language_that_is_none_is_that_of_the_page(client, spanish, query):
    assert copied(see(client, f"/clinics/sample/{query}"), "link")["text"] == "http://testserver/r/sample/"
    assert client.get(f"/clinics/sample/poster.pdf{query.replace('language', 'also')}").status_code == 200


def test_a_language_in_trial_is_in_no_clinics_list_but_where_the_page_itself_is_read_in_it(client, spanish_in_trial):
    for name in ("", "?language=es", "prefill/", "prefill/?language=es", "pack/", "pack/?language=es"):
        shown = see(client, f"/clinics/sample/{name}")
        assert asked(shown) == []
        assert boxes_of_languages(shown) == []
        assert [href for href in hrefs(shown) if "/es/" in href] == []
    assert copied(see(client, "/clinics/sample/?language=es"), "link")["text"] == "http://testserver/r/sample/"
    response = client.get("/clinics/sample/poster.pdf?also=es")
    assert response["Content-Disposition"] == 'attachment; filename="poster-sample.pdf"'
    in_trial = see(client, "/clinics/sample/es/")
    assert asked(in_trial) == ["en"]
    assert copied(in_trial, "link")["text"] == "http://testserver/r/sample/es/"
    response = client.get("/clinics/sample/es/poster.pdf?also=en")
    assert response["Content-Disposition"] == 'attachment; filename="poster-sample-es-and-en.pdf"'


def test_with_english_alone_staff_are_asked_for_no_language(client):
    shown = see(client, "/clinics/sample/")
    assert asked(shown) == []
    assert "Language of the patient" not in shown.text
    assert "Language of the patient" not in see(client, "/clinics/sample/prefill/").text


@pytest.mark.parametrize("form", ["/clinics/sample/prefill/", "/clinics/sample/pack/"])
def test_a_form_asks_for_the_language_and_begins_with_the_one_chosen_before(client, spanish, form):
    assert f"{form}?language=es" in hrefs(see(client, "/clinics/sample/?language=es"))
    assert form in hrefs(see(client, "/clinics/sample/"))
    for asked_for, checked in (("", "en"), ("?language=es", "es"), ("?language=xx", "en")):
        boxes = [
            one["attrs"] for one in see(client, form + asked_for).all("input") if one["attrs"]["name"] == "language"
        ]
        assert [box["value"] for box in boxes] == ["en", "es"]
        assert [box["value"] for box in boxes if "checked" in box] == [checked]
    (spoken,) = (one for one in see(client, form).all("span") if one["text"] == "Español")
    assert spoken["attrs"]["lang"] == "es"


def test_a_prefilled_link_leads_to_the_self_check_in_the_language_of_the_patient(client, spanish):
    shown = read(client.post("/clinics/sample/prefill/", {**CHART, "language": "es"}))
    link = copied(shown, "link")["text"]
    assert link.startswith("http://testserver/p/es/")
    assert prefilled_links.read_token(link, clock.today()).clinic.link == "sample"
    assert f"\n{link}\n" in copied(shown, "neutral-text")["text"]
    assert copied(shown, "neutral-text")["attrs"]["lang"] == "es"
    opened = client.get(link.removeprefix("http://testserver"))
    assert opened.status_code == 200
    assert read(opened).all("html")[0]["attrs"]["lang"] == "es"
    assert SAMPLE.name in read(opened).inside("main")
    english = read(client.post("/clinics/sample/prefill/", {**CHART, "language": "en"}))
    assert "/p/es/" not in copied(english, "link")["text"]
    assert english.all("dd")[0]["text"] == shown.all("dd")[0]["text"]


def test_a_prefilled_link_tells_of_its_language_in_its_address_alone(client, spanish):
    made = {
        code: copied(read(client.post("/clinics/sample/prefill/", {**CHART, "language": code})), "link")["text"]
        for code in ("en", "es")
    }
    assert len(made["es"]) - len(made["en"]) == len("es/")


@pytest.mark.parametrize("sent", [{}, {"language": "xx"}, {"language": ""}])
def test_a_form_with_no_language_of_ours_is_asked_for_it_in_words_and_keeps_what_was_typed(client, spanish, sent):
    response = client.post("/clinics/sample/prefill/", {**CHART, **sent})
    assert response.status_code == 422
    shown = read(response)
    assert "Choose one of these languages." in shown.text
    assert {one["attrs"]["value"] for one in shown.all("input") if "checked" in one["attrs"]} == {"low_back", ""}


def test_a_reading_list_is_in_the_language_of_the_patient(client, spanish):
    shown = read(client.post("/clinics/sample/pack/", {"pages": ["risks"], "language": "es"}))
    link = copied(shown, "link")["text"].removeprefix("http://testserver")
    assert link.startswith("/r/sample/es/pack/")
    with speaking("es"):
        title = all_pages()["risks"].title
    assert title in see(client, link).text


def test_a_page_that_is_not_there_in_the_language_is_named_before_a_list_is_made(client, spanish, monkeypatch):
    monkeypatch.setattr("referrals.forms.pages_in", lambda code: {*all_pages()} - {"risks"})
    response = client.post("/clinics/sample/pack/", {"pages": ["risks", "options"], "language": "es"})
    assert response.status_code == 422
    assert f"Not there yet in the language that you chose: {all_pages()['risks'].title}." in read(response).text


# ---- E-mails


@EVERY_CLINIC
def test_an_email_says_the_same_as_text_and_as_html_in_spanish(clinic, spanish):
    with speaking("es"):
        for email in emails(clinic, f"{HOST}/r/{clinic.link}/es/"):
            text = re.sub(r"^- ", "", email.text, flags=re.MULTILINE)
            page = Served(email.html)
            assert page.inside("table") == " ".join(text.split())
            assert page.all("html")[0]["attrs"]["lang"] == page.all("table")[0]["attrs"]["lang"] == "es"
            assert "Llame al 911" in email.text
            for words in clinic.translations[0].texts:
                assert words in email.text


# ---- Sheets


def draw(sheet, clinic, size, kind="pdf", both=False):
    address = f"{HOST}/r/{clinic.link}/"
    if both:
        return leaflets.poster(clinic, address, size, kind, also={"es": f"{address}es/"})
    with speaking("es"):
        return sheet(clinic, f"{address}es/", size, kind)


SHEETS = {"slips": (leaflets.slips, False), "poster": (leaflets.poster, False), "both": (leaflets.poster, True)}


@pytest.mark.parametrize("sheet", SHEETS)
@EVERY_CLINIC
@EVERY_SIZE
def test_a_sheet_in_spanish_or_in_both_is_one_accessible_page_with_all_of_its_words(sheet, clinic, size, spanish):
    function, both = SHEETS[sheet]
    made = draw(function, clinic, size, both=both)
    report = checker.validate_pdf_bytes(made)
    assert report.is_compliant, [failure.message for failure in report.failures]
    reader = PdfReader(BytesIO(made))
    assert len(reader.pages) == 1
    assert reader.trailer["/Root"]["/Lang"] == ("en" if both else "es")
    text = squeezed(words_of(made))
    said = ["¿Emergencia? Llame al 911.", f"/r/{clinic.link}/es/", clinic.name]
    said += ["Emergency? Call 911.", "A broken spine bone?", clinic.interpreter] if both else []
    said += [clinic.translations[0].interpreter] if sheet != "slips" else []
    for words in said:
        assert squeezed(words) in text, words


@EVERY_CLINIC
@EVERY_SIZE
def test_a_poster_in_both_has_a_code_for_each_language_large_letters_and_an_edge(clinic, size, spanish):
    picture = Image.open(BytesIO(draw(leaflets.poster, clinic, size, "png", both=True))).convert("L")
    codes = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
    address = f"{HOST}/r/{clinic.link}/"
    assert sorted(code.text for code in codes) == [address, f"{address}es/"]
    for code in codes:
        assert (code.position.top_right.x - code.position.top_left.x) / MM >= 42
    assert bare_edge(picture) >= 11


def languages_of_headings(element, around):
    """The language that each heading of a PDF is marked with, by itself or by what is around it."""
    own = str(element.get("/Lang", around))
    if element.get("/S") == "/H1":
        return [own if own != around else next(iter(languages_of(element)), own)]
    below = element.get("/K", [])
    found = (one.get_object() for one in (below if isinstance(below, list) else [below]) if not isinstance(one, int))
    return [language for one in found for language in languages_of_headings(one, own)]


def test_a_poster_in_both_marks_the_second_language_for_who_has_it_read_aloud(spanish):
    root = PdfReader(BytesIO(draw(leaflets.poster, MEDIUM, "letter", both=True))).trailer["/Root"]
    assert languages_of_headings(root["/StructTreeRoot"], str(root["/Lang"])) == ["en", "es"]


# ---- From the desk to the phone


@pytest.mark.browser
def test_staff_choose_without_scripts_and_the_patient_opens_the_self_check_in_that_language(
    new_context, spanish_in_trial
):
    staff = new_context(java_script_enabled=False).new_page()
    visit(staff, f"{STAFF}es/")
    follow(staff, staff.locator("a[href='?language=en']"))
    follow(staff, staff.locator("a[href$='/prefill/?language=en']"))
    assert staff.get_by_role("radio", name="English").is_checked()
    staff.get_by_role("radio", name="Español").check()
    choice(staff, "low_back").check()
    follow(staff, staff.locator("main form button[type=submit]"))
    patient = new_context().new_page()
    visit(patient, staff.locator("#link").input_value())
    patient.wait_for_url("**/self-check/es/")
    assert patient.locator("html").get_attribute("lang") == "es"
    assert SAMPLE.name in patient.locator("body").inner_text()


@pytest.mark.browser
def test_axe_finds_nothing_where_two_languages_meet(page, folder, spanish):
    """On what staff choose from, and on what a clinic has not put into the language of its page."""
    put(folder, name="sample.toml")
    page.set_viewport_size({"width": 320, "height": 740})
    for url in (f"{STAFF}?language=es", f"{STAFF}prefill/?language=es", "/r/sample/es/"):
        visit(page, url)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, url
        page.evaluate(AXE_SCRIPT)
        assert page.evaluate(RUN_AXE, {"rules": ALL_RULES}) == [], url
