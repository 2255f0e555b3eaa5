"""The public site as plain files: each the same as the page that is served."""

import gzip
import re
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import brotli
import pytest
from django.core.management import CommandError, call_command
from served import PUBLIC, Served

from web.caching import FOR_EVERYBODY

pytestmark = pytest.mark.slow

FILES = {"/sitemap.xml", "/robots.txt", "/site.webmanifest", "/changes/feed.atom"}
NEEDS_THE_PROGRAM = ("/self-check/", "/guide.pdf", "/fhir/", "/infobutton/")


@pytest.fixture(scope="module")
def folder(static_root, tmp_path_factory):
    folder = tmp_path_factory.mktemp("site") / "public"
    call_command("export", str(folder))
    return folder


def file_of(folder, address):
    return folder / (f"{address}index.html" if address.endswith("/") else address).lstrip("/")


def comparable(body):
    """Without what names the host, which is another in the tests' own requests."""
    return re.sub(rb"https?://[a-z0-9.:]+(?=[/\"])", b"", body)


def without_codes(body):
    """Without the QR code, which says where the site is."""
    return re.sub(rb"<svg.*?</svg>", b"", comparable(body), flags=re.DOTALL)


@pytest.mark.parametrize("address", sorted({*PUBLIC, *FILES}))
def test_each_file_is_the_page_that_is_served_and_stands_there_compressed_too(client, folder, address):
    file = file_of(folder, address)
    clean = without_codes if address == "/guide/" else comparable
    assert clean(file.read_bytes()) == clean(client.get(address).content)
    assert gzip.decompress(file.with_name(f"{file.name}.gz").read_bytes()) == file.read_bytes()
    assert brotli.decompress(file.with_name(f"{file.name}.br").read_bytes()) == file.read_bytes()


def test_what_the_files_ask_for_is_there_or_needs_the_program(folder):
    asked = set()
    for page in folder.rglob("*.html"):
        shown = Served(page.read_text())
        asked |= {one["attrs"][name] for name in ("href", "src") for one in shown.elements if name in one["attrs"]}
    for style in folder.rglob("*.css"):
        asked |= {f"/static/{path}" for path in re.findall(r"url\(\"?\.\./([^)\"?#]+)", style.read_text())}
    own = {address.partition("#")[0].partition("?")[0] for address in asked if address.startswith("/")}
    missing = {address for address in own if not file_of(folder, address).exists()}
    assert len(own) > 30
    assert {address for address in missing if not address.startswith(NEEDS_THE_PROGRAM)} == set()
    assert "/self-check/" in missing


def test_the_headers_are_those_of_the_served_pages(client, folder):
    rules = {}
    for line in (folder / "_headers").read_text().splitlines():
        if line.startswith("/"):
            rule = rules.setdefault(line, {})
        else:
            name, _, value = line.strip().partition(": ")
            rule[name] = value
    served = client.get("/risks/").headers
    every = rules.pop("/*")
    assert every == {name: served[name] for name in every}
    assert {"Content-Security-Policy", "X-Content-Type-Options", "Permissions-Policy"} < every.keys()
    assert "immutable" in rules.pop("/static/*")["Cache-Control"]
    assert rules.keys() == {*PUBLIC, *FILES}
    assert {rule["Cache-Control"] for rule in rules.values()} == {FOR_EVERYBODY}
    assert rules["/site.webmanifest"]["Content-Type"] == "application/manifest+json"
    assert rules["/changes/feed.atom"]["Content-Type"] == "application/atom+xml; charset=utf-8"


def test_an_address_that_is_not_there_and_the_icons_have_their_files(client, folder):
    assert comparable((folder / "404.html").read_bytes()) == comparable(client.get("/404.html").content)
    assert (folder / "favicon.ico").read_bytes()[:4] == b"\x00\x00\x01\x00"
    assert (folder / "apple-touch-icon.png").read_bytes()[1:4] == b"PNG"


def test_a_folder_that_holds_something_is_left_alone(tmp_path):
    (tmp_path / "kept").write_text("kept")
    with pytest.raises(CommandError, match="is not an empty folder"):
        call_command("export", str(tmp_path))
    with pytest.raises(CommandError, match="is not an empty folder"):
        call_command("export", str(tmp_path / "kept"))
    assert [file.name for file in tmp_path.iterdir()] == ["kept"]


def test_whom_to_tell_of_a_hole_is_there_if_there_is_somebody(static_root, tmp_path, settings):
    settings.CONTACT = "tell@example.org"
    call_command("export", str(tmp_path / "site"))
    assert "mailto:tell@example.org" in (tmp_path / "site/.well-known/security.txt").read_text()


@pytest.mark.browser
def test_a_plain_file_server_shows_the_site_with_its_style(page, folder):
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
    Thread(target=server.serve_forever, daemon=True).start()
    failed = []
    page.on("requestfailed", lambda request: failed.append(request.url))
    page.on("response", lambda response: response.status >= 400 and failed.append(response.url))
    page.goto(f"http://127.0.0.1:{server.server_port}/")
    page.locator("header").get_by_role("link", name="Risks").first.click()
    assert page.locator("h1").inner_text() == see_title(page)
    assert page.locator("header .button").evaluate("one => getComputedStyle(one).borderRadius") != "0px"
    assert failed == []
    server.shutdown()


def see_title(page):
    return page.title().partition(" – ")[0].partition(" | ")[0]


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass
