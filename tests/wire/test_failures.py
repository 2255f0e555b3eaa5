"""When something goes wrong: a page that still helps, and a log that holds no answer."""

import io
import logging

import pytest
from django.test import Client
from patients import FITS
from reviewing import sign
from served import WHAT_MATTERS, everything, post, read, remember, see

from clinics.files import all_clinics
from kyphoplasty_site.errors import in_plain_words
from kyphoplasty_site.reviewed import all_items
from kyphoplasty_site.warm_up import read_everything
from referrals import prefilled_links
from referrals.prefilled_links import make_token
from screener.rule_sets.clinic import CLINIC_RULES
from web.logs import WithoutValues

SECRET = "tearing_pain"


@pytest.fixture
def log(monkeypatch):
    """All that the site's own handlers write."""
    written = io.StringIO()
    handlers = {*logging.getLogger("django").handlers, logging.getLogger().handlers[0]}
    ours = [handler for handler in handlers if isinstance(handler.formatter, WithoutValues)]
    assert ours
    for handler in ours:
        monkeypatch.setattr(handler, "stream", written)
    return written.getvalue


@pytest.fixture
def failing(client, monkeypatch):
    """A visitor whose next answer meets a fault of ours that quotes all answers."""

    def fail(request, response, saved):
        raise ValueError(f"cannot save {saved.answers} for {SECRET}") from KeyError(SECRET)

    everything(client)
    monkeypatch.setattr("screener.answers_cookie.save_answer", fail)
    client.raise_request_exception = False
    return client


def test_an_error_is_logged_with_its_place_and_without_what_was_answered(failing, log):
    assert post(failing, "urgent_signs", [SECRET]).status_code == 500
    assert "ERROR django.request Internal Server Error: /self-check/urgent-signs/" in log()
    assert "screener/views.py" in log()
    assert log().rstrip().endswith("ValueError")
    assert SECRET not in log()
    assert "osteoporosis" not in log()


def test_the_page_of_an_error_shows_no_answer_and_the_warning_signs(failing):
    shown = read(post(failing, "urgent_signs", [SECRET]))
    assert shown.inside("h1") == "Something went wrong on our side"
    assert CLINIC_RULES.help_lines[0].signs[0] in shown.inside("emergency")
    assert "/guide/" in [link["attrs"]["href"] for link in shown.all("a") if "main" in link["around"]]
    assert SECRET not in shown.text


def test_when_no_page_can_be_drawn_the_error_and_the_warning_signs_are_said_in_words_alone(failing, log, monkeypatch):
    def fail(*_, **__):
        raise RuntimeError(SECRET)

    in_plain_words.cache_clear()
    read_everything()  # as a server does when it starts
    monkeypatch.setattr("kyphoplasty_site.errors.render", fail)
    monkeypatch.setattr("kyphoplasty_site.errors.render_to_string", fail)
    shown = post(failing, "urgent_signs", [SECRET])
    assert (shown.status_code, shown.headers["Content-Type"]) == (500, "text/html; charset=utf-8")
    assert read(shown).inside("h1") == "Something went wrong on our side"
    assert '<a href="tel:911">Call 911</a>' in shown.content.decode()
    for line in CLINIC_RULES.help_lines:
        assert [sign for sign in line.signs if f"<li>{sign}.</li>" not in shown.content.decode()] == []
    assert SECRET not in shown.content.decode() + log()


def test_no_line_of_a_whole_visit_holds_an_answer(client, log):
    client.raise_request_exception = False
    for fact, answer in FITS.items():
        post(client, fact, answer)
        client.post(f"/self-check/{fact.replace('_', '-')}/", {"answer": f"{SECRET}-x", "month": SECRET})
        client.get(f"/self-check/{fact}/")
    client.post(WHAT_MATTERS, {"risk": SECRET})
    client.post(WHAT_MATTERS, {"risk": "5", "way": "wait"})
    for address in ("/self-check/summary/", "/self-check/guide/", "/no-such-page/"):
        client.get(address)
    client.post("/self-check/cause/", b"answer=" + SECRET.encode() * 9_000, "application/x-www-form-urlencoded")
    Client(enforce_csrf_checks=True).post("/self-check/cause/", {"answer": SECRET})
    assert "Unprocessable Entity: /self-check/cause/" in log()
    assert f"Unprocessable Entity: {WHAT_MATTERS}" in log()
    assert "Forbidden" in log()
    for answer in (SECRET, "osteoporosis", "2026-10-10", "not_enough", "up_to_25", "much more", "risk"):
        assert answer not in log()


@pytest.mark.parametrize("sign", ["%0a", "%0d", "%0d%0a", "%e2%80%a8", "%1b%5b2J", "%00", "%c2%85"])
def test_no_address_writes_a_line_of_its_own_into_the_log(client, log, sign):
    client.get(f"/nothing{sign}ERROR made up/")
    client.get("/", headers={"host": "evil.example\nERROR made up"})
    lines = log().splitlines()
    assert lines[0].split(maxsplit=1)[1].startswith("WARNING django.request Not Found: /nothing")
    assert not [line for line in lines if line.startswith("ERROR made up")]
    assert all(line.isprintable() for line in lines)


def test_each_line_says_when_in_universal_time(client, log, monkeypatch):
    monkeypatch.setattr("logging.time.time", lambda: 1_800_000_000.25)
    client.get("/nothing/")
    assert log() == "2027-01-15T08:00:00.250Z WARNING django.request Not Found: /nothing/\n"


