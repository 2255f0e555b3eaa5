"""The guide as a PDF: ours beside the same page printed by Chromium, both of them warm."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

import page as checker
from django.test import Client
from interleave import measure
from patients import FITS, summary_of
from playwright.sync_api import Page, sync_playwright
from served import remember
from show import spread

from screener.guide import pdf
from screener.guide.document import filled
from screener.guide.page import Guide
from screener.standings import standing_of_rules

ROOT = Path(__file__).parent.parent
ADDRESS = "http://127.0.0.1:8000/self-check/"
STYLES = ("site", "check", "print")
ROUNDS = 30
OURS = "this site (typst)"


def lines() -> Iterator[str]:
    """A section of the results, in markdown."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=os.environ["BROWSER"], args=["--no-sandbox"])
        ways = _ways(browser.new_page())
        times = measure(ways, ROUNDS)
        made = {name: way() for name, way in ways.items()}
        browser.close()
    yield from ("## A guide as a PDF", "", f"One guide of a patient whose points all fit, {ROUNDS} rounds.", "")
    yield from ("| | ms: median (range) | ratio to ours | bytes | PDF/UA-1 |", "|---|--:|--:|--:|---|")
    ours = median(times[OURS])
    for name, seconds in times.items():
        shown = spread([1000 * one for one in seconds], 1)
        accessible = "passes" if checker.validate_pdf_bytes(made[name], profile="ua1").is_compliant else "fails"
        yield f"| {name} | {shown} | {median(seconds) / ours:.1f} | {len(made[name]):,} | {accessible} |"


def _ways(page: Page) -> dict[str, Callable[[], bytes]]:
    shown = _page()

    def ours() -> bytes:
        # From the answers on: rules, summary and guide are in it.
        return pdf.make(filled(Guide(summary_of(FITS)), standing_of_rules), "Kyphoplasty Guide", ADDRESS)

    def chromium() -> bytes:
        page.set_content(shown)
        return page.pdf(format="Letter", tagged=True)

    return {OURS: ours, "Chromium": chromium}


def _page() -> str:
    """The guide's page as it is served, with its styles in it and without scripts."""
    shown = remember(Client(), FITS).get("/self-check/guide/").content.decode()
    sheets = [(ROOT / "static/css" / f"{name}.css").read_text() for name in STYLES]
    styles = "\n".join([*sheets[:-1], f"@media print {{{sheets[-1]}}}"])
    body = shown[shown.index("<body") :]
    return f'<!doctype html><html lang="en"><head><title>Guide</title><style>{styles}</style></head>{body}'
