"""The self-check in the browser. Only answers are kept, in the visitor's cookie; all else is worked out each time."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clinics.interpreters import LANGUAGES
from screener import answers_cookie, fhir_files
from screener.answers_cookie import Saved
from screener.calendar_file import calendar_file
from screener.editions import edition_of
from screener.engine.differences import parted
from screener.engine.edition import Edition
from screener.engine.facts import COMING_DATE, PAST_DATE, UNSURE, Fact, Sheet
from screener.engine.rule_set import Roles, RuleSet
from screener.engine.summary import MOST_QUESTIONS, Summary, summarize
from screener.fhir import response as response_to
from screener.fhir_files import FHIR
from screener.forms import PrioritiesForm, SelfCheckForm, form_for
from screener.guide import page, pdf
from screener.guide.document import Document, blank, filled, for_the_doctor, plain_text
from screener.guide.message import short_text
from screener.guide.page import Guide
from screener.rule_sets.editions import MAIN_RULES, beside
from screener.standings import standing_of_question, standing_of_rules
from web import clock
from web.absolute_urls import absolute
from web.caching import for_everybody, never_kept
from web.languages import ENGLISH, active, active_code, address, speaking
from web.languages import gettext as _
from web.lengths import STEP, at_least, behind_redirect
from web.qr import qr
from web.typesetting import PAPERS, PdfBusyError, PdfError

logger = logging.getLogger(__name__)
# So long are the fullest summary and the fullest guide with a box, compressed; all others are made as long
# (docs/decisions/023). A 911 sign ends the questions at once, and its page is as long as a question.
LENGTH_OF_A_SUMMARY, LENGTH_OF_A_GUIDE = 63 * STEP, 48 * STEP
# So long are a file of answers packed and as it is: with room for Spanish, and for a host with a long name.
LENGTH_OF_THE_ANSWERS_PACKED, LENGTH_OF_THE_ANSWERS = 20 * STEP, 100 * STEP
# Spanish takes more letters than English, and what is taken along stands there in English too.
LENGTH_OF_ANOTHER_SUMMARY, LENGTH_OF_ANOTHER_GUIDE = 88 * STEP, 68 * STEP


def _as_long_as_all(response: HttpResponse, in_english: int, in_others: int) -> HttpResponse:
    return at_least(response, in_english if active_code() == ENGLISH else in_others)


def address_of(view: str, *args: str, within: str = "screener") -> str:
    """The address of a page of this app by the name of its view, in the edition that is included under that name."""
    return address(active_code(), f"screener:{view}", *args, within=within)


class SeeOther(HttpResponseRedirect):
    """A redirect after a post. All are of one length."""

    status_code = 303

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.content = behind_redirect(url)


@dataclass(frozen=True)
class Visit:
    """A request, the edition that its address asks for, and the answers that came with it."""

    request: HttpRequest
    edition: Edition
    saved: Saved

    @property
    def rules(self) -> RuleSet:
        return self.edition.rules

    @property
    def roles(self) -> Roles:
        return self.edition.rules.roles

    def sheet(self) -> Sheet:
        """The answers as they stand now."""
        return self.rules.sheet(self.saved.given, self.saved.today)

    def asked(self) -> tuple[Fact, ...]:
        return self.rules.asked(self.sheet())

    def someone_else(self) -> bool:
        return self.sheet().holds(self.roles.someone_else)

    def summary(self) -> Summary:
        return summarize(self.edition, self.saved.given, self.saved.today, self.saved.matters, self.saved.way)

    def address(self, view: str, *args: str) -> str:
        return _address(self.request, view, *args)

    @property
    def summary_address(self) -> str:
        """Where the last question leads: to the summary that the clinic wants to be seen first, or to this one's."""
        first = self.saved.clinic.rules if self.saved.clinic else ""
        if self.rules.id == MAIN_RULES.id and first in {one.id for one in beside(self.rules)}:
            return address_of("summary", within=first)
        return self.address("summary")

    def guides_beside(self) -> list[Guide]:
        """What the other rule sets say that the visitor wants in the guide."""
        wanted = [one for one in beside(self.rules) if one.id in self.saved.in_guide]
        return [Guide(replace(self, edition=edition_of(one.id)).summary()) for one in wanted]

    def draw(self, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
        """A page of the self-check."""
        return _draw(self.request, self.edition, template, {"saved": self.saved, **context}, status)

    def go_on(self, url: str) -> HttpResponse:
        """To the next page, with the answers as they stand now."""
        response = SeeOther(url)
        answers_cookie.save_answer(self.request, response, self.saved)
        return response


def _visit(request: HttpRequest, rules: str) -> Visit:
    return Visit(request, edition_of(rules), answers_cookie.load(request, clock.today()))


def _address(request: HttpRequest, view: str, *args: str) -> str:
    match = request.resolver_match
    return address_of(view, *args, within=match.namespace if match and match.namespace else "screener")


def _draw(
    request: HttpRequest, edition: Edition, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A page with the rules and the first question of an edition. The help lines are the same on all pages."""
    rules = edition.rules
    own = {"rule_set": rules, "asked_first": rules.roles.asked_first.slug, "standing": standing_of_rules(rules.id)}
    return render(request, f"screener/{template}.html", {**own, **context}, status=status)


def try_later(response: HttpResponse) -> HttpResponse:
    """What is shown instead while too many ask for a PDF."""
    response.status_code = 503
    response.headers["Retry-After"] = "60"
    return response


@never_kept
@require_safe
def start(request: HttpRequest, rules: str) -> HttpResponse:
    """What the self-check is and is not, what to have at hand, and what happens to the answers."""
    visit = _visit(request, rules)
    facts = visit.rules.facts
    context = {
        "first": facts[0],
        "go_on": _where_left_off(visit),
        "fewest": sum(fact.asked_if is None for fact in facts),
        "most": len(facts),
    }
    return visit.draw("start", context)


@never_kept
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, rules: str, slug: str) -> HttpResponse:
    """One question: shows it, or takes its answer and goes on to the next open one."""
    fact = edition_of(rules).rules.by_slug.get(slug)
    if fact is None:
        raise Http404
    visit = _visit(request, rules)
    if request.method == "POST":
        return _take_answer(visit, fact)
    if fact not in visit.asked():
        return HttpResponseRedirect(visit.address("question", _decider(visit.rules, fact).slug))
    return _show_question(visit, fact)


def _decider(rules: RuleSet, fact: Fact) -> Fact:
    """The question whose answer decides whether this one is asked."""
    return next(one for one in rules.facts if fact.asked_if and one.id in fact.asked_if.facts)


def _take_answer(visit: Visit, fact: Fact) -> HttpResponse:
    """Keeps a plain choice, as most answers are, without a form: that would take as long again as all else here."""
    post, saved = visit.request.POST, visit.saved
    called_before = fact is not visit.roles.asked_first and _calls_today(visit, fact)
    if "skip" in post and fact.may_be_skipped:
        form = _form(visit, fact, post)
        if _must_ask_first(visit.request, form, answered=saved.answers.get(fact.id) is not None):
            form.ask_before_skipping(_("Continue"), _("Skip this question"))
            return _show_question(visit, fact, form, status=422)
        saved.answers[fact.id] = None
    elif post.get("answer") in fact.choices:
        saved.answers[fact.id] = post["answer"]
    else:
        form = _form(visit, fact, post)
        if not form.is_valid():
            return _show_question(visit, fact, form, status=422)
        saved.answers[fact.id] = form.answer
    saved.filled_in.pop(fact.id, None)
    called_now = not called_before and _calls_today(visit, fact)
    return visit.go_on(_after(visit, fact, called_now))


def _must_ask_first(request: HttpRequest, form: SelfCheckForm, answered: bool) -> bool:
    """Whether skipping would throw away something without a word: the button for an answer that is kept says so."""
    return bool(form.filled_in) and not answered and request.POST["skip"] != "anyway"


def _show_question(visit: Visit, fact: Fact, form: Any = None, status: int = 200) -> HttpResponse:
    saved, asked = visit.saved, visit.asked()
    maybe = [one for one in visit.rules.facts if one in asked or _may_still_be_asked(one, saved)]
    position = maybe.index(fact) if fact in maybe else 0
    before = _before(asked, fact)
    context = {
        "fact": fact,
        "form": form or _form(visit, fact),
        "number": position + 1,
        "of": len(maybe),
        "before": before,
        "back": visit.summary_address if visit.rules.id != MAIN_RULES.id else "",
        "date_before": _date_given(visit, before),
        "rows": page.rows(visit.edition, saved.answers, asked, visit.someone_else()),
        "answered": saved.answers.get(fact.id) is not None,
        "filled_in": fact.id in saved.filled_in,
        "nothing_before": not saved.count and fact is not visit.rules.facts[0],
        "standing": standing_of_question(visit.rules.id, fact.id),
    }
    return visit.draw("question", context, status)


def _may_still_be_asked(fact: Fact, saved: Saved) -> bool:
    return fact.asked_if is not None and not fact.asked_if.facts <= saved.answers.keys()


def _before(asked: tuple[Fact, ...], fact: Fact) -> Fact | None:
    position = asked.index(fact) if fact in asked else 0
    return asked[position - 1] if position else None


def _date_given(visit: Visit, before: Fact | None) -> str:
    """The date that was given to the question before, in words, so that one sees how it was understood."""
    given = visit.saved.given.get(before.id) if before and before.kind in (PAST_DATE, COMING_DATE) else None
    return visit.edition.language.say_date(given) if isinstance(given, str) and given != UNSURE else ""


def _form(visit: Visit, fact: Fact, data: Any = None) -> Any:
    saved = visit.saved
    answer = saved.answers.get(fact.id, saved.filled_in.get(fact.id))
    return form_for(fact, saved.today, someone_else=visit.someone_else(), answer=answer, data=data)


def _calls_today(visit: Visit, fact: Fact) -> bool:
    """Whether the answers call for a doctor today, if this fact can have made them do so."""
    calls = visit.roles.call_today.condition if visit.roles.call_today else None
    return calls is not None and fact.id in calls.facts and visit.sheet().holds(calls)


def _after(visit: Visit, fact: Fact, called_now: bool) -> str:
    """Where to go after an answer: to the summary if it ends the questions, to a pause for a call today, else on.

    Whoever lost answers, or has to give some again, or has not been asked the urgent signs yet, goes on with the first
    open question: nobody may miss the urgent signs.
    """
    saved, sheet = visit.saved, visit.sheet()
    if visit.rules.ends_the_questions(sheet):
        return visit.address("summary")
    if called_now:
        return visit.address("pause")
    begins_again = saved.lost or saved.asks_again or visit.roles.asked_first.id not in saved.answers
    return _next(visit, None if begins_again else fact, visit.rules.asked(sheet))


def _next(visit: Visit, fact: Fact | None, asked: tuple[Fact, ...]) -> str:
    """The next open question after this one; then one that may not be skipped, if it is open; then the summary."""
    later = asked[asked.index(fact) + 1 :] if fact in asked else asked
    must_be_answered = (one for one in asked if not one.may_be_skipped)
    for one in chain(later, must_be_answered):
        if one.id not in visit.saved.answers:
            return visit.address("question", one.slug)
    return visit.summary_address


def _where_left_off(visit: Visit) -> str:
    sheet = visit.sheet()
    ends = visit.rules.ends_the_questions(sheet)
    return visit.address("summary") if ends else _next(visit, None, visit.rules.asked(sheet))


@never_kept
@require_safe
def pause(request: HttpRequest, rules: str) -> HttpResponse:
    """The interruption after an answer that calls for a doctor today. It may be passed."""
    visit = _visit(request, rules)
    summary, roles = visit.summary(), visit.roles
    called = roles.call_today if roles.call_today in summary.notes else None
    by_a_sign = not called or bool(visit.saved.given.get(roles.asked_first.id))
    context = {
        "words": summary.note_words(called) if called else "",
        "in_hospital": summary.in_hospital,
        "change": (roles.asked_first if by_a_sign else roles.call_today_fact or roles.asked_first).slug,
        "next": _next(visit, roles.asked_first, visit.rules.asked(summary.sheet)),
    }
    return visit.draw("pause", context)


@never_kept
@require_http_methods(["GET", "HEAD", "POST"])
def what_matters(request: HttpRequest, rules: str) -> HttpResponse:
    """Toward what the person leans: shows it, or takes it and goes to the summary."""
    visit = _visit(request, rules)
    saved = visit.saved
    form = PrioritiesForm(
        visit.rules.priorities,
        visit.rules.ways,
        visit.someone_else(),
        (saved.matters, saved.way),
        request.POST if request.method == "POST" else None,
    )
    skips = "skip" in request.POST
    said_before = bool(saved.matters or saved.way)
    if skips and _must_ask_first(request, form, answered=said_before):
        form.ask_before_skipping(_("Save and go to the summary"), _("Leave this out"))
    elif skips or form.is_valid():
        saved.matters, saved.way = ({}, "") if skips else (form.weights, form.way)
        return visit.go_on(visit.summary_address)
    context = {"form": form, "someone_else": visit.someone_else(), "said_before": said_before}
    return visit.draw("what_matters", context, 422 if form.is_bound else 200)


@never_kept
@require_safe
def summary(request: HttpRequest, rules: str) -> HttpResponse:
    """What the answers come to, and what to ask the doctor."""
    visit = _visit(request, rules)
    guide = Guide(visit.summary())
    if not visit.saved.answers:
        return visit.draw("no_answers", {"guide": guide})
    rows = page.rows(visit.edition, visit.saved.answers, visit.asked(), guide.summary.someone_else)
    if guide.is_emergency:
        return visit.draw("stop", {"guide": guide, "rows": rows})
    texts = [
        (_("Short, for a message to a clinic (1,000 characters at most)"), short_text(guide), ""),
        (_("All of it"), plain_text(_filled(visit)), ""),
    ]
    if active_code() != ENGLISH:
        short, long = _texts_in_english(visit)
        texts += [(_("The short one in English"), short, ENGLISH), (_("All of it in English"), long, ENGLISH)]
    others = {address_of("summary", within=one.id): edition_of(one.id).rules.about.link for one in beside(visit.rules)}
    context = {"guide": guide, "rows": rows, "texts": texts, "others": others}
    return _as_long_as_all(visit.draw("summary", context), LENGTH_OF_A_SUMMARY, LENGTH_OF_ANOTHER_SUMMARY)


@never_kept
@require_http_methods(["GET", "HEAD", "POST"])
def summary_beside(request: HttpRequest, rules: str) -> HttpResponse:
    """What the same answers come to under another rule set, and where the two part. A button puts it into the guide.

    Only the button writes. Any page can have a browser open this one, many times a second; a reply that is overtaken by
    that to an urgent sign would put the answers of before in its place.
    """
    visit = _visit(request, rules)
    main = replace(visit, edition=edition_of(MAIN_RULES.id))
    guide = Guide(visit.summary())
    if not visit.saved.answers:
        return visit.draw("no_answers", {"guide": guide})
    if guide.is_emergency:
        return HttpResponseRedirect(address_of("summary"))
    if request.method == "POST":
        visit.saved.in_guide |= {rules}
        response = SeeOther(visit.address("summary"))
        answers_cookie.save(request, response, visit.saved)
        return response
    context = {
        "guide": guide,
        "in_guide": rules in visit.saved.in_guide,
        "main_rules": main.rules,
        "to_main": address_of("summary"),
        "parted": parted(guide.summary, main.summary()),
    }
    return _as_long_as_all(visit.draw("summary_beside", context), LENGTH_OF_A_SUMMARY, LENGTH_OF_ANOTHER_SUMMARY)


@never_kept
@require_safe
def paper(request: HttpRequest, rules: str) -> HttpResponse:
    """The summary for paper: the guide to take along."""
    visit = _visit(request, rules)
    guide = Guide(visit.summary())
    if not visit.saved.answers:
        return visit.draw("no_answers", {"guide": guide})
    shown = _show_guide(request, guide, _papers(visit), {"saved": visit.saved})
    return _as_long_as_all(shown, LENGTH_OF_A_GUIDE, LENGTH_OF_ANOTHER_GUIDE)


@never_kept
@require_safe
def guide_pdf(request: HttpRequest, rules: str) -> HttpResponse:
    """The guide as a PDF, made now and kept nowhere."""
    visit = _visit(request, rules)
    if not visit.saved.answers:
        # Not a page under the name of a file: a phone would save it as a PDF that does not open.
        return _show_blank(request, visit.edition, {"saved": visit.saved, "no_answers": True}, status=404)
    papers = _papers(visit)
    return _as_pdf(
        request,
        papers,
        pdf.make,
        lambda why: _show_guide(request, Guide(visit.summary()), papers, {"saved": visit.saved, "no_pdf": why}),
    )


@never_kept
@require_POST
def last_days(request: HttpRequest, rules: str) -> HttpResponse:
    """The last days of the limits for a calendar. Its titles say what they are about only if that was ticked."""
    visit = _visit(request, rules)
    guide = Guide(visit.summary())
    if not guide.last_days:
        return SeeOther(visit.address("summary"))
    file = calendar_file(guide, say_what="say_what" in request.POST, remind="remind" in request.POST)
    name = 'attachment; filename="days-to-remember.ics"'
    return HttpResponse(file, content_type="text/calendar; charset=utf-8", headers={"Content-Disposition": name})


@never_kept
@require_safe
def answers_file(request: HttpRequest, rules: str) -> HttpResponse:
    """The answers for a clinic's computer, as FHIR, made now and kept nowhere. All such files are of one length."""
    visit = _visit(request, rules)
    if not visit.saved.answers:
        return HttpResponseRedirect(visit.address("summary"))
    form = fhir_files.form_of(rules, visit.someone_else())
    file = fhir_files.as_json(response_to(form, visit.saved.given, visit.saved.today)).encode()
    name = 'attachment; filename="self-check-answers.json"'
    # Blanks behind JSON mean nothing: so it is of one length for who does not unpack, too.
    padded = file.ljust(LENGTH_OF_THE_ANSWERS)
    response = HttpResponse(padded, content_type=FHIR, headers={"Content-Disposition": name})
    return at_least(response, LENGTH_OF_THE_ANSWERS_PACKED)


@for_everybody
@require_safe
def blank_guide(request: HttpRequest, rules: str) -> HttpResponse:
    """The guide for those who skip the self-check."""
    return _show_blank(request, edition_of(rules), {})


@for_everybody
@require_safe
def blank_pdf(request: HttpRequest, rules: str) -> HttpResponse:
    """The blank guide as a PDF, made once."""
    edition = edition_of(rules)
    return _as_pdf(
        request,
        _blank_papers(request, edition),
        _make_once,
        lambda why: never_kept(_show_blank)(request, edition, {"no_pdf": why}),
    )


# Two sizes of paper in two of print, in each language; in all but English with the English behind it, or without.
@lru_cache(maxsize=64)
def _make_once(
    document: Document, site_name: str, address: str, size: str, large: bool, *, doctor: Document | None
) -> bytes:
    """Never for the guide of a person: it would stay in memory."""
    return pdf.make(document, site_name, address, size, large, shared=True, doctor=doctor)


@dataclass(frozen=True)
class Papers:
    """A guide, and the same in English for the doctor where it is in another language."""

    patient: Document
    doctor: Document | None


def _papers(visit: Visit) -> Papers:
    return _in_both(visit.request, visit.rules, lambda edition: _filled(replace(visit, edition=edition)))


def _blank_papers(request: HttpRequest, edition: Edition) -> Papers:
    return _in_both(request, edition.rules, lambda edition: blank(_nothing_answered(edition), standing_of_rules))


def _in_both(request: HttpRequest, rules: RuleSet, draw: Callable[[Edition], Document]) -> Papers:
    patient = draw(edition_of(rules.id))
    language = active()
    if language.code == ENGLISH:
        return Papers(patient, None)
    with speaking(ENGLISH):
        address = absolute(request, _address(request, "start"))
        named = LANGUAGES.get(language.html, language.name)
        return Papers(patient, for_the_doctor(draw(edition_of(rules.id)), patient, address, language.code, named))


def _texts_in_english(visit: Visit) -> tuple[str, str]:
    """For a clinic that reads English: a message is read before the visit, where no guide lies beside it."""
    with speaking(ENGLISH):
        in_english = replace(visit, edition=edition_of(visit.rules.id))
        return short_text(Guide(in_english.summary())), plain_text(_filled(in_english))


def _filled(visit: Visit) -> Document:
    clinic = visit.saved.clinic
    name = clinic.name_and_phone if clinic else ""
    return filled(Guide(visit.summary()), standing_of_rules, name, visit.guides_beside())


def _nothing_answered(edition: Edition) -> Guide:
    return Guide(summarize(edition, {}, clock.today()))


def _show_blank(request: HttpRequest, edition: Edition, context: dict[str, Any], status: int = 200) -> HttpResponse:
    guide = _nothing_answered(edition)
    return _show_guide(request, guide, _blank_papers(request, edition), {"blank": True, **context}, status)


def _show_guide(
    request: HttpRequest, guide: Guide, papers: Papers, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    address = absolute(request, _address(request, "start"))
    drawn = {"address": address, "qr": mark_safe(qr(address))}  # noqa: S308 - drawn from our own address
    shown = {"guide": guide, "document": papers.patient, "doctor": papers.doctor, **drawn, **context}
    return _draw(request, guide.summary.edition, "guide", shown, status)


def _as_pdf(
    request: HttpRequest, papers: Papers, make: Callable[..., bytes], instead: Callable[[str], HttpResponse]
) -> HttpResponse:
    """The PDF as the address asks for it: ?size=a4, ?print=large, ?doctor=english.

    If it cannot be made, which is logged, the page that `instead` draws with the reason: "busy" or "failed".
    """
    size = request.GET.get("size", "")
    try:
        made = make(
            papers.patient,
            settings.SITE_NAME,
            absolute(request, _address(request, "start")),
            size if size in PAPERS else "letter",
            request.GET.get("print") == "large",
            doctor=papers.doctor if request.GET.get("doctor") == "english" else None,
        )
    except PdfBusyError as busy:
        logger.warning("The guide was not made as a PDF: %s", busy)
        return try_later(instead("busy"))
    except PdfError as error:
        logger.error("The guide could not be made as a PDF: %s", error)
        response = instead("failed")
        response.status_code = 503
        return response
    name = 'attachment; filename="guide-for-the-visit.pdf"'
    return HttpResponse(made, content_type="application/pdf", headers={"Content-Disposition": name})


@for_everybody
@require_safe
def how_it_decides(request: HttpRequest, rules: str) -> HttpResponse:
    """The whole rule set, drawn from its declaration."""
    edition = edition_of(rules)
    others = [edition_of(one.id).rules for one in beside(edition.rules)]
    all_rules = [edition.rules, *others]
    thresholds = dict.fromkeys(one for rules in all_rules for one in rules.thresholds)
    context = {
        "most_questions": MOST_QUESTIONS,
        "others": others,
        "all_rules": all_rules,
        "thresholds": thresholds,
        "standing": standing_of_rules(*(one.id for one in all_rules)),
    }
    return _draw(request, edition, "how_it_decides", context)


@for_everybody
@require_safe
def what_it_says(request: HttpRequest, rules: str, other: str = "") -> HttpResponse:
    """All that may be said beside the outcome, drawn from the declaration; `other` names a rule set beside it."""
    if other and other not in {one.id for one in beside(edition_of(rules).rules)}:
        raise Http404
    edition = edition_of(other or rules)
    said = {"signs_first": _(page.SIGNS_FIRST), "no_date": edition.rules.roles.day_unknown, "other": other}
    return _draw(request, edition, "what_it_says", {"most_questions": MOST_QUESTIONS, **said})


@never_kept
@require_POST
def clear(request: HttpRequest, rules: str) -> HttpResponse:
    """Forget the answers, and go on to the page that says so."""
    response = SeeOther(_address(request, "cleared"))
    answers_cookie.forget(request, response)
    return response


@never_kept
@require_safe
def cleared(request: HttpRequest, rules: str) -> HttpResponse:
    """That no answers are left. It says so to no one who has some: a kept bookmark may lead here at any time."""
    if answers_cookie.are_kept(request):
        return SeeOther(_address(request, "start"))
    return _draw(request, edition_of(rules), "cleared", {})
