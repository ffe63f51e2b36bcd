"""The memory that jobs need, judged from the headers of their files; how many workers and threads a batch gets."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.errors import SafelightError
from engine.files.job import Job, Task
from engine.files.naming import numbered
from engine.files.settings import JobSettings, Limits, OutputPolicy, TaskOptions
from engine.files.sources import Stamp, read_latent
from engine.image.reader import PictureInfo, probe
from engine.pipeline.inspection import inspect
from engine.runtime.parallel import plan_for

MEGABYTE = 1_000_000

WORKER_BYTES = 120 * MEGABYTE
"""Resident memory of a worker that has models open, in any task."""
_PIXEL_AT_WORK = 200
"""Bytes for each pixel of a picture that is smaller than what a thread works on at once."""
_EIGHT_BITS = frozenset({"JPEG", "MPO", "WEBP", "GIF", "BMP", "DIB", "QOI", "TGA", "ICO"})
_LOSSLESS = frozenset({"PNG", "TIFF", "PPM"})
_DEEP_BYTES = 3.5
"""A pixel of eight bits has three bytes, or four with alpha, before it is packed; that of sixteen hardly packs."""
_SMALL_BATCH = 500_000
"""Bytes of sources that one worker does sooner than processes start."""
_MOST_WORKERS = 60
"""Windows waits for no more at once."""
_LARGEST_LATENT = 2**30
"""Bytes beyond which a ``.latent`` file is not looked into: one of 500 million pixels is smaller."""


@dataclass(frozen=True)
class Cost:
    """Resident memory in bytes, above that of the worker: for each thread, and for each pixel of eight bits.

    ``pixels_a_byte``: of typical files, to judge a batch by before any header has been read.
    """

    thread: int
    pixel: float
    pixels_a_byte: float


# Measured as peaks of whole processes, on pictures of 0.05, 0.4, 6 and 24 megapixels with one thread and with two.
COSTS: dict[Task, Cost] = {
    "compress": Cost(thread=160 * MEGABYTE, pixel=7.0, pixels_a_byte=1.0),
    "reconstruct": Cost(thread=110 * MEGABYTE, pixel=12.0, pixels_a_byte=8.0),
    "denoise": Cost(thread=150 * MEGABYTE, pixel=18.0, pixels_a_byte=1.0),
}


@dataclass(frozen=True)
class Demand:
    """What a job will take, and what its files are like before it begins.

    Attributes:
        memory: resident bytes at its peak, about; 0 where it was not judged.
        source: of the source; ``None`` where there is none.
        output: where the job will write, if nothing is there yet.
    """

    memory: int
    source: Stamp | None = None
    output: Path | None = None


@dataclass(frozen=True)
class WorkerPlan:
    """Who does the jobs of a batch: so many workers, each job on so many threads, within so much memory.

    ``as_processes``: in processes of their own; otherwise in this one, by a single worker.
    """

    workers: int
    threads: int
    as_processes: bool
    memory: int


def demand_of(job: Job, settings: JobSettings) -> Demand:
    """What a job will take, from the headers of its files; what is wrong with those is left for the job to say."""
    try:
        memory = _memory_for(job, settings)
    except (SafelightError, OSError, MemoryError):
        memory = WORKER_BYTES
    return Demand(memory, Stamp.of(job.source), _output_to_be(job, settings.output))


def files_of(job: Job, settings: JobSettings) -> Demand:
    """As :func:`demand_of`, without the memory: no file is opened."""
    return Demand(0, Stamp.of(job.source), _output_to_be(job, settings.output))


def _memory_for(job: Job, settings: JobSettings) -> int:
    options = settings.task
    if job.is_copy:
        return WORKER_BYTES
    cost, threads = COSTS[job.task], options.threads(job.task) or plan_for(1, 0).threads
    if job.task == "reconstruct":
        pixels, is_deep = _pixels_to_develop(job.source, options)
    else:
        info = probe(job.source)
        pixels, is_deep = info.width * info.height, _may_be_deep(info)
        if pixels > options.max_pixels:
            return WORKER_BYTES  # it will be refused
    need = _peak(cost, pixels, threads, is_deep=is_deep)
    decodes_too = settings.output.reads_back or options.compress.target_psnr is not None
    if job.task == "compress" and decodes_too:  # the memory of one network is not given back to the other
        need += _peak(COSTS["reconstruct"], pixels, threads, is_deep=is_deep) - WORKER_BYTES
    return need


def _may_be_deep(info: PictureInfo) -> bool:
    """Whether samples may have sixteen bits: headers are not asked, but such files are hardly ever small."""
    if info.format in _LOSSLESS:
        return info.bytes > _DEEP_BYTES * info.width * info.height
    return info.format not in _EIGHT_BITS


def _peak(cost: Cost, pixels: int, threads: int, *, is_deep: bool) -> int:
    working = min(threads * cost.thread, pixels * _PIXEL_AT_WORK)
    return round(WORKER_BYTES + working + pixels * cost.pixel * (2 if is_deep else 1))


def _pixels_to_develop(source: Path, options: TaskOptions) -> tuple[int, bool]:
    """Pixels of the picture that ``reconstruct`` will make, and whether they have sixteen bits."""
    stamp = Stamp.of(source)
    if stamp is None or stamp.bytes > _LARGEST_LATENT:
        return 0, False
    info = inspect(read_latent(source), recover=True)
    pixels = info.width * info.height
    if pixels > options.reconstruct_options.max_pixels:
        return 0, False
    if options.region is not None:
        pixels = min(pixels, options.region[2] * options.region[3])
    return pixels, info.bits > 8


def _output_to_be(job: Job, policy: OutputPolicy) -> Path | None:
    """The output's path once the job is done; ``None`` where something is there already and nothing will be written."""
    if job.is_own:
        return job.output
    if policy.existing == "rename":
        return next(path for path in numbered(job.output) if not os.path.lexists(path))
    return job.output if policy.replaces or not os.path.lexists(job.output) else None


