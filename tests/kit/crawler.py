"""A visitor who means no good: walks the site as it links itself, and changes what it sends in every way it knows."""

import gzip
import json
import re
import string
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from random import Random
from typing import Any
from urllib.parse import quote, unquote_to_bytes, urlencode, urlsplit

from django.urls import Resolver404, get_resolver, resolve
from django.urls.resolvers import URLResolver
from hostile import (
    BOUNDARIES,
    CHARSETS,
    FORM,
    HEADERS,
    HOSTILE,
    JSON_VALUES,
    METHODS,
    MULTIPART,
    PARAMETERS,
    QUERIES,
    SEGMENTS,
    TYPES,
)
from patients import CASES, FITS
from sent import HOST, Got, Sent, ask, one_byte_each, sealed_answers, sealed_link

FAR = 99_999_999_999
LARGEST = 2_000_000
# Drawing a PDF takes ten times as long as a page: the crawler asks for few.
PDF_SHARE = 0.02


# ---- What a page leads to


@dataclass(frozen=True)
class Form:
    """A form with what a browser could send of it: each field with its values."""

    action: str
    fields: dict[str, list[str]] = field(default_factory=dict)


class Page(HTMLParser):
    """The addresses and the forms of a page of ours."""

    def __init__(self, address: str, html: str) -> None:
        super().__init__()
        self.address = address
        self.links: set[str] = set()
        self.forms: list[Form] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        for link in (given.get("href", ""), given.get("src", "")):
            if link.startswith(f"http://{HOST}/"):
                link = link.removeprefix(f"http://{HOST}")
            if link.startswith(("/", "?")) and not link.startswith("//"):
                self.links.add(link if link.startswith("/") else self.address + link)
        if tag == "form":
            self.forms.append(Form(given.get("action") or self.address))
        if tag in ("input", "button", "textarea") and self.forms and "name" in given:
            self.forms[-1].fields.setdefault(given["name"], []).append(given.get("value", ""))


def routes() -> dict[str, str]:
    """Every address pattern of the site, and an example where it has no part to fill in."""

    def walk(resolver: URLResolver, before: str) -> Iterator[str]:
        for one in resolver.url_patterns:
            if isinstance(one, URLResolver):
                yield from walk(one, before + str(one.pattern))
            else:
                yield before + str(one.pattern)

    return {route: "" if "<" in route else f"/{route}" for route in walk(get_resolver(), "")}


def route_of(target: str) -> str:
    """The address pattern that an address belongs to."""
    try:
        return resolve(unquote_to_bytes(urlsplit(target).path).decode(errors="replace")).route
    except (Resolver404, ValueError):
        return "static" if target.startswith("/static/") else "none"


# ---- What a cookie of ours may hold

KEPT = {
    "until": FAR,
    "started_over": False,
    "answers": FITS,
    "matters": {"risk": 5, "help": 0},
    "way": "ask",
    "clinic": "sample",
    "filled_in": {"scan": "mri", "scan_date": "2026-11-10"},
}
LINK = {"u": FAR, "c": "sample", "a": {"pain_began": "2026-10-10", "scan": "mri", "scan_date": "2026-11-10"}}


def hostile(random: Random) -> str:
    """A value that makes no sense."""
    if random.random() < 0.8:
        return random.choice(HOSTILE)
    kinds = (string.printable, "\u0000\ud800\udfff\u200b\u202e\ufffe٣é😀", "%;,=&\"'\\/+.:-_()<>[]{}@?#*!~^$ \t0189az")
    return "".join(random.choices(random.choice(kinds), k=random.choice((1, 3, 12, 60, 400))))


def hostile_json(random: Random, kept: Any) -> str | bytes:
    """What a cookie holds, changed at any depth, or its text broken."""
    changed = _changed(random, json.loads(json.dumps(kept)))
    text = json.dumps(changed, ensure_ascii=random.random() < 0.5)
    if random.random() < 0.35:
        text = random.choice(TEXT_CHANGES)(random, text)
    if random.random() < 0.1:
        return text.encode(random.choice(("utf-16", "utf-32", "utf-8-sig", "utf-16-be")), "surrogatepass")
    return text


def _nested(random: Random) -> Any:
    opened: Any = random.choice(([], {}, "mri"))
    for _ in range(random.choice((5, 60, 180, random.randrange(100, 300)))):
        opened = [opened] if random.random() < 0.7 else {"a": opened}
    return opened


