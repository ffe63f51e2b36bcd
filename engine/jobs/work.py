"""The work on one source: read it and do the task, and write nothing."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from engine.image.picture import Picture
from engine.image.privacy import stripped
from engine.image.reader import read_picture
from engine.image.writer import format_of, lost_in
from engine.jobs.job import Job
from engine.jobs.latent_files import read_latent
from engine.jobs.likeness import LEAST_OF_DENOISED, least_psnr
from engine.jobs.reconstruction import picture_from
from engine.jobs.settings import JobSettings
from engine.jobs.sources import Stamp, unchanged
from engine.pipeline.compress import compress
from engine.pipeline.denoise import denoise
from engine.pipeline.inspection import inspect
from engine.pipeline.noise_level import estimate_strength
from engine.progress import Progress


@dataclass
class Result:
    """What the work on one source has led to.

    ``picture`` is the compressed one, or the one to be written; ``likeness``, in dB, is that of what was read back, and
    ``doubt`` what speaks against parting with the source. ``left_out``, 0..100, is the strength with which noise was
    left out of ``data``.
    """

    picture: Picture
    before: Stamp
    data: bytes | None = None
    strength: float | None = None
    quality: float | None = None
    left_out: float = 0.0
    warnings: list[str] = field(default_factory=list)
    is_whole: bool = True  # nothing of the source is missing from the picture
    likeness: float | None = None
    doubt: str = ""

    def note(self, warning: str) -> None:
        """Add what a user is to know, if there is something."""
        if warning:
            self.warnings.append(warning)


def work_on(job: Job, settings: JobSettings, progress: Progress) -> Result:
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
        result = Result(picture, before, warnings=[lost] if lost else [])
    else:
        picture = _without_private(read, settings)
        result = Result(picture, before, warnings=list(picture.remarks), is_whole=not picture.remarks)
    if job.task == "compress":
        result.data = compress(picture, settings.compress_options(before.bytes), progress)
        made = inspect(result.data)
        result.quality, result.left_out = made.quality, made.denoise
        result.strength = made.denoise if settings.compress.denoise != 0 else None
    elif job.task == "denoise":
        asked = settings.denoise.strength
        result.strength = estimate_strength(picture, settings.denoise.threads) if asked is None else asked
        result.picture = denoise(picture, replace(settings.denoise, strength=result.strength), progress)
    else:
        result.picture = _without_private(picture, settings)
    if result.data is None:
        _note_losses(job, settings, result)
    return result


def _note_losses(job: Job, settings: JobSettings, result: Result) -> None:
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


def least_likeness(result: Result) -> float:
    """PSNR in dB that is to be expected; noise that was left out cannot come back."""
    return LEAST_OF_DENOISED if result.left_out else least_psnr(result.quality or 0.0)
