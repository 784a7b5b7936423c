"""Copy all conversations, feedback and briefings into another place, so that one server can become several."""

from dataclasses import dataclass

from assistant.kept import Connection, Place, is_there, one_by_one, reading, writing
from corpus.errors import RoundtableError

# Each table with its columns, without the key that the new place gives a row; what hangs on a row comes after it.
_HEADS = {
    "conversations": 'id, "user", title, words, created, changed',
    "briefings": 'id, "user", title, words, named, topic, template, created, changed',
}
_PARTS = {
    "turns": ("conversations", "conversation, place, asked, question, words, answer"),
    "briefing_versions": (
        "briefings",
        "briefing, version, made, what, title, corpus, documents, words, brief",
    ),
}
_FEEDBACK = '"user", conversation, place, verdict, reason, note, given, earlier, answer'


class NotCopied(RoundtableError):
    """There is nothing to copy, or the other place holds something already."""


@dataclass(frozen=True, slots=True)
class Copied:
    """How many of each were copied."""

    conversations: int
    turns: int
    feedback: int
    briefings: int
    versions: int


def copy_kept(source: Place, target: Place) -> Copied:
    """Copies everything, or after an error nothing; what is in `source` stays. Raises `NotCopied`, `UnusableFile`."""
    if not is_there(source):
        raise NotCopied(f"{source}: there is no such file; name the one that the setting `conversations` named")
    with reading(source) as old, writing(target) as new:
        for table in (*_HEADS, "feedback"):
            if new.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchall():  # noqa: S608 our own names; values go by ?
                raise NotCopied(f"{target}: holds {table} already; copy into an empty database or file")
        keys = {table: _heads(old, new, table, columns) for table, columns in _HEADS.items()}
        parts = {table: _rows(old, new, table, columns, keys[of]) for table, (of, columns) in _PARTS.items()}
        feedback = _rows(old, new, "feedback", _FEEDBACK)
    return Copied(
        len(keys["conversations"]), parts["turns"], feedback, len(keys["briefings"]), parts["briefing_versions"]
    )


def _heads(old: Connection, new: Connection, table: str, columns: str) -> dict[int, int]:
    """Copies the rows in their order; gives the new keys by the old ones."""
    sql = f"INSERT INTO {table} ({columns}) VALUES ({_marks(columns)}) RETURNING key"  # noqa: S608 our own names; values go by ?
    keys = {}
    for key, *row in one_by_one(old, f"SELECT key, {columns} FROM {table} ORDER BY key"):  # noqa: S608 our own names; values go by ?
        ((keys[key],),) = new.execute(sql, row).fetchall()
    return keys


def _rows(old: Connection, new: Connection, table: str, columns: str, keys: dict[int, int] | None = None) -> int:
    """Copies the rows, with the new key of what each hangs on, and counts them."""
    sql = f"INSERT INTO {table} ({columns}) VALUES ({_marks(columns)})"  # noqa: S608 our own names; values go by ?
    order = "key" if keys is None else "1, 2"
    count = 0
    for first, *others in one_by_one(old, f"SELECT {columns} FROM {table} ORDER BY {order}"):  # noqa: S608 our own names; values go by ?
        new.execute(sql, (first if keys is None else keys[first], *others))
        count += 1
    return count


def _marks(columns: str) -> str:
    return ", ".join("?" for _ in columns.split(","))
