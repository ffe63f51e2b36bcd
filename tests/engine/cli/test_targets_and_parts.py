"""Targets, limits, parts of pictures and damaged files, from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.cli import main
from engine.files.job import Outcome
from engine.files.settings import JobSettings
from engine.image.picture import Picture
from engine.image.reader import read_picture
from engine.image.writer import write_picture
from tests.engine.conftest import DrawPhoto


@pytest.fixture
def picture(tmp_path: Path, draw_photo: DrawPhoto) -> Path:
    write_picture(Picture(draw_photo(96, 128)), tmp_path / "photo.png")
    return tmp_path / "photo.png"


@pytest.fixture
def latent(picture: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    assert main(["compress", str(picture)]) == 0
    capsys.readouterr()
    return picture.with_suffix(".latent")


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> list[JobSettings]:
    """The settings that jobs would have been run with."""
    seen: list[JobSettings] = []

    def note(_: object, settings: JobSettings, **__: object) -> list[Outcome]:
        seen.append(settings)
        return []

    monkeypatch.setattr("engine.cli.commands.run_batch", note)
    return seen


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ("compress a.png --quality 50 --target-size 9kB", "--target-size: not allowed with argument --quality"),
        ("compress a.png --quality 50 --target-psnr 35", "--target-psnr: not allowed with argument --quality"),
        ("batch compress a b --target-size 9% --target-psnr 35", "--target-psnr: not allowed with"),
        ("compress a.png --target-size 5apples", "--target-size: not a size: '5apples'"),
        ("compress a.png --target-size 0", "--target-size: must be more than 0"),
        ("compress a.png --target-size -5", "--target-size: not a size: '-5'"),
        ("compress a.png --max-size nan", "--max-size: not a size: 'nan'"),
        ("compress a.png --target-psnr nan", "--target-psnr: must be more than 0"),
        ("compress a.png --denoise 101", "--denoise: must be from 0 to 100"),
        ("reconstruct a.latent --recover --thumbnail 9", "--thumbnail: not allowed with argument --recover"),
        ("reconstruct a.latent --region 0,0,9,9 --recover", "--recover: not allowed with argument --region"),
        ("batch reconstruct a b --recover --thumbnail 9", "--thumbnail: not allowed with argument --recover"),
        ("reconstruct a.latent --region 0,0,9", "--region: must be X,Y,WIDTH,HEIGHT"),
        ("reconstruct a.latent --region 0,0,9,0", "--region: must be at least one pixel"),
        ("reconstruct a.latent --thumbnail 0", "--thumbnail: must be a whole number of pixels, more than 0"),
        ("reconstruct a.latent --max-pixels 1G", "--max-pixels: must be a whole number of pixels"),
        ("verify a.latent --max-pixels 0", "--max-pixels: must be a whole number of pixels"),
        ("batch reconstruct a b --region 0,0,9,9", "unrecognized arguments: --region"),
    ],
)
def test_wrong_use_is_2_and_says_what_is_wrong(arguments: str, reason: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments.split()) == 2
    assert reason in capsys.readouterr().err.splitlines()[-1]


def test_what_is_typed_reaches_the_jobs(picture: Path, typed: list[JobSettings]) -> None:
    for options in (
        "--target-size 40% --max-size 1.5kB --denoise 12.5",
        "--target-psnr 35 --max-size 60%",
        "--target-size 2KiB",
        "--denoise auto",
    ):
        assert main(["compress", str(picture), *options.split()]) == 0
    percent, likeness, size, automatic = typed
    assert (percent.task.target_percent, percent.task.compress.target_bytes) == (40.0, None)
    assert (percent.task.max_percent, percent.task.compress.max_bytes) == (None, 1500)
    assert percent.task.compress.denoise == 12.5
    assert (likeness.task.compress.target_psnr, likeness.task.max_percent) == (35.0, 60.0)
    assert (size.task.target_percent, size.task.compress.target_bytes, size.task.compress.denoise) == (None, 2048, 0.0)
    assert automatic.task.compress.denoise is None


def test_parts_that_are_typed_reach_the_jobs(latent: Path, typed: list[JobSettings]) -> None:
    for options in ("--region 1,2,30,40", "--thumbnail 64", "--recover --max-pixels 123", ""):
        assert main(["reconstruct", str(latent), *options.split()]) == 0
    folder = str(latent.parent)
    assert main(["batch", "reconstruct", folder, f"{folder}/out", "--thumbnail", "32", "--max-pixels", "99"]) == 0
    region, thumbnail, recover, plain, batch = typed
    assert (region.task.region, region.task.recover, region.task.thumbnail) == ((1, 2, 30, 40), False, None)
    assert (thumbnail.task.region, thumbnail.task.recover, thumbnail.task.thumbnail) == (None, False, 64)
    assert (recover.task.region, recover.task.recover, recover.task.max_pixels) == (None, True, 123)
    assert plain == JobSettings()
    assert (batch.task.thumbnail, batch.task.max_pixels) == (32, 99)


def test_the_quality_found_is_shown_where_a_size_was_asked_for(
    picture: Path, latent: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["compress", str(picture), "--quality", "60", "--overwrite"]) == 0
    assert ", quality" not in capsys.readouterr().out
    wanted = latent.stat().st_size
    found = []
    for option in ("--target-size", "--max-size"):  # the quality is 50 otherwise, and the file smaller than wanted
        arguments = ["compress", str(picture), option, str(wanted), "--overwrite"]
        assert main(arguments) == 0
        line = capsys.readouterr().out
        assert main([*arguments, "--json"]) == 0
        found.append(json.loads(capsys.readouterr().out)["files"][0]["quality"])
        assert latent.stat().st_size <= wanted
        assert f", quality {found[-1]:g}, " in line
    assert found[0] > 50.0 == found[1]
    assert main(["compress", str(picture), "--target-size", "30", "--overwrite"]) == 1
    assert "cannot be made smaller" in capsys.readouterr().err


def test_noise_left_out_is_told(picture: Path, latent: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["info", str(latent)]) == 0
    plain = capsys.readouterr().out
    assert "noise left out" not in plain and plain.endswith(", 1 group\n")
    assert main(["compress", str(picture), "--denoise", "20", "--overwrite"]) == 0
    capsys.readouterr()
    assert main(["info", str(latent)]) == 0
    assert "noise left out at strength 20" in capsys.readouterr().out
    assert main(["info", str(latent), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["files"][0]["denoise"] == 20


def test_region_and_thumbnail(latent: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = latent.with_name("out.png")
    assert main(["reconstruct", str(latent), "-o", str(out), "--region", "5,6,30,20"]) == 0
    assert read_picture(out).pixels.shape == (20, 30, 3)
    assert main(["reconstruct", str(latent), "-o", str(out), "--overwrite", "--thumbnail", "64"]) == 0
    assert read_picture(out).pixels.shape == (48, 64, 3)
    assert main(["reconstruct", str(latent), "-o", str(out), "--overwrite", "--region", "120,0,30,20"]) == 1
    error = capsys.readouterr().err
    assert error.startswith(f"safelight: {latent}: ") and error.count("\n") == 1


def test_losses_go_to_standard_error_and_into_json(latent: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["reconstruct", str(latent), "--overwrite", "-o", str(latent.with_name("out.png"))]
    assert main([*command, "--recover", "--json"]) == 0
    captured = capsys.readouterr()
    assert (json.loads(captured.out)["files"][0]["warnings"], captured.err) == ([], "")
    data = bytearray(latent.read_bytes())
    data[-12] ^= 1  # within the detail stream, the last of the file but for the checksum
    latent.write_bytes(data)
    assert main(command) == 1
    assert "; --recover brings back what is left" in capsys.readouterr().err
    assert main(["batch", "reconstruct", str(latent.parent), str(latent.parent / "back")]) == 1
    assert "; --recover brings back what is left" in capsys.readouterr().err
    warning = "1 of 1 square at low resolution"
    assert main([*command, "--recover"]) == 0
    captured = capsys.readouterr()
    assert captured.err == f"safelight: {latent}: {warning}\n" and "out.png" in captured.out
    assert main([*command, "--recover", "--json"]) == 0
    captured = capsys.readouterr()
    entry = json.loads(captured.out)["files"][0]
    assert (entry["state"], "; ".join(entry["warnings"])) == ("done", warning)
    assert captured.err == f"safelight: {latent}: {warning}\n"


def test_the_limit_on_pixels(latent: Path, capsys: pytest.CaptureFixture[str]) -> None:
    limit = str(96 * 128)
    assert main(["verify", str(latent), "--max-pixels", limit]) == 0
    for command in (["verify"], ["reconstruct", "--overwrite"]):
        assert main([*command, str(latent), "--max-pixels", str(int(limit) - 1)]) == 1
        assert "too large" in capsys.readouterr().err
