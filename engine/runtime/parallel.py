"""Runs independent pieces of work on several threads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from engine.cores import thread_count

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True)
class Plan:
    """Number of pieces that run at once, and of threads for the network in each."""

    workers: int
    threads: int


def plan_for(pieces: int, threads: int, most: int | None = None) -> Plan:
    """Many pieces run side by side on one thread each, which wastes no time on waiting; few run in turn on all threads.

    Args:
        threads: CPU threads; 0 takes all cores.
        most: largest number of pieces that run at once, where each needs much memory; they share the cores.
    """
    cores = thread_count(threads)
    each = -(-cores // (most or cores))
    workers = cores // each
    return Plan(workers, each) if workers > 1 and pieces >= 2 * workers else Plan(1, cores)


@contextmanager
def in_parallel(plan: Plan) -> Iterator[Callable[[Callable[[Item], Result], Iterable[Item]], list[Result]]]:
    """A parallel ``map`` that keeps order and raises the first error; pieces that have not started are dropped."""
    if plan.workers == 1:
        yield lambda function, items: [function(item) for item in items]
        return
    pool = ThreadPoolExecutor(plan.workers, thread_name_prefix="safelight-piece")

    def run(function: Callable[[Item], Result], items: Iterable[Item]) -> list[Result]:
        futures: list[Future[Result]] = [pool.submit(function, item) for item in items]
        return [future.result() for future in futures]

    try:
        yield run
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
