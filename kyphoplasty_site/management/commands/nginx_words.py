"""What nginx says where it has to answer by itself: written into deploy/nginx.conf from the site's own words.

In each language that is offered, and in those that LANGUAGES_IN_TRIAL names where the command is run.
"""

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.template.loader import render_to_string

from screener.editions import main_rules
from web.languages import ENGLISH, all_languages, speaking

FILE = settings.BASE_DIR / "deploy" / "nginx.conf"
BEGINS, ENDS = "# ---- Written by `manage.py nginx_words` from the site's own words, from here\n", "# ---- to here\n"


class Command(BaseCommand):
    help = "Write the words of the site and its help lines into deploy/nginx.conf, or see whether they are up to date."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; end with 1 if they are not up to date")

    def handle(self, **options: Any) -> None:
        now = FILE.read_text(encoding="utf-8")
        before, _, rest = now.partition(BEGINS)
        _, _, after = rest.partition(ENDS)
        if not after:
            raise CommandError(f"{FILE.name} has lost the lines between which its words stand: {BEGINS}{ENDS}")
        written = f"{before}{BEGINS}{words()}{ENDS}{after}"
        if not options["check"]:
            FILE.write_text(written, encoding="utf-8")
        elif written != now:
            raise CommandError(f"The words in {FILE.name} are old: run manage.py nginx_words.")


def words() -> str:
    """The maps of words, in each language that can be read here.

    Raises CommandError for a word that would end a string of nginx's or name a variable.
    """
    codes = list(all_languages())
    return "".join([*map(_in, codes), *_chosen_by_the_address(codes)])


def _in(code: str) -> str:
    with speaking(code):
        drawn = render_to_string("nginx_words.conf", {"code": code, "help_lines": main_rules().help_lines})
    variables = sum(line.count("$") for line in drawn.splitlines() if line.startswith("map "))
    if drawn.count("'") != 2 * drawn.count("';\n") or drawn.count("$") != variables:
        raise CommandError("A word for nginx has a ' or a $, which it would not read as one. Use ’ for an apostrophe.")
    return drawn


def _chosen_by_the_address(codes: list[str]) -> Iterator[str]:
    others = [code for code in codes if code != ENGLISH]
    by_address = [f'    "~^{settings.BEFORE_THE_LANGUAGE}{code}/" {code};\n' for code in others]
    yield f"map $request_uri $language_of_words {{\n{''.join(by_address)}    default {ENGLISH};\n}}\n"
    for name in ("words", "help_lines"):
        by_code = [f"    {code} ${name}_{code};\n" for code in others]
        yield f"map $language_of_words ${name} {{\n{''.join(by_code)}    default ${name}_{ENGLISH};\n}}\n"
