"""A language is a folder: one made here goes through all that the site says, and nothing in it stays English."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import made_up_language
import polib
import pytest
from django.conf import settings
from full import FULL
from made_up_language import CODE

from kyphoplasty_site import new_language
from web import to_translate
from web.catalogues import SITE, WORDS, compile_catalogue

KIT = Path(made_up_language.__file__).parent
# So many of the worked patients are gone through; `make holds` takes all.
PATIENTS = 400 if FULL else 20

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def languages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("languages")
    shutil.copytree(settings.LANGUAGES_DIR / "en", folder / "en")
    made_up_language.make(folder / CODE, folder / "en")
    made_up_language.sign_all(folder / "reviews")
    return folder


@pytest.fixture
def copy(languages, tmp_path):
    shutil.copytree(languages, tmp_path / "copy")
    return tmp_path / "copy"


def run(folder, static_root, *command):
    """A program of its own, as a process reads its languages once."""
    environment = {
        "DJANGO_SETTINGS_MODULE": "settings_of_two_languages",
        "LANGUAGES_OF_TESTS": str(folder),
        "STATIC_ROOT_OF_TESTS": str(static_root),
        "PYTHONPATH": os.pathsep.join([str(settings.BASE_DIR), str(KIT)]),
    }
    return subprocess.run(  # noqa: S603 - ours
        [sys.executable, *command],
        env={**os.environ, **environment},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=550,
        check=False,
    )


def read(folder, static_root, what):
    program = f"import django; django.setup(); import read_made_up_language; read_made_up_language.{what}"
    done = run(folder, static_root, "-c", program)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def test_a_language_is_a_folder_without_a_program(languages):
    assert list((languages / CODE).rglob("*.py*")) == []


@pytest.mark.holds
def test_nothing_that_is_said_in_a_language_stays_english(languages, static_root):
    found = read(languages, static_root, f"all_of_it({PATIENTS})")
    assert found["english"] == {}
    assert found["texts"] > 2_000


def test_a_text_whose_translation_is_english_is_found(copy, static_root):
    catalogue = polib.pofile(str(copy / CODE / SITE))
    catalogue.find("What should I have at hand?").msgstr = "What should I have at hand?"
    catalogue.save()
    compile_catalogue(copy / CODE / SITE, in_trial=False)
    found = read(copy, static_root, "pages_alone()")["english"]
    assert {tuple(words) for words in found.values()} == {("What should I have at hand",)}


# What a site says, with a language that has been tampered with.
SEEN = """
import json, django
django.setup()
from django.test import Client
from kyphoplasty_site.warm_up import read_everything
from seo.public import in_all_languages
read_everything()
at = ["/clinics/sample/qq/preview/", "/clinics/sample/qq/prefill/"]
at += ["/self-check/qq/", "/self-check/qq/for-whom/", "/self-check/qq/summary/", "/qq/guide/", "/qq/guide.pdf"]
at += ["/self-check/", "/guide/", "/qq/risks/", "/qq/options/"]
seen = {one: Client().get(one) for one in at}
print(json.dumps({
    "seen": {one: [answer.status_code, answer.headers["Content-Type"] == "application/pdf" or answer.content.decode()]
             for one, answer in seen.items()},
    "public": list(in_all_languages()),
}))
"""


def seen(folder, static_root):
    done = run(folder, static_root, "-c", SEEN)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout), done.stderr


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"msgstr": ""}, "has no translation of clinic.facts.adult.question.you"),
        ({"msgid": "Are you grown up?"}, "translates clinic.facts.adult.question.you from other English words"),
        ({"previous_msgid": "Are you grown up?", "flags": ["fuzzy"]}, "from older English words: 'Are you grown up?'"),
        ({"flags": ["fuzzy"]}, "marks clinic.facts.adult.question.you as not reviewed"),
    ],
)
def test_a_text_of_a_rule_that_is_not_of_its_english_words_takes_that_self_check_off_the_air_and_no_other(
    copy, static_root, change, problem
):
    catalogue = polib.pofile(str(copy / CODE / WORDS))
    entry = next(one for one in catalogue if one.msgctxt == "clinic.facts.adult.question.you")
    vars(entry).update(change)
    catalogue.save()
    said, log = seen(copy, static_root)
    assert problem in log
    for at, (status, page) in said["seen"].items():
        off_the_air = "/qq/" in at and any(part in at for part in ("self-check", "guide", "clinics"))
        assert status == (404 if off_the_air else 200), at
        if off_the_air:
            assert "«The self-check is being checked»" in page
            assert '<div class="callout call-911">' in page
            assert "Chest pain" in page
            assert 'href="/self-check/"' in page
    assert "«The rules have changed in English since they were translated." in said["seen"]["/qq/risks/"][1]
    assert "/qq/risks/" in said["public"]
    assert not {"/self-check/qq/", "/qq/guide/"} & {*said["public"]}


def test_a_text_of_a_rule_that_is_not_translated_is_an_error_before_the_start_too(copy, static_root):
    catalogue = polib.pofile(str(copy / CODE / WORDS))
    next(one for one in catalogue if one.msgctxt == "clinic.facts.adult.question.you").msgstr = ""
    catalogue.save()
    checked = run(copy, static_root, "manage.py", "check")
    assert checked.returncode == 1
    assert "has no translation of clinic.facts.adult.question.you" in checked.stderr


def test_a_help_line_that_has_changed_in_english_is_said_in_english_on_every_page(copy, static_root):
    catalogue = polib.pofile(str(copy / CODE / WORDS))
    for entry in catalogue:
        if entry.msgctxt == "clinic.help_lines.3.call":
            entry.msgid, entry.msgstr = "Call 555", "«Call 555»"
    catalogue.save()
    said, _ = seen(copy, static_root)
    for at, (_, page) in said["seen"].items():
        if "pdf" not in at:
            assert "«Call 555»" not in page, at
            assert "Call or text 988" in page, at


def test_a_page_whose_english_has_changed_says_so_and_leads_there_and_stays(copy, static_root, tmp_path):
    page = copy / CODE / "pages" / "risks.md"
    page.write_text(re.sub(r'(?m)^english = ".*"$', 'english = "0123456789ab"', page.read_text()))
    said = seen(copy, static_root)[0]["seen"]
    assert "«This page has changed in English since it was translated (" in said["/qq/risks/"][1]
    assert '<a href="/risks/" lang="en" hreflang="en">Read it in English</a>' in said["/qq/risks/"][1]
    assert "in English since it was translated" not in said["/qq/options/"][1]
    assert said["/self-check/qq/"][0] == 200
    stale = run(copy, static_root, "manage.py", "stale", CODE)
    assert "qq/pages/risks.md is of other English words than those of now:" in stale.stdout
    assert stale.stdout.endswith("qq: 0 texts, 1 pages to translate anew, 0 pages not yet translated.\n")


def test_each_public_page_names_its_twin_to_machines_and_its_twin_names_it_unless_their_words_have_parted(
    copy, static_root
):
    page = copy / CODE / "pages" / "risks.md"
    page.write_text(re.sub(r'(?m)^english = ".*"$', 'english = "0123456789ab"', page.read_text()))
    named = read(copy, static_root, "twins()")
    assert named["heads"] == named["sitemap"]
    for address, twins in named["heads"].items():
        # Words that have parted, and the page for engineers, which is in English alone.
        if address in ("/risks/", f"/{CODE}/risks/", "/for-engineers/"):
            assert twins == {}
            continue
        assert set(twins) == {"x-default", "en", CODE}, address
        assert twins["x-default"] == twins["en"] != twins[CODE]
        assert address == twins[CODE if f"/{CODE}/" in address else "en"]
        assert all(named["heads"][twin] == twins for twin in twins.values())


def test_a_language_that_is_offered_without_a_word_of_its_translator_on_all_of_it_is_left_out(copy, static_root):
    review = copy / "reviews" / "translator.toml"
    whole = review.read_text(encoding="utf-8")
    review.write_text(re.sub(r'\[items."page:risks"\]\n.*\n.*\n', "", whole), encoding="utf-8")
    said, log = seen(copy, static_root)
    assert f"{CODE}/language.toml says offered = true, and no translator has checked page:risks" in log
    assert {status for at, (status, _) in said["seen"].items() if f"/{CODE}/" in at} == {404}
    assert said["seen"]["/self-check/"][0] == 200


@pytest.mark.parametrize("change", ["", "fuzzy", "not compiled", "language.toml", "page"])
def test_a_language_in_which_something_is_broken_is_left_out_and_english_goes_on(copy, static_root, change):
    catalogue = polib.pofile(str(copy / CODE / SITE))
    entry = catalogue.find("What should I have at hand?")
    if change in ("", "fuzzy", "not compiled"):
        entry.msgstr = {"": "", "fuzzy": entry.msgstr, "not compiled": "«Something else»"}[change]
        entry.flags = ["fuzzy"] if change == "fuzzy" else []
        catalogue.save()
    broken = {"language.toml": copy / CODE / "language.toml", "page": copy / CODE / "pages" / "risks.md"}.get(change)
    if broken:
        broken.write_text("+++ nothing", encoding="utf-8")
    said, log = seen(copy, static_root)
    named = {"not compiled": "is not compiled", "language.toml": f"{CODE}/language.toml", "page": "risks.md"}
    assert f"Nothing is shown in '{CODE}'" in log
    assert named.get(change, "What should I have at hand?") in log
    assert {at: status for at, (status, _) in said["seen"].items()} == {
        at: 404 if f"/{CODE}/" in at else 200 for at in said["seen"]
    }


def test_a_translated_page_that_cannot_be_drawn_is_as_one_that_is_not_there_yet(copy, static_root):
    page = copy / CODE / "pages" / "risks.md"
    page.write_text(f"{page.read_text(encoding='utf-8')}\n::: chart no-such-chart\n:::\n", encoding="utf-8")
    said, log = seen(copy, static_root)
    assert f"{CODE}/risks.md cannot be drawn: " in log
    status, shown = said["seen"][f"/{CODE}/risks/"]
    assert status == 404
    assert 'not here in this language.» <a href="/risks/" hreflang="en">«Read it in English»</a>' in shown
    assert {at: status for at, (status, _) in said["seen"].items() if at != f"/{CODE}/risks/"} == {
        at: 200 for at in said["seen"] if at != f"/{CODE}/risks/"
    }


def test_a_catalogue_that_lacks_a_text_of_the_site_is_not_compiled(copy, static_root):
    catalogue = polib.pofile(str(copy / CODE / SITE))
    kept = [entry for entry in catalogue if entry.msgid != "What should I have at hand?"]
    catalogue.clear()
    catalogue.extend(kept)
    catalogue.save()
    done = run(copy, static_root, "manage.py", "words", CODE, "--compile")
    assert f"{CODE} is not compiled, and so not shown: " in done.stderr
    assert "What should I have at hand?" in done.stderr
    assert not (copy / CODE / SITE).with_suffix(".mo").exists()


def test_a_changed_english_text_is_merged_as_not_reviewed_with_the_old_words_beside_it(copy, static_root):
    catalogue = polib.pofile(str(copy / CODE / WORDS))
    entry = next(one for one in catalogue if one.msgctxt == "clinic.facts.adult.question.you")
    today, entry.msgid = entry.msgid, "Are you grown up?"
    catalogue.append(polib.POEntry(msgctxt="clinic.gone", msgid="Gone", msgstr="«Gone»"))
    catalogue.save()
    done = run(copy, static_root, "manage.py", "words", CODE)
    assert f"{CODE}/{WORDS}: 1 texts are still to be translated." in done.stdout
    merged = {one.msgctxt: one for one in polib.pofile(str(copy / CODE / WORDS))}
    found = merged["clinic.facts.adult.question.you"]
    assert (found.msgid, found.previous_msgid, found.fuzzy) == (today, "Are you grown up?", True)
    assert found.msgstr == made_up_language._said(today)
    assert "clinic.gone" not in merged


FIRST_STEP = f"""
import json; import django; django.setup()
from django.test import Client
from kyphoplasty_site.warm_up import read_everything
read_everything()
browser, shown = Client(raise_request_exception=False), dict()
for address in ("/{CODE}/", "/self-check/{CODE}/", "/{CODE}/guide/", "/{CODE}/guide.pdf", "/{CODE}/risks/", "/risks/"):
    answered = browser.get(address)
    shown[address] = answered.status_code, 'href="/risks/"' in answered.content.decode(errors="replace")
