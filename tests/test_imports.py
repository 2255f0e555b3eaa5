"""Imports point one way: from the addresses to the views, the forms, the declaration and the rules, and never back."""

import ast

import pytest
from django.conf import settings

# Each module may import from those that stand before it in its own list, and from these outside of it.
ORDER = {
    "screener": [
        "logic",
        "facts",
        "conditions",
        "matters",
        "rules",
        "finding_out",
        "summary",
        "protocol",
        "answers",
        "planted",
        "guide",
        "paper",
        "pdf",
        "trial",
        "last_days",
        "typed_dates",
        "date_answers",
        "forms",
        "views",
        "urls",
    ],
    "content": [
        "reading",
        "tables",
        "glossary",
        "sources",
        "numbers",
        "scores",
        "icon_array",
        "trial_chart",
        "figures",
        "side_by_side",
        "quiz",
        "markdown",
        "pages",
        "checks",
        "views",
        "urls",
    ],
    "machines": ["look", "drawing", "cards", "icons", "public", "finder", "metadata", "views", "urls"],
    "referrals": [
        "interpreters",
        "clinics",
        "logos",
        "links",
        "packs",
        "sheets",
        "checks",
        "emails",
        "previews",
        "forms",
        "views",
        "urls",
    ],
}
OUTSIDE = {
    "screener": {
        *(f"kyphoplasty_site.{name}" for name in ("address", "caching", "cipher", "clock", "lengths")),
        "referrals.clinics",
    },
    "content": {"kyphoplasty_site.caching", "kyphoplasty_site.clock", "screener.facts", "screener.protocol"},
    "machines": {
        *(f"kyphoplasty_site.{name}" for name in ("address", "caching", "clock")),
        *(f"content.{name}" for name in ("pages", "sources", "tables")),
    },
    "referrals": {
        *(f"content.{name}" for name in ("pages", "reading", "tables", "views")),
        *(f"kyphoplasty_site.{name}" for name in ("address", "caching", "cipher", "clock", "once")),
        *(
            f"screener.{name}"
            for name in (
                "answers",
                "date_answers",
                "facts",
                "forms",
                "guide",
                "paper",
                "pdf",
                "protocol",
                "rules",
                "trial",
            )
        ),
        *(f"screener.{name}" for name in ("summary", "views")),
    },
}
OURS = ("screener", "content", "machines", "referrals", "kyphoplasty_site")


def imported(path):
    """The modules of ours that a file imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name} imports by a dot"
            is_package = (settings.BASE_DIR / node.module.replace(".", "/") / "__init__.py").exists()
            found |= {f"{node.module}.{alias.name}" for alias in node.names} if is_package else {node.module}
    return {name for name in found if name.split(".")[0] in OURS}


MODULES = [(package, module) for package, modules in ORDER.items() for module in modules]


@pytest.mark.parametrize(("package", "module"), MODULES)
def test_a_module_imports_only_what_stands_before_it(package, module):
    modules = ORDER[package]
    before = {f"{package}.{name}" for name in modules[: modules.index(module)]}
    assert imported(settings.BASE_DIR / package / f"{module}.py") <= before | OUTSIDE[package]


@pytest.mark.parametrize("package", ORDER)
def test_every_module_has_its_place_in_the_order(package):
    files = {path.stem for path in (settings.BASE_DIR / package).glob("*.py")} - {"__init__", "apps"}
    assert files == set(ORDER[package])


def test_the_self_check_never_imports_the_pages():
    for path in (settings.BASE_DIR / "screener").rglob("*.py"):
        assert not [name for name in imported(path) if name.startswith("content")]


def test_only_one_module_asks_what_day_it_is():
    asking = [
        f"{package}/{path.name}"
        for package in OURS
        for path in (settings.BASE_DIR / package).rglob("*.py")
        if any(call in path.read_text() for call in ("date.today(", "datetime.now(", "localdate(", "timezone.now("))
    ]
    assert asking == ["kyphoplasty_site/clock.py"]
