"""Small pages for the tests of wording and markdown: one with nothing wrong, and ways to change it."""

import tomllib
from dataclasses import replace
from pathlib import Path

from content.pages import Page, read_page
from content.sources import Source, all_sources

MATTER = """\
title = "What is it?"
nav = "What it is"
summary = "A small page."
main_message = "A balloon makes room in the bone."
group = "learn"
order = 1
updated = 2026-11-01
grade = 0.0
sources = ["wardlaw2009"]
layer = "record"
"""
BODY = """\
::: in-short
- A balloon makes room in the bone.
:::

## How many took part?

It was tried with 300 people [@wardlaw2009].

::: next
- Ask your doctor.
:::
"""
FIRST_LINE = MATTER.count("\n") + 3
# The line of "It was tried …", into whose place the tests put what is wrong.
TRIED = FIRST_LINE + BODY[: BODY.index("It was")].count("\n")


def page_of(folder: Path, body: str = BODY, matter: str = MATTER, name: str = "risks") -> Page:
    path = folder / f"{name}.md"
    path.write_text(f"+++\n{matter}+++\n{body}")
    page = read_page(path)
    return replace(page, grade=page.measured_level)


def saying(folder: Path, words: str) -> Page:
    """The small page with these words below its heading."""
    return page_of(folder, BODY.replace("It was tried", f"{words}\n\nIt was tried"))


def matter_without(name: str) -> str:
    assert name in tomllib.loads(MATTER)
    return "".join(line for line in MATTER.splitlines(keepends=True) if not line.startswith(f"{name} ="))


def html_of(page: Page) -> str:
    return "".join(page.rendered)


def cited(page: Page) -> list[Source]:
    """The sources in the order in which the page first cites them."""
    ids = dict.fromkeys(source for block in page.blocks for source in block.cited)
    return [all_sources()[source] for source in ids]
