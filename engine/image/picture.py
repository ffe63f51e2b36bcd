"""A decoded picture and what travels with it."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.errors import OptionError
from engine.messages import Message

Pixels = npt.NDArray[np.uint8]
DeepPixels = npt.NDArray[np.uint16]
Samples = npt.NDArray[np.uint8 | np.uint16]
"""Eight bits, 0..255, or sixteen, 0..65535."""

DEEP_STEP = 257
"""Sixteen-bit levels in one of eight bits: 65535 / 255."""
_ROWS = 64
_HIGHEST_SIDE = 2**31 - 1
_EXIF_PREFIX = b"Exif\0\0"


@dataclass(frozen=True)
class Metadata:
    """What travels with a picture as it is; ``None`` where the source has none.

    ``bytearray`` and ``memoryview`` become ``bytes``; what is empty becomes ``None``.

    Attributes:
        icc: ICC profile of the pixels.
        exif: Exif block, from its byte-order mark on; the prefix that JPEG gives it is removed. Its orientation is 1 or
            missing: pixels are upright already.
        xmp: XMP packet.
        iptc: IPTC-IIM records.
        dpi: pixels per inch, across and down: two finite numbers above 0.
        texts: keywords and texts of a PNG; the comment of a JPEG or GIF has the keyword ``Comment``.
        paths: Photoshop's image resources with clipping paths, numbers 2000 to 2999, as they were.
        geo: GeoTIFF tags; see :mod:`engine.image.geotiff`.

    Raises:
        OptionError: a value is of another type, or the resolution is impossible.
    """

    icc: bytes | None = None
    exif: bytes | None = None
    xmp: bytes | None = None
    iptc: bytes | None = None
    dpi: tuple[float, float] | None = None
    texts: tuple[tuple[str, str], ...] = ()
    paths: bytes | None = None
    geo: bytes | None = None

    def __post_init__(self) -> None:
        for name in ("icc", "exif", "xmp", "iptc", "paths", "geo"):
            value = getattr(self, name)
            if value is not None and not (type(value) is bytes and value):
                _set(self, name, _bytes_of(name, value))
        if self.exif is not None and self.exif.startswith(_EXIF_PREFIX):
            _set(self, "exif", self.exif.removeprefix(_EXIF_PREFIX) or None)
        if self.dpi is not None:
            _set(self, "dpi", _resolution(self.dpi))
        if self.texts != ():
            _set(self, "texts", _texts(self.texts))


@dataclass(frozen=True)
class Picture:
    """An upright picture.

    Arrays of other types, shapes and orders are converted when the picture is made:

    - ``bool``: ``False`` is 0 and ``True`` is 255.
    - floating point: 0.0 is black or transparent, 1.0 is white or opaque, in sixteen bits. Numbers below 0 or above
      1 and NaN are refused.
    - ``uint16`` of the other byte order: converted to this machine's.
    - ``pixels`` of shape ``(H, W)`` and ``(H, W, 1)`` are grey, ``(H, W, 2)`` grey and alpha, ``(H, W, 4)`` RGB and
      alpha.
    - ``alpha`` of shape ``(H, W, 1)`` loses its last axis. Its samples are given the type of ``pixels``: eight bits are
      multiplied by 257, sixteen are rounded.

    All other types, signed integers among them, are refused, since nothing tells which number is white.

    Attributes:
        pixels: RGB, uint8 or uint16, shape ``(H, W, 3)``, C-contiguous, at least one pixel.
        alpha: shape ``(H, W)``, of the same type, not premultiplied; ``None`` where the source has none.
        metadata: colour profile, Exif and the like.
        is_grey: the source had no colour; writers may store a single channel.
        format: Pillow's name of the source's format, such as ``JPEG``; empty where there is none.
        warnings: what of the source is not in the picture, each a phrase for a user: "only the first of 3 pages".

    Raises:
        OptionError: an array cannot be converted, ``alpha`` is of another size than ``pixels``, or a value is of
            another type.
    """

    pixels: Samples
    alpha: Samples | None = None
    metadata: Metadata = field(default_factory=Metadata)
    is_grey: bool = False
    format: str = ""
    warnings: tuple[Message, ...] = ()

    def __post_init__(self) -> None:
        given = self.pixels
        is_plain = isinstance(given, np.ndarray) and given.ndim == 3 and given.dtype in (np.uint8, np.uint16)
        if not (is_plain and self.alpha is None and given.shape[2] == 3 and given.size and given.flags.c_contiguous):
            pixels, alpha, channels = _planes(given, self.alpha)
            _set(self, "pixels", pixels)
            _set(self, "alpha", alpha)
            _set(self, "is_grey", bool(self.is_grey) or channels <= 2)
        if not isinstance(self.metadata, Metadata):
            raise _wrong_type("metadata", "Metadata", self.metadata)
        if not isinstance(self.format, str):
            raise _wrong_type("format", "str", self.format)
        if self.warnings != ():
            _set(self, "warnings", tuple(Message.of(warning) for warning in self.warnings))

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


def check_picture(picture: Picture) -> None:
    """For public functions that take a picture.

    Raises:
        OptionError: it is something else, such as an array.
    """
    if not isinstance(picture, Picture):
        raise _wrong_type("picture", "Picture", picture)


def _set(holder: object, name: str, value: object) -> None:
    """Give a field of a frozen dataclass its converted value, while it is made."""
    object.__setattr__(holder, name, value)


def _wrong_type(name: str, wanted: str, value: object) -> OptionError:
    return OptionError(Message("{0} must be of the type {1}, not {2}", name, wanted, type(value).__name__))


def _bytes_of(name: str, value: object) -> bytes | None:
    if value is None:
        return None
    if not isinstance(value, bytes | bytearray | memoryview):
        raise _wrong_type(name, "bytes", value)
    return bytes(value) or None


def _texts(pairs: object) -> tuple[tuple[str, str], ...]:
    try:
        found = tuple((keyword, text) for keyword, text in pairs)  # type: ignore[attr-defined]
    except (TypeError, ValueError):
        found = ((None, None),)
    if not all(isinstance(part, str) for pair in found for part in pair):
        raise OptionError("texts must be pairs of a keyword and a text")
    return found


def _resolution(dpi: object) -> tuple[float, float]:
    try:
        across, down = (float(value) for value in dpi)  # type: ignore[attr-defined]
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        across = down = math.nan
    if not (0 < across < math.inf and 0 < down < math.inf):
        raise OptionError(Message("dpi must be two numbers above 0, not {0}", repr(dpi)))
    return across, down


def _planes(pixels: object, alpha: object) -> tuple[Samples, Samples | None, int]:
    """RGB ``(H, W, 3)``, alpha ``(H, W)`` of the same type, and the number of channels that ``pixels`` had."""
    samples = _samples("pixels", pixels)
    if samples.ndim == 2:
        samples = samples[:, :, np.newaxis]
    if samples.ndim != 3 or not 1 <= samples.shape[2] <= 4:
        raise _wrong_shape("pixels", samples, "(H, W, 3)")
    height, width, channels = samples.shape
    if not 0 < height <= _HIGHEST_SIDE or not 0 < width <= _HIGHEST_SIDE:
        raise OptionError("the picture is empty" if not samples.size else "a side of the picture is too long")
    if channels in (2, 4):
        if alpha is not None:
            raise OptionError(Message("alpha is given twice: pixels have {0} channels", channels))
        alpha = samples[:, :, -1]
        samples = samples[:, :, :-1]
    colours = samples
    if channels <= 2:
        colours = np.broadcast_to(colours, (height, width, 3))
    return np.ascontiguousarray(colours), None if alpha is None else _alpha(alpha, colours), channels


def _alpha(alpha: object, colours: Samples) -> Samples:
    samples = _samples("alpha", alpha)
    if samples.ndim == 3 and samples.shape[2] == 1:
        samples = samples[:, :, 0]
    if samples.shape != colours.shape[:2]:
        raise _wrong_shape("alpha", samples, str(colours.shape[:2]))
    if samples.dtype != colours.dtype:
        is_deep = colours.dtype == np.uint16
        samples = samples.astype(np.uint16) * np.uint16(DEEP_STEP) if is_deep else eight_bits(samples)
    return np.ascontiguousarray(samples)


def _samples(name: str, array: object) -> Samples:
    """The array as uint8 or uint16, by the rules that :class:`Picture` states."""
    if not isinstance(array, np.ndarray):
        raise _wrong_type(name, "numpy.ndarray", array)
    kind: np.dtype[Any] = array.dtype
    if kind == np.uint8 or kind == np.dtype(np.uint16):
        return array
    if kind.kind == "u" and kind.itemsize == 2:
        return array.astype(np.uint16)
    if kind.kind == "b":
        return array.astype(np.uint8) * np.uint8(255)
    if kind.kind == "f":
        return _from_floats(name, array)
    raise OptionError(
        Message("{0} must be uint8, uint16, bool or floating point from 0 to 1, not {1}", name, str(kind))
    )


def _from_floats(name: str, array: npt.NDArray[Any]) -> DeepPixels:
    out: DeepPixels = np.empty(array.shape, dtype=np.uint16)
    for start in range(0, len(array) if array.ndim else 0, _ROWS):
        block = array[start : start + _ROWS].astype(np.float64)
        if not ((block >= 0.0) & (block <= 1.0)).all():  # also refuses NaN
            raise OptionError(Message("floating-point numbers of {0} must be from 0 to 1", name))
        out[start : start + _ROWS] = np.rint(block * 65535.0)
    return out


def _wrong_shape(name: str, samples: Samples, wanted: str) -> OptionError:
    return OptionError(Message("{0} must have the shape {1}, not {2}", name, wanted, str(samples.shape)))