def memory_budget(limits: Limits) -> int:
    """Bytes that all workers may take together."""
    if limits.memory is not None:
        return limits.memory
    import psutil  # here: one file is done without it

    total: int = psutil.virtual_memory().total
    return total * 3 // 4


def plan_workers(task: Task, sizes: Sequence[int], left: Sequence[int], settings: JobSettings) -> WorkerPlan:
    """How a batch is shared out.

    Many files: a worker for every core, on one thread each. Few: as many workers as files, which share the cores. One
    or two, or little to do: this process does it, unless a limit is to be enforced, which takes a process to be killed.
    Threads are judged by the whole batch, so that one that is resumed goes on as it began. A number of threads that
    was asked for is that of all workers together, unless their number was asked for too.

    Args:
        sizes: bytes of all sources, at least one.
        left: those of the sources that have not been done by an earlier run.
    """
    limits = settings.limits
    asked = settings.task.threads(task)
    cores = asked or plan_for(1, 0).threads
    is_little = len(sizes) <= 2 or sum(sizes) <= _SMALL_BATCH
    workers = limits.workers or (1 if is_little else min(cores, len(sizes), _MOST_WORKERS))
    if workers == 1 and (len(left) <= 2 or sum(left) <= _SMALL_BATCH) and not limits.need_a_process:
        return WorkerPlan(1, cores, as_processes=False, memory=0)
    memory = memory_budget(limits)
    if not limits.workers:
        typical = WORKER_BYTES + sum(sizes) / len(sizes) * COSTS[task].pixels_a_byte * COSTS[task].pixel
        workers = min(workers, max(1, int(memory / (typical + COSTS[task].thread))))
    threads = asked if asked and limits.workers else max(1, cores // workers)
    return WorkerPlan(workers, threads, as_processes=True, memory=memory)


def in_megabytes(count: int) -> str:
    """For messages: "2,300 MB"."""
    return f"{round(count / MEGABYTE):,} MB"
