"""PNG: 8 bits through Pillow, 16, which Pillow has in grey alone, through imagecodecs.

Whatever the samples, the same metadata goes with them: iCCP, pHYs, eXIf, XMP as iTXt, and IPTC as the "raw profile"
that ImageMagick, Exiv2 and ExifTool write.
"""

from __future__ import annotations

import zlib
from typing import BinaryIO

import imagecodecs
from PIL import Image
from PIL.PngImagePlugin import PngInfo, putchunk

from engine.image.encoders.base import PictureFormat, photoshop_resource, resolution
from engine.image.encoders.fitting import samples_of
from engine.image.exif import without_prefix
from engine.image.picture import Metadata, Picture, Samples

_INCH = 0.0254
_HEADER_BYTES = 8 + 25  # the signature and IHDR
_WIDEST_DEEP = 1_000_000  # libpng's limit, here and in most programs that read


def _encode(file: BinaryIO, picture: Picture, quality: int) -> None:
    samples = samples_of(picture)
    if picture.is_deep:
        _encode_deep(file, samples, picture.metadata)
    else:
        _encode_shallow(file, samples, picture.metadata)


def _encode_shallow(file: BinaryIO, samples: Samples, metadata: Metadata) -> None:
    texts = PngInfo()
    for name, data in _texts(metadata):
        texts.add(name, data)
    Image.fromarray(samples).save(
        file,
        "PNG",
        icc_profile=metadata.icc,
        dpi=resolution(metadata),
        exif=without_prefix(metadata.exif or b""),
        pnginfo=texts,
    )


def _encode_deep(file: BinaryIO, samples: Samples, metadata: Metadata) -> None:
    if max(samples.shape[:2]) > _WIDEST_DEEP:
        raise ValueError(f"a side is longer than {_WIDEST_DEEP:,} pixels")
    encoded = memoryview(imagecodecs.png_encode(samples, level=6))
    file.write(encoded[:_HEADER_BYTES])
    if metadata.icc:
        putchunk(file, b"iCCP", b"ICC Profile\0\0", zlib.compress(metadata.icc))
    if dpi := resolution(metadata):
        across, down = (int(value / _INCH + 0.5) for value in dpi)
        putchunk(file, b"pHYs", across.to_bytes(4, "big"), down.to_bytes(4, "big"), b"\x01")
    for name, data in _texts(metadata):
        putchunk(file, name, data)
    if metadata.exif:
        putchunk(file, b"eXIf", without_prefix(metadata.exif))
    file.write(encoded[_HEADER_BYTES:])


def _texts(metadata: Metadata) -> list[tuple[bytes, bytes]]:
    """Chunks for XMP and IPTC, as bytes: a packet that is not UTF-8 is none of our business."""
    chunks = []
    if metadata.xmp:
        chunks.append((b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + metadata.xmp))
    if metadata.iptc:
        chunks.append((b"zTXt", b"Raw profile type iptc\0\0" + zlib.compress(_raw_profile(metadata.iptc))))
    return chunks


def _raw_profile(iptc: bytes) -> bytes:
    """The records in hexadecimal, 36 bytes a line, below their kind and number of bytes."""
    data = photoshop_resource(iptc)
    lines = [data[start : start + 36].hex() for start in range(0, len(data), 36)]
    return f"\niptc\n{len(data):8d}\n".encode() + "\n".join(lines).encode() + b"\n"


FORMAT = PictureFormat("png", (".png",), _encode, deep=True)
