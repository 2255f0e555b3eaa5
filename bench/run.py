"""Measure, beside what one would pick instead, and write bench/results.md. `make bench` runs it.

With names of sections (`bench/run.py growth_of_pages`), only those are measured; in the results they take the place
of the ones from before, each under its own day.
"""

import logging
import os
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path

import django

HERE = Path(__file__).parent
RESULTS = HERE / "results.md"
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "tests" / "kit")]
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
import record_systems  # noqa: E402
import self_check_pages  # noqa: E402
import start_of_a_language  # noqa: E402

IN_ORDER = (
    content_page,
    posted_answer,
    self_check_pages,
    record_systems,
    evaluation,
    start_of_a_language,
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
    """Run every section in turn, or only those that are named."""
    if unknown := set(sys.argv[1:]) - SECTIONS.keys():
        raise SystemExit(f"There is no section {', '.join(sorted(unknown))}. There are: {', '.join(SECTIONS)}.")
    if sys.argv[1:]:
        _again(sys.argv[1:])
    else:
        _all()


def _all() -> None:
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    lines = ["# Results", "", f"Measured on {datetime.now(UTC):%Y-%m-%d}: {machine}. `make bench` measures again."]
    lines += [f"Numbers are medians over rounds, with the least and the most. Servers: {load.HOW}.", ""]
    for name in SECTIONS:
        lines += [*_measure(name), ""]
    RESULTS.write_text("\n".join(lines), encoding="utf-8")
    sys.stdout.write("\n".join(lines))


def _measure(name: str) -> list[str]:
    print(f"Measuring {name} …", file=sys.stderr, flush=True)
    return [*SECTIONS[name].lines()]


def _again(names: list[str]) -> None:
    """Measure some sections, and put their tables where those of before stood, or at the end."""
    head, *parts = RESULTS.read_text(encoding="utf-8").split("\n## ")
    tables = {part.partition("\n")[0]: part for part in parts}
    for name in names:
        measured = "\n".join([*_measure(name), ""])
        print(measured)
        for part in f"\n{measured}".split("\n## ")[1:]:
            title, _, rest = part.partition("\n")
            tables[title] = f"{title}\n\n*Measured on {datetime.now(UTC):%Y-%m-%d}.*\n{rest}"
    RESULTS.write_text("\n## ".join([head, *tables.values()]), encoding="utf-8")


if __name__ == "__main__":
    main()
