"""`make run` in a folder of its own: killed, twice at once, with what an earlier start left, and ended with Ctrl-C."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection

import pytest
from server import KEY, PROGRAM, ROOT, launch
from test_server import alive

pytestmark = pytest.mark.slow

SECONDS = 60
# In place of the site: what the Makefile calls, which says what it was called with, and that nobody else was at it.
MANAGE = """
import os, pathlib, sys, time
told, folder = pathlib.Path("told"), pathlib.Path("staticfiles")
if sys.argv[1] == "collectstatic":
    folder.mkdir(exist_ok=True)
    time.sleep(1)
    (folder / "staticfiles.json").write_text("{}")
with told.open("a") as log:
    print(sys.argv[1], os.environ.get("DJANGO_SETTINGS_MODULE"), file=log)
"""
SERVED = "import pathlib; print('served with', len(pathlib.Path('.secret-key').read_text().strip()), 'letters')"


@pytest.fixture
def folder(tmp_path):
    return small_site(tmp_path)


def small_site(tmp_path):
    """A folder with all that `make run` asks for, and nothing behind it."""
    for name in ("Makefile", "set_up.py"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "requirements.txt").write_text("# nothing\n")
    (tmp_path / "manage.py").write_text(MANAGE)
    (tmp_path / "kyphoplasty_site").mkdir()
    (tmp_path / "kyphoplasty_site" / "__main__.py").write_text(SERVED)
    for name in ("settings.py", "__init__.py"):
        (tmp_path / "kyphoplasty_site" / name).touch()
    for name in (
        "static",
        "seo",
        "web",
        "clinics",
        "content/languages",
        "screener",
        "records",
        "referrals",
        "templates",
    ):
        (tmp_path / name).mkdir(parents=True)
    return tmp_path


@pytest.fixture(scope="module")
def first_start(tmp_path_factory):
    """A folder as a first start leaves it, to be copied, and what that start said. The shell names other settings."""
    folder = small_site(tmp_path_factory.mktemp("first"))
    return folder, run(folder, DJANGO_SETTINGS_MODULE="shop.settings")


@pytest.fixture
def set_up(first_start, tmp_path):
    return shutil.copytree(first_start[0], tmp_path / "copy", symlinks=True)


def begin(folder, **environment):
    """`make run`, in a group of its own so that all of it can be killed."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    return subprocess.Popen(  # noqa: S603 - ours
        ["make", "run", f"PYTHON={sys.executable}", f"PORT={port}"],  # noqa: S607
        cwd=folder,
        env={**kept, "DJANGO_SETTINGS_MODULE": "", **environment},
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def run(folder, **environment):
    """All that it said. It must go well."""
    started = begin(folder, **environment)
    said, _ = started.communicate(timeout=SECONDS)
    assert started.returncode == 0, said
    return said


@pytest.mark.parametrize(
    "reached",
    [
        *(pytest.param(one, marks=pytest.mark.full) for one in (".venv/bin", ".venv/bin/python", ".venv/run")),
        ".venv/lib/*/site-packages/pip",
    ],
)
def test_a_first_start_that_is_killed_is_made_up_for_by_the_next(folder, reached):
    started = begin(folder)
    until(lambda: [*folder.glob(reached)])
    os.killpg(started.pid, signal.SIGKILL)
    started.communicate()
    assert "served with 86 letters" in run(folder)
    assert sorted(path.name for path in folder.glob(".[vs]*")) == [".secret-key", ".venv"]


def until(what):
    end = time.monotonic() + SECONDS
    while not what():
        assert time.monotonic() < end
        time.sleep(0.005)


def test_an_environment_that_an_earlier_start_left_without_pip_is_made_anew_in_words(folder):
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder / ".venv"], check=True)  # noqa: S603
    said = run(folder)
    assert "The set-up in .venv was broken off before it was done. It is made anew." in said
    assert "served with 86 letters" in said


