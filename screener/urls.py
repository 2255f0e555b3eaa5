"""The self-check. No address ever holds an answer."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from screener import views


class QuestionSlug(StringConverter):
    """The name of a question in its address."""

    regex = "|".join(views.BY_SLUG)


register_converter(QuestionSlug, "question")

app_name = "screener"
urlpatterns = [
    path("<question:slug>/", views.question, name="question"),
    path("", views.start, name="start"),
    path("before-you-go-on/", views.pause, name="pause"),
    path("summary/", views.summary, name="summary"),
    path("guide/", views.paper, name="guide"),
    path("guide.pdf", views.guide_pdf, name="guide_pdf"),
    path("last-days.ics", views.last_days, name="last_days"),
    path("what-matters/", views.what_matters, name="what_matters"),
    path("how-it-decides/", views.how_it_decides, name="how_it_decides"),
    path("how-it-decides/what-it-says/", views.what_it_says, name="what_it_says"),
    path("clear/", views.clear, name="clear"),
    path("cleared/", views.cleared, name="cleared"),
]
