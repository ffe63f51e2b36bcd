"""Softmax regression with an L2 penalty, fitted by Newton's method; the penalty is chosen by cross-validation.

The minimum is unique, so the result does not depend on the method.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from engine.arrays import Float32Array
from engine.autoencoders.measures import Labels
from engine.autoencoders.pca import Pca, Rows
from engine.progress import Progress

DECAYS = (1e-1, 1e-2, 1e-3, 1e-4)
"""Penalty weights that cross-validation chooses from; features are scaled to a mean square of 1 before."""
FOLDS = 5
_NEWTON_STEPS, _GRADIENT_STEPS = 40, 60
_SMALL, _ROUGHLY = 1e-4, 1e-3
"""Norm of the gradient at which a fit stops: the final one, and those of the cross-validation."""


@dataclass(frozen=True)
class LinearClassifier:
    """A fitted classifier of features ``(N, D)``.

    Attributes:
        mean: subtracted from features, ``(D,)``.
        scale: features are divided by it afterwards.
        weights: ``(D + 1, classes)``; the last row is the bias.
    """

    mean: Float32Array
    scale: float
    weights: Float32Array

    def logits(self, features: Float32Array) -> Float32Array:
        """Features ``(N, D)`` to unnormalised log-probabilities ``(N, classes)``."""
        logits: Float32Array = _with_one((features - self.mean) / np.float32(self.scale)) @ self.weights
        return logits

    def accuracy(self, features: Float32Array, labels: Labels) -> float:
        """Share of features ``(N, D)`` that are classified correctly, 0..1."""
        return float((self.logits(features).argmax(axis=1) == labels).mean())


def held_out_accuracy(
    known: Rows,
    labels: Labels,
    tested: Rows,
    tested_labels: Labels,
    classes: int,
    progress: Progress | None = None,
    order: Labels | None = None,
) -> float:
    """Test accuracy, 0..1, of a classifier fitted on the labelled rows.

    Args:
        known, tested: features or pixels ``(N, D)``; one scale serves all columns.
        labels, tested_labels: ``(N,)``, 0..classes - 1.
        order: permutation of the known rows that the folds are cut from; ``None`` draws one, always the same.

    Raises:
        Cancelled: through ``progress``.
    """
    # PCA keeps all distances but makes columns uncorrelated, so that Newton's method needs few steps.
    pca = Pca(known)
    if order is None:
        order = np.random.default_rng(0).permutation(len(known))
    classifier = _fit_validated(pca, pca.encode(known), labels, classes, progress or Progress(), order)
    return classifier.accuracy(pca.encode(tested), tested_labels)


def _fit_validated(
    pca: Pca, features: Float32Array, labels: Labels, classes: int, progress: Progress, order: Labels
) -> LinearClassifier:
    """The classifier with the penalty of the best cross-validated accuracy; of equally good ones, the smallest."""
    right = dict.fromkeys(DECAYS, 0.0)
    for fold in np.array_split(order, FOLDS):
        rest = np.setdiff1d(order, fold)
        found: LinearClassifier | None = None
        for decay in DECAYS:
            progress.check()
            found = fit_linear(features[rest], labels[rest], classes, decay, pca.dimension, found, _ROUGHLY)
            right[decay] += found.accuracy(features[fold], labels[fold]) * len(fold) if len(fold) else 0.0
    best = max(reversed(DECAYS), key=lambda decay: right[decay])
    return fit_linear(features, labels, classes, best, pca.dimension)


def fit_linear(
    features: Float32Array,
    labels: Labels,
    classes: int,
    decay: float,
    dimension: int | None = None,
    start: LinearClassifier | None = None,
    tolerance: float = _SMALL,
) -> LinearClassifier:
    """Minimise the mean cross-entropy plus ``decay`` times the squared weights.

    Args:
        features: ``(N, D)``; converges fastest if columns are uncorrelated.
        labels: ``(N,)``, 0..classes - 1.
        dimension: columns before those without variance were left out, which scale features; ``None`` means D.
        start: a classifier to start from, near the solution.
        tolerance: norm of the gradient at which to stop.
    """
    mean = features.mean(axis=0)
    spread = float(np.sqrt(np.square(features - mean).sum(axis=1).mean()))
    scale = max(spread, 1e-8) / (dimension or features.shape[1]) ** 0.5
    x = _with_one((features - mean) / np.float32(scale))
    weights = np.zeros((x.shape[1], classes), np.float32) if start is None else start.weights.copy()
    problem = _Problem(x, np.eye(classes, dtype=np.float32)[labels], decay)
    for _ in range(_NEWTON_STEPS):
        probabilities = problem.probabilities(weights)
        gradient = problem.gradient(weights, probabilities)
        if np.linalg.norm(gradient) < tolerance:
            break
        weights = problem.line_search(weights, gradient, problem.newton_step(gradient, probabilities))
    return LinearClassifier(mean, scale, weights)


class _Problem:
    """The regularised cross-entropy, its gradient and its Hessian.

    Args:
        x: features with a column of ones, ``(N, D + 1)``.
        one_hot: labels, ``(N, classes)``.
        decay: weight of the penalty.
    """

    def __init__(self, x: Float32Array, one_hot: Float32Array, decay: float) -> None:
        self._x, self._one_hot = x, one_hot
        self._penalty = np.full((x.shape[1], 1), 2 * decay, np.float32)
        self._penalty[-1] = 0.0
        uniform = 1.0 / one_hot.shape[1]
        curvature = uniform * (1 - uniform) * np.square(x).mean(axis=0)[:, None] + self._penalty
        self._preconditioner = (1.0 / np.maximum(curvature, 1e-8)).astype(np.float32)

    def probabilities(self, weights: Float32Array) -> Float32Array:
        """Of each class, ``(N, classes)``."""
        logits = self._x @ weights
        powers = np.exp(logits - logits.max(axis=1, keepdims=True))
        probabilities: Float32Array = powers / powers.sum(axis=1, keepdims=True)
        return probabilities

    def loss(self, weights: Float32Array) -> float:
        logits = (self._x @ weights).astype(np.float64)
        logits -= logits.max(axis=1, keepdims=True)
        entropy = np.log(np.exp(logits).sum(axis=1)) - (logits * self._one_hot).sum(axis=1)
        return float(entropy.mean() + 0.5 * (self._penalty * np.square(weights)).sum(dtype=np.float64))

    def gradient(self, weights: Float32Array, probabilities: Float32Array) -> Float32Array:
        summed = self._x.T @ (probabilities - self._one_hot)
        gradient: Float32Array = summed / np.float32(len(self._x)) + self._penalty * weights
        return gradient

    def newton_step(self, gradient: Float32Array, probabilities: Float32Array) -> Float32Array:
        """The Newton step by conjugate gradients, solved more exactly the smaller the gradient is."""

        def hessian_times(step: Float32Array) -> Float32Array:
            moved = self._x @ step
            moved = probabilities * (moved - (probabilities * moved).sum(axis=1, keepdims=True))
            product: Float32Array = self._x.T @ moved / np.float32(len(self._x)) + self._penalty * step
            return product

        norm = float(np.linalg.norm(gradient))
        return _conjugate_gradients(hessian_times, -gradient, self._preconditioner, norm * min(0.3, norm**0.5))

    def line_search(self, weights: Float32Array, gradient: Float32Array, step: Float32Array) -> Float32Array:
        """Weights moved along a step, which is halved until the loss falls enough (Armijo's rule)."""
        loss, slope = self.loss(weights), float((gradient * step).sum(dtype=np.float64))
        length = np.float32(1.0)
        for _ in range(30):
            moved = weights + length * step
            if self.loss(moved) <= loss + 1e-4 * float(length) * slope:
                return moved
            length /= np.float32(2.0)
        return weights


def _conjugate_gradients(
    matrix_times: Callable[[Float32Array], Float32Array],
    target: Float32Array,
    preconditioner: Float32Array,
    tolerance: float,
) -> Float32Array:
    """Solve ``matrix_times(step) = target`` until the residual's norm is at most ``tolerance``."""
    step, residual = np.zeros_like(target), target.copy()
    direction = preconditioner * residual
    product = float((residual * direction).sum(dtype=np.float64))
    for _ in range(_GRADIENT_STEPS):
        image = matrix_times(direction)
        length = np.float32(product / max(float((direction * image).sum(dtype=np.float64)), 1e-30))
        step, residual = step + length * direction, residual - length * image
        if np.linalg.norm(residual) <= tolerance:
            break
        conditioned = preconditioner * residual
        before, product = product, float((residual * conditioned).sum(dtype=np.float64))
        direction = conditioned + np.float32(product / max(before, 1e-30)) * direction
    return step


def _with_one(features: Float32Array) -> Float32Array:
    return np.hstack([features, np.ones((len(features), 1), np.float32)])
