"""The command line for accounts: who may log in to the chat, and as what."""

import getpass
import json
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.access.audit import Audit, user_here
from assistant.cli_corpus import JsonOption

if TYPE_CHECKING:
    from assistant.access.accounts import Accounts

app = typer.Typer(help="Accounts: who may log in to the chat, as what.", no_args_is_help=True, rich_markup_mode=None)

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="The name that is logged in with.")]
RoleOption = Annotated[str, typer.Option("--role", help="reader, editor, evaluator or admin.")]


@app.command(short_help="Add an account.")
def add(name: NameArgument, role: RoleOption = "reader") -> None:
    """Add an account. The password is asked for, or read from standard input where that is no terminal."""
    accounts, audit = _kept()
    made = accounts.add(name, role, _password())
    audit.note("account added", user_here(), account=made.name, role=made.role)
    print(f"{made.name}: may log in, as {made.role}.")


@app.command("list", short_help="List the accounts.")
def list_(as_json: JsonOption = False) -> None:
    """List the accounts with their roles."""
    accounts, _ = _kept()
    found = list(accounts.all().values())
    if as_json:
        print(json.dumps([{"name": each.name, "role": each.role, "made": each.made} for each in found], indent=2))
        return
    for each in found:
        print(f"{each.name:<24} {each.role:<10} since {each.made[:10]}")
    if not found:
        print(f"{accounts.file}: holds no account; add one with roundtable user add NAME --role admin")


@app.command(short_help="Remove an account, and end its sessions.")
def remove(name: NameArgument) -> None:
    """Remove an account, and end its sessions. Nobody finds its conversations any more, a new account of that name
    neither: `roundtable data delete --user NAME --account` deletes them with it."""
    accounts, audit = _kept()
    accounts.remove(name)
    audit.note("account removed", user_here(), account=name.lower())
    print(f"{name}: removed. What it has kept is still there, and nobody finds it; keep_days deletes that in time.")


@app.command(short_help="Set a new password, and end the sessions.")
def password(name: NameArgument) -> None:
    """Set a new password for an account, and end its sessions. It is asked for, or read from standard input where that
    is no terminal."""
    accounts, audit = _kept()
    accounts.set_password(name, _password())
    audit.note("password changed", user_here(), account=name.lower())
    print(f"{name}: has a new password; who was logged in has to log in again.")


@app.command(short_help="Give an account another role, and end its sessions.")
def role(name: NameArgument, role: Annotated[str, typer.Argument(help="reader, editor, evaluator or admin.")]) -> None:
    """Give an account another role, and end its sessions."""
    accounts, audit = _kept()
    accounts.set_role(name, role)
    audit.note("role changed", user_here(), account=name.lower(), role=role)
    print(f"{name}: is {role} now; who was logged in has to log in again.")


def _kept() -> "tuple[Accounts, Audit]":
    from assistant.access.accounts import Accounts
    from assistant.settings import read_settings

    settings = read_settings()
    return Accounts(settings.accounts), Audit(settings.audit)


def _password() -> str:
    """Never an argument: other users of the computer see those, and the shell keeps them."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass("Password: ")
    if first != getpass.getpass("Once more: "):
        raise typer.BadParameter("the two are not the same")
    return first
