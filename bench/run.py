"""Measure, beside what one would pick instead, and write bench/results.md. `make bench` runs it.

With names of sections (`bench/run.py growth`), only those are measured and shown, and nothing is written.
"""

import logging
import os
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path

import django

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "tests")]
sys.path.append(str(HERE.parent / "audit"))  # npm
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings_for_tests")

# Node and npm come with the Python packages.
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])

import needs  # noqa: E402 - from the paths above

logging.disable(logging.WARNING)
django.setup()
needs.get()

import content_page  # noqa: E402 - these need Django set up
import evaluation  # noqa: E402
import first_view  # noqa: E402
import growth_of_pages  # noqa: E402
import growth_of_questions  # noqa: E402
import growth_of_workers  # noqa: E402
import guide_pdf  # noqa: E402
import load  # noqa: E402
import posted_answer  # noqa: E402
import proxy_settings  # noqa: E402
import quarter_speed  # noqa: E402
import self_check_pages  # noqa: E402

IN_ORDER = (
    content_page,
    posted_answer,
    self_check_pages,
    evaluation,
    guide_pdf,
    first_view,
    proxy_settings,
    quarter_speed,
    growth_of_workers,
    growth_of_pages,
    growth_of_questions,
)
SECTIONS = {module.__name__: module for module in IN_ORDER}


def main() -> None:
    """Run every section in turn, or those that are named."""
    if unknown := set(sys.argv[1:]) - SECTIONS.keys():
        raise SystemExit(f"There is no section {', '.join(sorted(unknown))}. There are: {', '.join(SECTIONS)}.")
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    lines = ["# Results", "", f"Measured on {datetime.now(UTC):%Y-%m-%d}: {machine}. `make bench` measures again."]
    lines += [f"Numbers are medians over rounds, with the least and the most. Servers: {load.HOW}.", ""]
    for name in sys.argv[1:] or SECTIONS:
        print(f"Measuring {name} …", file=sys.stderr, flush=True)
        lines += [*SECTIONS[name].lines(), ""]
    if not sys.argv[1:]:
        (HERE / "results.md").write_text("\n".join(lines), encoding="utf-8")
    sys.stdout.write("\n".join(lines))


if __name__ == "__main__":
    main()
