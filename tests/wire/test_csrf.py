"""No other site can send a form in a visitor's name: every form of every page, and every address that takes one."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import resolve
from patterns import ROUTES, example
from served import PUBLIC, QUESTIONS, everything, read

OURS = "https://testserver"
OTHERS = ["https://other.example", "https://testserver.other.example", "https://www.testserver", "null"]
NO_COOKIE = "This form needs a cookie to go on"
NO_TOKEN = "This form is no longer good"
ELSEWHERE = "This form came from another site"
HIDDEN = "Your browser hides where this form came from"


class Visitor:
    """Someone who has answered every question, came from a clinic's link, and stands on an https site.

    `forms` are all that they meet, with the page, the address that the form is sent to, its method and its token.
    """

    def __init__(self):
        self.client = everything(Client(enforce_csrf_checks=True))
        # Before the clinic is known, as its link has a form only then.
        self.forms = self._forms_of("/self-check/clinic/sample/")
        self.post("/self-check/clinic/sample/", self.forms[0][-1], origin=OURS)
        self.forms += [form for page in {*map(example, ROUTES), *QUESTIONS} for form in self._forms_of(page)]
        self.token = self.forms[0][-1]

    def _forms_of(self, page):
        response = self.client.get(page, secure=True)
        if not response.get("Content-Type", "").startswith("text/html"):
            return []
        shown = read(response)
        hidden = [one["attrs"] for one in shown.all("input") if one["attrs"].get("type") == "hidden"]
        tokens = [one["value"] for one in hidden if one["name"] == "csrfmiddlewaretoken"]
        forms = [form["attrs"] for form in shown.all("form")]
        assert len(tokens) == len(forms), f"a form of {page} has no token"
        return [
            (page, form.get("action") or page, form.get("method"), token)
            for form, token in zip(forms, tokens, strict=True)
        ]

    @property
    def addresses(self):
        return {address for _, address, _, _ in self.forms}

    def post(self, address, token, **headers):
        sent = {"csrfmiddlewaretoken": token} if token else {}
        return self.client.post(address, {"answer": "none", **sent}, secure=True, headers=headers)


@pytest.fixture(scope="module")
def visitor():
    return Visitor()


def was_refused(response, why):
    """What is really wrong is said, with what to do; the blank guide always does."""
    shown = read(response)
    assert "/guide/" in [one["attrs"]["href"] for one in shown.all("a") if "prose" in one["around"]]
    assert "Origin" not in shown.inside("main")
    assert "no-store" in response["Cache-Control"]
    return response.status_code == 403 and shown.inside("h1") == why and not response.cookies


def test_every_form_of_every_page_is_posted_with_a_token(visitor):
    assert len(visitor.forms) > 3 * len(QUESTIONS)
    assert {method for _, _, method, _ in visitor.forms} == {"post"}
    assert {*QUESTIONS, "/self-check/clear/", "/clinics/sample/prefill/"} <= visitor.addresses


def test_an_address_takes_a_form_if_and_only_if_a_page_has_one_for_it(visitor):
    # A record system has no page of ours and no cookie: what it sends changes nothing (tests/records/).
    of_pages = [route for route in ROUTES if not route.endswith(("infobutton", "infobutton/"))]
    taking = {route for route in of_pages if Client().post(example(route)).status_code != 405}
    assert taking == {resolve(address).route for address in visitor.addresses}


def test_no_form_is_taken_without_its_token(visitor):
    for address in visitor.addresses:
        for token in ("", "x", visitor.token[::-1]):
            assert was_refused(visitor.post(address, token, origin=OURS), NO_TOKEN), address


def test_no_form_is_taken_without_the_cookie_that_its_token_is_for(visitor):
    for address in visitor.addresses:
        sent = {"answer": "none", "csrfmiddlewaretoken": visitor.token}
        client = Client(enforce_csrf_checks=True, headers={"origin": OURS})
        assert was_refused(client.post(address, sent, secure=True), NO_COOKIE), address


@pytest.mark.parametrize("other", OTHERS)
def test_no_form_of_another_site_is_taken_whatever_it_knows(visitor, other):
    for address in visitor.addresses:
        why = HIDDEN if other == "null" else ELSEWHERE
        assert was_refused(visitor.post(address, visitor.token, origin=other), why), address
        assert was_refused(visitor.post(address, visitor.token, referer=f"{other}/"), why), address


def test_no_form_is_taken_over_https_that_does_not_say_where_it_comes_from(visitor):
    for address in visitor.addresses:
        assert was_refused(visitor.post(address, visitor.token), HIDDEN), address


def test_a_form_of_our_own_is_taken(visitor):
    for address in visitor.addresses:
        assert visitor.post(address, visitor.token, origin=OURS).status_code in {200, 303, 422}, address
        assert visitor.post(address, visitor.token, referer=f"{OURS}/self-check/").status_code in {200, 303, 422}


def test_who_sends_a_broken_cookie_gets_none_with_a_page_that_any_cache_may_keep():
    for address in (*PUBLIC, "/r/sample/", "/r/sample/risks/", "/guide.pdf"):
        client = Client()
        client.cookies[settings.CSRF_COOKIE_NAME] = "broken"
        answer = client.get(address, headers={"If-Match": "*"})
        assert answer.status_code in (200, 412), address
        assert not answer.cookies, address
        assert "Cookie" not in answer.headers.get("Vary", ""), address
