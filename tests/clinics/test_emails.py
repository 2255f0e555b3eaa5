"""E-mails for clinics to copy: plain, silent on health where others can see it, and the same as text and as HTML."""

import re
from dataclasses import replace

import english
import pytest
from axe_playwright_python.base import AXE_SCRIPT
from reviewing import sign
from served import Served

from clinics.files import all_clinics
from kyphoplasty_site.reviewed import all_items
from referrals.email_words import TONES
from referrals.emails import emails
from referrals.prefilled_links import LAST_DAYS, make_token
from web import readability

SAMPLE = all_clinics()["sample"]
REAL = replace(SAMPLE, name="Northside Clinic", sample=False)
HOSTILE = replace(
    REAL,
    name='<b>"&',
    hours=("</td></table><script>alert(1)</script>",),
    bring=("{name} {{ part.words }} {% now 'Y' %} %s", "&lt;i&gt;"),
    interpreter="' onclick='x",
)
LONG = ("W" * 80, "word " * 15, *["Monday to Friday, 8 am to 5 pm " * 2] * 6)
LONGEST = replace(REAL, name="W" * 80, hours=LONG, address=LONG, bring=LONG, interpreter="w" * 80)

PLAIN = "https://www.example.org/r/sample/"
PREFILLED = f"https://www.a-long-name-of-a-host.example.org/p/{make_token(SAMPLE, {'scan': 'mri'})}/"
BOTH = {False: PLAIN, True: PREFILLED}

HEALTH = re.compile(
    r"health|spin(?:e|al)|\bback|bone|fracture|br[eo]a?k|kyphoplasty|balloon|pain|scan|procedure|surgery|treat|"
    r"doctor|clinician|patient|chart|medic|self-check|answer|referral",
    re.IGNORECASE,
)
NEVER = re.compile(r"\bcandidate|\brecommended|\byou should\b|\bcures?\b|\bsafe\b", re.IGNORECASE)


def every(clinic):
    """Its e-mails of every tone, with a plain link and with a prefilled one."""
    return [email for filled_in, address in BOTH.items() for email in emails(clinic, address, filled_in)]


def blocks(email):
    """The lines of the text as a reader meets them, without the link."""
    lines = [line.removeprefix("- ") for line in email.text.splitlines() if line]
    return [line for line in lines if not line.startswith("https://")]


def shown(html):
    """The words that the HTML shows."""
    return Served(html).inside("table")


ALL = pytest.mark.parametrize("email", every(REAL), ids=lambda email: email.tone)


def test_there_is_one_in_each_tone_and_no_two_read_alike():
    written = emails(REAL, PLAIN)
    assert [email.tone for email in written] == ["neutral", "please-read", "relative"]
    for part in ("label", "subject", "text", "html"):
        assert len({getattr(email, part) for email in written}) == len(TONES)


@ALL
def test_each_says_what_to_bring_who_decides_how_to_reach_the_clinic_and_what_to_do_in_an_emergency(email):
    assert blocks(email)[0] == "Hello,"
    assert re.search(r"Please (bring the printed sheet|print the sheet and bring it) to (your|the) visit", email.text)
    assert "This is not a referral decision." in email.text
    assert "Emergency? Call 911. Do not wait for an answer to this e-mail." in email.text
    for words in (REAL.name, REAL.phone, *REAL.hours, *REAL.address, *REAL.bring, REAL.interpreter):
        assert words in email.text


def test_only_a_prefilled_link_comes_with_a_word_on_what_it_carries():
    for plain, filled in zip(emails(REAL, PLAIN), emails(REAL, PREFILLED, filled_in=True), strict=True):
        for words in ("filled in from", "Please check each one", f"works for {LAST_DAYS} days", "do not forward it"):
            assert words in filled.text
            assert words not in plain.text


@ALL
def test_each_is_easy_to_read(email):
    assert readability.grade(blocks(email)) <= english.HIGHEST_GRADE
    assert readability.average_sentence(blocks(email)) <= english.AVERAGE_SENTENCE
    assert [long for block in blocks(email) for long in english.long_sentences(block)] == []


@ALL
def test_none_says_what_may_not_be_said(email):
    for words in (email.label, email.subject, email.text):
        for wrong in (english.FORBIDDEN, english.MISLEADING, NEVER):
            assert not wrong.search(words)


@ALL
def test_the_subject_and_the_words_before_the_link_say_nothing_of_health(email):
    before, link, _ = email.text.partition("https://")
    assert link
    for seen in (email.subject, before):
        assert not HEALTH.search(seen.replace(REAL.name, ""))
    assert HEALTH.search(email.text.replace(REAL.name, ""))


@pytest.mark.parametrize("email", every(SAMPLE), ids=lambda email: email.tone)
def test_a_samples_e_mail_is_plainly_a_sample(email):
    assert email.subject.startswith("Sample, do not send:")
    assert email.text.startswith("This is a sample.")
    assert shown(email.html).startswith("This is a sample.")


