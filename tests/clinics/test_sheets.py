"""The slips and the poster that a clinic prints: accessible, legible, plain, and read by a phone."""

from collections import defaultdict
from dataclasses import replace
from io import BytesIO
from itertools import pairwise

import english
import page as checker
import pytest
import zxingcpp
from pdfs import squeezed, words_of
from PIL import Image, ImageOps
from pypdf import PdfReader
from reviewing import sign

from clinics import files
from clinics.files import LONGEST_LINE, LONGEST_LINK, Clinic, all_clinics
from kyphoplasty_site.reviewed import all_items
from referrals import leaflets
from referrals.leaflet_words import POSTER_WORDS, SLIP_WORDS
from reviews.standing import UNREAD
from web import readability
from web.typesetting import PAPERS

DPI = 144  # typst's own for PNG
MM = DPI / 25.4
HOST = "https://a-rather-long-name-of-a-host.example.org"
SAMPLE = all_clinics()["sample"]
PLAIN = replace(SAMPLE, link="northside", name="Northside Spine Center", interpreter="", logo="", sample=False)
# All that may be long is; in capitals, a name takes the most lines.
LONGEST = replace(
    SAMPLE,
    link="north-western-clinic",
    name="THE NORTH-WESTERN MEDICAL CENTER FOR SPINE CARE, PAIN RELIEF AND HEALTHIER BONES",
    phone="+1 (555) 555-0100",
    interpreter="¿Necesita un intérprete? Do you need an interpreter? Please tell us if you call.",
)
CLINICS = {"sample": SAMPLE, "plain": PLAIN, "longest": LONGEST}
EVERY_CLINIC = pytest.mark.parametrize("clinic", CLINICS.values(), ids=list(CLINICS))
EVERY_SHEET = pytest.mark.parametrize("sheet", [leaflets.slips, leaflets.poster])
EVERY_SIZE = pytest.mark.parametrize("size", PAPERS)
SLIPS_A_PAGE = 8


def address_of(clinic: Clinic) -> str:
    return f"{HOST}/r/{clinic.link}/"


def make(sheet, clinic, size="letter", kind="pdf"):
    return sheet(clinic, address_of(clinic), size, kind)


def picture_of(sheet, clinic, size="letter"):
    return Image.open(BytesIO(make(sheet, clinic, size, "png"))).convert("L")


def texts_of(sheet, clinic, size="letter"):
    """Every piece of text of the page, with its size and where it begins, in points from the left and the bottom."""
    (page,) = PdfReader(BytesIO(make(sheet, clinic, size))).pages
    found = []

    def note(text, cm, tm, font, points):
        x, y = (tm[4] * cm[at] + tm[5] * cm[at + 2] + cm[at + 4] for at in (0, 1))
        if text.strip():
            found.append((text.strip(), points, x, y))

    page.extract_text(visitor_text=note)
    return page, found


def cells_of(picture):
    """Each slip of a page as it is cut out, without the cut lines."""
    width, height = picture.width / 2, picture.height / 4
    for row in range(4):
        for column in range(2):
            left, top = column * width, row * height
            yield picture.crop((round(left) + 2, round(top) + 2, round(left + width) - 2, round(top + height) - 2))


def bare_edge(picture):
    """The least white there is along an edge, in mm."""
    drawn = ImageOps.invert(picture).getbbox()
    assert drawn, "nothing is drawn"
    left, top, right, bottom = drawn
    return min(left, top, picture.width - right, picture.height - bottom) / MM


def test_the_longest_clinic_is_as_long_as_a_clinic_may_be():
    assert len(LONGEST.link) == LONGEST_LINK
    assert len(LONGEST.name) == len(LONGEST.interpreter) == LONGEST_LINE
    assert files.PHONE.fullmatch(LONGEST.phone)


@EVERY_SHEET
@EVERY_CLINIC
@EVERY_SIZE
def test_a_sheet_is_one_accessible_page_of_the_paper_chosen(sheet, clinic, size):
    made = make(sheet, clinic, size)
    report = checker.validate_pdf_bytes(made)
    assert report.is_compliant, [failure.message for failure in report.failures]
    reader = PdfReader(BytesIO(made))
    (page,) = reader.pages
    assert round(float(page.mediabox.width)) == {"letter": 612, "a4": 595}[size]
    assert str(reader.trailer["/Root"]["/Lang"]).startswith("en")
    fonts = [str(font.get_object()["/BaseFont"]) for font in page["/Resources"]["/Font"].values()]
    assert fonts
    assert all("AtkinsonHyperlegibleNext" in font for font in fonts)


def test_a_sheet_has_a_title_of_its_own():
    titles = [PdfReader(BytesIO(make(sheet, PLAIN))).metadata.title for sheet in (leaflets.slips, leaflets.poster)]
    assert titles == ["Slips to cut out: Northside Spine Center", "A broken spine bone?"]


@EVERY_CLINIC
@EVERY_SIZE
def test_each_slip_says_whose_it_is_what_it_is_and_where_to_look(clinic, size):
    text = squeezed(words_of(make(leaflets.slips, clinic, size)))
    for words in (
        clinic.name,
        "Balloon kyphoplasty: plain facts and a self-check to take to your visit.",
        address_of(clinic).removeprefix("https://"),
        clinic.phone,
        "For learning, not a referral.",
        "Emergency? Call 911.",
    ):
        assert text.count(squeezed(words)) == SLIPS_A_PAGE, words


