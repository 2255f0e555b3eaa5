"""An address asked for in a way that it does not expect: words and the right status, never an empty or a wrong file."""

import pytest
from django.test import Client
from patterns import ROUTES, example
from served import everything, read

from screener.guide import pdf
from web import typesetting

ONLY_BY_A_FORM = [
    "/self-check/clear/",
    "/self-check/last-days.ics",
    "/self-check/filled-in/",
    "/self-check/leave-clinic/",
]
FILES = {
    "/guide.pdf": "application/pdf",
    "/self-check/guide.pdf": "application/pdf",
    "/clinics/sample/slips.pdf": "application/pdf",
    "/clinics/sample/poster.pdf": "application/pdf",
    "/clinics/sample/record-system.pdf": "application/pdf",
    "/clinics/sample/handout.rtf": "application/rtf",
    "/clinics/sample/qr.svg": "image/svg+xml",
    "/clinics/sample/qr.png": "image/png",
    "/r/sample/logo.png": "image/png",
    "/r/sample/logo.webp": "image/webp",
    "/clinics/sample/email/neutral.html": "text/html",
    "/sitemap.xml": "application/xml",
    "/infobutton/profile.xml": "application/xml",
    "/robots.txt": "text/plain",
    "/site.webmanifest": "application/manifest+json",
    "/changes/feed.atom": "application/atom+xml",
}
BEGINNINGS = {
    "application/pdf": b"%PDF-1.7",
    "image/png": b"\x89PNG",
    "image/webp": b"RIFF",
    "text/html": b"<!doctype html>",
}


def test_no_other_address_answers_a_form_alone():
    refusing = {example(route) for route in ROUTES if Client().get(example(route)).status_code == 405}
    assert refusing == set(ONLY_BY_A_FORM)


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize("address", ONLY_BY_A_FORM)
def test_an_address_that_only_a_form_opens_says_so_and_keeps_the_answers(client, address, method):
    everything(client)
    response = getattr(client, method)(address)
    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert response["Content-Type"].startswith("text/html")
    assert response["Cache-Control"].startswith("no-store")
    assert not response.cookies
    if method == "get":
        assert read(response).inside("h1") == "Only a button opens this page"
        assert "Open that link again." in read(response).text


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch", "options"])
@pytest.mark.parametrize("address", [*FILES, "/", "/risks/", "/r/sample/", "/p/x/", "/self-check/summary/"])
def test_a_page_or_a_file_that_is_sent_a_form_says_that_it_takes_none(address, method):
    response = getattr(everything(Client()), method)(address)
    assert response.status_code == 405
    assert "GET" in response["Allow"]
    assert read(response).inside("h1") == "This page takes no form"
    assert "Content-Disposition" not in response


@pytest.mark.parametrize(
    "accept", ["image/png", "application/json", "text/calendar", "application/xhtml+xml;q=x", "-", "*/*;q=0"]
)
@pytest.mark.parametrize("address", FILES)
def test_a_file_is_that_file_whatever_the_browser_says_that_it_takes(address, accept):
    client = everything(Client())
    response = client.get(address, headers={"Accept": accept, "Range": "bytes=0-9", "If-Range": "x"})
    assert response.status_code == 200
    assert response["Content-Type"].partition(";")[0] == FILES[address]
    assert response.content.startswith(BEGINNINGS.get(FILES[address], b""))
    assert len(response.content) > 50
    assert client.head(address)["Content-Type"] == response["Content-Type"]


@pytest.mark.parametrize("accept", ["application/pdf", "image/png", "text/calendar", ""])
def test_a_page_is_a_page_whatever_the_browser_says_that_it_takes(accept):
    for address in ("/", "/self-check/", "/self-check/cause/", "/r/sample/", "/guide/"):
        response = Client().get(address, headers={"Accept": accept})
        assert response.status_code == 200
        assert response["Content-Type"] == "text/html; charset=utf-8"


def test_the_pdf_without_answers_is_not_found_as_a_file_and_the_words_are_on_the_page(client):
    response = client.get("/self-check/guide.pdf")
    assert response.status_code == 404
    assert "Content-Disposition" not in response
    assert "There are no answers, or they are forgotten. So this is the blank guide." in read(response).text


def test_the_days_without_answers_lead_to_the_words_and_are_no_empty_file(client):
    response = client.post("/self-check/last-days.ics", follow=True)
    assert response.redirect_chain == [("/self-check/summary/", 303)]
    assert "There are no answers here" in read(response).text


@pytest.mark.parametrize("address", ["/guide.pdf", "/self-check/guide.pdf"])
def test_a_pdf_that_cannot_be_made_is_not_there_as_a_file_and_the_page_to_print_comes(monkeypatch, address):
    def fail(*_, **__):
        raise typesetting.PdfError("TypstError")

    monkeypatch.setattr(pdf, "_guide", fail)
    monkeypatch.setattr("screener.views._make_once", pdf.make)
    response = everything(Client()).get(address)
    assert response.status_code == 503
    assert response["Content-Type"].startswith("text/html")
    assert "This page prints the same guide." in read(response).text
