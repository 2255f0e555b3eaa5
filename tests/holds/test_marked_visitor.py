"""A visitor whose answers are marked walks everything, errors included: outside her browser's pages no mark is left.

Each place that is searched is also searched after a walk on a server that leaks on purpose: there the marks are found.
"""

import gzip
import hashlib
import http.client
import random
import re
import string
import tempfile
import time
from base64 import b64encode
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from http.cookies import SimpleCookie
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus, urlencode, urlsplit

import pytest
from browser import follow, go_on
from crawler import route_of, routes
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from django.test import Client
from full import FULL
from marks import BREAK, PAGE_TOO, VIEW, mark_of
from patients import FITS
from proxy import BEHIND, HOST, Proxy, proxy
from pypdf import PdfReader
from served import BESIDE, PUBLIC
from server import ROOT, Server, serve
from watch import Watch, files_below, forms_of, marks_in

from referrals.forms import ChartForm
from referrals.prefilled_links import CHART
from screener.engine.facts import SCORES, Fact, Kind
from screener.rule_sets.clinic import CLINIC_RULES

pytestmark = [pytest.mark.browser, pytest.mark.holds]

HOME = f"https://{HOST}"
SUMMARY, GUIDE, WHAT_MATTERS = "/self-check/summary/", "/self-check/guide/", "/self-check/what-matters/"
STAFF = "/clinics/sample/"
WEIGHT = "5"
# Their answers decide what else is asked: first as ever, then marked.
DECIDING = {fact for one in CLINIC_RULES.facts if one.asked_if for fact in one.asked_if.facts}
# What the proxy may keep beside pages and static files.
FOR_ALL = ["/guide.pdf", "/robots.txt", "/sitemap.xml", "/site.webmanifest", "/favicon.ico", "/apple-touch-icon.png"]
FOR_ALL += ["/changes/feed.atom"]
# Addresses that know of a visitor, or of a patient.
HERS = re.compile(r"self-check/|clinics/|p/")


# ---- The marks


@dataclass(frozen=True)
class Marks:
    """What she says: a word of this run, and days that stand on no page."""

    word: str
    days: dict[str, date]
    score: str

    def of(self, name: str) -> str:
        return mark_of(self.word, name)

    @property
    def typed(self) -> str:
        """What she writes where it makes no sense."""
        return f"{self.of('typed')} é"

    @property
    def typed_in_a_form(self) -> bytes:
        return quote_plus(self.typed).encode()

    def fields(self, fact: Fact, marked: bool = True) -> dict[str, Any]:
        """Her answer as the fields of the form: with a mark, or as somebody answers whose points all fit."""
        if fact.id in self.days:
            day = self.days[fact.id]
            return {"month": str(day.month), "day": str(day.day), "year": str(day.year)}
        if fact.kind is Kind.SCORE:
            return {"answer": self.score}
        return {"answer": self.of(fact.id) if marked else FITS.get(fact.id, fact.options[0].value) or "none"}

    @cached_property
    def words(self) -> dict[str, set[bytes]]:
        """Each mark that is a word, in each form."""
        named = [fact.id for fact in CLINIC_RULES.facts if fact.options]
        return {name: forms_of(self.of(name)) for name in ("typed", *named)}

    @cached_property
    def others(self) -> dict[str, set[bytes]]:
        """The days, the score and what matters: they are marks only together with their names, or as days."""
        days = {fact: forms_of(day) for fact, day in self.days.items()}
        scores = {fact.id: _score(fact, self.score) for fact in CLINIC_RULES.facts if fact.kind is Kind.SCORE}
        weights = {matter.id: _pair(matter.id, WEIGHT) for matter in CLINIC_RULES.priorities}
        return days | scores | weights

    def found_in(self, data: bytes, only_words: bool = False) -> set[str]:
        """The marks that stand in it. All words begin with that of this run, so most are not looked for."""
        words = {"word": forms_of(self.word)}
        found = marks_in(data, words if only_words else words | self.others)
        return found | marks_in(data, self.words) if "word" in found else found


def _pair(name: str, value: str) -> set[bytes]:
    """A name with its value, as a form, JSON and Python write it."""
    forms = (f"{name}={value}", f'"{name}":{value}', f'"{name}": {value}', f"'{name}': {value}", f'"{name}":"{value}"')
    return {form.encode() for form in (*forms, f"'{name}': '{value}'", f"'{name}': <Lean.FAR_SECOND: {value}>")}


