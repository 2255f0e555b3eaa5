"""What more pages cost: start, memory, and the time of a page."""

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from shutil import copytree
from statistics import median

import servers
from content_page import PAGE, ask
from django.conf import settings
from load import COLUMNS, Request, by_turns
from servers import Server
from show import FLAT, at_most, megabytes, number

from content.pages import PAGES_DIR, all_pages

FEWEST, SOME, MOST = COUNTS = (12, 120, 1200)
LONGEST_START = 15


def lines() -> Iterator[str]:
    """A section of the results, in markdown."""
    with ExitStack() as stack:
        running = {count: stack.enter_context(_site(count)) for count in COUNTS}
        sent = {count: len(ask(server)[0]) for count, server in running.items()}
        loaded = by_turns({count: (server, Request(PAGE)) for count, server in running.items()})
        memory = {count: server.worker_bytes for count, server in running.items()}
    yield from (f"## Growth: {FEWEST} to {MOST:,} pages", "")
    yield f"Copies of {FEWEST} real pages under new names, each with its card, in no menu; `{PAGE}` is asked for."
    yield from ("", f"| pages | start s | worker MB: PSS | bytes sent | {COLUMNS} |", "|--:|--:|--:|--:|--:|--:|--:|")
    start = {count: server.start_seconds for count, server in running.items()}
    for count, one in loaded.items():
        size = megabytes(memory[count])
        yield f"| {count:,} | {number(start[count], 2)} | {size} | {sent[count]:,} | {one.cells} |"
    cost = {count: median(one.cpu_us) for count, one in loaded.items()}
    first, beyond = (start[SOME] - start[FEWEST]) / (SOME - FEWEST), (start[MOST] - start[SOME]) / (MOST - SOME)
    yield ""
    yield at_most(f"CPU of a page of {MOST:,}, times that of {FEWEST}", cost[MOST] / cost[FEWEST], FLAT, 2)
    yield f"- Start for each page more: {number(1000 * first, 1)} ms up to {SOME}, {number(1000 * beyond, 1)} ms beyond"
    yield at_most("Start for a page beyond, times that before", beyond / first, FLAT, 2)
    yield at_most(f"Start with {MOST:,} pages, s", start[MOST], LONGEST_START)


@contextmanager
def _site(wanted: int) -> Iterator[Server]:
    """The site with copies of some of its pages."""
    originals = list(all_pages())[:FEWEST]
    with tempfile.TemporaryDirectory() as folder:
        static, pages = Path(folder, "static"), Path(folder, "pages")
        copytree(settings.STATIC_ROOT, static)
        pages.mkdir()
        manifest = json.loads((static / "staticfiles.json").read_text())
        for copy in range(wanted // FEWEST):
            for slug in originals:
                name = f"{slug}-{copy}" if copy else slug
                page = (PAGES_DIR / f"{slug}.md").read_text()
                # As on a site of this size: a menu with all of them would be no menu.
                listed = page.replace("+++\n", "+++\nlisted = false\n", 1) if copy else page
                (pages / f"{name}.md").parent.mkdir(exist_ok=True)
                (pages / f"{name}.md").write_text(listed)
                if copy:
                    of_slug, of_name = slug.replace("/", "-"), name.replace("/", "-")
                    card = manifest["paths"][f"img/cards/{of_slug}.png"]
                    manifest["paths"][f"img/cards/{of_name}.png"] = new = card.replace(of_slug, of_name)
                    os.link(static / card, static / new)
        (static / "staticfiles.json").write_text(json.dumps(manifest))
        with servers.rival(
            "grown",
            PAGES=str(pages),
            DJANGO_SETTINGS_MODULE="settings_for_tests",
            STATIC_ROOT_OF_TESTS=str(static),
        ) as server:
            yield server
