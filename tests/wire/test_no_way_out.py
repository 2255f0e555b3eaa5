"""What the program cannot do, whatever it is sent: run a command, open a connection, or read code out of words."""

import ast
import re
import socket
import subprocess

import pytest
from django.conf import settings
from django.test import Client
from patterns import ROUTES, example
from served import everything

PACKAGES = ("content", "screener", "records", "referrals", "seo", "clinics", "web", "kyphoplasty_site")
MODULES = [path for package in PACKAGES for path in sorted((settings.BASE_DIR / package).rglob("*.py"))]
# Modules that start programs, speak to other machines, or make objects and code out of bytes.
BARRED = {
    *("subprocess", "multiprocessing", "ctypes", "pty", "socket", "ssl", "asyncio", "selectors"),
    *("http.client", "http.server", "urllib.request", "ftplib", "smtplib", "xmlrpc", "django.core.mail"),
    *("requests", "httpx", "urllib3", "aiohttp", "pickle", "marshal", "shelve", "dbm", "yaml", "code", "runpy"),
    *("xml.etree", "xml.dom", "xml.sax", "lxml"),
}
BARRED_CALLS = re.compile(
    r"eval|exec|compile|__import__|importlib\..*|os\.(system|popen|fork|exec.*|spawn.*|posix_spawn.*)"
)
# These see no request: our own pictures are read by the check and when static files are collected, the server is a
# program that starts another one and copies it, commands ask old rules in a process of their own, have signatures
# verified and have git show old pages, and a program of its own asks this machine's server whether it is well.
ALLOWED = {
    "content/figures.py": {"xml.etree"},
    "reviews/pictures.py": {"xml.etree"},
    "reviews/signatures.py": {"subprocess"},
    "kyphoplasty_site/__main__.py": {"socket", "subprocess"},
    "screener/guide/trial.py": {"subprocess"},
    "screener/past_rules.py": {"subprocess"},
    "kyphoplasty_site/management/commands/stale.py": {"subprocess"},
    "kyphoplasty_site/serving.py": {"ctypes", "multiprocessing"},
    "kyphoplasty_site/health.py": {"http.client"},
}
PROGRAMS = {"kyphoplasty_site.__main__", "kyphoplasty_site.serving", "kyphoplasty_site.health"}


def imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def barred_calls(tree):
    called = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    return {name for name in called if BARRED_CALLS.fullmatch(name)}


def test_no_module_can_start_a_program_open_a_connection_or_read_code_out_of_words():
    assert len(MODULES) > 50
    for path in MODULES:
        tree = ast.parse(path.read_text())
        assert BARRED & set(imported(tree)) == ALLOWED.get(path.relative_to(settings.BASE_DIR).as_posix(), set()), path
        assert not PROGRAMS & set(imported(tree)), path
        assert not barred_calls(tree), path


def test_no_page_starts_a_program_or_opens_a_connection(monkeypatch):
    def fail(*_, **__):
        raise AssertionError("it reached out")

    for owner, name in ((socket.socket, "connect"), (socket, "getaddrinfo"), (subprocess, "Popen")):
        monkeypatch.setattr(owner, name, fail)
    client = everything(Client())
    for route in ROUTES:
        client.get(example(route))
        client.post(example(route), {"answer": "https://other.example/", "pages": "risks", "scan": "mri"})


def test_a_way_out_would_be_seen():
    tree = ast.parse("import os, pickle\nfrom urllib import request\nos.system('x')\neval('x')")
    assert {"pickle", "urllib.request"} <= BARRED & set(imported(tree))
    assert barred_calls(tree) == {"os.system", "eval"}


def test_no_template_shows_words_unescaped():
    templates = [path.read_text() for path in (settings.BASE_DIR / "templates").rglob("*.*")]
    assert len(templates) > 50
    assert not [text for text in templates if re.search(r"\|\s*safe\b|autoescape|\|\s*safeseq|{%\s*debug", text)]


UNSAFE_IN_A_SCRIPT = (
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|\.src\s*=|javascript:|"
    r"postMessage|localStorage|sessionStorage|indexedDB|document\.cookie|fetch\(|XMLHttpRequest|sendBeacon|import\("
)


@pytest.mark.parametrize("script", sorted((settings.BASE_DIR / "static" / "js").iterdir()), ids=lambda path: path.name)
def test_no_script_makes_html_out_of_words_keeps_anything_or_sends_anything(script):
    assert not re.search(UNSAFE_IN_A_SCRIPT, script.read_text())
