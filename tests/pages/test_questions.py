"""The page of questions for the doctor: ten to begin with, all the others folded, in the words of the rule set."""

import re

import pytest
from served import see
from small_pages import html_of, saying

from content.pages import PageError
from screener.rule_sets.clinic import CLINIC_RULES

ALL = {question.id: question.words.you for question in CLINIC_RULES.doctor_questions}


def test_ten_come_first_and_every_other_question_is_folded_once(client):
    items = [one for one in see(client, "/questions/").all("li") if one["text"] in ALL.values()]
    first = [one["text"] for one in items if "checklist-box" in one["around"]]
    folded = [one["text"] for one in items if "folded" in one["around"]]
    assert len(first) == 10
    assert sorted([*first, *folded]) == sorted(ALL.values())


def test_what_waiting_brings_what_can_go_wrong_and_what_it_costs_are_among_the_first(client):
    items = [one["text"] for one in see(client, "/questions/").all("li") if "checklist-box" in one["around"]]
    assert {ALL["wait"], ALL["harms"], ALL["cost"], ALL["bone_care"]} <= set(items)


def test_the_page_says_which_come_first_and_in_what_order(tmp_path):
    html = html_of(saying(tmp_path, "::: insert questions cost wait\n:::"))
    assert f"<ul><li>{ALL['cost']}</li><li>{ALL['wait']}</li></ul>" in html


def test_a_list_of_first_questions_may_have_a_head_and_none_is_over_seven(client, tmp_path):
    html = html_of(saying(tmp_path, "::: insert questions Money: cost; Time, and care: wait care_first\n:::"))
    first, second = (f'<p class="callout-title">{head}</p>\n<ul><li>' for head in ("Money", "Time, and care"))
    assert f"{first}{ALL['cost']}</li></ul>" in html
    assert f"{second}{ALL['wait']}</li><li>{ALL['care_first']}</li></ul>" in html
    boxes = re.findall(r'checklist-box">.*?</div>', client.get("/questions/").content.decode(), re.DOTALL)
    assert len(boxes) == 3
    assert all(3 <= box.count("<li>") <= 7 for box in boxes)


def test_a_question_that_the_rule_set_does_not_have_is_named(tmp_path):
    with pytest.raises(PageError, match="insert questions names weight"):
        html_of(saying(tmp_path, "::: insert questions wait weight\n:::"))
