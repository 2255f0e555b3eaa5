"""What others wrote comes in by name, version and checksum only, and what is installed is what is pinned."""

import json
import re
from importlib.metadata import version
from pathlib import Path

import pytest
from django.conf import settings
from packaging.requirements import Requirement

ROOT = settings.BASE_DIR
PINS = sorted(
    path.relative_to(ROOT).as_posix() for where in ("", "*/") for path in ROOT.glob(f"{where}requirements*.txt")
)
OTHERS = [ROOT / "Makefile", ROOT / ".ci" / "run", *ROOT.glob("deploy/*")]
PROGRAMS = [*ROOT.glob("*.py"), *ROOT.glob("*/*.py"), *ROOT.glob("tests/*/*.py")]
OURS = [path for path in (*PROGRAMS, *OTHERS) if path.is_file() and path != Path(__file__)]
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def pinned(name):
    """The requirements of a file, each with its checksums."""
    lines = (ROOT / name).read_text().replace("\\\n", " ").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


def named(path):
    """The packages that a list written by hand names."""
    lines = [line.partition("#")[0].strip() for line in path.read_text().splitlines()]
    return {Requirement(line).name.lower() for line in lines if line and not line.startswith("-")}


def test_there_are_pins_for_running_testing_and_measuring():
    assert {"requirements.txt", "requirements-dev.txt", "bench/requirements.txt"} <= set(PINS)


@pytest.mark.parametrize("name", PINS)
def test_every_package_has_one_version_and_checksums_and_comes_from_nowhere_else(name):
    assert pinned(name)
    for line in pinned(name):
        requirement, *hashes = line.split(" --hash")
        assert re.fullmatch(r"[a-z0-9._-]+==[\w.!+-]+( ; [^@]+)?", requirement.strip()), line
        assert hashes, f"{requirement} has no checksum"
        assert len(HASH.findall(line)) == len(hashes), requirement


@pytest.mark.parametrize("name", PINS)
def test_every_package_that_is_asked_for_is_pinned(name):
    wanted = named((ROOT / name).with_suffix(".in"))
    assert wanted
    assert wanted <= {Requirement(line.split(" --hash")[0]).name.lower() for line in pinned(name)}


def test_what_is_installed_here_is_what_is_pinned():
    for line in pinned("requirements-dev.txt"):
        requirement = Requirement(line.split(" --hash")[0])
        if requirement.marker is None or requirement.marker.evaluate():
            assert version(requirement.name) in requirement.specifier, requirement.name


def test_nothing_is_installed_without_its_checksum():
    lines = [line for path in OURS for line in path.read_text().splitlines()]
    installing = [line for line in lines if re.search(r"\bpip3?( --\S+ \S+)* install\b|\buv (pip|sync|add)\b", line)]
    hashed = [line for line in installing if "--require-hashes" in line or "--generate-hashes" in line]
    # A line makes each list; one in the Makefile installs from all of them, and one in the container file.
    assert len(hashed) == len(PINS) + 2
    assert hashed == installing
    assert not [line for line in lines if re.search(r"npm[\s\"',]+(i|install|add)\b", line)]
    assert [line for line in lines if re.search(r"npm[\s\"',]+ci\b", line)]


@pytest.mark.parametrize(("folder", "least"), [("audit", 100), ("bench", 1)])
def test_the_lock_file_of_node_has_a_checksum_for_every_package_and_its_scripts_do_not_run(folder, least):
    lock = json.loads((ROOT / folder / "package-lock.json").read_text())
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert len(packages) > least
    for name, package in packages.items():
        whole = name if not package.get("inBundle") else name.split("/node_modules/")[0]  # it comes inside that one
        assert packages[whole]["integrity"].startswith("sha512-"), name
        assert "resolved" not in package, name
    assert "ignore-scripts=true" in (ROOT / folder / ".npmrc").read_text().splitlines()
