"""What another host of the same domain can do to cookies: its own answers are not read, and no loss goes unsaid."""

import pytest
from django.test import Client
from patients import FITS
from served import FORM_SECRET, everything, post, read, remember, see

from screener import answers_cookie
from screener.planted import domains_of, paths_to
from screener.rule_sets.clinic import CLINIC_RULES

HOST = "www.clinic.test"
SUMMARY = "/self-check/summary/"
LATER = CLINIC_RULES.facts[9]
STARTED_OVER = "So the self-check starts over."
CALL_911 = "If you ticked an emergency sign, call 911 now."
LEG = {"urgent_signs": ["leg_weakness"]}


def planted_in(client: Client) -> Client:
    """The answers of somebody else, as this site has sealed them, take the place of the visitor's."""
    other = Client()
    other.get("/self-check/cause/")
    for fact in ("urgent_signs", "adult", "told_fracture"):
        post(other, fact, FITS[fact])
    assert "There are no answers" not in see(other, SUMMARY).text
    client.cookies["answers"] = other.cookies["answers"].value
    return client


def test_the_answers_of_somebody_else_are_not_read_and_the_visitor_is_told_to_call_911():
    visitor = remember(Client(), LEG)
    assert "Stop here. Call 911" in see(visitor, SUMMARY).text
    shown = see(planted_in(visitor), SUMMARY)
    assert STARTED_OVER in shown.text
    assert CALL_911 in shown.text
    assert shown.inside("call-911").startswith("Did you tick an urgent sign?")
    assert "New weakness or numbness in an arm or a leg" in shown.inside("call-911")
    assert post(visitor, "cause", "cancer").headers["Location"] == "/self-check/urgent-signs/"
    assert post(visitor, "urgent_signs", ["leg_weakness"]).headers["Location"] == SUMMARY
    assert "Stop here. Call 911" in see(visitor, SUMMARY).text


@pytest.mark.parametrize("form", [None, "broken", "-", "o" * 32])
def test_answers_are_lost_without_the_cookie_of_the_form_that_they_are_bound_to(form):
    visitor = everything(Client())
    if form is None:
        del visitor.cookies["form"]
    else:
        visitor.cookies["form"] = form
    assert STARTED_OVER in see(visitor, SUMMARY).text
    assert post(visitor, "pain_score", 3).headers["Location"] == "/self-check/urgent-signs/"
    assert STARTED_OVER in see(visitor, "/self-check/urgent-signs/").text
    assert post(visitor, "urgent_signs", []).headers["Location"] == "/self-check/adult/"


def test_a_visitor_without_any_cookie_gets_both_with_a_clinics_link_and_both_are_read():
    visitor = Client()
    visitor.get("/self-check/clinic/sample/")
    assert visitor.cookies.keys() == {"form", "answers"}
    assert STARTED_OVER not in see(visitor, "/self-check/").text


# ---- Lost on the way: each form says how many answers it was drawn with


@pytest.mark.parametrize("address", ["/self-check/cause/", "/self-check/what-matters/", SUMMARY])
def test_each_form_of_the_self_check_says_how_many_answers_it_was_drawn_with_and_no_more(address):
    given = {fact: FITS[fact] for fact in [*FITS][:11]} | {"height_loss": "over_25"}
    visitor = remember(Client(), given)
    visitor.post("/self-check/clinic/sample/")
    forms = read(visitor.get(address)).all("form")
    hidden = [one["attrs"] for one in see(visitor, address).all("input") if one["attrs"].get("type") == "hidden"]
    counts = [one["value"] for one in hidden if one["name"] == "drawn_with"]
    assert set(counts) == {str(len(given))}
    # All but the one that clears the answers.
    assert len(counts) == len(forms) - 1 >= 1


def test_a_form_that_comes_without_the_answers_it_was_drawn_with_starts_over_with_the_urgent_signs():
    visitor = Client()
    visitor.cookies["form"] = FORM_SECRET
    taken = post(visitor, LATER.id, FITS[LATER.id], drawn_with="9")
    assert taken.headers["Location"] == "/self-check/urgent-signs/"
    shown = see(visitor, "/self-check/urgent-signs/")
    assert STARTED_OVER in shown.text
    assert CALL_911 in shown.text


def test_an_answer_goes_on_as_before_if_its_form_was_drawn_with_no_more_than_there_are():
    for drawn_with in ("0", "2", "3", "", "x", "-4", "³", "9" * 5000):
        visitor = remember(Client(), {fact: FITS[fact] for fact in ("urgent_signs", "adult", "for_whom")})
        post(visitor, "told_fracture", "yes", drawn_with=drawn_with)
        assert STARTED_OVER not in see(visitor, "/self-check/cause/").text, drawn_with


def test_skipped_questions_and_those_of_another_version_count_as_answers():
    saved = answers_cookie.Saved(
        {"cause": None, "scan": "mri"}, unread={"shoe_size": 9}, changed=frozenset(["stops", "scan"])
    )
    assert saved.count == 4


