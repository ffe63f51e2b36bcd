"""Models of one's own beside the shipped ones: found, checked, and never in the way."""

from __future__ import annotations

import sys
from pathlib import Path

import onnx
import pytest
from onnx import external_data_helper

from engine import assets
from engine.errors import ModelError, UnknownModel
from engine.models import catalog, installed
from engine.models.onnx_scan import has_external_data
from engine.pipeline.model_check import check_model
from tests.made_models import change_card, write_autoencoder, write_card, write_codec


def test_they_stand_beside_the_shipped_ones(own_home: Path) -> None:
    shipped = {card.id for card in catalog.installed_models()}
    write_autoencoder(own_home)
    write_codec(own_home)
    found = {card.id: card for card in catalog.installed_models()}
    assert set(found) == shipped | {"tiny", "my-scans"} and catalog.model_problems() == []
    assert found["tiny"].is_own and not found["tiny"].is_default and not found[catalog.DEFAULT_CODEC].is_own
    assert [card.id for card in catalog.codecs()] == [catalog.DEFAULT_CODEC, "my-scans"]
    assert catalog.find_model("tiny").kind == "autoencoder"
    catalog.find_model("my-scans").verify()


def test_without_a_folder_there_are_none(own_home: Path) -> None:
    assert not own_home.exists() and not any(card.is_own for card in catalog.installed_models())
    own_home.write_text("a file", encoding="utf-8")
    assert not any(card.is_own for card in catalog.installed_models()) and catalog.model_problems() == []


@pytest.mark.parametrize(("facts", "said"), [
    ({"id": "other"}, "should have its name"),
    ({"id": "safelight-codec-2"}, "begins with"),
    ({"id": "../tiny"}, "small letters"),
    ({"id": 7}, "cannot be read"),
    ({"kind": "denoiser"}, "cannot be added"),
    ({"files": {"encoder.onnx": "0" * 64}}, "differs in 'decoder.onnx'"),
    ({"files": {"encoder.onnx": 0, "decoder.onnx": 0}}, "cannot be read"),
    ({"files": {"../encoder.onnx": "0" * 64, "decoder.onnx": "0" * 64}}, "cannot be read"),
    ({"architecture": []}, "cannot be read"),
    ({"released_as": "zz"}, "cannot be read"),
])  # fmt: skip
def test_a_card_that_is_not_allowed_is_told_and_stops_nothing(
    own_home: Path, facts: dict[str, object], said: str
) -> None:
    write_codec(own_home)
    change_card(write_autoencoder(own_home), **facts)
    assert [card.id for card in catalog.installed_models() if card.is_own] == ["my-scans"]
    assert [problem for problem in catalog.model_problems() if said in problem.reason and problem.path], said


def test_foreign_folders_are_told(own_home: Path) -> None:
    (own_home / "holiday photos").mkdir(parents=True)
    (own_home / ".hidden").mkdir()
    (own_home / "notes.txt").write_text("x", encoding="utf-8")
    assert [problem.reason for problem in catalog.model_problems()] == ["the model card cannot be read"]
    (own_home / "holiday photos" / "model.json").write_text("[" * 100_000, encoding="utf-8")
    assert [problem.reason for problem in catalog.model_problems()] == ["the model card cannot be read"]
    (own_home / "holiday photos" / "model.json").write_bytes(b" " * (2**20 + 1))
    assert [problem.reason for problem in catalog.model_problems()] == ["the model card cannot be read"]


def test_a_shipped_id_always_means_the_shipped_model(own_home: Path) -> None:
    write_codec(own_home, catalog.DEFAULT_CODEC)
    assert not catalog.find_model(catalog.DEFAULT_CODEC).is_own


def test_what_is_missing_says_what_to_do(own_home: Path) -> None:
    with pytest.raises(UnknownModel, match=r"'my-scans' is not installed.*safelight models add"):
        catalog.find_model("my-scans")
    with pytest.raises(UnknownModel, match="a newer version"):
        catalog.find_model("safelight-codec-9")
    for odd in ("../tiny", "", ".", "a/b", "C:\\x", "x" * 300):
        with pytest.raises(UnknownModel):
            catalog.find_model(odd)


@pytest.mark.parametrize("good", ["a", "my-scans", "x.1_b", "0", "a" * 64])
def test_ids_that_are_names(good: str) -> None:
    assert catalog.id_problem(good) == ""


