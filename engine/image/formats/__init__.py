"""Picture formats, one file each, which ends with a ``Reader``, a ``Writer`` or both; listed here in two orders."""

from __future__ import annotations

from engine.image.formats import avif, gif, heif, jp2, jpeg, jxl, pillow_fallback, png, pnm, psd, raw, tiff, webp
from engine.image.formats.base import Reader, Writer

# The first that claims a file reads it: RAW before TIFF, whose header most RAW files have.
READERS: tuple[Reader, ...] = tuple(
    module.READER for module in (raw, png, tiff, avif, heif, jxl, jp2, pnm, psd, jpeg, webp, gif, pillow_fallback)
)
# In this order options name them.
WRITERS: tuple[Writer, ...] = tuple(module.WRITER for module in (png, jpeg, webp, avif, tiff))
