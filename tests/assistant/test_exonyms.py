"""assistant/exonyms.py: French names of places as English documents write them."""

import pytest

from assistant.exonyms import in_english


@pytest.mark.parametrize(
    ("french", "english"),
    [
        ("Comment Barcelone et Séoul diffèrent-elles ?", "Comment Barcelona et Seoul diffèrent-elles ?"),
        ("Et en Corée du Sud, au Japon et aux États-Unis ?", "Et en Korea, au Japan et aux United States ?"),
        ("Que fait l’Estonie (Inde) ?", "Que fait l’Estonia (India) ?"),
        ("Que dit Vienne?", "Que dit Vienna?"),
        ("le cap de la ville", "le cap de la ville"),
        ("Le cap fixé par Lyon", "Le cap fixé par Lyon"),
        ("Que fait la Corée du Nord ?", "Que fait la Corée du Nord ?"),
        ("Et l'Afrique du Sud ?", "Et l'South Africa ?"),
        ("Des villes d'Amérique latine", "Des villes d'Amérique latine"),
        ("la rue Saint-Jacques", "la rue Saint-Jacques"),
        ("Qui gère le portail de Lyon ?", "Qui gère le portail de Lyon ?"),
        ("", ""),
    ],
)
def test_names_with_a_capital_are_put_in_english_and_the_rest_is_left(french: str, english: str) -> None:
    assert in_english(french) == english
