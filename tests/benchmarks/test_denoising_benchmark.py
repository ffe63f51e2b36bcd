"""The denoising benchmark on pictures drawn here: small, but all the way to its tables and files."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import denoising
import numpy as np
import pytest
from denoisers import Denoiser
from denoising_cache import Outcome, OutcomeCache
from denoising_measure import Row, Sample, best_for_all, best_for_each, gaps_of, measure, measure_input
from denoising_report import Table, print_scores
from denoising_sets import Pair, add_noise, jpeg_set, mean_set, noisy_pairs, real_set, white_set
from large_photo_worker import drawn_tile
from pictures import Pixels, png_files, read_rgb
from PIL import Image

from engine.image.metrics import psnr, ssim


class Fake:
    """Stands for a slow peer: blurs the more the higher sigma is, 10 where it is blind, and counts its calls."""

    def __init__(self, name: str = "fake", **kind: Any) -> None:
        self.calls = 0
        self.method = Denoiser(name, "settings", self.clean, **kind)

    def clean(self, noisy: Pixels, sigma: float) -> Pixels:
        self.calls += 1
        weight = 0.5 if self.method.blind else min(sigma, 20.0) / 20.0
        blurred = sum(np.roll(noisy, step, axis).astype(float) for axis in (0, 1) for step in (-1, 1)) / 4.0
        return np.rint(noisy + (blurred - noisy) * weight).astype(np.uint8)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    pictures = tmp_path / "drawn"
    pictures.mkdir()
    for seed in range(2):
        Image.fromarray(drawn_tile(seed)[:96, :128]).save(pictures / f"{seed}.png")
    return pictures


@pytest.fixture
def real(tmp_path: Path) -> Path:
    """Two scenes, one much noisier than the other."""
    pictures = tmp_path / "camera"
    pictures.mkdir()
    for seed, sigma in ((2, 1.0), (3, 30.0)):
        clean = drawn_tile(seed)[:96, :128]
        Image.fromarray(clean).save(pictures / f"{seed}_mean.png")
        Image.fromarray(add_noise(clean, sigma, (seed,))).save(pictures / f"{seed}_real.png")
    return pictures


def run(arguments: list[str], out: Path) -> list[dict[str, Any]]:
    """The tables that the script writes to ``out``."""
    denoising.main([*arguments, "--json", str(out)])
    tables: list[dict[str, Any]] = json.loads(out.read_text(encoding="utf-8"))["tables"]
    return tables


def test_noise_is_seeded_and_of_the_stated_strength(folder: Path) -> None:
    grey = np.full((200, 200, 3), 128, np.uint8)
    noisy = add_noise(grey, 25.0, (0, 1))
    assert noisy.dtype == np.uint8
    assert np.std(noisy.astype(float) - 128) == pytest.approx(25.0, rel=0.02)
    np.testing.assert_array_equal(noisy, add_noise(grey, 25.0, (0, 1)))
    assert np.any(noisy != add_noise(grey, 25.0, (0, 2)))
    first, again, other = (list(white_set(folder, None, 25.0, seed).pairs("")) for seed in (0, 0, 1))
    for pair, same, different in zip(first, again, other, strict=True):
        np.testing.assert_array_equal(pair.noisy, same.noisy)
        assert np.any(pair.noisy != different.noisy)
    for pair, (clean, noisy) in zip(first, noisy_pairs(png_files(folder), 25.0, 0, ""), strict=True):
        np.testing.assert_array_equal(pair.clean, clean)
        np.testing.assert_array_equal(pair.noisy, noisy)


def test_sets_hold_what_their_names_say(folder: Path, real: Path) -> None:
    (pair, _) = real_set(real, None).pairs("")
    np.testing.assert_array_equal(pair.clean, read_rgb(real / "2_mean.png"))
    np.testing.assert_array_equal(pair.noisy, read_rgb(real / "2_real.png"))
    assert [pair.name for pair in mean_set(real, 1).pairs("")] == ["2_mean.png"]
    (coarse,), (fine,) = (list(jpeg_set(folder, 1, quality).pairs("")) for quality in (10, 90))
    file = folder.parent / "same.jpg"
    with Image.open(folder / "0.png") as image:
        image.save(file, quality=10)
    np.testing.assert_array_equal(coarse.noisy, read_rgb(file))
    assert psnr(coarse.clean, coarse.noisy) < psnr(fine.clean, fine.noisy)


def test_a_part_of_a_set_is_cut_from_both_pictures(folder: Path, real: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (pair, _) = replace(real_set(real, None), crop=48).pairs("")
    place = np.s_[16:64, 32:80]
    np.testing.assert_array_equal(pair.clean, read_rgb(real / "2_mean.png")[place])
    np.testing.assert_array_equal(pair.noisy, read_rgb(real / "2_real.png")[place])
    monkeypatch.setattr(denoising, "open_denoiser", lambda name, threads: Fake(name).method)
    arguments = [str(folder), "--sigmas", "15", "--methods", "wavelet", "--every", "2", "--crop", "64"]
    (table,) = run(arguments, folder.parent / "scores.json")
    assert table["noise"] == "white noise of sigma 15, middle 64"
    assert len(table["rows"][0]["samples"]) == 1


def test_gain_is_the_mean_of_the_pictures_own(real: Path) -> None:
    fake, pictures = Fake(), real_set(real, None)
    row = Row("fake", measure(fake.method, pictures, OutcomeCache(None), [20.0]))
    expected = []
    for pair in pictures.pairs(""):
        cleaned = fake.clean(pair.noisy, 20.0)
        expected.append(psnr(pair.clean, cleaned) - psnr(pair.clean, pair.noisy))
    assert row.gain == pytest.approx(sum(expected) / 2)
    assert expected[0] < 0 < expected[1]
    assert row.psnr == pytest.approx(Row("", measure_input(pictures)).psnr + row.gain)
    assert row.ssim == pytest.approx(
        np.mean([ssim(pair.clean, fake.clean(pair.noisy, 20.0)) for pair in pictures.pairs("")])
    )


def test_best_sigma_of_each_is_no_worse_than_that_of_all(real: Path) -> None:
    samples = measure(Fake().method, real_set(real, None), OutcomeCache(None), [0.0, 2.0, 5.0, 10.0, 20.0])
    same, own = best_for_all(samples), best_for_each(samples)
    assert len({sample.sigma for sample in same}) == 1
    assert [sample.picture for sample in own] == [sample.picture for sample in same] == ["2_real.png", "3_real.png"]
    assert all(best.psnr >= sample.psnr for best, sample in zip(own, same, strict=True))
    assert Row("", own).psnr > Row("", same).psnr
    for sigma in (0.0, 2.0, 5.0, 10.0, 20.0):
        assert Row("", same).psnr >= Row("", [sample for sample in samples if sample.sigma == sigma]).psnr
    assert own[0].sigma != own[1].sigma


def test_blind_methods_run_once_a_picture(real: Path) -> None:
    fake = Fake(blind=True)
    samples = measure(fake.method, real_set(real, None), OutcomeCache(None), [1.0, 2.0])
    assert [sample.sigma for sample in samples] == [None, None]
    assert fake.calls == 2 + 1  # and one to warm up


def test_cache_spares_the_method_its_work(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, pictures = folder.parent / "cache.json", white_set(folder, None, 25.0, 0)
    first = measure(Fake().method, pictures, OutcomeCache(file), [5.0, 10.0])
    assert [path.name for path in folder.parent.glob("*cache*")] == ["cache.json"]
    fake = Fake()
    again = measure(fake.method, pictures, OutcomeCache(file), [5.0, 10.0])
    assert fake.calls == 0
    assert [sample.cached for sample in first + again] == [False] * 4 + [True] * 4
    kept = [[(each.psnr, each.ssim, each.seconds) for each in samples] for samples in (first, again)]
    assert kept[0] == kept[1]
    print_scores(Table("real", "drawn", "noise", [Row("fake", again), Row("other", first)]))
    printed = capsys.readouterr().out
    assert "fake*" in printed
    assert "other*" not in printed


def test_cache_misses_what_changed(folder: Path) -> None:
    file, pictures = folder.parent / "cache.json", white_set(folder, 1, 25.0, 0)
    measure(Fake().method, pictures, OutcomeCache(file), [5.0])
    renamed, other_seed = Fake("renamed"), Fake()
    measure(renamed.method, pictures, OutcomeCache(file), [5.0])
    measure(other_seed.method, white_set(folder, 1, 25.0, 1), OutcomeCache(file), [5.0])
    changed = read_rgb(folder / "0.png")
    changed[0, 0, 0] ^= 1
    Image.fromarray(changed).save(folder / "0.png")
    altered = Fake()
    (sample,) = measure(altered.method, pictures, OutcomeCache(file), [5.0])
    assert not sample.cached
    assert renamed.calls == other_seed.calls == altered.calls == 1 + 1


def test_own_methods_are_measured_in_every_run(folder: Path) -> None:
    file, pictures = folder.parent / "cache.json", white_set(folder, 1, 25.0, 0)
    for _ in range(2):
        fake = Fake(own=True)
        (sample,) = measure(fake.method, pictures, OutcomeCache(file), [5.0])
        assert (fake.calls, sample.cached, file.exists()) == (2, False, False)


def test_cache_is_whole_after_every_outcome(tmp_path: Path) -> None:
    file, cache = tmp_path / "cache.json", OutcomeCache(tmp_path / "cache.json")
    for number in range(3):
        cache.put(str(number), Outcome(30.0 + number, 0.5, 1.0))
        assert OutcomeCache(file).get(str(number)) == Outcome(30.0 + number, 0.5, 1.0)
    file.write_text("[1, 2", encoding="utf-8")
    with pytest.raises(SystemExit, match="not a cache"):
        OutcomeCache(file)


def test_cache_keys_tell_the_clean_picture_apart() -> None:
    noisy, fake = drawn_tile(0)[:32, :32], Fake().method
    pairs = [Pair("same.png", clean, noisy) for clean in (noisy, drawn_tile(1)[:32, :32])]
    assert len({OutcomeCache.key(fake, pair, "noise", sigma) for pair in pairs for sigma in (1.0, 2.0)}) == 4


def test_white_noise_says_what_cleaning_gained(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("skimage")
    pytest.importorskip("pywt")
    arguments = [str(folder), str(folder), "--methods", "wavelet", "--sigmas", "25"]
    tables = run(arguments, folder.parent / "scores.json")
    assert [(table["kind"], table["folder"]) for table in tables] == [("white", "drawn")] * 2
    noisy, cleaned = tables[0]["rows"]
    assert (noisy["method"], cleaned["method"]) == ("(noisy)", "wavelet")
    assert cleaned["psnr"] > noisy["psnr"] + 3
    assert f"{cleaned['psnr']:.2f}" in capsys.readouterr().out


def test_real_jpeg_and_clean_pictures_reach_their_tables(
    folder: Path, real: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fakes = {
        "safelight-fast": Fake("safelight-fast", own=True),
        "safelight-fast-blind": Fake("safelight-fast-blind", own=True, blind=True),
        "wavelet": Fake("wavelet"),
    }
    monkeypatch.setattr(denoising, "open_denoiser", lambda name, threads: fakes[name].method)
    arguments = [str(folder), "--sigmas", "--real", str(real), "--jpeg", "10", "--clean", "--verbose"]
    tables = run([*arguments, "--methods", *fakes], folder.parent / "scores.json")
    assert [(table["kind"], table["folder"]) for table in tables] == [
        ("jpeg", "drawn"), ("real", "camera"), ("clean", "drawn"), ("clean", "camera")
    ]  # fmt: skip
    own = ["safelight-fast-blind", "safelight-fast, best strength"]
    names = [row["method"] for row in tables[1]["rows"]]
    assert [row["method"] for row in tables[0]["rows"]] == ["(JPEG)", *own]
    assert names[:3] == ["(noisy)", *own]
    assert [name.partition(", ")[0] for name in names[3:]] == ["wavelet", "wavelet"]
    assert names[4].endswith("best sigma")
    best = [sample["sigma"] for sample in tables[1]["rows"][2]["samples"]]
    assert best[0] < best[1]
    (row,) = tables[3]["rows"]
    cleans = [read_rgb(path) for path in sorted(real.glob("*_mean.png"))]
    levels = [psnr(clean, fakes["safelight-fast-blind"].clean(clean, 0.0)) for clean in cleans]
    assert (row["mean"], row["least"], row["left_alone"]) == (pytest.approx(sum(levels) / 2), min(levels), 0)
    printed = capsys.readouterr().out
    assert "left alone" in printed
    assert f"at {2 * best[1]:g}" in printed


def test_the_gap_between_estimated_and_best_strength(
    real: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    other = real.parent / "PolyU"
    shutil.copytree(real, other)
    fakes = {
        "safelight-fast": Fake("safelight-fast", own=True),
        "safelight-fast-blind": Fake("safelight-fast-blind", own=True, blind=True),
    }
    monkeypatch.setattr(denoising, "open_denoiser", lambda name, threads: fakes[name].method)
    tables = run(["--real", str(real), str(other), "--methods", *fakes], real.parent / "scores.json")
    assert [table["folder"] for table in tables] == ["camera", "PolyU"]
    (gap,) = tables[0]["gaps"]
    blind, best = tables[0]["rows"][1:3]
    losses = [b["psnr"] - a["psnr"] for a, b in zip(blind["samples"], best["samples"], strict=True)]
    assert gap["mean"] == pytest.approx(best["psnr"] - blind["psnr"]) == pytest.approx(sum(losses) / 2)
    assert gap["worst"][0] == pytest.approx(max(losses)) and gap["pictures"] == 2
    gains = zip(blind["samples"], best["samples"], strict=True)
    assert gap["halved"] == sum(a["psnr"] - a["before"] < (b["psnr"] - b["before"]) / 2 for a, b in gains)
    printed = capsys.readouterr().out
    assert "gain less than half" in printed.splitlines()[-4]
    assert "CBDNet" in printed.split("PolyU, published by others")[1] and "CBDNet" not in printed.split("PolyU")[0]


def test_pictures_that_gain_less_than_half_are_counted() -> None:
    def row(name: str, levels: list[float]) -> Row:
        return Row(name, [Sample(str(i), None, 30.0, level, 1.0, 0.0, 1.0) for i, level in enumerate(levels)])

    blind, best = row("a-blind", [30.9, 31.1, 29.9, 30.0]), row("a, best strength", [32.0, 32.0, 30.0, 30.0])
    (gap,) = gaps_of([blind, best, row("b", [1.0])])
    assert (gap.method, gap.halved, gap.pictures) == ("a", 2, 4)
    assert gap.mean == pytest.approx(2.1 / 4) and gap.worst == (pytest.approx(1.1), "0")


def test_clean_pictures_that_were_altered_are_counted(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    samples = measure_input(white_set(folder, None, 5.0, 0)) + measure_input(white_set(folder, None, 0.0, 0))
    print_scores(Table("clean", "drawn", "clean", [Row("fake", samples)]))
    levels = [sample.psnr for sample in samples[:2]]
    line = capsys.readouterr().out.splitlines()[-1].split()
    assert line == ["fake", f"{sum(levels) / 2:.2f}", f"{min(levels):.2f}", "2", "4"]


def test_what_is_missing_is_refused_in_one_line(folder: Path, real: Path) -> None:
    with pytest.raises(SystemExit, match="no pairs"):
        denoising.main(["--real", str(folder)])
    (real / "3_mean.png").unlink()
    with pytest.raises(SystemExit, match="no 3_mean"):
        denoising.main(["--real", str(real)])
    with pytest.raises(SystemExit, match="2"):
        denoising.main([])
