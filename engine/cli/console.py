"""Everything the command line says: results in words or as one JSON document, failures on standard error."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import engine
from engine.jobs import Outcome

STATES = ("done", "skipped", "failed", "cancelled")


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
    print(json.dumps(document, indent=2))


def report_outcomes(task: str, outcomes: Sequence[Outcome], *, as_json: bool, show_quality: bool) -> None:
    """Report finished jobs: each on a line, a sum below several, failures and losses on standard error.

    Args:
        show_quality: on each line; for those who did not choose it themselves.
    """
    provider = engine.provider_report()
    counts = {state: sum(outcome.state == state for outcome in outcomes) for state in STATES}
    if as_json:
        runtime = {"provider": provider.provider, "reason": provider.reason}
        files = [_outcome_fields(outcome) for outcome in outcomes]
        print_json({"task": task, "runtime": runtime, "counts": counts, "files": files})
    for outcome in outcomes:
        if outcome.state == "failed":
            complain(f"{outcome.source}: {outcome.reason}")
        elif outcome.state != "cancelled" and not as_json:
            print(printable(_outcome_line(task, outcome, provider.provider, show_quality)))
        if outcome.warning:
            complain(f"{outcome.source}: {outcome.warning}")
    if not as_json and len(outcomes) > 1:
        print(_summary(task, outcomes, counts))


def report_descriptions(found: Sequence[Description], *, as_json: bool) -> None:
    """Report what ``info`` and ``verify`` found."""
    if as_json:
        print_json({"files": [_description_fields(entry) for entry in found]})
    for entry in found:
        if entry.reason:
            complain(f"{entry.file}: {entry.reason}")
        elif not as_json:
            print(printable(_description_line(entry)))


def _outcome_fields(outcome: Outcome) -> dict[str, Any]:
    """The same keys whatever became of the job; ``None`` where there is nothing to tell."""
    done = outcome.state == "done"
    return {
        "source": str(outcome.source),
        "output": None if outcome.output is None else str(outcome.output),
        "state": outcome.state,
        "reason": outcome.reason,
        "source_bytes": outcome.source_bytes,
        "output_bytes": outcome.output_bytes if done else None,
        "width": outcome.width if done else None,
        "height": outcome.height if done else None,
        "bpp": round(outcome.bpp, 4) if done else None,
        "ratio": round(outcome.ratio, 4) if done else None,
        "seconds": round(outcome.seconds, 3),
        "strength": None if outcome.strength is None else round(outcome.strength, 2),
        "quality": outcome.quality,
        "warning": outcome.warning,
    }


def _description_fields(entry: Description) -> dict[str, Any]:
    state = "failed" if entry.reason else "done"
    return {"file": str(entry.file), "state": state, "reason": entry.reason, **entry.fields}


def _size(count: float) -> str:
    for unit in ("B", "kB", "MB"):
        if count < 1000:
            return f"{count:.0f} {unit}" if unit == "B" or count >= 100 else f"{count:.1f} {unit}"
        count /= 1000
    return f"{count:.1f} GB"


def _outcome_line(task: str, outcome: Outcome, provider: str, show_quality: bool) -> str:
    if outcome.state == "skipped":
        return f"{outcome.source}: skipped, {outcome.output} exists already"
    sizes = f"{_size(outcome.source_bytes)} -> {_size(outcome.output_bytes)}"
    if task == "compress":
        sizes += f", {outcome.ratio:.1f}:1, {outcome.bpp:.3f} bits per pixel"
    if show_quality and outcome.quality is not None:
        sizes += f", quality {outcome.quality:g}"
    if outcome.strength is not None:
        sizes += f", strength {outcome.strength:.0f}"
    return f"{outcome.source} -> {outcome.output}: {sizes}, {outcome.seconds:.1f} s on {provider}"


def _summary(task: str, outcomes: Sequence[Outcome], counts: dict[str, int]) -> str:
    text = ", ".join(f"{count} {state}" for state, count in counts.items() if count)
    done = [outcome for outcome in outcomes if outcome.state == "done"]
    if task == "compress" and done:
        before, after = (sum(getattr(o, name) for o in done) for name in ("source_bytes", "output_bytes"))
        text += f"; {_size(before)} -> {_size(after)}"
    return text


def _description_line(entry: Description) -> str:
    fields = entry.fields
    text = f"{entry.file}: {fields['format']}, {fields['width']} x {fields['height']}, {_size(fields['bytes'])}"
    if "quality" in fields:
        text += f", {fields['bpp']:.3f} bits per pixel, quality {fields['quality']:g}, model {fields['model']}"
        text += f", {fields['groups']} group{'' if fields['groups'] == 1 else 's'}"
        text += f", noise left out at strength {fields['denoise']}" if fields["denoise"] else ""
        text += f", keeps {', '.join(fields['keeps'])}" if fields["keeps"] else ""
    if "seconds" in fields:
        text += f"; whole, decoded in {fields['seconds']:.1f} s on {fields['provider']}"
    return text
