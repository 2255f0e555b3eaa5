"""What record systems are answered: the right pages, in the right language, in each form of the standard."""

import json
import re
from datetime import date
from urllib.parse import urlsplit

import feedparser
import pytest
from infobutton import (
    ADDRESS,
    ATOM,
    BROKEN,
    BROWSER,
    CPT,
    ICD10,
    KYPHOPLASTY,
    LANG,
    MAY_BE,
    NINE,
    NONE,
    SNOMED,
    VERTEBROPLASTY,
    addresses,
    feed_in,
    json_of,
    one_code,
    pages_in,
)  # fmt: skip
from lxml import etree
from served import read

from content import codes
from content.codes import CodesError, all_codes, read_codes
from content.pages import all_pages
from records.feed import Entry, Feed, Link, as_json, as_xml
from records.request import MOST_FIELDS
from web import languages

FORM = "application/x-www-form-urlencoded"
SYSTEMS = {"ICD-10-CM": ICD10, "SNOMED CT": SNOMED, "CPT": CPT}
SYSTEMS |= {"ICD-9-CM": "2.16.840.1.113883.6.103", "LOINC": "2.16.840.1.113883.6.1"}


@pytest.fixture
def spanish(spanish_in_trial, monkeypatch):
    """For the links of these answers Spanish is offered: nobody has signed its words."""
    monkeypatch.setattr("records.views.offered_languages", languages.all_languages)


def ask(client, query, address=ADDRESS, **headers):
    return client.get(f"{address}?{query}", headers=headers)


def shown(client, query, **headers):
    """The pages of a feed."""
    return pages_in(feed_in(ask(client, query, **headers)))


def links_to_read(response):
    """The links of the page for people, and the language of the page."""
    page = read(response)
    links = [link["attrs"]["href"] for link in page.all("a") if "li" in link["around"] and "main" in link["around"]]
    return [urlsplit(link).path.strip("/") for link in links], page.all("html")[0]["attrs"]["lang"]


def pages_of(response, kind):
    """The pages of an answer of any kind, and its language."""
    if kind == "text/html":
        links, language = links_to_read(response)
        return [link.split("/")[-1] for link in links], language
    if kind == "text/xml":
        feed = feed_in(response)
        return pages_in(feed), feed.get(LANG)
    text = re.sub(r"^/\*\*/jsonp_1234\((.*)\);$", r"\1", response.content.decode())
    feed = json.loads(text)["feed"]
    return [entry["id"]["_value"].strip("/").split("/")[-1] for entry in feed["entry"]], feed["lang"]


@pytest.mark.usefixtures("spanish")
@pytest.mark.parametrize("name", NINE)
@pytest.mark.parametrize("by_form", [False, True], ids=["get", "post"])
def test_each_request_that_programs_send_gets_the_right_pages_in_the_right_language(client, name, by_form):
    sent = NINE[name]
    if by_form:
        response = client.post(ADDRESS, sent.query, content_type=FORM, headers=sent.headers)
    else:
        response = ask(client, sent.query, **sent.headers)
    assert response.status_code == 200
    assert response["Content-Type"].partition(";")[0] == sent.kind
    pages, language = pages_of(response, sent.kind)
    assert language == sent.language
    if sent.pages or sent.kind != "text/html":
        assert pages == sent.pages


@pytest.mark.parametrize("name", NINE)
def test_a_form_is_answered_as_an_address_is(client, name):
    sent = NINE[name]
    got, posted = ask(client, sent.query, **sent.headers), client.post(ADDRESS, sent.query, FORM, headers=sent.headers)
    # The page for people brings a script after a form, which forgets it.
    of_forms = re.compile(r'<script src="[^"]*forget_form[^"]*"></script>')
    assert of_forms.sub("", posted.content.decode()) == got.content.decode()


# Written down a second time, as a code that stands at the wrong topic would show itself in no other way.
EXPECTED = {
    "ICD-10-CM": {
        **dict.fromkeys(("M80.08", "M80.88", "M48.4", "M48.5", "S22.0", "S32.0"), BROKEN),
        **dict.fromkeys(
            ("M84.48", "M84.58", "M84.68", "C79.51", "C41.2", "C90.0", "M81.0", "M81.8", "Z87.310"), MAY_BE
        ),
    },
    "ICD-9-CM": {"733.13": BROKEN},
    "CPT": {
        **dict.fromkeys(("22513", "22514", "22515"), KYPHOPLASTY),
        **dict.fromkeys(("22510", "22511", "22512"), VERTEBROPLASTY),
    },
    "LOINC": dict.fromkeys(("72553-1", "72552-3"), KYPHOPLASTY),
    "SNOMED CT": {"42942008": BROKEN, **dict.fromkeys(("443165006", "203438009", "64859006"), MAY_BE)},
}
ALL = [(code, system, pages) for system, codes in EXPECTED.items() for code, pages in codes.items()]


