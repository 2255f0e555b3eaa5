"""Every text that the site can say, and where it stands: rule sets, pages, data files, templates and program."""

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation.template import templatize

from content.pages import all_pages
from screener.rule_sets.editions import RULE_SETS

PROGRAM = ("clinics", "content", "kyphoplasty_site", "records", "referrals", "reviews", "screener", "seo", "web")
# What marks a text as one for readers, in the program and in what is made of a template.
_SAID = {"_", "gettext", "gettext_noop", "gettext_lazy", "ngettext", "pgettext", "both", "Words"}
_IN_A_TEMPLATE = re.compile(r"""gettext\(u?(?P<quote>'''|\"\"\"|['"])(?P<text>.*?)(?P=quote)\)""", re.DOTALL)
# Claims of others, quoted to correct them.
_QUOTED = re.compile(r"\[\[.*?\]\]|“[^”]*”", re.DOTALL)


@cache
def every_text() -> dict[str, str]:
    """Each text once, with the place where it stands. What is quoted to correct it is left out."""
    found = (*_declared(), *_of_pages(), *_of_data(), *_of_templates(), *_of_the_program())
    return {_QUOTED.sub("", text): where for where, text in found if text.strip()}


def _declared() -> Iterator[tuple[str, str]]:
    for rules in RULE_SETS.values():
        yield from ((f"rule set {rules.id}", text) for text in texts_in(rules))


def texts_in(value: Any) -> Iterator[str]:
    """All texts of a declaration, in both voices, wherever they stand."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from texts_in(tuple(value.values()))
    elif isinstance(value, (tuple, list)):
        for one in value:
            yield from texts_in(one)
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts_in(getattr(value, field.name))


def _of_pages() -> Iterator[tuple[str, str]]:
    for page in all_pages().values():
        yield from ((page.file, text) for text in (page.title, page.summary))
        yield from ((page.file, block.text) for block in page.blocks if block.callout != "claim-checked")


def _of_data() -> Iterator[tuple[str, str]]:
    changes = settings.LANGUAGES_DIR / "en" / "changes.toml"
    for path in (
        *(settings.BASE_DIR / "content").glob("*.toml"),
        *(settings.BASE_DIR / "clinics").glob("*.toml"),
        changes,
    ):
        yield from ((path.name, text) for text in texts_in(tomllib.loads(path.read_text(encoding="utf-8"))))


def _of_templates() -> Iterator[tuple[str, str]]:
    for path in sorted((settings.BASE_DIR / "templates").rglob("*.*")):
        for found in _IN_A_TEMPLATE.finditer(templatize(path.read_text(encoding="utf-8"))):
            yield path.relative_to(settings.BASE_DIR).as_posix(), found["text"]


def _of_the_program() -> Iterator[tuple[str, str]]:
    for path in (one for package in PROGRAM for one in sorted((settings.BASE_DIR / package).rglob("*.py"))):
        yield from ((_name(path), text) for text in _said_in(ast.parse(path.read_text(encoding="utf-8"))))


def _name(path: Path) -> str:
    return path.relative_to(settings.BASE_DIR).as_posix()


def _said_in(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _SAID:
            for one in ast.walk(node):
                if isinstance(one, ast.Constant) and isinstance(one.value, str):
                    yield one.value
