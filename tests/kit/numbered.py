"""What nginx asks in the tests of its cache: a source whose answers are numbered."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from proxy import Proxy

from web.caching import FOR_EVERYBODY

BROWSERS = ("gzip, deflate, br, zstd", "gzip, deflate", "identity")


class Source:
    """What nginx asks: its answers are numbered, so that one that was kept is known by its number."""

    def __init__(self) -> None:
        self.headers = {"Cache-Control": FOR_EVERYBODY}
        self.status = 200
        self.asked = 0
        self.seconds = 0.0
        self.told: Message = Message()
        self.nginx: Proxy  # what asks it, once there is one

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        self.asked += 1
        body = str(self.asked).encode()
        self.told = handler.headers
        time.sleep(self.seconds)
        handler.send_response(self.status)
        for name, value in {**self.headers, "Content-Length": str(len(body))}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)


@contextmanager
def numbered() -> Iterator[tuple[Source, int]]:
    """A source that is listening, and its port."""
    source = Source()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            source.answer(self)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            source.answer(self)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield source, server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


def ask(nginx: Proxy, path: str = "/risks/", method: str = "GET", **headers: str) -> tuple[int, str]:
    """The status and the body of one request by somebody new."""
    with nginx.request(method, path, b"", **{"Accept-Encoding": BROWSERS[0], **headers}) as reply:
        return reply.status, reply.read().decode("latin-1")
