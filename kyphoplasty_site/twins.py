"""The same page in the other languages that visitors are led to, for the links between them."""

from dataclasses import dataclass

from django.utils.encoding import escape_uri_path

from content.pages import Page, all_pages
from web.languages import Language, active_code, in_language, offered_languages, speaking


@dataclass(frozen=True, slots=True)
class Twin:
    """A page in another language."""

    language: Language
    url: str


def twins_of(english: str, page: Page | None) -> list[Twin]:
    """What has this English address, in each language but the one of now. A page from a file may be missing there."""
    others = {code: one for code, one in offered_languages().items() if code != active_code()}
    return [
        Twin(one, escape_uri_path(in_language(code, english)))
        for code, one in others.items()
        if page is None or _has(code, page)
    ]


def _has(code: str, page: Page) -> bool:
    with speaking(code):
        return page.slug in all_pages()
