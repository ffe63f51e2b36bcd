"""The methods of the denoising benchmark, each a function of a noisy uint8 picture and of the noise's deviation.

Methods that work on floats get the picture divided by 255, and what they return is rounded to uint8 again. All but the
blind ones go by the sigma that they are told. The smoothing strengths of the peers are those that did best, over sigma
15, 25 and 50, in a small sweep on four pictures of CBSD68, so that none is held back by its defaults.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import numpy as np
import numpy.typing as npt
from pictures import Pixels

import engine
from engine.errors import SafelightError
from engine.models.catalog import find_denoiser
from engine.pipeline.options import DenoiserName

WAVELET = "db2"


class UnavailableError(Exception):
    """The method cannot run here; the text says why."""


@dataclass(frozen=True)
class Denoiser:
    """One method.

    Attributes:
        name: as typed after ``--methods``.
        about: library and settings: all that its results and its time depend on, for a peer.
        clean: noisy RGB pixels, uint8, shape ``(H, W, 3)``, and sigma on the 0..255 scale, to clean pixels.
        kmac: thousand multiply-adds a pixel, from the model card; ``None`` where that is not a measure of the method.
        own: whether it is Safelight: measured in every run, never taken from a cache.
        blind: whether it finds out sigma itself and ignores what it is told.
    """

    name: str
    about: str
    clean: Callable[[Pixels, float], Pixels]
    kmac: float | None = None
    own: bool = False
    blind: bool = False


def open_denoiser(name: str, threads: int) -> Denoiser:
    """The method called ``name``; with ``threads`` threads where it has any (0: one a core).

    Raises:
        UnavailableError: if it cannot run here.
    """
    try:
        return DENOISERS[name](threads)
    except ImportError as error:
        raise UnavailableError(f"needs the package {error.name}") from None


def _to_unit(pixels: Pixels) -> npt.NDArray[np.float32]:
    return pixels.astype(np.float32) / np.float32(255.0)


def _to_pixels(values: npt.NDArray[np.floating[Any]]) -> Pixels:
    return np.clip(np.rint(values * 255.0), 0, 255).astype(np.uint8)


def _opencv_nlm(threads: int) -> Denoiser:
    import cv2

    def clean(noisy: Pixels, sigma: float) -> Pixels:
        strength = 0.6 * sigma
        # It converts to CIELAB and back itself; swapping R and B would only change the weights of the two.
        bgr = cv2.fastNlMeansDenoisingColored(
            np.ascontiguousarray(noisy[..., ::-1]), None, strength, strength, templateWindowSize=7, searchWindowSize=21
        )
        return np.ascontiguousarray(bgr[..., ::-1]).astype(np.uint8, copy=False)

    cv2.setNumThreads(threads or cv2.getNumberOfCPUs())
    settings = f"h = hColor = 0.6 sigma, 7x7 in 21x21, {cv2.getNumThreads()} threads"
    return Denoiser("opencv-nlm", f"OpenCV {cv2.__version__} fastNlMeansDenoisingColored, {settings}", clean)


def _skimage_nlm(threads: int) -> Denoiser:
    import skimage
    from skimage.restoration import denoise_nl_means

    def clean(noisy: Pixels, sigma: float) -> Pixels:
        scaled = sigma / 255.0
        options = {"patch_size": 5, "patch_distance": 6, "fast_mode": True, "channel_axis": 2}
        return _to_pixels(denoise_nl_means(_to_unit(noisy), h=0.5 * scaled, sigma=scaled, **options))

    about = f"scikit-image {skimage.__version__} denoise_nl_means, fast, h = 0.5 sigma, 5x5 in 13x13"
    return Denoiser("skimage-nlm", about, clean)


def _wavelet(threads: int) -> Denoiser:
    import pywt  # scikit-image imports it only when the function is called
    import skimage
    from skimage.restoration import denoise_wavelet

    def clean(noisy: Pixels, sigma: float) -> Pixels:
        options = {"method": "BayesShrink", "mode": "soft", "wavelet": WAVELET, "rescale_sigma": True}
        return _to_pixels(
            denoise_wavelet(_to_unit(noisy), sigma=sigma / 255.0, convert2ycbcr=True, channel_axis=2, **options)
        )

    library = f"scikit-image {skimage.__version__} with PyWavelets {pywt.__version__}"
    about = f"{library}, denoise_wavelet, BayesShrink, {WAVELET}, YCbCr"
    return Denoiser("wavelet", about, clean)


def _bm3d(threads: int) -> Denoiser:
    import bm3d

    def clean(noisy: Pixels, sigma: float) -> Pixels:
        return _to_pixels(bm3d.bm3d_rgb(_to_unit(noisy).astype(np.float64), sigma / 255.0))

    return Denoiser("bm3d", f"bm3d {version('bm3d')} with bm4d {version('bm4d')}, bm3d_rgb, default profile", clean)


def _safelight(model: DenoiserName, blind: bool, threads: int) -> Denoiser:
    def clean(noisy: Pixels, sigma: float) -> Pixels:
        strength = None if blind else min(100.0, 2.0 * sigma)
        options = engine.DenoiseOptions(strength=strength, model=model, threads=threads)
        return engine.denoise(engine.Picture(noisy), options).pixels

    try:
        card = find_denoiser(model)
    except SafelightError as error:
        raise UnavailableError(str(error)) from None
    kmac = card.figures.get("kmac_per_pixel")
    about = f"Safelight {engine.__version__}, {card.id}, strength {'estimated' if blind else '2 sigma'}"
    name = f"safelight-{model}-blind" if blind else f"safelight-{model}"
    return Denoiser(name, about, clean, float(kmac) if isinstance(kmac, int | float) else None, True, blind)


DENOISERS: dict[str, Callable[[int], Denoiser]] = {
    "safelight-fast": lambda threads: _safelight("fast", False, threads),
    "safelight-best": lambda threads: _safelight("best", False, threads),
    "safelight-fast-blind": lambda threads: _safelight("fast", True, threads),
    "safelight-best-blind": lambda threads: _safelight("best", True, threads),
    "opencv-nlm": _opencv_nlm,
    "skimage-nlm": _skimage_nlm,
    "wavelet": _wavelet,
    "bm3d": _bm3d,
}
