"""A decoded picture and what travels with it."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from engine.messages import Message

Pixels = npt.NDArray[np.uint8]
DeepPixels = npt.NDArray[np.uint16]
Samples = npt.NDArray[np.uint8 | np.uint16]
"""Eight bits, 0..255, or sixteen, 0..65535."""

DEEP_STEP = 257
"""Sixteen-bit levels in one of eight bits: 65535 / 255."""
_ROWS = 64


@dataclass(frozen=True)
class Metadata:
    """What travels with a picture as it is; ``None`` where the source has none.

    Attributes:
        icc: ICC profile of the pixels.
        exif: Exif block, from its byte-order mark on. Its orientation is 1 or missing: pixels are upright already.
        xmp: XMP packet.
        iptc: IPTC-IIM records.
        dpi: pixels per inch, across and down.
        texts: keywords and texts of a PNG; the comment of a JPEG or GIF has the keyword ``Comment``.
        paths: Photoshop's image resources with clipping paths, numbers 2000 to 2999, as they were.
        geo: GeoTIFF tags; see :mod:`engine.image.geotiff`.
    """

    icc: bytes | None = None
    exif: bytes | None = None
    xmp: bytes | None = None
    iptc: bytes | None = None
    dpi: tuple[float, float] | None = None
    texts: tuple[tuple[str, str], ...] = ()
    paths: bytes | None = None
    geo: bytes | None = None


@dataclass(frozen=True)
class Picture:
    """An upright picture.

    Attributes:
        pixels: RGB, uint8 or uint16, shape ``(H, W, 3)``, C-contiguous.
        alpha: shape ``(H, W)``, of the same type, not premultiplied; ``None`` where the source has none.
        metadata: colour profile, Exif and the like.
        is_grey: the source had no colour; writers may store a single channel.
        format: Pillow's name of the source's format, such as ``JPEG``; empty where there is none.
        warnings: what of the source is not in the picture, each a phrase for a user: "only the first of 3 pages".
    """

    pixels: Samples
    alpha: Samples | None = None
    metadata: Metadata = field(default_factory=Metadata)
    is_grey: bool = False
    format: str = ""
    warnings: tuple[Message, ...] = ()

    @property
    def width(self) -> int:
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        return int(self.pixels.shape[0])

    @property
    def is_deep(self) -> bool:
        """Whether samples have sixteen bits."""
        return self.pixels.dtype == np.uint16


def eight_bits(samples: Samples) -> Pixels:
    """Samples rounded to uint8; the array itself where it is that already."""
    if samples.dtype == np.uint8:
        return samples  # type: ignore[return-value]
    rounded: Pixels = np.empty(samples.shape, dtype=np.uint8)
    for start in range(0, len(samples), _ROWS):  # in 32 bits, all of a large picture would take too much
        block = slice(start, start + _ROWS)
        rounded[block] = (samples[block].astype(np.uint32) + DEEP_STEP // 2) // DEEP_STEP
    return rounded


def in_eight_bits(picture: Picture) -> Picture:
    """The picture with uint8 samples; itself where it has them already."""
    if not picture.is_deep:
        return picture
    alpha = None if picture.alpha is None else eight_bits(picture.alpha)
    return dataclasses.replace(picture, pixels=eight_bits(picture.pixels), alpha=alpha)
