"""The site, served for the audit as `make run` serves it."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

AUDIT = Path(__file__).resolve().parent
ROOT = AUDIT.parent


def run(*command: str | Path, **kwargs: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(part) for part in command], text=True, check=False, **kwargs)  # noqa: S603 - our own


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


@contextmanager
def site() -> Iterator[str]:
    """The address of the site, served as `make run` serves it, on a free port."""
    python = Path(sys.executable)
    if run(python, "manage.py", "collectstatic", "--no-input", "--verbosity", "0", cwd=ROOT).returncode:
        sys.exit("The static files could not be collected.")
    port = free_port()
    options = f"--interface wsgi --host 127.0.0.1 --port {port} --workers 2 --blocking-threads 4 --log-level warning"
    command = [str(python.with_name("granian")), *options.split(), "kyphoplasty_site.wsgi:application"]
    server = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)  # noqa: S603 - our own
    try:
        wait_for(port, server)
        yield f"http://127.0.0.1:{port}"
        if server.poll() is not None:
            sys.exit(f"The site stopped before the audit was done (exit status {server.returncode}).")
    finally:
        server.terminate()
        server.wait(timeout=20)


def wait_for(port: int, server: "subprocess.Popen[bytes]") -> None:
    for _ in range(150):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if server.poll() is not None:
            break
        time.sleep(0.2)
    sys.exit("The site did not start. Run `make run` to see why.")
