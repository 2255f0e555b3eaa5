"""Cards and icons: one card for each public page, its title in its room, drawn at build and only when it must be."""

from dataclasses import replace
from io import BytesIO

import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage
from PIL import Image, ImageDraw

from seo import finder
from seo.cards import BAND, HEIGHT, MARGIN, ROOM, WIDTH, CardError, draw_cards
from seo.icons import favicons
from seo.palette import FAVICON, ICONS, Icon, colors
from seo.public import public_pages

MOST_BYTES = 60_000
PAPER = tuple(bytes.fromhex(colors()["paper"][1:]))
MASK = 0.4  # the radius, in parts of the width, that a phone leaves of a maskable icon


def built(path):
    return settings.STATIC_ROOT / path


def as_png(image):
    file = BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()


def card(title):
    (drawn,) = draw_cards([title])
    return drawn


def title_of(public):
    return public.title


@pytest.mark.parametrize("public", public_pages().values(), ids=title_of)
def test_every_public_page_has_a_card_of_the_size_that_its_head_promises(client, public):
    html = client.get(public.url).content.decode()
    with Image.open(built(public.card)) as image:
        assert (image.format, image.size) == ("PNG", (WIDTH, HEIGHT))
    assert f'"og:image:width" content="{WIDTH}"' in html
    assert f'"og:image:height" content="{HEIGHT}"' in html
    assert built(public.card).stat().st_size <= MOST_BYTES


def test_no_two_pages_share_a_card():
    cards = {built(public.card).read_bytes() for public in public_pages().values()}
    assert len(cards) == len(public_pages()) == len([*built("img/cards").glob("*.png")]) // 2


@pytest.mark.parametrize("public", public_pages().values(), ids=title_of)
def test_a_title_stays_in_its_room(public):
    image = Image.open(built(public.card)).convert("RGB")
    right, bottom = MARGIN + ROOM[0], HEIGHT - BAND
    around = [(0, 0, MARGIN, bottom), (0, 0, right, MARGIN), (right, 0, right + 24, bottom)]
    around.append((0, bottom - MARGIN, right, bottom))
    for box in around:
        assert image.crop(box).getcolors() == [((box[2] - box[0]) * (box[3] - box[1]), PAPER)]
    assert len(image.crop((MARGIN, MARGIN, right, bottom - MARGIN)).getcolors() or ()) > 2


@pytest.mark.parametrize("title", ["word " * 60, "Pneumonoultramicroscopicsilicovolcanoconiosis"])
def test_a_title_that_does_not_fit_stops_the_build_and_says_so(title):
    with pytest.raises(CardError, match=r"does not fit on a card\. Make the title shorter\."):
        card(title)


def test_a_card_wears_the_colors_of_the_site():
    image = card("Risks").convert("RGB")
    seen = {"#" + bytes(color).hex() for _, color in image.getcolors()}
    assert seen >= {colors()[name] for name in ("paper", "brand", "ink", "bone", "balloon")}


def test_the_same_title_makes_the_same_file():
    assert as_png(card("What can go wrong?")) == as_png(card("What can go wrong?"))


@pytest.fixture
def one_page(monkeypatch, tmp_path):
    """Draw into an empty folder, for one public page alone; gives a way to set its title."""
    monkeypatch.setattr(finder, "CACHE", tmp_path / "drawn")
    public = public_pages()["/risks/"]

    def entitle(title):
        for pages in ("public_pages", "in_all_languages"):
            monkeypatch.setattr(finder, pages, lambda: {public.url: replace(public, title=title)})

    entitle(public.title)
    return entitle


def test_a_card_is_drawn_again_only_when_its_title_has_changed(one_page, monkeypatch):
    first = finder.drawn()
    drawing = (first / "img/cards/risks.png").read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(finder, "_draw_all", None)
        assert finder.drawn() == first
    one_page("What else can go wrong?")
    second = finder.drawn()
    assert (second / "img/cards/risks.png").read_bytes() != drawing
    assert [*finder.CACHE.iterdir()] == [second]


def test_cards_are_drawn_again_when_a_color_of_the_site_has_changed(one_page, monkeypatch):
    first = finder.drawn()
    monkeypatch.setattr(finder, "colors", lambda: {**colors(), "paper": "#ffffff"})
    assert finder.drawn() != first


def test_two_that_draw_at_once_do_not_disturb_each_other(one_page, monkeypatch):
    draw_all = finder._draw_all

    def draw_while_another_does(folder):
        monkeypatch.setattr(finder, "_draw_all", draw_all)
        finder.drawn()
        draw_all(folder)

    monkeypatch.setattr(finder, "_draw_all", draw_while_another_does)
    assert (finder.drawn() / "img/cards/risks.png").exists()
    assert [path.name for path in finder.CACHE.parent.iterdir()] == ["drawn"]


def test_nothing_is_drawn_before_a_drawn_file_is_asked_for(monkeypatch):
    monkeypatch.setattr(finder, "drawn", lambda: pytest.fail("drawn too early"))
    assert isinstance(finder.DrawnFinder().storage, FileSystemStorage)


@pytest.mark.parametrize("icon", ICONS, ids=lambda icon: icon.path)
def test_an_icon_has_its_size_and_no_transparent_ground(icon: Icon):
    with Image.open(built(icon.path)) as image:
        assert (image.format, image.mode, image.size) == ("PNG", "RGB", (icon.size, icon.size))
        assert image.getpixel((0, 0)) == PAPER


def test_a_maskable_icon_loses_nothing_to_a_round_mask():
    (icon,) = [icon for icon in ICONS if icon.purpose == "maskable"]
    image = Image.open(built(icon.path))
    assert len(image.getcolors(1000) or ()) > 2
    ImageDraw.Draw(image).circle((icon.size / 2, icon.size / 2), MASK * icon.size, fill=PAPER)
    assert image.getcolors() == [(icon.size**2, PAPER)]


def test_the_favicon_has_the_three_sizes_that_are_asked_for():
    with Image.open(built(FAVICON)) as image:
        assert image.info["sizes"] == {(16, 16), (32, 32), (48, 48)}


def test_the_favicon_shows_the_balloon_on_a_clear_ground():
    largest, *smaller = favicons()
    assert "#" + bytes(largest.getpixel((32, 25))[:3]).hex() == colors()["balloon"]
    for drawn in (largest, *smaller):
        assert drawn.getpixel((0, drawn.height // 2))[3] == 0


def test_a_title_that_fits_on_no_card_is_an_error_of_the_check_that_names_the_page(monkeypatch):
    assert finder.DrawnFinder().check() == []
    risks = public_pages()["/risks/"]
    long = replace(risks, title=risks.title + " and so on" * 60)
    monkeypatch.setattr("seo.finder.in_all_languages", lambda: {"/risks/": long})
    (error,) = finder.DrawnFinder().check()
    assert "does not fit on a card" in error.msg
    assert "/risks/" in str(error.hint)
