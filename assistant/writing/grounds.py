"""Find the words that a sentence rests on: one place of the passages, or one for each of its clauses.

A sentence is not carried by two places merely taken together: the subject of one with the predicate of another is said
by neither, and every word of it is there. Nor is it carried by one place while a nearer one says otherwise.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from assistant.evidence import context_of
from assistant.subject import names_in
from assistant.verify import Reason, Support, verify
from assistant.writing.passages import Place
from corpus.encoders import Encoder
from corpus.words import plain, terms

MOST_TRIED = 4  # places for one clause, the nearest in words first
NEAR_ENOUGH = 0.7  # of the words that the nearest place shares
MOST_CLAUSES = 3
SHORTEST_CLAUSE = 3  # words
_BETWEEN_CLAUSES = re.compile(
    r"\s*;\s+|,?\s+(?:and|but|while|whereas|although|et|mais|tandis que|alors que)\s+"
    r"|,\s+(?:which|who|where|with|including|qui|dont|où|avec)\s+",
    re.IGNORECASE,
)


OF_ANOTHER = Support(0.0, False, (Reason("words", "The passage says this of something else."),))
MOSTLY = 0.5  # of a sentence's terms, for it to be that of the place with other words in it
SEVERAL = 2  # terms in a row that are another place's; one alone may be another word for the same


@dataclass(frozen=True, slots=True)
class Grounds:
    """The places that a sentence was checked against, and the verdict."""

    places: tuple[Place, ...]
    support: Support


class Grounding:
    """Looks for grounds in one language, with the encoder if there is one."""

    def __init__(self, language: str, encoder: Encoder | None) -> None:
        self._language, self._encoder = language, encoder

    def of(self, text: str, first: Sequence[Place], scopes: Sequence[Sequence[Place]]) -> Grounds | None:
        """The grounds of a sentence, the best there are if none carry it; None if nothing is near it.

        `first` are the places that it is said to rest on, `scopes` those to look through after these.
        """
        whole = self._in_one_place(text, first, scopes)
        if whole is None or whole.support.score == 1:
            return whole
        lost = self._lost_clause(text, whole.places) if whole.support.supported else ""
        if whole.support.supported and not lost:
            return whole
        places = self._by_clause(text, first, scopes, MOST_CLAUSES)
        # What the nearest place says otherwise, no other can put right.
        together = self._support(text, dict.fromkeys((*whole.places, *places))) if places else whole.support
        if places and together.supported:
            return Grounds(tuple(places), together)
        unsaid = Support(0.0, False, (Reason("words", f"The passage does not say: {lost}."),))
        return Grounds(whole.places, unsaid) if lost else whole

    def _lost_clause(self, text: str, places: Sequence[Place]) -> str:
        """A clause that the places do not carry by itself: beside much that is true, what is added weighs little."""
        joints = list(_BETWEEN_CLAUSES.finditer(text))
        starts, ends = [0, *(joint.end() for joint in joints)], [*(joint.start() for joint in joints), len(text)]
        clauses = [text[start:end].strip(" .") for start, end in zip(starts, ends, strict=True)]
        for clause in clauses if joints else ():
            long_enough = len(set(terms(clause, self._language))) >= SHORTEST_CLAUSE - 1
            if long_enough and not self._support(clause, places).supported:
                return clause
        return ""

    def _in_one_place(self, text: str, first: Sequence[Place], scopes: Sequence[Sequence[Place]]) -> Grounds | None:
        best: Grounds | None = None
        everything = list(dict.fromkeys(place for scope in scopes for place in scope))
        near = list(dict.fromkeys((*first, *(place for scope in scopes for place in self._nearest(text, scope)))))
        for place in near:
            support = self._support(text, [place])
            if support.supported and support.score < 1 and best is not None:
                support = self._support(text, [*best.places, place])
            if support.supported and support.score < 1 and _is_crossed(text, place, near, everything, self._language):
                support = OF_ANOTHER
            if support.supported:
                return Grounds((place,), support)
            if best is None or support.score > best.support.score:
                best = Grounds((place,), support)
        return best

    def _by_clause(
        self, text: str, first: Sequence[Place], scopes: Sequence[Sequence[Place]], clauses: int
    ) -> Sequence[Place]:
        """One place for what stands before a conjunction, and others for the rest, if that speaks of the same."""
        for joint in _BETWEEN_CLAUSES.finditer(text) if clauses > 1 else ():
            left, right = text[: joint.start()].strip(), text[joint.end() :].strip()
            if min(len(left.split()), len(right.split())) < SHORTEST_CLAUSE:
                continue
            one = self._in_one_place(left, first, scopes)
            if one is None or not one.support.supported:
                continue
            akin = [[place for place in scope if _speaks_of(left, right, place, one.places[0])] for scope in scopes]
            near = [place for place in first if _speaks_of(left, right, place, one.places[0])]
            other = self._in_one_place(right, near, akin)
            if other is not None and other.support.supported:
                return list(dict.fromkeys((*one.places, *other.places)))
            others = self._by_clause(right, near, akin, clauses - 1)
            if others:
                return list(dict.fromkeys((*one.places, *others)))
        return ()

    def _support(self, text: str, places: Iterable[Place]) -> Support:
        places = list(places)
        context = " ".join(dict.fromkeys(context_of(place.hit) for place in places))
        return verify(text, [place.text for place in places], self._language, self._encoder, context)

    def _nearest(self, text: str, among: Sequence[Place]) -> list[Place]:
        """The places that have most of the text's words."""
        said = set(_keys(text, self._language))
        shared = [(len(said & set(_keys(place.text, place.hit.document.language))), place) for place in among]
        most = max((count for count, _ in shared), default=0)
        if not most:
            return self._nearest_in_meaning(text, among)
        near = sorted((each for each in shared if each[0] >= NEAR_ENOUGH * most), key=lambda each: -each[0])
        return [place for _, place in near[:MOST_TRIED]]

    def _nearest_in_meaning(self, text: str, among: Sequence[Place]) -> list[Place]:
        """For a text in another language than its passage, which has no word in common with it."""
        if self._encoder is None or not among:
            return []
        asked = self._encoder.encode_queries([text])[0]
        near = self._encoder.encode_passages([place.said for place in among]) @ asked
        return [among[int(place)] for place in (-near).argsort()[:MOST_TRIED]]


