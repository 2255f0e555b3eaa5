"""What the Makefile sets up is set up by one start at a time: this waits for its turn, and then becomes make.

`python3 set_up.py make TARGET…`. What was broken off, or left empty, is thrown away first and made anew: pip takes a
package of which half is there for whole, and make an empty file for made.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - nothing was installed yet that could have said so
    sys.exit(f"Python 3.11 or newer is needed; this is {sys.version_info[0]}.{sys.version_info[1]}. Set PYTHON=…")

import fcntl
import os
import shutil
import subprocess
from pathlib import Path

# Each with the file that says when all was last installed in it.
ENVIRONMENTS = {Path(".venv"): "run", Path(".venv-bench"): "all"}
UNFINISHED = "unfinished"  # is in an environment while something is installed in it
KEY = Path(".secret-key")


def wait_for_turn() -> None:
    """The folder stays locked until this process and all that it starts are gone, however they end."""
    folder = os.open(".", os.O_RDONLY)
    os.set_inheritable(folder, True)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print("Another start is setting up this folder. This one waits until that is done …", flush=True)
        fcntl.flock(folder, fcntl.LOCK_EX)


def is_broken_off(environment: Path, finished: str) -> bool:
    """Whether something was being installed in it when all ended."""
    if (environment / UNFINISHED).exists():
        return True
    return environment.is_dir() and not (environment / finished).exists() and not has_pip(environment)


def has_pip(environment: Path) -> bool:
    try:
        asked = [str(environment / "bin" / "python"), "-m", "pip", "--version"]
        return subprocess.run(asked, capture_output=True, check=False).returncode == 0  # noqa: S603 - ours
    except OSError:
        return False


def throw_away(environment: Path) -> None:
    """Under another name, so that nobody takes what is left for an environment if this is broken off too."""
    if environment.is_symlink():
        environment.unlink()
        return
    away = Path(f"{environment}-thrown-away")
    shutil.rmtree(away, ignore_errors=True)
    environment.rename(away)
    shutil.rmtree(away)


def main(command: list[str]) -> None:
    wait_for_turn()
    for environment, finished in ENVIRONMENTS.items():
        if is_broken_off(environment, finished):
            print(f"The set-up in {environment} was broken off before it was done. It is made anew.", flush=True)
            throw_away(environment)
    if KEY.exists() and not KEY.read_text().strip():
        print(f"{KEY} is empty. Another key is made.", flush=True)
        KEY.unlink()
    os.execvp(command[0], command)  # noqa: S606 - make


if __name__ == "__main__":
    main(sys.argv[1:])
