"""The page for whoever takes the site on stays one page, and names what is there."""

import re

from django.conf import settings
from django.core.management import get_commands

ROOT = settings.BASE_DIR
PAGE = (ROOT / "docs" / "adopting.md").read_text(encoding="utf-8")
MOST_LINES = 60


def test_it_is_one_page():
    assert len(PAGE.splitlines()) <= MOST_LINES


def test_each_file_and_folder_that_it_names_is_there():
    words = {word for code in re.findall(r"`([^`]+)`", PAGE) for word in code.split()}
    named = {word for word in words if re.fullmatch(r"[a-z_]+/[\w./@-]*|[A-Z]+\.md", word)}
    made = {"dist/sbom.json", "reviews/signers"}
    assert len(named) >= 15
    assert made <= named
    assert [name for name in sorted(named - made) if not (ROOT / name).exists()] == []


def test_each_command_that_it_names_is_there():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"`make ([\w-]+)", PAGE))
    assert {target for target in targets if not re.search(rf"^{target}:", makefile, re.MULTILINE)} == set()
    commands = set(re.findall(r"`manage\.py (\w+)", PAGE)) - {"below"}
    assert commands <= get_commands().keys() | {"check"}
    assert {"sbom", "test", "run"} <= targets
    assert {"review", "rulediff", "language"} <= commands


def test_each_address_that_it_names_is_there(client):
    named = re.findall(r"`(/[a-z/-]*(?:NAME/)?[a-z/-]*)`", PAGE)
    assert len(named) >= 5
    for address in named:
        assert client.get(address.replace("NAME", "sample")).status_code == 200, address


def test_the_names_of_what_an_adopter_sets_are_those_of_the_settings():
    for name in ("SITE_NAME", "CONTACT", "SECRET_KEY", "LANGUAGES_IN_TRIAL"):
        assert f"`{name}" in PAGE
        assert hasattr(settings, name)
