"""The engines that pages are seen in: what each is called, what it stands for, how it is got and how it starts."""

import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import brotli

from engines.drivers import Chromium, Driver, EngineError, Firefox, Look, OldChromium, WebKit

AUDIT = Path(__file__).resolve().parent.parent
MODULES = AUDIT / "node_modules"


@dataclass(frozen=True)
class Engine:
    name: str
    stands_for: str
    find: Callable[[], Path | None]  # its program, got where that can be done; None where it is not to be had
    drive: Callable[[Path, Look], Driver]
    remedy: str

    def start(self, look: Look) -> Driver:
        program = self.find()
        if not program:
            raise EngineError("it is not here")
        return self.drive(program, look)


def of_npm(package: str) -> Callable[[], Path | None]:
    """A Chromium in a package of npm's, where it lies compressed."""

    def find() -> Path | None:
        packed = next((MODULES / package / "bin").glob("chromium*.br"), None)
        if not packed:
            return None
        program = packed.with_name("chromium")
        if not program.exists() or program.stat().st_mtime < packed.stat().st_mtime:
            half = program.with_name(f"chromium.{os.getpid()}")  # so that none starts what is half written
            half.write_bytes(brotli.decompress(packed.read_bytes()))
            half.chmod(0o755)
            half.replace(program)
        return program

    return find


def todays_chromium() -> Path | None:
    path = shutil.which(os.environ.get("BROWSER", "chromium"))
    return Path(path) if path else None


def of_debian(*packages: str, program: str, also: str = "") -> Callable[[], Path | None]:
    """A program of Debian's, installed if it and what it needs is not there."""

    def find() -> Path | None:
        there = shutil.which(program) and (not also or any(Path("/usr/lib").glob(also)))
        if not there:
            sys.path.insert(0, str(AUDIT.parent / "tests" / "kit"))
            from debian import install

            install(*packages)
            there = shutil.which(program) and (not also or any(Path("/usr/lib").glob(also)))
        path = shutil.which(program, path="/usr/bin") if there else None
        return Path(path) if path else None

    return find


FIREFOX = ("firefox-esr",)
WEBKIT = ("gir1.2-webkit2-4.1", "python3-gi", "python3-gi-cairo", "xvfb")


def old_chromium(version: int, stands_for: str) -> Engine:
    name = f"chromium-{version}"
    return Engine(name, stands_for, of_npm(name), OldChromium, "npm ci in audit/")


TODAY = Engine("chromium", "today's Chrome and Edge", todays_chromium, Chromium, "apt install chromium")
ENGINES = (
    TODAY,
    old_chromium(71, "iOS and Safari 12"),
    old_chromium(80, "Chrome 80, Firefox 78 and Samsung 12: the floor"),
    old_chromium(91, "iOS 15"),
    old_chromium(110, "Safari 16 and Firefox ESR 115"),
    Engine(
        "firefox",
        "today's Firefox ESR",
        of_debian(*FIREFOX, program="firefox-esr"),
        Firefox,
        f"apt install {' '.join(FIREFOX)}",
    ),
    Engine(
        "webkit",
        "today's Safari, as near as Debian has it",
        of_debian(*WEBKIT, program="python3", also="*/girepository-1.0/WebKit2-4.1.typelib"),
        WebKit,
        f"apt install {' '.join(WEBKIT)}",
    ),
)
