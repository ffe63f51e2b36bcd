"""From the colour spaces of print and television to sRGB."""

from __future__ import annotations

import io

from PIL import Image, ImageCms

from engine.errors import UnreadableImage
from engine.image.profiles import space_of
from engine.messages import Message

_SPACES = {"CMYK": "CMYK", "LAB": "Lab", "YCbCr": "YCbr"}
"""ICC's names of the colour spaces of Pillow's modes."""

# What print programs do unless told otherwise: white paper becomes white, the blackest ink black, and every colour that
# sRGB has stays exact. (The perceptual table would move those as well, differently with every maker's profile.)
_INTENT = ImageCms.Intent.RELATIVE_COLORIMETRIC
_FLAGS = ImageCms.Flags.BLACKPOINTCOMPENSATION

FOREIGN_MODES = frozenset({"CMYK", "LAB", "YCbCr", "HSV"})
"""Pillow's modes that :func:`to_srgb` is for."""


def to_srgb(image: Image.Image, icc: bytes | None) -> tuple[Image.Image, bytes | None, tuple[Message, ...]]:
    """``image``, of one of :data:`FOREIGN_MODES`, in RGB; the profile to keep; and warnings on its colours.

    Goes through the profile if that is for the image's colour space. CMYK without one is taken as plain ink densities,
    Lab without one as what it says: a colour space of its own. A profile for RGB stays, as in YCbCr it is for the RGB
    that comes of it.
    """
    space = None if icc is None else space_of(icc)
    if icc is not None and space == _SPACES.get(image.mode):
        converted = _through(image, ImageCms.ImageCmsProfile(io.BytesIO(icc)))
        if converted is not None:
            return converted, None, (Message("its {0} colours become sRGB", space or image.mode),)
    if image.mode == "LAB":
        converted = _through(image, ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")))
        if converted is None:
            raise UnreadableImage("of a kind that Safelight cannot read (Lab without a usable profile)")
        return converted, None, (Message("its {0} colours become sRGB", "Lab"),)
    if image.mode == "CMYK":
        return image.convert("RGB"), None, (Message("CMYK without a usable profile: colours are approximate"),)
    return image.convert("RGB"), icc if space == "RGB" else None, ()


def _through(image: Image.Image, profile: ImageCms.ImageCmsProfile) -> Image.Image | None:
    """``None`` where the profile has no way from the image's colours."""
    try:
        return ImageCms.profileToProfile(
            image, profile, ImageCms.createProfile("sRGB"), _INTENT, outputMode="RGB", flags=_FLAGS
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return None
