"""The compiled styles: what the oldest browsers can read, and what stands in the pages under its hash."""

import os
import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from served import EVERYWHERE, answer_at, read

from kyphoplasty_site import styles
from kyphoplasty_site.texts import texts_of_the_site
from seo.palette import colors

SHEETS = sorted(path.stem for path in (settings.BASE_DIR / "static" / "css").glob("*.css"))
# Chrome 80, Safari 12 and Firefox 78 drop a declaration, or a whole rule, in which one of these stands.
NOT_KNOWN_TO_THEM = re.compile(
    r":is\(|:where\(|:-(?:webkit|moz)-any\(|light-dark\(|@layer|@container|clamp\(|color-mix\(|&|"
    r"(?<![\w-])inset:|(?:margin|padding|border)-(?:inline|block)|:not\([^()]*,|\((?:width|height) ?[<>]|[\d)]cq[iw]"
)
# A rule that rests on one of these is an addition: they go without it, if nothing that they know stands beside it.
ADDITIONS = (":has(", ":focus-visible", "::details-content", "::marker")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
LIGHT = colors()
DRAWINGS = [
    path
    for folder in ("components", "figures", "pictures")
    for path in (settings.BASE_DIR / "templates" / folder).rglob("*.*")
    if "<svg" in path.read_text() or path.suffix == ".svg"
]


def compiled(name):
    return styles.compiled((settings.BASE_DIR / "static" / "css" / f"{name}.css").read_text(), name)


def plain(name):
    """What of a sheet is for every browser: without what is asked for by @supports."""
    before, *asked_for = compiled(name).split("@supports")
    return before + "".join(map(_behind_the_block, asked_for))


def _behind_the_block(text):
    """What follows the block that opens first. One inside another begins a text of its own, so all of it is in that."""
    depth = 0
    for place, character in enumerate(text):
        depth += (character == "{") - (character == "}")
        if depth == 0 and character == "}":
            return text[place + 1 :]
    return ""


@pytest.mark.parametrize("name", SHEETS)
def test_a_compiled_sheet_holds_nothing_that_the_oldest_browsers_would_drop(name):
    assert NOT_KNOWN_TO_THEM.findall(plain(name)) == []


@pytest.mark.parametrize(
    "new",
    [":is(a,b) c{top:0}", "a{color:light-dark(red,blue)}", "a{inset:0}", "@layer x{a{top:0}}", "a:not(.b,.c){top:0}"],
)
def test_the_search_finds_styles_that_the_oldest_browsers_would_drop(new):
    assert NOT_KNOWN_TO_THEM.search(new)


@pytest.mark.parametrize("name", SHEETS)
def test_no_rule_that_old_browsers_know_shares_its_selectors_with_one_they_do_not(name):
    for selectors, _ in _RULE.findall(plain(name)):
        parts = selectors.split(",") if ":has(" not in selectors else [selectors]
        added = [any(addition in part for addition in ADDITIONS) for part in parts]
        assert all(added) or not any(added), selectors


@pytest.mark.parametrize("name", SHEETS)
def test_boxes_in_a_row_are_kept_apart_by_margins(name):
    """They know a gap in a grid alone: in a row of boxes two links would run into one another."""
    assert [
        rule for _, rule in _RULE.findall(plain(name)) if "flex" in rule and re.search(r"(?<!column-)gap:", rule)
    ] == []


@pytest.mark.parametrize("path", DRAWINGS, ids=lambda path: path.name)
def test_a_drawing_has_its_colors_without_any_style(path):
    given = re.findall(r'(?:fill|stroke)="var\(--([\w-]+)(?:,(#[0-9a-f]{6}))?\)"', path.read_text())
    assert [(name, color) for name, color in given if color != LIGHT[name]] == []


def test_the_figures_of_an_array_have_their_colors_without_any_style():
    """Without them an engine that drops the style draws all as filled: a thousand of a thousand."""
    figures = re.findall(r"<pattern ([^>]+)>", (settings.BASE_DIR / "templates/figures/people.svg").read_text())
    assert len(figures) == 6
    for figure in figures:
        full = f'fill="{LIGHT["brand"]}"' in figure and "stroke" not in figure
        empty = 'fill="none"' in figure and f'stroke="{LIGHT["soft"]}"' in figure
        assert ("-empty" in figure, "-full" in figure or "-half" in figure) == (empty, full)


@pytest.mark.parametrize("address", EVERYWHERE)
def test_each_style_in_a_page_is_allowed_by_its_hash_and_nothing_else_is(address):
    response = answer_at(address)
    (directive,) = re.findall("style-src ([^;]+);", response.headers["Content-Security-Policy"])
    in_page = [style["text"] for style in read(response).all("style")]
    assert in_page[0] == styles.in_the_page("site")
    assert {f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in in_page} <= {
        *directive.split()
    }
    assert len(directive.split()) == 1 + len(styles.IN_THE_PAGE)


@pytest.mark.parametrize("name", SHEETS)
def test_what_is_served_is_the_compiled_sheet(static_root, name):
    (served,) = static_root.glob(f"css/{name}.????????????.css")
    assert served.read_text() == compiled(name)


def test_no_class_of_a_style_is_a_text_to_be_translated():
    """Of those with a hyphen: "or" and "back" are words too."""
    sheets = (path.read_text() for path in (settings.BASE_DIR / "static" / "css").glob("*.css"))
    classes = {name for sheet in sheets for name in re.findall(r"\.([a-z]+-[a-z-]+)", sheet)}
    assert "no-print" in classes
    assert classes & {text.english for text in texts_of_the_site()} == set()


@pytest.mark.parametrize("name", SHEETS)
def test_a_style_asks_for_no_file(name):
    """In a page its address would be another than in its folder, and each file is one more trip."""
    assert "url(" not in compiled(name)


def test_a_style_that_is_being_written_is_compiled_anew(settings, monkeypatch):
    settings.DEBUG = True
    settings.STORAGES = {**settings.STORAGES}
    assert "--paper" in styles.in_the_page("site")
    monkeypatch.setattr(Path, "read_text", lambda *_, **__: "a { & b { color: red } }")
    assert styles.in_the_page("site") == "a b{color:red}"


def test_over_the_files_of_an_earlier_version_the_new_sheet_is_compiled(settings, tmp_path):
    """An upgrade copies the collected files, so that pages of both versions find theirs: the copies are newer."""
    source, collected = tmp_path / "from" / "css" / "site.css", tmp_path / "to" / "css" / "site.css"
    source.parent.mkdir(parents=True)
    settings.STATICFILES_DIRS = [tmp_path / "from"]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "to"
    for color in ("red", "green"):
        source.write_text(f"a {{ b {{ color: {color} }} }}")
        call_command("collectstatic", interactive=False, verbosity=0)
        os.utime(collected, (2_000_000_000, 2_000_000_000))
    assert collected.read_text() == "a b{color:green}"
    assert {path.read_text() for path in collected.parent.glob("site.????????????.css")} >= {"a b{color:green}"}


def test_a_broken_sheet_stops_the_collecting_and_says_where(settings, tmp_path):
    (tmp_path / "from" / "css").mkdir(parents=True)
    (tmp_path / "from" / "css" / "site.css").write_text("a { color: red }\nb { color:: }}\n")
    settings.STATICFILES_DIRS = [tmp_path / "from"]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "to"
    with pytest.raises(ValueError, match=r"css/site\.css:2"):
        call_command("collectstatic", interactive=False, verbosity=0)
