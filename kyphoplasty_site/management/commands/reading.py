"""`manage.py reading`: how much each page asks of its reader, and what is over the bars of its layer."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from content import layers
from content.pages import all_pages


class Command(BaseCommand):
    """Prints a table of all pages, or of those that are named, and under it what is over a bar or for the eye."""

    help = __doc__ or ""
    # It names what is wrong with a page, and so runs when something is.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("pages", nargs="*", help="names of pages, such as risks or risks/all-numbers")

    def handle(self, *args: Any, **options: Any) -> None:
        pages = [page for page in all_pages().values() if not options["pages"] or page.slug in options["pages"]]
        self.stdout.write(
            f"{'page':32}{'layer':8}{'words':>6}{'numbers/100':>12}{'grade':>6}{'of prose':>9}{'sentence':>9}"
            f"{'short':>6}  out of"
        )
        for page in pages:
            found = layers.measure(page)
            self.stdout.write(
                f"{page.slug:32}{page.layer:8}{found.words:6}{found.numbers:12}{found.grade:6}{found.prose_grade:9}"
                f"{found.sentence:9}{found.short:6}  {', '.join(f'{of:,}' for of in found.denominators)}"
            )
        for page in pages:
            for problem in layers.check(page):
                self.stdout.write(f"{page.file}:{problem.line}: {problem.words} ({problem.remedy})")
            for block in layers.measure(page).pronouns if page.layer == "page" else ():
                self.stdout.write(f"{page.file}:{block.line}: for the eye: {block.text[:60]!r}")
