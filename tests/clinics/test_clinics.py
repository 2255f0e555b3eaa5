"""Clinics are files: each is checked at the start, and one file is all that a new clinic takes.

One with a mistake is left out with a loud word, and the others stay.
"""

import io
import struct
import zlib
from datetime import date

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from served import see

from clinics import files, logos
from clinics.files import ClinicError
from clinics.interpreters import LANGUAGES, MOST_LANGUAGES
from referrals import checks, reading_lists

FILE = """
name = "Northside Spine Clinic"
phone = "(212) 555-0100"
hours = ["Monday to Friday, 8 am to 5 pm"]
address = ["2 North Street", "New York, NY 10001"]
bring = ["A list of your medicines"]
"""
MISTAKES = {
    "no TOML": ("name = ", "northside.toml is not TOML"),
    "not in UTF-8": (b"name = '\xff'", "northside.toml is not in UTF-8"),
    "an unknown key": (FILE + 'fax = "1"', "fax"),
    "no phone": (FILE.replace("phone", "# phone"), "phone"),
    "a phone in words": (FILE.replace("(212) 555-0100", "call us"), "Write it as (555) 555-0100."),
    "a phone too short": (FILE.replace("555-0100", "555-010"), "Write it as (555) 555-0100."),
    "a number for a name": (FILE.replace('"Northside Spine Clinic"', "7"), "name must be a str"),
    "an empty name": (FILE.replace("Northside Spine Clinic", " "), "name is empty"),
    "a name too long": (FILE.replace("Northside", "N" * 80), "Use at most 80 in a line."),
    "a name with a hidden sign": (FILE.replace("Northside", "North\\u202eside"), "Type the line anew."),
    "an extension in words": (FILE.replace("555-0100", "555-0100 ext. nine"), "(555) 555-0100 ext. 12"),
    "a language that is none": (FILE + '[interpreter_in]\nxx = "x"', "interpreter_in does not know: xx. It knows es,"),
    "Chinese of no script": (FILE + '[interpreter_in]\nzh = "您"', "It knows es, zh-Hans, zh-Hant"),
    "lines of no table": (FILE + 'interpreter_in = "es"', "interpreter_in must be a table"),
    "a line that is a list": (FILE + '[interpreter_in]\nes = ["¿?"]', "interpreter_in es must be a line of words"),
    "an empty line": (FILE + '[interpreter_in]\nar = "\\u200f "', "interpreter_in ar must be a line of words"),
    "a line that turns the next one around": (FILE + '[interpreter_in]\nar = "نص\\u202e"', "must be a line of words"),
    "a wide line": (FILE + '[interpreter_in]\nja = "' + "通" * 41 + '"', "is 82 letters wide"),
    "a letter that no font has": (FILE + '[interpreter_in]\nfr = "x\U00013000"', "which no font here has"),
    "too many languages": (
        FILE + "[interpreter_in]\n" + "".join(f'{code} = "x"\n' for code in [*LANGUAGES][: MOST_LANGUAGES + 1]),
        f"Use at most {MOST_LANGUAGES}.",
    ),
    "a name the PDFs cannot draw": (FILE.replace("Northside", "北side"), "which the fonts of the PDFs lack"),
    "a rule set that is none": (FILE + 'rules = "medicaid"', "Write one of: clinic, medicare."),
    "no hours": (FILE.replace('["Monday to Friday, 8 am to 5 pm"]', "[]"), "hours needs 1 to 8 lines"),
    "too much to bring": (FILE.replace('["A list of your medicines"]', str(["x"] * 9)), "bring needs 1 to 8 lines"),
    "hours as one line": (FILE.replace('["Monday to Friday, 8 am to 5 pm"]', '"daily"'), "hours must be a list"),
    "a reviewer without a day": (FILE + 'reviewed_by = "A clinician"', "give reviewed_by and reviewed, or neither"),
    "a day in words": (FILE + 'reviewed_by = "A clinician"\nreviewed = "May"', "reviewed must be a date"),
    "a review to come": (FILE + 'reviewed_by = "A clinician"\nreviewed = 2999-01-01', "a day to come"),
    "a logo elsewhere": (FILE + 'logo = "../logo.png"', "Name a file beside it"),
    "nested without end": ("x = " + "[" * 5000, "northside.toml is not TOML"),
    "a logo that is not there": (FILE + 'logo = "none.png"', "there is no file none.png"),
}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder of clinics of its own; what was read of it is forgotten afterwards."""
    monkeypatch.setattr(files, "CLINICS_DIR", tmp_path)
    forget()
    yield tmp_path
    forget()


def forget():
    files.read_clinics.cache_clear()
    logos.logo_of.cache_clear()


def put(folder, text=FILE, name="northside.toml"):
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())


def picture(kind="PNG", size=(600, 300), **options):
    """A teal bar on white."""
    image = Image.new("RGB", size, "white")
    image.paste("teal", (0, 0, size[0] // 2, size[1]))
    return saved(image, kind, **options)


def saved(image, kind="PNG", **options):
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def letters(color, on, mode="RGBA"):
    """Thin strokes, as letters have, in the middle of a picture."""
    image = Image.new(mode, (600, 300), on)
    for left in range(200, 400, 20):
        image.paste(color, (left, 120, left + 6, 180))
    return image


def left_out(folder, caplog):
    """What is said of the one clinic that is left out, in the log and by the check, while another one goes on."""
    put(folder, name="other.toml")
    forget()
    checks.leave_out_wrong_clinics()
    assert set(files.all_clinics()) == {"other"}
    (problem,) = files.read_clinics().left_out
    assert [error.msg for error in checks.no_clinic_is_left_out()] == [str(problem)]
    assert isinstance(problem, ClinicError)
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert "A clinic is left out" in caplog.text
    assert str(problem) in caplog.text
    return str(problem)


@pytest.mark.parametrize(("text", "words"), MISTAKES.values(), ids=list(MISTAKES))
def test_each_mistake_leaves_its_clinic_out_with_the_file_and_what_to_do(folder, caplog, text, words):
    put(folder, text)
    problem = left_out(folder, caplog)
    assert "northside.toml" in problem
    assert words in problem


NAMES = ["North.toml", "north side.toml", "-n.toml", "n--n.toml", f"{'n' * 21}.toml", "northside (1).toml"]


@pytest.mark.parametrize("name", [*NAMES, "Copy of northside.toml"])
def test_a_file_whose_name_makes_no_good_link_is_left_out(folder, caplog, name):
    put(folder, name=name)
    assert left_out(folder, caplog).startswith(f"{name}: the file's name becomes the clinic's link")


JUNK = {
    "a folder": (lambda path: path.mkdir(), "northside.toml cannot be read: Is a directory"),
    "a dangling link": (lambda path: path.symlink_to("nowhere"), "northside.toml cannot be read: No such file"),
    "UTF-16": (lambda path: path.write_text(FILE, encoding="utf-16"), "northside.toml is not in UTF-8"),
    "Latin-1": (lambda path: path.write_bytes(FILE.encode() + b"# caf\xe9"), "northside.toml is not in UTF-8"),
    "zeros": (lambda path: path.write_bytes(bytes(100)), "northside.toml is not TOML"),
}


@pytest.mark.parametrize(("put_junk", "words"), JUNK.values(), ids=list(JUNK))
def test_what_is_no_readable_file_is_left_out_in_words(folder, caplog, put_junk, words):
    put_junk(folder / "northside.toml")
    assert words in left_out(folder, caplog)


@pytest.mark.parametrize("name", ["._northside.toml", ".#northside.toml", "northside.toml~", "#northside.toml#"])
def test_what_file_managers_and_editors_leave_beside_a_clinic_is_passed_over_without_a_word(folder, caplog, name):
    put(folder, b"\x00\x05\x16\x07 Mac OS X", name)
    put(folder, b"\xef\xbb\xbf" + FILE.encode())
    checks.leave_out_wrong_clinics()
    assert set(files.all_clinics()) == {"northside"}
    assert caplog.records == []
    assert checks.no_clinic_is_left_out() == []


def test_beside_a_clinic_that_is_left_out_the_site_and_the_others_go_on(folder, client):
    put(folder, "")
    put(folder, name="other.toml")
    checks.leave_out_wrong_clinics()
    assert files.all_clinics()["other"].name in see(client, "/r/other/").text
    assert files.all_clinics()["other"].name not in see(client, "/r/northside/").text
    for address in ("/", "/self-check/", "/self-check/summary/"):
        assert client.get(address).status_code == 200


def test_a_file_where_clinics_lay_before_is_named_with_where_to_move_it(folder, tmp_path_factory, monkeypatch, caplog):
    before = tmp_path_factory.mktemp("before")
    monkeypatch.setattr(files, "BEFORE_DIR", before)
    put(before)
    put(before, name="other.toml")
    put(folder, name="other.toml")
    assert set(files.all_clinics()) == {"other"}
    assert [str(problem) for problem in files.read_clinics().left_out] == [
        "northside.toml lies in referrals/clinics/. Move it, and its logo, to clinics/."
    ]
    assert "northside.toml" in caplog.text


def test_a_clinic_that_says_what_no_page_may_say_fails_the_check(folder):
    put(folder, FILE.replace("A list of your medicines", "See if you are eligible"))
    checks.leave_out_wrong_clinics()
    assert [error.id for error in checks.plain_words()] == ["referrals.E001"]


def bomb():
    """A picture of few bytes that would take 40,000 × 40,000 pixels."""
    head = struct.pack(">IIBBBBB", 40_000, 40_000, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


LOGOS = {
    "a GIF": (picture("GIF"), "is not a picture in PNG, JPEG or WebP"),
    "an SVG": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "is not a picture in PNG, JPEG or WebP"),
    "words": (b"hello", "is not a picture in PNG, JPEG or WebP"),
    "nothing": (b"", "is not a picture in PNG, JPEG or WebP"),
    "too many pixels": (picture(size=(2501, 2000)), "pixels. Make it smaller"),
    "a bomb": (bomb(), "is not a picture in PNG, JPEG or WebP"),
    "too many bytes": (picture() + b"\0" * 1_000_000, "Save it with at most 1,000,000"),
    "cut off": (picture("JPEG")[:-400], "is damaged"),
}


@pytest.mark.parametrize(("data", "words"), LOGOS.values(), ids=list(LOGOS))
def test_a_clinic_whose_logo_is_no_small_picture_is_left_out(folder, caplog, data, words):
    put(folder, FILE + 'logo = "logo.png"')
    (folder / "logo.png").write_bytes(data)
    problem = left_out(folder, caplog)
    assert "northside.toml logo logo.png" in problem
    assert words in problem


EMPTY = {
    "all see-through": Image.new("RGBA", (600, 300), (0, 0, 0, 0)),
    "dark letters that are see-through": letters((0, 0, 0, 0), (255, 255, 255, 0)),
    "all white": Image.new("RGB", (600, 300), "white"),
    "all of one color": Image.new("RGB", (600, 300), "teal"),
    "white letters on nothing": letters("white", (255, 255, 255, 0)),
    "nearly white letters on white": letters((235, 235, 235, 255), "white"),
    "letters of the color that they stand on": letters((0, 90, 90, 255), (0, 92, 91, 255)),
    "a speck": letters("white", "white").resize((600, 300)),
}
EMPTY["a speck"].paste("black", (0, 0, 5, 5))
SEEN = {
    "dark letters on nothing": letters("black", (0, 0, 0, 0)),
    "white letters on dark": letters("white", (0, 60, 60, 255)),
    "red letters on gray": letters((200, 30, 30, 255), (128, 128, 128, 255)),
    "one bit": letters(0, 1, "1"),
}


@pytest.mark.parametrize("image", EMPTY.values(), ids=list(EMPTY))
def test_a_clinic_whose_logo_would_be_an_empty_plate_is_left_out(folder, caplog, image):
    put(folder, FILE + 'logo = "logo.png"')
    (folder / "logo.png").write_bytes(saved(image))
    assert "northside.toml logo logo.png shows nothing on white paper" in left_out(folder, caplog)


@pytest.mark.parametrize("image", SEEN.values(), ids=list(SEEN))
def test_a_logo_of_few_thin_letters_is_taken(folder, image):
    put(folder, FILE + 'logo = "logo.png"')
    (folder / "logo.png").write_bytes(saved(image))
    checks.leave_out_wrong_clinics()
    assert set(files.all_clinics()) == {"northside"}


@pytest.mark.parametrize(
    ("written", "tel"),
    [
        ("(212) 555-0100", "tel:+12125550100"),
        ("212-555-0100", "tel:+12125550100"),
        ("+1 212 555 0100", "tel:+12125550100"),
        ("(212) 555-0100 ext. 12", "tel:+12125550100,12"),
        ("(212) 555-0100, ext 4321", "tel:+12125550100,4321"),
        ("212-555-0100 x7", "tel:+12125550100,7"),
        ("+1 (212) 555-0100 extension 0100", "tel:+12125550100,0100"),
    ],
)
def test_a_phone_may_have_an_extension_which_is_dialed_after_a_pause(folder, client, written, tel):
    put(folder, FILE.replace("(212) 555-0100", written))
    checks.leave_out_wrong_clinics()
    assert files.all_clinics()["northside"].tel == tel
    dialed = [one["attrs"]["href"] for one in see(client, "/r/northside/").all("a") if one["text"] == written]
    assert dialed
    assert set(dialed) == {tel}


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_logo_is_drawn_anew_small_upright_and_without_what_else_its_file_held(folder, kind):
    secret = PngInfo()
    secret.add_text("Comment", "Mark7x")
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "Mark7x"  # turned to its side; a description
    options = {"pnginfo": secret} if kind == "PNG" else {}
    put(folder, FILE + 'logo = "logo.png"')
    (folder / "logo.png").write_bytes(picture(kind, exif=exif, **options))
    logo = logos.logo_of(files.all_clinics()["northside"])
    assert (logo.width, logo.height) == (56, 96)
    for data, kept in ((logo.webp, "WEBP"), (logo.png, "PNG")):
        again = Image.open(io.BytesIO(data))
        assert (again.format, again.size) == (kept, (112, 192))
        assert b"Mark7x" not in data
        assert not again.getexif()


def test_a_clinic_added_as_one_file_is_everywhere_with_no_other_change(folder, client):
    put(folder, FILE + 'interpreter = "We speak Spanish."\nreviewed_by = "Clinician One"\nreviewed = 2026-11-01')
    clinic = files.all_clinics()["northside"]
    assert clinic.reviewed == date(2026, 11, 1)
    assert clinic.tel == "tel:+12125550100"
    shown = see(client, "/r/northside/")
    for text in clinic.texts:
        assert text in shown.text
    for address in (
        "/r/northside/risks/",
        f"/r/northside/pack/{reading_lists.code_of({'risks'})}/",
        "/clinics/northside/",
    ):
        assert clinic.name in see(client, address).text
    assert "/r/northside/logo" not in str(see(client, "/r/northside/").elements)  # it has none


def test_the_sample_is_plainly_a_sample(client):
    assert "There is no such clinic." in see(client, "/r/sample/").text
    assert "not a real clinic" in files.all_clinics()["sample"].name
