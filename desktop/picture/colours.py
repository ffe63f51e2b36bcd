"""From a picture's colours to the screen's."""

from __future__ import annotations

import io
import logging
import threading
from collections import OrderedDict

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageCms

log = logging.getLogger(__name__)

Levels = npt.NDArray[np.uint8]

# Colours that the screen has stay exact, and black stays black; the same choice as the engine's for CMYK.
_INTENT = ImageCms.Intent.RELATIVE_COLORIMETRIC
_FLAGS = ImageCms.Flags.BLACKPOINTCOMPENSATION

_BAND_PIXELS = 1 << 17  # converted at a time: stays in the processor's cache, and no second copy of a large picture
_KEPT = 16  # transforms; a folder of photos has one or two profiles
_STEPS = 9  # of the grid of colours that a transform is tried on


class ScreenColours:
    """Converts pixels to the colours of one screen, through Little CMS.

    ::

        pixels, icc --> transform icc -> screen (kept per icc; none where it changes nothing) --> pixels

    Invariants: the input is never written to; where nothing is to be done the very same array comes back; a profile
    that cannot be used changes no pixel and is told to the log once. Any number of threads may ask at once.

    Args:
        profile: ICC bytes of the screen; ``None`` for sRGB.
    """

    def __init__(self, profile: bytes | None = None) -> None:
        self._screen = _usable(profile, "the screen")
        self._profile = profile if self._screen is not None else None
        self._lock = threading.Lock()
        self._transforms: OrderedDict[bytes | None, ImageCms.ImageCmsTransform | None] = OrderedDict()

    def changes(self, icc: bytes | None) -> bool:
        """Whether pixels with this profile (``None``: sRGB) look different on the screen than their numbers say."""
        return self._transform(icc) is not None

    def to_screen(self, pixels: Levels, icc: bytes | None) -> Levels:
        """Convert a block of pixels.

        Args:
            pixels: RGB, shape ``(H, W, 3)``, 0..255.
            icc: the profile of the pixels; ``None`` for sRGB.

        Returns:
            An array of the same shape: a new one, or ``pixels`` itself.
        """
        transform = self._transform(icc)
        if transform is None or pixels.size == 0:
            return pixels
        converted = np.empty_like(pixels, order="C")
        rows = max(1, _BAND_PIXELS // pixels.shape[1])
        for top in range(0, len(pixels), rows):
            image = Image.fromarray(np.ascontiguousarray(pixels[top : top + rows]))
            converted[top : top + rows] = np.asarray(transform.apply(image))
        return converted

    def _transform(self, icc: bytes | None) -> ImageCms.ImageCmsTransform | None:
        if icc == self._profile:  # this also is the usual case of sRGB on sRGB
            return None
        with self._lock:  # others wait for the one that is being built rather than build it again
            if icc not in self._transforms:
                self._transforms[icc] = self._built(icc)
                while len(self._transforms) > _KEPT:
                    self._transforms.popitem(last=False)
            self._transforms.move_to_end(icc)
            return self._transforms[icc]

    def _built(self, icc: bytes | None) -> ImageCms.ImageCmsTransform | None:
        source = _usable(icc, "a picture")
        if icc is not None and source is None:
            return None
        try:
            transform = ImageCms.buildTransform(
                source or _srgb(), self._screen or _srgb(), "RGB", "RGB", _INTENT, _FLAGS
            )
            return transform if _changes_anything(transform) else None
        except (ImageCms.PyCMSError, OSError, ValueError) as error:
            log.warning("no way from the colours of a picture to those of the screen: %s", error)
            return None


def _usable(icc: bytes | None, whose: str) -> ImageCms.ImageCmsProfile | None:
    """The profile if it is one for RGB; what else there is goes to the log."""
    if icc is None:
        return None
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(icc))
    except (ImageCms.PyCMSError, OSError, ValueError) as error:
        log.warning("the colour profile of %s cannot be read and is left out: %s", whose, error)
        return None
    space = profile.profile.xcolor_space.strip()
    if space != "RGB":
        log.warning("the colour profile of %s is for %s, not for RGB, and is left out", whose, space)
        return None
    return profile


def _srgb() -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


def _changes_anything(transform: ImageCms.ImageCmsTransform) -> bool:
    """Whether any colour of an even grid changes by more than the one level that rounding makes."""
    steps = np.linspace(0, 255, _STEPS).round().astype(np.uint8)
    grid = np.stack(np.meshgrid(steps, steps, steps, indexing="ij"), axis=-1).reshape(_STEPS, -1, 3)
    seen = np.asarray(transform.apply(Image.fromarray(grid)))
    return bool(np.abs(seen.astype(np.int16) - grid).max() > 1)
