"""The addresses that crawlers and browsers know by heart."""

from django.contrib.sitemaps.views import sitemap
from django.urls import path

from seo import views
from seo.palette import FAVICON, TOUCH_ICON

SITEMAP = {"sitemaps": {"pages": views.PublicPages}, "content_type": "application/xml; charset=utf-8"}
urlpatterns = [
    path("sitemap.xml", sitemap, SITEMAP, name="sitemap"),
    path("robots.txt", views.robots),
    path(".well-known/security.txt", views.security),
    path("site.webmanifest", views.manifest, name="manifest"),
    path("favicon.ico", views.icon, {"path": FAVICON}),
    path("apple-touch-icon.png", views.icon, {"path": TOUCH_ICON}),
]
