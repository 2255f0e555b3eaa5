"""`manage.py reading`: how much each page and question asks of its reader, and what is over a bar."""

from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from content import layers
from content.pages import Page, all_pages
from screener import plain_words
from web.languages import ENGLISH, active, known_languages, speaking


class Command(BaseCommand):
    """Prints a table of all pages and questions in a language, or of the pages that are named; then what is over a bar,
    or for the eye.
    """

    help = __doc__ or ""
    # It names what is wrong with a page, and so runs when something is.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "names", nargs="*", help="a language, such as es; pages, such as risks or risks/all-numbers"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        languages = [name for name in options["names"] if name in known_languages()] or [ENGLISH]
        slugs = {*options["names"]} - known_languages().keys()
        for code in languages:
            with speaking(code):
                self._show_pages([page for page in all_pages().values() if not slugs or page.slug in slugs])
                if not slugs:
                    self._show_questions()

    def _show_pages(self, pages: Iterable[Page]) -> None:
        level = _name_of_level()
        self.stdout.write(
            f"{'page':32}{'layer':8}{'words':>6}{'numbers/100':>12}{level:>6}{'of prose':>9}{'sentence':>9}"
            f"{'short':>6}  out of"
        )
        for page in pages:
            found = layers.measure(page)
            self.stdout.write(
                f"{page.slug:32}{page.layer:8}{found.words:6}{found.numbers:12}{_said(found.level):>6}"
                f"{_said(found.prose_level):>9}{found.sentence:9}{found.short:6}  "
                f"{', '.join(f'{of:,}' for of in found.denominators)}"
            )
        for page in pages:
            for problem in layers.check(page):
                self.stdout.write(f"{page.named}:{problem.line}: {problem.words} ({problem.remedy})")
            for block in layers.measure(page).pronouns if page.layer == "page" else ():
                self.stdout.write(f"{page.named}:{block.line}: for the eye: {block.text[:60]!r}")

    def _show_questions(self) -> None:
        self.stdout.write(f"\n{'question':32}{_name_of_level():>6}{'of a helper':>12}")
        for name in plain_words.all_questions():
            mine, helpers = (plain_words.question_level(name, someone_else) for someone_else in (False, True))
            self.stdout.write(f"{name:32}{_said(mine):>6}{_said(helpers):>12}")
        mine, helpers = (plain_words.whole_level(someone_else) for someone_else in (False, True))
        self.stdout.write(f"{'all that the self-check says':32}{_said(mine):>6}{_said(helpers):>12}")
        for problem in plain_words.amiss():
            self.stdout.write(problem)


def _name_of_level() -> str:
    level = active().reading.level
    return level.name if level else ""


def _said(level: float | None) -> str:
    return "" if level is None else str(level)
