"""What a printed page holds."""

import re
import subprocess
import unicodedata

from engines.drivers import Driver

SHEET = 2  # sides
RUN, SHORT_RUN = 4, 2  # words: a cell of a table has few in a line
NAMED = 60  # letters of a text that is missing


def paper_faults(page: Driver, name: str) -> list[str]:
    """Words that the print does not hold, those of each <details> among them; a guide of more than a sheet."""
    wanted = page.run("seen.for_paper()")
    pdf = page.paper()
    faults = [f"not on paper: {text[:NAMED]}" for text in missing(wanted, pdf, page.digits_are_drawn)]
    if "guide" in name and (sides := sides_of(pdf)) > SHEET:
        faults.append(f"printed on {sides} sides, not on one sheet")
    return faults


def missing(wanted: list[str], pdf: bytes, no_digits: bool) -> list[str]:
    """The texts that are not in a PDF. One that goes on over the page has others in between: half of it is enough."""
    held = letters(words_of(pdf), no_digits)

    def is_there(text: str) -> bool:
        if letters(text, no_digits) in held:
            return True
        words = text.split()
        run = RUN if len(words) > 3 * RUN else SHORT_RUN
        runs = [letters("".join(words[at : at + run]), no_digits) for at in range(len(words) - run + 1)]
        return bool(runs) and 2 * sum(one in held for one in runs) >= len(runs)

    return [text for text in wanted if not is_there(text)]


def words_of(pdf: bytes) -> str:
    """The words of a PDF in the order in which they were drawn."""
    command = ["pdftotext", "-raw", "-nopgbrk", "-", "-"]
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()  # noqa: S603


def sides_of(pdf: bytes) -> int:
    told = subprocess.run(["pdfinfo", "-"], input=pdf, capture_output=True, check=True).stdout.decode()  # noqa: S607
    found = re.search(r"^Pages:\s+(\d+)", told, re.MULTILINE)
    return int(found[1]) if found else 0


def letters(text: str, no_digits: bool = False) -> str:
    """Letters and digits alone: hyphens at the ends of lines, spaces and ligatures differ between engines."""
    return re.sub(r"[\W\d_]+" if no_digits else r"[\W_]+", "", unicodedata.normalize("NFKC", text))
