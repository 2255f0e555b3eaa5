"""The pictures: named, described, captioned, small, each from parts it has, and true to what they measure."""

import re
from itertools import pairwise

import brotli
import pytest
from django.conf import settings
from django.template.loader import render_to_string
from served import PAGES, Served, read, see
from small_pages import html_of

from content.pages import all_pages
from screener.rule_sets.clinic import CLINIC_RULES

NAMES = sorted(path.stem for path in (settings.BASE_DIR / "templates" / "pictures").glob("*.svg"))
STEPS = [f"step-{number}" for number in range(1, 5)]
LARGEST = 6_000
# A phone of 360 px leaves a figure this wide; the spine is never wider.
NARROW = 320
SMALLEST_TEXT = 12
# In the view from above: the outer wall of the right pedicle, and where the bone widens into the transverse process.
OUTER_WALL, TRANSVERSE = 276, 188
_CAPTION = r'<figure class="picture" id="picture-{}">.*?<figcaption>(.*?)</figcaption>'


def drawing(name):
    return render_to_string("components/hero.html" if name == "hero" else f"pictures/{name}.svg")


def caption(name):
    """The words under a picture, in whichever page shows it."""
    bodies = "".join(html_of(page) for page in all_pages().values())
    found = re.findall(_CAPTION.format(name), bodies, re.DOTALL)
    assert found, f"no page shows {name}"
    return re.sub(r"<[^>]+>", "", found[0]).strip()


def points(path):
    return [float(number) for number in re.findall(r"-?\d*\.?\d+", path)]


def marks_of(name):
    """Where the long marks of the ruler's edge stand."""
    path = re.search(rf'id="{name}" d="([^"]+)"', drawing("cut")).group(1)
    return [float(x) for x in re.findall(r"M([\d.]+)", path)]


@pytest.mark.parametrize("name", [*NAMES, "hero"])
def test_a_picture_has_a_title_and_a_description(name):
    shown = Served(drawing(name))
    (svg,) = shown.all("svg")
    assert svg["attrs"]["role"] == "img"
    assert svg["attrs"]["aria-labelledby"] == f"{name}-t {name}-d"
    words = {one["attrs"]["id"]: one["text"] for one in shown.all("title") + shown.all("desc")}
    assert len(words[f"{name}-t"].split()) >= 4
    assert len(words[f"{name}-d"].split()) >= 15


@pytest.mark.parametrize("name", [*NAMES, "hero"])
def test_a_picture_uses_only_parts_that_it_has_and_marks_them_as_its_own(name):
    html = drawing(name)
    ids = re.findall(r' id="([^"]+)"', html)
    used = re.findall(r'href="#([^"]+)"|url\(#([^)]+)\)', html)
    assert set(map("".join, used)) <= set(ids)
    assert len(ids) == len(set(ids))
    assert all(one.startswith(f"{name}-") for one in ids)


@pytest.mark.parametrize("address", PAGES)
def test_no_two_things_on_a_page_share_an_id(client, address):
    ids = read(client.get(address)).ids
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("name", [*NAMES, "hero"])
def test_a_picture_is_at_most_6_kilobytes_as_sent(name):
    assert len(brotli.compress(drawing(name).encode())) <= LARGEST


OF_QUESTIONS = {fact.picture.name: fact for fact in CLINIC_RULES.facts if fact.picture}


def test_the_picture_of_a_question_stands_beside_it_with_its_caption(client):
    assert OF_QUESTIONS.keys() == {"spine-parts"}
    for name, fact in OF_QUESTIONS.items():
        shown = see(client, f"/self-check/{fact.slug}/")
        assert f"{name}-t" in shown.ids
        assert fact.picture.caption in shown.inside("figure")


@pytest.mark.parametrize("name", [name for name in NAMES if name not in OF_QUESTIONS])
def test_a_picture_is_on_a_page_with_a_caption(name):
    assert len(caption(name).split()) >= 10


@pytest.mark.parametrize("name", [*NAMES, "hero"])
def test_the_words_in_a_picture_can_be_read_on_a_phone(name):
    html = drawing(name)
    width = float(re.search(r'viewBox="0 0 (\d+) ', html).group(1))
    sizes = [float(size) for size in re.findall(r'font-size="(\d+)"', html)]
    assert min(sizes) * NARROW / width >= SMALLEST_TEXT


@pytest.mark.parametrize("number", range(1, 5))
def test_a_step_says_its_number_and_what_one_may_feel(number):
    words = caption(f"step-{number}")
    assert words.startswith(f"Step {number}: ")
    assert "What you may feel" in words
    assert f'<title id="step-{number}-t">Step {number}: ' in drawing(f"step-{number}")


