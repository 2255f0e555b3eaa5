"""Visitors as the server sees them: each goes through the whole self-check by itself and checks what it is shown."""

import gzip
import html
import http.client
import random
import re
import ssl
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

from patients import DATES, MANY, NEVER_EMPTY, NEVER_UNSURE, VALUES, Given, edition
from served import PAGES, fields

from screener.engine.facts import Answer, Fact
from screener.engine.rule_set import RuleSet
from screener.rule_sets.clinic import CLINIC_RULES

START, SUMMARY, GUIDE, PDF = "/self-check/", "/self-check/summary/", "/self-check/guide/", "/self-check/guide.pdf"
FIRST_QUESTION = f"{START}{CLINIC_RULES.facts[0].slug}/"
PAUSE = "/self-check/before-you-go-on/"
PATIENCE_SECONDS = 180
# When a server is too busy for a PDF. It asks people to come back after a minute; these do nothing else meanwhile.
LONGEST_WAIT = 2
A_MOMENT = 0.1
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
ROW = re.compile(r"<div><dt>(.*?)</dt><dd>(.*?)</dd>")
GO_ON = re.compile(r'<a class="button" href="([^"]+)">Go on')
STYLE = re.compile(r'<link rel="stylesheet" href="([^"]+)"')


class RefusedError(Exception):
    """A request that was not answered, or answered with an error of the server's."""


