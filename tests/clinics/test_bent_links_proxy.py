"""Links that arrive bent, through nginx and the real server: what comes back, what it leads to, what the log holds."""

from urllib.parse import quote, unquote

import pytest
from proxy import BEHIND, HOST, proxy
from server import serve
from test_referral_links import BENT, CHART, SAMPLE, TAKE_OVER, bent
from visitors import TOKEN as FORM_TOKEN

from kyphoplasty_site.bent_addresses import LONGEST_BYTES
from referrals import prefilled_links

pytestmark = pytest.mark.slow

TOKEN = prefilled_links.make_token(SAMPLE, CHART)
# A browser percent-encodes all else in an address.
LEFT_BY_BROWSERS = "/%?=&;:@!$'()*+,~"


@pytest.fixture(scope="module")
def nginx(static_root, tmp_path_factory):
    with (
        serve(static_root, workers=1, environment=BEHIND) as server,
        proxy(tmp_path_factory.mktemp("nginx"), [server.port] * 2) as ours,
    ):
        yield ours


def test_office_gets_a_page_and_no_redirect_and_the_browser_that_shows_it_gets_the_answers(nginx):
    """Office asks by itself, with cookies of its own, then opens in a browser the address where it ended."""
    office, browser = nginx.visitor(), nginx.visitor()
    assert office.get(f"/p/{TOKEN}/").status == 200
    shown = browser.get(f"/p/{TOKEN}/")
    assert browser.post(TAKE_OVER, {"link": TOKEN}, shown).headers["Location"] == "/self-check/"
    assert "6 answers were filled in when this link was made." in browser.get("/self-check/").text
    assert "answers were filled in" not in office.get("/self-check/").text


@pytest.mark.parametrize("form", BENT.values(), ids=list(BENT))
def test_a_bent_prefilled_link_opens_the_page_that_goes_on_and_is_in_no_line_of_the_log(nginx, form):
    before = nginx.lines_so_far()
    arrived = quote(bent(form, TOKEN), safe=LEFT_BY_BROWSERS)
    head, body = nginx.say(f"GET {arrived} HTTP/1.1\r\nHost: {HOST}\r\n\r\n")
    assert head.startswith("HTTP/1.1 200")
    assert f'name="link" value="{TOKEN}"'.encode() in body
    [line] = nginx.logged(before + 1)[before:]
    assert line.split('"')[1] == "GET /p/-"
    assert TOKEN[100:] not in line


@pytest.mark.parametrize("beginning", ["/P/", "//p/"])
def test_a_prefilled_link_whose_beginning_is_bent_leads_to_the_one_meant_and_is_in_no_line_of_the_log(nginx, beginning):
    before = nginx.lines_so_far()
    with nginx.request("GET", f"{beginning}{TOKEN}/") as reply:
        assert (reply.status, reply.headers["Location"]) == (302, f"/p/{TOKEN}/")
    [line] = nginx.logged(before + 1)[before:]
    assert line.split('"')[1] == "GET /p/-"


def test_the_form_that_takes_the_link_over_leaves_no_line_with_the_link_either(nginx):
    visitor, before = nginx.visitor(), nginx.lines_so_far()
    visitor.post(TAKE_OVER, {"link": TOKEN}, visitor.get(f"/p/{TOKEN}/"))
    opened, sent = nginx.logged(before + 2)[before:]
    assert [line.split('"')[1] for line in (opened, sent)] == ["GET /p/-", f"POST {TAKE_OVER}"]
    assert TOKEN not in sent


@pytest.mark.parametrize(
    "arrived",
    ["/p/x/../../{}", "/p/x/..%2f..%2f{}", "/%70/x/%2e%2e/%2E%2E/{}/", "/p/x%2F..%2f../{}?size=a4", "/x/../p/{}/"],
)
def test_a_prefilled_link_with_points_that_lead_back_is_in_no_line_of_the_log(nginx, arrived):
    """To a server it is a prefilled link, to nginx an address that has the token as its name."""
    before = nginx.lines_so_far()
    nginx.say(f"GET {arrived.format(TOKEN)} HTTP/1.1\r\nHost: {HOST}\r\n\r\n")
    (line,) = nginx.logged(before + 1)[before:]
    assert TOKEN[:20] not in line
    assert '"GET /p/-"' in line


