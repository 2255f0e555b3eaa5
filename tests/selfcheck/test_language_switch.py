"""Who changes the language in the middle of the self-check keeps the answers, and nobody can tell that they did."""

import re

import pytest
from django.test import Client
from patients import FITS
from served import fields, kept_by, read, remember, see

from screener.rule_sets.clinic import CLINIC_RULES
from web.languages import in_language

pytestmark = pytest.mark.usefixtures("spanish_in_trial")
SUMMARY = "/self-check/summary/"


def to_english(shown):
    (address,) = {link["attrs"]["href"] for link in shown.all("a") if "twin" in link["classes"]}
    return address


def address_of(fact, language):
    return in_language(language, f"/self-check/{CLINIC_RULES.fact(fact).slug}/")


def answer_all(client, language):
    """Every question in turn, as its form does; a question may be followed by one in another language."""
    for fact, answer in FITS.items():
        response = client.post(address_of(fact, language(fact)), fields(fact, answer))
        assert response.status_code == 303, fact
        yield fact, response


def test_answers_given_in_one_language_are_there_in_the_other_and_back(client):
    *_, (_, last) = answer_all(client, lambda fact: "es" if len(fact) % 2 else "en")
    assert last["Location"].endswith("/summary/")
    spanish, english = see(client, in_language("es", SUMMARY)), see(client, SUMMARY)
    assert to_english(spanish) == SUMMARY
    rows = [[row["text"] for row in shown.all("dd")] for shown in (spanish, english)]
    assert len(rows[0]) == len(rows[1]) > 15
    assert rows[0] != rows[1]
    only_english = see(remember(Client(), FITS), SUMMARY)
    assert english.inside("verdict") == only_english.inside("verdict") != ""


def test_the_link_from_a_question_leads_to_that_question_with_its_answer(client):
    remember(client, FITS)
    for fact in FITS:
        spanish = see(client, address_of(fact, "es"))
        assert to_english(spanish) == address_of(fact, "en")
        english = see(client, to_english(spanish))
        given = [
            [(field["attrs"]["name"], field["attrs"].get("value")) for field in shown.all("input") if is_given(field)]
            for shown in (spanish, english)
        ]
        assert given[0] == given[1] != [], fact


def is_given(field):
    shown = field["attrs"].get("type") not in ("hidden", None)
    return shown and ("checked" in field["attrs"] or (field["attrs"]["type"] == "text" and field["attrs"].get("value")))


def test_a_mistake_leads_to_the_question_and_keeps_the_answers_of_before(client):
    remember(client, FITS)
    response = client.post(address_of("pain_began", "es"), {"month": "13", "year": "2026"})
    assert response.status_code == 422
    assert to_english(read(response)) == address_of("pain_began", "en")
    assert kept_by(client)


def test_the_cookie_is_as_long_in_each_language_and_holds_none(client):
    english, spanish = Client(), Client()
    pairs = zip(answer_all(english, lambda _: "en"), answer_all(spanish, lambda _: "es"), strict=True)
    lengths = set()
    for (fact, one), (_, other) in pairs:
        assert other["Location"] == in_language("es", one["Location"])
        assert one.cookies["answers"]["path"] == other.cookies["answers"]["path"] == "/self-check/"
        lengths |= {len(response.cookies["answers"].value) for response in (one, other)}
        assert {*kept_by(english)} == {*kept_by(spanish)}, fact
    assert len(lengths) == 1
    kept = [{name: value for name, value in kept_by(one).items() if name != "at"} for one in (english, spanish)]
    assert kept[0] == kept[1]
    assert one.cookies.keys() == other.cookies.keys()


def test_the_log_of_a_visit_tells_the_language_by_its_addresses_alone(client, caplog):
    said = []
    for language in ("en", "es"):
        visitor = Client(raise_request_exception=False)
        caplog.clear()
        list(answer_all(visitor, lambda _, language=language: language))
        visitor.post(address_of("pain_began", language), {"month": "13"})
        for address in (SUMMARY, "/self-check/no-such-question/", "/risks/no-such-page/"):
            visitor.get(in_language(language, address))
        said.append([re.sub(r"/es/", "/", message) for message in caplog.messages])
        assert any("/es/" in message for message in caplog.messages) is (language == "es")
    assert said[0] == said[1] != []
