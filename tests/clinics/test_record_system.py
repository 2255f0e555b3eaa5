"""What staff put into a record system: short, silent on health at its head, whole after a line is broken, the same in
each form; and what the page and the sheet tell the IT department holds.
"""

import re
from dataclasses import replace
from html import unescape
from io import BytesIO
from urllib.parse import parse_qs, urlsplit

import english
import page as checker
import pytest
import typst
import zxingcpp
from axe_playwright_python.base import AXE_SCRIPT
from axe_rules import ALL_RULES, RUN_AXE
from browser import STAFF, visit
from pdfs import squeezed, words_of
from PIL import Image
from pypdf import PdfReader
from reviewing import sign
from served import Served, see
from test_emails import HEALTH
from test_language_of_patients import spanish
from test_sheets import HOST, LONGEST, MM, PLAIN, SAMPLE, address_of, bare_edge, make, picture_of, texts_of

from clinics.files import LONGEST_LINK
from kyphoplasty_site.reviewed import all_items
from referrals import checks, record_systems
from referrals.handouts import handout
from referrals.prefilled_links import make_token
from reviews.ledger import LONGEST as LONGEST_NAMES
from web import readability
from web.languages import gettext, known_languages, speaking
from web.typesetting import PAPERS

__all__ = ["spanish"]

PAGE = f"{STAFF}record-system/"
LONGEST_TEXT, LONGEST_LINE, LONGEST_ADDRESS = 300, 70, 60
ON_A_LOCKED_PHONE = 40
# Where systems break the lines of a field without an editor.
BROKEN_AT = 72
# As long as an address may be, with the longest name of a clinic's file.
ADDRESS = f"https://{'h' * (LONGEST_ADDRESS - LONGEST_LINK - len('https:///r//es/'))}/r/{'n' * LONGEST_LINK}/es/"
SPANISH_HEALTH = re.compile(
    r"salud|column|espalda|hueso|fractura|rotura|cifoplastia|balón|dolor|procedimiento|cirug|tratamiento|médic|"
    r"paciente|medicina|autoevaluación|respuesta|referido",
    re.IGNORECASE,
)
EVERY_LANGUAGE = pytest.mark.parametrize("code", list(known_languages()))
EVERY_CLINIC = pytest.mark.parametrize("clinic", [SAMPLE, PLAIN, LONGEST], ids=["sample", "plain", "longest"])
EVERY_SIZE = pytest.mark.parametrize("size", PAPERS)


def in_words(code, clinic=PLAIN, address=ADDRESS):
    with speaking(code):
        return handout(clinic, address)


RTF = re.compile(
    r"\\u(?P<unit>-?\d+)\?|\\(?P<word>[a-z]+)-?\d* ?|\\(?P<escaped>[\\{}*])|(?P<brace>[{}])|(?P<text>[^\\{}\n]+)"
)
# Where what stands in a group is not said: in a table, or in the field of a link.
UNSAID = {"fonttbl": "table", "colortbl": "table", "fldinst": "link"}


def read_rtf(made):
    """The words of RTF 1.9, and the addresses of its links."""
    said, groups = {"": "", "table": "", "link": ""}, [""]
    for found in RTF.finditer(made.decode("ascii")):
        if found["brace"]:
            groups.append(groups[-1]) if found["brace"] == "{" else groups.pop()
        elif found["word"]:
            groups[-1] = UNSAID.get(found["word"], groups[-1])
            said[groups[-1]] += "\n" if found["word"] in ("par", "line") else ""
        elif found["unit"]:
            said[groups[-1]] += chr(int(found["unit"]) % 0x10000)
        else:
            said[groups[-1]] += found["text"] or found["escaped"].replace("*", "")
    assert groups == [""], "each group ends"
    words, links = (said[kind].encode("utf-16", "surrogatepass").decode("utf-16") for kind in ("", "link"))
    return words.strip(), re.findall(r'HYPERLINK "([^"]*)"', links)


# ---- The words to paste


