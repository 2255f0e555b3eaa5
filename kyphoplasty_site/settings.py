"""All settings. Safe by default; what is missing or makes no sense stops the start, in words.

Read from the environment: DEBUG, SECRET_KEY, SECRET_KEY_FALLBACKS, ALLOWED_HOSTS, HTTPS, HSTS_SUBDOMAINS, BEHIND_PROXY,
LANGUAGES_IN_TRIAL, TIME_ZONE, CONTACT, CANONICAL. The README says what each one means.
"""

import os
import re
import secrets
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
SECRET_KEY_FILE = BASE_DIR / ".secret-key"
KEY_LENGTH = 50


def flag(name: str, default: bool) -> bool:
    """An environment variable that is on or off.

    Raises ImproperlyConfigured for anything but on, off, true, false, yes, no, 1, 0.
    """
    text = os.environ.get(name, "").strip().lower()
    if not text:
        return default
    if text in {"on", "true", "yes", "1"}:
        return True
    if text in {"off", "false", "no", "0"}:
        return False
    raise ImproperlyConfigured(f"{name} is {os.environ[name]!r}. Set it to on or off.")


def words(name: str) -> list[str]:
    """An environment variable that lists words with commas between them."""
    return [word.strip() for word in os.environ.get(name, "").split(",") if word.strip()]


def secret_key(debug: bool) -> str:
    """The key from SECRET_KEY or the ignored file that `make run` writes; in debug a new one is made up."""
    key, name = os.environ.get("SECRET_KEY", "").strip(), "SECRET_KEY"
    if not key and SECRET_KEY_FILE.exists():
        key, name = read_key(SECRET_KEY_FILE), f"The key in {SECRET_KEY_FILE.name}"
    if not key and debug:
        return secrets.token_urlsafe(50)
    if not key:
        raise ImproperlyConfigured(
            "There is no secret key. Set SECRET_KEY to at least 50 random characters, or let `make run` make one."
        )
    refuse_weak(name, key)
    return key


def read_key(file: Path) -> str:
    """The key in the file. Raises ImproperlyConfigured if it cannot be read: no word of it may stand in an error."""
    try:
        return file.read_text().strip()
    except (OSError, ValueError) as error:
        raise ImproperlyConfigured(
            f"{file.name} cannot be read ({type(error).__name__}). Give it to the user that the site runs as, or set "
            "SECRET_KEY."
        ) from None


def refuse_weak(name: str, key: str) -> None:
    """Raise ImproperlyConfigured for a key that is short, repeats itself or has few different characters.

    Of a key chosen at random almost no four characters in a row come twice.
    """
    remedy = f"It needs at least {KEY_LENGTH} characters, chosen at random."
    if len(key) < KEY_LENGTH or len(set(key)) < 5:
        raise ImproperlyConfigured(f"{name} is too weak. {remedy}")
    if len({key[at : at + 4] for at in range(len(key))}) < len(key) * 3 / 4:
        raise ImproperlyConfigured(f"{name} repeats itself, so that it could be guessed. {remedy}")


def allowed_hosts(debug: bool) -> list[str]:
    """The host names this site answers to, from ALLOWED_HOSTS."""
    hosts = words("ALLOWED_HOSTS")
    if not hosts and debug:
        return ["localhost", "127.0.0.1", "[::1]"]
    if not hosts:
        raise ImproperlyConfigured(
            "There are no allowed hosts. Set ALLOWED_HOSTS to the site's host names, with commas between them."
        )
    for host in hosts:
        if "*" in host or "/" in host or host.startswith("."):
            raise ImproperlyConfigured(f"ALLOWED_HOSTS has {host!r}. Write plain host names, such as www.example.org.")
    return hosts


def time_zone() -> str:
    """The site's time zone, which decides what day today is. From TIME_ZONE."""
    name = os.environ.get("TIME_ZONE", "").strip() or "America/New_York"
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ImproperlyConfigured(
            f"TIME_ZONE is {name!r}, which is no time zone. Use a name such as America/Chicago."
        ) from None
    return name


DEBUG = flag("DEBUG", default=False)
BEHIND_PROXY = flag("BEHIND_PROXY", default=False)
if DEBUG and BEHIND_PROXY:
    # Its pages of errors show what was sent, with the cookies, to whoever made the error.
    raise ImproperlyConfigured("DEBUG and BEHIND_PROXY are both on. Set DEBUG to off where others visit the site.")
HTTPS = flag("HTTPS", default=not DEBUG)
SECRET_KEY = secret_key(DEBUG)
SECRET_KEY_FALLBACKS = words("SECRET_KEY_FALLBACKS")
for fallback in SECRET_KEY_FALLBACKS:
    refuse_weak("SECRET_KEY_FALLBACKS", fallback)
