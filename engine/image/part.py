"""Metadata for a part of a picture, or for a smaller one: nothing in it shows or measures the whole."""

from __future__ import annotations

import dataclasses

from engine.image import exif, iptc, xmp
from engine.image.exif_block import parsed
from engine.image.picture import Metadata
from engine.messages import Message

_WIDTHS = {(xmp.TIFF, "ImageWidth"), (xmp.EXIF, "PixelXDimension")}
_HEIGHTS = {(xmp.TIFF, "ImageLength"), (xmp.EXIF, "PixelYDimension")}
_OF_THE_WHOLE = {
    (xmp.XMP, "Thumbnails"), (xmp.EXIF, "SubjectArea"), (xmp.EXIF, "SubjectLocation"),
    (xmp.IPTC_EXTENSION, "ImageRegion"),
    ("http://www.metadataworkinggroup.com/schemas/regions/", "Regions"),
    ("http://ns.microsoft.com/photo/1.2/", "RegionInfo"),
}  # fmt: skip
"""Pictures of the whole, and where in it something lies."""
_PANORAMA = "http://ns.google.com/photos/1.0/panorama/"
_DEPTH = ("http://ns.google.com/photos/1.0/image/", "http://ns.google.com/photos/1.0/depthmap/")
"""Pictures in XMP: the original of an effect, and a depth map."""
_TEXT_WIDTHS = frozenset({"exif:ExifImageWidth", "exif:PixelXDimension", "exif:ImageWidth", "tiff:ImageWidth"})
_TEXT_HEIGHTS = frozenset({"exif:ExifImageLength", "exif:PixelYDimension", "exif:ImageLength", "tiff:ImageLength"})
_TEXT_OF_THUMBNAIL = "Thumb::"
_PREVIEWS = frozenset({200, 201, 202})
"""Data sets of IPTC's record 2."""


def metadata_of_part(
    metadata: Metadata, width: int, height: int, *, is_cut: bool
) -> tuple[Metadata, tuple[Message, ...]]:
    """The metadata of a picture, for a part of it or for it made smaller; and warnings of what cannot stay.

    Thumbnails and previews of the whole are gone, sizes are those of the part; so is what says where something lies in
    the whole: faces, the subject, a crop, the place of a panorama on its sphere, coordinates on a map.

    Args:
        width: of the part, in pixels.
        height: likewise.
        is_cut: whether it lacks some of the whole; clipping paths, which count in parts of a side, stay if it does not.
    """
    warnings = list[Message]()
    block, packet, records = metadata.exif, metadata.xmp, metadata.iptc
    if block is not None:
        block = _block(block, width, height)
        if block is None:
            warnings.append(Message("its Exif data is damaged and left out"))
    if packet is not None:
        try:
            packet = _packet(packet, width, height)
        except ValueError:
            packet = None
            warnings.append(Message("its XMP data, which may describe the whole picture, is left out"))
    if records is not None:
        try:
            records = iptc.without(records, _PREVIEWS)[0]
        except ValueError:
            records = None
            warnings.append(Message("its IPTC data is damaged and left out"))
    if metadata.geo is not None:
        warnings.append(Message("the GeoTIFF tags, which are for the whole picture, are left out"))
    if is_cut and metadata.paths is not None:
        warnings.append(Message("the clipping paths, which are for the whole picture, are left out"))
    part = dataclasses.replace(
        metadata,
        exif=block,
        xmp=packet,
        iptc=records,
        texts=_texts(metadata.texts, width, height),
        paths=None if is_cut else metadata.paths,
        geo=None,
    )
    return part, tuple(warnings)


def _block(block: bytes, width: int, height: int) -> bytes | None:
    whole = parsed(exif.of_part(exif.without_prefix(block), width, height))
    # A thumbnail that was unlinked when the picture was turned upright still lies behind the rest.
    return None if whole is None else whole.data[: whole.end()]


def _packet(packet: bytes, width: int, height: int) -> bytes | None:
    edits = list[tuple[tuple[int, int], bytes]]()
    for one in xmp.properties(packet):
        key = (one.namespace, one.local)
        if key in _WIDTHS or key in _HEIGHTS:
            if one.value is not None:
                edits.append((one.value, str(width if key in _WIDTHS else height).encode()))
        elif _is_of_the_whole(one):
            edits.append((one.span, b""))
    left = xmp.edited(packet, edits)
    return left if left.strip() else None


def _is_of_the_whole(one: xmp.Property) -> bool:
    if one.name.startswith("xmlns:"):
        return False
    is_crop = one.namespace == xmp.CAMERA_RAW and (one.local.startswith("Crop") or one.local == "HasCrop")
    return is_crop or (one.namespace, one.local) in _OF_THE_WHOLE or one.namespace in (_PANORAMA, *_DEPTH)


def _texts(texts: tuple[tuple[str, str], ...], width: int, height: int) -> tuple[tuple[str, str], ...]:
    sizes = dict.fromkeys(_TEXT_WIDTHS, str(width)) | dict.fromkeys(_TEXT_HEIGHTS, str(height))
    return tuple(
        (keyword, sizes.get(keyword, text)) for keyword, text in texts if not keyword.startswith(_TEXT_OF_THUMBNAIL)
    )
