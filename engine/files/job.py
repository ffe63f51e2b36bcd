"""A job, which is a source, an output and a task; and its outcome."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from engine.messages import Message

Task = Literal["compress", "reconstruct", "denoise"]
State = Literal["done", "copied", "skipped", "failed", "cancelled"]
STATES: tuple[State, ...] = get_args(State)


@dataclass(frozen=True)
class Job:
    """What to do with a source, and where its output goes.

    ``is_own``: what is at ``output``, if anything, was left there by this batch, and is written anew whatever is to
    happen to outputs that are there. ``is_copy``: the source is no ``.latent`` file but a picture that compressing had
    copied, and is copied on.
    """

    task: Task
    source: Path
    output: Path
    is_own: bool = False
    is_copy: bool = False


_NOTHING = Message("")


@dataclass(frozen=True)
class Outcome:
    """The outcome of a job.

    Attributes:
        output: the file that was written, or was there already; the source's copy where the state is ``copied``.
        state: ``copied`` is a source that compressing would not make smaller.
        reason: why the job is not ``done``.
        source_bytes, output_bytes, width, height: in bytes and pixels; 0 where unknown.
        seconds: time that the job took.
        strength: 0..100, asked for or estimated, where noise was removed or left out.
        quality: 0..100, asked for or found, where a picture was compressed.
        warnings: what is not as a user may expect though the job is ``done``, such as what could not be kept.
        psnr: of the compressed picture, in dB, where it was measured.
    """

    source: Path
    output: Path | None
    state: State
    reason: Message = _NOTHING
    source_bytes: int = 0
    output_bytes: int = 0
    width: int = 0
    height: int = 0
    seconds: float = 0.0
    strength: float | None = None
    quality: float | None = None
    warnings: tuple[Message, ...] = ()
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

    @property
    def is_written(self) -> bool:
        """Whether there is an output that this job has made."""
        return self.state in ("done", "copied")

    def to_dict(self) -> dict[str, Any]:
        """The outcome as JSON takes it, with the same keys for every state and task, in ``--json`` and in reports.

        ``None`` stands for what is not known. There is no JSON number for the PSNR of equal pictures: it is ``"inf"``.
        """
        written, known = self.is_written, self.width > 0
        return {
            "source": str(self.source),
            "output": None if self.output is None else str(self.output),
            "state": self.state,
            "reason": str(self.reason),
            "warnings": [str(warning) for warning in self.warnings],
            "source_bytes": self.source_bytes,
            "output_bytes": self.output_bytes if written else None,
            "ratio": round(self.ratio, 4) if written else None,
            "bpp": round(self.bpp, 4) if written else None,
            "psnr": "inf" if self.psnr == math.inf else None if self.psnr is None else round(self.psnr, 3),
            "width": self.width if known else None,
            "height": self.height if known else None,
            "quality": self.quality,
            "strength": None if self.strength is None else round(self.strength, 2),
            "seconds": round(self.seconds, 3),
        }
