"""A slow line between two network devices: each packet is delayed, at a rate, and dropped when too many wait.

The kernel's netem does the same, but many kernels are built without it; and it sees one packet where the kernel has
joined several, while a TUN device gets each as it would go over a line. `lab.py` runs it, with the names of the
server's and of the client's device, and of a log.
"""

import fcntl
import os
import select
import struct
import sys
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from time import time
from typing import BinaryIO

BITS_PER_SECOND = 1_638_400  # 1.6 Mbit/s as Lighthouse counts them
DELAY_SECONDS = 0.075  # each way
# What a modem keeps before it drops: a good third of a second. Less would punish a server that sends much at once.
LONGEST_WAIT_SECONDS = 0.4
LARGEST_PACKET = 65_536
ARRIVED = struct.Struct("<dHB")  # when, how many bytes, and whether it went to the client
_TUNSETIFF, _IFF_TUN, _IFF_NO_PI = 0x400454CA, 0x0001, 0x1000


@dataclass
class Direction:
    """One way of the line: packets that were read from a device and go to the other."""

    source: int
    target: int
    to_client: bool
    on_their_way: deque[tuple[float, bytes]] = field(default_factory=deque)
    free_at: float = 0.0

    def take(self) -> None:
        """Read a packet, and settle when it arrives."""
        packet, now = os.read(self.source, LARGEST_PACKET), time()
        begins = max(now, self.free_at)
        if begins - now <= LONGEST_WAIT_SECONDS:
            self.free_at = begins + 8 * len(packet) / BITS_PER_SECOND
            self.on_their_way.append((self.free_at + DELAY_SECONDS, packet))

    def deliver(self, log: BinaryIO) -> None:
        """Hand on what has arrived by now."""
        while self.on_their_way and self.on_their_way[0][0] <= time():
            _, packet = self.on_their_way.popleft()
            with suppress(OSError):  # a device that is not up takes nothing
                os.write(self.target, packet)
            log.write(ARRIVED.pack(time(), len(packet), self.to_client))

    @property
    def next_arrival(self) -> float:
        return self.on_their_way[0][0] if self.on_their_way else float("inf")


def _open(device: str) -> int:
    """A TUN device of this name, which is there as long as the file is open."""
    file = os.open("/dev/net/tun", os.O_RDWR)
    fcntl.ioctl(file, _TUNSETIFF, struct.pack("16sH", device.encode(), _IFF_TUN | _IFF_NO_PI))
    return file


def main() -> None:
    """Carry packets until the program is ended."""
    server, client = map(_open, sys.argv[1:3])
    ways = {server: Direction(server, client, True), client: Direction(client, server, False)}
    # Before all else that runs, so that a busy browser delays no packet.
    os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))
    print("ready", flush=True)
    with open(sys.argv[3], "wb", buffering=0) as log:  # noqa: PTH123 - unbuffered
        while True:
            wait = min(way.next_arrival for way in ways.values()) - time()
            for source in select.select(ways, (), (), max(0.0, wait) if wait < 60 else None)[0]:
                ways[source].take()
            for way in ways.values():
                way.deliver(log)


if __name__ == "__main__":
    main()
