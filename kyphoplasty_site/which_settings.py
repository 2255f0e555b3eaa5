"""Which settings a start takes: the site's own, or those that build on them, as the tests' do."""

import os

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

VARIABLE, OURS = "DJANGO_SETTINGS_MODULE", "kyphoplasty_site.settings"


def use_our_settings() -> None:
    """Raise ImproperlyConfigured if the environment names those of another project, as a shell may from other work."""
    if os.environ.setdefault(VARIABLE, OURS) == OURS:
        return
    remedy = f"{VARIABLE} is {os.environ[VARIABLE]!r}, which is not this site's. Take it away: unset {VARIABLE}"
    try:
        urls = getattr(settings, "ROOT_URLCONF", "")
    except Exception as problem:  # whatever another project's settings may raise
        raise ImproperlyConfigured(f"{remedy} ({problem})") from problem
    if urls != "kyphoplasty_site.urls":
        raise ImproperlyConfigured(remedy)
