"""Larger networks that begin where smaller ones stopped."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch")

from engine.training.denoiser_model import Denoiser, DenoiserShape  # noqa: E402
from engine.training.growing import grow  # noqa: E402


def trained(widths: tuple[int, ...], blocks: tuple[int, ...]) -> Denoiser:
    """A network none of whose weights are zero."""
    torch.manual_seed(5)
    model = Denoiser(DenoiserShape(widths, blocks))
    with torch.no_grad():
        for weight in model.parameters():
            weight.add_(0.1 * torch.randn_like(weight))
    return model


def test_a_grown_network_computes_the_same_and_can_learn_more() -> None:
    small = trained((8, 12), (1, 1))
    large = Denoiser(DenoiserShape((12, 20), (2, 3)))
    grow(large, small.state_dict())
    noisy, sigma = torch.rand(2, 3, 32, 32), torch.tensor([[10.0], [40.0]])
    torch.testing.assert_close(large(noisy, sigma), small(noisy, sigma), rtol=1e-4, atol=1e-5)
    large(noisy, sigma).square().mean().backward()
    gradient = large.head.weight.grad
    assert gradient is not None and gradient[:, 8:].abs().sum() > 0  # what is new takes part


def test_what_does_not_fit_is_refused() -> None:
    small = trained((8, 12), (2, 1))
    with pytest.raises(ValueError, match="encoder"):
        grow(Denoiser(DenoiserShape((8, 12), (1, 1))), small.state_dict())
    with pytest.raises(ValueError, match="stem"):
        grow(Denoiser(DenoiserShape((4, 12), (2, 1))), small.state_dict())
