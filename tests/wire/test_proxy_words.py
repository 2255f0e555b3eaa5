"""What nginx says where it has to answer by itself: in words, with the headers of all answers."""

import re
import secrets

import pytest
from proxy import HOST, proxy
from server import free_port
from test_headers import HEADERS, HSTS

from kyphoplasty_site.errors import in_plain_words
from kyphoplasty_site.management.commands import nginx_words
from web.languages import speaking

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def nginx(tmp_path_factory):
    """With no server behind it."""
    with proxy(tmp_path_factory.mktemp("nginx"), [free_port()] * 2) as ours:
        yield ours


GET = f"GET / HTTP/1.1\r\nHost: {HOST}\r\n"
POST = f"POST /self-check/cause/ HTTP/1.1\r\nHost: {HOST}\r\n"
HEAD, _, REST = in_plain_words().strip().partition("<title>")
HELP = REST.partition("</p>")[2].removesuffix("</html>")


def page(title: str, words: str, more: str = "") -> str:
    """As the site's own page with nothing but words is made."""
    return f"{HEAD}<title>{title}</title><h1>{title}</h1><p>{words}</p>{more}{HELP}</html>"


AWAY = page(
    "The site is away for a moment",
    "This is our fault, not yours. Please wait a minute, then load this page again. Answers that you gave before are "
    "still in your browser.",
)
BROKEN = page(
    "We could not read that",
    "What your browser sent was broken on its way, and nothing of it was kept. Please go back and try again.",
)
TOO_LONG = page(
    "That was too long",
    "What your browser sent is longer than any form on this site. We did not read it, and nothing of it was kept. "
    "Please go back and try again with less.",
)
TOO_MUCH = page(
    "Your browser sent too much at once",
    "Most often it is cookies: notes that sites with a name like ours keep in your browser. They come here too, and "
    "are more than we can take. What you sent was not taken. If you have an emergency sign, "
    '<a href="tel:911">call 911</a> now.',
    "<p>You can:</p><ul><li>Open this site in another browser, or in a private window.</li>"
    "<li>Or clear the cookies of this site, and of sites with a name like ours, in your browser’s settings. Answers "
    "that you gave here are then gone too.</li>"
    '<li>Or <a href="/guide/">print the blank guide</a> and fill it in by hand. It needs no cookie.</li></ul>',
)
QUESTION = f"GET /self-check/cause/ HTTP/1.1\r\nHost: {HOST}\r\n"
WAIT = page(
    "Please wait half a minute",
    "Very much was asked for at once from where you are. You may share a connection with many people, so it need not "
    "be you. Please wait half a minute, then load this page again. Answers that you gave before are still in your "
    "browser.",
)
SENT = {
    "no server answers": (f"{GET}\r\n", 502, AWAY),
    "no server takes a form": (f"{POST}Content-Length: 1\r\n\r\nx", 502, AWAY),
    "a form that is too long": (f"{POST}Content-Length: 100000000\r\n\r\n", 413, TOO_LONG),
    "an address that is too long": (f"GET /{'x' * 40_000} HTTP/1.1\r\nHost: {HOST}\r\n\r\n", 414, BROKEN),
    "a header that is too long": (f"{GET}Cookie: {'x' * 40_000}\r\n\r\n", 431, TOO_MUCH),
    "many cookies, of which none is passed on": (f"{QUESTION}Cookie: {'x' * 30_000}\r\n\r\n", 502, AWAY),
    "an address that cannot be": (f"GET /risks/%00 HTTP/1.1\r\nHost: {HOST}\r\n\r\n", 400, BROKEN),
    "an address outside": (f"GET /../../x HTTP/1.1\r\nHost: {HOST}\r\n\r\n", 400, BROKEN),
    "no method": (f"get / HTTP/1.1\r\nHost: {HOST}\r\n\r\n", 400, BROKEN),
    "an address of its own": (f"GET /an-address-that-was-not-read HTTP/1.1\r\nHost: {HOST}\r\n\r\n", 404, BROKEN),
    "another HTTP": (f"GET / HTTP/2.0\r\nHost: {HOST}\r\n\r\n", 505, BROKEN),
    "a way of sending that it does not know": (f"{POST}Transfer-Encoding: gzip\r\n\r\n", 501, BROKEN),
    "a method of programs": (f"TRACE / HTTP/1.1\r\nHost: {HOST}\r\n\r\n", 405, BROKEN),
    "a length that is none": (f"{POST}Content-Length: x\r\n\r\n", 400, BROKEN),
}


