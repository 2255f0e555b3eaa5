"""What a program leaves behind: the files that it makes, however short they live, and words in whatever form."""

import ctypes
import os
import re
import struct
import threading
import zlib
from base64 import b64encode
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from urllib.parse import quote

import brotli

LARGEST = 20_000_000
_MODIFY, _MOVED_TO, _CREATE, _IS_FOLDER = 0x2, 0x80, 0x100, 0x40000000
_MADE = _MODIFY | _MOVED_TO | _CREATE
_EVENT = struct.Struct("iIII")


class Watch:
    """The files made in a folder and in those below it, with what was read of each at once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.made: dict[str, bytes] = {}
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._events = self._libc.inotify_init1(os.O_CLOEXEC)
        if self._events < 0:
            raise OSError(ctypes.get_errno(), "inotify is missing: this test needs Linux")
        self._folders: dict[int, Path] = {}
        self._follow(folder)
        threading.Thread(target=self._read, daemon=True).start()

    def _follow(self, folder: Path) -> None:
        number = self._libc.inotify_add_watch(self._events, os.fsencode(folder), _MADE)
        if number >= 0:
            self._folders[number] = folder
            for path in folder.iterdir():
                if path.is_dir():
                    self._follow(path)

    def _read(self) -> None:
        while told := os.read(self._events, 65536):
            while told:
                number, mask, _, length = _EVENT.unpack_from(told)
                name = told[_EVENT.size : _EVENT.size + length].rstrip(b"\0")
                told = told[_EVENT.size + length :]
                if mask & _MADE:
                    self._note(self._folders[number] / os.fsdecode(name), mask)

    def _note(self, path: Path, mask: int) -> None:
        with suppress(OSError):
            if mask & _IS_FOLDER:
                self._follow(path)
            elif not mask & _MODIFY:
                self.made[str(path)] = b""
            if str(path) in self.made:
                self.made[str(path)] += path.read_bytes()


# ---- In any form


def forms_of(mark: str | date) -> set[bytes]:
    """How a mark may be written: plain, percent-encoded, in UTF-16, in base64 wherever it begins, in hex."""
    forms = set()
    for text in _wordings(mark) if isinstance(mark, date) else {mark}:
        plain = text.encode()
        forms |= {plain, quote(text).encode(), quote(text, safe="").encode(), quote(text).replace("%20", "+").encode()}
        forms |= {text.encode("utf-16-le"), plain.hex().encode(), plain[::-1], *map(_in_base64, [plain] * 3, range(3))}
    return forms


def _wordings(day: date) -> set[str]:
    months = (f"{day:%B}", f"{day:%b}")
    return {
        *(f"{month} {number}, {day.year}" for month in months for number in (day.day, f"{day:%d}")),
        *(f"{day.day} {month} {day.year}" for month in months),
        *(
            f"{day:{form}}"
            for form in ("%Y-%m-%d", "%m/%d/%Y", "%d/%m/%Y", "%d/%b/%Y", "%d.%m.%Y", "%Y%m%d", "%Y/%m/%d")
        ),
        f"month={day.month}&day={day.day}&year={day.year}",
        f"{day.month}/{day.day}/{day.year}",
    }


def _in_base64(plain: bytes, before: int) -> bytes:
    """What always stands in the base64 of a text that has it at such a place."""
    signs = b64encode(b"\0" * before + plain + b"\0" * 2)
    return signs[-(-before * 8 // 6) : (before + len(plain)) * 8 // 6]


def unpacked(data: bytes) -> Iterator[bytes]:
    """The data, and what is compressed in it: by gzip anywhere, by brotli in a file of Chromium's cache."""
    yield data
    for found in re.finditer(rb"\x1f\x8b\x08", data):
        with suppress(zlib.error):
            yield zlib.decompressobj(31).decompress(data[found.start() :], LARGEST)
    if data.startswith(bytes.fromhex("305c72a71b6dfbfc")):
        key_length = int.from_bytes(data[12:16], "little")
        yield _of_brotli(data[24 + key_length :])


def _of_brotli(data: bytes) -> bytes:
    """What can be read, piece by piece: something else follows in the file."""
    reader, read = brotli.Decompressor(), b""
    with suppress(brotli.error):
        for at in range(len(data)):
            read += reader.process(data[at : at + 1])
    return read


def marks_in(data: bytes, forms: dict[str, set[bytes]]) -> set[str]:
    """The names of the marks that stand anywhere in it, in whatever case."""
    plain = b"\n".join(unpacked(data)).lower()
    return {name for name, ways in forms.items() if any(way.lower() in plain for way in ways)}


def files_below(folder: Path, since: float = 0) -> Iterator[tuple[str, bytes]]:
    """Every file changed since then, with what is in it; of a file itself, the same."""
    for path in (folder, *folder.rglob("*")):
        try:
            if path.is_file() and not path.is_symlink() and path.stat().st_mtime >= since:
                yield str(path), path.read_bytes()[:LARGEST]
        except OSError:
            continue
