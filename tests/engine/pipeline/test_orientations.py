"""Denoising on several orientations of a picture."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from engine.errors import Cancelled, ModelError
from engine.image.picture import Picture
from engine.models import catalog
from engine.pipeline import denoise as module
from engine.pipeline.denoise import denoise
from engine.pipeline.options import DenoiseOptions
from engine.pipeline.orientations import TURNS, turn, turn_back
from engine.progress import Progress
from tests.engine.conftest import DrawPhoto


def give_orientations(monkeypatch: pytest.MonkeyPatch, number: object) -> None:
    """Have the fast denoiser's card say that it works on so many."""
    card = catalog.find_denoiser("fast")
    other = dataclasses.replace(card, architecture={**card.architecture, "orientations": number})
    monkeypatch.setattr(catalog, "find_denoiser", lambda name: other)


@pytest.fixture
def noisy(draw_photo: DrawPhoto) -> Picture:
    clean = draw_photo(96, 130)
    noise = np.random.default_rng(1).normal(0, 25, clean.shape)
    return Picture(np.clip(np.rint(clean + noise), 0, 255).astype(np.uint8))


def test_all_eight_are_different_and_are_undone() -> None:
    planes = np.arange(2 * 3 * 4, dtype=np.float32).reshape(1, 2, 3, 4)
    seen = {turn(planes, number).tobytes() + bytes(turn(planes, number).shape) for number in TURNS[8]}
    assert len(seen) == 8
    for number in TURNS[8]:
        np.testing.assert_array_equal(turn_back(turn(planes, number), number), planes)
    assert all(len(numbers) == count and set(numbers) <= set(TURNS[8]) for count, numbers in TURNS.items())


def test_the_result_is_the_mean_over_the_orientations(noisy: Picture, monkeypatch: pytest.MonkeyPatch) -> None:
    options = DenoiseOptions(strength=50)
    noisy = Picture(noisy.pixels[:96, :128])  # whole units: nothing is added at an edge, which would turn with the rest
    apart = []
    for number in TURNS[4]:
        planes = turn(noisy.pixels.transpose(2, 0, 1)[None].astype(np.float32), number)
        turned = Picture(np.ascontiguousarray(planes[0].transpose(1, 2, 0)).astype(np.uint8))
        levels = denoise(turned, options).pixels.transpose(2, 0, 1)[None].astype(np.float32)
        apart.append(turn_back(levels, number)[0].transpose(1, 2, 0))
    give_orientations(monkeypatch, 4)
    together = denoise(noisy, options).pixels
    assert np.abs(together - np.mean(apart, 0)).max() <= 1.0
    assert np.abs(together - apart[0]).max() > 2.0


@pytest.mark.parametrize("options", [DenoiseOptions(strength=50), DenoiseOptions(strength=30, colour=60, detail=40)])
def test_tiles_deep_pictures_and_controls(
    noisy: Picture, monkeypatch: pytest.MonkeyPatch, options: DenoiseOptions
) -> None:
    give_orientations(monkeypatch, 8)
    whole = denoise(noisy, options).pixels.astype(int)
    deep = denoise(Picture(noisy.pixels.astype(np.uint16) * np.uint16(257)), options).pixels
    assert np.abs(deep / 257.0 - whole).max() <= 0.51
    monkeypatch.setattr(module, "CORE", 4)
    assert np.abs(denoise(noisy, options).pixels.astype(int) - whole).max() <= 1


def test_it_can_be_stopped_between_orientations(noisy: Picture, monkeypatch: pytest.MonkeyPatch) -> None:
    give_orientations(monkeypatch, 8)
    steps: list[float] = []

    def stop(progress: Progress) -> None:
        steps.append(progress.fraction)
        if progress.fraction > 0.3:
            progress.cancel()

    with pytest.raises(Cancelled):
        denoise(noisy, DenoiseOptions(strength=50), Progress(stop))
    assert 0.3 < steps[-1] < 0.5


def test_a_number_that_is_not_known_is_refused(noisy: Picture, monkeypatch: pytest.MonkeyPatch) -> None:
    give_orientations(monkeypatch, 3)
    with pytest.raises(ModelError, match="orientations"):
        denoise(noisy, DenoiseOptions(strength=50))