@dataclass(frozen=True)
class Reply:
    """An answer of the server's."""

    status: int
    headers: http.client.HTTPMessage
    packed: bytes

    @property
    def body(self) -> bytes:
        return gzip.decompress(self.packed) if self.headers["Content-Encoding"] == "gzip" else self.packed

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Visitor:
    """One person with a browser, which keeps cookies and a connection.

    `trust` is for https, and `host` is whom they believe they talk to; `secure` ones speak as the proxy does. `tries`
    is how often they make a request until it is answered, `reads` for how many seconds they read a page, `rule_sets`
    the self-checks that they may be asked.
    """

    url: str
    number: int = 0
    trust: ssl.SSLContext | None = None
    host: str = ""
    secure: bool = False
    tries: int = 1
    reads: Callable[[], float] = lambda: 0
    rule_sets: tuple[RuleSet, ...] = (CLINIC_RULES,)
    takes_pdf: bool = True
    plan: dict[str, Answer] = field(default_factory=dict)
    given: dict[str, Answer] = field(default_factory=dict)
    ever_asked: set[str] = field(default_factory=set)
    cookies: dict[str, str] = field(default_factory=dict)
    walks: int = 0
    refused: list[str] = field(default_factory=list)
    reconnected: list[str] = field(default_factory=list)
    waited: int = 0
    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        place = urlsplit(self.url).netloc
        self.host = self.host or place
        self._connection = (
            http.client.HTTPSConnection(place, timeout=PATIENCE_SECONDS, context=self.trust)
            if self.trust
            else http.client.HTTPConnection(place, timeout=PATIENCE_SECONDS)
        )

    @property
    def requests(self) -> int:
        return sum(map(len, self.seconds.values()))

    # ---- What a browser does

    def get(self, path: str, kind: str = "page") -> Reply:
        time.sleep(self.reads())
        return self._ask("GET", path, b"", kind)

    def post(self, path: str, sent: Given, shown: Reply) -> Reply:
        token = TOKEN.search(shown.text)
        assert token, f"{path} shows no form"
        body = urlencode({**sent, "csrfmiddlewaretoken": token[1]}, doseq=True).encode()
        time.sleep(self.reads())
        return self._ask("POST", path, body, "answer")

    def _ask(self, method: str, path: str, body: bytes, kind: str) -> Reply:
        for left in reversed(range(self.tries)):
            try:
                return self._answered(method, path, body, kind)
            except RefusedError as problem:
                self.refused.append(f"{method} {path}: {problem}")
                if not left:
                    raise
        raise AssertionError("whoever asks tries once at least")

    def _answered(self, method: str, path: str, body: bytes, kind: str) -> Reply:
        end = time.monotonic() + PATIENCE_SECONDS
        while True:
            begun = time.perf_counter()
            reply = self.exchange(method, path, body)
            self.seconds[kind].append(time.perf_counter() - begun)
            later = _later(reply)
            if not later or time.monotonic() > end:
                break
            self.waited += 1
            time.sleep(later)
        if reply.status >= 500:
            raise RefusedError(str(reply.status))
        for line in reply.headers.get_all("Set-Cookie", ()):
            self.cookies |= {name: cookie.value for name, cookie in SimpleCookie(line).items()}
        return reply

    def exchange(self, method: str, path: str, body: bytes = b"") -> Reply:
        """One request and its answer. A kept connection that was closed in the meantime is made anew, as browsers do.

        Raises RefusedError if there is no answer.
        """
        kept = self._connection.sock is not None
        try:
            return self._send(method, path, body)
        except (OSError, http.client.HTTPException) as problem:
            self._connection.close()
            if not kept:
                raise RefusedError(type(problem).__name__) from None
            self.reconnected.append(f"{method} {path}: {problem!r}")
        return self.exchange(method, path, body)

    def _send(self, method: str, path: str, body: bytes) -> Reply:
        headers = {"Host": self.host, "Accept-Encoding": "gzip, deflate"}
        if path.startswith(START):
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if self.secure:
            headers["X-Forwarded-Proto"] = "https"
        if method == "POST":
            headers["Origin"] = f"{'https' if self.trust or self.secure else 'http'}://{self.host}"
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request(method, path, body or None, headers)
        reply = self._connection.getresponse()
        try:
            return Reply(reply.status, reply.headers, reply.read())
        except http.client.IncompleteRead as broken_off:
            # Browsers follow a redirect once its head is there. A server that is killed behind that sends no more.
            if "Location" not in reply.headers:
                raise
            self._connection.close()
            return Reply(reply.status, reply.headers, broken_off.partial)

    def close(self) -> None:
        self._connection.close()

    # ---- What a person does

    def walk(self) -> None:
        """The whole self-check with answers of their own, and the guide on paper."""
        self.begin()
        where = self.answer(FIRST_QUESTION)
        assert where == SUMMARY, where
        self.end()

    def begin(self) -> None:
        """Look around, with nothing answered."""
        self.cookies, self.given = {}, {}
        self.plan = answers_of(random.Random(f"{self.number} {self.walks}"))  # noqa: S311 - the same in every run
        shown = self.get(PAGES[(self.number + self.walks) % len(PAGES)])
        assert shown.status == 200, shown.status
        assert self.get(STYLE.findall(shown.text)[0], "static").status == 200
        assert self.get(START, "question").status == 200

    def answer(self, where: str, most: int = 99) -> str:
        """Answer the questions from this one on, at most so many. Returns where the last answer led."""
        for _ in range(most):
            if where == PAUSE:
                where = GO_ON.findall(self.get(where, "question").text)[0]
            fact = self.fact_at(where)
            if fact is None:
                break
            shown = self.get(where, "question")
            assert shown.status == 200, (where, shown.status)
            where = self.give(where, fact, shown)
        return where

    def give(self, where: str, fact: Fact, shown: Reply) -> str:
        """Answer the question that is shown. Returns where that led."""
        answer = self.plan.get(fact.id, fact.options[0].value if fact.options else "unsure")
        taken = self.post(where, fields(fact.id, answer) if fact.id in VALUES else {"answer": answer}, shown)
        assert taken.status == 303, (where, taken.status)
        self.given[fact.id] = tuple(answer) if isinstance(answer, list) else answer
        self.ever_asked.add(fact.id)
        return taken.headers["Location"]

    def fact_at(self, where: str) -> Fact | None:
        """What is asked at an address."""
        facts = [fact for rule_set in self.rule_sets for fact in rule_set.facts]
        return next((fact for fact in facts if f"{START}{fact.slug}/" == where), None)

    def end(self) -> None:
        """Read the summary, which has every answer, and take it along."""
        self.check(self.get(SUMMARY, "summary"))
        assert "Guide for the visit" in self.get(GUIDE, "guide").text
        if self.takes_pdf:
            made = self.get(PDF, "PDF")
            assert made.body.startswith(b"%PDF"), made.status
        self.walks += 1

    def check(self, shown: Reply) -> None:
        """Every answer that was given stands there, and no other."""
        assert shown.status == 200, shown.status
        rows = [tuple(map(html.unescape, row)) for row in ROW.findall(shown.text)]
        expected = [self._rows(rule_set) for rule_set in self.rule_sets]
        assert rows in expected, f"given {expected}, shown {rows}"

    def _rows(self, rule_set: RuleSet) -> list[tuple[str, str]]:
        known = [fact for fact in rule_set.facts if fact.id in self.given]
        someone_else = any(fact.id == "for_whom" and self.given[fact.id] == "someone_else" for fact in known)
        return [(fact.label, edition().say(fact, self.given[fact.id], someone_else)) for fact in known]


