"""How we score ourselves: every point of each standard, totals that are worked out, and what is missing shown first."""

import re
from collections.abc import Sequence

import pytest
from django.conf import settings
from served import see
from small_pages import saying

from content import scores
from content.checks import check_content, check_pages
from content.pages import all_pages
from content.scores import ScoresError, all_scores, read_scores

PAGE = "/how-we-score-ourselves/"

# The numbers of the points that each standard has, as it counts them itself, part by part.
POINTS: dict[str, list[Sequence[int]]] = {
    "ipdas": [range(1, 7), range(1, 7), range(1, 24)],
    "cdc": [range(1, 21)],
    "pemat": [[*range(1, 13), *range(15, 20)], range(20, 27)],
    "discern": [range(1, 16), range(16, 17)],
}
SCALES = {"ipdas": (0, 1), "cdc": (0, 1), "pemat": (0, 1), "discern": (1, 5)}
# What nobody but patients and clinicians can give: no score may claim it before they did.
NEED_PEOPLE = {f"ipdas-3-{number}" for number in (12, 13, 14, 15, 16, 17, 22, 23)}

SMALL = """\
[small]
name = "Small"
source = "wardlaw2009"
least = 1
most = 5
percent = false
[[small.parts]]
title = "all"
aim = 9
items = [
    { number = 1, asks = "A day", score = 5, note = "Met." },
    { number = 2, asks = "A sea", score = 3, note = "In part.", needs = "patients" },
    { number = 3, asks = "A sun", score = -1, note = "It rains." },
]
"""
PARTS = SMALL[SMALL.index("[[") :]
ITEMS = SMALL[SMALL.index("items") :]
SKIPPED = 'items = [{ number = 1, asks = "A day", score = -1, note = "Met." }]'


def small(folder, old="", new=""):
    path = folder / "scores.toml"
    path.write_text(SMALL.replace(old, new))
    return read_scores(path)["small"]


def items(instruments=None):
    instruments = instruments or all_scores().values()
    return [item for instrument in instruments for part in instrument.parts for item in part.items]


@pytest.fixture
def shown(client):
    return see(client, PAGE)


def rows(shown, caption):
    """The cells of a table's body, by the id of its caption."""
    start = next(i for i, element in enumerate(shown.elements) if element["attrs"].get("id") == caption)
    table = []
    for element in shown.elements[start:]:
        if element["tag"] == "table":
            break
        if element["tag"] == "tr":
            table.append([])
        elif element["tag"] in {"th", "td"}:
            table[-1].append(" ".join(element["text"].split()))
    return table[1:]


@pytest.mark.parametrize("name", POINTS)
def test_a_standard_has_exactly_its_points_on_its_own_scale(name):
    instrument = all_scores()[name]
    assert [[item.number for item in part.items] for part in instrument.parts] == [list(part) for part in POINTS[name]]
    assert (instrument.least, instrument.most) == SCALES[name]


def test_the_four_standards_are_the_ones_that_are_shown(shown):
    assert set(all_scores()) == set(POINTS)
    assert {f"{name}-{n}" for name, parts in POINTS.items() for n in range(1, len(parts) + 1)} <= set(shown.ids)


def test_totals_are_the_sum_of_what_applies_and_a_percentage_is_rounded_down(tmp_path):
    (part,) = small(tmp_path).parts
    assert (part.points, part.out_of, part.is_short) == (8, 10, True)
    (part,) = small(tmp_path, "percent = false", "percent = true").parts
    assert (part.points, part.out_of, part.is_short) == (80, 100, False)
    applies = SMALL.replace('score = -1, note = "It rains."', 'score = 2, note = "It rains.", needs = "work"')
    (part,) = small(tmp_path, SMALL, applies).parts
    assert (part.points, part.out_of) == (10, 15)
    (part,) = small(tmp_path, SMALL, applies.replace("percent = false", "percent = true")).parts
    assert (part.points, part.out_of) == (66, 100)


def test_totals_shown_are_the_sums_of_the_scores_shown(shown):
    totals = {name: (score, aim) for name, score, aim in rows(shown, "totals")}
    for instrument in all_scores().values():
        for position, part in enumerate(instrument.parts, 1):
            given = [score for _, score, _ in rows(shown, f"{instrument.id}-{position}")]
            counted = [score for score in given if score != "Does not apply"]
            points = sum(int(s[0]) if " of " in s else s == "Met" for s in (s.removeprefix("✗ ") for s in counted))
            most = len(counted) * SCALES[instrument.id][1]
            if instrument.id in {"cdc", "pemat"}:
                points, most = points * 100 // most, 100
            score, aim = totals[f"{instrument.name}, {part.title}"]
            assert score == f"{points} of {most}"
            assert ("not reached" in aim) is (points < part.aim)


def test_what_is_missing_comes_first_under_what_it_waits_for(shown):
    headings = [" ".join(element["text"].split()) for element in shown.elements if element["tag"] in {"h2", "h3"}]
    headings = headings[headings.index("What is missing?") :]
    assert headings[1 : 1 + len(scores.NEEDS)] == list(scores.NEEDS.values())
    listed = [link["attrs"]["href"] for link in shown.all("a") if "#" in link["attrs"]["href"]]
    gaps = {item.anchor for item in items() if item.is_gap}
    assert gaps == {href[1:] for href in listed if re.match(r"#(ipdas|cdc|pemat|discern)-\d", href)}
    assert gaps <= set(shown.ids)


