"""The contract that scripts rely on: options, outputs and exit codes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import engine
from engine.cli import main
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
    assert main(["compress", str(picture), str(picture.parent / "missing.png"), "--json"]) == 1
    captured = capsys.readouterr()
    report = json.loads(captured.out)
    assert report["task"] == "compress" and report["runtime"]["provider"] in ("CPU", "CUDA")
    done, failed = report["files"]
    assert done["state"] == "done" and done["output_bytes"] == Path(done["output"]).stat().st_size
    assert failed == {
        "source": str(picture.parent / "missing.png"), "output": None, "state": "failed", "source_bytes": 0,
        "reason": "no such file",
    }  # fmt: skip
    assert captured.err.strip() == f"safelight: {picture.parent / 'missing.png'}: no such file"
    assert main(["info", str(picture), done["output"], "--json"]) == 0
    files = json.loads(capsys.readouterr().out)["files"]
    assert [f["format"] for f in files] == ["PNG", "latent version 0"]
    assert files[1]["quality"] == 50.0


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
    for arguments in (
        ["compress", str(tmp_path)],
        ["verify", str(tmp_path)],
        ["info", str(tmp_path / "none.png")],
        ["batch", "compress", str(tmp_path / "none"), str(tmp_path / "out")],
        ["batch", "compress", str(tmp_path), str(tmp_path / "out")],
    ):
        assert main(arguments) == 1
        error = capsys.readouterr().err
        assert str(tmp_path) in error and error.count("\n") == 1
    assert not list(tmp_path.iterdir())


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
    picture: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("first line\nsecond line")

    monkeypatch.setattr("engine.cli.commands.run_batch", broken)
    assert main(["compress", str(picture)]) == 1
    assert capsys.readouterr().err.startswith("safelight: unexpected problem: first line (")


@pytest.mark.skipif(os.name != "posix", reason="sends a POSIX signal")
def test_interrupt_leaves_nothing_behind(tmp_path: Path, draw_photo: DrawPhoto) -> None:
    for number in range(40):
        write_picture(Picture(draw_photo(300, 400, number)), tmp_path / "in" / f"{number}.png") if number else (
            tmp_path / "in"
        ).mkdir()
    command = [sys.executable, "-m", "engine", "batch", "compress", str(tmp_path / "in"), str(tmp_path / "out")]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    deadline = time.monotonic() + 60
    while not list((tmp_path / "out").glob("*.latent")) and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, error = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in error
    made = list((tmp_path / "out").iterdir())
    assert 0 < len(made) < 39 and all(path.suffix == ".latent" for path in made)
    assert all(main(["verify", str(path)]) == 0 for path in made)
