"""The server as it is deployed: what it is told, and that it is there again after a worker has died."""

import os
import subprocess
import sys
import time

import pytest
from server import ROOT, launch
from visitors import PATIENCE_SECONDS, Visitor


@pytest.mark.parametrize(
    ("variable", "given"),
    [("PORT", "0"), ("PORT", "65536"), ("PORT", "http"), ("PORT", "-1"), ("WORKERS", "0"), ("WORKERS", "½")],
)
def test_a_number_that_makes_no_sense_stops_the_start_in_words(variable, given):
    done = subprocess.run(
        [sys.executable, "-m", "kyphoplasty_site"],
        cwd=ROOT,
        env={variable: given, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith(f"{variable} is {given!r}. Set it to a whole number from 1 to ")


SMALLER = """
from kyphoplasty_site.__main__ import server
smaller = server()
smaller.workers_rss, smaller.rss_sample_interval = 1, 1
smaller.serve()
"""


@pytest.mark.holds
@pytest.mark.skipif(os.environ.get("HOLDS") != "full", reason="a worker has seconds to start before the other ends")
def test_a_worker_that_has_grown_too_large_is_replaced_and_everything_is_answered(static_root):
    with launch(static_root, workers=1, program=(sys.executable, "-c", SMALLER)) as server:
        server.wait()
        before = server.workers[0]
        end = time.monotonic() + PATIENCE_SECONDS
        while before in server.workers:
            assert time.monotonic() < end
            assert Visitor(server.url).get("/risks/").status == 200
    assert server.process.returncode == 0


def test_a_worker_that_dies_is_replaced(served):
    before = served.workers
    victim = served.kill_worker()
    served.wait()
    assert victim not in served.workers
    assert len(served.workers) == len(before)
