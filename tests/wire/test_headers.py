"""The headers that every answer carries, to the letter: every address, every status, and every file."""

import json
import re
from contextlib import contextmanager

import pytest
from django.core.handlers.base import BaseHandler
from django.test import Client
from patterns import ROUTES, example, nonsense
from served import PUBLIC, SELF_CHECK, everything, see

from kyphoplasty_site import styles
from screener import views
from seo.public import public_pages
from web import typesetting

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src STYLES; img-src 'self'; script-src 'self'; "
        "manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; "
        "require-trusted-types-for 'script'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": (
        "camera=(), microphone=(), display-capture=(), geolocation=(), payment=(), publickey-credentials-get=(), "
        "usb=(), serial=(), hid=(), midi=(), "
        "accelerometer=(), gyroscope=()"
    ),
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
HSTS = "max-age=31536000"
QUESTION = "/self-check/cause/"
URLENCODED = "application/x-www-form-urlencoded"
TOO_LONG = b"answer=" + b"x" * 70_000
# With these, an answer differs from person to person, or could.
PERSONAL = ("/self-check/", "/p/", "/clinics/sample/prefill/", "/clinics/sample/pack/")


@pytest.fixture
def https(settings):
    """The settings of a site on https."""
    settings.HTTPS = settings.SECURE_SSL_REDIRECT = settings.CSRF_COOKIE_SECURE = True
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.CONTACT = "tell@example.org"


@contextmanager
def a_fault():
    """Every view breaks."""

    def fail(*_, **__):
        raise ValueError("a fault of ours")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseHandler, "resolve_request", lambda handler, request: (fail, (), {}))
        yield


@contextmanager
def no_place_for_a_pdf():
    """As many PDFs are made as may be."""
    views._make_once.cache_clear()
    typesetting._typeset_once.cache_clear()
    for _ in range(typesetting.MOST_AT_ONCE):
        assert typesetting.PLACES.acquire(blocking=False)
    try:
        yield
    finally:
        for _ in range(typesetting.MOST_AT_ONCE):
            typesetting.PLACES.release()


def visitor(**more):
    return everything(Client(raise_request_exception=False, **more))


def all_kinds(address):
    """Everything that may be asked of an address: what was asked, and the answer."""
    client = visitor()
    got = client.get(address, secure=True)
    yield "get", got
    yield "again", client.get(address, secure=True, headers={"If-None-Match": got.headers.get("ETag", "*")})
    yield "head", client.head(address, secure=True)
    yield "compressed", client.get(address, secure=True, headers={"Accept-Encoding": "gzip"})
    yield "no slash", client.get(address.rstrip("/"), secure=True)
    yield "http", client.get(address)
    yield "another host", client.get(address, secure=True, headers={"host": "other.example"})
    yield "another host on http", client.get(address, headers={"host": "other.example"})
    yield "empty form", visitor().post(address, secure=True)
    yield "form", visitor().post(address, {"answer": "cancer", "pages": "risks", "scan": "mri"}, secure=True)
    yield "form without its cookie", visitor(enforce_csrf_checks=True).post(address, {"answer": "x"}, secure=True)
    yield "many fields", client.post(address, {f"f{number}": "x" for number in range(150)}, secure=True)
    yield "long form", client.generic("POST", address, TOO_LONG, URLENCODED, secure=True)
    yield "chunks", client.post(address, secure=True, headers={"Transfer-Encoding": "chunked"})
    yield "method", client.put(address, secure=True)
    with a_fault():
        yield "fault", client.get(address, secure=True)
        yield "fault after a form", client.post(address, secure=True)
    if address.endswith(".pdf"):
        with no_place_for_a_pdf():
            yield "busy", client.get(address, secure=True)


# What any page of any site may load: each answer of these addresses to a record system, and nothing else.
FOR_RECORD_SYSTEMS = re.compile(r"/(r/[a-z]+/)?infobutton/?")
OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
}


def is_open(response):
    return "Access-Control-Allow-Origin" in response.headers


