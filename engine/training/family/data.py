"""Training pictures: from idx files (MNIST), from folders of pictures, or patches of photographs."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from PIL import Image, ImageOps
from torch import Tensor

from engine.arrays import LUMA
from engine.autoencoders import idx_files
from engine.autoencoders.picture_folders import FolderPicture, list_pictures, no_labels
from engine.errors import InputError, OptionError, SafelightError
from engine.image.picture import eight_bits
from engine.image.small import read_small
from engine.training.data import CropSampler, PhotoSet
from engine.training.family.coders import Shape
from engine.training.family.recipe import DataSettings

IDX_SPLITS = {"train": idx_files.TRAIN, "test": idx_files.TEST}
TEST_SHARE = 0.1
"""Share of a folder's pictures that are test pictures; the same ones in every run."""


@dataclass(frozen=True)
class PictureSet:
    """Pictures of one size in memory.

    Attributes:
        pixels: uint8 ``(N, C, H, W)``.
        labels: int64 ``(N,)``, or ``None``.
        classes: names of the labels.
        names: paths of the files below the folder; empty for pictures without files.
    """

    pixels: Tensor
    labels: Tensor | None = None
    classes: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.pixels)

    @property
    def shape(self) -> Shape:
        channels, height, width = self.pixels.shape[1:]
        return channels, height, width

    def values(self, index: Any = slice(None)) -> Tensor:
        """Pictures as float32 ``(N, C, H, W)`` in [0, 1]."""
        return self.pixels[index].float() / 255.0

    def rows(self, index: Any = slice(None)) -> npt.NDArray[np.uint8]:
        """Pictures as rows of pixels, uint8 ``(N, C * H * W)``."""
        rows: npt.NDArray[np.uint8] = self.pixels[index].flatten(1).numpy()
        return rows

    def some(self, index: Any) -> PictureSet:
        """The pictures selected by an index or a mask."""
        names = tuple(self.names[i] for i in torch.arange(len(self))[index].tolist()) if self.names else ()
        labels = None if self.labels is None else self.labels[index]
        return replace(self, pixels=self.pixels[index], labels=labels, names=names)

    def known_labels(self, path: Path) -> Tensor:
        """The labels.

        Raises:
            InputError: there are none; names the folder ``path``.
        """
        if self.labels is None:
            raise no_labels(path)
        return self.labels

    def without(self, label: str | None, path: Path) -> PictureSet:
        """All pictures except those with the label of this name."""
        return self if label is None else self.some(self.known_labels(path) != self.label_number(label, path))

    def label_number(self, label: str, path: Path) -> int:
        """The index of the label of this name.

        Raises:
            OptionError: no label has that name.
        """
        if label not in self.classes:
            raise OptionError(f"no label {label!r}; there are {', '.join(self.classes) or 'none'}", path)
        return self.classes.index(label)


def load(path: Path, settings: DataSettings, split: str) -> PictureSet:
    """Load the pictures of ``path``, a folder or a tar shard.

    Args:
        split: ``train`` or ``test``.

    Raises:
        InputError: no pictures can be read.
    """
    if not path.exists():
        raise InputError("no such folder", path)
    idx = idx_files.read_idx(path, splits=(IDX_SPLITS[split],))
    if idx is not None:
        found = _from_idx(idx)
        found = replace(found, pixels=found.pixels.expand(-1, 3, -1, -1)) if settings.colour else found
        return found.some(slice(settings.limit)) if settings.limit else found
    return _patches(path, settings, split) if settings.patches else _from_folder(path, settings, split)


def _from_idx(idx: idx_files.IdxPictures) -> PictureSet:
    pixels = torch.from_numpy(idx.pixels)[:, None]
    if idx.labels is None:
        return PictureSet(pixels)
    classes = tuple(str(number) for number in range(int(idx.labels.max(initial=0)) + 1))
    return PictureSet(pixels, torch.from_numpy(idx.labels), classes)


