"""Keep each person's briefings with all their versions, and say which of them rest on documents that have changed."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.briefing.affected import Affected, absent_documents, cited_documents
from assistant.briefing.saved import brief_data, brief_of_text
from assistant.briefing.types import Brief
from assistant.conversations import LONGEST_NAME, can_be_id, folded, moment, title_of, user_bytes
from assistant.kept import Connection, Place, forget_the_past, reading, writing
from assistant.one_line import readable
from assistant.saved import BadSaved
from corpus.errors import RoundtableError
from corpus.index import Index
from corpus.types import Document

# How a copy is told from what it was made of, in the language of the briefing.
COPY = {"en": "{} (copy)", "fr": "{} (copie)"}


class NoBriefing(RoundtableError):
    """There is no such briefing, or version of it, of this user; whether another has it, nobody is told."""

    def __init__(self) -> None:
        super().__init__("There is no such briefing; it may have been deleted.")


class ChangedMeanwhile(RoundtableError):
    """The briefing has a newer version than the one that was changed; `newest` is its number."""

    def __init__(self, newest: int) -> None:
        self.newest = newest
        super().__init__("This briefing was changed meanwhile, perhaps in another window; open it again.")


@dataclass(frozen=True, slots=True)
class Kept:
    """A briefing as it stands in a list, its newest version described.

    `created` and `changed` are moments in UTC as ISO; `versions` counts them; `corpus` is the state of the collection
    that it was written from, and `documents` are the ids of those it cites.
    """

    id: str
    title: str
    topic: str
    template: str
    created: str
    changed: str
    versions: int
    corpus: str
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Saved:
    """One version of a briefing. They count from 1; `what` is a word for what made it, `made` a moment in UTC."""

    id: str
    title: str
    version: int
    made: str
    what: str
    brief: Brief


@dataclass(frozen=True, slots=True)
class Version:
    """That a briefing was written or changed: `what` is a word for it, such as "redone"; `made` a moment in UTC.
    `title` is the one the briefing had then."""

    version: int
    made: str
    what: str
    title: str


class Briefs:
    """The briefings of all users kept with their conversations, for several threads and processes at once.

    Every method takes the user first and sees only what is theirs. Every method raises `UnusableFile` as those of
    `Conversations` do; those that take an id raise `NoBriefing`.
    """

    def __init__(self, place: Place) -> None:
        self.kept_in = place
        with reading(place):  # whoever opens the page learns at once that nothing can be kept
            pass

    def all(self, user: str, search: str = "", limit: int = 200) -> list[Kept]:
        """The last changed first; with `search` those that hold these words in their title or newest version, the
        titles of its documents included, whatever their case and accents."""
        sql, asked = f'SELECT {_LISTED} FROM {_NEWEST} WHERE "user" = ?', [user_bytes(user), max(0, limit)]  # noqa: S608 our own names; values go by ?
        wanted = folded(search)
        if wanted:
            # instr() takes every character as itself, where LIKE has its own idea of % and _.
            sql += " AND (instr(briefings.words, ?) > 0 OR instr(versions.words, ?) > 0)"
            asked[1:1] = [wanted, wanted]
        with reading(self.kept_in) as db:
            found = db.execute(f"{sql} {_IN_ORDER} LIMIT ?", asked).fetchall()
        return [Kept(*(*row, tuple(each["id"] for each in json.loads(cited)))) for *row, cited in found]

    def open(self, user: str, id: str, version: int | None = None) -> Saved:
        """The newest version, or that one. Raises `BadSaved` too, if it is damaged."""
        with reading(self.kept_in) as db:
            key, title, newest = _found(db, user, id)
            number = newest if version is None else version
            if not 1 <= number <= newest:
                raise NoBriefing
            sql = "SELECT made, what, brief FROM briefing_versions WHERE briefing = ? AND version = ?"
            made, what, text = db.execute(sql, (key, number)).fetchone()
        try:
            return Saved(id, title, number, made, what, brief_of_text(text))
        except BadSaved as error:
            raise BadSaved(f"version {number} of the briefing: {error}") from error

    def begin(self, user: str, brief: Brief, what: str = "written") -> str:
        """Keeps it as the first version of a new briefing, and returns its id: 128 random bits, fit for an address."""
        with writing(self.kept_in) as db:
            return _begun(db, user, brief, what)

    def save(self, user: str, id: str, brief: Brief, what: str, onto: int) -> int:
        """Adds it as the newest version, with a word for what made it, and returns its number.

        Raises `ChangedMeanwhile` if the newest version is not `onto`, the one that was changed into this.
        """
        with writing(self.kept_in) as db:
            key, _, newest = _held(db, user, id)
            if newest != onto:
                raise ChangedMeanwhile(newest)
            _add(db, key, newest + 1, brief, what, moment())
        return newest + 1

    def versions(self, user: str, id: str) -> list[Version]:
        """The newest first."""
        with reading(self.kept_in) as db:
            key, *_ = _found(db, user, id)
            sql = "SELECT version, made, what, title FROM briefing_versions WHERE briefing = ? ORDER BY version DESC"
            return [Version(*row) for row in db.execute(sql, (key,))]

    def duplicate(self, user: str, id: str) -> str:
        """The id of a new briefing that begins as the newest version of this one; its title says that it is a copy."""
        saved = self.open(user, id)
        copy = COPY.get(saved.brief.outline.order.language, COPY["en"])
        title = copy.format(title_of(saved.title, LONGEST_NAME - len(copy)))
        with writing(self.kept_in) as db:
            return _begun(db, user, saved.brief, "duplicated", title)

    def rename(self, user: str, id: str, title: str) -> None:
        """A title given here stays whatever is saved later; a blank one gives back that of the newest version."""
        with writing(self.kept_in) as db:
            key, _, newest = _held(db, user, id)
            own = "SELECT title FROM briefing_versions WHERE briefing = ? AND version = ?"
            named = title_of(title, LONGEST_NAME)
            shown = named or db.execute(own, (key, newest)).fetchone()[0]
            sql = "UPDATE briefings SET title = ?, words = ?, named = ? WHERE key = ?"
            db.execute(sql, (shown, folded(shown), int(bool(named)), key))

    def delete(self, user: str, id: str) -> None:
        """Deletes the briefing with all its versions for good."""
        with writing(self.kept_in) as db:
            key, *_ = _held(db, user, id)
            db.execute("DELETE FROM briefing_versions WHERE briefing = ?", (key,))
            db.execute("DELETE FROM briefings WHERE key = ?", (key,))
        forget_the_past(self.kept_in)

    def delete_all(self, user: str) -> None:
        """Deletes all briefings of the user for good."""
        with writing(self.kept_in) as db:
            # First of all, for whoever adds a version holds the briefing before its versions.
            db.execute('UPDATE briefings SET created = created WHERE "user" = ?', (user_bytes(user),))
            theirs = '(SELECT key FROM briefings WHERE "user" = ?)'
            db.execute(f"DELETE FROM briefing_versions WHERE briefing IN {theirs}", (user_bytes(user),))  # noqa: S608 our own names; values go by ?
            db.execute('DELETE FROM briefings WHERE "user" = ?', (user_bytes(user),))
        forget_the_past(self.kept_in)

    def affected(self, user: str, index: Index) -> list[Affected]:
        """The briefings whose newest version cites what is no longer in the index, the last changed first."""
        sql = f'SELECT id, briefings.title, version, documents FROM {_NEWEST} WHERE "user" = ? {_IN_ORDER}'  # noqa: S608 our own names; values go by ?
        with reading(self.kept_in) as db:
            found = db.execute(sql, (user_bytes(user),)).fetchall()
        absent = ((row, absent_documents(json.loads(cited), index.documents)) for *row, cited in found)
        return [Affected(*(*row, documents)) for row, documents in absent if documents]

    def count_affected(self, documents: Mapping[str, Document]) -> int:
        """How many briefings, of whomever, cite in their newest version what is not among these documents of an index
        by id. Only the number is told: whose they are and what they are on stays with their owners."""
        with reading(self.kept_in) as db:
            cited = [row[0] for row in db.execute(f"SELECT documents FROM {_NEWEST}")]  # noqa: S608 our own names; values go by ?
        return sum(bool(absent_documents(json.loads(each), documents)) for each in cited)


_NEWEST = (
    "briefings JOIN briefing_versions AS versions ON briefing = key AND version = "
    "(SELECT max(version) FROM briefing_versions WHERE briefing = key)"
)
_LISTED = "id, briefings.title, topic, template, created, changed, version, corpus, documents"
_IN_ORDER = "ORDER BY changed DESC, key DESC"


def _found(db: Connection, user: str, id: str) -> tuple[int, str, int]:
    """The key, the title and the newest version of a briefing. Raises `NoBriefing` in the same words whether it does
    not exist or is another user's."""
    sql = f'SELECT key, briefings.title, version FROM {_NEWEST} WHERE id = ? AND "user" = ?'  # noqa: S608 our own names; values go by ?
    row = db.execute(sql, (id, user_bytes(user))).fetchone() if can_be_id(id) else None
    if row is None:
        raise NoBriefing
    return tuple(row)


