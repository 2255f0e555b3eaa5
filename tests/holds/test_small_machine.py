"""One core and 512 MB, as the smallest machine that one can rent has: the site starts, answers and makes guides."""

import os
import sys
import time
from pathlib import Path

import pytest
from full import FULL
from proxy import BEHIND, HOST
from server import AS_DEPLOYED, PROGRAM, Server, launch
from test_load import make_guides
from visitors import Visitor, crowd, refused

pytestmark = pytest.mark.slow

WORKERS = 2
MEBIBYTE = 1024 * 1024
# The system and nginx have the rest of 512.
MOST = 340 * MEBIBYTE
START_SECONDS = 60
WALKS = 8 if FULL else 2
ON_ONE_CORE = (
    "import os, sys; os.sched_setaffinity(0, {min(os.sched_getaffinity(0))}); os.execv(sys.argv[1], sys.argv[1:])"
)


def held_at_most(server: Server) -> int:
    """The most bytes that all its processes have held, what they share counted each time."""
    rows = [
        row.split()
        for process in (server.process.pid, *server.serving, *server.workers)
        for row in Path(f"/proc/{process}/status").read_text().splitlines()
    ]
    return sum(1024 * int(row[1]) for row in rows if row[0] == "VmHWM:")


@pytest.mark.holds
@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="it cannot be held to one core here")
def test_on_one_core_it_starts_answers_and_makes_guides_in_what_a_small_machine_has(static_root, capsys):
    begun = time.monotonic()
    program = (sys.executable, "-c", ON_ONE_CORE, *PROGRAM)
    with launch(static_root, workers=WORKERS, program=program, environment=AS_DEPLOYED | BEHIND) as server:
        server.wait()
        started = time.monotonic() - begun
        make_guides(server)
        visitors = [Visitor(server.url, number, host=HOST, secure=True) for number in range(4)]
        with crowd(visitors) as walking:
            while sum(one.walks for one in visitors) < WALKS:
                assert not walking.problems
                time.sleep(0.1)
        assert {frozenset(os.sched_getaffinity(worker)) for worker in server.workers} == {
            frozenset({min(os.sched_getaffinity(0))})
        }
        held = held_at_most(server)
    with capsys.disabled():
        print(
            f"\n{WORKERS} workers on one core: listened after {started:.1f} s, held {held / MEBIBYTE:.0f} MiB at most"
        )
    assert refused(visitors) == []
    assert started < START_SECONDS
    assert held < MOST
