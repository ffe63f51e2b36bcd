"""What jobs are to do with their files, checked before the first of them is read."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal, get_args

from engine.errors import OptionError
from engine.geometry import Rect
from engine.image.reader import MAX_PIXELS
from engine.image.writer import WRITABLE_FORMATS
from engine.jobs.patterns import NamePattern
from engine.pipeline.options import CompressOptions, DenoiseOptions, ReconstructOptions

Existing = Literal["skip", "rename", "replace"]
"""What happens where an output is there already; ``rename`` takes the next free name, ``name-2``."""
Originals = Literal["keep", "bin"]
"""What becomes of a source whose output has been read back and found good."""
Strip = Literal["none", "gps", "all"]
"""Private metadata that outputs go without."""


@dataclass(frozen=True)
class JobSettings:
    """Options of a job.

    Attributes:
        format: of pictures that ``reconstruct`` and ``denoise`` write; from the output's suffix if ``None``.
        existing: what happens where an output is there already.
        keep_larger: whether a compressed file that is no smaller than its source is kept; otherwise the source is
            copied to the output's folder, under its own name.
        originals: whether sources go to the system's bin once their outputs have been read back and found good.
        strip: the private metadata that outputs go without.
        keep_times: whether outputs take over when their sources were changed and last read.
        measure: whether the PSNR of what was compressed is told, by decoding the file that was written.
        max_pixels: larger pictures are refused from the header, whatever the task.
        time_limit: seconds that a file may take; ``None`` for no limit.
        stall_limit: seconds without any progress after which a file is given up.
        memory: bytes that all workers of a batch share; ``None`` for three quarters of the machine's.
        workers: processes of a batch; 0 for as many as suit.
        target_percent: the size to come closest to from below, in percent of the source file's bytes, more than 0.
        max_percent: the size that is never exceeded, likewise.
        recover: ``reconstruct`` brings back what is left of a damaged file, and says what is not.
        region: ``reconstruct`` writes only this part of the picture: left, top, width and height in pixels.
        thumbnail: ``reconstruct`` writes a small picture, its longest side at most this many pixels.
        name_pattern: what outputs are called, as :class:`~engine.jobs.patterns.NamePattern` has it; as their sources
            if ``None``.

    Raises:
        OptionError: a value is unknown or out of its range, or two of them exclude one another.
    """

    compress: CompressOptions = field(default_factory=CompressOptions)
    reconstruct: ReconstructOptions = field(default_factory=ReconstructOptions)
    denoise: DenoiseOptions = field(default_factory=DenoiseOptions)
    format: str | None = None
    existing: Existing = "skip"
    keep_larger: bool = True
    originals: Originals = "keep"
    strip: Strip = "none"
    keep_times: bool = False
    measure: bool = False
    max_pixels: int = MAX_PIXELS
    time_limit: float | None = None
    stall_limit: float = 300.0
    memory: int | None = None
    workers: int = 0
    target_percent: float | None = None
    max_percent: float | None = None
    recover: bool = False
    region: Rect | None = None
    thumbnail: int | None = None
    name_pattern: str | None = None

    def __post_init__(self) -> None:
        if self.format is not None and self.format not in WRITABLE_FORMATS:
            raise OptionError(f"unknown picture format {self.format!r}; known are {', '.join(WRITABLE_FORMATS)}")
        self._check_choices()
        self._check_limits()
        self._check_sizes()
        self._check_parts()
        if self.name_pattern is not None:
            NamePattern(self.name_pattern)

    def _check_choices(self) -> None:
        for name, kinds in (("existing", Existing), ("originals", Originals), ("strip", Strip)):
            value, known = getattr(self, name), get_args(kinds)
            if value not in known:
                raise OptionError(f"{name} must be one of {', '.join(known)}, not {value!r}")

    def _check_limits(self) -> None:
        for name in ("max_pixels", "time_limit", "stall_limit", "memory"):
            value = getattr(self, name)
            if value is not None and not 0 < value < float("inf"):  # also refuses NaN
                raise OptionError(f"{name} must be more than 0, not {value:g}")
        if self.workers < 0:
            raise OptionError(f"workers must be 0 or more, not {self.workers}")

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
        if self.originals == "bin" and (self.recover or (self.region, self.thumbnail) != (None, None)):
            raise OptionError("originals go to the bin only where whole pictures are written")
        if self.thumbnail is not None and self.thumbnail < 1:
            raise OptionError(f"the side of a thumbnail must be more than 0, not {self.thumbnail}")

    @property
    def replaces(self) -> bool:
        """Whether an output that is there is written anew."""
        return self.existing == "replace"

    @property
    def reconstruct_options(self) -> ReconstructOptions:
        """Options of ``reconstruct`` with the tighter of both limits on pixels."""
        return replace(self.reconstruct, max_pixels=min(self.max_pixels, self.reconstruct.max_pixels))

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
