"""The charts of trial results: picture, table and data file say the same, and what they say is what was read."""

import re
from itertools import combinations
from xml.etree import ElementTree

import pytest
from django.test import Client

from content import figures, trial_chart
from content.numbers import PAIN, NumbersError, all_numbers, read_numbers
from content.pages import all_pages
from content.sources import all_sources

CHARTS = all_numbers()[1]
EACH_CHART = pytest.mark.parametrize("name", CHARTS)

# Written from the fact files, apart from numbers.toml: each result, its 95 % range and where it was read.
READ = {
    "pain": [
        ("1 month", 2.32, 0.99, 3.65, "encalada2025"),
        ("3 months", 1.19, 0.24, 2.14, "encalada2025"),
        ("6 months", 1.34, 0.04, 2.65, "encalada2025"),
        ("1 year", 0.9, 0.3, 1.5, "mskreport"),
        ("2 years", 0.80, 0.20, 1.39, "boonen2011"),
    ],
    "physical": [
        ("1 month", 5.2, 2.9, 7.4, "wardlaw2009"),
        ("6 months", 3.39, 1.13, 5.64, "boonen2011"),
        ("1 year", 1.70, -0.59, 3.98, "boonen2011"),
        ("2 years", 1.68, -0.63, 3.99, "boonen2011"),
    ],
    "vertebroplasty": [
        ("1 month", 0.7, -0.3, 1.7, "kallmes2009"),
        ("1 year", 1.02, 0.04, 2.01, "investoneyear"),
        ("1 week", -0.11, -0.85, 0.63, "firanescu2018"),
        ("1 month", 0.41, -0.33, 1.15, "firanescu2018"),
        ("1 year", 0.45, -0.37, 1.24, "firanescu2018"),
        ("1 month, newer pain", 0.1, -1.4, 1.6, "staples2011"),
        ("1 month, severe pain", 0.3, -0.8, 1.5, "staples2011"),
        ("1 year, older pain", 1.3, 0.1, 2.6, "vertosv2023"),
    ],
}


def page_of(name):
    """The address of the page that shows a chart."""
    shown = [page.url for page in all_pages().values() if re.search(rf"^::: chart {name}$", page.body, re.MULTILINE)]
    assert len(shown) == 1, f"{name} is on {shown or 'no page'}"
    return shown[0]


def figure_of(name):
    html = Client().get(page_of(name)).content.decode()
    (figure,) = re.findall(rf'<figure class="chart" id="chart-{name}".*?</figure>', html, re.DOTALL)
    return figure


def part(name, tag):
    """The one svg or table of a chart."""
    (markup,) = re.findall(rf"<{tag}.*?</{tag}>", figure_of(name), re.DOTALL)
    return ElementTree.fromstring(markup)  # noqa: S314 - our own


def number(words):
    return float(words.replace("−", "-"))


def number_of_three(words):
    return tuple(map(number, re.fullmatch(r"(\S+) \((\S+) to (\S+)\)", words).groups()))


def scale_of(svg):
    """How many points an x of the drawing stands for, told from the marks on its scale."""
    ticks = [(float(tick.get("x")), number(tick.text)) for tick in svg.iter("text") if tick.get("class") == "tick"]
    (first_x, first), (last_x, last) = ticks[0], ticks[-1]

    def points(x):
        return first + (float(x) - first_x) / (last_x - first_x) * (last - first)

    for x, marked in ticks:
        assert points(x) == pytest.approx(marked, abs=0.005)
    return points


def drawn(svg):
    """The results as an eye would read them: label, then dot and both ends of the bar against the scale."""
    points = scale_of(svg)
    labels = {text.get("y"): text.text for text in svg.iter("text") if text.get("text-anchor") is None}
    results = []
    for bar in svg.iter("g"):
        if bar.get("transform"):
            y = re.fullmatch(r"translate\(0 (\d+)\)", bar.get("transform"))[1]
            line, dot = bar.find("line"), bar.find("circle")
            assert line.get("y1") == line.get("y2") == dot.get("cy")
            results.append((labels[y], *map(points, (dot.get("cx"), line.get("x1"), line.get("x2")))))
    return results


def line_at(svg, kind):
    """The points at which an upright line stands, or None if it is not drawn."""
    lines = [path.get("d") for path in svg.iter("path") if path.get("class") == kind]
    return scale_of(svg)(re.fullmatch(r"M(\S+) \d+V\d+", lines[0])[1]) if lines else None


def rows_of_table(name):
    """Label and cell of each result."""
    rows = [list(row) for row in part(name, "table").iter("tr")]
    return [(row[0].text, row[1]) for row in rows if row[0].get("scope") == "row"]


