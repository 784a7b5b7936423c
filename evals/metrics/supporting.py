"""Whether the quoted words carry each sentence of an answer, its numbers and its names."""

from collections.abc import Sequence
from statistics import fmean

from assistant.verify.figures import lost_figures
from assistant.verify.named import lost_names
from assistant.verify.reading import read_sentence, read_sources
from evals.metrics.cited import CitedSentence, Judge
from evals.metrics.columns import scored
from evals.metrics.types import Metric

_JUDGE = (
    "The quotes are read from the index, and one that does not stand on its page carries nothing. The judge is the "
    "program's own check of support: a run of this program grades itself."
)
_SAID = "The titles and headings above the quotes may supply it."

SUPPORTING = (
    Metric(
        "support",
        "Support",
        f"The mean probability, over the answer's sentences, that its quotes carry it. {_JUDGE}",
        "Attribution to identified sources, Rashkin et al. 2023",
        "supporting",
        scored("support"),
    ),
    Metric(
        "supported",
        "Supported sentences",
        f"Share of the answer's sentences that their quotes carry. {_JUDGE}",
        "Faithfulness, Es et al. 2024, of sentences",
        "supporting",
        scored("supported"),
    ),
    Metric(
        "number_fidelity",
        "Number fidelity",
        "Share of the numbers and dates in the answer's sentences that stand in the quotes they cite, as the program "
        f"reads numbers. {_SAID[:-1]} if it is a year. Not scored where there are none.",
        "Entity precision, Nan et al. 2021, for numbers",
        "supporting",
        scored("number_fidelity"),
    ),
    Metric(
        "name_fidelity",
        "Name fidelity",
        "Share of the names in the answer's sentences that stand in the quotes they cite, as the program reads names. "
        f"{_SAID} Not scored where there are none.",
        "Entity precision, Nan et al. 2021",
        "supporting",
        scored("name_fidelity"),
    ),
)


def supporting(sentences: Sequence[CitedSentence], judge: Judge) -> dict[str, float | None]:
    """How well the quotes carry what the answer says; None for an answer without sentences."""
    checked = [
        judge(each.text, _quotes(each), each.context, each.language) if each.standing else None for each in sentences
    ]
    details = [_details(sentence) for sentence in sentences]
    return {
        "support": fmean(one.score if one else 0.0 for one in checked) if checked else None,
        "supported": fmean(carried(sentences, judge)) if checked else None,
        "number_fidelity": _kept([numbers for numbers, _ in details]),
        "name_fidelity": _kept([names for _, names in details]),
    }


def carried(sentences: Sequence[CitedSentence], judge: Judge) -> tuple[bool, ...]:
    """Of each sentence, whether its quotes carry it."""
    return tuple(
        bool(each.standing) and judge(each.text, _quotes(each), each.context, each.language).supported
        for each in sentences
    )


def _quotes(sentence: CitedSentence) -> tuple[str, ...]:
    return tuple(dict.fromkeys(source.words for source in sentence.standing))


def _details(sentence: CitedSentence) -> tuple[tuple[float, int], tuple[float, int]]:
    """The share lost, and the count, of its numbers and dates, and of its names."""
    source = read_sources(_quotes(sentence), sentence.text, sentence.language).reading
    said = read_sentence(sentence.text, sentence.language, source)
    return (
        (lost_figures(said, source, sentence.context), len(said.quantities) + len(said.dates)),
        (lost_names(said, source, sentence.context), len(said.names)),
    )


def _kept(lost: Sequence[tuple[float, int]]) -> float | None:
    total = sum(count for _, count in lost)
    return 1 - sum(share * count for share, count in lost) / total if total else None