def _score(fact: Fact, value: str) -> set[bytes]:
    return _pair(fact.id, value) | {f"{value} of 10".encode()}


@pytest.fixture
def marks():
    """A word, days and a score that stand on no page of everybody's."""
    pages = b"".join(Client().get(url).content for url in (*PUBLIC, f"{STAFF}preview/"))
    today = date.today()
    days: dict[str, date] = {}
    for fact in CLINIC_RULES.facts:
        if fact.kind in (Kind.PAST_DATE, Kind.COMING_DATE):
            away = {"pain_began": -38, "scan_date": -9}.get(fact.id, 8 if fact.kind is Kind.COMING_DATE else -20)
            days[fact.id] = _unheard_of(today + timedelta(away), pages, days.values())
    score = next(fact for fact in CLINIC_RULES.facts if fact.kind is Kind.SCORE)
    rare = next(str(one) for one in SCORES if not marks_in(pages, {"": _score(score, str(one))}))
    return Marks("mark" + "".join(random.choices(string.ascii_lowercase, k=12)), days, rare)  # noqa: S311


def _unheard_of(day: date, pages: bytes, taken) -> date:
    while day in taken or marks_in(pages, {"": forms_of(day)}):
        day -= timedelta(1)
    return day


# ---- What is left behind


@dataclass
class Traces:
    """All that is searched, by its place: each a list of names with what stands there."""

    places: dict[str, list[tuple[str, bytes]]] = field(default_factory=dict)
    pages: list[bytes] = field(default_factory=list)
    routes: set[str] = field(default_factory=set)
    links: set[bytes] = field(default_factory=set)
    kept: dict[str, str] = field(default_factory=dict)

    def add(self, place: str, name: str, data: bytes | str) -> None:
        self.places.setdefault(place, []).append((name, data if isinstance(data, bytes) else data.encode()))

    def found(self, marks: Marks) -> dict[str, set[tuple[str, str]]]:
        """Where marks are: for each place the names and the marks."""
        found: dict[str, set[tuple[str, str]]] = {}
        for place, things in self.places.items():
            for name, data in things:
                hits = {(name, mark) for mark in marks.found_in(data, only_words=place in OF_OTHERS_TOO)}
                found |= {place: found.get(place, set()) | hits} if hits else {}
        return found


@dataclass(frozen=True)
class Answered:
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes


@dataclass
class Reader:
    """A visitor without a browser, who keeps what she is sent."""

    host: Proxy
    traces: Traces
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> Answered:
        """One request. What comes back is among the traces."""
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent = {"Cookie": cookie, "Referer": f"{HOME}/self-check/"}
        if body:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        with self.host.request(method, path, body, **{**sent, **headers}) as reply:
            answered = Answered(reply.status, reply.headers, reply.read())
        for one in reply.headers.get_all("Set-Cookie", ()):
            self.cookies |= {name: cookie.value for name, cookie in SimpleCookie(one).items()}
        self._keep(method, path, answered)
        return answered

    def _keep(self, method: str, path: str, reply: Answered) -> None:
        name, kind = f"{reply.status} {method} {path}", reply.headers.get("Content-Type", "")
        self.traces.routes.add(route_of(path))
        self.traces.add("addresses", name, f"{path} {reply.headers.get('Location', '')}")
        self.traces.add("headers", name, str(reply.headers))
        if "no-store" not in reply.headers.get("Cache-Control", ""):
            self.traces.add("what caches may keep", name, reply.body)
        if kind.startswith("application/pdf"):
            self.traces.add("PDFs' metadata", name, metadata(reply.body))
            text = "".join(page.extract_text() for page in PdfReader(BytesIO(reply.body)).pages)
            self.traces.pages.append(text.encode())
        elif kind.startswith("text/calendar"):
            self.traces.add("calendar files", name, reply.body)
        elif reply.status >= 400 and reply.status != 422:
            self.traces.add("pages of errors", name, reply.body)
        else:
            self.traces.pages.append(reply.body)

    def get(self, path: str, **headers: str) -> Answered:
        return self.ask("GET", path, b"", **headers)

    def post(self, path: str, fields: dict[str, Any], **headers: str) -> Answered:
        """Send a form, with the token that stands in any."""
        if not self.token:
            self.token = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', self.get(WHAT_MATTERS).body)[
                1
            ].decode()
        sent = {**fields, "csrfmiddlewaretoken": self.token}
        return self.ask("POST", path, urlencode(sent, doseq=True).encode(), **headers)