ALLOWED_HOSTS = allowed_hosts(DEBUG)

# How FHIR files are named for good, whichever host they are asked of: where they were first published.
CANONICAL = os.environ.get("CANONICAL", "").strip().rstrip("/")
if CANONICAL and not re.fullmatch(r"https?://[^\s/?#]+", CANONICAL):
    raise ImproperlyConfigured(f"CANONICAL is {CANONICAL!r}. Write it like https://www.example.org, without a path.")

SITE_NAME = "Kyphoplasty Guide"
# Whom to tell of an error on a page: an e-mail address.
CONTACT = os.environ.get("CONTACT", "").strip()
if CONTACT and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", CONTACT):
    raise ImproperlyConfigured(f"CONTACT is {CONTACT!r}, which is no e-mail address.")
# The clinician who has checked the words and the rules. Until one is named, every page says that nobody has.

ROOT_URLCONF = "kyphoplasty_site.urls"
WSGI_APPLICATION = "kyphoplasty_site.wsgi.application"
INSTALLED_APPS = [
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "crispy_forms",
    "kyphoplasty_site",
    "content",
    "screener",
    "referrals",
]
MIDDLEWARE = [
    "kyphoplasty_site.middleware.LanguageOfTheAddress",
    "kyphoplasty_site.middleware.SecurityHeaders",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "kyphoplasty_site.middleware.KnownMethods",
    "kyphoplasty_site.middleware.KnownSizes",
    "kyphoplasty_site.middleware.ReadableEncodings",
    "kyphoplasty_site.middleware.StaticFiles",
    "kyphoplasty_site.middleware.Gzip",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "screener.off_the_air.OffTheAir",
    "screener.planted.RemovePlanted",
    "kyphoplasty_site.middleware.MethodsInWords",
]
TEMPLATE_LOADERS = [
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "NAME": "django",
        "BACKEND": "web.translated_templates.Templates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": ["kyphoplasty_site.context.site"],
            "builtins": ["kyphoplasty_site.templatetags.site", "web.translated_templates"],
            "loaders": [("web.translated_templates.Loader", TEMPLATE_LOADERS)],
        },
    }
]
DATABASES: dict[str, dict[str, str]] = {}

# Each language is a folder here (web/languages.py); Django finds its catalogue of words in the same place.
LANGUAGES_DIR = BASE_DIR / "content" / "languages"
LOCALE_PATHS = [LANGUAGES_DIR]
# The codes of those that can be read here, though no translator and clinician have signed them yet.
LANGUAGES_IN_TRIAL = words("LANGUAGES_IN_TRIAL")
# What stands before the code of a language in an address, so that a cookie and a clinic keep one path in all languages.
BEFORE_THE_LANGUAGE = r"/(?:self-check/|p/|(?:r|clinics)/[^/]+/)?"
LANGUAGE_CODE = "en"
USE_I18N = True
TIME_ZONE = time_zone()
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "seo.finder.DrawnFinder",
]
STORAGES = {
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "kyphoplasty_site.styles.CompiledStaticFiles"
    }
}
WHITENOISE_MAX_AGE = 3600
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_MIMETYPES = {".svg": "image/svg+xml; charset=utf-8"}

CRISPY_ALLOWED_TEMPLATE_PACKS = ["forms"]
CRISPY_TEMPLATE_PACK = "forms"
CRISPY_FAIL_SILENTLY = False

# A form here holds a few short answers: anything larger is a mistake or an attack.
DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 100
# No form takes a file: one that brings a file is refused, and nothing of it is read, in memory or on disk.
FILE_UPLOAD_HANDLERS = ["kyphoplasty_site.middleware.NoFiles"]

# With these words before its name, a browser takes a cookie over https only; with __Host-, from no other host.
SECURE_PREFIX, HOST_PREFIX = ("__Secure-", "__Host-") if HTTPS else ("", "")
ANSWERS_COOKIE_NAME = f"{SECURE_PREFIX}answers"
ANSWERS_COOKIE_PATH = "/self-check/"
ANSWERS_LAST_HOURS = 2
CSRF_COOKIE_NAME = f"{HOST_PREFIX}form"
CSRF_COOKIE_AGE = None
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "kyphoplasty_site.errors.form_refused"
CSRF_COOKIE_SECURE = HTTPS

SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
# Only whoever owns the whole domain can promise this for all names below it; it cannot be taken back for months.
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS and flag("HSTS_SUBDOMAINS", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_CONTENT_TYPE_NOSNIFF = True
# "same-origin" and not "no-referrer": without a referrer the browser's form fails Django's check of where it came from.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "web.logs.WithoutValues",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}
