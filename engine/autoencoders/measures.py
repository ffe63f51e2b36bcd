"""ROC-AUC, agreement of neighbours, and balanced samples of labelled rows."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from engine.arrays import Float32Array
from engine.progress import Progress

NEIGHBOURS = 10
_ROWS = 256

Labels = npt.NDArray[np.int64]
"""A label from 0 for each row, ``(N,)``."""


def roc_auc(scores: Float32Array, is_anomaly: npt.NDArray[np.bool_]) -> float:
    """Area under the ROC curve: the chance that a random anomaly scores higher than a random normal picture.

    Ties count half.

    Args:
        scores: ``(N,)``; the higher, the more anomalous.
        is_anomaly: ``(N,)``.

    Returns:
        0..1; NaN where one of the two classes is empty.
    """
    positive, negative = scores[is_anomaly].astype(np.float64), np.sort(scores[~is_anomaly].astype(np.float64))
    if not len(positive) or not len(negative):
        return math.nan
    below, upto = (np.searchsorted(negative, positive, side=side) for side in ("left", "right"))
    return float((0.5 * (below + upto) / len(negative)).mean())


def neighbour_agreement(
    points: Float32Array, labels: Labels, most: int | None = None, progress: Progress | None = None
) -> float:
    """Share of points whose label is the most common one among their ten nearest neighbours.

    Ties go to the lower label.

    Args:
        points: ``(N, D)``, more than ten.
        most: points that are examined, drawn at random; ``None`` examines all.

    Raises:
        Cancelled: through ``progress``.
    """
    progress = progress or Progress()
    classes, right = int(labels.max(initial=0)) + 1, 0
    lengths = np.square(points).sum(axis=1)
    asked = np.random.default_rng(0).permutation(len(points))[:most]
    for start in range(0, len(asked), _ROWS):
        progress.check()
        some = asked[start : start + _ROWS]
        distances = lengths - 2 * (points[some] @ points.T)  # squared, up to a constant in each row
        distances[np.arange(len(some)), some] = np.inf
        nearest = labels[np.argpartition(distances, NEIGHBOURS, axis=1)[:, :NEIGHBOURS]]
        votes = (nearest[..., None] == np.arange(classes)).sum(axis=1)
        right += int((votes.argmax(axis=1) == labels[some]).sum())
    return right / len(asked)


def balanced_sample(labels: Labels, count: int, classes: int, order: Labels) -> Labels:
    """Indices of ``count`` rows with as equal numbers of each label as possible, ``(count,)``.

    Args:
        order: a permutation of the rows ``(N,)``; of each label its first rows are taken.
    """
    ranks = np.empty(len(order), np.int64)
    for label in range(classes):
        (places,) = np.nonzero(labels[order] == label)
        ranks[places] = np.arange(len(places)) * classes + label
    return order[np.argsort(ranks, kind="stable")[:count]]
