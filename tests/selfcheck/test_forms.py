"""Each mistake has its own message, which leads to the field it is about; what was typed stays."""

import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.test import Client
from patients import FITS, VALUES
from served import fields, post, read, remember, see

from screener.engine.facts import Kind
from screener.rule_sets.clinic import CLINIC_RULES

FACTS = {kind: [fact for fact in CLINIC_RULES.facts if fact.kind is kind] for kind in Kind}
EACH_FACT = pytest.mark.parametrize("fact", CLINIC_RULES.facts, ids=[fact.id for fact in CLINIC_RULES.facts])
PAST, COMING = "/self-check/pain-began/", "/self-check/procedure-date/"


def mistakes(response):
    """The error summary: where each message leads, and the message."""
    shown = read(response)
    links = [link for link in shown.all("a") if "error-summary" in link["around"]]
    return [(link["attrs"]["href"], link["text"]) for link in links]


def typed(shown):
    """The fields of a page with what stands in them."""
    inputs = [element["attrs"] for element in shown.all("input") if element["attrs"]["type"] != "hidden"]
    texts = {field["name"]: field.get("value", "") for field in inputs if field["type"] == "text"}
    chosen = [field.get("value", "on") for field in inputs if "checked" in field]
    return texts, chosen


def date(month="", day="", year="", **more):
    return {"month": month, "day": day, "year": year, **more}


