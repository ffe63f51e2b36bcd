"""Writes the entropy networks as ONNX graphs of 8-bit convolutions with 32-bit sums.

Activations are uint8, weights int8 with magnitudes up to 64, and every sum is below 2**24: see
:mod:`engine.training.quantised`. ``QLinearConv`` turns sums into activations with one float32 product and rounds half
to even, which IEEE 754 defines. Heads turn sums into float32; the factors that follow depend on the quality.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from engine.training.export_graphs import (
    MEAN_MAX,
    DetailStartGraph,
    ExactConv2d,
    ExactHead,
    ExactLayer,
    HyperSynthesisGraph,
    SecondHalfGraph,
)
from engine.training.onnx_file import OPSET

Array = npt.NDArray[Any]
Exact = HyperSynthesisGraph | DetailStartGraph | SecondHalfGraph
"""The networks that this module writes."""
SIGNED_ZERO = 128
"""The uint8 that stands for 0 where latents enter."""
IR_VERSION = 9


class _Graph:
    """Collects nodes, constants, inputs and outputs; values go by their names."""

    def __init__(self) -> None:
        self._nodes: list[onnx.NodeProto] = []
        self._constants: dict[str, Array] = {}
        self._inputs: list[onnx.ValueInfoProto] = []
        self._outputs: list[onnx.ValueInfoProto] = []

    def input(self, name: str, shape: Sequence[int | str], kind: int = TensorProto.FLOAT) -> str:
        self._inputs.append(helper.make_tensor_value_info(name, kind, shape))
        return name

    def output(self, value: str, name: str, shape: Sequence[int | str], kind: int) -> None:
        self._nodes.append(helper.make_node("Identity", [value], [name]))
        self._outputs.append(helper.make_tensor_value_info(name, kind, shape))

    def constant(self, value: Array) -> str:
        name = f"constant_{len(self._constants)}"
        self._constants[name] = value
        return name

    def node(self, kind: str, *inputs: str, **attributes: Any) -> str:
        name = f"value_{len(self._nodes)}"
        self._nodes.append(helper.make_node(kind, list(inputs), [name], **attributes))
        return name

    def save(self, path: Path) -> None:
        constants = [numpy_helper.from_array(value, name) for name, value in self._constants.items()]
        graph = helper.make_graph(self._nodes, path.stem, self._inputs, self._outputs, constants)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION)
        onnx.checker.check_model(model)
        onnx.save(model, path)

    def uint8(self, whole: str, zero: int) -> str:
        """Float32 to uint8 with ``zero`` for 0: rounded half to even, and saturated."""
        scale, offset = self.constant(np.float32(1.0)), self.constant(np.uint8(zero))  # type: ignore[arg-type]
        return self.node("QuantizeLinear", whole, scale, offset)

    def layer(self, layer: ExactLayer, x: str, *, zero: int = 0) -> str:
        """A convolution and its activation, uint8 to uint8.

        Args:
            zero: the input's value that stands for 0.
        """
        weight, bias = _integers(layer.conv)
        scale = layer.conv.step.numpy().astype(np.float32)
        one, none = self.constant(np.float32(1.0)), self.constant(np.uint8(0))  # type: ignore[arg-type]
        parameters = [
            self.constant(weight), self.constant(scale), self.constant(np.zeros(len(scale), np.int8)), one, none,
            self.constant(bias),
        ]  # fmt: skip
        start = self.constant(np.uint8(zero))  # type: ignore[arg-type]
        side = weight.shape[2]
        return self.node("QLinearConv", x, one, start, *parameters, kernel_shape=[side] * 2, pads=[side // 2] * 4)

    def shuffle(self, x: str) -> str:
        return self.node("DepthToSpace", x, blocksize=2, mode="CRD")

    def join(self, *values: str) -> str:
        return self.node("Concat", *values, axis=1)

    def at_positions(self, x: str, positions: str, channels: int) -> str:
        """``(1, C, h, w)`` to ``(1, 1, n, C)``: whole rows of channels are copied, not single values."""
        flat = self.constant(np.array([1, 1, -1, channels], dtype=np.int64))
        rows = self.node("Transpose", x, perm=[0, 2, 3, 1])
        return self.node("Gather", self.node("Reshape", rows, flat), positions, axis=2)

    def head(self, head: ExactHead, x: str, mean_factor: str, index_offset: str) -> None:
        """Outputs ``mean`` float32 and ``index`` uint8, ``(1, C, 1, n)``, from uint8 ``(1, 1, n, F)``."""
        weight, bias = _integers(head.conv)
        channels, row = head.channels, self.constant(np.array([1, -1], dtype=np.int64))
        rows = self.node("Reshape", x, self.constant(np.array([-1, len(weight[0])], dtype=np.int64)))
        matrix = self.constant(np.ascontiguousarray(weight[:, :, 0, 0].T))
        sums = self.node("MatMulInteger", rows, matrix)
        whole = self.node("Cast", sums, to=TensorProto.FLOAT)
        # Halves of the sums; the biases, whole numbers too, join with what is added anyway.
        cuts = [self.constant(np.array([at], dtype=np.int64)) for at in (0, channels, 2 * channels)]
        axis = self.constant(np.array([1], dtype=np.int64))
        mean_bias, index_bias = (
            self.constant(part.astype(np.float32)[None]) for part in (bias[:channels], bias[channels:])
        )
        mean = self.node("Add", self.node("Slice", whole, cuts[0], cuts[1], axis), mean_bias)
        mean = self.node("Round", self.node("Mul", mean, self.node("Reshape", mean_factor, row)))
        limits = (self.constant(np.float32(-MEAN_MAX)), self.constant(np.float32(MEAN_MAX)))  # type: ignore[arg-type]
        self._columns(self.node("Clip", mean, *limits), "mean", channels, TensorProto.FLOAT)
        offset = self.node("Add", self.node("Reshape", index_offset, row), index_bias)
        index = self.node("Add", self.node("Slice", whole, cuts[1], cuts[2], axis), offset)
        factor = self.constant(head.index_factor.numpy().reshape(1, -1).astype(np.float32))
        index = self.uint8(self.node("Mul", index, factor), 0)
        last = self.constant(np.uint8(head.last_index))  # type: ignore[arg-type]
        self._columns(self.node("Min", index, last), "index", channels, TensorProto.UINT8)

    def _columns(self, rows: str, name: str, channels: int, kind: int) -> None:
        """An output ``(n, C)`` as ``(1, C, 1, n)``."""
        columns = self.node("Transpose", rows, perm=[1, 0])
        shape = self.constant(np.array([1, channels, 1, -1], dtype=np.int64))
        self.output(self.node("Reshape", columns, shape), name, [1, channels, 1, "count"], kind)


def _integers(conv: ExactConv2d) -> tuple[Array, Array]:
    """Weight int8 and bias int32.

    Raises:
        ValueError: a pair of products could saturate in 16 bits.
    """
    weight, bias = conv.weight.numpy().astype(np.int8), conv.bias.numpy().astype(np.int32)
    if 2 * 255 * np.abs(weight.astype(np.int32)).max() >= 2**15:
        raise ValueError("weights are too large for 8-bit convolutions")
    return weight, bias


def _hyper_synthesis(module: HyperSynthesisGraph, give: Mapping[str, str], graph: _Graph) -> None:
    h = graph.layer(module.first, graph.uint8(give["z"], SIGNED_ZERO), zero=SIGNED_ZERO)
    h = graph.layer(module.middle, graph.shuffle(graph.layer(module.up1, h)))
    features = graph.layer(module.last, graph.shuffle(graph.layer(module.up2, h)))
    width = module.last.conv.weight.shape[0]
    graph.output(features, "features", [1, width, "height", "width"], TensorProto.UINT8)
    _head(module.head, features, give, graph)


def _detail_start(module: DetailStartGraph, give: Mapping[str, str], graph: _Graph) -> None:
    around = graph.layer(module.around, _network_steps(give, graph), zero=SIGNED_ZERO)
    wide = graph.layer(module.mix, graph.join(give["features"], around))
    width = module.mix.conv.weight.shape[0]
    graph.output(wide, "wide", [1, width, "height", "width"], TensorProto.UINT8)
    _head(module.head, wide, give, graph)


def _second_half(module: SecondHalfGraph, give: Mapping[str, str], graph: _Graph) -> None:
    near, zero = _network_steps(give, graph), SIGNED_ZERO
    for layer in module.near:
        assert isinstance(layer, ExactLayer)
        near, zero = graph.layer(layer, near, zero=zero), 0
    channels = module.mix.conv.weight.shape[1]
    chosen = graph.at_positions(graph.join(give["features"], near), give["positions"], channels)
    mixed = graph.layer(module.mix, graph.node("Transpose", chosen, perm=[0, 3, 1, 2]))
    rows = graph.node("Transpose", mixed, perm=[0, 2, 3, 1])
    graph.head(module.head, rows, give["mean_factor"], give["index_offset"])


def _network_steps(give: Mapping[str, str], graph: _Graph) -> str:
    return graph.uint8(graph.node("Mul", give["known"], give["to_network"]), SIGNED_ZERO)


def _head(head: ExactHead, features: str, give: Mapping[str, str], graph: _Graph) -> None:
    chosen = graph.at_positions(features, give["positions"], head.conv.weight.shape[1])
    graph.head(head, chosen, give["mean_factor"], give["index_offset"])


def write(module: Exact, path: Path, inputs: Mapping[str, Any]) -> None:
    """Write one entropy network.

    Args:
        inputs: example inputs by name, for their shapes: rows and columns may change, all else is fixed.

    Raises:
        ValueError: if its convolutions are not exact in 8 bits.
    """
    graph = _Graph()
    moving: dict[str, dict[int, str]] = {name: {2: "height", 3: "width"} for name in ("z", "features", "known")}
    moving["positions"] = {0: "count"}
    kinds = {"positions": TensorProto.INT64, "features": TensorProto.UINT8}
    give = {}
    for name, value in inputs.items():
        axes = moving.get(name, {})
        shape = [axes.get(axis, side) for axis, side in enumerate(value.shape)]
        give[name] = graph.input(name, shape, kinds.get(name, TensorProto.FLOAT))
    if isinstance(module, HyperSynthesisGraph):
        _hyper_synthesis(module, give, graph)
    elif isinstance(module, DetailStartGraph):
        _detail_start(module, give, graph)
    else:
        _second_half(module, give, graph)
    graph.save(path)
