"""How often the answer to a question is the known one: in the first sentence, in the whole, and in both languages."""

from collections.abc import Iterator, Sequence

from assistant.types import Answer
from evals.answering import holds
from evals.quality.grounds import REFUSED, SHIPPED, SQUAD, Grounds
from evals.quality.rows import Row, share
from evals.reports import is_right, rank_of_page
from evals.statistics import quantile


def known_answers(grounds: Grounds) -> Iterator[Row]:
    """Of the answerable questions of SQuAD: what is right if all are answered, and what is as shipped."""
    questions = grounds.drawn(SQUAD, answerable=True, count=grounds.sizes.answered)
    for mode, sure in (("all answered", False), ("as shipped", True)):
        answers = [(grounds.ask(SQUAD, question.text, sure), question.answers) for question in questions]
        given = [(answer, known) for answer, known in answers if answer.status != REFUSED]
        if sure:
            yield share(SQUAD, "answered, as shipped", [answer.status != REFUSED for answer, _ in answers])
        first, whole = f"answer in first sentence, {mode}", f"answer in a quote, {mode}"
        yield share(SQUAD, first, [in_first_sentence(answer, known) for answer, known in given])
        yield share(SQUAD, whole, [in_a_quote(answer, known) for answer, known in given])


def shipped_questions(grounds: Grounds) -> Iterator[Row]:
    """Places found, questions answered and refused, and answers right, on the collection that ships."""
    questions = grounds.page_questions(SHIPPED)
    assistant = grounds.assistant(SHIPPED)
    for language in ("English", "French"):
        asked = [(each, each.text if language == "English" else each.french or "") for each in questions]
        answerable = [(each, text) for each, text in asked if each.answerable]
        ranks = [rank_of_page(assistant, text, each) for each, text in answerable]
        for depth in (1, 5):
            yield share(SHIPPED, f"right place in first {depth}, {language}", [rank <= depth for rank in ranks])
        answers = [(each, grounds.ask(SHIPPED, text)) for each, text in answerable]
        given = [(each, answer) for each, answer in answers if answer.status != REFUSED]
        yield share(SHIPPED, f"answered, {language}", [answer.status != REFUSED for _, answer in answers])
        yield share(SHIPPED, f"  answer in a quote, {language}", [in_a_quote(a, each.answers) for each, a in given])
        yield share(
            SHIPPED,
            f"  answer in first sentence, {language}",
            [in_first_sentence(a, each.answers) for each, a in given],
        )
        yield share(SHIPPED, f"  right place cited, {language}", [is_right(answer, each) for each, answer in given])
        for kind in sorted({each.type for each, _ in asked if not each.answerable}):
            refused = [
                grounds.ask(SHIPPED, text).status == REFUSED
                for each, text in asked
                if each.type == kind and not each.answerable
            ]
            yield share(SHIPPED, f"refused, unanswerable: {kind}, {language}", refused)
        refused = [grounds.ask(SHIPPED, text).status == REFUSED for each, text in asked if not each.answerable]
        yield share(SHIPPED, f"refused, unanswerable, {language}", refused)


def speed(grounds: Grounds) -> Iterator[Row]:
    """Milliseconds from question to answer; other programs that run meanwhile spoil them."""
    times = [grounds.ask(SHIPPED, each.text).elapsed_ms for each in grounds.page_questions(SHIPPED)]
    for percent in (50, 95):
        yield Row(SHIPPED, f"milliseconds to an answer, p{percent}", quantile(times, percent / 100))


def in_a_quote(answer: Answer, known: Sequence[str]) -> bool:
    return any(holds(citation.quote, known) for citation in answer.citations)


def in_first_sentence(answer: Answer, known: Sequence[str]) -> bool:
    return bool(answer.sentences) and holds(answer.sentences[0].text, known)
