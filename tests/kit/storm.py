"""A storm of requests, from a process of its own that steps behind the site's: other machines would send it.

`storm.py PORT TRUST CONNECTIONS ADDRESSES PATH …` asks for the paths by turns, as fast as it is answered, until its
standard input ends. {} in a path is another word each time. Then it writes how often it got which status.
"""

import collections
import contextlib
import http.client
import json
import os
import secrets
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count

from proxy import HOST, Trust

BEHIND_ALL = 10  # of nice
LONGEST_WAIT_SECONDS = 120


def address_of(number: int, addresses: int) -> str:
    """An address of this machine's own, after the one that visitors have."""
    return f"127.0.0.{2 + number % addresses}"


def ask(number: int, got: collections.Counter[str], port: int, trust: str, addresses: int, paths: list[str]) -> None:
    """One connection after the other, until the process ends."""
    context = Trust(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(trust)
    source = (address_of(number, addresses), 0)
    while True:
        line = http.client.HTTPSConnection("127.0.0.1", port, timeout=30, context=context, source_address=source)
        with contextlib.suppress(OSError, http.client.HTTPException):
            for turn in count(number):
                line.request(
                    "GET", paths[turn % len(paths)].replace("{}", secrets.token_hex(8)), headers={"Host": HOST}
                )
                reply = line.getresponse()
                reply.read()
                got[str(reply.status)] += 1
        line.close()


@contextmanager
def storm(port: int, trust: str, connections: int, addresses: int, paths: Sequence[str]) -> Iterator[dict[str, int]]:
    """A storm for as long as this lasts. What it got is there afterwards."""
    told = [port, trust, connections, addresses, *paths]
    process = subprocess.Popen(  # noqa: S603 - ours
        [sys.executable, __file__, *map(str, told)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    got: dict[str, int] = {}
    try:
        assert process.stdout
        assert process.stdout.readline(), "the storm did not begin"  # each connection has had its first answer
        yield got
    finally:
        got |= json.loads(process.communicate()[0] or "{}")


def main(port: int, trust: str, connections: int, addresses: int, paths: list[str]) -> None:
    os.nice(BEHIND_ALL)
    counted = [collections.Counter[str]() for _ in range(connections)]
    for number, got in enumerate(counted):
        threading.Thread(target=ask, args=(number, got, port, trust, addresses, paths), daemon=True).start()
    begun = time.monotonic()
    while not all(counted):
        if time.monotonic() - begun > LONGEST_WAIT_SECONDS:
            sys.exit(f"{counted.count(collections.Counter())} of {connections} connections never had an answer.")
        time.sleep(0.01)
    print("begun", flush=True)
    sys.stdin.read()
    print(json.dumps(sum(counted, collections.Counter())), flush=True)
    os._exit(0)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), sys.argv[5:])
