"""What jobs are to do with their files, checked before the first of them is read."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from engine.errors import OptionError
from engine.image.writer import WRITABLE_FORMATS
from engine.pipeline.develop import Area
from engine.pipeline.options import CompressOptions, DenoiseOptions, ReconstructOptions


@dataclass(frozen=True)
class JobSettings:
    """Options of a job.

    Attributes:
        format: of pictures that ``reconstruct`` and ``denoise`` write; from the output's suffix if ``None``.
        overwrite: whether an output that is there may be replaced.
        target_percent: the size to come closest to from below, in percent of the source file's bytes, more than 0.
        max_percent: the size that is never exceeded, likewise.
        recover: ``reconstruct`` brings back what is left of a damaged file, and says what is not.
        region: ``reconstruct`` writes only this part of the picture: left, top, width and height in pixels.
        thumbnail: ``reconstruct`` writes a small picture, its longest side at most this many pixels.

    Raises:
        OptionError: a value is unknown or out of its range, or two of them exclude one another.
    """

    compress: CompressOptions = field(default_factory=CompressOptions)
    reconstruct: ReconstructOptions = field(default_factory=ReconstructOptions)
    denoise: DenoiseOptions = field(default_factory=DenoiseOptions)
    format: str | None = None
    overwrite: bool = False
    target_percent: float | None = None
    max_percent: float | None = None
    recover: bool = False
    region: Area | None = None
    thumbnail: int | None = None

    def __post_init__(self) -> None:
        if self.format is not None and self.format not in WRITABLE_FORMATS:
            raise OptionError(f"unknown picture format {self.format!r}; known are {', '.join(WRITABLE_FORMATS)}")
        self._check_sizes()
        self._check_parts()

    def _check_sizes(self) -> None:
        for name, percent in (("target", self.target_percent), ("largest", self.max_percent)):
            if percent is not None and not 0 < percent < float("inf"):  # also refuses NaN
                raise OptionError(f"the {name} size must be more than 0 % of the original, not {percent:g} %")
        options = self.compress
        if self.target_percent is not None and (options.target_bytes, options.target_psnr) != (None, None):
            raise OptionError("only one target: a size in bytes, a size in percent or a PSNR")
        if self.max_percent is not None and options.max_bytes is not None:
            raise OptionError("the largest size is either in bytes or in percent, not both")

    def _check_parts(self) -> None:
        if self.recover + (self.region is not None) + (self.thumbnail is not None) > 1:
            raise OptionError("only one of recovering, a region and a thumbnail")
        if self.region is not None:
            left, top, width, height = self.region
            if left < 0 or top < 0 or width < 1 or height < 1:
                raise OptionError("a region starts at 0 or more and is at least one pixel wide and high")
        if self.thumbnail is not None and self.thumbnail < 1:
            raise OptionError(f"the side of a thumbnail must be more than 0, not {self.thumbnail}")

    @property
    def searches_quality(self) -> bool:
        """Whether the quality that is used may be another one than ``compress.quality``."""
        return self.compress.searches_quality or (self.target_percent, self.max_percent) != (None, None)

    def compress_options(self, source_bytes: int) -> CompressOptions:
        """Options for one source of ``source_bytes``, with what was given in percent of it in bytes."""
        options = self.compress
        if self.target_percent is not None:
            options = replace(options, target_bytes=_share(self.target_percent, source_bytes))
        if self.max_percent is not None:
            options = replace(options, max_bytes=_share(self.max_percent, source_bytes))
        return options


def _share(percent: float, source_bytes: int) -> int:
    """Whole bytes, rounded down so that a limit holds; at least one, the smallest size that there is."""
    return max(1, int(source_bytes * percent / 100.0))
