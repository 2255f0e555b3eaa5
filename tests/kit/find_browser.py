"""Print the path of a Chromium for the browser tests: one that is there, else Debian's, else Playwright's.

Exits with a word on what to install when none can be had. The tests never skip for want of a browser.
"""

import os
import shutil
import sys

from debian import install, run

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def found() -> str | None:
    given = os.environ.get("BROWSER")
    if given and shutil.which(given):
        return shutil.which(given)
    return next((path for path in map(shutil.which, NAMES) if path), None) or playwrights()


def playwrights() -> str | None:
    from playwright.sync_api import sync_playwright

    try:
        with sync_playwright() as playwright:
            path = playwright.chromium.executable_path
    except Exception:  # where its driver lacks a library, Playwright raises just that
        return None
    return path if os.path.exists(path) else None  # noqa: PTH110 - a plain path from Playwright


def get() -> None:
    if not install("chromium", "fonts-liberation", "libatomic1"):
        run(sys.executable, "-m", "playwright", "install", "chromium")


if __name__ == "__main__":
    if not found():
        get()
    path = found()
    if not path:
        sys.exit("No browser could be had. Install Chromium (on Debian: apt install chromium), then run this again.")
    print(path)
