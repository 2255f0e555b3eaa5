"""What goes wrong on a machine, made to go wrong: visitors in the middle of the self-check lose nothing by it."""

import json
import os
import resource
import secrets
import shutil
import socket
import socketserver
import subprocess
import sys
import threading
import time
from contextlib import ExitStack, contextmanager, suppress
from types import SimpleNamespace

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse
from django.test import Client
from full import FULL
from patients import FITS
from proxy import BEHIND, HOST, proxy
from served import PAGES, everything, post, see
from server import KEY, ROOT, START_SECONDS, launch, serve
from visitors import (
    A_MOMENT,
    FIRST_QUESTION,
    PDF,
    START,
    STYLE,
    SUMMARY,
    Visitor,
    crowd,
    reconnected,
    refused,
)

from clinics.files import all_clinics
from kyphoplasty_site.middleware import StaticFiles
from referrals import prefilled_links
from screener import answers_cookie

pytestmark = pytest.mark.slow

FEW = 40 if FULL else 4
NEW_KEY = secrets.token_urlsafe(64)


@pytest.fixture(scope="module")
def servers(static_root):
    """Two servers as on one machine, each with a worker."""
    with ExitStack() as stack:
        started = [stack.enter_context(launch(static_root, workers=1, environment=BEHIND)) for _ in range(2)]
        for one in started:
            one.wait()
        yield started


@pytest.fixture(scope="module")
def nginx(servers, tmp_path_factory):
    with proxy(tmp_path_factory.mktemp("nginx"), [one.port for one in servers]) as ours:
        yield ours


def reads():
    """So that not all of the machine's time goes into pages."""
    return A_MOMENT


# ---- A worker dies, or is renewed


@pytest.mark.full
def test_a_killed_worker_costs_no_answer_and_no_visitor_sees_two_errors(static_root):
    kills = 3
    with (
        serve(static_root) as server,
        crowd(Visitor(server.url, one, tries=2, reads=reads) for one in range(FEW)) as visitors,
    ):
        for _ in range(kills):
            visitors.wait_until_amid()
            server.kill_worker()
            visitors.wait_for_walks()
            server.wait()
    assert all(len(one.refused) <= kills for one in visitors.visitors)


@pytest.mark.holds
def test_behind_nginx_nobody_notices_that_workers_were_killed_one_after_the_other(servers, nginx):
    with crowd(nginx.visitor(one, reads=reads) for one in range(FEW)) as visitors:
        for server in servers * (3 if FULL else 1):
            visitors.wait_until_amid()
            server.kill_worker()
            visitors.wait_for_walks()
            server.wait()
    assert refused(visitors.visitors) == []
    assert reconnected(visitors.visitors) == []


def test_an_answer_that_a_dying_server_had_in_its_hands_is_taken_by_another(servers, tmp_path):
    with dying() as (port, received), proxy(tmp_path, [port, servers[0].port]) as nginx:
        before = Visitor(servers[0].url, host=HOST, secure=True)
        before.begin()
        where = before.answer(FIRST_QUESTION, most=5)
        visitor = nginx.visitor(plan=before.plan, given=before.given, cookies=before.cookies)
        shown = before.get(where)
        for _ in range(3):
            fact = visitor.fact_at(where)
            assert fact
            visitor.give(where, fact, shown)
        visitor.check(visitor.get(SUMMARY))
    assert "POST" in {one.split()[0].decode() for one in received}


@contextmanager
def dying():
    """What takes each request whole and closes the connection without an answer: its port, and the requests."""
    received = []

    class Dying(socketserver.BaseRequestHandler):
        def handle(self):
            received.append(self.request.recv(100_000))

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Dying) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_address[1], received
        server.shutdown()
        thread.join()


