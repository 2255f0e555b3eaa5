"""Requests that no browser sends, byte by byte to the real server: where each ends, and what comes back."""

import re
import socket

import pytest
from server import serve

pytestmark = pytest.mark.slow

HOST = b"Host: localhost\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n"
CLOSE = b"Connection: close\r\n"
FORM = b"POST /self-check/cause/ HTTP/1.1\r\n" + HOST + b"Content-Type: application/x-www-form-urlencoded\r\n"
ROBOTS = b"GET /robots.txt HTTP/1.1\r\n" + HOST + CLOSE + b"\r\n"
HIDDEN = b"GET /robots.txt HTTP/1.1\r\n" + HOST + b"\r\n"
LAST = b"GET /nothing/ HTTP/1.1\r\n" + HOST + CLOSE + b"\r\n"
MEGABYTE = 1_000_000
# What the server says by itself, before the site is asked: a status and nothing else.
BARE = {"connection", "content-length", "date"}


@pytest.fixture(scope="module")
def server(static_root):
    with serve(static_root) as server:
        yield server


def ask(server, *parts):
    """Send bytes as they are. All that comes back until the server closes the line."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as line:
        try:
            for part in parts:
                line.sendall(part)
        except (BrokenPipeError, ConnectionResetError):
            pass  # it has answered, and reads no more
        came = b""
        try:
            while piece := line.recv(65_536):
                came += piece
        except ConnectionResetError:
            pass
        return came


def statuses(came):
    return [int(status) for status in re.findall(rb"(?m)^HTTP/1\.[01] (\d{3}) ", came)]


def headers(came):
    head = came.partition(b"\r\n\r\n")[0].decode().split("\r\n")[1:]
    return {name.lower(): value for name, _, value in (line.partition(": ") for line in head)}


REFUSED = {
    "no request": b"NONSENSE\r\n\r\n",
    "null bytes": b"\x00\x01\x02\r\n\r\n",
    "TLS on a plain port": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"x" * 100,
    "HTTP/0.9": b"GET /\r\n\r\n",
    "a version that is none": b"GET / HTTP/9.9\r\n" + HOST + b"\r\n",
    "a space before the colon": b"GET / HTTP/1.1\r\nHost : localhost\r\n\r\n",
    "a folded header": b"GET / HTTP/1.1\r\n" + HOST + b"X-A: b\r\n c\r\n\r\n",
    "a return inside a header": b"GET / HTTP/1.1\r\n" + HOST + b"X-A: b\rSet-Cookie: x\r\n\r\n",
    "a null byte in a header": b"GET / HTTP/1.1\r\n" + HOST + b"X-A: b\x00\r\n\r\n",
    "two lengths that differ": FORM + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
    "a list of lengths": FORM + b"Content-Length: 6, 6\r\n\r\nabcdef",
    "a length with a sign": FORM + b"Content-Length: +6\r\n\r\nabcdef",
    "a length below nothing": FORM + b"Content-Length: -6\r\n\r\nabcdef",
    "a length that no number holds": FORM + b"Content-Length: 99999999999999999999999\r\n\r\nabcdef",
    "an unknown coding": FORM + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "chunks that are not last": FORM + b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
    "chunks in HTTP/1.0": FORM.replace(b"1.1", b"1.0") + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
}


@pytest.mark.parametrize("sent", REFUSED.values(), ids=list(REFUSED))
def test_bytes_that_are_no_request_are_refused_without_a_word_about_the_server(server, sent):
    came = ask(server, sent)
    assert statuses(came) == [400]
    assert headers(came).keys() <= BARE
    assert came.endswith(b"\r\n\r\n")


@pytest.mark.parametrize(
    "more",
    [b"X-A: " + b"a" * MEGABYTE, b"\r\n".join(b"X-%d: a" % number for number in range(10_000))],
    ids=["a header of 1 MB", "10,000 headers"],
)
def test_too_much_of_a_header_is_refused_without_a_word_about_the_server(server, more):
    came = ask(server, b"GET / HTTP/1.1\r\n" + HOST, more, b"\r\n\r\n")
    assert statuses(came) in ([431], [])
    assert headers(came).keys() <= BARE


ANSWERED = {
    "HTTP/1.0": (b"GET /robots.txt HTTP/1.0\r\n" + HOST + b"\r\n", 200),
    "no host": (b"GET /nothing HTTP/1.1\r\n" + CLOSE + b"\r\n", 400),
    "two hosts": (b"GET /nothing HTTP/1.1\r\n" + HOST + b"Host: evil.example\r\n" + CLOSE + b"\r\n", 400),
    "our address in full": (b"GET http://localhost/robots.txt HTTP/1.1\r\n" + HOST + CLOSE + b"\r\n", 200),
    "all of the server": (b"OPTIONS * HTTP/1.1\r\n" + HOST + CLOSE + b"\r\n", 405),
    "a way to another host": (
        b"CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n" + CLOSE + b"\r\n",
        405,
    ),
    "TRACE": (b"TRACE / HTTP/1.1\r\n" + HOST + b"X-Told: back\r\n" + CLOSE + b"\r\n", 405),
    "a web socket": (
        b"GET /robots.txt HTTP/1.1\r\n" + HOST + b"Connection: Upgrade\r\nUpgrade: websocket\r\n"
        b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + CLOSE + b"\r\n",
        200,
    ),
    "chunks": (FORM + CHUNKED + CLOSE + b"\r\n3\r\nabc\r\n0\r\n\r\n", 411),
    "compressed chunks": (FORM + b"Transfer-Encoding: gzip, chunked\r\n" + CLOSE + b"\r\n0\r\n\r\n", 411),
    "chunks of no length": (FORM + CHUNKED + CLOSE + b"\r\nZZ\r\nabc\r\n0\r\n\r\n", 411),
    "a length and chunks": (
        FORM + b"Content-Length: 5\r\n" + CHUNKED + CLOSE + b"\r\n0\r\n\r\n",
        411,
    ),
    "leave to send 100 MB": (FORM + b"Content-Length: 100000000\r\nExpect: 100-continue\r\n" + CLOSE + b"\r\n", 413),
    "an expectation that is none": (FORM + b"Content-Length: 3\r\nExpect: nonsense\r\n" + CLOSE + b"\r\nabc", 403),
}


@pytest.mark.parametrize(("sent", "status"), ANSWERED.values(), ids=list(ANSWERED))
def test_each_odd_request_gets_exactly_one_answer_of_ours(server, sent, status):
    came = ask(server, sent)
    assert statuses(came) == [status]
    assert headers(came)["x-content-type-options"] == "nosniff"
    assert not {"x-powered-by", "upgrade", "via"} & headers(came).keys()
    assert headers(came)["server"] == "granian"
    assert b"X-Told" not in came


SMUGGLED = {
    "a length and chunks": (b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", [411]),
    "chunks and a length": (b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n", [411]),
    "a length": (b"Content-Length: %d\r\n\r\n" % len(HIDDEN), [403, 404]),
    "two lengths": (b"Content-Length: 0\r\nContent-Length: %d\r\n\r\n" % len(HIDDEN), [400]),
    "chunks misspelt": (b"Transfer-Encoding: xchunked\r\nContent-Length: 0\r\n\r\n", [400]),
    "chunks after a vertical tab": (b"Transfer-Encoding:\x0bchunked\r\nContent-Length: 0\r\n\r\n", [400]),
}


@pytest.mark.parametrize(("framing", "expected"), SMUGGLED.values(), ids=list(SMUGGLED))
def test_a_request_hidden_in_the_body_of_another_is_not_answered(server, framing, expected):
    """What a proxy took for one request must not be two for us."""
    came = ask(server, FORM + framing + HIDDEN + LAST)
    assert statuses(came) == expected
    assert b"Sitemap:" not in came


def test_a_body_shorter_than_it_says_ties_up_no_other_request(server):
    with socket.create_connection(("127.0.0.1", server.port)) as waiting:
        waiting.sendall(FORM + b"Content-Length: 60\r\n\r\nanswer=")
        assert statuses(ask(server, ROBOTS)) == [200]


def lots(chunked):
    piece = b"a" * MEGABYTE
    for _ in range(100):
        yield b"%x\r\n%s\r\n" % (MEGABYTE, piece) if chunked else piece


def test_100_megabytes_are_refused_and_not_read_into_memory(server):
    ask(server, FORM + CLOSE + b"\r\n")
    before = sum(server.memory)
    for _ in range(3):
        came = ask(server, FORM + b"Content-Length: 100000000\r\n\r\n", *lots(chunked=False))
        assert statuses(came) == [413]
        assert b"That was too long" in came
        assert statuses(ask(server, FORM + CHUNKED + b"\r\n", *lots(chunked=True))) == [411]
    assert sum(server.memory) - before < 10 * MEGABYTE


def test_nothing_of_all_this_broke_a_worker_or_is_in_the_log(server):
    assert statuses(ask(server, ROBOTS)) == [200]
    assert len(server.workers) == server.count
    assert "Internal Server Error" not in server.log
    assert "abcdef" not in server.log
