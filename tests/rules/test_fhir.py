"""The self-check as FHIR R4: what a form asks and shows, what a response says, and what is refused."""

import json
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from fhir_forms import coded, form, forms, item, items, respond, shown, spanish_in_trial
from hypothesis import given
from hypothesis import strategies as st
from knee import KNEE_RULES
from patients import ALL_CASES, CALL_911, CALL_TODAY, FITS, TODAY

from kyphoplasty_site.checks import check_forms
from screener import fhir_files
from screener.editions import edition_of
from screener.engine.conditions import All, Certain, Is, Not, Some, Ticked, Within
from screener.engine.edition import Edition
from screener.engine.facts import Answer, AnswerError, Fact, Kind, both
from screener.engine.summary import summarize
from screener.fhir import LOINC, Form, code_system, questionnaire, read_response, response, ways
from screener.rule_sets.editions import MAIN_RULES, RULE_SETS
from screener.rule_sets.shared.limits import SCAN_WINDOW
from web.languages import active, all_languages, known_languages, speaking

EVERY_FORM = sorted(forms())
CASES = [
    pytest.param(case, rules, id=f"{name}-{rules}")
    for name, case in ALL_CASES.items()
    for rules in RULE_SETS
    if rules == case.get("rules", MAIN_RULES.id)
]
TAGS = {language.tag for language in all_languages().values()}
KNEE = Form(
    Edition(KNEE_RULES, active()),
    someone_else=False,
    language="en-US",
    id="knee",
    url="https://knee.example/form",
    codes="https://knee.example/codes",
    is_checked=False,
    standing="",
    title="A knee",
    month="Only the month",
)


def come_to(rules, answers, day):
    said = summarize(edition_of(rules), answers, day).as_json()
    return {name: said[name] for name in ("outcome", "criteria", "to_find_out", "notes", "dates")}


# ---- There and back


@pytest.mark.parametrize(("case", "rules"), CASES)
def test_every_worked_patient_comes_to_the_same_by_way_of_a_response_in_each_voice_and_language(case, rules):
    day = date.fromisoformat(case["today"])
    answers = RULE_SETS[rules].read(case["answers"], day)
    for someone_else, language in product((False, True), known_languages()):
        asked = form(rules, someone_else, language)
        there = json.loads(json.dumps(response(asked, answers, day)))
        back = read_response(asked, there, day)
        assert come_to(rules, back, day) == come_to(rules, answers, day)
        assert back.get("for_whom") == ("someone_else" if someone_else else "self")


def test_a_month_comes_back_as_a_month_and_a_day_as_a_day():
    asked = form()
    for said in ("2026-08", "2026-08-01"):
        there = response(asked, MAIN_RULES.read({**FITS, "pain_began": said}, TODAY), TODAY)
        assert read_response(asked, there, TODAY)["pain_began"] == said


def test_no_date_item_holds_a_month_and_no_month_item_a_day():
    asked = form()
    for said, link, kind in (
        ("2026-08", "pain_began.month", "valueString"),
        ("2026-08-01", "pain_began", "valueDate"),
    ):
        there = response(asked, {"pain_began": said}, TODAY)
        assert [(one["linkId"], one["answer"]) for one in there["item"]] == [(link, [{kind: said}])]


def test_a_response_names_nobody():
    there = response(form(), MAIN_RULES.read(FITS, TODAY), TODAY)
    assert set(there) == {"resourceType", "language", "questionnaire", "status", "authored", "item"}


def test_a_response_without_an_answer_that_is_required_says_that_it_is_not_whole():
    answers = MAIN_RULES.read(FITS, TODAY)
    assert response(form(), answers, TODAY)["status"] == "completed"
    del answers["adult"]
    assert response(form(), answers, TODAY)["status"] == "in-progress"
    assert "item" not in response(form(), {}, TODAY)


def test_an_answer_that_is_not_asked_for_is_not_in_a_response():
    there = response(form(), MAIN_RULES.read({**FITS, "scan": "none"}, TODAY), TODAY)
    assert not {one["linkId"] for one in items(there)} & {"scan_date.group", "scan_date", "height_loss"}


# ---- What a form asks


@pytest.mark.parametrize("canonical", EVERY_FORM)
def test_every_form_asks_every_question_of_its_rule_set_once_and_says_nothing_twice(canonical):
    asked = forms()[canonical]
    links = [one["linkId"] for one in items(questionnaire(asked))]
    assert len(links) == len(set(links))
    facts = [fact.id for fact in asked.rules.facts if fact.id != "for_whom"]
    assert [link for link in links if link in facts] == facts


