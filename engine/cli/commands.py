"""The commands that make files of files, one by one or a whole folder."""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import sys
import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import engine
from engine.batch.planning import BatchPlan, plan_batch
from engine.batch.report import check_report, write_report
from engine.batch.run import run_batch
from engine.batch.selection import Selection
from engine.cli.arguments import STANDARD_OUTPUT
from engine.cli.console import complain, report_outcomes
from engine.cli.exit_codes import EXIT_DONE, EXIT_SOME_FAILED, EXIT_WRONG_USE
from engine.cli.interrupts import cancelled_by_signals
from engine.cli.progress_bar import progress_bar
from engine.cli.value_types import Size
from engine.errors import InputError, OutputError
from engine.files.job import Job, Outcome, Task
from engine.files.naming import distinct_outputs, output_path
from engine.files.settings import JobSettings, Limits, OutputPolicy, TaskOptions
from engine.files.sources import is_folder
from engine.messages import Message
from engine.option import options_of

JPEG_SUFFIXES = frozenset({".jpg", ".jpeg", ".jpe", ".jfif", ".mpo"})
_OF_TASK: dict[Task, Any] = {
    "compress": engine.CompressOptions,
    "reconstruct": engine.ReconstructOptions,
    "denoise": engine.DenoiseOptions,
}


def job_settings(chosen: argparse.Namespace) -> JobSettings:
    """Job settings from what was typed; options of the other tasks keep their defaults."""
    typed = vars(chosen)
    target, largest = typed.get("target_size") or Size(), typed.get("max_size") or Size()
    values: dict[str, Any] = {}
    for task, holder in _OF_TASK.items():
        own = {name: typed[name] for name in options_of(holder) if task == chosen.task and name in typed}
        values[task] = holder(threads=chosen.threads, **own)
    if chosen.task == "compress":
        sizes = {"target_bytes": target.bytes, "max_bytes": largest.bytes}
        values["compress"] = dataclasses.replace(values["compress"], **sizes)
    for part in (TaskOptions, OutputPolicy, Limits):
        values |= {name: typed[name] for name in options_of(part) if name in typed}
    values["existing"] = chosen.existing or "skip"
    return JobSettings.of(
        **values,
        measure=chosen.task == "compress" and bool(typed.get("reports")) and not chosen.no_psnr,
        target_percent=target.percent,
        max_percent=largest.percent,
    )


def selection(chosen: argparse.Namespace) -> Selection:
    """Which files of a folder are meant."""
    return Selection(tuple(chosen.include), tuple(chosen.exclude), chosen.hidden)


def run_files(chosen: argparse.Namespace) -> int:
    """``compress``, ``reconstruct`` and ``denoise``: each input to its output."""
    settings = job_settings(chosen)
    sources = list(dict.fromkeys(chosen.inputs))  # a file that was named twice is one file
    if chosen.output == STANDARD_OUTPUT:
        return _to_standard_output(chosen, settings, sources[0])
    if chosen.output is not None:
        outputs = [chosen.output]
    else:
        stems = settings.output.stems(chosen.task, sources, settings.task.quality)
        outputs = distinct_outputs(chosen.task, sources, chosen.out_dir, settings.output.format, stems=stems)
    batch = [Job(chosen.task, source, output) for source, output in zip(sources, outputs, strict=True)]
    return _Run(chosen, settings).files(batch)


def _to_standard_output(chosen: argparse.Namespace, settings: JobSettings, source: Path) -> int:
    """One output, by way of a temporary file; reports go to standard error."""
    with tempfile.TemporaryDirectory(prefix="safelight-") as folder:
        output = output_path(chosen.task, source, out_dir=Path(folder), format=settings.output.format)
        with contextlib.redirect_stdout(sys.stderr):
            status = _Run(chosen, settings).files([Job(chosen.task, source, output)])
        if status == EXIT_DONE:
            sys.stdout.buffer.write(output.read_bytes())
            sys.stdout.buffer.flush()
    return status


