"""Model cards and the files behind them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from engine.assets import models_dir
from engine.errors import ModelError, UnknownModel
from engine.models import catalog


def copy_of_default(folder: Path) -> Path:
    target = folder / catalog.DEFAULT_CODEC
    shutil.copytree(models_dir() / catalog.DEFAULT_CODEC, target)
    return target


def test_shipped_models_are_whole() -> None:
    cards = catalog.installed_models()
    assert {catalog.DEFAULT_CODEC, *catalog.DENOISERS.values()} <= {card.id for card in cards}
    for card in cards:
        for name in card.files:
            assert catalog.model_file(card, name).is_file()


def test_unknown_names() -> None:
    with pytest.raises(UnknownModel, match="nonsense"):
        catalog.find_model("nonsense")
    with pytest.raises(UnknownModel, match="nonsense"):
        catalog.find_denoiser("nonsense")


def test_changed_file_is_refused(tmp_path: Path) -> None:
    folder = copy_of_default(tmp_path)
    with (folder / "base_context.onnx").open("ab") as file:
        file.write(b"\0")
    card = catalog.read_card(folder / "model.json")
    with pytest.raises(ModelError, match="changed"):
        catalog.model_file(card, "base_context.onnx")


def test_missing_file_is_refused(tmp_path: Path) -> None:
    folder = copy_of_default(tmp_path)
    (folder / "base_context.onnx").unlink()
    with pytest.raises(ModelError, match="missing"):
        catalog.model_file(catalog.read_card(folder / "model.json"), "base_context.onnx")


def test_card_that_contradicts_itself_is_refused(tmp_path: Path) -> None:
    path = copy_of_default(tmp_path) / "model.json"
    card = json.loads(path.read_text(encoding="utf-8"))
    card["files"]["base_context.onnx"] = "0" * 64
    path.write_text(json.dumps(card), encoding="utf-8")
    with pytest.raises(ModelError, match="checksum"):
        catalog.read_card(path)


def test_unreadable_card_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.json"
    path.write_text("{", encoding="utf-8")
    with pytest.raises(ModelError, match="cannot be read"):
        catalog.read_card(path)


def test_a_card_can_be_read_whole(tmp_path: Path) -> None:
    card = catalog.read_card(copy_of_default(tmp_path) / "model.json")
    assert card.is_default and card.licence == "MIT"
    assert card.training["steps"] and card.architecture["parameters"]
    assert card.sizes() == {name: (card.folder / name).stat().st_size for name in card.files}
    card.verify()
    (card.folder / "synthesis.onnx").unlink()
    assert set(card.files) - set(card.sizes()) == {"synthesis.onnx"}
    catalog.checked_file.cache_clear()
    with pytest.raises(ModelError, match="missing"):
        card.verify()


def test_old_codecs_only_open_files_and_keep_their_place_in_them() -> None:
    thin = {card.id: card for card in catalog.installed_models() if card.is_decode_only}
    assert {name: card.hash_start for name, card in thin.items()} == {
        "safelight-codec-1": 0xC71DD2BD,
        "safelight-codec-2": 0x7B4BEE07,
    }
    for card in thin.values():
        there = {path.name for path in card.folder.iterdir()}
        assert there == {*card.files, "model.json"} and not there & {"analysis.onnx", "hyper_analysis.onnx"}
    assert not any(card.is_decode_only for card in catalog.codecs())
    assert not catalog.find_denoiser("fast").is_decode_only


def test_a_card_may_name_its_licence(tmp_path: Path) -> None:
    path = copy_of_default(tmp_path) / "model.json"
    raw = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(raw | {"licence": "CC0-1.0", "id": "other"}), encoding="utf-8")
    card = catalog.read_card(path)
    assert card.licence == "CC0-1.0" and not card.is_default