def test_the_codes_are_the_same_in_every_language_and_only_their_words_differ():
    english, spanish = questionnaire(form()), questionnaire(form(language="es"))
    assert [one["linkId"] for one in items(english)] == [one["linkId"] for one in items(spanish)]
    for one, other in zip(items(english), items(spanish), strict=True):
        assert one.get("code") == other.get("code")
        assert "text" not in one or one["text"] != other["text"] or one["linkId"].endswith(".month")


@pytest.mark.parametrize("canonical", [one for one in EVERY_FORM if forms()[one].language in TAGS])
def test_every_code_of_a_form_is_in_the_code_system_with_its_words(canonical):
    said = {}
    for concept in fhir_files.resource("CodeSystem-self-check.json")["concept"]:
        for one in (concept, *concept.get("concept", [])):
            said[one["code"]] = {one["display"], *(each["value"] for each in one.get("designation", []))}
    asked = forms()[canonical]
    for one in items(questionnaire(asked)):
        codings = [*one.get("code", []), *(each["valueCoding"] for each in one.get("answerOption", []))]
        codings += [each["answerCoding"] for each in one.get("enableWhen", [])]
        for coding in codings:
            if coding["system"] == asked.codes:
                assert coding.get("display", next(iter(said[coding["code"]]))) in said[coding["code"]]


def test_no_code_of_loinc_is_used_but_the_one_for_pain_from_0_to_10():
    found = [
        (one["linkId"], coding["code"])
        for asked in forms().values()
        for one in items(questionnaire(asked))
        for coding in one.get("code", [])
        if coding["system"] == LOINC
    ]
    assert set(found) == {("pain_score", "72514-3")}
    assert all("LOINC" in questionnaire(asked)["copyright"] for asked in forms().values())


def test_none_of_these_and_not_sure_stand_alone_where_several_can_be_ticked():
    for one in items(questionnaire(form())):
        alone = {each["valueCoding"]["code"] for each in one.get("answerOption", []) if "extension" in each}
        codes = {each["valueCoding"]["code"] for each in one.get("answerOption", [])}
        apart = {f"{one['linkId']}.none", f"{one['linkId']}.unsure"} if one.get("repeats") else set()
        assert alone == codes & apart


def test_a_question_may_be_left_out_just_where_the_site_lets_one_skip_it():
    required = {one["linkId"] for one in items(questionnaire(form())) if one.get("required")}
    assert required == {fact.id for fact in MAIN_RULES.facts if not fact.may_be_skipped}


def test_a_form_is_a_draft_until_every_word_of_its_rules_is_checked():
    draft, checked = questionnaire(form()), questionnaire(replace(form(), is_checked=True))
    assert (draft["status"], draft["experimental"]) == ("draft", True)
    assert (checked["status"], checked["experimental"]) == ("active", False)
    assert "Not yet checked by a clinician." in draft["description"]


def test_a_form_has_the_version_of_its_rule_set():
    for asked in forms().values():
        assert questionnaire(asked)["version"] == asked.rules.version


def test_the_form_for_someone_else_speaks_of_them():
    assert item(questionnaire(form()), "pain_began")["text"] == "When did the pain from this break begin?"
    assert (
        item(questionnaire(form(someone_else=True)), "pain_began")["text"]
        == "When did their pain from this break begin?"
    )


# ---- What comes up


def links_shown(rules, **answers):
    return shown(
        questionnaire(form(rules)), {fact: {f"{fact}.{one}" for one in given} for fact, given in answers.items()}
    )


@pytest.mark.parametrize("rules", RULE_SETS)
def test_the_line_of_911_is_shown_for_each_sign_that_needs_it_and_for_no_other_answer(rules):
    stop = item(questionnaire(form(rules)), "urgent_signs.emergency")
    assert "Call 911" in stop["text"]
    for option in RULE_SETS[rules].fact("urgent_signs").options:
        assert ("urgent_signs.emergency" in links_shown(rules, urgent_signs=[option.value])) is (
            option.value in CALL_911
        )
        both_ticked = links_shown(rules, urgent_signs=[option.value, CALL_911[0]])
        assert "urgent_signs.emergency" in both_ticked
    assert "urgent_signs.emergency" not in links_shown(rules, urgent_signs=["none"])
    assert "urgent_signs.emergency" not in links_shown(rules)


