"""Texts that only this site can read or change: AES-256-GCM (NIST SP 800-38D), under keys that rotate."""

import os
from binascii import a2b_base64, b2a_base64
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

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
    """Encrypts with the first key of 32 bytes, reads what any of them encrypted.

    A key may write 2^32 texts and no more: the nonce is random, and two that are the same would let others forge texts.
    """

    def __init__(self, keys: Sequence[bytes]) -> None:
        self._ciphers = [AESGCM(key) for key in keys]

    def encrypt(self, text: bytes, bound_to: bytes) -> str:
        """The text in letters, digits, - and _; longer by 28 bytes, then by a third.

        It is read only by whoever gives `bound_to` again, which is not in it (the associated data of AES-GCM).
        """
        nonce = os.urandom(NONCE_BYTES)
        sealed = nonce + self._ciphers[0].encrypt(nonce, text, bound_to)
        return in_letters(sealed)

    def decrypt(self, encrypted: str, bound_to: bytes) -> bytes:
        """The text. Raises UnreadableError."""
        sealed = out_of_letters(encrypted)
        if len(sealed) < NONCE_BYTES + TAG_BYTES:
            raise UnreadableError
        nonce, text = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
        for cipher in self._ciphers:
            try:
                return cipher.decrypt(nonce, text, bound_to)
            except InvalidTag:
                continue
        raise UnreadableError
