"""The self-check in the browser. Only answers are kept, in the visitor's cookie; all else is worked out each time."""

import logging
from collections.abc import Callable
from functools import cache, lru_cache
from itertools import chain
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from screener import answers_cookie
from screener.calendar_file import calendar_file
from screener.engine.facts import COMING_DATE, PAST_DATE, UNSURE, Fact
from screener.engine.summary import MOST_QUESTIONS, summarize
from screener.forms import PrioritiesForm, SelfCheckForm, form_for
from screener.guide import page, pdf
from screener.guide.document import Document, blank, filled, plain_text
from screener.guide.message import short_text
from screener.guide.page import Guide
from screener.rule_sets.clinic import CLINIC_RULES
from web import clock
from web.absolute_urls import absolute
from web.caching import for_everybody, never_kept
from web.languages import active
from web.lengths import STEP, at_least, behind_redirect

logger = logging.getLogger(__name__)
BY_SLUG = {fact.slug: fact for fact in CLINIC_RULES.facts}
# So long are the fullest summary and the fullest guide, compressed; all others are made as long (docs/decisions/023). A
# 911 sign ends the questions at once, and its page is as long as a question.
LENGTH_OF_A_SUMMARY, LENGTH_OF_A_GUIDE = 52 * STEP, 44 * STEP
ROLES = CLINIC_RULES.roles


@cache
def address_of(view: str, *args: str) -> str:
    """The address of a page of this app by the name of its view."""
    return reverse(f"screener:{view}", args=args)


class SeeOther(HttpResponse):
    """A redirect after a post, to an address of ours: nothing in it has to be taken apart or escaped.

    All are of one length.
    """

    status_code = 303

    def __init__(self, url: str) -> None:
        super().__init__(behind_redirect(url), headers={"Location": url})
        self.url = url


def try_later(response: HttpResponse) -> HttpResponse:
    """What is shown instead while too many ask for a PDF."""
    response.status_code = 503
    response.headers["Retry-After"] = "60"
    return response


