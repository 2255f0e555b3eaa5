"""How nginx speaks TLS and HTTP/2: so that the first view needs three round trips, and nothing can be sent again."""

import re
import socket
import ssl

import pytest
from playwright.sync_api import Error
from proxy import BEHIND, CONFIGURATION, HOST, OTHER_NAMES, Proxy, proxy
from served import QUESTIONS
from server import launch

pytestmark = pytest.mark.slow

SEALED = 23  # the kind of a record that holds a part of the page
LONGEST_RECORD = 4096 + 17  # with its seal and the kind of what is in it


@pytest.fixture(scope="module")
def nginx(tmp_path_factory, static_root):
    """With the site behind it."""
    with launch(static_root, workers=1, environment=BEHIND) as server:
        server.wait()
        with proxy(tmp_path_factory.mktemp("nginx"), [server.port] * 2) as ours:
            yield ours


def context(nginx: Proxy, most: ssl.TLSVersion = ssl.TLSVersion.MAXIMUM_SUPPORTED) -> ssl.SSLContext:
    """Somebody new, who trusts it and speaks no TLS above this."""
    new = ssl.create_default_context(cafile=nginx.folder / "fullchain.pem")
    new.maximum_version = most
    return new


def visit(nginx: Proxy, speaks: ssl.SSLContext, session: ssl.SSLSession | None = None) -> tuple[ssl.SSLSession, bool]:
    """Read a page. Returns what is left for the next visit, and whether that of the visit before was of use."""
    with (
        socket.create_connection(("127.0.0.1", nginx.port), timeout=30) as plain,
        speaks.wrap_socket(plain, server_hostname=HOST, session=session) as line,
    ):
        line.sendall(f"GET / HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n".encode())
        assert b"200 OK" in b"".join(iter(lambda: line.recv(100_000), b""))
        assert line.session is not None
        return line.session, bool(line.session_reused)