BOTH = "You wrote a date and ticked “I’m not sure”. Do only one of them."
UP_TO = "Write a date up to today, November 20, 2026."
FROM = "Write a date from today on, November 20, 2026."
WHOLE = "Write the date as month, day and year"
ENGLISH = "Write the month as an English word."
APART = "Write the month, the day and the year each in its own field, and the year with four digits."
ELSEWHERE = "is written here, and another field says something else. Keep one of them."
DAY_OF_THE_WEEK = "Check the date and the day of the week."
MISTAKES = [
    (PAST, date(), "month", "Write the date, or tick “I’m not sure”."),
    (PAST, date("", "3", "2026"), "month", "Write the month too."),
    (PAST, date("", "", "2026"), "month", "Write the month too."),
    (PAST, date("11"), "year", "Write the year too."),
    (PAST, date("November"), "year", "Write the year too."),
    (PAST, date("11", "3", "24"), "year", "Write the year with all four digits, such as 2026."),
    (PAST, date("11", "3", "98"), "year", "Write the year with all four digits, such as 2026."),
    (PAST, date("11", "3", "206"), "year", "Write the year with all four digits, such as 2026."),
    (PAST, date("11", "3", "last"), "year", "Write the year as a number, such as 2026."),
    (PAST, date("11", "3", "2026?"), "year", "Write the year as a number, such as 2026."),
    (PAST, date("11", "3", "1899"), "year", "Check the year. It should be close to 2026."),
    (PAST, date("11", "3", "3000"), "year", "Check the year. It should be close to 2026."),
    (PAST, date("13", "3", "2026"), "month", "Write the month as its name or as a number from 1 to 12."),
    (PAST, date("0", "3", "2026"), "month", "Write the month as its name or as a number from 1 to 12."),
    (PAST, date("Smarch", "3", "2026"), "month", "Write the month as its name or as a number from 1 to 12."),
    (PAST, date(".", "3", "2026"), "month", "Write the month as its name or as a number from 1 to 12."),
    (PAST, date("11", "32", "2026"), "day", "Write the day as a number from 1 to 31."),
    (PAST, date("11", "0", "2026"), "day", "Write the day as a number from 1 to 31."),
    (PAST, date("11", "third", "2026"), "day", "Write the day as a number from 1 to 31."),
    (PAST, date("2", "30", "2026"), "day", "February 2026 has no day 30. It has 28 days."),
    (PAST, date("2", "30", "2024"), "day", "February 2024 has no day 30. It has 29 days."),
    (PAST, date("11", "31", "2025"), "day", "November 2025 has no day 31. It has 30 days."),
    (PAST, date("11", "22", "2026"), "month", f"This day is still to come. {UP_TO}"),
    (PAST, date("12", "", "2026"), "month", f"This month is still to come. {UP_TO}"),
    (PAST, date("11", "3", "2026", unsure="on"), "unsure", BOTH),
    (PAST, date("10/35/2026"), "month", f"{WHOLE}, such as November 20, 2026."),
    (PAST, date("some day in May"), "month", f"{WHOLE}, such as November 20, 2026."),
    (PAST, date("Oct 10-15 2026"), "month", f"{WHOLE}, such as November 20, 2026."),
    (PAST, date("10-11", "", "2026"), "month", f"{WHOLE}, such as November 20, 2026."),
    (PAST, date("10", "3-5", "2026"), "day", f"{WHOLE}, such as November 20, 2026."),
    (PAST, date("10/15"), "month", "Write the year too."),
    (PAST, date("", "10/15/98"), "day", "Write the year with all four digits, such as 2026."),
    (PAST, date("10.11.2026"), "month", f"This can mean October 11, 2026 or November 10, 2026. {ENGLISH}"),
    (PAST, date("25. 10. 26."), "month", f"This can mean October 25, 2026 or October 26, 2025. {APART}"),
    (PAST, date("24. 10. 26."), "month", f"This can mean October 24, 2026 or October 26, ’24. {APART}"),
    (PAST, date("Oct-26"), "month", f"This can mean October 26 or October 2026. {APART}"),
    (PAST, date("Oct-26", "", "2026"), "month", f"This can mean October 26, 2026 or October 2026. {APART}"),
    (PAST, date("Oct-24", "", "2024"), "month", f"This can mean October 24, 2024 or October 2024. {APART}"),
    (PAST, date("Oct-24"), "month", "Write the year too."),
    (PAST, date("le 10/11/2026"), "month", f"This can mean October 11, 2026 or November 10, 2026. {ENGLISH}"),
    (PAST, date("10/15/24", "", "2025"), "month", f"October 15, ’24 {ELSEWHERE}"),
    (PAST, date("Oct '24", "", "2025"), "month", f"October ’24 {ELSEWHERE}"),
    (PAST, date("out", "", "2026"), "month", f"This can mean August 2026 or October 2026. {ENGLISH}"),
    (PAST, date("10/15/2026", "16"), "month", f"October 15, 2026 {ELSEWHERE}"),
    (PAST, date("9", "", "10/15/2026"), "year", f"October 15, 2026 {ELSEWHERE}"),
    (PAST, date("Friday, Oct 16, 2026", "", "2025"), "month", f"October 16, 2026 {ELSEWHERE}"),
    (PAST, date("Friday, Oct 15, 2026"), "month", f"October 15, 2026 is a Thursday. {DAY_OF_THE_WEEK}"),
    (PAST, date("2/30/2026"), "month", "February 2026 has no day 30. It has 28 days."),
    (PAST, date("12/1/2026"), "month", f"This day is still to come. {UP_TO}"),
    (COMING, date("12/1/25"), "month", "Write the year with all four digits, such as 2026."),
    (COMING, date("December 2026"), "month", "Write the day too."),
    (COMING, date(), "month", "Write the date, or tick “No date yet, or I’m not sure”."),
    (COMING, date("12", "", "2026"), "day", "Write the day too."),
    (COMING, date("11", "18", "2026"), "month", f"November 18, 2026 is past. {FROM}"),
    (COMING, date("2", "29", "2027"), "day", "February 2027 has no day 29. It has 28 days."),
]  # fmt: skip


@pytest.mark.parametrize(("address", "sent", "field", "message"), MISTAKES)
def test_a_date_that_cannot_be_is_said_in_words_at_its_field_and_stays(client, address, sent, field, message):
    response = client.post(address, sent)
    shown = read(response)
    assert response.status_code == 422
    assert mistakes(response) == [(f"#id_{field}", message)]
    assert shown.ids.count(f"id_{field}") == 1
    assert typed(shown) == (
        {name: sent[name] for name in ("month", "day", "year")},
        ["on"] if "unsure" in sent else [],
    )
    assert "answers" not in response.cookies


def test_every_wrong_part_of_a_date_gets_its_own_message(client):
    assert mistakes(client.post(PAST, date("x", "99", "206"))) == [
        ("#id_month", "Write the month as its name or as a number from 1 to 12."),
        ("#id_day", "Write the day as a number from 1 to 31."),
        ("#id_year", "Write the year with all four digits, such as 2026."),
    ]


