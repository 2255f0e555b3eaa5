"""What a change of rules does to the worked patients: between versions in git, and between rule sets."""

import json
import os
import shutil
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command
from full import FULL
from server import ROOT, copy_site

from screener import past_rules, rule_diff
from screener.past_rules import Answer, Lines, PastRulesError, changed_lines
from screener.rule_sets.editions import RULE_SETS

LIMITS, CLINIC = "screener/rule_sets/shared/limits.py", "screener/rule_sets/clinic/__init__.py"
NAMED = {"blank-sheet", "day-84-still-fits", "day-85-is-past", "stop-denosumab-late-one-break"}
CASES = sorted((ROOT / "screener/rule_sets/cases").glob("*.json"))
# In full all of them, which takes a minute.
TRIED = [path for turn, path in enumerate(CASES) if FULL or turn % 8 == 0 or path.stem in NAMED]
PATIENTS = [json.loads(path.read_text("utf-8")) for path in TRIED]


def git(site, *words):
    who = ["-c", "user.name=Nobody", "-c", "user.email=nobody@example.org"]
    subprocess.run(["git", *who, *words], cwd=site, check=True, capture_output=True)  # noqa: S603, S607


def change(site, path, old, new):
    text = (site / path).read_text(encoding="utf-8")
    assert old in text, path
    (site / path).write_text(text.replace(old, new, 1), encoding="utf-8")


