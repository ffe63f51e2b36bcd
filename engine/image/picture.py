"""A decoded picture and what travels with it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Metadata:
    """Blocks that travel with a picture as they are; ``None`` where the source has none.

    ``exif`` has its orientation set to 1: pixels are upright already.
    """

    icc: bytes | None = None
    exif: bytes | None = None
    xmp: bytes | None = None


@dataclass(frozen=True)
class Picture:
    """An upright picture.

    Attributes:
        pixels: RGB, uint8, shape ``(H, W, 3)``, C-contiguous.
        alpha: uint8, shape ``(H, W)``, or ``None`` where the source has none.
        metadata: colour profile, Exif and XMP.
        is_grey: the source had no colour; writers may store a single channel.
    """

    pixels: Pixels
    alpha: Pixels | None = None
    metadata: Metadata = field(default_factory=Metadata)
    is_grey: bool = False

    @property
    def width(self) -> int:
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        return int(self.pixels.shape[0])
