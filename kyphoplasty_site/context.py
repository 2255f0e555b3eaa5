"""What every template may show."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_noop

from content.pages import GROUPS, listed_pages
from reviews import frame
from reviews.standing import standing
from screener.editions import is_off_the_air, main_rules
from web.languages import active
from web.languages import gettext as _

GROUP_TITLES = {
    "learn": gettext_noop("Learn"),
    "decide": gettext_noop("Decide"),
    "about": gettext_noop("About this site"),
}


def site(request: HttpRequest) -> dict[str, Any]:
    """What is the same everywhere, and whether a form was sent."""
    return {**everywhere(), "answers_a_form": request.method == "POST"}


def everywhere() -> dict[str, Any]:
    """The site's name, its pages for the navigation, the help lines, the first question, and how its frame stands."""
    pages, rules = listed_pages(), main_rules()
    return {
        "language": active(),
        "site_name": settings.SITE_NAME,
        "pages": pages,
        "page_groups": [(_(GROUP_TITLES[name]), [page for page in pages if page.group == name]) for name in GROUPS],
        "help_lines": rules.help_lines,
        "asked_first": rules.roles.asked_first.slug,
        "contact": settings.CONTACT,
        "off_the_air": is_off_the_air(),
        "standing": standing("frame", lambda: frame.items().values()),
    }
