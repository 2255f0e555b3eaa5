"""The page kept in a database by django.contrib.flatpages, behind this site's own middleware."""

import os
from pathlib import Path

from django.urls import include, path

from kyphoplasty_site import settings
from rivals import django_site

django_site.configure(
    __name__,
    apps=["django.contrib.contenttypes", "django.contrib.sites", "django.contrib.flatpages"],
    DATABASES={"default": django_site.DATABASE},
    SITE_ID=1,
    TEMPLATES=django_site.templates({"flatpages/default.html": "{{ flatpage.content }}"}),
    MIDDLEWARE=[one for one in settings.MIDDLEWARE if one not in os.environ.get("WITHOUT", "")],
)
urlpatterns = [path("", include("django.contrib.flatpages.urls"))]
application = django_site.application()


def keep(address: str, html: Path) -> None:
    from django.contrib.flatpages.models import FlatPage

    django_site.make_tables()
    page = FlatPage.objects.create(url=address, title="Page", content=html.read_text(encoding="utf-8"))
    page.sites.add(1)
