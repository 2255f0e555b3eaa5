"""Whatever is sent, it ends in a page or a refusal: never in an error of ours, never slowly, never in more memory."""

import ctypes
import gc
import io
import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import repeat
from pathlib import Path
from random import Random
from typing import Any

import pytest
from crawler import KEPT, LINK, Crawler, Draft, broken, hostile_json, routes
from full import FULL
from hostile import FORM, TAG
from hypothesis import given, settings
from hypothesis import strategies as st
from sent import FILLED_IN, HOST, Got, Sent, ask, kept_inputs, say, sealed_answers, sealed_link, status_of
from served import QUESTIONS, WHAT_MATTERS
from server import ROOT, serve

from referrals import prefilled_links
from screener.management.commands.selfcheck import Command
from web import clock
from web.logs import WithoutValues

pytestmark = pytest.mark.slow

# In full 50,000 tries: 9 crawls of 5,000, 3,000 broken requests over sockets, and 5 times 400 of hypothesis.
SEEDS, TRIES = (range(9), 5_000) if FULL else (range(1), 300)
BROKEN, EXAMPLES, FILES = (3_000, 400, 2_000) if FULL else (100, 30, 100)
# Asserted in full only, since other work may share the processor; and only of what is slow twice.
SLOW_SECONDS = 1
MEGABYTE = 1024 * 1024
MORE_MEMORY = 16 * MEGABYTE
SEVERAL = settings(max_examples=EXAMPLES)
HOLDS = pytest.mark.holds
STARTS = [
    *("/clinics/sample/", "/clinics/sample/interpreters.pdf", "/r/sample/", "/r/nowhere/risks/", "/r/sample/pack/00/"),
    *("/r/sample/infobutton", "/r/sample/infobutton/", "/r/sample/infobutton/profile.xml"),
    *(f"/p/{sealed_link(json.dumps(LINK)).rstrip('=')}{end}" for end in ("", "/")),
]


@pytest.fixture(autouse=True)
def behind_a_proxy(settings):
    """So that a request may say it came by https, and is then checked as one."""
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")


@contextmanager
def only_the_sites_own_log() -> Iterator[None]:
    """For a long crawl: pytest's own handlers keep every line in memory, with its request."""
    loggers = (logging.getLogger(), logging.getLogger("django"))
    kept = [logger.handlers for logger in loggers]
    for logger in loggers:
        logger.handlers = [handler for handler in logger.handlers if isinstance(handler.formatter, WithoutValues)]
    yield
    for logger, handlers in zip(loggers, kept, strict=True):
        logger.handlers = handlers


def check(sent: Sent, got: Got) -> None:
    assert not got.is_fault, f"{got.status} for\n{sent.as_toml}"
    assert TAG.encode() not in got.body, f"What was sent came back as it was:\n{sent.as_toml}"
    assert not any("\n" in value for _, value in got.headers), f"A header of two lines for\n{sent.as_toml}"
    if FULL and got.seconds > SLOW_SECONDS:
        again = ask(sent).seconds
        assert again < SLOW_SECONDS, f"{got.seconds:.1f} s and then {again:.1f} s for\n{sent.as_toml}"


def try_it(sent: Sent) -> Got:
    try:
        got = ask(sent)
    except Exception as error:
        raise AssertionError(f"{error!r:.200} for\n{sent.as_toml}") from error
    check(sent, got)
    return got


