#!/usr/bin/env python
"""Django's command line. Commands that serve nobody need no secret key: they run in debug unless told otherwise.

A setting or a data file that cannot be used ends a command in words.
"""

import os
import sys

AT_ONES_OWN_MACHINE = {"selfcheck", "rulediff", "runserver"}


def main() -> None:
    if sys.argv[1:2] and sys.argv[1] in AT_ONES_OWN_MACHINE:
        os.environ.setdefault("DEBUG", "on")

    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    from kyphoplasty_site.which_settings import use_our_settings

    try:
        use_our_settings()
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as problem:
        sys.exit(f"{problem}")


if __name__ == "__main__":
    main()
