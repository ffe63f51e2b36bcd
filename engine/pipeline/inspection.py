"""``.latent`` bytes to what their header says: loads nothing that decodes."""

from __future__ import annotations

from dataclasses import dataclass

from engine.container import layout, reader


@dataclass(frozen=True)
class LatentInfo:
    """What a ``.latent`` file says of itself.

    ``bytes`` of the whole file; ``bpp`` in bits per pixel; ``denoise`` is the strength, 0..100, with which noise was
    left out; ``groups`` are the squares that can be decoded alone; ``bits`` a sample, 8 or 16.
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
    bits: int


def inspect(data: bytes, *, recover: bool = False) -> LatentInfo:
    """Read the header and check every checksum, without decoding.

    Args:
        recover: put up with damage beside the header and the index.

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
        bits=16 if header.is_deep else 8,
    )
