"""The self-check on the command line: what it prints, and what it refuses and how."""

import io
import json
import os
import subprocess
import sys
from datetime import date
from typing import NamedTuple

import pytest
from django.conf import settings
from patients import CASES, FITS, TODAY, said_of, summary_of

from screener.guide.page import STATUS_WORDS
from screener.management.commands.selfcheck import Command
from screener.rule_sets.clinic import CLINIC_RULES
from web import clock


class Run(NamedTuple):
    code: str | int | None
    out: str
    err: str


@pytest.fixture
def selfcheck(capsys, monkeypatch):
    """Runs the command with this text on standard input, on the day of the patient whose points all fit."""

    def run(text, *options, file="-", today=str(TODAY)):
        monkeypatch.setattr(sys, "stdin", io.StringIO(text if isinstance(text, str) else json.dumps(text)))
        day = [] if today is None else [f"--today={today}"]
        code: str | int | None = 0
        try:
            Command().run_from_argv(["manage.py", "selfcheck", str(file), *day, *options])
        except SystemExit as stop:
            code = stop.code
        return Run(code, *capsys.readouterr())

    return run


def _assert_refused(run, *names):
    """Exit code 2, nothing on standard output, and one line on standard error with all of these names in it."""
    assert (run.code, run.out) == (2, "")
    assert run.err.endswith("\n")
    assert len(run.err.splitlines()) == 1
    for name in names:
        assert name in run.err


# ---------------------------------------------------------------------------------------------------- what it prints


def test_json_has_the_shape_and_the_order_of_the_specification(selfcheck):
    run = selfcheck({**FITS, "scan_date": "unsure", "pain_trend": "better", "daily_tasks": "few"}, "--json")
    said = json.loads(run.out)
    assert (run.code, run.err) == (0, "")
    assert list(said) == ["rules", "outcome", "criteria", "to_find_out", "notes", "dates"]
    assert list(said["rules"]) == ["id", "version"]
    assert said == {
        "rules": {"id": "clinic", "version": CLINIC_RULES.version},
        "outcome": "missing_facts",
        "criteria": {
            "known_fracture": "met",
            "bone_level": "met",
            "cause_fits": "met",
            "fracture_recent": "met",
            "pain_incapacitating": "met",
            "care_not_enough": "met",
            "scan_recent": "unknown",
            "scan_shows_new_break": "met",
            "one_more_sign": "met",
        },
        "to_find_out": ["scan_date"],
        "notes": ["pain_easing", "no_hurry"],
        "dates": {"fracture_window_ends": "2027-01-02", "scan_counts_until": None},
    }
    assert list(said["criteria"]) == [criterion.id for criterion in CLINIC_RULES.criteria]
    assert list(said["dates"]) == ["fracture_window_ends", "scan_counts_until"]
    assert said["rules"]["version"]


def test_an_object_gives_an_object_and_a_list_gives_a_list(selfcheck):
    assert json.loads(selfcheck({}, "--json").out) == said_of({})
    assert json.loads(selfcheck([{}], "--json").out) == [said_of({})]
    assert json.loads(selfcheck([], "--json").out) == []


def test_a_list_gives_its_results_in_order(selfcheck):
    people = [FITS, {}, {**FITS, "adult": "no"}]
    assert json.loads(selfcheck(people, "--json").out) == [said_of(person) for person in people]


def test_a_file_is_read_as_standard_input_is(selfcheck, tmp_path):
    file = tmp_path / "answers.json"
    file.write_text(json.dumps(FITS), encoding="utf-8")
    assert selfcheck("", "--json", file=file) == selfcheck(FITS, "--json")


def test_days_count_to_the_given_day_and_else_to_the_clocks(selfcheck, monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: date(2026, 12, 11))
    too_old = json.loads(selfcheck(FITS, "--json", today=None).out)
    assert too_old["criteria"]["scan_recent"] == "not_met"
    assert json.loads(selfcheck(FITS, "--json", today="2026-12-10").out)["criteria"]["scan_recent"] == "met"


def test_the_clinic_rules_are_the_default(selfcheck):
    assert selfcheck(FITS, "--json", "--rules=clinic") == selfcheck(FITS, "--json")


def test_null_is_unanswered_and_an_empty_list_is_none(selfcheck):
    assert json.loads(selfcheck(dict.fromkeys(FITS), "--json").out) == said_of({})
    assert json.loads(selfcheck({"stops": []}, "--json").out)["to_find_out"] != said_of({})["to_find_out"]


@pytest.mark.parametrize("voice", ["self", "someone_else"])
def test_the_text_of_every_worked_patient_has_all_its_blanks_filled(selfcheck, voice):
    for name, case in CASES.items():
        run = selfcheck({**case["answers"], "for_whom": voice}, today=case["today"])
        assert run.code == 0, name
        assert not set("{}") & set(run.out), name


