"""The servers that are measured: this site, rivals in Python served by the same program, and nginx."""

import http.client
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import debian
import proxy
from chain import FILES_HOST, Chain
from django.conf import settings
from needs import BROTLI
from server import children, cpu_seconds, free_port, listening

HERE = Path(__file__).parent
CORES = sorted(os.sched_getaffinity(0))
# A server has one core and what asks it another, where there are two: the same for every server.
SERVER_CORE, LOAD_CORE, ALL_CORES = str(CORES[-1]), str(CORES[0]), ",".join(map(str, CORES))
START_SECONDS = 300
# Of a second: what the workers use to say that they go on.
IDLE_CPU_SECONDS = 0.05
ENCODINGS = "gzip, deflate, br, zstd"  # as browsers say
# What a server writes by itself for each answer.
OWN_HEADERS = {"content-type", "content-length", "content-encoding", "date", "server", "etag", "last-modified"}
OWN_HEADERS |= {"connection", "transfer-encoding"}


@dataclass(frozen=True)
class Server:
    """A running server, and the seconds from starting its program to its first answer."""

    process: subprocess.Popen[bytes]
    url: str
    start_seconds: float

    @property
    def others(self) -> list[int]:
        """All processes below the first, which make the workers or are workers themselves."""
        below = children(self.process.pid)
        return below + [worker for one in below for worker in children(one)]

    @property
    def workers(self) -> list[int]:
        """Those of them that have none below them."""
        return [one for one in self.others if not children(one)]

    @property
    def cpu_seconds(self) -> float:
        """What all its processes have used so far."""
        return cpu_seconds((self.process.pid, *self.others))

    @property
    def worker_bytes(self) -> int:
        """The memory of its greatest worker: pages shared with others count in part (PSS)."""
        return max(memory(worker, "Pss") for worker in self.workers)

    @property
    def all_bytes(self) -> int:
        """The memory of all its processes (PSS)."""
        return sum(memory(process, "Pss") for process in (self.process.pid, *self.others))

    @property
    def worker_resident_bytes(self) -> int:
        """The same with shared pages counted whole (RSS)."""
        return max(memory(worker, "Rss") for worker in self.workers)


def memory(process: int, name: str) -> int:
    """The bytes that a process has, counted in the way of this name (Pss, Rss)."""
    rows = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return sum(1024 * int(row.split()[1]) for row in rows if row.startswith(f"{name}:"))


@contextmanager
def this_site(
    workers: int = 1, cores: str = SERVER_CORE, environment: Mapping[str, str] = proxy.NO_CHANGES
) -> Iterator[Server]:
    """The site, started as it is deployed, on plain http unless the environment says otherwise.

    It goes on compressing its pages for some seconds after it answers: what is measured is measured after that.
    """
    with _granian(["-m", "kyphoplasty_site"], workers, cores, environment) as server:
        _wait_until_idle(server)
        yield server


def _wait_until_idle(server: Server) -> None:
    used = -1.0
    while server.cpu_seconds - used > IDLE_CPU_SECONDS:
        used = server.cpu_seconds
        time.sleep(1)


@contextmanager
def rival(module: str, workers: int = 1, cores: str = SERVER_CORE, **environment: str) -> Iterator[Server]:
    """A WSGI application of bench/rivals, started by the same program with the same flags."""
    with _granian(["-m", "rivals.serve", f"rivals.{module}:application"], workers, cores, environment) as server:
        yield server


@contextmanager
def _granian(command: list[str], workers: int, cores: str, environment: Mapping[str, str]) -> Iterator[Server]:
    port = free_port()
    ours = {"PORT": str(port), "WORKERS": str(workers)}
    added = {**site_environment(), **ours, **environment}
    with _running([sys.executable, *command], cores, port, added, workers) as server:
        yield server


def site_environment() -> dict[str, str]:
    """For a program of ours or a rival's: production's settings, on plain http and this machine."""
    given = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    path = os.pathsep.join(map(str, (HERE, HERE.parent / "tests" / "kit")))
    ours = {"SECRET_KEY": settings.SECRET_KEY, "ALLOWED_HOSTS": "127.0.0.1,localhost", "HTTPS": "off"}
    return {**given, **ours, "PYTHONPATH": path}


