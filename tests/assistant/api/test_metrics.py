"""assistant/api/metrics.py: what is counted, from whichever door, and that no words are in it."""

from dataclasses import replace
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from assistant.api.beside import with_api
from assistant.api.metrics import Counted, Metrics
from assistant.serving.front import Front
from assistant.serving.gate import Gate
from assistant.serving.here import Here
from assistant.serving.types import Asking, Busy
from assistant.web.desk import Desk
from tests.assistant.api.conftest import QUESTION, here
from tests.assistant.api.test_answers import Growing


def figures(client: TestClient) -> dict[str, float]:
    made = client.get("/metrics")
    assert made.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    found = {}
    for family in text_string_to_metric_families(made.text):
        for sample in family.samples:
            labels = ",".join(f"{name}={value}" for name, value in sample.labels.items())
            found[f"{sample.name}{{{labels}}}" if labels else sample.name] = sample.value
    return found


def test_questions_of_all_doors_are_counted_by_status(desk: Desk) -> None:
    counted, app = with_api(desk)
    client = here(app)
    client.post("/api/v1/ask", json={"question": QUESTION})
    list(counted.answers.answering(Asking("How many annual visitors does the Louvre have?")))  # as the chat does
    client.post("/api/v1/ask", json={"question": "x" * 3000})
    found = figures(client)
    assert found["roundtable_questions_total{status=answered}"] == 1
    assert found["roundtable_questions_total{status=refused}"] == 1
    assert found["roundtable_questions_total{status=too long}"] == 1
    assert found["roundtable_answer_seconds_count"] == 2
    assert found["roundtable_questions_under_way"] == 0
    assert found["roundtable_documents"] == 6
    assert found["roundtable_passages"] == desk.assistant.index.counts()["passages"] > 6
    assert found["process_resident_memory_bytes"] > 1_000_000


def test_words_and_names_are_not_in_it(desk: Desk) -> None:
    _, app = with_api(desk)
    here(app).post("/api/v1/ask", json={"question": QUESTION})
    text = here(app).get("/metrics").text
    assert "Harbourview" not in text
    assert "this computer" not in text


def test_two_servers_of_one_process_count_apart(desk: Desk) -> None:
    first, second = with_api(desk)[1], with_api(desk)[1]
    here(first).post("/api/v1/ask", json={"question": QUESTION})
    assert figures(here(second))["roundtable_questions_total{status=answered}"] == 0


def test_who_is_sent_away_and_who_waits_is_counted(desk: Desk) -> None:
    gate = Gate(at_once=1, waiting=1)
    counted, app = with_api(replace(desk, served=Front(desk.assistant, Here(desk.assistant), gate)))
    client = here(app)
    with gate.enter("a"), gate.enter("b"), pytest.raises(Busy):
        next(counted.answers.answering(Asking(QUESTION)))
    found = figures(client)
    assert found["roundtable_refused_busy_total"] == found["roundtable_questions_total{status=busy}"] == 1


def test_waiting_is_counted_while_it_lasts_and_a_reader_who_leaves_too(desk: Desk) -> None:
    counted, app = with_api(replace(desk, served=Growing(desk.assistant.ask(QUESTION))))
    client, asked = here(app), counted.answers.answering(Asking(QUESTION))
    next(asked)
    found = figures(client)
    assert (found["roundtable_questions_waiting"], found["roundtable_questions_under_way"]) == (1, 1)
    next(asked)
    assert figures(client)["roundtable_questions_waiting"] == 0
    asked.close()
    found = figures(client)
    assert found["roundtable_questions_total{status=left}"] == 1
    assert found["roundtable_questions_under_way"] == 0
    assert found["roundtable_answer_seconds_count"] == 0


def test_reader_who_leaves_the_line_waits_no_more(desk: Desk) -> None:
    counted, app = with_api(replace(desk, served=Growing(desk.assistant.ask(QUESTION))))
    asked = counted.answers.answering(Asking(QUESTION))
    next(asked)
    asked.close()
    found = figures(here(app))
    assert (found["roundtable_questions_waiting"], found["roundtable_questions_total{status=left}"]) == (0, 1)


def test_bug_is_counted_as_failed_and_goes_on(desk: Desk) -> None:
    broken = Growing(desk.assistant.ask(QUESTION), ZeroDivisionError())
    noted: list[Any] = []
    answers = Counted(broken, Metrics(desk.assistant), lambda *ended: noted.append(ended))
    with pytest.raises(ZeroDivisionError):
        list(answers.answering(Asking(QUESTION)))
    assert [(asking.text, status) for asking, status, _ in noted] == [(QUESTION, "failed")]
