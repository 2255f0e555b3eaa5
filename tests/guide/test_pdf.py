"""The guide as a PDF: one sheet, accessible, in the order of the page, and nobody else's."""

import logging
import os
import re
import subprocess
import sys
import time
from calendar import month_name
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from functools import partial
from io import BytesIO
from threading import Event, Semaphore

import english
import page as checker
import pytest
import typst
from django.conf import settings
from every import every
from full import FULL
from patients import CASES, TODAY, summary_of
from pdfs import squeezed, words_of
from pypdf import PdfReader
from served import post, read, remember
from test_print import GUIDES

from kyphoplasty_site.serving import BLOCKING_THREADS
from screener import views
from screener.engine.priorities import Lean
from screener.guide import pdf, trial
from screener.guide.document import Document, blank, filled
from screener.guide.page import Guide
from screener.rule_sets.clinic import CLINIC_RULES
from screener.standings import standing_of_rules
from web import readability, typesetting

ADDRESS = "https://a-rather-long-name-of-a-host.example.org/self-check/"
WEIGHTS = {matter.id: Lean.FAR_FIRST for matter in CLINIC_RULES.priorities}
ONE_SHEET, LARGE_SHEETS = 2, 6
MOST_BYTES = 60_000
PDF_ADDRESS = "/self-check/guide.pdf"
AT_ONCE = 2_000 if FULL else 30
# In full, more documents than the 65,535 that typst can give a number to.
EMPTY_TENS = 6_600 if FULL else 300


def guide_of(given, weights=None, today=TODAY):
    return Guide(summary_of(given, today, weights or {}))


PAPERS = {
    **{
        name: filled(guide_of(case["answers"], today=date.fromisoformat(case["today"])), standing_of_rules)
        for name, case in CASES.items()
    },
    **{name: filled(guide_of(given, WEIGHTS), standing_of_rules) for name, given in GUIDES.items()},
    "blank": blank(guide_of({}), standing_of_rules),
}
PRINTS = [("letter", False), ("a4", False), ("letter", True), ("a4", True)]


def make(paper, size="letter", large=False, shared=False):
    return pdf.make(paper, settings.SITE_NAME, ADDRESS, size, large, shared)


def said(paper: Document):
    """Every text of a guide, in its order."""
    yield paper.title
    yield from (words for one in paper.first for words in (one.what, one.why))
    yield from (paper.sentence, paper.meaning)
    for section in (*paper.front, *paper.back):
        yield section.title
        yield section.hint
        yield from section.lines
        yield from (words for fact in (*section.facts, *section.long_facts) for words in fact)
        yield from (words for mark in section.marks for words in (f"{mark.title}.", mark.words))
        yield from (words for title, questions in section.groups for words in (title, *questions))
        yield from section.boxes
    for line in paper.help_lines:
        yield from (line.call, *line.signs)
    yield from paper.foot


def longest_first():
    return sorted(PAPERS, key=lambda name: sum(map(len, said(PAPERS[name]))), reverse=True)


LONGEST = longest_first()[:10]


A_NUMBER = re.compile(rf"\d+|{'|'.join(month_name[1:])}")


def parts_of(paper):
    """Its texts in parts as they are put together, whatever the number or the day in them."""
    return {A_NUMBER.sub("0", part) for text in said(paper) for part in re.split(r"[;:.,] ", text)}


def that_say_everything():
    """The longest papers, and of the others as many as say what those do not: each part of any is in one of them."""
    new, seen = {}, set()
    for name in longest_first():
        parts = parts_of(PAPERS[name])
        if name in LONGEST or parts - seen:
            new[name] = PAPERS[name]
        seen |= parts
    return new


TO_READ = PAPERS if FULL else that_say_everything()


def in_print(number):
    """The papers to make in this print: the longest in each, the others by turns in one. In full: all in each."""
    by_turns = [name for turn, name in enumerate(TO_READ) if turn % len(PRINTS) == number]
    return {name: PAPERS[name] for name in (PAPERS if FULL else {*LONGEST, *by_turns})}


@every("text", {text for paper in PAPERS.values() for text in said(paper)})
def test_no_text_of_any_guide_decides_or_misleads(text):
    assert not english.FORBIDDEN.search(text)
    assert not english.MISLEADING.search(text)


@pytest.mark.holds
@every("paper", TO_READ)
@pytest.mark.slow
def test_the_words_of_a_guide_are_plain(paper):
    assert readability.grade([words for words in said(paper) if words]) <= english.HIGHEST_GRADE


