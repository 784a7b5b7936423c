"""assistant/access/from_proxy.py: people as a trusted proxy names them, and nobody else."""

from assistant.access.addresses import networks
from assistant.access.from_proxy import person_from_proxy
from assistant.web.users import COOKIE, user_of

TRUSTED = networks("10.0.0.7")


def test_trusted_proxy_names_a_person_and_a_role() -> None:
    person = person_from_proxy("10.0.0.7", TRUSTED, ["ana@example.org"], ["evaluator"])
    assert person is not None
    assert (person.name, person.role) == ("ana@example.org", "evaluator")


def test_role_that_is_none_or_not_said_is_that_of_a_reader() -> None:
    for roles in ([], [""], ["root"], ["admin", "admin"]):
        person = person_from_proxy("10.0.0.7", TRUSTED, ["ana"], roles)
        assert person is not None
        assert person.role == "reader"


def test_nobody_is_named_by_others_or_twice_or_not_at_all() -> None:
    assert person_from_proxy("10.0.0.8", TRUSTED, ["ana"]) is None
    assert person_from_proxy("10.0.0.7", networks(""), ["ana"]) is None
    for names in ([], [""], [" "], ["ana", "ben"], ["a\x00b"], ["a" * 257]):
        assert person_from_proxy("10.0.0.7", TRUSTED, names) is None


def test_each_name_has_conversations_of_its_own_that_stay_the_same() -> None:
    readers = [person_from_proxy("10.0.0.7", TRUSTED, [name]).reader for name in ("ana", "ana", "ben")]  # type: ignore[union-attr]
    assert readers[0] == readers[1] != readers[2]
    assert user_of({COOKIE: readers[0]}, "s1") == user_of({COOKIE: readers[0]}, "s2")  # it is taken as a name
