"""Each part by itself does what its name says."""

from __future__ import annotations

import pytest

from tests.engine.training.family.conftest import recipe

torch = pytest.importorskip("torch")

from engine.training.family import bottlenecks, coders, corruption, losses, optimisers  # noqa: E402
from engine.training.family.model import Autoencoder  # noqa: E402


def test_corruptions_have_their_shares_and_strengths() -> None:
    x = torch.full((50, 1, 40, 40), 0.4)
    assert torch.equal(corruption.NoCorruption()(x), x)
    noise = corruption.Gaussian(0.5)(x) - x
    assert float(noise.std()) == pytest.approx(0.5, rel=0.02) and abs(float(noise.mean())) < 0.01
    masked = corruption.Masking(0.3)(x)
    assert float((masked == 0).float().mean()) == pytest.approx(0.3, abs=0.01)
    assert masked.unique().tolist() == [0.0, pytest.approx(0.4)]
    peppered = corruption.SaltAndPepper(0.2)(x)
    assert float((peppered == 0).float().mean()) == pytest.approx(0.1, abs=0.01)
    assert float((peppered == 1).float().mean()) == pytest.approx(0.1, abs=0.01)


def test_warping_moves_turns_and_scales_within_its_bounds() -> None:
    x = torch.zeros(200, 1, 20, 40)
    x[..., 8:12, 14:18] = 1.0
    assert torch.allclose(corruption.Warped(0.0, 0.0, 0.0)(x), x, atol=1e-5)
    rows, columns = torch.meshgrid(torch.arange(20.0) - 9.5, torch.arange(40.0) - 19.5, indexing="ij")

    def centres(warped: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        weight = warped[:, 0] / warped[:, 0].sum((1, 2), keepdim=True)
        return (weight * columns).sum((1, 2)), (weight * rows).sum((1, 2))

    torch.manual_seed(0)
    across, down = centres(corruption.Warped(0.0, 0.0, 0.1)(x))
    assert 3.5 < float((across + 4.0).abs().max()) <= 4.01 and 1.7 < float(down.abs().max()) <= 2.01
    turned = corruption.Warped(30.0, 0.0, 0.0)(x)
    across, down = centres(turned)  # a distance stays what it is, though the picture is no square
    assert torch.allclose(across.square() + down.square(), torch.full((200,), 4.0**2), rtol=0.02)
    assert 1.9 < float(down.abs().max()) < 2.02  # 4 sin 30
    areas = corruption.Warped(0.0, 0.2, 0.0)(x).sum((1, 2, 3)) / x[0].sum()
    assert 0.65 < float(areas.min()) < 0.75 and 1.4 < float(areas.max()) < 1.6


@pytest.mark.parametrize("shape", [(1, 28, 28), (3, 13, 15), (1, 8, 9)])
@pytest.mark.parametrize("kind", ["dense", "convolutional"])
def test_decoders_give_pictures_of_any_shape_back(kind: str, shape: coders.Shape) -> None:
    parts = {"encoder": {"kind": kind}, "decoder": {"kind": kind, "output": "linear"}}
    model = Autoencoder(recipe(**parts), shape)
    x = torch.rand(2, *shape)
    assert model.encode(x).shape == (2, 8)
    assert model(x).shape == x.shape


def test_pictures_that_are_too_small_are_refused() -> None:
    with pytest.raises(ValueError, match="3x28 are too small for 2 convolutions"):
        coders.ConvolutionalEncoder((4, 4)).build((1, 3, 28))


def test_the_convolutional_encoder_looks_the_same_way_everywhere() -> None:
    """A picture moved by two strides has the same features, two places on."""
    stages = coders.ConvolutionalEncoder((4, 6)).build((1, 32, 32)).stages[:2]
    x = torch.zeros(1, 1, 32, 32)
    x[..., 10:16, 8:14] = torch.rand(6, 6)
    moved = torch.roll(x, 4, dims=3)
    with torch.no_grad():
        a, b = (stages[1](stages[0](picture)) for picture in (x, moved))
    assert a.std() > 0
    assert torch.allclose(a[..., 1:-2], b[..., 2:-1], atol=1e-6)  # what the edges see is another matter


def test_outputs_keep_to_their_ranges() -> None:
    raw = torch.linspace(-5, 5, 11)
    assert torch.equal(coders.OUTPUTS["linear"](raw), raw)
    sigmoid, softplus = coders.OUTPUTS["sigmoid"](raw), coders.OUTPUTS["softplus"](raw)
    assert sigmoid.min() > 0 and sigmoid.max() < 1
    assert softplus.min() > 0 and softplus.max() > 5


def test_losses_are_sums_over_a_picture() -> None:
    raw, x = torch.randn(3, 1, 4, 4), torch.rand(3, 1, 4, 4)
    squared = losses.SquaredError()(raw, "sigmoid", x)
    assert torch.allclose(squared, ((raw.sigmoid() - x) ** 2).sum((1, 2, 3)))
    p = raw.sigmoid()
    expected = -(x * p.log() + (1 - x) * (1 - p).log()).sum((1, 2, 3))
    assert torch.allclose(losses.BinaryCrossEntropy()(raw, "sigmoid", x), expected, rtol=1e-4)


def test_kl_divergence_is_that_of_the_distributions() -> None:
    mean, log_variance = torch.randn(5, 3), torch.randn(5, 3)
    own = torch.distributions.Normal(mean, (0.5 * log_variance).exp())
    expected = torch.distributions.kl_divergence(own, torch.distributions.Normal(0.0, 1.0)).sum(1)
    assert torch.allclose(bottlenecks.kl_to_prior(mean, log_variance), expected, atol=1e-5)


def test_reparameterised_draws_have_their_moments_and_pass_gradients_on() -> None:
    mean = torch.full((20_000, 1), 2.0, requires_grad=True)
    log_variance = torch.full((20_000, 1), -1.0, requires_grad=True)
    z = bottlenecks.drawn(mean, log_variance)
    assert z.mean().item() == pytest.approx(2.0, abs=0.02)
    assert z.var().item() == pytest.approx(0.3679, rel=0.05)
    z.square().sum().backward()
    assert mean.grad is not None and mean.grad.abs().sum() > 0
    assert log_variance.grad is not None and log_variance.grad.abs().sum() > 0


def test_the_adversaries_do_not_train_one_another() -> None:
    """The encoder gets the gradient of deceiving alone, the discriminator that of telling apart alone."""
    torch.manual_seed(0)
    bottleneck = bottlenecks.Adversarial(size=4, weight=2.0, widths=(8,)).build(6)
    h = torch.randn(16, 6)
    bottleneck(h, h).penalty.backward()
    joint = {name: weight.grad.clone() for name, weight in bottleneck.named_parameters()}
    bottleneck.zero_grad()
    z = bottleneck.code(h)
    loss = torch.nn.functional.binary_cross_entropy_with_logits
    deceiving = loss(bottleneck.discriminator(z), torch.ones(16, 1))
    (2.0 * deceiving).backward()
    assert torch.allclose(joint["project.weight"], bottleneck.project.weight.grad, atol=1e-6)
    away = bottleneck.discriminator[0].weight.grad
    assert not torch.allclose(joint["discriminator.0.weight"], away, atol=1e-3)
    assert joint["discriminator.0.weight"].abs().sum() > 0


def test_the_contractive_penalty_is_the_jacobians_norm() -> None:
    torch.manual_seed(0)
    bottleneck = bottlenecks.Contractive(size=5, activation="sigmoid", weight=1.0).build(7)
    x = torch.randn(1, 7)
    exact = torch.autograd.functional.jacobian(lambda v: bottleneck.code(v)[0], x).square().sum()
    many = x.repeat(20_000, 1).requires_grad_()
    assert float(bottleneck(many, many).penalty) == pytest.approx(float(exact), rel=0.03)


def test_weights_decay_and_biases_do_not() -> None:
    model = torch.nn.Sequential(torch.nn.Linear(3, 2), torch.nn.Linear(2, 2))
    before = [weight.detach().clone() for weight in model.parameters()]
    optimiser = optimisers.Sgd(learning_rate=0.1).build(optimisers.parameter_groups(model, 0.5, {"1": 2.0}))
    for weight in model.parameters():
        weight.grad = torch.zeros_like(weight)
    optimiser.step()
    for old, new in zip(before, model.parameters(), strict=True):
        assert torch.allclose(new, old * (0.95 if new.dim() > 1 else 1.0))
    assert sorted({group["factor"] for group in optimiser.param_groups}) == [1.0, 2.0]


@pytest.mark.parametrize(("kind", "batch"), [("sgd", 1), ("momentum", 128), ("adam", 128)])
def test_optimisers_go_downhill(kind: str, batch: int) -> None:
    settings = optimisers.KINDS[kind](learning_rate=0.05)
    assert settings.batch == batch
    layer = torch.nn.Linear(2, 1)
    optimiser = settings.build(optimisers.parameter_groups(layer, 0.0, {}))
    x = torch.randn(64, 2)
    y = x @ torch.tensor([[2.0], [-1.0]])
    for _ in range(150):
        optimiser.zero_grad()
        (layer(x) - y).square().mean().backward()
        optimiser.step()
    assert float((layer(x) - y).square().mean()) < 0.05
