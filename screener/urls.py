"""The self-check. No address ever holds an answer. Whoever includes these names the rule set: {"rules": "clinic"}."""

from django.urls import path, register_converter
from django.urls.converters import SlugConverter

from screener import views
from screener.rule_sets.editions import RULE_SETS


class QuestionSlug(SlugConverter):
    """The name of a question of any rule set in its address."""

    def to_python(self, value: str) -> str:
        if any(value in rules.by_slug for rules in RULE_SETS.values()):
            return value
        raise ValueError(value)


class RuleSetId(SlugConverter):
    """The id of any rule set in an address."""

    def to_python(self, value: str) -> str:
        if value in RULE_SETS:
            return value
        raise ValueError(value)


register_converter(QuestionSlug, "question")
register_converter(RuleSetId, "rule_set")

app_name = "screener"
urlpatterns = [
    path("", views.start, name="start"),
    path("before-you-go-on/", views.pause, name="pause"),
    path("summary/", views.summary, name="summary"),
    path("guide/", views.paper, name="guide"),
    path("guide.pdf", views.guide_pdf, name="guide_pdf"),
    path("last-days.ics", views.last_days, name="last_days"),
    path("answers.fhir.json", views.answers_file, name="answers_file"),
    path("what-matters/", views.what_matters, name="what_matters"),
    path("how-it-decides/", views.how_it_decides, name="how_it_decides"),
    path("how-it-decides/what-it-says/", views.what_it_says, name="what_it_says"),
    path("how-it-decides/what-it-says/<rule_set:other>/", views.what_it_says, name="what_another_says"),
    path("clear/", views.clear, name="clear"),
    path("cleared/", views.cleared, name="cleared"),
    path("<question:slug>/", views.question, name="question"),
]
