"""Options of compress, reconstruct and denoise; their values are checked on construction."""

from __future__ import annotations

from dataclasses import dataclass
from numbers import Integral, Real
from typing import Literal, get_args

from engine.errors import OptionError
from engine.messages import Message
from engine.option import PERCENT, check_options, option

DenoiserName = Literal["fast", "best"]


def _check_range(name: str, value: float) -> None:
    if not 0.0 <= value <= 100.0:  # also refuses NaN
        raise OptionError(Message("{0} must be from 0 to 100, not {1:g}", name, value))


def _check_threads(threads: int) -> None:
    if not isinstance(threads, Integral):
        raise OptionError(Message("{0} must be a whole number, not {1}", "threads", type(threads).__name__))
    if threads < 0:
        raise OptionError(Message("threads must be 0 or more, not {0}", threads))


def _check_positive(name: str, value: float | None) -> None:
    if value is not None and not isinstance(value, Real):
        raise OptionError(Message("{0} must be a number, not {1}", name, type(value).__name__))
    if value is not None and not 0 < value < float("inf"):
        raise OptionError(Message("{0} must be more than 0, not {1:g}", name, value))


def quality_in_hundredths(quality: float) -> int:
    """A quality 0..100 as files store it, 0..10000.

    Raises:
        OptionError: it is out of its range.
    """
    _check_range("quality", quality)
    return round(quality * 100)


@dataclass(frozen=True)
class CompressOptions:
    """How to compress.

    Attributes:
        quality: 0 (smallest file) to 100 (best picture); rounded to hundredths.
        target_bytes: size of the whole file; the largest file that does not exceed it is made.
        target_psnr: in dB, over RGB; the lowest quality that reaches it is used.
        max_bytes: if the file would be larger, the quality is lowered until it fits.
        denoise: 0 (off) to 100: how strongly noise is removed before coding, on the denoiser's scale;
            ``None`` estimates it from the picture.
        model: id of the codec's model; ``None`` takes the default one.
        threads: CPU threads; 0 takes all cores.

    Raises:
        OptionError: if a value is out of its range, or two targets are set.
    """

    quality: float = option(
        50.0, "--quality", "0 smallest file, 100 best picture; default 50", metavar="0..100", range=PERCENT
    )
    target_bytes: int | None = None
    target_psnr: float | None = option(
        None, "--target-psnr", "the smallest file of this PSNR", kind="decibels", metavar="DB"
    )
    max_bytes: int | None = None
    denoise: float | None = option(
        0.0,
        "--denoise",
        "strength with which noise is left out; auto: estimated from each picture; default 0, off",
        metavar="0..100|auto",
        range=PERCENT,
        is_automatic=True,
    )
    model: str | None = option(
        None,
        "--model",
        "a codec of your own, as `safelight models` lists them; default: the program's",
        kind="codec",
        metavar="ID",
    )
    threads: int = 0

    def __post_init__(self) -> None:
        check_options(self)
        _check_positive("the target size", self.target_bytes)
        _check_positive("the target PSNR", self.target_psnr)
        _check_positive("the largest size", self.max_bytes)
        if self.target_bytes is not None and self.target_psnr is not None:
            raise OptionError("either a target size or a target PSNR, not both")
        _check_threads(self.threads)

    @property
    def searches_quality(self) -> bool:
        """Whether the quality is searched for, so that it may differ from :attr:`quality`."""
        return (self.target_bytes, self.target_psnr, self.max_bytes) != (None, None, None)


@dataclass(frozen=True)
class ReconstructOptions:
    """How to reconstruct.

    Attributes:
        threads: CPU threads; 0 takes all cores.
        max_pixels: larger pictures are refused after reading the header.
        is_fast: use the codec's fast synthesis, if it has one: about half the time, and a little less exact.

    Raises:
        OptionError: a value is out of its range.
    """

    threads: int = 0
    max_pixels: int = 500_000_000
    is_fast: bool = False

    def __post_init__(self) -> None:
        _check_threads(self.threads)
        _check_positive("the limit on pixels", self.max_pixels)


@dataclass(frozen=True)
class DenoiseOptions:
    """How to denoise.

    Attributes:
        strength: 0 (no change) to 100 (noise of standard deviation 50 on the 0..255 scale), linear in between;
            ``None`` estimates it from the picture.
        model: ``fast`` or ``best``.
        threads: CPU threads; 0 takes all cores.
        colour: strength for chroma noise; :attr:`strength` then applies to luma only. ``None``: the same strength.
        detail: 0 to 100: percentage of the structure removed together with the noise that is added back.

    Raises:
        OptionError: if a value is out of its range.
    """

    strength: float | None = option(
        None,
        "--strength",
        "0 leaves the picture alone; default auto: estimated from the picture",
        metavar="0..100|auto",
        range=PERCENT,
        is_automatic=True,
    )
    model: DenoiserName = option(
        "fast", "--model", "denoiser; default fast", choices=get_args(DenoiserName), name="the denoiser"
    )
    threads: int = 0
    colour: float | None = option(
        None,
        "--colour-noise",
        "strength against noise in the colours; default: as --strength",
        metavar="0..100",
        range=PERCENT,
        name="colour noise",
    )
    detail: float = option(
        0.0,
        "--detail",
        "%% of the removed structure that comes back; default 0",
        metavar="0..100",
        range=PERCENT,
    )

    def __post_init__(self) -> None:
        check_options(self)
        _check_threads(self.threads)
