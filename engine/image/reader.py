"""Reads picture files into upright RGB, judging size by the header before any pixel buffer exists."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

import numpy as np
from PIL import ExifTags, Image, ImageCms, ImageOps, UnidentifiedImageError

from engine.errors import InputError, PictureTooLarge, SafelightError, UnreadableImage
from engine.image.picture import Metadata, Picture

MAX_PIXELS = 500_000_000
"""Default limit: a 22000 x 22000 scan passes, a decompression bomb does not."""

READABLE_SUFFIXES = frozenset(
    {".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".apng", ".webp", ".avif", ".tif", ".tiff", ".bmp", ".dib", ".gif"}
    | {".ppm", ".pgm", ".pbm", ".pnm", ".jp2", ".j2k", ".tga", ".ico", ".qoi"}
)
_GREY_MODES = frozenset({"1", "L", "LA", "La", "I", "I;16", "I;16B", "I;16L", "I;16N", "F"})
_ALPHA_MODES = frozenset({"RGBA", "RGBa", "LA", "La", "PA"})


@dataclass(frozen=True)
class PictureInfo:
    """What a picture file's header says. ``width`` and ``height`` in pixels as stored, ``bytes`` of the whole file."""

    width: int
    height: int
    format: str
    bytes: int


@contextmanager
def _opened(path: Path) -> Iterator[Image.Image]:
    """Pillow's image, undecoded; every failure inside becomes an :class:`InputError` that names the file."""
    try:
        if path.is_dir():
            raise UnreadableImage("is a folder, not a picture", path)
        if path.stat().st_size == 0:
            raise UnreadableImage("empty file", path)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # oddities that Pillow can read past; our own limits come below
            with Image.open(path) as image:
                yield image
    except SafelightError:
        raise
    except UnidentifiedImageError as error:
        raise UnreadableImage("not a picture that Safelight can read", path) from error
    except Image.DecompressionBombError as error:
        raise PictureTooLarge("too large: more pixels than the limit", path) from error
    except FileNotFoundError as error:
        raise InputError("no such file", path) from error
    except PermissionError as error:
        raise InputError("no permission to read it", path) from error
    except MemoryError as error:
        raise PictureTooLarge("too large for this machine's memory", path) from error
    except Exception as error:  # Pillow's decoders raise nearly anything for damaged files
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise UnreadableImage(f"damaged or unsupported picture ({reason})", path) from error


def probe(path: str | PathLike[str]) -> PictureInfo:
    """Size and format from the header alone.

    Raises:
        InputError: as :func:`read_picture`.
    """
    source = Path(path)
    with _opened(source) as image:
        return PictureInfo(image.width, image.height, image.format or "", source.stat().st_size)


def read_picture(path: str | PathLike[str], *, max_pixels: int = MAX_PIXELS) -> Picture:
    """Decode a picture file: first frame, turned upright, eight bits a channel.

    CMYK and Lab are converted to sRGB, through the embedded profile where there is one.

    Raises:
        UnreadableImage: not a picture, truncated or unsupported.
        PictureTooLarge: more than ``max_pixels``, by the header.
        InputError: the file is missing or may not be read.
    """
    source = Path(path)
    with _opened(source) as image:
        if image.width * image.height > max_pixels:
            raise PictureTooLarge(
                f"too large: {image.width} x {image.height} pixels, the limit is {max_pixels:,}", source
            )
        image.load()
        return _upright_picture(image)


def _upright_picture(image: Image.Image) -> Picture:
    # No copy that can be done without: one of 100 megapixels takes 400 MB inside Pillow.
    is_grey = image.mode in _GREY_MODES
    upright = image
    ImageOps.exif_transpose(upright, in_place=True)
    metadata = _metadata(upright)
    if upright.mode in ("CMYK", "LAB", "YCbCr", "HSV"):
        upright, metadata = _to_srgb(upright, metadata)
    has_alpha = upright.mode in _ALPHA_MODES or "transparency" in upright.info
    upright = _eight_bits(upright)
    if not has_alpha:
        colours = upright if upright.mode == "RGB" else upright.convert("RGB")
        return Picture(np.asarray(colours, dtype=np.uint8), None, metadata, is_grey)
    with_alpha = np.asarray(upright.convert("RGBA"), dtype=np.uint8)
    alpha = np.ascontiguousarray(with_alpha[:, :, 3])
    opaque = bool((alpha == 255).all())
    return Picture(np.ascontiguousarray(with_alpha[:, :, :3]), None if opaque else alpha, metadata, is_grey)


def _eight_bits(image: Image.Image) -> Image.Image:
    """Sixteen-bit and float greys scaled to 0..255, where Pillow itself would clip them."""
    if image.mode not in ("I", "I;16", "I;16B", "I;16L", "I;16N", "F"):
        return image
    values = np.asarray(image, dtype=np.float64)
    if image.mode == "F":
        top = 1.0 if values.max(initial=0.0) <= 1.0 else 255.0
    else:
        top = 255.0 if image.mode == "I" and values.max(initial=0) <= 255 else 65535.0
    scaled = np.clip(np.nan_to_num(values) * (255.0 / top), 0.0, 255.0)
    return Image.fromarray(np.rint(scaled).astype(np.uint8))


def _metadata(image: Image.Image) -> Metadata:
    icc = image.info.get("icc_profile")
    exif = image.getexif()
    exif.pop(ExifTags.Base.Orientation, None)
    xmp = image.info.get("xmp")
    return Metadata(
        icc=icc if isinstance(icc, bytes) and icc else None,
        exif=exif.tobytes() if len(exif) else None,
        xmp=xmp if isinstance(xmp, bytes) and xmp else None,
    )


def _to_srgb(image: Image.Image, metadata: Metadata) -> tuple[Image.Image, Metadata]:
    """RGB through the embedded profile, which then no longer applies."""
    without = Metadata(None, metadata.exif, metadata.xmp)
    if metadata.icc is not None:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(metadata.icc))
            turned = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
            if turned is not None:
                return turned, without
        except (ImageCms.PyCMSError, OSError):
            pass  # an unusable profile: the plain conversion below is the best there is
    return image.convert("RGB"), without
