"""Examine the database of conversations, where the settings name one."""

import time
from collections.abc import Iterator

from assistant.doctor import Finding, problem_of, within
from assistant.kept import CONVERSATIONS, Database, Place, UnusableFile
from assistant.kept_postgres import server_of

SECONDS = 6.0


def examine_kept(place: Place, until: float) -> Iterator[Finding]:
    """A finding on the server of a database, none on a file. Nothing is made there."""
    if not isinstance(place, Database):
        return
    try:
        server = within(min(SECONDS, until - time.monotonic()), lambda: server_of(place, CONVERSATIONS))
    except TimeoutError:
        fix = "see whether that server can be reached from here, or name another database in the setting"
        yield Finding("conversations", "problem", f"{place}: its server does not answer", f"{fix} `conversations`")
    except UnusableFile as error:
        yield problem_of("conversations", error)
    else:
        yield Finding("conversations", "fine", f"{place}: {server}")
