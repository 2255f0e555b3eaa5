"""The server: `python -m kyphoplasty_site`, the same on a desk, under systemd and in a container.

Read from the environment: HOST, PORT, WORKERS. This process holds nothing of the site. It starts one that has read and
drawn all of it and whose workers are copies of that one (kyphoplasty_site.serving), so that a worker that dies is
replaced by what was read at the start, whatever has become of the files since. HUP starts another one beside it, with
the files as they are now, and ends the one before only when the new one is ready; if that is refused, all stays as it
was.
"""

import os
import select
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass

SIGNALS = (signal.SIGHUP, signal.SIGTERM, signal.SIGINT, signal.SIGCHLD)
# How long the workers of a new one have to open their sockets, which takes some milliseconds, before the old one ends.
OPENING_SECONDS = 2
REFUSED = "The files as they are now were refused: the site goes on as it was."
LAST_SECONDS = 8  # a server has 5 to finish what was begun


@dataclass
class Serving:
    """A process that serves, or is about to: `ready` is a pipe on which it writes when it has read everything."""

    process: subprocess.Popen[bytes]
    ready: int

    @classmethod
    def start(cls) -> "Serving":
        ready, told = os.pipe()
        command = [sys.executable, "-m", "kyphoplasty_site.serving", str(told)]
        process = subprocess.Popen(command, pass_fds=[told])  # noqa: S603 - ours
        os.close(told)
        return cls(process, ready)

    @property
    def has_ended(self) -> bool:
        return self.process.poll() is not None

    def is_ready(self) -> bool:
        """Whether it has read everything. Asked once, when there is something to read on the pipe."""
        told = os.read(self.ready, 1)
        os.close(self.ready)
        if not told:
            self.process.wait()
        return bool(told)

    def stop(self) -> None:
        with suppress(ProcessLookupError):
            self.process.terminate()
        try:
            self.process.wait(LAST_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Signals:
    """The signals that have come, one after the other."""

    def __init__(self) -> None:
        self.reading, writing = socket.socketpair()
        self.reading.setblocking(False)
        writing.setblocking(False)
        self._writing = writing
        signal.set_wakeup_fd(writing.fileno(), warn_on_full_buffer=False)
        for one in SIGNALS:
            signal.signal(one, lambda *_: None)

    def come(self) -> set[int]:
        with suppress(BlockingIOError):
            return set(self.reading.recv(1024))
        return set()


def serve() -> int:
    """Serve until told to end, or until what serves has ended. Returns the exit code."""
    signals = Signals()
    now, coming = Serving.start(), None
    waiting = {now.ready: now}
    while True:
        readable, _, _ = select.select([signals.reading, *waiting], [], [])
        come = signals.come()
        if come & {signal.SIGTERM, signal.SIGINT}:
            for one in filter(None, (coming, now)):
                one.stop()
            return 0
        for pipe in {*readable} & waiting.keys():
            one = waiting.pop(pipe)
            if one.is_ready() and one is coming and _opens(one):
                now.stop()
                now, coming = one, None
            elif one is coming:
                print(
                    "The files as they are now were refused: the site goes on as it was.", file=sys.stderr, flush=True
                )
                one.stop()
                coming = None
        if now.has_ended:
            if coming:
                coming.stop()
            return now.process.returncode or 1
        if signal.SIGHUP in come and coming is None and now.ready not in waiting:
            coming = Serving.start()
            waiting[coming.ready] = coming


def _opens(one: Serving) -> bool:
    time.sleep(OPENING_SECONDS)
    return not one.has_ended


if __name__ == "__main__":
    sys.exit(serve())
