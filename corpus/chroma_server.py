"""A Chroma server that holds the vectors of an index: how it is reached, and what its errors mean."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from corpus.errors import RoundtableError

PORTS = {"http": 8000, "https": 443}
TOKEN = "x-chroma-token"  # noqa: S105 the header in which Chroma's Cloud looks for the key


class BadServerAddress(RoundtableError):
    """The address of a Chroma server that cannot be one."""


class ServerFailed(RoundtableError):
    """The Chroma server cannot be reached, refuses, or has lost the collection."""


@dataclass(frozen=True, slots=True)
class ChromaServer:
    """`address` is http://HOST:PORT or https://HOST/?tenant=T&database=D, `key` what it asks for, or ""."""

    address: str
    key: str = field(default="", repr=False)

    def connect(self) -> Any:
        """A client of it. Raises `BadServerAddress`."""
        import chromadb
        from chromadb.config import Settings

        parts = urlsplit(self.address)
        try:
            port = parts.port
        except ValueError:
            port = -1
        if parts.scheme not in PORTS or not parts.hostname or port == -1 or parts.username or parts.password:
            raise BadServerAddress(
                "the setting `chroma`: not the address of a Chroma server; write http://HOST:PORT, or "
                "https://HOST/?tenant=T&database=D, and a key into the file of the setting `chroma_key_file`"
            )
        asked = {name: values[-1] for name, values in parse_qs(parts.query).items() if name in ("tenant", "database")}
        return chromadb.HttpClient(
            host=parts.hostname,
            port=port or PORTS[parts.scheme],
            ssl=parts.scheme == "https",
            headers={TOKEN: self.key} if self.key else {},
            settings=Settings(anonymized_telemetry=False),
            **asked,
        )


def server_errors(address: str) -> Callable[[], AbstractContextManager[None]]:
    """Around every call: what goes wrong between us and the server as `ServerFailed`."""
    where = urlsplit(address)._replace(query="").geturl()

    @contextmanager
    def around() -> Iterator[None]:
        import httpx
        from chromadb.errors import ChromaError

        try:
            yield
        except httpx.HTTPError as error:
            raise ServerFailed(_unreachable(where, type(error).__name__)) from error
        except ChromaError as error:
            why = " ".join(str(error).split())[:200]
            raise ServerFailed(f"{where}: the Chroma server says: {why}; look at its log, then try again") from error
        except ValueError as error:  # its client's word for a server that does not answer while it connects
            if "connect" not in str(error).lower():
                raise
            raise ServerFailed(_unreachable(where, "no connection")) from error

    return around


def _unreachable(where: str, why: str) -> str:
    return f"{where}: the Chroma server cannot be reached ({why}); start it, or correct the setting `chroma`"