def metadata(made: bytes) -> bytes:
    """All that a PDF says of itself beside its pages."""
    pdf = PdfReader(BytesIO(made))
    root = pdf.root_object
    said = [
        str(pdf.metadata),
        str(pdf.trailer.get("/ID")),
        str({key: root[key] for key in root if key in SAYS_OF_ITSELF}),
    ]
    xmp = root.get("/Metadata")
    return "\n".join(said).encode() + (xmp.get_object().get_data() if xmp else b"")


SAYS_OF_ITSELF = ("/Lang", "/ViewerPreferences", "/PageLabels", "/Names", "/AF", "/OpenAction", "/URI")


# ---- The walks


def address(fact: Fact) -> str:
    return f"/self-check/{fact.slug}/"


def read_everything(reader: Reader, marks: Marks) -> None:
    """Every question wrong and right, every page that says what was answered, and every error."""
    wrong = dict.fromkeys(("answer", "month", "day", "year"), marks.typed)
    for fact in CLINIC_RULES.facts:
        assert reader.post(address(fact), wrong).status == 422
    assert (
        reader.post(WHAT_MATTERS, dict.fromkeys((one.id for one in CLINIC_RULES.priorities), marks.typed)).status == 422
    )
    assert reader.post(WHAT_MATTERS, dict.fromkeys((one.id for one in CLINIC_RULES.priorities), WEIGHT)).status == 303
    # As ever, so that there are days to remember; then marked; and marked where the answer decides what else is asked.
    for marked in (set(), {fact.id for fact in CLINIC_RULES.facts} - DECIDING, DECIDING):
        for fact in CLINIC_RULES.facts:
            if fact.id in marked or not marked:
                assert reader.post(address(fact), marks.fields(fact, fact.id in marked)).status == 303
        read_the_end(reader)
    break_everything(reader, marks)
    come_by_a_link(reader, marks)
    assert reader.post("/self-check/clear/", {}).status == 303
    reader.get("/self-check/cleared/")


def read_the_end(reader: Reader) -> None:
    beside = (
        BESIDE,
        f"{BESIDE}before-you-go-on/",
        f"{BESIDE}rdq/",
        "/self-check/how-it-decides/what-it-says/medicare/",
    )
    for path in ("/self-check/", SUMMARY, *beside, GUIDE, "/self-check/before-you-go-on/", WHAT_MATTERS):
        assert reader.get(path).status == 200
        reader.ask("HEAD", path)
    for query in ("", "?size=a4", "?print=large", "?print=large&size=a4"):
        assert reader.get(f"/self-check/guide.pdf{query}").headers["Content-Type"] == "application/pdf"
    for ticked in ({}, {"say_what": "yes"}):
        if b"last-days.ics" in reader.get(SUMMARY).body:
            assert reader.post("/self-check/last-days.ics", ticked).status == 200
    for path in ("/self-check/answers.fhir.json", f"{BESIDE}answers.fhir.json"):
        assert reader.get(path).status == 200


def break_everything(reader: Reader, marks: Marks) -> None:
    """Each error there is, with answers in the cookie and in the form."""
    cause = address(CLINIC_RULES.fact("cause"))
    said = urlencode({"answer": marks.of("cause"), "month": marks.typed, "scan_date": marks.days["scan_date"]}).encode()
    assert reader.post(cause, {f"{marks.word}{number}": marks.typed for number in range(200)}).status == 400
    assert reader.ask("POST", cause, said).status == 403
    assert reader.get("/self-check/nothing/").status == 404
    assert reader.ask("POST", "/self-check/nothing/", said).status == 404
    assert reader.ask("PUT", cause, said).status == 405
    assert reader.ask("POST", cause, said * 2_000).status == 413
    with suppress(http.client.RemoteDisconnected):  # nginx hangs up on it
        assert reader.get(SUMMARY, Host="other.example").status == 400
    for kind in (VIEW, PAGE_TOO):
        for reply in (
            reader.get(SUMMARY, **{BREAK: kind}),
            reader.post(cause, marks.fields(CLINIC_RULES.fact("cause")), **{BREAK: kind}),
        ):
            assert reply.status == 500
            assert b"Call 911" in reply.body