@pytest.mark.parametrize("sign", CALL_TODAY)
def test_each_sign_that_calls_for_a_doctor_today_has_its_own_line(sign):
    asked = questionnaire(form())
    new = links_shown("clinic", urgent_signs=[sign]) - links_shown("clinic")
    assert [item(asked, link)["text"].startswith("Call your doctor today") for link in new] == [True]


def test_cancer_with_pain_that_gets_worse_calls_for_a_doctor_today_below_the_last_of_the_two_answers():
    new = links_shown("clinic", cause=["cancer"], pain_trend=["worse"]) - links_shown("clinic")
    assert len(new) == 1
    assert new.pop().startswith("pain_trend.call_today")
    assert (
        links_shown("clinic", cause=["cancer"]) == links_shown("clinic") == links_shown("clinic", pain_trend=["worse"])
    )
    assert links_shown("clinic", stops=["cancer_near_cord"], pain_trend=["worse"]) - links_shown("clinic")


@pytest.mark.parametrize(
    "more", [{}, {"in_hospital": "yes"}, {"cause": "cancer"}, {"in_hospital": "yes", "cause": "cancer"}]
)
@pytest.mark.parametrize("sign", CALL_TODAY)
def test_a_line_says_what_the_site_says_of_these_answers_wherever_the_person_is(sign, more):
    found = summarize(edition_of("clinic"), {"urgent_signs": (sign,), **more}, TODAY)
    (note,) = (found.note_words(one) for one in found.notes if one.id == "call_today")
    asked = questionnaire(form())
    up = links_shown("clinic", urgent_signs=[sign], **{fact: [one] for fact, one in more.items()})
    (line,) = (item(asked, link)["text"] for link in up if link.startswith("urgent_signs.call_today"))
    assert note in line


def test_a_line_begins_with_what_holds_after_its_own_answers():
    line = item(questionnaire(form()), "pain_trend.call_today.6")["text"]
    assert line.startswith("Call your doctor today: the cancer team. Why: pain that gets worse, with cancer. ")
    assert "With cancer" not in line
    assert "In the hospital: Tell your nurse or doctor now." in line


def test_who_is_under_18_is_told_that_it_is_for_adults():
    assert "adult.child" in links_shown("clinic", adult=["no"]) - links_shown("clinic", adult=["yes"])


def test_the_questions_on_a_scan_are_shown_if_there_was_one():
    on_a_scan = {fact.id for fact in MAIN_RULES.facts if fact.asked_if}
    for option in MAIN_RULES.fact("scan").options:
        asked = summarize(edition_of("clinic"), {"scan": option.value}, TODAY).sheet.not_asked
        assert on_a_scan & links_shown("clinic", scan=[option.value]) == on_a_scan - {fact.id for fact in asked}
    assert not on_a_scan & links_shown("clinic")


# ---- What is refused


def changed(**answers):
    return respond(form(), {"adult": coded(form(), "adult.yes"), **answers})


BAD: dict[str, tuple[Any, ...]] = {
    "stops": (changed(stops=coded(form(), "stops.none", "stops.infection")), "none beside"),
    "cautions": (changed(cautions=coded(form(), "cautions.unsure", "cautions.nerve_pain")), "unsure beside"),
    "pain_began": (
        changed(**{"pain_began": [{"valueDate": "2026-10-10"}], "pain_began.month": [{"valueString": "2026-09"}]}),
        "another month",
    ),
    "pain_began.month": (changed(**{"pain_began.month": [{"valueString": "2026-10-10"}]}), "YYYY-MM"),
    "a day, and the beginning of a month": (
        changed(**{"pain_began": [{"valueDate": "2025-12-05"}], "pain_began.month": [{"valueString": "2025-1"}]}),
        "YYYY-MM",
        "pain_began.month",
    ),
    "a day, and two months": (
        changed(
            **{
                "pain_began": [{"valueDate": "2026-10-10"}],
                "pain_began.month": [{"valueString": "2026-10"}, {"valueString": "2026-09"}],
            }
        ),
        "more than one answer",
        "pain_began.month",
    ),
    "our word for not sure as a date": (changed(scan_date=[{"valueDate": "unsure"}]), "YYYY-MM-DD", "scan_date"),
    "our word for not sure as a score": (
        changed(pain_score=[{"valueInteger": "unsure"}]),
        "whole number",
        "pain_score",
    ),
    "a score in quotes": (changed(pain_score=[{"valueInteger": "8"}]), "without quotes", "pain_score"),
    "scan_date.month": (changed(**{"scan_date.month": [{"valueString": "2027-01"}]}), "in the future"),
    "scan_date": (changed(scan_date=[{"valueDate": "2027-01-01"}]), "in the future"),
    "procedure_date": (changed(procedure_date=[{"valueDate": "2026-01-01"}]), "in the past"),
    "pain_score": (changed(pain_score=[{"valueInteger": 11}]), "from 0 to 10"),
    "adult": (respond(form(), {"adult": coded(form(), "adult.yes", "adult.no")}), "more than one"),
    "cause": (changed(cause=coded(form(), "cause.bad_luck")), "cause.bad_luck"),
    "scan": (changed(scan=[{"valueString": "mri"}]), "valueCoding"),
    "daily_tasks": (changed(daily_tasks=[{"valueCoding": {"system": LOINC, "code": "daily_tasks.few"}}]), form().codes),
}


