"""The settings of the tests, for a site with the languages of another folder."""

import os
from pathlib import Path

from settings_for_tests import *  # noqa: F403

from reviews import ledger

LANGUAGES_DIR = Path(os.environ["LANGUAGES_OF_TESTS"])
ledger.HERE = LANGUAGES_DIR / "reviews"
LOCALE_PATHS = [LANGUAGES_DIR]
STORAGES = {"staticfiles": {"BACKEND": "static_without_cards.StaticWithoutCards"}}
