"""The ``generate`` command: pictures decoded from samples of the prior N(0, 1), and interpolation of two pictures.

Only variational and adversarial members have a prior, because only their codes are trained to follow it. Interpolation
works with all members.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from torch import Tensor

from engine.errors import OptionError
from engine.training.family import sheets
from engine.training.family.data import PictureSet
from engine.training.family.model import Autoencoder
from engine.training.family.recipe import Recipe
from engine.training.family.trained import load_run

COLUMNS = 10


@torch.no_grad()
def samples(model: Autoencoder, count: int, seed: int) -> Tensor:
    """Decode ``count`` samples of the prior, float32 ``(N, C, H, W)``.

    Raises:
        OptionError: the member has no prior.
    """
    if not model.bottleneck.has_prior:
        raise OptionError(f"{_title(model.recipe)} has no prior to draw from; variational and adversarial members have")
    z = torch.randn(count, model.bottleneck.size, generator=torch.Generator().manual_seed(seed))
    return model.decode(z.to(next(model.parameters()).device))


@torch.no_grad()
def between(model: Autoencoder, first: Tensor, second: Tensor, steps: int) -> Tensor:
    """Linear interpolation between the codes of two pictures ``(C, H, W)``, decoded, ``(steps, C, H, W)``."""
    ends = model.encode(torch.stack([first, second]))
    part = torch.linspace(0.0, 1.0, steps, device=ends.device)[:, None]
    return model.decode((1.0 - part) * ends[0] + part * ends[1])


def _title(recipe: Recipe) -> str:
    return f"the recipe {recipe.name!r}"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, help="folder of a trained member")
    parser.add_argument("--out", type=Path, required=True, help="the sheet, PNG or JPEG")
    parser.add_argument("--count", type=int, default=50, help="pictures from the prior")
    parser.add_argument("--seed", type=int, default=0, help="of the draws")
    parser.add_argument(
        "--between", type=int, nargs=2, metavar="NUMBER", help="instead: the way between two test pictures of --data"
    )
    parser.add_argument("--steps", type=int, default=COLUMNS, help="pictures on that way, both ends included")
    parser.add_argument("--data", type=Path, help="folder of idx files or of pictures, for --between")


def run(args: argparse.Namespace) -> int:
    """The command; returns its exit code."""
    member = load_run(args.folder)
    if args.between is None:
        pictures = samples(member.model, max(1, args.count), args.seed)
    else:
        if args.data is None:
            raise OptionError("--between needs --data")
        test = member.pictures(args.data, "test")
        first, second = (_picture(test, number, args.data) for number in args.between)
        pictures = between(member.model, first, second, max(2, args.steps))
    sheets.save(sheets.grid(pictures, COLUMNS), args.out)
    return 0


def _picture(test: PictureSet, number: int, path: Path) -> Tensor:
    if not 0 <= number < len(test):
        raise OptionError(f"there is no test picture {number}; they are numbered from 0 to {len(test) - 1}", path)
    return test.values(number)
