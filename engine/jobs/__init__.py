"""Files to files: naming outputs, one job, a batch of jobs. Used by the command line and the app alike."""

from engine.jobs.batch import plan_batch, run_batch
from engine.jobs.naming import Task, output_path
from engine.jobs.single import Job, JobSettings, Outcome, run_job, verify_file

__all__ = [
    "Job",
    "JobSettings",
    "Outcome",
    "Task",
    "output_path",
    "plan_batch",
    "run_batch",
    "run_job",
    "verify_file",
]
