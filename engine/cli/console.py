"""Everything the command line says: results in words or as one JSON document, failures on standard error."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import engine
from engine import standard_json
from engine.batch.report import Totals, totals
from engine.files.job import Outcome


@dataclass(frozen=True)
class Description:
    """What ``info`` or ``verify`` found out about a file; ``reason`` says why it found out nothing."""

    file: Path
    fields: dict[str, Any]
    reason: str = ""


def printable(text: str) -> str:
    """``text`` on one line and without what would let a file's name steer the terminal; escapes stand for that."""
    return "".join(c.encode("unicode_escape").decode("ascii") if _steers(c) else c for c in text)


def _steers(character: str) -> bool:
    """Control characters, line ends, and what turns the direction of writing round."""
    turning = "\u202a" <= character <= "\u202e" or "\u2066" <= character <= "\u2069"
    return turning or unicodedata.category(character) in ("Cc", "Zl", "Zp")


def complain(message: str) -> None:
    """One line on standard error."""
    print(f"safelight: {printable(message)}", file=sys.stderr)


def print_json(document: object) -> None:
    """One document on standard output; in ASCII, so that no terminal's encoding can spoil it."""
    print(standard_json.dumps(document, indent=2))


def report_outcomes(task: str, outcomes: Sequence[Outcome], *, as_json: bool, show_quality: bool) -> None:
    """Report finished jobs: each on a line, a sum below several; losses and last the failures on standard error.

    Args:
        show_quality: on each line; for those who did not choose it themselves.
    """
    if as_json:
        provider = engine.provider_report()
        runtime = {"provider": provider.provider, "reason": provider.reason}
        files = [outcome.to_dict() for outcome in outcomes]
        print_json({"task": task, "runtime": runtime, "counts": totals(outcomes).counts, "files": files})
    for outcome in outcomes:
        if outcome.state != "failed":
            report_outcome(task, outcome, as_json=as_json, show_quality=show_quality)
    if not as_json and len(outcomes) > 1:
        print(_summary(task, totals(outcomes)), flush=True)
    for outcome in outcomes:
        if outcome.state == "failed":
            report_outcome(task, outcome, as_json=as_json, show_quality=show_quality)


def report_outcome(task: str, outcome: Outcome, *, as_json: bool, show_quality: bool) -> None:
    """Report one job on a line: what failed, and what is to be said beside the result, on standard error."""
    if outcome.state == "failed":
        complain(f"{outcome.source}: {outcome.reason}")
    elif outcome.state != "cancelled" and not as_json:
        print(printable(_outcome_line(task, outcome, show_quality)), flush=True)
    for warning in outcome.warnings:
        complain(f"{outcome.source}: {warning}")


def report_descriptions(found: Sequence[Description], *, as_json: bool) -> None:
    """Report what ``info`` and ``verify`` found."""
    if as_json:
        print_json({"files": [_description_fields(entry) for entry in found]})
    for entry in found:
        if entry.reason:
            complain(f"{entry.file}: {entry.reason}")
        elif not as_json:
            print(printable(_description_line(entry)))


def _description_fields(entry: Description) -> dict[str, Any]:
    state = "failed" if entry.reason else "done"
    return {"file": str(entry.file), "state": state, "reason": entry.reason, **entry.fields}


def size_text(count: float) -> str:
    """A number of bytes for people."""
    for unit in ("B", "kB", "MB"):
        if count < 1000:
            return f"{count:.0f} {unit}" if unit == "B" or count >= 100 else f"{count:.1f} {unit}"
        count /= 1000
    return f"{count:.1f} GB"


def _outcome_line(task: str, outcome: Outcome, show_quality: bool) -> str:
    if outcome.state == "skipped":
        why = f"{outcome.output} exists already" if outcome.reason == "exists already" else outcome.reason
        return f"{outcome.source}: skipped, {why}"
    if outcome.state == "copied":
        return f"{outcome.source} -> {outcome.output}: {outcome.reason}"
    sizes = f"{size_text(outcome.source_bytes)} -> {size_text(outcome.output_bytes)}"
    if task == "compress":
        sizes += f", {outcome.ratio:.1f}:1, {outcome.bpp:.3f} bits per pixel"
    if outcome.psnr is not None:
        sizes += f", {outcome.psnr:.2f} dB"
    if show_quality and outcome.quality is not None:
        sizes += f", quality {outcome.quality:g}"
    if outcome.strength is not None:
        sizes += f", strength {outcome.strength:.0f}"
    provider = engine.provider_report().provider
    return f"{outcome.source} -> {outcome.output}: {sizes}, {outcome.seconds:.1f} s on {provider}"


def _summary(task: str, summed: Totals) -> str:
    text = ", ".join(f"{count} {state}" for state, count in summed.counts.items() if count)
    before, after = summed.source_bytes, summed.output_bytes
    if task == "compress" and before:
        text += f"; {size_text(before)} -> {size_text(after)}"
        if summed.saved > 0:
            text += f", {size_text(summed.saved)} saved ({100 * summed.saved / before:.1f} %)"
    return text


def _description_line(entry: Description) -> str:
    fields = entry.fields
    text = f"{entry.file}: {fields['format']}, {fields['width']} x {fields['height']}, {size_text(fields['bytes'])}"
    if "quality" in fields:
        text += f", {fields['bpp']:.3f} bits per pixel, quality {fields['quality']:g}, model {fields['model']}"
        text += f", {fields['groups']} group{'' if fields['groups'] == 1 else 's'}"
        text += f", noise left out at strength {fields['denoise']}" if fields["denoise"] else ""
        text += ", 16 bits a channel" if fields["bits"] == 16 else ""
        text += f", keeps {', '.join(fields['keeps'])}" if fields["keeps"] else ""
    if "seconds" in fields:
        text += f"; whole, decoded in {fields['seconds']:.1f} s on {fields['provider']}"
    return text