@pytest.mark.parametrize(
    ("address", "sent", "shown"),
    [
        (PAST, date("11", "3", "2026"), "November 3, 2026"),
        (PAST, date(" nov. ", " 03 ", "2026"), "November 3, 2026"),
        (PAST, date("Sept", "3", "2026"), "September 3, 2026"),
        (PAST, date("february", "29", "2024"), "February 29, 2024"),
        (PAST, date("May", "", "2026"), "May 2026"),
        (PAST, date("11", "", "2026"), "November 2026"),
        (PAST, date("11", "20", "2026"), "November 20, 2026"),
        # It is that day already, or still, somewhere on earth.
        (PAST, date("11", "21", "2026"), "November 21, 2026"),
        (COMING, date("11", "19", "2026"), "November 19, 2026"),
        (PAST, date("11", "3rd", "26"), "November 3, 2026"),
        (PAST, date("11", "3", "25"), "November 3, 2025"),
        (PAST, date("11", "3", "٢٠٢٦"), "November 3, 2026"),
        (PAST, date("10/15/2026"), "October 15, 2026"),
        (PAST, date("", "10/15/2026"), "October 15, 2026"),
        (PAST, date("", "", "October 2026"), "October 2026"),
        (PAST, date("Oct 15", "", "2026"), "October 15, 2026"),
        (PAST, date("10/15/2026", "15", "2026"), "October 15, 2026"),
        (PAST, date("Oct '24", "", "2024"), "October 2024"),
        (PAST, date("10/15/24", "", "2024"), "October 15, 2024"),
        (PAST, date("October 2026, 9am"), "October 2026"),
        (COMING, date("1/5/27"), "January 5, 2027"),
        (COMING, date("Dec. 15, 2026 at 3 PM"), "December 15, 2026"),
        (PAST, date(unsure="on"), "I’m not sure"),
        (COMING, date("11", "20", "2026"), "November 20, 2026"),
        (COMING, date(unsure="on"), "I’m not sure"),
    ],
)
def test_a_date_is_taken_as_people_write_it(client, address, sent, shown):
    assert client.post(address, sent).status_code == 303
    assert f" {shown} Change" in see(client, "/self-check/summary/").text


@pytest.mark.parametrize("fact", ["pain_began", "scan_date", "procedure_date"])
@pytest.mark.parametrize("answer", ["2026-11-20", "unsure"])
def test_a_date_that_was_given_stands_in_its_fields(client, fact, answer):
    remember(client, {"scan": "mri", fact: answer})
    texts, chosen = typed(see(client, f"/self-check/{fact.replace('_', '-')}/"))
    given = ["11", "20", "2026"] if answer != "unsure" else ["", "", ""]
    assert texts == dict(zip(("month", "day", "year"), given, strict=True))
    assert chosen == (["on"] if answer == "unsure" else [])


@pytest.mark.parametrize("fact", FACTS[Kind.CHOICE] + FACTS[Kind.SCORE], ids=lambda fact: fact.id)
@pytest.mark.parametrize("sent", [{}, {"answer": ""}, {"answer": "nonsense"}], ids=["nothing", "blank", "nonsense"])
def test_a_choice_left_open_offers_the_choices(client, fact, sent):
    remember(client, {"scan": "mri"})
    response = client.post(f"/self-check/{fact.slug}/", sent)
    skip = ", or skip this question" if fact.may_be_skipped else ""
    assert response.status_code == 422
    assert mistakes(response) == [("#id_answer_0", f"Choose one answer{skip}.")]
    shown = {
        element["attrs"]["value"] for element in read(response).all("input") if element["attrs"]["type"] == "radio"
    }
    assert shown == {*map(str, VALUES[fact.id]), *(["unsure"] if fact.may_be_unsure else [])}


@pytest.mark.parametrize("fact", [fact for fact in FACTS[Kind.MANY] if fact.may_be_none], ids=lambda fact: fact.id)
@pytest.mark.parametrize(
    ("ticked", "message"),
    [
        ([], "Tick what is true, or tick “None of these”."),
        (["none", "FIRST"], "You ticked “None of these” and another box. Untick one of them."),
        (["nonsense"], "Tick only boxes of this page."),
    ],
)
def test_boxes_that_do_not_go_together_are_said_and_stay_ticked(client, fact, ticked, message):
    sent = [VALUES[fact.id][0] if value == "FIRST" else value for value in ticked]
    response = client.post(f"/self-check/{fact.slug}/", {"answer": sent})
    assert response.status_code == 422
    assert mistakes(response) == [("#id_answer_0", message)]
    assert set(typed(read(response))[1]) == set(sent) - {"nonsense"}


