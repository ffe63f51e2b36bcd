"""Writes one ONNX file and holds it against the module it came from; writes model cards."""

from __future__ import annotations

import argparse
import hashlib
import json
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime as ort
import torch
from onnx import helper, numpy_helper
from torch import Tensor, nn

OPSET = 18
SMALLEST_PACKED = 256
"""Values; smaller arrays are not worth a cast."""


def arguments(description: str) -> argparse.ArgumentParser:
    """Command line of what exports one network: the run, the model's folder, and what its card says of the training."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("folder", type=Path, help="a run's output folder")
    parser.add_argument("--run", type=Path, required=True, help="the run's TOML")
    parser.add_argument("--out", type=Path, required=True, help="the model's folder; its name is the model's id")
    parser.add_argument("--data", default="1,029 photographs, 445 megapixels", help="for the card: what it saw")
    parser.add_argument("--started-from", help="for the card: the weights that the run began with, if any")
    return parser


def export(
    module: nn.Module, path: Path, inputs: Mapping[str, Tensor], outputs: list[str], dynamic: Mapping[str, Any]
) -> float:
    """Export ``module`` to ``path`` and return the largest difference between torch and ONNX Runtime on ``inputs``.

    Args:
        inputs: example inputs by name, in the order of the module's arguments.
        outputs: names of the outputs.
        dynamic: per input, which axes may change and what they are called.
    """
    module.eval()
    names = list(inputs)
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            module, tuple(inputs.values()), str(path), input_names=names, output_names=outputs,
            dynamic_axes=dict(dynamic), opset_version=OPSET, dynamo=False, do_constant_folding=True,
        )  # fmt: skip
    pack_weights(path)
    return parity(module, path, inputs, outputs)


def pack_weights(path: Path) -> None:
    """Store weights as float16 where that holds them exactly, with a cast before they are used.

    ONNX Runtime undoes it on loading.
    """
    model = onnx.load(path)
    casts = []
    for weight in model.graph.initializer:
        values = numpy_helper.to_array(weight)
        if values.dtype != np.float32 or values.size < SMALLEST_PACKED:
            continue
        with np.errstate(over="ignore"):
            packed = values.astype(np.float16)
        if np.array_equal(packed.astype(np.float32), values):
            name = weight.name
            weight.CopyFrom(numpy_helper.from_array(packed, f"{name}.packed"))
            casts.append(helper.make_node("Cast", [f"{name}.packed"], [name], to=onnx.TensorProto.FLOAT))
    nodes = list(model.graph.node)
    del model.graph.node[:]
    model.graph.node.extend([*casts, *nodes])
    onnx.save(model, path)


@torch.no_grad()
def parity(module: nn.Module, path: Path, inputs: Mapping[str, Tensor], outputs: list[str]) -> float:
    """Largest absolute difference between ``module`` in torch and the file at ``path`` in ONNX Runtime."""
    expected = module(*inputs.values())
    expected = expected if isinstance(expected, tuple) else (expected,)
    session = ort.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    got = session.run(outputs, {name: value.numpy() for name, value in inputs.items()})
    pairs = zip(expected, got, strict=True)
    return max(float(np.abs(e.numpy().astype(np.float64) - g.astype(np.float64)).max()) for e, g in pairs)


def file_hashes(folder: Path) -> dict[str, str]:
    """SHA-256 of every model file in ``folder``, the card apart."""
    found = sorted(p for p in folder.iterdir() if p.suffix in (".onnx", ".npz"))
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in found}


def write_card(folder: Path, card: dict[str, Any]) -> None:
    """Write ``model.json``, completed with the files' hashes.

    A model whose graphs are exported anew, with the same weights, keeps its place in files by ``released_as``.
    """
    from engine.models.catalog import combined_hash

    files = file_hashes(folder)
    text = json.dumps(card | {"sha256": combined_hash(files), "files": files}, indent=2, ensure_ascii=False)
    (folder / "model.json").write_text(text + "\n", encoding="utf-8")
