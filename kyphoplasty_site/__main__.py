"""The server: `python -m kyphoplasty_site`, the same on a desk, under systemd and in a container.

Read from the environment: HOST, PORT, WORKERS. A worker that dies is replaced; HUP replaces them by turns.
"""

import os

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

BLOCKING_THREADS = 4
# A new worker has this long to start on a busy machine before the one that it replaces is stopped.
START_SECONDS = 20
LAST_SECONDS = 5  # to finish what was begun when the server is stopped


def number(name: str, default: int, most: int) -> int:
    """A whole number from 1 to `most` in the environment. Raises SystemExit, which says what to do."""
    text = os.environ.get(name, "").strip() or str(default)
    if not text.isdecimal() or not 1 <= int(text) <= most:
        raise SystemExit(f"{name} is {text!r}. Set it to a whole number from 1 to {most}.")
    return int(text)


def server() -> Granian:
    """The server as the environment asks for it."""
    return Granian(
        "kyphoplasty_site.wsgi:application",
        address=os.environ.get("HOST", "").strip() or "127.0.0.1",
        port=number("PORT", 8000, most=65535),
        interface=Interfaces.WSGI,
        workers=number("WORKERS", 2, most=256),
        blocking_threads=BLOCKING_THREADS,
        log_level=LogLevels.warning,
        websockets=False,
        respawn_failed_workers=True,
        respawn_interval=START_SECONDS,
        workers_kill_timeout=LAST_SECONDS,
    )


if __name__ == "__main__":
    server().serve()
