"""One job: one source file to one output file, whole or not at all."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

from engine.errors import Cancelled, InputError, OutputError, OutputExists, reason_for
from engine.files import fidelity, outputs
from engine.files.job import Job, Outcome
from engine.files.naming import copy_path
from engine.files.settings import JobSettings, OutputPolicy, TaskOptions
from engine.files.sources import Stamp, read_latent, size_of, unchanged
from engine.image.files import write_atomically
from engine.image.ledger import is_accepted
from engine.image.picture import Picture
from engine.image.privacy import stripped
from engine.image.reader import read_picture
from engine.image.writer import format_of, lost_in, write_picture
from engine.messages import Message, listed
from engine.pipeline.compress import compress
from engine.pipeline.denoise import denoise
from engine.pipeline.inspection import inspect
from engine.pipeline.noise_level import estimate_strength
from engine.pipeline.options import quality_in_hundredths
from engine.pipeline.reconstruct import reconstruct, reconstruct_region, thumbnail
from engine.pipeline.recover import Recovery, recover
from engine.progress import Progress, SubProgress

_WORK_SHARE = 0.6
"""Part of the time that the task takes where its result is decoded once more."""


@dataclass
class _Result:
    """What the task has made of a source.

    Attributes:
        picture: the compressed one, or the one to be written.
        before: the source's size and times before it was read.
        data: the compressed file.
        left_out: 0..100, the strength with which noise was left out of ``data``.
        is_whole: nothing of the source is missing from the picture.
        psnr: in dB, of what was read back.
        low: a warning that it is low; then the source is kept.
    """

    picture: Picture
    before: Stamp
    data: bytes | None = None
    strength: float | None = None
    quality: float | None = None
    left_out: float = 0.0
    warnings: list[Message] = field(default_factory=list)
    is_whole: bool = True
    psnr: float | None = None
    low: Message | None = None

    def warn(self, warning: Message | None) -> None:
        """Add a warning, if there is one."""
        if warning is not None:
            self.warnings.append(warning)

    @property
    def expected_psnr(self) -> float:
        """In dB; noise that was left out cannot come back."""
        return fidelity.EXPECTED_OF_DENOISED if self.left_out else fidelity.expected_psnr(self.quality or 0.0)


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
        outcome = _without_result(job, settings.output, error)
    return replace(outcome, seconds=time.monotonic() - started)


def _without_result(job: Job, policy: OutputPolicy, error: Exception) -> Outcome:
    source_bytes = size_of(job.source)
    if isinstance(error, OutputExists) and policy.existing == "skip":
        there = job.output if error.path is None else Path(error.path)
        return Outcome(job.source, there, "skipped", Message("exists already"), source_bytes)
    return Outcome(job.source, None, "failed", reason_for(error, job.source), source_bytes)


def _run(job: Job, settings: JobSettings, progress: Progress) -> Outcome:
    options, policy = settings.task, settings.output
    if job.is_own:
        policy = replace(policy, existing="replace")
    outputs.check_output(job.source, job.output, policy, picture=job.task != "compress" and not job.is_copy)
    if job.is_copy:
        return _copied_on(job, policy)
    if job.task == "compress" and policy.existing == "skip" and not policy.keep_larger and policy.strip == "none":
        outputs.check_copy(job.source, copy_path(job.source, job.output))
    working = reading_back = progress
    if job.task == "compress" and policy.reads_back:
        progress.begin(1.0)
        working, reading_back = SubProgress(progress, _WORK_SHARE), SubProgress(progress, 1.0 - _WORK_SHARE)
    result = _do_task(job, options, policy, working)
    progress.check()
    if result.data is not None:
        if len(result.data) >= result.before.bytes and not policy.keep_larger and policy.strip == "none":
            return _copied(job, settings.output, result)
        _warn_of_compressed(result, result.data, options, policy)
    outputs.make_folder(job.output.parent)  # only now that there is something to put there: failures leave none
    output, size = outputs.place(
        job.output, lambda path: _write(path, result, options, policy, reading_back), policy.existing
    )
    _finish(job, output, result, policy)
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
        warnings=tuple(result.warnings),
        psnr=result.psnr if policy.measure else None,
    )


# The task


def _do_task(job: Job, options: TaskOptions, policy: OutputPolicy, progress: Progress) -> _Result:
    """Read the source and do the task; writes nothing."""
    before = Stamp.of(job.source)
    with unchanged(job.source, before):
        if job.task == "reconstruct":
            data = read_latent(job.source)
        else:
            picture = read_picture(job.source, max_pixels=options.max_pixels, recover=options.recover)
    before = before or Stamp(0, 0, 0)  # of what came into being since; it never fits
    if job.task == "reconstruct":
        picture, lost = picture_from(data, options, progress)
        result = _Result(picture, before, warnings=list(lost))
        if policy.strip != "none":
            _strip(result, policy)
    else:
        result = _Result(
            picture,
            before,
            warnings=list(picture.warnings),
            is_whole=all(is_accepted(warning, policy.accepted_losses) for warning in picture.warnings),
        )
        if policy.strip != "none":
            _strip(result, policy)
        if job.task == "compress":
            _compress(result, options, progress)
            return result
        _denoise(result, options, progress)
    _warn_of_losses(job, policy, result)
    return result


def _compress(result: _Result, options: TaskOptions, progress: Progress) -> None:
    result.data = compress(result.picture, options.compress_options(result.before.bytes), progress)
    asked = options.compress.denoise
    if options.quality is None or asked is None:  # they were found out, and stand in the file
        made = inspect(result.data)
        result.quality, result.left_out = made.quality, made.denoise
    else:
        result.quality, result.left_out = quality_in_hundredths(options.quality) / 100, round(asked)
    result.strength = None if asked == 0 else result.left_out


def _denoise(result: _Result, options: TaskOptions, progress: Progress) -> None:
    asked = options.denoise.strength
    result.strength = estimate_strength(result.picture, options.denoise.threads) if asked is None else asked
    result.picture = denoise(result.picture, replace(options.denoise, strength=result.strength), progress)


def picture_from(data: bytes, options: TaskOptions, progress: Progress) -> tuple[Picture, tuple[Message, ...]]:
    """The picture of a ``.latent`` file, whole, a part, small or recovered; and warnings of what is lost.

    Raises:
        SafelightError: whatever is wrong with the file; only :attr:`TaskOptions.recover` puts up with damage.
        OptionError: the region does not lie inside the picture.
        Cancelled: through ``progress``.
    """
    reading = options.reconstruct_options
    if options.recover:
        recovery = recover(data, reading, progress)
        return recovery.picture, losses(recovery)
    if options.region is not None:
        part = reconstruct_region(data, options.region, reading, progress)
        return part, part.warnings
    if options.thumbnail is not None:
        small = thumbnail(data, options.thumbnail, reading, progress)
        return small, small.warnings
    return reconstruct(data, reading, progress), ()


def losses(recovery: Recovery) -> tuple[Message, ...]:
    """Warnings of what is not as it was; empty where all is."""
    parts = list[Message]()
    if recovery.lost:
        parts.append(Message("{0} of {1} lost", len(recovery.lost), _squares(recovery.squares)))
    if recovery.blurred:
        parts.append(Message("{0} of {1} at low resolution", len(recovery.blurred), _squares(recovery.squares)))
    return (*parts, *recovery.notes)


def _squares(count: int) -> Message:
    return Message("1 square") if count == 1 else Message("{0} squares", count)


def _strip(result: _Result, policy: OutputPolicy) -> None:
    """Take the private metadata out, and say which; what was asked for keeps no original from the bin."""
    assert policy.strip != "none"
    left = stripped(result.picture.metadata, policy.strip)
    result.picture = replace(result.picture, metadata=left.metadata)
    result.warnings += left.warnings
    if not all(is_accepted(warning, policy.accepted_losses) for warning in left.damaged):
        result.is_whole = False


def _warn_of_losses(job: Job, policy: OutputPolicy, result: _Result) -> None:
    """Say what the format of the output cannot hold."""
    format = policy.format or format_of(job.output)
    lost = lost_in(result.picture, format)
    if lost:
        result.warnings.append(Message("lost in {0}: {1}", format.upper(), listed(lost)))
        result.is_whole = False


def _warn_of_compressed(result: _Result, data: bytes, options: TaskOptions, policy: OutputPolicy) -> None:
    if len(data) >= result.before.bytes and not policy.keep_larger:
        result.warnings.append(Message("larger than the original, which cannot be copied without its private metadata"))
    elif len(data) > result.before.bytes:
        result.warnings.append(Message("larger than the original"))
    if not policy.reads_back:
        threads = options.compress.threads
        result.warn(fidelity.quality_warning(result.picture, data, result.expected_psnr, threads))


# The output


def _write(path: Path, result: _Result, options: TaskOptions, policy: OutputPolicy, progress: Progress) -> int:
    """Write the output and, where that was asked for, read it back before it takes the place of what is there.

    Raises:
        OutputError: it cannot be written, or is not what was meant to be written.
        Cancelled: through ``progress``.
    """
    if result.data is None:
        return _write_picture(path, result, policy, options.reconstruct.threads)
    data = result.data

    def fill(file: BinaryIO) -> None:
        file.write(data)
        if policy.reads_back:
            file.flush()
            file.seek(0)
            result.psnr, result.low = fidelity.read_back_latent(
                file.read(), path, result.picture, result.expected_psnr, options.compress.threads, progress
            )

    return write_atomically(path, fill, overwrite=policy.replaces)


def _write_picture(path: Path, result: _Result, policy: OutputPolicy, threads: int) -> int:
    size = write_picture(result.picture, path, format=policy.format, overwrite=policy.replaces, threads=threads)
    if policy.originals == "bin":
        try:
            fidelity.read_back_picture(path, result.picture)
        except OutputError:
            path.unlink(missing_ok=True)
            raise
    return size


def _copied(job: Job, policy: OutputPolicy, result: _Result) -> Outcome:
    """The original in place of a compressed file that would be no smaller."""
    target = copy_path(job.source, job.output)
    outcome = Outcome(
        source=job.source,
        output=target,
        state="skipped",
        reason=Message("compressing would not make it smaller"),
        source_bytes=result.before.bytes,
        width=result.picture.width,
        height=result.picture.height,
    )
    if target.exists() and target.samefile(job.source):
        return outcome
    outputs.make_folder(target.parent)
    target, size = outputs.copy_original(job.source, result.before, target, policy.existing)
    warning = outputs.keep_times(target, result.before) if policy.keep_times else None
    warnings = () if warning is None else (warning,)
    reason = Message("would be larger: the original was copied")
    return replace(outcome, output=target, state="copied", reason=reason, output_bytes=size, warnings=warnings)


def _copied_on(job: Job, policy: OutputPolicy) -> Outcome:
    """A picture that compressing had copied, on its way back."""
    before = Stamp.of(job.source)
    if before is None:
        raise InputError("no such file", job.source)
    if policy.strip != "none":
        reason = Message("not a .latent file; not copied, because its metadata cannot be removed")
        return Outcome(job.source, None, "skipped", reason, before.bytes)
    outputs.make_folder(job.output.parent)
    output, size = outputs.copy_original(job.source, before, job.output, policy.existing)
    warning = outputs.keep_times(output, before) if policy.keep_times else None
    reason = Message("not a .latent file; copied unchanged")
    warnings = () if warning is None else (warning,)
    return Outcome(job.source, output, "copied", reason, before.bytes, size, warnings=warnings)


def _finish(job: Job, output: Path, result: _Result, policy: OutputPolicy) -> None:
    """Times and the bin; what does not come off is a warning, as the output is there."""
    if policy.keep_times:
        result.warn(outputs.keep_times(output, result.before))
    if policy.originals == "keep":
        result.warn(result.low)
    elif result.low or not result.is_whole:
        result.warn(Message("the original stays: {0}", result.low or Message("not all of it is in the output")))
    else:
        result.warn(outputs.move_to_bin(job.source, result.before))
