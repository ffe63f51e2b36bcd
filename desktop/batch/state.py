"""What a batch is to do, as plain values: for undo, for presets, and for batches that outlive the window."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import engine
from desktop.widgets.denoiser_choice import Denoiser
from desktop.widgets.goal_row import Goal
from desktop.widgets.noise_sliders import NoiseLevels
from engine.files.job import Task
from engine.files.settings import Existing, JobSettings, Originals, Strip

PLAIN_NAME = "{name}"

_CHOICES: Mapping[str, tuple[object, ...]] = {
    "task": get_args(Task), "goal": get_args(Goal), "existing": get_args(Existing),
    "originals": get_args(Originals), "strip": get_args(Strip), "denoiser": get_args(Denoiser),
    "reconstruct_format": (None, *engine.WRITABLE_FORMATS), "denoise_format": (None, *engine.WRITABLE_FORMATS),
}  # fmt: skip
_LEVELS = {"quality": 0, "percent": 1, "noise": 0, "strength": 0, "colour": 0, "detail": 0}
"""Whole numbers up to 100, with the least that each may be."""
_FOUND = frozenset({"noise"})
"""Those that may also be ``None``: found for each picture."""
_PLACES = frozenset({"beside", "target"})
_OF_THE_PLAN = ("task", "reconstruct_format", "denoise_format", "beside", "target", "name")
"""What decides which files there are and what their results are called."""


@dataclass(frozen=True)
class FormState:
    """The form of the batch page.

    Attributes:
        percent: size to aim at, of each original's, where that is the goal.
        noise: how much of it compressed files go without; ``None`` for as much as each picture has.
        automatic: denoise with the strength that each picture needs.
        as_strength: colour noise goes as the rest does; otherwise with the strength ``colour``.
        detail: how much of what was taken away comes back.
        denoiser: which one denoises.
        codec: id of the codec that compresses; empty for the program's.
        beside: results go beside their originals; otherwise to ``target``, or where that is empty to a folder of our
            making beside what was dropped.
        name: pattern for the names of results.
        measure: tell the PSNR of what was compressed.
    """

    task: Task = "compress"
    goal: Goal = "quality"
    quality: int = 50
    percent: int = 50
    noise: int | None = 0
    strength: int = 0
    automatic: bool = True
    as_strength: bool = True
    colour: int = 0
    detail: int = 0
    denoiser: Denoiser = "fast"
    codec: str = ""
    reconstruct_format: str | None = "png"
    denoise_format: str | None = None
    existing: Existing = "skip"
    originals: Originals = "keep"
    strip: Strip = "none"
    dates: bool = False
    measure: bool = False
    beside: bool = False
    target: str = ""
    name: str = PLAIN_NAME

    def job_settings(self, threads: int = 0) -> JobSettings:
        """What the engine is to be told.

        Raises:
            OptionError: the pattern for names is wrong.
        """
        return JobSettings.of(
            compress=engine.CompressOptions(
                quality=float(self.quality),
                denoise=None if self.noise is None else float(self.noise),
                model=self.codec or None,
                threads=threads,
            ),
            reconstruct=engine.ReconstructOptions(threads),
            denoise=engine.DenoiseOptions(
                strength=None if self.automatic else float(self.strength),
                colour=None if self.as_strength else float(self.colour),
                detail=float(self.detail),
                model=self.denoiser,
                threads=threads,
            ),
            format=self.format,
            existing=self.existing,
            keep_larger=False,
            originals=self.originals,
            strip=self.strip,
            keep_times=self.dates,
            measure=self.measure and self.task == "compress",
            target_percent=float(self.percent) if self.goal == "size" and self.task == "compress" else None,
            name_pattern=None if self.name.strip() == PLAIN_NAME else self.name.strip(),
        )

    @property
    def noise_levels(self) -> NoiseLevels:
        """What the sliders for denoising are set to."""
        return NoiseLevels(*(getattr(self, field.name) for field in dataclasses.fields(NoiseLevels)))

    @property
    def format(self) -> str | None:
        """Of the pictures that are written, if any are."""
        formats = {"reconstruct": self.reconstruct_format, "denoise": self.denoise_format}
        return formats.get(self.task)

    @property
    def of_the_plan(self) -> tuple[object, ...]:
        """Equal where the same files are meant, with results of the same names."""
        shown = (self.quality, self.goal) if "{quality" in self.name else ()
        return (*(getattr(self, name) for name in _OF_THE_PLAN), *shown)

    def fields(self) -> dict[str, object]:
        """As JSON takes them."""
        return dataclasses.asdict(self)

    def preset(self) -> dict[str, object]:
        """What a preset keeps: never a folder, nor that originals go to the bin, which is asked for each time."""
        return {name: value for name, value in self.fields().items() if name not in {*_PLACES, "originals"}}

    def with_fields(self, fields: Mapping[str, object]) -> FormState:
        """The same with other values; those that cannot be are left out, as of a damaged or a newer file."""
        fit: dict[str, Any] = {name: value for name, value in fields.items() if _is_fit(name, value)}
        state = dataclasses.replace(self, **fit)
        strength = 0 if state.automatic else state.strength  # what follows something else is nought, as in the form
        return dataclasses.replace(state, strength=strength, colour=0 if state.as_strength else state.colour)

    def with_preset(self, preset: Mapping[str, object]) -> FormState:
        """The same with what a preset keeps; what it says nothing of, as it is older, was not there at its time.

        Originals stay where they are: that they go to the bin does not outlive the settings it was chosen with.
        """
        return self.with_fields({**FormState().preset(), **preset, "originals": "keep"})

    def fits(self, preset: Mapping[str, object]) -> bool:
        """Whether a preset would change nothing of what presets keep."""
        return self.with_preset(preset) == dataclasses.replace(self, originals="keep")

    def out_dir(self, own: Path | None) -> Path | None:
        """The folder for the results; ``own`` where none is named, ``None`` for beside the originals."""
        if self.beside:
            return None
        return folder_of(self.target) if self.target.strip() else own


def folder_of(typed: str) -> Path:
    """A folder with the person's own in place of a tilde; where that is nobody's, it is a name like any other."""
    try:
        return Path(typed).expanduser()
    except RuntimeError:
        return Path(typed)


def _is_fit(name: str, value: object) -> bool:
    known = {field.name: field.default for field in dataclasses.fields(FormState)}
    if name not in known:
        return False
    if name in _CHOICES:
        return value in _CHOICES[name]
    if value is None and name in _FOUND:
        return True
    if name in _LEVELS:
        return isinstance(value, int) and not isinstance(value, bool) and _LEVELS[name] <= value <= 100
    return isinstance(value, type(known[name]))
