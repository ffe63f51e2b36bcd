"""Reads the header of a ``.latent`` file without decoding it."""

from __future__ import annotations

from dataclasses import dataclass

from engine.container import layout, reader


@dataclass(frozen=True)
class LatentInfo:
    """Facts about a ``.latent`` file.

    Attributes:
        version: of the file format.
        model: id of the codec that made the file.
        width, height: of the picture, in pixels.
        quality: 0..100.
        denoise: 0..100, how strongly noise was removed.
        groups: number of squares that can be decoded independently.
        bytes: size of the file.
        bpp: bits per pixel.
        bits: per sample, 8 or 16.
    """

    version: int
    model: str
    width: int
    height: int
    quality: float
    denoise: int
    groups: int
    bytes: int
    bpp: float
    has_alpha: bool
    has_icc: bool
    has_exif: bool
    has_xmp: bool
    has_iptc: bool
    has_texts: bool
    has_paths: bool
    has_geo: bool
    bits: int


def inspect(data: bytes, *, recover: bool = False) -> LatentInfo:
    """Read the header and check every checksum, without decoding.

    Args:
        recover: accept damage outside the header and the index of the groups.

    Raises:
        LatentError: not a ``.latent`` file, damaged, or of a newer version.
    """
    file = reader.read(data, recover=recover)
    header, chunks = file.header, file.chunks
    return LatentInfo(
        version=header.version,
        model=header.model,
        width=header.width,
        height=header.height,
        quality=header.quality / 100.0,
        denoise=header.denoise,
        groups=len(file.groups),
        bytes=len(data),
        bpp=8.0 * len(data) / (header.width * header.height),
        has_alpha=layout.ALPHA in chunks,
        has_icc=layout.ICC in chunks,
        has_exif=layout.EXIF in chunks,
        has_xmp=layout.XMP in chunks,
        has_iptc=layout.IPTC in chunks,
        has_texts=layout.TEXTS in chunks,
        has_paths=layout.PATHS in chunks,
        has_geo=layout.GEO in chunks,
        bits=16 if header.is_deep else 8,
    )
