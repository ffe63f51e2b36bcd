"""One job: one source file to one output file, whole or not at all."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from engine.errors import Cancelled, InputError, OutputError, OutputExists, SafelightError
from engine.image.reader import read_picture
from engine.image.writer import format_of, write_atomically, write_picture
from engine.jobs.failures import reason_for
from engine.jobs.naming import Task
from engine.jobs.reconstruction import picture_from
from engine.jobs.settings import JobSettings
from engine.pipeline.compress import compress
from engine.pipeline.denoise import denoise, estimate_strength
from engine.pipeline.options import ReconstructOptions
from engine.pipeline.reconstruct import LatentInfo, inspect, reconstruct
from engine.progress import Progress

State = Literal["done", "copied", "failed", "skipped", "cancelled"]


@dataclass(frozen=True)
class Job:
    """What to make of which file."""

    task: Task
    source: Path
    output: Path


@dataclass(frozen=True)
class Outcome:
    """What became of a job.

    Sizes in bytes and pixels, zero where unknown; ``reason`` says why it is not ``done``; ``strength``, 0..100, is the
    one that was used, asked for or estimated, where a picture was denoised; ``quality``, 0..100, likewise where one was
    compressed; ``warning`` says what is not as a user may expect though the job is ``done``, such as what of a damaged
    file could not be brought back; ``psnr``, in dB, is that of what was compressed, where it was measured. ``copied``
    is a source that compressing would not make smaller: ``output`` is its copy.
    """

    source: Path
    output: Path | None
    state: State
    reason: str = ""
    source_bytes: int = 0
    output_bytes: int = 0
    width: int = 0
    height: int = 0
    seconds: float = 0.0
    strength: float | None = None
    quality: float | None = None
    warning: str = ""
    psnr: float | None = None

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
    """Do one job; whatever is wrong with a file is an outcome, not an error.

    Raises:
        Cancelled: through ``progress``; nothing is left behind.
    """
    started = time.monotonic()
    try:
        return _run(job, settings, progress or Progress(), started)
    except Cancelled:
        raise
    except Exception as error:  # one file that trips something unforeseen must not end a batch of thousands
        reason = reason_for(error, job.source)
    seconds = time.monotonic() - started
    return Outcome(job.source, None, "failed", reason, source_bytes=size_of(job.source), seconds=seconds)


def _run(job: Job, settings: JobSettings, progress: Progress, started: float) -> Outcome:
    check_output(job, settings)
    source_bytes = size_of(job.source)
    strength = quality = None
    warning = ""
    if job.task == "compress":
        picture = read_picture(job.source)
        data = compress(picture, settings.compress_options(source_bytes), progress)
        quality = inspect(data).quality
    elif job.task == "denoise":
        noisy = read_picture(job.source)
        asked = settings.denoise.strength
        strength = estimate_strength(noisy) if asked is None else asked
        picture = denoise(noisy, replace(settings.denoise, strength=strength), progress)
    else:
        picture, warning = picture_from(read_latent(job.source), settings, progress)
    _prepare_folder(job.output.parent, progress)
    if job.task == "compress":
        size = write_atomically(job.output, lambda file: file.write(data), overwrite=settings.replaces)
    else:
        size = write_picture(picture, job.output, format=settings.format, overwrite=settings.replaces)
    return Outcome(
        source=job.source,
        output=job.output,
        state="done",
        source_bytes=source_bytes,
        output_bytes=size,
        width=picture.width,
        height=picture.height,
        seconds=time.monotonic() - started,
        strength=strength,
        quality=quality,
        warning=warning,
    )


def _prepare_folder(folder: Path, progress: Progress) -> None:
    """Make the output's folder, only now that there is something to put there: a failure leaves none behind."""
    progress.check()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"the folder cannot be made ({error.strerror or error})", folder) from error


def check_output(job: Job, settings: JobSettings) -> None:
    """Refuse before the work what would be refused after it.

    Raises:
        OutputError, OptionError: the output cannot be written there, or not in that format.
    """
    output = job.output
    if not job.source.exists():
        return  # reading it will say so
    if output.exists():
        if output.samefile(job.source):
            raise OutputError("is the source itself", output)
        if not output.is_file():
            raise OutputError("is a folder" if output.is_dir() else "is not a regular file", output)
        if not settings.replaces:
            raise OutputExists("exists already", output)
    folder = next(parent for parent in output.parents if parent.exists())
    if not folder.is_dir():
        raise OutputError("is not a folder", folder)
    if not os.access(folder, os.W_OK):
        raise OutputError("no permission to write there", folder)
    if job.task != "compress" and settings.format is None:
        format_of(output)


def is_done_already(job: Job) -> bool:
    """Whether the output is there; it is only ever whole."""
    try:
        return job.output.is_file() and job.source.exists() and not job.output.samefile(job.source)
    except OSError:
        return False


def size_of(path: Path) -> int:
    """Bytes of a file; 0 where that cannot be told."""
    try:
        return path.stat().st_size if path.is_file() else 0
    except OSError:
        return 0


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


def inspect_file(path: Path) -> LatentInfo:
    """What a ``.latent`` file says of itself; every checksum is looked at, nothing is decoded.

    Raises:
        SafelightError: whatever is wrong with it, naming the file.
    """
    try:
        return inspect(read_latent(path))
    except SafelightError as error:
        raise error.at(path) from error


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
