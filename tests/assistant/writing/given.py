"""Passages as a model is given them, made by hand: each text is a document of its own."""

from assistant.writing.orders import is_to_an_assistant
from assistant.writing.passages import Given, Place
from corpus.sentences import sentences
from corpus.types import Document, Hit
from tests import drafts

HARBOUR = (
    "Harbourview opened 14 digital help points for older residents in 2021 [3]. Each help point is staffed by two "
    "trained volunteers. The council of Harbourview has not paid for the help points."
)
MARISOL = "The city of Marisol mounted 48 noise sensors in 2019. It plans to mount 20 more by 2030."


def passage(number: int, text: str, title: str = "Plain") -> Given:
    document = Document(f"document {number}", f"{number}.txt", title)
    hit: Hit = drafts.hit(text, document)
    places = (Place(hit, start, end) for start, end in sentences(text))
    return Given(number, hit, text, tuple(place for place in places if not is_to_an_assistant(place.said)))


def passages(*texts: str) -> list[Given]:
    return [passage(number, text) for number, text in enumerate(texts, start=1)]