@pytest.mark.holds
@pytest.mark.parametrize("number", range(len(PRINTS)), ids=["letter", "A4", "large", "large A4"])
@pytest.mark.slow
def test_every_guide_is_accessible_small_and_on_few_pages(number):
    size, large = PRINTS[number]

    @every("paper", in_print(number))
    def is_so(paper):
        made = make(paper, size, large)
        report = checker.validate_pdf_bytes(made)
        assert report.is_compliant, [failure.message for failure in report.failures]
        assert report.document.page_count <= (LARGE_SHEETS if large else ONE_SHEET)
        assert len(made) < MOST_BYTES

    is_so()


@pytest.mark.holds
@every("paper", TO_READ)
@pytest.mark.slow
def test_the_words_of_a_guide_are_read_in_the_order_of_the_page(paper):
    text, position = squeezed(words_of(make(paper))), 0
    for words in said(paper):
        found = text.find(squeezed(words), position)
        assert found >= 0, words
        position = found


def test_a_guide_has_its_title_language_bookmarks_and_fonts():
    reader = PdfReader(BytesIO(make(PAPERS["all-points-fit"])))
    assert reader.metadata.title == "Guide for the visit: a broken spine bone"
    assert str(reader.trailer["/Root"]["/Lang"]).startswith("en")
    assert [entry.title for entry in reader.outline if not isinstance(entry, list)]
    fonts = {
        str(font["/BaseFont"])
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()
        for font in [font.get_object()]
    }
    assert fonts
    assert all("AtkinsonHyperlegibleNext" in font for font in fonts)


def note_size(sizes, text, cm, tm, font, size):
    """For pypdf, which calls it with each piece of text."""
    if text.strip():
        sizes.append(size)


def test_letters_are_11_points_or_more_and_18_in_large_print():
    for large, least in ((False, 11), (True, 18)):
        sizes = []
        for one in PdfReader(BytesIO(make(PAPERS["all-points-fit"], large=large))).pages:
            one.extract_text(visitor_text=partial(note_size, sizes))
        body = max(set(sizes), key=sizes.count)
        assert body == (18 if large else 11)
        assert min(sizes) >= least


def test_a_guide_that_hangs_is_given_up_and_the_next_one_is_made(monkeypatch):
    with monkeypatch.context() as hanging:
        hanging.setattr(typesetting, "LONGEST_SECONDS", 0.2)
        hanging.setattr("web.typesetting.typst.compile", lambda *args, **kwargs: time.sleep(1))
        with pytest.raises(typesetting.PdfBusyError, match=r"^TimeoutError$"):
            make(PAPERS["blank"])
    assert make(PAPERS["blank"]).startswith(b"%PDF")


class Crowd:
    """As many guides as may be, which wait for a typesetter that has stopped until `let_go`."""

    def __init__(self, monkeypatch):
        come, self.go_on = Semaphore(0), Event()

        class Typesetter(ThreadPoolExecutor):
            def submit(self, *args, **kwargs):
                future = super().submit(*args, **kwargs)
                come.release()
                return future

        typesetter = Typesetter(max_workers=1)
        typesetter.submit(self.go_on.wait, 60)
        monkeypatch.setattr(typesetting, "TYPESETTER", typesetter)
        pool = ThreadPoolExecutor(typesetting.MOST_AT_ONCE)
        self.asked = [pool.submit(make, PAPERS["blank"]) for _ in range(typesetting.MOST_AT_ONCE)]
        for _ in range(1 + typesetting.MOST_AT_ONCE):
            assert come.acquire(timeout=60)

    def let_go(self):
        self.go_on.set()
        return [one.result(60) for one in self.asked]


@pytest.fixture
def crowd(monkeypatch):
    crowd = Crowd(monkeypatch)
    yield crowd
    crowd.let_go()


def test_no_more_guides_are_made_at_once_than_set_and_the_others_are_told_at_once(crowd):
    for _ in range(10):
        with pytest.raises(typesetting.PdfBusyError, match=r"^3 are made already$"):
            make(PAPERS["blank"])
    assert all(made.startswith(b"%PDF") for made in crowd.let_go())
    assert make(PAPERS["blank"]).startswith(b"%PDF")


def test_nobody_waits_for_a_place(monkeypatch):
    class NoPlace:
        def acquire(self, blocking=True, timeout=None):
            assert (blocking, timeout) == (False, None)
            return False

    monkeypatch.setattr(typesetting, "PLACES", NoPlace())
    with pytest.raises(typesetting.PdfBusyError):
        make(PAPERS["blank"])


