"""Django's empty view, behind this site's own middleware: the most that a page of Django's can reach here."""

from django.http import HttpRequest, HttpResponse
from django.urls import re_path

from rivals import django_site

django_site.configure(__name__)


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


urlpatterns = [re_path("", empty)]
application = django_site.application()
