"""Small models for tests: an autoencoder that does exactly what its matrix says, and a codec under another id."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from engine.assets import models_dir
from engine.models.catalog import DEFAULT_CODEC, combined_hash
from engine.training.onnx_file import file_hashes

SIDE, UNITS = 8, 4


def basis(units: int = UNITS, values: int = SIDE * SIDE, seed: int = 3) -> npt.NDArray[np.float32]:
    """Orthonormal rows ``(units, values)``."""
    q, _ = np.linalg.qr(np.random.default_rng(seed).normal(size=(values, units)))
    return q.T.astype(np.float32)


def write_autoencoder(home: Path, model_id: str = "tiny", *, channels: int = 1, **architecture: Any) -> Path:
    """A model that keeps the part of a picture that its basis spans, around a grey of 0.5."""
    folder = home / model_id
    folder.mkdir(parents=True)
    shape, values = [channels, SIDE, SIDE], channels * SIDE * SIDE
    rows = basis(values=values)
    grey = numpy_helper.from_array(np.float32(0.5), "grey")
    _write(folder / "encoder.onnx", "picture", ["n", *shape], "code", ["n", UNITS], [
        helper.make_node("Sub", ["picture", "grey"], ["around"]),
        helper.make_node("Flatten", ["around"], ["flat"]),
        helper.make_node("MatMul", ["flat", "rows"], ["code"]),
    ], [grey, numpy_helper.from_array(np.ascontiguousarray(rows.T), "rows")])  # fmt: skip
    whole = numpy_helper.from_array(np.array([-1, *shape]), "shape")
    _write(folder / "decoder.onnx", "code", ["n", UNITS], "picture", ["n", *shape], [
        helper.make_node("MatMul", ["code", "rows"], ["flat"]),
        helper.make_node("Reshape", ["flat", "shape"], ["around"]),
        helper.make_node("Add", ["around", "grey"], ["picture"]),
    ], [grey, numpy_helper.from_array(rows, "rows"), whole])  # fmt: skip
    facts = {"picture": shape, "code": UNITS, "has_prior": False} | architecture
    write_card(folder, kind="autoencoder", title="Tiny", architecture=facts)
    return folder


def write_card(folder: Path, **facts: Any) -> None:
    """A card that fits the files."""
    files = file_hashes(folder)
    card = {"id": folder.name, "title": "T", "figures": {}, "training": {}, "files": files} | facts
    text = json.dumps({"sha256": combined_hash(card["files"])} | card)
    (folder / "model.json").write_text(text, encoding="utf-8")


def change_card(folder: Path, **facts: Any) -> None:
    """Other values in a card, which stays sound."""
    card = json.loads((folder / "model.json").read_text(encoding="utf-8")) | facts
    (folder / "model.json").write_text(
        json.dumps(card | {"sha256": combined_hash(card["files"])}), encoding="utf-8"
    )  # fmt: skip


def write_codec(home: Path, model_id: str = "my-scans") -> Path:
    """The default codec under another id."""
    folder = home / model_id
    shutil.copytree(models_dir() / DEFAULT_CODEC, folder)
    change_card(folder, id=model_id, released_as="")
    return folder


def _write(
    path: Path, given: str, given_shape: list[Any], wanted: str, wanted_shape: list[Any], nodes: list[Any],
    weights: list[Any],
) -> None:  # fmt: skip
    graph = helper.make_graph(
        nodes, "g", [helper.make_tensor_value_info(given, TensorProto.FLOAT, given_shape)],
        [helper.make_tensor_value_info(wanted, TensorProto.FLOAT, wanted_shape)], weights,
    )  # fmt: skip
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9), path)
