"""Find the topics of a text that several documents of the collection share, such as "open data"."""

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.turning.verbs import PARTICIPLES, PAST, PAST_OF, PRESENT, THIRD_OF
from corpus.index import Index
from corpus.words import is_stop_word, terms

MOST_TOPICS = 3
FEWEST_ON_TOPIC = 3  # documents
MOST_ON_TOPIC = 1 / 3  # of the documents
MOST_ON_NAME = 1 / 8
COMMON = 0.2  # of the passages have a word that tells nothing of what they are on, as "city" in a library on cities
SHORTEST = 4  # letters
VERBS = frozenset((*PAST_OF, *PAST, *PARTICIPLES, *PRESENT, *THIRD_OF.values()))
_MEASURES = frozenset(
    "hundred thousand million billion trillion dollars euros pounds percent fiscal years year".split()
)
_NO_NOUN = ("ly", "ing", "ed", "ive", "ary", "ic", "al", "able", "ful", "ous")


def topics_of(texts: Sequence[str], index: Index) -> list[str]:
    """Pairs of words of the English texts that several documents share, and not most of them, in their order."""
    pairs = list(dict.fromkeys(pair for text in texts for pair in _pairs(text)))
    passages, documents = index.counts()["passages"], len(index.documents)
    counts = index.passages_with({term for pair in pairs for term in terms(pair)})
    common = {term for term, count in counts.items() if count > COMMON * passages}
    most = max(FEWEST_ON_TOPIC, int(MOST_ON_TOPIC * documents))
    kept = [pair for pair in pairs if not common & set(terms(pair))]
    return [pair for pair in kept if FEWEST_ON_TOPIC <= documents_on(pair, index) <= most][:MOST_TOPICS]


def documents_on(phrase: str, index: Index, language: str = "en") -> int:
    """How many documents have the words side by side."""
    return index.documents_with_phrase(terms(phrase, language))


def plural_in(topic: str, texts: Sequence[str]) -> str:
    """The topic in the plural if one of the texts has it so: "digital twins", and "open data"."""
    return next((f"{topic}s" for text in texts if f"{topic}s" in text), topic)


def _pairs(text: str) -> list[str]:
    words = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*|[.,;:()]", text)
    return [f"{one} {two}" for one, two in pairwise(words) if _is_thing(one, two)]


def _is_thing(first: str, second: str) -> bool:
    """Whether two words may name a thing: none a form of a verb or one that only joins, and the second a noun."""
    for word in (first, second):
        if word in _MEASURES or not word.islower() or len(word) < SHORTEST or is_stop_word(word) or word in VERBS:
            return False
    return not first.endswith(("ly", "ing")) and not second.endswith(_NO_NOUN)