def test_what_is_missing_is_said_in_words_and_with_a_mark(shown):
    found = {
        tuple(row)
        for name, parts in POINTS.items()
        for n in range(len(parts))
        for row in rows(shown, f"{name}-{n + 1}")
    }
    for item in items():
        mark = "✗ " if item.is_gap else ""
        assert (f"{item.number}. {item.asks}", f"{mark}{item.says}", item.note) in found


def test_nothing_that_only_patients_and_clinicians_can_give_is_claimed():
    waiting = {item.anchor: item.needs for item in items() if item.anchor in NEED_PEOPLE}
    assert set(waiting) == NEED_PEOPLE
    assert set(waiting.values()) == {"patients", "clinicians"}


def test_the_grade_shown_for_a_page_is_the_one_it_carries(shown):
    assert rows(shown, "grades") == [[page.nav, str(page.grade)] for page in all_pages().values()]


def test_each_test_that_the_page_names_is_there(shown):
    named = re.findall(r"tests/(?:\w+/)?test_\w+\.py", shown.inside("main"))
    assert len(named) >= 3
    assert [name for name in named if not (settings.BASE_DIR / name).exists()] == []


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("score = 5", "score = 6", r"point 1: the score 6 is not from 1 to 5"),
        ("score = 5", "score = 0", r"point 1: the score 0 is not from 1 to 5"),
        ("score = 5", "score = -2", r"point 1: the score -2 is not from 1 to 5"),
        ("score = 5", "score = true", r"point 1: score must be a int"),
        (', needs = "patients"', "", r"point 2: needs must be one of patients, clinicians, .* and only there"),
        ('"patients"', '"luck"', r"point 2: needs must be one of patients"),
        ('"Met."', '"Met.", needs = "work"', r"point 1: needs must be one of patients"),
        ("number = 2", "number = 1", r"part 1 has no points, or two of the same number"),
        ("aim = 9", "aim = 11", r"aim must be from 0 to 10, the most that can be had"),
        ("aim = 9", "aim = -1", r"aim must be from 0 to 10, the most that can be had"),
        ("least = 1", "least = -1", r"least must be zero or more, and most above it"),
        ("most = 5", "most = 0", r"least must be zero or more, and most above it"),
        (ITEMS, "items = [5]", r"items 1 must be a table"),
        (ITEMS, "items = []", r"has no points, or two of the same number"),
        (ITEMS, SKIPPED, r"has no points that apply"),
        (PARTS, "parts = []", r"has no parts"),
        ('"wardlaw2009"', '"nobody1999"', r"names the source 'nobody1999', which sources.toml does not have"),
    ],
)
def test_a_wrong_entry_stops_the_start_and_is_named(tmp_path, old, new, problem):
    with pytest.raises(ScoresError, match=rf"^scores.toml: \[small\] (part 1 )?{problem}"):
        small(tmp_path, old, new)


def test_a_percentage_of_points_that_are_all_skipped_is_refused(tmp_path):
    path = tmp_path / "scores.toml"
    path.write_text(SMALL.replace(ITEMS, SKIPPED).replace("percent = false", "percent = true"))
    with pytest.raises(ScoresError, match="part 1 has no points that apply"):
        read_scores(path)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (b"[small", " is not TOML: "),
    ],
)
def test_a_file_that_holds_no_standards_stops_with_words(tmp_path, monkeypatch, text, problem):
    monkeypatch.setattr("content.scores.SCORES_FILE", tmp_path / "scores.toml")
    (tmp_path / "scores.toml").write_bytes(text)
    monkeypatch.setattr("content.scores.all_scores", all_scores.__wrapped__)
    all_pages.cache_clear()
    (error,) = check_content(None)
    all_pages.cache_clear()
    assert error.msg.startswith(f"scores.toml{problem}")


@pytest.mark.parametrize(
    ("note", "problem"),
    [
        ("Done in 40 towns.", "a number without a source: 'A day. Done in 40 towns.'"),
        ("You qualify.", "'qualify' must not be said."),
        ("A day and a day " * 8, "a sentence of 40 words"),
        ("Multidisciplinary deliberation. " * 9, "reading grade "),
    ],
)
def test_notes_are_held_to_the_rules_of_wording(tmp_path, monkeypatch, note, problem):
    monkeypatch.setattr("content.scores.all_scores", lambda: {"small": small(tmp_path, "Met.", note)})
    found = [error.msg for error in check_pages([saying(tmp_path, "::: insert scores small\n:::")])]
    assert [msg for msg in found if problem in msg]


@pytest.mark.parametrize("name", ["scores", "scores nothing", "scores ipdas cdc"])
def test_scores_that_there_are_not_are_named(tmp_path, name):
    (error,) = check_pages([saying(tmp_path, f"::: insert {name}\n:::")])
    assert error.msg.startswith("risks.md:")
    assert "unknown scores" in error.msg
    assert error.hint == "Known: ipdas, cdc, pemat, discern."