def make_link(reader: Reader, marks: Marks) -> str:
    """As staff: the path of a link with what a chart says."""
    chart = {
        one: marks.fields(CLINIC_RULES.fact(one), one not in DECIDING).get("answer") or str(marks.days[one])
        for one in CHART
    }
    made = reader.post(f"{STAFF}prefill/", chart)
    [link] = set(re.findall(rb'https://[^"\s<]+/p/[^"\s<]+', made.body))
    reader.traces.links.add(link.rstrip(b"/").rsplit(b"/", 1)[1])
    path: str = urlsplit(link.decode()).path
    return path


def come_by_a_link(reader: Reader, marks: Marks) -> None:
    """What staff fill in, and what becomes of it."""
    assert set(ChartForm(date.max).fields) == set(CHART)
    assert reader.post(f"{STAFF}prefill/", dict.fromkeys(CHART, marks.typed)).status == 422
    token, patient = make_link(reader, marks), Reader(reader.host, reader.traces)
    for path in (token, token.rstrip("/"), f"{token.rstrip('/')}x/"):
        assert patient.get(path).status == 200
    assert patient.get("/self-check/filled-in/").status == 405
    assert patient.post("/self-check/filled-in/", {"link": f"{token.rsplit('/', 2)[1]}x"}).status == 422
    assert patient.post("/self-check/filled-in/", {"link": token.rsplit("/", 2)[1]}).status == 303
    for fact in map(CLINIC_RULES.fact, CHART):
        assert patient.get(address(fact)).status == 200
        assert patient.post(address(fact), marks.fields(fact, fact.id not in DECIDING)).status == 303
    for path in ("/self-check/", "/p/nothing/", SUMMARY):
        assert patient.get(path).status == 200
    assert patient.get(f"{STAFF}interpreters.pdf").status == 404, "the sample has no such lines"
    assert patient.get("/self-check/clinic/sample/").status == 303
    assert patient.post("/self-check/leave-clinic/", {}).status == 303
    for path in (
        "",
        "pack/",
        "preview/",
        "what-we-do-not-collect/",
        "safety/",
        "email/neutral.html",
        "slips.pdf",
        "poster.pdf",
        "record-system/",
        "record-system.pdf",
        "handout.rtf",
        "qr.svg",
        "qr.png",
    ):
        reader.get(STAFF + path)


def browse_everything(page, marks: Marks, link: str) -> None:
    """The same in a browser, as far as one can get there by hand."""
    page.goto(f"{HOME}/self-check/")
    follow(page, page.get_by_role("link", name="Start the questions"))
    mistaken: set[Kind] = set()
    for fact in CLINIC_RULES.facts:
        page.goto(HOME + address(fact))
        if FULL or fact.kind not in mistaken:
            mistake(page, marks)
            mistaken.add(fact.kind)
        fill_in(page, fact, marks.fields(fact, fact.id not in DECIDING))
        go_on(page)
    page.goto(HOME + WHAT_MATTERS)
    for matter in CLINIC_RULES.priorities:
        page.locator(f'input[name="{matter.id}"][value="{WEIGHT}"]').evaluate("one => one.click()")
    follow(page, page.get_by_role("button", name="Save and go to the summary"))
    for path in (GUIDE, "/self-check/before-you-go-on/", "/self-check/nothing/", "/", "/risks/", SUMMARY):
        page.goto(HOME + path)
    for kind in (VIEW, PAGE_TOO):
        page.context.set_extra_http_headers({BREAK: kind})
        assert page.goto(HOME + SUMMARY).status == 500
        page.context.set_extra_http_headers({})
    page.goto(HOME + link)
    # She has answered all that it would fill in, and the page says so.
    page.wait_for_url(lambda url: urlsplit(url).path == "/self-check/filled-in/")
    page.goto(HOME + SUMMARY)
    page.go_back()
    page.go_forward()


