"""See the site in the engines that people have: `audit/see.py [ENGINE …]`, and `--pictures` to look at it oneself.

`make audit` runs it on all of them, `make engines ENGINES="chromium-80 webkit"` on some.
"""

import os
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING

import django
import npm
from serving import AUDIT, ROOT, site

if TYPE_CHECKING:
    from engines.checks import Report


def set_up() -> None:
    """In this process and in each that it starts."""
    for folder in (str(ROOT), str(AUDIT)):
        if folder not in sys.path:
            sys.path.insert(0, folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kyphoplasty_site.settings")
    django.setup()


def look(name: str, address: str, whole: bool) -> "Report":
    """The report of one engine, in a process of its own."""
    from engines import checks
    from engines.named import ENGINES

    engine = next(one for one in ENGINES if one.name == name)
    return checks.looked_at(engine, address) if whole else checks.words_alone(engine, address)


def faults_of_engines(address: str, names: Sequence[str] = ()) -> dict[str, list[str]]:
    """The faults in each engine that is here, or in those named; in words what is not here."""
    from engines import checks
    from engines.named import ENGINES, TODAY

    sys.path.insert(0, str(ROOT / "tests" / "kit"))
    import debian

    debian.need(("pdftotext", "poppler-utils"))
    wanted = [one for one in ENGINES if not names or one.name in names]
    for one in wanted:
        if not one.find():
            print(f"SKIPPED {one.name} ({one.stands_for}): it is not here. {one.remedy}", flush=True)
    there = [one.name for one in wanted if one.find()]
    began = time.monotonic()
    with ProcessPoolExecutor(max_workers=os.cpu_count(), initializer=set_up) as pool:
        asked = [pool.submit(look, TODAY.name, address, TODAY.name in there)]
        asked += [pool.submit(look, name, address, True) for name in there if name != TODAY.name]
        reports = []
        for report in asked:
            reports.append(report.result())
            print(f"{reports[-1].engine}: {time.monotonic() - began:.0f} s", flush=True)
            print(*(f"NOT SEEN {reports[-1].engine}, {words}" for words in reports[-1].unseen), sep="\n", flush=True)
    today = reports[0]
    seconds = time.monotonic() - began
    print(f"Engines: {', '.join(there)}, looked at in {seconds:.0f} s.", flush=True)
    return {one.engine: [*one.faults, *checks.compared(one, today)] for one in reports if one.engine in there}


def say_faults(found: dict[str, list[str]]) -> None:
    for name, faults in found.items():
        print(*(f"FAILED {name}, {fault}" for fault in faults), sep="\n", end="\n" if faults else "")
    print(*(f"{name:<14}{len(faults) or 'no'} faults" for name, faults in found.items()), sep="\n", flush=True)


def main(arguments: Sequence[str]) -> None:
    npm.install(AUDIT)
    set_up()
    names = [one for one in arguments if not one.startswith("--")]
    from engines.named import ENGINES

    if unknown := set(names) - {one.name for one in ENGINES}:
        sys.exit(f"No engine is called {', '.join(unknown)}. There are: {', '.join(one.name for one in ENGINES)}.")
    with site() as address:
        if "--pictures" in arguments:
            from engines.pictures import save_pictures

            save_pictures(address, names)
            return
        found = faults_of_engines(address, names)
    say_faults(found)
    sys.exit(1 if any(found.values()) else 0)


if __name__ == "__main__":
    main(sys.argv[1:])
