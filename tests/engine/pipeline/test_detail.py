"""How much of a residual is structure."""

from __future__ import annotations

import numpy as np
import pytest

from engine.arrays import Float32Array
from engine.pipeline.detail import RADIUS, luma, structure


def checkers(amplitude: float, shape: tuple[int, int] = (40, 50)) -> Float32Array:
    """The same energy everywhere."""
    rows, columns = np.mgrid[0 : shape[0], 0 : shape[1]]
    found: Float32Array = (amplitude * (1 - 2 * ((rows + columns) % 2))).astype(np.float32)
    return found


@pytest.mark.parametrize(("noise", "part"), [(1.0, 1 - 1.2 / 16), (8.0, 1 - 9.6 / 16), (16.0, 0.0), (100.0, 0.0)])
def test_the_weight_is_what_noise_does_not_explain_at_the_edges_too(noise: float, part: float) -> None:
    residual = checkers(4.0)
    found = structure(residual, np.full_like(residual, noise))
    np.testing.assert_allclose(found, part * residual, atol=1e-4)
    assert found.dtype == np.float32


def test_nothing_is_no_structure() -> None:
    nothing = np.zeros((20, 20), np.float32)
    assert (structure(nothing, nothing) == 0).all()


def test_what_rounding_leaves_is_no_structure() -> None:
    residual = checkers(0.2)
    assert (structure(residual, np.zeros_like(residual)) == 0).all()


def test_energy_counts_within_the_window_only() -> None:
    residual, noise = np.zeros((60, 60), np.float32), np.full((60, 60), 1.0, np.float32)
    residual[30, 30] = 100.0
    residual[30, 30 + 2 * RADIUS + 1] = residual[5, 5] = 1.0
    found = structure(residual, noise)
    assert found[30, 30] > 98 and found[30, 30 + 2 * RADIUS + 1] == found[5, 5] == 0.0
    residual[30, 30 + RADIUS] = 1.0
    assert structure(residual, noise)[30, 30 + RADIUS] > 0.98
    assert structure(residual.T.copy(), noise)[30 + RADIUS, 30] > 0.98


def test_luma_of_grey_is_itself() -> None:
    grey = np.full((3, 4, 5), 77.0, np.float32)
    np.testing.assert_allclose(luma(grey), 77.0, rtol=1e-6)
    np.testing.assert_allclose(luma(np.array([255, 0, 0], np.float32).reshape(3, 1, 1)), 76.245, rtol=1e-5)
