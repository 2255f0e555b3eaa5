"""Addresses as they arrive from e-mails and from paper: in capitals, with a point or a hidden space too many."""

import re

from django.urls import Resolver404, ResolverMatch, resolve

from content.pages import all_pages
from machines.public import public_pages

# Every address of ours is made of these. Only a prefilled link has capitals, and it is read by another rule.
NOT_IN_AN_ADDRESS = re.compile(r"[^a-z0-9._-]+")


def mended(path: str) -> str | None:
    """The address of ours that was meant by one that there is not, if it can be told."""
    parts = [NOT_IN_AN_ADDRESS.sub("", part).strip("._-") for part in path.lower().split("/")]
    address = "/".join(["", *filter(None, parts), ""])
    if "." in address:
        address = address.removesuffix("/")  # a file's
    return address if address not in (path, f"{path}/") and _is_there(address) else None


def _is_there(address: str) -> bool:
    if address in public_pages():
        return True
    try:
        match = resolve(address)
    except Resolver404:
        return False
    return match.view_name not in ("content:page", "referrals:prefilled") and _has_its_page(match)


def _has_its_page(match: ResolverMatch) -> bool:
    return match.view_name != "referrals:page" or match.kwargs["slug"] in all_pages()
