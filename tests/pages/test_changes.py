"""What changed, by date: the file of entries, the page that shows them, and its feed as a reader of feeds sees it."""

import tomllib
from datetime import date
from types import SimpleNamespace

import feedparser
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from served import see

from content.changes import ChangesError, all_changes, read_changes
from content.checks import check_changes
from content.pages import PAGES_DIR, PageError, all_pages, prepare, read_page
from screener import rule_diff, rule_diff_words
from screener.past_rules import Answer
from screener.rule_sets.editions import RULE_SETS

PAGE, FEED = "/changes/", "/changes/feed.atom"
CHANGES = list(all_changes().values())
ENTRY = """
[shoes]
date = 2026-11-29
kind = "rules"
title = "Shoes count"
words = ["Shoes now count."]
pages = ["risks"]
rules = "clinic"
old = "1"
new = "2"
same = 2
not_compared = 1

[[shoes.patients]]
was = "All fits."
now = "Not yet."
also = ["A note is new."]
stories = ["A woman of 70.", "A man of 71."]

[[shoes.patients]]
also = []
stories = ["A man of 72."]
"""


@pytest.fixture
def written(tmp_path, monkeypatch):
    """Reads a file of changes, and lets the site show it."""

    def write(text):
        (tmp_path / "changes.toml").write_text(text, encoding="utf-8")
        changes = read_changes(tmp_path / "changes.toml")
        for user in ("content.checks", "content.views", "content.pages"):
            monkeypatch.setattr(f"{user}.all_changes", lambda: changes)
        return changes

    return write


def problems():
    return [f"{message.msg} ({message.hint})" for message in check_changes(list(all_pages().values()))]


# ---------------------------------------------------------------------------------------------------- the entries


def test_the_newest_version_of_each_rule_set_has_its_entry_and_all_entries_are_in_plain_words():
    assert problems() == []


def test_rules_that_change_without_an_entry_are_named_with_what_to_do(monkeypatch):
    newer = SimpleNamespace(id="clinic", version="2099-01-01")
    monkeypatch.setattr("content.checks.RULE_SETS", {**RULE_SETS, "clinic": newer})
    (problem,) = problems()
    assert problem.startswith(
        "changes.toml does not tell of version 2099-01-01 of the rule set clinic. (Add an entry. "
    )
    assert "manage.py rulediff OLD clinic --toml writes that of a change" in problem


def test_the_newest_comes_first_and_those_of_one_day_as_they_stand_in_the_file():
    days = [change.date for change in CHANGES]
    assert days == sorted(days, reverse=True)
    file = settings.LANGUAGES_DIR / "en" / "changes.toml"
    of_a_day = [name for name, one in tomllib.loads(file.read_text("utf-8")).items() if one["date"] == days[0]]
    assert [change.id for change in CHANGES if change.date == days[0]] == of_a_day


def test_patients_are_counted_by_the_result_before_and_then(written):
    change = written(ENTRY)["shoes"]
    assert (change.changed, change.other_result, change.same_result, change.compared) == (3, 2, 1, 5)
    assert [(was, now, number) for was, now, _, number in change.results] == [("All fits.", "Not yet.", 2), ("", "", 1)]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("[shoes]", "[Shoes_2]", "changes.toml: [Shoes_2] becomes an anchor."),
        ('kind = "rules"', 'kind = "other"', "kind must be one of pages, rules, sources."),
        ('words = ["Shoes now count."]', "words = []", "says nothing."),
        ('kind = "rules"', 'kind = "pages"', "must name the rule set and its new version if its kind is rules"),
        ('new = "2"\n', "", "must name the rule set and its new version"),
        ('was = "All fits."\n', "", "with one result of two"),
        ('stories = ["A man of 72."]', "stories = []", "has patients without a story"),
        ("date = 2026-11-29", 'date = "today"', "date must be a date."),
        ("same = 2", 'same = "two"', "same must be a int."),
    ],
)
def test_an_entry_that_cannot_be_shown_is_refused_in_words(written, old, new, problem):
    text = ENTRY.replace("shoes", "Shoes_2") if "Shoes_2" in new else ENTRY.replace(old, new, 1)
    with pytest.raises(ChangesError) as refused:
        written(text)
    assert problem in str(refused.value)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("Shoes now count.", "Shoes now qualify.", "'qualify' must not be said."),
        ("A man of 71.", "A man who was safe for you.", None),
        ("A man of 71.", "A man told that it is FDA-approved.", "'FDA-approved' must not be said."),
        ("Shoes now count.", "**Shoes** count.", "has marks of markdown"),
        (
            "Shoes now count.",
            "Shoes count 40 times.",
            "has a number without a source: 'Shoes count 40 times.' (Leave it",
        ),
        ("Shoes now count.", "A shoe is on it " * 8 + "now.", "has a long sentence"),
        ("Shoes now count.", "Multidisciplinary deliberation necessitates augmentation.", "reading grade"),
        ("A man of 71.", "Multidisciplinary deliberation necessitates percutaneous augmentation.", "reading grade"),
        ('pages = ["risks"]', 'pages = ["shoes"]', "there is no page 'shoes'."),
    ],
)
def test_words_that_may_not_be_said_are_named(written, monkeypatch, old, new, problem):
    monkeypatch.setattr("content.checks.RULE_SETS", {})
    assert written(ENTRY) and problems() == []  # noqa: PT018
    written(ENTRY.replace(old, new, 1))
    assert "changes.toml: [shoes] " in "".join(problems())
    assert (problem or "'safe for you' must not be said.") in "".join(problems())


