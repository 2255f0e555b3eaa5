"""`manage.py review status`: what can hurt most first, and for what has changed the words before and after."""

import os
import subprocess
import sys
from datetime import date
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from reviewing import DAY, sign

from kyphoplasty_site.reviewed import all_items
from reviews import ledger
from reviews.items import Item
from reviews.ledger import Verdict


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder of reviews in the place of the site's."""
    monkeypatch.setattr(ledger, "ledger", lambda: ledger.read_ledger(tmp_path, date(2026, 11, 20)))
    return tmp_path


def status():
    said = StringIO()
    call_command("review", "status", stdout=said)
    return said.getvalue().splitlines()


def line_of(lines, item):
    (line,) = [line for line in lines if item in line.split()]
    return line


def test_nothing_is_called_read_before_somebody_did(folder):
    first, *lines = status()
    assert first == f"en: {len(all_items())} items. never read: {len(all_items())}"
    assert len([line for line in lines if line.startswith("  never read")]) == len(all_items())


def test_what_cannot_wait_stands_first(folder):
    lines = status()
    assert lines[2] == "Signs that cannot wait"
    at = [lines.index(line_of(lines, name)) for name in ("clinic/help_lines", "page:risks", "templates:components")]
    assert at == sorted(at)


def test_what_was_signed_says_by_whom_and_a_remark_stands_below(folder):
    items = all_items()
    sign(folder, [items["page:risks"]])
    sign(folder, [items["page:about"]], name="two", verdict=Verdict.WITH_A_REMARK, remark="Say who wrote it.")
    sign(folder, [items["page:home"]], name="three", verdict=Verdict.REFUSED, remark="Too much.")
    lines = status()
    assert (
        line_of(lines, "page:risks")
        == f"  checked               page:risks  (Clinician One, MD, {DAY}, reviews/one.toml)"
    )
    assert line_of(lines, "page:about").startswith("  checked with a remark page:about")
    assert lines[lines.index(line_of(lines, "page:about")) + 1] == "      Say who wrote it."
    assert line_of(lines, "page:home").startswith("  refused ")
    assert lines[0].endswith("checked with a remark: 1") or "checked with a remark: 1" in lines[0]


def test_what_has_changed_shows_the_words_before_and_after(folder):
    risks = all_items()["page:risks"]
    sign(folder, [Item(risks.id, (*risks.lines[:3], "It said this before.", *risks.lines[4:]))])
    lines = status()
    at = lines.index(line_of(lines, "page:risks"))
    assert lines[at].startswith("  changed since ")
    assert lines[at + 1 : at + 3] == ["      - It said this before.", f"      + {' '.join(risks.lines[3].split())}"]


def test_an_item_that_does_not_exist_is_refused_in_words(folder):
    sign(folder, [Item("page:nowhere", ("Words.",))])
    with pytest.raises(CommandError, match="is not on the site"):
        status()


def test_whoever_reads_the_first_lines_alone_sees_no_traceback():
    """More is written than a pipe holds, so that it ends while the command still writes."""
    made = subprocess.Popen(
        [sys.executable, "manage.py", "review", "status"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "kyphoplasty_site.settings"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert made.stdout.readline().startswith("en: ")
    made.stdout.close()
    assert (made.stderr.read(), made.wait(60)) == ("", 0)