def _held(db: Connection, user: str, id: str) -> tuple[int, str, int]:
    """The same; until the transaction ends nobody else changes this briefing."""
    if can_be_id(id):  # changes nothing, but whoever else does the same has to wait, in a file and in a database
        db.execute('UPDATE briefings SET created = created WHERE id = ? AND "user" = ?', (id, user_bytes(user)))
    return _found(db, user, id)


def _begun(db: Connection, user: str, brief: Brief, what: str, title: str = "") -> str:
    """The id of a new briefing, which goes by that title, or without one by its own."""
    id_, now = secrets.token_urlsafe(16), moment()
    sql = (
        'INSERT INTO briefings (id, "user", title, words, named, topic, template, created, changed) '
        "VALUES (?, ?, ?, ?, ?, '', '', ?, ?) RETURNING key"
    )
    row = (id_, user_bytes(user), title, folded(title), int(bool(title)), now, now)
    ((key,),) = db.execute(sql, row).fetchall()
    _add(db, key, 1, brief, what, now)
    return id_


def _add(db: Connection, key: int, version: int, brief: Brief, what: str, now: str) -> None:
    """Adds the version, and describes the briefing by it."""
    title, order = _own_title(brief), brief.outline.order
    cited = cited_documents(brief)
    documents = json.dumps([{"id": each.id, "title": each.title, "source": each.source} for each in cited])
    said = (order.topic, *(claim.text for claim in brief.claims), *(each.title for each in cited))
    text = json.dumps(brief_data(brief))  # in ASCII: half characters are no UTF-8, and come back as they were
    row = (key, version, now, readable(what), title, readable(brief.corpus), documents, folded(" ".join(said)), text)
    db.execute("INSERT INTO briefing_versions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    about = (now, title_of(order.topic, LONGEST_NAME), readable(order.template), key)
    db.execute("UPDATE briefings SET changed = ?, topic = ?, template = ? WHERE key = ?", about)
    unnamed = "UPDATE briefings SET title = ?, words = ? WHERE key = ? AND named = 0"
    db.execute(unnamed, (title, folded(title), key))


def _own_title(brief: Brief) -> str:
    return title_of(brief.outline.title, LONGEST_NAME) or title_of(brief.outline.order.topic, LONGEST_NAME)
