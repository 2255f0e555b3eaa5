"""Hands and eyes for the browser tests: to answer questions, to come with answers given before, to go everywhere."""

from calendar import month_name
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

from patients import CASES, Given
from playwright.sync_api import Locator, Page, Response
from served import FORM_SECRET

from content.pages import all_pages
from referrals import reading_lists
from screener import answers_cookie
from screener.engine.priorities import Lean, Weights
from screener.engine.summary import NO_WEIGHTS
from screener.rule_sets.clinic import CLINIC_RULES
from web import clock

FACTS = {fact.id: fact for fact in CLINIC_RULES.facts}
PUBLIC = [page.url for page in all_pages().values()] + [
    "/self-check/",
    "/self-check/how-it-decides/",
    "/self-check/how-it-decides/what-it-says/",
    "/self-check/how-it-decides/what-it-says/medicare/",
    "/guide/",
    "/for-engineers/",
]
START, SUMMARY, GUIDE, PAUSE = (
    "/self-check/",
    "/self-check/summary/",
    "/self-check/guide/",
    "/self-check/before-you-go-on/",
)
# The answers on a summary, folded.
ANSWERS = "#answers + details + .folded > .facts > div"
BESIDE = "/self-check/summary/medicare/"
WHAT_MATTERS = "/self-check/what-matters/"
# Something at each step, two alike, one that is not sure and one not answered.
WEIGHTS = dict(zip([matter.id for matter in CLINIC_RULES.priorities], map(Lean, (3, 5, 0, 1)), strict=False))

# A worked patient for each outcome, with as much to say as any: notes, cautions, another voice, both marks and "?".
ONE_OF_EACH = {
    "get_help_now": "everything-ticked-911-first",
    "adults_only": "under-18-with-fever-and-no-break",
    "no_known_fracture": "no-known-fracture-but-the-report-says-new",
    "raise_first": "everything-in-the-way-at-once",
    "other_options_first": "hospital-easing-pain-of-3",
    "not_yet": "caution-nerve-pain-nothing-tried",
    "missing_facts": "all-unsure",
    "points_fit": "someone-else-answers",
}


# What sticks out, if the page has to be scrolled sideways. A wide table scrolls in a frame of its own.
TOO_WIDE = """document.documentElement.scrollWidth <= innerWidth ? "" :
    [`needs ${document.documentElement.scrollWidth} px:`, ...[...document.querySelectorAll("body *")]
    .filter(one => one.getBoundingClientRect().right > innerWidth + 1)
    .slice(0, 5).map(one => one.outerHTML.slice(0, 120))].join(" ")"""


def address(fact: str) -> str:
    return f"/self-check/{FACTS[fact].slug}/"


def path(page: Page) -> str:
    return urlsplit(page.url).path


def visit(page: Page, url: str) -> Response:
    """Go to an address; a fault of the site's is never what a test wants to see."""
    response = page.goto(url)
    assert response, f"{url} is where the browser was"
    assert response.status < 500, f"{url} answers {response.status}"
    return response


def follow(page: Page, link: Locator) -> None:
    """Press a link or a button, and wait for the page that comes."""
    with page.expect_navigation():
        link.click()


def go_on(page: Page) -> None:
    follow(page, page.get_by_role("button", name="Continue"))


def choice(page: Page, value: str) -> Locator:
    """The choice with this value, as one sees it: its words, with the box or circle in them."""
    return page.locator("label", has=page.locator(f'input[value="{value}"]'))


def fill_in(page: Page, fact: str, answer: Any) -> None:
    """Put an answer into the question that is open."""
    kind = FACTS[fact].kind
    if kind == "many" and answer != "unsure":
        for value in answer or ["none"]:
            choice(page, value).click()
    elif kind.endswith("date") and answer != "unsure":
        write_date(page, answer)
    elif kind.endswith("date"):
        page.get_by_label("I’m not sure").check()
    else:
        choice(page, answer).click()


def write_date(page: Page, text: str) -> None:
    """A date as people write it: the month by its name when the day is known, else by its number."""
    year, month, *day = text.split("-")
    page.get_by_label("Month").fill(month_name[int(month)] if day else str(int(month)))
    page.get_by_label("Day").fill(str(int(day[0])) if day else "")
    page.get_by_label("Year").fill(year)


def answer(page: Page, fact: str, given: Any) -> None:
    """Answer the question that is open, or skip it, and go on."""
    if given is None:
        follow(page, page.get_by_role("button", name="Skip this question"))
    else:
        fill_in(page, fact, given)
        go_on(page)


def answer_all(page: Page, given: Given, answer: Callable[[Page, str, Any], None] = answer) -> list[str]:
    """Answer whatever is asked until nothing more is, as this patient would. Returns the questions that came."""
    asked: list[str] = []
    while (here := path(page)) != SUMMARY:
        if here == PAUSE:
            follow(page, page.get_by_role("link", name="Go on with the self-check"))
            continue
        fact = next(fact for fact in FACTS if address(fact) == here)
        assert fact not in asked, f"{fact} was asked twice"
        asked.append(fact)
        answer(page, fact, given.get(fact))
    return asked


def remember(page: Page, given: Given, weights: Weights = NO_WEIGHTS, way: str = "") -> None:
    """Come as one who has given these answers before, and said what matters."""
    read = {fact: None if value is None else FACTS[fact].read(value, clock.today()) for fact, value in given.items()}
    bring_cookie(page, answers_cookie.seal(answers_cookie.Saved(read, matters=dict(weights), way=way), FORM_SECRET))


