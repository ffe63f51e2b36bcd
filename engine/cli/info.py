"""The commands that only look: ``info`` and ``verify``."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import Any

import engine
from engine.cli.console import Description, complain, report_descriptions
from engine.cli.exit_codes import EXIT_DONE, EXIT_SOME_FAILED
from engine.cli.interrupts import cancelled_by_signals
from engine.cli.progress_bar import progress_bar
from engine.errors import Cancelled, LatentError, UnreadableImage, reason_for
from engine.files.sources import inspect_file, verify_file
from engine.progress import SubProgress


def info(chosen: argparse.Namespace) -> int:
    """``info``: what a file's header says."""
    found = []
    for path in chosen.inputs:
        try:
            found.append(Description(path, _header_fields(path)))
        except Exception as error:
            found.append(Description(path, {}, reason_for(error, path)))
    report_descriptions(found, as_json=chosen.json)
    return _exit_code(found)


def _header_fields(path: Path) -> dict[str, Any]:
    """By the suffix first; a ``.latent`` file of another name is found out too."""
    if path.suffix.lower() == engine.LATENT_SUFFIX:
        return _latent_fields(inspect_file(path))
    try:
        picture = engine.probe(path)
    except UnreadableImage:
        try:
            return _latent_fields(inspect_file(path))
        except LatentError:
            pass
        raise
    return {"format": picture.format, "width": picture.width, "height": picture.height, "bytes": picture.bytes}


def _latent_fields(found: engine.LatentInfo) -> dict[str, Any]:
    kept = [
        name
        for name in ("alpha", "icc", "exif", "xmp", "iptc", "texts", "paths", "geo")
        if getattr(found, f"has_{name}")
    ]
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
        "bits": found.bits,
        "keeps": kept,
    }


def verify(chosen: argparse.Namespace) -> int:
    """``verify``: decode and check, write nothing."""
    found: list[Description] = []
    options = engine.ReconstructOptions(max_pixels=chosen.max_pixels)
    with progress_bar(chosen.inputs) as bar, cancelled_by_signals(bar.progress) as caught:
        progress = bar.progress
        progress.begin(len(chosen.inputs))
        for index, path in enumerate(chosen.inputs):
            if caught.number is None:
                bar.on_start(index)
                found.append(_verified(path, options, SubProgress(progress)))
                bar.count()
    report_descriptions(found, as_json=chosen.json)
    if caught.number is not None:
        complain("interrupted")
        return 128 + caught.number
    return _exit_code(found)


def _verified(path: Path, options: engine.ReconstructOptions, part: SubProgress) -> Description:
    started = time.monotonic()
    try:
        fields = _latent_fields(verify_file(path, options, part))
    except Cancelled:
        return Description(path, {}, "not verified: interrupted")
    except Exception as error:
        part.finish()
        return Description(path, {}, reason_for(error, path))
    part.finish()
    seconds = round(time.monotonic() - started, 3)
    return Description(path, {**fields, "provider": engine.provider_report().provider, "seconds": seconds})


def _exit_code(found: list[Description]) -> int:
    return EXIT_SOME_FAILED if any(entry.reason for entry in found) else EXIT_DONE
