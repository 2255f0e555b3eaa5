"""Several machines behind the proxy that is shipped: they share their keys and nothing else, and nothing is lost."""

import http.client
import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from full import FULL
from proxy import BEHIND, HOST, Proxy, proxy
from server import Server, launch
from two_versions import ADDED, DROPPED, EARLIER, LATER
from visitors import A_MOMENT, START, STYLE, SUMMARY, Visitor, crowd, reconnected, refused

from clinics.files import all_clinics
from referrals import prefilled_links

pytestmark = pytest.mark.slow

MANY = 60 if FULL else 5
NEXT_STYLE = "/static/css/site.0123456789ab.css"


class Machines:
    """Three servers with nginx before them: of this version, with a clock an hour ahead, and of the next version."""

    def __init__(self, stack: ExitStack, folder: Path, static_root: Path, next_static_root: Path) -> None:
        self.stack = stack
        differs = {"DJANGO_SETTINGS_MODULE": "settings_of_another_machine"}
        self.this_version = (static_root, {**differs, "VERSION": "earlier"})
        self.an_hour_ahead = (static_root, {**differs, "VERSION": "earlier", "CLOCK_HOURS": "1"})
        self.next_version = (next_static_root, {**differs, "VERSION": "later"})
        kinds = (self.this_version, self.an_hour_ahead, self.next_version)
        self.running = [self._launch(kind) for kind in kinds]
        for server in self.running:
            server.wait()
        self.nginx: Proxy = stack.enter_context(proxy(folder, [server.port for server in self.running]))

    def _launch(self, kind: tuple[Path, dict[str, str]], port: int = 0) -> Server:
        static_root, differs = kind
        return self.stack.enter_context(launch(static_root, port, workers=1, environment={**BEHIND, **differs}))

    def start_again(self, number: int, kind: tuple[Path, dict[str, str]]) -> None:
        """One of them anew, in its place."""
        self.running[number] = self._launch(kind, self.running[number].port)
        self.running[number].wait()

    def visitors(self, count: int) -> Iterator[Visitor]:
        """Who may be asked by either version."""
        for number in range(count):
            yield self.nginx.visitor(number, rule_sets=(EARLIER, LATER), reads=lambda: A_MOMENT)


@pytest.fixture(scope="module")
def machines(static_root, tmp_path_factory):
    """One style sheet of the next version has another name, as it was changed."""
    next_static_root = tmp_path_factory.mktemp("next") / "static"
    shutil.copytree(static_root, next_static_root)
    (style, *_) = next_static_root.glob("css/site.*.css")
    shutil.copy(style, next_static_root / "css" / Path(NEXT_STYLE).name)
    with ExitStack() as stack:
        machines = Machines(stack, tmp_path_factory.mktemp("nginx"), static_root, next_static_root)
        stack.enter_context(machines.nginx.upgrading())
        yield machines


@pytest.fixture
def nginx(machines):
    return machines.nginx


def test_the_page_of_one_version_finds_its_static_files_on_any_machine_that_has_them(nginx):
    visitor = nginx.visitor()
    (old_style, *_) = STYLE.findall(visitor.get("/").text)
    for style in (old_style, NEXT_STYLE):
        assert {visitor.get(style).status for _ in range(9)} == {200}
    missing = visitor.get("/static/css/site.ba9876543210.css")
    assert missing.status == 404
    assert "text/html" in missing.headers["Content-Type"]


def test_visitors_who_are_asked_by_machines_of_two_versions_and_clocks_lose_nothing(machines):
    with crowd(machines.visitors(2)) as walking:
        walking.wait_for_walks()
    assert refused(walking.visitors) == []
    for one in walking.visitors:
        assert {ADDED.id, DROPPED.id} & one.ever_asked