# --------------------------------------------------------------------------------------------------- the page


def test_the_page_shows_every_entry_at_its_anchor_with_its_day_its_pages_and_its_patients(client):
    shown = see(client, PAGE)
    words = " ".join(shown.text.split())
    links = {link["attrs"]["href"] for link in shown.all("a")}
    for change in CHANGES:
        assert change.id in shown.ids
        assert f"#{change.id}" in links
        assert change.title in words
        assert f"{change.date:%B} {change.date.day}, {change.date.year}" in words
        for text in change.words:
            assert " ".join(text.split()) in words
        assert {all_pages()[slug].url for slug in change.pages} <= links
        for alike in change.patients:
            for text in (*alike.stories, *alike.also):
                assert text in words
    assert [one["attrs"]["id"] for one in shown.all("h3")] == [change.id for change in CHANGES]


def test_patients_are_counted_folded_and_said_to_be_made_up(client):
    (change,) = [one for one in CHANGES if one.patients]
    shown = see(client, PAGE)
    (fold,) = [one for one in shown.all("summary") if "made-up" in one["text"]]
    assert fold["text"].startswith(f"See the {change.changed} made-up patients")
    assert f"We tried both versions on {change.compared} made-up patients." in shown.text
    assert "No real person is shown here." in shown.text
    stories = [one for one in shown.all("li") if one["text"].strip() in change.patients[0].stories]
    assert stories
    assert all({"folded", "changed"} <= {*one["around"]} for one in stories)


def test_the_page_alone_names_its_feed_to_browsers(client):
    def feeds(address):
        links = [link["attrs"] for link in see(client, address).all("link")]
        return [link["href"] for link in links if link.get("type") == "application/atom+xml"]

    assert feeds(PAGE) == [FEED]
    assert feeds("/risks/") == []
    assert FEED in {link["attrs"]["href"] for link in see(client, PAGE).all("a")}


# --------------------------------------------------------------------------------------------------- the feed


def feed_of(client):
    response = client.get(FEED)
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    found = feedparser.parse(response.content, response_headers={"content-type": response["Content-Type"]})
    assert not found.bozo, found.get("bozo_exception")
    return found


def test_a_program_for_feeds_reads_every_entry_with_its_day_and_its_address_in_full(client):
    found = feed_of(client)
    assert found.version == "atom10"
    assert found.feed.title == f"{settings.SITE_NAME}: What has changed on this site?"
    assert found.feed.language == "en-US"
    assert found.feed.author == settings.SITE_NAME
    assert found.feed.id == found.feed.link == f"http://testserver{PAGE}"
    assert [link.href for link in found.feed.links if link.rel == "self"] == [f"http://testserver{FEED}"]
    assert found.feed.updated == f"{CHANGES[0].date}T00:00:00+00:00"
    for entry, change in zip(found.entries, CHANGES, strict=True):
        assert entry.title == change.title
        assert entry.id == entry.link == f"http://testserver{PAGE}#{change.id}"
        assert entry.updated == f"{change.date}T00:00:00+00:00"
        assert [tag.term for tag in entry.tags] == [change.kind_in_words]
        assert all(words in entry.summary for words in change.words)


def test_the_feed_escapes_what_stands_in_words(client, written):
    written(ENTRY.replace("Shoes now count.", "Shoes & socks <b>count</b>."))
    (entry,) = feed_of(client).entries
    assert entry.summary == "<p>Shoes &amp; socks &lt;b&gt;count&lt;/b&gt;.</p>"


