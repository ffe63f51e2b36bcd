"""One job: one source file to one output file, whole or not at all."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from engine.errors import Cancelled, OutputError, OutputExists
from engine.image.files import write_atomically
from engine.image.picture import Picture
from engine.image.privacy import stripped
from engine.image.reader import read_picture
from engine.image.writer import format_of, lost_in, write_picture
from engine.jobs import finishing
from engine.jobs.failures import reason_for
from engine.jobs.latent_files import read_latent
from engine.jobs.likeness import LEAST_OF_DENOISED, doubt_about, least_psnr
from engine.jobs.naming import Task
from engine.jobs.outputs import check_output, make_folder, place
from engine.jobs.reconstruction import picture_from
from engine.jobs.settings import JobSettings
from engine.jobs.sources import Stamp, size_of, unchanged
from engine.pipeline.compress import compress
from engine.pipeline.denoise import denoise, estimate_strength
from engine.pipeline.reconstruct import inspect
from engine.progress import Part, Progress

State = Literal["done", "copied", "failed", "skipped", "cancelled"]

_WORK_SHARE = 0.6
"""Part of the time that goes into the work itself where its result is decoded once more."""


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
        outcome = _run(job, settings, progress or Progress())
    except Cancelled:
        raise
    except Exception as error:  # one file that trips something unforeseen must not end a batch of thousands
        outcome = _without_result(job, settings, error)
    return replace(outcome, seconds=time.monotonic() - started)


def _without_result(job: Job, settings: JobSettings, error: Exception) -> Outcome:
    source_bytes = size_of(job.source)
    if isinstance(error, OutputExists) and settings.existing == "skip":
        there = job.output if error.path is None else Path(error.path)
        return Outcome(job.source, there, "skipped", "exists already", source_bytes)
    return Outcome(job.source, None, "failed", reason_for(error, job.source), source_bytes)


@dataclass
class _Result:
    """What the work on one source has led to. ``picture`` is the compressed one, or the one to be written."""

    picture: Picture
    before: Stamp
    data: bytes | None = None
    strength: float | None = None
    quality: float | None = None
    warnings: list[str] = field(default_factory=list)
    is_whole: bool = True  # nothing of the source is missing from the picture

    def note(self, warning: str) -> None:
        """Add what a user is to know, if there is something."""
        if warning:
            self.warnings.append(warning)


def _run(job: Job, settings: JobSettings, progress: Progress) -> Outcome:
    check_output(job.source, job.output, settings, picture=job.task != "compress")
    checked = job.task == "compress" and (settings.measure or settings.originals == "bin")
    work, check = progress, progress
    if checked:
        progress.begin(1.0)
        work, check = Part(progress, _WORK_SHARE), Part(progress, 1.0 - _WORK_SHARE)
    result = _worked(job, settings, work)
    progress.check()
    if result.data is not None and len(result.data) >= result.before.bytes and not settings.keep_larger:
        if settings.strip == "none":
            return _copied(job, settings, result)
        result.warnings.append("larger than the original, which cannot be copied without its private metadata")
    elif result.data is not None and len(result.data) > result.before.bytes:
        result.warnings.append("larger than the original")
    if result.data is not None and not checked:
        result.note(doubt_about(result.picture, result.data, _least(result, settings), settings.compress.threads))
    make_folder(job.output.parent)  # only now that there is something to put there: failures leave none
    output, size = place(job.output, lambda path: _write(path, result, settings), settings.existing)
    likeness, doubt = _read_back(job, output, result, settings, check)
    _finish(job, output, result, settings, doubt)
    return Outcome(
        source=job.source,
        output=output,
        state="done",
        source_bytes=result.before.bytes,
        output_bytes=size,
        width=result.picture.width,
        height=result.picture.height,
        strength=result.strength,
        quality=result.quality,
        warning="; ".join(result.warnings),
        psnr=likeness if settings.measure else None,
    )


def _worked(job: Job, settings: JobSettings, progress: Progress) -> _Result:
    """The source read, and the task done to it."""
    before = Stamp.of(job.source)
    with unchanged(job.source, before):
        if job.task == "reconstruct":
            read: Picture | bytes = read_latent(job.source)
        else:
            read = read_picture(job.source, max_pixels=settings.max_pixels)
    before = before or Stamp(0, 0, 0)  # of what came into being since; it never fits
    if isinstance(read, bytes):
        picture, lost = picture_from(read, settings, progress)
        result = _Result(picture, before, warnings=[lost] if lost else [])
    else:
        picture = _without_private(read, settings)
        result = _Result(picture, before, warnings=list(picture.remarks), is_whole=not picture.remarks)
    if job.task == "compress":
        result.data = compress(picture, settings.compress_options(before.bytes), progress)
        result.quality = inspect(result.data).quality
    elif job.task == "denoise":
        asked = settings.denoise.strength
        result.strength = estimate_strength(picture) if asked is None else asked
        result.picture = denoise(picture, replace(settings.denoise, strength=result.strength), progress)
    else:
        result.picture = _without_private(picture, settings)
    if result.data is None:
        _note_losses(job, settings, result)
    return result


def _note_losses(job: Job, settings: JobSettings, result: _Result) -> None:
    """Say what the format of the output cannot hold."""
    format = settings.format or format_of(job.output)
    lost = lost_in(result.picture, format)
    if lost:
        result.warnings.append(f"lost in {format.upper()}: {', '.join(lost)}")
        result.is_whole = False


def _without_private(picture: Picture, settings: JobSettings) -> Picture:
    if settings.strip == "none":
        return picture
    return replace(picture, metadata=stripped(picture.metadata, settings.strip))


def _write(path: Path, result: _Result, settings: JobSettings) -> int:
    data = result.data
    if data is None:
        return write_picture(result.picture, path, format=settings.format, overwrite=settings.replaces)
    return write_atomically(path, lambda file: file.write(data), overwrite=settings.replaces)


def _copied(job: Job, settings: JobSettings, result: _Result) -> Outcome:
    """The original in place of a compressed file that would be no smaller."""
    target = job.output.with_name(job.source.name)
    outcome = Outcome(
        source=job.source,
        output=target,
        state="skipped",
        reason="compressing would not make it smaller",
        source_bytes=result.before.bytes,
        width=result.picture.width,
        height=result.picture.height,
    )
    if target.exists() and target.samefile(job.source):
        return outcome
    make_folder(target.parent)
    target, size = finishing.copy_original(job.source, result.before, target, settings.existing)
    warning = finishing.keep_times(target, result.before) if settings.keep_times else ""
    reason = "would be larger: the original was copied"
    return replace(outcome, output=target, state="copied", reason=reason, output_bytes=size, warning=warning)


def _read_back(
    job: Job, output: Path, result: _Result, settings: JobSettings, progress: Progress
) -> tuple[float | None, str]:
    """Check what was written if that was asked for: its PSNR, and what speaks against parting with the source.

    Raises:
        OutputError: it is not what was meant to be written, and is gone again.
        Cancelled: through ``progress``; it is gone again too.
    """
    try:
        if result.data is not None and (settings.measure or settings.originals == "bin"):
            least, threads = _least(result, settings), settings.compress.threads
            return finishing.read_back_latent(output, result.picture, least, threads, progress)
        if result.data is None and settings.originals == "bin":
            finishing.read_back_picture(output, result.picture)
    except (OutputError, Cancelled):
        output.unlink(missing_ok=True)
        raise
    return None, ""


def _finish(job: Job, output: Path, result: _Result, settings: JobSettings, doubt: str) -> None:
    """Times and the bin; what does not come off is a warning, as the output is there."""
    if settings.keep_times:
        result.note(finishing.keep_times(output, result.before))
    if settings.originals == "keep":
        result.note(doubt)
    elif doubt or not result.is_whole:
        result.note(f"the original stays: {doubt or 'not all of it is in the output'}")
    else:
        result.note(finishing.move_to_bin(job.source, result.before))


def _least(result: _Result, settings: JobSettings) -> float:
    """PSNR in dB that is to be expected; noise that was left out cannot come back."""
    return LEAST_OF_DENOISED if settings.compress.denoise else least_psnr(result.quality or 0.0)
