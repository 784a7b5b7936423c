"""Suggest what to ask next: up to three questions that lead on from an answer, each asked first and found answered."""

import time
from collections.abc import Callable, Sequence

from assistant.assistant import Assistant
from assistant.leads import Lead, Way, leads
from assistant.tracing import NO_TRACES
from assistant.types import Answer
from corpus.words import language_of, terms

ALIKE = 0.6  # shared terms over all terms (Jaccard) from which two questions or statements are one
# How many suggestions may be made in one way; of those made from sentences, of one document.
MOST: dict[Way, int] = {"sentence": 3, "heading": 2, "name": 2, "other": 1, "comparison": 1, "list": 1}


def suggestions(
    assistant: Assistant,
    turns: Sequence[Answer],
    limit: int = 3,
    seconds: float = 0.5,
    enough: Callable[[], bool] = lambda: False,
) -> tuple[str, ...]:
    """Questions to ask next in a conversation of these answers, the newest last; () if none is found in the time, or
    before `enough` says that others need the processor more.

    Each is in the language of the last question and holds for its filters. It was asked in this conversation,
    without a language model and unrecorded, and answered for certain, with something new.
    """
    if not turns:
        return ()
    until, last = time.monotonic() + seconds, turns[-1]
    asking = assistant.unworded()
    earlier = [(turn.question, "") for turn in turns]
    said = _Said(turns)
    for lead in leads(asking.index, last):
        if len(said.taken) >= limit or time.monotonic() > until or enough():
            break
        if said.is_new(lead):
            *_, answer = asking.growing(lead.text, last.filters, earlier, NO_TRACES)
            if said.is_answered(lead, answer):
                said.take(lead)
    return tuple(lead.text for lead in said.taken)


class _Said:
    """What a conversation has asked and said, and what is suggested already."""

    def __init__(self, turns: Sequence[Answer]) -> None:
        asked = [text for turn in turns for text in (turn.question, turn.searched_for, *turn.choices) if text]
        told = [sentence.text for turn in turns for sentence in turn.sentences]
        told += [citation.quote for turn in turns for citation in turn.citations]
        self._asked = [_words(text) for text in asked]
        self._told = [_words(text) for text in told]
        self._tried: set[str] = set()
        self.taken: list[Lead] = []

    def is_new(self, lead: Lead) -> bool:
        """Whether it asks for what was neither asked nor said, and not once more for what is suggested or was tried."""
        if lead.text in self._tried or any(_alike(_words(lead.text), asked) for asked in self._asked):
            return False
        self._tried.add(lead.text)
        like = [
            each for each in self.taken if each.way == lead.way and (each.about == lead.about or lead.way != "sentence")
        ]
        return len(like) < MOST[lead.way] and not (lead.source and self._knows(lead.source))

    def is_answered(self, lead: Lead, answer: Answer) -> bool:
        """Whether the answer is sure, is to the question as it stands, has what it must, and something new."""
        if answer.status != "answered" or answer.confidence < lead.least or answer.searched_for or answer.choices:
            return False
        sources = " ".join(f"{citation.document.title} {citation.quote}" for citation in answer.citations)
        if not all(each in sources for each in lead.must):
            return False
        quoted = [sentence.text for sentence in answer.sentences]
        if lead.source:
            wanted = _words(lead.source)
            return any(wanted <= _words(text) or _alike(wanted, _words(text)) for text in quoted)
        if lead.way == "name" and lead.about not in quoted[0]:
            return False
        return not all(map(self._knows, quoted[:2]))

    def take(self, lead: Lead) -> None:
        self.taken.append(lead)
        self._asked.append(_words(lead.text))
        if lead.source:
            self._told.append(_words(lead.source))

    def _knows(self, statement: str) -> bool:
        words = _words(statement)
        return any(_alike(words, told) or words <= told for told in self._told)


def _words(text: str) -> frozenset[str]:
    return frozenset(terms(text, language_of(text)))


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one | other) and len(one & other) >= ALIKE * len(one | other)
