from django.http import HttpResponse


def cookies_needed(request, reason=""):
    return HttpResponse("")
