"""Adding, removing and packing up models: completely or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
import sys
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import engine
from engine.errors import InputError, ModelError, OutputError, OutputExists, SafelightError, UnknownModel
from engine.models import installed
from engine.pipeline.model_check import check_model
from tests.made_models import change_card, write_autoencoder, write_card, write_codec


def pack(folder: Path, target: Path, prefix: str = "") -> Path:
    with zipfile.ZipFile(target, "w") as packed:
        for path in sorted(folder.iterdir()):
            packed.write(path, prefix + path.name)
    return target


def is_clean(home: Path, *ids: str) -> bool:
    return sorted(path.name for path in home.iterdir()) == sorted(ids)


@pytest.mark.parametrize("prefix", ["", "tiny/", "whatever/"])
def test_a_zip_is_added(own_home: Path, tmp_path: Path, prefix: str) -> None:
    source = pack(write_autoencoder(tmp_path), tmp_path / "t.zip", prefix)
    card = installed.add_model(source, check_model)
    assert (card.id, card.is_own, card.folder) == ("tiny", True, own_home / "tiny") and is_clean(own_home, "tiny")


def test_a_folder_is_added_whatever_its_name(own_home: Path, tmp_path: Path) -> None:
    folder = write_autoencoder(tmp_path).rename(tmp_path / "Any Name")
    (folder / ".DS_Store").write_bytes(b"x")
    assert installed.add_model(folder, check_model).id == "tiny" and is_clean(own_home, "tiny")
    with pytest.raises(OutputExists, match="remove it first"):
        installed.add_model(folder, check_model)
    installed.remove_model("tiny")
    assert is_clean(own_home) and folder.is_dir()
    installed.add_model(folder, check_model)


def test_what_is_exported_can_be_added_elsewhere(
    own_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed.add_model(write_autoencoder(tmp_path), check_model)
    target = installed.export_model("tiny", tmp_path / "tiny.zip")
    with pytest.raises(OutputExists):
        installed.export_model("tiny", target)
    monkeypatch.setenv("SAFELIGHT_MODELS", str(tmp_path / "another"))
    assert installed.add_model(target, check_model).sha256 == engine.installed_models()[-1].sha256


def test_a_codec_may_have_a_fast_synthesis(own_home: Path, tmp_path: Path) -> None:
    source = write_codec(tmp_path)
    fast = source / "synthesis_fast.onnx"
    shutil.copy(source / "synthesis.onnx", fast)
    write_card(source, kind="codec")
    assert "synthesis_fast.onnx" in installed.add_model(pack(source, tmp_path / "fast.zip"), check_model).files
    installed.remove_model("my-scans")
    shutil.copy(source / "hyper_synthesis.onnx", fast)
    write_card(source, kind="codec")
    with pytest.raises(ModelError, match="cannot be run"):
        installed.add_model(source, check_model)


def test_a_codec_makes_files_that_need_it(own_home: Path, tmp_path: Path) -> None:
    source = write_codec(tmp_path)
    installed.add_model(source, check_model)
    picture = engine.Picture(np.tile(np.arange(64, dtype=np.uint8)[:, None], (64, 1, 3)).reshape(64, 64, 3))
    data = engine.compress(picture, engine.CompressOptions(model="my-scans"))
    assert engine.inspect(data).model == "my-scans"
    assert engine.psnr(engine.reconstruct(data).pixels, picture.pixels) > 25
    installed.remove_model("my-scans")
    with pytest.raises(UnknownModel, match=r"'my-scans' is not installed.*models add"):
        engine.reconstruct(data)
    installed.add_model(source, check_model)
    engine.reconstruct(data)
    installed.remove_model("my-scans")
    change_card(source, released_as="f" * 64)  # another build under the same id
    installed.add_model(source, check_model)
    with pytest.raises(SafelightError, match="another build"):
        engine.reconstruct(data)


@pytest.mark.parametrize("name", [
    "../encoder.onnx", "/encoder.onnx", "a/b/encoder.onnx", "..\\encoder.onnx", "C:encoder.onnx",
])  # fmt: skip
def test_a_zip_that_leads_elsewhere_is_refused(own_home: Path, tmp_path: Path, name: str) -> None:
    folder = write_autoencoder(tmp_path)
    source = tmp_path / "bad.zip"
    with zipfile.ZipFile(source, "w") as packed:
        packed.write(folder / "model.json", "model.json")
        packed.writestr(zipfile.ZipInfo(name), (folder / "encoder.onnx").read_bytes())
    with pytest.raises(InputError, match="not allowed"):
        installed.add_model(source, check_model)
    assert is_clean(own_home)


def test_a_link_in_a_zip_is_refused(own_home: Path, tmp_path: Path) -> None:
    source = tmp_path / "bad.zip"
    with zipfile.ZipFile(source, "w") as packed:
        link = zipfile.ZipInfo("model.json")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        packed.writestr(link, "/etc/passwd")
    with pytest.raises(InputError, match="not allowed"):
        installed.add_model(source, check_model)


def test_a_zip_that_unpacks_to_far_more_is_given_up(
    own_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installed, "MOST_FILE_BYTES", 2**20)
    source = tmp_path / "bomb.zip"
    with zipfile.ZipFile(source, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("model.json", "{}")
        packed.writestr("encoder.onnx", bytes(3 * 2**20))
    with pytest.raises(InputError, match="larger than 1 MiB"):
        installed.add_model(source, check_model)
    assert is_clean(own_home)


def test_what_is_no_model_is_refused(own_home: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such"):
        installed.add_model(tmp_path / "nothing", check_model)
    text = tmp_path / "text.zip"
    text.write_text("hello", encoding="utf-8")
    with pytest.raises(InputError, match="not a zip"):
        installed.add_model(text, check_model)
    folder = tmp_path / "photos"
    folder.mkdir()
    with pytest.raises(InputError, match=r"no model\.json"):
        installed.add_model(folder, check_model)
    model = write_autoencoder(tmp_path)
    (model / "run.py").write_text("x", encoding="utf-8")
    with pytest.raises(InputError, match=r"'run\.py', which is no part"):
        installed.add_model(model, check_model)
    (model / "run.py").unlink()
    (model / "sub").mkdir()
    with pytest.raises(InputError, match="'sub' is no file"):
        installed.add_model(model, check_model)
    assert is_clean(own_home)


def test_a_model_that_cannot_be_run_is_refused(own_home: Path, tmp_path: Path) -> None:
    folder = write_autoencoder(tmp_path)
    (folder / "decoder.onnx").write_bytes((folder / "encoder.onnx").read_bytes())
    write_card(folder, kind="autoencoder", architecture={"picture": [1, 8, 8], "code": 4})
    with pytest.raises(ModelError, match="does not turn a code into a picture"):
        installed.add_model(folder, check_model)
    (folder / "decoder.onnx").write_bytes(b"\x3a\x00")
    write_card(folder, kind="autoencoder", architecture={"picture": [1, 8, 8], "code": 4})
    with pytest.raises(ModelError, match="cannot be loaded") as caught:
        installed.add_model(folder, check_model)
    assert str(caught.value).startswith(f"{folder / 'decoder.onnx'}: ")
    with (folder / "encoder.onnx").open("ab") as file:
        file.write(b"x")
    with pytest.raises(ModelError, match="changed"):
        installed.add_model(folder, check_model)
    assert is_clean(own_home)


def test_shipped_models_stay(own_home: Path) -> None:
    with pytest.raises(ModelError, match="came with the program"):
        installed.remove_model("safelight-codec-2")
    with pytest.raises(ModelError, match="no model 'x'"):
        installed.remove_model("x")
    with pytest.raises(ModelError, match="no model"):
        installed.export_model("safelight-codec-2", Path("x.zip"))
    with pytest.raises(ModelError):
        installed.remove_model("..")


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_zip_that_was_damaged_on_its_way_is_called_so(own_home: Path, tmp_path: Path, method: int) -> None:
    folder, source = write_autoencoder(tmp_path), tmp_path / "t.zip"
    with zipfile.ZipFile(source, "w", method) as packed:
        for path in folder.iterdir():
            packed.writestr(path.name, path.read_bytes())
    data = bytearray(source.read_bytes())
    for place in range(40, len(data), 29):
        source.write_bytes(data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :])
        with contextlib.suppress(InputError, ModelError):
            installed.add_model(source, check_model)
            installed.remove_model("tiny")
    assert is_clean(own_home)


def test_errors_of_reading_are_not_those_of_writing(
    own_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, opened = write_autoencoder(tmp_path), Path.open

    def fail_in(place: Path, number: int) -> None:
        def open_(path: Path, *args: Any, **options: Any) -> Any:
            if path.is_relative_to(place) and path.name == "decoder.onnx":
                raise OSError(number, os.strerror(number))
            return opened(path, *args, **options)

        monkeypatch.setattr(Path, "open", open_)

    fail_in(folder, errno.EACCES)
    with pytest.raises(InputError, match="cannot be read") as caught:
        installed.add_model(folder, check_model)
    assert caught.value.path == str(folder)
    fail_in(own_home, errno.ENOSPC)
    with pytest.raises(OutputError, match="cannot be written") as full:
        installed.add_model(folder, check_model)
    assert full.value.path == str(own_home) and is_clean(own_home)


def test_what_a_mac_leaves_on_a_stick_is_passed_over(own_home: Path, tmp_path: Path) -> None:
    folder = write_autoencoder(tmp_path)
    (folder / "._encoder.onnx").write_bytes(b"Mac OS X")
    assert installed.add_model(pack(folder, tmp_path / "t.zip", "tiny/"), check_model).id == "tiny"
    installed.remove_model("tiny")
    assert installed.add_model(folder, check_model).id == "tiny"


def test_what_killed_processes_left_goes_with_the_next_model(own_home: Path, tmp_path: Path) -> None:
    old, new = own_home / ".adding-old", own_home / ".adding-new"
    for left in (old, new):
        write_autoencoder(left, "model")
    os.utime(old, (1e9, 1e9))
    installed.add_model(write_autoencoder(tmp_path), check_model)
    assert is_clean(own_home, "tiny", new.name)


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_model_behind_a_link_is_removed_and_its_files_stay(own_home: Path, tmp_path: Path) -> None:
    folder = write_autoencoder(tmp_path / "elsewhere")
    own_home.mkdir(parents=True, exist_ok=True)
    (own_home / "tiny").symlink_to(folder, target_is_directory=True)
    installed.remove_model("tiny")
    assert is_clean(own_home) and (folder / "encoder.onnx").is_file()


def test_a_model_of_files_without_a_date_is_packed_up(own_home: Path, tmp_path: Path) -> None:
    folder = write_autoencoder(own_home)
    os.utime(folder / "encoder.onnx", (0, 0))
    assert zipfile.ZipFile(installed.export_model("tiny", tmp_path / "t.zip")).testzip() is None
