"""Keep each person's conversations, whole answers with their sources, so that they can be found and read again."""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from assistant.kept import Connection, Place, forget_the_past, reading, writing
from assistant.one_line import one_line, readable
from assistant.saved import BadSaved, answer_data, answer_of
from assistant.types import Answer
from corpus.errors import RoundtableError
from corpus.words import plain

LONGEST_TITLE = 60  # characters, of a title taken from a question
LONGEST_NAME = 200  # characters, of one that a person gives


class NoConversation(RoundtableError):
    """There is no such conversation of this user; whether another has it, nobody is told."""

    def __init__(self) -> None:
        super().__init__("There is no such conversation; it may have been deleted.")


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and its answer. `place` counts from 1 without gaps; `asked` is a moment in UTC, as ISO."""

    place: int
    question: str
    answer: Answer
    asked: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """One conversation; in a list without its turns. `changed` is when a turn came or went; both moments are UTC."""

    id: str
    title: str
    created: str
    changed: str
    turns: tuple[Turn, ...] = ()


class Conversations:
    """The conversations of all users in one place, for several threads and processes at once.

    Every method takes the user first and sees only what is theirs. Users are any texts; no two of them are taken for
    one. Every method raises `UnusableFile` if the place is damaged, another program's or a newer one's, or if the disk
    or the server does not let it be read or written; what was added before stays.
    """

    def __init__(self, place: Place) -> None:
        self.kept_in = place
        with reading(place):  # whoever opens the chat learns at once that nothing can be kept
            pass

    def all(self, user: str, search: str = "", limit: int = 200) -> list[Conversation]:
        """The last changed first, without turns; with `search` those that hold these words in their title, a question
        or an answer, whatever their case and accents."""
        asked: list[object] = [user_bytes(user)]
        sql = 'SELECT id, title, created, changed FROM conversations WHERE "user" = ?'
        wanted = folded(search)
        if wanted:
            # instr() takes every character as itself, where LIKE has its own idea of % and _.
            sql += (
                " AND (instr(words, ?) > 0 OR EXISTS (SELECT 1 FROM turns WHERE conversation = conversations.key"
                " AND instr(turns.words, ?) > 0))"
            )
            asked += [wanted, wanted]
        sql += " ORDER BY changed DESC, key DESC LIMIT ?"
        with reading(self.kept_in) as db:
            return [Conversation(*row) for row in db.execute(sql, (*asked, max(0, limit)))]

    def open(self, user: str, id: str) -> Conversation:
        """With its turns. Raises `NoConversation`, or `BadSaved` if an answer in it is damaged."""
        with reading(self.kept_in) as db:
            key = key_of(db, user, id)
            row = db.execute("SELECT id, title, created, changed FROM conversations WHERE key = ?", (key,)).fetchone()
            turns = db.execute("SELECT place, asked, answer FROM turns WHERE conversation = ? ORDER BY 1", (key,))
            found = turns.fetchall()
        return replace(Conversation(*row), turns=tuple(_turn(*each) for each in found))

    def begin(self, user: str, title: str = "", first: Answer | None = None) -> str:
        """The id of a new conversation: 128 random bits, fit for an address. Without a title the first question is.
        `first` is added as its first turn, in one step."""
        id_, now, shown = secrets.token_urlsafe(16), moment(), title_of(title)
        row = (id_, user_bytes(user), shown, folded(shown), now, now)
        with writing(self.kept_in) as db:
            db.execute(
                'INSERT INTO conversations (id, "user", title, words, created, changed) VALUES (?, ?, ?, ?, ?, ?)', row
            )
            if first:
                _append(db, held(db, user, id_), first)
        return id_

    def add(self, user: str, id: str, answer: Answer, instead_of: int = 0) -> int:
        """Adds the answer as the last turn and returns its place; with `instead_of` in place of that turn and of all
        that follow it, in one step. Raises `NoConversation`."""
        with writing(self.kept_in) as db:
            key = held(db, user, id)
            if instead_of:
                _cut(db, key, id, instead_of)
            return _append(db, key, answer)

    def cut(self, user: str, id: str, place: int) -> None:
        """Removes the turns from that place on, for the question there is to be asked anew. What was thought of their
        answers is kept, apart from the conversation. Raises `NoConversation`."""
        with writing(self.kept_in) as db:
            key = held(db, user, id)
            _cut(db, key, id, place)
            db.execute("UPDATE conversations SET changed = ? WHERE key = ?", (moment(), key))
        forget_the_past(self.kept_in)

    def rename(self, user: str, id: str, title: str) -> None:
        """A blank title gives back that of the first question. Raises `NoConversation`."""
        with writing(self.kept_in) as db:
            key = held(db, user, id)
            first = db.execute("SELECT question FROM turns WHERE conversation = ? ORDER BY place LIMIT 1", (key,))
            shown = title_of(title, LONGEST_NAME) or title_of((first.fetchone() or ("",))[0])
            db.execute("UPDATE conversations SET title = ?, words = ? WHERE key = ?", (shown, folded(shown), key))

    def delete(self, user: str, id: str) -> None:
        """Deletes the conversation for good. What its user thought of an answer was given to be used and stays, with
        that answer alone: which conversation it was in and what was asked before is forgotten. Raises
        `NoConversation`."""
        with writing(self.kept_in) as db:
            key = held(db, user, id)
            db.execute("DELETE FROM turns WHERE conversation = ?", (key,))
            db.execute("DELETE FROM conversations WHERE key = ?", (key,))
            db.execute("UPDATE feedback SET conversation = NULL, earlier = '[]' WHERE conversation = ?", (id,))
        forget_the_past(self.kept_in)

    def delete_all(self, user: str) -> None:
        """Deletes the conversations of the user, and their feedback too; for briefings see `Briefs.delete_all`."""
        with writing(self.kept_in) as db:
            # First of all, for whoever adds a turn holds the conversation before its turns.
            db.execute('UPDATE conversations SET created = created WHERE "user" = ?', (user_bytes(user),))
            theirs = '(SELECT key FROM conversations WHERE "user" = ?)'
            db.execute(f"DELETE FROM turns WHERE conversation IN {theirs}", (user_bytes(user),))  # noqa: S608 our own names; values go by ?
            db.execute('DELETE FROM conversations WHERE "user" = ?', (user_bytes(user),))
            db.execute('DELETE FROM feedback WHERE "user" = ?', (user_bytes(user),))
        forget_the_past(self.kept_in)


def key_of(db: Connection, user: str, id: str) -> int:
    """Raises `NoConversation` in the same words whether it does not exist or is another user's."""
    return _key(db, 'SELECT key FROM conversations WHERE id = ? AND "user" = ?', user, id)


