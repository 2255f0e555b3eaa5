"""Pages under a clinic's name, prefilled links, and what staff use. No page here is for search engines."""

import logging
from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clinics.files import Clinic, find
from clinics.logos import logo_of
from content.views import page_context, template_of
from referrals import languages, leaflets, prefilled_links, reading_lists, record_systems
from referrals.emails import Email, emails
from referrals.forms import ChartForm, PackForm
from referrals.handouts import handout
from referrals.previews import examples
from referrals.standings import standing_of_the_site
from screener import answers_cookie
from screener.editions import edition_of
from screener.rule_sets.editions import MAIN_RULES
from screener.views import SeeOther, try_later
from web import clock
from web.absolute_urls import absolute
from web.caching import for_everybody, never_kept
from web.drawn_once import Kept
from web.languages import ENGLISH, active_code, address, all_languages, in_language, speaking, split
from web.qr import FILES, draw_qr, qr_as_file
from web.typesetting import PAPERS, PdfBusyError, PdfError

logger = logging.getLogger(__name__)
PAGES_OF_NO_CLINIC = Kept(most=64)


def _to(view: str, *arguments: str) -> str:
    return address(active_code(), view, *arguments)


@for_everybody
@require_safe
def clinic_page(request: HttpRequest, link: str) -> HttpResponse:
    """A clinic's own page; for an unknown one the home page, with a word why."""
    clinic = find(link)
    if clinic is None:
        return _page(request, None, "home")
    return render(request, "referrals/clinic.html", _under(request, clinic, _to("content:home")))


@for_everybody
@require_safe
def page(request: HttpRequest, link: str, slug: str) -> HttpResponse:
    """One page under a clinic's name; for an unknown clinic the page alone, with a word why."""
    return _page(request, find(link), slug)


def _page(request: HttpRequest, clinic: Clinic | None, slug: str) -> HttpResponse:
    context = page_context(slug)
    under = _under(request, clinic, context["page"].url)
    if clinic is None:
        return _of_no_clinic(request, slug, {**context, **under})
    return render(request, template_of(slug), {**context, **under})


def _of_no_clinic(request: HttpRequest, slug: str, context: dict[str, Any]) -> HttpResponse:
    """A page with a word why it stands under no clinic's name. On another day it may be marked as old."""
    key = active_code(), slug, context["canonical"], clock.today()
    # The address that was asked for is in none of it: what is kept is sent to others too.
    context = {**context, "same_page": split(context["page"].url)[1]}
    page = PAGES_OF_NO_CLINIC.page(key, lambda: render_to_string(template_of(slug), context, request))
    return page.answer(request, status=404)


def _under(request: HttpRequest, clinic: Clinic | None, canonical: str) -> dict[str, Any]:
    """What a page needs to stand under a clinic's name: the public page it is a twin of, and the logo."""
    return {
        "clinic": clinic,
        "unknown_clinic": clinic is None,
        "logo": clinic and logo_of(clinic),
        "canonical": absolute(request, canonical),
    }


@for_everybody
@require_safe
def pack(request: HttpRequest, link: str, code: str) -> HttpResponse:
    """A reading list that staff chose."""
    clinic, pages = find(link), reading_lists.pages_of(code)
    context = {**_under(request, clinic, _to("content:home")), "pack": pages}
    return render(request, "referrals/pack.html", context, status=200 if clinic and pages else 404)


@require_safe
def logo(request: HttpRequest, link: str, kind: str) -> HttpResponse:
    """A clinic's logo as WebP or PNG."""
    clinic = find(link)
    found = logo_of(clinic) if clinic else None
    if found is None:
        raise Http404
    response = HttpResponse(getattr(found, kind), content_type=f"image/{kind}")
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


# ---- From a link into the self-check


@never_kept
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, link: str) -> HttpResponse:
    """Start the self-check with the clinic known.

    Where there are answers, the clinic is put beside them only by a form. Any page can have a browser open a link, many
    times a second; a reply that is overtaken by that to an urgent sign would put the answers of before in its place.
    """
    clinic = find(link)
    if clinic is None:
        return SeeOther(in_language(active_code(), reverse("referrals:clinic", args=[link])))
    saved = answers_cookie.load(request, clock.today())
    response = SeeOther(_to("screener:start"))
    if saved.clinic == clinic and saved.count:
        return response
    if saved.count and request.method != "POST":
        return render(request, "referrals/join.html", {"clinic": clinic, "saved": saved})
    if saved.clinic != clinic:
        saved.clinic, saved.filled_in = clinic, {}
    answers_cookie.save(request, response, saved)
    return response


