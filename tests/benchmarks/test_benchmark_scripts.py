"""The benchmark scripts on pictures drawn here: small, but all the way to their tables and files."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pytest
import rate_distortion
from image_codecs import CODECS, UnavailableError, open_codec
from large_photo_worker import draw, drawn_tile, mosaic
from perceptual import open_ssimulacra2
from pictures import read_rgb
from PIL import Image
from rd_measure import Sample, average_curve, decibels

from engine.image.metrics import psnr


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    for seed in range(2):
        Image.fromarray(drawn_tile(seed)[:96, :128]).save(pictures / f"{seed}.png")
    return pictures


def test_rate_distortion_writes_its_table_and_files(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, cache = folder.parent / "out", folder.parent / "cache.json"
    command = [str(folder), "--codecs", "jpeg", "webp", "--timed", "1", "--out", str(out), "--cache", str(cache)]
    rate_distortion.main(command)
    first = json.loads((out / "rate_distortion.json").read_text(encoding="utf-8"))
    printed = capsys.readouterr().out
    assert "2 pictures" in printed
    assert "BD-rate" in printed
    assert "encode / jpeg" in printed
    rates = {(rate["codec"], rate["anchor"], rate["measure"]): rate["on_averages"] for rate in first["bd_rates"]}
    assert rates["webp", "jpeg", "PSNR"] < 0 < rates["jpeg", "webp", "PSNR"]
    rate_distortion.main(command)
    second = json.loads((out / "rate_distortion.json").read_text(encoding="utf-8"))
    assert second["bd_rates"] == first["bd_rates"]


def test_whole_files_are_counted(folder: Path) -> None:
    out = folder.parent / "points.json"
    rate_distortion.main([str(folder), "--codecs", "jpeg", "--limit", "1", "--timed", "0", "--json", str(out)])
    sample = json.loads(out.read_text(encoding="utf-8"))["codecs"]["jpeg"]["samples"][3]
    file = folder.parent / "same.jpg"
    with Image.open(folder / "0.png") as image:
        image.save(file, quality=50, optimize=True, progressive=True, subsampling="4:2:0")
    assert (sample["setting"], sample["bytes"]) == (50, file.stat().st_size)
    assert sample["bpp"] == pytest.approx(file.stat().st_size * 8 / (96 * 128))
    assert sample["psnr"] == pytest.approx(psnr(read_rgb(folder / "0.png"), read_rgb(file)))


def test_ssimulacra2_is_near_that_of_the_reference_program() -> None:
    pytest.importorskip("ssimulacra2")
    pixels, measure = drawn_tile(3), open_ssimulacra2()
    assert measure.score(pixels, pixels) == 100
    # What the program ssimulacra2 of libjxl 0.11.2 says, from which the library strays a little.
    for step, expected in ((4, 87.92), (8, 75.32), (16, 36.76)):
        coarse = (pixels // step * step + step // 2).astype(np.uint8)
        assert measure.score(pixels, coarse) == pytest.approx(expected, abs=1.5)


def test_ssimulacra2_joins_what_an_older_cache_holds(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("ssimulacra2")
    out, cache = folder.parent / "points.json", folder.parent / "cache.json"
    command = [str(folder), "--codecs", "jpeg", "webp", "--timed", "0", "--json", str(out), "--cache", str(cache)]
    rate_distortion.main(command)
    assert "SSIMULACRA" not in capsys.readouterr().out
    older = {key: [size, 33.0, likeness] for key, (size, _, likeness) in json.loads(cache.read_text()).items()}
    cache.write_text(json.dumps(older))
    rate_distortion.main([*command, "--ssimulacra2"])
    assert "SSIMULACRA 2" in capsys.readouterr().out
    newer = json.loads(cache.read_text())
    assert older.items() <= newer.items()
    assert len(newer) == 2 * len(older)
    points = json.loads(out.read_text(encoding="utf-8"))
    assert {sample["psnr"] for sample in points["codecs"]["jpeg"]["samples"]} == {33.0}
    scores = [point["ssimulacra2"] for point in points["codecs"]["jpeg"]["curve"]]
    assert scores == sorted(scores)
    rates = {rate["codec"]: rate["on_averages"] for rate in points["bd_rates"] if rate["measure"] == "SSIMULACRA 2"}
    assert rates["webp"] is not None
    cache.write_text(json.dumps({key: [50.0] if len(kept) == 1 else kept for key, kept in newer.items()}))
    rate_distortion.main([*command, "--ssimulacra2"])
    kept = json.loads(out.read_text(encoding="utf-8"))["codecs"]["webp"]["samples"]
    assert {sample["ssimulacra2"] for sample in kept} == {50.0}


def test_ssimulacra2_without_its_library_is_refused_in_one_line(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ssimulacra2", None)
    with pytest.raises(SystemExit, match="needs the package ssimulacra2"):
        rate_distortion.main([str(folder), "--codecs", "jpeg", "--ssimulacra2"])


@pytest.mark.parametrize("name", list(CODECS))
def test_higher_settings_are_larger_and_better(name: str) -> None:
    try:
        codec = open_codec(name, 1)
    except UnavailableError as reason:
        pytest.skip(str(reason))
    pixels = drawn_tile(3)[:128, :160]
    low, middle, high = (codec.encode(pixels, codec.settings[index]) for index in (0, len(codec.settings) // 2, -1))
    assert len(low) < len(middle) < len(high)
    levels = [psnr(pixels, codec.decode(data)) for data in (low, middle, high)]
    assert levels == sorted(levels)
    assert levels[-1] > 34


def test_averages_weigh_every_picture_the_same() -> None:
    samples = [Sample("a", 5.0, 100, 1.0, 30.0, 0.9), Sample("b", 5.0, 900, 3.0, 40.0, 1.0)]
    (point,) = average_curve(samples)
    assert (point.setting, point.bpp, point.psnr) == (5.0, 2.0, 35.0)
    assert point.ms_ssim_db == pytest.approx(decibels(0.95)) == pytest.approx(13.0103, abs=1e-4)


def test_large_photo_is_of_the_size_that_was_asked_for(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = folder.parent / "photo.png"
    draw(str(target), "0.15", str(folder))
    width, height = (int(side) for side in capsys.readouterr().out.split())
    assert width * height == pytest.approx(150_000, rel=0.01)
    assert read_rgb(target).shape == (height, width, 3)


def test_mosaic_mirrors_every_other_round() -> None:
    tile = drawn_tile(1)[:50, :60]
    joined = mosaic([tile], 50, 150)
    np.testing.assert_array_equal(joined[:, :60], tile)
    np.testing.assert_array_equal(joined[:, 60:120], tile[:, ::-1])
    np.testing.assert_array_equal(joined[:, 120:], tile[:, :30])


def test_a_folder_without_pictures_is_refused_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="no PNG files"):
        rate_distortion.main([str(tmp_path), "--codecs", "jpeg"])
