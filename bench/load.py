"""Servers loaded by wrk, by turns: each for a moment in every round while the others idle."""

import json
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any, TypeVar

from servers import ENCODINGS, LOAD_CORE, Server
from show import spread

CONNECTIONS = 8
ROUNDS = 15
SECONDS = 1
HOW = f"""one worker on one core, wrk on the other with {CONNECTIONS} connections kept
open, {ROUNDS} rounds of {SECONDS} s by turns while the others idle; those in Python by granian with the same flags"""
# The numbers of wrk as JSON; times are in microseconds.
DONE = """
function done(summary, latency, requests)
  local e = summary.errors
  print(string.format('{"requests":%d,"microseconds":%d,"p99":%d,"errors":%d}', summary.requests, summary.duration,
    latency:percentile(99), e.connect + e.read + e.write + e.status + e.timeout))
end
"""


Name = TypeVar("Name")


@dataclass(frozen=True)
class Request:
    """What is asked for again and again."""

    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    form: str = ""

    @property
    def script(self) -> str:
        """The same for wrk, in its language."""
        lines = [f"wrk.headers[{json.dumps(name)}] = {json.dumps(value)}" for name, value in self.headers.items()]
        if self.form:
            lines += ['wrk.method = "POST"', f"wrk.body = {json.dumps(self.form)}"]
            lines += ['wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"']
        return "\n".join([f'wrk.headers["Accept-Encoding"] = "{ENCODINGS}"', *lines, DONE])


@dataclass
class Loaded:
    """What was measured of one server, a number for each round."""

    per_second: list[float] = field(default_factory=list)
    p99_ms: list[float] = field(default_factory=list)
    cpu_us: list[float] = field(default_factory=list)

    def add(self, found: dict[str, Any], cpu_seconds: float) -> None:
        self.per_second.append(1e6 * found["requests"] / found["microseconds"])
        self.p99_ms.append(found["p99"] / 1000)
        self.cpu_us.append(1e6 * cpu_seconds / found["requests"])

    @property
    def cells(self) -> str:
        """Requests a second, p99 and CPU per request for a table, with their ranges."""
        return f"{spread(self.per_second)} | {spread(self.p99_ms, 1)} | {spread(self.cpu_us)}"

    def times(self, other: "Loaded") -> float:
        """How many times as fast as the other: the median of what both did in the same round, however busy it was."""
        return median(ours / theirs for ours, theirs in zip(self.per_second, other.per_second, strict=True))


COLUMNS = "requests/s | p99 ms | CPU µs a request"


def by_turns(
    asked: Mapping[Name, tuple[Server, Request]], rounds: int = ROUNDS, core: str = LOAD_CORE
) -> dict[Name, Loaded]:
    """Each server under full load in every round; the first round only warms up. Raises SystemExit for any error."""
    found = {name: Loaded() for name in asked}
    for turn in range(rounds + 1):
        for name, (server, request) in asked.items():
            before = server.cpu_seconds
            said = _load(server.url + request.path, request.script, core)
            if said["errors"]:
                raise SystemExit(f"{name} answered {said['errors']} of {said['requests']} requests with an error.")
            if turn:
                found[name].add(said, server.cpu_seconds - before)
    return found


def _load(address: str, script: str, core: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "request.lua")
        file.write_text(script, encoding="utf-8")
        command = [
            "taskset",
            "--cpu-list",
            core,
            "wrk",
            "-t1",
            f"-c{CONNECTIONS}",
            f"-d{SECONDS}s",
            "--timeout=30s",
            "-s",
            str(file),
        ]
        done = subprocess.run([*command, address], capture_output=True, text=True, check=True)  # noqa: S603 - our own
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told
