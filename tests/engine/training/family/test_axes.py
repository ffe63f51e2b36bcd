"""The directions in which codes differ most, as a model's card names them."""

from __future__ import annotations

import pytest
import torch

from engine.training.family.export import principal_axes


def test_axes_are_found_with_their_spread_whatever_the_mean() -> None:
    torch.manual_seed(0)
    rotation, _ = torch.linalg.qr(torch.randn(5, 5))
    codes = torch.randn(4000, 5) * torch.tensor([4.0, 2.0, 1.0, 0.5, 0.1]) @ rotation + 7.0
    axes, spread = principal_axes(codes, 3)
    assert spread.tolist() == pytest.approx([4.0, 2.0, 1.0], rel=0.06)
    assert (axes * rotation[:3]).sum(1).abs().tolist() == pytest.approx([1.0, 1.0, 1.0], abs=0.01)
    assert torch.allclose(axes @ axes.T, torch.eye(3), atol=1e-5)
    largest = axes.gather(1, axes.abs().argmax(1, keepdim=True))
    assert (largest > 0).all(), "the same model has the same card"


def test_few_pictures_have_few_axes() -> None:
    torch.manual_seed(0)
    axes, spread = principal_axes(torch.randn(3, 8), 16)
    assert axes.shape == (2, 8) and (spread > 0).all()
    axes, spread = principal_axes(torch.ones(1, 8), 16)
    assert axes.shape == (1, 8) and spread.tolist() == [0.0]
