"""The catalogues of a language, brought up to date with the English texts. No translation is ever written."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from kyphoplasty_site.texts import texts_of_rule_sets, texts_of_the_site
from web.catalogues import SITE, WORDS, amiss, compile_catalogue, merge
from web.languages import ENGLISH, FILE, broken_languages, read_language


class Command(BaseCommand):
    help = "Bring the catalogues of words of a language up to date; --compile only writes them as the site reads them."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("language", nargs="?", help="the name of its folder; all but English if not given")
        parser.add_argument("--compile", action="store_true", help="change no text")

    def handle(self, **options: Any) -> None:
        for folder in _folders(options["language"]):
            if not options["compile"]:
                for name, texts in ((WORDS, texts_of_rule_sets()), (SITE, texts_of_the_site())):
                    missing = merge(folder / name, folder.name, texts)
                    self.stdout.write(f"{folder.name}/{name}: {len(missing)} texts are still to be translated.")
            in_trial = not read_language(folder).offered
            if (folder / SITE).exists():
                self._compile_site(folder, in_trial)
            if (folder / WORDS).exists():
                compile_catalogue(folder / WORDS, in_trial=in_trial)

    def _compile_site(self, folder: Path, in_trial: bool) -> None:
        """Not one that lacks a text: the page that says it would say it in English."""
        if lacking := amiss(folder / SITE, texts_of_the_site(), in_trial=in_trial):
            (folder / SITE).with_suffix(".mo").unlink(missing_ok=True)
            more = f" So with {len(lacking) - 1} more." if len(lacking) > 1 else ""
            self.stderr.write(f"{folder.name} is not compiled, and so not shown: {lacking[0]}{more}")
        else:
            compile_catalogue(folder / SITE, in_trial=in_trial)


def _folders(language: str | None) -> list[Path]:
    """Those of one language, or of all but English. Raises CommandError."""
    if language is None:
        folders = sorted(file.parent for file in settings.LANGUAGES_DIR.glob(f"*/{FILE}"))
        return [folder for folder in folders if folder.name not in {ENGLISH, *broken_languages()}]
    folder: Path = settings.LANGUAGES_DIR / language
    if language == ENGLISH or not (folder / FILE).is_file():
        raise CommandError(f"There is no {language}/{FILE}. Make that file first; languages/en has one to begin with.")
    return [folder]
