"""Many visitors at once, and very many requests: no error, and nothing grows."""

import random
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from statistics import linear_regression, median

import pytest
from django.conf import settings
from full import FULL
from proxy import BEHIND, HOST, proxy
from served import FORM_SECRET, PUBLIC
from server import AS_DEPLOYED, Server, launch, serve
from visitors import PDF, Crowd, Visitor, answers_of, crowd, reconnected, refused

from screener import answers_cookie
from screener.rule_sets.clinic import CLINIC_RULES

pytestmark = pytest.mark.slow

VISITORS, MINUTES = (200, 5) if FULL else (20, 0)
REQUESTS = 500_000 if FULL else 3_000
MEBIBYTE = 1024 * 1024
# A worker takes more until it has done everything once, and made some hundreds of guides.
WARM = 1 / 2
GUIDES = 500 if FULL else 20
# What may come on top after that. A request that leaves 7 KiB behind takes more, even in the short run, which garbage
# that is not collected yet makes less exact.
MOST_GROWTH = (5 if FULL else 10) * MEBIBYTE
# A server has a few more or fewer from one moment to the next.
FEW_FILES, FEW_THREADS = 4, 8


@dataclass
class Gauge:
    """What servers take, looked at again and again: bytes, open files, and threads of all their workers."""

    servers: list[Server]
    cpu_seconds: list[float] = field(default_factory=list)
    at: list[float] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)
    files_and_threads: list[tuple[int, int]] = field(default_factory=list)

    def look(self, at: float) -> None:
        self.at.append(at)
        self.cpu_seconds.append(sum(server.cpu_seconds for server in self.servers))
        self.memory.append(sum(sum(server.memory) for server in self.servers))
        open_files = sum(sum(server.open_files) for server in self.servers)
        self.files_and_threads.append((open_files, sum(sum(server.threads) for server in self.servers)))

    @property
    def growth(self) -> float:
        """By how many bytes memory rises after it is warm, along the line that fits best."""
        warm = [index for index, at in enumerate(self.at) if at >= WARM * self.at[-1]]
        line = linear_regression([self.at[index] for index in warm], [self.memory[index] for index in warm])
        return line.slope * (1 - WARM) * self.at[-1]

    @property
    def tenths(self) -> str:
        """The mebibytes after each tenth of the time."""
        return ", ".join(f"{one / MEBIBYTE:.0f}" for one in self.memory[:: max(1, len(self.memory) // 10)])

    @property
    def warm_files_and_threads(self) -> list[tuple[int, int]]:
        return [one for one, at in zip(self.files_and_threads, self.at, strict=True) if at >= WARM * self.at[-1]]


def watch(walking: Crowd, gauge: Gauge, done: Callable[[], float], all_of_it: float) -> None:
    """Look now and then until enough is done. Raises what went wrong for a visitor."""
    every = all_of_it / 100
    while (far := done()) < all_of_it:
        if walking.problems:
            raise walking.problems[0]
        if not gauge.at or far >= gauge.at[-1] + every:
            gauge.look(far)
        time.sleep(0.05)
    gauge.look(far)


def percentile(seconds: list[float], hundredths: int) -> float:
    return sorted(seconds)[max(0, -(-len(seconds) * hundredths // 100) - 1)]


def report(visitors: Sequence[Visitor], gauge: Gauge, begun: float) -> str:
    """The figures, in markdown."""
    kinds = dict.fromkeys(kind for one in visitors for kind in one.seconds)
    seconds = {kind: [second for one in visitors for second in one.seconds[kind]] for kind in kinds}
    requests, lasted = sum(map(len, seconds.values())), time.monotonic() - begun
    walks, processor = sum(one.walks for one in visitors), gauge.cpu_seconds[-1] - gauge.cpu_seconds[0]
    return "\n".join(
        [
            f"\n{len(visitors)} visitors, {walks:,} walks, {requests:,} requests in {lasted:.0f} s "
            f"({requests / lasted:.0f}/s), {1000 * processor / walks:.0f} ms of processor time for each walk; refused: "
            f"{len(refused(visitors))}; asked to wait: {sum(one.waited for one in visitors)}; memory by tenths "
            f"{gauge.tenths} MiB, growth {gauge.growth / MEBIBYTE:+.1f} MiB; open files and threads "
            f"{gauge.files_and_threads[-1]}\n",
            "| request | number | median ms | p99 ms | longest ms |",
            "|---|--:|--:|--:|--:|",
            *(
                f"| {kind} | {len(all_of_it):,} | {1000 * median(all_of_it):.0f} | "
                f"{1000 * percentile(all_of_it, 99):.0f} | {1000 * max(all_of_it):.0f} |"
                for kind, all_of_it in seconds.items()
            ),
        ]
    )


def reader(number: int) -> Callable[[], float]:
    """Somebody who goes through the pages faster than anybody reads: 0.5 to 3.5 seconds for each, in full."""
    chance = random.Random(number)  # noqa: S311 - the same in every run
    return lambda: chance.uniform(0.5, 3.5) if FULL else 0


def make_guides(server: Server) -> None:
    """Guides of many people, so that the server is warm."""
    visitor = Visitor(server.url, host=HOST, secure=True)
    for number in range(GUIDES):
        given = CLINIC_RULES.read(answers_of(random.Random(number)), date.today())  # noqa: S311 - the same in every run
        sealed = answers_cookie.seal(answers_cookie.Saved(dict(given)), FORM_SECRET)
        visitor.cookies = {f"__Secure-{settings.ANSWERS_COOKIE_NAME}": sealed, "__Host-form": FORM_SECRET}
        assert visitor.get(PDF, "PDF").body.startswith(b"%PDF")


@pytest.mark.holds
def test_visitors_at_once_go_through_everything_and_none_is_refused(static_root, tmp_path, capsys):
    begun = time.monotonic()
    with ExitStack() as stack:
        servers = [
            stack.enter_context(launch(static_root, workers=1, environment=AS_DEPLOYED | BEHIND)) for _ in range(2)
        ]
        for server in servers:
            server.wait()
        nginx = stack.enter_context(proxy(tmp_path, [server.port for server in servers]))
        gauge = Gauge(servers)
        if FULL:
            with ThreadPoolExecutor(len(servers)) as pool:
                list(pool.map(make_guides, servers))
            begun = time.monotonic()
        with crowd(nginx.visitor(one, reads=reader(one)) for one in range(VISITORS)) as walking:
            watch(walking, gauge, lambda: time.monotonic() - begun, MINUTES * 60)
        gauge.look(time.monotonic() - begun)
    everyone = walking.visitors
    assert all(one.walks for one in everyone)
    assert refused(everyone) == []
    assert reconnected(everyone) == []
    if FULL:
        with capsys.disabled():
            print(report(everyone, gauge, begun))
        assert gauge.growth < MOST_GROWTH


class Reader(Visitor):
    """A visitor who also looks at all that can be read, and mistypes an address."""

    def begin(self) -> None:
        super().begin()
        for address in (*PUBLIC, "/r/sample/", "/clinics/sample/"):
            assert self.get(address).status == 200
        for address, status in (("/nothing/", 404), ("/self-check/nothing/", 404), ("/p/nothing", 200)):
            assert self.get(address).status == status


@pytest.mark.holds
def test_very_many_requests_leave_nothing_behind(static_root, capsys):
    begun = time.monotonic()
    with serve(static_root, environment=AS_DEPLOYED) as server:
        gauge = Gauge([server])
        visitors = [Reader(server.url, one, takes_pdf=FULL) for one in range(8)]
        with crowd(visitors) as walking:
            watch(walking, gauge, lambda: sum(one.requests for one in visitors), REQUESTS)
        gauge.look(sum(one.requests for one in visitors))
    if FULL:
        with capsys.disabled():
            print(report(visitors, gauge, begun))
    assert refused(visitors) == []
    assert gauge.growth < MOST_GROWTH
    (files, threads), *_, (files_at_last, threads_at_last) = gauge.warm_files_and_threads
    assert files_at_last <= files + FEW_FILES
    assert threads_at_last <= threads + FEW_THREADS
