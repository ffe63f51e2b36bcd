"""Runs one process to its end, and tells its seconds and its peak memory. Unix only.

Imports nothing large, because a child on Linux is born with the peak memory of its parent.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

WORKER = Path(__file__).with_name("large_photo_worker.py")


@dataclass(frozen=True)
class Run:
    """What one process took.

    Attributes:
        printed: its standard output.
        seconds: from its start to its end.
        peak: most resident memory, in bytes.
        processor: seconds that it had of all processors together, which other work on the machine does not change much.
    """

    printed: str
    seconds: float
    peak: int
    processor: float


def run(command: list[str], folder: Path | None = None, environment: Mapping[str, str] | None = None) -> Run:
    """Run a command to its end.

    Args:
        folder: where it runs.
        environment: its variables; those of this process without.

    Raises:
        SystemExit: if it fails.
    """
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=folder, env=environment) as process:
        assert process.stdout is not None
        printed = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - start
    if process.returncode != 0:
        raise SystemExit(f"{' '.join(command)}: ended with {process.returncode}")
    peak = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)  # kibibytes on Linux, bytes on macOS
    return Run(printed, seconds, peak, usage.ru_utime + usage.ru_stime)


def work(verb: str, *arguments: str | Path | float) -> list[str]:
    """The command of one of the verbs of ``large_photo_worker.py``."""
    return [sys.executable, str(WORKER), verb, *(str(argument) for argument in arguments)]


def own_seconds(taken: Run) -> float | None:
    """Seconds of the work alone, which the worker prints; other programs do not tell."""
    last = taken.printed.strip().rpartition("\n")[2]
    return float(last.removeprefix("seconds ")) if last.startswith("seconds ") else None