def mistake(page, marks: Marks) -> None:
    """A date in words that are none, or nothing chosen."""
    for box in page.locator('main input[type="text"]').all():
        box.fill(marks.typed)
    go_on(page)
    assert "Error:" in page.title()


def fill_in(page, fact: Fact, fields: dict[str, str]) -> None:
    for name, value in fields.items():
        if name == "answer":
            page.locator(f'main input[name="answer"][value="{value}"]').evaluate("one => { one.checked = true }")
        else:
            page.locator(f'main input[name="{name}"]').fill(value)


def browse_on_a_leaking_server(page, marks: Marks) -> None:
    """One answer, which leaks into the address, the next page's referrer, the cache and a store."""
    cause = CLINIC_RULES.fact("cause")
    page.goto(HOME + address(cause))
    fill_in(page, cause, marks.fields(cause))
    go_on(page)
    assert marks.of("cause") in page.url
    follow(page, page.get_by_role("link", name="The self-check"))
    page.goto(HOME + SUMMARY)
    page.evaluate("mark => localStorage.setItem('kept', mark)", marks.of("store"))


# ---- What is searched


@pytest.fixture
def leave_traces(marks, static_root, tmp_path, browser_type, browser_type_launch_args):
    """Walk a site that was started for it, and gather all that is left of the walk."""
    begun, there_before = time.time(), set(TEMPORARY.iterdir())

    def walk(**leaks: str) -> Traces:
        traces = Traces()
        (tmp_path / "word").write_text(marks.word)
        for folder in ("of-server", "of-proxy", "of-browser"):
            (tmp_path / folder).mkdir()
        settings = {**BEHIND, "DJANGO_SETTINGS_MODULE": "settings_for_marks", "MARKS": str(tmp_path / "word")}
        with ExitStack() as stack:
            made = Watch(tmp_path / "of-server")
            server = stack.enter_context(
                serve(static_root, environment={**settings, **leaks, "TMPDIR": str(made.folder)})
            )
            host = stack.enter_context(proxy(tmp_path / "of-proxy", [server.port]))
            passed = Watch(tmp_path / "of-proxy")
            reader = Reader(host, traces)
            if leaks:
                walk_a_little(reader, marks)
            else:
                read_everything(reader, marks)
            browse(host, traces, marks, reader, leaks)
            for watch in (made, passed):
                for name, data in watch.made.items():
                    traces.add("temporary files", name, name.encode() + data)
            search_processes(server, traces)
            search_files(tmp_path, traces, begun, there_before)
            traces.add("the server's log", "log", server.log)
            traces.kept = host.kept
        return traces

    def browse(host: Proxy, traces: Traces, marks: Marks, reader: Reader, leaks: dict[str, str]) -> None:
        certificate = x509.load_pem_x509_certificate((host.folder / "fullchain.pem").read_bytes())
        key = certificate.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        ours = [
            f"--host-resolver-rules=MAP {HOST}:443 127.0.0.1:{host.port}",
            # A page whose certificate is merely overlooked is never kept in the cache.
            f"--ignore-certificate-errors-spki-list={b64encode(hashlib.sha256(key).digest()).decode()}",
            f"--log-net-log={tmp_path / 'of-browser' / 'net-log.json'}",
        ]
        launch = {**browser_type_launch_args, "args": [*browser_type_launch_args["args"], *ours]}
        context = browser_type.launch_persistent_context(tmp_path / "of-browser", **launch, reduced_motion="reduce")
        context.on("request", lambda request: note(traces, request))
        if leaks:
            browse_on_a_leaking_server(context.pages[0], marks)
        else:
            browse_everything(context.pages[0], marks, make_link(reader, marks))
        context.close()
        for name, data in files_below(tmp_path / "of-browser"):
            traces.add(
                "the browser's profile",
                name,
                data.replace(marks.typed_in_a_form, b"") if OF_A_REFUSED_FORM in name else data,
            )

    return walk


TEMPORARY = Path(tempfile.gettempdir())


def note(traces: Traces, request) -> None:
    traces.add("addresses", f"browser: {request.url}", request.url)
    traces.add("referrers", f"browser: {request.url}", request.headers.get("referer", ""))


