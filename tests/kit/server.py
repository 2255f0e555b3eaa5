"""The site as it is deployed, for tests that hurt it: the real server with its workers, on a port of its own."""

import os
import random
import resource
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

ROOT = Path(__file__).parent.parent.parent
KEY = os.environ.setdefault("SECRET_KEY", secrets.token_urlsafe(64))  # as in settings_for_tests.py
START_SECONDS = 120
PACKAGES = (
    "clinics",
    "content",
    "kyphoplasty_site",
    "records",
    "referrals",
    "reviews",
    "seo",
    "screener",
    "static",
    "templates",
    "web",
)
# For a server whose workers make the pages small, as they do where people visit (settings_for_tests.py).
AS_DEPLOYED = {"PAGES_MADE_SMALL": "on"}
NOTHING_MORE: Mapping[str, str] = MappingProxyType({})
PROGRAM = (sys.executable, "-m", "kyphoplasty_site")


@dataclass
class Server:
    """A running server."""

    process: subprocess.Popen[bytes]
    port: int
    count: int
    log_file: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        """All that it has written."""
        return self.log_file.read_text(encoding="utf-8", errors="replace")

    @property
    def serving(self) -> list[int]:
        """The process that has read the site and makes the workers; while they are renewed, the old and the new one."""
        return children(self.process.pid)

    @property
    def workers(self) -> list[int]:
        """The process ids of its workers, oldest first."""
        return sorted(worker for one in self.serving for worker in children(one))

    @property
    def memory(self) -> list[int]:
        """The bytes of memory of each worker (RSS)."""
        return [resident(worker) for worker in self.workers]

    @property
    def cpu_seconds(self) -> float:
        """The processor time that its workers have taken."""
        return cpu_seconds(self.workers)

    @property
    def open_files(self) -> list[int]:
        """How many files, sockets included, each worker has open."""
        return [len(list(Path(f"/proc/{worker}/fd").iterdir())) for worker in self.workers]

    @property
    def threads(self) -> list[int]:
        """How many threads each worker has."""
        return [len(list(Path(f"/proc/{worker}/task").iterdir())) for worker in self.workers]

    def limit(self, kind: int, most: int | None) -> None:
        """Let each worker have no more than this of a resource (`resource.RLIMIT_…`); None takes the limit away."""
        for worker in self.workers:
            hard = resource.prlimit(worker, kind)[1]
            resource.prlimit(worker, kind, (hard if most is None else most, hard))

    def die(self) -> None:
        """SIGKILL to all of it at once, as when the power fails."""
        everyone = [self.process.pid, *self.serving, *self.workers]
        for one in everyone:
            os.kill(one, signal.SIGKILL)
        self.process.wait()
        while listening(self.port):
            time.sleep(0.01)

    def kill_worker(self) -> int:
        """SIGKILL to the oldest worker. Returns its process id when it is gone."""
        victim = self.workers[0]
        os.kill(victim, signal.SIGKILL)
        while victim in self.workers:
            time.sleep(0.01)
        return victim

    def renew_workers(self) -> None:
        """All workers replaced by those of a new start, if that is not refused."""
        self.process.send_signal(signal.SIGHUP)

    def wait(self) -> None:
        """Until all its workers listen. Raises TimeoutError, or RuntimeError with its log if it has ended."""
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise RuntimeError(f"The server ended with {self.process.returncode}: {self.log}")
            ports = listening(self.port)
            if len(ports) == self.count and ports <= sockets(self.workers):  # none of one that is about to end
                return
            time.sleep(0.02)
        raise TimeoutError(self.log)

    def stop(self) -> None:
        """As systemd stops it: politely, then not."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def copy_site(folder: Path) -> Path:
    """A copy of the site in this folder, whose files may be spoiled or added to."""
    for package in PACKAGES:
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "manage.py", folder)
    return folder


def children(process: int) -> list[int]:
    """The process ids of its children, oldest first."""
    found: list[int] = []
    with suppress(FileNotFoundError, ProcessLookupError):  # it has ended meanwhile
        for task in Path(f"/proc/{process}/task").iterdir():
            with suppress(FileNotFoundError, ProcessLookupError):  # a thread that has ended meanwhile
                found += map(int, (task / "children").read_text().split())
    return sorted(found)


def cpu_seconds(processes: Iterable[int]) -> float:
    """The processor time that these have taken so far."""
    # The name, which comes first, may hold spaces.
    stats = [Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split() for one in processes]
    return sum(int(ticks) for stat in stats for ticks in stat[11:13]) / os.sysconf("SC_CLK_TCK")


def resident(process: int) -> int:
    """The bytes of memory that it holds."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def listening(port: int) -> set[str]:
    """The sockets that listen on a port, by inode: each worker has its own."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return {row[9] for row in rows if row[1].endswith(f":{port:04X}") and row[3] == "0A"}


def sockets(processes: Iterable[int]) -> set[str]:
    """The sockets that these have open, by inode."""
    found = set()
    for process in processes:
        with suppress(FileNotFoundError, ProcessLookupError):  # it has ended meanwhile
            for file in Path(f"/proc/{process}/fd").iterdir():
                with suppress(FileNotFoundError, ProcessLookupError):  # a file that was closed meanwhile
                    found.add(str(file.readlink()).removeprefix("socket:[").removesuffix("]"))
    return found


def free_port() -> int:
    """A port that nothing listens on."""
    while True:
        port = random.randrange(20_000, 32_000)  # noqa: S311 - below those that the system gives to clients
        with socket.socket() as one, suppress(OSError):
            one.bind(("127.0.0.1", port))
            return port


@contextmanager
def serve(
    static_root: Path,
    port: int = 0,
    workers: int = 2,
    site: Path = ROOT,
    environment: Mapping[str, str] = NOTHING_MORE,
) -> Iterator[Server]:
    """The server, running and ready, with the static files of this folder.

    `environment` is added to that of production on plain http.
    """
    with launch(static_root, port, workers, site=site, environment=environment) as server:
        server.wait()
        yield server


@contextmanager
def launch(
    static_root: Path,
    port: int = 0,
    workers: int = 2,
    program: Sequence[str] = PROGRAM,
    site: Path = ROOT,
    environment: Mapping[str, str] = NOTHING_MORE,
) -> Iterator[Server]:
    """The same, not ready yet: for several that start at once. `site` is the folder with its files."""
    port = port or free_port()
    ours = {
        "SECRET_KEY": KEY,
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "HTTPS": "off",
        "PORT": str(port),
        "WORKERS": str(workers),
        "DJANGO_SETTINGS_MODULE": "settings_for_tests",
        "PYTHONPATH": str(ROOT / "tests" / "kit"),
        "STATIC_ROOT_OF_TESTS": str(static_root),
    }
    with tempfile.TemporaryDirectory() as folder:
        log_file = Path(folder) / "log"
        with log_file.open("wb") as log:
            process = subprocess.Popen(  # noqa: S603 - ours
                program,
                env={**os.environ, **ours, **environment},
                cwd=site,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        server = Server(process, port, workers, log_file)
        try:
            yield server
        finally:
            server.stop()