@pytest.mark.parametrize(
    ("ticked", "message"),
    [
        ([], "Tick what is true, or tick “I’m not sure”."),
        (["none"], "Tick only boxes of this page."),
        (
            ["neck", "unsure"],
            "You ticked “I’m not sure” and another box. Untick “I’m not sure” if the other one is true.",
        ),
    ],
)
def test_which_bone_is_broken_has_no_box_for_none(client, ticked, message):
    response = client.post("/self-check/level/", {"answer": ticked})
    assert response.status_code == 422
    assert mistakes(response) == [("#id_answer_0", message)]
    assert "None of these" not in read(response).inside("form")


def test_not_sure_goes_with_no_other_box(client):
    response = post(client, "stops", ["unsure", "infection"])
    assert mistakes(response) == [
        ("#id_answer_0", "You ticked “I’m not sure” and another box. Untick “I’m not sure” if the other one is true.")
    ]


@EACH_FACT
def test_an_error_is_in_the_title_in_the_summary_and_at_the_field(client, fact):
    remember(client, {"scan": "mri"})
    shown = read(client.post(f"/self-check/{fact.slug}/"))
    ((target, message),) = mistakes(client.post(f"/self-check/{fact.slug}/"))
    (field,) = [element for element in shown.elements if element["attrs"].get("id") == target[1:]]
    assert shown.all("title")[0]["text"].startswith(f"Error: {fact.question.you}")
    assert shown.inside("error-message") == f"Error: {message}"
    assert field["tag"] == "input"
    assert "autofocus" in next(element for element in shown.elements if "error-summary" in element["classes"])["attrs"]


@EACH_FACT
def test_every_answer_that_a_question_offers_is_taken_and_shown_again(client, fact):
    for answer in [*(VALUES[fact.id] or ["2026-11-20"]), *(["unsure"] if fact.may_be_unsure else [])]:
        remember(client, {"scan": "mri"})
        assert (
            post(client, fact.id, [answer] if fact.kind is Kind.MANY and answer != "unsure" else answer).status_code
            == 303
        )
        texts, chosen = typed(see(client, f"/self-check/{fact.slug}/"))
        sent = fields(fact.id, answer)
        assert chosen == (["on"] if "unsure" in sent else [str(answer)] if "answer" in sent else [])
        assert "".join(texts.values()) == ("11202026" if "year" in sent else "")


def test_the_urgent_signs_stand_in_named_groups_with_what_they_mean_folded_below(client):
    shown = see(client, "/self-check/urgent-signs/")
    legends = [one["text"] for one in shown.all("legend")]
    assert legends == [
        "Any of these signs now?",
        "Chest and breath",
        "Nerves and bladder",
        "A hit, tearing pain",
        "Other signs",
    ]
    folded = [one["text"] for one in shown.all("dd") if "why" in one["around"]]
    signs = CLINIC_RULES.fact("urgent_signs")
    assert folded == [*(option.meaning for option in signs.options if option.meaning), signs.why]
    assert not [label["text"] for label in shown.all("label") if any(words in label["text"] for words in folded)]


def test_none_of_these_is_an_answer_of_its_own(client):
    assert post(client, "cautions", []).status_code == 303
    assert typed(see(client, "/self-check/cautions/"))[1] == ["none"]
    assert "Things to talk about None of these Change" in see(client, "/self-check/summary/").text


@EACH_FACT
def test_every_question_but_the_first_two_can_be_skipped(client, fact):
    remember(client, {"scan": "mri"})
    response = client.post(f"/self-check/{fact.slug}/", {"skip": "yes"})
    buttons = [button["attrs"].get("name") for button in see(client, f"/self-check/{fact.slug}/").all("button")]
    if fact.id in ("urgent_signs", "adult"):
        assert response.status_code == 422
        assert "skip" not in buttons
    else:
        assert response.status_code == 303
        assert "skip" in buttons
        assert f"{fact.label} Skipped Change" in see(client, "/self-check/summary/").text


def test_skipping_takes_back_the_answer_that_was_given(client):
    remember(client, FITS)
    assert "Remove this answer and go on" in see(client, "/self-check/cause/").text
    client.post("/self-check/cause/", {"skip": "yes", "answer": "cancer"})
    assert "Cause of the break Skipped Change" in see(client, "/self-check/summary/").text