@pytest.mark.full
def test_one_machine_dies_and_one_is_upgraded_and_nothing_is_lost(machines):
    with crowd(machines.visitors(MANY)) as walking:
        walking.wait_until_amid()
        machines.running[0].die()
        walking.wait_for_walks()
        machines.start_again(0, machines.this_version)
        walking.wait_until_amid()
        machines.running[1].stop()
        walking.wait_until_amid()
        machines.start_again(1, machines.next_version)
        walking.wait_for_walks()
    assert refused(walking.visitors) == []
    assert reconnected(walking.visitors) == []
    asked = set().union(*(one.ever_asked for one in walking.visitors))
    assert {ADDED.id, DROPPED.id} <= asked, "nobody met both versions"
    for one in walking.visitors:
        for machine, rule_set in zip(machines.running, (EARLIER, LATER, LATER), strict=True):
            alone = Visitor(machine.url, host=HOST, secure=True, rule_sets=(rule_set,), cookies=one.cookies)
            alone.given = one.given
            alone.check(alone.get(SUMMARY))


@pytest.mark.full  # nginx waits 10 seconds for a machine that does not answer
def test_a_machine_that_hangs_keeps_visitors_waiting_and_loses_nothing(machines):
    # The two others are of both versions, so what one of them asks is never known to this one alone.
    hanging = machines.running[1]
    everyone = [hanging.process.pid, *hanging.serving, *hanging.workers]
    with crowd(machines.visitors(MANY)) as walking:
        walking.wait_until_amid()
        for one in everyone:
            os.kill(one, signal.SIGSTOP)
        try:
            walking.wait_for_walks(2)
        finally:
            for one in everyone:
                os.kill(one, signal.SIGCONT)
    assert refused(walking.visitors) == []


# ---- nginx, with the configuration that is shipped


def test_plain_http_is_sent_to_https(nginx):
    plain = http.client.HTTPConnection("127.0.0.1", nginx.plain_port)
    plain.request("GET", "/risks/?a=b", headers={"Host": HOST})
    reply = plain.getresponse()
    assert (reply.status, reply.headers["Location"]) == (301, f"https://{HOST}/risks/?a=b")
    plain.close()


def test_a_visitor_over_https_is_told_to_stay_there_and_gets_cookies_for_https_alone(nginx):
    reply = nginx.visitor().get(f"{START}adult/")
    assert reply.headers["Strict-Transport-Security"]
    assert "Secure" in reply.headers["Set-Cookie"]


TOKEN = prefilled_links.make_token(all_clinics()["sample"], {"scan": "mri"})
MARK = "Mark0815x"
ASKED = [
    f"/p/{TOKEN}/",
    f"/p/{TOKEN}",
    f"//p/{TOKEN}/",
    f"/%70/{TOKEN}/",
    f"/risks/../p/{TOKEN}/",
    f"/./p/{TOKEN}/?{MARK}",
    f"/p/{TOKEN}/{MARK}",
    f"/risks/?{MARK}={TOKEN}",
]


def test_no_line_of_the_log_and_no_file_of_nginx_holds_a_link_a_query_a_referrer_or_a_browser(nginx):
    before = nginx.lines_so_far()
    for port, kind in ((nginx.port, http.client.HTTPSConnection), (nginx.plain_port, http.client.HTTPConnection)):
        secure = {"context": nginx.trust} if port == nginx.port else {}
        connection = kind("127.0.0.1", port, **secure)
        for method in ("GET", "POST"):
            for path in ASKED:
                headers = {"Host": HOST, "Referer": f"https://{HOST}/p/{TOKEN}/", "User-Agent": MARK}
                connection.request(method, path, b"", headers)
                connection.getresponse().read()
        # What is no request at all.
        connection.send(f"GET /p/{TOKEN}/ {MARK}\r\nHost: {MARK}\r\n\r\n".encode())
        connection.sock.recv(1000)
        connection.close()
    lines = nginx.logged(before + 2 * (2 * len(ASKED) + 1))
    assert {"/p/-", "/risks/"} <= {line.split('"')[1].split()[1] for line in lines if "GET" in line}
    for file in nginx.folder.rglob("*"):
        text = file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""
        assert TOKEN not in text, file
        assert MARK not in text, file
