"""What a reader takes out of a PDF."""

import re
from io import BytesIO

from django.conf import settings
from pypdf import PdfReader


def words_of(made: bytes) -> str:
    """All words in their order, without the line at the foot of each sheet."""
    pages = PdfReader(BytesIO(made)).pages
    feet = [f"{settings.SITE_NAME} Page {number} of {len(pages)}" for number in range(1, len(pages) + 1)]
    texts = [" ".join(one.extract_text().split()) for one in pages]
    return " ".join(text.replace(foot, "") for foot, text in zip(feet, texts, strict=True))


def squeezed(text: str) -> str:
    """Without spaces and hyphens, which a line's end may add or take."""
    return re.sub(r"[\s\-‐]", "", text)
