"""Hold saved claims against the text that the reader of the file sees, which somebody may have edited."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from assistant.again.nearly import nearest
from assistant.again.paragraphs import Printed
from assistant.again.types import Statement
from assistant.one_line import one_line
from assistant.quotable import without_markers
from corpus.sentences import sentences
from corpus.words import language_of

MOST_PARAGRAPHS = 10_000  # of a file that are read; a claim behind them is told as not shown
LONGEST = 20_000  # characters of a paragraph
_TYPED = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u2011": "-", "\u00ad": None})
# What the export puts behind a sentence that is carried in part: "(80%)".
_CARRIED = re.compile(r"\s*(?:\(\d{1,3}\s?%\))?\s*")


@dataclass(slots=True)
class _Shown:
    """A paragraph of the file that is not as it was printed, and the characters of it that are some claim's."""

    text: str
    missing: bool
    taken: list[tuple[int, int]] = field(default_factory=list)

    @property
    def left(self) -> str:
        """What of it is no claim that was found."""
        kept = [
            character
            for place, character in enumerate(self.text)
            if not any(start <= place < end for start, end in self.taken)
        ]
        return one_line("".join(kept))


@dataclass(frozen=True, slots=True)
class _Lost:
    """A claim that is not where it was printed, the paragraphs that stand there, and the one in its own place."""

    text: str
    missing: bool
    number: int
    lead: bool
    there: Sequence[_Shown]
    instead: _Shown | None


def as_shown(
    statements: Iterable[Statement], printed: Sequence[Printed], paragraphs: Sequence[str]
) -> tuple[Statement, ...]:
    """The statements, those that the paragraphs do not have as they are marked so; behind such a claim, what stands in
    its place, which somebody chose: that is what is believed.

    Paragraphs are compared in their order with those that were `printed`, and each place serves one claim. A claim is
    there if it is whole sentences of what stands there: "It is false that" before it makes it another one.
    """
    found = _instead(printed, paragraphs)
    leads = {text: shown for (text, _, _), shown in found.items() if shown is not None}
    counted: defaultdict[tuple[str, bool], int] = defaultdict(int)
    told: list[Statement] = []
    for each in statements:
        key = _even(each.text), not each.a_claim
        number, counted[key] = counted[key], counted[key] + 1
        instead = found.get((*key, number))
        # A note on the evidence is not printed where the outline has no section for it.
        printed_once = (*key, number) in found
        seen = not key[0] or (instead is None if printed_once else not each.a_claim)
        each = replace(each, lead=leads.get(_even(each.lead), each.lead)) if each.lead else each
        told.append(each if seen else replace(each, seen=False, instead=instead or ""))
        if each.a_claim and not seen and instead:
            told.append(replace(each, text=instead, worded=True))
    return tuple(told)


def _instead(printed: Sequence[Printed], paragraphs: Sequence[str]) -> dict[tuple[str, bool, int], str | None]:
    """For each claim that was printed, by its text, kind and number among equal ones: None if it is shown, else what is
    shown in its place, "" for nothing."""
    wanted = [_even(each.text) for each in printed]
    shown = [_even(each[:LONGEST]) for each in paragraphs[:MOST_PARAGRAPHS]]
    found: dict[tuple[str, bool, int], str | None] = {}
    counted: defaultdict[tuple[str, bool], int] = defaultdict(int)
    lost: list[_Lost] = []
    free: list[_Shown] = []
    for kind, first, last, begin, end in SequenceMatcher(None, wanted, shown, autojunk=False).get_opcodes():
        missing = any(each.missing for each in printed[max(0, first - 1) : last])
        there = [_Shown(text, missing) for text in shown[begin:end]] if kind != "equal" else []
        free += there
        # Counted from what is as it was: from behind, but at the end of the briefing, where the sources follow.
        offset = len(there) - (last - first) if last < len(printed) else 0
        for place, paragraph in enumerate(printed[first:last], start=offset):
            own = there[place] if 0 <= place < len(there) else None
            for claim in paragraph.claims:
                key = _even(claim), paragraph.missing
                number, counted[key] = counted[key], counted[key] + 1
                if kind == "equal":
                    found[*key, number] = None
                else:
                    lost.append(_Lost(*key, number, paragraph.lead, there, own))
    for each in _not_in(lost, free):
        found[each.text, each.missing, each.number] = _in_its_place(each, free)
    return {**{(each.text, each.missing, each.number): None for each in lost}, **found}


def _not_in(lost: Sequence[_Lost], free: Sequence[_Shown]) -> list[_Lost]:
    """Those that stand neither where they were printed nor, moved, in a paragraph that is about nothing missing."""
    texts = tuple(dict.fromkeys(each.text for each in lost))
    edges = {id(each): _edges(each.text, texts) for each in free}
    # The longest first: a claim may be the last sentence of another one.
    ordered = sorted(lost, key=lambda each: -len(each.text))
    for at_home in (True, False):
        ordered = [
            each
            for each in ordered
            if not any(
                _takes(paragraph, each.text, edges[id(paragraph)])
                for paragraph in (each.there if at_home else free)
                if each.missing or not paragraph.missing
            )
        ]
    return ordered


def _takes(paragraph: _Shown, claim: str, edges: tuple[frozenset[int], frozenset[int]]) -> bool:
    """Whether the paragraph has the claim as whole sentences that are no other claim's yet; they are its own then."""
    starts, ends = edges
    for start, end in _occurrences(claim, paragraph.text):
        whole = start in starts and end in ends
        if whole and not any(start < other and begin < end for begin, other in paragraph.taken):
            paragraph.taken.append((start, end))
            return True
    return False


def _edges(text: str, claims: Iterable[str]) -> tuple[frozenset[int], frozenset[int]]:
    """Where a claim may begin and end in a paragraph: at the ends of its sentences, and between two claims."""
    spans = sentences(text, language_of(text))
    starts, ends = {0, *(start for start, _ in spans)}, {len(text), *(end for _, end in spans)}
    places = [place for claim in claims for place in _occurrences(claim, text)]
    begins = {start for start, _ in places}
    for _, end in places:
        behind = _behind(text, end)
        if behind in begins or behind in starts or behind == len(text):
            ends.add(end)
        if behind in begins:
            starts.add(behind)
    return frozenset(starts), frozenset(ends)


def _behind(text: str, end: int) -> int:
    found = _CARRIED.match(text, end)
    return found.end() if found else end


def _occurrences(claim: str, text: str) -> Iterator[tuple[int, int]]:
    start = text.find(claim) if claim else -1
    while start >= 0:
        yield start, start + len(claim)
        start = text.find(claim, start + 1)


def _in_its_place(lost: _Lost, free: Sequence[_Shown]) -> str:
    """The sentences most like the claim, where it was printed or else elsewhere; or whatever stands in its place."""
    language = language_of(lost.text)
    # A line that names a source is like its entry in the list of sources.
    elsewhere = [each for each in free if not each.missing and not lost.lead]
    for among in (lost.there, elsewhere):
        text = "\n\n".join(each.left for each in among)
        near = nearest(lost.text, text, language)
        if near:
            return one_line(text[near.start : near.end])
    return lost.instead.left if lost.instead else ""


def _even(text: str) -> str:
    return one_line(without_markers(one_line(text))).translate(_TYPED)
