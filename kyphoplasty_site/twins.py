"""The same page in the other languages that visitors are led to, for the links between them."""

from dataclasses import dataclass

from django.utils.encoding import escape_uri_path

from content.pages import Page, all_pages
from screener.editions import is_off_the_air
from screener.off_the_air import OF_THE_SELF_CHECK
from web.languages import ENGLISH, Language, active_code, in_language, offered_languages, speaking


@dataclass(frozen=True, slots=True)
class Twin:
    """A page in another language."""

    language: Language
    url: str


def twins_of(english: str, page: Page | None) -> list[Twin]:
    """What has this English address, in each language but the one of now.

    There a page from a file may be missing, and the self-check be off the air.
    """
    others = {code: one for code, one in offered_languages().items() if code != active_code()}
    return [
        Twin(one, escape_uri_path(in_language(code, english)))
        for code, one in others.items()
        if _is_there(code, english, page)
    ]


def _is_there(code: str, english: str, page: Page | None) -> bool:
    with speaking(code):
        if page:
            return page.slug in all_pages()
        return not (english.startswith(OF_THE_SELF_CHECK) and code != ENGLISH and is_off_the_air())
