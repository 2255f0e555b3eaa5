"""The self-check as files for a clinic's record system."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from screener import fhir_files
from web.languages import ENGLISH, active_code, all_languages, speaking


class Command(BaseCommand):
    help = "Write the FHIR files of the self-check into DIR, those of another language than English into DIR/CODE."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("dir", metavar="DIR", type=Path, help="a folder; it is made if it is not there yet")

    def handle(self, **options: Any) -> None:
        folder: Path = options["dir"]
        try:
            written = [name for code in all_languages() for name in _write(folder, code)]
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from None
        self.stdout.write("\n".join(written))


def _write(folder: Path, code: str) -> list[str]:
    """The names of the files of a language, which are written."""
    with speaking(code):
        below = folder if active_code() == ENGLISH else folder / code
        files = {below / name: fhir_files.text(name) for name in fhir_files.names()}
    for file, text in files.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return [str(file) for file in files]
