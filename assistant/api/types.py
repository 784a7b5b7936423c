"""Who uses the HTTP API, and why it may be refused."""

from dataclasses import dataclass

from assistant.access.roles import Role
from corpus.errors import RoundtableError


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: `name` tells callers apart who wait in line, `role` is what their token allows."""

    name: str
    role: Role


class Refused(RoundtableError):
    """A request that its sender may not make, with the status that says so."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status