def said_in_table(name):
    """Label and numbers of each result, without the marks of sources."""
    return [(label, cell.text) for label, cell in rows_of_table(name)]


def about(results):
    return [(label, *(pytest.approx(value, abs=0.005) for value in values)) for label, *values in results]


def test_every_chart_is_one_whose_numbers_were_read():
    assert CHARTS.keys() == READ.keys()


@EACH_CHART
def test_the_data_file_holds_what_was_read(name):
    rows = [(row.label, row.value, row.low, row.high, *row.sources) for row in CHARTS[name].rows]
    assert rows == READ[name]


@EACH_CHART
def test_dots_and_bars_lie_where_the_numbers_are(name):
    assert drawn(part(name, "svg")) == about(row[:4] for row in READ[name])


@EACH_CHART
def test_the_table_below_says_what_the_picture_shows(name):
    assert [(label, *number_of_three(words)) for label, words in said_in_table(name)] == [row[:4] for row in READ[name]]
    in_picture = [text.text for text in part(name, "svg").iter("text") if "(" in text.text and " to " in text.text]
    assert in_picture == [words for _, words in said_in_table(name)]


def test_a_result_keeps_the_decimals_with_which_it_was_read():
    said = dict(said_in_table("pain"))
    assert said["2 years"] == "0.80 (0.20 to 1.39)"
    assert said["1 year"] == "0.9 (0.3 to 1.5)"
    assert said_in_table("vertebroplasty")[2][1] == "−0.11 (−0.85 to 0.63)"


@EACH_CHART
def test_each_number_of_the_table_leads_to_its_source(name):
    html = Client().get(page_of(name)).content.decode()
    known = dict(re.findall(r'<li id="(s\d+)" value="\d+"><a href="[^"]+#(\w+)">', html))
    links = [cell.iter("a") for _, cell in rows_of_table(name)]
    cited = [[known[link.get("href").removeprefix("#")] for link in links_of_one] for links_of_one in links]
    assert cited == [[row[4]] for row in READ[name]]


@EACH_CHART
def test_a_line_at_zero_says_no_difference_with_words_at_both_ends(name):
    svg = part(name, "svg")
    words = " ".join(text.text for text in svg.iter("text"))
    assert line_at(svg, "zero") == pytest.approx(0, abs=0.005)
    for said in ("No difference", "← Better with", " →", CHARTS[name].unit):
        assert said in words


def test_the_better_side_is_on_the_right():
    for name in CHARTS:
        texts = {text.text: float(text.get("x")) for text in part(name, "svg").iter("text")}
        (left,) = [x for words, x in texts.items() if words.startswith("←")]
        (right,) = [x for words, x in texts.items() if words.endswith("→")]
        assert left < right


@EACH_CHART
def test_only_charts_of_pain_show_what_matters_to_patients(name):
    svg = part(name, "svg")
    said = any(text.text == "1.5 points: see below" for text in svg.iter("text"))
    if name == "physical":
        assert line_at(svg, "matters") is None
        assert not said
    else:
        assert line_at(svg, "matters") == pytest.approx(1.5, abs=0.005)
        assert said
        assert CHARTS[name].matters.sources == ("firanescu2018",)


def test_charts_in_the_same_points_share_one_scale():
    for one, other in combinations(CHARTS.values(), 2):
        assert one.unit != other.unit or (one.left, one.right) == (other.left, other.right)


@EACH_CHART
def test_a_chart_has_a_name_that_says_what_one_sees(name):
    svg = part(name, "svg")
    named = {element.get("id"): element.text for element in svg if element.tag in {"title", "desc"}}
    title, seen = (named[part_id] for part_id in svg.get("aria-labelledby").split())
    assert svg.get("role") == "img"
    assert title == CHARTS[name].title
    for _, rows in trial_chart.groups(CHARTS[name]):
        assert trial_chart.say(rows[0]) in seen
    above = sum(low > 0 for _, _, low, _, _ in READ[name])
    assert f"{above} of {len(READ[name])} ranges lie wholly above zero" in seen


def test_what_one_sees_counts_the_dots_at_the_dashed_line():
    assert "1 of 5 dots reach the dashed line at 1.5." in trial_chart.see(CHARTS["pain"])
    assert "dashed" not in trial_chart.see(CHARTS["physical"])


@EACH_CHART
def test_who_paid_and_who_knew_stand_above_the_results_of_each_group(name):
    cells = [words.text for words in part(name, "table").iter("td") if words.get("class") == "rests-on"]
    groups = trial_chart.groups(CHARTS[name])
    for said, (_, rows) in zip(cells, groups, strict=True):
        studies = [all_sources()[source] for row in rows for source in row.sources if all_sources()[source].is_study]
        assert studies
        for study in studies:
            assert study.label in said


