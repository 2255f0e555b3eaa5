"""What the server runs."""

import gc

from django.core.wsgi import get_wsgi_application

from kyphoplasty_site.header_filter import PlainHeaders
from kyphoplasty_site.which_settings import use_our_settings

use_our_settings()
through_django = PlainHeaders(get_wsgi_application())

from django.conf import settings  # noqa: E402 - needs the settings

from kyphoplasty_site.prerendered import ReadyPages  # noqa: E402
from kyphoplasty_site.warm_up import do_nothing_between_requests, read_everything  # noqa: E402
from seo.public import ready_addresses, ready_at_the_start  # noqa: E402
from web.absolute_urls import our_host  # noqa: E402

gc.disable()  # until all is read: little of it is garbage, and to look for it takes a fourteenth of the start
read_everything()
do_nothing_between_requests()
# While it is written, a page is drawn anew each time.
application = (
    through_django
    if settings.DEBUG
    else ReadyPages(through_django, ready_at_the_start(), our_host(), later=ready_addresses())
)

# What was read stays: it is not looked through for garbage again. Python puts off looking through all of it until there
# is a quarter more than the last time, so it looks once more, at the little that is left.
gc.collect()
gc.freeze()
gc.collect()
gc.enable()
