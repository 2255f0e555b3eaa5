"""What is too long, or does not say how long it is, is refused in words before a byte of it is read."""

import english
import pytest
from django.conf import settings
from django.test import Client
from served import everything, read, see

from web import readability

URLENCODED = "application/x-www-form-urlencoded"
MOST = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
ADDRESS = "/self-check/cause/"


class Unreadable:
    """A body that must not be read."""

    def read(self, *_):
        raise AssertionError("it was read")

    readline = read


def post_unread(address, method="POST", **environ):
    body = {"wsgi.input": Unreadable(), "CONTENT_TYPE": URLENCODED}
    return Client().request(PATH_INFO=address, REQUEST_METHOD=method, **body, **environ)


def form_of(length):
    return b"answer=cancer&more=" + b"x" * (length - 19)


@pytest.mark.parametrize("address", [ADDRESS, "/self-check/what-matters/", "/clinics/sample/prefill/"])
def test_a_form_one_byte_too_long_is_not_read_and_told_so_in_words(address):
    response = post_unread(address, CONTENT_LENGTH=str(MOST + 1))
    assert response.status_code == 413
    assert read(response).inside("h1") == "That was too long"
    assert not response.cookies
    assert response["Cache-Control"] == "no-store"


def test_a_form_of_the_longest_length_is_taken(client):
    assert len(form_of(MOST)) == MOST
    assert client.generic("POST", ADDRESS, form_of(MOST), URLENCODED).status_code == 303
    assert client.generic("POST", ADDRESS, form_of(MOST + 1), URLENCODED).status_code == 413


def test_a_form_that_is_too_long_leaves_the_answers_as_they_were(client):
    everything(client)
    response = client.generic("POST", ADDRESS, form_of(MOST + 1), URLENCODED)
    assert not response.cookies
    assert "There are no answers here" not in see(client, "/self-check/summary/").text


@pytest.mark.parametrize("length", ["", "5", str(MOST + 1)])
def test_a_form_that_comes_in_chunks_is_not_read_as_nobody_says_how_long_it_is(length):
    response = post_unread(ADDRESS, CONTENT_LENGTH=length, HTTP_TRANSFER_ENCODING="chunked")
    assert response.status_code == 411
    assert read(response).inside("h1") == "We could not read that request"


@pytest.mark.parametrize("length", ["five", "5, 5", "9" * 5_000, "1e3"])
def test_a_length_that_is_no_number_is_none(length):
    assert post_unread(ADDRESS, CONTENT_LENGTH=length).status_code in {411, 413}


def test_no_method_may_bring_more():
    assert post_unread("/risks/", method="GET", CONTENT_LENGTH=str(MOST + 1)).status_code == 413


def test_a_browser_without_the_forms_cookie_is_told_the_length_too():
    client = Client(enforce_csrf_checks=True)
    assert client.generic("POST", ADDRESS, form_of(MOST + 1), URLENCODED).status_code == 413


def test_the_page_is_plain_shows_the_warning_signs_and_says_nothing_of_what_was_sent(client):
    response = client.generic("POST", ADDRESS, form_of(MOST + 1), URLENCODED)
    shown = read(response)
    assert readability.grade([shown.inside("main")]) <= english.HIGHEST_GRADE
    assert "Call 911" in shown.inside("emergency")
    assert "noindex" in response.content.decode()
    assert "xxxx" not in shown.text


def test_a_refusal_is_noted_with_its_address_and_nothing_else(client, caplog):
    client.generic("POST", ADDRESS, form_of(MOST + 1), URLENCODED)
    post_unread(ADDRESS, HTTP_TRANSFER_ENCODING="chunked")
    noted = [record.getMessage() for record in caplog.records if record.name.startswith("django")]
    assert [line.partition(": ")[2] for line in noted] == [ADDRESS, ADDRESS]
    assert "xxxx" not in caplog.text
