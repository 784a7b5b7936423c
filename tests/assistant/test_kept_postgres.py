"""assistant/kept_postgres.py: tables made once, whose they are, a server that stops, refuses or hangs, and no password
in what is said of any of it."""

import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier

import pytest

from assistant.briefing.briefs import Briefs
from assistant.cli_brief import say_affected
from assistant.conversations import Conversations
from assistant.feedback import FeedbackStore
from assistant.kept import POSTGRES, Database, UnusableFile, reading, writing
from assistant.kept_types import place_of
from assistant.settings import Settings
from assistant.types import Answer
from tests.assistant.briefing.test_saved import EVERYTHING
from tests.library import write
from tests.postgres import PASSWORD, PostgresServer
from tests.typed import typed

ANSWER = Answer("Who?", "refused")


def refusal(place: Database) -> str:
    """What is said of a database that cannot be used, by every way in the same."""
    store, said = FeedbackStore(place), set()
    for use in (lambda: Conversations(place), store.counts, lambda: next(store.all())):
        with pytest.raises(UnusableFile) as raised:
            use()
        said.add(str(raised.value))
    (line,) = said
    assert line.startswith(f"{place}: ")
    assert "\n" not in line
    return line


@contextmanager
def stopped(postgres: PostgresServer) -> Iterator[None]:
    postgres.stop()
    try:
        yield
    finally:
        postgres.start()


def open_many(database: Database) -> None:
    """Leaves six connections open, for the next who ask."""
    together = Barrier(6)

    def ask(number: int) -> None:
        with reading(database) as db:
            together.wait(10)  # each has one of its own
            db.execute("SELECT 1").fetchall()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(ask, range(6)))


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("postgresql://ana@db.town.eu/rt", "postgresql://ana@db.town.eu/rt"),
        ("postgres://ana@db.town.eu", "postgresql://ana@db.town.eu"),
        ("postgresql://ana:zeppelin@db.town.eu:5433/rt", "postgresql://ana@db.town.eu:5433/rt"),
        ("postgresql://ana:zep%40pelin:zep@[::1]:5433/rt", "postgresql://ana@[::1]:5433/rt"),
        ("postgresql://db/rt?user=ana&password=zeppelin", "postgresql://db/rt"),
        ("postgresql://db/rt?%70assword=zeppelin", "postgresql://db/rt"),
        ("postgresql://%2Ftmp%2Fpg:5433/rt", "postgresql://%2Ftmp%2Fpg:5433/rt"),
        ("postgresql://:zeppelin@one:1,two:2/rt", "postgresql://one:1,two:2/rt"),
        ("postgresql:///rt", "postgresql:///rt"),
        ("postgresql://", "postgresql://"),
    ],
)
def test_database_is_shown_without_its_password(address: str, shown: str) -> None:
    place = place_of(address)
    assert (str(place), repr(place)) == (shown, shown)
    assert isinstance(place, Database)
    assert place.address == address


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://ana:zep/pelin@db/rt",
        "postgresql://ana:zep?pelin@db/rt",
        "postgresql://ana:zep#pelin@db/rt",
        "postgresql://ana:zep@pelin@db/rt",
        "postgresql://ana:zeppelin%@db/rt",
        "postgresql://ana:zep pelin@db/rt",
        "postgresql://ana:zeppelin",
        "postgresql://db/rt?password=zep@pelin",
        "mysql://ana:zeppelin@db/rt",
        "https://zeppelin.eu",
    ],
)
def test_what_is_no_address_of_a_database_is_refused_without_being_repeated(address: str) -> None:
    with pytest.raises(ValueError, match="postgresql://") as raised:
        place_of(address)
    assert not {"zep", "pelin"} & {raised.value.args[0][at : at + n] for n in (3, 5) for at in range(300)}


