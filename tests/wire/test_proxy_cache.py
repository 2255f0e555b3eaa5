"""What nginx keeps, with the configuration that is shipped: public pages and nothing else, for a moment."""

import secrets
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
from numbered import BROWSERS, ask, numbered
from proxy import BEHIND, HOST, proxy
from served import PUBLIC
from server import launch
from visitors import STYLE, SUMMARY

from clinics.files import all_clinics
from referrals import prefilled_links
from web.caching import FOR_EVERYBODY, NEVER_KEPT

pytestmark = pytest.mark.slow


@pytest.fixture
def source(tmp_path):
    with numbered() as (source, port), proxy(tmp_path, [port, port]) as source.nginx:
        yield source


@pytest.mark.parametrize("cache_control", [FOR_EVERYBODY, "max-age=315360000, public, immutable"])
def test_nginx_asks_a_server_once_for_a_page_that_every_cache_may_keep(source, cache_control):
    source.headers = {"Cache-Control": cache_control}
    assert {ask(source.nginx) for _ in range(3)} == {(200, "1")}
    assert source.asked == 1
    assert [*source.nginx.kept.values()] == ["/risks/"]


NOT_KEPT = {
    "a page that may show answers": {"Cache-Control": NEVER_KEPT},
    "a page that says nothing of caches": {},
    "a page that is to be asked for again": {"Cache-Control": "no-cache"},
    "a page for one person": {"Cache-Control": "private, max-age=300"},
    "a page that varies by everything": {"Cache-Control": FOR_EVERYBODY, "Vary": "*"},
    "a page that is private, and public": {"Cache-Control": "no-store, public"},
    "a page that sets a cookie": {"Cache-Control": FOR_EVERYBODY, "Set-Cookie": "answers=a"},
    "a page that is not the same for all browsers": {"Cache-Control": FOR_EVERYBODY, "Vary": "Accept-Encoding, Origin"},
    "a page that only says when it expires": {"Expires": "Fri, 01 Jan 2100 00:00:00 GMT"},
}


@pytest.mark.parametrize("headers", NOT_KEPT.values(), ids=list(NOT_KEPT))
def test_nginx_never_keeps_a_page_that_is_not_for_every_cache(source, headers):
    source.headers = headers
    assert [ask(source.nginx) for _ in range(3)] == [(200, "1"), (200, "2"), (200, "3")]
    assert source.nginx.kept == {}


@pytest.mark.parametrize("status", [303, 403, 404, 413, 500, 503])
def test_only_a_whole_page_is_kept(source, status):
    source.status = status
    source.headers["Location"] = "/"
    first, second = ask(source.nginx), ask(source.nginx)
    assert first[0] == second[0] == status
    assert first != second
    assert source.nginx.kept == {}


def test_no_cookie_reaches_a_page_that_is_kept(source):
    assert ask(source.nginx, Cookie="__Secure-answers=a") == ask(source.nginx) == (200, "1")
    assert "Cookie" not in source.told


NEVER = ["/self-check/", "/clinics/sample/", "/p/a/", "/r/sample/", "/r/sample/pack/00/"]
NEVER += ["/self-check", "/clinics", "/p", "/r"]


@pytest.mark.parametrize("path", NEVER)
def test_where_visitors_are_known_or_addresses_have_no_end_cookies_are_passed_on_and_nothing_is_kept(source, path):
    assert [ask(source.nginx, path, Cookie="__Secure-answers=a; theirs=b")[1] for _ in range(2)] == ["1", "2"]
    assert source.told["Cookie"] == "__Secure-answers=a"
    assert ask(source.nginx, path) == (200, "3")
    assert source.nginx.kept == {}