def test_a_thread_is_left_for_pages_while_as_many_guides_as_may_be_are_made():
    assert typesetting.MOST_AT_ONCE < BLOCKING_THREADS


class Stopped:
    """A typesetter that stops with the first document, until `go_on`."""

    def __init__(self, monkeypatch):
        self.begun, self.go_on, compile_ = Event(), Event(), typst.compile

        def stopped(*args, **kwargs):
            self.begun.set()
            assert self.go_on.wait(60)
            return compile_(*args, **kwargs)

        monkeypatch.setattr("web.typesetting.typst.compile", stopped)


def test_shared_sheets_leave_places_at_the_typesetter_to_patients_guides(monkeypatch):
    stopped = Stopped(monkeypatch)
    patients = typesetting.MOST_AT_ONCE - typesetting.MOST_SHARED
    with ThreadPoolExecutor(1 + patients) as pool:
        sheet = pool.submit(typesetting.typeset_once, trial.WORDS_ALONE, {"text": "A poster"})
        assert stopped.begun.wait(60)
        for text in ("Slips", "Another poster"):
            with pytest.raises(typesetting.PdfBusyError, match=r"^1 for everybody is made already$"):
                typesetting.typeset_once(trial.WORDS_ALONE, {"text": text})
        with pytest.raises(typesetting.PdfBusyError):
            make(PAPERS["blank"], shared=True)
        guides = [pool.submit(make, PAPERS["all-points-fit"]) for _ in range(patients)]
        stopped.go_on.set()
        assert all(one.result(60).startswith(b"%PDF") for one in (sheet, *guides))


def test_a_shared_sheet_is_typeset_once_and_a_persons_guide_each_time(monkeypatch):
    typeset, compile_ = [], typst.compile
    monkeypatch.setattr(
        "web.typesetting.typst.compile", lambda *args, **kwargs: typeset.append(1) or compile_(*args, **kwargs)
    )
    for _ in range(3):
        typesetting.typeset_once(trial.WORDS_ALONE, {"text": "What clinics print"})
    assert len(typeset) == 1
    kept = typesetting._typeset_once.cache_info().currsize
    for _ in range(3):
        make(PAPERS["all-points-fit"])
    assert len(typeset) == 4
    assert typesetting._typeset_once.cache_info().currsize == kept


def test_no_more_shared_sheets_are_kept_than_the_limit():
    for number in range(typesetting.MOST_KEPT + 5):
        typesetting.typeset_once(trial.WORDS_ALONE, {"text": f"{number}"})
    assert typesetting._typeset_once.cache_info().currsize == typesetting.MOST_KEPT


def test_a_guide_that_cannot_be_made_gives_its_place_to_the_next():
    for _ in range(2 * typesetting.MOST_AT_ONCE):
        with pytest.raises(typesetting.PdfError, match=r"^TypstError$"):
            make(replace(PAPERS["blank"], sentence="漢"))
    assert make(PAPERS["blank"]).startswith(b"%PDF")


@pytest.mark.holds
@pytest.mark.slow
def test_guides_made_at_once_hold_no_word_of_each_other():
    marks = [f"Mark{number:04}x" for number in range(AT_ONCE)]
    papers = [replace(PAPERS["all-points-fit"], sentence=mark) for mark in marks]
    with ThreadPoolExecutor(typesetting.MOST_AT_ONCE) as pool:
        for mark, guide in zip(marks, pool.map(make, papers), strict=True):
            assert re.findall(r"Mark\d{4}x", words_of(guide)) == [mark]


