"""Colour profiles: whether one fits the pixels, and made ones for files that describe their colours with numbers."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import imagecodecs
import numpy as np
import numpy.typing as npt
from PIL import ImageCms

from engine.messages import Message

XY = tuple[float, float]
"""Chromaticity."""

D65: XY = (0.3127, 0.3290)
SRGB_PRIMARIES: tuple[XY, XY, XY] = ((0.64, 0.33), (0.30, 0.60), (0.15, 0.06))
P3_PRIMARIES: tuple[XY, XY, XY] = ((0.68, 0.32), (0.265, 0.69), (0.15, 0.06))
BT2020_PRIMARIES: tuple[XY, XY, XY] = ((0.708, 0.292), (0.17, 0.797), (0.131, 0.046))

_CURVE_STEPS = 1024
_DATE = slice(24, 36)
_MADE_ON = bytes.fromhex("07d000010001000000000000")


@dataclass(frozen=True)
class Colours:
    """Colours as numbers describe them.

    Attributes:
        gamma: exponent that decodes samples to light; ``None`` for sRGB's own curve.
        white: chromaticity of white.
        primaries: of red, green and blue.
    """

    gamma: float | None = None
    white: XY = D65
    primaries: tuple[XY, XY, XY] = SRGB_PRIMARIES

    @property
    def are_srgb(self) -> bool:
        """Whether sRGB, which files without a profile are taken for, is the same within what an eye sees."""
        near = np.allclose([self.white, *self.primaries], [D65, *SRGB_PRIMARIES], atol=0.002)
        return near and (self.gamma is None or abs(self.gamma - 2.2) < 0.03)


NCLX_PRIMARIES = {1: SRGB_PRIMARIES, 9: BT2020_PRIMARIES, 12: P3_PRIMARIES}
NCLX_GAMMAS = {1: None, 4: 2.2, 5: 2.8, 6: None, 8: 1.0, 13: None, 14: None, 15: None}
"""Transfer characteristics of ITU-T H.273; BT.709's is taken for sRGB's, as every viewer does."""
_NCLX_HDR = {16: "PQ", 18: "HLG"}


def profile_of(colours: Colours, *, is_grey: bool) -> bytes | None:
    """An ICC profile for colours that are not sRGB's; ``None`` where they are, or describe no real colours."""
    if colours.are_srgb or (is_grey and colours.gamma in (None, 2.2)):
        return None
    settings: dict[str, Any] = {"whitepoint": [*colours.white, 1.0]}
    if not is_grey:
        settings["primaries"] = [value for xy in colours.primaries for value in (*xy, 1.0)]
    if colours.gamma is None:
        settings["transferfunction"] = _srgb_curve()
    else:
        settings["gamma"] = colours.gamma
    try:
        profile = bytearray(imagecodecs.cms_profile("gray" if is_grey else "rgb", **settings))
    except (RuntimeError, ValueError):
        return None
    profile[_DATE] = _MADE_ON  # not today's: the same file has the same profile
    return bytes(profile)


def _srgb_curve() -> npt.NDArray[np.uint16]:
    x = np.linspace(0.0, 1.0, _CURVE_STEPS)
    light = np.where(x <= 0.04045, x / 12.92, ((x + 0.055) / 1.055) ** 2.4)
    curve: npt.NDArray[np.uint16] = np.rint(light * 65535).astype(np.uint16)
    return curve


def is_known(primaries: int, transfer: int) -> bool:
    """Whether :func:`nclx_profile` can tell which colours these numbers of ITU-T H.273 stand for."""
    return primaries in NCLX_PRIMARIES and transfer in NCLX_GAMMAS


def nclx_profile(primaries: int, transfer: int, *, is_grey: bool) -> tuple[bytes | None, tuple[Message, ...]]:
    """Profile for the numbers of ITU-T H.273 by which AVIF and HEIC describe colours, or a warning."""
    if transfer in _NCLX_HDR:
        return None, (Message("high dynamic range: its {0} brightness curve is not applied", _NCLX_HDR[transfer]),)
    if primaries not in NCLX_PRIMARIES or transfer not in NCLX_GAMMAS:
        return None, ()  # unspecified, or a television standard that no photo has
    return profile_of(Colours(NCLX_GAMMAS[transfer], D65, NCLX_PRIMARIES[primaries]), is_grey=is_grey), ()


def fitting_profile(icc: bytes | None, *, is_grey: bool) -> tuple[bytes | None, tuple[Message, ...]]:
    """The profile if it describes grey or RGB pixels like these, else ``None`` and a warning."""
    if icc is None:
        return None, ()
    space = space_of(icc)
    if space is None:
        return None, (Message("its colour profile is damaged and left out"),)
    if space == "RGB" or (space == "GRAY" and is_grey):
        return icc, ()
    return None, (Message("its colour profile is for {0} and left out", space),)


def space_of(icc: bytes) -> str | None:
    """Colour space that a profile is for, such as ``CMYK``; ``None`` if it is no profile that can be used."""
    if icc[36:40] != b"acsp":
        return None
    try:
        return str(ImageCms.ImageCmsProfile(io.BytesIO(icc)).profile.xcolor_space).strip()
    except (OSError, ValueError):
        return None