@contextmanager
def nginx(root: Path, headers: dict[str, str] | None = None) -> Iterator[Server]:
    """The files of a folder with their compressed versions (.br), and these headers."""
    port = free_port()
    added = "\n".join(f"add_header {name} {_quoted(value)};" for name, value in (headers or {}).items())
    with tempfile.TemporaryDirectory() as folder:
        words = {"port": port, "root": root, "folder": folder, "brotli": BROTLI, "headers": added, "user": proxy.USER}
        with _nginx(Path(folder), port, (HERE / "nginx.conf").read_text().format(**words)) as server:
            yield server


@contextmanager
def deployed(site: Server) -> Iterator[Server]:
    """nginx in front of a running site, as `deploy/nginx.conf` has it, but with one worker and on plain http."""
    port, behind = free_port(), int(site.url.rpartition(":")[2])
    # On plain http its pages name it, and are answered from memory for that name alone.
    changes = {" ssl http2;": ";", "Host $host;": f"Host 127.0.0.1:{behind};"}
    with tempfile.TemporaryDirectory() as folder:
        text = proxy.configured(Path(folder), port, free_port(), [behind, behind], changes)
        # All of the measurement comes from one address.
        text = proxy.OTHER_NAMES.sub("", text)
        Path(folder, "site.conf").write_text(re.sub(r"^ *(ssl_|limit_(req|conn) ).*\n", "", text, flags=re.MULTILINE))
        around = proxy.AROUND.format(folder=folder, user=proxy.USER).replace("worker_processes 2", "worker_processes 1")
        with _nginx(Path(folder), port, around) as server:
            yield server


@contextmanager
def secured(site: Server, files: Path, chain: Chain, changes: Mapping[str, str] = proxy.NO_CHANGES) -> Iterator[int]:
    """nginx in front of a site as `deploy/nginx.conf` has it, on every address of this machine. Gives its port.

    The files of a folder are served beside it for another name, with the same settings of TLS.
    """
    port, behind = free_port(), int(site.url.rpartition(":")[2])
    everywhere = {f"listen 127.0.0.1:{port} ": f"listen {port} "}
    with tempfile.TemporaryDirectory() as folder:
        chain.write(Path(folder))
        text = proxy.configured(Path(folder), port, free_port(), [behind, behind], {**everywhere, **changes})
        ours = proxy.OTHER_NAMES.sub("", text)
        settings_of_tls = "".join(re.findall(rf"^ *(?:listen {port} |ssl_).*\n", ours, re.MULTILINE))
        words = {"tls": settings_of_tls, "name": FILES_HOST, "root": files}
        beside = (HERE / "nginx_files.conf").read_text().format(**words)
        Path(folder, "site.conf").write_text(text + beside)
        around = f"load_module {BROTLI};\n" + proxy.AROUND.format(folder=folder, user=proxy.USER)
        with _nginx(Path(folder), port, around):
            yield port


def _nginx(folder: Path, port: int, text: str) -> AbstractContextManager[Server]:
    """nginx with this configuration, which is written into the folder and listens on the port."""
    configuration = folder / "nginx.conf"
    configuration.write_text(text)
    command = [debian.find("nginx") or "nginx", "-e", "/dev/null", "-c", str(configuration)]
    return _running(command, SERVER_CORE, port, dict(os.environ))


def _quoted(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


@contextmanager
def _running(
    command: list[str], cores: str, port: int, environment: dict[str, str], listeners: int = 1
) -> Iterator[Server]:
    """A server on these cores, from when all its workers listen and it answers, and stopped at the end."""
    url = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryFile() as log:
        began = time.perf_counter()
        pinned = [debian.find("taskset") or "taskset", "--cpu-list", cores, *command]
        process = subprocess.Popen(pinned, cwd=HERE.parent, env=environment, stdout=log, stderr=log)  # noqa: S603
        try:
            while len(listening(port)) < listeners or not _answers(url):
                if process.poll() is not None or time.perf_counter() - began > START_SECONDS:
                    log.seek(0)
                    raise SystemExit(f"{command} does not serve: {log.read().decode(errors='replace')[-3000:]}")
                time.sleep(0.005)
            yield Server(process, url, time.perf_counter() - began)
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=10):  # noqa: S310 - our own
            return True
    except (urllib.error.HTTPError, http.client.RemoteDisconnected):  # nginx hangs up on who names another host
        return True
    except OSError:
        return False
