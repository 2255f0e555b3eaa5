"""The walk through the steps: one at a time by slider, link or address; all of them without a script and on paper."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

STEPS = "/steps/"
FIGURES = ".walk figure"
# What each step shows: the balloon, the space, the cement.
PARTS = {1: (1, 0, 0), 2: (1, 0, 0), 3: (0, 1, 0), 4: (0, 1, 1)}
STYLE = "(one, name) => getComputedStyle(one)[name]"


def shown(page):
    return [number for number in range(1, 5) if page.locator(f"#picture-step-{number}").is_visible()]


def focused(page):
    return page.evaluate("document.activeElement.textContent")


def part(page, step, name):
    return page.locator(f"#picture-step-{step} .{name}")


def test_the_slider_moves_through_the_steps_by_keyboard(page):
    page.goto(STEPS)
    assert shown(page) == [1]
    slider = page.get_by_role("slider", name="Move through the pictures")
    slider.focus()
    said = []
    for number in (2, 3, 4):
        page.keyboard.press("ArrowRight")
        assert shown(page) == [number]
        said.append(slider.get_attribute("aria-valuetext"))
    assert said == [
        "Step 2: the balloon is filled.",
        "Step 3: the balloon comes out.",
        "Step 4: cement fills the space.",
    ]
    page.keyboard.press("Home")
    assert shown(page) == [1]


def test_the_links_move_through_the_steps_keep_the_focus_and_say_where_one_is(page):
    page.goto(STEPS)
    page.get_by_role("link", name="Next: step 2").focus()
    for number, focus in ((2, "Next: step 3"), (3, "Next: step 4"), (4, "Back: step 3")):
        page.keyboard.press("Enter")
        assert shown(page) == [number]
        assert focused(page) == focus
        assert page.get_by_role("slider").input_value() == str(number)
        assert page.locator(".walk output").inner_text().startswith(f"Step {number}: ")
        assert page.url.endswith(f"#picture-step-{number}")
    page.keyboard.press("Enter")
    assert shown(page) == [3]
    assert focused(page) == "Back: step 2"


def test_an_address_opens_its_step(page):
    page.goto(f"{STEPS}#picture-step-3")
    assert shown(page) == [3]
    expect(page.locator("#picture-step-3")).to_be_in_viewport()
    expect(page.get_by_role("slider")).to_be_in_viewport()
    page.evaluate("location.hash = 'picture-step-2'")
    expect(page.locator("#picture-step-2")).to_be_visible()
    assert shown(page) == [2]


def test_without_scripts_all_steps_are_there_and_the_links_lead_to_them(new_context):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(STEPS)
    assert shown(page) == [1, 2, 3, 4]
    assert page.get_by_role("slider").count() == 0
    page.get_by_role("link", name="Next: step 3").click()
    assert page.url.endswith("#picture-step-3")
    expect(page.locator("#picture-step-3 svg")).to_be_in_viewport(ratio=0.5)


def test_paper_has_all_four_steps_whatever_the_screen_shows(page):
    page.goto(f"{STEPS}#picture-step-3")
    page.emulate_media(media="print")
    assert shown(page) == [1, 2, 3, 4]
    assert not page.locator(".walk-slider").is_visible()
    assert not page.locator(".walk .button").first.is_visible()


@pytest.mark.parametrize("number", PARTS)
def test_each_step_shows_its_own_parts(page, number):
    page.goto(f"{STEPS}#picture-step-{number}")
    seen = tuple(float(part(page, number, name).evaluate(STYLE, "opacity")) for name in ("balloon", "space", "cement"))
    assert seen == PARTS[number]


def test_the_balloon_is_flat_at_first_and_round_when_filled(page):
    heights = []
    for number in (1, 2):
        page.goto(f"{STEPS}#picture-step-{number}")
        heights.append(part(page, number, "balloon").evaluate("one => one.getBoundingClientRect().height"))
    assert heights[0] < heights[1] / 2


def test_the_drawing_moves_from_the_step_before(page):
    page.emulate_media(reduced_motion="no-preference")
    page.goto(f"{STEPS}#picture-step-2")
    page.get_by_role("link", name="Next: step 3").click()
    moving = "document.getAnimations().map(one => one.effect.target.getAttribute('class'))"
    assert {"balloon", "space"} <= set(page.evaluate(moving))
    expect(part(page, 3, "balloon")).to_have_css("opacity", "0")
    expect(part(page, 3, "space")).to_have_css("opacity", "1")


def test_nothing_moves_for_one_who_asks_for_less_motion(page):
    page.goto(f"{STEPS}#picture-step-2")
    page.get_by_role("link", name="Next: step 3").click()
    assert page.evaluate("document.getAnimations().length") == 0
    assert part(page, 3, "balloon").evaluate(STYLE, "opacity") == "0"


def test_with_forced_colors_the_drawing_is_in_the_colors_of_the_text(new_context):
    page = new_context(forced_colors="active").new_page()
    page.goto(STEPS)
    text = page.locator("body").evaluate(STYLE, "color")
    ground = page.locator("body").evaluate(STYLE, "backgroundColor")
    bones = page.locator("#picture-step-1 g[fill^='var(--bone,']")
    assert (bones.evaluate(STYLE, "stroke"), bones.evaluate(STYLE, "fill")) == (text, ground)
    assert part(page, 1, "balloon").locator("ellipse").evaluate(STYLE, "fill") not in {text, ground}
