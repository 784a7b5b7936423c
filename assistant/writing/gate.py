"""The gate: let a model's sentence through if words of the passages that it was given carry it, and cite those words.

Whatever the model cites and quotes is a hint where to look. What counts are the words that stand on the page: they are
sought in the passage that it names, then in the others, and the sentence is checked against them alone.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.verify.weighing import weighing_for
from assistant.writing.grounds import Grounding
from assistant.writing.orders import has_address, tells_reader
from assistant.writing.passages import Given, Place
from assistant.writing.reply import Drafted
from corpus.encoders import Encoder
from corpus.sentences import sentences
from corpus.words import language_of, plain, terms

LANGUAGES = {"en": "English", "fr": "French"}  # which `language_of` can tell apart
MOST_PLACES = 3  # sentences that quoted words may stand in
LONGEST_DRAFTED = 600  # characters; what is longer is several sentences in one
ENOUGH = 0.7  # support: more than `verify` asks, for a sentence stopped costs a second attempt or a quote, no more
# Of a question and a sentence without a common word: more than 95 of 100 that answer come so near, in another language
# than the question's 98 of 100, and fewer than 10 and 20 of 100 planted orders (multilingual-e5-small).
NEAR_QUESTION, NEAR_ACROSS = 0.12, 0.06
NEARLY_QUOTED = 0.75  # of the quoted words in a row: models drop an article or close a quote early
TOO_ALIKE = 0.8  # shared words over all words (Jaccard), for a sentence that was said before
_TOKEN = re.compile(r"\[\d+(?:\s*[,–-]\s*\d+)*\]|[^\W_]+")
_ANNOUNCES = re.compile(r"(?:\bfollowing|\bas follows|\bsuivante?s?|\bci-dessous|:)\W*$", re.IGNORECASE)
# What an order in a document can carry: that the document says so.
_REPORTS = re.compile(
    r"\b(?:recommend|advi[sc]e|advis|suggest|propos|urg|ask|encourag|invit|instruct|requir|call|should|must|principle"
    r"|guideline|say|states?|tells?|need|conseill|demand|devrai|doi(?:t|vent)\b|appel|exige|principe|dit\b)",
    re.IGNORECASE,
)
_ELLIPSIS = re.compile(r"\s*(?:\.{3,}|…|\[…\])\s*")


@dataclass(frozen=True, slots=True)
class Passed:
    """A sentence that its places carry, and how well."""

    text: str
    places: tuple[Place, ...]
    support: float


@dataclass(frozen=True, slots=True)
class Stopped:
    """A sentence that does not get through, and why, in sentences for a person, and for the model that tries again."""

    drafted: Drafted
    reasons: tuple[str, ...]


class Gate:
    """Checks the sentences of one answer against the passages that its model was given.

    With a `question` only places that speak to it count: a document may say anything beside.
    """

    def __init__(
        self, given: Sequence[Given], language: str, encoder: Encoder | None = None, question: str = ""
    ) -> None:
        self._given, self._language, self._encoder, self._question = given, language, encoder, question
        self._asked = frozenset(terms(question, language_of(question, language)))
        self._said: list[frozenset[str]] = []
        self._speaking: dict[tuple[str, int], bool] = {}

    def check(self, drafted: Drafted) -> Passed | Stopped | None:
        """Whether the sentence gets through; None for one that only repeats a sentence that did."""
        said = frozenset(terms(drafted.text, self._language))
        # Two years of one series differ in their numbers alone, and are no repetition.
        if any(
            len(said & each) >= TOO_ALIKE * len(said | each) and not _has_number(said ^ each) for each in self._said
        ):
            return None
        checked = self._checked(drafted)
        if isinstance(checked, Passed):
            self._said.append(said)
        return checked

    def passages(self, drafted: Drafted) -> list[str]:
        """The ids of the passages that a sentence cites."""
        return [each.hit.passage.id for each in self._given if each.number in drafted.passages]

    def _checked(self, drafted: Drafted) -> Passed | Stopped:
        wrong = _form(drafted.text)
        cited = [each for each in self._given if each.number in drafted.passages]
        if not wrong and not cited:
            wrong = "It cites no passage." if not drafted.passages else f"There is no passage {drafted.passages[0]}."
        if wrong:
            return Stopped(drafted, (wrong,))
        quoted = self._carrying(self._quoted(drafted.words, cited), drafted.text)
        spoken = self._spoken(drafted.text)
        scopes = [self._quotable(scope, drafted.text) for scope in (cited, self._given)]
        grounds = Grounding(spoken, self._encoder).of(drafted.text, quoted, scopes)
        if grounds is None:
            return Stopped(drafted, ("The passage has no words that carry it and speak to the question.",))
        support = grounds.support
        if support.score < ENOUGH and drafted.words.strip() and not quoted:
            return Stopped(drafted, ("The words that it rests on do not stand in the passage.",))
        if support.score < 1 and spoken != self._language:
            return Stopped(drafted, (f"It is not in {LANGUAGES[self._language]}.",))  # else it is a quote
        if support.supported and support.score >= ENOUGH:
            return Passed(drafted.text, grounds.places, support.score)
        reasons = tuple(reason.text for reason in support.reasons)
        return Stopped(drafted, reasons or ("The passage does not say the same closely enough.",))

    def _spoken(self, text: str) -> str:
        """The language of a sentence, where it can be told from that of the answer."""
        return language_of(text, self._language) if self._language in LANGUAGES else self._language

    def _quotable(self, scope: Sequence[Given], text: str) -> list[Place]:
        return self._carrying([place for each in scope for place in each.quotable], text)

    def _carrying(self, places: Sequence[Place], text: str) -> list[Place]:
        """Those of the places that can carry the sentence: they speak to the question, and do not tell their reader
        to do something, unless the sentence says that it is asked for."""
        reports = bool(_REPORTS.search(text))
        return [place for place in places if self._speaks(place) and (reports or not _orders(place))]

    def _speaks(self, place: Place) -> bool:
        """Whether a place has a word of the question, or comes near enough to it in meaning."""
        key = place.hit.passage.id, place.start
        if key not in self._speaking:
            *_, last = _sentences(place)  # what was put before it, to explain it, may speak to anything
            shares = not self._asked.isdisjoint(terms(last, place.hit.document.language))
            self._speaking[key] = shares or not self._asked or self._is_near(last, place.hit.document.language)
        return self._speaking[key]

    def _is_near(self, said: str, language: str) -> bool:
        if self._encoder is None:
            return False
        unrelated = weighing_for(self._encoder.name).unrelated
        cosine = self._encoder.encode_passages([said])[0] @ self._encoder.encode_queries([self._question])[0]
        across = language != language_of(self._question, self._language)
        return bool((cosine - unrelated) / (1 - unrelated) >= (NEAR_ACROSS if across else NEAR_QUESTION))

    def _quoted(self, words: str, cited: Sequence[Given]) -> list[Place]:
        """The sentences that hold the quoted words: in the cited passage, or in another, if the number is wrong."""
        others = [each for each in self._given if each not in cited]
        for each in (*cited, *others):
            found = [place for part in _ELLIPSIS.split(words) for place in _holding(part, each)]
            if found:
                return list(dict.fromkeys(found))[:MOST_PLACES]
        return []


def _sentences(place: Place) -> list[str]:
    return [place.said[start:end] for start, end in sentences(place.said, place.hit.document.language)] or [place.said]


def _has_number(words: Iterable[str]) -> bool:
    return any(character.isdigit() for word in words for character in word)


def _orders(place: Place) -> bool:
    return any(tells_reader(each) for each in _sentences(place))


def _form(text: str) -> str:
    """What is wrong with a sentence whatever the passages say, or ""."""
    if not re.search(r"\w", text):
        return "It says nothing."
    if len(text) > LONGEST_DRAFTED:
        return f"It is longer than {LONGEST_DRAFTED} characters."
    if has_address(text):
        return "It has a link, an address or markup."
    if text.rstrip(' ”"»)').endswith("?"):
        return "It asks, where an answer states."
    if _ANNOUNCES.search(text):
        return "It announces what does not follow."
    if tells_reader(text):
        return "It speaks to the reader, where an answer states what the documents say."
    return ""


def _holding(words: str, given: Given) -> Iterator[Place]:
    """The quotable sentences of a passage that the words stand in, nearly as they are."""
    wanted = [plain(each.group()) for each in _TOKEN.finditer(words) if each.group()[0] != "["]
    passage = [each for each in _TOKEN.finditer(given.hit.passage.text) if each.group()[0] != "["]
    there = [plain(each.group()) for each in passage]
    first, length = longest_run(wanted, there)
    if not wanted or length < max(1, NEARLY_QUOTED * len(wanted)):
        return
    start, end = passage[first].start(), passage[first + length - 1].end()
    yield from (place for place in given.quotable if place.start < end and start < place.end)


def longest_run(wanted: Sequence[str], there: Sequence[str]) -> tuple[int, int]:
    """Where the longest run of the wanted words begins among those that are there, and how many words it has."""
    best, lengths = (0, 0), [0] * (len(wanted) + 1)
    for place, word in enumerate(there):
        above = lengths
        lengths = [0] + [above[n] + 1 if word == each else 0 for n, each in enumerate(wanted)]
        longest = max(lengths)
        if longest > best[1]:
            best = (place - longest + 1, longest)
    return best
