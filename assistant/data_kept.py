"""All that is kept of one person: counted, shown as plain data, and deleted for good."""

import json
from dataclasses import dataclass
from typing import Any

from assistant.briefing.briefs import Briefs
from assistant.conversations import Conversations, user_bytes
from assistant.kept import Place, is_there, reading, rewritten


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of each."""

    conversations: int = 0
    turns: int = 0
    feedback: int = 0
    briefings: int = 0
    versions: int = 0

    def __str__(self) -> str:
        return (
            f"{self.conversations} conversations with {self.turns} answers, feedback on {self.feedback}, and "
            f"{self.briefings} briefings in {self.versions} versions"
        )


def counts_of(place: Place, user: str) -> Counts:
    """What is kept of that user. To ask makes no file."""
    if not is_there(place):
        return Counts()
    theirs = 'SELECT key FROM {} WHERE "user" = ?'
    of_conversations, of_briefings = theirs.format("conversations"), theirs.format("briefings")
    with reading(place) as db:
        found = [
            db.execute(f"SELECT count(*) FROM {rows}", (user_bytes(user),)).fetchone()[0]  # noqa: S608 our own names; values go by ?
            for rows in (
                'conversations WHERE "user" = ?',
                f"turns WHERE conversation IN ({of_conversations})",
                'feedback WHERE "user" = ?',
                'briefings WHERE "user" = ?',
                f"briefing_versions WHERE briefing IN ({of_briefings})",
            )
        ]
    return Counts(*found)


def shown(place: Place, user: str) -> dict[str, list[dict[str, Any]]]:
    """Everything of that user, whole, as JSON has it; an answer that is damaged as the text that stands there."""
    if not is_there(place):
        return {"conversations": [], "feedback": [], "briefings": []}
    with reading(place) as db:

        def rows(columns: str, where: str, *values: object) -> list[dict[str, Any]]:
            names = [name.strip() for name in columns.split(",")]
            found = db.execute(f"SELECT {columns} FROM {where}", values).fetchall()  # noqa: S608 our own names; values go by ?
            return [{name: _plain(name, value) for name, value in zip(names, row, strict=True)} for row in found]

        whose = '"user" = ? ORDER BY key'
        conversations = rows("key, id, title, created, changed", f"conversations WHERE {whose}", user_bytes(user))
        for each in conversations:
            of = "turns WHERE conversation = ? ORDER BY place"
            each["turns"] = rows("place, asked, question, answer", of, each.pop("key"))
        columns = "conversation, place, verdict, reason, note, given, earlier, answer"
        feedback = rows(columns, f"feedback WHERE {whose}", user_bytes(user))
        columns = "key, id, title, topic, template, created, changed"
        briefings = rows(columns, f"briefings WHERE {whose}", user_bytes(user))
        for each in briefings:
            of = "briefing_versions WHERE briefing = ? ORDER BY version"
            each["versions"] = rows("version, made, what, title, brief", of, each.pop("key"))
    return {"conversations": conversations, "feedback": feedback, "briefings": briefings}


def delete(place: Place, user: str) -> bool:
    """Deletes everything of that user. Whether no byte of it is left in the place; of a database, and of a file that
    somebody reads at this moment, that is not known. Raises `UnusableFile`."""
    if not is_there(place):
        return True
    Conversations(place).delete_all(user)
    Briefs(place).delete_all(user)
    return rewritten(place)


def _plain(name: str, value: Any) -> Any:
    """What is kept as JSON, opened."""
    if name not in ("answer", "brief", "earlier"):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return value
