"""Kinds are told apart on both grounds, by all eyes, and by shape where colours are used again."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from PySide6.QtGui import QColor

from desktop.look.series import MOST_KINDS, mark_of
from desktop.look.theme import DARK, LIGHT, Theme
from tests.desktop.look.test_contrast import contrast

EYES = {
    "all colours": np.eye(3),
    "no red": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "no green": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
}
"""How linear RGB is seen (Machado, Oliveira and Fernandes 2009)."""
TO_CONES = [[0.4122, 0.5363, 0.0514], [0.2119, 0.6807, 0.1074], [0.0883, 0.2817, 0.6300]]
TO_LAB = [[0.2105, 0.7936, -0.0041], [1.9780, -2.4286, 0.4506], [0.0259, 0.7828, -0.8087]]
APART = 0.13
"""Distance in Oklab, where black and white are 1 apart."""

both_themes = pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])


def seen(colour: QColor, eyes: str) -> np.ndarray:
    parts = np.array([colour.redF(), colour.greenF(), colour.blueF()])
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    cones = np.array(TO_CONES) @ np.clip(np.array(EYES[eyes]) @ linear, 0, None)
    return np.array(TO_LAB) @ np.cbrt(cones)


@both_themes
def test_every_mark_stands_out_from_its_grounds(theme: Theme) -> None:
    for kind in range(MOST_KINDS + 1):
        assert min(contrast(mark_of(kind, theme)[0], ground) for ground in (theme.panel, theme.raised)) >= 3.0


@both_themes
@pytest.mark.parametrize("eyes", EYES)
def test_no_two_marks_look_alike(theme: Theme, eyes: str) -> None:
    marks = [mark_of(kind, theme) for kind in range(MOST_KINDS)]
    assert len({(colour.name(), shape) for colour, shape in marks}) == MOST_KINDS
    for (one, shape), (other, other_shape) in itertools.combinations(marks, 2):
        assert shape != other_shape or np.linalg.norm(seen(one, eyes) - seen(other, eyes)) > APART
