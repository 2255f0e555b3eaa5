"""The clinicians' worked patients: each comes out as expected, and together they leave nothing out."""

from collections import defaultdict
from datetime import date

import pytest
import reading
from django.core.management import CommandError, call_command
from every import every
from patients import ALL_CASES, CASES, VALUES, said_of, summary_of

from screener.engine.facts import UNSURE
from screener.management.commands import worked_patients
from screener.rule_sets.editions import MAIN_RULES, RULE_SETS
from screener.rule_sets.shared.outcomes import LADDER


def _today(case):
    return date.fromisoformat(case["today"])


def _said(case):
    return said_of(case["answers"], _today(case), RULE_SETS[_rules(case)])


def _rules(case):
    return case.get("rules", MAIN_RULES.id)


@every("name", list(ALL_CASES))
def test_a_worked_patient_comes_out_as_the_clinician_expects(name):
    case = ALL_CASES[name]
    said = _said(case)
    for key, expected in case["expect"].items():
        told = {name: said[key][name] for name in expected} if isinstance(expected, dict) else said[key]
        assert told == expected, key


def test_the_tables_of_worked_patients_are_up_to_date():
    call_command("worked_patients", check=True)


def test_a_table_that_is_old_is_named_with_what_to_do(monkeypatch, tmp_path):
    old = tmp_path / "README.md"
    old.write_text(worked_patients.TABLE.read_text().replace("points_fit", "not_yet", 1))
    monkeypatch.setattr(worked_patients, "TABLE", old)
    monkeypatch.setattr("django.conf.settings.BASE_DIR", tmp_path)
    with pytest.raises(CommandError, match=r"README.md is old: run manage.py worked_patients"):
        call_command("worked_patients", check=True)
    call_command("worked_patients")
    call_command("worked_patients", check=True)


def test_a_table_has_the_points_of_its_own_rule_set():
    tables = worked_patients.TABLE.read_text(encoding="utf-8").split("## ")[1:]
    heads = {table.split("`")[1]: table.splitlines()[2] for table in tables}
    named = {_rules(case) for case in ALL_CASES.values()}
    assert [*heads] == [rules for rules in RULE_SETS if rules in named]
    for rules, head in heads.items():
        points = " | ".join(criterion.id for criterion in RULE_SETS[rules].criteria)
        assert head.startswith(f"| patient | outcome | {points} | to find out |")


def test_a_worked_patient_has_a_story_of_one_line_a_day_and_an_outcome():
    for name, case in ALL_CASES.items():
        assert list(case) == ["story", "today", *(["rules"] if "rules" in case else []), "answers", "expect"], name
        assert case["story"].strip() == case["story"] != "", name
        assert len(case["story"].splitlines()) == 1, name
        assert case["expect"]["outcome"], name


# Their unknown facts can be filled in in too many ways to try each.
TOO_MANY_WAYS = {
    "blank-sheet",
    "medicare-blank-sheet",
    "all-unsure",
    "a-son-answers-for-a-father-with-dementia",
    "only-an-infection-risk-answered",
    "only-a-fever-answered",
}


@every("name", sorted(ALL_CASES.keys() - TOO_MANY_WAYS))
def test_what_a_worked_patient_finds_out_is_what_trying_every_sheet_finds(name):
    case = ALL_CASES[name]
    expected = reading.to_find_out(case["answers"], _today(case), at_most=20_000, rules=_rules(case))
    assert _said(case)["to_find_out"] == expected


# ------------------------------------------------------------------------------------------- what they cover together


def test_there_are_over_300_of_them_and_no_two_are_the_same():
    assert len(CASES) > 300
    assert len({case["story"] for case in ALL_CASES.values()}) == len(ALL_CASES)
    assert len({repr((_rules(case), case["today"], case["answers"])) for case in ALL_CASES.values()}) == len(ALL_CASES)


def test_they_cover_every_outcome():
    assert {case["expect"]["outcome"] for case in CASES.values()} == {outcome.id for outcome in LADDER.outcomes}


def test_they_cover_every_status_of_every_criterion():
    found = defaultdict(set)
    for case in CASES.values():
        for finding in summary_of(case["answers"], _today(case)).criteria:
            found[finding.rule.id].add(finding.status)
    never = {"cause_fits": {"not_met"}, "bone_level": {"not_met"}}
    assert len(found) == 9
    for criterion, statuses in found.items():
        assert statuses == {"met", "not_met", "unknown"} - never.get(criterion, set()), criterion


def test_they_cover_every_note():
    summaries = [summary_of(case["answers"], _today(case)) for case in CASES.values()]
    assert {note for case in CASES.values() for note in case["expect"].get("notes", ())} == {
        note.id for note in summaries[0].rule_set.notes
    }


def test_they_cover_every_value_of_every_fact():
    given = defaultdict(set)
    for case in CASES.values():
        for fact, answer in case["answers"].items():
            given[fact] |= set(answer) if isinstance(answer, list) else {answer}
    for fact, values in VALUES.items():
        # The score matters only on either side of its two limits.
        needed = {4, 5, 7, 8} if fact == "pain_score" else set(values)
        assert needed <= given[fact], fact


def test_they_cover_both_sides_of_every_limit():
    days = defaultdict(set)
    for case in CASES.values():
        answers, today = case["answers"], _today(case)
        procedure = answers.get("procedure_date")
        end = today if procedure in (None, UNSURE) else date.fromisoformat(procedure)
        for fact in ("pain_began", "scan_date"):
            if len(answers.get(fact) or "") == len("2026-11-20"):
                days[fact, end == today].add((end - date.fromisoformat(answers[fact])).days)
        if end == today and (ends := summary_of(answers, today).dates["fracture_window_ends"]):
            days["left"].add((ends - today).days)
    assert days["pain_began", True] >= {84, 85}
    assert days["pain_began", False] >= {84, 85}
    assert days["scan_date", True] >= {30, 31}
    assert days["scan_date", False] >= {30, 31}
    assert days["left"] >= {-1, 0, 14, 15, 28, 29}


def test_each_fact_is_left_open_by_one_of_them():
    for fact in VALUES:
        assert any(case["answers"].get(fact) in (None, UNSURE) for case in CASES.values()), fact
