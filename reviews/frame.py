"""What templates and code say, as items: a folder of templates, or a package, is one. So is what decides by code alone,
and how the language writes days and numbers.
"""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.utils.translation import pgettext

from reviews.items import Item
from web import marked_texts
from web.catalogues import Text
from web.languages import active, gettext, once_for_each_language

CODE = ("clinics", "content", "kyphoplasty_site", "records", "referrals", "reviews", "screener", "seo", "web")
# Leaflets, e-mails and handouts are items of their own (referrals/reviewed.py).
ELSEWHERE = tuple(
    f"referrals/{name}.py"
    for name in ("leaflets", "leaflet_words", "emails", "email_words", "handouts", "handout_words")
)
ENGINE, LANGUAGE = "decides:engine", "language:days-and-numbers"
# What of a language is for those who write pages, and shown to nobody.
FOR_WRITERS = (
    *("code", "reading", "forbidden", "misleading", "offered", "begun"),
    *("never_in_they", "extra_numerals"),
)


@once_for_each_language
def items() -> dict[str, Item]:
    """The items of all templates and packages that say something, by id."""
    return {item.id: item for item in (*_of_templates(), *_of_code(), _engine(), _language())}


def _of_templates() -> Iterator[Item]:
    texts: dict[str, list[Text]] = {}
    for path in marked_texts.templates():
        *folders, _ = path.relative_to(settings.BASE_DIR / "templates").parts
        folder = folders[0] if folders else "base"
        texts.setdefault(folder, []).extend(marked_texts.of_template(path))
    return (_item(f"templates:{folder}", said) for folder, said in texts.items() if said and folder != "pictures")


def _of_code() -> Iterator[Item]:
    for package in CODE:
        paths = [path for path in marked_texts.code(package) if not str(path).endswith(ELSEWHERE)]
        if said := [text for path in paths for text in marked_texts.of_code(path)]:
            yield _item(f"code:{package}", said)


def _engine() -> Item:
    """How rules are applied, a line for each file: what it is for, and the hash of what it does.

    Comments, docstrings and the width of lines are not in the hash: they decide nothing.
    """
    return Item(ENGINE, tuple(map(_computed, marked_texts.code("screener/engine"))))


def _computed(path: Path) -> str:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    purpose = (ast.get_docstring(tree) or "").partition("\n")[0]
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node) is not None:
            node.body = node.body[1:]
    return f"{path.name}: {purpose} (computed by {sha256(ast.unparse(tree).encode()).hexdigest()[:16]})"


def _language() -> Item:
    said = asdict(active())
    lines = (
        f"{name}: {value if isinstance(value, str) else ', '.join(value)}"
        for name, value in said.items()
        if name not in FOR_WRITERS
    )
    return Item(LANGUAGE, tuple(lines))


def _item(name: str, texts: Iterable[Text]) -> Item:
    return Item(name, tuple(line for text in texts for line in _said(text)))


def _said(text: Text) -> Iterator[str]:
    yield pgettext(text.context, text.english) if text.context else gettext(text.english)
    if text.plural:
        yield gettext(text.plural)