@pytest.mark.parametrize("name", BAD)
def test_an_answer_that_cannot_be_is_refused_by_the_link_id_of_its_item(name):
    """Where the name says what is wrong, the link id stands behind it."""
    resource, said, *link = BAD[name]
    with pytest.raises(AnswerError, match=said) as refused:
        read_response(form(), resource, TODAY)
    assert [refused.value.fact] == (link or [name])


def test_a_link_id_that_the_form_does_not_have_or_that_stands_twice_is_refused():
    unknown, twice = changed(), changed()
    unknown["item"].append({"linkId": "shoe_size"})
    twice["item"] *= 2
    for resource, link in ((unknown, "shoe_size"), (twice, "adult")):
        with pytest.raises(AnswerError) as refused:
            read_response(form(), resource, TODAY)
        assert refused.value.fact == link


@pytest.mark.parametrize("version", ["", "|2020-01-01", "|2026-11-29x"])
def test_another_version_of_the_form_is_refused_with_both_named(version):
    resource = changed() | {"questionnaire": form().url + version}
    with pytest.raises(AnswerError) as refused:
        fhir_files.read(resource, "clinic", TODAY)
    assert form().url + version in str(refused.value)
    assert form().canonical in str(refused.value)


def test_a_response_to_the_form_of_another_rule_set_is_refused():
    with pytest.raises(AnswerError, match="questionnaire"):
        fhir_files.read(respond(form("medicare"), {}), "clinic", TODAY)


@pytest.mark.parametrize("status", ["entered-in-error", "stopped", "nonsense", None])
def test_a_response_that_was_taken_back_or_does_not_say_how_it_stands_is_refused(status):
    with pytest.raises(AnswerError, match=f"is {status}. Read are completed, in-progress, amended"):
        read_response(form(), changed() | {"status": status}, TODAY)


