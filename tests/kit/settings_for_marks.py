"""A server whose questions are marked. MARKS names the file with the word, so that no variable holds the word."""

import os
from pathlib import Path

import marks
from settings_for_tests import *  # noqa: F403
from settings_for_tests import MIDDLEWARE, TEMPLATES

marks.put_in(Path(os.environ["MARKS"]).read_text())
TEMPLATES[0]["OPTIONS"]["context_processors"].append("marks.break_the_page_too")
MIDDLEWARE = [*(["marks.Leaks"] if "LEAKS" in os.environ else []), *MIDDLEWARE, "marks.Breaks"]