print(json.dumps(shown))
"""


def test_a_language_of_which_only_the_first_step_is_done_can_be_read_as_far_as_it_goes(copy, static_root, monkeypatch):
    """Without a page but the home page, and with no entry of the glossary and of the changes."""
    monkeypatch.setenv("LANGUAGES_IN_TRIAL", CODE)
    for review in (copy / "reviews").glob("*.toml"):
        review.unlink()
    own = copy / CODE
    for page in (own / "pages").rglob("*.md"):
        if page.name != "home.md":
            page.unlink()
    for file, names in (("glossary.toml", ()), ("changes.toml", new_language.NAMES)):
        text = (own / file).read_text(encoding="utf-8")
        (own / file).write_text(to_translate.marked(text, but=names), encoding="utf-8")
    language = (own / "language.toml").read_text(encoding="utf-8")
    (own / "language.toml").write_text(language.replace("offered = true", "offered = false"), encoding="utf-8")
    done = run(copy, static_root, "-c", FIRST_STEP)
    assert done.returncode == 0, done.stderr[-2000:]
    shown = json.loads(done.stdout)
    assert {address: status for address, (status, _) in shown.items()} == {
        f"/{CODE}/": 200,
        f"/self-check/{CODE}/": 200,
        f"/{CODE}/guide/": 200,
        f"/{CODE}/guide.pdf": 200,
        f"/{CODE}/risks/": 404,
        "/risks/": 200,
    }
    assert shown[f"/{CODE}/risks/"][1], "the page that is not there does not lead to the English one"
