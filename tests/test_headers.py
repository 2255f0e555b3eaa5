"""The headers that every answer carries, to the letter, whatever it is."""

import pytest
from django.test import Client
from served import PUBLIC, SELF_CHECK, see

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; script-src 'self'; "
        "manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
QUESTION = "/self-check/cause/"


def not_modified(client):
    return client.get("/risks/", headers={"If-None-Match": client.get("/risks/")["ETag"]})


def server_error(client):
    client.raise_request_exception = False
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("content.views.all_pages", lambda: {}[""])
        return client.get("/risks/")


def static_file(client):
    (style, *_) = [link["attrs"]["href"] for link in see(client, "/").all("link")]
    return client.get(style)


ANSWERS = {
    "200": lambda client: client.get("/"),
    "200 head": lambda client: client.head("/"),
    "200 static": static_file,
    "200 self-check": lambda client: client.get(QUESTION),
    "302": lambda client: client.get("/self-check/scan-date/"),
    "303": lambda client: client.post(QUESTION, {"answer": "cancer"}),
    "304": not_modified,
    "400": lambda client: client.get("/", headers={"host": "other.example"}),
    "403": lambda client: Client(enforce_csrf_checks=True).post(QUESTION, {"answer": "cancer"}),
    "404": lambda client: client.get("/nothing/"),
    "404 static": lambda client: client.get("/static/css/nothing.css"),
    "405": lambda client: client.post("/guide/"),
    "422": lambda client: client.post(QUESTION),
    "500": server_error,
}


@pytest.mark.parametrize("kind", ANSWERS)
def test_every_answer_carries_all_headers_to_the_letter(client, kind):
    response = ANSWERS[kind](client)
    assert response.status_code == int(kind[:3])
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS
    assert "Server" not in response.headers
    assert "X-Powered-By" not in response.headers


def test_plain_http_on_this_machine_is_not_told_to_be_https(client):
    assert "Strict-Transport-Security" not in client.get("/").headers


@pytest.mark.parametrize("address", SELF_CHECK)
def test_no_cache_keeps_a_page_that_may_show_answers(client, address):
    assert "no-store" in client.get(address)["Cache-Control"]
    assert "private" in client.get(address)["Cache-Control"]


@pytest.mark.parametrize("kind", ["303", "403", "422"])
def test_no_cache_keeps_what_follows_an_answer(client, kind):
    assert "no-store" in ANSWERS[kind](client)["Cache-Control"]


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
