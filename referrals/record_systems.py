"""What a clinic's staff and its IT department need to put the clinic's link into their record system."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_noop

from clinics.files import Clinic
from content.codes import all_codes
from referrals.handouts import Handout, handout
from referrals.languages import to_choose_from
from referrals.prefilled_links import LAST_DAYS, make_token
from referrals.standings import standing_of_sheet
from web.languages import ENGLISH, active, active_code, address, in_language, offered_languages, speaking
from web.languages import gettext as _
from web.qr import qr
from web.typesetting import PAPERS, typeset_once

SHEET = (Path(__file__).parent / "record_system.typ").read_bytes()
ICD_10_CM = "ICD-10-CM"
PORTS = {"https": 443, "http": 80}
# {host} is the site's, {port} where it answers, {contact} the address for letters.
FACTS = (
    (gettext_noop("Domain to allow"), gettext_noop("{host}, port {port}. Pages ask no other host.")),
    (gettext_noop("Sign-in"), gettext_noop("None. There is no account, no app and no key.")),
    (
        gettext_noop("Frame"),
        gettext_noop("No. Browsers do not show these pages in a frame. Open the link in a tab or a window of its own."),
    ),
    (
        gettext_noop("Cookies"),
        gettext_noop(
            "None on pages to read. The self-check sets two, staff forms one of these. They end with the browser."
        ),
    ),
    (
        gettext_noop("About a person"),
        gettext_noop(
            "A link says which clinic it is from. Of what Infobutton sends, codes and the language are read, and "
            "nothing is kept."
        ),
    ),
    (
        gettext_noop("Addresses"),
        gettext_noop("They stay. Tests hold each one that was ever published."),
    ),
)
CONTACT = gettext_noop("Whom to write to")
NO_CONTACT = gettext_noop("Whoever set this site up for your clinic. This copy names no contact.")
NOT_TO_DO = (
    gettext_noop("Put no patient’s name, number or birth date into a link, and add nothing to its end."),
    gettext_noop(
        "Put no prefilled link into a template. It is for one patient and {days} days. It has {length} characters: "
        "it is there to press or to scan, and not to type. A plain text may break it."
    ),
    gettext_noop(
        "Use no short link of another company, which would see who reads. An address of your own that leads here is "
        "fine."
    ),
)
SHEET_WORDS = {
    "sample": gettext_noop("Sample: not a real clinic"),
    "headline": gettext_noop("A link for your record system"),
    "lead": gettext_noop("For the IT department of {name}. The site informs patients about a broken spine bone."),
    "link": gettext_noop("The link"),
    "text": gettext_noop("Plain text for a letter or a message"),
    "infobutton": gettext_noop("HL7 Infobutton"),
    "profile": gettext_noop("Profile for OpenInfobutton:"),
    "facts": gettext_noop("For IT"),
    "not_to_do": gettext_noop("What not to do"),
    "standing": gettext_noop("The words and rules of the site:"),
}
PLACES = gettext_noop(
    "Your system puts the code of the diagnosis in the place of CODE, and {languages} in the place of LANGUAGE."
)
ANSWERS = gettext_noop("It gets a page. With text/xml or application/json at the end, it gets a feed.")


@dataclass(frozen=True)
class RecordSystem:
    """All that is to be told, in the language of now: on the page for staff and on the sheet for the IT department."""

    handouts: tuple[Handout, ...]
    infobutton: str
    places: str
    profile: str
    facts: tuple[tuple[str, str], ...]
    not_to_do: tuple[str, ...]
    standing: str


def told(clinic: Clinic, origin: str) -> RecordSystem:
    """For a clinic whose links begin with this: https://www.example.org."""
    return RecordSystem(
        tuple(_handout(clinic, origin, code) for code in to_choose_from()),
        _template(clinic, origin),
        f"{_(PLACES).format(languages=', '.join(offered_languages()))} {_(ANSWERS)}",
        f"{origin}{reverse('records:profile', args=[clinic.link])}",
        tuple(_facts(origin)),
        tuple(_(words).format(days=LAST_DAYS, length=_length_of_prefilled(clinic, origin)) for words in NOT_TO_DO),
        str(standing_of_sheet("handout:record-system")),
    )


def _handout(clinic: Clinic, origin: str, code: str) -> Handout:
    with speaking(code):
        return handout(clinic, f"{origin}{address(code, 'referrals:clinic', clinic.link)}")


def _template(clinic: Clinic, origin: str) -> str:
    """The language stands in the query alone: the address is the same for all."""
    asked = {
        "mainSearchCriteria.v.cs": all_codes().systems[ICD_10_CM].oid,
        "mainSearchCriteria.v.c": "CODE",
        "informationRecipient.languageCode.c": "LANGUAGE",
        "informationRecipient": "PAT",
        "knowledgeResponseType": "text/html",
    }
    path = address(ENGLISH, "records:infobutton", clinic.link)
    return f"{origin}{path}?{urlencode(asked, safe='/')}"


def _facts(origin: str) -> Iterator[tuple[str, str]]:
    at = urlsplit(origin)
    for label, words in FACTS:
        yield _(label), _(words).format(host=at.hostname, port=at.port or PORTS[at.scheme])
    yield _(CONTACT), settings.CONTACT or _(NO_CONTACT)


def _length_of_prefilled(clinic: Clinic, origin: str) -> int:
    """All have the same, whatever they carry."""
    path = reverse("referrals:prefilled", args=[make_token(clinic, {})])
    return len(origin + in_language(active_code(), path))


def record_system(clinic: Clinic, link: str, size: str = "letter", kind: str = "pdf") -> bytes:
    """The sheet for the IT department, one page. `link` is the clinic's, `size` a key of PAPERS.

    Raises PdfError.
    """
    all_of_it = told(clinic, urlsplit(link)._replace(path="").geturl())
    own = next(one for one in all_of_it.handouts if one.language == active())
    words = {name: _(one).format(name=clinic.name) for name, one in SHEET_WORDS.items()}
    document = {
        "words": words,
        "lang": active().html,
        "paper": PAPERS[size],
        "name": clinic.name,
        "is_sample": clinic.sample,
        "links": [(one.language.name, one.language.html, one.address) for one in all_of_it.handouts],
        "qr": qr(link),
        "qr_alt": _("QR code: %s") % link,
        "text": own.text,
        "infobutton": all_of_it.infobutton,
        "places": all_of_it.places,
        "profile": all_of_it.profile,
        "facts": all_of_it.facts,
        "not_to_do": all_of_it.not_to_do,
        "standing": all_of_it.standing,
    }
    return typeset_once(SHEET, document, kind)
