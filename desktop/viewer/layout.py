"""How two pictures are laid out on a view."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QSizeF

from desktop.viewer.heat import FULL_HEAT
from desktop.viewer.tiles import TiledPicture

GAP = 2.0
SAME_SHAPE = 0.01

Side = Literal["left", "right", "difference"]


class CompareMode(Enum):
    """How two pictures are laid out."""

    SIDE = "side"
    WIPE = "wipe"
    DIFFERENCE = "difference"
    SINGLE = "single"


def fitted(picture: TiledPicture, extent: QRectF) -> QRectF:
    """Where a picture lies within the extent of another: all over it, or in its middle where the shapes differ.

    Shapes that differ by a per cent or less come of sides that were rounded: those are stretched.
    """
    shape = picture.width / picture.height / (extent.width() / extent.height())
    if abs(shape - 1.0) <= SAME_SHAPE:
        return extent
    width, height = extent.width() * min(1.0, shape), extent.height() * min(1.0, 1.0 / shape)
    corner = extent.center() - QPointF(width / 2, height / 2)
    return QRectF(round(corner.x()), round(corner.y()), width, height)


@dataclass(frozen=True)
class Layer:
    """A picture on the view: the pane that it is fitted into, and what is seen of that (logical pixels)."""

    side: Side
    picture: TiledPicture
    pane: QRectF
    part: QRectF


@dataclass(frozen=True)
class Layout:
    """What is drawn where.

    Attributes:
        size: of the view, logical pixels.
        left, right, difference: the pictures; ``None`` where there is none, or nothing of it is known.
        divider: place of the wipe's divider, 0..1.
        peeks: whether the left one is shown in place of the right one for the moment.
        full_heat: levels from which on the difference has the hottest colour.
    """

    mode: CompareMode
    size: QSizeF
    left: TiledPicture | None
    right: TiledPicture | None
    difference: TiledPicture | None
    divider: float
    peeks: bool
    full_heat: int = FULL_HEAT

    def compares(self, mode: CompareMode) -> bool:
        """Whether this is the mode, and there are two pictures to show in it."""
        return self.mode is mode and self.left is not None and self.right is not None

    @property
    def differ_in_size(self) -> bool:
        """Whether there are two pictures between which there is no difference to be seen."""
        left, right = self.left, self.right
        return left is not None and right is not None and (left.width, left.height) != (right.width, right.height)

    def panes(self) -> tuple[QRectF, QRectF]:
        """Where the left and the right picture are drawn; the same pane twice unless side by side."""
        whole = QRectF(QPointF(0, 0), self.size)
        if not self.compares(CompareMode.SIDE):
            return whole, whole
        half = (whole.width() - GAP) // 2  # both begin on whole pixels and are equally wide
        return QRectF(0, 0, half, whole.height()), QRectF(whole.width() - half, 0, half, whole.height())

    def distinct_panes(self) -> list[QRectF]:
        """The same without repetition."""
        first, second = self.panes()
        return [first] if first == second else [first, second]

    def edge(self) -> int:
        """Where the wipe's divider is, logical pixels."""
        return round(self.divider * self.size.width())

    def layers(self) -> list[Layer]:
        """What is drawn; no two overlap."""
        first, second = self.panes()
        if self.left is None or self.right is None:
            only: tuple[tuple[Side, TiledPicture | None], ...] = (("left", self.left), ("right", self.right))
            return [Layer(side, picture, first, first) for side, picture in only if picture is not None]
        if self.mode is CompareMode.SIDE:
            beside = Layer("left" if self.peeks else "right", self.left if self.peeks else self.right, second, second)
            return [Layer("left", self.left, first, first), beside]
        if self.peeks:
            return [Layer("left", self.left, first, first)]
        if self.mode is CompareMode.WIPE:
            before, behind = QRectF(first), QRectF(first)
            before.setRight(self.edge())
            behind.setLeft(self.edge())
            return [Layer("left", self.left, first, before), Layer("right", self.right, first, behind)]
        if self.mode is CompareMode.DIFFERENCE and self.difference is not None:
            return [Layer("difference", self.difference, first, first)]
        if self.mode is CompareMode.SINGLE:
            return [Layer("right", self.right, first, first)]
        return [Layer("left", self.left, first, first)]
