"""`manage.py language`: the folder of a language (docs/languages.md).

language new CODE       makes it, with everything still to be done
language status CODE    what is left to do in it
"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from kyphoplasty_site import new_language
from web.languages import ENGLISH
from web.toml_tables import DataFileError


class Command(BaseCommand):
    help = __doc__ or ""
    # A folder in which something is amiss is what it is asked about.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        for action, words in (("new", "make the folder of a language"), ("status", "say what is left to do in one")):
            actions.add_parser(action, help=words).add_argument("code", metavar="CODE", help="such as pt, or ht")

    def handle(self, **options: Any) -> None:
        try:
            getattr(self, f"_{options['action']}")(options["code"])
        except DataFileError as problem:
            raise CommandError(str(problem)) from problem

    def _new(self, code: str) -> None:
        folder = new_language.make(code)
        self.stdout.write(f"{folder} is made. Its README.md says how to begin. To do:")
        self._say_what_is_left(folder)

    def _status(self, code: str) -> None:
        folder: Path = settings.LANGUAGES_DIR / code
        if code == ENGLISH or not folder.is_dir():
            raise CommandError(f"There is no translation {code!r}. manage.py language new CODE begins one.")
        self._say_what_is_left(folder)

    def _say_what_is_left(self, folder: Path) -> None:
        left = list(new_language.left_to_do(folder)) or ["Nothing is left to translate or to review."]
        self.stdout.write("\n".join(f"  {line}" for line in left))
