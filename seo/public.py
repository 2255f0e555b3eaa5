"""The pages that anyone may find, share and link to: all others carry noindex."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from content.pages import Page, all_pages
from web.languages import active_code, address, once_for_each_language

VIEWS = {
    "screener:start": gettext_noop("Self-check"),
    "screener:how_it_decides": gettext_noop("How this self-check decides"),
    "screener:what_it_says": gettext_noop("What the self-check may say"),
    "blank_guide": gettext_noop("Blank guide for the visit"),
}


@dataclass(frozen=True)
class Public:
    """A public page: its address, its title and, unless a view draws it, its markdown file."""

    url: str
    title: str
    page: Page | None = None

    @property
    def card(self) -> str:
        """The static file with its card."""
        return f"img/cards/{self.url.strip('/').replace('/', '-') or 'home'}.png"


# The same for everybody at any time, whatever the address asks for behind a question mark. Not the start of the
# self-check, which knows whether it has been begun.
ALSO_READY = ["/robots.txt", "/site.webmanifest"]


def ready_addresses() -> list[str]:
    """The addresses that are answered from memory."""
    return [address for address in public_pages() if address != reverse("screener:start")] + ALSO_READY


@once_for_each_language
def public_pages() -> dict[str, Public]:
    """Every public page by its address."""
    pages = [Public(page.url, page.title, page) for page in all_pages().values()]
    views = [Public(address(active_code(), name), _(title)) for name, title in VIEWS.items()]
    return {public.url: public for public in [*pages, *views]}