def _hostile_value(random: Random) -> Any:
    return random.choice([*JSON_VALUES, _nested(random), hostile(random)])


def _changed(random: Random, node: Any) -> Any:
    if random.random() < 0.15 or not isinstance(node, dict):
        return _hostile_value(random) if random.random() < 0.8 else node
    for key in random.sample(list(node), k=min(len(node), random.choice((0, 1, 1, 2)))):
        if random.random() < 0.2:
            del node[key]
        else:
            node[key] = _changed(random, node[key])
    if random.random() < 0.2:
        node[hostile(random)] = _hostile_value(random)
    if random.random() < 0.1:
        node.update(random.choice(list(CASES.values()))["answers"])
    return node


def _deep(random: Random, text: str) -> str:
    """Nested to somewhere around the depth at which Python gives up."""
    depth = random.choice((random.randrange(600, 1_100), 5_000))
    opened, closed = random.choice((("[", "]"), ('{"a":', "}")))
    place = random.choice(re.findall(r'"\w+": ', text) or [""])
    deep = opened * depth + "1" + closed * depth
    return re.sub(re.escape(place) + r'("[^"]*"|[^,{}\[\]]*)', lambda _: place + deep, text, count=1) if place else deep


TEXT_CHANGES: list[Callable[[Random, str], str]] = [
    _deep,
    lambda random, text: text[: random.randrange(len(text) + 1)],
    lambda random, text: text.replace(random.choice(text or " "), hostile(random)),
    lambda random, text: text.replace("{", '{"answers": {}, "until": 1e400, "a": 1, ', 1),
    lambda random, text: re.sub(r"\d+", lambda _: "9" * 5_000, text, count=1),
    lambda random, text: re.sub(r'"\w+"', '"\\\\ud800"', text, count=random.randrange(1, 4)),
    lambda random, text: text + text,
    lambda random, text: hostile(random),
]


# ---- One request in the making


@dataclass
class Draft:
    """A request that is being made: its parts, before they are put together."""

    method: str
    path: str
    query: str = ""
    headers: list[tuple[str, str]] = field(default_factory=list)
    cookies: list[tuple[str, str]] = field(default_factory=list)
    fields: list[tuple[str, str]] = field(default_factory=list)
    content_type: str = FORM
    body: bytes | None = None
    host: str = HOST

    def finished(self) -> Sent:
        body = self.body
        if body is None and self.method == "POST":
            pairs = [(one_byte_each(name), one_byte_each(value)) for name, value in self.fields]
            body = (
                in_parts(pairs)
                if self.content_type.startswith("multipart")
                else urlencode(pairs, encoding="latin-1").encode()
            )
        body = body and body[:LARGEST]
        headers = [("Host", self.host)]
        if self.cookies:
            headers.append(("Cookie", "; ".join(f"{name}={value}" for name, value in self.cookies)))
        if body is not None:
            headers.append(("Content-Type", self.content_type))
        changed = {name.lower() for name, _ in self.headers}
        headers = [one for one in headers if one[0].lower() not in changed] + self.headers
        if body is not None and not changed & {"content-length", "transfer-encoding"}:
            headers.append(("Content-Length", str(len(body))))
        target = self.path + (f"?{self.query}" if self.query else "")
        return Sent(
            self.method,
            one_byte_each(target),
            tuple((name, one_byte_each(value)) for name, value in headers),
            body or b"",
        )


def in_parts(pairs: list[tuple[str, str]]) -> bytes:
    """Fields as multipart."""
    parts = [f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in pairs]
    return ("".join(parts) + "--x--\r\n").encode("latin-1")


Change = Callable[[Random, Draft], None]


def drop_field(random: Random, draft: Draft) -> None:
    if draft.fields:
        draft.fields.pop(random.randrange(len(draft.fields)))


def repeat_field(random: Random, draft: Draft) -> None:
    if draft.fields:
        draft.fields += [random.choice(draft.fields)] * random.choice((1, 1, 1, 2, 2, 95, 101, 101, 10_000))


def change_value(random: Random, draft: Draft) -> None:
    if draft.fields:
        place = random.randrange(len(draft.fields))
        draft.fields[place] = (draft.fields[place][0], hostile(random))


def change_name(random: Random, draft: Draft) -> None:
    if draft.fields:
        place = random.randrange(len(draft.fields))
        name, value = draft.fields[place]
        draft.fields[place] = (
            random.choice((name + "[]", name + "\x00", name.upper(), name + "-0", hostile(random))),
            value,
        )


