"""Settings are safe by default, and what is missing or makes no sense stops the start in words."""

import os
import secrets
import subprocess
import sys
import traceback
from pathlib import Path
from unittest.mock import Mock

import pytest
from django.core.exceptions import ImproperlyConfigured

from kyphoplasty_site import settings

pytestmark = pytest.mark.slow

ROOT = settings.BASE_DIR
KEY = secrets.token_urlsafe(40)
PRODUCTION = {"SECRET_KEY": KEY, "ALLOWED_HOSTS": "guide.example.org"}
# With the static files that the tests have collected.
SETUP = 'import os, django\ns.STATIC_ROOT = os.environ["STATIC_ROOT_OF_TESTS"]\ndjango.setup()\n'
OURS = ["DEBUG", "SECRET_KEY", "SECRET_KEY_FALLBACKS", "ALLOWED_HOSTS", "HTTPS"]
OURS += ["HSTS_SUBDOMAINS", "BEHIND_PROXY", "LANGUAGES_IN_TRIAL", "TIME_ZONE", "CONTACT"]


@pytest.fixture
def production(static_root):
    return {**PRODUCTION, "STATIC_ROOT_OF_TESTS": str(static_root)}


def run(code, **variables):
    """A fresh Python with these settings and no others of ours; without the key file of this machine."""
    kept = {name: value for name, value in os.environ.items() if name not in OURS}
    start = "import pathlib\npathlib.Path.exists = lambda self, **more: False\nimport kyphoplasty_site.settings as s\n"
    return subprocess.run(  # noqa: S603
        [sys.executable, "-c", start + code],
        env={**kept, "DJANGO_SETTINGS_MODULE": "kyphoplasty_site.settings", "PYTHONPATH": str(ROOT), **variables},
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )


def value(code, **variables):
    done = run(f"print({code})", **variables)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"SECRET_KEY": ""}, "There is no secret key. Set SECRET_KEY to at least 50 random characters, or let `make"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY is too weak. It needs at least 50 characters, chosen at random."),
        ({"SECRET_KEY": "short", "DEBUG": "on"}, "SECRET_KEY is too weak."),
        ({"SECRET_KEY": "a" * 67}, "SECRET_KEY is too weak."),
        ({"SECRET_KEY": "for-tests-only-" * 5}, "SECRET_KEY repeats itself, so that it could be guessed. It needs at"),
        ({"SECRET_KEY": "abcdefghijklmnopqrstuvwxyz" * 2}, "SECRET_KEY repeats itself"),
        ({"SECRET_KEY_FALLBACKS": "0123456789" * 7}, "SECRET_KEY_FALLBACKS repeats itself"),
        ({"SECRET_KEY_FALLBACKS": "old"}, "SECRET_KEY_FALLBACKS is too weak."),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS has '*'."),
        ({"ALLOWED_HOSTS": ".example.org"}, "ALLOWED_HOSTS has '.example.org'."),
        ({"ALLOWED_HOSTS": "https://example.org"}, "ALLOWED_HOSTS has 'https://example.org'."),
        ({"CONTACT": "somebody"}, "CONTACT is 'somebody', which is no e-mail address."),
        ({"ALLOWED_HOSTS": ""}, "There are no allowed hosts. Set ALLOWED_HOSTS to the site's host names, with commas"),
        ({"ALLOWED_HOSTS": " , "}, "There are no allowed hosts."),
        ({"DEBUG": "maybe"}, "DEBUG is 'maybe'. Set it to on or off."),
        (
            {"DEBUG": "on", "BEHIND_PROXY": "on"},
            "DEBUG and BEHIND_PROXY are both on. Set DEBUG to off where others visit",
        ),
        ({"HTTPS": "2"}, "HTTPS is '2'. Set it to on or off."),
        ({"BEHIND_PROXY": "perhaps"}, "BEHIND_PROXY is 'perhaps'. Set it to on or off."),
        ({"TIME_ZONE": "Mars/Base"}, "TIME_ZONE is 'Mars/Base', which is no time zone. Use a name such as America/"),
        ({"TIME_ZONE": "../../etc/passwd"}, "TIME_ZONE is '../../etc/passwd', which is no time zone."),
    ],
)
def test_a_setting_that_makes_no_sense_stops_the_start_in_words(changes, problem):
    done = run("", **{**PRODUCTION, **changes})
    assert done.returncode == 1
    assert done.stderr.strip().splitlines()[-1].startswith(f"django.core.exceptions.ImproperlyConfigured: {problem}")
    assert KEY not in done.stderr


