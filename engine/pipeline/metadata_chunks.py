"""The optional chunks of a ``.latent`` file: metadata and the alpha plane, both lossless."""

from __future__ import annotations

import io
import json

import numpy as np
from PIL import Image, PngImagePlugin

from engine.container import layout
from engine.container.layout import LatentFile
from engine.errors import DamagedLatent
from engine.image.metadata import resolution
from engine.image.picture import Metadata, Picture, Samples


def metadata_chunks(picture: Picture) -> dict[bytes, bytes]:
    """A picture's metadata and alpha plane as chunks, payload by type."""
    metadata = picture.metadata
    found = {
        layout.ICC: metadata.icc,
        layout.EXIF: metadata.exif,
        layout.XMP: metadata.xmp,
        layout.IPTC: metadata.iptc,
        layout.TEXTS: json.dumps(metadata.texts).encode("ascii") if metadata.texts else None,
        layout.PATHS: metadata.paths,
        layout.GEO: metadata.geo,
        layout.DPI: None if metadata.dpi is None else layout.RESOLUTION.pack(*metadata.dpi),
        layout.ALPHA: None if picture.alpha is None else _png(picture.alpha),
    }
    return {kind: payload for kind, payload in found.items() if payload is not None}


def _png(alpha: Samples) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(alpha).save(buffer, format="PNG", optimize=True)
    return buffer.getvalue()


def metadata_of(file: LatentFile) -> Metadata:
    """The metadata in a file's chunks: the inverse of :func:`metadata_chunks`, without the alpha plane."""
    chunks = file.chunks
    icc, exif, xmp, iptc = (chunks.get(kind) for kind in (layout.ICC, layout.EXIF, layout.XMP, layout.IPTC))
    if exif is not None:  # early files have it with JPEG's prefix
        exif = exif.removeprefix(b"Exif\0\0")
    return Metadata(
        icc,
        exif,
        xmp,
        iptc,
        _resolution(chunks.get(layout.DPI)),
        _texts(chunks.get(layout.TEXTS)),
        chunks.get(layout.PATHS),
        chunks.get(layout.GEO),
    )


def _texts(stored: bytes | None) -> tuple[tuple[str, str], ...]:
    """Keywords and texts; those that are none are passed over."""
    try:
        found = json.loads(stored or b"[]")
        return tuple((str(keyword), str(text)) for keyword, text in found)
    except (ValueError, TypeError):
        return ()


def _resolution(stored: bytes | None) -> tuple[float, float] | None:
    """Pixels per inch, across and down; ``None`` if missing or impossible."""
    if stored is None or len(stored) != layout.RESOLUTION.size:
        return None
    return resolution(layout.RESOLUTION.unpack(stored))


def alpha_of(file: LatentFile) -> Samples | None:
    """The alpha plane ``(H, W)``, uint8 or uint16 like the picture; ``None`` if there is none.

    Raises:
        DamagedLatent: it cannot be read, or its size is not the picture's.
    """
    stored, header = file.chunks.get(layout.ALPHA), file.header
    if stored is None:
        return None
    try:
        # Not Image.open, whose limit on pixels may be below the size in the header.
        with PngImagePlugin.PngImageFile(io.BytesIO(stored)) as image:
            mode, kind = ("I;16", np.uint16) if header.is_deep else ("L", np.uint8)
            if image.size != (header.width, header.height) or image.mode != mode:
                raise DamagedLatent("the alpha plane does not fit the picture")
            return np.array(image, dtype=kind)
    except (OSError, SyntaxError, ValueError) as error:
        raise DamagedLatent("the alpha plane is damaged") from error
