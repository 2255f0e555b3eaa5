"""What must be true to the eye on a page in any engine. Each check gives its faults in words."""

from collections import Counter
from collections.abc import Iterator

from PIL import Image

from content.numbers import all_numbers
from engines.drivers import Box, Driver
from engines.pixels import STANDS_OUT, Color, changed, figures_in, most_common, share, standing_out

TEXTS = (
    "h1, h2, h3, legend, label, summary, .button, .logo, .emergency p, .emergency a, .emergency li, nav a, th, "
    "main p, main li, .error-summary a, input"
)
FIELDS = "main input:not([type=hidden])"
FOCUSABLE = "main a, main button, main input:not([type=hidden]), main summary"
MOST_OF_A_KIND = 4  # arrays on a page that are drawn alike
AROUND_ARRAYS = 30  # CSS pixels, so that the ground beside them is seen as well
AROUND = 14  # CSS pixels around a control in which its ring may be


def plain_faults(page: Driver) -> list[str]:
    """What the page itself can say: faint texts, covered lines, items run together, buttons like text."""
    canvas = canvas_of(page)
    return [
        *(f"too faint: {one}" for one in page.run(f"seen.faint({list(canvas)})")),
        *(f"covered: {one}" for one in page.run(f"seen.covered({TEXTS!r})")),
        *(f"run together: {one}" for one in page.run("seen.run_together()")),
        *(f"looks like text: {one}" for one in page.run(f"seen.like_text({list(canvas)})")),
    ]


def canvas_of(page: Driver) -> Color:
    """The color of what no style paints: white, or what a browser takes in dark mode."""
    point = page.run("(scrollTo(0, 0), seen.bare_point())")
    if not point:
        return (255, 255, 255)
    x, y = (int(one * page.look.scale) for one in point)
    return most_common(page.picture((x, y, x + 1, y + 1)))


def box_of(page: Driver, selector: str, at: int, around: int = 0, of: str = "") -> Box:
    """Where the nth element of a selector is, or what is around it, in device pixels, once scrolled into the window."""
    box = page.run(f"seen.box({selector!r}, {at}, {of!r})")
    left, top = box["left"] - around, box["top"] - around
    right, bottom = box["left"] + box["width"] + around, box["top"] + box["height"] + around
    return within_the_window(page, (left, top, right, bottom))


def within_the_window(page: Driver, box: Box) -> Box:
    """What of a box in CSS pixels the window shows, in device pixels."""
    left, top, right, bottom = box
    return in_device_pixels(
        page, (max(left, 0), max(top, 0), min(right, page.look.width), min(bottom, page.look.height))
    )


def moved(box: Box, around: Box) -> Box:
    """Where a box is in the picture of one around it, which begins at a whole pixel."""
    left, top = round(around[0]), round(around[1])
    return box[0] - left, box[1] - top, box[2] - left, box[3] - top


def in_device_pixels(page: Driver, box: Box) -> Box:
    left, top, right, bottom = box
    scale = page.look.scale
    return scale * left, scale * top, scale * right, scale * bottom


def part(page: Driver, selector: str, at: int, around: int = 0, of: str = "") -> Image.Image:
    """The picture of what is there."""
    return page.picture(box_of(page, selector, at, around, of))


def boxes_with_pictures(page: Driver, selector: str) -> Iterator[tuple[int, Box, Image.Image]]:
    """Each element of a selector: its place among them, where it is in a picture, and the picture, with many in one."""
    at, last = 0, page.run(f"seen.count({selector!r})")
    while at < last:
        boxes = page.run(f"seen.boxes_from({selector!r}, {at})")
        left, top, right, bottom = zip(*boxes, strict=True)
        ends = (max(right) + AROUND_ARRAYS, max(bottom) + AROUND_ARRAYS)
        all_of_them = within_the_window(page, (min(left) - AROUND_ARRAYS, min(top) - AROUND_ARRAYS, *ends))
        picture = page.picture(all_of_them)
        for box in boxes:
            yield at, moved(in_device_pixels(page, box), all_of_them), picture
            at += 1


def field_faults(page: Driver) -> Iterator[str]:
    """Fields, boxes and circles whose outline does not stand out from their ground."""
    for at in page.run(f"seen.seen_ones({FIELDS!r})"):
        shown = part(page, FIELDS, at, around=3)
        drawn = standing_out(shown, most_common(shown), STANDS_OUT).histogram()[255]
        if drawn < shown.width + shown.height:  # half of its outline, one pixel wide
            yield f"cannot be seen: {page.run(f'seen.name({FIELDS!r}, {at})')}"


def focus_faults(page: Driver, most: int = 4) -> Iterator[str]:
    """Controls that look the same with the focus and without; one of each kind on the page is looked at."""
    kinds: set[str] = set()
    for at in page.run(f"seen.seen_ones({FOCUSABLE!r})"):
        name = page.run(f"seen.name({FOCUSABLE!r}, {at})")
        kind = name.split()[0] + name.partition("type=")[2][:6]
        if kind in kinds or len(kinds) >= most:
            continue
        kinds.add(kind)
        page.run("seen.blur()")
        before = part(page, FOCUSABLE, at, AROUND, of="label")
        page.run(f"seen.focus({FOCUSABLE!r}, {at})")
        page.wait_until("(window.looked = (window.looked || 0) + 1) % 8 === 0")  # a transition ends
        after = part(page, FOCUSABLE, at, AROUND, of="label")
        page.run("seen.blur()")
        inner = (after.width / page.look.scale - 2 * AROUND) + (after.height / page.look.scale - 2 * AROUND)
        if before.size != after.size or changed(before, after) < 2 * inner * page.look.scale:
            yield f"the focus cannot be seen: {name}"


def array_faults(page: Driver) -> Iterator[str]:
    """Arrays whose figures, as far as they can be seen, are not those of content/numbers.toml."""
    chances = all_numbers().chances
    whose = page.run("seen.arrays()")
    seen: Counter[tuple[object, ...]] = Counter()
    for at, box, picture in boxes_with_pictures(page, "svg.array"):
        name, group = whose[at]
        chance = chances[name]
        number, up_to = chance.groups[group].number, chance.groups[group].up_to or chance.groups[group].number
        kind = (chance.out_of, chance.of == "people", up_to > number)
        seen[kind] += 1
        if seen[kind] > MOST_OF_A_KIND:
            continue
        there = figures_in(picture, box, chance.out_of, "people" if chance.of == "people" else "dots")
        if (there.full, there.half, there.empty) != (number, up_to - number, chance.out_of - up_to):
            told = f"{number} to {up_to}" if up_to > number else f"{number}"
            yield f"{name}: {told} of {chance.out_of} can be seen as {there}"


def chart_faults(page: Driver) -> Iterator[str]:
    """Ranges of charts that are not drawn."""
    for at in page.run("seen.seen_ones('.chart .range')"):
        shown = part(page, ".chart .range", at, around=8)
        if share(standing_out(shown, most_common(shown), STANDS_OUT)) < 0.03:
            yield f"the range of {page.run(f'seen.name(`.chart .range`, {at})')} is not drawn"
