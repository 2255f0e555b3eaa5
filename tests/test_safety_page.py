"""docs/safety.md says what is so: every hazard is whole, and every worked patient and test that it names is there."""

import re

from django.conf import settings
from every import every
from hazards import CONTROLS, FIELDS, HAZARDS, HEAD, LOG, PAGE, POINTS, TITLES, field, grade, matrix
from named_tests import names_in
from patients import ALL_CASES

from screener.rule_sets.clinic import CLINIC_RULES

ROOT = settings.BASE_DIR
CASE = re.compile(r"`case:([\w-]+)`")
TEST = re.compile(r"`(test_\w+)\.py::(\w+)`")
# What must be there, each by words of its title.
REQUIRED = [
    "missed emergency",
    "call today that is put off",
    "“Not known” is counted as “no”",
    "spine that is not stable",
    "cancer near the cord",
    "broken neck bone",
    "new pain after cement",
    "stopped denosumab",
    "comes first is passed over",
    "all-clear",
    "“this is right for me”",
    "blood thinner",
    "waits at home",
    "12 weeks",
    "healing",
    "“Does not fit” is read as a no",
    "false alarm",
    "hospital",
    "child",
    "relative answers wrongly",
    "words not understood",
    "wrong number",
    "outdated rule",
    "Medicare",
    "wrong date or time zone",
    "old printout",
    "Another person’s answers",
    "Planted answers",
    "prefilled link",
    "Staff sort patients",
    "old cookie",
    "does not load",
    "old browser",
    "print is cut off",
    "weak bone",
    "lean to one side",
    "outside the US",
    "translation that drifts",
]
# The ten points of the clinical facts that a clinician must look at first, by a word of each.
TO_LOOK_AT = [
    "call today",
    "denosumab",
    "Neck and sacrum",
    "not stable",
    "Cancer",
    "Bone drugs",
    "Medicare",
    "eases",
    "Deaths",
    "General knowledge",
]


def test_hazards_and_controls_are_numbered_in_order_and_none_twice():
    assert re.findall(r"^### (\S+)", LOG, re.MULTILINE) == [f"H{number}." for number in range(1, len(HAZARDS) + 1)]
    assert len(set(TITLES.values())) == len(HAZARDS)
    for name, text in HAZARDS.items():
        own = re.findall(r"^  - \*\*(\S+)\*\*", text, re.MULTILINE)
        assert own == [f"{name}.{number}" for number in range(1, len(own) + 1)]
    assert len(CONTROLS) == len(re.findall(r"^  - \*\*", LOG, re.MULTILINE))


@every("words", REQUIRED)
def test_every_hazard_that_must_be_there_is_there(words):
    assert [name for name, title in TITLES.items() if words in title]


@every("name", list(HAZARDS))
def test_a_hazard_has_all_its_fields_in_order(name):
    named = re.findall(r"^- \*\*([^:*]+):\*\*", HAZARDS[name], re.MULTILINE)
    assert [one for one in named if one != "Rules"] == FIELDS
    assert all(field(HAZARDS[name], one) for one in FIELDS)


@every("name", list(HAZARDS))
def test_a_risk_is_that_of_the_matrix_and_no_control_makes_it_greater(name):
    order = ["low", "medium", "high", "very high"]
    before, after = (grade(HAZARDS[name], when) for when in ("Before controls", "After controls"))
    for bad, likely, risk in (before, after):
        assert matrix()[bad, likely] == risk
    assert order.index(after[2]) <= order.index(before[2])


def test_the_hazards_that_stand_at_high_are_counted_and_named_and_none_stands_higher():
    risks = {name: grade(text, "After controls")[2] for name, text in HAZARDS.items()}
    high = [name for name, risk in risks.items() if risk == "high"]
    assert "very high" not in risks.values()
    counted = f"Of {len(HAZARDS)} hazards, {len(high)} stand at high after all controls, and none at very high:"
    assert f"{counted} {', '.join(high)}." in " ".join(HEAD.split())


def test_the_table_of_all_hazards_says_what_the_log_says():
    rows = re.findall(r"^\| (H\d+) \| (.+) \| ([\w ]+) \| ([\w ]+) \|$", HEAD, re.MULTILINE)
    assert rows == [
        (name, TITLES[name], *(grade(text, when)[2] for when in ("Before controls", "After controls")))
        for name, text in HAZARDS.items()
    ]


@every("name", list(CONTROLS))
def test_a_control_names_what_shows_it_and_how_it_was_taken_out(name):
    assert CASE.search(CONTROLS[name]) or TEST.search(CONTROLS[name])
    assert re.search(r"\*Taken out on 20\d\d-\d\d-\d\d \(.+\): fails\.\*$", CONTROLS[name])


def test_every_worked_patient_and_every_test_that_is_named_is_there():
    assert not set(CASE.findall(LOG)) - ALL_CASES.keys()
    named = set(TEST.findall(LOG))
    assert len(named) > 60
    for file, name in named:
        assert name in names_in(file), f"{file}: {name}"
    assert PAGE.count("`case:") - PAGE.count("`case:name`") == len(CASE.findall(LOG))
    assert PAGE.count(".py::") == len(TEST.findall(LOG))


def test_every_gate_outcome_and_first_note_belongs_to_a_hazard():
    named = re.findall(r"`((?:gate|outcome|note):\w+)`", LOG)
    needed = {
        *(f"gate:{gate.id}" for gate in CLINIC_RULES.gates),
        *(f"outcome:{words.outcome.id}" for words in CLINIC_RULES.outcomes),
        *(f"note:{note.id}" for note in CLINIC_RULES.notes if note.first),
    }
    assert not needed - set(named)
    assert not set(named) - needed - {f"note:{note.id}" for note in CLINIC_RULES.notes}


def test_each_stop_and_each_urgent_sign_is_the_point_of_a_patient_that_is_named():
    named = [ALL_CASES[name]["answers"] for name in set(CASE.findall(LOG))]
    for fact in ("urgent_signs", "stops", "cautions"):
        for option in CLINIC_RULES.fact(fact).options:
            assert [one for one in named if option.value in (one.get(fact) or ())], option.value


def test_the_ten_points_for_a_clinician_are_listed_and_each_is_given_to_a_hazard():
    assert list(POINTS) == [f"C{number}" for number in range(1, 11)]
    for title, words in zip(POINTS.values(), TO_LOOK_AT, strict=True):
        assert words in title
    given = {point for text in HAZARDS.values() for point in re.findall(r"C\d+", field(text, "Who must look at it"))}
    assert given == set(POINTS)


@every("name", list(HAZARDS))
def test_somebody_is_named_who_must_look_at_what_is_left(name):
    assert re.search(r"Clinician|Clinic|Operator|Engineers", field(HAZARDS[name], "Who must look at it"))


def test_the_page_says_what_the_site_is_for_and_claims_no_standard():
    for heading in ("Intended use", "What it must not be used for", "What a clinician must look at first"):
        assert f"\n## {heading}\n" in HEAD
    words = " ".join(HEAD.split())
    assert "It does not claim that the site meets any standard." in words
    assert "No clinical safety officer has judged them" in words
    assert not re.search(r"complian|conform|certified|accredited", PAGE, re.IGNORECASE)


def test_the_page_was_gone_over_for_the_rules_as_they_are():
    assert f"gone over for the rules of version {CLINIC_RULES.version}." in HEAD


def test_its_lines_can_be_read_as_they_are():
    assert [line for line in PAGE.splitlines() if len(line) > 160] == []
