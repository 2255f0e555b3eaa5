"""What a second worker brings and costs: requests, time, memory and start."""

from collections.abc import Iterator
from contextlib import ExitStack
from statistics import median

import servers
from content_page import PAGE
from load import COLUMNS, Request, by_turns
from posted_answer import BEFORE, answer, as_ours
from servers import ALL_CORES, Server
from show import FLAT, at_most, megabytes, spread
from visitor import Visitor

from screener.rule_sets.clinic import CLINIC_RULES

STARTS = 5
GUIDE, GUIDES = "/self-check/guide.pdf", 100
PAGE_SERVED, ANSWER = f"`{PAGE}`", "an answer"


def lines() -> Iterator[str]:
    """A section of the results, in markdown."""
    starts: dict[int, list[float]] = {1: [], 2: []}
    for _ in range(STARTS):
        for workers, seconds in starts.items():
            with servers.this_site(workers, ALL_CORES) as server:
                seconds.append(server.start_seconds)
    with ExitStack() as stack:
        running = {workers: stack.enter_context(servers.this_site(workers, ALL_CORES)) for workers in starts}
        asked: dict[tuple[str, int], tuple[Server, Request]] = {}
        for workers, server in running.items():
            asked[PAGE_SERVED, workers] = (server, Request(PAGE))
            asked[ANSWER, workers] = (server, answer(server))
        loaded = by_turns(asked, core=ALL_CORES)
    yield from ("## Growth: 1 to 2 workers", "", f"Here servers and wrk share all cores. {STARTS} starts.", "")
    yield from (f"| | workers | {COLUMNS} |", "|---|--:|--:|--:|--:|")
    yield from (f"| {what} | {workers} | {loaded[what, workers].cells} |" for what, workers in sorted(asked))
    memory = {workers: _memory(workers) for workers in starts}
    yield from ("", f"Memory after some load and {GUIDES} guides for each worker.", "")
    yield from ("| workers | start s | worker MB: PSS (RSS) | all processes MB: PSS |", "|--:|--:|--:|--:|")
    for workers, (shared, resident, whole) in memory.items():
        sizes = f"{megabytes(shared)} ({megabytes(resident)}) | {megabytes(whole)}"
        yield f"| {workers} | {spread(starts[workers], 2)} | {sizes} |"
    yield ""
    for what in (PAGE_SERVED, ANSWER):
        one, two = (median(loaded[what, workers].cpu_us) for workers in starts)
        yield at_most(f"CPU of {what} with two workers, times that with one", two / one, FLAT, 2)
    yield at_most("Start with two workers, s", median(starts[2]), 2, 2)
    yield at_most("Memory of a worker of two, MB", memory[2][0] / 1e6, 90)


def _memory(workers: int) -> tuple[int, int, int]:
    """The bytes of a worker, the same with shared pages counted whole, and all: of a site alone, after some load.

    Raises SystemExit when a guide is not made.
    """
    with servers.this_site(workers, ALL_CORES) as server:
        visitor = Visitor(server.url, CLINIC_RULES.facts, as_ours)
        posted = visitor.answer_all_before(BEFORE)
        by_turns({PAGE_SERVED: (server, Request(PAGE)), ANSWER: (server, posted)}, rounds=1, core=ALL_CORES)
        for _ in range(GUIDES * workers):
            if visitor.open(GUIDE) != (200, ""):
                raise SystemExit(f"{server.url} makes no guide.")
        return server.worker_bytes, server.worker_resident_bytes, server.all_bytes
