"""Everything the command line prints: a progress bar on a terminal, results in words or as JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import rich.console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from engine.jobs import Job, Outcome
from engine.progress import Progress
from engine.runtime.provider import provider_report


class Console:
    """Results go to standard output, errors and progress to standard error."""

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json
        self.errors = rich.console.Console(stderr=True)

    def outcomes(self, task: str, outcomes: Sequence[Outcome]) -> None:
        """Report finished jobs: each on a line, a sum below several, failures on standard error."""
        provider = provider_report()
        if self.as_json:
            files = [_outcome_fields(outcome) for outcome in outcomes]
            report = {"provider": provider.provider, "reason": provider.reason}
            self._print_json({"task": task, "runtime": report, "files": files})
        for outcome in outcomes:
            if outcome.state in ("failed", "cancelled"):
                print(f"safelight: {outcome.source}: {outcome.reason}", file=sys.stderr)
            elif not self.as_json:
                print(_outcome_line(task, outcome))
        if not self.as_json and len(outcomes) > 1:
            print(_summary(task, outcomes, provider.provider))

    def descriptions(self, described: list[dict[str, Any]]) -> None:
        """Report what ``info`` and ``verify`` found."""
        if self.as_json:
            self._print_json({"files": described})
        for entry in described:
            if entry["state"] == "failed":
                print(f"safelight: {entry['file']}: {entry['reason']}", file=sys.stderr)
            elif not self.as_json:
                print(_description_line(entry))

    @staticmethod
    def _print_json(document: object) -> None:
        print(json.dumps(document, indent=2, ensure_ascii=False))


def _outcome_fields(outcome: Outcome) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "source": str(outcome.source),
        "output": None if outcome.output is None else str(outcome.output),
        "state": outcome.state,
        "source_bytes": outcome.source_bytes,
    }
    if outcome.reason:
        fields["reason"] = outcome.reason
    if outcome.state == "done":
        fields |= {
            "output_bytes": outcome.output_bytes,
            "width": outcome.width,
            "height": outcome.height,
            "bpp": round(outcome.bpp, 4),
            "ratio": round(outcome.ratio, 4),
            "seconds": round(outcome.seconds, 3),
        }
    return fields


def _size(count: float) -> str:
    for unit in ("B", "kB", "MB", "GB"):
        if count < 1000 or unit == "GB":
            return f"{count:.0f} {unit}" if unit == "B" or count >= 100 else f"{count:.1f} {unit}"
        count /= 1000
    raise AssertionError


def _outcome_line(task: str, outcome: Outcome) -> str:
    if outcome.state == "skipped":
        return f"{outcome.source}: skipped, {outcome.output} exists already"
    sizes = f"{_size(outcome.source_bytes)} -> {_size(outcome.output_bytes)}"
    if task == "compress":
        sizes += f", {outcome.ratio:.1f}:1, {outcome.bpp:.3f} bits per pixel"
    return f"{outcome.source} -> {outcome.output}: {sizes}, {outcome.seconds:.1f} s"


def _summary(task: str, outcomes: Sequence[Outcome], provider: str) -> str:
    counts = {state: sum(o.state == state for o in outcomes) for state in ("done", "skipped", "failed", "cancelled")}
    text = ", ".join(f"{count} {state}" for state, count in counts.items() if count)
    done = [outcome for outcome in outcomes if outcome.state == "done"]
    if task == "compress" and done:
        before, after = (sum(getattr(o, name) for o in done) for name in ("source_bytes", "output_bytes"))
        text += f"; {_size(before)} -> {_size(after)}"
    return f"{text}; on {provider}"


def _description_line(entry: dict[str, Any]) -> str:
    text = f"{entry['file']}: {entry['format']}, {entry['width']} x {entry['height']}, {_size(entry['bytes'])}"
    if "quality" in entry:
        text += f", {entry['bpp']:.3f} bits per pixel, quality {entry['quality']:g}, model {entry['model']}"
        text += f", keeps {', '.join(entry['keeps'])}" if entry["keeps"] else ""
    return text


@contextmanager
def follow_batch(console: Console, batch: Sequence[Job]) -> Iterator[dict[str, Any]]:
    """Hooks for :func:`engine.jobs.run_batch` that draw a bar with time left; silent where there is no terminal."""
    if not console.errors.is_terminal:
        yield {}
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bar(*columns, console=console.errors, transient=True) as bar:
        line = bar.add_task("", total=len(batch))

        def start(index: int) -> None:
            bar.update(line, description=batch[index].source.name)

        def advance(progress: Progress) -> None:
            bar.update(line, completed=progress.fraction * len(batch))

        yield {"on_start": start, "progress": Progress(advance)}