@never_kept
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Go on without the clinic, and without what its link filled in."""
    saved = answers_cookie.load(request, clock.today())
    saved.clinic, saved.filled_in = None, {}
    response = SeeOther(_to("screener:start"))
    answers_cookie.save(request, response, saved)
    return response


@never_kept
@require_safe
def prefilled(request: HttpRequest, token: str) -> HttpResponse:
    """What a clinic's prefilled link opens: a page with one button, which sends the token on in a form.

    Not a redirect: Word and Outlook follow one by themselves, and give the browser the address at its end, without the
    cookie. And not an error for a link that cannot be read: they would not open the browser at all.
    """
    found = prefilled_links.read_token(token, clock.today())
    if isinstance(found, prefilled_links.Unreadable):
        response = _nothing_filled_in(request, found)
    else:
        context = {"clinic": found.clinic, "token": prefilled_links.token_in(token)}
        response = render(request, "referrals/prefilled.html", context)
    # The style and the form would tell the address of this page to our own server. "no-referrer" would hide from it too
    # that the form is our own.
    response.headers["Referrer-Policy"] = "strict-origin"
    return response


@never_kept
@require_POST
def take_over(request: HttpRequest) -> HttpResponse:
    """Keep what the link says beside the visitor's answers, to be checked. What they answered themselves stays."""
    found = prefilled_links.read_token(request.POST.get("link", ""), clock.today())
    if isinstance(found, prefilled_links.Unreadable):
        return _nothing_filled_in(request, found, status=422)
    saved = answers_cookie.load(request, clock.today())
    saved.clinic = found.clinic
    saved.filled_in = {fact: answer for fact, answer in found.answers.items() if fact not in saved.answers}
    why = "answered" if found.answers else "empty"
    response = SeeOther(_to("screener:start")) if saved.filled_in else _nothing_filled_in(request, why)
    answers_cookie.save(request, response, saved)
    return response


def _nothing_filled_in(request: HttpRequest, why: str, status: int = 200) -> HttpResponse:
    """A kind word for a link that brought nothing, with the reason."""
    context = {"why": why, "days": prefilled_links.LAST_DAYS}
    if request.method == "POST":  # no link leads back to where only a form leads
        context["same_page"] = reverse("screener:start")
    return render(request, "referrals/link_not_read.html", context, status=status)


# ---- For staff


def _clinic_or_404(link: str) -> Clinic:
    clinic = find(link)
    if clinic is None:
        raise Http404
    return clinic


@require_safe
def staff(request: HttpRequest, link: str) -> HttpResponse:
    """All that staff use: links, e-mail words, sheets to print."""
    clinic, code = _clinic_or_404(link), languages.chosen(request.GET.get("language", ""))
    link_of = _address_of(request, clinic, code)
    context = {
        "clinic": clinic,
        "languages": languages.to_choose_from(),
        "patients": all_languages()[code],
        "asked_for": f"?language={code}" if code != active_code() else "",
        "address": link_of,
        "emails": _emails(code, clinic, link_of),
    }
    return render(request, "referrals/staff.html", context)


def _address_of(request: HttpRequest, clinic: Clinic, code: str) -> str:
    return absolute(request, address(code, "referrals:clinic", clinic.link))


def _emails(code: str, clinic: Clinic, link: str, *, filled_in: bool = False) -> list[Email]:
    with speaking(code):
        return emails(clinic, link, filled_in)


@require_safe
def email(request: HttpRequest, link: str, tone: str) -> HttpResponse:
    """The words of an e-mail as a file."""
    clinic = _clinic_or_404(link)
    found = next((one for one in emails(clinic, _address_of(request, clinic, active_code())) if one.tone == tone), None)
    if found is None:
        raise Http404
    return HttpResponse(found.html, headers={"Content-Disposition": f'attachment; filename="e-mail-{tone}.html"'})


@require_safe
def sheet(request: HttpRequest, link: str, draw: Callable[[Clinic, str, str], bytes]) -> HttpResponse:
    """A sheet to print, as the address asks for it: ?size=a4; for a poster in two languages, the second one: ?also=es.

    If it cannot be made, a word why.
    """
    clinic, size, also = _clinic_or_404(link), request.GET.get("size", ""), request.GET.get("also", "")
    if draw is leaflets.interpreters and not clinic.interpreter_in:
        raise Http404
    name = [draw.__name__.replace("_", "-"), link]
    if active_code() != ENGLISH:
        name.append(active_code())
    if draw is leaflets.poster and also in languages.to_choose_from() and also != active_code():
        name.append(f"and-{also}")
        draw = partial(leaflets.poster, also={also: _address_of(request, clinic, also)})
    try:
        made = draw(clinic, _address_of(request, clinic, active_code()), size if size in PAPERS else "letter")
    except PdfBusyError as busy:
        logger.warning("A sheet was not made as a PDF: %s", busy)
        return try_later(render(request, "referrals/no_sheet.html", {"clinic": clinic, "busy": True}))
    except PdfError as error:
        logger.error("A sheet could not be made as a PDF: %s", error)
        return render(request, "referrals/no_sheet.html", {"clinic": clinic}, status=503)
    attached = f'attachment; filename="{"-".join(name)}.pdf"'
    return HttpResponse(made, content_type="application/pdf", headers={"Content-Disposition": attached})