@pytest.mark.parametrize(
    ("sent", "passed_on"),
    [
        ("__Secure-answers=a-b_C9; __Host-form=x", "__Host-form=x; __Secure-answers=a-b_C9"),
        ("a=1;__Host-form=x;\t__Secure-answers=y ;b=2", "__Host-form=x; __Secure-answers=y"),
        ("__Host-form=x", "__Host-form=x"),
        ("__Secure-answers=; a=1", "__Secure-answers="),
        ("__Secure-answers=a.b; __Host-form=x-y", "__Host-form=-; __Secure-answers=-"),
        ("__Secure-answers=a; __Host-form=x; __Secure-answers=b", "__Host-form=x; __Secure-answers=-"),
        ("__Host-form=x; a=1; __Host-form=x", "__Host-form=-"),
        ("__secure-answers=a; x__Host-form=b; __Host-formx=c; =__Host-form=d; a=__Host-form=e", None),
        ("\xa0__Secure-answers=a; \x85__Host-form=b", None),
        ("a=\xe4", None),
    ],
)
def test_of_all_cookies_only_the_sites_own_two_are_passed_on_and_what_cannot_be_told_as_unreadable(
    source, sent, passed_on
):
    ask(source.nginx, "/self-check/", Cookie=sent)
    assert source.told["Cookie"] == passed_on


MISTYPED = ["/p/{}", "//p/{}", "/P/{}", "/x/p/{}/", "/p%2f{}", "/%2570%252f{}", "/{}", "/risks/{}", "/guide.pdf/{}"]


# The second is that of links of before December 2026.
PREFIXES = pytest.mark.parametrize("prefix", ["kg_link_", "gAAAAA"])


@PREFIXES
def test_no_prefilled_link_is_logged_however_it_was_mistyped(source, prefix):
    source.status = 404
    token = prefix + secrets.token_hex()
    assert {ask(source.nginx, path.format(token))[0] for path in MISTYPED} == {404}
    lines = source.nginx.logged(len(MISTYPED))
    assert [line.split('"')[1] for line in lines] == ["GET /p/-"] * len(MISTYPED)


@pytest.mark.parametrize("path", ["/{}", "/x/{}", "/r/{}", "/clinics/{}/", "/static/{}", "/self-check/{}"])
def test_no_prefilled_link_that_lost_its_first_letters_is_logged(source, path):
    source.status = 404
    token = prefilled_links.make_token(all_clinics()["sample"], {"scan": "mri"})
    lost = [token[6:], token[7:200], f"{token[10:86]}%20{token[86:162]}=%0A{token[162:180]}"]
    for one in lost:
        assert ask(source.nginx, path.format(one))[0] == 404
    lines = source.nginx.logged(len(lost))
    assert [line.split('"')[1] for line in lines] == ["GET /p/-"] * len(lost)


def test_no_line_is_longer_than_an_address_can_be_whatever_is_sent(source):
    source.status = 404
    long = ["/a.b" * 7000, "/" + "%0a.." * 5000, "/risks/" + "%c3%a9." * 3000]
    for path in long:
        assert ask(source.nginx, path)[0] == 404
    source.nginx.say(f"{'BREW' * 7000} /risks/ HTTP/1.1\r\nHost: {HOST}\r\n\r\n")
    source.nginx.say(f"GET /risks/?{'a' * 30000} HTTP/1.1\r\nHost: {HOST}\r\n\r\n")
    lines = source.nginx.logged(len(long) + 2)
    assert max(map(len, lines)) < 1000, [line[:300] for line in lines]
    assert f'"GET {long[0][:200]}..." 404' in lines[0]


@PREFIXES
def test_no_mistyped_prefilled_link_finds_a_page_whose_address_nginx_would_log(site, prefix):
    """The page that a prefilled link opens is found, and its location hides the address all the same."""
    _, nginx = site
    before = nginx.lines_so_far()
    found = {
        path: ask(nginx, path.format(f"{prefix}hidden"), method)[0] for path in MISTYPED for method in ("GET", "HEAD")
    }
    assert {path for path, status in found.items() if status in (200, 304)} == {"/p/{}", "/p%2f{}"}
    lines = nginx.logged(before + 2 * len(MISTYPED))[before:]
    assert {line.split('"')[1].partition(" ")[2] for line in lines} == {"/p/-"}


