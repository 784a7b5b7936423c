"""assistant/writing/writer.py and assistant/worded.py: what a model says to a question, and what is shown of it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.model import ModelFailed
from assistant.phrases import phrases
from assistant.types import EXTRACTIVE, Answer
from assistant.writing.prompt import AS_JSON
from assistant.writing.writer import Writer
from corpus.encoders import Encoder
from corpus.index import Index
from tests.scripted_model import Replies, ScriptedModel, as_model

QUESTION = "How many digital help points did Harbourview open?"
TRUE = {
    "passage": 1,
    "words": "14 digital help points",
    "sentence": "Harbourview opened 14 digital help points in 2021.",
}
ALSO = {"passage": 1, "words": "two trained volunteers", "sentence": "Two trained volunteers staff each help point."}
FALSE = {
    "passage": 1,
    "words": "14 digital help points",
    "sentence": "Harbourview opened 19 digital help points in 2021.",
}
SAID = phrases("en")

Ask = Callable[..., Answer]


@pytest.fixture
def made(small_index: Path, encoder: Encoder) -> Callable[..., tuple[Assistant, ScriptedModel]]:
    """An assistant whose model says these replies in turn."""

    def make(replies: Replies, seconds: float = 60.0, **how: object) -> tuple[Assistant, ScriptedModel]:
        cut = bool(how.pop("cut", False))
        usage = how.pop("usage", None)
        chat = ScriptedModel(replies=replies, cut=cut, usage=usage)
        index = Index(small_index)
        prices = how.pop("prices", (0.0, 0.0))
        writer = Writer(as_model(chat, **how), encoder, seconds, prices)  # type: ignore[arg-type]
        return Assistant(index, encoder, writer=writer), chat

    return make


def replying(*sentences: object) -> str:
    return json.dumps({"sentences": list(sentences)})


def texts(answer: Answer) -> list[str]:
    return [sentence.text for sentence in answer.sentences]


def quotes(answer: Answer) -> list[str]:
    return [citation.quote for citation in answer.citations]


def test_answer_is_the_model_s_words_cited_to_the_page_and_words_of_the_document(made: Ask) -> None:
    assistant, chat = made([replying(TRUE, ALSO)])
    answer = assistant.ask(QUESTION)
    assert texts(answer) == [TRUE["sentence"], ALSO["sentence"]]
    assert (answer.status, answer.model, answer.problem, answer.withheld) == ("answered", "scripted:model", "", ())
    first = answer.citations[0]
    assert (first.page, first.page_label) == (3, "1")
    assert first.quote == "Harbourview opened 14 digital help points for older residents in 2021."
    assert len(chat.asked) == 1


def test_same_words_are_cited_under_one_number(made: Ask) -> None:
    again = TRUE | {"sentence": "The 14 digital help points of Harbourview are for older residents."}
    answer = made([replying(TRUE, again)])[0].ask(QUESTION)
    assert [sentence.citations for sentence in answer.sentences] == [(1,), (1,)]


def test_answer_grows_and_only_the_last_is_whole(made: Ask) -> None:
    growing = list(made([replying(TRUE, ALSO)])[0].answering(QUESTION))
    assert [len(each.sentences) for each in growing] == [0, 1, 2, 2]
    assert [each.growing for each in growing] == [True, True, True, False]


def test_false_sentence_is_sent_back_once_with_the_reason_and_its_mended_form_shown(made: Ask) -> None:
    assistant, chat = made([replying(FALSE, ALSO), replying(TRUE)])
    answer = assistant.ask(QUESTION)
    assert texts(answer) == [TRUE["sentence"], ALSO["sentence"]]
    assert [(each.text, each.instead) for each in answer.withheld] == [(FALSE["sentence"], "rewritten")]
    assert "19" in " ".join(answer.withheld[0].reasons)
    assert FALSE["sentence"] in chat.texts()
    assert len(chat.asked) == 2


def test_sentence_that_stays_false_gives_way_to_the_document_s_own_words(made: Ask) -> None:
    assistant, chat = made([replying(FALSE, ALSO), replying(FALSE)])
    answer = assistant.ask(QUESTION)
    assert texts(answer)[0] == "Harbourview opened 14 digital help points for older residents in 2021."
    assert [each.instead for each in answer.withheld] == ["quote"]
    assert not any("19" in text for text in texts(answer))
    assert "1 sentence of the language model was left out" in answer.note
    assert len(chat.asked) == 2


def test_nothing_false_is_shown_while_the_answer_grows_either(made: Ask) -> None:
    for each in made([replying(TRUE, FALSE, ALSO), replying(FALSE)])[0].answering(QUESTION):
        assert not any("19" in text for text in texts(each))


def test_answer_of_which_nothing_holds_is_in_the_documents_own_words(made: Ask) -> None:
    answer = made([replying(FALSE)])[0].ask(QUESTION)
    assert answer.model == EXTRACTIVE
    assert "14 digital help points" in texts(answer)[0]
    assert answer.problem == SAID.nothing_passed
    assert len(answer.withheld) == 1


@pytest.mark.parametrize("reply", [replying(), SAID.does_not_say])
def test_model_that_finds_no_answer_leaves_a_sure_one_with_a_word_on_it(made: Ask, reply: str) -> None:
    answer = made([reply])[0].ask(QUESTION)
    assert answer.status == "answered"
    assert answer.problem == SAID.model_found_nothing
    assert SAID.unsure in answer.note


def test_model_that_finds_no_answer_turns_an_unsure_one_into_a_refusal(made: Ask, encoder: Encoder) -> None:
    assistant, _ = made([replying()])
    question = "Who is the librarian of Quellstadt?"
    unsure = Assistant(assistant.index, encoder).ask(question)
    assert (unsure.status, SAID.unsure in unsure.note) == ("answered", True), "pick another question"
    answer = assistant.ask(question)
    assert (answer.status, answer.sentences, answer.citations) == ("refused", (), ())
    assert SAID.does_not_say in answer.note
    assert answer.nearest


def test_what_the_documents_do_not_answer_is_refused_without_asking_the_model(made: Ask) -> None:
    assistant, chat = made([replying(TRUE)])
    assert assistant.ask("What is the capital of Mongolia?").status == "refused"
    assert chat.asked == []


@pytest.mark.parametrize(
    "trouble", ["unreachable", "timeout", "limited", "key", "missing", "too_long", "server", "broken", "other"]
)
def test_model_that_fails_leaves_the_documents_own_words_and_one_line_that_says_why(made: Ask, trouble: str) -> None:
    answer = made([ModelFailed(trouble)])[0].ask(QUESTION)  # type: ignore[arg-type]
    assert answer.model == EXTRACTIVE
    assert "14 digital help points" in texts(answer)[0]
    assert answer.problem == SAID.model_failed.format(why=SAID.troubles[trouble])
    assert answer.usage is not None
    assert answer.usage.trouble == trouble


@pytest.mark.parametrize(("reply", "trouble"), [("", "empty"), ('{"answer": 14}', "formless"), ("{", "formless")])
def test_reply_in_no_form_is_asked_for_again_in_prose_and_then_given_up(made: Ask, reply: str, trouble: str) -> None:
    assistant, chat = made([reply])
    assert assistant.ask(QUESTION).problem == SAID.model_failed.format(why=SAID.troubles[trouble])
    if trouble == "formless":
        assert AS_JSON.format() in chat.texts(0)
        assert AS_JSON.format() not in chat.texts(1)


def test_server_that_takes_no_schema_is_asked_in_prose_from_then_on(made: Ask) -> None:
    def reply(messages: object) -> str | Exception:
        if "schema" in chat.options[-1]:
            return ModelFailed("form", "400")
        return f"{TRUE['sentence'][:-1]} [1]."  # type: ignore[index]

    assistant, chat = made(reply)
    assert texts(assistant.ask(QUESTION)) == [TRUE["sentence"]]
    assert texts(assistant.ask(QUESTION)) == [TRUE["sentence"]]
    assert ["schema" in each for each in chat.options] == [True, False, False]


def test_passages_too_long_for_the_server_are_halved(made: Ask) -> None:
    assistant, chat = made([ModelFailed("too_long"), replying(TRUE)])
    assert texts(assistant.ask(QUESTION)) == [TRUE["sentence"]]
    assert len(chat.texts(1)) < len(chat.texts(0))


def test_small_context_gets_fewer_passages(made: Ask) -> None:
    small, little = made([replying(TRUE)], context=1100)
    large, much = made([replying(TRUE)], context=8192)
    assert texts(small.ask(QUESTION)) == texts(large.ask(QUESTION)) == [TRUE["sentence"]]
    assert len(little.texts()) < len(much.texts())


def test_answer_cut_off_at_its_limit_keeps_what_was_checked_and_says_so(made: Ask) -> None:
    answer = made(['{"sentences": [' + json.dumps(TRUE) + ', {"passage": 1, "wor'], cut=True)[0].ask(QUESTION)
    assert texts(answer) == [TRUE["sentence"]]
    assert answer.problem == SAID.model_cut.format(why=SAID.troubles["cut"])


def test_second_attempt_cut_off_does_not_make_the_first_one_so(made: Ask) -> None:
    assistant, chat = made([replying(FALSE, ALSO), '{"sentences": [' + json.dumps(TRUE) + ', {"passage": 1, "wor'])

    def cut_when_mending(messages: object) -> str:
        chat.cut = len(chat.asked) == 2
        return chat_replies[len(chat.asked) - 1]

    chat_replies, chat.replies = chat.replies, cut_when_mending
    answer = assistant.ask(QUESTION)
    assert texts(answer) == [TRUE["sentence"], ALSO["sentence"]]
    assert answer.problem == ""


def test_model_that_says_the_same_for_ever_is_left(made: Ask) -> None:
    answer = made([replying(*[TRUE] * 200)], usage=(1, 1))[0].ask(QUESTION)
    assert texts(answer) == [TRUE["sentence"]]
    assert answer.usage is not None
    assert (answer.usage.requests, answer.usage.output_tokens) == (1, 0), "the last words were waited for"


def test_question_that_leaves_no_room_for_passages_is_not_asked(made: Ask) -> None:
    assistant, chat = made([replying()], context=1100)
    answer = assistant.ask(f"{QUESTION} {'I mean those in the harbour. ' * 40}")
    assert (answer.model, chat.asked) == (EXTRACTIVE, [])
    assert answer.status != "refused"
    assert answer.problem == SAID.model_failed.format(why=SAID.troubles["too_long"])


def test_tokens_and_cost_are_counted_over_all_requests(made: Ask) -> None:
    answer = made([replying(FALSE, ALSO), replying(TRUE)], usage=(1000, 50), prices=(2.0, 8.0))[0].ask(QUESTION)
    used = answer.usage
    assert used is not None
    assert (used.requests, used.input_tokens, used.output_tokens) == (2, 2000, 100)
    assert used.cost == pytest.approx((2000 * 2 + 100 * 8) / 1e6)
    assert used.first_ms is not None
    assert used.first_ms <= used.last_ms


def test_earlier_answer_is_context_and_never_evidence(made: Ask) -> None:
    lie = "Harbourview opened 19 digital help points in 2021."
    assistant, chat = made([replying(FALSE)])
    answer = assistant.ask(QUESTION, earlier=["What about Harbourview?"], replies=[lie])
    assert lie in chat.texts(0)
    assert not any("19" in text for text in texts(answer))


def test_follow_up_that_the_rules_leave_is_put_into_words_by_the_model_and_shown(made: Ask) -> None:
    whole = "How many trained volunteers staff each help point in Harbourview?"
    assistant, chat = made([whole, replying(ALSO)])
    answer = assistant.ask(
        "How many trained volunteers staff each one there?", earlier=[QUESTION], replies=["14 help points."]
    )
    assert answer.searched_for == whole
    assert texts(answer) == [ALSO["sentence"]]
    assert len(chat.asked) == 2


@pytest.mark.parametrize("said", ["How many volunteers staff each help point in Lisbon?", "19 volunteers.", "", "?"])
def test_follow_up_with_words_that_nobody_said_is_not_taken(made: Ask, said: str) -> None:
    question = "How many trained volunteers staff each one there?"
    answer = made([said or ModelFailed("empty"), replying(ALSO)])[0].ask(question, earlier=[QUESTION], replies=["14."])
    assert answer.searched_for == ""


def test_question_that_stands_alone_costs_no_request_for_its_wording(made: Ask) -> None:
    assistant, chat = made([replying(TRUE)])
    assistant.ask(QUESTION, earlier=["When does Lindenau delete the recordings of its traffic cameras?"], replies=["…"])
    assert len(chat.asked) == 1


def test_every_answer_is_recorded_and_one_that_was_stopped_too(small_index: Path, encoder: Encoder) -> None:
    recorded: list[Answer] = []
    index = Index(small_index)
    writer = Writer(as_model(ScriptedModel(replies=[replying(TRUE, ALSO)])), encoder)
    assistant = Assistant(index, encoder, writer=writer, record=recorded.append)
    assistant.ask(QUESTION)
    growing = assistant.answering(QUESTION)
    next(growing)
    next(growing)
    growing.close()
    assert [(each.growing, len(each.sentences)) for each in recorded] == [(False, 2), (True, 1)]


def test_question_in_french_is_answered_in_french_from_english_documents(made: Ask) -> None:
    said = TRUE | {"sentence": "Harbourview a ouvert 14 points d'aide numérique pour les résidents âgés en 2021."}
    assistant, chat = made([replying(said)])
    answer = assistant.ask("Combien de points d'aide numérique Harbourview a-t-elle ouverts ?")
    assert texts(answer) == [said["sentence"]]
    assert quotes(answer) == ["Harbourview opened 14 digital help points for older residents in 2021."]
    assert "Write in French." in chat.texts()
