"""A request as the server gets it and as it hands it to the site, and what comes back: in memory or over a socket."""

import json
import re
import socket
import threading
import time
import tomllib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

from kyphoplasty_site.prerendered import call
from kyphoplasty_site.serving import LONGEST_HEAD
from referrals import prefilled_links
from screener import answers_cookie

HOST = "testserver"


@dataclass(frozen=True)
class Sent:
    """A request. Each sign of a text is one byte, as in WSGI."""

    method: str = "GET"
    target: str = "/"
    headers: tuple[tuple[str, str], ...] = (("Host", HOST),)
    body: bytes = b""

    @property
    def raw(self) -> bytes:
        """As it goes over a socket."""
        lines = [f"{self.method} {self.target} HTTP/1.1", *(f"{name}: {value}" for name, value in self.headers)]
        return "\r\n".join([*lines, "", ""]).encode("latin-1") + self.body

    @property
    def is_http(self) -> bool:
        """Whether the server passes it on; what it refuses itself never reaches the site."""
        head = len(self.raw) - len(self.body)
        return (
            head < LONGEST_HEAD
            and bool(re.fullmatch(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", self.method))
            and bool(re.fullmatch(r"[!-~]+", self.target))
            and self.target.startswith("/")
            and all(_is_header(name, value) for name, value in self.headers)
            and len(self.headers) <= 100
            and re.fullmatch(
                r"([0-9]{1,18})?", ",".join(value for name, value in self.headers if name.lower() == "content-length")
            )
            is not None
        )

    @property
    def environ(self) -> dict[str, Any]:
        """As the server hands it to the site: granian joins headers of one name, and empties a value beyond ASCII."""
        path, _, query = self.target.partition("#")[0].partition("?")
        given: dict[str, str] = {"HTTP_HOST": ""}
        for name, value in self.headers:
            key = name.upper().replace("-", "_")
            key = key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"
            value = value.strip(" \t") if value.isascii() else ""
            joint = ";" if key == "HTTP_COOKIE" else ","
            given[key] = f"{given[key]}{joint}{value}" if given.get(key) else value
        return {
            **given,
            "REQUEST_METHOD": self.method,
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
            "QUERY_STRING": query,
            "REMOTE_ADDR": "127.0.0.1",
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "wsgi.input": BytesIO(self.body),
            "wsgi.url_scheme": "http",
            "wsgi.version": (1, 0),
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
            "wsgi.input_terminated": True,
        }

    @property
    def as_toml(self) -> str:
        """To be put into kept_inputs.toml."""
        kept = {
            "method": self.method,
            "target": self.target,
            "headers": self.headers,
            "body": self.body.decode("latin-1"),
        }
        lines = [f"{name} = {json.dumps(value)}".replace("\x7f", "\\u007f") for name, value in kept.items()]
        return "\n".join(['[name-it]\nwhy = ""', *lines])


TOKEN = "a" * 32
FILLED_IN = (("Host", HOST), ("Cookie", f"form={TOKEN}"), ("X-CSRFToken", TOKEN))


def kept_inputs() -> dict[str, Sent]:
    """The requests of kept_inputs.toml by their names."""
    found = tomllib.loads((Path(__file__).parent / "kept_inputs.toml").read_text(encoding="utf-8"))
    return {name: _kept(one) for name, one in found.items()}


def _kept(one: dict[str, Any]) -> Sent:
    headers: list[tuple[str, str]] = []
    for name, *value in one["headers"]:
        headers += [(name, _text_of(value))] if value else FILLED_IN
    body = _text_of(one.get("body", "")).encode("latin-1")
    given = any(name.lower() in ("content-length", "transfer-encoding") for name, _ in headers)
    if body and not given:
        headers.append(("Content-Length", str(len(body))))
    return Sent(one.get("method", "GET"), one["target"], tuple(headers), body)


def _text_of(pieces: object) -> str:
    match pieces:
        case str():
            return pieces
        case list():
            return "".join(map(_text_of, pieces))
        case {"times": int(times), "of": of}:
            return times * _text_of(of)
        case {"answers": text}:
            return sealed_answers(_text_of(text))
        case {"link": text}:
            return sealed_link(_text_of(text))
    raise ValueError(f"{pieces!r} is no text: see the head of kept_inputs.toml.")


def _is_header(name: str, value: str) -> bool:
    return bool(re.fullmatch(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", name)) and not re.search(
        r"[\x00-\x08\x0a-\x1f\x7f]", value
    )


@dataclass(frozen=True)
class Got:
    """An answer, with the time it took the processor."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes
    seconds: float

    def header(self, wanted: str) -> str:
        return next((value for name, value in self.headers if name.lower() == wanted), "")

    @property
    def cookies(self) -> Iterator[tuple[str, str]]:
        for name, value in self.headers:
            if name.lower() == "set-cookie":
                cookie, _, kept = value.split(";")[0].partition("=")
                yield cookie.strip(), kept.strip('"')

    @property
    def is_fault(self) -> bool:
        """A fault of ours. 503 with a time to come again is none: the site is busy, and says so."""
        return self.status >= 500 and not (self.status == 503 and self.header("retry-after"))


def ask(sent: Sent) -> Got:
    """Send a request through the application that the server runs. What it raises, it raises here too."""
    from kyphoplasty_site.wsgi import application

    environ = sent.environ
    began = time.process_time()
    status, headers, body = call(application, environ)
    return Got(int(status.split()[0]), headers, body, time.process_time() - began)


def one_byte_each(text: str) -> str:
    """Any text as its UTF-8 bytes, each a sign: how it stands in WSGI and in HTTP."""
    return text.encode("utf-8", "surrogatepass").decode("latin-1")


# ---- Cookies and links that only the site can make: the test knows its key


def sealed_answers(text: str | bytes) -> str:
    """The cookie that holds this text."""
    return answers_cookie._cipher().encrypt(_bytes(text), TOKEN.encode())


def sealed_link(text: str | bytes) -> str:
    """The last part of a prefilled link that holds this text."""
    return prefilled_links._cipher().encrypt(_bytes(text))


def _bytes(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")


# ---- Over a socket


def say(port: int, pieces: Iterable[bytes], patience: float = 20) -> bytes:
    """Send these bytes to a server on this machine, and give back all it says until it closes or says no more."""
    heard = b""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        line.settimeout(patience)
        # It may answer and close before it has heard all.
        speaker = threading.Thread(target=_send_all, args=(line, pieces), daemon=True)
        speaker.start()
        try:
            while more := line.recv(65536):
                heard += more
        except OSError:
            pass
        finally:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
            speaker.join()
    return heard


def _send_all(line: socket.socket, pieces: Iterable[bytes]) -> None:
    with suppress(OSError):
        for piece in pieces:
            line.sendall(piece)


def status_of(heard: bytes) -> int:
    """The status of an answer; 0 if there is none."""
    found = re.match(rb"(?:HTTP/1\.1 100 [^\r]*\r\n\r\n)?HTTP/1\.[01] (\d{3})", heard)
    return int(found[1]) if found else 0
