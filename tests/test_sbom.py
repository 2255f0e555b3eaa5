"""The bill of materials names all that the site runs with, and nothing that only tests need, as its schema asks."""

import json
from hashlib import sha256

import pytest
import sbom
from django.conf import settings
from packaging.utils import canonicalize_name

ROOT = settings.BASE_DIR
CONTAINER = (ROOT / "deploy" / "Containerfile").read_text(encoding="utf-8")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def bill():
    return json.loads(sbom.made())


def of_kind(bill, kind):
    return {one["name"]: one for one in bill["components"] if one["type"] == kind}


def test_it_lists_each_package_that_is_pinned_for_running_and_none_of_the_tests(bill):
    pinned = sbom.pins((ROOT / "requirements.txt").read_text())
    listed = of_kind(bill, "library")
    assert {canonicalize_name(name): one["version"] for name, one in listed.items()} == pinned
    assert "django" in pinned
    assert "pytest" not in pinned


def test_each_part_but_the_base_says_under_which_licence_it_is(bill):
    parts = of_kind(bill, "library") | of_kind(bill, "file")
    assert [name for name, one in parts.items() if not one.get("licenses")] == []


def test_the_site_is_said_to_use_what_is_asked_for_and_each_part_what_it_needs(bill):
    needs = {one["ref"]: set(one.get("dependsOn", [])) for one in bill["dependencies"]}
    refs = {one["bom-ref"] for one in bill["components"]}
    assert needs.keys() == refs | {bill["metadata"]["component"]["bom-ref"]}
    assert set().union(*needs.values()) <= refs
    (django,) = (ref for ref in refs if ref.startswith("Django=="))
    used = needs[bill["metadata"]["component"]["bom-ref"]]
    assert django in used
    assert not any(ref.startswith("sqlparse==") for ref in used)
    assert any(ref.startswith("sqlparse==") for ref in needs[django])


def test_the_fonts_of_the_pdfs_stand_in_it_with_their_checksums(bill):
    for path in (ROOT / "web" / "pdf_fonts").glob("*.ttf"):
        (checksum,) = of_kind(bill, "file")[path.relative_to(ROOT).as_posix()]["hashes"]
        assert checksum["content"] == sha256(path.read_bytes()).hexdigest()
    assert of_kind(bill, "file")


def test_the_base_of_the_container_stands_in_it_by_its_digest(bill):
    (base,) = of_kind(bill, "container").values()
    digest = base["purl"].partition("@")[2].partition("?")[0].replace("%3A", ":")
    assert f"FROM {base['name']}:{base['version']}@{digest} AS build" in CONTAINER


def test_a_bill_that_its_schema_does_not_allow_is_refused(bill):
    for spoilt in ({"components": [{"type": "wheel", "name": "x"}]}, {"dependencies": [{"needs": "x"}]}, {"extra": 1}):
        with pytest.raises(sbom.SbomError, match="not what its schema asks for"):
            sbom.refuse_faulty(json.dumps(bill | spoilt))


def test_what_is_installed_otherwise_than_pinned_is_refused_by_its_name(bill):
    for name in map(canonicalize_name, ("Django", "not-there")):
        with pytest.raises(sbom.SbomError, match=f"{name} is pinned at 1.0, and is not what is installed"):
            sbom.of_the_site(bill, {name: "1.0"}, set(), [])


def test_a_base_without_a_digest_is_refused():
    with pytest.raises(sbom.SbomError, match="no base by tag and digest"):
        sbom.base_image("FROM docker.io/library/python:3.11-slim-bookworm\n")
