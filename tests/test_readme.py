"""The README stays one screen and true."""

import re

from django.conf import settings

README = (settings.BASE_DIR / "README.md").read_text(encoding="utf-8")


def test_the_readme_is_one_screen():
    assert len(README.splitlines()) <= 70


def test_the_readme_names_every_variable_that_the_settings_read_and_no_other():
    source = (settings.BASE_DIR / "kyphoplasty_site" / "settings.py").read_text(encoding="utf-8")
    read = set(re.findall(r'(?:environ\.get|flag|words)\("([A-Z_]+)"', source))
    assert set(re.findall(r"^\| `([A-Z_]+)` \|", README, re.MULTILINE)) == read


def test_every_file_and_folder_it_names_is_there():
    named = re.findall(r"(?:`|\()((?:screener|content|templates|static|docs)/[\w./-]*)", README)
    assert len(named) >= 8
    assert [name for name in named if not (settings.BASE_DIR / name).exists()] == []


def test_every_make_target_it_names_is_there():
    makefile = (settings.BASE_DIR / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"make ([a-z-]+)\b(?!\.)", README):
        assert target == "and" or re.search(rf"^{target}:", makefile, re.MULTILINE), target
