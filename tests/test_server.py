"""The server as it is deployed: what it is told, and that no dead worker and no file that is wrong takes it down."""

import shutil
import subprocess
import sys
import time
from urllib.request import urlopen

import pytest
from server import KEY, ROOT, START_SECONDS, launch

PACKAGES = ("content", "kyphoplasty_site", "machines", "referrals", "screener", "static", "templates")
PAGE = "content/pages/en/risks.md"


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


def test_no_thread_is_begun_before_the_workers_are_copied_since_a_copy_would_lack_it(static_root):
    told = "import os; from kyphoplasty_site.serving import application; application()"
    told += "; print(len(os.listdir('/proc/self/task')))"
    environment = {"PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}", "STATIC_ROOT_OF_TESTS": str(static_root)}
    environment |= {"DJANGO_SETTINGS_MODULE": "settings_for_tests"}
    done = subprocess.run(  # noqa: S603 - ours
        [sys.executable, "-c", told], env=environment, capture_output=True, text=True, check=False
    )
    assert (done.stdout.strip(), done.returncode) == ("1", 0), done.stderr


# ---- Files with mistakes


@pytest.fixture
def site(tmp_path):
    """A copy of the site whose files may be spoiled."""
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "manage.py", tmp_path)
    return tmp_path


def junk(path):
    path.write_bytes(b"\x00\x05\x16\x07\xff Mac OS X")


def appended(path, text):
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


SPOILED = {
    "a copy": ("content/pages/en/risks (1).md", junk, "risks (1).md"),
    "zeros": ("content/pages/en/notes.md", junk, "notes.md is not in UTF-8"),
    "UTF-16": (PAGE, lambda path: path.write_text("+++\n", encoding="utf-16"), "risks.md is not in UTF-8"),
    "Latin-1": (PAGE, lambda path: path.write_bytes(path.read_bytes() + b"caf\xe9"), "risks.md is not in UTF-8"),
    "a folder": ("content/pages/en/notes.md", lambda path: path.mkdir(), "notes.md cannot be read: Is a directory"),
    "a dangling link": ("content/pages/en/notes.md", lambda path: path.symlink_to("gone"), "notes.md cannot be read"),
    "no front matter": (PAGE, lambda path: path.write_text("# Risks\n"), "risks.md:1: the file must begin with"),
    "a value that there is not": (PAGE, lambda path: appended(path, "\n{{NOTHING}}\n"), "risks.md cannot be drawn"),
    "a source cut off": ("content/sources.toml", lambda path: appended(path, "\n[x"), "sources.toml is not TOML"),
    "numbers in UTF-16": ("content/numbers.toml", junk, "numbers.toml is not in UTF-8"),
    "a template cut off": (
        "templates/404.html",
        lambda path: appended(path, "{% if x %}"),
        "The template 404.html cannot be used",
    ),
    "a template of junk": ("templates/guide/list.html", junk, "The template guide/list.html cannot be used"),
}


@pytest.mark.parametrize(("name", "spoil", "words"), SPOILED.values(), ids=list(SPOILED))
def test_a_start_with_a_file_that_is_wrong_is_refused_in_words_that_name_it(site, static_root, name, spoil, words):
    spoil(site / name)
    with launch(static_root, site=site) as server:
        assert server.process.wait(START_SECONDS) == 1
        assert server.log.startswith("The site is not started: ")
        assert words in server.log
        assert "Traceback" not in server.log


def test_hidden_files_and_what_editors_leave_are_passed_over_everywhere(site, static_root):
    for name in ("content/pages/en/._risks.md", "content/pages/en/.#risks.md", "content/pages/en/risks.md~"):
        junk(site / name)
    for name in ("templates/._404.html", "templates/pictures/._above.svg", "static/css/._site.css", "static/.DS_Store"):
        junk(site / name)
    (site / "content/pages/en/.git").mkdir()
    junk(site / "content/pages/en/.git/x.md")
    junk(site / "referrals/clinics/._sample.toml")
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
        junk(site / "content/pages/en/risks (1).md")
        appended(site / "referrals/clinics/sample.toml", "[")
        for _ in range(2):
            victim = server.kill_worker()
            until(server, lambda: len(server.workers) == server.count)
            server.wait()
            assert victim not in server.workers
            assert answers(server, "/risks/")
            assert "sample" in urlopen(server.url + "/clinics/sample/", timeout=10).read().decode()  # noqa: S310 - ours
            time.sleep(6)  # two deaths in 5.5 seconds end it, as a worker that cannot live would
        serving = server.serving
        server.renew_workers()
        until(server, lambda: "The files as they are now were refused: the site goes on as it was." in server.log)
        assert "risks (1).md" in server.log
        assert "Traceback" not in server.log
        assert server.serving == serving
        assert answers(server, "/risks/")
        (site / "content/pages/en/risks (1).md").unlink()
        server.renew_workers()
        until(server, lambda: len(server.serving) == 1 and server.serving != serving)
        server.wait()
        assert answers(server, "/risks/")
        assert "A clinic is left out until its file is mended" in server.log
        assert "sample.toml is not TOML" in server.log


def test_a_command_ends_in_words_over_a_file_that_is_wrong(site, static_root):
    junk(site / "content/pages/en/notes.md")
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
