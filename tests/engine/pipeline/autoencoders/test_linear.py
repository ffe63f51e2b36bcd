"""Principal components, and a linear classifier that is the one of training."""

from __future__ import annotations

import numpy as np
import pytest

import engine
from engine.pipeline.autoencoders.components import WIDE, Components
from engine.pipeline.autoencoders.linear import fit_linear, held_out_accuracy


def test_components_are_those_of_the_singular_values() -> None:
    rng = np.random.default_rng(0)
    for dimension in (20, WIDE + 300):
        rows = rng.integers(0, 255, (60, dimension), dtype=np.uint8)
        values = rows / 255.0 - rows.mean(axis=0) / 255.0
        u, s, _ = np.linalg.svd(values, full_matrices=False)
        found = Components(rows, 5).encode(rows)
        assert np.allclose(np.abs(found), np.abs((u * s)[:, :5]), atol=1e-3)
        whole = Components(rows).encode(rows)
        apart = np.linalg.norm(whole[:, None] - whole, axis=2)
        assert np.allclose(apart, np.linalg.norm(values[:, None] - values, axis=2), atol=1e-3), "nothing is lost"


def test_the_classifier_is_that_of_training() -> None:
    torch = pytest.importorskip("torch")
    from engine.training.family.linear import fit_linear as trained

    rng = np.random.default_rng(0)
    labels = rng.integers(0, 4, 90)
    rows = (rng.normal(size=(90, 12)) + rng.normal(size=(4, 12))[labels]).astype(np.float32)
    turned = Components(rows)
    for decay in (1e-1, 1e-3):
        ours = fit_linear(turned.encode(rows), labels, 4, decay, 12, small=1e-6)
        theirs = trained(torch.from_numpy(rows), torch.from_numpy(labels), 4, decay)
        x = (turned.encode(rows) - ours.mean) / ours.scale
        a, b = x @ ours.weights[:-1] + ours.weights[-1], theirs.logits(torch.from_numpy(rows)).numpy()
        a, b = a - a.mean(1, keepdims=True), b - b.mean(1, keepdims=True)
        assert np.abs(a - b).max() < 0.02 * np.abs(b).max()


def test_what_can_be_told_is_told_and_what_cannot_is_not() -> None:
    rng = np.random.default_rng(0)
    labels = np.arange(300) % 3
    known = (rng.normal(size=(300, 6)) + 4 * np.eye(6)[labels]).astype(np.float32)
    args = labels[:200], known[200:], labels[200:], 3, engine.Progress()
    assert held_out_accuracy(known[:200], *args) > 0.97
    noise = rng.normal(size=(300, 6)).astype(np.float32)
    assert held_out_accuracy(noise[:200], labels[:200], noise[200:], labels[200:], 3, engine.Progress()) < 0.55