def test_an_environment_in_which_an_installation_was_broken_off_is_made_anew_and_a_whole_one_is_kept(set_up):
    folder = set_up
    mark = folder / ".venv" / "mark"
    mark.touch()
    assert "broken off" not in run(folder)
    assert mark.exists()
    (folder / ".venv" / "unfinished").touch()
    assert "broken off" in run(folder)
    assert not mark.exists()


def test_an_empty_key_is_made_anew_in_words_and_a_whole_one_is_kept(set_up):
    folder = set_up
    key = folder / ".secret-key"
    key.write_text("\n")
    assert ".secret-key is empty. Another key is made." in run(folder)
    made = key.read_text()
    assert key.stat().st_mode & 0o077 == 0
    assert "is empty" not in run(folder)
    assert key.read_text() == made


def test_of_two_first_starts_one_waits_for_the_other_and_says_so(folder):
    both = [begin(folder), begin(folder)]
    said = [one.communicate(timeout=SECONDS)[0] for one in both]
    assert [one.returncode for one in both] == [0, 0], said
    assert ["Another start is setting up this folder." in text for text in said].count(True) == 1
    assert all("served with 86 letters" in text for text in said)
    assert (folder / "told").read_text().split()[::2] == ["words", "check", "collectstatic"]


def test_the_settings_that_a_shell_names_for_another_project_do_not_reach_make_run(first_start):
    folder, said = first_start
    assert "served with 86 letters" in said
    assert (folder / "told").read_text().split()[::2] == ["words", "check", "collectstatic"]
    assert "shop" not in (folder / "told").read_text()


@pytest.fixture
def shop(tmp_path):
    """The settings of another project, which can be read."""
    (tmp_path / "shop.py").write_text("ROOT_URLCONF = 'shop.urls'\nSECRET_KEY = 'x'\n")
    return tmp_path


@pytest.mark.parametrize("module", ["shop", "shop.settings", "not_there"])
@pytest.mark.parametrize("program", [["-m", "kyphoplasty_site"], ["manage.py", "check"]], ids=["server", "command"])
def test_the_settings_of_another_project_stop_a_start_in_words(shop, module, program):
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(shop), "DJANGO_SETTINGS_MODULE": module}
    environment |= {"SECRET_KEY": KEY, "ALLOWED_HOSTS": "localhost", "PORT": "1"}
    done = subprocess.run(  # noqa: S603 - ours
        [sys.executable, *program], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert f"DJANGO_SETTINGS_MODULE is {module!r}, which is not this site's. Take it away: unset DJANGO" in done.stderr
    assert "Traceback" not in done.stderr


# ---- Ctrl-C

# As a terminal does it: the server leads a group, and all of the group are told.
LEADER = [sys.executable, "-c", "import os, sys; os.setsid(); os.execv(sys.argv[1], sys.argv[1:])", *PROGRAM]


@pytest.mark.parametrize("line", ["kept open", "half a request"])
def test_ctrl_c_ends_the_server_at_once_and_without_a_warning_whatever_a_browser_keeps_open(static_root, line):
    with launch(static_root, program=LEADER) as server:
        server.wait()
        kept = HTTPConnection("127.0.0.1", server.port)
        kept.connect()
        if line == "kept open":
            kept.request("GET", "/self-check/")
            kept.getresponse().read()
        else:
            kept.sock.sendall(b"GET / HTTP/1.1\r\nHo")
        time.sleep(0.5)
        everyone = [*server.serving, *server.workers]
        began = time.monotonic()
        os.killpg(server.process.pid, signal.SIGINT)
        assert server.process.wait(10) == 0
        # A server that waited for that line would take the 5 seconds that it has to finish what was begun. How long "at
        # once" is depends on the machine, so only the wait is looked for.
        assert time.monotonic() - began < 4
        assert server.log == ""
        until(lambda: not any(alive(one) for one in everyone))