def test_each_step_links_to_the_one_before_and_the_one_after(client):
    links = [one["attrs"] for one in read(client.get("/steps/")).all("a") if "walk" in one["around"]]
    ways = [(one["data-to"], one["href"].removeprefix("#picture-")) for one in links if "data-to" in one]
    assert ways == [
        ("next", "step-2"),
        ("previous", "step-1"),
        ("next", "step-3"),
        ("previous", "step-2"),
        ("next", "step-4"),
        ("previous", "step-3"),
    ]


def test_the_four_steps_are_one_drawing_in_four_states():
    def bare(name):
        html = re.sub(r"<(title|desc) .*?</\1>|<text [^>]*font-weight.*?</text>", "", drawing(name))
        return html.replace(name, "step").replace(f'data-step="{name[-1]}"', "")

    assert len({bare(name) for name in STEPS}) == 1
    assert [re.search(r'data-step="(\d)"', drawing(name)).group(1) for name in STEPS] == list("1234")


@pytest.mark.parametrize("name", ["hero", *STEPS])
def test_from_the_side_the_tube_enters_the_body_inside_the_pedicle(name):
    html = drawing(name)
    wall, upper, *_, lower = points(re.search(r'id="[\w-]+-arch" d="([^"]+)"', html).group(1))
    end_x, end_y, x, y = points(
        re.search(r'<path d="(M[^"]+)" fill="none" stroke="[^"]+" stroke-width="12"', html).group(1)
    )
    at = end_y + (y - end_y) * (wall - end_x) / (x - end_x)
    assert upper < at - 6
    assert at + 6 < lower


def test_the_crushed_bone_keeps_its_back_wall_and_loses_its_front():
    html = drawing("healthy-and-crushed")
    whole, crushed = (
        re.search(rf'id="healthy-and-crushed-{part}" d="([^"]+)"', html).group(1) for part in ("body", "wedge")
    )
    back_wall = "120 7 115 30 115 62 120 86"
    assert back_wall in whole
    assert back_wall in crushed


def test_the_spine_marks_every_bone_from_t1_to_l5():
    marked = re.findall(r">([TL]\d+)<", drawing("spine"))
    assert marked == [*(f"T{number}" for number in range(1, 13)), *(f"L{number}" for number in range(1, 6))]
    bones = re.findall(r'href="#spine-(atlas|axis|cervical|thoracic|bone)"', drawing("spine"))
    assert bones == ["atlas", "axis"] + ["cervical"] * 5 + ["thoracic"] * 12 + ["bone"] * 5


def test_how_not_to_lift_is_said_in_words_and_crossed_out_on_its_own_side():
    html = drawing("lifting")
    words = dict(re.findall(r'<text x="(\d+)"[^>]*>([^<]+)<', html))
    assert [words[x] for x in sorted(words, key=int)] == ["Like this", "Not like this"]
    middle = sum(map(int, words)) / 2
    cross = points(re.search(r'd="([^"]+)" stroke="[^"]+" stroke-width="4"', html).group(1))
    assert min(cross[::2]) > middle


def test_the_moves_out_of_bed_are_numbered_in_their_order():
    assert re.findall(r">(\d)\. ", drawing("log-roll")) == ["1", "2", "3"]


def test_the_ruler_is_true():
    inches, centimeters = marks_of("cut-inches"), marks_of("cut-centimeters")
    assert len({round(b - a, 6) for a, b in pairwise(inches)}) == 1
    assert len({round(b - a, 6) for a, b in pairwise(centimeters)}) == 1
    assert inches[0] == centimeters[0]
    assert (inches[1] - inches[0]) / (centimeters[1] - centimeters[0]) == pytest.approx(2.54)


def test_the_cut_is_drawn_from_0_to_1_centimeter():
    start, y, _, _, end, end_y, *_ = points(re.search(r'id="cut-line" d="([^"]+)"', drawing("cut")).group(1))
    assert (start, end) == tuple(marks_of("cut-centimeters")[:2])
    assert y == end_y


def test_from_above_each_tube_runs_beside_the_canal_inside_the_pedicle():
    html = drawing("above")
    left, top, right, bottom, *_ = points(re.search(r'd="(M[^"]+)" fill="var\(--note-soft,', html).group(1))
    x, y, end_x, end_y = points(re.search(r'id="above-side"><path d="([^"]+)"', html).group(1))
    half = float(re.search(r'stroke="var\(--ink,#\w+\)" stroke-width="(\d+)"', html).group(1)) / 2
    for level in range(int(top), int(bottom)):
        at = end_x + (x - end_x) * (level - end_y) / (y - end_y)
        assert right < at - half
        assert at + half < OUTER_WALL or level > TRANSVERSE
    assert (left + right) / 2 == 200
    assert 'href="#above-side" transform="matrix(-1 0 0 1 400 0)"' in html
