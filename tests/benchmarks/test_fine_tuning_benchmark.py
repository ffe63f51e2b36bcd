"""The pages that the codec is trained on with, and what is made of the measurements."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("matplotlib")

from drawn_pages import SIZE, drawn, scanned
from fine_tuning import parse_arguments, rates
from rd_measure import Sample


def test_pages_are_paper_with_ink_and_come_from_their_seed() -> None:
    page = scanned(5)
    assert page.shape == (SIZE[1], SIZE[0], 3) and page.dtype == np.uint8
    light = page.mean(2)
    assert np.median(light) > 200, "mostly paper"
    assert 0.01 < (light < 128).mean() < 0.3, "with ink on it"
    corner = light[4:36, 4:36]
    assert 0.3 < corner.std() < 8.0, "paper is not quite even"
    assert drawn(5).tobytes() == drawn(5).tobytes() != drawn(6).tobytes()


def curve(factor: float) -> list[Sample]:
    return [
        Sample(picture, quality, 1, factor * 0.1 * 2**index, 28.0 + 5 * index, 0.9 + 0.02 * index)
        for picture in ("a.png", "b.png")
        for index, quality in enumerate(parse_arguments(["--out", "x"]).qualities)
    ]


def test_rates_are_of_each_picture_and_range() -> None:
    found = rates(curve(1.0), curve(0.85), "psnr")
    assert set(found) == {"a.png", "b.png"} and set(found["a.png"]) == {"all", "0 to 50", "50 to 100"}
    assert all(rate == pytest.approx(-15.0) for row in found.values() for rate in row.values())
    assert rates(curve(1.0), curve(0.85), "ms_ssim")["b.png"]["all"] == pytest.approx(-15.0)
