"""In a browser, from the page of another site: the address for record systems answers it, and no other does."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import quote

import pytest
from infobutton import KYPHOPLASTY, one_code

pytestmark = pytest.mark.browser


@pytest.fixture
def elsewhere(page):
    """An empty page of another site, opened."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<!doctype html><title>Another site</title><body>")

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page.goto(f"http://localhost:{server.server_address[1]}/")
        yield page
        server.shutdown()


ASKED = one_code("22513", "CPT")
FETCH = """async ([url, options]) => {
  try { const answer = await fetch(url, options); return [answer.status, await answer.text()]; }
  catch (error) { return [0, String(error)]; }
}"""
SCRIPT = """url => new Promise(done => {
  window.shown = answer => done(answer.feed.entry.map(one => one.link[0].href));
  const script = document.createElement("script");
  script.onerror = () => done("refused");
  script.onload = () => setTimeout(() => done("loaded, and said nothing"), 500);
  script.src = url;
  document.body.append(script);
})"""


@pytest.mark.parametrize("place", ["infobutton/", "infobutton", "r/sample/infobutton/"])
def test_another_site_may_ask_by_fetch_by_a_form_and_with_headers_of_its_own(elsewhere, base_url, place):
    url = f"{base_url}/{place}?knowledgeResponseType=application/json"
    for options in (
        {},
        {"headers": {"X-Requested-With": "XMLHttpRequest", "Accept": "application/json"}},
        {"method": "POST", "body": ASKED, "headers": {"Content-Type": "application/x-www-form-urlencoded"}},
    ):
        status, text = elsewhere.evaluate(FETCH, [f"{url}&{ASKED}", options])
        assert status == 200, text
        assert all(f"/{name}/" in text for name in KYPHOPLASTY)


def test_another_site_may_ask_by_a_script(elsewhere, base_url):
    url = f"{base_url}/infobutton/?{ASKED}&knowledgeResponseType=application/javascript&callback=shown"
    assert elsewhere.evaluate(SCRIPT, url) == [f"{base_url}/{name}/" for name in KYPHOPLASTY]


def test_a_script_with_a_hostile_name_runs_nothing(elsewhere, base_url):
    hostile = quote("document.title='taken';shown", safe="")
    url = f"{base_url}/infobutton/?{ASKED}&knowledgeResponseType=application/javascript&callback={hostile}"
    assert elsewhere.evaluate(SCRIPT, url) == "refused"
    assert elsewhere.title() == "Another site"


@pytest.mark.parametrize(
    "path", ["/", "/risks/", "/r/sample/", "/self-check/", "/clinics/sample/", "/infobutton/profile.xml"]
)
def test_all_other_pages_refuse_both(elsewhere, base_url, path):
    status, text = elsewhere.evaluate(FETCH, [base_url + path, {}])
    assert (status, text) == (0, "TypeError: Failed to fetch")
    assert elsewhere.evaluate(SCRIPT, base_url + path) == "refused"


def test_a_script_of_ours_is_refused_too(elsewhere, base_url, page):
    from django.templatetags.static import static

    assert elsewhere.evaluate(SCRIPT, base_url + static("js/copy.js")) == "refused"
