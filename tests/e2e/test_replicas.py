"""Two chats over one collection and one database: a reader goes on at the other when theirs is killed, nothing is lost
or doubled, and an ingest that is killed is done by the same command."""

import os
import re
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import httpx
import psycopg
import pytest
from playwright.sync_api import Locator, expect

from assistant.kept_types import Database
from assistant.web.users import COOKIE
from corpus.chroma_server import ChromaServer
from corpus.index import Index
from corpus.meaning import MeaningStore
from evals.torture.chroma_process import ChromaProcess, chroma_server
from tests.e2e.reader import Reader
from tests.e2e.server import ROUNDTABLE, Chat, free_port, opened
from tests.nginx import Proxy, needs_nginx, proxied

pytestmark = pytest.mark.browser

TRAM = "How many trams does Torvik run?"
HARBOUR = "How many sensors does the harbour of Nesbyen have?"
LIBRARY = "Who runs the library of Aldergate?"
ASKS = "/gradio_api/queue/join"  # where every click of a page goes, a question too
DOCUMENTS = {
    "torvik": "# Trams\n\nTorvik runs 31 trams on four lines since 2021.",
    "nesbyen": "# Sensors\n\nThe harbour of Nesbyen has 52 sensors that measure the water.",
    "aldergate": "# Library\n\nThe library of Aldergate is run by nine volunteers.",
}
MORE = 100  # documents of one passage each; it takes some seconds to embed them
# The program, with vectors sent as soon as there are ten of them, so that a kill finds some on the server and not all.
FEW_AT_ONCE = "import corpus.meaning; corpus.meaning.BATCH = 10; from assistant.cli import main; main()"


@dataclass(frozen=True)
class Place:
    """What all servers share: the folder of the index, the Chroma server, and the variables that name both."""

    index: Path
    server: ChromaServer
    environment: Mapping[str, str]

    def passages(self) -> int:
        """How many the collection has; found by reading, by words and by meaning, and on the server, alike."""
        with closing(Index(self.index, self.server)) as index:
            count = index.counts()["passages"]
            assert index.word_count() == index.vector_count() == count
            assert len({each.text for id_ in index.documents for each in index.passages_of(id_)}) == count
        assert self.stored() == count
        return count

    def stored(self) -> int:
        """How many vectors are on the server, those that do not count included."""
        with closing(Index(self.index, self.server)) as index:
            collection = str(index._ledger.about("collection"))
        with closing(MeaningStore(self.server, collection)) as store:
            return store.count()

    def command(self, *words: object) -> list[str]:
        return [str(ROUNDTABLE), *map(str, words), "--index", str(self.index)]

    def ingest(self, folder: Path) -> None:
        done = subprocess.run(
            self.command("ingest", folder), env={**os.environ, **self.environment}, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def chroma(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaProcess]:
    with chroma_server(tmp_path_factory.mktemp("chroma")) as process:
        yield process


@pytest.fixture
def place(chroma: ChromaProcess, database: Database, tmp_path: Path) -> Place:
    """A collection of three documents, with its vectors on the server."""
    environment = {
        "ROUNDTABLE_CHROMA": chroma.address,
        "ROUNDTABLE_CONVERSATIONS": database.address,
        "ROUNDTABLE_ADDING": "nobody",
    }
    made = Place(tmp_path / "index", ChromaServer(chroma.address), environment)
    for name, text in DOCUMENTS.items():
        write(tmp_path / "documents" / f"{name}.md", text)
    made.ingest(tmp_path / "documents")
    return made


def write(file: Path, text: str) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, "utf-8")


@contextmanager
def replicas(place: Place, count: int, logs: Path) -> Iterator[list[Chat]]:
    with ExitStack() as all_of_them, ThreadPoolExecutor() as at_once:

        def start(number: int) -> Chat:
            command = place.command("chat", "--port", free_port())
            return all_of_them.enter_context(opened(command, logs / f"log-{number}", place.environment))

        yield list(at_once.map(start, range(count)))


@contextmanager
def unable_to_keep(database: Database) -> Iterator[None]:
    """Meanwhile turns can be read, and a server that wants to keep one waits."""
    with psycopg.connect(database.address) as db:
        db.execute("LOCK TABLE turns IN EXCLUSIVE MODE")
        yield


def kill_while_it_keeps(chat: Chat, database: Database) -> None:
    """Waits until the chat has an answer that it wants to keep, and kills it then."""
    until = time.monotonic() + 30
    with psycopg.connect(database.address, autocommit=True) as db:
        while not db.execute("SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'turns'::regclass").fetchone():
            assert time.monotonic() < until, "no answer came to be kept"
            time.sleep(0.02)
    kill(chat)


def kill(chat: Chat) -> None:
    chat.process.send_signal(signal.SIGKILL)
    chat.process.wait(20)


def kept(database: Database) -> list[tuple[int, int, str]]:
    """Conversation, place and question of every turn."""
    with psycopg.connect(database.address) as db:
        return db.execute("SELECT conversation, place, question FROM turns ORDER BY 1, 2").fetchall()


def questions(reader: Reader) -> Locator:
    return reader.page.locator(".question p")


def titles(reader: Reader) -> Locator:
    return reader.page.locator("#listed a.conversation")


def of_one_conversation(turns: Sequence[tuple[int, int, str]], *asked: str) -> bool:
    return len({key for key, _, _ in turns}) == 1 and [turn[1:] for turn in turns] == list(enumerate(asked, start=1))