def run_folder(chosen: argparse.Namespace) -> int:
    """``batch``: a folder to a folder."""
    settings = job_settings(chosen)
    try:
        plan = plan_batch(chosen.task, chosen.in_dir, chosen.out_dir, settings, selection(chosen))
        if not plan.jobs and not plan.problems:
            raise InputError("holds no file that can be used", chosen.in_dir)
    except InputError as error:
        complain(str(error))
        return EXIT_WRONG_USE
    return _Run(chosen, settings).folder(plan)


class _Run:
    """One run of a command, from its jobs to its reports."""

    def __init__(self, chosen: argparse.Namespace, settings: JobSettings) -> None:
        self._chosen, self._settings = chosen, settings
        self._started = datetime.now().astimezone()
        for path in chosen.reports:
            check_report(path)

    def files(self, batch: Sequence[Job]) -> int:
        """Files that were named one by one: those whose output exists fail, unless it was said what to do then."""
        with progress_bar([job.source for job in batch]) as bar, cancelled_by_signals(bar.progress) as caught:
            outcomes = run_batch(
                batch, self._settings, progress=bar.progress, on_start=bar.on_start, on_outcome=bar.on_outcome
            )
        return self._end([done if done.state == "done" else self._explained(done) for done in outcomes], caught.number)

    def folder(self, plan: BatchPlan) -> int:
        """A folder, with a journal that lets it go on where it was killed."""
        from engine.batch.journal import JOURNAL_NAME  # here: single files have none

        with progress_bar([job.source for job in plan.jobs]) as bar, cancelled_by_signals(bar.progress) as caught:
            outcomes = run_batch(
                plan.jobs,
                self._settings,
                sizes=plan.sizes,
                journal=plan.out_dir / JOURNAL_NAME,
                progress=bar.progress,
                on_start=bar.on_start,
                on_outcome=bar.on_outcome,
            )
        outcomes = [self._with_hint(outcome) for outcome in outcomes]
        return self._end([*outcomes, *plan.problems], caught.number)

    def _explained(self, outcome: Outcome) -> Outcome:
        if outcome.state == "skipped" and self._chosen.existing is None:
            reason = Message("{0} exists already (--overwrite replaces it)", str(outcome.output))
            return dataclasses.replace(outcome, output=None, state="failed", reason=reason)
        if outcome.state == "failed" and is_folder(outcome.source):
            reason = Message("{0}; for folders there is `safelight batch`", outcome.reason)
            return dataclasses.replace(outcome, reason=reason)
        return self._with_hint(outcome)

    def _with_hint(self, outcome: Outcome) -> Outcome:
        """The outcome, whose reason names ``--recover`` where that may help."""
        if outcome.state != "failed" or not self._recovering_may_help(outcome):
            return outcome
        reason = Message("{0}; --recover brings back what is left", outcome.reason)
        return dataclasses.replace(outcome, reason=reason)

    def _recovering_may_help(self, outcome: Outcome) -> bool:
        is_recoverable = self._chosen.task == "reconstruct" or outcome.source.suffix.lower() in JPEG_SUFFIXES
        is_damaged = outcome.reason.startswith(("damaged", "cut short", "a coded group"))
        return is_recoverable and is_damaged and not self._settings.task.recover

    def _end(self, outcomes: Sequence[Outcome], signal: int | None) -> int:
        chosen = self._chosen
        # First: whoever reads what is printed may go away.
        all_written = not chosen.reports or self._write_reports(outcomes)
        report_outcomes(chosen.task, outcomes, as_json=chosen.json, show_quality=self._settings.task.quality is None)
        if signal is not None:
            complain("interrupted")
            return 128 + signal
        failed = any(outcome.state == "failed" for outcome in outcomes)
        return EXIT_SOME_FAILED if failed or not all_written else EXIT_DONE

    def _write_reports(self, outcomes: Sequence[Outcome]) -> bool:
        all_written = True
        for path in self._chosen.reports:
            try:
                write_report(path, outcomes, task=self._chosen.task, started=self._started)
            except OutputError as error:
                complain(str(error))
                all_written = False
        return all_written