@EVERY_LANGUAGE
@EVERY_CLINIC
def test_the_plain_text_is_short_and_its_address_stands_alone_on_the_last_line(code, clinic):
    assert len(ADDRESS) == LONGEST_ADDRESS
    *lines, last = in_words(code, clinic).text.split("\n")
    assert last == ADDRESS
    assert len("\n".join([*lines, last])) <= LONGEST_TEXT
    assert max(map(len, lines)) <= LONGEST_LINE
    assert ADDRESS not in " ".join(lines)


@EVERY_LANGUAGE
def test_an_address_survives_a_system_that_breaks_lines(code):
    text = in_words(code).text
    broken = [line[at : at + BROKEN_AT] for line in text.split("\n") for at in range(0, len(line), BROKEN_AT)]
    assert broken == text.split("\n")


@EVERY_LANGUAGE
@EVERY_CLINIC
def test_what_a_locked_phone_shows_says_nothing_of_health(code, clinic):
    one = in_words(code, clinic)
    for words in (one.text, Served(one.html).text, read_rtf(one.rtf)[0]):
        first = words.strip()[:ON_A_LOCKED_PHONE]
        assert len(first) == ON_A_LOCKED_PHONE
        assert not HEALTH.search(first)
        assert not SPANISH_HEALTH.search(first)
        assert HEALTH.search(words) or SPANISH_HEALTH.search(words)


@EVERY_LANGUAGE
def test_html_and_rtf_say_what_the_text_says_with_a_link_named_by_its_kind(code):
    one = in_words(code)
    said, links = read_rtf(one.rtf)
    page = Served(one.html)
    with speaking(code):
        name = gettext("Handout: Broken spine bones")
    assert links == [link["attrs"]["href"] for link in page.all("a")] == [ADDRESS]
    assert page.inside("a") == name
    for form in (said, page.text):
        assert form.count(ADDRESS) == form.count(name) == 1
        words = " ".join(form.replace(name, "").replace(ADDRESS, "").split())
        assert words == " ".join(one.text.replace(ADDRESS, "").split())


def test_letters_of_any_kind_reach_rtf_as_they_are():
    odd = "https://x/{a}\\b/?é=…&ñ=𝛿\uf8ff"
    said, links = read_rtf(in_words("en", address=odd).rtf)
    assert odd in said
    assert links == [odd]


@EVERY_LANGUAGE
def test_only_a_samples_words_say_that_they_are_not_to_be_sent(code):
    with speaking(code):
        sample = gettext("Sample, do not send: ")
    assert in_words(code, SAMPLE).text.startswith(sample)
    assert sample not in in_words(code, PLAIN).text


def test_the_words_are_plain_and_say_that_they_are_no_referral_and_what_to_do_in_an_emergency():
    lines = in_words("en").text.split("\n")[:-1]
    told = record_systems.told(PLAIN, HOST)
    for texts in ([" ".join(lines)], [words for _, words in told.facts], [*told.not_to_do]):
        assert readability.grade(texts) <= english.HIGHEST_GRADE
        assert [long for text in texts for long in english.long_sentences(text)] == []
        assert not any(english.FORBIDDEN.search(text) for text in texts)
    assert lines[-1] == "For learning, not a referral. Emergency? Call 911."


def test_a_link_that_is_too_long_to_type_is_found_before_the_site_is_served(settings):
    assert checks.links_are_short() == []
    settings.HTTPS = True
    settings.ALLOWED_HOSTS = ["a" * (LONGEST_ADDRESS - len("https:///r/sample/"))]
    assert checks.links_are_short() == []
    settings.ALLOWED_HOSTS = [settings.ALLOWED_HOSTS[0] + "a"]
    (warning,) = checks.links_are_short()
    assert "has 61 characters" in warning.msg


# ---- The page


def test_staff_are_led_to_the_page_and_search_engines_are_not(client):
    assert [link for link in see(client, STAFF).all("a") if link["attrs"].get("href") == PAGE]
    robots = [one for one in see(client, PAGE).all("meta") if one["attrs"].get("name") == "robots"]
    assert [one["attrs"]["content"] for one in robots] == ["noindex"]


