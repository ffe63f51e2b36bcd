"""The mathematics of the curve of size against PSNR."""

from __future__ import annotations

import math
import random
from itertools import pairwise

import pytest
from PySide6.QtCore import QRectF

from desktop.widgets.rate_axes import RateAxes
from desktop.widgets.rate_points import RatePoint, RatePoints


def curve(*points: tuple[float, float, float]) -> RatePoints:
    made = RatePoints()
    for point in points:
        assert made.add(RatePoint(*point))
    return made


def test_points_are_sorted_by_size_and_a_newer_one_replaces_its_like() -> None:
    points = curve((50, 400, 36), (10, 100, 30), (90, 1600, 41))
    assert [point.quality for point in points.all] == [10, 50, 90]
    points.add(RatePoint(50, 420, 36.1))
    points.add(RatePoint(12, 100, 30.5))
    assert [(point.quality, point.bytes) for point in points.all] == [(12, 100), (50, 420), (90, 1600)]


@pytest.mark.parametrize("point", [(5, 0, 30), (5, -3, 30), (5, 10, math.inf), (5, 10, math.nan), (math.nan, 10, 30)])
def test_what_has_no_place_is_not_taken_in(point: tuple[float, float, float]) -> None:
    points = RatePoints()
    assert not points.add(RatePoint(*point)) and len(points) == 0


def test_between_two_points_the_quality_follows_the_logarithm_of_the_size() -> None:
    points = curve((20, 100, 30), (40, 400, 36))
    middle = points.at_rate(math.log(200))
    assert middle.quality == pytest.approx(30) and middle.bytes == pytest.approx(200)
    assert middle.psnr == pytest.approx(33)
    assert points.at_rate(math.log(1)).quality == 20 and points.at_rate(math.log(1e6)).quality == 40


def test_a_quality_and_its_place_are_the_same_point() -> None:
    points = curve((0, 100, 28), (30, 300, 32), (60, 500, 36), (100, 4000, 44))
    for quality in (0, 1, 29.5, 30, 45, 99, 100):
        found = points.at_quality(quality)
        assert found.quality == quality
        assert points.at_rate(found.rate).quality == pytest.approx(quality)
    assert points.at_quality(-5).quality == 0 and points.at_quality(400).quality == 100


def test_the_line_goes_through_its_points_and_never_overshoots() -> None:
    random.seed(4)
    psnr, size, points = 25.0, 1000.0, RatePoints()
    for quality in range(0, 100, 10):
        points.add(RatePoint(quality, size, psnr))
        psnr += random.choice([0.0, 0.05, 3.0])
        size *= random.choice([1.02, 1.5, 4.0])
    for point in points.all:
        assert points.at_rate(point.rate).psnr == pytest.approx(point.psnr)
    first, last = points.all[0].rate, points.all[-1].rate
    seen = [points.at_rate(first + (last - first) * k / 999).psnr for k in range(1000)]
    assert all(after >= before - 1e-9 for before, after in pairwise(seen))


def test_one_point_is_everywhere() -> None:
    points = curve((50, 400, 36))
    assert points.at_rate(0.0).quality == 50 and points.at_quality(9).psnr == 36
    assert points.qualities == (50, 50)


@pytest.mark.parametrize("least", [1, 180, 30_000, 9e8])
def test_all_points_lie_on_the_plot_and_places_lead_back(least: float) -> None:
    points = [RatePoint(0, least, 28.1), RatePoint(50, least * 3, 33), RatePoint(100, least * 60, math.inf)]
    plot = QRectF(30, 20, 200, 100)
    axes = RateAxes.around(points, plot)
    for point in points:
        assert plot.contains(axes.place(point))
        assert axes.rate_at(axes.x_of(point.rate)) == pytest.approx(point.rate)


@pytest.mark.parametrize(("low", "high"), [(50_000, 1_000_000), (300, 900), (1, 3), (2_000_000, 90_000_000)])
def test_the_numbers_on_the_axes_are_round_and_within(low: float, high: float) -> None:
    axes = RateAxes.around([RatePoint(0, low, 30.2), RatePoint(9, high, 37.9)], QRectF(0, 0, 200, 100))
    sizes = axes.size_ticks()
    assert sizes == sorted(sizes) and sizes
    assert all(str(size).rstrip("0") in ("1", "2", "3", "5", "7") for size in sizes)
    levels = axes.decibel_ticks(4)
    assert 2 <= len(levels) <= 4 and all(axes.decibels[0] <= level <= axes.decibels[1] for level in levels)
    assert levels == [32, 34, 36] or levels == [30, 35]


def test_equal_points_still_have_axes() -> None:
    axes = RateAxes.around([RatePoint(50, 400, 36)], QRectF(0, 0, 200, 100))
    assert axes.rates[0] < axes.rates[1] and axes.decibels[0] < axes.decibels[1]
    assert axes.place(RatePoint(50, 400, 36)).x() == pytest.approx(100)
