"""Hold every page, as the running site sends it, against the HTML standard (vnu), old and new engines, and Lighthouse;
and the forms for record systems against what reads them,
and the container, built and run, against what its file promises.

Needs Node with npm and Java 11 or newer, beside the browser that BROWSER names. `make audit` runs it.
"""

import json
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path
from urllib.parse import unquote, urlsplit

import container
import django
import lighthouse
import npm
import see
from serving import AUDIT, ROOT, run, site

MODULES = AUDIT / "node_modules"
FEWEST_PAGES = 100
PRIVATE_PAGES = ("/self-check/pain-began/", "/self-check/what-matters/", "/self-check/summary/")


def java_version() -> int:
    """The major version of the Java that is here, or 0."""
    if not shutil.which("java"):
        return 0
    found = re.search(r'version "(?:1\.)?(\d+)', run("java", "-version", capture_output=True).stderr)
    return int(found[1]) if found else 0


def missing() -> list[str]:
    """What the audit needs and this machine does not have, in words."""
    needs = [
        (shutil.which("node"), "Node is missing. Install Node 20 or newer (on Debian: apt install nodejs)."),
        (shutil.which("npm"), "npm is missing. Install it (on Debian: apt install npm)."),
        (java_version() >= 11, "Java 11 or newer is missing. Install it (on Debian: apt install default-jre)."),
        (shutil.which(os.environ.get("BROWSER", "")), "BROWSER names no browser. Run this with `make audit`."),
    ]
    return [words for there, words in needs if not there]


def html_faults(folder: Path) -> dict[str, list[str]]:
    """What vnu says of each saved page. Errors, warnings and remarks are faults alike.

    Not of the styles in it: vnu does not know what is new in CSS. lightningcss has read them, and
    tests/pages/test_styles.py.
    """
    vnu = run("java", "-jar", MODULES / "vnu-jar/build/dist/vnu.jar", "--format", "json", folder, capture_output=True)
    faults: dict[str, list[str]] = {page.stem: [] for page in sorted(folder.glob("*.html"))}
    for message in json.loads(vnu.stderr)["messages"]:
        if message["message"].startswith("CSS: "):
            continue
        name = Path(unquote(urlsplit(message.get("url", "")).path)).stem
        kind = message.get("subType", message["type"])
        line = f"{kind}, line {message.get('lastLine')}: {message['message']} {message.get('extract', '')!r}"
        faults.setdefault(name, []).append(line)
    return faults


def say(name: str, faults: list[str]) -> bool:
    """Print the faults of a page. Gives whether it has none."""
    print(*(f"FAILED {name}: {fault}" for fault in faults), sep="\n", end="\n" if faults else "")
    return not faults


def audit() -> list[bool]:
    """Whether each check of each page passes."""
    import forms  # needs Django to be set up
    from saved_pages import save_pages

    from seo.public import public_pages

    with site() as address, tempfile.TemporaryDirectory() as folder:
        save_pages(address, Path(folder))
        pages = html_faults(Path(folder))
        if len(pages) < FEWEST_PAGES:
            sys.exit(f"Only {len(pages)} pages were saved. There are {FEWEST_PAGES} at least.")
        results = [say(name, faults) for name, faults in pages.items()]
        print(f"HTML: {sum(results)} of {len(results)} pages without a fault.", flush=True)
        of_forms = [say(name, faults) for name, faults in forms.faults().items()]
        print(f"FHIR: {sum(of_forms)} of {len(of_forms)} forms, responses and trials without a fault.", flush=True)
        results += of_forms
        engines = see.faults_of_engines(address)
        see.say_faults(engines)
        results += [not faults for faults in engines.values()]
        print(f"Lighthouse, phone {'':<12}" + "".join(f"{name:>16}" for name in lighthouse.LEAST))
        with lighthouse.Lighthouse() as looks:
            for page in [*public_pages(), *PRIVATE_PAGES]:
                report = looks.best_report(address + page)
                cells = "".join(f"{score:>16}" for score in lighthouse.scores(report).values())
                print(f"{page:<30}{cells}", flush=True)
                results.append(say(page, lighthouse.faults(report)))
    results.append(say("container", container.faults()))
    return results


def main() -> None:
    if words := missing():
        sys.exit("\n".join(words))
    npm.install(AUDIT)
    sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "kit")]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kyphoplasty_site.settings")
    django.setup()
    results = audit()
    print(f"{results.count(True)} passed, {results.count(False)} failed")
    sys.exit(0 if all(results) else 1)


if __name__ == "__main__":
    main()
