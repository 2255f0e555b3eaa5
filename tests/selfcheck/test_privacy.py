"""What leaves the browser: no answer in an address or a referrer, and nothing once cleared."""

import re
from urllib.parse import urlsplit

import pytest
from browser import (
    FACTS,
    GUIDE,
    PAUSE,
    PUBLIC,
    SUMMARY,
    WEIGHTS,
    WHAT_MATTERS,
    address,
    answer,
    answer_all,
    choice,
    follow,
    go_on,
    make_prefilled,
    remember,
    visit,
)
from patients import FITS

pytestmark = pytest.mark.browser

# Every address of the site but that of its static files: what is not here could say something about a person.
CLEARING = ("/self-check/clear/", "/self-check/cleared/")
OWN = {*PUBLIC, *map(address, FACTS), SUMMARY, GUIDE, PAUSE, WHAT_MATTERS, *CLEARING, "/no-such-page/"}
KEPT = "[localStorage.length, sessionStorage.length, document.cookie, indexedDB.databases().then(all => all.length)]"


@pytest.fixture
def requests(context):
    """Every request of every page, as it is made."""
    made = []
    context.on("request", lambda request: made.append(request))
    return made


def test_no_address_and_no_referrer_holds_an_answer(page, requests, base_url):
    page.goto("/")
    page.goto("/self-check/")
    follow(page, page.get_by_role("link", name="Start the questions"))
    answer(page, "urgent_signs", ["fever", "uncontrolled_pain"])
    answer_all(page, FITS)
    page.get_by_text(re.compile(r"^\d+ points? that fits?$")).click()
    page.locator("#point-care_not_enough summary").click()
    follow(page, page.locator("#point-care_not_enough").get_by_role("link", name="Change"))
    answer(page, "care_tried", "cannot_use")
    follow(page, page.get_by_role("link", name="Say what matters to you"))
    page.get_by_role("group", name="I want to move again soon").get_by_label("Much more: I want to move again").check()
    follow(page, page.get_by_role("button", name="Save and go to the summary"))
    assert "much more than to keep the risk" in page.locator("#matters + dl").inner_text()
    follow(page, page.get_by_role("link", name="Print the guide"))
    follow(page, page.get_by_role("button", name="Clear my answers"))
    follow(page, page.locator("header").get_by_role("link").first)
    urls = [request.url for request in requests]
    referrers = [request.all_headers().get("referer", "") for request in requests]
    assert f"{base_url}{address('cause')}" in referrers
    for url in {*urls, *filter(None, referrers)}:
        parts = urlsplit(url)
        assert parts.query == "", url
        assert parts.path in OWN or parts.path.startswith("/static/"), url
    assert {request.method for request in requests if urlsplit(request.url).path.startswith("/static/")} == {"GET"}


def test_a_link_out_of_the_site_takes_no_referrer_along(page, requests):
    page.context.route(re.compile("^https://"), lambda route: route.fulfill(body="elsewhere"))
    remember(page, FITS)
    page.goto("/sources/")
    follow(page, page.locator("main .sources a[href^='https://']").first)
    left = [request for request in requests if request.url.startswith("https://")]
    assert len(left) == 1
    assert "referer" not in left[0].all_headers()


def test_the_browser_keeps_answers_only_in_a_locked_cookie_of_the_self_check_that_ends_with_the_session(page):
    remember(page, FITS)
    page.goto(address("cause"))
    answer(page, "cause", "steroids")
    cookies = {cookie["name"]: cookie for cookie in page.context.cookies()}
    assert set(cookies) == {"answers", "form"}
    assert {name: cookie["path"] for name, cookie in cookies.items()} == {"answers": "/self-check/", "form": "/"}
    for cookie in cookies.values():
        assert cookie["expires"] == -1
        assert cookie["httpOnly"]
        assert cookie["sameSite"] == "Lax"
    assert page.evaluate(f"Promise.all({KEPT})") == [0, 0, "", 0]
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0


def test_public_pages_get_no_answers_and_set_no_cookie(page):
    remember(page, FITS)
    for url in ("/", "/guide/", "/risks/"):
        response = visit(page, url)
        assert "answers=" not in response.request.all_headers()["cookie"]
        assert "set-cookie" not in response.all_headers()
    assert "answers=" in visit(page, SUMMARY).request.all_headers()["cookie"]


def answer_wrongly(page):
    visit(page, address("stops"))
    choice(page, "none").click()
    choice(page, "unsure").click()
    go_on(page)
    assert page.title().startswith("Error:")


def answer_without_a_cookie(page):
    visit(page, address("stops"))
    choice(page, "none").click()
    page.context.clear_cookies()
    go_on(page)
    assert page.title().startswith("This form needs a cookie")


@pytest.mark.parametrize("send", [answer_wrongly, answer_without_a_cookie, make_prefilled])
def test_what_was_sent_with_a_form_that_a_page_answers_is_gone_from_the_history_of_the_tab(page, send):
    """A browser writes that history to disk, to open again where it was."""
    send(page)
    before = page.locator("main").inner_text()
    assert page.reload().request.method == "GET"
    assert page.locator("main").inner_text() != before


def test_clearing_empties_the_cookies_and_going_back_shows_no_answer(page):
    remember(page, FITS, WEIGHTS)
    page.goto(SUMMARY)
    assert "Weak bones (osteoporosis)" in str(page.locator("main").text_content())
    assert "much more than" in page.locator("main").inner_text()
    follow(page, page.get_by_role("button", name="Clear my answers"))
    assert [cookie["name"] for cookie in page.context.cookies()] in ([], ["form"])
    page.go_back()
    assert "Weak bones (osteoporosis)" not in str(page.locator("main").text_content())
    assert "much more than" not in page.locator("main").inner_text()
    assert page.locator("main").get_by_role("link", name="Start the self-check").is_visible()
