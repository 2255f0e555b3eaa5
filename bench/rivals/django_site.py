"""A Django site of one module: this site's own settings, with what the rival needs besides."""

import os
from collections.abc import Sequence
from typing import Any
from unittest.mock import patch

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command

from kyphoplasty_site import settings as ours

# Kept open: opening one for each request would only make the rivals slower.
DATABASE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": os.environ.get("DATABASE", ""),
    "CONN_MAX_AGE": None,
    "OPTIONS": {"timeout": 30},
}


def configure(urlconf: str, apps: Sequence[str] = (), **changes: Any) -> None:
    """Set Django up with the same middleware as the site's, and these changes."""
    same = {name: getattr(ours, name) for name in dir(ours) if name.isupper()}
    settings.configure(**{**same, "ROOT_URLCONF": urlconf, "INSTALLED_APPS": apps, "LOGGING_CONFIG": None, **changes})
    django.setup()
    patch("kyphoplasty_site.middleware.public_pages", dict).start()  # a rival has none of our addresses


def templates(found: dict[str, str]) -> list[dict[str, Any]]:
    """Templates given here, compiled once, as Django does outside of DEBUG."""
    memory = ("django.template.loaders.locmem.Loader", found)
    loaders = [("django.template.loaders.cached.Loader", [memory])]
    return [{"BACKEND": "django.template.backends.django.DjangoTemplates", "OPTIONS": {"loaders": loaders}}]


def make_tables() -> None:
    call_command("migrate", verbosity=0, interactive=False)


def application() -> WSGIHandler:
    return WSGIHandler()
