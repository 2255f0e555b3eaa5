"""What was translated from other English words than those of now, with what has changed in them."""

import subprocess
from argparse import ArgumentParser
from collections.abc import Iterable
from difflib import ndiff
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from content.pages import PAGES_DIR, Page, all_pages, digest_of
from kyphoplasty_site.texts import texts_of_rule_sets, texts_of_the_site
from kyphoplasty_site.translations import OF_OTHER_WORDS, check_language
from web.catalogues import SITE, WORDS, amiss
from web.languages import ENGLISH, known_languages, speaking


class Command(BaseCommand):
    help = "List what is to be translated, or translated anew, with what has changed in the English."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("language", nargs="?", help="the name of its folder; all but English if not given")

    def handle(self, **options: Any) -> None:
        codes = [code for code in known_languages() if code != ENGLISH]
        if options["language"] and options["language"] not in codes:
            raise CommandError(f"There is no language {options['language']!r}; there is {', '.join(codes) or 'none'}.")
        for code in [options["language"]] if options["language"] else codes:
            self._tell(code)

    def _tell(self, code: str) -> None:
        folder, in_trial = settings.LANGUAGES_DIR / code, not known_languages()[code].offered
        found = amiss(folder / WORDS, texts_of_rule_sets(), in_trial=in_trial)
        found += amiss(folder / SITE, texts_of_the_site(), in_trial=in_trial)
        checked = check_language(known_languages()[code])
        found += [f"{one.msg} {one.hint}" for one in checked if one.id == OF_OTHER_WORDS]
        with speaking(ENGLISH):
            english = all_pages()
        with speaking(code):
            pages = all_pages()
        self._write(f"{code}: {problem}" for problem in found)
        missing = [page.file for slug, page in english.items() if slug not in pages]
        self._write(f"{code}/pages/{file} is missing." for file in missing)
        stale = [page for page in pages.values() if page.newer_in_english]
        for page in stale:
            self._write([f"{code}/pages/{page.file} is of other English words than those of now:", *_changed(page)])
        counted = f"{len(found)} texts, {len(stale)} pages to translate anew, {len(missing)} pages not yet translated"
        self.stdout.write(f"{code}: {counted}.")

    def _write(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.stdout.write(line)


def _changed(page: Page) -> Iterable[str]:
    """What has changed in the English page since this one was translated, if git knows it as it was."""
    path = PAGES_DIR / page.file
    before = next((text for text in _versions(page.file) if digest_of(text) == page.english), None)
    if before is None:
        return ["  git does not know those words: compare the whole page."]
    lines = ndiff(before.splitlines(), path.read_text(encoding="utf-8").splitlines())
    return [f"  {line}" for line in lines if line[:2] in ("- ", "+ ")]


def _versions(file: str) -> Iterable[str]:
    """The English page as it was after each of its changes, the newest first."""
    for commit in _git("log", "--format=%H", "--", file).split():
        yield _git("show", f"{commit}:./{file}")


def _git(*arguments: str) -> str:
    done = subprocess.run(  # noqa: S603 - ours
        ["git", *arguments],  # noqa: S607 - the one that is found first
        cwd=PAGES_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout
