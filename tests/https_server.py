"""A web site on this computer that speaks https, for tests of downloads: it can break off, refuse and redirect."""

import datetime
import ipaddress
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.served import served

NAME = "site.example"  # which the certificate names beside 127.0.0.1
Page = Callable[[BaseHTTPRequestHandler], None]


class Site:
    """The running site: `pages` are its paths, `asked` the requests so far as (path, headers)."""

    def __init__(self, address: str, trusted: ssl.SSLContext) -> None:
        self.address = address
        self.trusted = trusted
        self.pages: dict[str, Page] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []

    def put(self, path: str, page: Page) -> str:
        """Serve `page` at `path` and return the address."""
        self.pages[path] = page
        return self.address + path

    def client(self, timeout: float = 5.0) -> httpx.Client:
        """A client that trusts this site's certificate and no other, and uses no proxy."""
        return httpx.Client(verify=self.trusted, timeout=timeout, trust_env=False)


@contextmanager
def running_site(folder: Path) -> Iterator[Site]:
    """A site on a free port, with a certificate written to `folder`."""
    certificate = _write_certificate(folder)
    site = Site("", ssl.create_default_context(cafile=str(certificate)))

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            site.asked.append((path, {name.lower(): value for name, value in self.headers.items()}))
            site.pages.get(path, status(404))(self)

        def log_message(self, format: str, *args: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            pass  # a client that hangs up is what some tests are about

    server = Server(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    site.address = f"https://127.0.0.1:{server.server_address[1]}"
    with served(server):
        yield site


def document(body: bytes, etag: str | None = '"one"', ranges: bool = True, breaks_after: int | None = None) -> Page:
    """A file. The first answer ends after `breaks_after` bytes; `ranges` says whether later ones can go on."""
    answered = [0]

    def page(request: BaseHTTPRequestHandler) -> None:
        answered[0] += 1
        start = 0
        wanted = request.headers.get("Range")
        if ranges and wanted and request.headers.get("If-Range") in (None, etag):
            start = int(wanted.removeprefix("bytes=").removesuffix("-"))
            request.send_response(206)
            request.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
        else:
            request.send_response(200)
        if etag:
            request.send_header("ETag", etag)
        request.send_header("Content-Length", str(len(body) - start))
        request.end_headers()
        end = breaks_after if breaks_after is not None and answered[0] == 1 else len(body)
        request.wfile.write(body[start:end])

    return page


def unmeasured(body: bytes) -> Page:
    """A file without Content-Length: it ends where the connection ends."""

    def page(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        request.wfile.write(body)

    return page


def status(code: int, **headers: str) -> Page:
    """An answer without a document; a header's underscores stand for hyphens."""

    def page(request: BaseHTTPRequestHandler) -> None:
        request.send_response(code)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.send_header("Content-Length", "0")
        request.end_headers()

    return page


def redirect(to: str) -> Page:
    return status(302, Location=to)


def dripping(seconds: float, body: bytes) -> Page:
    """A file that comes byte by byte, with so much time between them."""

    def page(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        for byte in body:
            request.wfile.write(bytes([byte]))
            time.sleep(seconds)

    return page


def in_turn(*pages: Page) -> Page:
    """One page after the other, the last of them again and again."""
    left = list(pages)
    return lambda request: (left.pop(0) if len(left) > 1 else left[0])(request)


def silent(seconds: float) -> Page:
    """No answer for a while, and then none at all."""
    return lambda request: time.sleep(seconds)


def _write_certificate(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1")), x509.DNSName(NAME)]), False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "site.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    return path