@pytest.mark.parametrize("end", ["record-system/", "record-system.pdf", "handout.rtf", "qr.svg", "qr.png"])
def test_a_clinic_that_is_not_known_has_none_of_it(client, end):
    assert client.get(f"/clinics/nowhere/{end}").status_code == 404


def test_all_that_the_page_links_to_is_there(client):
    links = {
        link["attrs"]["href"] for link in see(client, PAGE).all("a") if "/clinics/" in link["attrs"].get("href", "")
    }
    assert {f"{STAFF}{end}" for end in ("handout.rtf", "qr.svg", "qr.png", "record-system.pdf")} <= links
    assert {client.get(link).status_code for link in links} == {200}
    told = record_systems.told(SAMPLE, "http://testserver")
    assert client.get(urlsplit(told.profile).path).status_code == 200


def test_the_page_has_the_words_in_english_and_in_each_language_that_is_offered(client, spanish):
    boxes = _boxes(client.get(PAGE))
    told = record_systems.told(SAMPLE, "http://testserver")
    assert [one.language.code for one in told.handouts] == ["en", "es"]
    for one in told.handouts:
        code = one.language.code
        assert [boxes[f"{code}-{name}"] for name in ("link", "text", "html")] == [one.address, one.text, one.html]


def _boxes(response):
    found = re.findall(r'<textarea[^>]* id="([^"]+)"[^>]*>(.*?)</textarea>', response.content.decode(), re.DOTALL)
    return {name: unescape(words) for name, words in found}


@pytest.mark.parametrize(("language", "under"), [("en", "/r/sample/"), ("es", "/r/sample/es/")])
def test_the_address_for_infobutton_leads_to_the_pages_for_a_code(client, spanish, language, under):
    told = record_systems.told(SAMPLE, "http://testserver")
    assert _boxes(client.get(PAGE))["infobutton"] == told.infobutton
    assert "en, es in the place of LANGUAGE" in told.places
    asked = urlsplit(told.infobutton.replace("CODE", "M80.08XA").replace("LANGUAGE", language))
    assert {len(values) for values in parse_qs(asked.query, strict_parsing=True).values()} == {1}
    answered = client.get(f"{asked.path}?{asked.query}")
    assert answered.status_code == 200
    assert f"{under}spinal-fractures/" in answered.content.decode()
    for kind, media_type in (("text/xml", "text/xml"), ("application/json", "application/json")):
        feed = client.get(f"{asked.path}?{asked.query.replace('text/html', kind)}")
        assert feed.headers["Content-Type"].startswith(media_type)
        assert f"{under}spinal-fractures/" in feed.content.decode()


def test_what_it_tells_the_it_department_holds(client, settings):
    settings.CONTACT = "guide@example.org"
    told = record_systems.told(SAMPLE, "http://testserver")
    facts = dict(told.facts)
    assert facts["Domain to allow"].startswith("testserver, port 80.")
    assert facts["Whom to write to"] == "guide@example.org"
    response = client.get("/r/sample/risks/")
    assert response.headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]
    assert not response.cookies
    assert [*client.get(f"{STAFF}prefill/").cookies] == [settings.CSRF_COOKIE_NAME]
    prefilled = f"http://testserver/p/{make_token(SAMPLE, {'scan': 'mri'})}/"
    assert f"It has {len(prefilled)} characters" in " ".join(told.not_to_do)
    (_, where), *_ = record_systems.told(SAMPLE, "https://www.example.org").facts
    assert where.startswith("www.example.org, port 443.")


def test_the_page_says_that_no_clinician_has_checked_the_words_until_one_has(client, reviews):
    assert "The words to paste, and those of the site: Not yet checked by a clinician." in see(client, PAGE).text
    sign(reviews, all_items().values())
    assert "those of the site: Checked by Clinician One, MD on November 10, 2026." in see(client, PAGE).text


