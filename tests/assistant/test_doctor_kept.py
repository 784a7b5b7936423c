"""assistant/doctor_kept.py: the database of conversations as the doctor sees it, who makes nothing and tells no
password."""

import socket
import time
from pathlib import Path

import pytest

from assistant.conversations import Conversations
from assistant.doctor import Finding, examine
from assistant.doctor_kept import examine_kept
from assistant.kept import Database, Place
from assistant.settings import Settings
from tests.postgres import PostgresServer


def found(place: Place, seconds: float = 10) -> list[Finding]:
    return list(examine_kept(place, time.monotonic() + seconds))


def test_file_has_no_finding_of_its_own(tmp_path: Path) -> None:
    assert found(tmp_path / "none") == []
    assert not (tmp_path / "none").exists()


def test_database_in_order_is_fine_and_nothing_is_made_there(database: Database, postgres: PostgresServer) -> None:
    (finding,) = found(postgres.by_port())
    assert (finding.name, finding.state) == ("conversations", "fine")
    assert finding.said.startswith(f"postgresql://roundtable@127.0.0.1:{postgres.port}/postgres: PostgreSQL 1")
    assert postgres.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'") == []


def test_database_that_cannot_be_used_comes_with_what_to_do(database: Database, postgres: PostgresServer) -> None:
    (wrong,) = found(postgres.by_port("airship"))
    assert (wrong.state, "password authentication failed" in wrong.said) == ("problem", True)
    assert wrong.fix == "see to that server, or name another database in the setting `conversations`"
    assert "airship" not in repr(wrong)
    Conversations(database)
    postgres.execute("UPDATE roundtable_formats SET format = 99")
    (newer,) = found(database)
    assert newer.state == "problem"
    assert newer.fix.startswith("update the program")


def test_server_that_does_not_answer_is_not_waited_for() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        began = time.monotonic()
        (finding,) = found(Database(f"postgresql://ana:zeppelin@127.0.0.1:{silent.getsockname()[1]}/rt"), 1.0)
        assert time.monotonic() - began < 3
    assert (finding.state, finding.said.endswith("its server does not answer")) == ("problem", True)
    assert "zeppelin" not in repr(finding)


def test_doctor_looks_at_it_among_the_rest(
    database: Database, postgres: PostgresServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(index=tmp_path / "none", conversations=postgres.by_port("airship"), port=0)
    findings = {each.name: each for each in examine(settings)}
    assert findings["conversations"].state == "problem"
    assert "airship" not in repr(findings)
