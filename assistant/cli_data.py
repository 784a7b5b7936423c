"""The command line for what is kept of people: show it, delete it for good, and forget what is old."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.access.audit import Audit, user_here
from corpus.errors import RoundtableError

if TYPE_CHECKING:
    from assistant.settings import Settings
    from evals.judging.judgements import Judgements

app = typer.Typer(help="What is kept of people: show it, delete it.", no_args_is_help=True, rich_markup_mode=None)

UserOption = Annotated[
    str, typer.Option("--user", metavar="NAME", help="The name under which they come; with oidc their subject (sub).")
]
YesOption = Annotated[bool, typer.Option("--yes", help="Do not ask first.")]


class NobodyKnown(RoundtableError):
    """There is nobody of that name, or people have no names here."""


def reader_key_of(settings: "Settings", name: str) -> str:
    """Under which user everything of that person is kept. Raises `NobodyKnown`."""
    from assistant.access.accounts import Accounts
    from assistant.access.addresses import networks
    from assistant.access.from_oidc import person_from_claims
    from assistant.access.from_proxy import person_from_proxy
    from assistant.web.users import COOKIE, user_of

    reader = ""
    if settings.access == "accounts":
        account = Accounts(settings.accounts).named(name)
        reader = account.reader if account else ""
    elif settings.access == "proxy":
        here = "127.0.0.1"
        person = person_from_proxy(here, networks(here), [name])
        reader = person.reader if person else ""
    elif settings.access == "oidc":
        # The audit log calls somebody who has no verified address "name (subject)".
        subject = name[:-1].rpartition(" (")[2] if name.endswith(")") and " (" in name else name
        reader = person_from_claims({"iss": settings.oidc_issuer, "sub": subject}).reader
    else:
        raise NobodyKnown(
            "access is none: browsers are told apart by a cookie, and people have no names; who sits at one deletes "
            "their conversations in the chat"
        )
    if not reader:
        raise NobodyKnown(f"{name}: there is nobody of this name; roundtable user list shows the accounts")
    return user_of({COOKIE: reader})


@app.command(short_help="Print all that is kept of somebody, as JSON.")
def show(user: UserOption) -> None:
    """Print all that is kept of somebody, as JSON: conversations with their answers, feedback, briefings with all
    versions, judgements given under this name, and their lines of the audit log. Usage of a language model is recorded
    without names."""
    from assistant.access.accounts import Accounts
    from assistant.data_kept import shown
    from assistant.settings import read_settings

    settings = read_settings()
    key = reader_key_of(settings, user)
    account = Accounts(settings.accounts).named(user) if settings.access == "accounts" else None
    told: dict[str, Any] = {"name": user}
    told["account"] = {"name": account.name, "role": account.role, "made": account.made} if account else None
    told |= shown(settings.conversations, key)
    judgements = _judgements(settings)
    told["judgements"] = [asdict(each) for name in _as(user, judgements) for each in judgements.of_reviewer(name)]
    told["audit"] = list(_audit_lines(settings, user))
    print(json.dumps(told, ensure_ascii=False, indent=2))


@app.command(short_help="Delete all that is kept of somebody, for good.")
def delete(
    user: UserOption,
    account: Annotated[bool, typer.Option("--account", help="Remove their account too.")] = False,
    yes: YesOption = False,
) -> None:
    """Delete all that is kept of somebody, for good: conversations, feedback, briefings, and judgements given under
    this name. Their account stays, unless --account removes it too, and so do documents that they added, which are the
    collection's, and their lines of the audit log. Backups hold what they held."""
    from assistant.access.accounts import Accounts
    from assistant.data_kept import Counts, counts_of
    from assistant.data_kept import delete as delete_kept
    from assistant.settings import read_settings

    settings = read_settings()
    if account and settings.access != "accounts":
        raise typer.BadParameter("--account goes with accounts, and the setting `access` names another way")
    key, judgements = reader_key_of(settings, user), _judgements(settings)
    counts, reviewers = counts_of(settings.conversations, key), _as(user, judgements)
    judged = sum(len(judgements.of_reviewer(name)) for name in reviewers)
    if not account and counts == Counts() and not judged:
        print(f"{user}: nothing is kept under this name.")
        return
    said = f"{counts}, and {judged} judgements"
    _asked(f"Delete for good what is kept of {user}: {said}?", yes)
    erased = delete_kept(settings.conversations, key)
    for name in reviewers:
        judgements.delete_all(name)
    audit = Audit(settings.audit)
    audit.note("data deleted", user_here(), account=user.lower())
    print(f"{user}: deleted {said}.")
    if not erased:
        print(_not_yet(settings))
    if account:
        Accounts(settings.accounts).remove(user)
        audit.note("account removed", user_here(), account=user.lower())
        print(f"{user}: the account is removed.")
    print("Backups made before still hold it, and so do files that somebody exported.")


@app.command(short_help="Forget what nobody has touched for long.")
def expire(
    days: Annotated[
        int | None, typer.Option("--days", min=1, help="In place of the setting keep_days, this once.")
    ] = None,
    yes: YesOption = False,
) -> None:
    """Delete for good the conversations, briefings and feedback, of everybody, that nobody has touched for as many days
    as the setting keep_days says. The chat does the same when it starts, and daily."""
    from assistant.data_expiry import forget_older
    from assistant.settings import read_settings

    settings = read_settings()
    limit = days or settings.keep_days
    if not limit:
        raise typer.BadParameter("keep_days is 0, so everything is kept; set it, or give --days")
    _asked(f"Delete for good what nobody has touched for {limit} days, of everybody?", yes)
    forgotten = forget_older(settings.conversations, limit)
    Audit(settings.audit).note("data deleted", user_here())
    print(f"Forgotten: {forgotten}.")


def _asked(question: str, yes: bool) -> None:
    if not yes and not (sys.stdin.isatty() and typer.confirm(question)):
        print("Nothing was deleted; --yes deletes without asking.", file=sys.stderr)
        raise typer.Exit(2)


def _not_yet(settings: "Settings") -> str:
    if isinstance(settings.conversations, Path):
        return "Somebody reads that file at this moment: the last bytes of it go when they are done."
    return "When its bytes leave the disk of the database is up to that server: see VACUUM, its log and its backups."


def _judgements(settings: "Settings") -> "Judgements":
    from evals.judging.judgements import FILE, Judgements

    return Judgements(settings.evaluations / FILE)


def _as(user: str, judgements: "Judgements") -> list[str]:
    """Under which names they have judged: it is typed, in whatever letters."""
    return [name for name in judgements.reviewers() if name.casefold() == user.casefold()]


def _audit_lines(settings: "Settings", user: str) -> Any:
    """Those that name them, as who did it or as whose account was changed; the oldest first. Of somebody at a provider
    those by subject: who comes under a mail address is named by that alone."""
    name = settings.audit.name
    numbered = sorted(settings.audit.parent.glob(f"{name}.*[0-9]"), key=_age, reverse=True)
    for file in (*numbered, settings.audit):
        if not file.exists():
            continue
        with file.open(encoding="utf-8", errors="replace") as lines:
            for line in lines:
                try:
                    said = json.loads(line)
                except ValueError:
                    continue
                if isinstance(said, dict) and any(_is(user, said.get(part)) for part in ("who", "account")):
                    yield said


def _age(file: Path) -> int:
    return int(file.suffix[1:]) if file.suffix[1:].isdigit() else 0


def _is(user: str, named: Any) -> bool:
    called = str(named or "").casefold()
    return called == user.casefold() or called.endswith(f" ({user.casefold()})")
