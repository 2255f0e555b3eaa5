"""What the server runs."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kyphoplasty_site.settings")

application = get_wsgi_application()

from content.pages import prepare  # noqa: E402 - needs the settings

prepare()
