"""One server of the site, started by `python -m kyphoplasty_site`: reads everything, then copies itself into workers.

A start that cannot be is refused in words. It writes on the pipe that it is given when it has read everything.
"""

import ctypes
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels, logger

from kyphoplasty_site.watchdog import BEAT_SECONDS, Beats, Watched

BLOCKING_THREADS = 4
# Of glibc's malloc.h: how many heaps there are, and how much free memory at the end of one is kept.
M_ARENA_MAX, M_TRIM_THRESHOLD = -8, -1
PR_SET_PDEATHSIG = 1  # of Linux's prctl.h
# A browser sends 3 kB and what other sites of the same domain have set. As much as nginx takes from it.
LONGEST_HEAD = 32 * 1024
LAST_SECONDS = 5  # to finish what was begun when the server is stopped
# Before one that died is replaced: if each new one dies at once, the processor is not kept busy with copying.
PAUSE_SECONDS = 0.1


def number(name: str, default: int, most: int) -> int:
    """A whole number from 1 to `most` in the environment. Raises SystemExit, which says what to do."""
    text = os.environ.get(name, "").strip() or str(default)
    if not text.isdecimal() or not 1 <= int(text) <= most:
        raise SystemExit(f"{name} is {text!r}. Set it to a whole number from 1 to {most}.")
    return int(text)


def watched(load: Callable[[], Any], beat: Callable[[], None], parent: int) -> Watched:
    """What a worker runs, loaded in it, which from then on says that it goes on, and ends with what made it."""
    end_with(parent)
    served = Watched(load(), BLOCKING_THREADS)
    served.keep_beating(beat)
    return served


class Server(Granian):  # type: ignore[misc,valid-type]
    """granian, which would end itself when a worker dies twice in 5.5 seconds: here each one is replaced, always.

    One that hangs is killed, and so replaced.
    """

    def startup(self, spawn_target: Any, target_loader: Any) -> None:
        self.beats = Beats(self.workers)
        super().startup(spawn_target, target_loader)

    def _spawn_worker(self, idx: int, target: Any, callback_loader: Callable[..., Any]) -> Any:
        self.beats.begin(idx)
        beat = partial(self.beats.beat, idx)
        return super()._spawn_worker(idx, target, partial(watched, callback_loader, beat, os.getpid()))

    def _serve_loop(self, spawn_target: Any, target_loader: Any) -> None:
        looked = time.monotonic()
        while True:
            self.main_loop_interrupt.wait(BEAT_SECONDS)
            self.main_loop_interrupt.clear()
            if self.interrupt_signal:
                return
            while self.interrupt_children:
                time.sleep(PAUSE_SECONDS)
                self._respawn_workers([self.interrupt_children.pop(0)], spawn_target, target_loader)
            if time.monotonic() >= looked + BEAT_SECONDS:
                looked = time.monotonic()
                self._end_those_that_hang()

    def _end_those_that_hang(self) -> None:
        for number in self.beats.look():
            logger.error("worker-%s hangs: it is replaced", number + 1)
            self.beats.begin(number)
            self.wrks[number].inner.kill()


def server() -> Server:
    """The server as the environment asks for it."""
    return Server(
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


def end_with(parent: int) -> None:
    """End when the process that started this one is gone, however it went: nobody else would end it.

    At once, and even if it hangs: as long as it has the port, the proxy sends visitors to it.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it went before
            os._exit(1)


def application() -> Any:
    """What a worker runs. A worker is a copy of this process, which has read all of it."""
    from kyphoplasty_site.wsgi import application

    return application


def in_a_worker() -> Any:
    """The same, with what begins only after the copying: a copy has no threads but its own."""
    from kyphoplasty_site.prerendered import ReadyPages

    served = application()
    if isinstance(served, ReadyPages):
        served.finish()
    return served


def main(told: int, parent: int) -> None:
    """Serve. Raises SystemExit with what is wrong for a start that cannot be."""
    end_with(parent)
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
    main(*map(int, sys.argv[1:]))
