"""Prefilled links: what a chart says, encrypted in a link for 30 days.

Anyone may make one, so the patient is asked each of these questions all the same, with the answer filled in.
"""

import json
import re
import time
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache
from urllib.parse import unquote

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac

from clinics.files import LONGEST_LINK, Clinic, find
from screener.answers_cookie import padded
from screener.engine.facts import Answer, AnswerError
from screener.rule_sets.editions import MAIN_RULES
from web.cipher import Cipher, UnreadableError, out_of_letters

# The facts that stand in a chart. There is no place for a name or a number.
CHART = MAIN_RULES.roles.on_a_chart
LAST_DAYS = 30
NOT_IN_A_TOKEN = re.compile(r"[^A-Za-z0-9_-]+")


@dataclass(frozen=True)
class Prefilled:
    """What a link says: the clinic it was made for, if it is still there, and answers to be checked."""

    clinic: Clinic | None
    answers: dict[str, Answer]


class Unreadable(StrEnum):
    """Why a link says nothing."""

    TOO_OLD = "too_old"
    BROKEN = "broken"


@lru_cache(maxsize=8)
def _cipher_of(secrets: tuple[str, ...]) -> Cipher:
    return Cipher("link", secrets)


def _secrets() -> tuple[str, ...]:
    return (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)


def _cipher() -> Cipher:
    return _cipher_of(_secrets())


def make_token(clinic: Clinic, answers: Mapping[str, Answer]) -> str:
    """The last part of a prefilled link."""
    text = padded(_written(clinic.link, answers), padded_bytes())
    return _cipher().encrypt(text)


def _written(link: str, answers: Mapping[str, Answer]) -> bytes:
    until = int(time.time()) + LAST_DAYS * 24 * 3600
    return json.dumps({"u": until, "c": link, "a": dict(answers)}, separators=(",", ":")).encode()


@cache
def padded_bytes() -> int:
    """How long the text of every link is made, so that its length tells nothing: as long as the fullest one."""
    return len(_written("n" * LONGEST_LINK, {fact: MAIN_RULES.fact(fact).longest_answer for fact in CHART}))


def token_in(text: str) -> str:
    """The token in the end of an address, without what mail programs add to it or put into it.

    They take the point or the bracket behind a link for a part of it, break its line, and hide spaces and "=" in it.
    Our links end with a slash: what was added stands behind it, and is shorter than a token.
    """
    return max((NOT_IN_A_TOKEN.sub("", part) for part in unquote(text).split("/")), key=len)


def read_token(text: str, today: date) -> Prefilled | Unreadable:
    """What a link says by the end of its address, or why it says nothing. A value that no longer fits is left out."""
    token = token_in(text)
    try:
        kept = json.loads(_decrypted(token))
        too_old = time.time() > kept["u"]
        link, given = kept["c"], kept["a"].items()
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Unreadable.BROKEN
    if too_old:
        return Unreadable.TOO_OLD
    answers = {}
    for fact, value in given:
        try:
            if fact in CHART:
                answers[fact] = MAIN_RULES.fact(fact).read(value, today)
        except AnswerError:
            continue
    return Prefilled(find(link), answers)


def _decrypted(token: str) -> bytes:
    """What a token holds. Raises UnreadableError, which is a ValueError."""
    return _decrypted_by_fernet(token) if token.startswith("gAAAAA") else _cipher().decrypt(token)


def _decrypted_by_fernet(token: str) -> bytes:
    """The links of before December 2026. Thirty days after the upgrade the last has ended: this may go then.

    Raises UnreadableError.
    """
    out_of_letters(token)  # Fernet itself would read a token whose last letter was changed
    digests = (salted_hmac("referrals", "link", secret=secret, algorithm="sha256").digest() for secret in _secrets())
    try:
        return MultiFernet([Fernet(urlsafe_b64encode(digest)) for digest in digests]).decrypt(
            token + "=" * (-len(token) % 4)
        )
    except InvalidToken:
        raise UnreadableError from None