def test_the_table_has_these_codes_and_no_other():
    found = {name: {one.system.written(one.plain) for one in of} for name, of in all_codes().codes.items()}
    assert found == {name: {*codes} for name, codes in EXPECTED.items()}


@pytest.mark.parametrize(("code", "system", "pages"), ALL)
def test_each_code_of_the_table_leads_to_its_pages_with_each_letter_of_a_visit(client, code, system, pages):
    ways = {code, code.lower(), f" {code} ", code.replace(".", "") if system.startswith("ICD") else code}
    if system == "ICD-10-CM":
        filled = code.replace(".", "").ljust(6, "X")
        ways |= {f"{start}{letter}" for start in (filled, f"{filled[:3]}.{filled[3:]}") for letter in "ADGKPS"}
    for way in ways:
        feed = feed_in(ask(client, one_code(way, SYSTEMS[system])))
        assert pages_in(feed) == pages, way
        assert feed.findtext(f"{ATOM}subtitle").startswith(f"{system} {code}"), way


NOT_OURS = [
    "M80.051A",
    "S12.0",
    "S12.000A",
    "E11",
    "E11.9",
    "M80.0",
    "M80",
    "",
    "M",
    "M80.08XAX",
    "M80.08 SMITH",
    "M80.088888",
]
NOT_OURS += ["XM80.08XA", "M80.08X\n", "M80.08XZ", "²M80.08", "M80.08123A"]
# The neck, where it meets the chest, and the tailbone.
NOT_OURS += ["M48.51XA", "M48.52XD", "m4842xa", "M48.41", "M48.52", "M4851", "M48.53XA", "M48.58XA", "M48.43", "M48.48"]


@pytest.mark.parametrize("code", [code for code in NOT_OURS if code.strip()])
def test_a_code_of_another_bone_or_illness_leads_to_no_page(client, code):
    if code == "M80.08X\n":
        assert shown(client, one_code("M80.08X%0A")) == BROKEN  # a blank at the end is none of the code
    else:
        feed = feed_in(ask(client, one_code(code)))
        assert pages_in(feed) == NONE
        assert feed.find(f"{ATOM}subtitle") is None
        assert feed.findall(f"{ATOM}category") == []


@pytest.mark.parametrize("system", [SNOMED, CPT, "", "x", "2.16.840.1.113883.6.9", "ICD-10"])
def test_a_code_counts_only_with_its_own_system(client, system):
    assert shown(client, one_code("M80.08XA", system)) == NONE
    assert shown(client, one_code("207938004", SNOMED)) == NONE


@pytest.mark.parametrize(
    ("system", "code"),
    [
        *((name, "M80.08XA") for name in ("ICD10CM", "ICD-10-CM", "icd-10-cm", "I10", "ICD 10 CM")),
        *((name, "M80.08XA") for name in ("http://hl7.org/fhir/sid/icd-10-cm", f"urn:oid:{ICD10}", f"+{ICD10}+")),
        *((name, "42942008") for name in ("SNOMEDCT", "SNOMED-CT", "SNOMED%20CT", "http://snomed.info/sct")),
    ],
)
def test_a_system_is_known_by_its_other_names(client, system, code):
    assert shown(client, one_code(code, system)) == BROKEN


def test_what_is_certain_comes_first_and_no_page_twice(client):
    query = f"{one_code('M81.0')}&mainSearchCriteria.v.c1=22513&mainSearchCriteria.v.cs1={CPT}"
    query += f"&mainSearchCriteria.v.c2=M48.56XD&mainSearchCriteria.v.cs2={ICD10}"
    feed = feed_in(ask(client, query))
    assert pages_in(feed) == KYPHOPLASTY
    assert feed.findtext(f"{ATOM}subtitle") == "CPT 22513, ICD-10-CM M48.56XD, ICD-10-CM M81.0"


