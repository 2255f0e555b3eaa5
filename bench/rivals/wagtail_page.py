"""The page kept in a database by Wagtail, behind this site's own middleware and what Wagtail needs."""

from pathlib import Path

from django.db import models
from django.urls import include, path

from rivals import django_site

WAGTAILS = [
    *(f"wagtail.{name}" for name in ("contrib.forms", "contrib.redirects", "embeds", "sites", "users", "snippets")),
    *(f"wagtail.{name}" for name in ("documents", "images", "search", "admin")),
    *("wagtail", "modelcluster", "taggit", "django_filters"),
    *(f"django.contrib.{name}" for name in ("admin", "auth", "contenttypes", "sessions", "messages", "staticfiles")),
]
MIDDLEWARE = [
    *django_site.ours.MIDDLEWARE,
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]
FILES = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
PROCESSORS = [
    f"django.{name}" for name in ("template.context_processors.request", "contrib.auth.context_processors.auth")
] + ["django.contrib.messages.context_processors.messages"]

django_site.configure(
    __name__,
    apps=["rivals", *WAGTAILS],
    DATABASES={"default": django_site.DATABASE},
    MIDDLEWARE=MIDDLEWARE,
    TEMPLATES=django_site.templates({"kept.html": "{{ page.body|safe }}"}, *PROCESSORS),
    STORAGES={"default": FILES, **django_site.ours.STORAGES},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    WAGTAIL_SITE_NAME="Rival",
    WAGTAILADMIN_BASE_URL="http://127.0.0.1",
)

from wagtail.models import Page, Site  # noqa: E402 - needs the settings


class Kept(Page):
    """A page that holds the whole of its HTML."""

    body = models.TextField()
    template = "kept.html"

    class Meta:
        app_label = "rivals"


urlpatterns = [path("", include("wagtail.urls"))]
application = django_site.application()


def keep(address: str, html: Path) -> None:
    django_site.make_tables()
    home = Site.objects.get(is_default_site=True).root_page
    home.add_child(instance=Kept(title="Page", slug=address.strip("/"), body=html.read_text(encoding="utf-8")))
