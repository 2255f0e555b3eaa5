"""Reading lists that staff choose: a code of two characters for each page, so that the link is short."""

from base64 import b32encode
from hashlib import sha256

from content.pages import Page, all_pages
from web.languages import once_for_each_language, speaking

CODE_LENGTH = 2
MOST_PAGES = 12


@once_for_each_language
def _pages_by_code() -> dict[str, Page]:
    """Every page by its code, which follows from its address and so stays as long as that."""
    found: dict[str, Page] = {}
    for page in all_pages().values():
        code = b32encode(sha256(page.slug.encode()).digest()).decode().lower()[:CODE_LENGTH]
        if code in found:
            raise ValueError(
                f"The pages {page.slug} and {found[code].slug} have one code in reading lists: rename one."
            )
        found[code] = page
    return found


def code_of(slugs: set[str]) -> str:
    """The code of a reading list, in the order of the site."""
    return "".join(code for code, page in _pages_by_code().items() if page.slug in slugs)


def pages_in(language: str) -> set[str]:
    """The names of the pages that there are in a language."""
    with speaking(language):
        return {*all_pages()}


def pages_of(code: str) -> list[Page]:
    """The pages of a code, each once. What is no page's code is left out."""
    parts = dict.fromkeys(code[at : at + CODE_LENGTH] for at in range(0, len(code), CODE_LENGTH))
    return [page for part in parts if (page := _pages_by_code().get(part))][:MOST_PAGES]
