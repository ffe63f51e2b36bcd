"""The recipe for fine-tuning the codec: a table ``[codec]`` in place of the tables of parts.

::

    name = "codec"
    [codec]             # settings of the fine-tuning; engine/training/recipes/codec.toml says what each setting does
    learning_rate = 3e-4
    [training]          # as in every recipe
    minutes = 20
"""

from __future__ import annotations

import dataclasses
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.errors import OptionError
from engine.training.family.recipe import CODEC_TABLE, Budget, is_codec
from engine.training.family.settings import number, read_table
from engine.training.train_codec import CodecRun

LEAST_FOR_STRUCTURE = 192
"""Pixels a side that MS-SSIM needs, at five scales."""


@dataclass(frozen=True)
class CodecSettings:
    """Settings of the fine-tuning. The last five must match the codec's own training.

    Attributes:
        batch, crop: crops per step, and pixels a side of a crop.
        transform_rate, gain_rate: learning rates of the patch layers and of the quantisation gains.
        structure_part: share of MS-SSIM in the distortion; the rest is squared error.
        loss_weight: samples are weighted by lambda to the power of minus this.
        noisy_part: share of the samples with noise that the codec learns to remove.
        recoloured: share of the crops whose colours are changed, so that the codec does not forget other colours.
        turned: mirror and rotate crops at random; not for text.
    """

    batch: int = number(4, least=1, most=1024)
    crop: int = number(192, least=64, most=1024)
    learning_rate: float = number(3e-4, above=0.0, most=0.1)
    transform_rate: float = number(1e-4, least=0.0, most=0.1)
    gain_rate: float = number(1e-3, least=0.0, most=0.1)
    structure_part: float = number(0.3, least=0.0, most=1.0)
    loss_weight: float = number(0.4, least=0.0, most=1.0)
    noisy_part: float = number(0.1, least=0.0, most=1.0)
    recoloured: float = number(0.15, least=0.0, most=1.0)
    turned: bool = False
    width: int = number(192, least=8, most=1024)
    latents: int = number(512, least=16, most=2048)
    base: int = number(64, least=8, most=1024)
    blocks: int = number(4, least=1, most=16)
    noise_max: float = number(50.0, above=0.0, most=255.0)


_OF_CROPS = ("recoloured", "turned")
"""Settings that only the fine-tuning has."""


@dataclass(frozen=True)
class CodecRecipe:
    """A recipe for fine-tuning the codec."""

    name: str
    codec: CodecSettings
    training: Budget

    def run(self) -> CodecRun:
        """These settings as those of the codec's own training."""
        settings = {key: value for key, value in dataclasses.asdict(self.codec).items() if key not in _OF_CROPS}
        return CodecRun(
            minutes=self.training.minutes or float("inf"), average=self.training.average, seed=self.training.seed,
            clip=self.training.clip or float("inf"), final_crop=self.codec.crop, **settings,
        )  # fmt: skip


def is_codec_file(path: Path) -> bool:
    """Whether a file is a recipe for the codec."""
    try:
        return is_codec(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return False


def codec_recipe_from(values: dict[str, Any], path: Path) -> CodecRecipe:
    """The recipe from the ``values`` of a TOML file; errors name ``path``.

    Raises:
        OptionError: something in it is wrong; the text names the table and the key.
    """
    for key in values:
        if key not in ("name", CODEC_TABLE, "training"):
            raise OptionError(f"unknown table or key {key!r}; the codec's recipe has name, [codec], [training]", path)
    name = values.get("name", path.stem)
    if not isinstance(name, str):
        raise OptionError(f"name = {name!r} should be text", path)
    settings = read_table(path, CODEC_TABLE, values[CODEC_TABLE], CodecSettings)
    training = read_table(path, "training", values.get("training", {}), Budget)
    if settings.crop % 64:
        raise OptionError(f"[codec] crop = {settings.crop} should be a multiple of 64", path)
    if settings.structure_part and settings.crop < LEAST_FOR_STRUCTURE:
        raise OptionError(f"[codec] structure_part needs crops of {LEAST_FOR_STRUCTURE} pixels or more", path)
    if settings.base >= settings.latents:
        raise OptionError(f"[codec] base = {settings.base} should be less than latents", path)
    if training.steps is None and training.minutes is None:
        raise OptionError("[training] needs steps or minutes", path)
    if training.layer_steps:
        raise OptionError("[training] layer_steps is not for the codec", path)
    return CodecRecipe(name, settings, training)
