"""Writes pictures, whole or not at all."""

from __future__ import annotations

import struct
from os import PathLike
from pathlib import Path
from typing import BinaryIO

import numpy as np

from engine.errors import InputError, OptionError, OutputError
from engine.image.exif_block import parsed
from engine.image.files import write_atomically
from engine.image.formats import WRITERS
from engine.image.formats.base import Writer, resolution
from engine.image.formats.fitting import fitting, has_grey_profile
from engine.image.picture import Picture, check_picture
from engine.image.reader import probe
from engine.messages import Message

_FORMATS: dict[str, Writer] = {writer.name: writer for writer in WRITERS}

WRITABLE_FORMATS = {name: format.suffixes[0] for name, format in _FORMATS.items()}
"""Names of the formats that can be written, with the suffix that each is given."""

FORMAT_BY_SUFFIX = {suffix: name for name, format in _FORMATS.items() for suffix in format.suffixes}
"""Every suffix that names a format, with that format."""

_SUITABLE = {
    "TIFF": "tiff",
    "RAW": "tiff",
    "WEBP": "webp",
    "AVIF": "avif",
    **dict.fromkeys(("JPEG", "MPO", "HEIF", "JXL"), "jpeg"),
}
_LOSSLESS = "png"


def format_of(path: str | PathLike[str]) -> str:
    """Name of the format that a path's suffix asks for.

    Raises:
        OptionError: if it asks for none that can be written.
    """
    suffix = Path(path).suffix.lower()
    if suffix not in FORMAT_BY_SUFFIX:
        known = ", ".join(sorted(FORMAT_BY_SUFFIX))
        raise OptionError(Message("cannot tell the picture format from the suffix; known are {0}", known), path)
    return FORMAT_BY_SUFFIX[suffix]


def suitable_format(source_format: str, *, is_deep: bool, has_alpha: bool) -> str:
    """Name of the format that suits a picture whose source had ``source_format``, by Pillow's name.

    Photographs from lossy formats stay in their own or become JPEG, TIFF and camera raw become TIFF, all else PNG. A
    picture with sixteen bits or with alpha never goes to a format without them.
    """
    name = _SUITABLE.get(source_format.upper(), _LOSSLESS)
    format = _FORMATS[name]
    if (is_deep and not format.deep) or (has_alpha and not format.alpha):
        return _LOSSLESS
    return name


def lost_in(picture: Picture, format: str) -> tuple[Message, ...]:
    """What of ``picture`` the format called ``format`` cannot hold: phrases such as "the transparency".

    Raises:
        OptionError: an unknown format, or ``picture`` is something else.
    """
    check_picture(picture)
    into, metadata = _format(format), picture.metadata
    lost = []
    if picture.is_deep and not into.deep:
        lost.append(Message("16 bits a channel"))
    if picture.alpha is not None and not into.alpha and _is_transparent(picture):
        lost.append(Message("the transparency"))
    if has_grey_profile(picture) and not into.grey_profile:
        lost.append(Message("the colour profile (its greys are converted to sRGB)"))
    if metadata.iptc and not into.iptc:
        lost.append(Message("the IPTC data"))
    if metadata.texts and not into.texts:
        lost.append(Message("the texts"))
    if metadata.paths and not into.paths:
        lost.append(Message("the clipping paths"))
    if metadata.geo and not into.geo:
        lost.append(Message("the GeoTIFF tags"))
    if resolution(metadata) and not into.resolution and not _exif_has_resolution(picture):
        lost.append(Message("the resolution"))
    return (*lost, *into.losses(picture))


def write_picture(
    picture: Picture,
    path: str | PathLike[str],
    *,
    format: str | None = None,
    quality: int | None = None,
    overwrite: bool = False,
    threads: int = 0,
) -> int:
    """Encode ``picture`` and move it to ``path``; returns the number of bytes.

    What the format cannot hold is left out, as :func:`lost_in` says: transparency is laid on white, sixteen bits are
    rounded to eight.

    Args:
        format: one of :data:`WRITABLE_FORMATS`; from the suffix if not given.
        quality: 0..100 for the lossy formats; high by default.
        overwrite: whether a file that is there may be replaced.
        threads: CPU threads; 0 takes all cores.

    Raises:
        OptionError: an unknown format, a quality out of range, or ``picture`` is something else.
        OutputExists: there is a file and ``overwrite`` is false.
        OutputError: it cannot be written.
    """
    check_picture(picture)
    target = Path(path)
    into = _format(format or format_of(target))
    if quality is not None and not 0 <= quality <= 100:
        raise OptionError(Message("quality must be from 0 to 100, not {0}", quality))

    def encode(file: BinaryIO) -> None:
        try:
            chosen = into.quality or 0 if quality is None else quality
            into.encode(file, fitting(picture, into), chosen, threads)
            file.flush()
            _check_written(Path(file.name), picture)
        except MemoryError as error:
            raise OutputError("too large for this machine's memory", target) from error
        except OSError as error:
            if error.errno is not None:
                raise  # from the file, not from the encoder
            raise _unstorable(into, error, target) from error
        except (ValueError, RuntimeError, OverflowError, struct.error) as error:  # a format's own limits
            raise _unstorable(into, error, target) from error

    return write_atomically(target, encode, overwrite=overwrite)


def _check_written(path: Path, picture: Picture) -> None:
    """Open what was written by its header, before it takes its place.

    Raises:
        ValueError: nobody can open it, or it has another size.
    """
    try:
        found = probe(path)
    except InputError as error:
        raise ValueError(Message("what was written cannot be opened: {0}", error.reason)) from error
    if (found.width, found.height) != (picture.width, picture.height):
        raise ValueError(Message("what was written has another size"))


def _format(name: str) -> Writer:
    if name not in _FORMATS:
        raise OptionError(Message("unknown picture format {0!r}; known are {1}", name, ", ".join(WRITABLE_FORMATS)))
    return _FORMATS[name]


def _unstorable(format: Writer, error: Exception, target: Path) -> OutputError:
    """For a format's own limits, such as WebP's 16383 pixels."""
    return OutputError(Message("cannot be stored as {0} ({1})", format.name, str(error)), target)


def _is_transparent(picture: Picture) -> bool:
    assert picture.alpha is not None
    return bool((picture.alpha != np.iinfo(picture.alpha.dtype).max).any())


def _exif_has_resolution(picture: Picture) -> bool:
    block = parsed(picture.metadata.exif)
    return block is not None and block.has_resolution()