@pytest.mark.parametrize(
    ("topic", "code", "system", "pages"),
    [
        ("Q000009", "M80.08XA", ICD10, ["risks", "spinal-fractures", "options"]),
        ("q000628", "M80.08XA", ICD10, ["options", "spinal-fractures", "procedure"]),
        ("Q000009", "22514", CPT, ["risks", "procedure", "recovery"]),
        ("Q000628", "M81.0", ICD10, MAY_BE),
        ("Q000175", "M80.08XA", ICD10, BROKEN),
        ("", "22511", CPT, VERTEBROPLASTY),
    ],
)
def test_a_sub_topic_puts_its_page_first_where_it_is_certain(client, topic, code, system, pages):
    assert shown(client, f"{one_code(code, system)}&subTopic.v.c={topic}&subTopic.v.cs=x") == pages


@pytest.mark.parametrize(
    ("words", "pages"),
    [
        ("Kyphoplasty", KYPHOPLASTY),
        ("Cifoplastia%20con%20bal%C3%B3n", KYPHOPLASTY),
        ("VERTEBROPLASTY", VERTEBROPLASTY),
        ("Osteoporotic+compression+fracture+of+T12", MAY_BE),
        ("Vertebral compression fractures", MAY_BE),
        ("Fractura por compresion", MAY_BE),
        ("Fractura%20por%20compresi%C3%B3n", MAY_BE),
        ("Fracturas vertebrales", MAY_BE),
        ("Pathological compression fracture of vertebra due to metastatic cancer", MAY_BE),
        ("Compression fracture of C5", NONE),
        ("Odontoid compression fracture", NONE),
        ("Compression fracture of cervicothoracic spine", NONE),
        ("Compression fracture of calcaneus", NONE),
        ("Compression fracture of sacrum", NONE),
        ("Rib compression fracture", NONE),
        ("Family history of vertebral fracture", NONE),
        ("Vertebral fracture of grandmother", NONE),
        ("No compression fracture", NONE),
        ("Compression fracture of lumbar vertebra, no spinal cord injury", MAY_BE),
        ("Compression fracture of coccyx", NONE),
        ("Fracturas vertebrales cervicales", NONE),
        ("Vertebral fracture C-2", NONE),
        ("Antecedente familiar de fractura vertebral", NONE),
        ("Sin fractura vertebral", NONE),
        ("Compression fracture of cervical vertebra", NONE),
        ("Fractura vertebral del cuello", NONE),
        ("decompression fractures", NONE),
        ("Osteoporosis", NONE),
        ("%ff%fe%00", NONE),
    ],
)
def test_where_there_is_no_code_a_few_fixed_words_are_known(client, words, pages):
    for name in ("v.dn", "v.ot", "c.dn"):
        assert shown(client, f"mainSearchCriteria.{name}={words}") == pages
    assert shown(client, f"mainSearchCriteria.v.dn={words}&{one_code('E11.9')}") == NONE


def test_a_code_of_five_digits_has_no_letter_of_the_visit(client):
    assert shown(client, one_code("733.13", "ICD9CM")) == BROKEN
    for code in ("733.13XA", "733.130"):
        assert shown(client, one_code(code, "ICD9CM")) == NONE


def test_names_are_read_whatever_their_case_and_in_the_old_form(client):
    assert shown(client, f"MAINSEARCHCRITERIA.V.C=M80.08XA&mainsearchcriteria.v.cs={ICD10}") == BROKEN
    assert shown(client, f"mainSearchCriteria.c.c=M80.08XA&mainSearchCriteria.c.cs={ICD10}") == BROKEN


@pytest.mark.usefixtures("spanish")
@pytest.mark.parametrize(
    ("given", "language"),
    [("sp", "es"), ("spa", "es"), ("Spanish", "es"), ("ES", "es"), ("es-MX", "es"), ("es_US", "es"), ("%20es", "es"),
     ("en", "en"), ("en-US", "en"), ("fr", "en"), ("", "en"), ("e", "en"), ("x" * 500, "en")],
)  # fmt: skip
def test_the_language_is_that_which_was_asked_for_if_it_is_offered(client, given, language):
    feed = feed_in(ask(client, f"{one_code('M80.08XA')}&informationRecipient.languageCode.c={given}"))
    assert feed.get(LANG) == language
    assert [entry.get(LANG) for entry in feed.iterfind(f"{ATOM}entry")] == [language] * 3
    first = addresses(feed)[0]
    assert first == ("/es/spinal-fractures/" if language == "es" else "/spinal-fractures/")
    other = feed.findall(f"{ATOM}entry/{ATOM}link")[1]
    assert other.get("hreflang") == ("en" if language == "es" else "es")
    assert other.get("title") != feed.findtext(f"{ATOM}entry/{ATOM}title")


