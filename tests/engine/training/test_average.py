"""Averages of the weights of several runs."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")

from engine.training import average  # noqa: E402  # after the check that torch is there


def save(path: Path, **weights: object) -> Path:
    torch.save(weights, path)
    return path


def test_the_mean_of_what_all_have(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    count = torch.tensor(7)
    files = [
        save(tmp_path / "a.pt", w=torch.tensor([1.0, -2.0]).half(), count=count, fast=torch.ones(2)),
        save(tmp_path / "b.pt", w=torch.tensor([2.0, 4.0]).half(), count=count + 1),
    ]
    monkeypatch.setattr(sys, "argv", ["average", *map(str, files), "--out", str(tmp_path / "c.pt")])
    average.main()
    found = torch.load(tmp_path / "c.pt", weights_only=True)
    assert set(found) == {"w", "count"} and found["count"] == 7
    assert found["w"].dtype == torch.float16 and found["w"].tolist() == [1.5, 1.0]


def test_weights_of_different_networks_are_refused(tmp_path: Path) -> None:
    files = [save(tmp_path / "a.pt", w=torch.ones(2)), save(tmp_path / "b.pt", w=torch.ones(3))]
    with pytest.raises(ValueError, match="w has different shapes"):
        average.average_weights(files)
    with pytest.raises(ValueError, match="no weights"):
        average.average_weights([])
