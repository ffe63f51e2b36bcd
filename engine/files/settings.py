"""What jobs are to do, where their outputs go and what they may take; checked before the first file is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Literal, get_args

from engine.errors import OptionError
from engine.files.job import Task
from engine.files.patterns import NAME_FIELDS, OWN_NAME, NamePattern
from engine.geometry import Rect
from engine.image.reader import MAX_PIXELS
from engine.image.writer import WRITABLE_FORMATS
from engine.messages import Message
from engine.option import check_options, option
from engine.pipeline.options import CompressOptions, DenoiseOptions, ReconstructOptions

Existing = Literal["skip", "rename", "replace"]
"""What happens where an output is there already; ``rename`` takes the next free name, ``name-2``."""
Originals = Literal["keep", "bin"]
"""What becomes of a source whose output has been read back and found good."""
Strip = Literal["none", "gps", "all"]
"""Private metadata that outputs go without."""


def _check_positive(options: object, *names: str) -> None:
    for name in names:
        value = getattr(options, name)
        if value is not None and not 0 < value < float("inf"):  # also refuses NaN
            raise OptionError(Message("{0} must be more than 0, not {1:g}", name, value))


@dataclass(frozen=True)
class TaskOptions:
    """What is done with a picture.

    Attributes:
        max_pixels: larger pictures are refused from the header, whatever the task.
        target_percent: the size to come closest to from below, in percent of the source file's bytes, more than 0.
        max_percent: the size that is never exceeded, likewise.
        recover: whether to bring back what is left of a damaged file, and to say what is not.
        region: ``reconstruct`` writes only this part of the picture: left, top, width and height in pixels.
        thumbnail: ``reconstruct`` writes a small picture, its longest side at most this many pixels.

    Raises:
        OptionError: a value is out of its range, or two of them exclude one another.
    """

    compress: CompressOptions = field(default_factory=CompressOptions)
    reconstruct: ReconstructOptions = field(default_factory=ReconstructOptions)
    denoise: DenoiseOptions = field(default_factory=DenoiseOptions)
    max_pixels: int = option(
        MAX_PIXELS, "--max-pixels", "refuse larger pictures; default 500 million", kind="pixels", metavar="N"
    )
    target_percent: float | None = None
    max_percent: float | None = None
    recover: bool = option(False, "--recover", "bring back what is left of damaged files")
    region: Rect | None = option(
        None, "--region", "only this part, in pixels", kind="region", metavar="X,Y,WIDTH,HEIGHT"
    )
    thumbnail: int | None = option(
        None, "--thumbnail", "small pictures, the longest side at most this", kind="pixels", metavar="SIDE"
    )

    def __post_init__(self) -> None:
        _check_positive(self, "max_pixels")
        for name, percent in (("target", self.target_percent), ("largest", self.max_percent)):
            if percent is not None and not 0 < percent < float("inf"):  # also refuses NaN
                raise OptionError(
                    Message("the {0} size must be more than 0 % of the original, not {1:g} %", name, percent)
                )
        options = self.compress
        if self.target_percent is not None and (options.target_bytes, options.target_psnr) != (None, None):
            raise OptionError("only one target: a size in bytes, a size in percent or a PSNR")
        if self.max_percent is not None and options.max_bytes is not None:
            raise OptionError("the largest size is either in bytes or in percent, not both")
        if self.recover + (self.region is not None) + (self.thumbnail is not None) > 1:
            raise OptionError("only one of recovering, a region and a thumbnail")
        if self.region is not None:
            left, top, width, height = self.region
            if left < 0 or top < 0 or width < 1 or height < 1:
                raise OptionError("a region starts at 0 or more and is at least one pixel wide and high")
        if self.thumbnail is not None and self.thumbnail < 1:
            raise OptionError(Message("the side of a thumbnail must be more than 0, not {0}", self.thumbnail))

    @property
    def is_partial(self) -> bool:
        """Whether outputs may be less than the whole picture."""
        return self.recover or (self.region, self.thumbnail) != (None, None)

    @property
    def reconstruct_options(self) -> ReconstructOptions:
        """Options of ``reconstruct`` with the tighter of both limits on pixels."""
        return replace(self.reconstruct, max_pixels=min(self.max_pixels, self.reconstruct.max_pixels))

    @property
    def quality(self) -> float | None:
        """That of all compressed files, 0..100; ``None`` where it is searched for."""
        searched = self.compress.searches_quality or (self.target_percent, self.max_percent) != (None, None)
        return None if searched else self.compress.quality

    def compress_options(self, source_bytes: int) -> CompressOptions:
        """Options for one source of ``source_bytes``, with what was given in percent of it in bytes."""
        options = self.compress
        if self.target_percent is not None:
            options = replace(options, target_bytes=_share(self.target_percent, source_bytes))
        if self.max_percent is not None:
            options = replace(options, max_bytes=_share(self.max_percent, source_bytes))
        return options

    def threads(self, task: Task) -> int:
        """Threads that were asked for; 0 where they are to be chosen."""
        options: CompressOptions | ReconstructOptions | DenoiseOptions = getattr(self, task)
        return options.threads

    def with_threads(self, threads: int) -> TaskOptions:
        """The same with each task on so many threads."""
        return replace(
            self,
            compress=replace(self.compress, threads=threads),
            reconstruct=replace(self.reconstruct, threads=threads),
            denoise=replace(self.denoise, threads=threads),
        )


@dataclass(frozen=True)
class OutputPolicy:
    """What outputs are like, and what becomes of files that are there.

    Attributes:
        format: of pictures that ``reconstruct`` and ``denoise`` write; from the output's suffix if ``None``.
        existing: what happens where an output is there already.
        keep_larger: whether a compressed file that is no smaller than its source is kept; otherwise the source is
            copied to the output's folder, under its own name.
        accepted_losses: patterns of losses in spite of which a source goes to the bin; see
            :func:`~engine.image.ledger.is_accepted`.
        originals: whether sources go to the system's bin once their outputs have been read back and found good.
        strip: the private metadata that outputs go without.
        keep_times: whether outputs take over when their sources were changed and last read.
        measure: whether the PSNR of what was compressed is told, by decoding the file that was written.
        name_pattern: what outputs are called, as :class:`~engine.files.patterns.NamePattern` has it; as their sources
            if ``None``.

    Raises:
        OptionError: a value is unknown.
    """

    format: str | None = option(
        None,
        "--format",
        f"of the pictures written: {', '.join(WRITABLE_FORMATS)}",
        kind="picture_format",
        metavar="NAME",
    )
    existing: Existing = option(
        "skip",
        "--existing",
        "what to do where an output is there: skip the file, write name-2, or replace it",
        choices=get_args(Existing),
    )
    keep_larger: bool = option(
        True,
        "--keep-larger",
        "keep compressed files that are larger than their originals, which are copied otherwise",
    )
    originals: Originals = option(
        "keep",
        "--originals",
        "bin moves each original to the system's bin once its output has been read back; default keep",
        choices=get_args(Originals),
    )
    accepted_losses: tuple[str, ...] = option(
        (),
        "--accept-losses",
        "with --originals bin: do not keep an original for the sake of these warnings, such as 'a comment,the chunk *'",
        kind="patterns",
        metavar="PATTERN,...",
    )
    strip: Strip = option(
        "none",
        "--strip",
        "leave out private metadata: the position, or all of Exif, XMP and IPTC; default none",
        choices=get_args(Strip),
    )
    keep_times: bool = option(False, "--keep-times", "give outputs the times of their originals")
    measure: bool = False
    name_pattern: str | None = option(
        None,
        "--name",
        "name of each output without its suffix, such as {name}-{quality}; fields: "
        + ", ".join(f"{{{field}}}" for field in NAME_FIELDS),
        kind="name_pattern",
        metavar="PATTERN",
    )

    def __post_init__(self) -> None:
        if self.format is not None and self.format not in WRITABLE_FORMATS:
            raise OptionError(
                Message("unknown picture format {0!r}; known are {1}", self.format, ", ".join(WRITABLE_FORMATS))
            )
        check_options(self)
        if self.name_pattern is not None:
            NamePattern(self.name_pattern)

    def stems(self, task: Task, sources: Sequence[Path], quality: float | None) -> list[str] | None:
        """The stems that the pattern makes; ``None`` where outputs are called as their sources."""
        if self.name_pattern is None or self.name_pattern == OWN_NAME:
            return None
        return NamePattern(self.name_pattern).stems(task, sources, quality)

    @property
    def replaces(self) -> bool:
        """Whether an output that is there is written anew."""
        return self.existing == "replace"

    @property
    def reads_back(self) -> bool:
        """Whether a compressed file is decoded before it takes its place."""
        return self.measure or self.originals == "bin"


@dataclass(frozen=True)
class Limits:
    """What jobs may take.

    Attributes:
        workers: processes of a batch; 0 for as many as suit.
        memory: bytes that all workers of a batch share; ``None`` for three quarters of the machine's.
        time_limit: seconds that a file may take; ``None`` for no limit.
        stall_limit: seconds without any progress after which a file is given up.

    Raises:
        OptionError: a value is out of its range.
    """

    workers: int = option(
        0,
        "--workers",
        "files worked on at a time (default: what suits the cores and the memory)",
        kind="workers",
        metavar="N",
    )
    memory: int | None = option(
        None,
        "--memory",
        "of all workers together (default: three quarters of the machine's)",
        kind="memory",
        metavar="SIZE",
    )
    time_limit: float | None = option(None, "--time-limit", "a file may take", kind="seconds", metavar="SECONDS")
    stall_limit: float = option(
        300.0,
        "--stall-limit",
        "give up a file that makes no progress for this long; default 300",
        kind="seconds",
        metavar="SECONDS",
    )

    def __post_init__(self) -> None:
        _check_positive(self, "time_limit", "stall_limit", "memory")
        if self.workers < 0:
            raise OptionError(Message("workers must be 0 or more, not {0}", self.workers))

    @property
    def need_a_process(self) -> bool:
        """Whether a limit is set that only a process can be held to."""
        return self.time_limit is not None or self.memory is not None


@dataclass(frozen=True)
class JobSettings:
    """All settings of a job.

    Raises:
        OptionError: two of them exclude one another.
    """

    task: TaskOptions = field(default_factory=TaskOptions)
    output: OutputPolicy = field(default_factory=OutputPolicy)
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        if self.output.originals == "bin" and self.task.is_partial:
            raise OptionError("originals go to the bin only where whole pictures are written")

    @classmethod
    def of(cls, **values: Any) -> JobSettings:
        """Settings from the fields of all three parts, each by its name."""
        return cls().with_fields(**values)

    def with_fields(self, **values: Any) -> JobSettings:
        """The same with other values of fields of any part.

        Raises:
            TypeError: no part has a field of that name.
        """
        parts: dict[str, Any] = {}
        for name in ("task", "output", "limits"):
            part = getattr(self, name)
            own = {known.name: values.pop(known.name) for known in fields(part) if known.name in values}
            parts[name] = replace(part, **own)
        if values:
            raise TypeError(f"no settings: {', '.join(values)}")
        return JobSettings(**parts)


def _share(percent: float, source_bytes: int) -> int:
    """Whole bytes, rounded down so that a limit holds; at least one, the smallest size that there is."""
    return max(1, int(source_bytes * percent / 100.0))