@never_kept
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What the self-check is and is not, what to have at hand, and what happens to the answers."""
    saved = answers_cookie.load(request, clock.today())
    context = {
        "saved": saved,
        "first": CLINIC_RULES.facts[0],
        "go_on": _where_left_off(saved),
        "fewest": sum(fact.asked_if is None for fact in CLINIC_RULES.facts),
        "most": len(CLINIC_RULES.facts),
    }
    return render(request, "screener/start.html", context)


@never_kept
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, slug: str) -> HttpResponse:
    """One question: shows it, or takes its answer and goes on to the next open one."""
    fact = BY_SLUG[slug]
    saved = answers_cookie.load(request, clock.today())
    if request.method == "POST":
        return _take_answer(request, saved, fact)
    if fact not in _asked(saved):
        return HttpResponseRedirect(address_of("question", _decider(fact).slug))
    return _show_question(request, saved, fact)


def _asked(saved: answers_cookie.Saved) -> tuple[Fact, ...]:
    return CLINIC_RULES.asked(CLINIC_RULES.sheet(saved.given, saved.today))


def _decider(fact: Fact) -> Fact:
    """The question whose answer decides whether this one is asked."""
    return next(one for one in CLINIC_RULES.facts if fact.asked_if and one.id in fact.asked_if.facts)


def _take_answer(request: HttpRequest, saved: answers_cookie.Saved, fact: Fact) -> HttpResponse:
    """Keeps a plain choice, as most answers are, without a form: that would take as long again as all else here."""
    called_before = fact is not ROLES.asked_first and _calls_today(saved, fact)
    if "skip" in request.POST and fact.may_be_skipped:
        form = _form(saved, fact, request.POST)
        if _must_ask_first(request, form, answered=saved.answers.get(fact.id) is not None):
            form.ask_before_skipping(_("Continue"), _("Skip this question"))
            return _show_question(request, saved, fact, form, status=422)
        saved.answers[fact.id] = None
    elif request.POST.get("answer") in fact.choices:
        saved.answers[fact.id] = request.POST["answer"]
    else:
        form = _form(saved, fact, request.POST)
        if not form.is_valid():
            return _show_question(request, saved, fact, form, status=422)
        saved.answers[fact.id] = form.answer
    saved.filled_in.pop(fact.id, None)
    called_now = not called_before and _calls_today(saved, fact)
    response = SeeOther(_after(saved, fact, called_now))
    answers_cookie.save_answer(request, response, saved)
    return response


def _must_ask_first(request: HttpRequest, form: SelfCheckForm, answered: bool) -> bool:
    """Whether skipping would throw away something without a word: the button for an answer that is kept says so."""
    return bool(form.filled_in) and not answered and request.POST["skip"] != "anyway"


def _show_question(
    request: HttpRequest, saved: answers_cookie.Saved, fact: Fact, form: Any = None, status: int = 200
) -> HttpResponse:
    asked = _asked(saved)
    maybe = [one for one in CLINIC_RULES.facts if one in asked or _may_still_be_asked(one, saved)]
    position = maybe.index(fact) if fact in maybe else 0
    before = _before(asked, fact)
    context = {
        "fact": fact,
        "form": form or _form(saved, fact),
        "number": position + 1,
        "of": len(maybe),
        "before": before,
        "date_before": _date_given(saved, before),
        "rows": page.rows(saved.answers, asked, _someone_else(saved)),
        "saved": saved,
        "answered": saved.answers.get(fact.id) is not None,
        "filled_in": fact.id in saved.filled_in,
        "nothing_before": not saved.count and fact is not CLINIC_RULES.facts[0],
    }
    return render(request, "screener/question.html", context, status=status)


def _may_still_be_asked(fact: Fact, saved: answers_cookie.Saved) -> bool:
    return fact.asked_if is not None and not fact.asked_if.facts <= saved.answers.keys()


def _before(asked: tuple[Fact, ...], fact: Fact) -> Fact | None:
    position = asked.index(fact) if fact in asked else 0
    return asked[position - 1] if position else None


def _date_given(saved: answers_cookie.Saved, before: Fact | None) -> str:
    """The date that was given to the question before, in words, so that one sees how it was understood."""
    given = saved.given.get(before.id) if before and before.kind in (PAST_DATE, COMING_DATE) else None
    return active().say_date(given) if isinstance(given, str) and given != UNSURE else ""


def _form(saved: answers_cookie.Saved, fact: Fact, data: Any = None) -> Any:
    return form_for(
        fact,
        saved.today,
        someone_else=_someone_else(saved),
        answer=saved.answers.get(fact.id, saved.filled_in.get(fact.id)),
        data=data,
    )


def _someone_else(saved: answers_cookie.Saved) -> bool:
    return CLINIC_RULES.sheet(saved.given, saved.today).holds(ROLES.someone_else)


def _calls_today(saved: answers_cookie.Saved, fact: Fact) -> bool:
    """Whether the answers call for a doctor today, if this fact can have made them do so."""
    calls = ROLES.call_today.condition if ROLES.call_today else None
    asks = calls is not None and fact.id in calls.facts
    return asks and CLINIC_RULES.sheet(saved.given, saved.today).holds(calls)


def _after(saved: answers_cookie.Saved, fact: Fact, called_now: bool) -> str:
    """Where to go after an answer: to the summary if it ends the questions, to a pause for a call today, else on.

    Whoever lost answers, or has to give some again, or has not been asked the urgent signs yet, goes on with the first
    open question: nobody may miss the urgent signs.
    """
    sheet = CLINIC_RULES.sheet(saved.given, saved.today)
    if CLINIC_RULES.ends_the_questions(sheet):
        return address_of("summary")
    if called_now:
        return address_of("pause")
    begins_again = saved.lost or saved.asks_again or ROLES.asked_first.id not in saved.answers
    return _next(saved, None if begins_again else fact, CLINIC_RULES.asked(sheet))


def _next(saved: answers_cookie.Saved, fact: Fact | None, asked: tuple[Fact, ...]) -> str:
    """The next open question after this one; then one that may not be skipped, if it is open; then the summary."""
    later = asked[asked.index(fact) + 1 :] if fact in asked else asked
    must_be_answered = (one for one in asked if not one.may_be_skipped)
    for one in chain(later, must_be_answered):
        if one.id not in saved.answers:
            return address_of("question", one.slug)
    return address_of("summary")


def _where_left_off(saved: answers_cookie.Saved) -> str:
    sheet = CLINIC_RULES.sheet(saved.given, saved.today)
    return (
        address_of("summary")
        if CLINIC_RULES.ends_the_questions(sheet)
        else _next(saved, None, CLINIC_RULES.asked(sheet))
    )


@never_kept
@require_safe
def pause(request: HttpRequest) -> HttpResponse:
    """The interruption after an answer that calls for a doctor today. It may be passed."""
    saved = answers_cookie.load(request, clock.today())
    summary = summarize(CLINIC_RULES, saved.given, saved.today)
    called = ROLES.call_today if ROLES.call_today in summary.notes else None
    by_a_sign = not called or bool(saved.given.get(ROLES.asked_first.id))
    context = {
        "saved": saved,
        "words": summary.note_words(called) if called else "",
        "in_hospital": summary.in_hospital,
        "change": (ROLES.asked_first if by_a_sign else ROLES.made_it or ROLES.asked_first).slug,
        "next": _next(saved, ROLES.asked_first, CLINIC_RULES.asked(summary.sheet)),
    }
    return render(request, "screener/pause.html", context)


@never_kept
@require_http_methods(["GET", "HEAD", "POST"])
def what_matters(request: HttpRequest) -> HttpResponse:
    """How important the person finds what may matter: shows it, or takes it and goes to the summary."""
    saved = answers_cookie.load(request, clock.today())
    form = PrioritiesForm(CLINIC_RULES.priorities, saved.matters, request.POST if request.method == "POST" else None)
    skips = "skip" in request.POST
    if skips and _must_ask_first(request, form, answered=bool(saved.matters)):
        form.ask_before_skipping(_("Save and go to the summary"), _("Leave this out"))
    elif skips or form.is_valid():
        saved.matters = {} if skips else form.weights
        response = SeeOther(address_of("summary"))
        answers_cookie.save_answer(request, response, saved)
        return response
    context = {"saved": saved, "form": form, "someone_else": _someone_else(saved)}
    return render(request, "screener/what_matters.html", context, status=422 if form.is_bound else 200)


@never_kept
@require_safe
def summary(request: HttpRequest) -> HttpResponse:
    """What the answers come to, and what to ask the doctor."""
    saved, guide = _guide_of(request)
    found = guide.summary
    rows = page.rows(saved.answers, CLINIC_RULES.asked(found.sheet), found.someone_else)
    template = "no_answers" if not saved.answers else "stop" if guide.is_emergency else "summary"
    texts = [
        (_("Short, for a message to a clinic (1,000 characters at most)"), short_text(guide)),
        (_("All of it"), plain_text(_filled(saved, guide))),
    ]
    context = {"saved": saved, "rows": rows, "guide": guide, "texts": texts}
    response = render(request, f"screener/{template}.html", context)
    return at_least(response, LENGTH_OF_A_SUMMARY) if template == "summary" else response


@never_kept
@require_safe
def paper(request: HttpRequest) -> HttpResponse:
    """The summary for paper: the guide to take along."""
    saved, guide = _guide_of(request)
    if not saved.answers:
        return render(request, "screener/no_answers.html", {"saved": saved, "guide": guide})
    shown = _show_guide(request, guide, _filled(saved, guide), {"saved": saved})
    return at_least(shown, LENGTH_OF_A_GUIDE)


@never_kept
@require_safe
def guide_pdf(request: HttpRequest) -> HttpResponse:
    """The guide as a PDF, made now and kept nowhere."""
    saved, guide = _guide_of(request)
    if not saved.answers:
        # Not a page under the name of a file: a phone would save it as a PDF that does not open.
        return _show_blank(request, {"saved": saved, "no_answers": True}, status=404)
    document = _filled(saved, guide)
    return _as_pdf(
        request, document, pdf.make, lambda why: _show_guide(request, guide, document, {"saved": saved, "no_pdf": why})
    )


@never_kept
@require_POST
def last_days(request: HttpRequest) -> HttpResponse:
    """The last days of the limits for a calendar. Its titles say what they are about only if that was ticked."""
    _saved, guide = _guide_of(request)
    if not guide.last_days:
        return SeeOther(address_of("summary"))
    file = calendar_file(guide, say_what="say_what" in request.POST, remind="remind" in request.POST)
    name = 'attachment; filename="days-to-remember.ics"'
    return HttpResponse(file, content_type="text/calendar; charset=utf-8", headers={"Content-Disposition": name})


@for_everybody
@require_safe
def blank_guide(request: HttpRequest) -> HttpResponse:
    """The guide for those who skip the self-check."""
    return _show_blank(request, {})


@for_everybody
@require_safe
def blank_pdf(request: HttpRequest) -> HttpResponse:
    """The blank guide as a PDF, made once."""
    document = blank(_nothing_answered(), settings.CHECKED_BY)
    return _as_pdf(request, document, _make_once, lambda why: never_kept(_show_blank)(request, {"no_pdf": why}))


@lru_cache(maxsize=8)
def _make_once(document: Document, site_name: str, address: str, size: str, large: bool) -> bytes:
    """Never for the guide of a person: it would stay in memory."""
    return pdf.make(document, site_name, address, size, large, shared=True)


def _guide_of(request: HttpRequest) -> tuple[answers_cookie.Saved, Guide]:
    saved = answers_cookie.load(request, clock.today())
    return saved, Guide(summarize(CLINIC_RULES, saved.given, saved.today, saved.matters))


def _filled(saved: answers_cookie.Saved, guide: Guide) -> Document:
    return filled(guide, settings.CHECKED_BY, saved.clinic.name_and_phone if saved.clinic else "")


def _nothing_answered() -> Guide:
    return Guide(summarize(CLINIC_RULES, {}, clock.today()))


def _show_blank(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    guide = _nothing_answered()
    return _show_guide(request, guide, blank(guide, settings.CHECKED_BY), {"blank": True, **context}, status)


def _show_guide(
    request: HttpRequest, guide: Guide, document: Document, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    address = absolute(request, address_of("start"))
    drawn = {"address": address, "qr": mark_safe(pdf.qr(address))}  # noqa: S308 - drawn from our own address
    return render(
        request, "screener/guide.html", {"guide": guide, "document": document, **drawn, **context}, status=status
    )


def _as_pdf(
    request: HttpRequest, document: Document, make: Callable[..., bytes], instead: Callable[[str], HttpResponse]
) -> HttpResponse:
    """The PDF as the address asks for it: ?size=a4, ?print=large.

    If it cannot be made, which is logged, the page that `instead` draws with the reason: "busy" or "failed".
    """
    size = request.GET.get("size", "")
    try:
        made = make(
            document,
            settings.SITE_NAME,
            absolute(request, address_of("start")),
            size if size in pdf.PAPERS else "letter",
            request.GET.get("print") == "large",
        )
    except pdf.PdfBusyError as busy:
        logger.warning("The guide was not made as a PDF: %s", busy)
        return try_later(instead("busy"))
    except pdf.PdfError as error:
        logger.error("The guide could not be made as a PDF: %s", error)
        response = instead("failed")
        response.status_code = 503
        return response
    name = 'attachment; filename="guide-for-the-visit.pdf"'
    return HttpResponse(made, content_type="application/pdf", headers={"Content-Disposition": name})


@for_everybody
@require_safe
def how_it_decides(request: HttpRequest) -> HttpResponse:
    """The whole rule set, drawn from its declaration."""
    return render(request, "screener/how_it_decides.html", {"rule_set": CLINIC_RULES, "most_questions": MOST_QUESTIONS})


@for_everybody
@require_safe
def what_it_says(request: HttpRequest) -> HttpResponse:
    """All that may be said beside the outcome, drawn from the declaration."""
    said = {"signs_first": page.SIGNS_FIRST, "no_date": CLINIC_RULES.roles.without_it}
    return render(
        request, "screener/what_it_says.html", {"rule_set": CLINIC_RULES, "most_questions": MOST_QUESTIONS, **said}
    )


@never_kept
@require_POST
def clear(request: HttpRequest) -> HttpResponse:
    """Forget the answers, and go on to the page that says so."""
    response = SeeOther(address_of("cleared"))
    answers_cookie.forget(request, response)
    return response


@never_kept
@require_safe
def cleared(request: HttpRequest) -> HttpResponse:
    """That no answers are left. It says so to no one who has some: a kept bookmark may lead here at any time."""
    if answers_cookie.are_kept(request):
        return SeeOther(address_of("start"))
    return render(request, "screener/cleared.html")
