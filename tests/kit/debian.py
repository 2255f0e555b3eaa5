"""Programs of Debian's that tests and measurements need, installed where that can be done without asking."""

import os
import shutil
import subprocess
import sys


def run(*command: str) -> bool:
    """Run a command, with what it says on standard error. Says whether it went well."""
    print("Getting a program:", " ".join(command), file=sys.stderr)
    try:
        return subprocess.run(command, stdout=sys.stderr, check=False).returncode == 0  # noqa: S603 - fixed commands
    except OSError:
        return False


def install(*packages: str) -> bool:
    """Install packages of Debian's. False where there are none to be had."""
    if not shutil.which("apt-get"):
        return False
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    wanted = ("apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages)
    return run(*sudo, "apt-get", "update", "-qq") and run(*sudo, *wanted)


def find(program: str) -> str | None:
    """The path of a program; servers lie where a user does not look."""
    return shutil.which(program, path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin"]))


def need(*programs: tuple[str, str]) -> None:
    """Each program, by its name and its package. Raises SystemExit, which says what to install."""
    missing = [package for program, package in programs if not find(program)]
    if missing:
        install(*missing)
    for program, package in programs:
        if not find(program):
            raise SystemExit(f"{program} is missing and could not be had. On Debian: apt install {package}")
