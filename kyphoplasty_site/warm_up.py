"""What answering needs is read at the start: nobody waits for it, and it is there when no file can be opened."""

import codecs
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from django.conf import settings
from django.core.cache import close_caches
from django.core.exceptions import ImproperlyConfigured
from django.core.handlers.base import reset_urlconf
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, reset_queries
from django.forms.renderers import EngineMixin, get_default_renderer
from django.template import Engine, TemplateDoesNotExist, TemplateSyntaxError
from django.template.backends.django import DjangoTemplates
from django.urls import get_resolver
from django.utils.formats import get_format

from content.codes import all_codes
from content.pages import prepare
from kyphoplasty_site.errors import in_plain_words, not_found_page
from kyphoplasty_site.reviewed import all_items, refuse_unsigned
from referrals import prefilled_links
from referrals.checks import leave_out_wrong_clinics
from reviews.ledger import ledger, refuse_unknown
from screener import answers_cookie
from screener.editions import amiss, edition_of
from screener.rule_sets.editions import RULE_SETS
from web.languages import ENGLISH, active_code, all_languages, broken_languages, leave_out, speaking

logger = logging.getLogger(__name__)
ERRORS = (400, 403, 404, 500)


def read_everything() -> None:
    """Read pages, templates and addresses, and import what is imported late. A broken one stops the start.

    What is broken in another language than English is told of, and that language left out.
    """
    ledger()  # or one that cannot be believed would be told of as a fault of the first page that says who checked it
    leave_out_wrong_clinics()
    all_codes()
    _read_what_is_said()
    for code, problem in broken_languages().items():
        logger.error("Nothing is shown in %r: %s", code, problem)
    for code, language in all_languages().items():
        if code != ENGLISH:
            _read_or_leave_out(code, in_trial=not language.offered)
    addresses = get_resolver()
    _ = addresses.url_patterns
    for status in ERRORS:
        addresses.resolve_error_handler(status)
    answers_cookie.padded_bytes()
    prefilled_links.padded_bytes()
    codecs.lookup("unicode_escape")  # for Django's log
    for code in all_languages():
        get_format("DECIMAL_SEPARATOR", code)  # Django opens a file of each language for it


def _read_or_leave_out(code: str, *, in_trial: bool) -> None:
    from web.catalogues import SITE, refuse_unfinished  # its reader of catalogues is for no start in English alone

    try:
        refuse_unfinished(settings.LANGUAGES_DIR / code / SITE, in_trial=in_trial)
        with speaking(code):
            _read_what_is_said()
    except ImproperlyConfigured as problem:
        logger.error("Nothing is shown in %r: %s", code, problem)
        leave_out(code)


def _read_what_is_said() -> None:
    """The pages in the language of now, templates, rule sets, and the answers that are the same for everybody."""
    prepare()
    of_forms = cast(EngineMixin, get_default_renderer()).engine
    for engine in (Engine.get_default(), cast(DjangoTemplates, of_forms).engine):
        _ = engine.template_context_processors
        for name in _names(engine):
            _read(engine, name)
    for rules in RULE_SETS:
        edition_of(rules)
    for problem in amiss()[:1]:
        logger.error("The self-check cannot be had in %r: %s manage.py check names all of it.", active_code(), problem)
    if ledger().reviews:
        refuse_unknown(ledger(), active_code(), all_items())
    refuse_unsigned()
    in_plain_words()
    for answers_a_form in (False, True):
        not_found_page(answers_a_form)


def do_nothing_between_requests() -> None:
    """Leave out what Django puts in order around each request: here is no database, no cache, one set of addresses.

    It would take a tenth of the time of an answer.
    """
    for before in (reset_queries, close_old_connections):
        request_started.disconnect(before)
    for after in (close_old_connections, close_caches, reset_urlconf):
        request_finished.disconnect(after)


def _read(engine: Engine, name: str) -> None:
    try:
        engine.get_template(name)
    except (OSError, UnicodeError, TemplateDoesNotExist, TemplateSyntaxError) as problem:
        raise ImproperlyConfigured(
            f"The template {name} cannot be used: {problem}. Mend it, or take it away if it is not ours."
        ) from problem


def _names(engine: Engine) -> Iterator[str]:
    """All but hidden files, which file managers and editors leave."""
    for loader in engine.template_loaders:
        for folder in map(Path, loader.get_dirs()):  # type: ignore[attr-defined] # each that reads files has it
            for path in folder.rglob("*"):
                name = path.relative_to(folder)
                if path.is_file() and not any(part.startswith(".") for part in name.parts):
                    yield str(name)
