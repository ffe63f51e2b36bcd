"""What others have published of real camera noise, by the name of the set's folder.

Only figures whose source was read are here. Other people's tables are of other crops and other weights of the same
methods, and differ from one another by a decibel: they tell where a method stands, not a winner by tenths.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Published:
    """One mean PSNR in dB: of which method, over which pictures, and where it is said."""

    method: str
    psnr: float
    pictures: str
    source: str


_KONG = "Kong et al., A Comparison of Image Denoising Methods, as told in ZhaomingKong/Denoising-Comparison, issue 3"
_ZHAO = (
    "Zhao et al., Zero-Shot Image Denoising via Hybrid Prior-Guided Pseudo Sample Generation, CVPR 2026, "
    "read in a summary"
)
_XU = "an author of MCWNNM and TWSC, picture by picture, in GuoShi28/CBDNet, issue 22"

PUBLISHED: Mapping[str, tuple[Published, ...]] = {
    "polyu": (
        Published("BM3D", 34.66, "PolyU, crops not told", _ZHAO),
        Published("Self2Self", 35.97, "PolyU, crops not told", _ZHAO),
        Published("CBDNet, first version of the paper", 36.93, "PolyU", _KONG),
        Published("CBDNet, second version of the paper", 37.81, "PolyU", _KONG),
    ),
    "cc": (
        Published("DnCNN+", 35.40, "the 15 crops of CC", _XU),
        Published("CBDNet", 36.44, "the 15 crops of CC", _XU),
        Published("FFDNet+", 37.63, "the 15 crops of CC", _XU),
        Published("MCWNNM", 37.71, "the 15 crops of CC", _XU),
        Published("TWSC", 37.81, "the 15 crops of CC", _XU),
    ),
}
"""Nothing could be read of Restormer, nor of the 25 crops of Nam."""
