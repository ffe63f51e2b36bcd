"""The ``reconstruct`` command: a sheet with originals, corrupted pictures if any, and reconstructions in rows."""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from PIL import Image

from engine.training.family import sheets
from engine.training.family.data import PictureSet
from engine.training.family.measures import decibels, mse
from engine.training.family.model import in_batches
from engine.training.family.trained import Trained, load_run


def reconstruction_sheet(member: Trained, pictures: PictureSet, count: int, seed: int) -> Image.Image:
    """A sheet of ``count`` pictures, evenly spaced in the set."""
    index = torch.linspace(0, len(pictures) - 1, min(count, len(pictures))).long()
    x = pictures.values(index)
    torch.manual_seed(seed)
    given = member.recipe.corruption(x)
    with torch.no_grad():
        again = member.model(given)
    return sheets.sheet([x, again] if given is x else [x, given, again])


@torch.no_grad()
def figures(member: Trained, pictures: PictureSet, seed: int) -> dict[str, float]:
    """MSE and PSNR over the whole set; with corruption also the PSNR of the clipped corrupted pictures and the gain."""
    x = pictures.values()
    torch.manual_seed(seed)
    given = member.recipe.corruption(x)
    error = mse(in_batches(member.model, given), x)
    found = {"mse": error, "psnr": decibels(error)}
    if given is not x:
        found["psnr_corrupted"] = decibels(mse(given.clamp(0.0, 1.0), x))
        found["gain"] = found["psnr"] - found["psnr_corrupted"]
    return found


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, help="folder of a trained member")
    parser.add_argument("--data", type=Path, required=True, help="folder of idx files or of pictures, or a tar shard")
    parser.add_argument("--out", type=Path, required=True, help="the sheet, PNG or JPEG")
    parser.add_argument("--count", type=int, default=12, help="pictures on the sheet")
    parser.add_argument("--seed", type=int, default=0, help="of the corruption")


def run(args: argparse.Namespace) -> int:
    """The command; returns its exit code."""
    member = load_run(args.folder)
    pictures = member.pictures(args.data, "test")
    sheets.save(reconstruction_sheet(member, pictures, max(1, args.count), args.seed), args.out)
    print(", ".join(f"{name} {value:.5g}" for name, value in figures(member, pictures, args.seed).items()))
    return 0
