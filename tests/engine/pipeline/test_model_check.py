"""A codec whose parts do not fit one another is found out before a file is made with it."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.errors import ModelError
from engine.models import catalog, installed
from engine.pipeline.model_check import check_codec, check_model
from engine.training.onnx_file import file_hashes
from tests.made_models import change_card, write_codec


def test_codecs_that_came_with_the_program_and_make_files_fit() -> None:
    for card in catalog.installed_models():
        if card.kind == "codec" and not card.is_decode_only:
            check_codec(card)


def _other_tables(folder: Path, name: str, change: Callable[[Any], Any]) -> None:
    with np.load(folder / "tables.npz") as arrays:
        tables = dict(arrays)
    tables[name] = change(tables[name])
    np.savez(folder / "tables.npz", **tables)


def _one_array() -> bytes:
    file = io.BytesIO()
    np.save(file, np.zeros(3))
    return file.getvalue()


def _exchange(folder: Path, one: str, other: str) -> None:
    first, second = (folder / one).read_bytes(), (folder / other).read_bytes()
    (folder / one).write_bytes(second)
    (folder / other).write_bytes(first)


@pytest.mark.parametrize(("spoil", "said"), [
    (lambda folder: (folder / "tables.npz").write_bytes(b"PK\3\4" + bytes(100)), "tables .* cannot be read"),
    (lambda folder: (folder / "tables.npz").write_bytes(_one_array()), "tables .* cannot be read"),
    (lambda folder: _other_tables(folder, "base", lambda _: np.array([1, 2])), "tables .* cannot be read"),
    (lambda folder: _other_tables(folder, "gain", lambda gain: gain[:, 8:]), "cannot be run"),
    (lambda folder: _other_tables(folder, "gain", lambda gain: gain * np.nan), "cannot be run"),
    (lambda folder: _other_tables(folder, "thumbnail_weight", lambda weight: weight[:, 3:]), "cannot be run"),
    (lambda folder: _exchange(folder, "analysis.onnx", "synthesis.onnx"), "cannot be run"),
    (lambda folder: _exchange(folder, "base_context.onnx", "detail_start.onnx"), "cannot be run"),
])  # fmt: skip
def test_a_codec_whose_parts_do_not_fit_is_refused(
    own_home: Path, tmp_path: Path, spoil: Callable[[Path], object], said: str
) -> None:
    folder = write_codec(tmp_path)
    spoil(folder)
    change_card(folder, files=file_hashes(folder))
    with pytest.raises(ModelError, match=said):
        installed.add_model(folder, check_model)
    assert list(own_home.iterdir()) == []
