"""Check the names of a sentence: the sources or their titles must have each, and in the same place."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from assistant.verify.edits import edits
from assistant.verify.figures import AHEAD
from assistant.verify.names import Held, Name, has_word, held, is_common, missing_words
from assistant.verify.reading import Reading
from assistant.verify.surroundings import best_likeness, surroundings
from assistant.verify.tokens import cleaned, spelled, tokenized
from assistant.verify.types import Reason
from corpus.acronyms import acronyms

# More than for figures: other names stand in like places in any list or table.
ALIKE = 0.5
_LINKS = frozenset({"and", "or", "et", "ou", "the", "of", "de"})
# A name that only the title has can stand for "the city" in the text; then another name seldom is in its very place.
ALIKE_TO_CONTEXT = 0.7


def names(sentence: Reading, source: Reading, context: str, nearest: list[tuple[int, int]]) -> Iterator[Reason]:
    """What is wrong with the names of the sentence; `context` may supply names, `nearest` is as in `edits`."""
    around = _held(context)
    seen = set()
    # Each name once, where it is first: "Seoul" 1,600 times took 8 seconds.
    for name in _distinct(sentence.names):
        reason = _wrong_name(name, sentence, source, around)
        if reason and reason.text not in seen:
            seen.add(reason.text)
            yield reason
    if not seen:
        yield from _exchanged(sentence, source, nearest)


def _exchanged(sentence: Reading, source: Reading, nearest: list[tuple[int, int]]) -> Iterator[Reason]:
    """Of a sentence taken nearly word for word: a name where the source has another."""
    made = list(edits(sentence, source, nearest))
    edited = {token.key for edit in made for token in sentence.tokens[edit.start : edit.end]}
    for edit in made:
        mine = [t for t in sentence.tokens[edit.start : edit.end] if t.capital and not t.opens]
        its = [t for t in source.tokens[edit.other_start : edit.other_end] if t.capital and not t.opens and not t.stop]
        # A name that is only moved, as in "Tokyo and Seoul" for "Seoul and Tokyo", is in another edit.
        if not mine or not its or edited & {token.key for token in its}:
            continue
        one = Held(frozenset(spelled(t.text) for t in mine), frozenset(), "", "")
        other = Name("", tuple(spelled(t.text) for t in its), ())
        short = "".join(word[0] for word in other.words)
        if len(missing_words(other, one)) == len(its) and short not in one.words:
            said = [" ".join(t.text for t in tokens) for tokens in (mine, its)]
            yield Reason("name", f"The sentence says {said[0]} where the source says {said[1]}.")
            return


def lost_names(sentence: Reading, source: Reading, context: str) -> float:
    """The share of the sentence's names that neither the sources nor their titles have; 0 if it has none."""
    around = _held(context)
    lost = [bool(_lost(name, source, around)) for name in sentence.names]
    return sum(lost) / len(lost) if lost else 0.0


def _held(context: str) -> Held:
    text = cleaned(context)
    return held(tokenized(text), text)


def _lost(name: Name, source: Reading, around: Held) -> list[str]:
    return [word for word in missing_words(name, source.spoken) if not has_word(word, around)]


def _wrong_name(name: Name, sentence: Reading, source: Reading, around: Held) -> Reason | None:
    lost = [word for word in _lost(name, source, around) if not _is_spelled_out_here(word, sentence)]
    if lost and all(map(is_common, lost)):
        # "Start" in the title of a song: a capital is not enough, unless the source has another name in its place.
        parts = [part for part in _words_of(name) if part.words[0] in lost]
        lost = lost if any(_is_anothers_place(part, sentence, source, around) for part in parts) else []
    if lost and not _is_known_by_letters(name, sentence, source.spoken):
        said = name.text if len(lost) == len(name.words) else " ".join(_as_written(name, lost))
        return Reason("name", f"The sentence names {said}; the source does not.")
    if lost:
        return None
    whole = _stands_in(name, source.spoken) or _stands_in(name, around)
    # Words that the source has apart may be of two names: then each of them must be in its place.
    for part in [name] if whole else _words_of(name):
        if _is_anothers_place(part, sentence, source, around):
            return Reason("name", f"The source names {part.text}, but says this of another.")
    return None


