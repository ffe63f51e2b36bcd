"""One job: one source file to one output file, whole or not at all."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from engine.errors import InputError, OptionError, OutputError, OutputExists, SafelightError
from engine.image.picture import Picture
from engine.image.reader import read_picture
from engine.image.writer import WRITABLE_FORMATS, write_atomically, write_picture
from engine.jobs.naming import Task
from engine.pipeline.compress import compress
from engine.pipeline.denoise import denoise
from engine.pipeline.options import CompressOptions, DenoiseOptions, ReconstructOptions
from engine.pipeline.reconstruct import LatentInfo, inspect, reconstruct
from engine.progress import Progress

State = Literal["done", "failed", "skipped", "cancelled"]


@dataclass(frozen=True)
class JobSettings:
    """Options of a job.

    Attributes:
        format: of pictures that ``reconstruct`` and ``denoise`` write; from the output's suffix if ``None``.
        overwrite: whether an output that is there may be replaced.

    Raises:
        OptionError: if the format is unknown.
    """

    compress: CompressOptions = field(default_factory=CompressOptions)
    reconstruct: ReconstructOptions = field(default_factory=ReconstructOptions)
    denoise: DenoiseOptions = field(default_factory=DenoiseOptions)
    format: str | None = None
    overwrite: bool = False

    def __post_init__(self) -> None:
        if self.format is not None and self.format not in WRITABLE_FORMATS:
            raise OptionError(f"unknown picture format {self.format!r}; known are {', '.join(WRITABLE_FORMATS)}")


@dataclass(frozen=True)
class Job:
    """What to make of which file."""

    task: Task
    source: Path
    output: Path


@dataclass(frozen=True)
class Outcome:
    """What became of a job. Sizes in bytes and pixels, zero where unknown; ``reason`` says why it is not ``done``."""

    source: Path
    output: Path | None
    state: State
    reason: str = ""
    source_bytes: int = 0
    output_bytes: int = 0
    width: int = 0
    height: int = 0
    seconds: float = 0.0

    @property
    def bpp(self) -> float:
        """Bits per pixel of the output; 0 where unknown."""
        pixels = self.width * self.height
        return 8.0 * self.output_bytes / pixels if pixels else 0.0

    @property
    def ratio(self) -> float:
        """Source bytes per output byte; 0 where unknown."""
        return self.source_bytes / self.output_bytes if self.output_bytes else 0.0


def run_job(job: Job, settings: JobSettings, progress: Progress | None = None) -> Outcome:
    """Do one job; a file that cannot be done is an outcome, not an error.

    Raises:
        Cancelled: through ``progress``; nothing is left behind.
    """
    started = time.monotonic()
    try:
        return _run(job, settings, progress or Progress(), started)
    except SafelightError as error:
        reason = error.reason if error.path in (None, str(job.source)) else str(error)
        return _failure(job, reason, started)
    except MemoryError:
        return _failure(job, "not enough memory", started)
    except OSError as error:
        return _failure(job, error.strerror or str(error), started)


def _failure(job: Job, reason: str, started: float) -> Outcome:
    size = job.source.stat().st_size if job.source.is_file() else 0
    return Outcome(job.source, None, "failed", reason, source_bytes=size, seconds=time.monotonic() - started)


def _run(job: Job, settings: JobSettings, progress: Progress, started: float) -> Outcome:
    _check_output(job, settings.overwrite)
    if job.task == "compress":
        picture = read_picture(job.source)
        data = compress(picture, settings.compress, progress)
        job.output.parent.mkdir(parents=True, exist_ok=True)
        size = write_atomically(job.output, lambda file: file.write(data), overwrite=settings.overwrite)
    else:
        picture = _developed(job, settings, progress)
        job.output.parent.mkdir(parents=True, exist_ok=True)
        size = write_picture(picture, job.output, format=settings.format, overwrite=settings.overwrite)
    return Outcome(
        source=job.source,
        output=job.output,
        state="done",
        source_bytes=job.source.stat().st_size,
        output_bytes=size,
        width=picture.width,
        height=picture.height,
        seconds=time.monotonic() - started,
    )


def _developed(job: Job, settings: JobSettings, progress: Progress) -> Picture:
    if job.task == "denoise":
        return denoise(read_picture(job.source), settings.denoise, progress)
    return reconstruct(read_latent(job.source), settings.reconstruct, progress)


def _check_output(job: Job, overwrite: bool) -> None:
    """Refuse before the work what would be refused after it."""
    if job.output.exists():
        if job.source.exists() and job.output.samefile(job.source):
            raise OutputError("is the source itself", job.output)
        if job.output.is_dir():
            raise OutputError("is a folder", job.output)
        if not overwrite:
            raise OutputExists("exists already", job.output)


def read_latent(path: Path) -> bytes:
    """Bytes of a ``.latent`` file.

    Raises:
        InputError: it is missing, a folder, or may not be read.
    """
    try:
        if path.is_dir():
            raise InputError("is a folder, not a .latent file", path)
        return path.read_bytes()
    except FileNotFoundError as error:
        raise InputError("no such file", path) from error
    except PermissionError as error:
        raise InputError("no permission to read it", path) from error
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror or error})", path) from error


def verify_file(path: Path, options: ReconstructOptions | None = None, progress: Progress | None = None) -> LatentInfo:
    """Decode a ``.latent`` file fully, check everything in it and write nothing.

    Raises:
        SafelightError: whatever is wrong with it, naming the file.
        Cancelled: through ``progress``.
    """
    data = read_latent(path)
    try:
        reconstruct(data, options, progress)
        return inspect(data)
    except SafelightError as error:
        raise error.at(path) from error