def _later(reply: Reply) -> float:
    """In how many seconds to ask again, if the server is too busy; else 0."""
    if reply.status == 503 and "Retry-After" in reply.headers:
        return min(float(reply.headers["Retry-After"]), LONGEST_WAIT)
    return 0


def answers_of(chance: random.Random) -> dict[str, Answer]:
    """Answers that lead through to the end, whichever they are."""
    today = date.today()
    given = {fact: chance.choice([*values, *_unsure(fact)]) for fact, values in VALUES.items() if fact not in DATES}
    for fact in MANY:
        given[fact] = chance.sample(VALUES[fact], chance.randint(fact in NEVER_EMPTY, 2))
    for fact in ("pain_began", "scan_date"):
        given[fact] = str(today - timedelta(days=chance.randrange(2, 90)))
    given["procedure_date"] = chance.choice(["unsure", str(today + timedelta(days=chance.randrange(2, 60)))])
    return {**given, "urgent_signs": [], "adult": "yes", "told_fracture": "yes"}


def _unsure(fact: str) -> list[str]:
    return [] if fact in NEVER_UNSURE else ["unsure"]


class Crowd:
    """Visitors who walk at the same time."""

    def __init__(self, visitors: list[Visitor]) -> None:
        self.visitors = visitors
        self.problems: list[BaseException] = []
        self._going_home = threading.Event()

    def wait(self, until: Callable[[], bool]) -> None:
        """Until it is so. Raises what went wrong for one of them, or TimeoutError."""
        end = time.monotonic() + PATIENCE_SECONDS
        while not until():
            if self.problems:
                raise self.problems[0]
            if time.monotonic() > end:
                raise TimeoutError("a visitor got stuck")
            time.sleep(0.01)

    def wait_for_walks(self, more: int = 1) -> None:
        """Until each of them has come to the end of so many more walks."""
        before = {id(one): one.walks for one in self.visitors}
        self.wait(lambda: all(one.walks >= before[id(one)] + more for one in self.visitors))

    def wait_until_amid(self) -> None:
        """Until most of them have given some answers of a walk: all of them hardly ever have at the same moment."""
        self.wait(lambda: 2 * sum(len(one.given) > 3 for one in self.visitors) > len(self.visitors))

    def go_home(self) -> None:
        """Nobody begins another walk."""
        self._going_home.set()

    def keep_walking(self, visitor: Visitor) -> None:
        try:
            visitor.walk()
            while not self._going_home.is_set():
                visitor.walk()
        except BaseException as problem:
            self.problems.append(problem)
        finally:
            visitor.close()


@contextmanager
def crowd(visitors: Iterable[Visitor]) -> Iterator[Crowd]:
    """Visitors who walk again and again, and come to the end of their walk when this ends.

    Raises what went wrong for one of them.
    """
    ours = Crowd([*visitors])
    threads = [threading.Thread(target=ours.keep_walking, args=(one,), daemon=True) for one in ours.visitors]
    for thread in threads:
        thread.start()
    try:
        yield ours
    finally:
        ours.go_home()
        for thread in threads:
            thread.join(PATIENCE_SECONDS)
    assert not any(thread.is_alive() for thread in threads), "a visitor got stuck"
    if ours.problems:
        raise ours.problems[0]


def refused(visitors: Iterable[Visitor]) -> list[str]:
    """What visitors were refused, once for each try."""
    return [problem for one in visitors for problem in one.refused]


def reconnected(visitors: Iterable[Visitor]) -> list[str]:
    """Where a connection that was kept had to be made anew, and why."""
    return [problem for one in visitors for problem in one.reconnected]
