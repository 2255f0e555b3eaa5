"""What deploy/ ships works as far as it can be tried here: the unit of systemd, and the commands of the container."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from ctypes.util import find_library
from itertools import takewhile
from pathlib import Path

import debian
import pytest
from django.conf import settings
from proxy import BEHIND, HOST
from server import AS_DEPLOYED, KEY, ROOT, START_SECONDS, launch
from visitors import Visitor

from kyphoplasty_site import health

pytestmark = pytest.mark.slow

UNIT = ROOT / "deploy" / "kyphoplasty-guide@.service"
CONTAINER = ROOT / "deploy" / "Containerfile"
INSTALLED = "/opt/kyphoplasty-guide"
SMALL_SECONDS = 3  # by then a worker has begun to compress pages behind all else
HIGHEST_EXPOSURE = 15  # of 100, as systemd counts; 11 now


# ---- systemd


@pytest.fixture
def unit(tmp_path):
    """The unit as it is shipped, for this folder and this Python."""
    text = UNIT.read_text(encoding="utf-8")
    changes = {
        f"{INSTALLED}/.venv/bin/python": sys.executable,
        INSTALLED: str(ROOT),
        "/etc/kyphoplasty-guide.env": str(tmp_path / "env"),
    }
    for shipped, ours in changes.items():
        assert shipped in text
        text = text.replace(shipped, ours)
    (tmp_path / "env").touch()
    ours = tmp_path / "kyphoplasty-guide@8001.service"
    ours.write_text(text, encoding="utf-8")
    return ours


def values(unit, name):
    return re.findall(rf"^{name}=(.*)$", unit.read_text(encoding="utf-8"), re.MULTILINE)


def analyze(*words):
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("systemd is not here to judge its unit")
    done = subprocess.run([program, *words], capture_output=True, text=True, check=False)  # noqa: S603
    return done.returncode, (done.stderr or done.stdout).strip()


def test_systemd_understands_every_line_of_the_unit(unit):
    assert analyze("verify", str(unit)) == (0, "")


def test_systemd_finds_the_unit_well_shut_off(unit):
    code, said = analyze("security", "--offline=true", f"--threshold={HIGHEST_EXPOSURE}", "--no-pager", str(unit))
    assert code == 0, said


# Lets only the system calls through that its first argument names, as systemd does, and becomes the rest.
FILTERED = """
import ctypes, os, sys
library = ctypes.CDLL("libseccomp.so.2")
library.seccomp_init.restype = ctypes.c_void_p
KILL_PROCESS, ALLOW = 0x80000000, 0x7FFF0000
held = ctypes.c_void_p(library.seccomp_init(ctypes.c_uint32(KILL_PROCESS)))
for name in sys.argv[1].split():
    number = library.seccomp_syscall_resolve_name(name.encode())
    assert number == -1 or library.seccomp_rule_add(held, ctypes.c_uint32(ALLOW), number, 0) in (0, -33)
ctypes.CDLL(None).prctl(38, 1, 0, 0, 0)
assert library.seccomp_load(held) == 0
os.execv(sys.argv[2], sys.argv[2:])
"""


def system_calls(group):
    """All of one of systemd's groups of system calls, or the one of that name."""
    if not group.startswith("@"):
        return {group}
    code, said = analyze("syscall-filter", "--no-pager", group)
    assert code == 0, said
    lines = [line.strip() for line in said.splitlines()[1:]]
    return {call for line in lines if line and not line.startswith("#") for call in system_calls(line)}


def allowed(unit):
    """The system calls that the unit allows: its lines follow one another."""
    calls = system_calls("@default")
    for line in values(unit, "SystemCallFilter"):
        named = {call for group in line.removeprefix("~").split() for call in system_calls(group)}
        calls = calls - named if line.startswith("~") else calls | named
    return calls


@pytest.mark.skipif(find_library("seccomp") is None, reason="libseccomp is not here to hold it to the unit's filter")
def test_the_site_answers_and_makes_pdfs_with_no_system_call_but_those_of_the_unit(unit, static_root):
    (start,) = values(unit, "ExecStart")
    program = [sys.executable, "-c", FILTERED, " ".join(sorted(allowed(unit))), *start.split()]
    with launch(static_root, workers=1, program=program, environment=AS_DEPLOYED | BEHIND) as server:
        server.wait()
        workers = server.workers
        Visitor(server.url, host=HOST, secure=True).walk()
        time.sleep(SMALL_SECONDS)
        server.renew_workers()
        until = time.monotonic() + START_SECONDS
        while len(server.workers) != 1 or server.workers == workers:
            assert time.monotonic() < until, server.log
            time.sleep(0.05)
        # On a busy machine a worker that compresses pages behind all else is not done in time, and is killed.
        assert [line for line in server.log.splitlines() if "refused to gracefully stop" not in line] == []


def test_the_units_commands_start_a_server_that_says_when_it_is_ready(unit, static_root):
    environment = dict(pair.split("=") for line in values(unit, "Environment") for pair in line.split())
    assert environment.pop("PORT") == "%i"
    (start,), (ready,) = values(unit, "ExecStart"), values(unit, "ExecStartPost")
    with launch(static_root, workers=1, program=start.split(), environment={**BEHIND, **environment}) as server:
        asked = {**os.environ, **BEHIND, "PORT": str(server.port)}
        subprocess.run(ready.split(), env=asked, cwd=ROOT, check=True)  # noqa: S603
        server.wait()
        assert Visitor(server.url, host=HOST, secure=True).get("/self-check/").status == 200
        server.stop()
        assert server.process.returncode == 0


