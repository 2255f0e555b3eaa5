"""The pages."""

from django.urls import path, re_path

from content import views

app_name = "content"
urlpatterns = [
    path("", views.page, {"slug": "home"}, name="home"),
    re_path(r"^(?P<slug>[-a-zA-Z0-9_]+(?:/[-a-zA-Z0-9_]+)?)/$", views.page, name="page"),
]
