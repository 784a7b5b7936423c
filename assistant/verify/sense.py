"""Check whether a sentence turns its source round: a negation put in or left out, more for less, must for may."""

from bisect import bisect_left
from collections.abc import Iterator
from itertools import islice

from assistant.verify.edits import edits
from assistant.verify.figures import AHEAD
from assistant.verify.reading import Reading
from assistant.verify.surroundings import MOST_PLACES, best_likeness, likeness, surroundings
from assistant.verify.types import Reason
from assistant.verify.vocabulary import sides

SCOPE = 7  # words that a negation reaches over
# Likenesses of surroundings (0 to 1), set by hand; `evals.alterations` shows what they catch and let pass.
ALIKE = 0.4  # below it, the word may be said of something else
ALIKE_ONLY = 0.15  # where the source uses the denied word nowhere else, little more is needed
ALIKE_OPPOSITE = 0.5  # "more" and "less" stand near each other in honest sentences too, so more is asked
NEARLY = 0.1  # places so close behind the best could be meant as well


def turned_round(sentence: Reading, source: Reading, nearest: list[tuple[int, int]]) -> Iterator[Reason]:
    """What the sentence denies or turns round; `nearest` are the source's sentences most like it, best first."""
    if sentence.across:
        yield from _denied_across(sentence, source, nearest)
        return
    found = [*_denials(sentence, source, nearest), *_edited_denials(sentence, source, nearest)]
    yield from found[:1]
    yield from _opposites(sentence, source)


def _denials(sentence: Reading, source: Reading, nearest: list[tuple[int, int]]) -> Iterator[Reason]:
    for cue in sentence.denials:
        head = _head(sentence, cue)
        if head is None:
            continue
        said = sentence.tokens[head]
        spans = _spans(source, said.key)
        near = nearest[:1] if _is_near(sentence, source, nearest) else nearest
        if not spans and not any(first <= place < last for first, last in near for place in source.denials):
            text = sentence.tokens[cue].text
            yield Reason("negation", f"The sentence denies something (“{text}”); the source does not.")
            return
        best = _best_places(sentence, head, source, spans)
        if best and not any(_is_denied(source, place) for place in best):
            yield Reason("negation", f"The sentence denies “{said.text}”; the source does not.")
            return
    heads = {head for cue in source.denials if (head := _head(source, cue)) is not None}
    denied = {source.tokens[head].key for head in heads}
    for place, token in enumerate(sentence.tokens):
        if token.key not in denied or _is_denied(sentence, place):
            continue
        spans = _spans(source, token.key)
        best = _best_places(sentence, place, source, spans)
        enough = ALIKE_ONLY if len(spans) == 1 else ALIKE
        if len(best) == 1 and best[0] in heads and _alike(sentence, place, source, best[0]) >= enough:
            yield Reason("negation", f"The source denies “{token.text}”; the sentence does not.")
            return


def _edited_denials(sentence: Reading, source: Reading, nearest: list[tuple[int, int]]) -> Iterator[Reason]:
    """Of a sentence taken nearly word for word: negations among the few words put in or left out."""
    for edit in edits(sentence, source, nearest):
        put_in = [place for place in sentence.denials if edit.start <= place < edit.end]
        left_out = [place for place in source.denials if edit.other_start <= place < edit.other_end]
        rest = [
            place
            for place in range(edit.other_start, edit.other_end)
            if not source.tokens[place].stop and place not in source.denials
        ]
        if put_in and not left_out:
            text = sentence.tokens[put_in[0]].text
            yield Reason("negation", f"The sentence denies something (“{text}”); the source does not.")
        elif left_out and not put_in and not rest and 0 < edit.start < len(sentence.tokens):
            yield Reason("negation", f"The source says “{source.tokens[left_out[0]].text}”; the sentence does not.")


def _denied_across(sentence: Reading, source: Reading, nearest: list[tuple[int, int]]) -> Iterator[Reason]:
    """Of two languages: whether both deny or neither does, where the sentences are surely the same."""
    if sentence.denials and not source.denials:
        text = sentence.tokens[sentence.denials[0]].text
        yield Reason("negation", f"The sentence denies something (“{text}”); the source does not.")
    elif not sentence.denials and len(source.units) == 1 and source.denials:
        text = source.tokens[source.denials[0]].text
        yield Reason("negation", f"The source denies something (“{text}”); the sentence does not.")


def _opposites(sentence: Reading, source: Reading) -> Iterator[Reason]:
    places: dict[tuple[int, int], list[int]] = {}
    for at, its in enumerate(source.tokens):
        for lies_on in sides(its.lower).items():
            places.setdefault(lies_on, []).append(at)
    for place, token in enumerate(sentence.tokens):
        for scale, side in sides(token.lower).items():
            rivals = [at for (other, its), found in places.items() if other == scale and its != side for at in found]
            if not rivals:
                continue
            mine, denied = surroundings(sentence, place, place + 1), _is_denied(sentence, place)
            rival = best_likeness(mine, source, ((at, at + 1) for at in rivals if _is_denied(source, at) == denied))
            own = best_likeness(mine, source, ((at, at + 1) for at in places.get((scale, side), ())))
            if rival >= ALIKE_OPPOSITE and rival > own + AHEAD:
                yield Reason("negation", f"The sentence says “{token.text}” where the source says the opposite.")
                return


def _is_near(sentence: Reading, source: Reading, nearest: list[tuple[int, int]]) -> bool:
    """Whether the source's best sentence has half of the sentence's words: then it alone is what is reworded."""
    if not nearest:
        return False
    keys = {token.key for token in source.tokens[slice(*nearest[0])]}
    return sum(key in keys for key in sentence.content) >= len(sentence.content) / 2


def _head(reading: Reading, cue: int) -> int | None:
    """The place of the word that a negation denies first: the next that says something, in the same clause."""
    clause = reading.tokens[cue].clause
    for place in range(cue + 1, min(len(reading.tokens), cue + 1 + SCOPE)):
        token = reading.tokens[place]
        if token.clause != clause:
            return None
        if not token.stop and not token.lower.endswith("ly"):
            return place
    return None


def _is_denied(reading: Reading, place: int) -> bool:
    clause = reading.tokens[place].clause
    near = bisect_left(reading.denials, place - SCOPE)
    return any(
        reading.tokens[cue].clause == clause and place != cue
        for cue in reading.denials[near : bisect_left(reading.denials, place + 3)]
    )


def _spans(source: Reading, key: str) -> list[tuple[int, int]]:
    return [(place, place + 1) for place in source.by_key.get(key, ())]


def _best_places(sentence: Reading, place: int, source: Reading, spans: list[tuple[int, int]]) -> list[int]:
    """Where the source has what surrounds the place, best first, with those that are nearly as good."""
    mine = surroundings(sentence, place, place + 1)
    found = sorted(
        ((likeness(mine, surroundings(source, *span)), span[0]) for span in islice(spans, MOST_PLACES)), reverse=True
    )
    return [where for score, where in found if score >= found[0][0] - NEARLY]


def _alike(sentence: Reading, place: int, source: Reading, other: int) -> float:
    return likeness(surroundings(sentence, place, place + 1), surroundings(source, other, other + 1))
