"""Build the container of deploy/Containerfile, run it as that file says, and go through the self-check in it.

podman comes from Debian where it is not here. Where the base image cannot be had, as without a way to its registry, a
stand-in takes its place: Debian 12 from Debian's own packages, which has the same Python 3.11. What stands above the
base is then tried, and the base is not. Where nothing can be built, the file is only read (tests/wire/test_deploy.py).
It says which of the three it was. `make audit` runs this, and `make container` nothing else.
"""

import os
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from serving import ROOT, free_port, run

CONTAINERFILE = ROOT / "deploy" / "Containerfile"
BASE = re.compile(r"(?<=^FROM )\S+", re.MULTILINE)
NAME = "kyphoplasty-guide-audit"
IMAGE, STAND_IN = f"localhost/{NAME}", f"localhost/{NAME}-base"
# What the file says to run it with, but for what a machine needs that runs it for good.
AS_IT_SAYS = ("--read-only", "--cap-drop=all", "--security-opt=no-new-privileges", "--memory=700m")
# On a machine for audits: no network of its own to make, no limits above the machine's, and with both kinds of cgroups
# mounted, where crun, which Debian's podman would take, gives up.
HERE = ("--network=host", "--ulimit=nofile=4096:4096", "--ulimit=nproc=4096:4096")
RUNTIME = "runc"
# How pip and apt reach their registries on this machine, if in a way of its own.
LENT = ("/etc/pip.conf", "/etc/ssl/certs/ca-certificates.crt")
OF_DEBIAN = "python3,python3-venv,python3-pip,ca-certificates,netbase,tzdata"
AS_IN_THE_BASE = 'ln -s /usr/bin/python3 "$1/usr/local/bin/python"'
HOST = "www.example.org"
NO_PIP = "import glob, sys; sys.exit(bool(glob.glob('/usr/local/lib/python3*/site-packages/pip')))"


class NotBuiltError(Exception):
    """Nothing can be built here: why, in words."""


class FaultError(Exception):
    """Something is wrong with the container: what, in words."""


def expect(held: bool, fault: str, said: str = "") -> None:
    """Raise FaultError, with the end of what a program said, unless it held."""
    if not held:
        raise FaultError(f"{fault} {said.strip()[-2000:]}".strip())


def base() -> tuple[str, str]:
    """The base image, or what stands in for it, and what that is in words. Raises NotBuiltError."""
    (named,) = set(BASE.findall(CONTAINERFILE.read_text(encoding="utf-8")))
    if run("podman", "pull", "--quiet", named, capture_output=True).returncode == 0:
        return named, "on its base"
    import debian

    if not (debian.find("mmdebstrap") or debian.install("mmdebstrap")):
        raise NotBuiltError("its base cannot be had, nor mmdebstrap, which would make a stand-in")
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "root.tar"
        command = ("mmdebstrap", "--quiet", "--variant=minbase", f"--include={OF_DEBIAN}")
        made = run(*command, f"--customize-hook={AS_IN_THE_BASE}", "bookworm", root)
        if made.returncode or run("podman", "import", "--quiet", root, STAND_IN, capture_output=True).returncode:
            raise NotBuiltError("its base cannot be had, and mmdebstrap could not make a stand-in")
    return STAND_IN, "on a stand-in made from Debian's packages, as its base cannot be had here"


def build(on: str) -> None:
    """The image, as the file says, on this base. Raises FaultError."""
    lent = [f"--volume={path}:{path}:ro" for path in LENT if Path(path).is_file()]
    options = ("--format=docker", "--isolation=chroot", "--network=host", *lent, "--layers=false", f"--tag={IMAGE}")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "Containerfile"
        file.write_text(BASE.sub(on, CONTAINERFILE.read_text(encoding="utf-8")), encoding="utf-8")
        done = run("podman", "build", *options, "--file", file, ROOT, capture_output=True)
    expect(done.returncode == 0, "It is not built.", done.stdout + done.stderr)


@contextmanager
def running(port: int) -> Iterator[None]:
    """The container while it runs, with settings as a proxy would want them."""
    settings = {"SECRET_KEY": os.environ["SECRET_KEY"], "ALLOWED_HOSTS": HOST, "PORT": str(port)}
    given = [f"--env={name}={value}" for name, value in settings.items()]
    run("podman", "rm", "--force", NAME, capture_output=True)
    options = ("--detach", f"--name={NAME}", *AS_IT_SAYS, *HERE, *given)
    done = run("podman", f"--runtime={RUNTIME}", "run", *options, IMAGE, capture_output=True)
    try:
        expect(done.returncode == 0, "It does not start.", done.stderr)
        yield
    finally:
        run("podman", "rm", "--force", "--time=10", NAME, capture_output=True)


def inside(*command: str) -> bool:
    """Whether a command goes well in the running container."""
    return run("podman", "exec", NAME, *command, capture_output=True).returncode == 0


def look(port: int) -> None:
    """Raise FaultError for what is not as the file promises."""
    from visitors import RefusedError, Visitor

    check = run("podman", "healthcheck", "run", NAME, capture_output=True)
    log = run("podman", "logs", NAME, capture_output=True)
    expect(check.returncode == 0, "Its own check finds it ill.", check.stdout + check.stderr + log.stdout + log.stderr)
    try:
        Visitor(f"http://127.0.0.1:{port}", host=HOST, secure=True).walk()
    except (AssertionError, RefusedError) as fault:
        raise FaultError(f"The self-check cannot be gone through in it: {fault!r}") from None
    expect(inside("python", "-c", "import os, sys; sys.exit(os.getuid() < 1000)"), "It runs as somebody.")
    # Where the base has it. The stand-in has its own elsewhere, so there this says nothing.
    expect(inside("python", "-c", NO_PIP), "pip is still in it.")
    expect(not inside("touch", "/site/written"), "Its files can be written.")


def faults() -> list[str]:
    """What is wrong with the container. Says what was built, and on what."""
    import debian

    began = time.monotonic()
    try:
        needed = ("podman", RUNTIME)
        if not (all(map(debian.find, needed)) or debian.install(*needed)):
            raise NotBuiltError(f"{' and '.join(needed)} are not here, and cannot be had from Debian")
        on, words = base()
    except NotBuiltError as why:
        print(f"Container: only read (tests/wire/test_deploy.py), not built: {why}.", flush=True)
        return []
    try:
        build(on)
        port = free_port()
        with running(port):
            look(port)
    except FaultError as fault:
        return [str(fault)]
    finally:
        run("podman", "rmi", "--force", IMAGE, STAND_IN, capture_output=True)
    print(f"Container: built {words}, run, and walked through: {time.monotonic() - began:.0f} s.", flush=True)
    return []


def main() -> None:
    sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "kit")]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kyphoplasty_site.settings")
    django.setup()
    found = faults()
    print(*(f"FAILED container: {fault}" for fault in found), sep="\n", end="\n" if found else "")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