@pytest.mark.full  # a worker has 20 seconds to start before the one it replaces ends
def test_workers_renewed_by_turns_cost_no_answer_and_no_visitor_sees_two_errors(static_root):
    with (
        serve(static_root) as server,
        crowd(Visitor(server.url, one, tries=2, reads=reads) for one in range(FEW)) as visitors,
    ):
        visitors.wait_until_amid()
        before = server.workers
        server.renew_workers()
        end = time.monotonic() + 4 * START_SECONDS
        while set(server.workers) & set(before):
            assert time.monotonic() < end
            time.sleep(0.1)
        visitors.wait_for_walks()
    assert all(len(one.refused) <= len(before) for one in visitors.visitors)


@pytest.mark.full
def test_while_keys_rotate_by_turns_nobody_starts_over_and_no_form_or_link_is_refused(static_root, tmp_path):
    # Every server can read the new key before one of them writes it.
    first, *steps = [
        {"SECRET_KEY": KEY},
        {"SECRET_KEY": KEY, "SECRET_KEY_FALLBACKS": NEW_KEY},
        {"SECRET_KEY": NEW_KEY, "SECRET_KEY_FALLBACKS": KEY},
    ]
    with ExitStack() as stack:
        running = [
            stack.enter_context(launch(static_root, workers=1, environment={**BEHIND, **first})) for _ in range(2)
        ]
        for server in running:
            server.wait()
        nginx = stack.enter_context(proxy(tmp_path, [server.port for server in running]))
        waiting = [amid(nginx, number) for number in range(200)]
        with crowd(nginx.visitor(1000 + number, reads=reads) for number in range(FEW)) as walking:
            for step in steps:
                walking.wait_until_amid()
                running = [stack.enter_context(restarted(server, static_root, **step)) for server in running]
                walking.wait_for_walks()
                for visitor in waiting:
                    go_on(visitor)
        for visitor in waiting:
            assert visitor.answer(visitor.where) == SUMMARY
            visitor.end()
        link = prefilled_links.make_token(all_clinics()["sample"], {"scan": "mri"})
        opened = nginx.visitor()
        sent = opened.post("/self-check/filled-in/", {"link": link}, opened.get(f"/p/{link}/"))
        assert sent.headers["Location"] == "/self-check/"
    assert refused([*waiting, *walking.visitors]) == []


def amid(nginx, number):
    """A visitor who has answered some questions, and has the form of the next one before them."""
    visitor = nginx.visitor(number)
    visitor.begin()
    visitor.where = visitor.answer(FIRST_QUESTION, most=3 + number % 5)
    visitor.shown = visitor.get(visitor.where)
    return visitor


def go_on(visitor):
    """Answer the question that has been shown for a while, and look at the next one."""
    visitor.where = visitor.give(visitor.where, visitor.fact_at(visitor.where), visitor.shown)
    visitor.shown = visitor.get(visitor.where)


@contextmanager
def restarted(server, static_root, **environment):
    """The same server anew, on its port, ready."""
    server.stop()
    with serve(static_root, server.port, server.count, environment={**BEHIND, **environment}) as again:
        yield again


# ---- Nothing can be written, or opened


def test_with_a_full_disk_everything_is_answered_and_the_guide_is_made(servers, nginx):
    for server in servers:
        server.limit(resource.RLIMIT_FSIZE, 0)
    try:
        visitor = nginx.visitor()
        visitor.walk()
        for address, status in (("/nothing/", 404), (f"{START}nothing/", 404), (START, 200)):
            assert visitor.get(address).status == status
    finally:
        for server in servers:
            server.limit(resource.RLIMIT_FSIZE, None)
    assert "/nothing/" not in "".join(server.log for server in servers), "the disk was not full"
    visitor.get("/nothing-else/")
    assert "/nothing-else/" in "".join(server.log for server in servers), "it is not written again"


READ_ONLY = """
mount --make-rprivate / && for one in $(findmnt -rno TARGET | grep -vE '^/(proc|sys|dev)(/|$)'); do
    mount -o remount,bind,ro "$one" 2>/dev/null
done
! touch "$1/written" 2>/dev/null && exec "$2" -m kyphoplasty_site
"""


