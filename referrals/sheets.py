"""Two sheets that a clinic prints: slips to cut out and hand over, and a poster for the waiting room (PDF/UA-1)."""

import re
from pathlib import Path
from typing import Any

from django.conf import settings

from referrals.clinics import Clinic
from referrals.logos import logo_of
from screener.pdf import PAPERS, qr, typeset

HERE = Path(__file__).parent
SLIPS, POSTER = ((HERE / name).read_bytes() for name in ("slips.typ", "poster.typ"))
UNCHECKED = "Not yet checked by a clinician."
SLIP_WORDS = {
    "sample": "Sample",
    "topic": "Balloon kyphoplasty",
    "what": "plain facts and a self-check to take to your visit.",
    "how": "Scan the code, or type:",
    "rules": "For learning, not a referral.",
    "emergency": "Emergency? Call 911.",
}
POSTER_WORDS = {
    "sample": "Sample: not a real clinic",
    "headline": "A broken spine bone?",
    "lead": "Balloon kyphoplasty is a choice for some. Read in plain words:",
    "finds": ["What it is", "What can go wrong", "Other choices, such as waiting", "Questions to ask"],
    "how": "Point your phone’s camera at the code, or type:",
    "rules": "For learning. It is not a referral, and a clinician decides.",
    "emergency": "Emergency? Call 911.",
}


def slips(clinic: Clinic, address: str, size: str = "letter", kind: str = "pdf") -> bytes:
    """Eight slips on one page, each with the address as a QR code. `size` is a key of PAPERS. Raises PdfError."""
    return typeset(SLIPS, {**SLIP_WORDS, **_shared(clinic, address, size)}, kind)


def poster(clinic: Clinic, address: str, size: str = "letter", kind: str = "pdf") -> bytes:
    """A poster of one page, to be read from 5 feet away. `size` is a key of PAPERS. Raises PdfError."""
    logo = logo_of(clinic)
    document = {
        **POSTER_WORDS,
        **_shared(clinic, address, size),
        "interpreter": clinic.interpreter,
        "logo": list(logo.png) if logo else [],
        "logo_width": logo.width if logo else 0,
    }
    return typeset(POSTER, document, kind)


def _shared(clinic: Clinic, address: str, size: str) -> dict[str, Any]:
    return {
        "paper": PAPERS[size],
        "name": clinic.name,
        "phone": clinic.phone,
        "is_sample": clinic.sample,
        "qr": qr(address),
        "address": _parts(address),
        "unchecked": "" if settings.CHECKED_BY else UNCHECKED,
    }


def _parts(address: str) -> list[str]:
    """The address as one types it. A line may end after a part, so never on a dot or a hyphen that may look added."""
    host, slash, path = address.partition("//")[2].partition("/")
    return [*re.split(r"(?=[.-])", host), slash + path]