def wrong(response, https=True):
    """What is wrong with the headers of an answer, in words."""
    request, headers = response.wsgi_request, response.headers
    address, secure = request.path, request.is_secure()
    expected = {**HEADERS, "Strict-Transport-Security": HSTS if https and secure else None}
    # tests/pages/test_styles.py holds these against what stands in the pages.
    expected["Content-Security-Policy"] = HEADERS["Content-Security-Policy"].replace("STYLES", styles.sources())
    if address.startswith("/p/") and response.status_code == 200:
        expected["Referrer-Policy"] = "strict-origin"
    if FOR_RECORD_SYSTEMS.fullmatch(address) and is_open(response):
        expected |= OPEN
    if address.startswith("/fhir/") and response.status_code == 200:
        expected["Access-Control-Allow-Origin"] = "*"
    yield from (f"{name} is {headers.get(name)!r}" for name, value in expected.items() if headers.get(name) != value)
    for name in headers:
        if name in {"Server", "X-Powered-By", "Via"} or (name.startswith("Access-Control-") and name not in expected):
            yield f"{name} is there"
    listed = address in public_pages() or address.startswith("/static/")
    if ("noindex" in headers.get("X-Robots-Tag", "")) is listed:
        yield f"X-Robots-Tag is {headers.get('X-Robots-Tag')!r}"
    if not re.fullmatch(r'(attachment; filename="[a-z0-9-]+\.[a-z]+")?', headers.get("Content-Disposition", "")):
        yield f"Content-Disposition is {headers['Content-Disposition']!r}"
    kind = headers.get("Content-Type", "")
    if kind.startswith(("text/", "image/svg")) or kind.partition(";")[0].endswith(("/xml", "+xml")):
        if "charset=utf-8" not in kind.replace('"', ""):
            yield f"Content-Type is {kind!r}"
    elif kind.partition(";")[0] not in FILES and response.status_code not in {304, 416}:
        yield f"Content-Type is {kind!r}"
    yield from _wrong_for_caches(response, address)


FILES = {
    "application/fhir+json",
    "application/javascript",
    "application/json",
    "application/manifest+json",
    "application/pdf",
    "application/rtf",
    "image/png",
    "image/webp",
    "image/x-icon",
}


def _wrong_for_caches(response, address):
    kept = response.headers.get("Cache-Control", "")
    personal = address.startswith(PERSONAL) and not address.startswith("/self-check/how-it-decides/")
    answered_by_a_view = response.status_code in {200, 303, 403, 422, 503}
    if not kept:
        yield "there is no Cache-Control"
    if "no-store" not in kept and (
        response.status_code >= 400 or response.cookies or (personal and answered_by_a_view)
    ):
        yield f"Cache-Control is {kept!r}"


@pytest.mark.usefixtures("https")
@pytest.mark.parametrize("route", ROUTES)
def test_every_answer_of_every_address_carries_all_headers_to_the_letter(route):
    for asked, response in all_kinds(example(route)):
        assert [f"{asked} ({response.status_code}): {problem}" for problem in wrong(response)] == []


@pytest.mark.usefixtures("https")
@pytest.mark.parametrize("route", [*filter(nonsense, ROUTES)])
def test_an_address_that_there_is_nothing_at_carries_them_too(route):
    for response in (visitor().get(nonsense(route), secure=True), visitor().post(nonsense(route), secure=True)):
        # A link that cannot be read has a page; of a record system that names no clinic of ours, the code is missed.
        others = {200} if route.startswith("p/") else {400} if "infobutton" in route else set()
        assert response.status_code in {303, 404, 405, *others}
        assert list(wrong(response)) == []


def server_error(client):
    with a_fault():
        return client.get("/risks/")


def busy(client):
    with no_place_for_a_pdf():
        return client.get("/self-check/guide.pdf")


def static_file(client, **headers):
    return client.get(see(client, "/").all("link")[0]["attrs"]["href"], headers=headers)


def not_modified(client):
    return client.get("/risks/", headers={"If-None-Match": client.get("/risks/")["ETag"]})


