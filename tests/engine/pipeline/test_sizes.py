"""Forecasts of a file's size."""

from __future__ import annotations

import pytest

from engine.pipeline.sizes import SizeForecast


def test_without_an_earlier_file_size_goes_by_area() -> None:
    forecast = SizeForecast([100, 100, 50])
    assert forecast.total(5_000, {}) is None
    assert forecast.total(5_000, {0: 1_000}) == 2_500
    assert forecast.total(5_000, {0: 1_000, 2: 200}) == 2_000
    assert forecast.total(5_000, {0: 1_000, 1: 3, 2: 200}) == 1_203


def test_an_earlier_file_tells_how_the_groups_differ() -> None:
    forecast = SizeForecast([100, 100, 100])
    forecast.learn(5_000, [1_000, 4_000, 0])
    assert forecast.total(5_000, {}) == pytest.approx(5_000, abs=5)
    assert forecast.total(6_000, {}) == pytest.approx(5_000 * 1.377, rel=0.01)
    # The first group came out twice as large; so will the others.
    assert forecast.total(6_000, {0: 2_000}) == pytest.approx(10_000, rel=0.02)
    assert forecast.total(4_000, {0: 500, 1: 1_900, 2: 7}) == 2_407


def test_between_two_files_the_first_groups_are_not_believed_blindly() -> None:
    forecast = SizeForecast([100, 100, 2])
    forecast.learn(4_000, [1_000, 1_000, 20])
    forecast.learn(6_000, [4_000, 4_000, 80])
    assert forecast.total(5_000, {}) == pytest.approx(4_040, abs=1)
    assert forecast.total(5_000, {2: 80}) == pytest.approx(4_040, rel=0.25)  # and not twice that
    assert forecast.total(5_000, {0: 2_400}) == pytest.approx(4_848, rel=0.03)
