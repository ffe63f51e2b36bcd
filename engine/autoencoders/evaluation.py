"""What the codes of a surveyed folder are worth: a linear probe, and maps in two dimensions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.arrays import Float32Array
from engine.autoencoders.linear_classifier import FOLDS, held_out_accuracy
from engine.autoencoders.measures import NEIGHBOURS, Labels, balanced_sample, neighbour_agreement
from engine.autoencoders.pca import Pca, Rows, first_two
from engine.autoencoders.picture_folders import no_labels
from engine.autoencoders.survey import Survey
from engine.errors import InputError
from engine.progress import Progress, SubProgress

LABEL_COUNTS = (100, 1000)
"""Numbers of labelled pictures that classifiers are fitted on, where there are so many."""
DRAWS = 3
"""Random draws of the labelled pictures; accuracies are means over them."""
HELD_OUT = 0.25
"""Share of each label's pictures that accuracy is measured on."""
MOST_ASKED = 2000
"""Points whose neighbours are examined."""


@dataclass(frozen=True, eq=False)
class Maps:
    """The same pictures on two maps, points ``(N, 2)``.

    Attributes:
        codes: the codes, or their first two principal components.
        pixels: the first two principal components of the pixels.
        own: whether codes have just two numbers and are shown as they are.
        agreement: share of pictures whose label is the most common one among their nearest neighbours, on either map;
            ``None`` where there are no labels.
    """

    codes: Float32Array
    pixels: Float32Array
    own: bool
    agreement: tuple[float, float] | None


@dataclass(frozen=True)
class ProbeResult:
    """Held-out accuracy of a linear probe.

    Attributes:
        counts: numbers of labelled pictures that classifiers were fitted on.
        codes, pixels, pca: accuracies 0..1 with these features, one for each of ``counts``.
        sizes: numbers of features: of the code, of the pixels, of the principal components.
        held_out: pictures that accuracy was measured on.
    """

    counts: tuple[int, ...]
    codes: tuple[float, ...]
    pixels: tuple[float, ...]
    pca: tuple[float, ...]
    sizes: tuple[int, int, int]
    held_out: int


def map_survey(survey: Survey, progress: Progress | None = None) -> Maps:
    """The maps of the codes and of the pixels.

    Args:
        progress: for cancelling only.

    Raises:
        Cancelled: through ``progress``.
    """
    progress = progress or Progress()
    own = survey.codes.shape[1] == 2
    codes = survey.codes if own else first_two(survey.codes)
    progress.check()
    pixels = first_two(_flat(survey))
    if not survey.classes or len(survey) <= NEIGHBOURS:
        return Maps(codes, pixels, own, None)
    agreement = tuple(neighbour_agreement(points, survey.labels, MOST_ASKED, progress) for points in (codes, pixels))
    return Maps(codes, pixels, own, (agreement[0], agreement[1]))


def linear_probe(survey: Survey, progress: Progress | None = None) -> ProbeResult:
    """Fit linear classifiers on codes, on pixels and on PCA, and measure their accuracy on held-out pictures.

    A quarter of the pictures of each label is held out. PCA has as many components as a code has units. All three
    kinds of features use the same classifier, penalties and labelled pictures.

    Args:
        progress: counts classifiers.

    Raises:
        InputError: the pictures have no labels, or there are too few of them.
        Cancelled: through ``progress``.
    """
    progress = progress or Progress()
    if not survey.classes:
        raise no_labels(survey.root)
    labels, classes = survey.labels, len(survey.classes)
    known, held = _held_out(labels, classes)
    counts = tuple(sorted({min(count, len(known)) for count in LABEL_COUNTS if min(count, len(known)) >= classes}))
    if not counts or counts[-1] < 2 * FOLDS or not len(held):
        raise InputError("has too few pictures of each label", survey.root)
    flat = _flat(survey)
    pca = Pca(flat[known], survey.codes.shape[1])
    progress.begin(len(counts) * DRAWS * 3)
    features: dict[str, Rows] = {"codes": survey.codes, "pixels": flat, "pca": pca.encode(flat)}
    accuracies: dict[str, list[float]] = {name: [] for name in features}
    for count in counts:
        orders = [np.random.default_rng(draw).permutation(len(known)) for draw in range(DRAWS)]
        draws = [known[balanced_sample(labels[known], count, classes, order)] for order in orders]
        for name, rows in features.items():
            shares = []
            for chosen in draws:
                fitted, tested = (rows[chosen], labels[chosen]), (rows[held], labels[held])
                shares.append(held_out_accuracy(*fitted, *tested, classes, SubProgress(progress, 0.0)))
                progress.advance()
            accuracies[name].append(float(np.mean(shares)))
    sizes = (survey.codes.shape[1], flat.shape[1], pca.size)
    codes, pixels, components = (tuple(accuracies[name]) for name in features)
    return ProbeResult(counts, codes, pixels, components, sizes, len(held))


def _held_out(labels: Labels, classes: int) -> tuple[Labels, Labels]:
    """Indices of the rows to fit on and of the rows to test on; the same every time."""
    order = np.random.default_rng(0).permutation(len(labels))
    held = []
    for label in range(classes):
        of_label = order[labels[order] == label]
        held.append(of_label[: max(1, round(HELD_OUT * len(of_label))) if len(of_label) > 1 else 0])
    chosen = np.sort(np.concatenate(held))
    return np.setdiff1d(np.arange(len(labels)), chosen), chosen


def _flat(survey: Survey) -> Rows:
    return survey.squares.reshape(len(survey), -1)
