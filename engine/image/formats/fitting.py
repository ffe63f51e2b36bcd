"""Pictures brought to what a format can hold, and samples in the order in which encoders want them.

All of it walks over blocks of rows, so that what it needs beside its result stays small.
"""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Iterator

import numpy as np
from PIL import Image, ImageCms

from engine.arrays import LUMA_FIXED_POINT
from engine.image.formats.base import Writer
from engine.image.picture import Picture, Pixels, Samples, eight_bits

_BLOCK_SAMPLES = 1 << 20


def fitting(picture: Picture, format: Writer) -> Picture:
    """The picture as ``format`` can hold it: transparency laid on white, samples rounded, greys in sRGB.

    Greys with a profile for RGB become RGB, as no format allows both.
    """
    if picture.is_deep and not format.deep:
        picture = _rounded(picture)
    if picture.alpha is not None and not format.alpha:
        picture = _on_white(picture)
    if picture.is_grey and picture.metadata.icc is not None and not has_grey_profile(picture):
        picture = dataclasses.replace(picture, is_grey=False)
    if has_grey_profile(picture) and not (format.grey_profile and picture.is_grey):
        picture = _in_srgb(picture)
    return picture


def has_grey_profile(picture: Picture) -> bool:
    """Whether the colour profile is one of greys alone."""
    icc = picture.metadata.icc
    return icc is not None and icc[16:20] == b"GRAY"


def samples_of(picture: Picture) -> Samples:
    """Samples as encoders want them: ``(H, W)``, or ``(H, W, C)`` with grey and alpha, RGB, or RGB and alpha."""
    colours = _luma(picture.pixels) if picture.is_grey else picture.pixels
    return colours if picture.alpha is None else np.dstack([colours, picture.alpha])


def _row_blocks(samples: Samples) -> Iterator[slice]:
    rows = max(1, _BLOCK_SAMPLES // max(1, samples[0].size))
    for top in range(0, len(samples), rows):
        yield slice(top, top + rows)


def _luma(pixels: Samples) -> Samples:
    grey = np.empty(pixels.shape[:2], pixels.dtype)
    for rows in _row_blocks(pixels):
        # 65535 times 65536 and the half still fit into 32 bits.
        red, green, blue = (
            pixels[rows, :, channel].astype(np.uint32) * LUMA_FIXED_POINT[channel] for channel in range(3)
        )
        grey[rows] = (red + green + blue + (1 << 15)) >> 16
    return grey


def _rounded(picture: Picture) -> Picture:
    alpha = None if picture.alpha is None else _rounded_samples(picture.alpha)
    return dataclasses.replace(picture, pixels=_rounded_samples(picture.pixels), alpha=alpha)


def _rounded_samples(samples: Samples) -> Pixels:
    if samples.dtype == np.uint8:
        return samples  # type: ignore[return-value]
    rounded = np.empty(samples.shape, np.uint8)
    for rows in _row_blocks(samples):
        rounded[rows] = eight_bits(samples[rows])
    return rounded


def _on_white(picture: Picture) -> Picture:
    """What is seen through transparent pixels is white, not the colours that lie hidden in them."""
    assert picture.alpha is not None
    top = np.iinfo(picture.pixels.dtype).max
    opaque = np.empty_like(picture.pixels)
    for rows in _row_blocks(picture.pixels):
        cover = picture.alpha[rows, :, None].astype(np.uint64)
        opaque[rows] = (picture.pixels[rows] * cover + top * (top - cover) + top // 2) // top
    return dataclasses.replace(picture, pixels=opaque, alpha=None)


def _in_srgb(picture: Picture) -> Picture:
    """Greys taken through their profile to sRGB, which is what a picture without a profile is in.

    A profile of greys says nothing about colours: a picture in colour that has one merely loses it.
    """
    metadata = dataclasses.replace(picture.metadata, icc=None)
    table = _srgb_table(picture.metadata.icc or b"") if picture.is_grey else None
    pixels = picture.pixels if table is None else table[_luma(_rounded_samples(picture.pixels))]
    return dataclasses.replace(picture, pixels=pixels, metadata=metadata)


def _srgb_table(icc: bytes) -> Pixels | None:
    """Each of 256 greys in sRGB, shape ``(256, 3)``; ``None`` for a profile that is unusable to anybody."""
    ramp = Image.fromarray(np.arange(256, dtype=np.uint8)[None])
    flags = ImageCms.Flags.NOOPTIMIZE  # optimised for speed, dark greys are several levels off
    try:
        source, target = ImageCms.ImageCmsProfile(io.BytesIO(icc)), ImageCms.createProfile("sRGB")
        turned = ImageCms.profileToProfile(ramp, source, target, outputMode="RGB", flags=flags)
    except (ImageCms.PyCMSError, OSError):
        return None
    return None if turned is None else np.asarray(turned, dtype=np.uint8)[0]
