"""Searching a quality: few probes, the right side of the bound, and honest refusals."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest

from engine.errors import OptionError, TargetMissed
from engine.image.metrics import psnr
from engine.image.picture import Picture
from engine.pipeline.compress import compress
from engine.pipeline.inspection import inspect
from engine.pipeline.options import CompressOptions
from engine.pipeline.reconstruct import reconstruct
from engine.pipeline.targets import Goal, search

CURVES: list[Callable[[int], float]] = [
    lambda quality: quality * 3.2e-4,
    lambda quality: (quality / 10_000) ** 3 * 3,
    lambda quality: 3 * math.sqrt(quality / 10_000),
    lambda quality: 0.0 if quality < 7_531 else 3.0,
]


@pytest.mark.parametrize("curve", CURVES)
@pytest.mark.parametrize("bound", [0.3, 1.0, 2.9])
@pytest.mark.parametrize("is_ceiling", [True, False])
@pytest.mark.parametrize("start", [0, 5_000, 10_000])
def test_search_finds_the_best_quality_on_the_right_side(
    curve: Callable[[int], float], bound: float, is_ceiling: bool, start: int
) -> None:
    probes = []

    def measure(quality: int) -> float:
        probes.append(quality)
        return curve(quality)

    goal = Goal(bound, is_ceiling, tolerance=0.01, slope=3e-4)
    found = search(measure, goal, start)
    assert found is not None and found in probes
    assert goal.holds(curve(found))
    beyond = found + 1 if is_ceiling else found - 1
    assert abs(curve(found) - bound) <= goal.tolerance or not goal.holds(curve(beyond))
    assert len(probes) <= 24


def test_search_takes_few_probes_where_the_curve_is_nearly_straight() -> None:
    probes = []

    def log_size(quality: int) -> float:
        probes.append(quality)
        return 9.0 + quality * 3.0e-4 + 0.1 * math.sin(quality / 3000)

    search(log_size, Goal(10.5, True, tolerance=0.01, slope=3.2e-4), 5_000)
    assert len(probes) <= 5


def test_search_says_when_nothing_will_do() -> None:
    assert search(lambda quality: 1.0 + quality, Goal(0.5, True, 0.01, 1.0), 5_000) is None
    assert search(lambda quality: quality * 1e-5, Goal(0.5, False, 0.01, 1.0), 5_000) is None
    assert search(lambda quality: quality * 1e-5, Goal(0.5, True, 0.01, 1.0), 5_000) == 10_000


@pytest.mark.parametrize("target", [1_500, 2_500, 4_000])
def test_target_size_is_met_from_below_within_two_per_cent(draw_photo, target: int) -> None:  # type: ignore[no-untyped-def]
    picture = Picture(draw_photo(256, 320))
    size = len(compress(picture, CompressOptions(target_bytes=target)))
    assert 0.98 * target <= size <= target


def test_target_psnr_is_just_reached(draw_photo) -> None:  # type: ignore[no-untyped-def]
    picture = Picture(draw_photo(256, 320))
    data = compress(picture, CompressOptions(target_psnr=36.0))
    assert 36.0 <= psnr(picture.pixels, reconstruct(data).pixels) <= 36.3


def test_a_limit_lowers_the_quality_only_where_it_must(draw_photo) -> None:  # type: ignore[no-untyped-def]
    picture = Picture(draw_photo(256, 320))
    plain = compress(picture, CompressOptions(quality=70))
    assert inspect(compress(picture, CompressOptions(quality=70, max_bytes=len(plain) + 50))).quality == 70
    limited = compress(picture, CompressOptions(quality=70, max_bytes=len(plain) // 2))
    assert len(limited) <= len(plain) // 2
    both = CompressOptions(target_bytes=len(plain), max_bytes=len(plain) // 2)
    assert len(compress(picture, both)) <= len(plain) // 2
    sharp = CompressOptions(target_psnr=45.0, max_bytes=3_000)
    assert len(compress(picture, sharp)) <= 3_000


def test_the_analysis_runs_once(draw_photo, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    from engine.pipeline import analysis as module

    calls = []
    analyse = module.analyse_tile

    def counted(*arguments: object) -> object:
        calls.append(arguments)
        return analyse(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "analyse_tile", counted)
    compress(Picture(draw_photo(256, 320)), CompressOptions(target_bytes=3_000))
    assert len(calls) == 1


def test_out_of_reach_is_said_with_the_figure_that_can_be_had(photo: Picture) -> None:
    with pytest.raises(TargetMissed, match=r"cannot be made smaller than [0-9,]+ bytes; the target is 100"):
        compress(photo, CompressOptions(target_bytes=100))
    noise = Picture(np.random.default_rng(0).integers(0, 256, (64, 64, 3), dtype=np.uint8))
    with pytest.raises(TargetMissed, match="cannot reach 80 dB; quality 100 gives"):
        compress(noise, CompressOptions(target_psnr=80.0))


@pytest.mark.parametrize(
    "wrong",
    [{"target_bytes": 0}, {"target_psnr": -1.0}, {"max_bytes": 0}, {"target_psnr": float("nan")}, {"denoise": 101.0},
     {"target_bytes": 10, "target_psnr": 30.0}],
)  # fmt: skip
def test_impossible_options_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(OptionError):
        CompressOptions(**wrong)  # type: ignore[arg-type]


def test_a_file_is_the_same_whether_its_quality_was_found_or_given(draw_photo) -> None:  # type: ignore[no-untyped-def]
    picture = Picture(draw_photo(256, 320))
    found = compress(picture, CompressOptions(target_bytes=2_500))
    assert compress(picture, CompressOptions(quality=inspect(found).quality)) == found
