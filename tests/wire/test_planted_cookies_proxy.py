"""What a sibling host does to cookies, through nginx and the real server, and in a real browser."""

import http.client
import re

import pytest
from proxy import BEHIND, HOST, proxy
from server import serve

pytestmark = pytest.mark.slow

SIBLING = f"evil.{HOST.partition('.')[2]}"
DOMAIN = HOST.partition(".")[2]
SELF_CHECK = f"https://{HOST}/self-check/"
SIGNS, SUMMARY = f"{SELF_CHECK}urgent-signs/", f"{SELF_CHECK}summary/"


@pytest.fixture(scope="module")
def nginx(static_root, tmp_path_factory):
    with (
        serve(static_root, workers=1, environment=BEHIND) as server,
        proxy(tmp_path_factory.mktemp("nginx"), [server.port] * 2) as ours,
    ):
        yield ours


def answered(nginx):
    """A visitor with a 911 sign, as the browser keeps them."""
    visitor = nginx.visitor()
    taken = visitor.post(
        "/self-check/urgent-signs/", {"answer": "leg_weakness"}, visitor.get("/self-check/urgent-signs/")
    )
    assert taken.headers["Location"] == "/self-check/summary/"
    return visitor


def ask(nginx, cookies, path="/self-check/summary/"):
    """The page that these cookies get, byte for byte as they are given here."""
    head, body = nginx.say(f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\n{cookies}\r\n")
    return head, body.decode()


def of(visitor):
    return "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())


FOR_EACH_PATH = ["/", "/self-check", "/self-check/", "/self-check/summary", "/self-check/summary/"]
STOP, STARTED_OVER = '<h1 class="outcome">Stop here. Call 911', "So the self-check starts over."


@pytest.mark.parametrize(
    "around",
    [
        "Cookie: {}",
        "Cookie: theirs=ä; {}",
        "Cookie: {}; theirs=\u20ac\u2603",
        "Cookie: theirs=ä\r\nCookie: {}",
        'Cookie: theirs="; {}; quote="',
        "Cookie: x__Secure-answers=theirs; {}; __Secure-answersx=theirs; __secure-answers=theirs",
        "Cookie: \xa0__Secure-answers=theirs; {}; \x85__Host-form=theirs",
        "Cookie: __Secure-answers2; {}; theirs=__Secure-answers=theirs",
        "Cookie: ; {};",
        "Cookie: {};theirs=1",
        "Cookie: " + "a" * 20_000 + "=1; {}; " + "b" * 9_000 + "=1",
        "Cookie: " + "; ".join(f"theirs{number}={number}" for number in range(400)) + "; {}",
    ],
)
def test_no_cookie_of_another_name_keeps_ours_from_being_read(nginx, around):
    head, page = ask(nginx, around.format(of(answered(nginx))) + "\r\n")
    assert head.startswith("HTTP/1.1 200")
    assert STOP in page


@pytest.mark.parametrize("planted", ["theirs", "", "ä", '"', "a.b", "-"])
@pytest.mark.parametrize("order", ["{ours}; {theirs}", "{theirs}; {ours}", "{ours}\r\nCookie: {theirs}"])
def test_two_cookies_of_one_name_are_unreadable_and_the_urgent_signs_come_first_and_the_other_one_is_removed(
    nginx, planted, order
):
    cookies = order.format(ours=of(answered(nginx)), theirs=f"__Secure-answers={planted}")
    head, page = ask(nginx, f"Cookie: {cookies}\r\n")
    assert STARTED_OVER in page
    assert "New weakness or numbness in an arm or a leg" in page.partition("<main")[2]
    for path in ("/", "/self-check", "/self-check/", "/self-check/summary", "/self-check/summary/"):
        assert (
            f"set-cookie: __Secure-answers=; Domain={DOMAIN}; Max-Age=0; Path={path}; Secure\r\n".lower()
            in head.lower()
        )


def test_one_cookie_under_our_name_in_letters_that_we_do_not_write_is_unreadable(nginx):
    form = re.sub(r"__Secure-answers=[^;]*", "__Secure-answers=ä", of(answered(nginx)))
    assert STARTED_OVER in ask(nginx, f"Cookie: {form}\r\n")[1]


def test_the_answers_of_somebody_else_are_not_read_beside_the_visitors_own_form(nginx):
    visitor, attacker = answered(nginx), answered(nginx)
    visitor.cookies["__Secure-answers"] = attacker.cookies["__Secure-answers"]
    page = ask(nginx, f"Cookie: {of(visitor)}\r\n")[1]
    assert STARTED_OVER in page
    assert STOP not in page


def test_a_clinics_link_whose_reply_is_overtaken_by_that_to_a_911_sign_does_not_bring_back_the_answers_of_before(nginx):
    """A page of another host can have the browser ask for it many times a second, with our cookies."""
    visitor, signs = nginx.visitor(), "/self-check/urgent-signs/"
    visitor.post(signs, {"answer": "none"}, visitor.get(signs))
    before = dict(visitor.cookies)
    late = nginx.visitor(cookies=dict(before))
    late.get("/self-check/clinic/sample/")
    visitor.post(signs, {"answer": "leg_weakness"}, visitor.get(signs))
    # The reply that was asked for first comes last, and the browser keeps what it sets.
    visitor.cookies |= dict(late.cookies.items() - before.items())
    assert STOP in ask(nginx, f"Cookie: {of(visitor)}\r\n")[1]


def test_who_sends_no_cookie_of_ours_has_lost_none(nginx):
    for cookies in ("", "Cookie: theirs=ä\r\n", "Cookie: \r\n"):
        page = ask(nginx, cookies)[1]
        assert "There are no answers here" in page
        assert STARTED_OVER not in page


def test_a_server_asked_directly_tells_a_lost_line_of_cookies_from_none(static_root):
    with serve(static_root, workers=1) as server:

        def page(**headers):
            line = http.client.HTTPConnection("127.0.0.1", server.port)
            line.request("GET", "/self-check/summary/", headers=headers)
            return line.getresponse().read().decode()

        assert STARTED_OVER in page(Cookie="theirs=ä; form=x")
        assert STARTED_OVER not in page(Cookie="theirs=a")
        assert STARTED_OVER not in page()


# ---- In a browser that meets both hosts


@pytest.fixture(scope="module")
def browser_of_both(nginx, browser_type, browser_type_launch_args):
    there = f"--host-resolver-rules=MAP {HOST} 127.0.0.1:{nginx.port}, MAP {SIBLING} 127.0.0.1:{nginx.port}"
    launched = {**browser_type_launch_args, "args": [*browser_type_launch_args["args"], there]}
    browser = browser_type.launch(**launched)
    yield browser
    browser.close()


@pytest.fixture
def page(browser_of_both):
    with browser_of_both.new_context(ignore_https_errors=True) as context:
        yield context.new_page()


@pytest.fixture
def sibling(page):
    """A page of another host of the domain, in another tab, which sets cookies as any page can."""
    tab = page.context.new_page()
    tab.route(f"https://{SIBLING}/**", lambda route: route.fulfill(body="<title>Another host</title>"))
    tab.goto(f"https://{SIBLING}/")
    return lambda *cookies: [tab.evaluate("cookie => { document.cookie = cookie }", cookie) for cookie in cookies]


def planted(nginx, path="/self-check/"):
    """Answers of the attacker's own that end in a calm summary, for every host of the domain."""
    attacker = nginx.visitor()
    attacker.answer("/self-check/urgent-signs/")
    return f"__Secure-answers={attacker.cookies['__Secure-answers']}; Domain={DOMAIN}; Path={path}; Secure"


def tick_a_911_sign(page):
    page.goto(SIGNS)
    page.locator("label", has=page.locator('input[value="leg_weakness"]')).click()


def go_on(page):
    with page.expect_navigation():
        page.get_by_role("button", name="Continue").click()


def sees_911_first(page):
    """The stop page; or words that the answers are lost, with the call for 911 and this very sign."""
    main = page.locator("main").inner_text()
    if page.locator("h1").inner_text().startswith("Stop here. Call 911"):
        return True
    told = page.locator("body").inner_text()
    said = ("starts over", "Your answers are lost", "There are no answers here", "What you sent was not taken")
    assert any(words in told for words in said), told
    return "New weakness or numbness in an arm or a leg" in main and "Call 911" in main


@pytest.mark.browser
@pytest.mark.parametrize("path", FOR_EACH_PATH)
def test_answers_planted_after_a_911_sign_never_show_a_calm_summary_and_are_gone_when_the_page_is_loaded_again(
    nginx, page, sibling, path
):
    tick_a_911_sign(page)
    go_on(page)
    assert page.locator("h1").inner_text().startswith("Stop here. Call 911")
    sibling(planted(nginx, path))
    page.goto(SUMMARY)
    assert "starts over" in page.locator("aside").inner_text()
    assert sees_911_first(page)
    page.goto(SUMMARY)
    assert page.locator("h1").inner_text().startswith("Stop here. Call 911")


@pytest.mark.browser
def test_answers_planted_before_the_first_visit_or_while_a_sign_is_ticked_do_not_hide_it(nginx, page, sibling):
    sibling(planted(nginx))
    page.goto(SUMMARY)
    assert sees_911_first(page)
    tick_a_911_sign(page)
    sibling(planted(nginx))
    go_on(page)
    assert page.locator("h1").inner_text().startswith("Stop here. Call 911")


@pytest.mark.browser
def test_cookies_with_letters_from_outside_ascii_lose_nothing(page, sibling):
    tick_a_911_sign(page)
    sibling(f"theirs=ä€; Domain={DOMAIN}; Path=/; Secure")
    go_on(page)
    assert page.locator("h1").inner_text().startswith("Stop here. Call 911")


@pytest.mark.browser
@pytest.mark.parametrize("when", ["before the sign is sent", "after the sign was sent"])
def test_400_cookies_that_push_ours_out_leave_nobody_without_911(page, sibling, when):
    tick_a_911_sign(page)
    if when == "after the sign was sent":
        go_on(page)
    sibling(*[f"theirs{number}=1; Domain={DOMAIN}; Path=/; Secure" for number in range(400)])
    assert "__Secure-answers" not in {cookie["name"] for cookie in page.context.cookies(SUMMARY)}
    if when == "after the sign was sent":
        page.goto(SUMMARY)
    else:
        go_on(page)
    assert sees_911_first(page)


@pytest.mark.browser
def test_who_loses_the_answers_amid_the_questions_is_told_so_and_begins_with_the_urgent_signs(page, sibling):
    page.goto(SIGNS)
    page.locator("label", has=page.locator('input[value="none"]')).click()
    go_on(page)
    page.locator("main label").first.click()
    sibling(*[f"theirs{number}=1; Domain={DOMAIN}; Path=/; Secure" for number in range(400)])
    go_on(page)
    assert page.get_by_role("heading", level=1).inner_text() == "Your answers are lost"
    assert sees_911_first(page)
    page.get_by_role("link", name="Begin again with the urgent signs").click()
    assert page.url == SIGNS


@pytest.mark.browser
def test_clearing_removes_what_was_planted_for_the_whole_self_check(nginx, page, sibling):
    page.goto(SELF_CHECK)
    sibling(*[planted(nginx, path) for path in ("/", "/self-check", "/self-check/")])
    with page.expect_navigation():
        page.get_by_role("button", name="Clear my answers").click()
    assert "__Secure-answers" not in {cookie["name"] for cookie in page.context.cookies(SUMMARY)}
    assert "starts over" not in page.locator("aside").inner_text()


@pytest.mark.browser
def test_no_other_host_can_set_the_cookie_that_the_answers_are_bound_to(page, sibling):
    sibling(f"__Host-form={'a' * 32}; Domain={DOMAIN}; Path=/; Secure", f"__Host-form={'a' * 32}; Path=/; Secure")
    page.goto(SIGNS)
    assert [one["value"] for one in page.context.cookies(SIGNS) if one["name"] == "__Host-form"] != ["a" * 32]


@pytest.mark.browser
def test_100_kilobytes_of_cookies_beside_ours_change_nothing(page, sibling):
    tick_a_911_sign(page)
    sibling(*[f"theirs{number}={'x' * 4000}; Domain={DOMAIN}; Path=/; Secure" for number in range(25)])
    go_on(page)
    assert page.locator("h1").inner_text().startswith("Stop here. Call 911")
