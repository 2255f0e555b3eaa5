"""The same answers under another rule set than the one that asked for them: its summary, own questions, and their file.

All other pages are those of screener.urls. Whoever includes these names the rule set: {"rules": "medicare"}.
"""

from django.urls import path

from screener import urls, views

app_name = urls.app_name
urlpatterns = [
    path("", views.summary_beside, name="summary"),
    path("answers.fhir.json", views.answers_file, name="answers_file"),
    path("before-you-go-on/", views.pause, name="pause"),
    path("<question:slug>/", views.question, name="question"),
]