def held(db: Connection, user: str, id: str) -> int:
    """Its key; until the transaction ends nobody else changes this conversation. Raises `NoConversation`."""
    # Changes nothing, but whoever else does the same has to wait, in a file and in a database.
    sql = 'UPDATE conversations SET created = created WHERE id = ? AND "user" = ? RETURNING key'
    return _key(db, sql, user, id)


def can_be_id(text: str) -> bool:
    """Half characters are no UTF-8, which SQLite wants, and PostgreSQL takes no NUL."""
    return text.isascii() and text.isprintable()


def _key(db: Connection, sql: str, user: str, id: str) -> int:
    rows = db.execute(sql, (id, user_bytes(user))).fetchall() if can_be_id(id) else []
    if not rows:
        raise NoConversation
    return int(rows[0][0])


def title_of(text: str, longest: int = LONGEST_TITLE) -> str:
    """The text on one line, shortened between two words."""
    line = one_line(text)
    if len(line) <= longest:
        return line
    start = line[:longest]  # one character of it is for the sign that there was more
    return (start.rsplit(" ", 1)[0] if " " in start else start[:-1]).rstrip(" ,;:") + "…"


def folded(text: str) -> str:
    """The text as it is searched: lower case without accents, every break one space."""
    return plain(one_line(text))


def moment() -> str:
    """Now, in UTC, as ISO with microseconds: sorted as texts, moments are in their order."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def saved_text(answer: Answer) -> str:
    return json.dumps(answer_data(answer))  # in ASCII: half characters are no UTF-8, and come back as they were


def answer_from(saved: str, where: str) -> Answer:
    """Raises `BadSaved` that says where the answer is kept."""
    try:
        return answer_of(json.loads(saved))
    except (json.JSONDecodeError, RecursionError) as error:
        raise BadSaved(f"{where}: damaged; it is not JSON") from error
    except BadSaved as error:
        raise BadSaved(f"{where}: {error}") from error


def _turn(place: int, asked: str, saved: str) -> Turn:
    answer = answer_from(saved, f"turn {place} of the conversation")
    return Turn(place, answer.question, answer, asked)


def _append(db: Connection, key: int, answer: Answer) -> int:
    last = db.execute("SELECT max(place) FROM turns WHERE conversation = ?", (key,)).fetchone()[0]
    place, now = (last or 0) + 1, moment()
    row = (key, place, now, readable(answer.question), _words_of(answer), saved_text(answer))
    db.execute("INSERT INTO turns VALUES (?, ?, ?, ?, ?, ?)", row)
    db.execute("UPDATE conversations SET changed = ? WHERE key = ?", (now, key))
    title = title_of(answer.question)
    untitled = "UPDATE conversations SET title = ?, words = ? WHERE key = ? AND title = ''"
    db.execute(untitled, (title, folded(title), key))
    return place


def _cut(db: Connection, key: int, id: str, place: int) -> None:
    db.execute("DELETE FROM turns WHERE conversation = ? AND place >= ?", (key, place))
    # Else it would be shown with the answer that takes this place.
    db.execute("UPDATE feedback SET conversation = NULL WHERE conversation = ? AND place >= ?", (id, place))


def _words_of(answer: Answer) -> str:
    said: Sequence[str] = [answer.question, *(sentence.text for sentence in answer.sentences), answer.note]
    return folded(" ".join(said))


def user_bytes(user: str) -> bytes:
    """The user as the file names them; bytes, for every text is some, and no two texts the same."""
    return user.encode("utf-8", "surrogatepass")
