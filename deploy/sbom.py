"""The bill of materials: what others made and the site runs with, by name, version and licence, in CycloneDX's form.

`make sbom` writes dist/sbom.json. cyclonedx-bom lists what is installed. Of that stays what requirements.txt pins: the
rest is for tests. What pip does not know is added: the fonts in web/pdf_fonts, and the base of the container.
"""

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL
from packaging.requirements import Requirement
from packaging.utils import NormalizedName, canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
VERSION = SchemaVersion.V1_6
FONTS = "web/pdf_fonts"
BASE = re.compile(r"^FROM (\S+):([^\s:@]+)@(sha256:[0-9a-f]{64})", re.MULTILINE)
REMEDY = "Run `make sbom`, which installs it."

Name = NormalizedName  # of a package, in small letters and with hyphens
Entry = dict[str, Any]


class SbomError(Exception):
    """The bill cannot be made, or is not what its schema asks for: why, in words."""


def pins(requirements: str) -> dict[Name, str]:
    """The version of each package that a list pins for this machine."""
    lines = (line.split(" --hash")[0] for line in requirements.replace("\\\n", " ").splitlines())
    wanted = [Requirement(line) for line in lines if line.strip() and not line.startswith("#")]
    here = [one for one in wanted if one.marker is None or one.marker.evaluate()]
    return {canonicalize_name(one.name): str(one.specifier).removeprefix("==") for one in here}


def asked_for(requirements: str) -> set[Name]:
    """The packages that a list written by hand names: those that the site itself uses."""
    lines = (line.partition("#")[0].strip() for line in requirements.splitlines())
    return {canonicalize_name(Requirement(line).name) for line in lines if line}


def installed() -> Entry:
    """What cyclonedx-bom lists of the environment that this runs in."""
    asked = [sys.executable, "-m", "cyclonedx_py", "environment", "--no-validate"]
    asked += ["--spec-version", VERSION.to_version(), "--pyproject", str(ROOT / "pyproject.toml"), sys.executable]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)  # noqa: S603 - ours
    if done.returncode:
        raise SbomError(f"cyclonedx-bom cannot list what is installed. {REMEDY} It says: {done.stderr.strip()[-400:]}")
    found: Entry = json.loads(done.stdout)
    return found


def base_image(containerfile: str) -> Entry:
    """What the container stands on."""
    found = BASE.search(containerfile)
    if found is None:
        raise SbomError("deploy/Containerfile names no base by tag and digest.")
    repository, tag, digest = found.groups()
    name = repository.rpartition("/")[2]
    where = {"repository_url": repository, "tag": tag}
    purl = PackageURL("oci", name=name, version=digest, qualifiers=where).to_string()
    # Optional: without the container the site runs on a Python of the machine's own.
    return {"type": "container", "bom-ref": purl, "name": repository, "version": tag, "purl": purl, "scope": "optional"}


def font(path: Path) -> Entry:
    """A file that came with the code. Which licence it has stands in OFL.txt beside it."""
    name = path.relative_to(ROOT).as_posix()
    digest = sha256(path.read_bytes()).hexdigest()
    licence = {"license": {"id": "OFL-1.1", "acknowledgement": "declared"}}
    hashes = [{"alg": "SHA-256", "content": digest}]
    return {"type": "file", "bom-ref": name, "name": name, "hashes": hashes, "licenses": [licence]}


def of_the_site(listed: Entry, pinned: Mapping[Name, str], direct: set[Name], others: list[Entry]) -> Entry:
    """A bill of what is pinned and of what came otherwise. Raises SbomError for a pin that is not what is installed."""
    parts = {canonicalize_name(one["name"]): one for one in listed["components"]}
    for name, version in pinned.items():
        if parts.get(name, {}).get("version") != version:
            raise SbomError(f"{name} is pinned at {version}, and is not what is installed. {REMEDY}")
    packages = [parts[name] for name in sorted(pinned)]
    kept = {one["bom-ref"] for one in packages}
    root = listed["metadata"]["component"]["bom-ref"]
    uses = [one["bom-ref"] for one in (*(parts[name] for name in sorted(direct & pinned.keys())), *others)]
    needs = [{"ref": root, "dependsOn": uses}, *({"ref": one["bom-ref"]} for one in others)]
    for one in listed["dependencies"]:
        if one["ref"] in kept:
            needs.append({"ref": one["ref"], "dependsOn": [ref for ref in one.get("dependsOn", []) if ref in kept]})
    return {**listed, "components": [*packages, *others], "dependencies": needs}


def refuse_faulty(bill: str) -> None:
    """Raise SbomError if the text is not what the schema of CycloneDX asks for."""
    fault = JsonStrictValidator(VERSION).validate_str(bill)
    if fault is not None:
        raise SbomError(f"The bill of materials is not what its schema asks for: {str(fault)[:400]}")


def made() -> str:
    """The bill, checked."""
    pinned = pins((ROOT / "requirements.txt").read_text(encoding="utf-8"))
    direct = asked_for((ROOT / "requirements.in").read_text(encoding="utf-8"))
    fonts = [font(path) for path in sorted((ROOT / FONTS).glob("*.ttf"))]
    container = base_image((ROOT / "deploy" / "Containerfile").read_text(encoding="utf-8"))
    bill = json.dumps(of_the_site(installed(), pinned, direct, [*fonts, container]), indent=2, ensure_ascii=False)
    refuse_faulty(bill)
    return bill + "\n"


def main(target: Path) -> None:
    bill = made()
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(bill, encoding="utf-8")
    parts = json.loads(bill)["components"]
    print(f"{target} lists {len(parts)} parts of others with their licences, as CycloneDX {VERSION.to_version()}.")


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]))
    except SbomError as problem:
        sys.exit(str(problem))
