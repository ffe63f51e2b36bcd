"""The contract that scripts rely on: options, outputs and exit codes."""

from __future__ import annotations

import json
import logging
import os
from pathlib import Path

import pytest

import engine
from engine import standard_json
from engine.cli import main
from engine.cli.console import printable
from engine.image.picture import Picture
from engine.image.reader import read_picture
from engine.image.writer import write_picture
from tests.engine.conftest import DrawPhoto


@pytest.fixture
def picture(tmp_path: Path, draw_photo: DrawPhoto) -> Path:
    write_picture(Picture(draw_photo(40, 60)), tmp_path / "photo.png")
    return tmp_path / "photo.png"


def test_the_whole_way(picture: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compress", str(picture), "--quality", "80"]) == 0
    latent = picture.with_suffix(".latent")
    assert "bits per pixel" in capsys.readouterr().out
    assert main(["verify", str(latent)]) == 0
    assert main(["reconstruct", str(latent), "--format", "jpg", "--out-dir", str(picture.parent / "new")]) == 0
    assert read_picture(picture.parent / "new" / "photo.jpg").width == 60
    assert main(["denoise", str(picture), "--strength", "20", "--model", "fast"]) == 0
    assert read_picture(picture.parent / "photo-denoised.png").width == 60


def test_json(picture: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = picture.parent / "missing.png"
    assert main(["compress", str(picture), str(missing), "--json"]) == 1
    captured = capsys.readouterr()
    report = json.loads(captured.out)
    assert report["task"] == "compress" and report["runtime"]["provider"] in ("CPU", "CUDA")
    assert report["counts"] == {"done": 1, "copied": 0, "skipped": 0, "failed": 1, "cancelled": 0}
    done, failed = report["files"]
    assert done["state"] == "done" and done["output_bytes"] == Path(done["output"]).stat().st_size
    assert done["bpp"] == pytest.approx(8 * done["output_bytes"] / (60 * 40), abs=1e-4)
    assert done["ratio"] == pytest.approx(picture.stat().st_size / done["output_bytes"], abs=1e-4)
    assert done.keys() == failed.keys()
    assert (failed["source"], failed["output"], failed["reason"]) == (str(missing), None, "no such file")
    assert captured.err.strip() == f"safelight: {missing}: no such file"


def test_json_of_info_and_verify(picture: Path, capsys: pytest.CaptureFixture[str]) -> None:
    latent = picture.with_suffix(".latent")
    main(["compress", str(picture)])
    misnamed = latent.with_suffix(".jpg")
    misnamed.write_bytes(latent.read_bytes())
    capsys.readouterr()
    assert main(["info", str(picture), str(latent), str(misnamed), "--json"]) == 0
    files = json.loads(capsys.readouterr().out)["files"]
    assert [f["format"] for f in files] == ["PNG", "latent version 1", "latent version 1"]
    assert files[1]["quality"] == 50.0 and files[1]["bytes"] == latent.stat().st_size
    assert (files[1]["denoise"], files[1]["groups"]) == (0, 1)
    assert main(["verify", str(latent), str(picture), "--json"]) == 1
    whole, wrong = json.loads(capsys.readouterr().out)["files"]
    assert whole["state"] == "done" and whole["provider"] in ("CPU", "CUDA")
    assert wrong == {"file": str(picture), "state": "failed", "reason": "not a .latent file"}


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["shrink", "a.png"],
        ["compress"],
        ["compress", "a.png", "--quality", "101"],
        ["compress", "a.png", "--quality", "nan"],
        ["compress", "a.png", "b.png", "-o", "c.latent"],
        ["compress", "a.png", "-o", "c.latent", "--out-dir", "d"],
        ["compress", "a.png", "-o", "c.png"],
        ["reconstruct", "a.latent", "--format", "doc"],
        ["reconstruct", "a.latent", "-o", "a.doc"],
        ["denoise", "a.png", "--strength", "much"],
        ["denoise", "a.png", "--model", "huge"],
        ["batch", "compress", "in"],
        ["compress", "a.png", "--threads", "-1"],
        ["compress", "a.png", "--over"],
        ["compress", "a.png", "-o", "c.tiff"],
        ["denoise", "a.png", "-o", "b.png", "--format", "jpeg"],
        ["denoise", "a.png", "-o", "b.latent", "--format", "jpeg"],
        ["info"],
    ],
)
def test_wrong_use_is_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_existing_output_is_a_failure_unless_replacing(picture: Path, capsys: pytest.CaptureFixture[str]) -> None:
    latent = picture.with_suffix(".latent")
    latent.write_bytes(b"precious")
    assert main(["compress", str(picture)]) == 1
    assert "exists already" in capsys.readouterr().err
    assert latent.read_bytes() == b"precious"
    assert main(["compress", str(picture), "--overwrite"]) == 0
    assert main(["verify", str(latent)]) == 0


