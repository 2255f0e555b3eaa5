"""How long an answer is on its way, where https hides all but that: in steps, and at least so long.

So that a page cannot be told by its length (docs/decisions/023). What is added comes behind the page, so that nobody
waits for it.
"""

from django.http import HttpResponse
from zlib_ng import zlib_ng

LEVEL, STEP = 6, 256
# RFC 1952: of ten bytes at the start the fourth says that a name follows; at the end stand checksum and length.
HEAD, TAIL = b"\x1f\x8b\x08\x08\0\0\0\0\0\xff", 8
# RFC 1951: a block of nothing, as often as wanted, and the last block, of nothing too.
EMPTY_BLOCK, LAST_BLOCK = b"\0\0\0\xff\xff", b"\x03\0"


# RFC 7541, appendix B: the bits of a letter of our addresses in a header of HTTP/2. All others have 6.
SHORT_LETTERS, SHORT_BITS, LONG_LETTERS, LONG_BITS, BITS = "012aceiost", 5, ":jkqvwxyz", 7, 6
# What an address that a form leads to and the body behind it are together; so the body's length has three digits.
REDIRECT = 130


def behind_redirect(url: str) -> bytes:
    """What makes all redirects of one length, over HTTP/2: the next page's address would tell what was answered."""
    bits = sum(SHORT_BITS if one in SHORT_LETTERS else LONG_BITS if one in LONG_LETTERS else BITS for one in url)
    return b" " * (REDIRECT - -(-bits // 8))


def at_least(response: HttpResponse, length: int) -> HttpResponse:
    """Compressed, this page shall be no shorter, so that it is as long as those it could be told from."""
    response.least_length = length  # type: ignore[attr-defined]
    return response


def least_length(response: HttpResponse) -> int:
    return int(getattr(response, "least_length", 0))


def gzipped(body: bytes, least: int) -> bytes:
    """Compressed by zlib-ng: as small as Django's own, in a third of the time. Its length is a multiple of STEP."""
    deflate = zlib_ng.compressobj(LEVEL, zlib_ng.DEFLATED, -zlib_ng.MAX_WBITS)
    packed = deflate.compress(body) + deflate.flush(zlib_ng.Z_SYNC_FLUSH)
    shortest = len(HEAD) + 1 + len(packed) + len(LAST_BLOCK) + TAIL
    blocks, letters = divmod(max(least, -(-shortest // STEP) * STEP) - shortest, len(EMPTY_BLOCK))
    name = b"a" * letters + b"\0"
    tail = zlib_ng.crc32(body).to_bytes(4, "little") + (len(body) % 2**32).to_bytes(4, "little")
    return b"".join([HEAD, name, packed, EMPTY_BLOCK * blocks, LAST_BLOCK, tail])
