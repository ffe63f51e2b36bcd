"""Writes the codec's ONNX files and holds each against the network that it came from."""

from __future__ import annotations

import math
from pathlib import Path

import torch
from torch import Tensor, nn

from engine.training import integer_onnx, onnx_file
from engine.training.codec_model import SCALE_MIN, Codec
from engine.training.export_graphs import (
    AnalysisGraph,
    DetailStartGraph,
    ExactHead,
    HyperAnalysisGraph,
    HyperSynthesisGraph,
    SecondHalfGraph,
    SynthesisGraph,
)

INDICES = 64
SCALE_MAX = 320.0
INDEX_UNIT = math.log2(SCALE_MAX / SCALE_MIN) / (INDICES - 1)
Heads = tuple[ExactHead, ExactHead, ExactHead, ExactHead]
"""Of the four context steps, in order."""
Inputs = dict[str, Tensor]
_MOVING = {name: {2: "height", 3: "width"} for name in ("picture", "y")}
"""Axes of the float networks that may change, by input."""


class _Examples:
    """Inputs of the networks' kinds, over all that each may hold; the same in every export."""

    def __init__(self, codec: Codec) -> None:
        self.generator = torch.Generator().manual_seed(0)
        self.shape = codec.shape
        self.rate = torch.full((1, 1), 0.5)
        self.picture = torch.randint(0, 256, (1, 3, 128, 192), generator=self.generator, dtype=torch.uint8).float()
        self.y = torch.randn((1, self.shape.latents, 8, 12), generator=self.generator) * codec.std[:, None, None]

    def whole(self, channels: int, low: int, high: int, size: tuple[int, int] = (8, 12)) -> Tensor:
        return torch.randint(low, high, (1, channels, *size), generator=self.generator).float()

    def activations(self, channels: int) -> Tensor:
        return torch.randint(0, 256, (1, channels, 8, 12), generator=self.generator, dtype=torch.uint8)

    def head(self, coded: int) -> Inputs:
        """What every context step takes beside its features."""
        column = torch.ones((1, coded, 1, 1))
        return {"positions": torch.arange(0, 96, 2), "mean_factor": 0.01 * column, "index_offset": 1000.0 * column}

    def hyper(self) -> Inputs:
        return {"z": self.whole(self.shape.hyper + 1, -127, 128, (2, 3))} | self.head(self.shape.base)

    def step(self, width: int, known: int, coded: int) -> Inputs:
        """Inputs of the steps after the first; in the order of the graphs' arguments."""
        head = self.head(coded)
        features = {"features": self.activations(width), "known": self.whole(known, -2000, 2001)}
        positions = {"positions": head.pop("positions")}
        return features | positions | {"to_network": torch.full((1, known, 1, 1), 0.01)} | head


def _graphs(codec: Codec, heads: Heads) -> dict[str, tuple[nn.Module, Inputs, list[str]]]:
    """Every network by its file's name, with example inputs and the names of its outputs."""
    shape, base, detail = codec.shape, codec.base_context, codec.detail_context
    give = _Examples(codec)
    second = ["mean", "index"]
    narrow, wide = shape.context_width, shape.detail_width
    synthesis = {"y": give.y, "rate": give.rate}, ["picture", "levels"]
    fast = {} if codec.g_s_fast is None else {"synthesis_fast": (SynthesisGraph(codec.g_s_fast), *synthesis)}
    return fast | {
        "analysis": (AnalysisGraph(codec), {"picture": give.picture, "strength": give.rate}, ["y"]),
        "synthesis": (SynthesisGraph(codec.g_s), *synthesis),
        "hyper_analysis": (HyperAnalysisGraph(codec), {"y": give.y}, ["z"]),
        "hyper_synthesis": (HyperSynthesisGraph(codec, heads[0]), give.hyper(), ["features", *second]),
        "base_context": (
            SecondHalfGraph([base.neighbours], base.mix, heads[1]),
            give.step(narrow, shape.base, shape.base),
            second,
        ),
        "detail_start": (
            DetailStartGraph(codec, heads[2]),
            give.step(narrow, shape.base, shape.detail),
            ["wide", *second],
        ),
        "detail_finish": (
            SecondHalfGraph([detail.squeeze, detail.neighbours], detail.mix2, heads[3]),
            give.step(wide, shape.detail, shape.detail),
            second,
        ),
    }


def export_networks(codec: Codec, out: Path) -> tuple[Heads, dict[str, float]]:
    """Write the ONNX files into ``out``; returns the heads and the largest differences from torch.

    Raises:
        ValueError: sums could leave float32's exact range, or an integer network is not exact.
    """
    context, detail = codec.base_context, codec.detail_context
    convolutions = (codec.head, context.head, detail.head, detail.head2)
    one, two, three, four = (ExactHead(head, INDEX_UNIT, INDICES) for head in convolutions)
    heads = (one, two, three, four)
    differences = {}
    for name, (module, inputs, outputs) in _graphs(codec, heads).items():
        path = out / f"{name}.onnx"
        if isinstance(module, integer_onnx.Exact):
            integer_onnx.write(module, path, inputs)
            differences[name] = onnx_file.parity(module, path, inputs, outputs)
        else:
            dynamic = {key: _MOVING[key] for key in inputs if key in _MOVING}
            differences[name] = onnx_file.export(module, path, inputs, outputs, dynamic)
        print(f"{name}: largest difference between torch and ONNX Runtime {differences[name]:.3g}")
        if isinstance(module, integer_onnx.Exact) and differences[name] != 0.0:
            raise ValueError(f"{name} must be exact, but differs by {differences[name]}")
    return heads, differences