@pytest.mark.parametrize("content", [b"", b"not a latent file", b"\x89LTN\r\n\x1a\n", b"\x89LTN\r\n\x1a\nHEAD"])
def test_bad_latent_files(tmp_path: Path, content: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "x.latent"
    path.write_bytes(content)
    for command in (["reconstruct"], ["info"], ["verify"]):
        assert main([*command, str(path)]) == 1
        error = capsys.readouterr().err
        assert error.startswith(f"safelight: {path}: ") and error.count("\n") == 1
    assert [p.name for p in tmp_path.iterdir()] == ["x.latent"]


def test_folders_and_missing_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for code, *arguments in (
        (1, "compress", tmp_path),
        (1, "verify", tmp_path),
        (1, "info", tmp_path / "none.png"),
        (2, "batch", "compress", tmp_path / "none", tmp_path / "out"),
        (2, "batch", "compress", tmp_path, tmp_path / "out"),
    ):
        assert main(list(map(str, arguments))) == code
        error = capsys.readouterr().err
        assert str(tmp_path) in error and error.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_two_inputs_never_share_an_output(picture: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_picture(read_picture(picture), picture.with_suffix(".jpg"))
    inputs = [str(picture), str(picture.with_suffix(".jpg")), str(picture)]
    assert main(["compress", *inputs, "--overwrite"]) == 0
    assert "2 done" in capsys.readouterr().out
    assert sorted(path.name for path in picture.parent.glob("*.latent")) == ["photo.jpg.latent", "photo.png.latent"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("写真 👩\u200d👧.png", "写真 👩\u200d👧.png"),
        ("a\x1b[2J\n\u2028b\u202egnp.exe", "a\\x1b[2J\\n\\u2028b\\u202egnp.exe"),
    ],
)
def test_names_cannot_steer_the_terminal(text: str, shown: str) -> None:
    assert printable(text) == shown


@pytest.mark.skipif(os.name != "posix", reason="such names are not possible elsewhere")
@pytest.mark.parametrize("name", [b"\xff.png", b"[red].png", b"a\x1b[2J\nb.png", "\u5199\u771f.png".encode()])
def test_any_file_name_can_be_worked_on_and_told(picture: Path, name: bytes, capfd: pytest.CaptureFixture[str]) -> None:
    strange = picture.rename(picture.parent / os.fsdecode(name))
    assert main(["compress", str(strange), "--json"]) == 0
    assert json.loads(capfd.readouterr().out)["files"][0]["source"] == json.loads(standard_json.dumps(str(strange)))
    assert main(["compress", str(strange)]) == 1
    captured = capfd.readouterr()
    assert captured.err.count("\n") == 1 and "\x1b" not in captured.err


def test_batch(picture: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = picture.parent / "out"
    (picture.parent / "broken.jpg").write_bytes(b"no")
    assert main(["batch", "compress", str(picture.parent), str(out), "--quality", "20"]) == 1
    captured = capsys.readouterr()
    assert "1 done, 1 failed" in captured.out and "broken.jpg" in captured.err
    (picture.parent / "broken.jpg").unlink()
    assert main(["batch", "compress", str(picture.parent), str(out)]) == 0
    assert "skipped" in capsys.readouterr().out


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.strip() == f"safelight {engine.__version__}"


def test_an_unexpected_problem_is_one_line(
    picture: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("first line\nsecond line")

    monkeypatch.setattr("engine.cli.commands.run_batch", broken)
    assert main(["compress", str(picture)]) == 1
    assert capsys.readouterr().err == "safelight: unexpected problem: first line (--debug shows more)\n"
    assert "Traceback" not in caplog.text
    with caplog.at_level(logging.DEBUG, "engine"):
        assert main(["compress", str(picture), "--debug"]) == 1
    assert "Traceback" in caplog.text and "second line" in caplog.text