@pytest.mark.parametrize("end", ["", "es/"])
def test_the_file_with_rtf_is_for_the_language_of_its_address(client, spanish_in_trial, end):
    made = client.get(f"{STAFF}{end}handout.rtf")
    assert made.headers["Content-Disposition"] == f'attachment; filename="handout-sample-{end.strip("/") or "en"}.rtf"'
    assert read_rtf(made.content)[1] == [f"http://testserver/r/sample/{end}"]


@pytest.mark.parametrize("end", ["", "es/"])
@pytest.mark.parametrize("kind", ["svg", "png"])
def test_a_phone_reads_the_qr_code_of_each_file(client, spanish_in_trial, kind, end):
    made = client.get(f"{STAFF}{end}qr.{kind}")
    assert made.headers["Content-Disposition"].startswith("attachment")
    picture = Image.open(BytesIO(_as_png(made.content) if kind == "svg" else made.content)).convert("L")
    (code,) = zxingcpp.read_barcodes(picture)
    assert code.text == f"http://testserver/r/sample/{end}"


def _as_png(svg):
    source = b'#set page(width: 60mm, height: 60mm, margin: 0mm)\n#image(bytes(sys.inputs.svg), format: "svg")'
    return typst.compile(source, format="png", sys_inputs={"svg": svg.decode()})


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_is_accessible_and_no_wider_than_the_screen(page, width):
    page.set_viewport_size({"width": width, "height": 800})
    visit(page, PAGE)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate(AXE_SCRIPT)
    assert page.evaluate(RUN_AXE, {"rules": ALL_RULES}) == []


# ---- The sheet


@EVERY_CLINIC
@EVERY_SIZE
def test_the_sheet_is_one_accessible_page_of_the_paper_chosen_in_letters_of_11_points(clinic, size):
    made = make(record_systems.record_system, clinic, size)
    report = checker.validate_pdf_bytes(made)
    assert report.is_compliant, [failure.message for failure in report.failures]
    reader = PdfReader(BytesIO(made))
    assert len(reader.pages) == 1
    assert reader.metadata.title == "A link for your record system"
    _, texts = texts_of(record_systems.record_system, clinic, size)
    assert min(points for _, points, _, _ in texts) >= 11
    assert bare_edge(picture_of(record_systems.record_system, clinic, size)) >= 11


@EVERY_CLINIC
@EVERY_SIZE
def test_the_sheet_says_all_that_the_page_tells_the_it_department(clinic, size):
    said = squeezed(words_of(make(record_systems.record_system, clinic, size)))
    told = record_systems.told(clinic, HOST)
    wanted = [told.infobutton, told.places, told.profile, *told.not_to_do, *(words for _, words in told.facts)]
    for words in (clinic.name, told.handouts[0].text, *wanted, "Not yet checked by a clinician."):
        assert squeezed(words) in said, words
    assert ("notarealclinic" in said) == clinic.sample


@EVERY_CLINIC
@EVERY_SIZE
def test_the_code_of_the_sheet_leads_to_the_clinic_and_is_large(clinic, size):
    (code,) = zxingcpp.read_barcodes(picture_of(record_systems.record_system, clinic, size))
    assert code.text == address_of(clinic)
    assert (code.position.top_right.x - code.position.top_left.x) / MM >= 30


def test_the_fullest_sheet_stays_on_one_page(reviews, settings, spanish_in_trial):
    settings.CONTACT = "the-people-of-the-guide@a-rather-long-name-of-a-host.example.org"
    every = list(all_items().values())
    for turn in range(2):
        name = (f"Wilhelmina {turn} " + "Mo " * 30)[: LONGEST_NAMES["reviewer"] - 1]
        credentials = ("MD " * 30)[: LONGEST_NAMES["credentials"] - 1]
        sign(reviews, every[turn::2], name=name, reviewer=name, credentials=credentials)
    clinic = replace(LONGEST, sample=True)
    for code, address in (("en", address_of(clinic)), ("es", f"{address_of(clinic)}es/")):
        with speaking(code):
            made = PdfReader(BytesIO(record_systems.record_system(clinic, address, "a4")))
        assert len(made.pages) == 1
        assert "the-people-of-the-guide@" in made.pages[0].extract_text()