def test_tables_have_the_columns_of_a_file(database: Database, postgres: PostgresServer, tmp_path: Path) -> None:
    places = {}
    for place in (database, tmp_path / "kept.sqlite"):
        with reading(place) as db:
            if isinstance(place, Path):
                sql = "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table'"
            else:
                sql = (
                    "SELECT table_name, column_name FROM information_schema.columns "
                    "WHERE table_schema = 'public' AND table_name <> 'roundtable_formats' ORDER BY ordinal_position"
                )
            columns: dict[str, list[str]] = {}
            for table, column in db.execute(sql):
                columns.setdefault(table, []).append(column)
        places[type(place)] = columns
    assert len({str(sorted(each.items())) for each in places.values()}) == 1, places
    assert len(places[Database]) == 5


def test_programs_that_all_find_no_tables_make_them_once(database: Database) -> None:
    programs = [subprocess.Popen([sys.executable, "-c", BEGINNING, database.address]) for _ in range(4)]
    assert [program.wait(60) for program in programs] == [0] * 4
    assert len(Conversations(database).all("ana")) == 40


BEGINNING = """
import sys
from assistant.conversations import Conversations
from assistant.kept_types import place_of
for _ in range(10):
    Conversations(place_of(sys.argv[1])).begin("ana")
"""


def test_threads_that_all_find_no_tables_make_them_once(database: Database, postgres: PostgresServer) -> None:
    for _ in range(5):  # who comes first differs from one to the next
        postgres.empty()
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda number: Conversations(database).begin("ana", str(number)), range(16)))
        assert len(Conversations(database).all("ana")) == 16


def test_database_of_an_older_format_is_brought_up_to_date_with_all_in_it(
    database: Database, postgres: PostgresServer
) -> None:
    id_ = Conversations(database).begin("ana", "Trams")  # as the program made it before there were briefings
    for statement in ("DROP TABLE briefing_versions, briefings", "UPDATE roundtable_formats SET format = 1"):
        postgres.execute(statement)
    assert [each.id for each in Conversations(database).all("ana")] == [id_]
    assert postgres.execute("SELECT * FROM roundtable_formats") == [("conversations", len(POSTGRES))]
    assert postgres.execute("SELECT count(*) FROM briefings") == [(0,)]


def test_database_of_a_newer_program_is_refused_also_while_this_one_runs(
    database: Database, postgres: PostgresServer
) -> None:
    store = Conversations(database)
    id_ = store.begin("ana")
    postgres.execute(f"UPDATE roundtable_formats SET format = {len(POSTGRES) + 1}")
    assert f"newer version of the program (format {len(POSTGRES) + 1}, this one knows" in refusal(database)
    with pytest.raises(UnusableFile, match="newer version"):
        store.add("ana", id_, ANSWER)
    assert postgres.execute("SELECT count(*) FROM turns") == [(0,)]


def test_tables_of_another_program_are_named_and_left_as_they_are(database: Database, postgres: PostgresServer) -> None:
    postgres.execute("CREATE TABLE turns (right_or_left TEXT)")
    assert 'another program\'s tables (relation "turns" already exists); name another' in refusal(database)
    tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    assert postgres.execute(tables) == [("turns",)], "nothing was half made"


