"""Pages of the self-check, each drawn anew for its visitor: processor time in one process, with all middleware."""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import cycle
from time import process_time

from django.core.handlers.wsgi import WSGIHandler
from interleave import measure
from patients import CASES, FITS, Given
from show import spread

from kyphoplasty_site.prerendered import ask
from kyphoplasty_site.warm_up import do_nothing_between_requests, read_everything
from screener import answers_cookie
from screener.rule_sets.clinic import CLINIC_RULES
from web.absolute_urls import our_host

ROUNDS = 40
EVERY = 10  # of the worked patients, for the summary of anybody
HALF = dict(list(FITS.items())[: len(FITS) // 2])


def lines() -> Iterator[str]:
    """A section of the results, in markdown."""
    read_everything()
    do_nothing_between_requests()
    ways = _ways()
    times = measure(ways, ROUNDS, process_time)
    yield from ("## A page of the self-check", "")
    yield f"Compressed, with the cookies of a visitor; processor time in one process, {ROUNDS} rounds by turns."
    yield from ("", "| | ms: median (range) | bytes sent |", "|---|--:|--:|")
    for name, seconds in times.items():
        yield f"| {name} | {spread([1000 * one for one in seconds], 2)} | {len(ways[name]()):,} |"


def _ways() -> dict[str, Callable[[], bytes]]:
    # Those whose day has come, without the day of the procedure, which may be past.
    come = [case for case in CASES.values() if date.fromisoformat(case["today"]) <= date.today()]
    worked = [{**case["answers"], "procedure_date": None} for case in come[::EVERY]]
    anybody = cycle([_way("/self-check/summary/", given) for given in worked])
    return {
        "a question": _way("/self-check/cause/", HALF),
        "a question with boxes": _way("/self-check/cautions/", HALF),
        "a question with a date": _way("/self-check/pain-began/", HALF),
        "what matters": _way("/self-check/what-matters/", FITS),
        "the summary, all points fit": _way("/self-check/summary/", FITS),
        "the summary of one worked patient after the other": lambda: next(anybody)(),
        "the guide": _way("/self-check/guide/", FITS),
    }


def _way(address: str, given: Given) -> Callable[[], bytes]:
    form = "x" * 32
    saved = answers_cookie.Saved({**CLINIC_RULES.read(given, date.today())})
    cookie = f"form={form}; answers={answers_cookie.seal(saved, form)}"
    application = WSGIHandler()

    def draw() -> bytes:
        status, _, body = ask(application, address, our_host(), HTTP_COOKIE=cookie, HTTP_ACCEPT_ENCODING="gzip, br")
        if status != "200 OK":
            raise SystemExit(f"{address} is answered with {status}.")
        return body

    return draw
