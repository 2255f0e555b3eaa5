"""Lines for people who need an interpreter: in any script, each marked with its language, wherever it is read."""

from dataclasses import replace
from io import BytesIO

import page as checker
import pytest
from pdfs import squeezed, words_of
from PIL import Image, ImageChops
from pypdf import PdfReader
from served import see
from test_clinics import FILE, folder, put

from clinics import files
from clinics.files import LONGEST_LINE, all_clinics
from clinics.interpreters import LANGUAGES, MOST_LANGUAGES, InterpreterLine
from referrals import checks, leaflets
from referrals.emails import emails
from screener.guide.trial import undrawable
from web.typesetting import PAPERS

__all__ = ["folder"]

# "Do you need an interpreter?", to try each script with; no clinic has used these words.
FIFTEEN = {
    "es": "¿Necesita un intérprete? Díganoslo cuando llame.",
    "zh-Hans": "您需要口译员吗?打电话时请告诉我们。",
    "zh-Hant": "您需要口譯員嗎?打電話時請告訴我們。",
    "vi": "Quý vị cần thông dịch viên? Hãy cho chúng tôi biết khi gọi.",
    "ko": "통역사가 필요하십니까? 전화하실 때 말씀해 주십시오.",
    "tl": "Kailangan mo ba ng interpreter? Sabihin sa amin.",
    "ru": "Вам нужен переводчик? Скажите нам, когда позвоните.",
    "ar": "هل تحتاج إلى مترجم؟ اتصل بالرقم 555-0100 الآن.",
    "ht": "Èske ou bezwen yon entèprèt? Di nou sa lè ou rele.",
    "fr": "Besoin d’un interprète ? Dites-le-nous.",
    "pl": "Potrzebujesz tłumacza? Powiedz nam, gdy zadzwonisz.",
    "pt": "Precisa de um intérprete? Diga-nos quando ligar.",
    "it": "Ha bisogno di un interprete? Ce lo dica.",
    "de": "Brauchen Sie einen Dolmetscher? Sagen Sie es uns.",
    "ja": "通訳が必要ですか?お電話の際にお知らせください。",
    "fa": "به مترجم نیاز دارید؟ می\u200cخواهید",
}
OTHERS = {
    "am": "አስተርጓሚ ይፈልጋሉ?",
    "he": "צריכים מתורגמן?",
    "hi": "क्या आपको दुभाषिया चाहिए?",
    "hy": "Ձեզ թարգմանիչ պե՞տք է",
    "km": "តើអ្នកត្រូវការអ្នកបកប្រែទេ?",
    "th": "คุณต้องการล่ามไหม",
    "ur": "کیا آپ کو مترجم چاہیے؟",
}
LONG = {code: "通" * 40 if code in leaflets.EAST_ASIAN else "М" * 39 + " " + "ж" * 40 for code in FIFTEEN}
# Marks above and below a letter, which the reader of the tests takes for letters of their own.
STACKED = {"vi", "hi", "km", "th"}
CJK = {"zh-Hans": "NotoSansCJKsc", "zh-Hant": "NotoSansCJKtc", "ko": "NotoSansCJKkr", "ja": "NotoSansCJKjp"}


def lines(given):
    return tuple(InterpreterLine(*one) for one in given.items())


def clinic_with(given):
    return replace(all_clinics()["sample"], interpreter_in=lines(given))


def printed(given, size="letter", kind="pdf"):
    return leaflets.interpreters(clinic_with(given), "https://www.example.org/r/sample/", size, kind)


def fonts_of(made):
    (page,) = PdfReader(BytesIO(made)).pages
    return " ".join(str(font.get_object()["/BaseFont"]) for font in page["/Resources"]["/Font"].values())


def languages_of(element):
    """Every language that an element of a PDF, or one below it, is marked with."""
    below = element.get("/K", [])
    found = (one.get_object() for one in (below if isinstance(below, list) else [below]) if not isinstance(one, int))
    own = {str(element["/Lang"])} if "/Lang" in element else set()
    return own.union(*(languages_of(one) for one in found))


def in_toml(given):
    return FILE + "[interpreter_in]\n" + "".join(f'{code} = "{words}"\n' for code, words in given.items())


