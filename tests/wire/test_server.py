"""The server as it is deployed: what it is told, and that no dead worker and no file that is wrong takes it down."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path
from types import SimpleNamespace
from urllib.request import urlopen

import pytest
from server import KEY, ROOT, START_SECONDS, copy_site, launch, serve

from kyphoplasty_site.__main__ import GIVEN_UP, MOST_IN_A_ROW, REFUSED, STARTED_AGAIN
from kyphoplasty_site.watchdog import MOST_MISSED, STUCK_SECONDS, Beats, Watched

pytestmark = pytest.mark.slow

PAGES = "content/languages/en/pages"
PAGE = f"{PAGES}/risks.md"


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


@pytest.fixture
def site(tmp_path):
    """A copy of the site whose files may be spoiled."""
    return copy_site(tmp_path)


CLINIC = """
name = "Clínica d’Été"
phone = "(212) 555-0100"
hours = ["Monday to Friday, 8 am to 5 pm"]
address = ["2 North Street", "New York, NY 10001"]
bring = ["A list of your medicines"]
[interpreter_in]
ar = "هل تحتاج إلى مترجم؟"
zh-Hans = "您需要口译员吗？"
"""


@pytest.fixture
def with_a_clinic(site):
    """The same with a clinic whose words must be tried in the fonts of the PDFs."""
    (site / "clinics/northside.toml").write_text(CLINIC, encoding="utf-8")
    return site


def test_no_thread_is_begun_before_the_workers_are_copied_since_a_copy_would_lack_it(with_a_clinic, static_root):
    told = "import os; from kyphoplasty_site.serving import application; application()"
    told += "; from clinics.files import all_clinics; print(len(os.listdir('/proc/self/task')), *all_clinics())"
    environment = {"PYTHONPATH": f"{with_a_clinic}:{ROOT / 'tests' / 'kit'}", "STATIC_ROOT_OF_TESTS": str(static_root)}
    environment |= {"DJANGO_SETTINGS_MODULE": "settings_for_tests"}
    done = subprocess.run(  # noqa: S603 - ours
        [sys.executable, "-c", told], cwd=with_a_clinic, env=environment, capture_output=True, text=True, check=False
    )
    assert (done.stdout.strip(), done.returncode) == ("1 northside sample", 0), done.stderr


def test_with_a_clinic_whose_words_are_not_all_ascii_every_pdf_is_made(with_a_clinic, static_root):
    with launch(static_root, site=with_a_clinic) as server:
        server.wait()
        for _ in range(4):  # of both workers
            for address in ("/guide.pdf", "/clinics/northside/interpreters.pdf"):
                with urlopen(server.url + address, timeout=30) as response:  # noqa: S310 - ours
                    assert response.read(4) == b"%PDF"
        assert server.log == ""


# ---- Processes that die


@pytest.mark.full
def test_however_often_workers_die_the_site_goes_on_answering(static_root):
    kills, every = 10, 1
    with serve(static_root) as server:
        serving, refused, asked = server.serving, [], 0
        for _ in range(kills):
            victim, until_next = server.workers[-1], time.monotonic() + every
            os.kill(victim, signal.SIGKILL)
            while time.monotonic() < until_next or victim in server.workers or len(server.workers) < server.count:
                asked += 1
                try:
                    assert answers(server, "/self-check/")
                except (OSError, HTTPException) as problem:  # the connection that the dying one had
                    refused.append(problem)
        assert server.serving == serving
        assert len(refused) <= kills, refused
        assert asked > 2 * kills
        server.wait()
        assert answers(server)


def test_both_workers_die_twice_and_the_site_goes_on_answering(static_root):
    with serve(static_root) as server:
        serving = server.serving
        for _ in range(2):
            before = server.workers
            for victim in before:
                os.kill(victim, signal.SIGKILL)
            until(server, lambda: len(server.workers) == server.count and not {*before} & {*server.workers})  # noqa: B023
            server.wait()
            assert answers(server)
        assert server.serving == serving


def test_the_serving_process_is_started_again_when_it_ends_unasked(static_root):
    with serve(static_root) as server:
        serving = server.serving
        os.kill(serving[0], signal.SIGKILL)
        until(server, lambda: server.serving and server.serving != serving)
        server.wait()
        assert answers(server)
        assert STARTED_AGAIN in server.log


# ---- Processes that hang


def test_a_worker_that_hangs_is_replaced(static_root):
    with serve(static_root) as server:
        (victim, other), serving = server.workers, server.serving
        os.kill(victim, signal.SIGSTOP)
        until(server, lambda: victim not in server.workers and len(server.workers) == server.count)
        server.wait()
        assert {answers(server, "/self-check/") for _ in range(10)} == {True}
        assert other in server.workers
        assert server.serving == serving
        assert "worker-1 hangs: it is replaced" in server.log


@pytest.mark.full
def test_a_worker_that_hangs_ends_with_its_parent_process_and_frees_the_port(static_root):
    with serve(static_root) as server:
        before = server.workers
        os.kill(before[0], signal.SIGSTOP)
        os.kill(server.serving[0], signal.SIGKILL)
        until(server, lambda: not any(alive(one) for one in before))
        server.wait()  # as many listen as there should be
        assert answers(server)


def test_a_worker_hangs_when_it_has_missed_ten_beats_in_a_row_and_its_successor_has_as_many():
    beats = Beats(2)
    for _ in range(2):
        for _ in range(MOST_MISSED - 1):
            beats.beat(1)
            assert beats.look() == []
        beats.beat(1)
        assert beats.look() == [0]
        beats.begin(0)


def test_a_worker_is_stuck_when_each_of_its_threads_is_for_long(monkeypatch):
    now, going = [0.0], threading.Semaphore(0)
    monkeypatch.setattr("kyphoplasty_site.watchdog.time", SimpleNamespace(monotonic=lambda: now[0]))
    watched = Watched(lambda *_: [b""] if going.acquire() else [], threads=2)
    asked = [threading.Thread(target=watched, args=({}, None)) for _ in range(2)]
    for one in asked:
        one.start()
        now[0] += STUCK_SECONDS
    assert not watched.is_stuck  # the second has not been at it for longer
    now[0] += 1
    assert watched.is_stuck
    going.release(2)
    for one in asked:
        one.join()
    assert not watched.is_stuck


# In place of what serves the site: it says that it has read everything, and ends.
ENDS_AT_ONCE = '#!/bin/sh\neval "echo >&$3"\nexit 3\n'
OVER_ONE_THAT_ENDS = """
import sys
from kyphoplasty_site import __main__ as main
main.PAUSE_SECONDS, sys.executable = 0, sys.argv[1]
sys.exit(main.serve())
"""


def test_a_serving_process_that_ends_again_and_again_is_given_up_in_words(tmp_path):
    program = tmp_path / "ends"
    program.write_text(ENDS_AT_ONCE)
    program.chmod(0o755)
    command = [sys.executable, "-c", OVER_ONE_THAT_ENDS, str(program)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=START_SECONDS, check=False)  # noqa: S603
    assert done.stderr.splitlines() == [STARTED_AGAIN] * MOST_IN_A_ROW + [GIVEN_UP]
    assert done.returncode == 3


@pytest.mark.full
def test_a_server_that_is_killed_again_and_again_is_given_up_in_words(static_root):
    with serve(static_root, workers=1) as server:
        killed = set()
        while server.process.poll() is None:
            for one in set(server.serving) - killed:
                if server.workers:  # it has read everything
                    os.kill(one, signal.SIGKILL)
                    killed.add(one)
            time.sleep(0.02)
        assert len(killed) == MOST_IN_A_ROW + 1
        assert server.log.count(STARTED_AGAIN) == MOST_IN_A_ROW
        assert GIVEN_UP in server.log
        assert server.process.returncode != 0


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process that its parent is gone")
@pytest.mark.parametrize("whose", ["what reads", "what starts it"])
def test_workers_end_when_what_started_them_is_killed(static_root, whose):
    with serve(static_root) as server:
        everyone = [*server.serving, *server.workers]
        killed = server.serving[0] if whose == "what reads" else server.process.pid
        os.kill(killed, signal.SIGKILL)
        until(server, lambda: not any(alive(one) for one in everyone))


def alive(process):
    """Whether any of its threads runs.

    The first thread can be over while others still close what all share: the port among it.
    """
    with suppress(FileNotFoundError, ProcessLookupError):  # it has ended meanwhile
        for thread in Path(f"/proc/{process}/task").iterdir():
            with suppress(FileNotFoundError, ProcessLookupError):  # a thread that has ended meanwhile
                if (thread / "stat").read_text().rpartition(")")[2].split()[0] != "Z":
                    return True
    return False


@pytest.mark.full
def test_a_renewal_that_is_asked_for_during_another_is_made_after_it(site, static_root):
    with serve(static_root, site=site, workers=1) as server:
        old = server.serving
        server.renew_workers()
        until(server, lambda: len(server.serving) == 2)
        (first,) = set(server.serving) - {*old}
        server.renew_workers()
        until(server, lambda: len(server.serving) == 1 and server.serving[0] not in {*old, first})
        server.wait()
        assert answers(server)


def test_a_server_still_reading_for_a_renewal_takes_over_when_the_running_one_dies(site, static_root):
    with serve(static_root, site=site, workers=1) as server:
        (old,) = server.serving
        server.renew_workers()
        until(server, lambda: len(server.serving) == 2)
        (coming,) = set(server.serving) - {old}
        os.kill(old, signal.SIGKILL)
        until(server, lambda: server.serving == [coming] and server.workers)
        server.wait()
        assert answers(server)


# ---- Files with mistakes


def junk(path):
    path.write_bytes(b"\x00\x05\x16\x07\xff Mac OS X")


def appended(path, text):
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


SPOILED = {
    "a copy": (f"{PAGES}/risks (1).md", junk, "risks (1).md"),
    "zeros": (f"{PAGES}/notes.md", junk, "notes.md is not in UTF-8"),
    "UTF-16": (PAGE, lambda path: path.write_text("+++\n", encoding="utf-16"), "risks.md is not in UTF-8"),
    "Latin-1": (PAGE, lambda path: path.write_bytes(path.read_bytes() + b"caf\xe9"), "risks.md is not in UTF-8"),
    "a folder": (
        f"{PAGES}/notes.md",
        lambda path: path.mkdir(),
        "notes.md cannot be read: Is a directory",
    ),
    "a dangling link": (
        f"{PAGES}/notes.md",
        lambda path: path.symlink_to("gone"),
        "notes.md cannot be read",
    ),
    "no front matter": (PAGE, lambda path: path.write_text("# Risks\n"), "risks.md:1: the file must begin with"),
    "a value that there is not": (PAGE, lambda path: appended(path, "\n{{NOTHING}}\n"), "risks.md cannot be drawn"),
    "a source cut off": ("content/sources.toml", lambda path: appended(path, "\n[x"), "sources.toml is not TOML"),
    "numbers in UTF-16": ("content/numbers.toml", junk, "numbers.toml is not in UTF-8"),
    "a template cut off": (
        "templates/404.html",
        lambda path: appended(path, "{% if x %}"),
        "The template 404.html cannot be used",
    ),
    "a template of junk": ("templates/forms/list.html", junk, "The template forms/list.html cannot be used"),
}


# One of pages, one of what a page is drawn with, one of data, one of templates; the others are drawn by the same code.
OF_EACH_KIND = {"a copy", "a value that there is not", "a source cut off", "a template cut off"}


@pytest.mark.parametrize(
    ("name", "spoil", "words"),
    [
        pytest.param(*spoiled, id=kind, marks=[] if kind in OF_EACH_KIND else pytest.mark.full)
        for kind, spoiled in SPOILED.items()
    ],
)
def test_a_start_with_a_file_that_is_wrong_is_refused_in_words_that_name_it(site, static_root, name, spoil, words):
    spoil(site / name)
    with launch(static_root, site=site) as server:
        assert server.process.wait(START_SECONDS) == 1
        assert server.log.startswith("The site is not started: ")
        assert words in server.log
        assert "Traceback" not in server.log


def test_hidden_files_and_what_editors_leave_are_passed_over_everywhere(site, static_root):
    for name in (
        f"{PAGES}/._risks.md",
        f"{PAGES}/.#risks.md",
        f"{PAGES}/risks.md~",
    ):
        junk(site / name)
    for name in ("templates/._404.html", "templates/pictures/._above.svg", "static/css/._site.css", "static/.DS_Store"):
        junk(site / name)
    (site / f"{PAGES}/.git").mkdir()
    junk(site / f"{PAGES}/.git/x.md")
    junk(site / "clinics/._sample.toml")
    appended(site / PAGE, "")
    (site / PAGE).write_bytes(b"\xef\xbb\xbf" + (site / PAGE).read_bytes())
    with launch(static_root, workers=1, site=site) as server:
        server.wait()
        assert answers(server, "/risks/")
        assert server.log == ""


def answers(server, address="/"):
    with urlopen(server.url + address, timeout=10) as response:  # noqa: S310 - ours
        return response.status == 200


def until(server, what):
    end = time.monotonic() + START_SECONDS
    while not what():
        assert time.monotonic() < end, server.log
        time.sleep(0.05)


def test_while_a_file_is_wrong_a_dead_worker_is_replaced_and_a_renewal_leaves_all_as_it_was(site, static_root):
    with launch(static_root, site=site) as server:
        server.wait()
        junk(site / f"{PAGES}/risks (1).md")
        appended(site / "clinics/sample.toml", "[")
        for _ in range(2):
            victim = server.kill_worker()
            until(server, lambda: len(server.workers) == server.count)
            server.wait()
            assert victim not in server.workers
            assert answers(server, "/risks/")
            assert "sample" in urlopen(server.url + "/clinics/sample/", timeout=10).read().decode()  # noqa: S310 - ours
        serving = server.serving
        server.renew_workers()
        until(server, lambda: REFUSED in server.log)
        assert "risks (1).md" in server.log
        assert "Traceback" not in server.log
        assert server.serving == serving
        assert answers(server, "/risks/")
        (site / f"{PAGES}/risks (1).md").unlink()
        server.renew_workers()
        until(server, lambda: len(server.serving) == 1 and server.serving != serving)
        server.wait()
        assert answers(server, "/risks/")
        assert "A clinic is left out until its file is mended" in server.log
        assert "sample.toml is not TOML" in server.log


def test_a_command_ends_in_words_over_a_file_that_is_wrong(site, static_root):
    junk(site / f"{PAGES}/notes.md")
    shutil.copytree(static_root, site / "staticfiles")
    environment = {"SECRET_KEY": KEY, "ALLOWED_HOSTS": "localhost", "HTTPS": "off"}
    for command, words in (("check", "notes.md is not in UTF-8"), ("export", "notes.md is not in UTF-8")):
        done = subprocess.run(  # noqa: S603 - ours
            [sys.executable, "manage.py", command, *([str(site / "out")] if command == "export" else [])],
            cwd=site,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode != 0
        assert words in done.stderr
        assert "Traceback" not in done.stderr
