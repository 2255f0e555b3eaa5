"""Texts that only this site can read or change: AES-256-GCM (NIST SP 800-38D), under keys that rotate.

Each begins with what it is for, as in kg_link_…: so a log, a search for leaked secrets and a stranger know it for ours.
"""

import os
from binascii import a2b_base64, b2a_base64
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.utils.crypto import salted_hmac

NONCE_BYTES, TAG_BYTES = 12, 16
ADDED_BYTES = NONCE_BYTES + TAG_BYTES


class UnreadableError(ValueError):
    """A text that was changed, cut, or encrypted by somebody else."""


def in_letters(sealed: bytes) -> str:
    """In letters, digits, - and _ (base64url, RFC 4648), without the "=" at its end."""
    return b2a_base64(sealed, newline=False).decode().replace("+", "-").replace("/", "_").rstrip("=")


def out_of_letters(letters: str) -> bytes:
    """The bytes again. Raises UnreadableError for all but what `in_letters` writes.

    Python passes over foreign letters and over bits at the end that mean nothing: many texts would stand for the same.
    """
    try:
        sealed = a2b_base64(letters.replace("-", "+").replace("_", "/") + "=" * (-len(letters) % 4))
    except ValueError:
        raise UnreadableError from None
    if in_letters(sealed) != letters:
        raise UnreadableError
    return sealed


class Cipher:
    """Encrypts for one purpose, under a key of the first secret and the first period; reads those of all others too.

    What was encrypted for another purpose is not read: its key is another one. A key may write 2^32 texts and no more:
    the nonce is random, and two that are the same would let others forge texts. A purpose that writes so many needs
    periods, such as days.
    """

    def __init__(self, purpose: str, secrets: Sequence[str], periods: Sequence[str] = ("",)) -> None:
        self._prefix = f"kg_{purpose}_"
        self._ciphers = [AESGCM(_key(purpose, secret, period)) for secret in secrets for period in periods]

    def encrypt(self, text: bytes, bound_to: bytes = b"") -> str:
        """The text in letters, digits, - and _; longer by 28 bytes, then by a third, then by the prefix.

        It is read only by whoever gives `bound_to` again, which is not in it (the associated data of AES-GCM).
        """
        nonce = os.urandom(NONCE_BYTES)
        sealed = nonce + self._ciphers[0].encrypt(nonce, text, bound_to)
        return self._prefix + in_letters(sealed)

    def decrypt(self, encrypted: str, bound_to: bytes = b"") -> bytes:
        """The text. Raises UnreadableError."""
        if not encrypted.startswith(self._prefix):
            raise UnreadableError
        sealed = out_of_letters(encrypted.removeprefix(self._prefix))
        if len(sealed) < NONCE_BYTES + TAG_BYTES:
            raise UnreadableError
        nonce, text = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
        for cipher in self._ciphers:
            try:
                return cipher.decrypt(nonce, text, bound_to)
            except InvalidTag:
                continue
        raise UnreadableError


def _key(purpose: str, secret: str, period: str) -> bytes:
    """32 bytes, from which no other key and no secret can be told."""
    return salted_hmac(f"web.cipher.{purpose}", period, secret=secret, algorithm="sha256").digest()
