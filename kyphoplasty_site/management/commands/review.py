"""`manage.py review`: what is sent to people to check, and what they found.

review status                          what is signed, what has changed since, what was never read
review packet --for clinician          a PDF, the same in HTML, and the manifest that `enter` needs
review enter MANIFEST [ANSWERS.csv]    what came back, into reviews/
review back --language es              what is still to be translated back into English, as tables to fill in
"""

import os
import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kyphoplasty_site.review import back_translation, entering, printing, status
from kyphoplasty_site.review import packet as packets
from kyphoplasty_site.reviewed import all_items
from reviews import ledger as ledgers
from reviews import signatures
from reviews.ledger import LedgerError, Role, Verdict
from web import clock
from web.languages import ENGLISH, all_languages, known_languages, speaking
from web.toml_tables import DataFileError

ROLES = {role.replace(" ", "-"): role for role in Role}
COLUMNS_OF_ANSWERS = (
    f"its first line is {','.join(entering.COLUMNS)}; then one for each number, or for several, as 1-40. The verdict "
    f"is one of: {', '.join(Verdict)}; the last two need a remark. Without this file they are asked for on the "
    "terminal. Who read it, their credentials and interests, and the day, always are"
)
REFUSALS = (packets.PacketError, entering.EnteringError, LedgerError, DataFileError)


class Command(BaseCommand):
    help = __doc__ or ""
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        # Each action has its arguments and its method, by its name.
        actions = parser.add_subparsers(dest="action", required=True)
        _status_arguments(actions.add_parser("status", help="say what is signed, and what has changed since"))
        _packet_arguments(actions.add_parser("packet", help="make what a reader is sent"))
        _back_arguments(actions.add_parser("back", help="print what is to be translated back into English"))
        _enter_arguments(actions.add_parser("enter", help="write what came back into the ledger"))

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            getattr(self, f"_{options['action']}")(**options)
        except REFUSALS as problem:
            raise CommandError(str(problem)) from problem

    def _status(self, **options: Any) -> None:
        reviews, language = ledgers.ledger(), options["language"]
        with speaking(language):
            items = all_items()
            ledgers.refuse_unknown(reviews, language, items)
            signatures.verify(reviews)
            self._write(status.status(reviews, items, language))

    def _write(self, lines: Iterable[str]) -> None:
        try:
            for line in lines:
                self.stdout.write(line)
            self.stdout.flush()
        except BrokenPipeError:
            # Whoever reads only the first lines, as `head` does, has closed the pipe. What is left in the buffer
            # goes to nowhere, or Python would complain of it at its end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def _packet(self, **options: Any) -> None:
        site = packets.site_address(options["site"])
        ledger = ledgers.ledger() if options["changed_since"] else None
        since = packets.find_review(ledger, options["changed_since"]) if ledger else None
        packet = packets.make(ROLES[options["role"]], options["language"], site, since, ledger)
        for path in printing.write(packet, options["to"]):
            self.stdout.write(str(path))
        self.stdout.write(f"{len(packet.entries)} numbers. Keep the .json file: manage.py review enter needs it.")

    def _back(self, **options: Any) -> None:
        self._write(back_translation.as_tables(back_translation.to_do(options["language"])))

    def _enter(self, **options: Any) -> None:
        # What can be amiss in a file is said before anybody types.
        ledger = ledgers.read_ledger(ledgers.HERE, clock.today())
        manifest = entering.read_manifest(options["manifest"])
        self.stdout.write(
            f"Packet {manifest.id}, for a {manifest.role}, of {manifest.day}: {len(manifest.items)} numbers."
        )
        answers = entering.settled(manifest, entering.read_answers(options["answers"])) if options["answers"] else None
        reader = entering.ask_reader(input, manifest)
        if answers is None:
            answers = entering.ask_answers(input, manifest)
        path = entering.enter(manifest, reader, answers, ledger)
        self.stdout.write(f"{path} is written. Read it, and commit it with reviews/words/.")
        with speaking(manifest.language):
            gone = sorted({manifest.items[one.number].id for one in answers} - all_items().keys())
        if gone:
            ledgers.note_gone(ledgers.HERE, gone)
            self.stdout.write(f"No longer on the site, and so listed in reviews/{ledgers.GONE}: {', '.join(gone)}.")


def _status_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--language", default=ENGLISH, choices=all_languages(), help="the name of its folder; English if not given"
    )


def _back_arguments(parser: ArgumentParser) -> None:
    others = [code for code in known_languages() if code != ENGLISH]
    parser.add_argument("--language", choices=others, required=True, help="the name of its folder")


def _packet_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--for", dest="role", choices=ROLES, required=True, help="who is to read it")
    parser.add_argument("--language", default=ENGLISH, help="the name of its folder; English if not given")
    parser.add_argument("--changed-since", metavar="REVIEW", help="only what has other words than in that review")
    parser.add_argument(
        "--site", metavar="ADDRESS", help="where the reader finds the site; https:// and the first of ALLOWED_HOSTS"
    )
    parser.add_argument("--to", metavar="FOLDER", type=Path, default=Path(), help="where; here, if not given")


def _enter_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("manifest", metavar="MANIFEST", type=Path, help="the file of the packet that ends in .json")
    parser.add_argument("answers", metavar="ANSWERS.csv", type=Path, nargs="?", help=COLUMNS_OF_ANSWERS)
