"""The page for a reader whose browser asks for French."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.reader import Reader
from tests.e2e.server import Chat

pytestmark = pytest.mark.browser


@pytest.fixture
def lectrice(tab: Callable[..., Reader], chat: Chat) -> Reader:
    return tab(chat, locale="fr-FR")


def test_page_is_french_and_an_answer_in_the_language_of_its_question(lectrice: Reader) -> None:
    page = lectrice.page
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.locator("#about")).to_contain_text("Chaque phrase d'une réponse montre la page")
    expect(page.locator("#examples .gallery-item")).to_have_text(["Qu'est-ce que le plan numérique de Barcelone ?"])
    expect(lectrice.box).to_have_attribute("placeholder", "Posez une question")
    expect(page.get_by_role("heading", name="Sources")).to_be_visible()
    expect(page.get_by_text("Comment lire une réponse")).to_be_visible()
    lectrice.open_filters()
    expect(page.get_by_label("Jusqu'à", exact=True)).to_be_visible()
    lectrice.choose("kind", "Étude de cas")
    expect(page.get_by_role("button", name="Filtrer les documents (1 filtre)")).to_be_visible()
    answer = lectrice.ask("Combien de capteurs de bruit Marisol a-t-elle installés ?")
    expect(answer.locator(".searched")).to_have_text("Recherche limitée à : étude de cas")
    expect(page.locator(".source").first).to_contain_text("Montrer tout le passage")
    expect(page.locator(".unseen").first).to_have_text("Vous avez demandé")
    english = lectrice.ask("How many noise sensors did Marisol mount?")
    expect(english.locator(".searched")).to_have_text("Searched only: case study")
    page.get_by_role("button", name="Nouvelle conversation").click()
    expect(page.get_by_text("Comment lire une réponse")).to_be_visible()


def test_mistakes_of_a_french_reader_are_named_in_french(lectrice: Reader) -> None:
    # The page is built in English, and French once it knows its reader.
    expect(lectrice.page.locator("#about")).to_contain_text("Chaque phrase d'une réponse montre la page")
    lectrice.type("Pourquoi le port de Harbourview ? " * 80)
    expect(lectrice.page.get_by_role("alert")).to_contain_text("Une question peut avoir 2000 caractères")
    lectrice.open_filters()
    lectrice.page.get_by_label("Depuis", exact=True).fill("hier")
    lectrice.type("Combien ?")
    expect(lectrice.page.get_by_role("alert")).to_contain_text("écrivez une date comme 2020, 2020-12 ou 2020-12-03")


def test_english_page_says_that_it_is_english(reader: Reader) -> None:
    expect(reader.page.locator("html")).to_have_attribute("lang", "en")
