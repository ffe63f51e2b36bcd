"""What each command does."""

from __future__ import annotations

import argparse
import dataclasses
import time
from pathlib import Path
from typing import Any

import engine
from engine import jobs
from engine.cli.bar import progress_bar
from engine.cli.console import Description, complain, report_descriptions, report_outcomes
from engine.cli.interrupts import cancelled_by_signals
from engine.cli.value_types import Size
from engine.errors import Cancelled, InputError, LatentError, UnreadableImage
from engine.jobs import Job, JobSettings, Outcome
from engine.progress import Part

EXIT_DONE, EXIT_SOME_FAILED, EXIT_WRONG_USE, EXIT_INTERRUPTED = 0, 1, 2, 130


def _settings(chosen: argparse.Namespace) -> JobSettings:
    """Job settings from what was typed; options of the other tasks keep their defaults."""
    typed = vars(chosen)
    target, largest = typed.get("target_size") or Size(), typed.get("max_size") or Size()
    return JobSettings(
        compress=engine.CompressOptions(
            quality=typed.get("quality", 50.0),
            target_bytes=target.bytes,
            target_psnr=typed.get("target_psnr"),
            max_bytes=largest.bytes,
            denoise=typed.get("denoise", 0.0),
            threads=chosen.threads,
        ),
        reconstruct=_reconstruct_options(chosen),
        denoise=engine.DenoiseOptions(typed.get("strength"), typed.get("model", "fast"), chosen.threads),
        format=typed.get("format"),
        existing="replace" if chosen.overwrite else "skip",
        target_percent=target.percent,
        max_percent=largest.percent,
        recover=typed.get("recover", False),
        region=typed.get("region"),
        thumbnail=typed.get("thumbnail"),
    )


def _reconstruct_options(chosen: argparse.Namespace) -> engine.ReconstructOptions:
    """For every command: those that reconstruct nothing have no ``--max-pixels``, and ``verify`` no ``--threads``."""
    typed = {name: value for name, value in vars(chosen).items() if name in ("threads", "max_pixels")}
    return engine.ReconstructOptions(**typed)


def run_files(chosen: argparse.Namespace) -> int:
    """``compress``, ``reconstruct`` and ``denoise``: each input to its output."""
    settings = _settings(chosen)
    sources = list(dict.fromkeys(chosen.inputs))  # a file that was named twice is one file
    if chosen.output is not None:
        outputs = [chosen.output]
    else:
        outputs = jobs.distinct_outputs(chosen.task, sources, chosen.out_dir, settings.format)
    batch = [Job(chosen.task, source, output) for source, output in zip(sources, outputs, strict=True)]
    return _run(batch, settings, chosen, existing_fail=True)


def run_folder(chosen: argparse.Namespace) -> int:
    """``batch``: a folder to a folder."""
    settings = _settings(chosen)
    try:
        batch = list(jobs.plan_batch(chosen.task, chosen.in_dir, chosen.out_dir, settings).jobs)
        if not batch:
            raise InputError("holds no file that can be used", chosen.in_dir)
    except InputError as error:
        complain(str(error))
        return EXIT_WRONG_USE
    return _run(batch, settings, chosen, existing_fail=False)


def _run(batch: list[Job], settings: JobSettings, chosen: argparse.Namespace, *, existing_fail: bool) -> int:
    """Run jobs with a progress bar; files named one by one fail where their output exists, a folder's are skipped."""
    with progress_bar([job.source for job in batch]) as (progress, start), cancelled_by_signals(progress) as caught:
        outcomes = jobs.run_batch(batch, settings, progress=progress, on_start=start)
    if existing_fail:
        outcomes = [_as_failure(outcome) if outcome.state == "skipped" else outcome for outcome in outcomes]
    report_outcomes(chosen.task, outcomes, as_json=chosen.json, show_quality=settings.searches_quality)
    if caught.number is not None:
        complain("interrupted")
        return 128 + caught.number
    return EXIT_SOME_FAILED if any(outcome.state == "failed" for outcome in outcomes) else EXIT_DONE


def _as_failure(outcome: Outcome) -> Outcome:
    reason = f"{outcome.output} exists already (--overwrite replaces it)"
    return dataclasses.replace(outcome, output=None, state="failed", reason=reason)


def info(chosen: argparse.Namespace) -> int:
    """``info``: what a file's header says."""
    found = []
    for path in chosen.inputs:
        try:
            found.append(Description(path, _header_fields(path)))
        except Exception as error:
            found.append(Description(path, {}, jobs.reason_for(error, path)))
    report_descriptions(found, as_json=chosen.json)
    return _exit_code(found)


def _header_fields(path: Path) -> dict[str, Any]:
    """By the suffix first; a ``.latent`` file of another name is found out too."""
    if path.suffix.lower() == jobs.LATENT_SUFFIX:
        return _latent_fields(jobs.inspect_file(path))
    try:
        picture = engine.probe(path)
    except UnreadableImage:
        try:
            return _latent_fields(jobs.inspect_file(path))
        except LatentError:
            pass
        raise
    return {"format": picture.format, "width": picture.width, "height": picture.height, "bytes": picture.bytes}


def _latent_fields(found: engine.LatentInfo) -> dict[str, Any]:
    kept = [name for name in ("alpha", "icc", "exif", "xmp") if getattr(found, f"has_{name}")]
    return {
        "format": f"latent version {found.version}",
        "width": found.width,
        "height": found.height,
        "bytes": found.bytes,
        "bpp": round(found.bpp, 4),
        "quality": found.quality,
        "denoise": found.denoise,
        "model": found.model,
        "groups": found.groups,
        "keeps": kept,
    }


def verify(chosen: argparse.Namespace) -> int:
    """``verify``: decode and check, write nothing."""
    found: list[Description] = []
    options = _reconstruct_options(chosen)
    with progress_bar(chosen.inputs) as (progress, start), cancelled_by_signals(progress) as caught:
        progress.begin(len(chosen.inputs))
        for index, path in enumerate(chosen.inputs):
            if caught.number is None:
                start(index)
                found.append(_verified(path, options, Part(progress)))
    report_descriptions(found, as_json=chosen.json)
    if caught.number is not None:
        complain("interrupted")
        return 128 + caught.number
    return _exit_code(found)


def _verified(path: Path, options: engine.ReconstructOptions, part: Part) -> Description:
    started = time.monotonic()
    try:
        fields = _latent_fields(jobs.verify_file(path, options, part))
    except Cancelled:
        return Description(path, {}, "not verified: interrupted")
    except Exception as error:
        part.finish()
        return Description(path, {}, jobs.reason_for(error, path))
    part.finish()
    seconds = round(time.monotonic() - started, 3)
    return Description(path, {**fields, "provider": engine.provider_report().provider, "seconds": seconds})


def _exit_code(found: list[Description]) -> int:
    return EXIT_SOME_FAILED if any(entry.reason for entry in found) else EXIT_DONE


def gui(chosen: argparse.Namespace) -> int:
    """``gui``: open the window."""
    from engine.cli.window import open_window

    return open_window(chosen.files)
