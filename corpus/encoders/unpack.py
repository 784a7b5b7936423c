"""Turn the weights that come in a Python package into an ONNX file, once, in the user's cache."""

import contextlib
import hashlib
import io
import logging
import os
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from corpus.errors import ModelUnavailable

FORM = "graph2"  # part of the folders' names: another number where the file that is written changes
MAX_DIFFERENCE = 1e-3  # between the vectors of torch and of the ONNX file; rounding is about 1e-5
_TEXTS = ["Smart cities.", "How do cities measure whether digital services reach everyone who needs them?"]


def unpacked(
    cache: Path,
    name: str,
    checked_weights: Callable[[], Path],
    load: Callable[[Path, Path], Any],
    finish: Callable[[Path], None],
) -> Path:
    """The folder `cache`/`name` with `model.onnx` and `tokenizer.json`, made if it is not there yet.

    `checked_weights` gives the file of the weights; `load` takes it and a folder, puts tokenizer.json there and
    returns the torch model; `finish` may rewrite the ONNX file once its vectors were found to be that model's.
    Raises `ModelUnavailable`.
    """
    folder = cache / name
    if (folder / "model.onnx").is_file():
        return folder
    weights = checked_weights()
    try:
        _unpack(weights, folder, load, finish)
    except OSError as error:
        raise ModelUnavailable(
            f"{cache}: the embedding model cannot be unpacked here ({error.strerror or error}); free some space or "
            "allow writing there, or name another folder in the setting `cache`"
        ) from error
    return folder


def checked(path: Path, sha256: str, wanted: str, package: str) -> Path:
    """The path, if the file there has that SHA-256. Raises `ModelUnavailable` with what to do if it has not."""
    try:
        with path.open("rb") as file:
            found = f"these are not {wanted} (SHA-256 {hashlib.file_digest(file, 'sha256').hexdigest()})"
    except OSError as error:
        found = f"{wanted} cannot be read ({error.strerror or error})"
    if sha256 not in found:
        raise ModelUnavailable(
            f"{path}: {found}; reinstall the package {package}, or name another model in the setting `embedding_model`"
        )
    return path


def _unpack(weights: Path, folder: Path, load: Callable[[Path, Path], Any], finish: Callable[[Path], None]) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix="unpacking-") as name:
        made = Path(name) / "model"
        made.mkdir()
        with _quiet():
            model = load(weights, made).eval()
            _write(model, made / "model.onnx")
        _check_vectors(model, made)
        with _quiet():
            finish(made / "model.onnx")
        # Another process may have made it meanwhile: either copy is good.
        with contextlib.suppress(OSError):
            os.replace(made, folder)


def as_it_is(file: Path) -> None:
    """Leaves the file in float32: for comparing with it."""


def in_int8(file: Path) -> None:
    """Rewrite the multiplications of the ONNX file in whole numbers of 8 bits: two to three times as fast."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    made = file.with_suffix(".int8")
    # 7 of the 8 bits: on processors without VNNI the sum of two products of 8 bits does not fit.
    quantize_dynamic(
        file, made, op_types_to_quantize=["MatMul"], per_channel=True, reduce_range=True, weight_type=QuantType.QInt8
    )
    os.replace(made, file)


def _write(model: Any, file: Path) -> None:
    from corpus.encoders.graph import write_bert

    weights = {name: values.numpy() for name, values in model.state_dict().items()}
    write_bert(weights, model.config.num_attention_heads, model.config.layer_norm_eps, file)


def _check_vectors(model: Any, made: Path) -> None:
    import torch
    from tokenizers import Tokenizer

    from corpus.encoders import of_length_1
    from corpus.encoders.onnx import OnnxEncoder

    tokenizer = Tokenizer.from_file(str(made / "tokenizer.json"))
    tokenizer.no_padding()
    with torch.inference_mode():
        states = [model(torch.tensor([tokenizer.encode(text).ids])).last_hidden_state[0] for text in _TEXTS]
    expected = of_length_1(np.stack([rows.mean(dim=0).numpy() for rows in states]))
    difference = float(np.abs(OnnxEncoder(made, name="check").encode_passages(_TEXTS) - expected).max())
    if difference > MAX_DIFFERENCE:
        raise ModelUnavailable(
            f"the unpacked embedding model gives other vectors than its weights (by {difference:.2g}); "
            "install the versions in constraints.txt and try again"
        )


@contextlib.contextmanager
def _quiet():
    """The libraries talk of their own internals on three channels; none of it is for the user."""
    level = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with (
            warnings.catch_warnings(),
            contextlib.redirect_stdout(io.StringIO()),
            contextlib.redirect_stderr(io.StringIO()),
        ):
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(level)