def _is_anothers_place(name: Name, sentence: Reading, source: Reading, around: Held) -> bool:
    """Whether the source has another name where the sentence has this one."""
    own = _places_of(name, source)
    if not own and not any(has_word(word, around) for word in name.words) and not missing_words(name, source.spoken):
        return False  # known by an acronym or a long form: where it stands cannot be told
    one = _only(name.words)
    stands = surroundings(sentence, name.places[0], name.places[-1] + 1)
    listed = _listed_with(name, sentence)
    enough = ALIKE if own else ALIKE_TO_CONTEXT
    for other in source.names:
        if any(has_word(word, one) for word in other.words) or listed & set(other.words):
            continue
        # Which of the two stands where is the question: so neither tells where the other stands.
        both = _keys(name, sentence) | _keys(other, source)
        mine = stands.without(both)
        there = best_likeness(mine, source, [(other.places[0], other.places[-1] + 1)])
        if there < enough or there <= best_likeness(mine, source, own) + AHEAD:
            continue
        # If the sentence names the other too, both must have changed places: words may be put in another order.
        moved = [each for each in sentence.names if all(has_word(word, _only(other.words)) for word in each.words)]
        if not moved:
            return True
        its = surroundings(sentence, moved[0].places[0], moved[0].places[-1] + 1).without(both)
        stayed = best_likeness(its, source, _places_of(other, source))
        if best_likeness(its, source, own) > stayed + AHEAD:
            return True
    return False


def _keys(name: Name, reading: Reading) -> set[str]:
    return {reading.tokens[place].key for place in name.places}


@lru_cache(maxsize=5_000)
def _only(words: tuple[str, ...]) -> Held:
    return Held(frozenset(words), frozenset(), "", "")


def _places_of(name: Name, source: Reading) -> list[tuple[int, int]]:
    """First and last place (exclusive) of the name's words in the source, those side by side as one."""
    one = _only(name.words)
    spans: list[tuple[int, int]] = []
    for place in sorted(
        place
        for word, places in source.by_word.items()
        for place in places
        if word in one.words or (source.tokens[place].capital and has_word(word, one))
    ):
        if spans and spans[-1][1] == place:
            spans[-1] = (spans[-1][0], place + 1)
        else:
            spans.append((place, place + 1))
    return spans


def _listed_with(name: Name, sentence: Reading) -> set[str]:
    """The words of the names that stand in one list with the name, as "China, India and Japan": their order is free."""
    words: set[str] = set()
    for step, start in ((-1, name.places[0] - 1), (1, name.places[-1] + 1)):
        place = start
        while 0 <= place < len(sentence.tokens):
            token = sentence.tokens[place]
            if not token.capital and token.lower not in _LINKS:
                break
            words.add(spelled(token.text))
            place += step
    return words


def _is_spelled_out_here(word: str, sentence: Reading) -> bool:
    """Whether the sentence explains the acronym itself: "penetration testing (PT)"."""
    return any(word == spelled(short) for short, _ in acronyms(sentence.text))


def _is_known_by_letters(name: Name, sentence: Reading, source: Held) -> bool:
    """Whether the name is in a longer one that the source has as an acronym: "Office of Personnel Management"."""
    places = [name.places[0], name.places[-1]]
    for end, step in ((0, -1), (1, 1)):
        while 0 <= places[end] + step < len(sentence.tokens):
            token = sentence.tokens[places[end] + step]
            if not token.capital and token.lower not in _LINKS | {"for", "pour", "des", "du", "on"}:
                break
            places[end] += step
    tokens = sentence.tokens[places[0] : places[1] + 1]
    letters = ["".join(t.lower[0] for t in tokens if t.capital and t.lower not in ("the", "le", "la"))]
    letters.append("".join(t.lower[0] for t in tokens if t.lower not in ("the", "le", "la")))
    return any(len(one) > 2 and one in source.words for one in letters)


def _stands_in(name: Name, text: Held) -> bool:
    return f" {' '.join(name.words)} " in text.joined


def _words_of(name: Name) -> list[Name]:
    """Each word of a name, once, as a name of its own."""
    if len(name.words) == 1:
        return [name]
    said = name.text.replace("-", " ").split()
    said = said if len(said) == len(name.words) else list(name.words)
    parts = zip(said, name.words, name.places, strict=True)
    return _distinct(Name(text, (word,), (place,)) for text, word, place in parts)


def _distinct(names: Iterable[Name]) -> list[Name]:
    first: dict[tuple[str, ...], Name] = {}
    for name in names:
        first.setdefault(name.words, name)
    return list(first.values())


def _as_written(name: Name, lost: list[str]) -> list[str]:
    return [word for word in name.text.replace("-", " ").split() if spelled(word) in lost] or lost