@require_safe
def record_system(request: HttpRequest, link: str) -> HttpResponse:
    """What to paste into a record system, and what the IT department must know."""
    clinic = _clinic_or_404(link)
    context = {"clinic": clinic, "told": record_systems.told(clinic, absolute(request, ""))}
    return render(request, "referrals/record_system.html", context)


@require_safe
def handout_rtf(request: HttpRequest, link: str) -> HttpResponse:
    """The words to paste as a file: in a box to copy from, RTF would be read as the letters of its code."""
    clinic = _clinic_or_404(link)
    made = handout(clinic, _address_of(request, clinic, active_code())).rtf
    return _attached(made, "application/rtf", f"handout-{link}-{active_code()}.rtf")


@require_safe
def qr_file(request: HttpRequest, link: str, kind: str) -> HttpResponse:
    """The QR code of the clinic's link as a picture."""
    clinic = _clinic_or_404(link)
    made = qr_as_file(_address_of(request, clinic, active_code()), kind)
    return _attached(made, FILES[kind], f"qr-{link}-{active_code()}.{kind}")


def _attached(made: bytes, media_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(made, content_type=media_type, headers=headers)


@never_kept
@require_http_methods(["GET", "HEAD", "POST"])
def prefill(request: HttpRequest, link: str) -> HttpResponse:
    """A link with what the chart says in it: made here, kept nowhere."""
    clinic = _clinic_or_404(link)
    asked_for = request.GET.get("language", "")
    form = ChartForm(clock.today(), asked_for, request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"clinic": clinic, "form": form, "days": prefilled_links.LAST_DAYS}
    if form.is_valid():
        token = prefilled_links.make_token(clinic, form.answers)
        made = absolute(request, in_language(form.language, reverse("referrals:prefilled", args=[token])))
        context |= {
            # Empty for the next patient: nothing of this one may slip into it.
            "form": ChartForm(clock.today(), asked_for),
            "address": made,
            "says": _says(form),
            "qr": mark_safe(draw_qr(made)),  # noqa: S308 - drawn from our own address
            "emails": _emails(form.language, clinic, made, filled_in=True),
            "filled_in": True,
        }
    return render(request, "referrals/prefill.html", context, status=422 if form.errors else 200)


def _says(form: ChartForm) -> list[tuple[str, str]]:
    """What is filled in, as the patient will find it."""
    edition = edition_of(MAIN_RULES.id)
    return [(fact.label, edition.say(fact, form.answers[fact.id], someone_else=True)) for fact in form.facts_filled_in]


@never_kept
@require_http_methods(["GET", "HEAD", "POST"])
def make_pack(request: HttpRequest, link: str) -> HttpResponse:
    """A reading list of the pages that staff tick."""
    clinic = _clinic_or_404(link)
    form = PackForm(request.GET.get("language", ""), request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"clinic": clinic, "form": form, "most": reading_lists.MOST_PAGES}
    if form.is_valid():
        code = reading_lists.code_of(form.cleaned_data["pages"])
        context["address"] = absolute(request, address(form.language, "referrals:pack", link, code))
    return render(request, "referrals/make_pack.html", context, status=422 if form.errors else 200)


@require_safe
def preview(request: HttpRequest, link: str) -> HttpResponse:
    """What patients can read at the end: each outcome, with a worked example."""
    return render(request, "referrals/preview.html", {"clinic": _clinic_or_404(link), "examples": examples()})


@require_safe
def privacy(request: HttpRequest, link: str) -> HttpResponse:
    """What is not collected, for those who must know."""
    cookies = {
        "answers": settings.ANSWERS_COOKIE_NAME,
        "form": settings.CSRF_COOKIE_NAME,
    }
    context = {"clinic": _clinic_or_404(link), "cookies": cookies, "of_the_site": standing_of_the_site()}
    return render(request, "referrals/privacy.html", context)


@require_safe
def safety(request: HttpRequest, link: str) -> HttpResponse:
    """What could hurt a patient, on one page to print, for whoever answers for safety at the clinic."""
    context = {"clinic": _clinic_or_404(link), "of_the_site": standing_of_the_site()}
    return render(request, "referrals/safety.html", context)
