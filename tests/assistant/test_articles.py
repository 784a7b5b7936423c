"""assistant/articles.py: a name has the article that its place in the question asks for."""

import pytest

from assistant.articles import de, quel_est, renamed, the_owned


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("le portail", "du portail"),
        ("Les villes", "des villes"),
        ("La ville", "de la ville"),
        ("l'OCDE", "de l'OCDE"),
        ("Évry", "d'Évry"),
        ("Lyon", "de Lyon"),
        ("le", "de le"),  # no name after it
    ],
)
def test_french_of_is_drawn_together_with_the_article(name: str, said: str) -> None:
    assert de(name) == said


def test_what_is_owned_has_the_article_of_its_owner() -> None:
    owned = (("son", "budget"), ("sa", "taille"), ("Ses", "buts"), ("leur", "état"), ("its", "size"))
    assert [the_owned(*each) for each in owned] == ["le budget", "la taille", "les buts", "l'état", "le size"]
    assert [quel_est(its) for its, _ in owned[:3]] == ["Quel est", "Quelle est", "Quels sont"]


@pytest.mark.parametrize(
    ("before", "old", "named", "after"),
    [
        ("How does the UK use data?", "UK", "Korea", "How does Korea use data?"),
        ("How does Korea use data?", "Korea", "The UK", "How does the UK use data?"),
        ("Que fait la ville du Japon ?", "Japon", "la Corée", "Que fait la ville de la Corée ?"),
        ("Que fait-on en Corée ?", "Corée", "le Japon", "Que fait-on en Japon ?"),
        ("Koreans of Korea", "Korea", "Peru", "Koreans of Peru"),
        ("How does Korea use data?", "Korea", "Lagos", "How does Lagos use data?"),
        ("Is it Korea?", "Korea", r"Foo\1", r"Is it Foo\1?"),
    ],
)
def test_another_name_brings_its_own_article(before: str, old: str, named: str, after: str) -> None:
    assert renamed(before, old, named) == after
