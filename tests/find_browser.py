"""Print the path of a Chromium for the browser tests: one that is there, else Debian's, else Playwright's.

Exits with a word on what to install when none can be had. The tests never skip for want of a browser.
"""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def found() -> str | None:
    given = os.environ.get("BROWSER")
    if given and shutil.which(given):
        return shutil.which(given)
    return next((path for path in map(shutil.which, NAMES) if path), None) or playwrights()


def playwrights() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if os.path.exists(path) else None  # noqa: PTH110 - a plain path from Playwright


def run(*command: str) -> bool:
    print("Getting a browser:", " ".join(command), file=sys.stderr)
    try:
        return subprocess.run(command, stdout=sys.stderr, check=False).returncode == 0  # noqa: S603 - fixed commands
    except OSError:
        return False


def install() -> None:
    if shutil.which("apt-get"):
        sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
        if run(*sudo, "apt-get", "update", "-qq") and run(
            *sudo, "apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-liberation"
        ):
            return
    run(sys.executable, "-m", "playwright", "install", "chromium")


if __name__ == "__main__":
    if not found():
        install()
    path = found()
    if not path:
        sys.exit("No browser could be had. Install Chromium (on Debian: apt install chromium), then run this again.")
    print(path)