@pytest.mark.usefixtures("spanish_in_trial")
def test_a_language_in_trial_is_answered_in_only_at_its_own_address(client):
    asked = f"{one_code('M80.08XA')}&informationRecipient.languageCode.c=es"
    feed = feed_in(ask(client, asked))
    assert (feed.get(LANG), addresses(feed)[0]) == ("en", "/spinal-fractures/")
    assert "/es/" not in etree.tostring(feed).decode()
    for address in ("/es/infobutton/", "/r/sample/es/infobutton/"):
        feed = feed_in(ask(client, asked, address))
        assert feed.get(LANG) == "es"
        assert addresses(feed)[0] == f"{address.removesuffix('infobutton/')}spinal-fractures/"
    assert feed_in(ask(client, f"{asked[:-2]}en", "/es/infobutton/")).get(LANG) == "en"


def test_under_a_clinics_name_all_links_are_of_the_clinic(client):
    feed = feed_in(ask(client, one_code("M80.08XA"), "/r/sample/infobutton/"))
    assert addresses(feed) == [f"/r/sample/{name}/" for name in BROKEN]
    assert [client.get(address).status_code for address in addresses(feed)] == [200] * 3
    links, _ = links_to_read(ask(client, one_code("M80.08XA"), "/r/sample/infobutton/", Accept=BROWSER))
    assert links == [f"r/sample/{name}" for name in BROKEN]


def test_for_a_clinic_that_has_left_the_pages_are_those_of_all(client):
    feed = feed_in(ask(client, one_code("M80.08XA"), "/r/nobody/infobutton/"))
    assert addresses(feed) == [f"/{name}/" for name in BROKEN]


def test_the_last_slash_may_be_missing_without_a_detour(client):
    for address in ("/infobutton", "/r/sample/infobutton"):
        assert len(pages_in(feed_in(ask(client, one_code("M80.08XA"), address)))) == 3
        assert client.post(address, one_code("M80.08XA"), FORM).status_code == 200


def test_a_page_says_who_checked_it_and_when_it_was_changed(client):
    feed = feed_in(ask(client, one_code("M80.08XA")))
    for entry in feed.iterfind(f"{ATOM}entry"):
        page = all_pages()[entry.findtext(f"{ATOM}id").strip("/").split("/")[-1]]
        assert entry.findtext(f"{ATOM}summary") == f"{page.summary} Not yet checked by a clinician."
        assert entry.findtext(f"{ATOM}updated") == f"{page.updated}T00:00:00Z"
        assert entry.findtext(f"{ATOM}title") == page.title
    newest = max(entry.findtext(f"{ATOM}updated") for entry in feed.iterfind(f"{ATOM}entry"))
    assert feed.findtext(f"{ATOM}updated") == newest


def test_what_was_understood_is_said_again_in_words_of_the_standard(client):
    more = {"informationRecipient": "pat", "informationRecipient.languageCode.c": "en-US"}
    feed = feed_in(ask(client, one_code("m8008xa", "I10", **more)))
    said = [(one.get("scheme"), one.get("term")) for one in feed.iterfind(f"{ATOM}category")]
    assert said == [
        ("informationRecipient", "PAT"),
        ("informationRecipient.languageCode.c", "en"),
        ("mainSearchCriteria.v.c", "M80.08XA"),
        ("mainSearchCriteria.v.cs", ICD10),
    ]


@pytest.mark.parametrize("code", ["M80.08XA", "E11.9"])
@pytest.mark.usefixtures("spanish")
def test_json_holds_what_the_feed_holds_and_a_script_the_same(client, code):
    xml = json_of(feed_in(ask(client, one_code(code))))
    response = ask(client, one_code(code, knowledgeResponseType="application/json"))
    assert json.loads(response.content) == {"feed": xml}
    assert not re.search(rb"[<>=&]", response.content)
    script = ask(client, one_code(code, knowledgeResponseType="application/javascript", callback="a.b_$1"))
    assert script["Content-Type"] == "application/javascript; charset=utf-8"
    assert script.content == b"/**/a.b_$1(" + response.content + b");"


def test_what_would_end_a_tag_or_an_attribute_is_escaped_in_each_form():
    words = """a</title>&"b'=</script>]]>"""
    link = Link(words, f"https://x/?{words}", "en")
    entry = Entry(words, (link, link), date(2026, 11, 30), words)
    feed = Feed(words, words, words, words, "en", date(2026, 11, 30), [("informationRecipient", words)], [entry])
    read_back = json_of(etree.fromstring(as_xml(feed).encode()))
    assert json.loads(as_json(feed)) == {"feed": read_back}
    assert read_back["entry"][0]["link"][1]["title"] == read_back["category"][0]["term"] == words
    assert not re.search(r"[<>&=]", as_json(feed))


