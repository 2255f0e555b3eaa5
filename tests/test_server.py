"""The server as it is deployed: what it is told, and that it is there again after a worker has died."""

import subprocess
import sys

import pytest
from server import ROOT


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


def test_a_worker_that_dies_is_replaced(served):
    before = served.workers
    victim = served.kill_worker()
    served.wait()
    assert victim not in served.workers
    assert len(served.workers) == len(before)
