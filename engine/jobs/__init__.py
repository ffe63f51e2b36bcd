"""Files to files: naming outputs, one job, a batch of jobs. Used by the command line and the app alike."""

from engine.jobs.batch import run_batch
from engine.jobs.failures import first_line, reason_for
from engine.jobs.latent_files import inspect_file, verify_file
from engine.jobs.naming import LATENT_SUFFIX, PICTURE_SUFFIXES, Task, distinct_outputs, output_path
from engine.jobs.planning import BatchPlan, plan_batch
from engine.jobs.reconstruction import losses
from engine.jobs.selection import Selection
from engine.jobs.settings import JobSettings
from engine.jobs.single import Job, Outcome, run_job

__all__ = [
    "LATENT_SUFFIX",
    "PICTURE_SUFFIXES",
    "BatchPlan",
    "Job",
    "JobSettings",
    "Outcome",
    "Selection",
    "Task",
    "distinct_outputs",
    "first_line",
    "inspect_file",
    "losses",
    "output_path",
    "plan_batch",
    "reason_for",
    "run_batch",
    "run_job",
    "verify_file",
]
