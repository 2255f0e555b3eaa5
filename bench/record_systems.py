"""What a record system is answered, in each form of the standard; ours beside Django's empty view."""

from collections.abc import Iterator
from contextlib import ExitStack
from statistics import median

import servers
from load import COLUMNS, Request, by_turns
from servers import Server
from show import at_least, at_most, number

ASKED = (
    "/infobutton/?mainSearchCriteria.v.c=M80.08XA&mainSearchCriteria.v.cs=2.16.840.1.113883.6.90"
    "&mainSearchCriteria.v.dn=Fracture&informationRecipient=PAT&performer=PROV&taskContext.c.c=PROBLISTREV"
    "&patientPerson.administrativeGenderCode.c=F&age.v.v=74&age.v.u=a&informationRecipient.languageCode.c=en"
)
FEED, EMPTY = "a feed", "Django, empty view"
KINDS = {FEED: "text/xml", "JSON": "application/json", "a page for people": "text/html"}


def lines() -> Iterator[str]:
    """A section of the results, in markdown."""
    with ExitStack() as stack:
        loaded = by_turns(_contestants(stack))
    yield from ("## What record systems are answered", "")
    yield from ("A diagnosis with three pages, asked as record systems ask.", "")
    yield from (f"| | {COLUMNS} | to the feed |", "|---|--:|--:|--:|--:|")
    for name, one in loaded.items():
        yield f"| {name} | {one.cells} | {number(one.times(loaded[FEED]), 2)} |"
    yield ""
    yield at_most("A feed, ms of CPU", median(loaded[FEED].cpu_us) / 1000, 1, 2)
    yield at_least("Part of Django’s empty view", loaded[FEED].times(loaded[EMPTY]), 0.4)


def _contestants(stack: ExitStack) -> dict[str, tuple[Server, Request]]:
    """Both running, and what each is asked."""
    ours = stack.enter_context(servers.this_site())
    empty = stack.enter_context(servers.rival("empty"))
    of_ours = {name: (ours, Request(f"{ASKED}&knowledgeResponseType={kind}")) for name, kind in KINDS.items()}
    return {**of_ours, EMPTY: (empty, Request(ASKED))}
