"""Verbs of the batch page: each builds an operation for the task runner and does nothing itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from desktop.work.task_runner import Operation
from engine import jobs
from engine.progress import Progress


def plan_batch(task: jobs.Task, in_dir: Path, out_dir: Path, settings: jobs.JobSettings) -> Operation[jobs.BatchPlan]:
    """Find the files of a folder and name their outputs."""
    return Operation(lambda _: jobs.plan_batch(task, in_dir, out_dir, settings))


def run_batch(
    plan: jobs.BatchPlan,
    settings: jobs.JobSettings,
    on_progress: Callable[[int, float], None],
    on_outcome: Callable[[int, jobs.Outcome], None],
) -> Operation[None]:
    """Do all jobs of a plan; the callbacks are called in the worker's thread."""

    def run(progress: Progress) -> None:
        jobs.run_batch(
            plan.jobs,
            settings,
            sizes=plan.sizes,
            journal=plan.out_dir / jobs.JOURNAL_NAME,
            progress=progress,
            on_start=lambda index: on_progress(index, 0.0),
            on_progress=on_progress,
            on_outcome=on_outcome,
        )

    return Operation(run)
