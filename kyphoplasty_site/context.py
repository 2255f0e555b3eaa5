"""What every template may show."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from content.pages import all_pages


def site(request: HttpRequest) -> dict[str, Any]:
    """The site's name, its pages for the navigation, and who checked it."""
    return {
        "site_name": settings.SITE_NAME,
        "pages": all_pages().values(),
        "contact": settings.CONTACT,
        "checked_by": settings.CHECKED_BY,
    }
