"""One server of the site, started by `python -m kyphoplasty_site`: reads everything, then copies itself into workers.

A start that cannot be is refused in words. It writes on the pipe that it is given when it has read everything.
"""

import ctypes
import multiprocessing
import os
import signal
import sys
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

BLOCKING_THREADS = 4
# Of glibc's malloc.h: how many heaps there are, and how much free memory at the end of one is kept.
M_ARENA_MAX, M_TRIM_THRESHOLD = -8, -1
PR_SET_PDEATHSIG = 1  # of Linux's prctl.h
# A browser sends 3 kB and what other sites of the same domain have set. As much as nginx takes from it.
LONGEST_HEAD = 32 * 1024
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
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(max_buffer_size=LONGEST_HEAD),
        workers=number("WORKERS", 2, most=256),
        blocking_threads=BLOCKING_THREADS,
        log_level=LogLevels.warning,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=LAST_SECONDS,
    )


def hold_little_memory() -> None:
    """One heap for all threads of a worker, which gives back what is free: with one for each, 15 MB more are held."""
    library = ctypes.CDLL(None)
    if hasattr(library, "mallopt"):
        library.mallopt(M_ARENA_MAX, 1)
        library.mallopt(M_TRIM_THRESHOLD, 1024 * 1024)


def end_with_parent() -> None:
    """Be told to end when the process that started this one is gone, however it went: nobody else would end it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def application() -> Any:
    """What a worker runs. A worker is a copy of this process, which has read all of it."""
    from kyphoplasty_site.wsgi import application

    return application


def in_a_worker() -> Any:
    """The same, with what begins only after the copying: a copy has no threads but its own."""
    from kyphoplasty_site.ready import ReadyPages

    end_with_parent()
    served = application()
    if isinstance(served, ReadyPages):
        served.make_small()
    return served


def main(told: int) -> None:
    """Serve. Raises SystemExit with what is wrong for a start that cannot be."""
    end_with_parent()
    hold_little_memory()
    serving = server()
    try:
        application()
    except ImproperlyConfigured as problem:
        raise SystemExit(f"The site is not started: {problem}") from problem
    os.write(told, b"1")
    os.close(told)
    multiprocessing.set_start_method("fork")
    serving.serve(target_loader=in_a_worker, wrap_loader=False)


if __name__ == "__main__":
    main(int(sys.argv[1]))