@pytest.mark.parametrize("bad", [
    "", "A", "a b", "a/b", "..", "a..b", ".a", "a.", "-a", "con", "nul.x", "com1", "safelight-x", "a" * 65, "é", "a\n",
])  # fmt: skip
def test_ids_that_are_not(bad: str) -> None:
    assert catalog.id_problem(bad) != ""


def test_weights_in_other_files_are_refused(own_home: Path, tmp_path: Path) -> None:
    folder = write_autoencoder(tmp_path)
    path = folder / "decoder.onnx"
    assert not has_external_data(path.read_bytes())
    model = onnx.load(path)
    external_data_helper.convert_model_to_external_data(model, location="elsewhere.bin", size_threshold=0)
    onnx.save(model, tmp_path / "out.onnx")
    path.write_bytes((tmp_path / "out.onnx").read_bytes())
    write_card(folder, kind="autoencoder", architecture={})
    assert has_external_data(path.read_bytes())
    with pytest.raises(ModelError, match="from other files"):
        installed.add_model(folder, check_model)
    assert not any(card.is_own for card in catalog.installed_models())


def test_weights_of_a_graph_within_a_graph_are_seen() -> None:
    inner = onnx.helper.make_tensor("w", onnx.TensorProto.FLOAT, [1], [1.0])
    inner.ClearField("float_data")
    inner.data_location = onnx.TensorProto.EXTERNAL
    constant = onnx.helper.make_node("Constant", [], ["c"], value=inner)
    branch = onnx.helper.make_graph([constant], "branch", [], [])
    node = onnx.helper.make_node("If", ["x"], ["y"], then_branch=branch, else_branch=branch)
    model = onnx.helper.make_model(onnx.helper.make_graph([node], "g", [], []))
    assert has_external_data(model.SerializeToString())


def test_fields_whose_numbers_only_a_reader_cuts_short_are_refused() -> None:
    """ONNX Runtime keeps 32 bits of a field's key, and would find weights elsewhere where no such field is seen."""
    tensor = onnx.helper.make_tensor("w", onnx.TensorProto.FLOAT, [1], [1.0])
    tensor.data_location = onnx.TensorProto.EXTERNAL
    plain = tensor.SerializeToString()
    key = bytes([14 << 3])
    assert plain.endswith(key + b"\x01")
    hidden = plain[:-2] + bytes([key[0] | 0x80, 0x80, 0x80, 0x80, 0x10]) + b"\x01"
    for data in (plain, hidden):
        graph = bytes([5 << 3 | 2, len(data)]) + data
        model = bytes([7 << 3 | 2, len(graph)]) + graph
        try:
            assert has_external_data(model)
        except ValueError as error:
            assert data is hidden, error
    with pytest.raises(ValueError, match="unknown number"):
        has_external_data(model)


@pytest.mark.parametrize("data", [b"", b"hello", b"\xff" * 40, b"\x3a\xff\xff\xff\xff\x0f"])
def test_what_is_no_onnx_file_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError):
        has_external_data(data)


def test_all_shipped_networks_keep_their_weights_inside() -> None:
    for path in assets.models_dir().rglob("*.onnx"):
        assert not has_external_data(path.read_bytes())


@pytest.mark.parametrize(("system", "environment", "end"), [
    ("linux", {"XDG_DATA_HOME": "/data"}, "/data/safelight/models"),
    ("linux", {"XDG_DATA_HOME": "not/absolute"}, "/.local/share/safelight/models"),
    ("darwin", {}, "/Library/Application Support/Safelight/models"),
    ("win32", {"LOCALAPPDATA": "/local"}, "/local/Safelight/models"),
    ("win32", {}, "/AppData/Local/Safelight/models"),
])  # fmt: skip
def test_each_system_has_its_place(
    monkeypatch: pytest.MonkeyPatch, system: str, environment: dict[str, str], end: str
) -> None:
    for name in ("SAFELIGHT_MODELS", "XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "platform", system)
    assert assets.own_models_dir().as_posix().endswith(end)


def test_a_file_that_goes_while_it_is_looked_at_has_no_size(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_autoencoder(own_home)
    card = catalog.find_model("tiny")
    (folder / "encoder.onnx").unlink()
    monkeypatch.setattr(Path, "is_file", lambda _: True)  # as it was a moment ago
    assert set(card.sizes()) == {"decoder.onnx"}
