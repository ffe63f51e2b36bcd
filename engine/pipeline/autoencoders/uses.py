"""What the codes of a folder's pictures are good for: a map, labels told by them, and what is strange."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.errors import InputError
from engine.pipeline.autoencoders.components import Components, Rows
from engine.pipeline.autoencoders.linear import FOLDS, Labels, held_out_accuracy
from engine.pipeline.autoencoders.survey import Survey
from engine.pipeline.rate_tables import Floats
from engine.progress import Part, Progress

NEIGHBOURS = 10
LABEL_COUNTS = (100, 1000)
"""How many pictures have a label, where there are so many."""
DRAWS = 3
"""Of the labelled pictures, to average over."""
HELD_OUT = 0.25
MOST_ASKED = 2000
"""Points whose neighbours are looked for."""
_ROWS = 256


@dataclass(frozen=True, eq=False)
class Maps:
    """The same pictures in two planes, points ``(N, 2)``.

    Attributes:
        codes, pixels: codes, or their first two components; and those of the pixels.
        own: whether codes have just two numbers and are shown as they are.
        agreement: share of pictures whose nearest neighbours mostly have their label, in either plane; ``None`` where
            there are no labels.
    """

    codes: Floats
    pixels: Floats
    own: bool
    agreement: tuple[float, float] | None


@dataclass(frozen=True)
class LabelsTold:
    """How many pictures a linear classifier tells right that it has not learned from.

    Attributes:
        counts: how many labels it has learned from, one column each.
        codes, pixels, pca: share that is told right on those features, for each count.
        sizes: numbers a picture has as code, as pixels and in principal components.
        held_out: how many pictures were asked for.
    """

    counts: tuple[int, ...]
    codes: tuple[float, ...]
    pixels: tuple[float, ...]
    pca: tuple[float, ...]
    sizes: tuple[int, int, int]
    held_out: int


def map_survey(survey: Survey, progress: Progress | None = None) -> Maps:
    """Draw both maps.

    Raises:
        Cancelled: through ``progress``, which is asked only.
    """
    progress = progress or Progress()
    own = survey.codes.shape[1] == 2
    codes = survey.codes if own else _plane(survey.codes)
    progress.check()
    pixels = _plane(_flat(survey))
    if not survey.classes or len(survey) <= NEIGHBOURS:
        return Maps(codes, pixels, own, None)
    labels = survey.labels
    agreement = tuple(neighbours_agree(points, labels, progress) for points in (codes, pixels))
    return Maps(codes, pixels, own, (agreement[0], agreement[1]))


def tell_labels(survey: Survey, progress: Progress | None = None) -> LabelsTold:
    """Hold a quarter of each kind of pictures out, learn from labels of the others, and count what is told right.

    The classifier, its penalty and the choice of labels are the same for codes, for pixels and for as many principal
    components as a code has numbers.

    Args:
        progress: counts classifiers.

    Raises:
        InputError: the pictures have no labels, or there are too few of them.
        Cancelled: through ``progress``.
    """
    progress = progress or Progress()
    if not survey.classes:
        raise InputError("has no labels; a folder with one sub-folder for each kind of picture has", survey.root)
    labels, classes = survey.labels, len(survey.classes)
    known, held = _held_out(labels, classes)
    counts = tuple(sorted({min(count, len(known)) for count in LABEL_COUNTS if min(count, len(known)) >= classes}))
    if not counts or counts[-1] < 2 * FOLDS or not len(held):
        raise InputError("has too few pictures to hold some of each kind out", survey.root)
    flat = _flat(survey)
    pca = Components(flat[known], survey.codes.shape[1])
    progress.begin(len(counts) * DRAWS * 3)
    features: dict[str, Rows] = {"codes": survey.codes, "pixels": flat, "pca": pca.encode(flat)}
    told: dict[str, list[float]] = {name: [] for name in features}
    for count in counts:
        draws = [known[labelled(labels[known], count, classes, draw)] for draw in range(DRAWS)]
        for name, rows in features.items():
            shares = []
            for chosen in draws:
                asked = rows[held], labels[held]
                shares.append(held_out_accuracy(rows[chosen], labels[chosen], *asked, classes, Part(progress, 0.0)))
                progress.advance()
            told[name].append(float(np.mean(shares)))
    shown = {name: tuple(shares) for name, shares in told.items()}
    sizes = (survey.codes.shape[1], flat.shape[1], pca.size)
    return LabelsTold(counts, shown["codes"], shown["pixels"], shown["pca"], sizes, len(held))


def labelled(labels: Labels, count: int, classes: int, seed: int) -> npt.NDArray[np.int64]:
    """Places of ``count`` random rows, as many of each label as can be."""
    order = np.random.default_rng(seed).permutation(len(labels))
    ranks = np.empty(len(order), np.int64)
    for label in range(classes):
        (places,) = np.nonzero(labels[order] == label)
        ranks[places] = np.arange(len(places)) * classes + label
    return order[np.argsort(ranks, kind="stable")[:count]]


def roc_auc(scores: Floats, is_strange: npt.NDArray[np.bool_]) -> float:
    """Chance that a random strange one has a higher score than a random other; ties count half. NaN without both."""
    strange, others = scores[is_strange].astype(np.float64), np.sort(scores[~is_strange].astype(np.float64))
    if not len(strange) or not len(others):
        return math.nan
    below, upto = (np.searchsorted(others, strange, side=side) for side in ("left", "right"))
    return float((0.5 * (below + upto) / len(others)).mean())


def neighbours_agree(points: Floats, labels: Labels, progress: Progress | None = None) -> float:
    """Share of points whose label is the commonest among their nearest others; of equally common, the first."""
    progress = progress or Progress()
    classes, right = int(labels.max(initial=0)) + 1, 0
    lengths = np.square(points).sum(axis=1)
    asked = np.random.default_rng(0).permutation(len(points))[:MOST_ASKED]
    for start in range(0, len(asked), _ROWS):
        progress.check()
        some = asked[start : start + _ROWS]
        apart = lengths - 2 * (points[some] @ points.T)  # but for a number that is the same in a row
        apart[np.arange(len(some)), some] = np.inf
        nearest = labels[np.argpartition(apart, NEIGHBOURS, axis=1)[:, :NEIGHBOURS]]
        votes = (nearest[..., None] == np.arange(classes)).sum(axis=1)
        right += int((votes.argmax(axis=1) == labels[some]).sum())
    return right / len(asked)


def _held_out(labels: Labels, classes: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Places to learn from and to ask for; the same every time."""
    order = np.random.default_rng(0).permutation(len(labels))
    held = []
    for label in range(classes):
        of_label = order[labels[order] == label]
        held.append(of_label[: max(1, round(HELD_OUT * len(of_label))) if len(of_label) > 1 else 0])
    chosen = np.sort(np.concatenate(held))
    return np.setdiff1d(np.arange(len(labels)), chosen), chosen


def _flat(survey: Survey) -> Rows:
    return survey.squares.reshape(len(survey), -1)


def _plane(rows: Rows) -> Floats:
    """The first two components; what has fewer lies on a line of the plane."""
    found = Components(rows, 2).encode(rows)
    return np.pad(found, ((0, 0), (0, 2 - found.shape[1])))
