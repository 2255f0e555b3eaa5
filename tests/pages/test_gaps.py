"""The chart of pain for a glance: each bar is as long as the gap that was read, on a scale as long as that of pain."""

import re
from itertools import combinations
from xml.etree import ElementTree

import pytest
from django.test import Client
from test_charts import CHARTS, GOOD, READ, ROOM, numbers_of, page_of

from content import figures, gap_chart
from content.numbers import PAIN, NumbersError

GAPS = [name for name, chart in CHARTS.items() if chart.gap_title]
EACH_GAP = pytest.mark.parametrize("name", GAPS)
PAGE = "/evidence/"


def figure_of(name):
    html = Client().get(PAGE).content.decode()
    (figure,) = re.findall(rf'<figure class="chart" id="gap-{name}".*?</figure>', html, re.DOTALL)
    return figure


def part(name, tag):
    (markup,) = re.findall(rf"<{tag}.*?</{tag}>", figure_of(name), re.DOTALL)
    return ElementTree.fromstring(markup)  # noqa: S314 - our own


def numbers(path):
    return [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", path)]


def drawn(svg):
    """The gaps as an eye would read them: label, then the bar and both ends of its range, on the scale as marked."""
    zero, ten = (float(text.get("x")) for text in svg.iter("text") if text.get("class") == "tick")
    labels = {float(text.get("y")): text.text for text in svg.iter("text") if text.get("text-anchor") is None}
    gaps = []
    for group in svg.iter("g"):
        if at := group.get("transform"):
            x, y = numbers(at)
            track, bar, line = (path.get("d") for path in group)
            assert x == zero
            assert numbers(track)[2] == ten - zero
            assert numbers(bar)[:2] == [0, 0]
            (label,) = [words for place, words in labels.items() if y < place < y + gap_chart.THICK]
            points = (numbers(bar)[2], numbers(line)[0], numbers(line)[2])
            gaps.append((label, *(10 * point / (ten - zero) for point in points)))
    return gaps


def test_the_page_on_evidence_draws_pain_and_the_record_has_the_whole_chart():
    assert GAPS == ["pain"]
    assert page_of("pain") == "/evidence/trials/"


@EACH_GAP
def test_bars_and_lines_are_as_long_as_the_numbers_that_were_read(name):
    read = [(label, *(pytest.approx(n, abs=0.01) for n in three)) for label, *three, _ in READ[name]]
    assert drawn(part(name, "svg")) == read


@EACH_GAP
def test_the_scale_is_that_of_pain_from_none_to_ten_with_a_cell_for_each_point(name):
    svg = part(name, "svg")
    assert CHARTS[name].unit == PAIN
    assert [text.text for text in svg.iter("text") if text.get("class") == "tick"] == ["0", "10"]
    for group in svg.iter("g"):
        if group.get("transform"):
            assert len(re.findall(r"M\S+ 0v", group[0].get("d"))) == 9


@EACH_GAP
def test_each_bar_says_about_how_many_points_it_is(name):
    svg = part(name, "svg")
    said = [text.text for text in svg.iter("text") if text.text.startswith("about")]
    assert said == ["about 2", "about 1", "about 1", "about 1", "about 1"]


@EACH_GAP
def test_a_table_says_the_same_to_those_who_do_not_see_it(name):
    rows = [[cell.text for cell in row] for row in part(name, "table").iter("tr")]
    assert rows == [
        ["When", "points less pain"],
        ["Several studies put together"],
        ["1 month", "about 2 (range 1 to 4)"],
        ["3 months", "about 1 (range 0 to 2)"],
        ["6 months", "about 1 (range 0 to 3)"],
        ["The main trial"],
        ["1 year", "about 1 (range 0 to 2)"],
        ["2 years", "about 1 (range 0 to 1)"],
    ]


@EACH_GAP
def test_its_name_says_what_one_sees_and_no_trial_is_named(name):
    svg = part(name, "svg")
    title, seen = (element.text for element in svg if element.tag in {"title", "desc"})
    assert svg.get("role") == "img"
    assert title == CHARTS[name].gap_title
    assert seen == gap_chart.see(CHARTS[name])
    assert "Several studies put together: about 2 at 1 month, about 1 at 6 months." in seen
    assert "FREE" not in figure_of(name)
    assert "Encalada" not in " ".join(words.text for words in figures.words("gap", name))


@EACH_GAP
def test_all_of_its_sources_are_cited_where_they_can_be_seen(name):
    html = Client().get(PAGE).content.decode()
    known = dict(re.findall(r'<li id="(s\d+)" value="\d+"><a href="[^"]+#(\w+)">', html))
    shown = re.sub(r'<div class="visually-hidden">.*?</div>', "", figure_of(name), flags=re.DOTALL)
    cited = {known[link] for link in re.findall(r'href="#(s\d+)"', shown.split("<figcaption>")[0])}
    assert cited == {source for row in CHARTS[name].rows for source in row.sources}


def test_it_is_told_apart_without_color():
    """The bar is full where its track is empty, and the range is a line of its own below both."""
    for group in part("pain", "svg").iter("g"):
        if group.get("transform"):
            _, bar, line = group
            assert group.get("fill") == "none"
            assert bar.get("fill") != "none"
            assert numbers(line.get("d"))[1] > gap_chart.THICK


GAP = (
    GOOD.replace("[[charts.one.rows]]", 'gap_title = "Less pain"\n[[charts.one.rows]]\nplainly = "A trial"')
    .replace("low = -0.5", "low = 0.5")
    .replace("right = 4", "right = 20")
)


def test_a_gap_with_nothing_wrong_is_read(tmp_path):
    assert numbers_of(tmp_path, GAP)[1]["one"].gap_title == "Less pain"


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('plainly = "A trial"\n', ""),
        ("low = 0.5", "low = -0.5"),
        ("high = 2", "high = 10.5"),
        (PAIN, "points of 100"),
    ],
)
def test_a_gap_that_cannot_be_drawn_so_is_named(tmp_path, right, wrong):
    whole = GAP if right != PAIN else GAP[: GAP.index("[charts.one.matters]")]
    assert right in whole
    with pytest.raises(NumbersError, match="a gap is drawn in points of 10, from 0 to 10, and each row says plainly"):
        numbers_of(tmp_path, whole.replace(right, wrong))


