"""Whoever had the procedure finds the signs first: what means 911, and what means a call today."""

import pytest
from served import page_at

from content.pages import all_pages

CALL_911 = (
    "weakness or numbness", "foot that drops", "both legs", "trouble walking", "groin", "buttocks", "cannot pee",
    "leak pee or stool", "trouble breathing", "fainting", "coughing up blood", "drooping face", "slurred speech",
    "Fever or chills", "confusion", "tearing pain", "throbbing belly", "bad fall", "Do not move",
)  # fmt: skip
CALL_TODAY = (
    "comes back", "100.4 F", "chills", "red, swollen or wet", "calf", "cannot get up", "recent infection",
    "inject drugs", "fights germs poorly", "Cancer, now or before", "at night", "tight band", "down an arm or leg",
    "cancer team", "urgent care or the ER",
)  # fmt: skip


@pytest.fixture(scope="module")
def after():
    return page_at("/after/")


def test_a_weak_arm_or_leg_means_911_in_the_first_words(after):
    answer = after.inside("lead")
    assert answer.startswith("A weak or numb arm or leg")
    assert answer.index("911") < answer.index(".")


def test_the_911_signs_stand_before_all_else():
    assert all_pages()["after"].tokens[0].type == "container_call-911_open"


def test_nothing_but_the_answer_and_its_picture_stands_before_the_911_signs_on_recovery():
    page = all_pages()["recovery"]
    tops = [token.type for token in page.tokens if token.level == 0 and token.nesting == 1]
    assert tops[:2] == ["container_advice_open", "container_call-911_open"]


@pytest.mark.parametrize("address", ["/after/", "/recovery/"])
@pytest.mark.parametrize(("box", "signs"), [("call-911", CALL_911), ("call-today", CALL_TODAY)])
def test_each_sign_after_the_procedure_stands_in_its_box(address, box, signs):
    assert [sign for sign in signs if sign not in page_at(address).inside(box)] == []


@pytest.mark.parametrize("address", ["/recovery/", "/steps/"])
def test_pages_on_the_way_there_lead_to_all_signs(address):
    assert "/after/" in [link["attrs"]["href"] for link in page_at(address).all("a") if "prose" in link["around"]]
