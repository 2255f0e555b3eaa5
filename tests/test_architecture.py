"""Every import points down: from the addresses to the views, the guide, the rule sets and the engine, and never back.

A place is a package of docs/decisions and of the README's tree. What importing a module loads counts, not only what the
module names.
"""

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

PACKAGES = ("kyphoplasty_site", "records", "referrals", "seo", "content", "screener", "clinics", "reviews", "web")

# Each place, and the places that it may load. Above all stands kyphoplasty_site, which may load everything.
MAY_LOAD = {
    "web": set(),
    "reviews": {"web"},
    "clinics": {"web"},
    "engine": set(),  # and nothing but Python's own library
    "rule_sets": {"engine"},
    "editions": {"rule_sets", "engine", "reviews", "web"},  # a rule set in a language
    "guide": {"engine", "web"},
    "screener": {"guide", "editions", "rule_sets", "engine", "clinics", "reviews", "web"},
    "content": {"editions", "rule_sets", "engine", "reviews", "web"},
    "seo": {"content", "editions", "rule_sets", "engine", "reviews", "web"},
    "records": {"content", "screener", "guide", "editions", "rule_sets", "engine", "clinics", "reviews", "web"},
    "referrals": {"content", "screener", "guide", "editions", "rule_sets", "engine", "clinics", "reviews", "web"},
}
ROOF = "kyphoplasty_site"


def _modules() -> dict[str, Path]:
    found = {}
    for package in PACKAGES:
        for path in (settings.BASE_DIR / package).rglob("*.py"):
            parts = path.relative_to(settings.BASE_DIR).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


MODULES = _modules()


@cache
def imported(module: str) -> frozenset[str]:
    """The modules of ours that a module imports, wherever in it, with the packages that they stand in."""
    named = set()
    for node in ast.walk(ast.parse(MODULES[module].read_text())):
        if isinstance(node, ast.Import):
            named |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} imports by a dot"
            assert node.module, f"{module} imports from nowhere"
            within = {f"{node.module}.{alias.name}" for alias in node.names}
            named |= (within & MODULES.keys()) | {node.module}
    # A package that puts its own files together is loaded before them, and none of them loads it.
    parents = {name.rpartition(".")[0] for name in named if not module.startswith(name.rpartition(".")[0] + ".")}
    return frozenset(((named | parents) & MODULES.keys()) - {module})


def loaded(module: str) -> set[str]:
    """All modules of ours that importing a module loads."""
    found, left = set(), [module]
    while left:
        new = imported(left.pop()) - found
        found |= new
        left += new
    return found


def is_a_name_alone(module: str) -> bool:
    """Whether it is a package that loads nothing of ours: it is loaded before its files, and brings nothing along."""
    return MODULES[module].name == "__init__.py" and not imported(module)


def place(module: str) -> str:
    """The package that a module stands in, and within screener/ the one below it, which has a law of its own."""
    package, _, rest = module.partition(".")
    return below if (below := rest.partition(".")[0]) in MAY_LOAD and package == "screener" else package


def test_every_import_points_down():
    against = {
        (module, other)
        for module in MODULES
        for other in imported(module)
        if place(module) not in (ROOF, place(other))
        and place(other) not in MAY_LOAD[place(module)]
        and not is_a_name_alone(other)
    }
    assert against == set()


def test_no_module_loads_itself_through_another():
    assert [module for module in MODULES if module in loaded(module)] == []


def test_no_two_packages_import_each_other():
    arrows = {(module.split(".")[0], other.split(".")[0]) for module in MODULES for other in imported(module)}
    assert [arrow for arrow in arrows if arrow[0] != arrow[1] and arrow[::-1] in arrows] == []


@pytest.mark.parametrize("name", ["engine", "rule_sets"])
def test_the_pure_core_loads_only_itself_and_the_library_of_python(name):
    """Shown by a Python of its own, as an import within a package of others could not be read from the files."""
    core = sorted(module for module in MODULES if place(module) == name)
    program = f"import sys; before = set(sys.modules); import {', '.join(core)}; print(*sys.modules.keys() - before)"
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=True)  # noqa: S603
    ours = {one for one in done.stdout.split() if one.split(".")[0] not in sys.stdlib_module_names}
    allowed = {module for module in MODULES if place(module) in {name, *MAY_LOAD[name]}}
    assert ours <= allowed | set(PACKAGES)
    assert set(core) <= ours


def test_only_one_module_asks_what_day_it_is():
    asks = ("date.today(", "datetime.now(", "localdate(", "timezone.now(")
    assert [name for name, path in MODULES.items() if any(call in path.read_text() for call in asks)] == ["web.clock"]


@pytest.mark.parametrize("module", [module for module in MODULES if place(module) in ("engine", "rule_sets")])
def test_the_pure_core_never_asks_what_time_it_is(module):
    calls = [node for node in ast.walk(ast.parse(MODULES[module].read_text())) if isinstance(node, ast.Call)]
    called = {call.func.attr for call in calls if isinstance(call.func, ast.Attribute)}
    assert not called & {"today", "now", "utcnow", "localdate", "time"}