@EVERY_CLINIC
@EVERY_SIZE
def test_the_poster_says_what_one_finds_whose_it_is_and_that_a_clinician_decides(clinic, size):
    text = squeezed(words_of(make(leaflets.poster, clinic, size)))
    for words in (
        clinic.name,
        POSTER_WORDS["headline"],
        *POSTER_WORDS["finds"],
        address_of(clinic).removeprefix("https://"),
        clinic.phone,
        clinic.interpreter,
        "For learning. It is not a referral, and a clinician decides.",
        "Emergency? Call 911.",
    ):
        assert squeezed(words) in text, words


def test_a_sample_clinic_is_marked_on_every_slip_and_on_the_poster_and_no_other_clinic_is():
    for sample, times in ((True, 1), (False, 0)):
        clinic = replace(PLAIN, sample=sample)
        assert words_of(make(leaflets.slips, clinic)).count("Sample") == times * SLIPS_A_PAGE
        assert words_of(make(leaflets.poster, clinic)).count("Sample: not a real clinic") == times


@EVERY_SHEET
def test_a_sheet_says_that_no_clinician_has_checked_the_words_until_one_has(sheet, reviews):
    assert "Not yet checked by a clinician." in words_of(make(sheet, PLAIN))
    sign(reviews, all_items().values())
    assert "Checked by Clinician One, MD on November 10, 2026." in " ".join(words_of(make(sheet, PLAIN)).split())


@EVERY_SHEET
def test_the_words_of_a_sheet_are_plain(sheet):
    words = dict(SLIP_WORDS if sheet is leaflets.slips else POSTER_WORDS)
    if sheet is leaflets.slips:
        words["what"] = f"{words.pop('topic')}: {words['what']}"
    texts = [str(UNREAD)]
    for said in words.values():
        texts += [said] if isinstance(said, str) else said
    assert readability.grade(texts) <= english.HIGHEST_GRADE
    for text in texts:
        assert not english.long_sentences(text)


@EVERY_CLINIC
@EVERY_SIZE
def test_the_code_of_every_slip_and_of_the_poster_leads_to_the_address_and_is_large(clinic, size):
    for sheet, times, least in ((leaflets.slips, SLIPS_A_PAGE, 22), (leaflets.poster, 1, 70)):
        codes = zxingcpp.read_barcodes(picture_of(sheet, clinic, size))
        assert [code.text for code in codes] == [address_of(clinic)] * times
        for code in codes:
            across = code.position.top_right.x - code.position.top_left.x
            assert across / MM >= least


def test_the_code_of_the_shortest_address_is_no_smaller():
    (code,) = zxingcpp.read_barcodes(Image.open(BytesIO(leaflets.poster(PLAIN, "https://a.us/r/b/", kind="png"))))
    assert (code.position.top_right.x - code.position.top_left.x) / MM >= 70
    for code in zxingcpp.read_barcodes(Image.open(BytesIO(leaflets.slips(PLAIN, "https://a.us/r/b/", kind="png")))):
        assert (code.position.top_right.x - code.position.top_left.x) / MM >= 22


@EVERY_CLINIC
@EVERY_SIZE
def test_scissors_and_printers_have_5_mm_around_every_slip(clinic, size):
    slips = list(cells_of(picture_of(leaflets.slips, clinic, size)))
    assert len(slips) == SLIPS_A_PAGE
    assert min(map(bare_edge, slips)) >= 5
    assert bare_edge(picture_of(leaflets.poster, clinic, size)) >= 11


@EVERY_SIZE
def test_dashed_lines_show_where_to_cut(size):
    picture = picture_of(leaflets.slips, PLAIN, size)
    width, height = picture.size
    middle = picture.crop((width // 2, 0, width // 2 + 1, height))
    across = [picture.crop((0, y, width, y + 1)) for y in (round(height * row / 4) for row in (1, 2, 3))]
    for line in (middle, *across):
        dark = sum(line.point(lambda shade: shade < 200).convert("L").histogram()[1:])
        assert 0.3 < dark / max(line.size) < 0.8


@EVERY_CLINIC
@EVERY_SIZE
def test_slips_have_11_points_or_more_and_the_poster_can_be_read_from_a_chair(clinic, size):
    _, on_slips = texts_of(leaflets.slips, clinic, size)
    _, on_poster = texts_of(leaflets.poster, clinic, size)
    assert min(points for _, points, _, _ in on_slips) >= 11
    assert min(points for _, points, _, _ in on_poster) >= 18
    headline = [text for text, points, _, _ in on_poster if points >= 40]
    assert squeezed("".join(headline)) == squeezed(str(POSTER_WORDS["headline"]))


@EVERY_SHEET
@EVERY_CLINIC
@EVERY_SIZE
def test_no_line_of_a_sheet_touches_another(sheet, clinic, size):
    page, texts = texts_of(sheet, clinic, size)
    lines = defaultdict(set)
    for _, points, x, y in texts:
        half = x // (float(page.mediabox.width) / 2) if sheet is leaflets.slips else 0
        lines[half].add((round(y), points))
    for ordered in map(sorted, lines.values()):
        for (lower, _), (upper, points) in pairwise(ordered):
            assert upper == lower or upper - lower >= points, (lower, upper)


def test_a_wide_logo_stays_small_and_a_tall_one_leaves_the_poster_on_its_page(monkeypatch, tmp_path):
    monkeypatch.setattr(files, "CLINICS_DIR", tmp_path)
    for name, sides in (("wide.png", (2000, 100)), ("tall.png", (100, 2000)), ("full.png", (1200, 400))):
        picture = Image.new("RGB", sides, "black")
        picture.paste("white", (sides[0] // 4, sides[1] // 4, sides[0] // 2, sides[1] // 2))
        picture.save(tmp_path / name)
        clinic = replace(LONGEST, logo=name)
        assert checker.validate_pdf_bytes(make(leaflets.poster, clinic)).is_compliant
        assert bare_edge(picture_of(leaflets.poster, clinic)) >= 11
