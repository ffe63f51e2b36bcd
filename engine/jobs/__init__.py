"""Files to files: naming outputs, one job, a batch of jobs. Used by the command line and the app alike.

The names load when they are first used: ``safelight info`` needs few of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.jobs.arrivals import SETTLE_SECONDS as SETTLE_SECONDS
    from engine.jobs.batch import run_batch as run_batch
    from engine.jobs.failures import first_line as first_line
    from engine.jobs.failures import reason_for as reason_for
    from engine.jobs.job import Job as Job
    from engine.jobs.job import Outcome as Outcome
    from engine.jobs.journal import JOURNAL_NAME as JOURNAL_NAME
    from engine.jobs.journal import past_outcomes as past_outcomes
    from engine.jobs.latent_files import inspect_file as inspect_file
    from engine.jobs.latent_files import verify_file as verify_file
    from engine.jobs.naming import LATENT_SUFFIX as LATENT_SUFFIX
    from engine.jobs.naming import PICTURE_SUFFIXES as PICTURE_SUFFIXES
    from engine.jobs.naming import Task as Task
    from engine.jobs.naming import distinct_outputs as distinct_outputs
    from engine.jobs.naming import output_path as output_path
    from engine.jobs.patterns import NAME_FIELDS as NAME_FIELDS
    from engine.jobs.patterns import NamePattern as NamePattern
    from engine.jobs.patterns import stems_for as stems_for
    from engine.jobs.planning import BatchPlan as BatchPlan
    from engine.jobs.planning import plan_batch as plan_batch
    from engine.jobs.reconstruction import losses as losses
    from engine.jobs.report import REPORT_SUFFIXES as REPORT_SUFFIXES
    from engine.jobs.report import STATES as STATES
    from engine.jobs.report import Totals as Totals
    from engine.jobs.report import check_report as check_report
    from engine.jobs.report import psnr_field as psnr_field
    from engine.jobs.report import totals as totals
    from engine.jobs.report import write_report as write_report
    from engine.jobs.selection import Selection as Selection
    from engine.jobs.settings import Existing as Existing
    from engine.jobs.settings import JobSettings as JobSettings
    from engine.jobs.settings import Originals as Originals
    from engine.jobs.settings import Strip as Strip
    from engine.jobs.several import plan_paths as plan_paths
    from engine.jobs.single import run_job as run_job
    from engine.jobs.watch import watch_folder as watch_folder

_HOMES = {
    "engine.jobs.arrivals": ("SETTLE_SECONDS",),
    "engine.jobs.batch": ("run_batch",),
    "engine.jobs.failures": ("first_line", "reason_for"),
    "engine.jobs.job": ("Job", "Outcome"),
    "engine.jobs.journal": ("JOURNAL_NAME", "past_outcomes"),
    "engine.jobs.latent_files": ("inspect_file", "verify_file"),
    "engine.jobs.naming": ("LATENT_SUFFIX", "PICTURE_SUFFIXES", "Task", "distinct_outputs", "output_path"),
    "engine.jobs.patterns": ("NAME_FIELDS", "NamePattern", "stems_for"),
    "engine.jobs.planning": ("BatchPlan", "plan_batch"),
    "engine.jobs.reconstruction": ("losses",),
    "engine.jobs.report": (
        "REPORT_SUFFIXES",
        "STATES",
        "Totals",
        "check_report",
        "psnr_field",
        "totals",
        "write_report",
    ),
    "engine.jobs.selection": ("Selection",),
    "engine.jobs.settings": ("Existing", "JobSettings", "Originals", "Strip"),
    "engine.jobs.several": ("plan_paths",),
    "engine.jobs.single": ("run_job",),
    "engine.jobs.watch": ("watch_folder",),
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}

__all__ = sorted(_HOME_OF)


def __getattr__(name: str) -> object:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOME_OF[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
