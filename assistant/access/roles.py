"""Who may do what: one list of roles, and one function that every door asks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

Role = Literal["reader", "editor", "evaluator", "admin"]
# ask: questions, pages of documents, and one's own conversations and briefings. change: add and remove documents.
# evaluate: run test sets and judge answers. feedback: see what everybody thinks of answers, with what they asked.
Action = Literal["ask", "change", "evaluate", "feedback"]
ROLES: tuple[Role, ...] = get_args(Role)
ACTIONS: tuple[Action, ...] = get_args(Action)
MAY: Mapping[Role, frozenset[Action]] = {
    "reader": frozenset({"ask"}),
    "editor": frozenset({"ask", "change"}),
    "evaluator": frozenset({"ask", "evaluate", "feedback"}),
    "admin": frozenset({"ask", "change", "evaluate", "feedback"}),
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is known. `reader` is the secret name under which their conversations are kept, as
    `assistant.web.users` takes it from a cookie."""

    name: str
    role: Role
    reader: str


def may(person: Person | None, action: Action) -> bool:
    """Whether that person may do that; somebody who is not known may do nothing."""
    return person is not None and action in MAY[person.role]


def role_named(name: str) -> Role | None:
    return next((role for role in ROLES if role == name), None)
