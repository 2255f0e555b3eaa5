"""How it is known that a worker hangs: it counts on in memory that it shares with the process which made it.

A worker that was stopped, or that Python holds, counts no more. Nor does one whose threads are all stuck in a request.
It is counted how often it was found so, and not for how long: a machine that slept for an hour kills nobody.
"""

import threading
import time
from collections.abc import Callable, Iterable
from mmap import mmap
from typing import Any

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

BEAT_SECONDS = 1
# So many looks in a row without a beat, one each second: as long as the proxy waits for an answer.
MOST_MISSED = 10
# No answer takes a tenth of this; a PDF that takes 5 seconds is given up.
STUCK_SECONDS = 20


class Beats:
    """The counts of all workers, by their number, and how often each was found as it was."""

    def __init__(self, workers: int) -> None:
        # Shared with each process that is copied from this one, and no file.
        self._counts = memoryview(mmap(-1, 8 * workers)).cast("Q")
        self._seen = [0] * workers
        self._missed = [0] * workers

    def beat(self, worker: int) -> None:
        self._counts[worker] += 1

    def begin(self, worker: int) -> None:
        """Another process takes this number."""
        self._missed[worker] = 0

    def look(self) -> list[int]:
        """The numbers of those that hang."""
        for worker, count in enumerate(self._counts):
            self._missed[worker] = self._missed[worker] + 1 if count == self._seen[worker] else 0
            self._seen[worker] = count
        return [worker for worker, missed in enumerate(self._missed) if missed >= MOST_MISSED]


class Watched:
    """A WSGI application that knows whether each of the threads that run it is stuck in a request."""

    def __init__(self, application: Application, threads: int) -> None:
        self.application = application
        self.threads = threads
        self._begun: dict[int, float] = {}

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        thread = threading.get_ident()
        self._begun[thread] = time.monotonic()
        try:
            return self.application(environ, start_response)
        finally:
            del self._begun[thread]

    @property
    def is_stuck(self) -> bool:
        begun = self._begun.copy().values()
        return len(begun) >= self.threads and max(begun) < time.monotonic() - STUCK_SECONDS

    def keep_beating(self, beat: Callable[[], None]) -> None:
        """Beat each second, by a thread of its own, as long as it is not stuck."""

        def go_on() -> None:
            while True:
                if not self.is_stuck:
                    beat()
                time.sleep(BEAT_SECONDS)

        threading.Thread(target=go_on, name="beat", daemon=True).start()
