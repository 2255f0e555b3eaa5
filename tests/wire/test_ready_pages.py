"""Public pages are answered from memory, and nobody can tell: whatever is asked, the answer is Django's own."""

import gzip
import http.client
import subprocess
import sys
import time
from datetime import timedelta

import brotli
import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponse
from served import PUBLIC
from server import AS_DEPLOYED, ROOT, serve

from kyphoplasty_site.prerendered import NotReadyError, ReadyPages, ask
from seo.public import public_pages, ready_addresses
from web import clock
from web.caching import FOR_EVERYBODY
from web.negotiation import readable

HOST = "localhost:8000"
READY = [*PUBLIC, "/robots.txt", "/site.webmanifest", "/changes/feed.atom"]
TELLTALE = "X-Through-Django"


@pytest.fixture(scope="module")
def slow(static_root):
    """The site without its memory."""
    return WSGIHandler()


@pytest.fixture(scope="module")
def fast(slow):
    """The site with its memory, which says of what it leaves to Django that it did."""

    def telling(environ, start_response):
        def start(status, headers, *rest):
            start_response(status, [*headers, (TELLTALE, "yes")] if pages else headers)

        return slow(environ, start)

    pages = {}
    made = ReadyPages(telling, ready_addresses(), HOST)
    pages.update(made.pages)
    return made


def through_django(answer):
    return TELLTALE in dict(answer[1])


def without_telltale(answer):
    status, headers, body = answer
    return status, [(name, value) for name, value in headers if name != TELLTALE], body


def test_every_public_page_but_the_start_of_the_self_check_is_ready(fast):
    assert set(fast.pages) == {*READY}
    assert {*public_pages()} - {*fast.pages} == {"/self-check/"}


@pytest.mark.parametrize("address", READY)
def test_a_page_from_memory_is_djangos_own_to_the_byte(slow, fast, address):
    from_memory = ask(fast, address, HOST)
    assert not through_django(from_memory)
    assert from_memory == ask(slow, address, HOST)
    assert dict(from_memory[1])["Cache-Control"] == FOR_EVERYBODY


@pytest.mark.parametrize("address", READY)
@pytest.mark.parametrize(("encoding", "decompress"), [("gzip", gzip.decompress), ("br", brotli.decompress)])
def test_a_compressed_page_is_the_same_page_and_says_so(slow, fast, address, encoding, decompress):
    _, plain, body = ask(slow, address, HOST)
    status, headers, compressed = ask(fast, address, HOST, HTTP_ACCEPT_ENCODING=encoding)
    assert status == "200 OK"
    assert decompress(compressed) == body
    told = dict(headers)
    assert told.pop("Content-Encoding") == encoding
    assert told == dict(plain) | {"Content-Length": str(len(compressed)), "ETag": f"W/{dict(plain)['ETag']}"}


def test_django_compresses_with_the_same_headers(slow, fast):
    from_memory, from_django = (ask(app, "/risks/", HOST, HTTP_ACCEPT_ENCODING="gzip") for app in (fast, slow))
    assert gzip.decompress(from_memory[2]) == gzip.decompress(from_django[2])
    assert {**dict(from_memory[1]), "Content-Length": ""} == {**dict(from_django[1]), "Content-Length": ""}


LIKE_ANY = [
    {"QUERY_STRING": "utm_source=letter&p=2&size=a4"},
    {"HTTP_RANGE": "bytes=0-99"},
    {"HTTP_IF_MODIFIED_SINCE": "Fri, 20 Nov 2026 00:00:00 GMT"},
    {"HTTP_IF_NONE_MATCH": '"another"'},
    {"HTTP_IF_NONE_MATCH": "no etag at all"},
    {"HTTP_COOKIE": "answers=x; form=" + "y" * 32},
    {"HTTP_ACCEPT": "application/json"},
    {"HTTP_ACCEPT_LANGUAGE": "es"},
    {"HTTP_CACHE_CONTROL": "no-cache"},
    {"HTTP_X_FORWARDED_HOST": "other.example"},
    {"HTTP_ACCEPT_ENCODING": "deflate, zstd"},
    {"HTTP_ACCEPT_ENCODING": "gzip", "HTTP_CACHE_CONTROL": "max-age=0, No-Transform"},
]