def test_a_form_refused_as_all_cookies_were_lost_says_that_the_answers_are_lost_and_the_urgent_signs_first():
    visitor = Client(enforce_csrf_checks=True, headers={"origin": "http://testserver"})
    refused = post(visitor, "cause", "cancer", drawn_with="4", csrfmiddlewaretoken="a" * 32)
    assert refused.status_code == 403
    shown = read(refused)
    assert shown.inside("h1") == "Your answers are lost"
    assert CALL_911 in shown.text
    assert shown.text.index("New weakness or numbness in an arm") < shown.text.index("your browser did not send them")
    assert "/self-check/urgent-signs/" in [one["attrs"]["href"] for one in shown.all("a") if "prose" in one["around"]]


def test_a_form_refused_as_the_browser_takes_no_cookies_says_that():
    visitor = Client(enforce_csrf_checks=True, headers={"origin": "http://testserver"})
    refused = post(visitor, "urgent_signs", [], drawn_with="0", csrfmiddlewaretoken="a" * 32)
    assert read(refused).inside("h1") == "This form needs a cookie to go on"


def test_whoever_begins_in_the_middle_is_told_that_nothing_was_there_and_goes_on_with_the_urgent_signs():
    visitor = Client()
    shown = see(visitor, f"/self-check/{LATER.slug}/")
    assert "There are no answers from before. If you gave some, they are lost" in shown.text
    assert CALL_911 in shown.text
    assert post(visitor, LATER.id, FITS[LATER.id], drawn_with="0").headers["Location"] == "/self-check/urgent-signs/"
    assert "There are no answers from before." not in see(visitor, "/self-check/urgent-signs/").text
    assert "There are no answers from before." not in see(Client(), "/self-check/urgent-signs/").text


# ---- Taken away


def removed(response) -> set[tuple[str, str]]:
    """The domain and the path of each cookie that the browser is told to take away."""
    lines = [cookie.OutputString() for cookie in response.cookies.values()]
    assert all(line.startswith("answers=") for line in lines if "Max-Age=0" in line)
    gone = [cookie for cookie in response.cookies.values() if cookie["max-age"] == 0]
    return {(cookie["domain"], cookie["path"]) for cookie in gone}


@pytest.fixture
def visitor(settings):
    settings.ALLOWED_HOSTS = [HOST]
    return Client(SERVER_NAME=HOST)


def test_clearing_removes_what_another_host_can_have_put_there_for_every_page(visitor):
    everything(visitor)
    gone = removed(visitor.post("/self-check/clear/"))
    assert ("", "/self-check/") in gone
    for domain in ("www.clinic.test", "clinic.test"):
        for path in ("/", "/self-check", "/self-check/", "/self-check/clear", "/self-check/clear/"):
            assert (domain, path) in gone


def test_a_page_whose_cookie_cannot_be_read_removes_what_was_put_there_for_it_and_leaves_ours(visitor):
    everything(visitor)
    visitor.cookies["answers"] = "-"
    gone = removed(visitor.get(SUMMARY))
    assert {("clinic.test", "/self-check/summary/"), ("clinic.test", "/self-check/")} <= gone
    assert not any(domain == "" for domain, _ in gone)


def test_an_answer_given_then_is_kept_and_comes_after_what_is_removed(visitor):
    visitor.cookies["form"], visitor.cookies["answers"] = FORM_SECRET, "-"
    taken = post(visitor, "cause", "cancer")
    assert ("clinic.test", "/self-check/cause/") in removed(taken)
    assert [*taken.cookies][-1] == "answers"
    assert taken.cookies["answers"].value


def test_answers_that_can_be_read_remove_nothing(visitor):
    assert removed(everything(visitor).get(SUMMARY)) == set()
    assert removed(Client(SERVER_NAME=HOST).get(SUMMARY)) == set()


def test_what_cannot_be_removed_is_said_where_a_cookie_cannot_be_read(visitor):
    visitor.cookies["answers"] = "-"
    assert "We cannot always remove it, not even with “Clear my answers”." in see(visitor, "/self-check/").text
    assert "We cannot always remove it" not in see(Client(SERVER_NAME=HOST), "/self-check/").text


@pytest.mark.parametrize(
    ("host", "domains"),
    [
        ("www.example.org:8000", ["www.example.org", "example.org"]),
        ("example.org", ["example.org"]),
        ("localhost:8000", []),
        ("127.0.0.1:8000", []),
        ("[::1]:8000", []),
    ],
)
def test_the_domains_of_a_host_are_those_that_another_host_can_name(host, domains):
    assert [*domains_of(host)] == domains


@pytest.mark.parametrize(
    ("path", "paths"),
    [
        ("/self-check/", ["/", "/self-check", "/self-check/"]),
        ("/self-check/guide.pdf", ["/", "/self-check", "/self-check/", "/self-check/guide.pdf"]),
    ],
)
def test_the_paths_to_an_address_are_those_whose_cookies_reach_it(path, paths):
    assert [*paths_to(path)] == paths


def test_the_cookie_of_the_answers_is_removed_as_its_name_asks_for(visitor, settings):
    settings.HTTPS, settings.ANSWERS_COOKIE_NAME = True, "__Secure-answers"
    cookies = visitor.post("/self-check/clear/", secure=True).cookies.values()
    assert all(cookie["secure"] for cookie in cookies if cookie.key == "__Secure-answers")
    assert len(cookies) > 5
