"""Where outputs go: standard output, folders that are made; and what is printed of odd names."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from engine import standard_json
from engine.cli import main
from engine.cores import core_count, thread_count
from engine.image.picture import Picture
from engine.image.writer import write_picture
from engine.pipeline.inspection import inspect
from tests.engine.conftest import DrawPhoto


@pytest.fixture
def photo(tmp_path: Path, draw_photo: DrawPhoto) -> Path:
    write_picture(Picture(draw_photo(64, 48)), tmp_path / "a.png")
    return tmp_path / "a.png"


def safelight(*arguments: object) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "engine", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, check=False)


def test_a_dash_is_standard_output(photo: Path, tmp_path: Path) -> None:
    done = safelight("compress", photo, "-o", "-")
    assert done.returncode == 0 and inspect(done.stdout).width == 48 and b"a.png" in done.stderr
    (tmp_path / "b.latent").write_bytes(done.stdout)
    with Image.open(io.BytesIO(safelight("reconstruct", tmp_path / "b.latent", "-o", "-").stdout)) as image:
        assert (image.format, image.size) == ("PNG", (48, 64))
    with Image.open(io.BytesIO(safelight("denoise", photo, "-o", "-", "--format", "jpeg").stdout)) as image:
        assert image.format == "JPEG"
    failed = safelight("compress", tmp_path / "missing.png", "-o", "-")
    assert failed.returncode == 1 and failed.stdout == b"" and b"no such file" in failed.stderr
    assert not Path("-").exists()


@pytest.mark.parametrize("more", [["b.png"], ["--json"], ["--originals", "bin"]])
def test_a_dash_that_makes_no_sense_is_refused(
    photo: Path, more: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["compress", str(photo), *more, "-o", "-"]) == 2
    assert "-o -" in capsys.readouterr().err


def test_a_name_with_a_slash_is_a_folder(photo: Path, tmp_path: Path) -> None:
    assert main(["compress", str(photo), "-o", f"{tmp_path / 'new'}{os.sep}"]) == 0
    assert (tmp_path / "new" / "a.latent").is_file()


@pytest.mark.skipif(sys.platform != "linux", reason="such names are not possible elsewhere")
def test_json_of_a_name_that_is_no_text(photo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    odd = photo.with_name(os.fsdecode(b"bad\xff.png"))
    photo.rename(odd)
    assert main(["info", str(odd), "--json"]) == 0
    printed = capsys.readouterr().out
    assert json.loads(printed)["files"][0]["file"].endswith("bad\\xff.png") and "udcff" not in printed


def test_json_has_no_numbers_that_json_does_not_know() -> None:
    with pytest.raises(ValueError):
        standard_json.dumps({"psnr": float("nan")})
    assert json.loads(standard_json.dumps({"a\ud800": ["\udc80", ("b",)]})) == {"a\\ud800": ["\\x80", ["b"]]}


def test_threads_are_as_many_as_a_machine_has_use_for(photo: Path) -> None:
    assert thread_count(0) == core_count() and thread_count(3) == 3
    assert thread_count(100_000) == max(core_count(), 64)
    assert main(["compress", str(photo), "--threads", "100000"]) == 0