def walk_a_little(reader: Reader, marks: Marks) -> None:
    for fact in ("cause", "pain_began", "scan_date", "pain_score"):
        reader.post(address(CLINIC_RULES.fact(fact)), marks.fields(CLINIC_RULES.fact(fact)))
    reader.post(address(CLINIC_RULES.fact("scan")), {"answer": "mri"})
    for path in (SUMMARY, "/self-check/guide.pdf", "/self-check/nothing/"):
        reader.get(path)
    reader.post("/self-check/last-days.ics", {})


def search_processes(server: Server, traces: Traces) -> None:
    """What the system tells of the server's processes: how they were started, and the files that they hold open."""
    for process in (server.process.pid, *server.serving, *server.workers):
        for name in ("environ", "cmdline"):
            traces.add(
                "environment and command line", f"{process} {name}", Path(f"/proc/{process}/{name}").read_bytes()
            )
        for link in Path(f"/proc/{process}/fd").iterdir():
            with suppress(OSError):
                if link.is_file() and link.readlink() != server.log_file:
                    traces.add("open files", str(link.readlink()), link.read_bytes())


def search_files(folder: Path, traces: Traces, begun: float, there_before: set[Path]) -> None:
    """Every file that is new since then, wherever the server or the proxy could have written it."""
    for name, data in files_below(folder / "of-proxy"):
        traces.add("the proxy's files", name, data)
    for name, data in files_below(folder / "of-server"):
        traces.add("temporary files", name, data)
    for place in ROOT.iterdir():
        if place.name not in (".venv", ".git"):
            for name, data in files_below(place, begun):
                traces.add("the working folder", name, data)
    for place in set(TEMPORARY.iterdir()) - there_before:
        if not folder.is_relative_to(place):
            for name, data in files_below(place, begun):
                traces.add("other temporary files", name, data)


# ---- The promise

# Python makes and removes such a file to see whether it may write into a folder.
PROBE = re.compile(r"[a-z0-9_]{8}")
# A tab's history, for a browser that is to open again where it was: what was sent with a form that was refused stands
# there for the moment until static/js/forget_form.js takes it out, and so may get into this file.
OF_A_REFUSED_FORM = "/Sessions/Session_"


def test_no_mark_is_left_anywhere(marks, leave_traces):
    traces = leave_traces()
    hers = {route for route in routes() if HERS.match(route) and f"/{route}" not in PUBLIC}
    assert hers <= traces.routes, "The walk misses an address: add it."
    pages = b"".join(traces.pages)
    shown = marks.found_in(pages) | marks_in(pages, {"weight": {b"much more than"}})
    assert {fact.id for fact in CLINIC_RULES.facts} | {"typed", "weight"} <= shown, (
        "A mark was never shown: no walk to speak of."
    )
    assert traces.found(marks) == {}
    for place in ("the server's log", "the proxy's files"):
        assert not any(link in data for _, data in traces.places[place] for link in traces.links)
    assert traces.kept
    assert {address for address in traces.kept.values() if not address.startswith("/static/")} <= {*PUBLIC, *FOR_ALL}
    made = [Path(name).name for name, _ in traces.places.get("temporary files", ())]
    left = [name for name in made if not PROBE.fullmatch(name) and Path(name).stem not in traces.kept]
    assert left == []


# Others write there too: only a word tells hers from theirs.
OF_OTHERS_TOO = ("other temporary files", "the working folder")
PLACES = {
    *(
        "addresses",
        "referrers",
        "headers",
        "what caches may keep",
        "pages of errors",
        "PDFs' metadata",
        "calendar files",
    ),
    *("the server's log", "the proxy's files", "temporary files", "environment and command line", "open files"),
    *("the working folder", "other temporary files", "the browser's profile"),
}


def test_a_file_is_noticed_however_short_it_lives(tmp_path):
    watch = Watch(tmp_path)
    with tempfile.NamedTemporaryFile(dir=tmp_path) as file:
        pass
    end = time.monotonic() + 20
    while file.name not in watch.made:
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.mark.full  # shows that the test above sees what it looks for
def test_a_leak_is_found_in_every_place_that_is_searched(marks, leave_traces):
    (ROOT / ".cache").mkdir(exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=ROOT / ".cache") as left_behind:
        left_behind.write(gzip.compress(marks.of("scan").encode()))
        left_behind.flush()
        found = leave_traces(LEAKS=marks.of("environment")).found(marks)
    assert set(found) == PLACES