def _from_folder(root: Path, settings: DataSettings, split: str) -> PictureSet:
    """The centre squares of a folder's pictures; sub-folders are labels as in :func:`list_pictures`."""
    if not root.is_dir():
        raise InputError("is no folder; tar shards are for recipes with patches", root)
    folder = list_pictures(root)
    for name, reason in folder.left_out:
        print(f"left out: {root / name}: {reason}", file=sys.stderr)
    chosen: list[FolderPicture] = _chosen(list(folder.pictures), split, settings.limit)
    with ThreadPoolExecutor() as pool:
        read = list(pool.map(lambda picture: _read_square(root / picture.name, settings), chosen))
    found = [(pixels, picture) for pixels, picture in zip(read, chosen, strict=True) if pixels is not None]
    if not found:
        raise InputError("contains no readable picture", root)
    labels = torch.tensor([picture.label for _, picture in found]) if folder.classes else None
    names = tuple(picture.name for _, picture in found)
    return PictureSet(torch.stack([pixels for pixels, _ in found]), labels, folder.classes, names)


def _chosen(samples: list[Any], split: str, limit: int) -> list[Any]:
    """The samples of a split, in the same order in every run."""
    order = torch.randperm(len(samples), generator=torch.Generator().manual_seed(0)).tolist()
    tested = min(max(1, round(TEST_SHARE * len(samples))), len(samples) - 1)
    chosen = order[:tested] if split == "test" else order[tested:]
    return [samples[index] for index in (chosen[:limit] if limit else chosen)]


def _read_square(path: Path, settings: DataSettings) -> Tensor | None:
    """The centre square of a picture, uint8 ``(C, side, side)``; prints a message and returns ``None`` on errors."""
    try:
        picture = read_small(path, 4 * settings.side)
    except SafelightError as error:
        print(f"left out: {error}", file=sys.stderr)
        return None
    image = Image.fromarray(eight_bits(picture.pixels)).convert("RGB" if settings.colour else "L")
    image = ImageOps.fit(image, (settings.side, settings.side), Image.Resampling.LANCZOS)
    pixels = torch.from_numpy(np.array(image))
    return pixels.permute(2, 0, 1).contiguous() if settings.colour else pixels[None]


def _patches(root: Path, settings: DataSettings, split: str) -> PictureSet:
    """Random squares of photographs; test squares come from other photographs than training squares."""
    try:
        photos = PhotoSet(root, min_side=settings.side, limit=settings.limit or None).pictures
    except (OSError, ValueError) as error:
        raise InputError(f"cannot be used: {error}", root) from error
    chosen = _chosen(photos, split, 0) if len(photos) > 1 else photos
    count = settings.patches if split == "train" else max(1, round(TEST_SHARE * settings.patches))
    sampler = CropSampler(chosen, torch.device("cpu"), 0)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)  # the sampler uses torch's global generator; patches are the same in every run
        parts = [sampler.batch(min(256, count - start), settings.side) for start in range(0, count, 256)]
    pixels = torch.cat([(255.0 * part).round().byte() for part in parts])
    grey = torch.tensor(LUMA)[:, None, None]
    return PictureSet(pixels if settings.colour else (pixels * grey).sum(1, keepdim=True).round().byte())


def batches(pictures: PictureSet, size: int, device: torch.device, seed: int) -> Iterator[Tensor]:
    """Endless batches, float32 ``(size, C, H, W)`` in [0, 1]; each picture once per epoch."""
    generator = torch.Generator().manual_seed(seed)
    pixels, waiting = pictures.pixels.to(device), torch.empty(0, dtype=torch.long)
    while True:
        while len(waiting) < size:
            waiting = torch.cat([waiting, torch.randperm(len(pixels), generator=generator)])
        chosen, waiting = waiting[:size], waiting[size:]
        yield pixels[chosen.to(device)].float() / 255.0