def memory() -> int:
    """What this process holds, after it has given back what the tries themselves held."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@HOLDS
@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_that_a_crawler_changes_breaks_the_site(seed):
    crawler = Crawler(seed, try_it)
    crawler.explore([*filter(None, routes().values()), *STARTS])
    assert set(routes()) <= set(crawler.found), "No link leads there: add an address to STARTS."
    flat = 0
    with only_the_sites_own_log():
        for number in range(TRIES):
            if number == TRIES // 5:
                flat = memory()
            crawler.send(crawler.next())
        grown = memory() - flat
    assert {200, 303, 400, 403, 404, 405, 422} <= set(crawler.statuses), "It did not get far enough to show anything."
    assert not FULL or grown < MORE_MEMORY, f"{grown / MEGABYTE:.0f} MB more after {TRIES} tries"


KEPT_INPUTS = kept_inputs()


@pytest.mark.parametrize("name", [name for name, sent in KEPT_INPUTS.items() if sent.is_http])
def test_an_input_that_failed_before_is_answered(name):
    try_it(KEPT_INPUTS[name])


@pytest.fixture(scope="module")
def server(static_root):
    with serve(static_root) as running:
        yield running


def over_a_socket(sent: Sent) -> Sent:
    """The same for the server that the tests start, which knows another name, and with an end to the talk."""
    headers = [(name, "localhost" if value == HOST else value) for name, value in sent.headers]
    return Sent(sent.method, sent.target, (*headers, ("Connection", "close")), sent.body)


@pytest.mark.parametrize("name", list(KEPT_INPUTS))
def test_the_server_answers_what_once_failed_as_its_application_does(server, name):
    sent = KEPT_INPUTS[name]
    status = status_of(say(server.port, [over_a_socket(sent).raw]))
    assert status == (try_it(sent).status if sent.is_http else 431)


@pytest.mark.parametrize(
    "kind",
    [
        FORM,
        f"{FORM};charset=UTF-8",
        f"{FORM}; charset=utf-8",
        "multipart/form-data; boundary=----WebKitFormBoundary7MA4YWxkTrZu0gW",
        "multipart/form-data; boundary=---------------------------9051914041544843365972754266",
        "multipart/form-data; boundary=geckoformboundary4e2f; charset=utf-8",
    ],
)
def test_a_form_that_says_its_kind_as_browsers_do_is_taken(kind):
    boundary = kind.partition("boundary=")[2].partition(";")[0]
    part = f'--{boundary}\r\nContent-Disposition: form-data; name="answer"\r\n\r\ncancer\r\n--{boundary}--\r\n'
    body = part if boundary else "answer=cancer"
    headers = (*FILLED_IN, ("Content-Type", kind), ("Content-Length", str(len(body))))
    assert try_it(Sent("POST", "/self-check/cause/", headers, body.encode())).status == 303


# ---- In cookies and forms, whatever they hold

WORDS = st.one_of(
    st.text(max_size=20), st.sampled_from(["unsure", "mri", "sample", "2026-11", "infection", "yes", "5"])
)
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), WORDS),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(WORDS, inner, max_size=4)),
    max_leaves=8,
)


def any_of(kept: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """What a cookie holds, with anything in any of its places."""
    places = {key: st.one_of(st.just(value), VALUES, _places(value)) for key, value in kept.items()}
    return st.one_of(VALUES, st.fixed_dictionaries({}, optional=places), st.fixed_dictionaries(places))


def _places(value: object) -> st.SearchStrategy:
    if not isinstance(value, dict):
        return VALUES
    return st.fixed_dictionaries({}, optional={key: st.one_of(st.just(one), VALUES) for key, one in value.items()})


ANSWERS = st.one_of(_places(KEPT["answers"]), st.dictionaries(WORDS, VALUES, max_size=4))
# Half of all cookies are read, whatever the answers in them are.
COOKIES = st.one_of(any_of(KEPT), st.builds(lambda answers: {**KEPT, "answers": answers}, ANSWERS))


@HOLDS
@SEVERAL
@given(COOKIES, st.sampled_from(["", "summary/", "guide/", "cause/", "before-you-go-on/", "what-matters/"]))
def test_a_cookie_of_ours_may_hold_anything(held, page):
    cookie = ("Cookie", f"answers={sealed_answers(json.dumps(held))}")
    assert try_it(Sent("GET", f"/self-check/{page}", (("Host", HOST), cookie))).status == 200
    form = (("Content-Type", FORM), ("Content-Length", "13"))
    assert try_it(Sent("POST", "/self-check/cause/", (*FILLED_IN, cookie, *form), b"answer=cancer")).status == 303


@HOLDS
@SEVERAL
@given(any_of(LINK))
def test_a_prefilled_link_of_ours_may_hold_anything(held):
    token = sealed_link(json.dumps(held)).rstrip("=")
    assert try_it(Sent("GET", f"/p/{token}/")).status == 200
    form = (("Content-Type", FORM), ("Content-Length", str(len(token) + 5)))
    sent = Sent("POST", "/self-check/filled-in/", (*FILLED_IN, *form), f"link={token}".encode())
    found = prefilled_links.read_token(token, clock.today())
    # Not to be read; filled in something; to be read, and nothing of it fits.
    right = 422 if isinstance(found, prefilled_links.Unreadable) else 303 if found.answers else 200
    assert try_it(sent).status == right


FORMS = [*QUESTIONS, WHAT_MATTERS, "/clinics/sample/prefill/", "/clinics/sample/pack/", "/self-check/last-days.ics"]
NAMES = [
    "answer",
    "month",
    "day",
    "year",
    "unsure",
    "skip",
    "scan",
    "scan_date",
    "pain_began",
    "pages",
    "move",
    "say_what",
]
TYPED = st.one_of(
    st.text(), st.sampled_from(["1", "02", "31", "2026", "2026-11-20", "11/20/2026", "on", "risks", "5", "no"])
)


@HOLDS
@SEVERAL
@given(st.sampled_from(FORMS), st.lists(st.tuples(st.sampled_from(NAMES), TYPED), max_size=8))
def test_a_form_may_hold_anything(address, fields):
    draft = Draft("POST", address, fields=fields, headers=[*FILLED_IN])
    # Staff see what they made; a visitor goes on; and without answers there are no days to remember.
    right = {200, 422} if address.startswith("/clinics/") else {303} if address.endswith(".ics") else {303, 422}
    assert try_it(draft.finished()).status in right


ASCII = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=60)
NAMES_OF_HEADERS = ["Accept-Encoding", "Accept-Language", "Cache-Control", "Content-Type", "Cookie", "Host", "Origin"]
NAMES_OF_HEADERS += ["If-Modified-Since", "If-None-Match", "If-Range", "Range", "Referer", "X-CSRFToken"]


@HOLDS
@SEVERAL
@given(
    st.sampled_from(["/", "/guide/", "/self-check/cause/", "/nowhere/", "/static/"]),
    st.sampled_from(NAMES_OF_HEADERS),
    ASCII,
)
def test_a_header_may_say_anything(address, name, value):
    try_it(Sent("GET", address, (("Host", HOST), (name, value)) if name != "Host" else (("Host", value),)))


PARTS = [
    "--x",
    "--",
    "\r\n",
    "\r\n\r\n",
    "Content-Disposition: form-data",
    "; name=",
    '"answer"',
    "; filename=",
    "a",
    '"',
]
PARTS += ["*=", "hex''%41", "Content-Transfer-Encoding: base64", "Content-Type: text/plain; charset=", "undefined", "="]
PARTS += ["\xff", "\x00"]


@HOLDS
@SEVERAL
@given(st.lists(st.sampled_from(PARTS), max_size=30))
def test_a_form_in_parts_may_have_any_parts(parts):
    body = "".join(["--x\r\n", *parts]).encode("latin-1")
    kind = ("Content-Type", "multipart/form-data; boundary=x")
    try_it(Sent("POST", "/self-check/cause/", (*FILLED_IN, kind, ("Content-Length", str(len(body)))), body))


# ---- What only a socket can send

TAIL = b"Host: localhost\r\nConnection: close\r\n"
POST = b"POST /self-check/cause/ HTTP/1.1\r\n" + TAIL
GET = b"GET /self-check/ HTTP/1.1\r\n" + TAIL
# With the statuses that are right; 0 is a line closed without a word, right only for what is no HTTP.
NO_LENGTH = {400, 403, 411}
ODD = {
    "nothing": (b"\r\n\r\n", {0, 400}),
    "noise": (Random(1).randbytes(4_000) + b"\r\n\r\n", {0, 400}),  # noqa: S311
    "another protocol": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", {0, 400}),
    "HTTP/2 unasked": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", {0, 400}),
    "HTTP/0.9": (b"GET /\r\n\r\n", {0, 400}),
    "HTTP/3.7": (b"GET / HTTP/3.7\r\n" + TAIL + b"\r\n", {400}),
    "no host": (b"GET /self-check/ HTTP/1.1\r\nConnection: close\r\n\r\n", {400}),
    "two hosts": (GET + b"Host: evil.example\r\n\r\n", {400}),
    "a host of bytes": (b"GET /self-check/ HTTP/1.1\r\nHost: \xff\xe4\r\nConnection: close\r\n\r\n", {400}),
    "an address in full": (b"GET http://evil.example/self-check/ HTTP/1.1\r\n" + TAIL + b"\r\n", {200}),
    "a star": (b"OPTIONS * HTTP/1.1\r\n" + TAIL + b"\r\n", {400, 404, 405}),
    "a tunnel": (b"CONNECT evil.example:443 HTTP/1.1\r\n" + TAIL + b"\r\n", {400, 405}),
    "bytes in the address": (b"GET /\xff\xfe HTTP/1.1\r\n" + TAIL + b"\r\n", {400}),
    "a null in the address": (b"GET /\x00 HTTP/1.1\r\n" + TAIL + b"\r\n", {400}),
    "a null in a header": (GET + b"Cookie: answers=\x00\r\n\r\n", {400}),
    "a header of two lines": (GET + b"Cookie: answers=a\r\n b\r\n\r\n", {400}),
    "a header without a colon": (GET + b"Cookie\r\n\r\n", {400}),
    "a long address": (b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n" + TAIL + b"\r\n", {414, 431}),
    "a long head": (GET + b"Cookie: answers=" + b"a" * 100_000 + b"\r\n\r\n", {431}),
    "many headers": (GET + b"X: y\r\n" * 1_000 + b"\r\n", {431}),
    "two lengths": (POST + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!", {400}),
    "a length below nothing": (POST + b"Content-Length: -1\r\n\r\n", {400}),
    "a length beyond counting": (POST + b"Content-Length: " + b"9" * 300 + b"\r\n\r\n", {400}),
    "a length and chunks": (POST + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", NO_LENGTH),
    "an unknown transfer": (POST + b"Transfer-Encoding: gzip\r\n\r\nx", NO_LENGTH),
    "a chunk of no length": (POST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n", NO_LENGTH),
    "a chunk beyond counting": (POST + b"Transfer-Encoding: chunked\r\n\r\n" + b"f" * 40 + b"\r\n", NO_LENGTH),
    "an expectation": (POST + b"Expect: 100-continue\r\nContent-Length: 1\r\n\r\nx", {403}),
    "an unknown expectation": (POST + b"Expect: wonders\r\nContent-Length: 1\r\n\r\nx", {403, 417}),
    "a change of protocol": (GET + b"Upgrade: h2c\r\nHTTP2-Settings: AAM\r\n\r\n", {200}),
    "a web socket": (GET + b"Upgrade: websocket\r\nSec-WebSocket-Key: eA==\r\n\r\n", {200}),
}


@pytest.fixture
def unhurt(server):
    """The server, which must come out of a test as it went in: the same workers, no word of a fault, and no larger."""
    workers, memory, told = server.workers, server.memory, len(server.log)
    yield server
    assert status_of(say(server.port, [GET + b"\r\n"])) == 200
    assert server.workers == workers
    assert " ERROR django.request " not in server.log[told:]
    assert max(server.memory) < max(memory) + 2 * MORE_MEMORY


@pytest.mark.parametrize("name", list(ODD))
def test_the_server_refuses_what_is_no_http_and_answers_what_is(unhurt, name):
    sent, right = ODD[name]
    heard = say(unhurt.port, [sent], patience=1 if 0 in right else 20)
    assert status_of(heard) in right
    assert status_of(heard) or not heard, "It answered in another protocol."


@HOLDS
def test_requests_with_broken_bytes_hurt_nobody(unhurt):
    random = Random(7)  # noqa: S311
    crawler = Crawler(7)
    crawler.explore(["/self-check/", "/clinics/sample/prefill/"], most=40)
    sound = [over_a_socket(crawler.next()).raw for _ in range(20)]
    tries = [broken(random, random.choice(sound)) for _ in range(BROKEN)]
    with ThreadPoolExecutor(8) as pool:
        heard = pool.map(lambda sent: status_of(say(unhurt.port, [sent], patience=1)), tries)
        faults = [sent for sent, status in zip(tries, heard, strict=True) if status >= 500]
    assert faults == []


SIZES = [0, 1, 1_000, 64 * 1024, 64 * 1024 + 1, MEGABYTE, 100 * MEGABYTE]
KINDS = ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json", ""]
FILLINGS = [b"a", b"\x00", b"\xff", b"&", b"\r\n", b"--x\r\n\r\n\r\n", b"a=%ff&"]


@pytest.mark.parametrize("size", SIZES)
def test_a_body_of_any_size_is_answered_and_not_kept_in_memory(unhurt, size):
    for kind in KINDS:
        for filling in FILLINGS if FULL else FILLINGS[:1] + FILLINGS[-2:]:
            headers = (*FILLED_IN, ("Content-Type", kind), ("Content-Length", str(size)))
            head = over_a_socket(Sent("POST", "/self-check/cause/", headers)).raw
            piece = (filling * (min(size, MEGABYTE) // len(filling) + 1))[:MEGABYTE]
            body = [piece[: max(0, min(MEGABYTE, size - sent))] for sent in range(0, size, MEGABYTE)]
            status = status_of(say(unhurt.port, [head, *body]))
            assert status == 413 if size > 64 * 1024 else status in (400, 422), (kind, filling, status)


def test_a_body_in_chunks_is_not_kept_in_memory_either(unhurt):
    head = over_a_socket(Sent("POST", "/self-check/cause/", (*FILLED_IN, ("Transfer-Encoding", "chunked")))).raw
    chunk = b"100000\r\n" + b"a" * MEGABYTE + b"\r\n"
    assert status_of(say(unhurt.port, [head, *repeat(chunk, 100), b"0\r\n\r\n"])) == 411


# ---- On the command line


@HOLDS
def test_a_file_of_any_bytes_is_refused_in_one_line_or_answered(tmp_path, monkeypatch):
    random, file = Random(3), tmp_path / "answers.json"  # noqa: S311
    sheet = json.dumps(KEPT["answers"]).encode()
    for _ in range(FILES):
        hostile = hostile_json(random, random.choice((KEPT["answers"], [KEPT["answers"]])))
        text = hostile if isinstance(hostile, bytes) else hostile.encode("utf-8", "surrogatepass")
        file.write_bytes(random.choice((text, broken(random, sheet), random.randbytes(200))))
        # What a terminal cannot show, the real one writes as an escape.
        told = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors="backslashreplace", write_through=True)
        monkeypatch.setattr(sys, "stderr", told)
        code: str | int | None = 0
        try:
            Command().run_from_argv(["manage.py", "selfcheck", str(file), "--json", "--today=2026-11-20"])
        except SystemExit as stop:
            code = stop.code
        said = told.buffer.getvalue().decode()
        assert code in (0, 2), file.read_bytes()
        assert said.count("\n") == (1 if code else 0), file.read_bytes()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("deep.json", b'{"scan": ' * 100_000),
        ("a name that no terminal shows.json", b'{"\\ud800": 1}'),
        ("large.json", b'{"cause": "' + b"a" * 20_000_000 + b'"}'),
        ("binary.json", bytes(range(256))),
    ],
)
def test_a_real_process_refuses_a_hostile_file_in_one_line(tmp_path, name, content):
    Path(tmp_path, name).write_bytes(content)
    command = [sys.executable, "manage.py", "selfcheck", str(tmp_path / name)]
    own = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    done = subprocess.run(command, cwd=ROOT, env=own, capture_output=True, text=True, check=False)  # noqa: S603
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert len(done.stderr) < 400
