"""The pages that anyone may find, share and link to: all others carry noindex."""

from dataclasses import dataclass

from django.utils.translation import gettext_noop

from content.pages import Page, all_pages
from screener.editions import edition_of, is_off_the_air
from screener.rule_sets.editions import MAIN_RULES, beside
from web.languages import (
    ENGLISH,
    active,
    active_code,
    address,
    all_languages,
    in_language,
    once_for_each_language,
    speaking,
    split,
)
from web.languages import gettext as _

WHAT_IT_SAYS = gettext_noop("What the self-check may say")
VIEWS = {
    "screener:start": gettext_noop("Self-check"),
    "screener:how_it_decides": gettext_noop("How this self-check decides"),
    "screener:what_it_says": WHAT_IT_SAYS,
    "blank_guide": gettext_noop("Blank guide for the visit"),
}
# Who builds with it reads it in English: it has no twin.
IN_ENGLISH_ALONE = {"for_engineers": "For engineers"}


@dataclass(frozen=True)
class Public:
    """A public page: its address, its title and, unless a view draws it, its markdown file."""

    url: str
    title: str
    page: Page | None = None

    @property
    def is_outdated(self) -> bool:
        """Whether it is a translation of other English words than those of now."""
        return bool(self.page and self.page.newer_in_english)

    @property
    def card(self) -> str:
        """The static file with its card."""
        return f"img/cards/{self.url.strip('/').replace('/', '-') or 'home'}.png"


# The same for everybody at any time, whatever the address asks for behind a question mark. Not the start of the
# self-check, which knows whether it has been begun.
ALSO_READY = ["/robots.txt", "/site.webmanifest"]


def ready_addresses() -> list[str]:
    """The addresses that are answered from memory."""
    starts = {address(code, "screener:start") for code in all_languages()}
    manifests = [in_language(code, "/site.webmanifest") for code in all_languages() if code != ENGLISH]
    return [found for found in in_all_languages() if found not in starts] + ALSO_READY + manifests + _feeds()


def ready_at_the_start() -> list[str]:
    """Those in English. Those of other languages wait until the site answers."""
    return [found for found in ready_addresses() if split(found)[0] == ENGLISH]


def _feeds() -> list[str]:
    """The feed of changes in each language that has their page."""
    pages = {code: address(code, "content:page", "changes") for code in all_languages()}
    return [address(code, "content:changes_feed") for code, page in pages.items() if page in in_all_languages()]


def in_all_languages() -> dict[str, Public]:
    """Every public page of every language by its address."""
    found: dict[str, Public] = {}
    for code in all_languages():
        with speaking(code):
            found |= public_pages()
    return found


def twins_of(public: Public) -> dict[str, str]:
    """The addresses of a public page in all languages that have it as it is now, by their codes, if there are several.

    One whose English has changed since is no twin: it says something else.
    """
    english, pages = split(public.url)[1], in_all_languages()
    addresses = {code: in_language(code, english) for code in all_languages()}
    twins = {code: found for code, found in addresses.items() if found in pages and not pages[found].is_outdated}
    return twins if len(twins) > 1 and public.url in twins.values() else {}


def named_in_links(public: Public) -> list[tuple[str, str]]:
    """What hreflang names of a public page: each language and its address; first the English one, for all others."""
    twins = [(all_languages()[code].html, url) for code, url in twins_of(public).items()]
    return [("x-default", url) for _, url in twins[:1]] + twins


@once_for_each_language
def public_pages() -> dict[str, Public]:
    """Every public page by its address: none in a language that is not offered."""
    if not active().offered:
        return {}
    pages = [Public(page.url, page.title, page) for page in all_pages().values()]
    if is_off_the_air():
        return {public.url: public for public in pages}
    views = [Public(address(active_code(), name), _(title)) for name, title in VIEWS.items()]
    if active_code() == ENGLISH:
        views += [Public(address(ENGLISH, name), title) for name, title in IN_ENGLISH_ALONE.items()]
    of_others = [(one.id, edition_of(one.id).rules.about.name) for one in beside(MAIN_RULES)]
    others = [
        Public(address(active_code(), "screener:what_another_says", rules), f"{_(WHAT_IT_SAYS)}: {name}")
        for rules, name in of_others
    ]
    return {public.url: public for public in [*pages, *views, *others]}