def growth(steps, before, after):
    """By how many KiB a process set up like a worker grows from `before` runs of these steps to `after` more."""
    code = f"""
import sys; sys.path[:0] = {sys.path!r}
import django; django.setup()
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from server import resident
from test_pdf import PAPERS, make, os, pdf
from web import typesetting
from kyphoplasty_site.serving import hold_little_memory

hold_little_memory()

def after(first, last):
    {steps}
    return resident(os.getpid())

print(after(0, {before}), after({before}, {before + after}))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    first, last = map(int, done.stdout.split())
    return (last - first) / 1024


@pytest.mark.full  # growth shows over thousands of guides
def test_memory_stays_flat_over_2000_guides():
    steps = """for start in range(first, last, 50):
        with ThreadPoolExecutor(typesetting.MOST_AT_ONCE) as pool:
            numbers = range(start, start + 50)
            papers = (replace(PAPERS["all-points-fit"], sentence=f"Mark{number}") for number in numbers)
            [None for _ in pool.map(make, papers)]"""
    assert growth(steps, before=500, after=2_000) / 2_000 < 1, "KiB for each guide"


@pytest.mark.holds
@pytest.mark.slow
def test_nothing_is_kept_of_a_document_however_many_are_made():
    steps = "[typesetting._forget() for _ in range(first, last)]"
    assert growth(steps, before=50, after=EMPTY_TENS) < 200


def test_words_are_never_read_as_markup():
    hostile = '#read("/etc/passwd") *b* $x$ = h <a> @b // c \\ #image("x")'
    assert squeezed(hostile) in squeezed(words_of(make(replace(PAPERS["blank"], sentence=hostile))))


def test_the_fonts_have_all_of_ascii_so_that_a_plain_text_need_not_be_tried(monkeypatch):
    assert trial.draws("".join(map(chr, range(32, 127))), typesetting.site_fonts())
    monkeypatch.setattr(trial, "_ask", None)
    assert trial.undrawable([("Mayo Clinic", trial.FONTS_OF_THE_GUIDE)]).popitem()[1] == ""


def test_the_first_sign_that_the_fonts_lack_is_found_for_each_text():
    texts = {"Mayo Clinic": "", "Clínica Peña’s": "", "東 Clinic": "東", "a\x07b": "\x07"}
    found = trial.undrawable((text, trial.FONTS_OF_THE_GUIDE) for text in texts)
    assert {text: sign for (text, _), sign in found.items()} == texts


@pytest.mark.parametrize(
    "fault", ["os.abort()", "time.sleep(100)", "raise SystemError"], ids=["a crash", "a hang", "a panic"]
)
@pytest.mark.slow
def test_a_text_that_typst_fails_over_is_told_from_the_others(tmp_path, monkeypatch, fault):
    program = tmp_path / "python"
    program.write_text(
        f"#!{sys.executable}\n"
        "import os, sys, time\n"
        "from screener.guide import trial\n"
        "trial.LONGEST_SECONDS = 1\n"
        "real = trial.draws\n"
        "def draws(text, fonts):\n"
        f"    if text == 'ß': {fault}\n"
        "    return real(text, fonts)\n"
        "trial.draws = draws\n"
        "for one in trial._answers(sys.stdin.buffer.read()): print(trial.orjson.dumps(one).decode(), flush=True)\n"
    )
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))
    monkeypatch.setenv("PYTHONPATH", str(trial.ROOT))
    found = [*trial.undrawable((text, trial.FONTS_OF_THE_GUIDE) for text in ("é", "ß", "東")).values()]
    assert isinstance(found[1], trial.TrialError)
    assert [found[0], found[2]] == ["", "東"]


def test_a_sign_that_no_font_has_is_an_error_that_says_no_word_of_the_guide():
    with pytest.raises(typesetting.PdfError) as error:
        make(replace(PAPERS["blank"], sentence="Cancer 漢"))
    assert str(error.value) == "TypstError"


def test_a_panic_of_the_typesetter_is_an_error_of_the_same_kind(monkeypatch):
    class PanicException(BaseException):  # as its library raises it
        pass

    def panic(*args, **kwargs):
        raise PanicException("Cancer")

    monkeypatch.setattr("web.typesetting.typst.compile", panic)
    with pytest.raises(typesetting.PdfError, match=r"^PanicException$"):
        make(PAPERS["blank"])


def test_a_guide_needs_no_folder_and_its_words_could_reach_no_file(monkeypatch):
    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    for name in ("mkdir", "makedirs"):
        monkeypatch.setattr(os, name, full)
    monkeypatch.setattr("tempfile.gettempdir", full)
    assert make(PAPERS["blank"]).startswith(b"%PDF")
    words = {"text": "Words"}
    assert typesetting.typeset_once(trial.WORDS_ALONE, words).startswith(b"%PDF")
    for path in ("/etc/passwd", "/guide.typ", "guide.typ", "../guide/guide.typ"):
        with pytest.raises(typesetting.PdfError, match=r"^TypstError$"):
            typesetting.typeset_once(trial.WORDS_ALONE + f'\n#let _ = read("{path}")'.encode(), words)


# ---- As served ----


def test_the_pdf_holds_the_answers_and_is_kept_nowhere(client):
    response = remember(client, CASES["all-points-fit"]["answers"]).get(PDF_ADDRESS)
    assert response["Content-Type"] == "application/pdf"
    assert "no-store" in response["Cache-Control"]
    assert 'filename="guide-for-the-visit.pdf"' in response["Content-Disposition"]
    assert "The answers fit the points a clinic looks at." in words_of(response.content)


@pytest.mark.parametrize(
    ("query", "width", "body"),
    [("", 612, 11), ("?size=a4", 595, 11), ("?print=large", 612, 18), ("?size=x&print=%00", 612, 11)],
)
def test_paper_and_print_can_be_chosen_and_nonsense_is_passed_over(client, query, width, body):
    made = client.get(f"/guide.pdf{query}").content
    sizes = []
    (first, *_) = PdfReader(BytesIO(made)).pages
    first.extract_text(visitor_text=partial(note_size, sizes))
    assert round(float(first.mediabox.width)) == width
    assert max(set(sizes), key=sizes.count) == body


def test_the_blank_pdf_is_made_once_and_the_same_guide_is_the_same_file(client):
    views._make_once.cache_clear()
    first = client.get("/guide.pdf")
    assert client.get("/guide.pdf").content == first.content
    assert client.get("/guide.pdf", headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert views._make_once.cache_info().misses == 1
    assert make(PAPERS["all-points-fit"]) == make(PAPERS["all-points-fit"])


def test_without_answers_the_blank_guide_comes_with_a_word_why(client):
    shown = read(client.get(PDF_ADDRESS))
    assert "There are no answers, or they are forgotten. So this is the blank guide." in shown.text


def test_if_the_pdf_cannot_be_made_the_page_comes_and_the_log_has_no_answer(client, monkeypatch, caplog):
    def fail(*args, **kwargs):
        raise typst.TypstError("no font has the signs of Cancer", "")

    monkeypatch.setattr("web.typesetting.typst.compile", fail)
    views._make_once.cache_clear()
    post(client, "cause", "cancer")
    with caplog.at_level(logging.ERROR):
        shown = read(client.get(PDF_ADDRESS))
    assert "The PDF could not be made just now." in shown.text
    assert "could not be made" in caplog.text
    assert "ancer" not in caplog.text
    blank_one = client.get("/guide.pdf")
    assert "The PDF could not be made just now." in read(blank_one).text
    assert "no-store" in blank_one["Cache-Control"]


BUSY = "The PDF cannot be made just now, as many are asking. Try again in a minute, or print this page"


def test_while_too_many_ask_the_page_comes_with_a_word_when_to_try_again(client, crowd):
    views._make_once.cache_clear()
    remember(client, CASES["all-points-fit"]["answers"])
    for address, words in ((PDF_ADDRESS, "Weak bones (osteoporosis)"), ("/guide.pdf", "My medicines")):
        response = client.get(address)
        assert response.status_code == 503
        assert response["Retry-After"] == "60"
        assert "no-store" in response["Cache-Control"]
        assert BUSY in read(response).text
        assert words in read(response).inside("guide")
    assert client.get("/self-check/guide/").status_code == 200
    crowd.let_go()
    for address in (PDF_ADDRESS, "/guide.pdf"):
        assert client.get(address)["Content-Type"] == "application/pdf"


@pytest.mark.parametrize("sheet", ["slips", "poster"])
def test_while_too_many_ask_staff_are_told_when_to_try_again(client, crowd, sheet):
    typesetting._typeset_once.cache_clear()  # a sheet that another test has asked for is there already
    response = client.get(f"/clinics/sample/{sheet}.pdf")
    assert response.status_code == 503
    assert response["Retry-After"] == "60"
    assert "Many are asking for one just now. Try again in a minute." in read(response).text
    crowd.let_go()
    assert client.get(f"/clinics/sample/{sheet}.pdf")["Content-Type"] == "application/pdf"


def test_whoever_is_told_to_wait_is_noted_nowhere(client, crowd, caplog):
    views._make_once.cache_clear()
    with caplog.at_level(logging.INFO):
        client.get("/guide.pdf", REMOTE_ADDR="203.0.113.9", headers={"x-forwarded-for": "203.0.113.9"})
    assert "The guide was not made as a PDF: 3 are made already" in caplog.text
    assert "203.0.113.9" not in caplog.text


def test_a_guide_that_takes_too_long_is_answered_as_one_that_too_many_ask_for(client, monkeypatch):
    monkeypatch.setattr(typesetting, "LONGEST_SECONDS", 0.01)
    monkeypatch.setattr("web.typesetting.typst.compile", lambda *args, **kwargs: time.sleep(1))
    views._make_once.cache_clear()
    response = client.get("/guide.pdf")
    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert BUSY in read(response).text
