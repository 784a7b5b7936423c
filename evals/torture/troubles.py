"""What else goes wrong: a disk that is full, a clock that jumps, questions during ingests, servers that fail."""

import shutil
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread

from corpus import generations
from corpus.damage import REBUILD, look
from corpus.errors import DamagedIndex
from corpus.index import Index
from evals.torture.failing_model import failing_model
from evals.torture.killed_server import killed_server
from evals.torture.kills import Killer
from evals.torture.seen import Lost
from evals.torture.tiny import Tiny

ASKED = 10


def full_disk(killer: Killer) -> None:
    """Somewhere between a kilobyte and enough no file grows any more."""
    old, new = killer.next_version()
    killer.forget_turns()
    killer.turns = limit = int(10 ** killer.chance.uniform(3, 6))
    killer.ran("starve", limit, may_refuse=True)
    killer.is_one_of(old, new)
    killer.all_turns_are_there()
    killer.goes_on(False, new)
    for left in killer.folder.glob(".roundtable-backup-*"):
        raise Lost(f"{left} is left behind")


def disk_that_takes_nothing(killer: Killer) -> None:
    """As one that is mounted for reading alone: all is refused in one line, and is as it was."""
    old, _ = killer.next_version()
    killer.forget_turns()
    killer.turns = 0
    killer.ran("starve", 0, may_refuse=True)
    killer.is_one_of(old)
    killer.all_turns_are_there()


def two_ingests(killer: Killer) -> None:
    """At once: one waits, or is refused in one line."""
    _, new = killer.next_version()
    killer.ran("compete", 0)
    killer.is_one_of(new)


def clock_that_jumps(killer: Killer) -> None:
    _, new = killer.next_version()
    killer.forget_turns()
    killer.turns = years = killer.chance.randint(1, 60)
    killer.ran("jump", years)
    killer.is_one_of(new)
    killer.all_turns_are_there()


def questions_meanwhile(killer: Killer) -> None:
    """Every question gets the passages of one state, whole, while ingests publish others."""
    over, wrong = Event(), list[str]()
    whole = {frozenset(each.passages) for each in killer.states}

    def go_on_asking() -> None:
        index, vector = Index(killer.index), Tiny().encode_queries(["city"])[0]
        try:
            while not over.is_set():
                index = index.newest()
                found = (frozenset(index.by_words(["citi"], 1_000)), frozenset(index.by_meaning(vector, 1_000)))
                if found[0] != found[1] or found[0] not in whole:
                    wrong.append(f"{len(found[0])} passages by words and {len(found[1])} by meaning")
        except Exception as error:
            wrong.append(f"{type(error).__name__}: {error}")

    asking = Thread(target=go_on_asking)
    asking.start()
    try:
        for _ in range(2):
            _, new = killer.next_version()
            killer.ran("ingest", 0)
            killer.is_one_of(new)
    finally:
        over.set()
        asking.join()
    if wrong:
        raise Lost(f"a question during an ingest: {wrong[0]}")


def damaged_file(killer: Killer) -> None:
    """A copy of the index with one file cut or changed: opening or looking thoroughly says so in one line."""
    copy = Path(shutil.copytree(killer.index, killer.folder / "spoiled"))
    generation = generations.current(copy)
    assert generation is not None
    files = [path for path in generation.rglob("*") if path.is_file() and path.stat().st_size]
    spoiled = killer.chance.choice([path for path in files if "chroma" not in path.parts])
    content = bytearray(spoiled.read_bytes())
    place = killer.chance.randrange(len(content))
    if killer.chance.random() < 0.5:
        del content[place:]
    else:
        content[place] ^= 1 << killer.chance.randrange(8)
    spoiled.write_bytes(content)
    try:
        look(generation, thorough=True)
    except DamagedIndex as error:
        if not str(error).endswith(REBUILD) or "\n" in str(error):
            raise Lost(f"{error}: does not say what to do") from error
    else:
        raise Lost(f"{spoiled.name}: damaged at byte {place}, and nobody noticed")
    finally:
        shutil.rmtree(copy)


TROUBLES: dict[str, Callable[[Killer], None]] = {
    "a disk that fills up": full_disk,
    "a disk that takes nothing": disk_that_takes_nothing,
    "two ingests at once": two_ingests,
    "a language model that fails": failing_model,
    "a Chroma server that is killed": killed_server,
    "a clock that jumps": clock_that_jumps,
    "questions during ingests": questions_meanwhile,
    "a damaged file of the index": damaged_file,
}
