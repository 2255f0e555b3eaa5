"""The same bytes and headers for every request and nothing else: the most that the server of ours can do."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

HEADERS = [(name, value) for name, value in json.loads(os.environ["HEADERS"]).items()]
BODY = [Path(os.environ["BODY"]).read_bytes()]


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    start_response("200 OK", HEADERS)
    return BODY