def test_text_has_the_outcome_the_notes_the_points_and_what_to_find_out_and_ask(selfcheck):
    given = {**FITS, "scan_date": "unsure", "pain_trend": "better", "daily_tasks": "few"}
    found, text = summary_of(given), selfcheck(given).out
    assert found.sentence in text
    assert all(found.note_words(note) in text for note in found.notes)
    assert all(f"{point.rule.title.you}. {STATUS_WORDS[point.status]}." in text for point in found.criteria)
    assert all(f"{fact.label}: {fact.find_out}" in text for fact in found.to_find_out)
    assert all(question.words.you in text for question in found.doctor_questions)
    assert CLINIC_RULES.version in text


def test_a_list_gives_one_text_for_each(selfcheck):
    assert selfcheck([FITS, FITS]).out.count(summary_of(FITS).sentence) == 2


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "to the day of the procedure"),
        ({}, "Call 911"),
        ({}, "Call a doctor today"),
        ({}, "988"),
        ({"stops": ["infection"], "adult": "no"}, "An infection. Germs can travel to the cement"),
    ],
    ids=["how days are counted", "911", "call today", "988", "a stop that was ticked"],
)
def test_text_says_what_every_summary_says(selfcheck, changes, words):
    assert words in selfcheck({**FITS, **changes}).out


def test_text_begins_with_the_call_to_be_made_today(selfcheck):
    assert selfcheck({**FITS, "urgent_signs": ["cancer_new_pain"]}).out.startswith("Call your doctor today")


# ---------------------------------------------------------------------------------------------------- what it refuses

REFUSED = [
    ("an unknown fact", {"shoe_size": 42}),
    ("an unknown fact even when null", {"shoe_size": None}),
    ("a fact in capitals", {"Adult": "yes"}),
    ("an unknown value", {"cause": "ghosts"}),
    ("a value of another fact", {"told_fracture": "osteoporosis"}),
    ("an empty value", {"scan": ""}),
    ("a value in a list", {"scan": ["mri"]}),
    ("a number as a value", {"adult": 1}),
    ("true as a value", {"adult": True}),
    ("an object as a value", {"adult": {"yes": "yes"}}),
    ("an unknown tick", {"stops": ["infection", "ghosts"]}),
    ("a tick of another fact", {"stops": ["fever"]}),
    ("ticks as a string", {"urgent_signs": "fever"}),
    ("no ticks as a string", {"stops": "none"}),
    ("ticks as an object", {"cautions": {}}),
    ("unsure in a list", {"stops": ["unsure"]}),
    ("unsure beside a tick", {"cautions": ["heart_lung", "unsure"]}),
    ("null in a list", {"stops": [None]}),
    ("a list in a list", {"stops": [["infection"]]}),
    ("urgent signs unsure", {"urgent_signs": "unsure"}),
    ("an age unsure", {"adult": "unsure"}),
    ("a reader unsure", {"for_whom": "unsure"}),
    ("a score above 10", {"pain_score": 11}),
    ("a score below 0", {"pain_score": -1}),
    ("half a score", {"pain_score": 7.5}),
    ("a score with a point", {"pain_score": 7.0}),
    ("a score as a string", {"pain_score": "7"}),
    ("true as a score", {"pain_score": True}),
    ("a month of a procedure", {"procedure_date": "2026-12"}),
    ("a procedure in the past", {"procedure_date": "2026-11-18"}),
    ("a fracture in the future", {"pain_began": "2026-11-22"}),
    ("a fracture in a future month", {"pain_began": "2026-12"}),
    ("a scan in the future", {"scan_date": "2026-11-22"}),
    ("a scan in a future month", {"scan_date": "2026-12"}),
    ("February 30", {"pain_began": "2026-02-30"}),
    ("a leap day in another year", {"scan_date": "2026-02-29"}),
    ("a thirteenth month", {"pain_began": "2026-13"}),
    ("a year alone", {"pain_began": "2026"}),
    ("a week", {"pain_began": "2026-W40"}),
    ("digits that are not ASCII", {"pain_began": "２０２６-10-10"}),
    ("a time", {"procedure_date": "2026-12-01T09:00"}),
    ("a number as a date", {"pain_began": 20261010}),
    ("a date in a list", {"pain_began": ["2026-10-10"]}),
    ("a year long ago", {"pain_began": "0206-10-10"}),
    ("a height typed as a number", {"height_loss": 30}),
    ("no bone at all", {"level": []}),
    ("a bone as a string", {"level": "low_back"}),
    ("a bone by its number", {"level": ["L1"]}),
    ("unsure among the bones", {"level": ["low_back", "unsure"]}),
    ("a Roland-Morris score as a number", {"rdq": 18}),
    ("a stop that is a caution", {"stops": ["blood_thinner"]}),
    ("a caution that is a stop now", {"cautions": ["many_levels"]}),
]