def add_fields(random: Random, draft: Draft) -> None:
    known = random.choice(
        ("answer", "month", "day", "year", "unsure", "skip", "say_what", "pages", "scan", "move", hostile(random))
    )
    draft.fields += [(known, hostile(random))] * random.choice((1, 2, 120))


def large_field(random: Random, draft: Draft) -> None:
    draft.fields.append(
        (
            "answer",
            random.choice(("A", "%", "\x00", "é", "9")) * random.choice((60_000, 60_000, 70_000, 70_000, 1_000_000)),
        )
    )


def other_type(random: Random, draft: Draft) -> None:
    kind = random.choice(TYPES)
    parameter = random.choice(PARAMETERS).format(random.choice(CHARSETS))
    draft.content_type = f"{kind}; {parameter}" if random.random() < 0.7 else kind
    if random.random() < 0.3:
        draft.headers.append(("Content-Type", draft.content_type))


def other_boundary(random: Random, draft: Draft) -> None:
    draft.content_type = "multipart/form-data; boundary=" + random.choice(BOUNDARIES)


def hostile_parts(random: Random, draft: Draft) -> None:
    """Multipart that no browser makes."""
    draft.content_type = random.choice(
        (MULTIPART, MULTIPART, "multipart/form-data; boundary=x; charset=" + random.choice(CHARSETS))
    )
    token = [(name, one_byte_each(value)) for name, value in draft.fields if name.startswith("csrf")]
    start = in_parts(token)[:-7] if token else b""
    value = one_byte_each(hostile(random))
    charset = random.choice(CHARSETS)
    heads = [
        f'Content-Disposition: form-data; name="answer"; filename="{value}"',
        f"Content-Disposition: form-data; name*={charset}''%41",
        f"Content-Disposition: form-data; name=answer; filename*={charset}''%41",
        f'Content-Disposition: form-data; name="answer"\r\nContent-Type: text/plain; charset={charset}',
        'Content-Disposition: form-data; name="answer"\r\nContent-Transfer-Encoding: base64',
        'Content-Disposition: form-data; name="answer"; filename="a"\r\nContent-Transfer-Encoding: base64',
        'Content-Disposition: form-data; name="answer"\r\nContent-Transfer-Encoding: ' + value,
        "Content-Disposition: form-data",
        "Content-Disposition: attachment; filename=x",
        f"Content-Disposition: {value}",
        "",
        ":",
        "X: y\r\n" * random.choice((1, 1, 900, 9_000)),
        'Content-Disposition: form-data; name="answer"\r\nContent-Length: '
        + random.choice(("-1", "9" * 5_000, "x", "²")),
        'Content-Type: multipart/mixed; boundary=y\r\n\r\n--y\r\nContent-Disposition: form-data; name="answer"',
        f'Content-Disposition: form-data; name="{value}"',
        'Content-Disposition: form-data; name="' + "a" * random.choice((1_000, 60_000)) + '"',
    ]
    parts = "".join(
        f"--x\r\n{random.choice(heads)}\r\n\r\n{value}\r\n"
        for _ in range(random.choice((1, 1, 1, 1, 3, 3, 3, 110, 110, 10_000)))
    )
    end = random.choice(("--x--\r\n", "--x--", "", "--x\r\n", "--", "\r\n--x--\r\n--x--\r\n"))
    draft.body = start + (parts + end).encode("latin-1", "replace")
    draft.body = draft.body[: random.choice((len(draft.body), len(draft.body), 60_000))]


def other_body(random: Random, draft: Draft) -> None:
    plain = urlencode(
        [(one_byte_each(name), one_byte_each(value)) for name, value in draft.fields], encoding="latin-1"
    ).encode()
    bodies: list[Callable[[], bytes]] = [
        lambda: random.randbytes(random.choice((1, 10, 1_000, 60_000))),
        lambda: gzip.compress(plain),
        lambda: gzip.compress(b"\0" * 1_000_000),
        lambda: b64encode(plain),
        lambda: b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>',
        lambda: json.dumps(dict(draft.fields)).encode(),
        lambda: b"[" * 50_000,
        lambda: plain[: random.randrange(len(plain) + 1)],
        lambda: plain.replace(b"%", b"%%"),
        lambda: plain.replace(b"&", random.choice((b";", b"&&", b"&=", b"\r\n"))),
        lambda: plain + b"&" + b"&".join(b"f%d=x" % number for number in range(10_000)),
        lambda: plain + b"&" * random.choice((200, 60_000)),
        lambda: plain.decode("latin-1").encode(random.choice(("utf-16", "utf-32"))),
        lambda: b"",
        lambda: b"x",
    ]
    draft.body = random.choice(bodies)()
    if random.random() < 0.4:
        other_type(random, draft)