def test_any_site_may_read_the_answers_of_this_address_and_no_cache_keeps_them(client):
    refused = one_code("M80.08XA", knowledgeResponseType="x")
    for query in (one_code("M80.08XA"), one_code("E11"), "", refused):
        for address in (ADDRESS, "/infobutton", "/r/sample/infobutton/", "/r/nobody/infobutton"):
            for response in (ask(client, query, address), client.post(address, query, FORM), client.options(address)):
                assert response["Access-Control-Allow-Origin"] == "*"
                assert "Access-Control-Allow-Credentials" not in response
                assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
                assert response["Cache-Control"] == "no-store"
                assert response["Referrer-Policy"] == "no-referrer"
                assert response["X-Robots-Tag"] == "noindex"
                assert response["X-Content-Type-Options"] == "nosniff"
    asked = client.options(ADDRESS, headers={"Origin": "https://other.example"})
    assert (asked.status_code, asked["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, POST, OPTIONS")
    assert client.put(ADDRESS).status_code == client.options("/infobutton/profile.xml").status_code == 405


def test_a_reader_of_feeds_reads_it(client):
    feed = feedparser.parse(ask(client, one_code("M80.08XA")).content)
    assert not feed.bozo
    assert [entry.link for entry in feed.entries] == [f"http://testserver/{name}/" for name in BROKEN]


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        *((name, "text/xml") for name in ("text/xml", "application/xml", "APPLICATION/XML", "text/xml; charset=utf-8")),
        *((name, "text/xml") for name in ("application/atom+xml", "application/atom%2Bxml", "%20text/xml%20", "")),
        ("application/json", "application/json"),
        ("text/html", "text/html"),
    ],
)
def test_the_kind_of_answer_is_that_which_was_asked_for(client, given, kind):
    response = ask(client, one_code("M80.08XA", knowledgeResponseType=given))
    assert response["Content-Type"].partition(";")[0] == kind


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        (BROWSER, "text/html"),
        ("text/html", "text/html"),
        ("text/html;q=0.8, application/xml", "text/xml"),
        ("*/*", "text/xml"),
        ("application/xml", "text/xml"),
        ("application/json", "text/xml"),
        (";;;q=,", "text/xml"),
    ],
)
def test_where_no_kind_is_named_a_browser_gets_a_page_and_all_others_a_feed(client, accept, kind):
    assert ask(client, one_code("M80.08XA"), Accept=accept)["Content-Type"].partition(";")[0] == kind


@pytest.mark.parametrize("kind", ["application/pdf", "x", "text/plain", "application/fhir+json", "Wilhelmina", "text"])
def test_a_kind_that_we_do_not_have_is_refused_in_words(client, kind):
    response = ask(client, one_code("M80.08XA", knowledgeResponseType=kind))
    assert response.status_code == 415
    assert response.content.startswith(b"This knowledgeResponseType is not known here. Known are application/xml, ")
    assert b"Wilhelmina" not in response.content


@pytest.mark.parametrize(
    "query", ["", "&&&", "mainSearchCriteria.v.c=&mainSearchCriteria.v.dn=%20", f"a=b&mainSearchCriteria.v.cs={ICD10}"]
)
def test_without_a_code_and_a_text_it_is_said_what_is_missing(client, query):
    response = ask(client, query)
    assert (response.status_code, response["Content-Type"]) == (400, "text/plain; charset=utf-8")
    assert response.content.startswith(b"This request names no code and no text.")
    page = ask(client, query, Accept=BROWSER)
    assert page.status_code == 400
    assert "does not say what it is about" in read(page).text
    assert [*links_to_read(page)[0]][:2] == ["", "spinal-fractures"]


def test_where_no_page_fits_a_person_gets_the_list_of_all(client):
    page = ask(client, one_code("E11.9"), Accept=BROWSER)
    assert page.status_code == 200
    assert "No page here is about what it named." in read(page).text
    assert len(links_to_read(page)[0]) > 10
    assert "Call 911" in read(page).text


