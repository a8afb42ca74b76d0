"""The pages as docs/web-people.md has them served: behind nginx with that configuration, and as the unit there starts them."""

import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import Message
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "web-people.md").read_text("utf-8")
HOST = "results.example.org"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
HOW_TO_HAVE_NGINX = "the pages are served behind nginx: apt-get install nginx-light"
COMMAND = "from glitterball.cli import main; main()"
PATIENCE = 60
"""Seconds that an answer is waited for."""

AROUND = """
daemon off; master_process off; pid {folder}/nginx.pid; error_log stderr crit;
events {{ worker_connections 256; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  {server}
}}
"""


def block(begins: str) -> str:
    """The block of the page that begins so."""
    found = [told for told in re.findall(r"(?ms)^```\n(.*?)^```$", PAGE) if told.startswith(begins)]
    assert len(found) == 1, f"docs/web-people.md has {len(found)} blocks that begin with {begins!r}"
    return found[0]


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate of the host, by itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), 33, now - timedelta(days=1), now + timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    paths = folder / "results.pem", folder / "results.key"
    paths[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return paths


def configured(folder: Path, port: int, pages: int) -> str:
    """The configuration of the page, with ports and files of a test."""
    server = block("server {")
    pem, key = certificate(folder)
    for said, here in (
        ("listen 443 ssl;", f"listen 127.0.0.1:{port} ssl;"),
        ("/etc/ssl/results.pem", str(pem)),
        ("/etc/ssl/results.key", str(key)),
        ("http://127.0.0.1:8033", f"http://127.0.0.1:{pages}"),
    ):
        assert server.count(said) == 1, f"the configuration says {said!r} once"
        server = server.replace(said, here)
    return AROUND.format(folder=folder, server=server)


def started(store: str, people: Path) -> list[str]:
    """What the unit of the page starts, with the store and the people file of a test."""
    (line,) = re.findall(r"(?m)^ExecStart=\S+ (.+)$", block("[Unit]"))
    for said, here in (
        ("sqlite:/srv/glitterball/show.sqlite", store),
        ("/etc/glitterball/people.toml", str(people)),
    ):
        assert line.split().count(said) == 1, f"the unit names {said!r} once"
        line = line.replace(said, here)
    return line.split()


class Pages:
    """What the unit of the page starts, a process that is ended and begun again at the same port."""

    def __init__(self, folder: Path, store: str, people: Path) -> None:
        self.folder, self.store, self.people, self.port = folder, store, people, free_port()
        self._process: subprocess.Popen[str] | None = None

    def begin(self) -> None:
        """Begin, and wait until it says where it listens."""
        words = [sys.executable, "-c", COMMAND, *started(self.store, self.people), "--port", str(self.port)]
        self._process = subprocess.Popen(
            words,
            cwd=self.folder,
            env={**os.environ, "GLITTERBALL_SETTINGS": "/dev/null"},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self._process.stdout is not None
        assert self._process.stdout.readline().startswith("http://127.0.0.1:")

    def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        """End it as systemd does, or otherwise; how it ended."""
        assert self._process is not None
        self._process.send_signal(how)
        ended = self._process.wait(PATIENCE)
        assert self._process.stdout is not None
        self._process.stdout.close()
        return ended


@dataclass
class Answer:
    """What was answered."""

    status: int
    headers: Message
    text: str

    def each(self, header: str) -> list[str]:
        """Each time a header was said."""
        return self.headers.get_all(header) or []


@dataclass
class Behind:
    """The pages behind the proxy, as somebody finds them who comes from outside."""

    port: int
    pages: Pages
    trusts: ssl.SSLContext

    def reaches(self) -> ssl.SSLSocket:
        """A connection by TLS to the host that the certificate names."""
        plain = socket.create_connection(("127.0.0.1", self.port), PATIENCE)
        return self.trusts.wrap_socket(plain, server_hostname=HOST)

    @contextmanager
    def asking(self, path: str, method: str = "GET", body: Any = None, **headers: str) -> Iterator[HTTPResponse]:
        """Ask for something; the answer while it comes."""
        with self.reaches() as line:
            asked = HTTPConnection(HOST, timeout=PATIENCE)
            asked.sock = line
            asked.request(method, path, body=body, headers={"Host": HOST, **headers})
            with asked.getresponse() as answer:
                yield answer

    def asks(self, path: str, method: str = "GET", body: Any = None, **headers: str) -> Answer:
        """Ask for something; the whole answer."""
        with self.asking(path, method, body, **headers) as answer:
            return Answer(answer.status, answer.headers, answer.read().decode())

    def says(self, octets: bytes) -> bytes:
        """Send bytes as they are; the first that come back."""
        with self.reaches() as line:
            line.sendall(octets)
            return line.recv(4_096)


@contextmanager
def behind_nginx(folder: Path, pages: Pages) -> Iterator[Behind]:
    """The proxy of the page, while this lasts."""
    assert NGINX is not None
    port = free_port()
    (folder / "nginx.conf").write_text(configured(folder, port, pages.port))
    proxy = subprocess.Popen([NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf")])
    try:
        found = Behind(port, pages, ssl.create_default_context(cafile=str(folder / "results.pem")))
        _wait_for(port, proxy)
        yield found
    finally:
        proxy.terminate()
        proxy.wait(PATIENCE)


def _wait_for(port: int, proxy: "subprocess.Popen[bytes]") -> None:
    for _ in range(600):
        assert proxy.poll() is None, "nginx ended by itself"
        with socket.socket() as asked:
            asked.settimeout(0.1)
            if asked.connect_ex(("127.0.0.1", port)) == 0:
                return
    raise AssertionError("nginx does not listen")