def _speaks_of(left: str, right: str, place: Place, one: Place) -> bool:
    """Whether a place can carry the second clause: one that names nobody is on whom the first clause names, and so the
    place must name them too, or stand in the same passage and name nobody else."""
    if names_in(right) and not re.match(r"(?:its|their|his|her|son|sa|ses|leurs?)\b", right, re.IGNORECASE):
        return True
    if place.hit.passage.id == one.hit.passage.id and not names_in(place.said):
        return True
    named, there = names_in(left), plain(f"{context_of(place.hit)} {place.text}")
    return bool(named) and all(plain(name) in there for name in named)


def _keys(text: str, language: str) -> Iterator[str]:
    yield from terms(text, language)
    yield from re.findall(r"\d[\d.,]*\d|\d", text)


def _is_crossed(text: str, place: Place, near: Sequence[Place], everything: Sequence[Place], language: str) -> bool:
    """Whether a sentence is mostly that of one place with words of another, and this place says no such thing: its
    subject said of somebody else, or something else of its subject."""
    mine, its = set(terms(text, language)), _known(place)
    for other in near:
        borrowed = _borrowed(text, other, everything, language)
        lacking = mine - its
        if borrowed and (other is place or not borrowed <= its or (lacking and lacking <= _known(other))):
            return True
    return False


def _borrowed(text: str, place: Place, everything: Sequence[Place], language: str) -> frozenset[str]:
    """The terms that a sentence has from other places, if it is that of the place but for these: its subject, or
    several in a row."""
    mine, its = terms(text, language), terms(place.text, place.hit.document.language)
    matcher = SequenceMatcher(None, mine, its, autojunk=False)
    if sum(block.size for block in matcher.get_matching_blocks()) < MOSTLY * len(mine):
        return frozenset()
    # "The mission provides a sum for the mission": what the place has once counts where it is said again.
    again, around = Counter(mine) - Counter(its), set(terms(context_of(place.hit), place.hit.document.language))
    for change, first, last, *_ in matcher.get_opcodes():
        new = [term for term in mine[first:last] if again[term] and (term in its or term not in around)]
        enough = len(new) >= SEVERAL if first else 2 * len(new) >= last - first
        if change == "replace" and new and enough:
            elsewhere = {t for each in everything if each is not place for t in terms(each.text, language)}
            if elsewhere.issuperset(new):
                return frozenset(new)
    return frozenset()


def _known(place: Place) -> set[str]:
    return set(terms(f"{context_of(place.hit)} {place.text}", place.hit.document.language))
