"""Measure whether `assistant.verify` catches a sentence in which one thing was changed, and lets honest ones pass.

python -m evals.alterations [--index FOLDER] [--sentences 300] [--seed 1] [--encoder NAME] [--french FOLDER] [--show]

The sentences are those that an answer would quote; each is checked against its whole passage, as a language model
cites a passage. For other programs: `measure(index, encoder=None, sentences=300, seed=1) -> Outcomes` and
`paraphrases(encoder=None) -> list[Checked]`.
"""

import argparse
import json
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.build import silence_telemetry
from assistant.compose import trimmed
from assistant.quotable import quotable_spans
from assistant.settings import read_settings
from assistant.verify import Support, verify
from corpus.encoders import Encoder, load_encoder
from corpus.errors import RoundtableError
from corpus.index import Index
from evals.altering import Altered, alterations, names_in
from evals.passage_set import read_passage_set
from evals.sourced import Sourced
from evals.statistics import mean

PARAPHRASES = Path(__file__).parent / "sets" / "paraphrases.jsonl"
SHORTEST = 40  # characters of a sentence that is altered


@dataclass(frozen=True, slots=True)
class Checked:
    """A sentence, where it comes from, and what the check said of it."""

    sentence: str
    sourced: Sourced
    support: Support
    part: str = ""
    change: str = ""


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Every altered sentence checked, and every one left as it was."""

    altered: tuple[Checked, ...]
    unaltered: tuple[Checked, ...]

    @property
    def caught(self) -> Mapping[str, list[bool]]:
        """For each part that was changed ("number", "name") whether each sentence was found unsupported."""
        return _by(self.altered, lambda each: each.part)

    @property
    def caught_by_change(self) -> Mapping[str, list[bool]]:
        return _by(self.altered, lambda each: f"{each.part}: {each.change}")

    @property
    def passed(self) -> list[bool]:
        return [each.support.supported for each in self.unaltered]


def measure(index: Index, encoder: Encoder | None = None, sentences: int = 300, seed: int = 1) -> Outcomes:
    """Outcomes over so many sentences of the collection, drawn by the seed; 0 for all of them."""
    return measure_sentences(sourced_sentences(index), encoder, sentences, seed)


def measure_sentences(
    every: Sequence[Sourced], encoder: Encoder | None = None, sentences: int = 300, seed: int = 1
) -> Outcomes:
    draw = random.Random(seed)
    chosen = draw.sample(every, min(sentences, len(every))) if sentences else list(every)
    names = sorted({name for each in every for name in names_in(each.sentence)})
    altered = [_check(each, encoder) for one in chosen for each in alterations(one, names, draw)]
    return Outcomes(tuple(altered), tuple(_check_as_it_is(one, encoder) for one in chosen))


def paraphrases(encoder: Encoder | None = None, path: Path = PARAPHRASES) -> list[Checked]:
    """Honest rewordings, written by hand, each checked against its passage."""
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    sourced = [
        (row["sentence"], Sourced(row["quote"], row["passage"], row["context"], row["language"])) for row in rows
    ]
    return [
        Checked(said, one, verify(said, [one.passage], one.language, encoder, one.context)) for said, one in sourced
    ]


def sourced_sentences(index: Index) -> list[Sourced]:
    """Every sentence that an answer could quote, as it would stand there, with its passage."""
    found = []
    for document in index.documents.values():
        headings = {" ".join(heading.split()) for page in index.pages(document.id) for heading in page.headings}
        for passage in index.passages_of(document.id):
            context = ". ".join([document.title, *passage.section, document.date or ""])
            for start, end in quotable_spans(passage, headings, document.language):
                if end - start >= SHORTEST:
                    said = trimmed(passage.text[start:end])
                    found.append(Sourced(said, passage.text, context, document.language))
    return found


def french_sentences(folder: Path) -> list[Sourced]:
    """The sentences of a French passage set."""
    from corpus.sentences import sentences

    return [
        Sourced(text[start:end], text, title, "fr")
        for title, text in read_passage_set(folder).passages.values()
        for start, end in sentences(text, "fr")
        if end - start >= SHORTEST and text[end - 1] == "."
    ]


def _check(altered: Altered, encoder: Encoder | None) -> Checked:
    one = altered.sourced
    support = verify(altered.sentence, [one.passage], one.language, encoder, one.context)
    return Checked(altered.sentence, one, support, altered.part, altered.change)


def _check_as_it_is(one: Sourced, encoder: Encoder | None) -> Checked:
    return Checked(one.sentence, one, verify(one.sentence, [one.passage], one.language, encoder, one.context))


def _by(checked: Sequence[Checked], name: Callable[[Checked], str]) -> dict[str, list[bool]]:
    found: dict[str, list[bool]] = {}
    for each in checked:
        found.setdefault(name(each), []).append(not each.support.supported)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", type=Path, help="the index; otherwise that of the settings")
    parser.add_argument("--sentences", type=int, default=300, help="how many, 0 for all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--encoder", help="the embedding model; without it, words alone are judged")
    parser.add_argument("--french", type=Path, help="a French passage set to alter instead of the index")
    parser.add_argument("--show", action="store_true", help="print what slipped through and what was stopped wrongly")
    chosen = parser.parse_args()
    silence_telemetry()
    settings = read_settings()
    try:
        encoder = load_encoder(chosen.encoder, settings.cache) if chosen.encoder else None
        if chosen.french:
            every = french_sentences(chosen.french)
        else:
            every = sourced_sentences(Index(chosen.index or settings.index))
    except RoundtableError as error:
        print(error)
        return 2
    report(measure_sentences(every, encoder, chosen.sentences, chosen.seed), chosen.show)
    if PARAPHRASES.is_file() and not chosen.french:
        report_paraphrases(paraphrases(encoder), chosen.show)
    return 0


def report(outcomes: Outcomes, show: bool) -> None:
    print(f"altered and caught: {mean([not each.support.supported for each in outcomes.altered])}")
    for name, caught in (*sorted(outcomes.caught.items()), *sorted(outcomes.caught_by_change.items())):
        print(f"  {name}: {mean(caught)}")
    print(f"as they are and passed: {mean(outcomes.passed)}")
    if show:
        for each in outcomes.altered:
            if each.support.supported:
                print(f"SLIPPED {each.part}, {each.change} ({each.support.score:.2f}): {each.sentence}")
                print(f"    was: {each.sourced.sentence}")
        for each in outcomes.unaltered:
            if not each.support.supported:
                print(f"STOPPED {each.sentence}\n    {[reason.text for reason in each.support.reasons]}")


def report_paraphrases(checked: Sequence[Checked], show: bool) -> None:
    print(f"honest rewordings passed: {mean([each.support.supported for each in checked])}")
    for each in checked:
        if show and not each.support.supported:
            print(f"STOPPED ({each.support.score:.2f}) {each.sentence}\n    was: {each.sourced.sentence}")
            print(f"    {[reason.text for reason in each.support.reasons]}")


if __name__ == "__main__":
    raise SystemExit(main())
