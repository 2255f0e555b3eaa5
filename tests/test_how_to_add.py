"""What the README says of adding a thing: one file, or one folder, and nothing else is touched."""

import json
import os
import shutil
import subprocess
import sys

import pytest
from server import KEY, ROOT, copy_site

FACTS, POINTS = "screener/rule_sets/shared/facts.py", "screener/rule_sets/clinic/points.py"
CASES, PAGES = "screener/rule_sets/cases", "content/languages/en/pages"

QUESTION = """    URGENT_SIGNS,
    Fact(
        "shoe_size",
        Kind.CHOICE,
        label="Shoe size",
        question=both("How large are the shoes?"),
        why="To show how a question is added.",
        options=(Option("large", both("Large")), Option("small", both("Small"))),
        find_out="Look into the shoe.",
        source="clinicpage",
    ),
"""
POINT = """CRITERIA = (
    Criterion(
        "scan_is_mri",
        both("The scan is an MRI"),
        Is("scan", ("mri",)),
        limit="An MRI.",
        unclear="not sure.",
        why="To show how a point is added.",
        elsewhere="Nobody says.",
        source="clinicpage",
        answers=("scan",),
    ),
"""
SOURCE = """
[shoes2026]
authors = "Nobody"
year = 2026
title = "Shoes"
journal = "A drawer"
kind = "clinic's page"
people = 0
paid_by = "nobody"
blinding = "does not apply"
address = ""
sure = "page read"
"""
PATIENT = {
    "story": "Nobody has answered yet.",
    "today": "2026-11-20",
    "answers": {},
    "expect": {"outcome": "missing_facts"},
}


def put(site, path, old, new):
    text = (site / path).read_text(encoding="utf-8")
    assert old in text, path
    (site / path).write_text(text.replace(old, new, 1), encoding="utf-8")


def add_question(site):
    put(site, FACTS, "    URGENT_SIGNS,\n", QUESTION)
    return "/self-check/shoe-size/", "How large are the shoes?"


def add_point(site):
    put(site, POINTS, "CRITERIA = (\n", POINT)
    return "/self-check/how-it-decides/", "The scan is an MRI"


def add_page(site):
    shutil.copy(site / PAGES / "about.md", site / PAGES / "shoes.md")
    put(site, f"{PAGES}/shoes.md", 'title = "Who made this site, and who paid?"', 'title = "Which shoes are these?"')
    put(site, f"{PAGES}/shoes.md", 'nav = "About"', 'nav = "Shoes"')
    put(site, f"{PAGES}/shoes.md", "order = 40", "order = 41")
    return "/shoes/", "Which shoes are these?"


def add_clinic(site):
    shutil.copy(site / "clinics/sample.toml", site / "clinics/shoes.toml")
    put(site, "clinics/shoes.toml", 'name = "Sample Spine Clinic (not a real clinic)"', 'name = "Shoe Clinic"')
    return "/r/shoes/", "Shoe Clinic"


def add_source(site):
    with (site / "content/sources.toml").open("a", encoding="utf-8") as sources:
        sources.write(SOURCE)
    put(site, f"{PAGES}/about.md", 'sources = ["clinicpage"', 'sources = ["shoes2026", "clinicpage"')
    put(site, f"{PAGES}/about.md", "to your visit. [@clinicpage]", "to your visit. [@clinicpage; @shoes2026]")
    return "/about/", "Shoes"


def add_rule_set(site):
    folder = site / "screener/rule_sets/knee"
    folder.mkdir()
    shutil.copy(ROOT / "tests/kit/knee.py", folder / "__init__.py")
    (site / "knee.json").write_text("{}", encoding="utf-8")
    return


ADDED = {
    "a question": add_question,
    "a point": add_point,
    "a page": add_page,
    "a clinic": add_clinic,
    "a source": add_source,
    "a rule set": add_rule_set,
}
# In one program, as reading the whole site takes longest.
SHOW = """
from django.core.management import call_command
from django.test import Client
call_command("check")
for address, words in SHOWN:
    response = Client().get(address)
    assert response.status_code == 200, (address, response.status_code)
    assert words in response.content.decode(), (address, words)
call_command("worked_patients")
"""


def manage(site, *words):
    ours = {"SECRET_KEY": KEY, "ALLOWED_HOSTS": "testserver", "HTTPS": "off", "DEBUG": "on"}
    environment = {**os.environ, **ours, "DJANGO_SETTINGS_MODULE": "kyphoplasty_site.settings", "PYTHONPATH": str(site)}
    command = [sys.executable, "manage.py", *words]
    done = subprocess.run(command, cwd=site, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A copy of the site, to which things may be added."""
    return copy_site(tmp_path_factory.mktemp("site"))


def test_one_of_each_is_added_in_its_own_place_and_the_site_shows_them(site):
    shown = [said for add in ADDED.values() if (said := add(site))]
    (site / CASES / "nobody.json").write_text(json.dumps(PATIENT), encoding="utf-8")
    manage(site, "shell", "-c", f"SHOWN = {shown!r}\n{SHOW}")
    told = json.loads(manage(site, "selfcheck", "knee.json", "--rules", "knee", "--json", "--today", "2026-11-20"))
    assert told["rules"]["id"] == "knee"
    assert "| [nobody](nobody.json) | missing_facts |" in (site / CASES / "README.md").read_text(encoding="utf-8")
    assert "| scan_is_mri |" in (site / CASES / "README.md").read_text(encoding="utf-8")
