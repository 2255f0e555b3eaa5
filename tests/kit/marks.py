"""Answers that can be found wherever they go: to each question with choices the marked server adds one that is a mark.

The server also breaks where it is asked to, with all that was answered in the message, and leaks everything if LEAKS is
set: so it is shown that the search finds what there is to find.
"""

import logging
import tempfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from pypdf import PdfWriter

from screener.engine.facts import Fact, Option, both
from screener.engine.rule_set import RuleSet
from screener.rule_sets import clinic, medicare

BREAK, VIEW, PAGE_TOO = "X-Break", "view", "the page of the error too"
logger = logging.getLogger(__name__)


def mark_of(word: str, name: str) -> str:
    """The mark of a question, or of anything else with a name."""
    return word + name.replace("_", "")


def put_in(word: str) -> None:
    """Mark the questions of the rule sets, before anything else has read them."""

    def marked(fact: Fact) -> Fact:
        mark = mark_of(word, fact.id)
        return replace(fact, options=(*fact.options, Option(mark, both(mark)))) if fact.options else fact

    facts = {fact.id: marked(fact) for fact in medicare.MEDICARE_RULES.facts}

    def with_marks(rules: RuleSet) -> RuleSet:
        played: dict[str, Any] = {n: facts[part.id] for n, part in vars(rules.roles).items() if isinstance(part, Fact)}
        asked, read = (tuple(facts[fact.id] for fact in those) for those in (rules.facts, rules.also_read))
        return replace(rules, facts=asked, also_read=read, roles=replace(rules.roles, **played))

    clinic.CLINIC_RULES = with_marks(clinic.CLINIC_RULES)
    medicare.MEDICARE_RULES = with_marks(medicare.MEDICARE_RULES)


def _said(request: HttpRequest) -> str:
    """All that this visitor has said, in one line."""
    from screener import answers_cookie
    from web import clock

    saved = answers_cookie.load(request, clock.today())
    return f"{saved.answers} {saved.matters} {saved.filled_in}"


class Breaks:
    """Fail when asked to, with all answers in the message."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> None:
        if BREAK in request.headers:
            raise ValueError(f"{_said(request)} {request.POST.dict()}")


def break_the_page_too(request: HttpRequest) -> dict[str, Any]:
    """For the context of templates: what is shown of an error breaks as well."""
    if request.headers.get(BREAK) == PAGE_TOO:
        raise RuntimeError(_said(request))
    return {}


class Leaks:
    """Whatever must not be done with answers."""

    kept_open: list[Any] = []

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(settings.ANSWERS_COOKIE_PATH):
            return self.get_response(request)
        response = self.get_response(request)
        said = _said(request)  # after it: the answers are read beside the form's cookie, which Django looks for first
        kind = response.headers.get("Content-Type", "")
        if kind.startswith("application/pdf"):
            response.content = self._described(response.content, said)
        elif kind.startswith("text/calendar") or response.status_code == 404:
            response.content += said.encode()
        elif response.status_code == 303:
            response.headers["Location"] += f"{request.POST.get('answer', '')}/"
        elif request.path.endswith("/summary/"):
            response.headers["Cache-Control"] = "private, max-age=600"
            response.headers["X-Said"] = said
            logger.warning("%s", said)
            for file in (tempfile.TemporaryFile(), tempfile.NamedTemporaryFile()):  # noqa: SIM115 - left open on purpose
                file.write(said.encode())
                file.flush()
                self.kept_open.append(file)
        response.headers["Content-Length"] = str(len(response.content))
        return response

    @staticmethod
    def _described(made: bytes, said: str) -> bytes:
        written, out = PdfWriter(clone_from=BytesIO(made)), BytesIO()
        written.add_metadata({"/Subject": said})
        written.write(out)
        return out.getvalue()
