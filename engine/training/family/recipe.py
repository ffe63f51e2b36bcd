"""Reads recipes: TOML files that describe a member's parts and training.

::

    name = "denoising"
    [corruption]        # a table with a kind for each part; engine/training/recipes has examples
    kind = "gaussian"
    sigma = 0.5
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.errors import InputError, OptionError
from engine.training.family import bottlenecks, coders, corruption, losses, optimisers
from engine.training.family.settings import number, read_part, read_table

RECIPES = Path(__file__).parent.parent / "recipes"
"""Folder of the recipes that ship with the program."""


@dataclass(frozen=True)
class Budget:
    """Budget and settings of training.

    Attributes:
        steps, minutes: the budget, of which one must be given; training ends when either is spent.
        layer_steps: steps of greedy pre-training per layer (Bengio et al. 2007); 0 for none.
        average: decay per step of the moving average of the weights.
        clip: largest norm of the gradient; 0 for no clipping.
        seed: of the initial weights, the order of the pictures and the corruption.
    """

    steps: int | None = number(None, least=1)
    minutes: float | None = number(None, above=0.0)
    layer_steps: int = number(0, least=0)
    average: float = number(0.995, least=0.0, most=0.99999)
    clip: float = number(0.0, least=0.0)
    seed: int = number(1, least=0)


@dataclass(frozen=True)
class DataSettings:
    """How pictures are loaded.

    Attributes:
        side: pixels a side to which the centre square of each picture is scaled.
        colour: three channels instead of one.
        patches: number of random squares to use, at the pictures' own scale, instead of whole pictures; 0 for none.
        limit: largest number of pictures to read; 0 for all.
    """

    side: int = number(28, least=4, most=1024)
    colour: bool = False
    patches: int = number(0, least=0)
    limit: int = number(0, least=0)


@dataclass(frozen=True)
class Recipe:
    """A recipe: the five parts, the data and the budget."""

    name: str
    encoder: coders.Encoder
    bottleneck: bottlenecks.Kind
    decoder: coders.Decoder
    loss: losses.Loss
    optimiser: optimisers.Optimiser
    training: Budget
    corruption: corruption.Corruption
    data: DataSettings


_PARTS: dict[str, Any] = {
    "corruption": corruption.KINDS, "encoder": coders.ENCODERS, "bottleneck": bottlenecks.KINDS,
    "decoder": coders.DECODERS, "loss": losses.KINDS, "optimiser": optimisers.KINDS,
}  # fmt: skip
CODEC_TABLE = "codec"
"""The table that marks a recipe for the codec; see :mod:`engine.training.family.codec_recipe`."""
_OPTIONAL = {"corruption": {"kind": "none"}, "data": {}}


def recipe_path(name: str | Path) -> Path:
    """The file of a recipe: the path ``name``, or the recipe of that name that ships with the program.

    Raises:
        OptionError: there is no such recipe.
    """
    path, own = Path(name), RECIPES / f"{name}.toml"
    if path.is_file():
        return path
    if own.is_file():
        return own
    raise OptionError(f"no such recipe; those that come with the program are {', '.join(own_recipes())}", path)


def own_recipes() -> list[str]:
    """Names of the recipes that ship with the program."""
    return sorted(path.stem for path in RECIPES.glob("*.toml"))


def read_recipe(path: Path) -> Recipe:
    """Read the recipe in the TOML file at ``path``.

    Raises:
        InputError: it cannot be read.
        OptionError: it has an error; the message names the table and the key.
    """
    return recipe_from(read_values(path), path)


def is_codec(values: dict[str, Any]) -> bool:
    """Whether these are the values of a recipe for the codec."""
    return CODEC_TABLE in values


def read_values(path: Path) -> dict[str, Any]:
    """Read the tables of the TOML file at ``path``.

    Raises:
        InputError: it cannot be read.
        OptionError: it is not TOML.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"the recipe cannot be read: {error.strerror}", path) from error
    except ValueError as error:
        raise OptionError(f"not a recipe: {error}", path) from error


def recipe_from(values: dict[str, Any], path: Path) -> Recipe:
    """The recipe from the ``values`` of a TOML file; errors name ``path``.

    Raises:
        OptionError: it has an error; the message names the table and the key.
    """
    if is_codec(values):
        raise OptionError("is a recipe of the codec, which has no parts to be named", path)
    values = _OPTIONAL | values
    tables = [*_PARTS, "training", "data"]
    for key in values:
        if key not in ("name", *tables):
            raise OptionError(f"unknown table or key {key!r}; known are name, {', '.join(tables)}", path)
    for key in tables:
        if key not in values:
            raise OptionError(f"the table [{key}] is missing", path)
    name = values.get("name", path.stem)
    if not isinstance(name, str):
        raise OptionError(f"name = {name!r} should be text", path)
    parts = {table: read_part(path, table, values[table], kinds) for table, kinds in _PARTS.items()}
    recipe = Recipe(
        name=name,
        training=read_table(path, "training", values["training"], Budget),
        data=read_table(path, "data", values["data"], DataSettings),
        **parts,
    )
    _check(recipe, path)
    return recipe


def _check(recipe: Recipe, path: Path) -> None:
    """Check combinations of tables."""
    if recipe.training.steps is None and recipe.training.minutes is None:
        raise OptionError("[training] needs steps or minutes", path)
    if isinstance(recipe.loss, losses.BinaryCrossEntropy) and recipe.decoder.output != "sigmoid":
        raise OptionError("[loss] kind = 'bce' needs [decoder] output = 'sigmoid'", path)
    if recipe.training.layer_steps and not _is_mirrored(recipe):
        raise OptionError("[training] layer_steps needs dense parts, the decoder's widths the encoder's reversed", path)


def _is_mirrored(recipe: Recipe) -> bool:
    encoder, decoder = recipe.encoder, recipe.decoder
    are_dense = isinstance(encoder, coders.DenseEncoder) and isinstance(decoder, coders.DenseDecoder)
    return are_dense and decoder.widths == encoder.widths[::-1]