ANSWERS = {
    "200": lambda client: client.get("/"),
    "200 static": static_file,
    "206 static": lambda client: static_file(client, range="bytes=0-9"),
    "301": lambda client: client.get("/risks"),
    "302": lambda client: client.get("/favicon.ico"),
    "303": lambda client: client.post(QUESTION, {"answer": "cancer"}),
    "304": not_modified,
    "304 static": lambda client: static_file(client, if_modified_since=static_file(client)["Last-Modified"]),
    "400": lambda client: client.get("/", headers={"host": "other.example"}),
    "403": lambda client: Client(enforce_csrf_checks=True).post(QUESTION, {"answer": "cancer"}),
    "404": lambda client: client.get("/nothing/"),
    "404 static": lambda client: client.get("/static/css/nothing.css"),
    "405": lambda client: client.post("/guide/"),
    "411": lambda client: client.post(QUESTION, headers={"Transfer-Encoding": "chunked"}),
    "413": lambda client: client.generic("POST", QUESTION, TOO_LONG, URLENCODED),
    "416 static": lambda client: static_file(client, range="bytes=9999999-"),
    "422": lambda client: client.post(QUESTION),
    "500": server_error,
    "503": busy,
}


@pytest.mark.parametrize("kind", ANSWERS)
def test_every_kind_of_answer_is_there_and_carries_all_headers(kind):
    response = ANSWERS[kind](visitor())
    assert response.status_code == int(kind[:3])
    assert list(wrong(response, https=False)) == []


@pytest.mark.usefixtures("https")
def test_on_https_plain_http_is_sent_to_https_and_a_host_that_is_not_ours_is_refused_with_all_headers():
    moved, refused = Client().get("/risks/"), Client().get("/risks/", headers={"host": "other.example"})
    assert (moved.status_code, moved["Location"]) == (301, "https://testserver/risks/")
    assert refused.status_code == 400
    assert [*wrong(moved), *wrong(refused)] == []


@pytest.mark.usefixtures("https")
def test_every_static_file_carries_all_headers_compressed_or_not(static_root):
    names = json.loads((static_root / "staticfiles.json").read_text())["paths"]
    client = Client()
    assert len(names) > 20
    for name in {*names, *names.values()}:
        for encoding in ("identity", "gzip", "br"):
            response = client.get(f"/static/{name}", headers={"Accept-Encoding": encoding}, secure=True)
            assert response.status_code == 200
            assert list(wrong(response)) == [], name


def test_plain_http_on_this_machine_is_not_told_to_be_https(client):
    assert "Strict-Transport-Security" not in client.get("/").headers


@pytest.mark.parametrize("address", SELF_CHECK)
def test_no_cache_keeps_a_page_that_may_show_answers(client, address):
    assert "no-store" in client.get(address)["Cache-Control"]
    assert "private" in client.get(address)["Cache-Control"]


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_page_may_be_cached_and_sets_no_cookie(client, address):
    response = client.get(address)
    assert "no-store" not in response.headers.get("Cache-Control", "")
    assert not response.cookies
    assert response["ETag"]


def test_static_files_have_names_of_their_own_and_are_kept_for_good(client):
    assert "immutable" in static_file(client)["Cache-Control"]


def test_pages_are_sent_compressed_to_those_who_can_read_it(client):
    assert client.get("/risks/", headers={"Accept-Encoding": "gzip"})["Content-Encoding"] == "gzip"
    style = see(client, "/").all("link")[0]["attrs"]["href"]
    assert client.get(style, headers={"Accept-Encoding": "br"})["Content-Encoding"] == "br"


def test_questions_and_results_are_not_for_search_engines_and_what_all_may_read_is(client):
    hidden = {
        address for address in [*PUBLIC, *SELF_CHECK] if "noindex" in client.get(address, follow=True).content.decode()
    }
    assert hidden == {*SELF_CHECK} - {"/self-check/"}
    assert {address for address in [*PUBLIC, *SELF_CHECK] if "X-Robots-Tag" in client.get(address).headers} == hidden