def test_there_is_no_feed_without_its_page_and_it_names_the_site_alone_on_https(client, monkeypatch, settings):
    settings.HTTPS, settings.ALLOWED_HOSTS = True, ["guide.example.org", "testserver"]
    assert feed_of(client).feed.id == "https://guide.example.org/changes/"
    monkeypatch.setattr("content.views.all_pages", dict)
    assert client.get(FEED).status_code == 404


def test_a_page_of_changes_without_its_file_stops_the_start_and_is_named(tmp_path, settings, monkeypatch):
    settings.LANGUAGES_DIR = tmp_path
    (tmp_path / "en").mkdir()
    monkeypatch.setattr("content.pages.all_changes", all_changes.__wrapped__)
    monkeypatch.setattr("content.pages.all_pages", lambda: {"changes": read_page(PAGES_DIR / "changes.md")})
    with pytest.raises(PageError, match=r"changes\.toml cannot be read: No such file"):
        prepare()


# ------------------------------------------------------------------------------------------- what writes an entry


def test_the_command_writes_an_entry_that_can_be_read_back(tmp_path, monkeypatch, capsys):
    """From a version that says of everybody that the points fit, to the rules of now."""

    def answer(side, sheets):
        now = [rule_diff._answer_now("clinic", date.fromisoformat(today), sheet) for today, sheet in sheets]
        if side.commit is None:
            return now
        before = {"outcome": "points_fit", "rules": {"id": "clinic", "version": "1"}}
        return [Answer({**(one.said or {}), **before}) for one in now]

    monkeypatch.setattr(rule_diff, "commit_of", lambda name: "0" * 40)
    monkeypatch.setattr(rule_diff, "changed_lines", lambda *commits: [])
    monkeypatch.setattr(rule_diff.Side, "answer", answer)
    call_command("rulediff", "before", "clinic", toml=True)
    printed = capsys.readouterr().out
    path = tmp_path / "changes.toml"
    path.write_text(printed.replace('title = ""', 'title = "A"').replace("words = []", 'words = ["A."]'), "utf-8")
    ((name, change),) = read_changes(path).items()
    version = RULE_SETS["clinic"].version
    assert (name, change.old, change.new) == (f"clinic-{version}", "1", version)
    assert str(change.date) == version
    results = [(was, now) for was, now, _, _ in change.results]
    assert len(results) == len(set(results))
    assert {was for was, _ in results} == {
        "The answers fit the points a clinic looks at. Discuss them with the doctor."
    }
    numbers = [number for _, _, _, number in change.results]
    assert numbers == sorted(numbers, reverse=True)
    stories = [story for one in change.patients for story in one.stories]
    assert "A woman of 74 whose pain began 12 weeks and one day ago." in stories
    assert len(stories) == len(set(stories)) == change.changed


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [("clinic", "medicare", "Name two versions of it."), ("clinic", "clinic", "Give the changed rules a VERSION")],
)
def test_no_entry_is_written_of_what_is_no_change_of_a_version(old, new, said):
    with pytest.raises(CommandError, match=said):
        call_command("rulediff", old, new, toml=True)


def test_what_changes_is_said_in_words_and_an_id_that_is_gone_as_it_is_written():
    def read(**said):
        told = {"outcome": "points_fit", "criteria": {}, "notes": [], "to_find_out": [], "dates": {}}
        return rule_diff.Read(Answer({**told, **said}))

    old = read(criteria={"scan_recent": "met"}, notes=["an_old_note"], dates={"scan_counts_until": None})
    new = read(
        outcome="not_yet",
        criteria={"scan_recent": "not_met"},
        notes=["pain_easing"],
        to_find_out=["scan_date", "level"],
        dates={"scan_counts_until": "2026-12-10"},
    )
    side = rule_diff.Side("clinic", "clinic")
    found = rule_diff.RuleDiff(side, side, (rule_diff.Patient("a", "A woman of 70.", "2026-11-20", old, new),), ())
    (alike,) = rule_diff_words.alike(found)
    assert alike.was == "The answers fit the points a clinic looks at. Discuss them with the doctor."
    assert alike.now == "Not all points fit yet, but what does not fit can still change."
    assert alike.also == (
        "“The scan is recent” fitted, and now does not fit.",
        "A note is gone: “an old note”",
        "A note is new: “The pain is getting better.”",
        "Now to find out: Day of the scan; Which bone is broken.",
        "Last day on which the scan counts as recent: none before, December 10, 2026 now.",
    )
    assert alike.stories == ("A woman of 70.",)
