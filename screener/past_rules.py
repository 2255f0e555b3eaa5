"""Rules as they were: a revision of git is written out, and its own self-check is asked, in a process of its own.

So no module of an older version is ever imported beside those of now.
"""

import json
import os
import re
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.conf import settings

# Where rules are declared and evaluated. The files by name are where they lay until 2026-11-29.
RULES = (
    "screener/rule_sets",
    "screener/engine",
    *(
        f"screener/{name}.py"
        for name in ("protocol", "rules", "facts", "conditions", "logic", "summary", "finding_out")
    ),
    ":(exclude)screener/rule_sets/cases",
)
ASKING = 300  # seconds after which a tree that does not answer is given up
# Runs in the tree of the revision: its own manage.py once for each sheet, as one start for each would take minutes.
_ASK = """
import contextlib, io, json, runpy, sys
options, sheets = json.load(sys.stdin)
answers = []
for today, sheet in sheets:
    said, wrong, code = io.StringIO(), io.StringIO(), 0
    sys.argv = ["manage.py", "selfcheck", "-", "--json", "--today", today, *options]
    sys.stdin = io.StringIO(json.dumps(sheet))
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(wrong):
        try:
            runpy.run_path("manage.py", run_name="__main__")
        except SystemExit as end:
            code = end.code or 0
    answers.append([code, said.getvalue(), wrong.getvalue()])
print(json.dumps(answers))
"""
REFUSED = 2  # how selfcheck ends for answers or options that it does not take


class PastRulesError(Exception):
    """A revision cannot be compared; says why, and what to do."""


@dataclass(frozen=True)
class Answer:
    """What a self-check says of one sheet: its JSON, or why it refuses the sheet."""

    said: dict[str, Any] | None
    refused: str = ""


def commit_of(revision: str) -> str:
    """The commit that a revision names. Raises PastRulesError."""
    found = _git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}", may_fail=True)
    if found:
        return found.decode().strip()
    if not _git("rev-parse", "--git-dir", may_fail=True):
        raise PastRulesError("This folder is no clone of git, so it has no revisions. Name two rule sets, or clone it.")
    if _git("rev-parse", "--is-shallow-repository") == b"true\n":
        raise PastRulesError(
            f"There is no revision {revision!r} here. This clone is shallow: get the rest by git fetch --unshallow."
        )
    raise PastRulesError(f"There is no rule set and no revision {revision!r}. git log and git tag show the revisions.")


def ask(revision: str, commit: str, rules: str, sheets: Sequence[tuple[str, dict[str, Any]]]) -> list[Answer]:
    """What the self-check of a commit says of each sheet on its day. Raises PastRulesError if it cannot be run."""
    with tempfile.TemporaryDirectory(prefix="rulediff-") as folder:
        with tarfile.open(fileobj=BytesIO(_git("archive", "--format=tar", commit))) as tree:
            tree.extractall(folder, filter="data")
        given = json.dumps([["--rules", rules], sheets])
        try:
            done = subprocess.run(  # noqa: S603 - a tree of this repository
                [sys.executable, "-c", _ASK],
                input=given,
                cwd=folder,
                env=_environment(),
                capture_output=True,
                text=True,
                timeout=ASKING,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise PastRulesError(f"The tree of {revision} has not answered in {ASKING} seconds.") from None
    if done.returncode:
        raise _cannot_run(revision, done.stderr)
    return [_answer(revision, rules, *answer) for answer in json.loads(done.stdout)]


def _environment() -> dict[str, str]:
    """Nothing of this process's settings: those of the old tree may be called otherwise. It serves nobody (DEBUG)."""
    return {"PATH": os.environ.get("PATH", ""), "DEBUG": "on", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"}


def _answer(revision: str, rules: str, code: int | str, said: str, wrong: str) -> Answer:
    if code == 0:
        return Answer(json.loads(said))
    refused = " ".join(wrong.split()).removeprefix("CommandError: ")
    if code != REFUSED:
        raise _cannot_run(revision, str(code) if isinstance(code, str) else wrong)
    if refused.startswith("--rules"):
        raise PastRulesError(f"The tree of {revision} has no rule set {rules!r}. Name another by --rules.")
    return Answer(None, refused)


def _cannot_run(revision: str, wrong: str) -> PastRulesError:
    why = (wrong.strip().splitlines() or ["it says nothing"])[-1]
    return PastRulesError(
        f"The self-check of {revision} cannot be run here: {why}. Does it need a package that is no longer installed?"
    )


# ---- The lines that changed


@dataclass(frozen=True)
class Lines:
    """Changed lines of a file: where they stand in the new version, and where they stood in the old one."""

    path: str
    old: tuple[str, ...]
    new: tuple[str, ...]


def changed_lines(old: str | None, new: str | None) -> list[Lines]:
    """What differs in the rules between two commits; None is the working tree, with its new files."""
    if old is None and new is None:
        return []
    commits = [one for one in (old, new) if one is not None]
    backwards = ["-R"] if old is None else []
    options = ["diff", "-U0", "--no-color", "--no-ext-diff", "--no-renames", *backwards, *commits, "--", *RULES]
    found = [*_hunks(_git(*options).decode(errors="replace"))]
    if None in (old, new):
        listing = ("ls-files", "--others", "--exclude-standard", "--exclude=*.pyc", "--", *RULES)
        unknown = _git(*listing).decode().splitlines()
        whole = ("a file that git does not know yet",)
        found += [Lines(path, whole if old is None else (), whole if new is None else ()) for path in unknown]
    return found


def _hunks(diff: str) -> Iterator[Lines]:
    for part in re.split(r"^diff --git ", diff, flags=re.MULTILINE)[1:]:
        named: list[str] = re.findall(r"^(?:---|\+\+\+) [ab]/(.+)$", part, re.MULTILINE)
        hunks = re.findall(r"^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@", part, re.MULTILINE)
        if named and hunks:
            old = tuple(lines for start, number, _, _ in hunks if (lines := _range(start, number)))
            new = tuple(lines for _, _, start, number in hunks if (lines := _range(start, number)))
            yield Lines(named[-1], old, new)


def _range(start: str, number: str) -> str:
    """Lines as one writes them: 12, or 12-15; none of a hunk that only adds or only takes away."""
    first, count = int(start), int(number or 1)
    return "" if count == 0 else f"{first}" if count == 1 else f"{first}-{first + count - 1}"


def _git(*arguments: str, may_fail: bool = False) -> bytes:
    """What git answers; nothing if it may fail and does. Raises PastRulesError."""
    try:
        done = subprocess.run(["git", *arguments], cwd=settings.BASE_DIR, capture_output=True, check=False)  # noqa: S603, S607
    except OSError as problem:
        raise PastRulesError(f"git cannot be run ({problem.strerror}). Install it, or name two rule sets.") from None
    if done.returncode and not may_fail:
        why = (done.stderr.decode(errors="replace").strip().splitlines() or ["it says nothing"])[-1]
        raise PastRulesError(f"git {arguments[0]} failed: {why}. Is the whole history here?")
    return b"" if done.returncode else done.stdout
