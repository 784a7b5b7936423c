"""assistant/access/roles.py: what each role may do."""

import pytest

from assistant.access.roles import ACTIONS, MAY, ROLES, Person, may, role_named

# In the order of ACTIONS: ask, change, evaluate, feedback.
EXPECTED = {"reader": "1000", "editor": "1100", "evaluator": "1011", "admin": "1111"}


@pytest.mark.parametrize("role", ROLES)
def test_role_may_do_what_it_is_for_and_no_more(role) -> None:
    person = Person("ana", role, "r" * 32)
    assert "".join(str(int(may(person, action))) for action in ACTIONS) == EXPECTED[role]


def test_somebody_unknown_may_do_nothing() -> None:
    assert not any(may(None, action) for action in ACTIONS)


def test_every_role_is_listed_and_no_other_is_one() -> None:
    assert set(MAY) == set(ROLES)
    assert [role_named(name) for name in ("admin", "Admin", "root", "")] == ["admin", None, None, None]
