"""The files for record systems as they are served: to every program, and with nothing of a visitor in them."""

import json

import pytest
from django.core.management import call_command
from django.test import Client
from fhir_forms import spanish_in_trial
from patients import FITS, TODAY
from served import BESIDE, remember, see

from records.engineers import DAY_OF_EXAMPLE
from screener import fhir_files

NAMES = fhir_files.names()


@pytest.mark.parametrize("name", NAMES)
def test_every_file_is_had_by_every_program_from_any_site(name):
    response = Client().get(f"/fhir/{name}")
    assert response.headers["Content-Type"] == "application/fhir+json; charset=utf-8"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response.headers
    assert response.headers["Cache-Control"].startswith("public")
    assert not response.cookies
    assert json.loads(response.content)["url"].endswith(f"/fhir/{name}")


def test_a_file_is_the_same_for_whoever_has_answers():
    name = f"/fhir/{NAMES[0]}"
    assert remember(Client(), FITS).get(name).content == Client().get(name).content


def test_the_canonical_address_is_that_of_the_setting_whatever_host_is_asked(settings):
    settings.CANONICAL = "https://first.example"
    settings.ALLOWED_HOSTS = ["testserver", "second.example"]
    for host in settings.ALLOWED_HOSTS:
        found = json.loads(Client().get(f"/fhir/{NAMES[0]}", headers={"host": host}).content)
        assert found["url"] == f"https://first.example/fhir/{NAMES[0]}"
        system = found["item"][1]["code"][0]["system"]
        assert system == "https://first.example/fhir/CodeSystem-self-check.json"


def test_without_the_setting_it_is_the_first_of_our_hosts(settings):
    settings.CANONICAL, settings.HTTPS = "", True
    settings.ALLOWED_HOSTS = ["www.example.org", "testserver"]
    found = json.loads(Client().get(f"/fhir/{NAMES[0]}", secure=True).content)
    assert found["url"] == f"https://www.example.org/fhir/{NAMES[0]}"


@pytest.mark.parametrize(
    "address", ["/fhir/", "/fhir/nothing", "/fhir/metadata", "/fhir/Questionnaire", "/es/fhir/x.json"]
)
def test_it_is_no_server_of_fhir_and_says_404_to_all_else(address):
    assert Client().get(address).status_code == 404


def test_nothing_can_be_sent_to_it():
    assert Client().post(f"/fhir/{NAMES[0]}").status_code == 405


# ---- The answers of a visitor as a file

ANSWERS = "/self-check/answers.fhir.json"


def test_the_answers_are_had_as_a_file_that_the_command_reads_and_nobody_keeps(tmp_path, capsys):
    response = remember(Client(), FITS).get(ANSWERS)
    assert response.headers["Content-Type"] == "application/fhir+json; charset=utf-8"
    assert "no-store" in response.headers["Cache-Control"]
    assert "Access-Control-Allow-Origin" not in response.headers
    (tmp_path / "answers.json").write_bytes(response.content)
    (tmp_path / "sheet.json").write_text(json.dumps(FITS))
    call_command("selfcheck", str(tmp_path / "answers.json"), today=str(TODAY), json=True, fhir=True)
    by_file = capsys.readouterr().out
    call_command("selfcheck", str(tmp_path / "sheet.json"), today=str(TODAY), json=True)
    assert capsys.readouterr().out == by_file


def test_the_file_is_of_the_voice_of_the_answers_and_of_the_rule_set_of_the_page():
    for given, address, said in (
        (FITS, ANSWERS, "/Questionnaire-self-check.json|"),
        ({**FITS, "for_whom": "someone_else"}, ANSWERS, "/Questionnaire-self-check-for-someone-else.json|"),
        ({**FITS, "rdq": "over_17"}, f"{BESIDE}answers.fhir.json", "/Questionnaire-self-check-medicare.json|"),
    ):
        assert said in json.loads(remember(Client(), given).get(address).content)["questionnaire"]


def test_whoever_has_no_answers_is_led_to_the_page_that_says_so():
    response = Client().get(ANSWERS)
    assert (response.status_code, response.headers["Location"]) == (302, "/self-check/summary/")
    assert "no-store" in response.headers["Cache-Control"]


def test_the_summary_offers_the_file_and_an_emergency_does_not():
    assert f'href="{ANSWERS}"' in remember(Client(), FITS).get("/self-check/summary/").content.decode()
    stopped = remember(Client(), {**FITS, "urgent_signs": ["chest_breath"]}).get("/self-check/summary/")
    assert ANSWERS not in stopped.content.decode()


# ---- The page for engineers


def test_the_page_for_engineers_lists_every_file_and_shows_a_response_that_is_read():
    shown = see(Client(), "/for-engineers/")
    links = {link["attrs"]["href"] for link in shown.all("a")}
    assert {f"/fhir/{name}" for name in NAMES} <= links
    example = next(json.loads(one["text"]) for one in shown.all("pre") if one["text"].startswith("{"))
    assert fhir_files.read(example, "clinic", DAY_OF_EXAMPLE)["pain_began"] == "2026-08"


def test_it_is_in_english_alone_and_the_footer_leads_to_it():
    assert 'href="/for-engineers/"' in Client().get("/risks/").content.decode()
    with spanish_in_trial():
        assert Client().get("/es/for-engineers/").status_code == 404
        assert "/for-engineers/" not in Client().get("/es/risks/").content.decode()
        assert json.loads(Client().get(f"/es/fhir/{NAMES[0]}").content)["language"] == "es-US"
        assert Client().get("/es/fhir/CodeSystem-self-check.json").status_code == 404