def test_the_root_logger_leaves_values_out_too(log):
    try:
        {}[SECRET]
    except KeyError:
        logging.getLogger("screener").exception("It failed")
    assert "ERROR screener It failed" in log()
    assert log().rstrip().endswith("KeyError")
    assert SECRET not in log()


@pytest.mark.parametrize("around", ["/p/{}/", "https://www.example.org/p/{}", "{}", "/x/{}/"])
def test_a_line_that_is_of_no_request_leaves_a_prefilled_link_out_too(log, around):
    token = make_token(all_clinics()["sample"], {"scan": "mri"})
    logging.getLogger("screener").error("It failed at %s", around.format(token))
    assert "ERROR screener It failed at " in log()
    assert token not in log()
    assert token[10:40] not in log()


def test_an_answer_that_breaks_the_summary_breaks_it_without_being_named(client, log, monkeypatch):
    def fail(*_):
        raise RuntimeError(SECRET)

    remember(client, {"urgent_signs": [SECRET]})
    client.raise_request_exception = False
    monkeypatch.setattr("screener.views.summarize", fail)
    for address in ("/self-check/summary/", "/self-check/guide/", "/self-check/before-you-go-on/"):
        assert client.get(address).status_code == 500
    assert log().count("\nRuntimeError\n") == 3
    assert SECRET not in log()


def broken_host(client):
    return client.get("/", headers={"host": "other.example"})


def too_many_fields(client):
    return client.post("/self-check/cause/", {f"field{number}": "x" for number in range(200)})


def not_found(client):
    return client.get("/nothing/")


def without_cookie(client):
    return Client(enforce_csrf_checks=True).post("/self-check/cause/", {"answer": "cancer"})


@pytest.mark.parametrize(
    ("ask", "status", "heading"),
    [
        (not_found, 404, "We cannot find that page"),
        (broken_host, 400, "We could not read that request"),
        (too_many_fields, 400, "We could not read that request"),
        (without_cookie, 403, "This form needs a cookie to go on"),
    ],
)
def test_every_page_of_something_wrong_shows_the_warning_signs_and_the_menu(client, ask, status, heading):
    response = ask(client)
    shown = read(response)
    assert response.status_code == status
    assert shown.inside("h1") == heading
    for line in CLINIC_RULES.help_lines:
        assert all(sign in shown.inside("emergency") and sign in shown.inside("emergency-print") for sign in line.signs)
    assert "/risks/" in [link["attrs"]["href"] for link in shown.all("a") if "menu" in link["around"]]
    assert "noindex" in response.content.decode()


def test_errors_say_nothing_of_the_program(client):
    for response in (not_found(client), broken_host(client), too_many_fields(client), without_cookie(client)):
        assert not any(word in response.content for word in (b"Traceback", b"Django", b"DEBUG", b"urlconf"))


def test_a_page_that_is_past_its_review_says_so(client, monkeypatch):
    assert "It may be out of date." not in see(client, "/risks/").text
    monkeypatch.setattr("content.reviewed.out_of_date", lambda page, today: ["Its day has passed."])
    for address in ("/", "/risks/"):
        assert "It may be out of date." in see(client, address).inside("outdated")


def test_a_check_of_all_words_takes_the_place_of_the_warning(client, reviews):
    sign(reviews, all_items().values())
    for address in ("/", "/risks/", "/self-check/how-it-decides/", "/self-check/cause/"):
        shown = see(client, address)
        assert "not yet checked by a clinician" not in shown.text.lower()
        assert shown.inside("unchecked") == "Checked by Clinician One, MD on November 10, 2026."


def test_a_contact_is_given_where_there_is_one(client, settings):
    assert "Tell the clinic that gave you this link." in see(client, "/about/").text
    settings.CONTACT = "tell@example.org"
    links = [link["attrs"]["href"] for link in see(client, "/about/").all("a")]
    assert "mailto:tell@example.org" in links


# ---- What a request brings is short in the log, and no link


@pytest.mark.parametrize(
    "ask",
    [
        lambda client: client.get("/a.b" * 7000),
        lambda client: client.get("/x y/" + "a." * 9000),
        lambda client: client.post("/risks/" + "b." * 9000),
        lambda client: client.get("/", headers={"Host": "a." * 9000}),
        lambda client: client.generic("BREW" * 7000, "/"),
        lambda client: Client(enforce_csrf_checks=True).post("/self-check/urgent-signs/", QUERY_STRING="c" * 9000),
    ],
    ids=["an address", "spaces", "a form", "a host", "a method", "a form without its token"],
)
def test_what_a_request_brought_is_cut_in_the_log(client, log, ask):
    client.raise_request_exception = False
    assert ask(client).status_code >= 400
    assert all(len(line) < 300 for line in log().splitlines()), log()[:1000]


def test_a_prefilled_link_that_lost_its_first_letters_is_not_logged(client, log):
    token = prefilled_links.make_token(all_clinics()["sample"], {"scan": "mri"})
    for lost in (token[6:], f"x/{token[7:]}", f"{token[9:86]} {token[86:162]}=\n{token[162:180]}"):
        assert client.get(f"/{lost}", follow=True).status_code == 404
    said = log()
    assert said.count("Not Found: /") == 3
    assert not [at for at in range(10, 170, 8) if token[at : at + 10] in said], said
