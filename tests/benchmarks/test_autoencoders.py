"""The autoencoder benchmark on a handful of drawn digits: all figures, in a few steps, and going on where it was."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest.importorskip("torch")
pytest.importorskip("engine.training.vision")

import autoencoders
import autoencoders_judge
import torch

from engine.training.family.data import PictureSet
from tests.engine.training.family.conftest import write_idx


def digits(count: int) -> PictureSet:
    """Ten kinds of pictures of 28x28: a bright square at ten places."""
    labels = torch.arange(count) % 10
    pixels = torch.randint(0, 40, (count, 1, 28, 28), dtype=torch.uint8)
    for index, label in enumerate(labels.tolist()):
        top, left = 5 + 12 * (label % 2), 1 + 5 * (label // 2)
        pixels[index, 0, top : top + 8, left : left + 5] = 250
    return PictureSet(pixels, labels, tuple("0123456789"))


def test_every_figure_is_measured_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(autoencoders_judge, "STEPS", 20)
    write_idx(tmp_path / "idx", digits(400), digits(100))
    out = tmp_path / "out"
    threads = torch.get_num_threads()
    command = [str(tmp_path / "idx"), "--out", str(out), "--seeds", "4", "--share", "0.002", "--draws", "1"]
    autoencoders.main(command)
    first = json.loads((out / "autoencoders.json").read_text(encoding="utf-8"))
    assert set(first["4"]) == set(autoencoders.GOALS) == set(autoencoders.FIGURES)
    printed = capsys.readouterr().out
    assert printed.count("(1 seeds)") == len(autoencoders.GOALS) and "NOT met" in printed
    autoencoders.main([*command, "--report"])
    assert json.loads((out / "autoencoders.json").read_text(encoding="utf-8")) == first
    torch.set_num_threads(threads)
