"""The figures of ``autoencoders.py``: each trains what it needs and measures it on the test pictures."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from functools import cached_property
from pathlib import Path

import torch
from autoencoders_judge import confidence, judge
from torch import Tensor, nn

from engine.autoencoders.measures import roc_auc
from engine.autoencoders.pca import Pca
from engine.training.family import anomaly, data, features, generate, reconstruct
from engine.training.family.choices import Choices
from engine.training.family.events import Control
from engine.training.family.measures import moments, mse
from engine.training.family.model import Autoencoder, in_batches
from engine.training.family.recipe import DataSettings, recipe_path
from engine.training.family.train import train
from engine.training.family.trained import Trained, load_run

SURE = 0.8
"""Probability from which the judge is said to recognise a digit."""
DRAWN = 2000
JUDGED = ("variational", "adversarial")
"""Members whose samples the judge looks at."""
Figures = dict[str, float]


class _Quiet(Control):
    is_quiet = True


class Bench:
    """The pictures, and models trained with one seed."""

    def __init__(self, folder: Path, out: Path, seed: int, share: float, draws: int) -> None:
        self.folder, self.out, self.seed, self.share, self.draws = folder, out, seed, share, draws
        self.train, self.test = (data.load(folder, DataSettings(), split) for split in ("train", "test"))
        self.x = self.test.values()

    def trained(self, name: str, recipe: Path | None = None, without: str | None = None) -> Trained:
        """The recipe ``name``, or that in the file ``recipe``, with this seed; goes on from what is there."""
        path = recipe or recipe_path(name)
        steps = tomllib.loads(path.read_text(encoding="utf-8"))["training"]["steps"]
        out = self.out / (name if without is None else f"{name}-{without}")
        choices = Choices(max(1, round(self.share * steps)), seed=self.seed, without=without, device="cpu")
        train(path, self.folder, out, choices, _Quiet())
        return load_run(out)

    def changed(self, name: str, old: str, new: str) -> Path:
        """A copy of a recipe's file with one line changed."""
        text = recipe_path(name).read_text(encoding="utf-8")
        assert old in text, f"{name} has no {old!r}"
        path = self.out / f"{name}-changed.toml"
        path.write_text(text.replace(old, new), encoding="utf-8")
        return path

    @cached_property
    def pca_mse(self) -> float:
        """Of 32 components."""
        return float(Pca(self.train.rows(), 32, is_exact=True).errors(self.test.rows()).mean()) / self.x[0].numel()

    def error(self, model: Autoencoder) -> float:
        with torch.no_grad():
            return mse(in_batches(model, self.x), self.x)

    @cached_property
    def judge(self) -> nn.Module:
        """One for all seeds."""
        return judge(self.train, self.out.parent / "judge.pt")

    def recognised(self, model: Autoencoder) -> float:
        """Share of samples from the prior that the judge is sure about."""
        found: Tensor = confidence(self.judge, generate.samples(model, DRAWN, self.seed))
        return float((found >= SURE).float().mean())

    @cached_property
    def judge_right(self) -> float:
        """Share of the test pictures that the judge tells right."""
        with torch.no_grad():
            told = in_batches(self.judge, self.x).argmax(1)
        return float((told == self.test.labels).float().mean())


def deep(bench: Bench) -> Figures:
    return {"deep_mse": bench.error(bench.trained("deep").model), "pca_mse": bench.pca_mse}


def convolutional(bench: Bench) -> Figures:
    models = {name: bench.trained(name).model for name in ("convolutional", "deep")}
    return {"conv_mse": bench.error(models["convolutional"]), "deep_mse": bench.error(models["deep"])}


def denoising(bench: Bench) -> Figures:
    return reconstruct.figures(bench.trained("denoising"), bench.test, bench.seed)


def sparse_kl(bench: Bench) -> Figures:
    model = bench.trained("sparse_kl").model
    with torch.no_grad():
        activity = float(in_batches(model.encode, bench.x).mean())
    return {"activity": activity, "rho": model.recipe.bottleneck.rho, "kl_mse": bench.error(model)}


def sparse_l1(bench: Bench) -> Figures:
    model = bench.trained("sparse_l1").model
    weight = next(
        line for line in recipe_path("sparse_l1").read_text(encoding="utf-8").splitlines() if line.startswith("weight ")
    )
    free = bench.trained("sparse_l1-free", bench.changed("sparse_l1", weight, "weight = 0.0")).model
    with torch.no_grad():
        zeros, free_zeros = (float((in_batches(found.encode, bench.x) == 0).float().mean()) for found in (model, free))
    errors = {"l1_mse": bench.error(model), "l1_free_mse": bench.error(free)}
    return {"zeros": zeros, "free_zeros": free_zeros, **errors}


def variational(bench: Bench) -> Figures:
    model = bench.trained("variational").model
    torch.manual_seed(bench.seed)
    elbo = float(in_batches(lambda part: model.elbo(part, 4), bench.x).mean())
    return {"elbo": elbo, "vae_samples": bench.recognised(model), "judge_right": bench.judge_right}


def adversarial(bench: Bench) -> Figures:
    model = bench.trained("adversarial").model
    with torch.no_grad():
        mean, variance, kurtosis = moments(in_batches(model.encode, bench.x))
    return {
        "aae_mean": float(mean.abs().max()), "aae_var_low": float(variance.min()),
        "aae_var_high": float(variance.max()), "aae_kurtosis": float(kurtosis.abs().max()),
        "aae_samples": bench.recognised(model), "judge_right": bench.judge_right,
    }  # fmt: skip


def found_anomalies(bench: Bench) -> Figures:
    """Each digit in turn is what no model has seen; PCA has as many components as the code values."""
    assert bench.test.labels is not None
    own, linear = [], []
    for digit in bench.test.classes:
        member = bench.trained("anomaly", without=digit)
        is_anomaly = (bench.test.labels == int(digit)).numpy()
        own.append(roc_auc(anomaly.scores(member.model, bench.x).numpy(), is_anomaly))
        pca = anomaly.pca_of_normal(member, bench.train, bench.folder)
        linear.append(roc_auc(pca.errors(bench.test.rows()), is_anomaly))
    return {"auc": sum(own) / len(own), "auc_pca": sum(linear) / len(linear)}


def few_labels(bench: Bench) -> Figures:
    member = bench.trained("features")
    found = features.accuracy(member, bench.train, bench.test, 100, draws=bench.draws, path=bench.folder)
    return vars(found)


FIGURES: dict[str, Callable[[Bench], Figures]] = {
    "deep": deep, "convolutional": convolutional, "denoising": denoising, "sparse_kl": sparse_kl,
    "sparse_l1": sparse_l1, "variational": variational, "adversarial": adversarial, "anomaly": found_anomalies,
    "features": few_labels,
}  # fmt: skip
