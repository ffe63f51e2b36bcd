"""Camera RAW, through LibRaw if rawpy is installed: developed with the camera's white balance into sRGB."""

from __future__ import annotations

import io
from contextlib import suppress
from typing import Any

import numpy as np
from PIL import Image

from engine.errors import UnreadableImage
from engine.image import metadata as metadata_of
from engine.image.formats.base import Reader
from engine.image.formats.tiff import MAGIC, tiff_metadata
from engine.image.picture import Metadata, Picture
from engine.image.samples import as_picture
from engine.image.source import Header, Source
from engine.messages import Message

SUFFIXES = frozenset(
    {".dng", ".cr2", ".cr3", ".crw", ".nef", ".nrw", ".arw", ".srf", ".sr2", ".raf", ".orf", ".rw2", ".rwl", ".pef"}
    | {".srw", ".x3f", ".3fr", ".fff", ".iiq", ".mrw", ".mef", ".mos", ".erf", ".kdc", ".dcr", ".gpr"}
)
_MAGIC = (b"FUJIFILMCCD-RAW", b"IIRO", b"IIRS", b"MMOR", b"IIU\0", b"\0MRM", b"FOVb")
_NO_RAW = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"RIFF")
_DNG_VERSION = 50706
_SENSOR = frozenset({32803, 34892})
"""Photometric interpretations of samples as a sensor gave them."""

_SRGB_CURVE = (2.4, 12.92)
_CLIPPED = 0.001
"""Share of the samples that brightening may clip: LibRaw's own hundredth loses skies."""
_MISSING = Message("is camera RAW, for which rawpy has to be installed: pip install 'safelight[raw]'")
_DEVELOPED = Message("developed from camera RAW; what the sensor recorded beyond that is not kept")


def _claims(source: Source) -> bool:
    """By suffix or by contents, as many such files begin like TIFF, with a small preview as the first picture."""
    head = source.head
    if head.startswith(_NO_RAW):
        return False
    if source.suffix in SUFFIXES or head.startswith(_MAGIC) or head[4:12] == b"ftypcrx " or head[8:10] == b"CR":
        return True
    return head.startswith(MAGIC) and _holds_sensor_data(source)


def _holds_sensor_data(source: Source) -> bool:
    import tifffile  # takes a while to load

    with suppress(Exception), tifffile.TiffFile(source.path) as file:  # what cannot be parsed is not known to be RAW
        page = file.pages.first
        if _DNG_VERSION in page.tags or page.photometric in _SENSOR:
            return True
        return any(getattr(inner, "photometric", None) in _SENSOR for inner in page.pages or ())
    return False


def _opened(source: Source) -> Any:
    try:
        import rawpy
    except ImportError as error:
        raise UnreadableImage(_MISSING) from error
    try:
        with source.path.open("rb") as file:  # not by name, which LibRaw would have to be valid UTF-8
            return rawpy.imread(file)
    except rawpy.LibRawError as error:
        raise UnreadableImage(
            Message("damaged, or RAW of a camera that LibRaw does not know ({0})", _said(error))
        ) from error


def _header(source: Source) -> Header:
    with _opened(source) as raw:
        return Header(raw.sizes.iwidth, raw.sizes.iheight, "RAW")


def _read(source: Source) -> Picture:
    with _opened(source) as raw:
        source.check_size(max(raw.sizes.raw_width, raw.sizes.iwidth), max(raw.sizes.raw_height, raw.sizes.iheight))
        metadata, said = metadata_of.upright(_metadata(source, raw))
        import rawpy

        try:
            samples = raw.postprocess(
                use_camera_wb=True,
                output_color=rawpy.ColorSpace.sRGB,
                output_bps=16,
                gamma=_SRGB_CURVE,
                auto_bright_thr=_CLIPPED,
            )
        except rawpy.LibRawError as error:
            raise UnreadableImage(Message("damaged camera RAW ({0})", _said(error))) from error
    return as_picture(np.asarray(samples), metadata, "RAW", (_DEVELOPED, *said))


def read_half(source: Source) -> Picture:
    """The upright picture at half its size and in eight bits, without metadata: for lists, in a quarter of the time."""
    with _opened(source) as raw:
        source.check_size(max(raw.sizes.raw_width, raw.sizes.iwidth), max(raw.sizes.raw_height, raw.sizes.iheight))
        samples = raw.postprocess(half_size=True, use_camera_wb=True, auto_bright_thr=_CLIPPED)
    return as_picture(np.asarray(samples), Metadata(), "RAW", ())


def _said(error: Exception) -> str:
    """LibRaw's words, which rawpy hands on as bytes."""
    said = error.args[0] if error.args else ""
    return said.decode("ascii", "replace") if isinstance(said, bytes) else str(said)


def _metadata(source: Source, raw: Any) -> Metadata:
    """Exif and XMP from a TIFF-like file's own tags, or else Exif from the camera's preview."""
    if source.head.startswith(MAGIC):
        import tifffile

        with suppress(Exception), tifffile.TiffFile(source.path) as file:
            found = tiff_metadata(source, file.pages.first)
            return Metadata(None, found.exif, found.xmp, found.iptc)
    with suppress(Exception):  # no preview, or none with Exif: the picture does not depend on it
        preview = raw.extract_thumb().data
        with Image.open(io.BytesIO(preview), formats=("JPEG",)) as image:
            return Metadata(None, metadata_of.from_image(image).exif)
    return Metadata()


READER = Reader(suffixes=SUFFIXES, claims=_claims, header=_header, read=_read)
