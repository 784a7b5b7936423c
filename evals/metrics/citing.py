"""Whether what an answer cites carries its sentences, and is what it says it is."""

from collections.abc import Sequence

from assistant.types import Answer
from corpus.index import Index
from evals.metrics.answering import makes_and_cites
from evals.metrics.cited import CitedSentence, Judge, Source, is_quoted
from evals.metrics.columns import scored
from evals.metrics.types import Metric
from evals.testsets.types import Question

_JUDGE = (
    "The passages are read from the index, and a citation whose quote does not stand on its page supports nothing. "
    "The judge is the program's own check of support, in place of ALCE's model: a run of this program grades itself."
)

CITING = (
    Metric(
        "citation_recall",
        "Citation recall",
        f"Share of the answer's sentences that all their cited passages, taken together, support. {_JUDGE}",
        "ALCE, Gao et al. 2023, section 4.3",
        "citing",
        scored("citation_recall"),
    ),
    Metric(
        "citation_precision",
        "Citation precision",
        "Share of the citations that belong to a supported sentence and are of use to it: one is not if it does not "
        f"support the sentence alone and the others support it without it. {_JUDGE}",
        "ALCE, Gao et al. 2023, section 4.3",
        "citing",
        scored("citation_precision"),
    ),
    Metric(
        "exact_page",
        "Exact page",
        "Share of the key points made for which a sentence that makes it cites one of its evidence places: that very "
        "page, and the quote stands on it.",
        "Our own; nearest is ALCE's citation recall (Gao et al. 2023), with people's evidence in place of a judge",
        "citing",
        scored("exact_page"),
    ),
    Metric(
        "quote_fidelity",
        "Quote fidelity",
        "Share of the citations whose quote stands word for word on the cited page of the index, spaces evened out.",
        "Our own; nearest are the verified quotes of Menick et al. 2022",
        "citing",
        scored("quote_fidelity"),
    ),
)


def citing(
    question: Question, answer: Answer, sentences: Sequence[CitedSentence], index: Index, judge: Judge
) -> dict[str, float | None]:
    """How good the answer's citations are; None for an answer without sentences, or without citations."""
    supported = [_supports(sentence, sentence.standing, judge) for sentence in sentences]
    useful = [
        whole and source is not None and _is_of_use(sentence, source, judge)
        for sentence, whole in zip(sentences, supported, strict=True)
        for source in sentence.sources
    ]
    right_page = [makes_and_cites(question, point, sentences) for point in question.key_points]
    return {
        "citation_recall": _share(supported),
        "citation_precision": _share(useful),
        "exact_page": _share([on_it for on_it in right_page if on_it is not None]),
        "quote_fidelity": _share([is_quoted(citation, index) for citation in answer.citations]),
    }


def _supports(sentence: CitedSentence, sources: Sequence[Source], judge: Judge) -> bool:
    if not sources:
        return False
    passages = tuple(dict.fromkeys(source.passage for source in sources))
    context = " ".join(dict.fromkeys(source.context for source in sources))
    return judge(sentence.text, passages, context, sentence.language).supported


def _is_of_use(sentence: CitedSentence, source: Source, judge: Judge) -> bool:
    others = [other for other in sentence.standing if other is not source]
    return _supports(sentence, [source], judge) or not _supports(sentence, others, judge)


def _share(held: Sequence[bool]) -> float | None:
    return sum(held) / len(held) if held else None
