"""Packages of npm's, at the versions that a folder's lock file names."""

import subprocess
import sys
from pathlib import Path


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
