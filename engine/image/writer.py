"""Writes pictures, whole or not at all."""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from engine.errors import OptionError, OutputError
from engine.image.files import write_atomically
from engine.image.picture import Picture

WRITABLE_FORMATS = {"png": ".png", "jpeg": ".jpg", "webp": ".webp", "avif": ".avif", "tiff": ".tif"}
"""Names of the formats that can be written, with the suffix that each is given."""

FORMAT_BY_SUFFIX = {suffix: name for name, suffix in WRITABLE_FORMATS.items()} | {".jpeg": "jpeg", ".tiff": "tiff"}
"""Every suffix that names a format, with that format."""
_DEFAULT_QUALITY = {"jpeg": 95, "webp": 95, "avif": 90}


def format_of(path: str | PathLike[str]) -> str:
    """Name of the format that a path's suffix asks for.

    Raises:
        OptionError: if it asks for none that can be written.
    """
    suffix = Path(path).suffix.lower()
    if suffix not in FORMAT_BY_SUFFIX:
        known = ", ".join(sorted(FORMAT_BY_SUFFIX))
        raise OptionError(f"cannot tell the picture format from the suffix; known are {known}", path)
    return FORMAT_BY_SUFFIX[suffix]


def write_picture(
    picture: Picture,
    path: str | PathLike[str],
    *,
    format: str | None = None,
    quality: int | None = None,
    overwrite: bool = False,
) -> int:
    """Encode ``picture`` and move it to ``path``; returns the number of bytes.

    Args:
        format: one of :data:`WRITABLE_FORMATS`; from the suffix if not given.
        quality: 0..100 for the lossy formats; high by default.
        overwrite: whether a file that is there may be replaced.

    Raises:
        OptionError: an unknown format or a quality out of range.
        OutputExists: there is a file and ``overwrite`` is false.
        OutputError: it cannot be written.
    """
    target = Path(path)
    kind = format or format_of(target)
    if kind not in WRITABLE_FORMATS:
        raise OptionError(f"unknown picture format {kind!r}; known are {', '.join(WRITABLE_FORMATS)}")
    if quality is not None and not 0 <= quality <= 100:
        raise OptionError(f"quality must be from 0 to 100, not {quality}")
    image, settings = _image(picture, kind), _settings(picture, kind, quality)

    def encode(file: BinaryIO) -> None:
        try:
            image.save(file, format=kind.upper(), **settings)
        except (ValueError, RuntimeError, OverflowError) as error:  # a format's own limits, such as WebP's 16383 pixels
            raise OutputError(f"cannot be stored as {kind} ({error})", target) from error

    return write_atomically(target, encode, overwrite=overwrite)


def _image(picture: Picture, kind: str) -> Image.Image:
    alpha = picture.alpha if kind != "jpeg" else None  # JPEG has none
    if picture.is_grey:
        grey = np.asarray(Image.fromarray(picture.pixels).convert("L"))
        return Image.fromarray(grey) if alpha is None else Image.merge("LA", _planes(grey, alpha))
    if alpha is None:
        return Image.fromarray(picture.pixels)
    return Image.fromarray(np.dstack([picture.pixels, alpha]))


def _planes(*arrays: Any) -> tuple[Image.Image, ...]:
    return tuple(Image.fromarray(array) for array in arrays)


def _settings(picture: Picture, kind: str, quality: int | None) -> dict[str, Any]:
    """Pillow's encoder settings, with the metadata that the format can hold."""
    settings: dict[str, Any] = {}
    metadata = picture.metadata
    if metadata.icc is not None:
        settings["icc_profile"] = metadata.icc
    if metadata.exif is not None:
        settings["exif"] = metadata.exif
    if metadata.xmp is not None and kind in ("jpeg", "webp", "avif"):
        settings["xmp"] = metadata.xmp
    elif metadata.xmp is not None and kind == "png":
        settings["pnginfo"] = PngInfo()
        settings["pnginfo"].add_itxt("XML:com.adobe.xmp", metadata.xmp.decode("utf-8", "replace"))
    if kind in _DEFAULT_QUALITY:
        settings["quality"] = _DEFAULT_QUALITY[kind] if quality is None else quality
    if kind == "jpeg":
        settings |= {"optimize": True, "subsampling": "4:4:4" if settings["quality"] >= 90 else "4:2:0"}
    if kind == "tiff":
        settings["compression"] = "tiff_adobe_deflate"
    return settings
