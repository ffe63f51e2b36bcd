"""Principal components and the linear classifier, also against the results of version 0.7."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

import engine
from engine.autoencoders.linear_classifier import LinearClassifier, fit_linear, held_out_accuracy
from engine.autoencoders.measures import balanced_sample, neighbour_agreement, roc_auc
from engine.autoencoders.pca import WIDE, Pca

REFERENCE = Path(__file__).resolve().parents[2] / "data" / "autoencoders_0.7.npz"
"""Inputs, and what the two implementations of version 0.7 made of them: in NumPy, and in torch for training."""
KNOWN = 90
"""Of the reference's 150 rows, those that classifiers are fitted on."""


@pytest.fixture(scope="module")
def reference() -> dict[str, npt.NDArray[np.generic]]:
    with np.load(REFERENCE) as arrays:
        return dict(arrays)


def test_components_are_those_of_the_singular_values() -> None:
    rng = np.random.default_rng(0)
    for dimension in (20, WIDE + 300):
        rows = rng.integers(0, 255, (60, dimension), dtype=np.uint8)
        values = rows / 255.0 - rows.mean(axis=0) / 255.0
        u, s, v = np.linalg.svd(values, full_matrices=False)
        pca = Pca(rows, 5)
        assert np.allclose(np.abs(pca.encode(rows)), np.abs((u * s)[:, :5]), atol=1e-3)
        assert np.allclose(pca.directions @ pca.directions.T, np.eye(5), atol=1e-4)
        lost = np.square(values - (u[:, :5] * s[:5]) @ v[:5]).sum(1)
        assert np.allclose(pca.errors(rows), lost, rtol=1e-4)
        whole = Pca(rows).encode(rows)
        apart = np.linalg.norm(whole[:, None] - whole, axis=2)
        assert np.allclose(apart, np.linalg.norm(values[:, None] - values, axis=2), atol=1e-3), "nothing is lost"


@pytest.mark.parametrize("rows", ["narrow", "wide"])
def test_components_are_those_of_0_7(reference: dict[str, np.ndarray], rows: str) -> None:
    pca = Pca(reference[rows], 5)
    np.testing.assert_allclose(pca.encode(reference[rows]), reference[f"{rows}_encoded"], atol=1e-6, rtol=1e-6)
    exact = reference[rows] / 255.0
    exact -= exact.mean(0)
    directions = np.linalg.svd(exact, full_matrices=False)[2][:5]
    lost = np.square(exact - exact @ directions.T @ directions).sum(1)
    errors, trained = pca.errors(reference[rows]), reference[f"{rows}_errors_torch"]
    np.testing.assert_allclose(errors / lost.max(), lost / lost.max(), atol=1e-6)
    assert errors.mean(dtype=float) == pytest.approx(trained.mean(dtype=float), rel=1e-6)
    # Single errors of training's PCA were off by 3e-6 themselves: its covariance cancelled in single precision.
    np.testing.assert_allclose(errors / lost.max(), trained / lost.max(), atol=5e-6)


def loss_of(classifier: LinearClassifier, rows: np.ndarray, labels: np.ndarray, decay: float) -> float:
    """What training minimised in version 0.7."""
    logits = classifier.logits(rows).astype(np.float64)
    entropy = np.log(np.exp(logits).sum(1)) - logits[np.arange(len(rows)), labels]
    return float(entropy.mean() + decay * np.square(classifier.weights[:-1].astype(np.float64)).sum())