def test_conversation_goes_on_at_the_other_replica_when_its_own_is_killed_before_an_answer_is_kept(
    tab: Callable[..., Reader], place: Place, database: Database, tmp_path: Path
) -> None:
    with replicas(place, 2, tmp_path) as (one, two):
        before = place.passages()
        here = tab(one)
        expect(here.ask(TRAM)).to_contain_text("31 trams")
        there = tab(two, beside=here)
        titles(there).click()
        expect(questions(there)).to_have_text([TRAM])
        expect(there.ask(HARBOUR)).to_contain_text("52 sensors")
        here.page.reload()
        expect(questions(here)).to_have_text([TRAM, HARBOUR])
        with unable_to_keep(database):
            here.type(LIBRARY)
            kill_while_it_keeps(one, database)
        there.page.reload()
        expect(questions(there)).to_have_text([TRAM, HARBOUR])
        expect(there.ask(LIBRARY)).to_contain_text("nine volunteers")
        expect(titles(there)).to_have_count(1)
        assert of_one_conversation(kept(database), TRAM, HARBOUR, LIBRARY)
        assert place.passages() == before == len(DOCUMENTS)
        here.page.close()
        here.forgive_absence()


@needs_nginx
def test_browser_stays_with_one_replica_behind_the_proxy_and_goes_to_the_other_when_it_is_killed(
    tab: Callable[..., Reader], place: Place, database: Database, tmp_path: Path
) -> None:
    with replicas(place, 2, tmp_path) as chats:
        hosts = {re.sub("^http://|/$", "", chat.address): chat for chat in chats}
        with proxied(tmp_path, list(hosts)) as proxy:
            assert_each_browser_has_its_own(proxy, list(hosts))
            reader = tab(replace(chats[0], address=proxy.address))
            expect(reader.ask(TRAM)).to_contain_text("31 trams")
            (own,) = set(proxy.served_by(ASKS, 1))
            with unable_to_keep(database):
                reader.type(HARBOUR)
                kill_while_it_keeps(hosts[own], database)
            # Of itself the page goes on at the other one, with what was asked typed again.
            expect(questions(reader)).to_have_text([TRAM])
            expect(reader.box).to_have_value(HARBOUR)
            expect(reader.ask(HARBOUR)).to_contain_text("52 sensors")
            assert not proxy.served_by(ASKS, 2)[-1].endswith(own)
            assert of_one_conversation(kept(database), TRAM, HARBOUR)
            reader.complaints.clear()  # in the console it says that a stream broke off, and that the other has none
        (tmp_path / "again").mkdir()
        with proxied(tmp_path / "again", list(hosts)) as proxy:  # which knows of no dead one yet
            assert_dead_replica_is_passed_over(proxy)


def assert_each_browser_has_its_own(proxy: Proxy, hosts: Sequence[str]) -> None:
    """Of forty browsers with a cookie: each is served by one replica, and each replica serves some."""
    for number in range(40):
        cookies = {COOKIE: secrets.token_urlsafe(24)}
        for _ in range(2):
            assert httpx.get(f"{proxy.address}browser-{number}", cookies=cookies).status_code == 404
    served = [proxy.served_by(f"/browser-{number}", 2) for number in range(40)]
    assert {len(set(each)) for each in served} == {1}
    assert {host for each in served for host in each} == set(hosts)
    said = httpx.get(proxy.address, headers={"accept": "text/html", "x-forwarded-proto": "https"})
    assert said.headers["set-cookie"].startswith(f"{COOKIE}=")
    assert "Secure" in said.headers["set-cookie"]  # of a reader who came by https to a proxy in front


def assert_dead_replica_is_passed_over(proxy: Proxy) -> None:
    """By what is sent, as a question is, too: nobody learns of it."""
    for _ in range(20):
        cookies = {COOKIE: secrets.token_urlsafe(24)}
        assert httpx.post(f"{proxy.address}alive", cookies=cookies).status_code == 405
    assert any("," in served for served in proxy.served_by("/alive", 20))


def test_ingest_killed_in_the_middle_is_done_by_the_same_command_while_the_chat_answers(
    tab: Callable[..., Reader], place: Place, tmp_path: Path
) -> None:
    new = "How many bridges does Bridgeholm 7 keep?"
    with replicas(place, 1, tmp_path) as (chat,):
        before, reader = place.passages(), tab(chat)
        expect(reader.ask(TRAM)).to_contain_text("31 trams")
        for number in range(MORE):
            text = f"# Bridges\n\nBridgeholm {number} keeps {number + 70} bridges."
            write(tmp_path / "documents" / f"{number}.md", text)
        command = [sys.executable, "-c", FEW_AT_ONCE, *place.command("ingest", tmp_path / "documents")[1:]]
        until = time.monotonic() + 60
        with subprocess.Popen(command, env={**os.environ, **place.environment}, stdout=subprocess.DEVNULL) as process:
            while place.stored() < before + 5:
                assert process.poll() is None, "it was done before it could be killed"
                assert time.monotonic() < until
            process.kill()
        assert process.returncode == -signal.SIGKILL
        half = place.stored()
        assert before < half < before + MORE
        with closing(Index(place.index, place.server)) as index:
            assert index.counts()["passages"] == index.vector_count() == before
        expect(reader.ask(HARBOUR)).to_contain_text("52 sensors")
        expect(reader.ask(new)).not_to_contain_text("77")
        place.ingest(tmp_path / "documents")
        assert place.passages() == before + MORE
        reader.page.get_by_role("button", name="New conversation").click()
        expect(questions(reader)).to_have_count(0)
        expect(reader.ask(new)).to_contain_text("77 bridges")
