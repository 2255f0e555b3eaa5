"""A lab: a network namespace with a browser in it, and a slow line from there to this machine.

Nothing else can be reached from there. Linux and root alone can make one; elsewhere `why_not` says so in words.
"""

import json
import os
import shlex
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import debian
from line import ARRIVED, BITS_PER_SECOND, DELAY_SECONDS

# Addresses that are kept for measuring (RFC 2544), so that no network has them.
SERVER, CLIENT = "198.18.0.1", "198.18.0.2"
# Of the process, so that two labs at a time do not meet.
NAME = f"lab{os.getpid()}"
# As a server has them by default, whatever this machine has.
CONGESTION, INITIAL_WINDOW = "cubic", 10
TRIED_BYTES = 400_000
# In the namespace: how long a connection takes to be made, and how fast much comes once it flows.
TRY = f"""
import json, socket, sys, time
began = time.perf_counter()
line = socket.create_connection(("{SERVER}", int(sys.argv[1])))
connected = time.perf_counter() - began
got, half_at = 0, 0.0
while some := line.recv(65536):
    got += len(some)
    if not half_at and got > {TRIED_BYTES} / 2:
        half_at, half = time.perf_counter(), got
print(json.dumps([connected, 8 * (got - half) / (time.perf_counter() - half_at)]))
"""


@dataclass(frozen=True)
class Lab:
    """A running lab."""

    log: Path

    def inside(self, *command: str) -> list[str]:
        """A command that runs in the namespace."""
        return [_ip(), "netns", "exec", NAME, *command]

    def forget(self) -> None:
        """What the kernel has learned of the line, which would serve the next connection."""
        _run("tcp_metrics", "flush", CLIENT)

    def bytes_to_client(self, since: float, until: float) -> int:
        """What has arrived at the client between two times, all headers counted."""
        packets = ARRIVED.iter_unpack(self.log.read_bytes())
        return sum(size for when, size, to_client in packets if to_client and since <= when <= until)

    def described(self) -> Iterator[str]:
        """What the line is asked to be, and what it is, in words."""
        milliseconds, rate = self._tried()
        asked = f"{2000 * DELAY_SECONDS:.0f} ms there and back and {BITS_PER_SECOND / 1e6:.2f} Mbit/s"
        found = f"made in {milliseconds:.0f} ms and carries {rate / 1e6:.2f} Mbit/s without the headers of its packets"
        yield f"In a lab, with real packets over a line of {asked} (tried before: a connection is"
        yield f"{found})."

    def _tried(self) -> tuple[float, float]:
        """Milliseconds until a connection is made, and bits a second of what it carries."""
        with socket.create_server((SERVER, 0)) as listener:
            threading.Thread(target=_send_much, args=(listener,), daemon=True).start()
            command = self.inside(sys.executable, "-c", TRY, str(listener.getsockname()[1]))
            done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own
        connected, rate = json.loads(done.stdout)
        return 1000 * connected, rate


def _send_much(listener: socket.socket) -> None:
    with listener.accept()[0] as line:
        line.sendall(bytes(TRIED_BYTES))


def why_not() -> str:
    """Why there can be no lab here; nothing where there can."""
    if sys.platform != "linux" or os.geteuid():
        return "a network namespace needs Linux and root"
    if not Path("/dev/net/tun").exists():
        return "this machine has no /dev/net/tun"
    if not debian.find("ip") and not (debian.install("iproute2") and debian.find("ip")):
        return "ip is missing and could not be had. On Debian: apt install iproute2"
    return "" if _run("netns", "add", NAME) and _run("netns", "delete", NAME) else "no network namespace can be made"


@contextmanager
def lab() -> Iterator[Lab]:
    """A namespace and the line to it, for as long as they are needed."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder, "packets")
        _must("netns", "add", NAME)
        ours, theirs = f"{NAME}s", f"{NAME}c"
        program = [sys.executable, str(Path(__file__).with_name("line.py")), ours, theirs, str(log)]
        line = subprocess.Popen(program, stdout=subprocess.PIPE)  # noqa: S603 - our own
        try:
            if line.stdout is None or line.stdout.readline() != b"ready\n":
                raise SystemExit("The line of the lab could not be made.")
            _must("link", "set", theirs, "netns", NAME)
            _must("addr", "add", SERVER, "peer", CLIENT, "dev", ours)
            _must("link", "set", ours, "up")
            set_window(INITIAL_WINDOW)
            for words in (f"addr add {CLIENT} peer {SERVER} dev {theirs}", f"link set {theirs} up", "link set lo up"):
                _must("-netns", NAME, *words.split())
            yield Lab(log)
        finally:
            line.terminate()
            line.wait()
            _run("netns", "delete", NAME)


def set_window(segments: int) -> None:
    """How many packets the server may send before the client has answered one."""
    words = f"route replace {CLIENT} dev {NAME}s src {SERVER} congctl {CONGESTION} initcwnd {segments}"
    _must(*words.split())


def _ip() -> str:
    return debian.find("ip") or "ip"


def _run(*words: str) -> bool:
    return not subprocess.run([_ip(), *words], stderr=subprocess.DEVNULL, check=False).returncode  # noqa: S603 - fixed


def _must(*words: str) -> None:
    done = subprocess.run([_ip(), *words], capture_output=True, text=True, check=False)  # noqa: S603 - fixed words
    if done.returncode:
        raise SystemExit(f"The lab could not be made: ip {shlex.join(words)}: {done.stderr.strip()}")
