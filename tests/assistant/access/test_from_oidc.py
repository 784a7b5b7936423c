"""assistant/access/from_oidc.py: one person of one provider is always the same, and nobody else."""

import pytest

from assistant.access.from_oidc import NotInvited, person_from_claims
from assistant.web.users import COOKIE, user_of

ANA = {"iss": "https://idp.example", "sub": "1", "email": "ana@example.org", "email_verified": True}


def test_conversations_are_those_of_issuer_and_subject_alone() -> None:
    readers = [
        person_from_claims(claims, "roles").reader
        for claims in (
            ANA,
            {**ANA, "iss": "https://idp.example/"},  # as some write themselves
            {"iss": "https://idp.example", "sub": "1", "roles": "admin"},
            {**ANA, "sub": "2"},
            {**ANA, "iss": "https://other.example"},
            {**ANA, "iss": "https://idp.example\n1", "sub": "1"},
        )
    ]
    assert readers[0] == readers[1] == readers[2]
    assert len(set(readers)) == 4
    assert user_of({COOKIE: readers[0]}, "s1") == user_of({COOKIE: readers[0]}, "s2")  # it is taken as a name


@pytest.mark.parametrize("claims", [{}, {"iss": "https://idp.example"}, {"sub": "1"}, {**ANA, "sub": None}])
def test_nobody_is_somebody_without_issuer_and_subject(claims: dict[str, object]) -> None:
    with pytest.raises(NotInvited):
        person_from_claims(claims)
