"""The pages."""

from django.urls import path

from content import views

app_name = "content"
urlpatterns = [
    path("", views.page, {"slug": "home"}, name="home"),
    path("changes/feed.atom", views.changes_feed, name="changes_feed"),
    path("<page:slug>/", views.page, name="page"),
]
