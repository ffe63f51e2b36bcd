"""Each member, trained for a moment on drawn pictures, does what defines it; without its own part it does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.autoencoders.linear_classifier import fit_linear
from engine.autoencoders.pca import Pca
from tests.engine.training.family.conftest import recipe, taught

torch = pytest.importorskip("torch")

from engine.training.family.data import PictureSet  # noqa: E402
from engine.training.family.generate import samples  # noqa: E402
from engine.training.family.measures import moments, mse  # noqa: E402
from engine.training.family.model import Autoencoder  # noqa: E402


def error(model: Autoencoder, pictures: PictureSet) -> float:
    with torch.no_grad():
        return mse(model(pictures.values()), pictures.values())


def test_a_basic_member_learns(pictures: PictureSet, unseen: PictureSet) -> None:
    shallow = recipe(encoder={"kind": "dense"}, decoder={"kind": "dense"}, bottleneck={"kind": "plain", "size": 16})
    mean = mse(pictures.values().mean(0), unseen.values())
    assert error(taught(shallow, pictures, 300), unseen) < 0.3 * mean


def test_a_deep_member_beats_pca_of_the_same_size(pictures: PictureSet, unseen: PictureSet) -> None:
    """Places and kinds are three numbers; linear components need many more."""
    deep = recipe(encoder={"widths": [128, 64]}, bottleneck={"kind": "plain", "size": 4}, decoder={"widths": [64, 128]})
    x = unseen.values()
    linear = float(Pca(pictures.rows(), 4).errors(unseen.rows()).mean()) / x[0].numel()
    assert error(taught(deep, pictures, 500), unseen) < 0.5 * linear


def test_a_convolutional_member_learns_with_fewer_weights(pictures: PictureSet, unseen: PictureSet) -> None:
    parts = {"encoder": {"kind": "convolutional", "channels": [8, 16]}, "optimiser": {"learning_rate": 5e-3}}
    found = recipe(decoder={"kind": "convolutional", "channels": [16, 8]}, **parts)
    dense = Autoencoder(recipe(encoder={"widths": [128]}, decoder={"widths": [128]}), pictures.shape)
    model = taught(found, pictures, 250)
    assert sum(p.numel() for p in model.parameters()) < 0.3 * sum(p.numel() for p in dense.parameters())
    assert error(model, unseen) < 0.3 * mse(pictures.values().mean(0), unseen.values())


def test_an_l1_code_is_mostly_zeros(pictures: PictureSet, unseen: PictureSet) -> None:
    def zeros_and_error(weight: float) -> tuple[float, float]:
        bottleneck = {"kind": "sparse_l1", "size": 64, "weight": weight}
        model = taught(recipe(bottleneck=bottleneck, decoder={"output": "softplus"}), pictures, 300)
        with torch.no_grad():
            return float((model.encode(unseen.values()) == 0).float().mean()), error(model, unseen)

    sparse, cost = zeros_and_error(0.05)
    usual, _ = zeros_and_error(0.0)
    assert sparse > 0.75 and sparse > usual + 0.15
    assert cost < 0.2 * mse(pictures.values().mean(0), unseen.values())


def test_kl_codes_are_as_active_as_rho_says(pictures: PictureSet, unseen: PictureSet) -> None:
    def activity(weight: float) -> torch.Tensor:
        bottleneck = {"kind": "sparse_kl", "size": 32, "rho": 0.1, "weight": weight}
        model = taught(recipe(bottleneck=bottleneck), pictures, 300)
        with torch.no_grad():
            return model.encode(unseen.values()).mean(0)

    units = activity(2.0)
    assert float(units.mean()) == pytest.approx(0.1, rel=0.2)
    assert float(units.std()) < 0.05
    assert float(activity(0.0).mean()) > 0.2


@pytest.mark.parametrize(
    "corruption",
    [
        {"kind": "gaussian", "sigma": 0.3},
        {"kind": "masking", "share": 0.4},
        {"kind": "salt_and_pepper", "share": 0.15},
    ],
)
def test_a_denoising_member_undoes_its_corruption(
    pictures: PictureSet, unseen: PictureSet, corruption: dict[str, object]
) -> None:
    def remaining(learned: dict[str, object]) -> float:
        model = taught(recipe(corruption=learned, bottleneck={"kind": "plain", "size": 16}), pictures, 300)
        with torch.no_grad():
            return mse(model(given), x)

    x = unseen.values()
    given = recipe(corruption=corruption).corruption(x)
    own, other = remaining(corruption), remaining({"kind": "none"})
    assert own < 0.4 * mse(given.clamp(0, 1), x)
    assert own < 0.8 * other


def test_a_warped_member_keeps_what_a_picture_shows(pictures: PictureSet, unseen: PictureSet) -> None:
    """Fifteen labels say which of its codes are discs, standing or lying bars, wherever they are."""

    def wrong(corruption: dict[str, object]) -> float:
        model = taught(recipe(corruption=corruption), pictures, 400)
        with torch.no_grad():
            known, asked = model.encode(pictures.values()).numpy(), model.encode(unseen.values()).numpy()
        labels, asked_labels = pictures.known_labels(Path()).numpy(), unseen.known_labels(Path()).numpy()
        found = 0.0
        for start in range(0, 60, 15):
            few = slice(start, start + 15)
            linear = fit_linear(known[few], labels[few], 3, 1e-3)
            found += (1.0 - linear.accuracy(asked, asked_labels)) / 4
        return found

    assert wrong({"kind": "warped", "turn": 0.0, "scale": 0.0, "move": 0.25}) < 0.5 * wrong({"kind": "none"})


def elbo_recipe(**bottleneck: object) -> dict[str, dict[str, object]]:
    return {"bottleneck": {"kind": "variational", "size": 6, **bottleneck}, "loss": {"kind": "bce"}}


def test_a_variational_code_is_near_the_prior_and_says_something(pictures: PictureSet, unseen: PictureSet) -> None:
    def kl(beta: float) -> float:
        model = taught(recipe(**elbo_recipe(beta=beta)), pictures, 300)
        torch.manual_seed(0)
        return model.objective(unseen.values()).figures["kl"].item()

    usual, pressed = kl(1.0), kl(8.0)
    assert usual > 2.0
    assert 0.0 < pressed < 0.7 * usual


def test_beta_begins_with_its_start_and_ends_as_it_is(pictures: PictureSet) -> None:
    model = Autoencoder(recipe(**elbo_recipe(beta=2.0, start=6.0)), pictures.shape)
    betas = []
    for done in (0.0, 0.25, 0.5, 1.0):
        found = model.objective(pictures.values(slice(50)), done)
        betas.append(((found.loss - found.figures["reconstruction"]) / found.figures["kl"]).item())
    assert betas == pytest.approx([6.0, 4.0, 2.0, 2.0], rel=1e-3)


def test_samples_of_the_prior_resemble_pictures(pictures: PictureSet) -> None:
    """Decoded draws of N(0, 1) are near to real pictures; those of an ordinary decoder are not."""

    def distance(model: Autoencoder) -> float:
        z = torch.randn(200, 6, generator=torch.Generator().manual_seed(1))
        with torch.no_grad():
            made = model.decode(z).flatten(1)
        return float(torch.cdist(made, pictures.values().flatten(1)).min(1).values.mean())

    variational = taught(recipe(**elbo_recipe()), pictures, 500)
    ordinary = taught(recipe(bottleneck={"kind": "plain", "size": 6}, loss={"kind": "bce"}), pictures, 500)
    assert distance(variational) < 0.75 * distance(ordinary)
    assert torch.equal(samples(variational, 5, 3), samples(variational, 5, 3))


def test_the_elbo_is_the_negative_loss(pictures: PictureSet, unseen: PictureSet) -> None:
    model = taught(recipe(**elbo_recipe()), pictures, 100)
    x = unseen.values()
    loss = sum(model.objective(x).loss.item() for _ in range(20)) / 20
    assert float(model.elbo(x, 20).mean()) == pytest.approx(-loss, rel=0.01)


def test_an_adversarial_code_has_the_priors_moments(pictures: PictureSet, unseen: PictureSet) -> None:
    def distance(weight: float) -> float:
        bottleneck = {"kind": "adversarial", "size": 3, "weight": weight, "widths": [64, 64]}
        settings = {"kind": "adam", "learning_rate": 2e-3, "beta1": 0.5, "batch": 128}
        model = taught(recipe(bottleneck=bottleneck, optimiser=settings), pictures, 500)
        with torch.no_grad():
            mean, variance, _ = moments(model.encode(unseen.values()))
        return float(mean.abs().mean() + (variance - 1.0).abs().mean())

    assert distance(3.0) < 0.6 < distance(0.0)


def test_a_contractive_code_moves_less(pictures: PictureSet, unseen: PictureSet) -> None:
    def movement(weight: float) -> float:
        """How far codes go when a picture changes by a little noise."""
        bottleneck = {"kind": "contractive", "size": 32, "weight": weight}
        model = taught(recipe(encoder={"kind": "dense"}, bottleneck=bottleneck), pictures, 300)
        assert error(model, unseen) < 0.4 * mse(pictures.values().mean(0), unseen.values())
        x = unseen.values()
        step = 0.01 * torch.randn(x.shape, generator=torch.Generator().manual_seed(0))
        with torch.no_grad():
            return float((model.encode(x + step) - model.encode(x)).square().sum(1).mean())

    assert movement(0.3) < 0.5 * movement(0.0)
