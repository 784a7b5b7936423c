"""How well passages and pages are found: by each arm, by both together, and in French over English."""

from collections.abc import Iterator

from evals.quality.grounds import CNIL, REPORTS, SHIPPED, SQUAD, Grounds
from evals.quality.rows import Row, Target, share
from evals.reports import PageQuestion, rank_of_page
from evals.retrieval import BOTH, DEPTH, METRICS, RECALLED, rankings, scores_of
from evals.statistics import difference

NDCG = f"nDCG@{DEPTH}"
# What both arms together must gain over the better one, and what French documents must reach.
GAIN, FRENCH = Target(0.02), Target(0.74)
# What a question in French may find less of than the same question in English, in documents in English.
FRENCH_LOSS = Target(-0.10)


def squad_passages(grounds: Grounds) -> Iterator[Row]:
    yield from _passages(grounds, SQUAD, None)


def french_passages(grounds: Grounds) -> Iterator[Row]:
    yield from _passages(grounds, CNIL, FRENCH)


def _passages(grounds: Grounds, name: str, aim: Target | None) -> Iterator[Row]:
    """Each arm by each metric, then the gain of both over the better arm, question by question."""
    questions = grounds.drawn(name, answerable=True, count=grounds.sizes.searched)
    found = rankings(grounds.index(name), grounds.encoder, questions)
    for metric_name, metric in METRICS.items():
        scores = {arm: scores_of(metric, ranked, questions) for arm, ranked in found.items()}
        for arm, own in scores.items():
            is_aimed = arm == BOTH and metric_name == NDCG
            yield share(name, f"{metric_name}, {arm}", own, aim if is_aimed else None)
        if questions:
            better = max(("meaning", "words"), key=lambda arm: sum(scores[arm]))
            gain = difference(scores[BOTH], scores[better])
            yield Row(name, f"{metric_name}, both minus {better}", gain, GAIN if metric_name == NDCG else None)


def other_language(grounds: Grounds) -> Iterator[Row]:
    """The right page among the first five, or the right document where there are no pages."""
    for name, seen in ((SHIPPED, ""), (REPORTS, " (all)")):
        questions = [each for each in grounds.page_questions(name) if each.answerable and each.french]
        found = {
            language: [_recalled(grounds, name, text(each), each) for each in questions]
            for language, text in (("English", lambda each: each.text), ("French", lambda each: each.french))
        }
        for language, recalled in found.items():
            yield share(name + seen, f"right page in first {RECALLED}, asked in {language}", recalled)
        lost = difference(found["French"], found["English"])
        yield Row(name + seen, f"right page in first {RECALLED}, French minus English", lost, FRENCH_LOSS)


def _recalled(grounds: Grounds, name: str, text: str, question: PageQuestion) -> bool:
    return rank_of_page(grounds.assistant(name), text, question) <= RECALLED
