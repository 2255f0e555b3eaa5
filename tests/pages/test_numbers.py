"""The numbers that the site draws: picture, words and file say the same, and the file says what was read."""

import re
from html import escape

import pytest
from served import Served, see

from content import figures
from content.markdown.blocks import behind_the_name
from content.numbers import NumbersError, all_numbers, read_numbers
from content.pages import all_pages

CHANCES = all_numbers().chances
GROUPS = [(chance, group) for chance in CHANCES.values() for group in chance.groups]
DRAWN = [
    (page, behind_the_name(token))
    for page in all_pages().values()
    for token in page.tokens
    if token.type == "container_chance_open"
]
IDS = [f"{page.slug}: {name}" for page, name in DRAWN]

# Written down from the clinical facts, apart from numbers.toml: out of how many of what, then each group's number, the
# other end where studies differ, and the ends of its range.
PEOPLE, HUNDRED, BONES, PROCEDURES = (1000, "people"), (100, "people"), (1000, "bones"), (1000, "procedures")
READ = {
    # Section 4b, 4e and C10.
    "better_while_waiting": (HUNDRED, "53"),
    "pain_eased": (HUNDRED, "60"),
    "pain_halved": (HUNDRED, "63", "69"),
    "bone_sank": (PEOPLE, "450", "80"),
    "vapour": (HUNDRED, "44", "21"),
    # Section 5, serious_30d, and 4e, both of 100.
    "serious_month": (HUNDRED, "5-7"),
    "pain_lasts": (HUNDRED, "40"),
    # Section 5, row by row, as corrected by D1 to D9, then by K12 to K14, K27 and N6.
    "leak_ct": (BONES, "730", "820"),
    "leak_kiva": (BONES, "260", "580"),
    "leak_implant": (BONES, "100"),
    "leak_pooled": ((1000, "bones or people"), "184", "547"),
    "leak_people": (PEOPLE, "470", "400", "70", "37"),
    "leak_back_wall": (BONES, "89 (50 145)"),
    "leak_symptoms": (PEOPLE,),
    "canal_cement": (PEOPLE, "0", "8"),
    "canal_narrowed": (PEOPLE, "20"),
    "nerve_damage": (PEOPLE,),
    "nerve_surgery": (PEOPLE, "1 (0 3)"),
    "spine_infection": (PEOPLE, "3", "5", "8"),
    "skin_infection": (PEOPLE, "10"),
    "lung_specks": (PEOPLE, "19", "21-260", "35-230"),
    "lung_symptoms": (PEOPLE, "5 (0 29)", "0-9"),
    "cement_serious_2y": (PEOPLE, "6 (1 21)"),
    "bleeding": (PEOPLE, "10"),
    "blood_bruise": (PROCEDURES, "9"),
    "transfusion_30d": (PEOPLE, "7-17"),
    "rib": (PEOPLE,),
    "new_break_2y": (PEOPLE, "475", "441"),
    "new_break_1y_kaviar": (PEOPLE, "357", "435"),
    "new_break_2y_kaviar": (PEOPLE, "491", "577"),
    "new_break_30d": (PEOPLE, "47", "89"),
    "next_door_6m": (PEOPLE, "80"),
    "redo": (PEOPLE, "40 (20 60)"),
    "serious_30d": (PEOPLE, "49", "66"),
    "readmitted_30d": (PEOPLE, "63", "68", "128 (79 192)"),
    "death_30d": (PEOPLE, "7 (3 14)", "6 (1 17)", "27 (7 67)", "15-21"),
    "heart_stops": (PROCEDURES, "3"),
    "pressure_drops": (PROCEDURES, "3"),
    "little_relief": (PEOPLE, "78 (60 98)", "194 (121 286)", "50-220"),
    "allergy": (PEOPLE, "3 (0 15)"),
    "stroke_or_heart_attack": (PEOPLE,),
    "back_pain_30d": (PEOPLE, "73", "147"),
    "procedure_pain_30d": (PEOPLE, "63", "47"),
}


def shown(chance):
    groups = (
        f"{group.number}"
        + ("" if group.up_to is None else f"-{group.up_to}")
        + ("" if group.low is None else f" ({group.low} {group.high})")
        for group in chance.groups
    )
    return ((chance.out_of, chance.of), *groups)


def test_the_file_holds_the_numbers_that_were_read_and_no_others():
    assert {name: shown(chance) for name, chance in CHANCES.items()} == READ


@pytest.mark.parametrize(("chance", "group"), GROUPS, ids=[f"{c.id}: {g.name}" for c, g in GROUPS])
def test_a_number_is_near_to_what_was_counted(chance, group):
    counted = re.fullmatch(r"([\d,]+) (?:of|in about) ([\d,]+) (people|bones|procedures)", group.counted)
    if counted:
        some, all_of = (int(number.replace(",", "")) for number in counted.groups()[:2])
        assert abs(group.number - chance.out_of * some / all_of) <= max(1, group.number / 40)
        assert counted.group(3) == chance.of


