"""What each command does."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from engine.cli.console import Console, follow_batch
from engine.errors import InputError, SafelightError
from engine.image.reader import probe
from engine.jobs import Job, JobSettings, Outcome, output_path, plan_batch, run_batch, verify_file
from engine.jobs.naming import LATENT_SUFFIX, distinct_outputs
from engine.jobs.single import read_latent
from engine.pipeline.options import CompressOptions, DenoiseOptions, ReconstructOptions
from engine.pipeline.reconstruct import LatentInfo, inspect


def _settings(chosen: argparse.Namespace) -> JobSettings:
    """Job settings from what was typed; options of the other tasks keep their defaults."""
    typed = vars(chosen)
    return JobSettings(
        compress=CompressOptions(quality=typed.get("quality", 50.0), threads=chosen.threads),
        reconstruct=ReconstructOptions(threads=chosen.threads),
        denoise=DenoiseOptions(typed.get("strength"), typed.get("model", "fast"), chosen.threads),
        format=typed.get("format"),
        overwrite=chosen.overwrite,
    )


def run_files(chosen: argparse.Namespace) -> int:
    """``compress``, ``reconstruct`` and ``denoise``: each input to its output."""
    settings = _settings(chosen)
    if chosen.output is not None:
        batch = [Job(chosen.task, chosen.inputs[0], chosen.output)]
    elif chosen.out_dir is not None:
        batch = _into_folder(chosen, settings)
    else:
        batch = [Job(chosen.task, p, output_path(chosen.task, p, format=settings.format)) for p in chosen.inputs]
    return _run(batch, settings, chosen, existing_fail=True)


def _into_folder(chosen: argparse.Namespace, settings: JobSettings) -> list[Job]:
    """Inputs from anywhere into one folder; their own folders are not repeated there."""
    flat = [Path(path.name) for path in chosen.inputs]
    outputs = distinct_outputs(chosen.task, flat, chosen.out_dir, settings.format, Path())
    return [Job(chosen.task, source, output) for source, output in zip(chosen.inputs, outputs, strict=True)]


def run_folder(chosen: argparse.Namespace) -> int:
    """``batch``: a folder to a folder."""
    settings = _settings(chosen)
    batch = plan_batch(chosen.task, chosen.in_dir, chosen.out_dir, settings)
    if not batch:
        raise InputError("holds no file that can be used", chosen.in_dir)
    return _run(batch, settings, chosen, existing_fail=False)


def _run(batch: list[Job], settings: JobSettings, chosen: argparse.Namespace, *, existing_fail: bool) -> int:
    """Run jobs with a progress bar; files named one by one fail where their output exists, a folder's are skipped."""
    console = Console(as_json=chosen.json)
    with follow_batch(console, batch) as hooks:
        outcomes = run_batch(batch, settings, **hooks)
    if existing_fail:
        outcomes = [_as_failure(o) if o.state == "skipped" else o for o in outcomes]
    console.outcomes(chosen.task, outcomes)
    return 1 if any(outcome.state in ("failed", "cancelled") for outcome in outcomes) else 0


def _as_failure(outcome: Outcome) -> Outcome:
    return Outcome(
        outcome.source, None, "failed", f"{outcome.output} exists already (--overwrite replaces it)",
        source_bytes=outcome.source_bytes,
    )  # fmt: skip


def _each(chosen: argparse.Namespace, describe: Callable[[Path], dict[str, Any]]) -> int:
    """Describe every input; a bad one does not stop the others."""
    console = Console(as_json=chosen.json)
    described, failed = [], False
    for path in chosen.inputs:
        try:
            described.append({"file": str(path), "state": "done", **describe(path)})
        except SafelightError as error:
            failed = True
            described.append({"file": str(path), "state": "failed", "reason": error.reason})
    console.descriptions(described)
    return 1 if failed else 0


def info(chosen: argparse.Namespace) -> int:
    """``info``: what a file's header says."""
    return _each(chosen, _describe)


def _describe(path: Path) -> dict[str, Any]:
    if path.suffix.lower() == LATENT_SUFFIX:
        try:
            return _latent(inspect(read_latent(path)))
        except SafelightError as error:
            raise error.at(path) from error
    found = probe(path)
    return {"format": found.format, "width": found.width, "height": found.height, "bytes": found.bytes}


def _latent(found: LatentInfo) -> dict[str, Any]:
    kept = [name for name in ("alpha", "icc", "exif", "xmp") if getattr(found, f"has_{name}")]
    return {
        "format": f"latent version {found.version}",
        "width": found.width,
        "height": found.height,
        "bytes": found.bytes,
        "bpp": round(found.bpp, 4),
        "quality": found.quality,
        "model": found.model,
        "keeps": kept,
    }


def verify(chosen: argparse.Namespace) -> int:
    """``verify``: decode and check, write nothing."""
    return _each(chosen, lambda path: _latent(verify_file(path)))


def gui(chosen: argparse.Namespace) -> int:
    """``gui``: open the window."""
    try:
        from desktop.app import main
    except ImportError as error:
        missing = str(error).splitlines()[0]
        raise SafelightError(f"the window cannot open: {missing}") from error
    return main(chosen.files)
