"""An answer posted: form, check, cookie and redirect; ours beside Django's empty view."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace

import servers
from load import COLUMNS, Request, by_turns
from patients import FITS
from served import fields
from servers import Server
from show import at_least, megabytes, number
from visitor import Form, Visitor

from screener.engine.facts import Fact
from screener.rule_sets.clinic import CLINIC_RULES

BEFORE = 9  # the questions answered already
OURS, EMPTY = "this site", "Django, empty view"


def lines() -> Iterator[str]:
    """A section of the results, in markdown."""
    with ExitStack() as stack:
        contestants = _contestants(stack)
        loaded = by_turns(contestants)
        memory = {name: server.worker_bytes for name, (server, _) in contestants.items()}
    yield from ("## An answer posted", "")
    asked = len(CLINIC_RULES.facts)
    yield f"Question {BEFORE + 1} of {asked}, after those before it: form, check, cookie, redirect, with"
    yield from ("real cookies and the form’s token.", "")
    yield from (f"| | {COLUMNS} | to ours | cookies, bytes | worker MB: PSS |", "|---|--:|--:|--:|--:|--:|--:|")
    for name, one in loaded.items():
        cookies = len(contestants[name][1].headers["Cookie"])
        ratio = number(one.times(loaded[OURS]), 2)
        yield f"| {name} | {one.cells} | {ratio} | {cookies:,} | {megabytes(memory[name])} |"
    yield ""
    yield at_least("Part of Django’s empty view", loaded[OURS].times(loaded[EMPTY]), 0.6)


def _contestants(stack: ExitStack) -> dict[str, tuple[Server, Request]]:
    """All of them running, each with the answer to post, which has been tried once."""
    ours = stack.enter_context(servers.this_site())
    empty = stack.enter_context(servers.rival("empty"))
    posted = answer(ours)
    return {
        OURS: (ours, posted),
        EMPTY: (empty, replace(posted, headers={**posted.headers, "Origin": empty.url})),
    }


def answer(server: Server) -> Request:
    """The answer that is posted to this site."""
    return Visitor(server.url, CLINIC_RULES.facts, as_ours).answer_all_before(BEFORE)


def as_ours(fact: Fact) -> Form:
    """The answer of a patient whose points all fit, as our form sends it."""
    return fields(fact.id, FITS[fact.id])