@ALL
def test_a_clinics_own_e_mail_is_not_called_a_sample(email):
    assert "sample" not in email.subject.lower()
    assert "This is a sample" not in email.text


def test_an_email_says_that_no_clinician_checked_the_site_until_one_has(reviews):
    said = "The words and rules of the site:"
    assert all(f"{said} Not yet checked by a clinician." in email.text for email in every(REAL))
    sign(reviews, all_items().values())
    assert all(f"{said} Checked by Clinician One, MD on November 10, 2026." in email.text for email in every(REAL))


@ALL
def test_the_link_stands_once_in_the_button_and_once_in_print_and_alone_on_its_line_in_the_text(email):
    (address,) = [address for address in BOTH.values() if address in email.text]
    page = Served(email.html)
    assert [one["attrs"]["href"] for one in page.all("a")] == [address]
    assert email.html.count(address) == 2
    assert shown(email.html).count(address) == 1
    assert email.text.splitlines().count(address) == email.text.count(address) == 1


@ALL
def test_the_html_fetches_nothing_runs_nothing_and_names_its_language_and_subject(email):
    page = Served(email.html)
    assert not {one["tag"] for one in page.elements} & {"script", "style", "link", "img", "iframe", "form", "base"}
    names = {name for one in page.elements for name in one["names"]}
    assert not [name for name in names if name in {"src", "srcset", "background"} or name.startswith("on")]
    for address in BOTH.values():
        email_without = email.html.replace(address, "")
        if email_without != email.html:
            assert "http" not in email_without
    assert not re.search(r"url\(|@import|@font-face|cid:", email.html)
    assert page.all("html")[0]["attrs"]["lang"] == page.all("table")[0]["attrs"]["lang"] == "en"
    assert page.all("title")[0]["text"] == email.subject
    assert all(one["attrs"].get("role") == "presentation" for one in page.all("table"))


@pytest.mark.parametrize("clinic", [SAMPLE, REAL, HOSTILE, LONGEST], ids=["sample", "real", "hostile", "longest"])
def test_text_and_html_have_the_same_words(clinic):
    for email in every(clinic):
        text = re.sub(r"^- ", "", email.text, flags=re.MULTILINE)
        assert shown(email.html) == " ".join(text.split())


def test_a_clinics_words_stay_words():
    for email, harmless in zip(every(HOSTILE), every(REAL), strict=True):
        assert email.subject.endswith('to <b>"&')
        for words in (HOSTILE.name, *HOSTILE.hours, *HOSTILE.bring, HOSTILE.interpreter):
            assert words in email.text
            assert words in shown(email.html)
        tags, expected = ([one["tag"] for one in Served(one.html).elements] for one in (email, harmless))
        assert tags == expected[: expected.index("li")] + tags[expected.index("li") :]
        assert not {"b", "script", "i"} & set(tags)


def test_the_longest_clinic_is_there_to_the_last_line():
    for email in every(LONGEST):
        for words in (LONGEST.name, *LONGEST.hours, *LONGEST.address, *LONGEST.bring, LONGEST.interpreter):
            assert words in email.text


# Each of the two rules leaves the other's range to the other.
CONTRAST = """() => axe.run({
    runOnly: {type: "rule", values: ["color-contrast", "color-contrast-enhanced"]}, preload: false
}).then(({violations, incomplete}) =>
    [...violations, ...incomplete].flatMap(({nodes}) => nodes.map(node => node.html)))"""
SMALL = """[...document.querySelectorAll("p, li, h2, td, a")]
    .filter(one => [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
    .filter(one => parseFloat(getComputedStyle(one).fontSize) < 16).map(one => one.outerHTML)"""
OUT = """limit => [...document.querySelectorAll("table table, table table *")]
    .filter(one => one.getBoundingClientRect().right > limit + 1 || one.getBoundingClientRect().width > 600)
    .map(one => one.outerHTML.slice(0, 100))"""


@pytest.mark.browser
def test_an_email_is_readable_and_at_most_600_px_wide_on_any_screen(page):
    for email in (*emails(SAMPLE, PREFILLED, filled_in=True), *emails(LONGEST, PREFILLED, filled_in=True)):
        page.set_content(email.html)
        page.evaluate(AXE_SCRIPT)
        page.evaluate("document.documentElement.style.background = 'Canvas'")  # as painted; axe takes it for white
        for width in (320, 360, 600, 1280):
            page.set_viewport_size({"width": width, "height": 740})
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                where = f"{email.tone} at {width} px, {scheme}"
                assert page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") is (scheme == "dark")
                assert page.evaluate("document.documentElement.scrollWidth") <= width, where
                assert page.evaluate(OUT, width) == [], where
                assert page.evaluate(SMALL) == [], where
                assert page.get_by_role("link").bounding_box()["height"] >= 44, where
                assert page.evaluate(CONTRAST) == [], where
