"""Files to files: naming outputs, one job, a batch of jobs. Used by the command line and the app alike."""

from engine.jobs.batch import plan_batch, run_batch
from engine.jobs.failures import first_line, reason_for
from engine.jobs.naming import LATENT_SUFFIX, PICTURE_SUFFIXES, Task, distinct_outputs, output_path
from engine.jobs.reconstruction import losses
from engine.jobs.settings import JobSettings
from engine.jobs.single import Job, Outcome, inspect_file, run_job, verify_file

__all__ = [
    "LATENT_SUFFIX",
    "PICTURE_SUFFIXES",
    "Job",
    "JobSettings",
    "Outcome",
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