@pytest.mark.holds
def test_on_a_read_only_disk_the_server_starts_and_answers_everything(static_root, tmp_path):
    apart = ["unshare", "--mount", "--map-root-user"]
    if shutil.which("unshare") is None or subprocess.run([*apart, "true"], check=False).returncode:  # noqa: S603
        pytest.skip("no name space of one's own is to be had here")
    program = [*apart, "sh", "-c", READ_ONLY, "sh", str(tmp_path), sys.executable]
    with launch(static_root, workers=1, program=program) as server:
        server.wait()
        Visitor(server.url).walk()


def test_when_no_more_files_can_be_opened_pages_go_on_and_all_recovers(servers):
    (server, _) = servers
    visitor = Visitor(server.url, host=HOST, secure=True)
    visitor.begin()
    where = visitor.answer(FIRST_QUESTION, most=2)
    (style, *_) = STYLE.findall(visitor.get("/").text)
    server.limit(resource.RLIMIT_NOFILE, server.open_files[0] + 1)
    held = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(20)]
    try:
        end = time.monotonic() + START_SECONDS
        while visitor.exchange("GET", style).status != 503:
            assert time.monotonic() < end, "files can still be opened"
        assert visitor.answer(where) == SUMMARY
        visitor.check(visitor.get(SUMMARY))
        for address in PAGES:
            assert visitor.get(address).status == 200
        assert visitor.get("/nothing/").status == 404
        assert visitor.exchange("GET", PDF).status in {200, 503}
    finally:
        server.limit(resource.RLIMIT_NOFILE, None)
        for one in held:
            one.close()
    assert visitor.get(style).status == 200
    Visitor(server.url, host=HOST, secure=True).walk()
    assert visitor.reconnected == []


OPENED = """
import sys
import kyphoplasty_site.wsgi
from django.conf import settings
from django.test import Client
from served import EVERYWHERE, QUESTIONS, everything

SELF_CHECK = ["/self-check/guide.pdf", "/self-check/guide.pdf?print=large", "/self-check/last-days.ics"]
STAFF = ["", "what-we-do-not-collect/", "safety/", "prefill/", "pack/", "slips.pdf", "poster.pdf", "email/neutral.html"]
OTHERS = ["/guide.pdf", "/robots.txt", "/sitemap.xml", "/r/sample/", "/r/nowhere/risks/", "/r/sample/pack/00/"]
FAILED = ["/nothing/", "/p/nonsense/", "/static/nothing.css"]

opened = []
sys.addaudithook(lambda event, given: opened.append(str(given[0])) if event == "open" else None)
for visitor in (Client(), Client(enforce_csrf_checks=True), everything(Client())):
    for address in [*EVERYWHERE, *SELF_CHECK, *OTHERS, *FAILED, *(f"/clinics/sample/{one}" for one in STAFF)]:
        visitor.get(address)
    for address in [*QUESTIONS, "/self-check/last-days.ics", "/self-check/what-matters/", "/"]:
        visitor.post(address)
print(*{path for path in opened if not path.startswith(str(settings.STATIC_ROOT))}, sep="\\n")
"""


def test_after_the_start_no_page_opens_a_file(static_root):
    path = {"PYTHONPATH": f"{ROOT}:{ROOT / 'tests' / 'kit'}", "STATIC_ROOT_OF_TESTS": str(static_root)}
    done = subprocess.run([sys.executable, "-c", OPENED], env={**os.environ, **path}, capture_output=True, text=True)  # noqa: S603
    assert (done.stdout.split(), done.returncode) == ([], 0), done.stderr


# ---- The clock is wrong


@pytest.fixture
def wall_clock(monkeypatch):
    """A clock that can be set."""
    clock = SimpleNamespace(now=1_800_000_000)
    clock.time = lambda: clock.now
    monkeypatch.setattr(answers_cookie, "time", clock)
    return clock


