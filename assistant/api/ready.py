"""Find out within seconds whether questions can be answered now, and if not, why."""

import asyncio
import sys
import time
from collections.abc import Callable, Mapping
from threading import Thread

from assistant.build import chroma_server
from assistant.web.desk import Desk
from corpus.chroma_server import ChromaServer, server_errors
from corpus.errors import RoundtableError

SECONDS = 3.0  # for all looks together
KEPT = 1.0  # seconds that what was seen counts: anybody may ask, and looking takes work

Look = Callable[[], None]


class Readiness:
    """Looks at everything that an answer needs. A look that hangs is not begun again until it has ended."""

    def __init__(self, looks: Mapping[str, Look], seconds: float = SECONDS, kept: float = KEPT) -> None:
        self._looks, self._seconds, self._kept = looks, seconds, kept
        self._under_way: dict[str, _Looking] = {}

    async def troubles(self) -> dict[str, str]:
        """What is wrong, by the name of what was looked at; {} if nothing is."""
        until = time.monotonic() + self._seconds
        looking = {name: self._looking(name) for name in self._looks}
        while not all(each.done for each in looking.values()) and time.monotonic() < until:
            await asyncio.sleep(0.01)
        late = f"does not answer within {self._seconds:g} seconds; see whether its disk or server hangs"
        said = {name: each.trouble if each.done else late for name, each in looking.items()}
        return {name: trouble for name, trouble in said.items() if trouble}

    def _looking(self, name: str) -> "_Looking":
        found = self._under_way.get(name)
        if found is None or (found.done and time.monotonic() > found.ended + self._kept):
            found = self._under_way[name] = _Looking(self._looks[name])
        return found


class _Looking:
    """One look, in a thread of its own."""

    def __init__(self, look: Look) -> None:
        self.done, self.ended, self.trouble = False, 0.0, ""
        Thread(target=self._run, args=(look,), daemon=True).start()

    def _run(self, look: Look) -> None:
        try:
            look()
        except RoundtableError as error:
            self.trouble = str(error)
        except Exception as error:  # whatever it is, questions meet it too
            self.trouble = f"cannot be used ({type(error).__name__})"
            print(f"roundtable: readiness: {error!r}", file=sys.stderr, flush=True)
        self.ended, self.done = time.monotonic(), True


def readiness(desk: Desk) -> Readiness:
    """Of the index, of the place of conversations and, if the settings name one, of the Chroma server."""
    looks: dict[str, Look] = {"index": lambda: _index(desk), "conversations": lambda: _kept(desk)}
    server = chroma_server(desk.settings)
    if server:
        looks["chroma"] = lambda: _answers(server)
    return Readiness(looks)


def _index(desk: Desk) -> None:
    index = desk.assistant.judge_now().index
    index.word_count()
    document = next(iter(index.documents), None)
    if document is not None:
        index.pages(document)  # nothing of it is remembered: this reads from the disk


def _kept(desk: Desk) -> None:
    desk.conversations.all("", limit=1)


def _answers(server: ChromaServer) -> None:
    with server_errors(server.address)():
        server.connect().heartbeat()