@pytest.mark.parametrize(
    ("arrived", "meant"),
    [
        ("/r/sample.", "/r/sample/"),
        ("/R/SAMPLE", "/r/sample/"),
        ("/r/sample)", "/r/sample/"),
        ("/r/sample/%3E.", "/r/sample/"),
        ("/r/sam%E2%80%8Bple,", "/r/sample/"),
        ("/r/sam=%0D%0Aple/", "/r/sample/"),
        ("/r/sample%22;", "/r/sample/"),
        ("/clinics/sample.", "/clinics/sample/"),
        ("/Risks).", "/risks/"),
        ("/guide.pdf,", "/guide.pdf"),
    ],
)
def test_a_bent_address_leads_to_the_one_that_was_meant(nginx, arrived, meant):
    with nginx.request("GET", arrived) as reply:
        assert (reply.status, reply.headers["Location"]) == (302, meant)
    with nginx.request("GET", meant) as reply:
        assert reply.status == 200


@pytest.mark.parametrize("start", ["/P/", "/%20p/", "/R/", "/x/"])
@pytest.mark.parametrize(
    "rest", ["a" * 2_000, "a" * 9_000, "a" * 17_000, "a/" * 9_000, "%F0%9F%98%80" * 400, "%22" * 6_000]
)
def test_an_address_longer_than_any_that_was_meant_is_not_found(nginx, start, rest):
    with nginx.request("GET", f"{start}{rest}/") as reply:
        assert reply.status == 404


@pytest.mark.parametrize("letter", ["a", "%22", "%C3%A9", "%F0%9F%98%80"])
def test_an_address_that_is_just_not_too_long_leads_on(nginx, letter):
    """Its characters that are written in three letters each, so that the reply's head is as long as can be."""
    rest = letter * ((LONGEST_BYTES - len("/P//")) // len(unquote(letter).encode()))
    with nginx.request("GET", f"/P/{rest}/") as reply:
        assert (reply.status, unquote(reply.headers["Location"])) == (302, unquote(f"/p/{rest}/"))


@pytest.mark.parametrize(
    ("method", "address", "words"),
    [
        ("GET", "/self-check/filled-in/", "Only a button opens this page"),
        ("GET", "/self-check/last-days.ics", "Only a button opens this page"),
        ("POST", "/guide.pdf", "This page takes no form"),
        ("POST", "/r/sample/logo.png", "This page takes no form"),
        ("DELETE", "/self-check/guide.pdf", "This page takes no form"),
    ],
)
def test_a_method_that_an_address_does_not_know_is_refused_in_words_that_arrive(nginx, method, address, words):
    with nginx.request(method, address) as reply:
        assert reply.status == 405
        assert f"<h1>{words}</h1>" in reply.read().decode()
        assert reply.headers["Allow"]
    with nginx.request("HEAD", address) as reply:
        assert reply.status == (405 if method == "GET" else 200 if address != "/self-check/guide.pdf" else 404)
        assert reply.read() == b""


@pytest.mark.parametrize(
    ("headers", "words"),
    [
        ({"Origin": "null"}, "Your browser hides where this form came from"),
        ({}, "Your browser hides where this form came from"),
        ({"Origin": "https://translate.example"}, "This form came from another site"),
        ({"Referer": "https://translate.example/"}, "This form came from another site"),
        ({"Origin": f"https://{HOST}", "Cookie": ""}, "This form needs a cookie to go on"),
    ],
)
def test_a_form_that_cannot_be_taken_says_what_is_really_wrong(nginx, headers, words):
    visitor = nginx.visitor()
    token = FORM_TOKEN.search(visitor.get("/self-check/cause/").text)[1]
    cookie = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
    sent = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie, **headers}
    body = f"answer=cancer&csrfmiddlewaretoken={token}".encode()
    with nginx.request("POST", "/self-check/cause/", body, **sent) as reply:
        assert reply.status == 403
        assert f"<h1>{words}</h1>" in reply.read().decode()
        assert "Set-Cookie" not in reply.headers