def run(site, *words):
    """The command in a process of its own, as one runs it: code, standard output and standard error."""
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    command = [sys.executable, "manage.py", "rulediff", *words]
    done = subprocess.run(command, cwd=site, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    return done.returncode, done.stdout, done.stderr


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A repository: as now, with another limit, without a box and a question, unable to run, and as now again."""
    site = copy_site(tmp_path_factory.mktemp("site"))
    for path in {*CASES} - {*TRIED}:
        (site / path.relative_to(ROOT)).unlink()
    git(site, "init", "-q", "-b", "main")
    commit(site, "now")
    change(site, LIMITS, '"FRACTURE_WINDOW",\n    84,', '"FRACTURE_WINDOW",\n    70,')
    change(site, CLINIC, 'VERSION = "', 'VERSION = "older-')
    commit(site, "short")
    git(site, "checkout", "-q", "now", "--", ".")
    for path in (site / "screener/rule_sets").rglob("*.py"):
        fewer = path.read_text(encoding="utf-8").replace("denosumab_stopped", "another_shot")
        path.write_text(fewer.replace('"rdq"', '"another_form"'), encoding="utf-8")
    commit(site, "less")
    change(site, "manage.py", "import os\n", "import os\nimport a_package_that_is_gone\n")
    commit(site, "broken")
    git(site, "checkout", "-q", "now", "--", ".")
    commit(site, "mended")
    return site


def commit(site, tag):
    git(site, "add", "-A")
    git(site, "commit", "-q", "-m", tag)
    git(site, "tag", tag)


@pytest.fixture(scope="module")
def shorter(site):
    """From a version with a limit of 70 days to that of now, as JSON."""
    code, out, err = run(site, "short", "now", "--json")
    assert (code, err) == (0, "")
    return json.loads(out)


@pytest.mark.slow
def test_a_limit_that_changes_shows_whom_it_changes_from_what_to_what(shorter):
    changed = {one["patient"]: one for one in shorter["patients"]}
    assert changed["day-84-still-fits"]["outcome"] == ["other_options_first", "points_fit"]
    assert changed["day-84-still-fits"]["points"] == {"fracture_recent": ["not_met", "met"]}
    assert "past_window" in changed["day-84-still-fits"]["notes"]["old"]
    assert changed["day-84-still-fits"]["story"]
    assert changed["day-85-is-past"]["outcome"] is None
    assert changed["day-85-is-past"]["dates"] == {"fracture_window_ends": ["2026-11-05", "2026-11-19"]}
    assert "blank-sheet" not in changed
    assert shorter["old"]["version"].startswith("older-")
    assert shorter["new"]["version"] == RULE_SETS["clinic"].version
    assert len(changed) + shorter["same"] == len(PATIENTS)


@pytest.mark.slow
def test_the_lines_that_changed_are_named_before_and_now(site, shorter):
    (limit,) = [lines for lines in shorter["changed_lines"] if lines["path"] == LIMITS]
    assert limit["old"] == limit["new"]
    (line,) = limit["new"]
    assert (site / LIMITS).read_text(encoding="utf-8").splitlines()[int(line) - 1] == "    84,"
    assert {lines["path"] for lines in shorter["changed_lines"]} == {LIMITS, CLINIC}


@pytest.mark.slow
def test_what_the_working_tree_adds_is_old_or_new_as_it_is_named(site, settings):
    settings.BASE_DIR = site
    (site / LIMITS).write_text("# Added.\n" + (site / LIMITS).read_text(encoding="utf-8"), encoding="utf-8")
    added = (site / LIMITS).with_name("added.py")
    added.write_text("", encoding="utf-8")
    unknown = ("a file that git does not know yet",)
    path = added.relative_to(site).as_posix()
    assert changed_lines("now", None) == [Lines(LIMITS, (), ("1",)), Lines(path, (), unknown)]
    assert changed_lines(None, "now") == [Lines(LIMITS, ("1",), ()), Lines(path, unknown, ())]
    added.unlink()
    git(site, "checkout", "-q", "now", "--", LIMITS)


@pytest.mark.slow
def test_it_can_be_read_and_a_version_can_be_compared_with_the_working_tree(site):
    code, out, err = run(site, "short", "clinic")
    assert (code, err) == (0, "")
    assert f"\n  {LIMITS}:" in out
    assert "\nday-84-still-fits: " in out
    assert "  outcome: other_options_first -> points_fit\n" in out
    assert "  point fracture_recent: not_met -> met\n" in out
    assert "  date fracture_window_ends: 2026-11-05 -> 2026-11-19\n" in out
    assert " 0 could not be compared." in out


@pytest.mark.slow
def test_two_versions_that_do_not_differ_end_well_too(site):
    code, out, _ = run(site, "now", "clinic")
    assert code == 0
    assert " 0 change, " in out
    assert ".py" not in out


@pytest.mark.slow
def test_answers_that_a_version_does_not_know_are_told_and_never_dropped_in_silence(site):
    code, out, _ = run(site, "less", "now", "--json")
    found = json.loads(out)
    assert code == 0
    not_read = {one["patient"]: one["old"] for one in found["not_read"]}
    assert "does not know 'denosumab_stopped'" in not_read["stop-denosumab-late-one-break"]
    assert not [one for one in found["not_read"] if one["new"]]
    assert found["old"]["has_no_question"] == {"rdq": sum("rdq" in one["answers"] for one in PATIENTS)}
    code, out, _ = run(site, "less", "now")
    assert "less has no question rdq: the answer of " in out
    assert "stop-denosumab-late-one-break: not read by less: stops: does not know 'denosumab_stopped'" in out


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nowhere", "now"], "There is no rule set and no revision 'nowhere'."),
        (["now", "--nowhere"], "rulediff: error: "),
        (
            ["broken", "now"],
            "The self-check of broken cannot be run here: ModuleNotFoundError: No module named 'a_pack",
        ),
        (["now", "clinic", "--rules", "hip"], "The tree of now has no rule set 'hip'. Name another by --rules."),
    ],
)
def test_what_cannot_be_compared_is_said_in_words(site, words, said):
    code, out, err = run(site, *words)
    assert (code, out) == (2, "")
    assert said in err
    assert "Traceback" not in err


@pytest.mark.slow
def test_a_shallow_clone_says_how_to_get_the_rest(site, tmp_path):
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{site}", "shallow")
    code, _, err = run(tmp_path / "shallow", "less", "clinic")
    assert code == 2
    assert "This clone is shallow: get the rest by git fetch --unshallow." in err


@pytest.mark.slow
def test_a_folder_without_git_says_so_and_compares_rule_sets_all_the_same(tmp_path):
    site = copy_site(tmp_path / "site")
    code, _, err = run(site, "main", "clinic")
    assert code == 2
    assert "This folder is no clone of git" in err
    assert run(site, "clinic", "clinic")[0] == 0


def test_a_machine_without_git_says_so(monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(CommandError, match=r"^git cannot be run .*Install it, or name two rule sets.$"):
        call_command("rulediff", "main", "clinic")


def test_a_tree_that_never_answers_is_given_up(monkeypatch):
    monkeypatch.setattr(past_rules, "_git", lambda *words, **options: an_empty_tree())
    monkeypatch.setattr(past_rules, "_ASK", "import time; time.sleep(60)")
    monkeypatch.setattr(past_rules, "ASKING", 0.2)
    with pytest.raises(PastRulesError, match=r"has not answered in 0\.2 seconds"):
        past_rules.ask("old", "0", "clinic", [])


def an_empty_tree():
    tar = shutil.which("tar")
    assert tar
    return subprocess.run([tar, "-cf", "-", "-T", os.devnull], capture_output=True, check=True).stdout  # noqa: S603


# ---------------------------------------------------------------------------------- two rule sets, and questions


@pytest.fixture
def two_rule_sets(monkeypatch):
    """Two sides that answer as they are told, over three worked patients."""

    def compare(old, new, monkeypatch=monkeypatch):
        def answer(side, sheets):
            return [(old if side.name == "old" else new)(sheet) for _, sheet in sheets]

        monkeypatch.setattr(rule_diff.Side, "answer", answer)
        sides = rule_diff.Side("old", "clinic"), rule_diff.Side("new", "clinic")
        return rule_diff.rule_diff(*sides)

    return compare


def said(outcome="points_fit", notes=(), **criteria):
    told = {"rules": {"id": "clinic", "version": "1"}, "outcome": outcome, "criteria": criteria, "dates": {}}
    return Answer({**told, "notes": [*notes], "to_find_out": []})


def test_points_and_dates_that_only_one_rule_set_has_are_listed_once_and_are_no_change(two_rule_sets):
    found = two_rule_sets(lambda sheet: said(a="met", b="met"), lambda sheet: said(b="met", c="unknown"))
    assert found.only_in("old", "criteria") == ["a"]
    assert found.only_in("new", "criteria") == ["c"]
    assert found.changed == []


def test_a_question_that_one_side_does_not_have_is_left_out_and_told(two_rule_sets):
    def without_level(sheet):
        return Answer(None, "level: is not a fact") if "level" in sheet else said()

    found = two_rule_sets(without_level, lambda sheet: said("not_yet"))
    answered = {one.id: one.old.left_out for one in found.patients}
    assert answered["day-85-is-past"] == ("level",)
    assert answered["blank-sheet"] == ()
    assert found.not_compared == []
    assert {one.outcome for one in found.changed} == {("points_fit", "not_yet")}


def test_notes_that_come_and_go_are_told_apart(two_rule_sets):
    found = two_rule_sets(lambda sheet: said(notes=["a", "b"]), lambda sheet: said(notes=["b", "c"]))
    assert {tuple(map(tuple, one.notes)) for one in found.changed} == {(("a",), ("c",))}


def test_where_the_points_that_differ_are_declared_is_told_by_line(two_rule_sets):
    found = two_rule_sets(lambda sheet: said(scan_recent="met"), lambda sheet: said(scan_recent="not_met"))
    (place,) = found.declared["scan_recent"]
    path, _, lines = place.partition(":")
    first, last = map(int, lines.split("-"))
    declared = (ROOT / path).read_text(encoding="utf-8").splitlines()[first - 1 : last]
    assert "Criterion(" in declared[0]
    assert '"scan_recent"' in declared[1]
    assert declared[-1] == ")"


@pytest.mark.parametrize("rules", RULE_SETS)
def test_every_point_and_note_of_a_rule_set_has_its_lines(rules):
    declared = rule_diff.declared_at(rules)
    ids = {point.id for point in RULE_SETS[rules].criteria} | {note.id for note in RULE_SETS[rules].notes}
    assert ids - declared.keys() == set()


def test_two_rule_sets_have_no_lines_that_changed():
    assert changed_lines(None, None) == []