def test_a_clock_set_back_an_hour_loses_no_answer(client, wall_clock):
    everything(client)
    wall_clock.now -= 3600
    post(client, "pain_score", 3)
    shown = see(client, SUMMARY).text
    assert "3 of 10" in shown
    assert "Weak bones (osteoporosis)" in shown
    assert "starts over" not in shown


def test_a_clock_set_forward_a_year_starts_over_kindly_and_all_can_be_answered_again(client, wall_clock):
    everything(client)
    wall_clock.now += 365 * 24 * 3600
    assert "So the self-check starts over." in see(client, SUMMARY).text
    where = post(client, "cause", "cancer")["Location"]
    assert where == FIRST_QUESTION, "the urgent signs come first again"
    for fact, answer in {**FITS, "cause": "cancer"}.items():
        assert post(client, fact, answer).status_code == 303
    shown = see(client, SUMMARY).text
    assert "Cancer in the bone" in shown
    assert "starts over" not in shown


# ---- Static files are half there


@pytest.fixture
def some_static_files(static_root, tmp_path, settings):
    settings.STATIC_ROOT = tmp_path / "static"
    shutil.copytree(static_root, settings.STATIC_ROOT)
    return settings.STATIC_ROOT


def test_a_static_file_that_has_gone_is_not_found_and_the_page_is_still_shown(some_static_files):
    visitor = Client()
    styles = STYLE.findall(visitor.get("/").content.decode())
    assert visitor.get(styles[0]).status_code == 200
    for path in some_static_files.glob("css/*"):
        path.unlink()
    assert visitor.get(styles[0]).status_code == 404
    assert visitor.get("/").status_code == 200


def test_a_static_file_of_another_version_is_not_found(client):
    assert client.get("/static/css/site.0123456789ab.css").status_code == 404


def test_a_start_without_some_of_the_static_files_is_refused_in_words(some_static_files):
    (style, *_) = some_static_files.glob("css/site.*.css")
    style.unlink()
    with pytest.raises(ImproperlyConfigured, match=rf"missing \(css/{style.name}\)\. Run manage.py collectstatic\."):
        StaticFiles(lambda request: HttpResponse())


def test_a_start_with_the_static_files_of_an_older_version_is_refused_in_words(some_static_files):
    manifest = some_static_files / "staticfiles.json"
    kept = json.loads(manifest.read_text())
    del kept["paths"]["js/forget_form.js"]
    manifest.write_text(json.dumps(kept))
    with pytest.raises(ImproperlyConfigured, match=r"missing \(js/forget_form\.js\)\. Run manage.py collectstatic\."):
        StaticFiles(lambda request: HttpResponse())


# ---- Clients that send slowly


SLOW_HEADERS = f"GET / HTTP/1.1\r\nHost: {HOST}\r\nX-Slow: ".encode()
SLOW_BODY = (
    f"POST {FIRST_QUESTION} HTTP/1.1\r\nHost: {HOST}\r\nCookie: __Host-form={'a' * 32}\r\nOrigin: https://{HOST}\r\n"
    "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 60000\r\n\r\nanswer="
).encode()


def test_500_clients_that_send_a_byte_at_a_time_keep_nobody_waiting(nginx):
    with ExitStack() as stack:
        slow = []
        for begun in (SLOW_HEADERS, SLOW_BODY) * 250:
            plain = socket.create_connection(("127.0.0.1", nginx.port), timeout=START_SECONDS)
            slow.append(stack.enter_context(nginx.trust.wrap_socket(plain, server_hostname=HOST)))
            slow[-1].sendall(begun)
        stop = threading.Event()
        trickling = threading.Thread(target=trickle, args=(slow, stop))
        trickling.start()
        try:
            for number in range(3):
                nginx.visitor(number).walk()
        finally:
            stop.set()
            trickling.join()


def trickle(slow, stop):
    """A byte to each, again and again, until nginx has had enough of them."""
    while not stop.wait(0.1):
        for one in slow:
            with suppress(OSError):
                one.sendall(b"x")