@pytest.mark.parametrize("asked", LIKE_ANY, ids=str)
@pytest.mark.parametrize("address", ["/", "/risks/", "/guide/", "/robots.txt"])
def test_a_request_whose_details_change_nothing_on_the_page_is_answered_from_memory_as_by_django(
    slow, fast, address, asked
):
    from_memory = ask(fast, address, HOST, **asked)
    assert from_memory == ask(slow, address, HOST, **asked)
    assert from_memory[0] == "200 OK"
    assert "Content-Encoding" not in dict(from_memory[1])


@pytest.mark.parametrize("known", ["{etag}", "W/{etag}", '"x", {etag}', 'W/"x",W/{etag}', "*"])
@pytest.mark.parametrize("encoding", ["", "gzip", "br"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_who_has_the_page_is_told_that_it_is_the_same(slow, fast, known, encoding, method):
    whole = dict(ask(slow, "/risks/", HOST)[1])
    asked = {"HTTP_IF_NONE_MATCH": known.format(etag=whole["ETag"])}
    status, headers, body = ask(fast, "/risks/", HOST, HTTP_ACCEPT_ENCODING=encoding, REQUEST_METHOD=method, **asked)
    assert (status, body) == ("304 Not Modified", b"")
    assert dict(headers)["ETag"].removeprefix("W/") == whole["ETag"]
    assert dict(headers)["ETag"].startswith("W/") is bool(encoding)
    by_django = dict(ask(slow, "/risks/", HOST, **asked)[1]) | {"ETag": ""}
    by_django.pop("Content-Length", None)
    assert dict(headers) | {"ETag": ""} == by_django
    assert by_django["Vary"] == "Accept-Encoding"
    assert by_django["Cache-Control"] == FOR_EVERYBODY


def test_whoever_asks_first_waits_for_no_slow_compression_and_later_ones_get_the_small_page(slow, monkeypatch):
    fast = ReadyPages(slow, ["/risks/"], HOST)
    qualities = []
    compress = brotli.compress
    monkeypatch.setattr(
        brotli,
        "compress",
        lambda body, **how: qualities.append(how.get("quality", 11)) or compress(body, **how),
    )
    first = ask(fast, "/risks/", HOST, HTTP_ACCEPT_ENCODING="br")
    fast.finish().join()
    later = ask(fast, "/risks/", HOST, HTTP_ACCEPT_ENCODING="br")
    assert qualities == [5, 11]
    assert brotli.decompress(first[2]) == brotli.decompress(later[2])
    assert len(later[2]) < 0.95 * len(first[2])
    assert {**dict(first[1]), "Content-Length": ""} == {**dict(later[1]), "Content-Length": ""}
    assert dict(later[1])["Content-Length"] == str(len(later[2]))


def test_a_page_that_was_made_small_stays_so_for_whoever_asked_just_before(slow):
    page = ReadyPages(slow, ["/risks/"], HOST).pages["/risks/"]
    made_quickly = page._in

    def made_small_meanwhile(encoding, compress):
        page._in = made_quickly
        page.make_small()
        return made_quickly(encoding, compress)

    page._in = made_small_meanwhile
    assert page.answer("br", "") is page.answers["br"]
    assert page.answers["br"].body == [brotli.compress(page.body, mode=brotli.MODE_TEXT)]


@pytest.mark.slow
def test_the_server_makes_its_pages_small_behind_all_else_from_its_start_on(static_root):
    with serve(static_root, environment=AS_DEPLOYED) as server:
        end = time.monotonic() + 60
        while len(small := fetch(server.port, "/risks/", "br")) >= len(
            quick := brotli.compress(brotli.decompress(small), quality=5)
        ):
            assert time.monotonic() < end, (len(small), len(quick))
            time.sleep(0.2)


def fetch(port, path, encoding):
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", path, headers={"Accept-Encoding": encoding})
    return connection.getresponse().read()


@pytest.mark.parametrize("encoding", ["", "gzip", "br"])
def test_head_tells_all_and_sends_nothing(fast, encoding):
    whole = ask(fast, "/risks/", HOST, HTTP_ACCEPT_ENCODING=encoding)
    head = ask(fast, "/risks/", HOST, HTTP_ACCEPT_ENCODING=encoding, REQUEST_METHOD="HEAD")
    assert head == (*whole[:2], b"")


FOR_DJANGO = [
    ("/risks/", {"REQUEST_METHOD": "POST"}, "405 Method Not Allowed"),
    ("/risks/", {"REQUEST_METHOD": "OPTIONS"}, "405 Method Not Allowed"),
    ("/risks/", {"REQUEST_METHOD": "get"}, "200 OK"),
    ("/risks/", {"HTTP_HOST": "other.example"}, "400 Bad Request"),
    ("/risks/", {"HTTP_HOST": "localhost:8000:8000"}, "400 Bad Request"),
    ("/risks/", {"HTTP_HOST": ""}, "400 Bad Request"),
    ("/risks/", {"HTTP_HOST": "127.0.0.1"}, "200 OK"),
    ("/risks/", {"HTTP_IF_MATCH": '"another"'}, "412 Precondition Failed"),
    ("/risks/", {"HTTP_IF_UNMODIFIED_SINCE": "Fri, 20 Nov 2026 00:00:00 GMT"}, "412 Precondition Failed"),
    ("/risks", {}, "301 Moved Permanently"),
    ("//risks/", {}, "302 Found"),
    ("/risks//", {}, "302 Found"),
    ("/RISKS/", {}, "302 Found"),
    ("/risks/\x00", {}, "302 Found"),
    ("/self-check/", {}, "200 OK"),
    ("/no-such-page/", {}, "404 Not Found"),
]


@pytest.mark.parametrize(("address", "asked", "status"), FOR_DJANGO, ids=str)
def test_a_page_that_differs_from_visitor_to_visitor_is_left_to_django(slow, fast, address, asked, status):
    answer = ask(fast, address, HOST, **asked)
    assert answer[0] == status
    assert through_django(answer)
    if not address.startswith("/self-check/"):
        assert without_telltale(answer) == ask(slow, address, HOST, **asked)


@pytest.fixture
def https(settings, static_root):
    """The site as it is deployed: on https, behind a proxy that says so, under two names."""
    settings.HTTPS = settings.SECURE_SSL_REDIRECT = settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    settings.SECURE_HSTS_SECONDS = 1000
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.ALLOWED_HOSTS = ["guide.example.org", "www.example.org"]
    slow = WSGIHandler()
    return slow, ReadyPages(slow, ["/risks/"], "guide.example.org")


@pytest.mark.parametrize("host", ["guide.example.org", "www.example.org", "GUIDE.example.org", "www.example.org:443"])
def test_on_https_a_page_is_ready_under_each_of_our_names(https, host):
    slow, fast = https
    from_memory = ask(fast, "/risks/", host, HTTP_X_FORWARDED_PROTO="https", **{"wsgi.url_scheme": "http"})
    assert from_memory == ask(slow, "/risks/", host, HTTP_X_FORWARDED_PROTO="https")
    assert dict(from_memory[1])["Strict-Transport-Security"] == "max-age=1000; includeSubDomains"
    fast.application = None
    assert ask(fast, "/risks/", host, HTTP_X_FORWARDED_PROTO="https") == from_memory


@pytest.mark.parametrize("said", [{}, {"HTTP_X_FORWARDED_PROTO": "http"}, {"HTTP_X_FORWARDED_PROTO": "http, https"}])
def test_plain_http_is_sent_to_https_where_that_is_asked_for(https, said):
    status, headers, _ = ask(https[1], "/risks/", "guide.example.org", **said, **{"wsgi.url_scheme": "http"})
    assert status == "301 Moved Permanently"
    assert dict(headers)["Location"] == "https://guide.example.org/risks/"


def test_who_only_says_to_be_on_https_is_not_believed_without_a_proxy(https, settings):
    settings.SECURE_PROXY_SSL_HEADER = None
    fast = ReadyPages(WSGIHandler(), ["/risks/"], "guide.example.org")
    asked = {"HTTP_X_FORWARDED_PROTO": "https", "wsgi.url_scheme": "http"}
    assert ask(fast, "/risks/", "guide.example.org", **asked)[0] == "301 Moved Permanently"


@pytest.mark.parametrize(
    ("accept", "best"),
    [
        ("gzip, deflate, br, zstd", ("br", "gzip")),
        ("gzip, br", ("br", "gzip")),
        ("gzip", ("gzip",)),
        ("x-gzip", ("gzip",)),
        ("GZIP;Q=0.5 , BR;q=0.1", ("gzip", "br")),
        ("br;q=1.0, gzip;q=0.8, *;q=0.1", ("br", "gzip")),
        ("*", ("br", "gzip")),
        ("*;q=0", ()),
        ("br;q=0, *", ("gzip",)),
        ("gzip;q=0", ()),
        ("gzip;q=0.000", ()),
        ("gzip;q=0.001", ("gzip",)),
        ("gzip; q=0, br ; q=0.0", ()),
        ("identity", ()),
        ("identity, gzip;q=0.5", ()),
        ("identity;q=0.5, gzip;q=0.5", ("gzip",)),
        ("identity;q=0", ()),
        ("identity;q=0, gzip", ("gzip",)),
        ("", ()),
        (",,;q=1,", ()),
        ("gzip;q=high, br;q=2, br;level=5", ()),
        ("brotli, gzipped", ()),
    ],
)
def test_only_what_a_browser_can_read_is_sent(accept, best):
    assert readable(accept) == best


@pytest.mark.parametrize("accept", ["br;q=0, gzip;q=0", "identity"])
def test_no_page_and_no_file_is_sent_in_an_encoding_that_was_refused(slow, static_root, accept):
    style = next((static_root / "css").glob("site.*.css")).relative_to(static_root)
    for address in ("/risks/", "/self-check/", f"/static/{style}"):
        status, headers, _ = ask(slow, address, HOST, HTTP_ACCEPT_ENCODING=accept)
        assert status == "200 OK"
        assert "Content-Encoding" not in dict(headers)


def test_after_the_day_of_its_review_a_page_says_so_from_the_next_midnight_on(slow, monkeypatch, today):
    fast = ReadyPages(slow, ["/risks/", "/robots.txt"], HOST)
    same = fast.pages["/robots.txt"]
    monkeypatch.setattr(clock, "today", lambda: today + timedelta(days=3_000))
    assert b"It may be out of date." not in ask(fast, "/risks/", HOST)[2]
    monkeypatch.setattr(fast, "until", time.time())
    assert b"It may be out of date." in ask(fast, "/risks/", HOST)[2]
    assert fast.pages["/robots.txt"] is same


def test_a_page_that_cannot_be_drawn_at_midnight_stays_as_it_was(slow, monkeypatch, caplog):
    fast = ReadyPages(slow, ["/risks/"], HOST)
    before = ask(fast, "/risks/", HOST)
    monkeypatch.setattr("content.views.all_pages", lambda: {})
    monkeypatch.setattr(fast, "until", time.time())
    assert ask(fast, "/risks/", HOST) == before
    assert ask(fast, "/risks/", HOST) == before


def kept_private(environ, start_response):
    return answering({"Cache-Control": "private", "ETag": '"x"'}, start_response)


def with_cookie(environ, start_response):
    return answering({"Cache-Control": "public", "ETag": '"x"', "Set-Cookie": "a=b"}, start_response)


def without_etag(environ, start_response):
    return answering({"Cache-Control": "public"}, start_response)


def answering(headers, start_response):
    response = HttpResponse("x", headers=headers)
    start_response("200 OK", list(response.items()))
    return [b"x"]


@pytest.mark.parametrize("application", [kept_private, with_cookie, without_etag])
def test_a_page_that_is_not_for_everybody_stops_the_start(application):
    with pytest.raises(NotReadyError, match="/x/ cannot be made ready: it sets a cookie, or is not for every cache"):
        ReadyPages(application, ["/x/"], HOST)


def test_a_page_that_is_not_there_stops_the_start(slow):
    with pytest.raises(NotReadyError, match="/no-such-page/ cannot be made ready: it is answered with 404 Not Found"):
        ReadyPages(slow, ["/risks/", "/no-such-page/"], HOST)


def test_what_is_drawn_later_is_djangos_until_then_and_holds_up_nothing_that_is_refused(slow, caplog):
    drawn = []

    def telling(environ, start_response):
        drawn.append(environ["PATH_INFO"])
        return slow(environ, start_response)

    fast = ReadyPages(telling, ["/risks/"], HOST, later=["/risks/", "/no-such-page/", "/options/"])
    assert drawn == [*fast.pages] == ["/risks/"]
    before = ask(fast, "/options/", HOST)
    fast.finish().join()
    assert "/no-such-page/ cannot be made ready: it is answered with 404 Not Found" in caplog.text
    drawn.clear()
    assert ask(fast, "/options/", HOST) == before
    assert drawn == []


def test_what_was_drawn_later_is_kept_at_midnight_until_it_has_been_drawn_anew(slow, monkeypatch):
    fast = ReadyPages(slow, ["/risks/"], HOST, later=["/options/"])
    fast.finish().join()
    same = fast.pages["/options/"]
    monkeypatch.setattr(fast, "finish", lambda: None)
    monkeypatch.setattr(fast, "until", time.time())
    ask(fast, "/risks/", HOST)
    assert fast.pages["/options/"] is same
    fast._finish()
    assert fast.pages["/options/"] is same, "unchanged, so not compressed again"


def said_after_the_start(code):
    environment = {"PYTHONPATH": str(ROOT), "DEBUG": "on"}
    code = f"from kyphoplasty_site.wsgi import application\n{code}"
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)  # noqa: S603
    return done.stdout.strip()


def test_while_it_is_developed_pages_are_drawn_each_time():
    assert said_after_the_start("print(type(application).__name__)") == "PlainHeaders"


AROUND_REQUESTS = """
from django.conf import settings
from django.core.signals import request_finished, request_started
print(len(request_started.receivers), len(request_finished.receivers), settings.DATABASES)
"""


def test_a_request_tidies_up_no_database_connection():
    assert said_after_the_start(AROUND_REQUESTS) == "0 0 {}"


@pytest.mark.slow
def test_the_real_server_answers_from_memory_however_the_address_is_written(served):
    def get(path, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", served.port)
        connection.request(headers.pop("method", "GET"), path, headers=headers)
        answer = connection.getresponse()
        return answer, answer.read()

    plain, body = get("/risks/")
    assert plain.status == 200
    assert plain.headers["Cache-Control"] == FOR_EVERYBODY
    assert len(body) == int(plain.headers["Content-Length"])
    for address in ("/%72isks/", "/risks/?a=%ff", "/risks/#top"):
        assert get(address)[1] == body
    assert get("/%52isks/")[0].headers["Location"] == "/risks/"
    head, nothing = get("/risks/", method="HEAD")
    assert nothing == b""
    assert {**head.headers, "date": ""} == {**plain.headers, "date": ""}
    again, nothing = get("/risks/", **{"If-None-Match": plain.headers["ETag"]})
    assert (again.status, nothing) == (304, b"")
    small, compressed = get("/risks/", **{"Accept-Encoding": "gzip, br"})
    assert brotli.decompress(compressed) == body
    assert small.headers["Content-Encoding"] == "br"
