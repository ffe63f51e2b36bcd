"""One job: one source file to one output file, whole or not at all."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from engine.errors import Cancelled, OutputError, OutputExists
from engine.image.files import write_atomically
from engine.image.writer import write_picture
from engine.jobs import finishing
from engine.jobs.failures import reason_for
from engine.jobs.job import Job, Outcome
from engine.jobs.likeness import doubt_about
from engine.jobs.naming import copy_path
from engine.jobs.outputs import check_output, make_folder, place
from engine.jobs.settings import JobSettings
from engine.jobs.sources import size_of
from engine.jobs.work import Result, least_likeness, work_on
from engine.progress import Progress, SubProgress

_WORK_SHARE = 0.6
"""Part of the time that goes into the work itself where its result is decoded once more."""


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


def _run(job: Job, settings: JobSettings, progress: Progress) -> Outcome:
    writing = replace(settings, existing="replace") if job.is_own else settings
    check_output(job.source, job.output, writing, picture=job.task != "compress")
    checked = job.task == "compress" and (settings.measure or settings.originals == "bin")
    work, check = progress, progress
    if checked:
        progress.begin(1.0)
        work, check = SubProgress(progress, _WORK_SHARE), SubProgress(progress, 1.0 - _WORK_SHARE)
    result = work_on(job, settings, work)
    progress.check()
    if result.data is not None and len(result.data) >= result.before.bytes and not settings.keep_larger:
        if settings.strip == "none":
            return _copied(job, settings, result)
        result.warnings.append("larger than the original, which cannot be copied without its private metadata")
    elif result.data is not None and len(result.data) > result.before.bytes:
        result.warnings.append("larger than the original")
    if result.data is not None and not checked:
        least, threads = least_likeness(result), settings.compress.threads
        result.note(doubt_about(result.picture, result.data, least, threads))
    make_folder(job.output.parent)  # only now that there is something to put there: failures leave none
    output, size = place(job.output, lambda path: _write(path, result, writing, check), writing.existing)
    _finish(job, output, result, settings)
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
        psnr=result.likeness if settings.measure else None,
    )


def _write(path: Path, result: Result, settings: JobSettings, progress: Progress) -> int:
    """Write the output and, where that was asked for, read it back before it takes the place of what is there.

    Raises:
        OutputError: it cannot be written, or is not what was meant to be written.
        Cancelled: through ``progress``.
    """
    if result.data is None:
        return _write_picture(path, result, settings)
    data = result.data

    def fill(file: BinaryIO) -> None:
        file.write(data)
        if settings.measure or settings.originals == "bin":
            file.flush()
            file.seek(0)
            least, threads = least_likeness(result), settings.compress.threads
            read = finishing.read_back_latent(file.read(), path, result.picture, least, threads, progress)
            result.likeness, result.doubt = read

    return write_atomically(path, fill, overwrite=settings.replaces)


def _write_picture(path: Path, result: Result, settings: JobSettings) -> int:
    threads = settings.reconstruct.threads
    size = write_picture(result.picture, path, format=settings.format, overwrite=settings.replaces, threads=threads)
    if settings.originals == "bin":
        try:
            finishing.read_back_picture(path, result.picture)
        except OutputError:
            path.unlink(missing_ok=True)
            raise
    return size


def _copied(job: Job, settings: JobSettings, result: Result) -> Outcome:
    """The original in place of a compressed file that would be no smaller."""
    target = copy_path(job.source, job.output)
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


def _finish(job: Job, output: Path, result: Result, settings: JobSettings) -> None:
    """Times and the bin; what does not come off is a warning, as the output is there."""
    if settings.keep_times:
        result.note(finishing.keep_times(output, result.before))
    if settings.originals == "keep":
        result.note(result.doubt)
    elif result.doubt or not result.is_whole:
        result.note(f"the original stays: {result.doubt or 'not all of it is in the output'}")
    else:
        result.note(finishing.move_to_bin(job.source, result.before))