def test_every_chance_is_on_a_page():
    assert {name for _, name in DRAWN} == CHANCES.keys()


def test_vertebroplasty_never_stands_for_the_balloon():
    """Whoever was treated with no balloon is said to have been."""
    for chance, group in GROUPS:
        if {"hsieh2019", "infection2018", "facetblock2022", "firanescu2019", "clark2016"} & set(group.sources):
            assert re.search("[Nn]o balloon|without a balloon|[Ff]ake procedure", group.name), chance.id


# ---- As served ----


def cells(path):
    """The cells that a path's boxes cover, each once."""
    found = []
    for box in re.findall(r"M(\d+) (\d+)h(\d+)v(\d+)h-(\d+)z", path):
        left, top, across, down, back = (int(number) // 10 for number in box)
        assert across == back
        found += [(left + x, top + y) for x in range(across) for y in range(down)]
    assert len(found) == len(set(found))
    return set(found)


def served(client, page, name):
    """The HTML of one picture of a page."""
    html = client.get(page.url).content.decode()
    (figure,) = re.findall(rf'<figure class="chance" id="chance-{name}".*?</figure>', html, re.DOTALL)
    return figure


def arrays(figure):
    """Each array of a picture: the size of its box, and the cells of each kind of figure in it."""
    for svg in re.findall(r'<svg class="array".*?</svg>', figure, re.DOTALL):
        paths = re.findall(r'<path fill="url\(#\w+-(\w+)\)" d="([^"]*)"/>', svg)
        yield (
            tuple(int(side) // 10 for side in re.search(r'viewBox="0 0 (\d+) (\d+)"', svg).groups()),
            {kind: cells(path) for kind, path in paths},
        )


@pytest.mark.parametrize(("where", "name"), DRAWN, ids=IDS)
def test_a_picture_has_as_many_figures_as_its_number_says(client, where, name):
    chance, drawn = CHANCES[name], list(arrays(served(client, where, name)))
    assert len(drawn) == len(chance.groups)
    for ((across, down), kinds), group in zip(drawn, chance.groups, strict=True):
        assert len(kinds.get("full", ())) == group.number
        assert len(kinds.get("half", ())) == (0 if group.up_to is None else group.up_to - group.number)
        everyone = [cell for kind in kinds.values() for cell in kind]
        assert len(everyone) == len(set(everyone)) == chance.out_of
        assert all(x < across and y < down for x, y in everyone)


@pytest.mark.parametrize(("where", "name"), DRAWN, ids=IDS)
def test_a_picture_is_named_by_its_title_and_told_in_the_words_beside_it_alone(client, where, name):
    figure, chance = served(client, where, name), CHANCES[name]
    assert figure.startswith(f'<figure class="chance" id="chance-{name}" aria-labelledby="{name}-title">')
    assert f'id="{name}-title">{escape(chance.title)}<' in figure
    beside = re.findall(r'<svg class="array"[^>]* aria-hidden="true">.*?</svg>\s*<p><strong>(.*?)\.</strong>', figure)
    for said, group in zip(beside, chance.groups, strict=True):
        number = f"{group.number} to {group.up_to}" if group.up_to else str(group.number)
        assert said.startswith(f"{number} of {chance.out_of:,} {chance.of}")


@pytest.mark.parametrize(("where", "name"), DRAWN, ids=IDS)
def test_what_the_checks_read_of_a_picture_is_what_stands_beside_it(client, where, name):
    text = Served(re.sub(r"<sup.*?</sup>", "", served(client, where, name))).text
    said = [" ".join(words.text.split()) for words in figures.words("chance", name, where.is_brief)]
    assert text.startswith(" ".join(said))


def test_what_a_picture_is_filled_with_is_there_once(client):
    for page in {page.slug: page for page, _ in DRAWN}.values():
        html = client.get(page.url).content.decode()
        named = re.findall(r'<(?:pattern|linearGradient|radialGradient) id="([\w-]+)"', html)
        assert len(named) == len(set(named))
        assert set(re.findall(r"url\(#([\w-]+)\)", html)) <= set(named)


def test_who_paid_is_said_beside_every_number_a_record_draws(client):
    for where, name in DRAWN:
        paid = served(client, where, name).count("Who paid: ")
        payers = {figures.paid_by(group.sources) for group in CHANCES[name].groups}
        in_full = len(payers) if len(payers) < 2 else len(CHANCES[name].groups)
        assert paid == (0 if where.is_brief else in_full)


def test_where_no_number_was_read_nothing_is_drawn_and_the_page_says_so(client):
    unknown = [(where, name) for where, name in DRAWN if not CHANCES[name].groups]
    assert {name for _, name in unknown} >= {"rib", "stroke_or_heart_attack", "leak_symptoms", "nerve_damage"}
    for where, name in unknown:
        figure = served(client, where, name)
        assert "No firm number that we could find." in figure
        assert "<svg" not in figure


def test_all_that_is_compared_in_one_picture_is_drawn_at_one_size(client):
    for where, name in DRAWN:
        assert len({size for size, _ in arrays(served(client, where, name))}) <= 1


def test_the_risks_page_has_no_table_that_could_say_something_else(client):
    assert see(client, "/risks/").all("table") == []


# ---- As painted ----

INK = """async png => {
  const image = await createImageBitmap(new Blob([new Uint8Array(png)]));
  const canvas = new OffscreenCanvas(image.width, image.height), pen = canvas.getContext("2d");
  pen.drawImage(image, 0, 0);
  const dots = pen.getImageData(0, 0, image.width, image.height).data;
  let inked = 0;
  for (let i = 0; i < dots.length; i += 4) inked += Math.abs(dots[i + 1] - dots[1]) / 255;
  return inked / (dots.length / 4);
}"""


@pytest.mark.browser
@pytest.mark.parametrize("look", ["light", "dark", "forced", "paper"])
def test_full_half_and_empty_figures_look_different(browser, base_url, look):
    """So that nobody needs the color: how much ink each takes, on a screen of any look and on paper."""
    page = browser.new_page(
        base_url=base_url,
        device_scale_factor=2,
        color_scheme="dark" if look == "dark" else "light",
        forced_colors="active" if look == "forced" else "none",
    )
    page.goto("/risks/all-numbers/")
    page.emulate_media(media="print" if look == "paper" else None)
    # 35 to 230 of 1,000: the first block has full rows, the second is all halves, the fourth is empty.
    array = page.locator("#chance-lung_specks .array").nth(2)
    array.scroll_into_view_if_needed()
    box = array.bounding_box()
    cell = box["width"] / 54
    inked = {}
    for kind, (left, down) in {"full": (0, 3), "half": (11, 10), "empty": (33, 10)}.items():
        clip = {"x": box["x"] + left * cell, "y": box["y"], "width": 10 * cell, "height": down * cell}
        png = list(page.screenshot(clip=clip, full_page=False))
        inked[kind] = page.evaluate(INK, png)
    page.close()
    assert inked["full"] >= 1.4 * inked["half"]
    assert inked["half"] >= 1.4 * inked["empty"]
    assert inked["empty"] >= 0.05


# ---- A file that is wrong ----

ENTRY = """\
[chances.fall]
title = "A fall"
sure = "weak"
[[chances.fall.groups]]
name = "With the balloon"
number = 20
low = 10
high = 40
sources = ["wardlaw2009"]
"""


PEOPLE_OF_ENTRY = ENTRY[ENTRY.index("[[") :]


def chance_of(folder, entry=ENTRY):
    path = folder / "numbers.toml"
    path.write_text(entry)
    return read_numbers(path)[0]["fall"]


def test_a_chance_is_out_of_a_thousand_people_where_it_says_no_other(tmp_path):
    chance = chance_of(tmp_path)
    assert figures.say(chance, chance.groups[0]) == "20 of 1,000 people (range 10 to 40)"


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('"wardlaw2009"', '"nobody1900"', r"names no source that sources.toml has: nobody1900"),
        ('["wardlaw2009"]', "[]", r"names no source that sources.toml has: none given"),
        ("low = 10", "low = 30", r"the numbers of 'With the balloon' are not in order, or more than 1000"),
        ("high = 40", "high = 1001", r"the numbers of 'With the balloon' are not in order, or more than 1000"),
        ("number = 20", "number = -1", r"the numbers of 'With the balloon' are not in order, or more than 1000"),
        ("number = 20", "number = 20\nup_to = 15", r"the numbers of 'With the balloon' are not in order"),
        ("number = 20", "number = 20.5", r"groups 1 number must be a int"),
        ("low = 10\n", "", r"'With the balloon' has one end of a range only"),
        ("high = 40\n", "", r"'With the balloon' has one end of a range only"),
        ('sure = "weak"', 'sure = "weak"\nout_of = 50', r"out_of must be 100 or 1000"),
        (PEOPLE_OF_ENTRY, "groups = [5]", r"groups 1 must be a table"),
    ],
)
def test_an_entry_that_is_wrong_stops_the_start_and_names_the_chance(tmp_path, old, new, problem):
    assert old in ENTRY
    with pytest.raises(NumbersError, match=rf"^numbers.toml: \[chances.fall\]:? {problem}"):
        chance_of(tmp_path, ENTRY.replace(old, new))


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ("[chances", " is not TOML"),
        ("", " is empty"),
        ("[odds.fall]\n", " does not know: odds"),
    ],
)
def test_a_file_that_is_no_list_of_chances_and_charts_stops_the_start(tmp_path, entry, problem):
    with pytest.raises(NumbersError, match=f"^numbers.toml{problem}"):
        chance_of(tmp_path, entry)