def records(nginx: Proxy, path: str) -> list[int]:
    """The length of each sealed record that comes, for a page that is asked for by its address."""
    came, sent = ssl.MemoryBIO(), ssl.MemoryBIO()
    inside = context(nginx).wrap_bio(came, sent, server_hostname=HOST)
    raw, began = b"", False
    with socket.create_connection(("127.0.0.1", nginx.port), timeout=30) as line:
        while True:
            try:
                if not began:
                    inside.do_handshake()
                    inside.write(f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n".encode())
                    began = True
                while inside.read(100_000):
                    pass
            except ssl.SSLWantReadError:
                pass
            line.sendall(sent.read())
            if not (some := line.recv(100_000)):
                return lengths(raw)
            raw += some
            came.write(some)


def lengths(raw: bytes) -> list[int]:
    """Those of the sealed records in what has come."""
    found = []
    while raw:
        kind, length = raw[0], int.from_bytes(raw[3:5], "big")
        if kind == SEALED:
            found.append(length)
        raw = raw[5 + length :]
    return found


def test_a_browser_is_offered_http_2_over_tls_1_3(nginx):
    speaks = context(nginx)
    speaks.set_alpn_protocols(["h2", "http/1.1"])
    with (
        socket.create_connection(("127.0.0.1", nginx.port), timeout=30) as plain,
        speaks.wrap_socket(plain, server_hostname=HOST) as line,
    ):
        assert (line.selected_alpn_protocol(), line.version()) == ("h2", "TLSv1.3")


def test_no_record_is_longer_than_4_kilobytes_so_that_a_browser_can_read_what_has_come(nginx):
    found = records(nginx, "/risks/")
    assert sum(found) > 20_000
    assert max(found) <= LONGEST_RECORD


def test_tls_1_3_gives_no_ticket_which_would_take_the_place_of_a_packet_of_the_page(nginx):
    session, _ = visit(nginx, context(nginx))
    assert not session.has_ticket


def test_tls_1_2_saves_the_next_visit_a_round_trip_without_a_ticket_whose_key_would_stay(nginx):
    speaks = context(nginx, ssl.TLSVersion.TLSv1_2)
    session, _ = visit(nginx, speaks)
    assert not session.has_ticket
    assert visit(nginx, speaks, session)[1]


STRONG = ["ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-ECDSA-CHACHA20-POLY1305"]
# Without forward secrecy, or with CBC.
WEAK = ["ECDHE-ECDSA-AES128-SHA256", "ECDHE-ECDSA-AES256-SHA", "ECDHE-ECDSA-AES256-CCM8", "AES128-GCM-SHA256"]


def agreed(nginx, speaks, name=HOST):
    """The cipher that both take, for somebody who asks for this name."""
    with (
        socket.create_connection(("127.0.0.1", nginx.port), timeout=30) as plain,
        speaks.wrap_socket(plain, server_hostname=name) as line,
    ):
        return line.cipher()[0]


@pytest.mark.parametrize("first", STRONG)
def test_of_the_strong_ciphers_of_tls_1_2_the_browser_chooses(nginx, first):
    speaks = context(nginx, ssl.TLSVersion.TLSv1_2)
    speaks.set_ciphers(":".join([first, *STRONG, *WEAK]))
    assert agreed(nginx, speaks) == first


@pytest.mark.parametrize("weak", WEAK)
def test_a_weak_cipher_is_refused(nginx, weak):
    speaks = context(nginx, ssl.TLSVersion.TLSv1_2)
    speaks.set_ciphers(weak)
    with pytest.raises(ssl.SSLError, match="HANDSHAKE_FAILURE"):
        agreed(nginx, speaks)


@pytest.mark.parametrize("name", ["other.example", "", "127.0.0.1"])
@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_whoever_asks_tls_for_a_name_that_is_not_ours_sees_no_certificate(nginx, name, version):
    speaks = context(nginx, version)
    speaks.check_hostname = False
    with pytest.raises(ssl.SSLError, match="UNRECOGNIZED_NAME"):
        agreed(nginx, speaks, name or None)


@pytest.mark.parametrize("said", ["Host: other.example", "Other: header"])
@pytest.mark.parametrize("is_secure", [False, True], ids=["http", "https"])
def test_whoever_asks_http_for_a_name_that_is_not_ours_or_for_none_gets_no_byte(nginx, said, is_secure):
    asked = f"GET /p/kg_link_secret/ HTTP/1.1\r\n{said}\r\n\r\n".encode()
    place = "127.0.0.1", nginx.port if is_secure else nginx.plain_port
    with socket.create_connection(place, timeout=30) as plain:
        line = context(nginx).wrap_socket(plain, server_hostname=HOST) if is_secure else plain
        line.sendall(asked)
        assert line.recv(100) == b""
    assert "secret" not in "".join(nginx.log)


def test_names_that_are_not_ours_are_spoken_with_as_those_that_are():
    """nginx takes some settings from the one and some from the other."""
    text = CONFIGURATION.read_text(encoding="utf-8")
    theirs = set(re.findall(r"^ +ssl_.*;", "".join(OTHER_NAMES.findall(text)), re.MULTILINE))
    ours = set(re.findall(r"^ +ssl_.*;", OTHER_NAMES.sub("", text), re.MULTILINE))
    of_the_page = {"ssl_certificate", "ssl_certificate_key", "ssl_buffer_size"}
    assert theirs - ours == {"    ssl_reject_handshake on;"}
    assert {line.split()[0] for line in ours - theirs} == of_the_page


@pytest.fixture
def page(nginx, browser_type, browser_type_launch_args):
    """Of a browser that finds the site through nginx. The port is no part of the address, as where it is deployed."""
    there = f"--host-resolver-rules=MAP {HOST} 127.0.0.1:{nginx.port}"
    launched = {**browser_type_launch_args, "args": [*browser_type_launch_args["args"], there]}
    browser = browser_type.launch(**launched)
    yield browser.new_page(ignore_https_errors=True)
    browser.close()


@pytest.mark.browser
def test_a_question_is_answered_over_http_2(page):
    page.goto(f"https://{HOST}{QUESTIONS[0]}")
    assert page.evaluate("performance.getEntriesByType('navigation')[0].nextHopProtocol") == "h2"
    page.locator("main label").first.click()
    with page.expect_navigation():
        page.get_by_role("button", name="Continue").click()
    assert page.url != f"https://{HOST}{QUESTIONS[0]}"
    assert "__Secure-answers" in {cookie["name"] for cookie in page.context.cookies(page.url)}


@pytest.mark.browser
def test_no_script_can_write_html_into_a_page_and_no_page_shares_a_process_with_another_site(page):
    for address in ("/", QUESTIONS[0]):
        page.goto(f"https://{HOST}{address}")
        for written in (
            "innerHTML = '<b>x</b>'",
            "outerHTML = '<b>x</b>'",
            "insertAdjacentHTML('beforeend', '<b>x</b>')",
        ):
            with pytest.raises(Error, match="TrustedHTML"):
                page.evaluate(f"document.querySelector('h1').{written}")
        assert page.evaluate("crossOriginIsolated")
        assert page.locator("h1 b").count() == 0


def bring_cookies(page, number, letters):
    of_others = {"value": "x" * letters, "domain": HOST, "path": "/"}
    page.context.add_cookies([{"name": f"{one:02}", **of_others} for one in range(number)])


@pytest.mark.browser
def test_many_cookies_of_other_sites_do_not_reach_a_server(page):
    bring_cookies(page, 20, 3900)
    for address in ("/risks/", "/self-check/", "/clinics/sample/", "/r/sample/", "/p/x/"):
        assert page.goto(f"https://{HOST}{address}").status == 200
