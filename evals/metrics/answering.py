"""How much of a good answer the answer says, and how much else."""

from collections.abc import Sequence

from assistant.types import Answer
from evals.metrics.cited import CitedSentence
from evals.metrics.columns import scored
from evals.metrics.points import forbidden, made, made_in
from evals.metrics.types import Metric
from evals.testsets.types import KeyPoint, Question

WEIGHTS = {"vital": 1.0, "okay": 0.5}

ANSWERING = (
    Metric(
        "key_point_recall",
        "Key-point recall",
        "Share of the vital key points that the answer makes, of questions that are to be answered; one that was "
        "refused makes none. A point is made if all words of one of its wordings stand in one "
        "sentence of the answer, in any order, so that a sentence that says something else of them counts too.",
        "Nugget recall, Voorhees 2003; the vital score of AutoNuggetizer, Pradeep et al. 2024",
        "answering",
        scored("key_point_recall"),
    ),
    Metric(
        "weighted_recall",
        "Weighted recall",
        "As key-point recall, of all key points: a vital one counts 1, an okay one a half.",
        "The weighted score of AutoNuggetizer, Pradeep et al. 2024",
        "answering",
        scored("weighted_recall"),
    ),
    Metric(
        "answer_precision",
        "Answer precision",
        "Share of the answer's sentences that make a key point or cite a place of the question's evidence; in a "
        "document without pages, any of it. Not scored where nothing was answered.",
        "Our own; nearest is nugget precision (Voorhees 2003), which allows an answer 100 characters for each nugget "
        "made: sentences are counted in place of characters, and what is on the right page is not held against it",
        "answering",
        scored("answer_precision"),
    ),
    Metric(
        "forbidden_claims",
        "Forbidden claims made",
        "Share of the claims that a good answer does not make which the answer makes, found as key points are.",
        "Our own; nearest is the contradiction of nuggets and claims, as in Thakur et al. 2025",
        "answering",
        scored("forbidden_claims"),
        better="lower",
    ),
    Metric(
        "right",
        "Right answers",
        "Share of the given answers that make a vital key point, citing an evidence place of it in the same sentence, "
        "and no forbidden claim. An answer to a question that was to be refused or clarified is not right. A refusal "
        "is not counted.",
        "Our own; one minus the selective risk of Geifman & El-Yaniv 2017, with this for a loss",
        "answering",
        scored("right"),
    ),
)


def answering(question: Question, answer: Answer, sentences: Sequence[CitedSentence]) -> dict[str, float | None]:
    """What the answer says; None for what is not asked of it."""
    said = made(question, answer)
    to_answer = question.expected == "answer"
    claims = forbidden(question, answer)
    return {
        "key_point_recall": _recall(question, said, {"vital": 1.0}) if to_answer else None,
        "weighted_recall": _recall(question, said, WEIGHTS) if to_answer else None,
        "answer_precision": _precision(question, sentences) if to_answer else None,
        "forbidden_claims": sum(claims) / len(claims) if claims else None,
        "right": _is_right(question, sentences, any(claims)) if answer.status in ("answered", "partial") else None,
    }


def makes_and_cites(question: Question, point: KeyPoint, sentences: Sequence[CitedSentence]) -> bool | None:
    """Whether a sentence that makes the point cites a place of its evidence; None if none makes it, or there is no
    evidence."""
    places = question.places_of(point)
    making = made_in(point, [sentence.text for sentence in sentences], question.language)
    return any(sentences[at].cites(places) for at in making) if making and places else None


def _recall(question: Question, said: Sequence[bool], weights: dict[str, float]) -> float | None:
    counts = [weights.get(point.weight, 0.0) for point in question.key_points]
    got = sum(count for count, is_made in zip(counts, said, strict=True) if is_made)
    return got / sum(counts) if sum(counts) else None


def _precision(question: Question, sentences: Sequence[CitedSentence]) -> float | None:
    if not sentences or not (question.key_points or question.places):
        return None
    texts = [sentence.text for sentence in sentences]
    making = {at for point in question.key_points for at in made_in(point, texts, question.language)}
    to_the_point = [at in making or each.cites(question.places) for at, each in enumerate(sentences)]
    return sum(to_the_point) / len(to_the_point)


def _is_right(question: Question, sentences: Sequence[CitedSentence], claims: bool) -> float | None:
    if question.expected != "answer" or claims:
        return 0.0
    vital = [point for point in question.key_points if point.weight == "vital" and question.places_of(point)]
    if not vital:
        return None
    return float(any(makes_and_cites(question, point, sentences) for point in vital))
