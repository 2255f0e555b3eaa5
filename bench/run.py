"""Measure, beside what one would pick instead, and write bench/results.md. `make bench` runs it."""

import os
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path

import django

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "tests")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings_for_tests")
django.setup()

import guide_pdf  # noqa: E402 - needs Django set up

SECTIONS = (guide_pdf,)


def main() -> None:
    """Run every section in turn."""
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    lines = ["# Results", "", f"Measured on {datetime.now(UTC):%Y-%m-%d}: {machine}. `make bench` measures again.", ""]
    for section in SECTIONS:
        lines += [*section.lines(), ""]
    (HERE / "results.md").write_text("\n".join(lines), encoding="utf-8")
    sys.stdout.write("\n".join(lines))


if __name__ == "__main__":
    main()
