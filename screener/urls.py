"""The self-check. No address ever holds an answer."""

from django.http import HttpResponse
from django.urls import path

app_name = "screener"
nothing = lambda request, **kw: HttpResponse("")  # noqa
urlpatterns = [
    path("", nothing, name="start"),
    path("summary/", nothing, name="summary"),
    path("guide/", nothing, name="guide"),
    path("how-it-decides/", nothing, name="how_it_decides"),
    path("blank/", nothing, name="blank_guide"),
    path("<slug:fact>/", nothing, name="question"),
]