@pytest.mark.parametrize("name", ["physical", "nothing"])
def test_a_page_that_asks_for_a_gap_that_there_is_not_is_told_which_there_are(name):
    with pytest.raises(figures.FigureError, match=f"there is no gap '{name}' .* It has: pain"):
        figures.find("gap", name)


@pytest.mark.browser
@EACH_GAP
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_its_letters_are_large_and_never_overlap(page, name, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(PAGE)
    svg = page.locator(f"#gap-{name} svg")
    shown = svg.bounding_box()
    _, _, wide, high = map(float, svg.get_attribute("viewBox").split())
    assert 0 <= shown["x"] < shown["x"] + shown["width"] <= width
    assert 15 * shown["width"] / wide >= 12
    boxes = svg.evaluate(
        "svg => [...svg.querySelectorAll('text')].map(text => text.getBBox()).map("
        "box => [box.x, box.y, box.x + box.width, box.y + box.height])"
    )
    assert all(0 <= left < right <= wide and 0 <= top < bottom <= high for left, top, right, bottom in boxes)
    for one, other in combinations(boxes, 2):
        beside = one[2] <= other[0] or other[2] <= one[0]
        assert beside or one[3] - ROOM <= other[1] or other[3] - ROOM <= one[1], (one, other)
    tracks = svg.locator("g[transform]").evaluate_all("all => all.map(one => one.getBoundingClientRect().right)")
    words = svg.locator("text[font-weight][text-anchor]").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().left)"
    )
    assert max(tracks) < min(words)
