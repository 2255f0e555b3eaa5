"""Whether this machine's server answers: `python -m kyphoplasty_site.health` waits for it, and fails if it does not.

For systemd, which so knows when a restarted server is ready, and for a container's health check. Read from the
environment, as the server does: HOST, PORT, ALLOWED_HOSTS.
"""

import http.client
import os
import time

LONGEST_SECONDS = 60
# Drawn by Django for each visitor, while the pages to read come from memory.
ADDRESS = "/self-check/"


def is_well() -> bool:
    """Whether a page is answered now, as it would be for the proxy."""
    place = os.environ.get("HOST", "").strip() or "127.0.0.1", int(os.environ.get("PORT", "").strip() or 8000)
    host = os.environ.get("ALLOWED_HOSTS", "").partition(",")[0].strip() or "localhost"
    connection = http.client.HTTPConnection(*place, timeout=5)
    try:
        connection.request("GET", ADDRESS, headers={"Host": host, "X-Forwarded-Proto": "https"})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def wait() -> None:
    """Until it is well. Raises SystemExit if that takes too long."""
    end = time.monotonic() + LONGEST_SECONDS
    while not is_well():
        if time.monotonic() > end:
            raise SystemExit(f"The server has not answered for {LONGEST_SECONDS} seconds.")
        time.sleep(0.2)


if __name__ == "__main__":
    wait()