def change_token(random: Random, draft: Draft) -> None:
    draft.fields = [one for one in draft.fields if not one[0].startswith("csrf")]
    if random.random() < 0.5:
        draft.fields.append(("csrfmiddlewaretoken", hostile(random)))
    else:
        draft.headers.append(("X-CSRFToken", hostile(random)))


def change_cookie(random: Random, draft: Draft) -> None:
    if not draft.cookies:
        draft.cookies.append((random.choice(("answers", "form")), hostile(random)))
        return
    place = random.randrange(len(draft.cookies))
    name, value = draft.cookies[place]
    at = random.randrange(len(value) + 1)
    sign = random.choice(string.printable[:94] + "\xff\u0663")
    draft.cookies[place] = (
        name,
        random.choice(
            (
                value[:at],
                value[at:],
                value[:at] + sign + value[at + 1 :],
                f'"{value}"',
                value * 3,
                hostile(random),
                quote(value.encode("utf-8", "surrogatepass")),
            )
        ),
    )


def swap_cookies(random: Random, draft: Draft) -> None:
    names = [*(name for name, _ in draft.cookies), "answers", "form", "sessionid", "Answers", "__Host-answers"]
    draft.cookies = [(random.choice(names), value) for _, value in draft.cookies]


def more_cookies(random: Random, draft: Draft) -> None:
    more = [
        (random.choice(("answers", "form", "link", hostile(random))), hostile(random))
        for _ in range(random.choice((1, 3, 60)))
    ]
    draft.cookies = more + draft.cookies if random.random() < 0.5 else draft.cookies + more


def seal_answers(random: Random, draft: Draft) -> None:
    kept = [one for one in draft.cookies if one[0] != "answers"]
    draft.cookies = [*kept, ("answers", sealed_answers(hostile_json(random, KEPT)))]


def seal_link(random: Random, draft: Draft) -> None:
    token = sealed_link(hostile_json(random, LINK))
    if random.random() < 0.5:
        draft.method, draft.path, draft.query = (
            "GET",
            f"/p/{token.rstrip('=')}{random.choice(('', '/', '%00', '//', '=='))}",
            "",
        )
    else:
        draft.method, draft.path, draft.fields = "POST", "/self-check/filled-in/", [("link", token.rstrip("="))]


def add_header(random: Random, draft: Draft) -> None:
    for _ in range(random.choice((1, 1, 2, 5))):
        name = random.choice(list(HEADERS))
        draft.headers.append((name, random.choice(HEADERS[name]) if random.random() < 0.85 else hostile(random)))


def type_without_body(random: Random, draft: Draft) -> None:
    draft.headers.append(
        ("Content-Type", f"{random.choice(TYPES)}; {random.choice(PARAMETERS).format(random.choice(CHARSETS))}")
    )


def change_method(random: Random, draft: Draft) -> None:
    draft.method = random.choice(METHODS)


def change_path(random: Random, draft: Draft) -> None:
    segments = draft.path.split("/")
    place = random.randrange(1, len(segments) + 1)
    paths: list[Callable[[], str]] = [
        lambda: "/".join([*segments[:place], random.choice(SEGMENTS), *segments[place:]]),
        lambda: "/".join([*segments[: place - 1], random.choice(SEGMENTS), *segments[place:]]),
        lambda: "/" + quote(hostile(random).encode("utf-8", "surrogatepass"))[:7_000],
        lambda: draft.path.rstrip("/"),
        lambda: draft.path + "/",
        lambda: draft.path.replace("/", "//"),
        lambda: "/" + draft.path,
        lambda: "".join(
            f"%{ord(sign):02x}" if sign.isalpha() and random.random() < 0.5 else sign for sign in draft.path
        ),
        lambda: draft.path.swapcase(),
        lambda: draft.path + random.choice(SEGMENTS),
        lambda: draft.path[: random.randrange(1, len(draft.path) + 1)],
        lambda: "/" + "/".join(random.choices(SEGMENTS, k=5)),
        lambda: "/" + "%2e%2e/" * 500,
    ]
    draft.path = random.choice(paths)()
    draft.path = draft.path if draft.path.startswith("/") else f"/{draft.path}"


