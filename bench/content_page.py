"""A content page: ours beside nginx with the same bytes, Django's empty view and flatpages."""

import gzip
import json
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

import brotli
import servers
from load import COLUMNS, Request, by_turns
from servers import ENCODINGS, OWN_HEADERS, Server
from show import at_least, megabytes, number

PAGE = "/risks/"
GZIP = "kyphoplasty_site.middleware.Gzip"
DEPLOYED, OURS, NGINX = "this site, deployed: behind nginx", "this site, asked directly", "nginx, static brotli"
EMPTY, FLAT = "Django, empty view", "flatpages"
SAME = "our server, these bytes, no code of ours"


def lines() -> Iterator[str]:
    """A section of the results, in markdown."""
    with ExitStack() as stack:
        contestants, size = _contestants(stack)
        sent = {name: len(ask(server)[0]) for name, server in contestants.items()}
        loaded = by_turns({name: (server, Request(PAGE)) for name, server in contestants.items()})
        memory = {name: (server.worker_bytes, server.worker_resident_bytes) for name, server in contestants.items()}
    yield from ("## A content page", "", f"`{PAGE}`, {size:,} bytes of HTML, byte for byte the same from each.", "")
    yield from (f"| | {COLUMNS} | to ours | bytes sent | worker MB: PSS (RSS) |", "|---|--:|--:|--:|--:|--:|--:|")
    for name, one in loaded.items():
        pss, rss = map(megabytes, memory[name])
        ratio = number(one.times(loaded[OURS]), 3)
        yield f"| {name} | {one.cells} | {ratio} | {sent[name]:,} | {pss} ({rss}) |"
    yield ""
    yield at_least("Part of nginx, deployed", loaded[DEPLOYED].times(loaded[NGINX]), 0.75)
    yield at_least("Part of nginx, asked directly", loaded[OURS].times(loaded[NGINX]), 0.75)
    yield at_least("Times flatpages, asked directly", loaded[OURS].times(loaded[FLAT]), 15, 1)


def _contestants(stack: ExitStack) -> tuple[dict[str, Server], int]:
    """All of them running, and the bytes of the page, which is the same from each but the empty one."""
    ours = stack.enter_context(servers.this_site())
    sent, headers = ask(ours)
    page = plain(sent, headers)
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    html = folder / "www" / PAGE.strip("/") / "index.html"
    html.parent.mkdir(parents=True)
    html.write_bytes(page)
    html.with_suffix(".html.br").write_bytes(brotli.compress(page))
    (folder / "sent").write_bytes(sent)
    copied = {name: value for name, value in headers.items() if name.lower() not in OWN_HEADERS}
    contestants = {
        NGINX: stack.enter_context(servers.nginx(folder / "www", copied)),
        DEPLOYED: stack.enter_context(servers.deployed(ours)),
        OURS: ours,
        SAME: stack.enter_context(
            servers.rival("same_bytes", BODY=str(folder / "sent"), HEADERS=json.dumps(_from_a_program(headers)))
        ),
        EMPTY: stack.enter_context(servers.rival("empty")),
        FLAT: stack.enter_context(_flatpages(folder / "flat.db", html)),
        "flatpages, not compressed": stack.enter_context(
            servers.rival("flatpages", DATABASE=str(folder / "flat.db"), WITHOUT=GZIP)
        ),
    }
    for name, server in contestants.items():
        if name != EMPTY and plain(*ask(server)) != page:
            raise SystemExit(f"{name} gives back another page than the one it was given.")
    return contestants, len(page)


def _from_a_program(headers: dict[str, str]) -> dict[str, str]:
    """Without those that the server adds by itself."""
    return {name: value for name, value in headers.items() if name.lower() not in {"date", "server"}}


def _flatpages(database: Path, html: Path) -> AbstractContextManager[Server]:
    """The rival that has the page in its database."""
    environment = {**servers.site_environment(), "DATABASE": str(database)}
    keep = f"from pathlib import Path; from rivals import flatpages; flatpages.keep({PAGE!r}, Path({str(html)!r}))"
    subprocess.run([sys.executable, "-c", keep], env=environment, cwd=servers.HERE.parent, check=True)  # noqa: S603
    return servers.rival("flatpages", DATABASE=str(database))


def ask(server: Server, path: str = PAGE) -> tuple[bytes, dict[str, str]]:
    """The page as a browser gets it, still compressed, and its headers."""
    request = urllib.request.Request(server.url + path, headers={"Accept-Encoding": ENCODINGS})  # noqa: S310
    with urllib.request.urlopen(request, timeout=30) as response:  # noqa: S310 - our own
        return response.read(), dict(response.headers)


def plain(sent: bytes, headers: dict[str, str]) -> bytes:
    """The page without its compression."""
    given = {name.lower(): value for name, value in headers.items()}.get("content-encoding", "")
    ways: dict[str, Callable[[bytes], bytes]] = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}
    return ways[given](sent)
