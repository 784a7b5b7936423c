"""The nginx.conf that ships, in front of chats on this computer."""

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

CONF = Path(__file__).parents[1] / "assistant" / "deploy" / "nginx.conf"
STARTS_WITHIN = 20  # seconds
needs_nginx = pytest.mark.skipif(
    not (shutil.which("nginx") or os.environ.get("NEED_NGINX")),
    reason="needs nginx: install it (on Debian: apt-get install nginx-light)",
)


@dataclass(frozen=True, slots=True)
class Proxy:
    """`address` for a browser; `folder` holds what it writes."""

    address: str
    folder: Path

    def served_by(self, path: str, at_least: int) -> list[str]:
        """The replica that answered each request of that path; where one was passed over, both. Waits for so many."""
        until = time.monotonic() + 10
        while True:  # a line is written once the answer is sent
            lines = [line.split() for line in (self.folder / "out").read_text("utf-8").splitlines()]
            found = [" ".join(words[1:-4]) for words in lines if words[-1:] == [path]]
            if len(found) >= at_least:
                return found
            assert time.monotonic() < until, f"{len(found)} requests of {path}"
            time.sleep(0.05)


def configured(folder: Path, listens_on: int, replicas: Sequence[str]) -> list[str]:
    """The command that starts nginx with what ships, but for addresses and for the folder that it writes to."""
    servers = iter(replicas)
    text = re.sub(r"server [\w-]+:7860 ", lambda _: f"server {next(servers)} ", CONF.read_text("utf-8"))
    assert next(servers, None) is None
    text = text.replace("listen 8080;", f"listen 127.0.0.1:{listens_on};").replace("/tmp/", f"{folder}/")
    (folder / "nginx.conf").write_text(text, "utf-8")
    # As root it would take away its own right to enter the folder.
    user = "user root; " if hasattr(os, "geteuid") and os.geteuid() == 0 else ""
    return ["nginx", "-e", "stderr", "-p", str(folder), "-c", str(folder / "nginx.conf"), "-g", f"{user}daemon off;"]


@contextmanager
def proxied(folder: Path, replicas: Sequence[str]) -> Iterator[Proxy]:
    """It passes on to `replicas`, each a HOST:PORT, as many as the shipped file names."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = int(listener.getsockname()[1])
    with (folder / "out").open("wb") as out:
        process = subprocess.Popen(configured(folder, port, replicas), stdout=out, stderr=out)
    try:
        until = time.monotonic() + STARTS_WITHIN
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                assert process.poll() is None, (folder / "out").read_text("utf-8")
                assert time.monotonic() < until, "nginx did not open its port"
                time.sleep(0.05)
        yield Proxy(f"http://127.0.0.1:{port}/", folder)
    finally:
        process.terminate()
        process.wait(20)