def test_what_may_turn_an_answer_into_another_is_refused_wherever_it_stands():
    told = {"modifierExtension": [{"url": "https://www.example.org/not", "valueBoolean": True}]}
    item = changed()
    item["item"][0] |= told
    answer = changed()
    answer["item"][0]["answer"][0] |= told
    for resource in (changed() | told, changed() | {"implicitRules": "https://www.example.org/"}, item, answer):
        with pytest.raises(AnswerError, match="may turn an answer into another"):
            read_response(form(), resource, TODAY)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=8)
    | st.sampled_from(["adult", "stops", "scan_date.group"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["item", "linkId", "answer", "valueCoding", "code", "valueDate"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@given(JSON)
def test_whatever_stands_in_a_response_it_is_read_or_refused(anything):
    for resource in (anything, changed() | {"item": anything}, changed(stops=[anything])):
        try:
            answers = fhir_files.read(resource, "clinic", TODAY)
        except AnswerError:
            continue
        assert set(answers) <= {fact.id for fact in MAIN_RULES.facts}


# ---- Any rule set


def test_a_rule_set_about_a_knee_is_a_form_without_a_change_here():
    asked = questionnaire(KNEE)
    assert [one["linkId"] for one in asked["item"] if one["type"] != "display"] == [
        "knee_signs",
        "twisted_on",
        "twisted_on.month",
        "locks",
    ]
    assert "copyright" not in asked
    answers: dict[str, Answer] = {"knee_signs": ("hot",), "twisted_on": "2026-10", "locks": "unsure"}
    assert read_response(KNEE, response(KNEE, answers, TODAY), TODAY) == answers
    assert code_system({"en": [KNEE_RULES]}, "knee", "A knee", KNEE.codes, False)["concept"][0]["code"] == "knee_signs"


def with_fact(condition):
    more = Fact(
        "more", Kind.CHOICE, "More", both("More?"), "Why.", options=KNEE_RULES.fact("locks").options, asked_if=condition
    )
    return replace(KNEE, edition=Edition(replace(KNEE_RULES, facts=(*KNEE_RULES.facts, more)), active()))


def test_a_question_asked_after_several_answers_together_is_shown_after_all_of_them():
    both_said = All(Is("locks", ("yes",)), Ticked("knee_signs", ("hot",)))
    group = item(questionnaire(with_fact(both_said)), "more.group")
    assert (len(group["enableWhen"]), group["enableBehavior"]) == (2, "all")


@pytest.mark.parametrize(
    ("condition", "named"),
    [
        (Within("twisted_on", SCAN_WINDOW), "Within of twisted_on"),
        (Not(Is("locks", ("yes",))), "Not of locks"),
        (Certain(Is("locks", ("yes",))), "Certain of locks"),
        (Is("pain_score", (4,)), "Is of pain_score"),
    ],
)
def test_a_condition_that_a_form_cannot_say_stops_the_build_with_its_name(condition, named):
    with pytest.raises(ValueError, match=named):
        ways(condition)
    if condition.facts == {"locks"}:
        with pytest.raises(ValueError, match=named):
            questionnaire(with_fact(condition))


def test_a_condition_of_answers_alone_and_together_is_refused_too():
    mixed = Some(Is("locks", ("no",)), All(Is("locks", ("yes",)), Ticked("knee_signs", ("hot",))))
    with pytest.raises(ValueError, match="cannot ask for one of"):
        questionnaire(with_fact(mixed))


def test_the_check_of_the_site_names_a_form_that_cannot_be(monkeypatch):
    assert check_forms() == []
    broken = with_fact(Not(Is("locks", ("yes",))))
    monkeypatch.setattr(fhir_files, "forms", lambda rules: [broken] if rules == "clinic" else [])
    assert [error.msg.startswith("knee: A Questionnaire cannot say the condition Not") for error in check_forms()] == [
        True
    ]


# ---- On the command line


def test_the_command_writes_every_file_as_it_is_served(tmp_path, client, capsys):
    call_command("fhir", str(tmp_path / "new"))
    files = sorted((tmp_path / "new").iterdir())
    assert [file.name for file in files] == sorted(fhir_files.names())
    assert capsys.readouterr().out.count("\n") == len(files)
    for file in files:
        assert client.get(f"/fhir/{file.name}").content == file.read_bytes()


def test_the_command_says_where_it_cannot_write(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CommandError, match="file"):
        call_command("fhir", str(tmp_path / "file"))


def test_the_self_check_reads_a_response_as_it_reads_a_sheet(tmp_path, capsys):
    answers = MAIN_RULES.read(FITS, TODAY)
    for name, content in (("sheet", FITS), ("response", response(form(), answers, TODAY))):
        (tmp_path / f"{name}.json").write_text(json.dumps(content))
    call_command("selfcheck", str(tmp_path / "sheet.json"), today=str(TODAY), json=True)
    by_sheet = capsys.readouterr().out
    call_command("selfcheck", str(tmp_path / "response.json"), today=str(TODAY), json=True, fhir=True)
    assert capsys.readouterr().out == by_sheet


def test_the_self_check_refuses_a_response_that_cannot_be_in_one_line(tmp_path):
    (tmp_path / "response.json").write_text(json.dumps(BAD["stops"][0]))
    with pytest.raises(CommandError, match=r"^stops: has none beside another answer$"):
        call_command("selfcheck", str(tmp_path / "response.json"), today=str(TODAY), fhir=True)


def test_a_day_after_today_is_today_somewhere_and_so_is_read():
    tomorrow = TODAY + timedelta(days=1)
    resource = changed(pain_began=[{"valueDate": tomorrow.isoformat()}])
    assert read_response(form(), resource, TODAY)["pain_began"] == tomorrow.isoformat()


def test_a_response_to_a_form_of_any_language_that_can_be_read_here_is_read():
    with spanish_in_trial():
        there = response(form(language="es", someone_else=True), MAIN_RULES.read(FITS, TODAY), TODAY)
        assert fhir_files.read(there, "clinic", TODAY)["for_whom"] == "someone_else"
        designations = [one["designation"] for one in fhir_files.resource("CodeSystem-self-check.json")["concept"]]
        assert all(any(each["language"] == "es-US" for each in one) for one in designations)
        with speaking("es"):
            assert "CodeSystem-self-check.json" not in fhir_files.names()