@pytest.mark.parametrize("given", [given for _, given in REFUSED], ids=[what for what, _ in REFUSED])
def test_an_answer_that_cannot_be_is_refused_by_name_and_place(selfcheck, given):
    (fact,) = given
    _assert_refused(selfcheck(given), f"{fact}:")
    _assert_refused(selfcheck({**FITS, **given}, "--json"), f"{fact}:")
    _assert_refused(selfcheck([FITS, {}, given, FITS], "--json"), f"{fact}:", "answers[2]", "number 3 of 4")


@pytest.mark.parametrize("scan", ["none", "unsure", None])
def test_what_is_said_of_a_scan_that_was_not_made_must_make_sense_too(selfcheck, scan):
    _assert_refused(selfcheck({"scan": scan, "scan_date": "2026-02-30"}), "scan_date:")
    assert selfcheck({"scan": scan, "scan_date": "2026-02-28"}).code == 0


def test_a_procedure_today_and_pain_since_today_are_not_refused(selfcheck):
    today = {"procedure_date": str(TODAY), "pain_began": str(TODAY), "scan_date": str(TODAY)}
    assert selfcheck({**FITS, **today}).code == 0
    assert selfcheck({**FITS, "pain_began": "2026-11", "scan_date": "2026-11"}).code == 0


def test_a_refusal_stays_one_line_whatever_was_given(selfcheck):
    _assert_refused(selfcheck({"shoe\nsize": 1}), "shoe size")
    _assert_refused(selfcheck({"x" * 10_000: 1}), "xxx")
    _assert_refused(selfcheck({"cause": "a\nb" * 10_000}), "cause")
    assert len(selfcheck({"cause": "x" * 10_000}).err) < 200


@pytest.mark.parametrize("given", ["3", '"yes"', "null", "true"])
def test_what_is_not_an_object_is_refused(selfcheck, given):
    _assert_refused(selfcheck(given), "must be an object")
    _assert_refused(selfcheck(f"[{{}}, {given}]"), "must be an object", "answers[1]")


@pytest.mark.parametrize("given", ["[[{}]]", "[[]]"])
def test_a_list_in_a_list_is_refused(selfcheck, given):
    _assert_refused(selfcheck(given), "answers[0]")


@pytest.mark.parametrize(
    "text", ["", "{", "yes", "{'adult': 'yes'}", '{"adult": "yes",}', "[" * 100_000, '{"a": ' + "9" * 5000 + "}"]
)
def test_what_is_not_json_is_refused(selfcheck, text):
    _assert_refused(selfcheck(text), "not JSON")


@pytest.mark.parametrize(
    "text", ['{"adult": "yes", "adult": "no"}', '[{}, {"scan": "mri", "adult": "yes", "adult": "yes"}]']
)
def test_a_fact_given_twice_is_refused_since_nobody_knows_which_was_meant(selfcheck, text):
    _assert_refused(selfcheck(text), "adult", "twice")


def test_a_file_that_cannot_be_read_is_refused(selfcheck, tmp_path):
    _assert_refused(selfcheck("{}", file=tmp_path / "missing.json"), "missing.json")
    _assert_refused(selfcheck("{}", file=tmp_path), tmp_path.name)
    (tmp_path / "latin.json").write_bytes('{"adult": "é"}'.encode("latin-1"))
    _assert_refused(selfcheck("{}", file=tmp_path / "latin.json"), "latin.json")


@pytest.mark.parametrize("today", ["2026-02-30", "2026-11", "today", "", "20261120", "2026-W47-5", "0001-01-01"])
def test_a_day_that_cannot_be_is_refused(selfcheck, today):
    _assert_refused(selfcheck(FITS, today=today), "--today")


@pytest.mark.parametrize("rules", ["nonsense", "", "Clinic"])
def test_rules_that_do_not_exist_are_refused(selfcheck, rules):
    _assert_refused(selfcheck(FITS, f"--rules={rules}"), "--rules", "clinic")


# -------------------------------------------------------------------------------------------------------- in real life


def _manage(text, *options):
    return subprocess.run(  # noqa: S603
        [sys.executable, "manage.py", "selfcheck", *options],
        input=text,
        cwd=settings.BASE_DIR,
        env={name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_real_process_prints_json_and_nothing_else():
    done = _manage(json.dumps([FITS]), "-", "--json", f"--today={TODAY}")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == [said_of(FITS)]


def test_a_real_process_refuses_with_exit_code_2():
    done = _manage('[{}, {"pain_began": "2026-02-30"}]', "-", "--json")
    _assert_refused(Run(done.returncode, done.stdout, done.stderr), "pain_began", "answers[1]")
