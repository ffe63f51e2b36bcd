"""A linear classifier: what features are worth to somebody who knows what some pictures show.

Softmax regression with squared weights as a penalty, the same as that of the training's ``features`` command: the
minimum is unique, so that whoever finds it has the same figures. Here Newton's method finds it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.pipeline.autoencoders.components import Components, Rows
from engine.pipeline.rate_tables import Floats
from engine.progress import Progress

Labels = npt.NDArray[np.int64]

DECAYS = (1e-1, 1e-2, 1e-3, 1e-4)
"""Weights of the penalty that cross-validation chooses from; features are scaled to a mean square of 1 before."""
FOLDS = 5
_NEWTON_STEPS, _GRADIENT_STEPS = 40, 60
_SMALL, _ROUGHLY = 1e-4, 1e-3
"""Length of the gradient at which the minimum is found; and where it only says which penalty is best."""


@dataclass(frozen=True)
class Linear:
    """A classifier of features; weights ``(D + 1, classes)``, the last row for the bias."""

    mean: Floats
    scale: float
    weights: Floats

    def accuracy(self, features: Floats, labels: Labels) -> float:
        """Share that is told right."""
        right: npt.NDArray[np.bool_] = (self._with_one(features) @ self.weights).argmax(axis=1) == labels
        return float(right.mean())

    def _with_one(self, features: Floats) -> Floats:
        return _with_one((features - self.mean) / np.float32(self.scale))


def held_out_accuracy(
    known: Rows, labels: Labels, tested: Rows, asked: Labels, classes: int, progress: Progress
) -> float:
    """Share of tested rows that a classifier tells right which has learned from the known ones.

    Args:
        known, tested: features or pixels; one scale serves all their columns.
        progress: asked whether to stop.
    """
    turned = Components(known)  # the same distances, but columns that are independent: Newton's steps need few rounds
    return _validated(turned, turned.encode(known), labels, classes, progress).accuracy(turned.encode(tested), asked)


def _validated(turned: Components, features: Floats, labels: Labels, classes: int, progress: Progress) -> Linear:
    """The classifier with the penalty that cross-validation on these very rows finds best."""
    order = np.random.default_rng(0).permutation(len(features))
    right = dict.fromkeys(DECAYS, 0.0)
    for fold in np.array_split(order, FOLDS):
        rest = np.setdiff1d(order, fold)
        found: Linear | None = None
        for decay in DECAYS:
            progress.check()
            found = fit_linear(features[rest], labels[rest], classes, decay, turned.dimension, found, _ROUGHLY)
            right[decay] += found.accuracy(features[fold], labels[fold]) * len(fold) if len(fold) else 0.0
    best = max(reversed(DECAYS), key=lambda decay: right[decay])
    return fit_linear(features, labels, classes, best, turned.dimension)


def fit_linear(
    features: Floats,
    labels: Labels,
    classes: int,
    decay: float,
    dimension: int,
    start: Linear | None = None,
    small: float = _SMALL,
) -> Linear:
    """Minimise the mean cross-entropy plus ``decay`` times the squared weights.

    Args:
        features: ``(N, D)``, best of independent columns.
        dimension: columns that they had before those without any variance went.
        start: a classifier near the one that is wanted.
        small: length of the gradient that is taken for none.
    """
    mean = features.mean(axis=0)
    spread = float(np.sqrt(np.square(features - mean).sum(axis=1).mean()))
    scale = max(spread, 1e-8) / dimension**0.5
    x = _with_one((features - mean) / np.float32(scale))
    weights = np.zeros((x.shape[1], classes), np.float32) if start is None else start.weights.copy()
    problem = _Problem(x, np.eye(classes, dtype=np.float32)[labels], decay)
    for _ in range(_NEWTON_STEPS):
        chances = problem.chances(weights)
        gradient = problem.gradient(weights, chances)
        if np.linalg.norm(gradient) < small:
            break
        weights = problem.along(weights, gradient, problem.newton_step(gradient, chances))
    return Linear(mean, scale, weights)


class _Problem:
    """What is minimised: its value, its gradient, and what its curvature does."""

    def __init__(self, x: Floats, wanted: Floats, decay: float) -> None:
        self._x, self._wanted = x, wanted
        self._penalty = np.full((x.shape[1], 1), 2 * decay, np.float32)
        self._penalty[-1] = 0.0
        even = 1.0 / wanted.shape[1]
        curvature = even * (1 - even) * np.square(x).mean(axis=0)[:, None] + self._penalty
        self._inverse = (1.0 / np.maximum(curvature, 1e-8)).astype(np.float32)

    def chances(self, weights: Floats) -> Floats:
        logits = self._x @ weights
        powers = np.exp(logits - logits.max(axis=1, keepdims=True))
        chances: Floats = powers / powers.sum(axis=1, keepdims=True)
        return chances

    def loss(self, weights: Floats) -> float:
        logits = (self._x @ weights).astype(np.float64)
        logits -= logits.max(axis=1, keepdims=True)
        entropy = np.log(np.exp(logits).sum(axis=1)) - (logits * self._wanted).sum(axis=1)
        return float(entropy.mean() + 0.5 * (self._penalty * np.square(weights)).sum(dtype=np.float64))

    def gradient(self, weights: Floats, chances: Floats) -> Floats:
        gradient: Floats = self._x.T @ (chances - self._wanted) / np.float32(len(self._x)) + self._penalty * weights
        return gradient

    def newton_step(self, gradient: Floats, chances: Floats) -> Floats:
        """Conjugate gradients for the step that the curvature asks for, about as exact as the gradient is small."""

        def curved(step: Floats) -> Floats:
            moved = self._x @ step
            moved = chances * (moved - (chances * moved).sum(axis=1, keepdims=True))
            found: Floats = self._x.T @ moved / np.float32(len(self._x)) + self._penalty * step
            return found

        length = float(np.linalg.norm(gradient))
        return _conjugate(curved, -gradient, self._inverse, length * min(0.3, length**0.5))

    def along(self, weights: Floats, gradient: Floats, step: Floats) -> Floats:
        """As far along the step as it leads down."""
        here, slope = self.loss(weights), float((gradient * step).sum(dtype=np.float64))
        length = np.float32(1.0)
        for _ in range(30):
            there = weights + length * step
            if self.loss(there) <= here + 1e-4 * float(length) * slope:
                return there
            length /= np.float32(2.0)
        return weights


def _conjugate(curved: Callable[[Floats], Floats], wanted: Floats, inverse: Floats, enough: float) -> Floats:
    """Solve ``curved(step) = wanted``."""
    step, rest = np.zeros_like(wanted), wanted.copy()
    towards = inverse * rest
    product = float((rest * towards).sum(dtype=np.float64))
    for _ in range(_GRADIENT_STEPS):
        image = curved(towards)
        length = np.float32(product / max(float((towards * image).sum(dtype=np.float64)), 1e-30))
        step, rest = step + length * towards, rest - length * image
        if np.linalg.norm(rest) <= enough:
            break
        conditioned = inverse * rest
        before, product = product, float((rest * conditioned).sum(dtype=np.float64))
        towards = conditioned + np.float32(product / max(before, 1e-30)) * towards
    return step


def _with_one(features: Floats) -> Floats:
    return np.hstack([features, np.ones((len(features), 1), np.float32)])
