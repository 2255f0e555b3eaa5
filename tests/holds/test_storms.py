"""Whoever asks for much at once, through the real proxy and servers: visitors are answered all the same."""

import resource
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from statistics import median

import pytest
from check_nginx import REMEDIES, problems, set_to
from full import FULL
from numbered import ask, numbered
from proxy import AROUND, BEHIND, HOST, proxy
from server import ROOT, launch
from storm import address_of, storm
from visitors import FIRST_QUESTION, PDF, SUMMARY

pytestmark = pytest.mark.slow

CHECK = ROOT / "deploy" / "check_nginx.py"
GROWING = (ROOT / "docs" / "growing.md").read_text(encoding="utf-8")
SHEETS = [f"/clinics/sample/{sheet}.pdf{size}" for sheet in ("poster", "slips") for size in ("", "?size=a4")]


@pytest.fixture(scope="module")
def servers(static_root):
    """Two servers as on one machine, each with a worker."""
    with ExitStack() as stack:
        started = [stack.enter_context(launch(static_root, workers=1, environment=BEHIND)) for _ in range(2)]
        for server in started:
            server.wait()
        yield started


@pytest.fixture(scope="module")
def nginx(servers, tmp_path_factory):
    with proxy(tmp_path_factory.mktemp("nginx"), [server.port for server in servers]) as ours:
        yield ours


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


# ---- From one address, and from others

# Whoever says so comes from another address than this machine's.
FROM = {"server_tokens off;": "server_tokens off; set_real_ip_from 127.0.0.1; real_ip_header X-From;"}


@contextmanager
def limited(folder, **limits):
    """nginx with other limits before a server that answers each request with its number."""
    with numbered() as (source, port), proxy(folder, [port, port], {**FROM, **limits}) as source.nginx:
        yield source


def statuses(source, path, who, times, method="GET"):
    return [ask(source.nginx, path, method, **{"X-From": who})[0] for _ in range(times)]


def test_only_an_address_that_sends_too_many_requests_is_told_to_wait(tmp_path):
    with limited(tmp_path, **{"rate=200r/s": "rate=1r/m", "burst=1000": "burst=4"}) as source:
        assert statuses(source, "/self-check/", "192.0.2.1", 7) == [200] * 5 + [429] * 2
        assert statuses(source, "/self-check/", "192.0.2.2", 5) == [200] * 5
        assert source.asked == 10


def test_a_household_with_ipv6_is_counted_as_one(tmp_path):
    with limited(tmp_path, **{"rate=200r/s": "rate=1r/m", "burst=1000": "burst=4"}) as source:
        assert [statuses(source, "/r/x/", f"2001:db8:0:1::{one:x}:1", 1)[0] for one in range(7)] == [200] * 5 + [
            429
        ] * 2
        assert statuses(source, "/r/x/", "2001:db8:0:2::1", 5) == [200] * 5


def test_forms_are_counted_by_themselves(tmp_path):
    with limited(tmp_path, **{"rate=100r/s": "rate=1r/m", "burst=500": "burst=4"}) as source:
        assert statuses(source, "/self-check/", "192.0.2.1", 6, "POST") == [200] * 5 + [429]
        assert statuses(source, "/self-check/", "192.0.2.1", 6) == [200] * 6


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/self-check/guide.pdf"),
        ("GET", "/guide.pdf"),
        ("GET", "/clinics/sample/poster.pdf"),
        ("POST", "/clinics/sample/prefill/"),
        ("POST", "/clinics/sample/es/prefill/"),
    ],
)
def test_an_address_that_asks_for_many_pdfs_gets_them_more_slowly_and_none_is_refused(tmp_path, method, path):
    with limited(tmp_path, **{"rate=10r/s": "rate=1r/s"}) as source, ThreadPoolExecutor(4) as pool:

        def seconds(method, path):
            begun = time.monotonic()
            assert {*pool.map(lambda _: statuses(source, path, "192.0.2.1", 1, method)[0], range(4))} == {200}
            return time.monotonic() - begun

        assert seconds("POST", "/self-check/urgent-signs/") < 2.5
        assert seconds("GET", "/clinics/sample/prefill/") < 2.5
        assert seconds(method, path) > 2.5


def test_more_at_once_than_a_hospital_asks_for_are_asked_to_wait(tmp_path):
    with limited(tmp_path, **{"at_once 500": "at_once 3"}) as source, ThreadPoolExecutor(6) as pool:
        source.seconds = 1
        got = [*pool.map(lambda _: statuses(source, "/self-check/", "192.0.2.1", 1)[0], range(6))]
        assert sorted(got) == [200] * 3 + [429] * 3


# ---- Requests that are begun and not ended