def bring_cookie(page: Page, value: str) -> None:
    """The answers, and beside them the cookie of the form that they are bound to."""
    cookies = {"answers": (value, "/self-check/"), "form": (FORM_SECRET, "/")}
    page.context.add_cookies(
        [{"name": name, "value": held, "domain": "127.0.0.1", "path": path} for name, (held, path) in cookies.items()]
    )


def tamper(page: Page, matter: str) -> None:
    """Choose an answer that this page never offered."""
    radio = page.locator(f'input[name="{matter}"]').first
    radio.evaluate("one => one.value = 'extremely'")
    radio.click()


CHART = {"pain_began": "2026-10-10", "scan": "mri", "scan_date": "2026-11-10", "height_loss": "over_25"}
# What a clinic links to and what its staff use.
STAFF = "/clinics/sample/"
CLINIC_PAGES = [
    "/r/sample/",
    "/r/sample/risks/",
    "/r/nowhere/risks/",
    f"/r/sample/pack/{reading_lists.code_of({'risks', 'options'})}/",
    "/r/sample/pack/00/",
    *(
        STAFF + end
        for end in ("", "prefill/", "pack/", "record-system/", "preview/", "what-we-do-not-collect/", "safety/")
    ),
    "/p/nothing/",
    "/self-check/filled-in/",
]


def make_prefilled(page: Page) -> str:
    """As staff: make a link with what a chart says. Returns the address."""
    visit(page, f"{STAFF}prefill/")
    choice(page, "mri").click()
    page.get_by_label("When the pain began").fill(CHART["pain_began"])
    page.get_by_label("Day of the scan").fill(CHART["scan_date"])
    choice(page, "over_25").click()
    follow(page, page.get_by_role("button", name="Make the link"))
    return page.get_by_label("The link", exact=True).input_value()


def _clinics(page: Page) -> Iterator[str]:
    for url in CLINIC_PAGES:
        visit(page, url)
        for details in page.locator("main details").all():
            details.evaluate("one => one.open = true")
        yield url
    for end in ("prefill/", "pack/"):
        visit(page, STAFF + end)
        follow(page, page.get_by_role("button", name="Make the link"))
        yield f"{end} in error"
    link = make_prefilled(page)
    yield "a prefilled link, made"
    page.context.clear_cookies()
    page.route("**/js/go_on*.js", lambda route: route.abort())
    visit(page, link)
    yield "the page that a prefilled link opens"
    page.unroute("**/js/go_on*.js")
    visit(page, link)
    page.wait_for_url(f"**{START}")
    yield "the start with answers filled in"
    visit(page, address("pain_began"))
    yield "a question filled in"


def everywhere(page: Page) -> Iterator[str]:
    """Go to every page of the site in every state that it has; gives the name of each while the browser is there."""
    for url in [*PUBLIC, "/no-such-page/"]:
        visit(page, url)
        yield url
    for fact in CLINIC_RULES.facts:
        remember(page, {"scan": "mri"} if fact.asked_if else {})
        visit(page, address(fact.id))
        yield f"{fact.id}, fresh"
        go_on(page)
        yield f"{fact.id}, in error"
    for outcome, name in ONE_OF_EACH.items():
        remember(page, CASES[name]["answers"])
        # A sign that needs 911 leads from another rule set to the summary.
        for url in (SUMMARY, GUIDE) if outcome == "get_help_now" else (SUMMARY, BESIDE, GUIDE):
            visit(page, url)
            yield f"{url} of {outcome}"
            if url == BESIDE:
                yield from _put_into_the_guide(page, outcome)
    visit(page, f"{BESIDE}rdq/")
    yield "a question of another rule set, fresh"
    go_on(page)
    yield "a question of another rule set, in error"
    yield from _rare_states(page)
    yield from _clinics(page)


def _put_into_the_guide(page: Page, outcome: str) -> Iterator[str]:
    button = page.get_by_role("button", name="Put this box into the guide")
    if button.count():
        follow(page, button)
        yield f"{BESIDE} of {outcome}, put into the guide"


def _what_matters(page: Page) -> Iterator[str]:
    for for_whom in ("self", "someone_else"):
        remember(page, {"for_whom": for_whom})
        visit(page, WHAT_MATTERS)
        yield f"what matters, {for_whom}, fresh"
        tamper(page, "risk")
        follow(page, page.get_by_role("button", name="Save and go to the summary"))
        yield f"what matters, {for_whom}, in error"
        remember(page, CASES["all-points-fit"]["answers"] | {"for_whom": for_whom}, WEIGHTS, "wait")
        for url in (WHAT_MATTERS, SUMMARY, GUIDE):
            visit(page, url)
            yield f"{url}, {for_whom}, with what matters"
    remember(page, {}, WEIGHTS)
    visit(page, SUMMARY)
    yield "a summary of what matters alone"


def _rare_states(page: Page) -> Iterator[str]:
    remember(page, {"urgent_signs": ["fever"]})
    visit(page, PAUSE)
    yield "pause"
    visit(page, "/self-check/")
    yield "start with answers"
    visit(page, "/self-check/clinic/sample/")
    yield "a clinic's link with answers"
    visit(page, address("cause"))
    page.locator(".answers-so-far summary").click()
    yield "a question with the answers so far"
    yield from _what_matters(page)
    bring_cookie(page, "nonsense")
    visit(page, "/self-check/")
    yield "start over"
    page.context.clear_cookies()
    visit(page, SUMMARY)
    yield "a summary without answers"
    visit(page, "/self-check/cleared/")
    yield "answers cleared"
    visit(page, address("pain_began"))
    page.get_by_label("Month").fill("Smarch")
    page.get_by_label("Year").fill("26")
    go_on(page)
    yield "a date with two mistakes"
    page.context.clear_cookies()
    go_on(page)
    yield "cookies needed"
