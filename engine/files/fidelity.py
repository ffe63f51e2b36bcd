"""Estimates the fidelity of a compressed file from a part of it, and reads outputs back.

A codec of photographs is at its worst with drawings: pixel-fine edges between saturated colours. Those have few
colours, so that photographs are not decoded at all.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from engine.errors import OutputError, SafelightError
from engine.geometry import Rect
from engine.image.metrics import psnr
from engine.image.picture import Picture, Pixels, eight_bits
from engine.image.reader import read_picture
from engine.messages import Message
from engine.pipeline.options import ReconstructOptions
from engine.pipeline.reconstruct import reconstruct, reconstruct_region
from engine.progress import Progress

FEW_COLOURS = 4096
"""A drawing with soft edges has fewer; a photograph has more in any large enough part of it."""
EXPECTED_OF_DENOISED = 15.0
"""dB, likewise, where noise was left out, which cannot come back."""
FEW_GREYS = 64
"""Likewise, of drawings without colour: scanned text, plans."""
ICON = 64 * 64
"""Pixels; decoding no more than that costs nothing, whatever it shows."""
SPOT = 512
"""Pixels a side of the part that is decoded of a large drawing."""
_SAMPLE = 200_000


def expected_psnr(quality: float) -> float:
    """PSNR in dB that any photograph keeps at ``quality``, 0..100, unless it is mostly noise."""
    return 20.0 + 0.1 * quality


def quality_warning(picture: Picture, data: bytes, least: float, threads: int) -> Message | None:
    """A warning for a drawing or an icon that comes back with less than ``least`` dB."""
    is_small = picture.width * picture.height <= ICON
    if not is_small and not has_few_colours(picture):
        return None
    left, top, width, height = area = _spot(picture)
    options = ReconstructOptions(threads, max_pixels=picture.width * picture.height)
    again = reconstruct_region(data, area, options)
    measured = psnr(_part(picture, top, left, height, width), eight_bits(again.pixels))
    if measured >= least:
        return None
    what = Message("so small a picture") if is_small else Message("a drawing")
    return Message("only {0:.0f} dB like the original: {1} is better kept in its own format", measured, what)


def has_few_colours(picture: Picture) -> bool:
    """Judged by pixels from all over it."""
    flat = picture.pixels.reshape(-1, 3)
    sample = eight_bits(flat[:: max(1, len(flat) // _SAMPLE)])
    words = sample.astype(np.uint32) @ np.array([1, 1 << 8, 1 << 16], dtype=np.uint32)
    return len(np.unique(words)) < min(FEW_GREYS if picture.is_grey else FEW_COLOURS, max(3, len(words) // 8))


def _spot(picture: Picture) -> Rect:
    """Left, top, width and height of the square where neighbours differ most, on a fixed grid."""
    best, place = -1.0, (0, 0)
    for top in range(0, picture.height, SPOT):
        for left in range(0, picture.width, SPOT):
            part = _part(picture, top, left, SPOT, SPOT)[::2].astype(np.int16)
            busy = float(np.abs(np.diff(part, axis=1)).sum())
            if busy > best:
                best, place = busy, (left, top)
    left, top = place
    return Rect(left, top, min(SPOT, picture.width - left), min(SPOT, picture.height - top))


def _part(picture: Picture, top: int, left: int, height: int, width: int) -> Pixels:
    return eight_bits(picture.pixels[top : top + height, left : left + width])


def read_back_latent(
    data: bytes, output: Path, picture: Picture, least: float, threads: int, progress: Progress
) -> tuple[float, Message | None]:
    """Decode what was read back; returns its PSNR in dB, and a warning where that is under ``least``.

    Raises:
        OutputError: it does not decode to a picture like the one that was compressed.
        Cancelled: through ``progress``.
    """
    options = ReconstructOptions(threads, max_pixels=picture.width * picture.height)
    try:
        again = reconstruct(data, options, progress)
    except SafelightError as error:
        raise OutputError(Message("was written, but does not decode ({0})", error.reason), output) from error
    _check_size(output, picture, again)
    if not _same_alpha(picture, again):
        raise OutputError("was written, but its alpha plane differs", output)
    measured = psnr(picture.pixels, again.pixels)
    return measured, Message("only {0:.1f} dB like the original", measured) if measured < least else None


def read_back_picture(output: Path, picture: Picture) -> None:
    """Read what was written.

    Raises:
        OutputError: it cannot be read, or is another picture.
    """
    try:
        again = read_picture(output, max_pixels=picture.width * picture.height)
    except SafelightError as error:
        raise OutputError(Message("was written, but cannot be read ({0})", error.reason), output) from error
    _check_size(output, picture, again)


def _check_size(output: Path, picture: Picture, again: Picture) -> None:
    if (again.width, again.height) != (picture.width, picture.height):
        raise OutputError("was written, but its size in pixels differs", output)


def _same_alpha(picture: Picture, again: Picture) -> bool:
    if picture.alpha is None or again.alpha is None:
        return picture.alpha is again.alpha
    return bool(np.array_equal(picture.alpha, again.alpha))