def test_who_brings_a_query_is_shown_what_is_kept_but_gives_nothing_to_others(source):
    assert [ask(source.nginx, "/risks/?a=b")[1] for _ in range(2)] == ["1", "2"]
    assert source.nginx.kept == {}
    assert ask(source.nginx) == ask(source.nginx, "/risks/?a=b") == (200, "3")
    assert [*source.nginx.kept.values()] == ["/risks/"]


def test_a_server_is_asked_for_the_guide_on_another_paper(source):
    assert ask(source.nginx, "/guide.pdf") == (200, "1")
    assert [ask(source.nginx, "/guide.pdf?size=a4")[1] for _ in range(2)] == ["2", "3"]
    assert ask(source.nginx, "/guide.pdf") == (200, "1")


def test_no_address_is_taken_for_another_with_an_encoding_at_its_end(source):
    assert ask(source.nginx, "/risks/", **{"Accept-Encoding": "gzip"}) == (200, "1")
    assert ask(source.nginx, "/risks/gzip", **{"Accept-Encoding": ""}) == (200, "2")


@pytest.mark.parametrize("path", ["/nothing/", "/self-check/nothing/", "/r/nowhere/", "/static/nothing.css"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_unknown_address_is_asked_of_one_server_and_of_one_more_while_an_upgrade_is_marked(source, path, method):
    source.status = 404
    assert ask(source.nginx, path, method)[0] == 404
    assert source.asked == 1
    with source.nginx.upgrading():
        assert ask(source.nginx, path, method)[0] == 404
        assert source.asked == 3
    assert ask(source.nginx, path, method)[0] == 404
    assert source.asked == 4


@pytest.mark.parametrize("path", ["/self-check/", "/risks/"])
def test_while_an_upgrade_is_marked_no_long_body_is_taken_either(source, path):
    with source.nginx.upgrading():
        assert "longer than any form" in ask(source.nginx, path, "POST", **{"Content-Length": "100000"})[1]
    assert source.asked == 0


def test_a_form_reaches_a_server_each_time_it_is_sent(source):
    assert [ask(source.nginx, method="POST")[1] for _ in range(2)] == ["1", "2"]
    assert source.nginx.kept == {}


UNPACKS = {
    "gzip, deflate, br, zstd": "br, gzip",
    "gzip, deflate, br": "br, gzip",
    "GZIP,Deflate,BR": "br, gzip",
    "br, gzip": "br, gzip",
    "deflate,gzip , br": "br, gzip",
    "br": None,
    "gzip, deflate": "gzip",
    "gzip, x-br": "gzip",
    "x-gzip": None,
    "gzip, deflate, br;q=0": None,
    "gzip;q=0": None,
    "identity": None,
    "brr, gzipped": None,
    "": None,
}


@pytest.mark.parametrize(("said", "told"), UNPACKS.items(), ids=list(UNPACKS))
def test_a_server_is_told_in_one_of_three_ways_what_can_be_unpacked(source, said, told):
    ask(source.nginx, **{"Accept-Encoding": said})
    assert source.told["Accept-Encoding"] == told
    ask(source.nginx, "/self-check/", **{"Accept-Encoding": said})
    assert source.told["Accept-Encoding"] == told


def test_so_each_page_is_kept_three_times_at_most_and_nobody_can_fill_the_memory(source):
    for number in range(5):
        for said in UNPACKS:
            ask(
                source.nginx, **{"Accept-Encoding": said, "Cache-Control": f"max-age={number}", "Cookie": f"a={number}"}
            )
            ask(source.nginx, **{"Accept-Encoding": f"{said}, other{number}"})
    assert source.asked == len(source.nginx.kept) == 3


@pytest.mark.parametrize("twice", ["Accept-Encoding: br", "Accept-Encoding: gzip;q=0", "Cache-Control: no-transform"])
def test_nginx_hands_on_one_accept_encoding_and_no_cache_control_if_a_browser_sends_them_twice(source, twice):
    head = f"GET /risks/ HTTP/1.1\r\nHost: {HOST}\r\nAccept-Encoding: gzip\r\nCache-Control: 0\r\n"
    assert source.nginx.say(f"{head}{twice}\r\n\r\n")[1] == b"1"
    assert source.told.get_all("Accept-Encoding") == ["gzip"]
    assert "Cache-Control" not in source.told


def test_however_its_address_is_written_a_page_is_kept_once(source):
    """nginx tidies an address before it looks; a server is asked for it as it came, and may not know it."""
    ways = ("/risks/", "//risks/", "/x/../risks/", "/%72isks/", "/risks/#top", "/risks/?")
    assert {ask(source.nginx, one) for one in ways} == {(200, "1")}
    assert [*source.nginx.kept.values()] == ["/risks/"]


# The time that is shipped is short, as it adds to what caches further out may keep a page.
SOON = {"valid 200 10s;": "valid 200 1s;"}


def test_after_the_time_it_says_a_page_is_asked_for_again(tmp_path):
    with numbered() as (_, port), proxy(tmp_path, [port, port], SOON) as nginx:
        assert ask(nginx) == ask(nginx) == (200, "1")
        end = time.monotonic() + 10
        while ask(nginx)[1] == "1":
            assert time.monotonic() < end, "it is still kept"
            time.sleep(0.05)


def test_an_old_page_is_not_shown_while_somebody_else_waits_for_the_new_one(tmp_path):
    with numbered() as (source, port), proxy(tmp_path, [port, port], SOON) as nginx:
        assert ask(nginx) == (200, "1")
        time.sleep(2.5)
        source.seconds = 1
        with ThreadPoolExecutor(8) as pool:
            answers = [*pool.map(lambda _: ask(nginx), range(8))]
        assert (200, "1") not in answers


@pytest.mark.parametrize("dies", [True, False], ids=["when no server is left", "when all have errors"])
def test_nginx_shows_a_page_that_it_keeps_while_no_server_can(tmp_path, dies):
    with ExitStack() as stack:
        living = stack.enter_context(ExitStack())
        source, port = living.enter_context(numbered())
        nginx = stack.enter_context(proxy(tmp_path, [port, port], SOON))
        assert ask(nginx) == (200, "1")
        source.status = 500
        if dies:
            living.close()
        time.sleep(2.5)
        assert ask(nginx) == (200, "1")
        assert ask(nginx, SUMMARY)[0] == (502 if dies else 500)


@pytest.fixture(scope="module")
def site(static_root, tmp_path_factory):
    """The site behind nginx: its server, and nginx."""
    with ExitStack() as stack:
        server = stack.enter_context(launch(static_root, workers=1, environment=BEHIND))
        server.wait()
        folder = tmp_path_factory.mktemp("nginx")
        yield server, stack.enter_context(proxy(folder, [server.port, server.port]))


CHANGING = {"date", "connection", "server"}


@pytest.mark.parametrize("encoding", BROWSERS)
def test_each_page_is_kept_as_the_server_sent_it_in_each_encoding(site, encoding):
    _, nginx = site

    def sent(path, method="GET", **headers):
        with nginx.request(method, path, **headers, **{"Accept-Encoding": encoding}) as reply:
            named = {(name.lower(), value) for name, value in reply.headers.items() if name.lower() not in CHANGING}
            return reply.status, named, reply.read()

    for path in PUBLIC:
        by_a_server, first, second = sent(f"{path}?a=b"), sent(path), sent(path)
        assert by_a_server == first == second
        assert (path in nginx.kept.values()) == (not path.startswith("/self-check/"))
        status, named, body = sent(path, "HEAD")
        assert (status, named, body) == (200, first[1], b"")
        etag = dict(first[1])["etag"]
        status, named, body = sent(path, **{"If-None-Match": etag})
        assert (status, body) == (304, b"")
        assert ("etag", etag) in named


def test_after_a_whole_walk_only_what_is_for_everybody_is_kept(site):
    _, nginx = site
    nginx.visitor().walk()
    style = STYLE.findall(nginx.visitor().get("/").text)[0]
    nginx.visitor().get(style)
    paths = set(nginx.kept.values())
    assert {"/", style} <= paths
    assert {path for path in paths if not path.startswith("/static/")} <= {*PUBLIC}
