"""Texts that templates and Python mark for translation, as they stand in English."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils.translation.template import templatize

from web.catalogues import Text
from web.toml_tables import files_in

# How code marks a text, and which of its arguments are the context, the text and its plural.
MARKS = {"_": (None, 0, None), "gettext": (None, 0, None), "gettext_noop": (None, 0, None), "ngettext": (None, 0, 1)}
_LITERAL = r"""u?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
_IN_A_TEMPLATE = re.compile(rf"\b(_|gettext|ngettext|pgettext)\({_LITERAL}(?:, ?{_LITERAL})?(?:, ?\w+)?\)")


def of_template(path: Path) -> Iterator[Text]:
    """The texts of one template."""
    for mark, first, second in _IN_A_TEMPLATE.findall(templatize(path.read_text(encoding="utf-8"))):
        one, other = ast.literal_eval(first), ast.literal_eval(second) if second else ""
        if mark == "pgettext":
            yield Text(other, context=one)
        else:
            yield Text(one, plural=other)


def templates() -> list[Path]:
    """The files of all templates, in order."""
    return list(files_in(settings.BASE_DIR / "templates", "**/*.*"))


def of_code(path: Path) -> Iterator[Text]:
    """The texts of one file of Python."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS:
            yield from _of_call(node, *MARKS[node.func.id])


def code(package: str) -> list[Path]:
    """The files of a package, in order."""
    return list(files_in(settings.BASE_DIR / package, "**/*.py"))


def _of_call(call: ast.Call, context: int | None, text: int, plural: int | None) -> Iterator[Text]:
    said = [one.value if isinstance(one, ast.Constant) and isinstance(one.value, str) else "" for one in call.args]
    if said[text]:
        yield Text(said[text], plural=said[plural] if plural is not None else "")
