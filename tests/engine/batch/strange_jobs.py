"""What workers do in the tests of workers: the usual, but something strange with files whose names ask for it."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from engine.files.convert import run_job
from engine.files.job import Job, Outcome
from engine.files.settings import JobSettings
from engine.image.files import write_atomically
from engine.progress import Progress


def obey(job: Job, settings: JobSettings, progress: Progress) -> Outcome:
    """Does what the first word of the source's name says, and the usual where it says nothing."""
    strange = {"crash": crash, "stall": stall, "endless": endless, "hungry": hungry, "deaf": deaf, "exit": leave}
    return strange.get(job.source.stem.partition("-")[0], run_job)(job, settings, progress)


def crash(job: Job, settings: JobSettings, progress: Progress) -> Outcome:
    """As a decoder written in C does."""
    if os.name == "posix":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.kill(os.getpid(), signal.SIGSEGV)
    raise AssertionError


def leave(job: Job, settings: JobSettings, progress: Progress) -> Outcome:
    os._exit(3)


def stall(job: Job, settings: JobSettings, progress: Progress) -> Outcome:
    """As a network folder does that no longer answers."""
    time.sleep(3600)
    raise AssertionError


def endless(job: Job, settings: JobSettings, progress: Progress) -> Outcome:
    """Makes progress, but never ends."""
    progress.begin(1e9)
    while True:
        progress.advance()
        time.sleep(0.02)


def hungry(job: Job, settings: JobSettings, progress: Progress) -> Outcome:
    """Takes 50 MB more and more, up to 3 GB."""
    taken = []
    for _ in range(60):
        taken.append(b"\1" * 50_000_000)
        progress.check()
        time.sleep(0.1)
    raise AssertionError(len(taken))


def deaf(job: Job, settings: JobSettings, progress: Progress) -> Outcome:
    """Does not hear that it is to stop, while it is writing its output."""
    job.output.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(job.output, lambda _: time.sleep(3600), overwrite=True)
    raise AssertionError


def slowly(job: Job, settings: JobSettings, progress: Progress) -> Outcome:
    """The usual, after twenty steps and a note that it has begun, beside the output."""
    job.output.parent.mkdir(parents=True, exist_ok=True)
    Path(f"{job.output}.begun").touch()
    progress.begin(20)
    for _ in range(20):
        progress.advance()
        time.sleep(0.02)
    return run_job(job, settings, progress)
