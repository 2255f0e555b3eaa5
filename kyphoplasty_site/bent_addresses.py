"""Addresses as they arrive from e-mails and from paper: in capitals, with a point or a hidden space too many."""

import re

from django.urls import Resolver404, ResolverMatch, resolve, reverse

from content.pages import all_pages
from web.languages import speaking, split

# Every address of ours is made of these. Only what a prefilled link carries has capitals.
NOT_IN_AN_ADDRESS = re.compile(r"[^a-z0-9._-]+")
# A prefilled link is mended elsewhere; names of forms have capitals; the page for engineers is in English alone.
NOT_MENDED = ("referrals:prefilled", "fhir_file", "for_engineers")
# Three times a prefilled link. In a longer one nothing was meant: to search it takes as long as to draw a page, and as
# it is sent on, each character of it written in up to three, it is more than the proxy takes from a server.
LONGEST_BYTES = 1_500


def mended(path: str) -> str | None:
    """The address of ours that was meant by one that there is not, if it can be told."""
    if len(path.encode(errors="replace")) > LONGEST_BYTES:
        return None
    found = _prefilled_link(path) or _page(path)
    return found if found != path else None


def _prefilled_link(path: str) -> str | None:
    """Of one whose "p" arrived bent. What follows stays as it is: it has capitals, and its own page mends the rest."""
    beginning, _, token = path.lstrip("/").partition("/")
    token = token.strip("/")
    return reverse("referrals:prefilled", args=[token]) if token and _plain(beginning) == "p" else None


def _plain(part: str) -> str:
    """A part of an address without what is in none of ours."""
    return NOT_IN_AN_ADDRESS.sub("", part.lower()).strip("._-")


def _page(path: str) -> str | None:
    address = "/".join(["", *filter(None, map(_plain, path.split("/"))), ""])
    if "." in address:
        address = address.removesuffix("/")  # a file's
    return address if address not in (path, f"{path}/") and _is_there(address) else None


def _is_there(address: str) -> bool:
    language, english = split(address)
    try:
        match = resolve(english)
    except Resolver404:
        return False
    with speaking(language):
        return match.view_name not in NOT_MENDED and _has_its_page(match)


def _has_its_page(match: ResolverMatch) -> bool:
    """In the language of now."""
    slug = match.kwargs.get("slug")
    if match.view_name == "content:page":
        return slug in all_pages() and slug != "home"  # which has the address of the site
    return match.view_name != "referrals:page" or slug in all_pages()