def test_database_that_lacks_characters_is_named(postgres: PostgresServer) -> None:
    postgres.execute("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    assert "holds texts as LATIN1" in refusal(postgres.at("latin"))


def test_user_who_may_make_no_tables_is_told_so(database: Database, postgres: PostgresServer) -> None:
    postgres.execute("CREATE USER guest")
    try:
        assert "cannot be kept there (permission denied for schema public" in refusal(postgres.at(user="guest"))
    finally:
        postgres.execute("DROP USER guest")


def test_wrong_password_and_missing_database_are_told_and_no_password_with_them(postgres: PostgresServer) -> None:
    wrong = refusal(postgres.by_port("airship"))
    assert 'password authentication failed for user "roundtable"' in wrong
    assert "airship" not in wrong
    assert 'database "nowhere" does not exist' in refusal(postgres.at("nowhere"))
    option = refusal(Database(f"{postgres.by_port().address}?zeppelin=airship"))
    assert "what follows the ? in its address is not understood" in option
    assert "airship" not in option


def test_password_may_stand_in_the_address_or_in_the_environment(
    database: Database, postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    id_ = Conversations(postgres.by_port()).begin("ana")
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    without = Database(str(postgres.by_port()))
    assert without != postgres.by_port()
    assert [each.id for each in Conversations(without).all("ana")] == [id_]


def test_without_the_package_it_is_said_how_to_install_it(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    assert refusal(database).endswith("pip install 'roundtable-assistant[postgres]'")


def test_server_that_stopped_is_told_soon_and_works_again_once_it_is_back(
    database: Database, postgres: PostgresServer
) -> None:
    store = Conversations(database)
    id_ = store.begin("ana")
    open_many(database)
    with stopped(postgres):
        began = time.monotonic()
        line = refusal(database)
        assert time.monotonic() - began < 3 * 5
        assert "conversations and briefings cannot be kept there (" in line
        assert "see to that server, or name another database in the setting `conversations`" in line
    began = time.monotonic()
    assert store.add("ana", id_, ANSWER) == 1
    assert time.monotonic() - began < 5


def test_server_that_was_restarted_meanwhile_goes_unnoticed(database: Database, postgres: PostgresServer) -> None:
    store = Conversations(database)
    id_ = store.begin("ana")
    open_many(database)
    with stopped(postgres):
        pass
    began = time.monotonic()
    assert store.add("ana", id_, ANSWER) == 1
    assert time.monotonic() - began < 2


def test_what_is_written_when_the_server_ends_it_is_taken_back(database: Database, postgres: PostgresServer) -> None:
    store = Conversations(database)
    id_ = store.begin("ana", "Trams")
    with pytest.raises(UnusableFile, match="cannot be kept there"), writing(database) as db:  # noqa: PT012
        db.execute("DELETE FROM conversations")
        postgres.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
        db.execute("DELETE FROM turns")
    assert [each.id for each in store.all("ana")] == [id_]


def test_somebody_who_holds_a_conversation_for_too_long_is_told_apart(database: Database) -> None:
    id_ = Conversations(database).begin("ana")
    change = "UPDATE conversations SET created = created"
    with writing(database) as db:
        db.execute(change)
        too_long = pytest.raises(UnusableFile, match="others are writing to it for too long; try again")
        with too_long, writing(database, patience=0.1) as other:
            other.execute(change)
        assert [each.id for each in Conversations(database).all("ana")] == [id_], "who reads does not wait"
        assert Conversations(database).begin("bo"), "nor who writes something else"


def test_what_is_read_is_of_one_moment(database: Database) -> None:
    store = Conversations(database)
    with reading(database) as db:
        assert db.execute("SELECT count(*) FROM conversations").fetchone() == (0,)
        store.begin("ana")
        assert db.execute("SELECT count(*) FROM conversations").fetchone() == (0,)
    assert len(store.all("ana")) == 1


def test_feedback_in_a_database_is_shown_and_exported(
    database: Database, postgres: PostgresServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROUNDTABLE_CONVERSATIONS", postgres.by_port().address)
    shown = f"postgresql://roundtable@127.0.0.1:{postgres.port}/postgres"
    assert typed("feedback").out == f"No feedback was given.\nKept in {shown}, with the conversations.\n"
    id_ = Conversations(database).begin("ana")
    FeedbackStore(database).give("ana", id_, 1, "down", "wrong", "No.", ANSWER)
    assert typed("feedback").out.startswith("down                   1\n")
    done = typed("feedback", "--export", tmp_path / "set.jsonl")
    assert (done.code, done.out, done.err) == (0, f"{tmp_path / 'set.jsonl'}: 1 questions\n", "")


def test_ingest_counts_the_briefings_in_a_database_that_it_affects(
    database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path / "ix", other="Other.").close()
    settings = Settings(index=tmp_path / "ix", conversations=database)
    say_affected(settings)
    assert capsys.readouterr() == ("", "")
    Briefs(database).begin("ana", EVERYTHING)
    say_affected(settings)
    assert capsys.readouterr().out.startswith(
        "Briefings: 1 saved briefing cites documents that were updated or removed"
    )
