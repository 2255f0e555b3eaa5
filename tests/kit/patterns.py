"""Every address pattern of the site, each with an example: a pattern with a part that is not named here fails."""

import re
from collections.abc import Iterator

from django.urls import URLResolver, get_resolver

from clinics.files import all_clinics
from referrals import reading_lists
from referrals.email_words import TONES
from referrals.prefilled_links import make_token

_PART = re.compile(r"<\w+:(\w+)>")


def _routes(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern, route)
        else:
            yield route


ROUTES = list(_routes(get_resolver()))


def example(route: str) -> str:
    """An address that the pattern of this route is for."""
    parts = {
        "link": "sample",
        "code": reading_lists.code_of({"risks", "home"}),
        "token": make_token(all_clinics()["sample"], {"scan": "mri"}),
        "tone": TONES[0].id,
        "other": "medicare",
        "name": "Questionnaire-self-check.json",
        "slug": "cause" if route.startswith("self-check/") else "risks",
    }
    return "/" + _PART.sub(lambda part: parts[part[1]], route)


def nonsense(route: str) -> str:
    """An address of this pattern that there is nothing at; empty if it has no part to choose."""
    return "/" + _PART.sub("nothing", route) if _PART.search(route) else ""