def change_query(random: Random, draft: Draft) -> None:
    draft.query = random.choice(
        (random.choice(QUERIES), quote(hostile(random).encode("utf-8", "surrogatepass"))[:6_000])
    )


# fmt: off
# What stands here twice is done twice as often.
OF_FORMS: list[Change] = [
    drop_field, repeat_field, change_value, change_value, change_value, change_name, add_fields, large_field,
    other_type, other_boundary, hostile_parts, hostile_parts, other_body, change_token,
]
OF_ALL: list[Change] = [
    change_cookie, swap_cookies, more_cookies, seal_answers, seal_answers, seal_answers, seal_link, add_header,
    add_header, add_header, type_without_body, change_method, change_path, change_path, change_query,
]
# fmt: on


# ---- The walk


class Crawler:
    """Finds what the site links to, then sends it changed. The same seed sends the same, as long as the site is."""

    def __init__(self, seed: int, ask: Callable[[Sent], Got] = ask) -> None:
        self.random = Random(seed)  # noqa: S311
        self.ask = ask
        self.cookies = {"answers": sealed_answers(json.dumps(KEPT))}
        self.found: dict[str, list[str]] = {}
        self.forms: list[Form] = []
        self.statuses: dict[int, int] = {}

    def explore(self, starts: list[str], most: int = 2_000) -> None:
        """Every page that these lead to, as a browser would see it."""
        seen, waiting = set(starts), list(starts)
        while waiting and len(seen) < most:
            target = waiting.pop()
            got = self.send(self._plain(target).finished())
            self.found.setdefault(route_of(target), []).append(target)
            for link in self._links(target, got):
                link = link.partition("#")[0]
                if link not in seen:
                    seen.add(link)
                    waiting.append(link)

    def _links(self, target: str, got: Got) -> list[str]:
        if got.status in (301, 302, 303):
            return [urlsplit(got.header("location")).path]
        if not got.header("content-type").startswith("text/html"):
            return []
        page = Page(target, got.body.decode())
        known = {(form.action, *form.fields) for form in self.forms}
        self.forms += [form for form in page.forms if (form.action, *form.fields) not in known]
        return sorted(page.links)

    def _plain(self, target: str) -> Draft:
        path, _, query = target.partition("?")
        return Draft("GET", path, query, cookies=list(self.cookies.items()))

    def next(self) -> Sent:
        """A page or a form of the site, seldom as it is."""
        while True:
            draft = self._form() if self.forms and self.random.random() < 0.5 else self._page()
            changes = OF_FORMS * 2 + OF_ALL if draft.method == "POST" else OF_ALL
            for change in self.random.choices(changes, k=self.random.choice((0, 1, 1, 1, 2, 3))):
                change(self.random, draft)
            sent = draft.finished()
            if sent.is_http and (".pdf" not in sent.target or self.random.random() < PDF_SHARE):
                return sent

    def _page(self) -> Draft:
        route = self.random.choice(list(self.found))
        return self._plain(self.random.choice(self.found[route]))

    def _form(self) -> Draft:
        form = self.random.choice(self.forms)
        draft = self._plain(form.action)
        draft.method = "POST"
        for name, values in form.fields.items():
            if name == "skip" and self.random.random() < 0.7:
                continue
            value = self.random.choice(values)
            draft.fields.append(
                (name, value or self.random.choice(("", "", "1", "12", "2026", "October", "2026-10-01", "10/01/2026")))
            )
        return draft

    def send(self, sent: Sent) -> Got:
        """Send it, and keep the answers that come back. The form's cookie stays that for which its tokens were made."""
        got = self.ask(sent)
        self.statuses[got.status] = self.statuses.get(got.status, 0) + 1
        for name, value in got.cookies:
            if value and (name != "form" or "form" not in self.cookies):
                self.cookies[name] = value
        return got


def broken(random: Random, raw: bytes) -> bytes:
    """Bytes of a request, some of them other ones, gone or doubled."""
    for _ in range(random.choice((1, 1, 2, 5, 30))):
        at, length = random.randrange(len(raw) + 1), random.choice((0, 1, 1, 4, 40))
        put = random.choice(
            (b"", random.randbytes(length), raw[at : at + length] * 2, b"\r\n", b"\x00", b"\n", b" ", b":")
        )
        raw = raw[:at] + put + raw[at + length :]
    return raw
