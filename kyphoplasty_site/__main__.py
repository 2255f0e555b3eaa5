"""The server: `python -m kyphoplasty_site`, the same on a desk, under systemd and in a container.

Read from the environment: HOST, PORT, WORKERS. This process holds nothing of the site. It starts one that has read and
drawn all of it and whose workers are copies of that one (kyphoplasty_site.serving), so that a worker that dies is
replaced by what was read at the start, whatever has become of the files since. HUP starts another one beside it, with
the files as they are now, and ends the one before only when the new one is ready; if that is refused, all stays as it
was. One that ends unasked, as it does when its workers die one after the other, is started again.
"""

import os
import select
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field

SIGNALS = (signal.SIGHUP, signal.SIGTERM, signal.SIGINT, signal.SIGCHLD)
# How long the workers of a new one have to open their sockets, which takes some milliseconds, before the old one ends.
OPENING_SECONDS = 2
REFUSED = "The files as they are now were refused: the site goes on as it was."
STARTED_AGAIN = "What served the site has ended unasked: it is started again."
GIVEN_UP = "What serves the site ends again and again: it is not started any more."
LAST_SECONDS = 8  # a server has 5 to finish what was begun
# After Ctrl-C somebody waits at the keyboard. A browser keeps lines open that it may never use; nobody misses them.
LAST_SECONDS_AT_A_KEYBOARD = 0.7
PAUSE_SECONDS = 1
# So often in a row is it started again; in a row is what did not last.
MOST_IN_A_ROW = 5
LASTING_SECONDS = 60


@dataclass
class Serving:
    """A process that serves, or is about to: `pipe` is one on which it writes when it has read everything."""

    process: subprocess.Popen[bytes]
    pipe: int
    is_reading: bool = True
    has_read: bool = False
    begun: float = field(default_factory=time.monotonic)

    @classmethod
    def start(cls) -> "Serving":
        pipe, told = os.pipe()
        command = [sys.executable, "-m", "kyphoplasty_site.serving", str(told), str(os.getpid())]
        # In a group of its own: Ctrl-C reaches this process alone, which passes it on once. A worker that is told twice
        # to end does not until it is killed.
        process = subprocess.Popen(command, pass_fds=[told], process_group=0)  # noqa: S603 - ours
        os.close(told)
        return cls(process, pipe)

    @property
    def has_ended(self) -> bool:
        return self.process.poll() is not None

    @property
    def has_lasted(self) -> bool:
        return time.monotonic() - self.begun > LASTING_SECONDS

    def hear(self) -> None:
        """Learn whether it has read everything, or was refused. Waits until there is something on the pipe."""
        self.has_read = bool(os.read(self.pipe, 1))
        self.is_reading = False
        os.close(self.pipe)
        if not self.has_read:
            self.process.wait()

    def opens(self) -> bool:
        """Whether it goes on until its workers listen."""
        time.sleep(OPENING_SECONDS)
        return not self.has_ended

    def stop(self, seconds: float = LAST_SECONDS) -> None:
        """Politely, then not: it and its workers."""
        with suppress(ProcessLookupError):
            self.process.terminate()
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
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
    """Serve until told to end, or until what serves cannot go on. Returns the exit code."""
    signals = Signals()
    now, coming = Serving.start(), None
    has_served = is_asked_to_renew = False
    in_a_row = 0
    while True:
        reading = {one.pipe: one for one in (now, coming) if one and one.is_reading}
        readable, _, _ = select.select([signals.reading, *reading], [], [])
        come = signals.come()
        if come & {signal.SIGTERM, signal.SIGINT}:
            for one in filter(None, (coming, now)):
                one.stop(LAST_SECONDS_AT_A_KEYBOARD if signal.SIGINT in come else LAST_SECONDS)
            return 0
        # One that comes while another is reading is kept: what that one has read may be older.
        is_asked_to_renew |= signal.SIGHUP in come
        for pipe, one in reading.items():
            if pipe in readable or one.has_ended:
                one.hear()
        has_served |= now.has_read
        if now.has_ended:
            in_a_row = 0 if now.has_lasted else in_a_row + 1
            if not has_served:
                return now.process.returncode or 1
            if in_a_row > MOST_IN_A_ROW:
                _say(GIVEN_UP)
                if coming:
                    coming.stop()
                return now.process.returncode or 1
            _say(STARTED_AGAIN)
            if coming:
                now, coming = coming, None
            else:
                time.sleep(PAUSE_SECONDS)
                now = Serving.start()
        elif coming and not coming.is_reading:
            if coming.has_read and coming.opens():
                now.stop()
                now = coming
            else:
                _say(REFUSED)
                coming.stop()
            coming = None
        if is_asked_to_renew and coming is None and not now.is_reading:
            coming, is_asked_to_renew = Serving.start(), False


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(serve())