def test_the_probe_is_that_of_0_7(reference: dict[str, np.ndarray]) -> None:
    rows, labels = reference["rows"], reference["labels"]
    known, tested = (rows[:KNOWN], labels[:KNOWN]), (rows[KNOWN:], labels[KNOWN:])
    accuracy = held_out_accuracy(*known, *tested, 4)
    assert accuracy == pytest.approx(float(reference["probe_numpy"]), abs=1e-6)
    assert accuracy == pytest.approx(float(reference["probe_torch"]), abs=1e-6)
    pca = Pca(rows[:KNOWN])
    for decay in (1e-1, 1e-3):
        turned = fit_linear(pca.encode(rows[:KNOWN]), labels[:KNOWN], 4, decay)
        np.testing.assert_allclose(turned.logits(pca.encode(rows)), reference[f"logits_numpy_{decay:g}"], atol=1e-6)
        found = fit_linear(*known, 4, decay, tolerance=1e-5)
        assert loss_of(found, *known, decay) == pytest.approx(float(reference[f"loss_torch_{decay:g}"]), abs=1e-6)
        assert found.accuracy(*tested) == pytest.approx(float(reference[f"accuracy_torch_{decay:g}"]), abs=1e-6)
        a, b = found.logits(rows), reference[f"logits_torch_{decay:g}"]
        a, b = a - a.mean(1, keepdims=True), b - b.mean(1, keepdims=True)
        assert np.abs(a - b).max() < 0.01 * np.abs(b).max()


def test_measures_are_those_of_0_7(reference: dict[str, np.ndarray]) -> None:
    auc = roc_auc(reference["scores"], reference["is_strange"])
    agreement = neighbour_agreement(reference["points"], reference["labels"])
    for kind in ("numpy", "torch"):
        assert auc == pytest.approx(float(reference[f"roc_{kind}"]), abs=1e-6)
        assert agreement == pytest.approx(float(reference[f"agreement_{kind}"]), abs=1e-6)
    orders = np.random.default_rng(3).permutation(150), reference["order_torch"]
    for order, kind in zip(orders, ("numpy", "torch"), strict=True):
        chosen = balanced_sample(reference["labels"], 30, 4, order)
        np.testing.assert_array_equal(np.sort(chosen), np.sort(reference[f"balanced_{kind}"]))


def test_what_can_be_classified_is_and_what_cannot_is_not() -> None:
    rng = np.random.default_rng(0)
    labels = np.arange(300) % 3
    known = (rng.normal(size=(300, 6)) + 4 * np.eye(6)[labels]).astype(np.float32)
    args = labels[:200], known[200:], labels[200:], 3, engine.Progress()
    assert held_out_accuracy(known[:200], *args) > 0.97
    noise = rng.normal(size=(300, 6)).astype(np.float32)
    assert held_out_accuracy(noise[:200], labels[:200], noise[200:], labels[200:], 3) < 0.55


def test_one_scale_serves_features_of_any_size() -> None:
    rng = np.random.default_rng(0)
    x = rng.normal(size=(200, 2)).astype(np.float32)
    labels = (x @ [1.0, -2.0] > 0.3).astype(np.int64)
    assert fit_linear(1000 * x, labels, 2, 1e-3).accuracy(1000 * x, labels) > 0.95


def test_balanced_samples_have_as_many_of_each_label_as_there_are() -> None:
    labels = np.array([0] * 50 + [1] * 5 + [2] * 45)
    orders = [np.random.default_rng(seed).permutation(100) for seed in (4, 5)]
    chosen = [balanced_sample(labels, 12, 3, order) for order in orders]
    assert np.bincount(labels[chosen[0]]).tolist() == [4, 4, 4] and chosen[0].tolist() != chosen[1].tolist()
    assert np.bincount(labels[balanced_sample(labels, 30, 3, orders[0])])[1] == 5


def test_roc_auc_counts_pairs() -> None:
    scores = np.array([1.0, 2.0, 2.0, 3.0, 0.5, 2.0], np.float32)
    is_anomaly = np.array([False, True, False, True, False, False])
    pairs = [(float(a > b) + 0.5 * float(a == b)) for a in scores[is_anomaly] for b in scores[~is_anomaly]]
    assert roc_auc(scores, is_anomaly) == pytest.approx(sum(pairs) / len(pairs))
    assert np.isnan(roc_auc(scores, np.zeros(6, bool)))
