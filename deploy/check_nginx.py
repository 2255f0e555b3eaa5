"""Whether nginx, as it is set up here, holds as many connections as the site needs. As root, on the machine with nginx:

    nginx -T 2>/dev/null | python3 deploy/check_nginx.py

Whoever begins a request and does not end it keeps a connection for 10 seconds. With the 768 that Debian sets, 1,600 of
them keep everybody out. They stand outside of what `deploy/nginx.conf` can set.
"""

import re
import sys

CONNECTIONS = 8192
# One for the visitor and one for the server behind it, and some for logs and pages that are kept.
FILES = 2 * CONNECTIONS + 512
BY_ITSELF = {"worker_connections": 512, "worker_rlimit_nofile": 1024}
REMEDIES = {
    "worker_connections": (CONNECTIONS, "in the events block of /etc/nginx/nginx.conf"),
    "worker_rlimit_nofile": (FILES, "at the top of /etc/nginx/nginx.conf"),
}


def set_to(configuration: str, name: str) -> int:
    """What a setting of numbers is: nginx's own if it is not there."""
    found = re.search(rf"^[^#\n]*\b{name}\s+(\d+)\s*;", configuration, re.MULTILINE)
    return int(found[1]) if found else BY_ITSELF[name]


def problems(configuration: str) -> list[str]:
    """What is too little, with what to write where."""
    return [
        f"{name} is {set_to(configuration, name)}. Write `{name} {least};` {where}, and reload nginx."
        for name, (least, where) in REMEDIES.items()
        if set_to(configuration, name) < least
    ]


if __name__ == "__main__":
    sys.exit("\n".join(problems(sys.stdin.read())) or 0)