@pytest.mark.parametrize("problem", ["a folder", "another encoding", "no right to read it"])
def test_a_file_of_the_key_that_cannot_be_read_is_refused_without_a_word_of_it(tmp_path, monkeypatch, problem):
    file = tmp_path / ".secret-key"
    if problem == "a folder":
        file.mkdir()
    else:
        file.write_bytes(KEY.encode() + b"\xff")
    if problem == "no right to read it":
        monkeypatch.setattr(Path, "read_text", Mock(side_effect=PermissionError(13, KEY)))
    with pytest.raises(
        ImproperlyConfigured, match=r"\.secret-key cannot be read \(\w+\)\. Give it to the user"
    ) as raised:
        settings.read_key(file)
    assert KEY not in "".join(traceback.format_exception(raised.value))


def test_settings_that_are_not_given_are_the_safe_ones():
    shown = value(
        "s.DEBUG, s.HTTPS, s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS, s.CSRF_COOKIE_SECURE,"
        " s.SECURE_PROXY_SSL_HEADER, s.ALLOWED_HOSTS, s.SECRET_KEY_FALLBACKS, s.LANGUAGES_IN_TRIAL,"
        " s.CONTACT, s.TIME_ZONE",
        **PRODUCTION,
    )
    assert shown == "False True True 31536000 True None ['guide.example.org'] [] []  America/New_York"


def test_a_key_of_random_letters_or_digits_is_taken_however_it_is_written():
    for _ in range(1000):
        for key in (secrets.token_urlsafe(38), secrets.token_hex(25), f"{secrets.randbelow(10**50):050}"):
            settings.refuse_weak("SECRET_KEY", key)


@pytest.mark.parametrize(
    ("given", "read"),
    [("on", True), ("TRUE", True), (" yes ", True), ("1", True), ("off", False), ("No", False), ("0", False)],
)
def test_flags_are_read_in_the_words_people_use(monkeypatch, given, read):
    monkeypatch.setenv("HTTPS", given)
    assert settings.flag("HTTPS", default=not read) is read


@pytest.mark.parametrize("given", ["", "  "])
def test_a_flag_that_is_empty_is_not_said(monkeypatch, given):
    monkeypatch.setenv("HTTPS", given)
    assert settings.flag("HTTPS", default=True) is True
    assert settings.flag("HTTPS", default=False) is False


def test_lists_have_commas_and_a_proxy_is_trusted_only_when_named():
    shown = value(
        "s.ALLOWED_HOSTS, s.SECRET_KEY_FALLBACKS, s.LANGUAGES_IN_TRIAL, s.SECURE_PROXY_SSL_HEADER",
        SECRET_KEY=KEY,
        ALLOWED_HOSTS="a.example, b.example,",
        SECRET_KEY_FALLBACKS=f"{KEY}1, {KEY}2",
        LANGUAGES_IN_TRIAL="es, ht",
        BEHIND_PROXY="on",
    )
    assert shown == f"['a.example', 'b.example'] ['{KEY}1', '{KEY}2'] ['es', 'ht'] ('HTTP_X_FORWARDED_PROTO', 'https')"


def test_in_development_a_key_and_hosts_are_made_up_and_nothing_asks_for_https():
    shown = value("len(s.SECRET_KEY) >= 50, s.ALLOWED_HOSTS, s.HTTPS, s.SECURE_HSTS_SECONDS", DEBUG="on")
    assert shown == "True ['localhost', '127.0.0.1', '[::1]'] False 0"


def test_a_contact_can_be_named():
    shown = value("s.CONTACT", **PRODUCTION, CONTACT=" tell@example.org ")
    assert shown == "tell@example.org"


