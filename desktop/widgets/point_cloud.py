"""Thousands of points of a few kinds, ready to be drawn at any size."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPolygonF

Points = npt.NDArray[np.float32]
Kinds = npt.NDArray[np.int64]

_TURN = 400
"""Of so many points at a time all kinds are drawn, so that none of them hides the others."""


class Cloud:
    """Points in a square whose sides are 1 long, the second axis up. Made in a worker thread.

    Attributes:
        places: ``(N, 2)``, from the upper left corner.
        kinds: of each point.
        layers: what to draw in order: a kind and points of it.
    """

    def __init__(self, points: Points, kinds: Kinds) -> None:
        low, high = points.min(axis=0), points.max(axis=0)
        reach = np.where(high > low, high - low, np.float32(1.0))
        places = np.where(high > low, (points - low) / reach, np.float32(0.5))
        places[:, 1] = 1.0 - places[:, 1]
        self.places: Points = places.astype(np.float32)
        self.kinds = kinds
        order = np.random.default_rng(0).permutation(len(points))
        self.layers: list[tuple[int, QPolygonF]] = []
        for part in np.array_split(order, -(-len(order) // _TURN)):
            for kind in np.unique(kinds[part]):
                chosen = self.places[part[kinds[part] == kind]].tolist()
                self.layers.append((int(kind), QPolygonF([QPointF(x, y) for x, y in chosen])))

    def __len__(self) -> int:
        return len(self.places)

    def nearest(self, x: float, y: float, width: float, height: float, reach: float, kind: int = -1) -> int:
        """The point nearest to a place of a plot of this size, no farther than ``reach`` pixels; -1 for none.

        Args:
            kind: only points of this kind; -1 for all.
        """
        across, down = self.places[:, 0] * width - x, self.places[:, 1] * height - y
        apart = across * across + down * down
        if kind >= 0:
            apart = np.where(self.kinds == kind, apart, np.inf)
        found = int(apart.argmin())
        return found if apart[found] <= reach * reach else -1

    def neighbour(self, index: int, across: int, down: int, size: tuple[float, float], kind: int = -1) -> int:
        """The nearest point that lies rather in this direction (-1, 0 or 1) than in another; itself where none does."""
        apart = (self.places - self.places[index]) * np.array(size, np.float32)
        ahead = apart @ np.array([across, down], np.float32)
        aside = np.abs(apart @ np.array([down, across], np.float32))
        able = (ahead > 0) & (aside <= ahead) & ((self.kinds == kind) if kind >= 0 else True)
        if not able.any():
            return index
        return int(np.where(able, ahead * ahead + aside * aside, np.inf).argmin())


@dataclass(frozen=True)
class Shown:
    """What a point stands for."""

    image: QImage
    name: str
    label: str = ""