def test_of_a_query_without_end_only_the_beginning_is_read(client):
    size = 1_000_000
    assert shown(client, f"{one_code('M80.08XA')}&x={'a' * size}") == BROKEN
    assert shown(client, f"{'&' * (MOST_FIELDS - 2)}{one_code('M80.08XA')}") == BROKEN
    for many in (MOST_FIELDS, size):
        assert ask(client, f"{'&' * many}{one_code('M80.08XA')}").status_code == 400
    assert ask(client, f"mainSearchCriteria.v.c=M80.08XA{'%20' * size}x").status_code == 200


@pytest.mark.parametrize("broken", [b"\xff\xfe\x00=&%", b"mainSearchCriteria.v.c=\xed\xa0\x80", b"%" * 1000, b"\x00"])
def test_a_form_of_any_bytes_is_answered(client, broken):
    assert client.post(ADDRESS, broken, FORM).status_code in (200, 400)
    assert client.post(ADDRESS, broken, "multipart/form-data; boundary=x").status_code in (200, 400)


# ---- The file of codes


WHOLE = """
[systems]
A = { oid = "1", also = ["a"], longest = 7 }
[topics]
one = { tier = 1, pages = ["risks"] }
[words]
never = ["x"]
one = ["y"]
["A".B1]
topic = "one"
sure = "sure"
source = "seen"
"""
ENTRY = 'topic = "one"\nsure = "sure"\nsource = "seen"\n'
WRONG = {
    "no systems": ("[systems]\nA", "[A]\nB", r"has no \[systems\]"),
    "a system that there is not": ('["A".B1]', '["Z".B1]', r"\[Z\] is no system"),
    "a topic that there is not": ('topic = "one"', 'topic = "two"', "topic is 'two'"),
    "words of a topic that there is not": ('one = ["y"]', 'two = ["y"]', r"two is no topic"),
    "a word that is not sure": ('"sure"\n', '"perhaps"\n', "sure is 'perhaps'"),
    "no source": ('source = "seen"', "", "misses or does not know: source"),
    "one within another": ('["A".B1]', f'["A"."B.12"]\n{ENTRY}["A".B1]', "B1 and B12"),
    "no oid": ('oid = "1", ', "", "misses or does not know: oid"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_mistake_in_the_file_of_codes_is_refused_in_words(tmp_path, name):
    before, after, words = WRONG[name]
    assert before in WHOLE
    file = tmp_path / "codes.toml"
    file.write_text(WHOLE)
    assert read_codes(file).words["y"].pages == ("risks",)
    file.write_text(WHOLE.replace(before, after, 1))
    with pytest.raises(CodesError, match=words):
        read_codes(file)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ('["risks"]', '["riskses"]', "names a page that there is not: riskses"),
        ("tier = 1", "tier = 3", "needs a tier of 1 or 2"),
        ('["risks"]', "[]", "1 to 3 pages"),
    ],
)
def test_a_topic_that_leads_to_no_page_stops_the_start(tmp_path, monkeypatch, before, after, words):
    file = tmp_path / "codes.toml"
    file.write_text(WHOLE.replace(before, after))
    monkeypatch.setattr(codes, "CODES_FILE", file)
    with pytest.raises(CodesError, match=words):
        all_codes.__wrapped__()


def test_the_file_shows_no_description_of_codes_that_are_not_ours_to_show():
    assert {name: [code.plain for code in of_system] for name, of_system in all_codes().codes.items()}["CPT"] == [
        *("22513", "22514", "22515", "22510", "22511", "22512")
    ]
    fields = {name for code in all_codes().codes["CPT"] for name in vars(code)}
    assert fields == {"system", "plain", "topic", "sure", "source"}


# ---- The profile for OpenInfobutton


@pytest.mark.parametrize("before", ["/", "/r/sample/"])
def test_the_profile_names_the_address_and_the_systems_of_codes(client, before):
    response = client.get(f"{before}infobutton/profile.xml")
    assert response["Content-Disposition"] == 'attachment; filename="infobutton-profile.xml"'
    profile = etree.fromstring(response.content)
    assert profile.find(".//knowledgeRequestServiceLocation").get("url") == f"http://testserver{before}infobutton/?"
    definition = profile.find("profileDefinition")
    assert (definition.get("hl7URLCompliant"), definition.get("hl7KnowledgeResponseCompliant")) == ("true", "true")
    assert {one.get("id") for one in profile.iter("supportedTerminology")} == {*SYSTEMS.values()}
    assert {one.get("code") for one in profile.iter("code")} >= {"PROBLISTREV", "PATEDUE"}
    assert client.get("/r/nobody/infobutton/profile.xml").status_code == 404