def test_a_report_of_a_trial_adds_nothing_to_who_paid_for_the_trial():
    free = [row for row in CHARTS["pain"].rows if row.under == "FREE trial"]
    assert {source for row in free for source in row.sources} == {"mskreport", "boonen2011"}
    assert figures.rests_on(free) == (
        "Randomized trial. 300 people. Paid by: Medtronic, which makes the balloon. "
        "People knew which treatment they had."
    )


def test_results_without_a_balloon_are_labelled_so():
    assert CHARTS["vertebroplasty"].title.startswith("Vertebroplasty only:")
    assert "Vertebroplasty only" in all_numbers()[0]["vapour"].title


GOOD = """
[charts.one]
title = "Pain"
unit = "points of 10"
favors = "Better with it"
other = "Better without"
left = -2
right = 4
[[charts.one.rows]]
under = "A trial"
label = "1 month"
value = 1.0
low = -0.5
high = 2
sources = ["boonen2011"]
[charts.one.matters]
value = 1.5
words = "They said so."
sources = ["firanescu2018"]
"""
ROWS = GOOD[GOOD.index("[[") : GOOD.index("[charts.one.matters]")]
MATTERS = GOOD[GOOD.index("[charts.one.matters]") :]


def numbers_of(folder, text):
    path = folder / "numbers.toml"
    path.write_text(text)
    return read_numbers(path)


def test_a_chart_with_nothing_wrong_is_read(tmp_path):
    chart = numbers_of(tmp_path, GOOD)[1]["one"]
    assert chart.unit == PAIN
    assert [row.value for row in chart.rows] == [1]


@pytest.mark.parametrize(
    ("right", "wrong", "problem"),
    [
        ("value = 1.0", "value = 2.5", "'1 month' is not in order, or is outside -2 to 4"),
        ("low = -0.5", "low = 1.1", "'1 month' is not in order"),
        ("low = -0.5", "low = -2.5", "'1 month' is not in order, or is outside -2 to 4"),
        ("high = 2", "high = 4.5", "'1 month' is not in order, or is outside -2 to 4"),
        ("high = 2", 'high = "2"', "rows 1 high must be a finite number"),
        (ROWS + MATTERS, "matters = 5\n" + ROWS, "matters must be a table"),
        (ROWS, "rows = []\n", "needs rows"),
        ("right = 4", "right = 98.5", "a scale from below zero to above it of 100 points at most"),
        ('sources = ["boonen2011"]', 'sources = ["boonen2012"]', "names no source that sources.toml has: boonen2012"),
        ('sources = ["boonen2011"]', "sources = []", "names no source that sources.toml has: none given"),
        ('sources = ["firanescu2018"]', "sources = []", "names no source that sources.toml has: none given"),
        ("left = -2", "left = 0", "needs rows, and a scale from below zero to above it"),
        ("points of 10", "points of 100", "what matters to patients is known for points of 10 only"),
        (
            "value = 1.5",
            "value = -1.5",
            "is known for points of 10 only, and lies on the scale",
        ),
        ("[charts.one]", "[chart.one]", "does not know: chart"),
    ],
)
def test_what_is_wrong_with_a_chart_is_named(tmp_path, right, wrong, problem):
    assert right in GOOD
    with pytest.raises(NumbersError, match=re.escape(problem)):
        numbers_of(tmp_path, GOOD.replace(right, wrong))


# A box of text is taller than its letters.
ROOM = 3


@pytest.mark.browser
@EACH_CHART
@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_the_letters_of_a_chart_are_large_and_never_overlap(page, name, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(page_of(name))
    svg = page.locator(f"#chart-{name} svg")
    shown = svg.bounding_box()
    _, _, wide, high = map(float, svg.get_attribute("viewBox").split())
    assert shown["x"] >= 0
    assert shown["x"] + shown["width"] <= width
    letters = float(svg.locator("g[font-size]").get_attribute("font-size"))
    assert letters * shown["width"] / wide >= 12
    boxes = svg.evaluate(
        "svg => [...svg.querySelectorAll('text')].map(text => text.getBBox()).map("
        "box => [box.x, box.y, box.x + box.width, box.y + box.height])"
    )
    assert all(0 <= left < right <= wide and 0 <= top < bottom <= high for left, top, right, bottom in boxes)
    for one, other in combinations(boxes, 2):
        beside = one[2] <= other[0] or other[2] <= one[0]
        below = one[3] - ROOM <= other[1] or other[3] - ROOM <= one[1]
        assert beside or below, (one, other)
