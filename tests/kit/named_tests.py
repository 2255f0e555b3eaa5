"""The tests that docs name: a file by its name alone, wherever below tests/ it lies."""

import ast
from functools import cache

from django.conf import settings

_FILES = {path.stem: path for path in (settings.BASE_DIR / "tests").rglob("test_*.py")}


@cache
def names_in(file: str) -> set[str]:
    """The names of the tests in a file, which is named without its folder and without .py."""
    tree = ast.parse(_FILES[file].read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
