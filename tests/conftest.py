"""What all tests share: one fixed day, collected static files, the site on a port, and a browser."""

import atexit
import gc
import os
import shutil
import tempfile
import threading
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.servers.basehttp import ThreadedWSGIServer
from django.test.testcases import QuietWSGIRequestHandler
from full import FULL
from server import serve

from reviews import ledger
from web import clock, languages
from web.catalogues import SITE, compile_catalogue


@pytest.hookimpl(tryfirst=True)  # before -m chooses by the marks
def pytest_collection_modifyitems(config, items):
    """What is marked `full` is run by `make holds` alone."""
    full = [item for item in items if item.get_closest_marker("full")]
    for item in full:
        item.add_marker("holds")
    if full and not FULL:
        config.hook.pytest_deselected(items=full)
        items[:] = [item for item in items if item not in set(full)]


def pytest_collection_finish():
    """What was collected stays to the end: Python need not look through it for garbage again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def reviews(tmp_path, monkeypatch):
    """A folder of reviews in the place of the site's: what is signed there (tests/kit/reviewing.py) counts at once."""
    folder = tmp_path / "reviews"
    folder.mkdir()
    monkeypatch.setattr("reviews.standing.ledger", lambda: ledger.read_ledger(folder, date(2027, 12, 31)))
    return folder


@pytest.hookimpl(tryfirst=True)
def pytest_collection():
    """Put the Spanish catalogue, as gettext reads it, into a folder of its own: several processes test at once.

    Before a test is collected: what is read without it, in English, would be kept for all that follow.
    """
    from django.conf import settings

    folder = Path(tempfile.mkdtemp(prefix="locale"))
    atexit.register(shutil.rmtree, folder)
    (folder / "es" / SITE).parent.mkdir(parents=True)
    shutil.copy(settings.LANGUAGES_DIR / "es" / SITE, folder / "es" / SITE)
    compile_catalogue(folder / "es" / SITE, in_trial=True)
    settings.LOCALE_PATHS = [folder]


@pytest.fixture
def spanish_in_trial(settings):
    """Spanish as it stands, on a site where LANGUAGES_IN_TRIAL names it: /es/risks/ is answered."""
    settings.LANGUAGES_IN_TRIAL = ["es"]
    _read_languages_anew()
    yield languages.all_languages()["es"]
    _read_languages_anew()


def _read_languages_anew():
    """Which languages there are is asked once; so is each word of theirs."""
    for kept in (
        languages._folders_read,
        languages.known_languages,
        languages.all_languages,
        languages._marked,
        languages._gettext,
    ):
        kept.cache_clear()


@pytest.fixture(scope="session", autouse=True)
def today():
    """The day on which every test takes place."""
    day = date(2026, 11, 20)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "today", lambda: day)
        yield day


@pytest.fixture(scope="session", autouse=True)
def static_root(tmp_path_factory):
    """The static files as the site serves them, hashed and compressed, in a folder of their own."""
    from django.conf import settings

    settings.STATIC_ROOT = tmp_path_factory.mktemp("static")
    call_command("collectstatic", interactive=False, verbosity=0)
    return settings.STATIC_ROOT


@pytest.fixture(scope="session", autouse=True)
def static_files_listed_once(static_root):
    """Each of Django's test clients sets the site up anew; listing these static files takes longer than most pages."""
    from whitenoise.base import WhiteNoise

    listed = {}
    list_files = WhiteNoise.update_files_dictionary

    def list_once(self, root, prefix):
        if Path(root) != static_root:
            list_files(self, root, prefix)
            return
        if not listed:
            list_files(self, root, prefix)
            listed.update(self.files)
        self.files.update(listed)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoise, "update_files_dictionary", list_once)
        yield


@pytest.fixture(scope="session", autouse=True)
def patience():
    """A PDF takes as long as a slow machine needs for it."""
    from web import typesetting

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(typesetting, "LONGEST_SECONDS", 60)
        yield


class Handler(QuietWSGIRequestHandler):
    """Head and body of an answer go out in two writes: without this the second waits 40 ms for the first."""

    disable_nagle_algorithm = True


@pytest.fixture(scope="session")
def base_url(static_root):
    """The address of the site, for Playwright: served on a free port by the application that the real server runs.

    Not pytest-django's `live_server`: that one wants a database, and its static files know no hashed names.
    """
    from kyphoplasty_site.prerendered import ReadyPages
    from kyphoplasty_site.wsgi import through_django
    from seo.public import ready_addresses

    server = ThreadedWSGIServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.set_app(ReadyPages(through_django, ready_addresses(), f"127.0.0.1:{server.server_port}"))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def served(static_root):
    """The site as it is deployed, with its own worker processes."""
    with serve(static_root) as server:
        yield server


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """The Chromium that BROWSER names. A browser test without one fails; it is never skipped."""
    given = os.environ.get("BROWSER", "")
    path = shutil.which(given) if given else None
    if path is None:
        problem = f"BROWSER is {given!r}, which is no program" if given else "BROWSER is not set"
        pytest.fail(f"{problem}. Set it to the path of a Chromium, or run `make test`, which finds one.", pytrace=False)
    return {**browser_type_launch_args, "executable_path": path, "args": CHROMIUM}


CHROMIUM = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Chromium refuses to run as root inside its own sandbox.
    *(["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []),
]


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    """Nothing waits for a transition to end."""
    return {**browser_context_args, "reduced_motion": "reduce"}
