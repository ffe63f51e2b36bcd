"""Files to files: naming outputs, one job, a batch of jobs. Used by the command line and the app alike."""

from engine.jobs.batch import run_batch
from engine.jobs.failures import first_line, reason_for
from engine.jobs.job import Job, Outcome
from engine.jobs.journal import JOURNAL_NAME, past_outcomes
from engine.jobs.latent_files import inspect_file, verify_file
from engine.jobs.naming import LATENT_SUFFIX, PICTURE_SUFFIXES, Task, distinct_outputs, output_path
from engine.jobs.own_models import MODEL_SUFFIX, add_model, export_model, remove_model
from engine.jobs.patterns import NAME_FIELDS, NamePattern, stems_for
from engine.jobs.planning import BatchPlan, plan_batch
from engine.jobs.reconstruction import losses
from engine.jobs.report import REPORT_SUFFIXES, STATES, Totals, check_report, psnr_field, totals, write_report
from engine.jobs.selection import Selection
from engine.jobs.settings import Existing, JobSettings, Originals, Strip
from engine.jobs.several import plan_paths
from engine.jobs.single import run_job
from engine.jobs.watch import SETTLE_SECONDS, watch_folder

__all__ = [
    "JOURNAL_NAME",
    "LATENT_SUFFIX",
    "MODEL_SUFFIX",
    "NAME_FIELDS",
    "PICTURE_SUFFIXES",
    "REPORT_SUFFIXES",
    "SETTLE_SECONDS",
    "STATES",
    "BatchPlan",
    "Existing",
    "Job",
    "JobSettings",
    "NamePattern",
    "Originals",
    "Outcome",
    "Selection",
    "Strip",
    "Task",
    "Totals",
    "add_model",
    "check_report",
    "distinct_outputs",
    "export_model",
    "first_line",
    "inspect_file",
    "losses",
    "output_path",
    "past_outcomes",
    "plan_batch",
    "plan_paths",
    "psnr_field",
    "reason_for",
    "remove_model",
    "run_batch",
    "run_job",
    "stems_for",
    "totals",
    "verify_file",
    "watch_folder",
    "write_report",
]