@EACH_FACT
def test_a_question_says_why_it_is_asked_and_where_one_is(client, fact):
    remember(client, {"scan": "mri"})
    shown = see(client, f"/self-check/{fact.slug}/")
    assert fact.why in shown.inside("why")
    assert f"Question {CLINIC_RULES.facts.index(fact) + 1} of {len(CLINIC_RULES.facts)}" in shown.inside("progress")
    assert shown.inside("h1") == fact.question.you == shown.inside("legend")


def test_questions_that_are_asked_for_at_once_are_each_drawn_by_their_own_form():
    def drawn(address):
        return Client().get(address).content.decode().partition("<fieldset")[2].partition("</fieldset>")[0]

    alone = {address: drawn(address) for address in ("/self-check/adult/", "/self-check/pain-began/")}
    assert 'type="radio"' in alone["/self-check/adult/"]
    assert 'name="month"' in alone["/self-check/pain-began/"]
    often = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(4) as pool:
            together = [*pool.map(drawn, [*alone] * 40)]
    finally:
        sys.setswitchinterval(often)
    assert together == [*alone.values()] * 40


@pytest.mark.parametrize("fact", [fact for fact in CLINIC_RULES.facts if fact.may_be_skipped], ids=lambda fact: fact.id)
def test_skip_asks_in_words_before_it_leaves_out_what_was_filled_in(client, fact):
    remember(client, {} if fact.id == "scan" else {"scan": "mri"})
    address = f"/self-check/{fact.slug}/"
    filled_in = fields(fact.id, "2026-11-20" if "date" in fact.kind else first_answer(fact))
    response = client.post(address, {**filled_in, "skip": "yes"})
    shown = read(response)
    assert response.status_code == 422
    assert "answers" not in response.cookies
    ((where, words),) = mistakes(response)
    assert where.removeprefix("#") in shown.ids
    assert words == (
        "Something is filled in here, and you pressed “Skip this question”. To keep it, press “Continue”. "
        "To leave it out, press “Go on without it”."
    )
    assert any(typed(shown)[0].values()) or typed(shown)[1]
    (button,) = [one for one in shown.all("button") if one["attrs"].get("name") == "skip"]
    assert button["text"] == "Go on without it"
    assert client.post(address, {**filled_in, "skip": button["attrs"]["value"]}).status_code == 303
    shown = see(client, address)
    assert not any(typed(shown)[0].values())
    assert typed(shown)[1] == []


def first_answer(fact):
    return [VALUES[fact.id][0]] if fact.kind is Kind.MANY else VALUES[fact.id][0]


def test_skip_with_nothing_filled_in_and_the_button_that_removes_an_answer_do_not_ask(client):
    assert client.post(PAST, {**date(), "skip": "yes"}).status_code == 303
    post(client, "pain_began", "2026-10-15")
    assert "October 15, 2026" in see(client, "/self-check/summary/").text
    assert client.post(PAST, {**date("10", "15", "2026"), "skip": "yes"}).status_code == 303
    assert "October 15, 2026" not in see(client, "/self-check/summary/").text


def test_skip_asks_before_it_leaves_out_a_date_that_cannot_be_read(client):
    assert client.post(PAST, {**date("last", "week"), "skip": "yes"}).status_code == 422
    assert client.post(PAST, {**date(" "), "skip": "yes"}).status_code == 303


def test_leaving_out_what_matters_asks_before_it_drops_what_was_ticked(client):
    matter = CLINIC_RULES.priorities[0].id
    response = client.post("/self-check/what-matters/", {matter: "3", "skip": "yes"})
    assert response.status_code == 422
    ((where, words),) = mistakes(response)
    assert where == f"#id_{matter}_0"
    assert "To keep it, press “Save and go to the summary”." in words
    assert client.post("/self-check/what-matters/", {matter: "3", "skip": "anyway"}).status_code == 303


def test_a_date_that_was_understood_is_shown_in_words_on_the_next_page_with_a_way_back(client):
    remember(client, {"urgent_signs": []})
    following = client.post(PAST, date("15. Oktober 2026"))["Location"]
    shown = see(client, following)
    assert "The date before: October 15, 2026 . Change it if we read it wrong." in shown.text
    assert typed(see(client, PAST))[0] == {"month": "10", "day": "15", "year": "2026"}
    client.post(PAST, date(unsure="on"))
    assert "The date before" not in see(client, following).text
