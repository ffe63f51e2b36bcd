"""Verbs about a folder of pictures: each builds an operation for the task runner and does nothing itself."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

import engine
from desktop.widgets.point_cloud import Cloud
from desktop.work.task_runner import Operation
from engine.progress import Progress

NORMAL_NAMES = ("normal", "good", "ok", "okay", "fine", "正常", "良品", "合格")
"""What people call the sub-folder with nothing strange in it."""


@dataclass(frozen=True, eq=False)
class Surveyed:
    """A folder as a model sees it.

    Attributes:
        survey: codes, scores, labels.
        maps: shares for the captions.
        codes, pixels: the maps, ready to be drawn.
        order: places, the strangest picture first.
        counts: how many pictures each label has.
    """

    survey: engine.Survey
    maps: engine.Maps
    codes: Cloud
    pixels: Cloud
    order: tuple[int, ...]
    counts: tuple[int, ...]


def survey(model: engine.Autoencoder, folder: Path, threads: int) -> Operation[Surveyed]:
    """Look at all pictures of a folder, and draw their maps."""

    def run(progress: Progress) -> Surveyed:
        found = engine.survey_folder(model, folder, threads=threads, progress=progress)
        maps = engine.map_survey(found, progress)
        labels = found.labels
        order = tuple(np.argsort(-found.scores, kind="stable").tolist())
        counts = tuple(np.bincount(labels, minlength=len(found.classes)).tolist()) if found.classes else ()
        return Surveyed(found, maps, Cloud(maps.codes, labels), Cloud(maps.pixels, labels), order, counts)

    return Operation(run)


def linear_probe(found: engine.Survey) -> Operation[engine.ProbeResult]:
    """How many labels are told right."""
    return Operation(lambda progress: engine.linear_probe(found, progress))


def strangeness(found: engine.Survey, normal: int) -> Operation[float]:
    """How well scores tell all other pictures from those of the label ``normal``: the area under the ROC curve."""
    return Operation(lambda _: engine.roc_auc(found.scores, found.labels != normal))


def normal_label(classes: tuple[str, ...]) -> int:
    """The label that is called something like normal; -1 where none is."""
    names = [name.casefold() for name in classes]
    return next((names.index(name) for name in NORMAL_NAMES if name in names), -1)
