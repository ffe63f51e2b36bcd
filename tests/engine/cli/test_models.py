"""The command ``models``, and compressing with a codec of one's own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image

from engine.cli import main
from tests.made_models import write_autoencoder, write_codec


def test_models_are_added_listed_exported_and_removed(
    own_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    source = write_autoencoder(tmp_path)
    assert main(["models", "add", str(source)]) == 0
    assert "tiny: added" in capsys.readouterr().out
    assert main(["models"]) == 0
    out = capsys.readouterr().out
    assert "tiny: autoencoder" in out and "own" in out and "safelight-codec-2: codec" in out and "in use" in out
    assert main(["models", "list", "--json"]) == 0
    found = {entry["id"]: entry for entry in json.loads(capsys.readouterr().out)["models"]}
    assert found["tiny"]["own"] and not found["safelight-codec-2"]["own"]
    assert found["safelight-codec-2"]["decode_only"] and not found["tiny"]["decode_only"]
    assert main(["models", "export", "tiny"]) == 0 and (tmp_path / "tiny.zip").is_file()
    assert main(["models", "export", "tiny"]) == 1 and "exists already" in capsys.readouterr().err
    assert main(["models", "remove", "tiny"]) == 0
    assert main(["models", "remove", "tiny"]) == 1 and "no model 'tiny'" in capsys.readouterr().err
    assert main(["models", "add", str(tmp_path / "tiny.zip"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["id"] == "tiny"


def test_foreign_folders_are_told_in_a_line(own_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (own_home / "photos").mkdir(parents=True)
    assert main(["models"]) == 1
    said = capsys.readouterr()
    assert "photos" in said.err and "the model card cannot be read" in said.err and "safelight-codec-2" in said.out


def test_compressing_with_a_codec_of_ones_own(
    own_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photo = tmp_path / "p.png"
    Image.linear_gradient("L").resize((48, 48)).save(photo)
    assert main(["compress", str(photo), "--model", "my-scans"]) == 2
    assert "no codec 'my-scans' is installed" in capsys.readouterr().err
    own = write_codec(own_home)
    assert main(["compress", str(photo), "--model", "my-scans"]) == 0
    capsys.readouterr()
    assert main(["info", "--json", str(tmp_path / "p.latent")]) == 0
    assert json.loads(capsys.readouterr().out)["files"][0]["model"] == "my-scans"
    own.rename(tmp_path / "elsewhere")
    assert main(["reconstruct", str(tmp_path / "p.latent"), "--out-dir", str(tmp_path / "out")]) == 1
    error = capsys.readouterr().err
    assert error.count("\n") == 1 and "'my-scans' is not installed" in error and "safelight models add" in error
    assert main(["compress", str(photo), "--model", "safelight-denoise-fast-2", "--overwrite"]) == 2


def test_an_old_codec_makes_no_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    photo = tmp_path / "p.png"
    Image.linear_gradient("L").resize((48, 48)).save(photo)
    assert main(["compress", str(photo), "--model", "safelight-codec-1"]) == 2
    said = capsys.readouterr().err
    assert "the codec 'safelight-codec-1' can only open files; new ones can be made with safelight-codec-3" in said
    assert list(tmp_path.iterdir()) == [photo]
    assert main(["models"]) == 0
    lines = {line.partition(":")[0]: line for line in capsys.readouterr().out.splitlines()}
    assert lines["safelight-codec-1"].endswith("only opens old files") and lines["safelight-codec-3"].endswith("in use")
