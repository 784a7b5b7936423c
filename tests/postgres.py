"""A real PostgreSQL server on this computer, in processes of its own."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from assistant.kept_types import Database

NEEDED = (
    "needs PostgreSQL: install it (on Debian: apt-get install postgresql), or put its initdb and pg_ctl on the PATH"
)
USER, PASSWORD = "roundtable", "zep/pel@in%"
# Nothing here has to survive a power cut, only a crash of the server.
FAST = ("fsync=off", "full_page_writes=off", "shared_buffers=32MB", "max_connections=60")


class PostgresServer:
    """`start` and `stop` it as often as a test wants; its addresses and its content stay. By its socket it trusts
    everybody who may open its folder; by its port it asks for the password."""

    def __init__(self, folder: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            self.port = int(listener.getsockname()[1])
        self.folder = folder
        self._run("initdb", "-D", "data", "-U", USER, "-E", "UTF8", "--locale=C.UTF-8", "--no-sync",
                  "--auth-local=trust", "--auth-host=scram-sha-256")  # fmt: skip
        settings = (*FAST, f"port={self.port}", "listen_addresses='127.0.0.1'", f"unix_socket_directories='{folder}'")
        with (folder / "data" / "postgresql.conf").open("a") as conf:
            conf.writelines(f"{each}\n" for each in settings)
        self.start()
        self.execute(f"ALTER USER {USER} PASSWORD '{PASSWORD}'")

    def at(self, database: str = "postgres", user: str = USER) -> Database:
        return Database(f"postgresql://{user}@{quote(str(self.folder), safe='')}:{self.port}/{database}")

    def by_port(self, password: str = PASSWORD) -> Database:
        return Database(f"postgresql://{USER}:{quote(password, safe='')}@127.0.0.1:{self.port}/postgres")

    def start(self) -> None:
        self._run("pg_ctl", "-D", "data", "-w", "-t", "240", "-s", "-l", "log", "start")

    def stop(self) -> None:
        """As if it crashed."""
        self._run("pg_ctl", "-D", "data", "-w", "-s", "-m", "immediate", "stop")

    def execute(self, sql: str, database: str = "postgres") -> list[Any]:
        import psycopg

        with psycopg.connect(self.at(database).address, autocommit=True) as db:
            db.execute("SET lock_timeout = '10s'")  # else a test that leaves a transaction open would hang the next
            found = db.execute(sql.encode())
            return found.fetchall() if found.description else []

    def empty(self) -> None:
        self.execute("DROP SCHEMA public CASCADE")
        self.execute("CREATE SCHEMA public")
        self.execute("GRANT USAGE ON SCHEMA public TO PUBLIC")  # as it is in a new database

    def _run(self, program: str, *words: str) -> None:
        # The server refuses to run as root, where the tests may.
        given: dict[str, Any] = {"user": "postgres", "group": "postgres", "extra_groups": []} if _as_root() else {}
        command = [_binary(program) or program, *words]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, timeout=300, **given)
        log = self.folder / "log"
        assert done.returncode == 0, done.stdout + done.stderr + (log.read_text() if log.exists() else "")


def _as_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _binary(program: str) -> str | None:
    # Debian keeps them off the PATH; the newest version comes last.
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda each: float(each.parent.name))
    return shutil.which(program) or next((str(each / program) for each in reversed(folders)), None)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """One for all tests of a run; see `database`."""
    if not (_binary("initdb") and _binary("pg_ctl")):
        if os.environ.get("NEED_POSTGRES"):
            pytest.fail(NEEDED)
        pytest.skip(NEEDED)
    folder = Path(tempfile.mkdtemp(prefix="rt-pg-"))  # a short path, for that of a socket may have 107 bytes
    if _as_root():
        shutil.chown(folder, "postgres", "postgres")
    # Waits until its input ends, as it does even where the tests are killed.
    ending = f'cat; kill -QUIT "$(head -n 1 {folder}/data/postmaster.pid)"; sleep 0.5; rm -rf {folder}'
    guard = subprocess.Popen(
        ["sh", "-c", ending], stdin=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        yield PostgresServer(folder)
    finally:
        guard.communicate(timeout=30)


@pytest.fixture
def database(postgres: PostgresServer) -> Database:
    """An empty one."""
    postgres.empty()
    return postgres.at()
