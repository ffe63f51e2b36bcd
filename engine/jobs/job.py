"""What to make of which file, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from engine.jobs.naming import Task

State = Literal["done", "copied", "failed", "skipped", "cancelled"]


@dataclass(frozen=True)
class Job:
    """What to make of which file.

    ``is_own``: what is at ``output``, if anything, was left there by this batch, and is written anew whatever is to
    happen to outputs that are there.
    """

    task: Task
    source: Path
    output: Path
    is_own: bool = False


@dataclass(frozen=True)
class Outcome:
    """What became of a job.

    Sizes in bytes and pixels, zero where unknown; ``reason`` says why it is not ``done``; ``strength``, 0..100, is the
    one that was used, asked for or estimated, where noise was removed or left out; ``quality``, 0..100, likewise where
    a picture was compressed; ``warning`` says what is not as a user may expect though the job is ``done``, such as what
    of a damaged file could not be brought back; ``psnr``, in dB, is that of what was compressed, where it was measured.
    ``copied`` is a source that compressing would not make smaller: ``output`` is its copy.
    """

    source: Path
    output: Path | None
    state: State
    reason: str = ""
    source_bytes: int = 0
    output_bytes: int = 0
    width: int = 0
    height: int = 0
    seconds: float = 0.0
    strength: float | None = None
    quality: float | None = None
    warning: str = ""
    psnr: float | None = None

    @property
    def bpp(self) -> float:
        """Bits per pixel of the output; 0 where unknown."""
        pixels = self.width * self.height
        return 8.0 * self.output_bytes / pixels if pixels else 0.0

    @property
    def ratio(self) -> float:
        """Source bytes per output byte; 0 where unknown."""
        return self.source_bytes / self.output_bytes if self.output_bytes else 0.0
