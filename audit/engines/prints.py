"""What a printed page holds."""

import re
import subprocess
import unicodedata

from engines.drivers import Driver

SHEET = 2  # sides
NAMED = 60  # letters of a text that is missing


def paper_faults(page: Driver, name: str) -> list[str]:
    """Words that the print does not hold, those of each <details> among them; a guide of more than a sheet."""
    wanted = page.run("seen.for_paper()")
    pdf = page.paper()
    held = letters(words_of(pdf))
    missing = [text for text in wanted if letters(text) not in held]
    faults = [f"not on paper: {text[:NAMED]}" for text in missing]
    if "guide" in name and (sides := sides_of(pdf)) > SHEET:
        faults.append(f"printed on {sides} sides, not on one sheet")
    return faults


def words_of(pdf: bytes) -> str:
    """The words of a PDF in the order in which they were drawn."""
    command = ["pdftotext", "-raw", "-nopgbrk", "-", "-"]
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()  # noqa: S603


def sides_of(pdf: bytes) -> int:
    told = subprocess.run(["pdfinfo", "-"], input=pdf, capture_output=True, check=True).stdout.decode()  # noqa: S607
    found = re.search(r"^Pages:\s+(\d+)", told, re.MULTILINE)
    return int(found[1]) if found else 0


def letters(text: str) -> str:
    """Letters and digits alone: hyphens at the ends of lines, spaces and ligatures differ between engines."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text))
