"""The page for whoever must know what happens to data says what the code does, and claims no more."""

import re
from dataclasses import replace

import english
from django.conf import settings
from django.test import Client
from reviewing import sign
from served import post, read, see

from clinics.files import all_clinics
from kyphoplasty_site.reviewed import all_items
from referrals.prefilled_links import CHART, LAST_DAYS, make_token
from screener.rule_sets.clinic import CLINIC_RULES
from web import readability

ADDRESS = "/clinics/sample/what-we-do-not-collect/"
BLOCKS = re.compile(r"</?(?:h\d|p|li|ul|ol|table|caption|tr|th|td|div)\b[^>]*>")


def words(client):
    return see(client, ADDRESS).inside("prose")


def blocks(client):
    """The headings, paragraphs, items and cells of the page."""
    html = client.get(ADDRESS).content.decode()
    main = html[html.index("<h1>") : html.index("</main>")]
    texts = [" ".join(re.sub("<[^>]+>", "", block).split()) for block in BLOCKS.split(main)]
    return [text for text in texts if text]


def test_the_data_page_names_every_cookie_that_a_visit_can_set_with_its_path_and_its_end(client):
    client.get("/clinics/sample/prefill/")
    client.get(f"/p/{make_token(all_clinics()['sample'], {'scan': 'mri'})}/")
    post(client, "adult", "yes")
    rows = {row["text"].split()[0]: " ".join(row["text"].split()) for row in see(client, ADDRESS).all("tr")}
    table = {name: row for name, row in rows.items() if name in client.cookies}
    assert set(client.cookies) == set(table) == {"answers", "form"}
    assert f"below {settings.ANSWERS_COOKIE_PATH}" in table[settings.ANSWERS_COOKIE_NAME]
    assert f"{settings.ANSWERS_LAST_HOURS} hours" in table[settings.ANSWERS_COOKIE_NAME]
    assert f"Below {settings.CSRF_COOKIE_PATH}, so to every page" in table[settings.CSRF_COOKIE_NAME]
    assert all(client.cookies[name]["httponly"] for name in table)
    assert all(client.cookies[name]["samesite"] == "Lax" for name in table)


def test_the_data_page_names_the_facts_that_a_prefilled_link_carries_and_for_how_long(client):
    said = words(client)
    for fact in CHART:
        assert CLINIC_RULES.fact(fact).label in said
    assert len(CHART) == 6
    assert "up to six facts" in said
    assert f"reads a link for {LAST_DAYS} days" in said


def test_no_form_has_a_place_for_a_name_or_a_file(client):
    inputs = [
        one["attrs"]
        for path in ("/clinics/sample/prefill/", "/clinics/sample/pack/")
        for one in see(client, path).all("input")
    ]
    assert {one.get("type", "text") for one in inputs} <= {"hidden", "radio", "checkbox", "text"}
    dates = {fact for fact in CHART if CLINIC_RULES.fact(fact).kind.endswith("date")}
    assert {one["name"] for one in inputs if one.get("type") == "text"} == dates, "and these take a date alone"
    assert {fact.kind.value for fact in CLINIC_RULES.facts} == {"choice", "many", "score", "past_date", "coming_date"}


def test_what_it_says_of_the_settings_is_so(client):
    assert all(base["ENGINE"] == "django.db.backends.dummy" for base in settings.DATABASES.values())
    assert not [app for app in settings.INSTALLED_APPS if app.endswith((".auth", ".sessions", ".admin"))]
    assert settings.FILE_UPLOAD_HANDLERS == ["kyphoplasty_site.middleware.NoFiles"]
    headers = client.get(ADDRESS).headers
    *rules, of_scripts = headers["Content-Security-Policy"].split("; ")
    assert of_scripts == "require-trusted-types-for 'script'", "which names no source"
    allowed = {source for rule in rules for source in rule.split()[1:]}
    assert {source for source in allowed if not source.startswith("'sha256-")} == {"'self'", "'none'"}
    assert headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in client.get("/self-check/summary/").headers["Cache-Control"]


def test_the_files_that_it_names_are_there(client):
    named = re.findall(r"(?:[a-z_]+/)+[\w.]+\.(?:py|conf)", words(client))
    assert len(named) >= 8
    for name in named:
        assert (settings.BASE_DIR / name).is_file(), name


def test_the_data_page_is_easy_to_read_and_claims_to_meet_no_law(client):
    said = blocks(client)
    assert readability.grade(said) <= english.HIGHEST_GRADE
    assert [long for block in said for long in english.long_sentences(block)] == []
    text = " ".join(said)
    assert not re.search(r"HIPAA|GDPR|complian|certified|guarantee|\bsafe\b|\bsecure\b(?! *\))", text)
    assert not english.FORBIDDEN.search(text)
    assert not english.MISLEADING.search(text)


def test_the_data_page_is_not_for_search_engines_and_says_whom_to_ask(client, settings):
    robots = [one for one in see(client, ADDRESS).all("meta") if one["attrs"].get("name") == "robots"]
    assert [one["attrs"]["content"] for one in robots] == ["noindex"]
    assert "This copy of the site names no contact." in words(client)
    settings.CONTACT = "guide@example.org"
    assert "guide@example.org. Please send nothing about a patient." in words(client)
    assert all_clinics()["sample"].name_and_phone in words(client)


def test_the_data_page_says_that_no_clinician_checked_the_words_until_one_has(client, reviews):
    assert "Its words and rules: Not yet checked by a clinician." in words(client)
    sign(reviews, all_items().values())
    assert "Its words and rules: Checked by Clinician One, MD on November 10, 2026." in words(client)


def test_a_clinics_name_stays_words(client, monkeypatch):
    hostile = replace(all_clinics()["sample"], name='<b>"&')
    monkeypatch.setattr("referrals.views.find", lambda link: hostile)
    shown = read(Client().get(ADDRESS))
    assert '<b>"&' in shown.text
    assert not shown.all("b")
