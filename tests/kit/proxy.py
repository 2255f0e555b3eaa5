"""nginx in front of the site, with deploy/nginx.conf as it is shipped but for names, ports and certificates."""

import datetime
import http.client
import ipaddress
import os
import re
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import debian
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from server import ROOT, START_SECONDS, free_port, listening
from visitors import Visitor

HOST = "www.example.org"
# What a server behind it is told, beside its keys.
BEHIND = {"HTTPS": "on", "BEHIND_PROXY": "on", "ALLOWED_HOSTS": HOST}
KEPT = re.compile(rf"\nKEY: [a-z, ]*\|{HOST}(.*)\n".encode())
NO_CHANGES: Mapping[str, str] = MappingProxyType({})
# Who may write into the folder of a test.
USER = "user root;" if os.geteuid() == 0 else ""
# In the configuration: what it does with names that are not its own.
OTHER_NAMES = re.compile(r"^server \{\n(?: .*\n)*? +listen .*default_server;\n(?: .*\n)*?\}\n", re.MULTILINE)
CONFIGURATION = ROOT / "deploy" / "nginx.conf"
AROUND = """
daemon off;
{user}
pid {folder}/pid;
worker_processes 2;
worker_rlimit_nofile 16896;
events {{ worker_connections 8192; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


class Trust(ssl.SSLContext):
    """Trusts the proxy's certificate, and asks for the proxy by its name, wherever it is."""

    def wrap_socket(
        self,
        sock: socket.socket,
        server_side: bool = False,
        do_handshake_on_connect: bool = True,
        suppress_ragged_eofs: bool = True,
        server_hostname: str | bytes | None = HOST,
        session: ssl.SSLSession | None = None,
    ) -> ssl.SSLSocket:
        return super().wrap_socket(
            sock, server_side, do_handshake_on_connect, suppress_ragged_eofs, server_hostname=HOST, session=session
        )


@dataclass
class Proxy:
    """A running nginx."""

    port: int
    plain_port: int
    folder: Path
    trust: ssl.SSLContext

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self.port}"

    def visitor(self, number: int = 0, **more: Any) -> Visitor:
        """Somebody who comes through it."""
        return Visitor(self.url, number, self.trust, HOST, **more)

    @contextmanager
    def request(self, method: str, path: str, body: bytes = b"", **headers: str) -> Iterator[http.client.HTTPResponse]:
        """One request over a connection of its own, and what comes back."""
        line = http.client.HTTPSConnection("127.0.0.1", self.port, context=self.trust, timeout=START_SECONDS)
        try:
            line.request(method, path, body, {"Host": HOST, **headers})
            yield line.getresponse()
        finally:
            line.close()

    def say(self, text: str) -> tuple[str, bytes]:
        """Send a request as it stands, over a connection of its own. Returns the head and the body of the reply."""
        text = text.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n", 1)
        with (
            socket.create_connection(("127.0.0.1", self.port), timeout=START_SECONDS) as plain,
            self.trust.wrap_socket(plain, server_hostname="127.0.0.1") as secure,
        ):
            secure.sendall(text.encode())
            head, _, body = b"".join(iter(lambda: secure.recv(100_000), b"")).partition(b"\r\n\r\n")
        return head.decode(), body

    @contextmanager
    def upgrading(self) -> Iterator[None]:
        """An upgrade is marked."""
        mark = self.folder / "upgrade"
        mark.touch()
        yield
        mark.unlink()

    @property
    def kept(self) -> dict[str, str]:
        """What it keeps: the address of each by the name of its file."""
        found = {file.name: KEPT.search(file.read_bytes()) for file in (self.folder / "pages").rglob("*")}
        return {name: address[1].decode() for name, address in found.items() if address}

    @property
    def log(self) -> list[str]:
        """The lines of its access log."""
        return (self.folder / "site.log").read_text(encoding="utf-8").splitlines()

    @property
    def counts(self) -> list[str]:
        """The lines of what it counts."""
        return (self.folder / "counts.log").read_text(encoding="utf-8").splitlines()

    def lines_so_far(self) -> int:
        """How many lines the log has, with those of replies that arrived before their line was written."""
        seen = -1
        while (now := len(self.log)) != seen:
            seen = now
            time.sleep(0.05)
        return seen

    def logged(self, lines: int) -> list[str]:
        """Its access log, as soon as there are this many lines; one is written when its reply is on its way."""
        end = time.monotonic() + START_SECONDS
        while len(self.log) < lines:
            assert time.monotonic() < end, f"not every request was logged: {self.log}"
            time.sleep(0.01)
        return self.log


def certificate(folder: Path) -> ssl.SSLContext:
    """A certificate of our own in a folder, as fullchain.pem and key.pem. Returns what trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    now = datetime.datetime.now(datetime.UTC)
    names = [x509.DNSName(HOST), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "fullchain.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    trust = Trust(ssl.PROTOCOL_TLS_CLIENT)
    trust.load_verify_locations(folder / "fullchain.pem")
    return trust


def configured(folder: Path, port: int, plain_port: int, servers: list[int], changes: Mapping[str, str]) -> str:
    """The configuration as it is shipped, for this folder and these ports, and with these changes of its words."""
    text = CONFIGURATION.read_text(encoding="utf-8")
    for kind in ("max_fails=3 fail_timeout=10s", "max_fails=0 backup"):
        lines = re.findall(rf"    server 127\.0\.0\.1:\d+ {kind};\n", text)
        assert len(lines) == 2, lines
        ours = "".join(f"    server 127.0.0.1:{one} {kind};\n" for one in servers)
        text = text.replace("".join(lines), ours)
    all_changes = {
        "listen 80": f"listen 127.0.0.1:{plain_port}",
        "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        "/etc/ssl/site/": f"{folder}/",
        "/var/log/kyphoplasty-guide/": f"{folder}/",
        "/run/kyphoplasty-guide-pages": f"{folder}/pages",
        "/run/kyphoplasty-guide-upgrade": f"{folder}/upgrade",
        "proxy_next_upstream_tries 2;": f"proxy_next_upstream_tries {len(servers)};",
        **changes,
    }
    for shipped, ours in all_changes.items():
        assert shipped in text, shipped
        text = text.replace(shipped, ours)
    return text


@contextmanager
def proxy(folder: Path, servers: list[int], changes: Mapping[str, str] = NO_CHANGES) -> Iterator[Proxy]:
    """nginx before the servers on these ports, running and ready."""
    ours = Proxy(free_port(), free_port(), folder, certificate(folder))
    # So that a line is in the log at once, and does not wait for others.
    changes = {" buffer=16k flush=1s": "", **changes}
    text = configured(folder, ours.port, ours.plain_port, servers, changes)
    (folder / "site.conf").write_text(text, encoding="utf-8")
    (folder / "nginx.conf").write_text(AROUND.format(folder=folder, user=USER), encoding="utf-8")
    program = debian.find("nginx")
    assert program, "nginx is missing: make nginx"
    process = subprocess.Popen([program, "-p", str(folder), "-c", str(folder / "nginx.conf")])  # noqa: S603
    try:
        end = time.monotonic() + START_SECONDS
        while not (listening(ours.port) and listening(ours.plain_port)):
            assert process.poll() is None, "nginx has ended"
            assert time.monotonic() < end, "nginx does not listen"
            time.sleep(0.02)
        yield ours
    finally:
        process.terminate()
        process.wait(15)
