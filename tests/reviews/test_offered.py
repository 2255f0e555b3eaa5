"""A language is offered once a translator and a clinician have checked each of its texts."""

from dataclasses import replace
from datetime import date

import pytest
from reviewing import sign

from kyphoplasty_site import checks, reviewed
from reviews import ledger
from reviews.items import Item
from reviews.ledger import Role, Verdict
from web import languages
from web.languages import LanguageError, speaking

ROLES = [Role.TRANSLATOR, Role.CLINICIAN]


@pytest.fixture
def offered(spanish_in_trial, tmp_path, monkeypatch):
    """Spanish, as if its folder said that it is offered, and a folder of reviews."""
    spanish = replace(spanish_in_trial, offered=True)
    monkeypatch.setattr(reviewed, "active", lambda: spanish)
    monkeypatch.setattr(reviewed, "ledger", lambda: ledger.read_ledger(tmp_path, date(2026, 12, 31)))
    monkeypatch.setattr(checks, "offered_languages", languages.all_languages)
    with speaking("es"):
        yield tmp_path


@pytest.fixture
def few(monkeypatch):
    """Three texts in the place of all."""
    items = {name: Item(name, (f"Palabras de {name}.",)) for name in ("page:home", "page:risks", "glossary")}
    monkeypatch.setattr(reviewed, "all_items", lambda: items)
    return items


def check(folder, items, role, **more):
    number = len([*folder.glob("*.toml")])
    return sign(folder, items, name=f"review-{number}", role=role, language="es", **more)


def test_it_needs_a_translator_and_a_clinician_for_each_text(offered):
    items = reviewed.all_items()
    for role in ROLES:
        with pytest.raises(LanguageError, match=rf"^es/language.toml says offered = true, and no {role} has checked "):
            reviewed.refuse_unsigned()
        check(offered, items.values(), role)
    reviewed.refuse_unsigned()


@pytest.mark.parametrize("role", ROLES)
def test_the_texts_that_nobody_has_checked_are_named_at_the_start_and_by_the_check(offered, few, role):
    for one in ROLES:
        left = [item for name, item in few.items() if one != role or name not in ("page:risks", "glossary")]
        check(offered, left, one)
    said = rf"no {role} has checked page:risks, glossary \(2 in all\)"
    with pytest.raises(LanguageError, match=said):
        reviewed.refuse_unsigned()
    (found,) = checks.check_offered_languages()
    assert found.id == "languages.E002"
    assert f"no {role} has checked page:risks, glossary (2 in all)" in found.msg


def test_what_has_changed_since_it_was_checked_stays_offered(offered, few):
    for role in ROLES:
        check(offered, [replace(item, lines=("Words of before.",)) for item in few.values()], role)
    reviewed.refuse_unsigned()


def test_what_was_refused_is_not_checked_and_neither_is_what_was_read_in_english_or_by_a_lay_reader(offered, few):
    risks = [few["page:risks"]]
    for role in ROLES:
        check(offered, [item for item in few.values() if item not in risks], role)
    check(offered, risks, Role.CLINICIAN)
    check(offered, risks, Role.LAY_READER)
    check(offered, risks, Role.TRANSLATOR, verdict=Verdict.REFUSED, remark="It says another thing.")
    sign(offered, risks, name="english", role=Role.TRANSLATOR, language="en")
    with pytest.raises(LanguageError, match=r"no translator has checked page:risks \(1 in all\)"):
        reviewed.refuse_unsigned()


def test_neither_english_nor_a_language_in_trial_needs_a_signature(spanish_in_trial):
    for code in ("en", "es"):
        with speaking(code):
            reviewed.refuse_unsigned()
