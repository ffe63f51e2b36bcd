"""The processor cores that this process may use, and the threads that it starts."""

from __future__ import annotations

import os

_LEAST_LIMIT = 64
"""Threads that may be asked for on any machine; far more of them take minutes to start."""


def thread_count(asked: int) -> int:
    """Threads to start: one for each core where ``asked`` is 0, and never more than any machine has use for."""
    cores = core_count()
    return min(asked, max(cores, _LEAST_LIMIT)) if asked else cores


def core_count() -> int:
    """Cores, at least 1; fewer than the machine has where the system keeps the process to some of them."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
