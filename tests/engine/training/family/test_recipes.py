"""Recipes are read, and what is wrong with one is named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engine.errors import InputError, OptionError
from engine.training.family.bottlenecks import Variational
from engine.training.family.codec_recipe import codec_recipe_from
from engine.training.family.corruption import Gaussian
from engine.training.family.recipe import (
    is_codec,
    own_recipes,
    read_recipe,
    read_values,
    recipe_from,
    recipe_path,
)

MEMBERS = {
    "basic", "deep", "stacked", "sparse_l1", "sparse_kl", "denoising", "convolutional", "variational", "adversarial",
    "contractive",
}  # fmt: skip
GOOD = """
[encoder]
kind = "dense"
[bottleneck]
kind = "plain"
[decoder]
kind = "dense"
[loss]
kind = "mse"
[optimiser]
kind = "adam"
[training]
steps = 10
"""


def test_every_member_has_a_recipe() -> None:
    assert set(own_recipes()) >= {*MEMBERS, "codec"}
    for name in own_recipes():
        path = recipe_path(name)
        values = read_values(path)
        assert (codec_recipe_from if is_codec(values) else recipe_from)(values, path).name == name
        assert path.read_text(encoding="utf-8").startswith("# "), "its first line says what it is"


def test_settings_reach_the_parts() -> None:
    found = read_recipe(recipe_path("variational"))
    assert isinstance(found.bottleneck, Variational)
    assert (found.bottleneck.size, found.bottleneck.beta) == (20, 1.0)
    assert read_recipe(recipe_path("denoising")).corruption == Gaussian(0.5)


@pytest.mark.parametrize(
    ("change", "replacement", "reason"),
    [
        ('kind = "plain"', 'kind = "plan"', "[bottleneck] kind = 'plan' is unknown; known are plain, sparse_l1"),
        ('kind = "plain"', 'kind = "plain"\nrho = 0.1', "[bottleneck] has no setting 'rho'; known are size, act"),
        ('kind = "plain"', 'kind = "plain"\nsize = 0', "[bottleneck] size = 0 should be at least 1"),
        ('kind = "plain"', 'kind = "plain"\nsize = 2.5', "[bottleneck] size = 2.5 should be a whole number"),
        ('kind = "plain"', 'kind = "plain"\nsize = true', "[bottleneck] size = True should be a whole number"),
        ('kind = "plain"', 'kind = "sparse_kl"\nrho = 0', "[bottleneck] rho = 0 should be more than 0"),
        ('kind = "plain"', 'kind = "plain"\nactivation = "rel"', "activation = 'rel' should be one of linear, relu"),
        ("[encoder]\n", "[encoder]\nwidths = [3, 0]\n", "[encoder] widths = [3, 0] should be at least 1"),
        ("[encoder]\n", "[encoder]\nwidths = 3\n", "[encoder] widths = 3 should be a list of whole numbers"),
        ("[training]\n", "[data]\ncolour = 1\n[training]\n", "[data] colour = 1 should be true or false"),
        ("[training]\n", '[training]\nminutes = "2"\n', "[training] minutes = '2' should be a number"),
        ("steps = 10", "", "[training] needs steps or minutes"),
        ('kind = "mse"', "", "[loss] kind is missing; known are mse, bce"),
        ("[encoder]", "[encodr]", "unknown table or key 'encodr'"),
        ("[loss]", "loss = 3\n[other]", "unknown table or key 'other'"),
        ("steps = 10", "steps = 10\nlayer_steps = 5", ""),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, change: str, replacement: str, reason: str) -> None:
    path = tmp_path / "mine.toml"
    assert change in GOOD
    path.write_text(GOOD.replace(change, replacement, 1), encoding="utf-8")
    if not reason:
        assert read_recipe(path).name == "mine"
        return
    with pytest.raises(OptionError, match=re.escape(reason)) as caught:
        read_recipe(path)
    assert str(caught.value).startswith(str(path))


def test_parts_that_do_not_fit_one_another(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    linear = GOOD.replace('[decoder]\nkind = "dense"', '[decoder]\nkind = "dense"\noutput = "linear"')
    path.write_text(linear.replace('kind = "mse"', 'kind = "bce"'), encoding="utf-8")
    with pytest.raises(OptionError, match=r"needs \[decoder\] output = 'sigmoid'"):
        read_recipe(path)
    uneven = GOOD.replace('[decoder]\nkind = "dense"', '[decoder]\nkind = "dense"\nwidths = [7]')
    path.write_text(uneven.replace("steps = 10", "steps = 10\nlayer_steps = 5"), encoding="utf-8")
    with pytest.raises(OptionError, match="layer_steps needs dense parts"):
        read_recipe(path)


def test_files_that_are_no_recipes(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("[encoder\n", encoding="utf-8")
    with pytest.raises(OptionError, match="not a recipe"):
        read_recipe(path)
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(OptionError, match="not a recipe"):
        read_recipe(path)
    with pytest.raises(InputError, match="cannot be read"):
        read_recipe(tmp_path)
    with pytest.raises(OptionError, match=r"no such recipe; those that come with the program are adversarial, .*basic"):
        recipe_path("nonsense")
