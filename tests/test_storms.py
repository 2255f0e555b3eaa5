"""Whoever asks for much at once, through the real proxy and servers: visitors are answered all the same."""

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
from proxy import BEHIND, proxy
from server import launch
from storm import storm
from visitors import FIRST_QUESTION, PDF, SUMMARY

FULL = os.environ.get("HOLDS") == "full"
SHEETS = [f"/clinics/sample/{sheet}.pdf{size}" for sheet in ("poster", "slips") for size in ("", "?size=a4")]


@pytest.fixture(scope="module")
def nginx(static_root, tmp_path_factory):
    """Two servers as on one machine, each with a worker."""
    with ExitStack() as stack:
        servers = [stack.enter_context(launch(static_root, workers=1, **BEHIND)) for _ in range(2)]
        for server in servers:
            server.wait()
        folder = tmp_path_factory.mktemp("nginx")
        yield stack.enter_context(proxy(folder, [server.port for server in servers]))


def storming(nginx, connections, addresses, *paths):
    return storm(nginx.port, str(nginx.folder / "fullchain.pem"), connections, addresses, paths)


def at_the_end(nginx, number=0):
    """A visitor who has answered everything."""
    visitor = nginx.visitor(number)
    visitor.begin()
    assert visitor.answer(FIRST_QUESTION) == SUMMARY
    return visitor


@pytest.mark.holds
def test_each_visitor_gets_their_pdf_beside_24_connections_that_ask_for_posters_and_slips(nginx):
    visitors = [at_the_end(nginx, number) for number in range(36 if FULL else 8)]
    with storming(nginx, 24, 24, *SHEETS), ThreadPoolExecutor(2) as pool:
        got = [*pool.map(lambda one: one.exchange("GET", PDF), visitors)]
    assert [(one.status, one.body[:4]) for one in got] == [(200, b"%PDF")] * len(visitors)