def test_a_server_that_does_not_answer_is_not_called_well(monkeypatch):
    monkeypatch.setenv("PORT", "1")
    monkeypatch.setattr(health, "LONGEST_SECONDS", 0)
    with pytest.raises(SystemExit, match="The server has not answered"):
        health.wait()


# ---- A container


def instructions():
    """Each line of the container file: its first word, and the rest."""
    text = re.sub(r"^#.*\n", "", CONTAINER.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return [tuple(line.split(maxsplit=1)) for line in text.replace("\\\n", " ").splitlines() if line.strip()]


def given(name):
    return [rest for word, rest in instructions() if word == name]


def test_the_container_has_all_that_the_site_needs_and_nothing_that_is_not_there():
    copied = {source for rest in given("COPY") if "--from" not in rest for source in rest.split()[:-1]}
    assert all((ROOT / source).exists() for source in copied)
    ours = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert ours >= {app for app in settings.INSTALLED_APPS if (ROOT / app).is_dir()}
    assert ours | {"manage.py", "requirements.txt", "templates", "static"} == copied


def test_the_container_runs_the_same_program_as_nobody():
    assert json.loads(given("CMD")[-1]) == ["python", "-m", "kyphoplasty_site"]
    (user,) = given("USER")
    assert all(int(number) > 1000 for number in user.split(":"))
    assert len(set(given("FROM"))) == 2
    (base,) = {rest.split()[0] for rest in given("FROM")}
    assert re.fullmatch(r"docker\.io/library/python:3\.11-slim-bookworm@sha256:[0-9a-f]{64}", base)


def test_the_container_that_runs_has_the_site_and_nothing_that_installs_more():
    words = [word for word, _ in instructions()]
    last = instructions()[len(words) - words[::-1].index("FROM") :]
    assert [rest for word, rest in last if word == "COPY"] == ["--from=build /venv /venv", "--from=build /site /site"]
    (removed,) = [rest.split() for word, rest in last if word == "RUN"]
    assert {"/usr/local/lib/python3.11/site-packages/*", "/usr/local/bin/pip*"} <= {*removed}
    assert ("RUN", "python -m venv --without-pip /venv") in instructions()


def test_signed_reviews_can_be_verified_while_the_container_is_built_and_not_in_the_one_that_runs():
    at = [position for position, (word, _) in enumerate(instructions()) if word == "FROM"]
    ran = [rest if word == "RUN" else "" for word, rest in instructions()]
    (installing,) = [position for position, rest in enumerate(ran) if "apt-get install" in rest]
    (checking,) = [position for position, rest in enumerate(ran) if "manage.py check" in rest]
    assert at[0] < installing < checking < at[1]
    assert " openssh-client " in ran[installing]


def test_words_are_compiled_before_they_are_checked_while_the_container_is_built():
    # Else the figures of a translated page are looked for in English, and the build stops.
    (built,) = [rest for rest in given("RUN") if "manage.py" in rest]
    assert re.findall(r"manage\.py (\w+)", built) == ["words", "check", "collectstatic"]


def test_the_container_is_started_again_when_it_ends_or_is_ill_and_its_check_is_not_dropped():
    said = CONTAINER.read_text(encoding="utf-8").partition("FROM")[0]
    assert "podman build --format=docker " in said
    assert "--restart=always --health-on-failure=kill" in said
    (check,) = given("HEALTHCHECK")
    assert json.loads(check.partition("CMD ")[2]) == ["python", "-m", "kyphoplasty_site.health"]


@pytest.mark.full  # all that the site needs is installed anew
def test_the_containers_commands_make_a_site_that_answers(tmp_path):
    def here(text):
        return re.sub(r"(?<![\w.])/(?=(?:site|venv)\b)", f"{tmp_path}/", text)

    folder = tmp_path
    # Of the build alone: what comes after it takes pip out of the base, which here is this machine.
    built = list(takewhile(lambda line: line != ("FROM", given("FROM")[-1]), instructions()))
    assert len(built) > 10
    for word, rest in built:
        if word == "WORKDIR":
            folder = Path(here(rest))
            folder.mkdir(exist_ok=True)
        elif word == "COPY" and "--from" not in rest:
            source, target = rest.split()
            copy = shutil.copytree if (ROOT / source).is_dir() else shutil.copy
            copy(ROOT / source, folder / (source if target == "./" else target))
        elif word == "RUN" and rest.startswith("apt-get "):
            debian.need(("ssh-keygen", "openssh-client"))  # this machine is no image to throw away
        elif word == "RUN":
            python = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
            bare = {name: value for name, value in os.environ.items() if name in {"HOME", "PIP_INDEX_URL", "LANG"}}
            subprocess.run(["sh", "-ec", here(rest)], cwd=folder, env={**bare, **python}, check=True)  # noqa: S603, S607
    environment = dict(pair.split("=") for pair in shlex.split(here(given("ENV")[0])))
    environment = {**environment, **BEHIND, "PATH": environment["PATH"].replace("$PATH", os.environ["PATH"])}
    environment |= {"SECRET_KEY": KEY, "DJANGO_SETTINGS_MODULE": "kyphoplasty_site.settings", "PYTHONPATH": ""}
    del environment["PORT"]
    command = json.loads(given("CMD")[-1])
    program = ["sh", "-c", f"cd {folder} && exec {shlex.join(command)}"]
    with launch(folder / "staticfiles", workers=1, program=program, environment=environment) as server:
        (check,) = given("HEALTHCHECK")
        asked = json.loads(check.partition("CMD ")[2])
        environment["PORT"] = str(server.port)
        subprocess.run(asked, cwd=folder, env=environment, check=True)  # noqa: S603
        server.wait()
        Visitor(server.url, host=HOST, secure=True).walk()
