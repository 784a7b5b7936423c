"""How well the search finds the pages that an answer stands on."""

from collections.abc import Iterator, Sequence

from corpus.types import Hit
from evals.metrics.columns import scored
from evals.metrics.types import Metric
from evals.testsets.types import Place, Question

FIRST = 5  # passages that page recall looks at: about as many as an answer is made of
_PLACES = (
    "Passages in the order of the search become places: a page each, or a whole document without pages, each once."
)
_IR_MEASURES = "computed by ir-measures (MacAvaney et al. 2022)"
_NAMES = {
    "recall_at_1": "R@1",
    "recall_at_5": "R@5",
    "recall_at_10": "R@10",
    "ndcg_at_10": "nDCG@10",
    "mrr_at_10": "RR@10",
}


def _recall(depth: int) -> Metric:
    return Metric(
        f"recall_at_{depth}",
        f"Recall at {depth}",
        f"Share of the question's evidence places among the first {depth} found. {_PLACES}",
        f"Manning, Raghavan & Schütze 2008, chapter 8; {_IR_MEASURES}",
        "finding",
        scored(f"recall_at_{depth}"),
    )


FINDING = (
    _recall(1),
    _recall(5),
    _recall(10),
    Metric(
        "ndcg_at_10",
        "nDCG at 10",
        "Gain of the first ten places, each evidence place divided by log2(rank + 1), as a share of the best order's. "
        f"{_PLACES}",
        f"Järvelin & Kekäläinen 2002; {_IR_MEASURES}",
        "finding",
        scored("ndcg_at_10"),
    ),
    Metric(
        "mrr_at_10",
        "Mean reciprocal rank",
        f"One divided by the rank of the first evidence place, 0 if it is not among the first ten. {_PLACES}",
        f"Voorhees 1999; {_IR_MEASURES}",
        "finding",
        scored("mrr_at_10"),
    ),
    Metric(
        "page_recall",
        "Page recall",
        f"Share of the key points of which at least one evidence place is on the first {FIRST} passages found: unlike "
        "recall, it asks for one place of several that say the same.",
        "Our own; nearest is context recall (Es et al. 2024), with pages in place of a model's judgement",
        "finding",
        scored("page_recall"),
    ),
)


def finding(question: Question, hits: Sequence[Hit]) -> dict[str, float | None]:
    """The scores of a search, best hit first; None for a question without evidence."""
    if not question.places:
        return dict.fromkeys((*_NAMES, "page_recall"))
    return {**ranking(question.places, hits), "page_recall": _page_recall(question, hits)}


def ranking(places: Sequence[Place], hits: Sequence[Hit]) -> dict[str, float | None]:
    """Recall, nDCG and reciprocal rank of a search for these places; there must be one."""
    import ir_measures

    measures = {ir_measures.parse_measure(written): name for name, written in _NAMES.items()}
    found = dict.fromkeys(place for hit in hits for place in _places(hit, places))
    qrels = {"q": {_key(place): 1 for place in places}}
    run = {"q": {_key(place): float(-rank) for rank, place in enumerate(found)}}
    measured = {measures[each.measure]: float(each.value) for each in ir_measures.iter_calc([*measures], qrels, run)}
    return {name: measured.get(name, 0.0) for name in _NAMES}


def _page_recall(question: Question, hits: Sequence[Hit]) -> float | None:
    wanted = [places for point in question.key_points if (places := question.places_of(point))]
    if not wanted:
        return None
    return sum(any(_is_on(place, hit) for place in places for hit in hits[:FIRST]) for places in wanted) / len(wanted)


def _places(hit: Hit, wanted: Sequence[Place]) -> Iterator[Place]:
    """The places of a passage. Of a document that is wanted as a whole, that is one, whatever its pages."""
    source = hit.document.source
    if not hit.document.paged or Place(source) in wanted:
        yield Place(source)
    else:
        yield from (Place(source, span.page) for span in hit.passage.spans)


def _is_on(place: Place, hit: Hit) -> bool:
    return place in _places(hit, (place,))


def _key(place: Place) -> str:
    return f"{place.document}#{'' if place.page is None else place.page}"