def tight(html: str) -> str:
    """Without the space between tags, which shows nowhere."""
    return re.sub(r">\s+<", "><", html).strip()


@pytest.mark.parametrize(("sent", "status", "words"), SENT.values(), ids=list(SENT))
def test_nginx_says_what_is_wrong_in_words_with_the_headers_of_all_answers(nginx, sent, status, words):
    head, body = nginx.say(sent)
    says(head, body, status, words)


def says(head, body, status, words):
    """Whether it is this page, with the headers of all answers."""
    first, *lines = head.split("\r\n")
    assert first.split()[1] == str(status)
    assert tight(body.decode()) == tight(words)
    named = dict(one.split(": ", 1) for one in lines)
    assert len(named) == len(lines), "a header stands twice"
    assert named["Content-Type"] == "text/html; charset=utf-8"
    # These pages have no style.
    policy = HEADERS["Content-Security-Policy"].replace("STYLES", "'self'")
    expected = {
        **HEADERS,
        "Content-Security-Policy": policy,
        "Strict-Transport-Security": HSTS,
        "Cache-Control": "no-store",
        "X-Robots-Tag": "noindex",
    }
    assert {name: named.get(name) for name in expected} == expected


def test_whoever_asks_for_too_much_is_told_to_wait_and_when_to_call_911(tmp_path):
    with proxy(tmp_path, [free_port()] * 2, {"rate=200r/s": "rate=1r/m", "burst=1000": "burst=2"}) as nginx:
        for path in ("/", "/self-check/", "/nothing/"):
            assert nginx.say(f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\n\r\n")[0].split()[1] == "502"
        for path in ("/", "/self-check/", "/static/nothing.css"):
            head, body = nginx.say(f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\n\r\n")
            says(head, body, 429, WAIT)
            assert "Retry-After: 30" in head


IN_SPANISH = ["/es/", "/es/risks/", "/self-check/es/cause/", "/r/sample/es/", "/clinics/sample/es/"]


def test_nginx_says_it_in_the_language_of_the_address(tmp_path, spanish_in_trial):
    now = nginx_words.FILE.read_text(encoding="utf-8")
    written = now.partition(nginx_words.BEGINS)[2].partition(nginx_words.ENDS)[0]
    with speaking("es"):
        away = in_plain_words()
    with proxy(tmp_path, [free_port()] * 2, {written: nginx_words.words()}) as nginx:
        for path in IN_SPANISH:
            _, body = nginx.say(f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\n\r\n")
            said = tight(body.decode())
            assert said.startswith('<!doctype html><html lang="es">'), path
            assert "<h1>El sitio no está disponible por un momento</h1>" in said
            assert said.endswith(tight(away).rpartition("</h1>")[2].partition("</p>")[2])
        for path in ("/", "/risks/", "/especially/", "/x/es/", "/self-check/cause/"):
            head, body = nginx.say(f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\n\r\n")
            says(head, body, 502, AWAY)


def test_nginx_logs_nothing_of_a_prefilled_link_that_no_server_answers(tmp_path):
    token = f"kg_link_{secrets.token_hex()}"
    with proxy(tmp_path, [free_port()] * 2) as nginx:
        nginx.say(f"GET /p/{token} HTTP/1.1\r\nHost: {HOST}\r\n\r\n")
        [line] = nginx.logged(1)
    assert line.split('"')[1] == "GET /p/-"
    assert token not in line
