"""The benchmark scripts on pictures drawn here: small, but all the way to their tables and files."""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path

import numpy as np
import pytest
import rate_distortion
from image_codecs import CODECS, UnavailableError, open_codec
from large_photo_worker import draw, drawn_tile, mosaic
from measures import MEASURES, SCALES, decibels, open_measure
from pictures import read_rgb
from PIL import Image
from rd_measure import Sample, average_curve, score_of

from engine.image.metrics import psnr
from tests.made_models import write_codec


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
    pixels, measure = drawn_tile(3), open_measure("ssimulacra2")
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
    rate_distortion.main([*command, "--measures", "ssimulacra2"])
    assert "SSIMULACRA 2" in capsys.readouterr().out
    newer = json.loads(cache.read_text())
    assert older.items() <= newer.items()
    assert len(newer) == 2 * len(older)
    points = json.loads(out.read_text(encoding="utf-8"))
    assert {sample["psnr"] for sample in points["codecs"]["jpeg"]["samples"]} == {33.0}
    scores = [point["scores"]["ssimulacra2"] for point in points["codecs"]["jpeg"]["curve"]]
    assert scores == sorted(scores)
    rates = {rate["codec"]: rate["on_averages"] for rate in points["bd_rates"] if rate["measure"] == "SSIMULACRA 2"}
    assert rates["webp"] is not None
    cache.write_text(json.dumps({key: [50.0] if len(kept) == 1 else kept for key, kept in newer.items()}))
    rate_distortion.main([*command, "--measures", "ssimulacra2"])
    kept = json.loads(out.read_text(encoding="utf-8"))["codecs"]["webp"]["samples"]
    assert {sample["scores"]["ssimulacra2"] for sample in kept} == {50.0}


@pytest.mark.parametrize(
    ("measure", "package"), [("ssimulacra2", "ssimulacra2"), ("haarpsi", "piq"), ("gmsd", "piq"), ("gmsd", "torch")]
)
def test_a_measure_without_its_library_is_refused_in_one_line(
    folder: Path, monkeypatch: pytest.MonkeyPatch, measure: str, package: str
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(SystemExit, match=f"{SCALES[measure].title} needs the package.*{package}"):
        rate_distortion.main([str(folder), "--codecs", "jpeg", "--measures", measure])


@pytest.mark.parametrize("name", list(MEASURES))
def test_measures_rise_with_the_likeness(name: str) -> None:
    try:
        measure = open_measure(name)
    except UnavailableError as reason:
        pytest.skip(str(reason))
    pixels, quality = drawn_tile(3), SCALES[name].quality
    coarse = [(pixels // step * step + step // 2).astype(np.uint8) for step in (32, 16, 8, 4)]
    levels = [quality(measure.score(pixels, other)) for other in (*coarse, pixels)]
    assert levels == sorted(levels) and len(set(levels)) == len(levels)
    assert levels[-1] in (100.0, math.inf)


def test_every_measure_has_a_curve_and_a_bd_rate(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    try:
        open_measure("gmsd")
    except UnavailableError as reason:
        pytest.skip(str(reason))
    out = folder.parent / "out"
    command = [str(folder), "--codecs", "jpeg", "webp", "--timed", "0", "--measures", "gmsd", "haarpsi"]
    rate_distortion.main([*command, "--out", str(out)])
    found = json.loads((out / "rate_distortion.json").read_text(encoding="utf-8"))
    rates = {rate["measure"]: rate["on_averages"] for rate in found["bd_rates"] if rate["codec"] == "webp"}
    assert list(rates) == ["PSNR", "MS-SSIM", "HaarPSI", "GMSD"] and None not in rates.values()
    lines = capsys.readouterr().out.splitlines()
    header = next(line for line in lines if line.startswith("codec") and "bpp" in line)
    assert "  HaarPSI  " in header and "  GMSD  " in header


def test_decibels_of_the_measures() -> None:
    assert SCALES["haarpsi"].quality(0.9) == pytest.approx(10.0)
    assert SCALES["gmsd"].quality(0.01) == pytest.approx(40.0)
    assert SCALES["haarpsi"].quality(1.0000002) == SCALES["gmsd"].quality(0.0) == math.inf
    assert SCALES["ssimulacra2"].quality(-3.0) == -3.0
    with pytest.raises(KeyError):
        score_of(Sample("a", 5.0, 100, 1.0, 30.0, 0.9), "gmsd")


def test_avif_of_the_best_psnr_is_ahead_of_pillows_defaults(folder: Path) -> None:
    codecs = [open_codec(name, 1) for name in ("avif", "avif-best")]
    assert codecs[0].version != codecs[1].version
    out = folder.parent / "points.json"
    rate_distortion.main([str(folder), "--codecs", "avif", "avif-best", "--timed", "0", "--json", str(out)])
    rates = json.loads(out.read_text(encoding="utf-8"))["bd_rates"]
    found = {(rate["codec"], rate["anchor"]): rate["on_averages"] for rate in rates if rate["measure"] == "PSNR"}
    assert found["avif-best", "avif"] < 0 < found["avif", "avif-best"]


def test_codecs_of_safelight_are_measured_side_by_side_and_kept_only_when_asked(
    folder: Path, own_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_codec(own_home)
    out, cache = folder.parent / "points.json", folder.parent / "cache.json"
    command = [str(folder), "--codecs", "safelight", "--model", "safelight-codec-3", "my-scans", "safelight-codec-1"]
    command += ["--every", "2", "--timed", "0", "--threads", "1", "--json", str(out), "--cache", str(cache)]
    rate_distortion.main(command)
    assert "safelight-codec-1: left out" in capsys.readouterr().err
    found = json.loads(out.read_text(encoding="utf-8"))
    assert list(found["codecs"]) == ["safelight-codec-3", "my-scans"]
    assert {sample["picture"] for sample in found["codecs"]["my-scans"]["samples"]} == {"0.png"}
    rates = {(rate["codec"], rate["anchor"], rate["measure"]): rate["on_averages"] for rate in found["bd_rates"]}
    assert -10.0 < rates["my-scans", "safelight-codec-3", "PSNR"] < 0.0, "the same network under a shorter name"
    assert json.loads(cache.read_text(encoding="utf-8")) == {}
    rate_distortion.main([*command, "--keep-own"])
    kept = json.loads(cache.read_text(encoding="utf-8"))
    assert len(kept) == sum(len(codec["samples"]) for codec in found["codecs"].values())
    cache.write_text(json.dumps({key: [size, 33.0, likeness] for key, (size, _, likeness) in kept.items()}))
    rate_distortion.main([*command, "--keep-own"])
    again = json.loads(out.read_text(encoding="utf-8"))["codecs"]["my-scans"]["samples"]
    assert {sample["psnr"] for sample in again} == {33.0}


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
