"""Pictures that Pillow opens: what all their formats have in common."""

from __future__ import annotations

import dataclasses
import io
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import numpy as np
from PIL import Image, ImageOps, PngImagePlugin, UnidentifiedImageError

from engine.errors import UnreadableImage
from engine.image import metadata as metadata_of
from engine.image.boxes import MAX_METADATA
from engine.image.colour import FOREIGN_MODES, to_srgb
from engine.image.exif import ORIENTATION
from engine.image.opening import not_a_picture
from engine.image.picture import Metadata, Picture, Samples
from engine.image.profiles import fitting_profile
from engine.image.samples import Numbers, as_picture, reduced, turned
from engine.image.source import Header, Source
from engine.messages import Message

# Named one by one: what other packages register with Pillow has no place here, and of Pillow's own are left out those
# that start other programs (EPS, WMF), that only say what the file is (BUFR, GRIB, HDF5, MPEG), or that wrap another
# picture (IPTC).
# fmt: off
_ALLOWED = (
    "JPEG", "PNG", "WEBP", "AVIF", "TIFF", "GIF", "BMP", "DIB", "PPM", "JPEG2000", "QOI", "ICO", "ICNS", "CUR", "PSD",
    "TGA", "PCX", "DCX", "DDS", "SGI", "SUN", "FITS", "IM", "IMT", "MSP", "SPIDER", "XBM", "XPM", "FLI", "BLP", "FTEX",
    "GBR", "PCD", "PIXAR", "MCIDAS", "XVTHUMB",
)
# fmt: on
_GREY_MODES = frozenset({"1", "L", "LA", "La"})
_LAYERED = frozenset({"PSD", "ICO", "ICNS", "CUR"})
"""Formats whose further frames are parts of the one picture, or other sizes of it."""

_DESCRIBING = ("exif", "Raw profile type exif", "xmp", "XML:com.adobe.xmp")
"""Where an image's ``info`` has what Pillow takes an orientation from."""

ODD_HEADERS = (OSError, SyntaxError, ValueError, LookupError, struct.error)
"""What Pillow raises, beside :class:`UnreadableImage`, for headers that it cannot read."""

_opening = threading.Lock()


@contextmanager
def open_image(source: Source, data: bytes | None = None) -> Iterator[Image.Image]:
    """Pillow's image, undecoded, its size not yet judged.

    Args:
        data: the file's bytes without what Pillow would stumble over; the file itself if not given.
    """
    Image.init()
    with _opening, _own_limits():
        try:
            image = Image.open(source.path if data is None else io.BytesIO(data), formats=_ALLOWED)
        except UnidentifiedImageError as error:
            raise UnreadableImage(not_a_picture(source.head), source.path) from error
    with image:
        yield image


@contextmanager
def _own_limits() -> Iterator[None]:
    """Ours instead of Pillow's, which are lower, and settings of the whole process."""
    pixels, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, None
    text, PngImagePlugin.MAX_TEXT_CHUNK = PngImagePlugin.MAX_TEXT_CHUNK, MAX_METADATA
    try:
        yield
    finally:
        Image.MAX_IMAGE_PIXELS, PngImagePlugin.MAX_TEXT_CHUNK = pixels, text


def header_of(source: Source, data: bytes | None = None) -> Header:
    """What Pillow reads from the header; ``data`` as for :func:`open_image`."""
    with open_image(source, data) as image:
        return Header(image.width, image.height, image.format or "")


def read(source: Source) -> Picture:
    """The picture of a file of which Pillow reads all that there is."""
    with open_image(source) as image:
        source.check_size(image.width, image.height)
        return picture_of(source, image)


