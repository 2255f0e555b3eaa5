"""Nobody comes to a summary past the red flags, and nobody who lost the answers is left without a word."""

import time

import pytest
from django.conf import settings
from django.test import Client
from patients import FITS
from served import FORM_SECRET, post, remember, see

from screener import answers_cookie
from screener.rule_sets.clinic import CLINIC_RULES

LAST = f"/self-check/{CLINIC_RULES.facts[-1].slug}/"


def test_who_lost_the_answers_begins_again_with_the_urgent_signs(client, monkeypatch):
    remember(client, FITS)
    late = time.time() + settings.ANSWERS_LAST_HOURS * 3600 + 1
    monkeypatch.setattr(time, "time", lambda: late)
    response = post(client, "stops", answer=["none"])
    assert response.headers["Location"] == "/self-check/urgent-signs/"
    assert "starts over" in see(client, "/self-check/urgent-signs/").text


@pytest.mark.parametrize(("answered", "asked"), [({}, "urgent-signs"), ({"urgent_signs": []}, "adult")])
def test_no_way_leads_past_the_first_two_questions(client, answered, asked):
    remember(client, {**answered, "told_fracture": "yes"})
    response = client.post(LAST, {"skip": "yes"})
    assert response.headers["Location"] == f"/self-check/{asked}/"


def test_after_a_911_sign_the_start_leads_back_to_it(client):
    remember(client, {"urgent_signs": ["chest_breath"]})
    links = [link["attrs"].get("href") for link in see(client, "/self-check/").all("a")]
    assert "/self-check/summary/" in links


@pytest.mark.parametrize("kept", ["5", "null", "[]", '"x"', "[1]"])
def test_a_cookie_of_ours_with_nonsense_in_it_starts_over(client, kept):
    text = f'{{"until": {int(time.time()) + 60}, "started_over": false, "answers": {kept}}}'
    client.cookies[settings.ANSWERS_COOKIE_NAME] = answers_cookie._cipher().encrypt(text.encode(), FORM_SECRET.encode())
    client.cookies[settings.CSRF_COOKIE_NAME] = FORM_SECRET
    assert client.get("/self-check/summary/").status_code == 200
    assert client.get("/self-check/cause/").status_code == 200


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"])
@pytest.mark.parametrize("address", ["/", "/risks/", "/self-check/cause/", "/self-check/"])
def test_a_method_that_nobody_knows_is_405_also_when_forms_are_checked(method, address):
    assert Client(enforce_csrf_checks=True).generic(method, address).status_code == 405


@pytest.mark.parametrize("address", ["/", "/risks/", "/guide/"])
def test_a_page_takes_no_form(address):
    response = Client(enforce_csrf_checks=True).post(address, {"answer": "x"})
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD"