def test_djangos_own_check_of_a_deployment_finds_nothing_once_the_owner_has_promised_https_everywhere(production):
    """Only of security: a page past its review is no fault of a deployment."""
    done = run(
        f"{SETUP}from django.core.management import call_command\n"
        "call_command('check', '--deploy', '--tag', 'security', '--fail-level', 'WARNING')",
        **production,
        HSTS_SUBDOMAINS="on",
    )
    assert done.returncode == 0, done.stderr
    assert "no issues (0 silenced)" in done.stdout


def test_with_https_plain_http_is_sent_to_https_and_browsers_remember_it(production):
    done = run(
        f"{SETUP}from django.test import Client\n"
        "c = Client(headers={'host': 'guide.example.org'})\n"
        "plain, safe = c.get('/self-check/clear/'), c.get('/self-check/clear/', secure=True)\n"
        "print(plain.status_code, plain['Location'], safe.status_code, safe['Strict-Transport-Security'])",
        **production,
    )
    assert done.stdout.strip() == ("301 https://guide.example.org/self-check/clear/ 405 max-age=31536000")


def test_only_the_owner_promises_https_for_all_names_below_the_sites(production):
    code = (
        f"{SETUP}from django.test import Client\n"
        "c = Client(headers={'host': 'guide.example.org'})\n"
        "print(c.get('/self-check/clear/', secure=True)['Strict-Transport-Security'])"
    )
    assert run(code, **production).stdout.strip() == "max-age=31536000"
    said = run(code, **production, HSTS_SUBDOMAINS="on").stdout.strip()
    assert said == "max-age=31536000; includeSubDomains; preload"


VISIT = f"""{SETUP}
from django.test import Client
from clinics.files import all_clinics
from referrals.prefilled_links import make_token
c = Client(enforce_csrf_checks=True, headers={{"host": "guide.example.org", "referer": "https://guide.example.org/"}})
page = c.get("/self-check/adult/", secure=True)
token = page.content.decode().partition('csrfmiddlewaretoken" value="')[2].partition('"')[0]
c.get(f"/p/{{make_token(all_clinics()['sample'], {{'scan': 'mri'}})}}/", secure=True)
sent = c.post("/self-check/adult/", {{"answer": "yes", "csrfmiddlewaretoken": token}}, secure=True)
assert sent.status_code == 303
for cookie in sorted(c.cookies.values(), key=lambda one: one.key):
    print(cookie.key, cookie["secure"], cookie["httponly"], cookie["samesite"], cookie["path"], repr(cookie["domain"]))
assert "There are no answers here" not in c.get("/self-check/summary/", secure=True).content.decode()
cleared = c.post("/self-check/clear/", {{"csrfmiddlewaretoken": token}}, secure=True)
print(cleared.cookies["__Secure-answers"].OutputString())
"""


def test_over_https_the_names_of_cookies_bind_them_to_https_and_that_of_the_form_to_this_host(production):
    done = run(VISIT, **production)
    assert done.returncode == 0, done.stderr
    *kept, cleared = done.stdout.strip().splitlines()
    assert kept == [
        "__Host-form True True Lax / ''",
        "__Secure-answers True True Lax /self-check/ ''",
    ]
    assert cleared.strip().startswith('__Secure-answers="";')
    assert {"Secure", "Path=/self-check/", "Max-Age=0"} <= set(cleared.strip().split("; "))


def test_a_forwarded_protocol_counts_only_behind_a_proxy(production):
    code = (
        f"{SETUP}from django.test import Client\n"
        "c = Client(headers={'host': 'guide.example.org', 'x-forwarded-proto': 'https'})\n"
        "print(c.get('/self-check/clear/').status_code)"
    )
    assert run(code, **production).stdout.strip() == "301"
    assert run(code, **production, BEHIND_PROXY="on").stdout.strip() == "405"


def test_nothing_is_stored():
    assert {database["ENGINE"] for database in settings.DATABASES.values()} <= {"django.db.backends.dummy"}
    parts = [*settings.INSTALLED_APPS, *settings.MIDDLEWARE]
    assert not [part for part in parts if any(word in part for word in ("session", "auth", "admin", "messages"))]