def picture_of(
    source: Source,
    image: Image.Image,
    *,
    deep: Samples | None = None,
    metadata: Metadata | None = None,
    orientation: int | None = None,
    warnings: tuple[Message, ...] = (),
) -> Picture:
    """The upright picture of an image whose size was found fit.

    Args:
        deep: samples as stored, in place of Pillow's, where those have fewer bits.
        metadata: as stored; from the image's ``info`` if not given.
        orientation: of the samples as Pillow decodes them; as the metadata say if not given.
    """
    warnings = (*warnings, *_frames(image), *(() if deep is not None else _lost_depth(image)))
    stored = dict(image.info)  # decoding drops some of it (TIFF), and adds what comes after the pixels (PNG)
    if deep is None or image.format == "PNG":
        image.load()
        source.check_size(image.width, image.height)  # icons hold pictures larger than they say
    metadata = metadata or metadata_of.from_image(image, stored)
    orientation = orientation or metadata_of.orientation_of(metadata)
    metadata, said = metadata_of.upright(metadata)
    if deep is None and (image.mode in ("I", "F") or image.mode.startswith("I;16")):
        deep, lost = _numbers(np.asarray(image), image.format)
        warnings += lost
    if deep is not None:
        upright = turned(deep, orientation)
        icc, unfit = fitting_profile(metadata.icc, is_grey=upright.ndim == 2 or upright.shape[2] <= 2)
        kept = dataclasses.replace(metadata, icc=icc)
        return as_picture(upright, kept, image.format or "", (*warnings, *said, *unfit))
    _turn(image, orientation)
    return _shallow(image, metadata, (*warnings, *said))


def _turn(image: Image.Image, orientation: int) -> None:
    """Make an image upright in its place: a second one of 100 megapixels would take 400 MB."""
    if orientation == 1:
        return
    for name in _DESCRIBING:  # nothing but the orientation given is to be heeded, or could fail
        image.info.pop(name, None)
    image.getexif()[ORIENTATION] = orientation
    ImageOps.exif_transpose(image, in_place=True)


def _shallow(image: Image.Image, metadata: Metadata, warnings: tuple[Message, ...]) -> Picture:
    # No copy that can be done without: one of 100 megapixels takes 400 MB inside Pillow.
    format, is_grey = image.format or "", image.mode in _GREY_MODES
    if image.mode in FOREIGN_MODES:
        image, icc, said = to_srgb(image, metadata.icc)
    else:
        icc, said = fitting_profile(metadata.icc, is_grey=is_grey)
    metadata, warnings = dataclasses.replace(metadata, icc=icc), (*warnings, *said)
    if not image.has_transparency_data:
        rgb = image if image.mode == "RGB" else image.convert("RGB")
        return Picture(np.asarray(rgb, dtype=np.uint8), None, metadata, is_grey, format, warnings)
    with_alpha = np.asarray(image.convert("RGBA"), dtype=np.uint8)
    alpha = np.ascontiguousarray(with_alpha[:, :, 3])
    opaque = bool((alpha == 255).all())
    colours = np.ascontiguousarray(with_alpha[:, :, :3])
    return Picture(colours, None if opaque else alpha, metadata, is_grey, format, warnings)


def _numbers(values: Numbers, format: str | None) -> tuple[Samples, tuple[Message, ...]]:
    """Sixteen bits of an image in one of Pillow's modes with more than eight."""
    if format == "PPM" and values.dtype.kind == "i":
        values = values.astype(np.uint16)  # Pillow has scaled them to this, in a mode that is wider
    return reduced(values, 8 * values.dtype.itemsize)


def _frames(image: Image.Image) -> tuple[Message, ...]:
    """A warning on what comes after the first frame."""
    if image.format in _LAYERED:
        return ()
    count = 1
    with suppress(Exception):  # later frames may be damaged, which does not concern the first
        count = getattr(image, "n_frames", 1)
    if count <= 1:
        return ()
    if image.format == "MPO":
        return (Message("the first of {0} pictures; cameras put previews and depth maps after it", count),)
    if image.format in ("TIFF", "DCX"):
        return (Message("only the first of {0} pages", count),)
    return (Message("only the first of {0} frames", count),)


def _lost_depth(image: Image.Image) -> tuple[Message, ...]:
    """A warning if Pillow unpacks sixteen bits into a mode that has eight."""
    if image.mode not in ("RGB", "RGBA", "LA", "CMYK", "L"):
        return ()
    wide = any(";16" in str(tile[3]) or tile[0] == "SGI16" for tile in getattr(image, "tile", ()))
    return (Message("reduced from {0} to {1} bits a channel", 16, 8),) if wide else ()