def test_the_fifteen_languages_most_asked_for_stand_first():
    assert list(LANGUAGES)[: len(FIFTEEN)] == list(FIFTEEN)
    assert len(FIFTEEN) == 15 + 1, "Chinese has two scripts"
    assert len(LONG) == MOST_LANGUAGES
    assert {line.width for line in lines(LONG)} == {LONGEST_LINE}


def test_a_clinics_lines_are_on_its_page_in_its_emails_and_on_a_sheet_for_staff(folder, client):
    put(folder, in_toml(FIFTEEN))
    checks.leave_out_wrong_clinics()
    shown = see(client, "/r/northside/")
    marked = {one["attrs"]["lang"]: one for one in shown.all("li") if "lang" in one["attrs"]}
    assert marked.keys() == FIFTEEN.keys()
    assert {code for code, one in marked.items() if one["attrs"]["dir"] == "rtl"} == {"ar", "fa"}
    for email in emails(files.all_clinics()["northside"], "https://www.example.org/r/northside/"):
        for line in files.all_clinics()["northside"].interpreter_in:
            assert f"- {line.words}\n" in email.text
            assert (
                f'<li lang="{line.language}" dir="{line.direction}" style="margin: 0 0 8px">{line.words}</li>'
                in email.html
            )
    assert "/clinics/northside/interpreters.pdf" in str(see(client, "/clinics/northside/").elements)
    response = client.get("/clinics/northside/interpreters.pdf")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="interpreters-northside.pdf"'


def test_a_clinic_without_lines_has_no_such_sheet_and_says_nothing_of_one(client):
    assert client.get("/clinics/sample/interpreters.pdf").status_code == 404
    assert "interpreters.pdf" not in str(see(client, "/clinics/sample/").elements)


@pytest.mark.parametrize("size", PAPERS)
@pytest.mark.parametrize(
    "given", [FIFTEEN, OTHERS, LONG, {"es": FIFTEEN["es"]}], ids=["fifteen", "others", "long", "one"]
)
def test_the_sheet_is_one_accessible_page_with_each_line_beside_the_english_name_of_its_language(given, size):
    made = printed(given, size)
    report = checker.validate_pdf_bytes(made)
    assert report.is_compliant, [failure.message for failure in report.failures]
    assert len(PdfReader(BytesIO(made)).pages) == 1
    text = squeezed(words_of(made))
    for line in lines(given):
        assert squeezed(line.name) in text
        if line.direction == "ltr" and line.language not in STACKED:
            assert squeezed(line.written) in text


@pytest.mark.parametrize("language", [*FIFTEEN, *OTHERS])
@pytest.mark.slow
def test_each_language_is_tagged_and_drawn_with_a_font_that_has_its_letters(language):
    words = {**FIFTEEN, **OTHERS}[language]
    trial = (words, leaflets.MANY_SCRIPTS)
    assert undrawable([trial]) == {trial: ""}
    made = printed({language: words})
    assert language.partition("-")[0] in languages_of(PdfReader(BytesIO(made)).trailer["/Root"]["/StructTreeRoot"])
    assert CJK.get(language, "NotoSans") in fonts_of(made)


def test_letters_of_arabic_are_joined_and_run_from_the_right():
    apart = printed({"ar": "\u200c".join("مترجم")}, kind="png")
    joined = printed({"ar": "مترجم"}, kind="png")
    left, *_ = differences(apart, joined)
    assert left > 0.75 * Image.open(BytesIO(joined)).width


def differences(one, other):
    """The box around all in which two pictures differ."""
    return ImageChops.difference(*(Image.open(BytesIO(made)).convert("L") for made in (one, other))).getbbox()


def test_a_number_in_a_line_from_right_to_left_keeps_its_order():
    assert InterpreterLine("ar", FIFTEEN["ar"]).words.count("\u2066555-0100\u2069") == 1
    assert InterpreterLine("ar", "هل (555) 555-0100").words.endswith("\u2066(555) 555-0100\u2069")
    assert InterpreterLine("es", "Llame al 555-0100.").words == "Llame al 555-0100."
    assert differences(
        printed({"ar": FIFTEEN["ar"]}, kind="png"),
        printed({"ar": FIFTEEN["ar"].replace("555-0100", "0100-555")}, kind="png"),
    )


def test_the_guides_fonts_are_those_of_before():
    """What patients get has not grown."""
    made = leaflets.poster(clinic_with(FIFTEEN), "https://www.example.org/r/sample/")
    assert "Noto" not in fonts_of(made)