HALF_OPEN = 1600
DEBIAN = """
user www-data;
worker_processes auto;
events {
	worker_connections 768;
	# multi_accept on;
}
"""
HEAD = b"GET / HTTP/1.1\r\nHost: www.example.org\r\nX-Slow: "
BEGUN = {"https": HEAD, "plain http": HEAD, "a handshake": b"\x16\x03\x01\x02"}


@pytest.fixture
def many_files():
    """So that this process may hold as many connections."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, 3 * HALF_OPEN)), hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.mark.parametrize("where", ["https", "a handshake", "plain http"])
def test_half_open_connections_keep_nobody_waiting(nginx, many_files, where):
    visitor = at_the_end(nginx)
    port = nginx.plain_port if where == "plain http" else nginx.port

    def begin(number):
        line = socket.create_connection(("127.0.0.1", port), 30, (address_of(number, 9), 0))
        if where == "https":
            line = nginx.trust.wrap_socket(line, server_hostname=HOST)
        line.sendall(BEGUN[where])
        return line

    with ExitStack() as stack, ThreadPoolExecutor(16) as pool:
        for line in pool.map(begin, range(HALF_OPEN)):
            stack.enter_context(line)
        for _ in range(5):
            begun = time.monotonic()
            visitor.close()  # the next request is over a connection of its own
            visitor.check(visitor.get(SUMMARY))
            assert time.monotonic() - begun < 2


def test_what_debian_sets_is_found_too_little_in_words():
    connections, files = problems(DEBIAN)
    assert connections == (
        "worker_connections is 768. Write `worker_connections 8192;` in the events block of /etc/nginx/nginx.conf, and "
        "reload nginx."
    )
    assert files.startswith("worker_rlimit_nofile is 1024. Write `worker_rlimit_nofile 16896;` at the top of")


def test_the_command_that_the_docs_name_checks_nginx_as_it_is():
    around = AROUND.format(folder="/nowhere", user="")
    assert f"nginx -T 2>/dev/null | python3 {CHECK.relative_to(ROOT)}" in GROWING
    too_few, only_said = around.replace("8192", "8191"), around.replace("\n", "\n# ")
    for text, code in ((DEBIAN, 1), (around, 0), (too_few, 1), (only_said, 1)):
        done = subprocess.run([sys.executable, CHECK], input=text, capture_output=True, text=True, check=False)  # noqa: S603
        assert (done.returncode, "Traceback" in done.stderr) == (code, False)


def test_the_proxy_of_the_tests_has_what_the_docs_ask_for_and_no_more():
    for name, (least, _) in REMEDIES.items():
        assert set_to(AROUND, name) == least
        assert f"`{name} {least};`" in GROWING


# ---- Addresses that there are not

MOST_TIMES = 2
UNKNOWN = ["/{}/", "/{}/{}/", "/self-check/{}/", "/r/{}/", "/clinics/{}/", "/static/{}.css"]


def seconds_of_a_summary(visitor, times):
    """The median, each over a connection of its own as for somebody new."""
    taken = []
    for _ in range(times):
        visitor.close()
        begun = time.monotonic()
        visitor.check(visitor.get(SUMMARY))
        taken.append(time.monotonic() - begun)
    return median(taken)


@pytest.mark.full  # other tests at the same time change the time it takes
@pytest.mark.parametrize("addresses", [1, 8])
def test_a_storm_of_unknown_addresses_leaves_a_summary_under_twice_its_idle_time(nginx, addresses, capsys):
    visitor, times = at_the_end(nginx), 200
    idle = seconds_of_a_summary(visitor, times)
    with storming(nginx, 8, addresses, *UNKNOWN) as got:
        begun = time.monotonic()
        amid = seconds_of_a_summary(visitor, times)
        lasted = time.monotonic() - begun
    with capsys.disabled():
        print(f"\n{addresses} addresses: idle {1000 * idle:.1f} ms, amid {1000 * amid:.1f} ms; {lasted:.1f} s: {got}")
    assert amid < MOST_TIMES * idle


def test_an_unknown_address_costs_the_servers_less_than_half_of_a_page_that_is_drawn(servers, nginx):
    visitor = at_the_end(nginx)

    def cost(path, status):
        before = sum(server.cpu_seconds for server in servers)
        for number in range(100):  # all of them together fewer than nginx lets through at once
            assert visitor.exchange("GET", path.replace("{}", f"x{number}")).status == status
        return sum(server.cpu_seconds for server in servers) - before

    drawn = cost(SUMMARY, 200)
    assert {path: cost(path, 404) < drawn / 2 for path in UNKNOWN} == dict.fromkeys(UNKNOWN, True)
