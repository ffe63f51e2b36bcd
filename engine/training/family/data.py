"""Pictures to learn from: idx files as MNIST and Fashion-MNIST come, folders of pictures, patches of photographs."""

from __future__ import annotations

import gzip
import shutil
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image, ImageOps
from torch import Tensor

from engine.errors import InputError, OptionError, SafelightError
from engine.image.picture import eight_bits
from engine.image.reader import READABLE_SUFFIXES
from engine.image.small import read_small
from engine.training.data import CropSampler, PhotoSet
from engine.training.family.coders import Shape
from engine.training.family.recipe import DataSettings
from engine.training.vision import ImageFolder, read_image_file, read_label_file

IDX_NAMES = {"train": "train", "test": "t10k"}
"""How the files of the two splits begin."""
IDX_FOLDERS = ("", "raw", "MNIST/raw", "FashionMNIST/raw")
"""Where they may lie below a folder: torchvision makes some."""
TEST_SHARE = 0.1
"""Of the pictures of a folder; which, is the same in every run."""


@dataclass(frozen=True)
class PictureSet:
    """Pictures of one size in memory.

    Attributes:
        pixels: uint8 ``(N, C, H, W)``.
        labels: int64 ``(N,)``, or ``None`` where nobody said what is what.
        classes: names of the labels.
        names: of the pictures' files, below the folder; empty where they have none.
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
        """Pictures as float32 in [0, 1]."""
        return self.pixels[index].float() / 255.0

    def some(self, index: Any) -> PictureSet:
        """The pictures of an index or a mask."""
        names = tuple(self.names[i] for i in torch.arange(len(self))[index].tolist()) if self.names else ()
        labels = None if self.labels is None else self.labels[index]
        return replace(self, pixels=self.pixels[index], labels=labels, names=names)

    def known_labels(self, path: Path) -> Tensor:
        """The labels.

        Raises:
            InputError: there are none; names the folder ``path``.
        """
        if self.labels is None:
            raise InputError("has no labels; a folder with one sub-folder for each kind of picture has", path)
        return self.labels

    def without(self, label: str | None, path: Path) -> PictureSet:
        """All pictures but those of one label, given by its name."""
        return self if label is None else self.some(self.known_labels(path) != self.label_number(label, path))

    def label_number(self, label: str, path: Path) -> int:
        """Raises: OptionError: no label has that name."""
        if label not in self.classes:
            raise OptionError(f"no label {label!r}; there are {', '.join(self.classes) or 'none'}", path)
        return self.classes.index(label)


def load(path: Path, settings: DataSettings, split: str) -> PictureSet:
    """The pictures of ``path``, a folder or a tar shard, for ``train`` or ``test``.

    Raises:
        InputError: there is nothing that can be read.
    """
    if not path.exists():
        raise InputError("no such folder", path)
    idx = next((path / folder for folder in IDX_FOLDERS if _idx_file(path / folder, split, "images-idx3")), None)
    if idx is not None:
        found = _from_idx(idx, split)
        found = replace(found, pixels=found.pixels.expand(-1, 3, -1, -1)) if settings.colour else found
        return found.some(slice(settings.limit)) if settings.limit else found
    return _patches(path, settings, split) if settings.patches else _from_folder(path, settings, split)


def _idx_file(folder: Path, split: str, kind: str) -> Path | None:
    name = f"{IDX_NAMES[split]}-{kind}-ubyte"
    return next((path for path in (folder / name, folder / f"{name}.gz") if path.is_file()), None)


def _from_idx(folder: Path, split: str) -> PictureSet:
    images, labels = _idx_file(folder, split, "images-idx3"), _idx_file(folder, split, "labels-idx1")
    assert images is not None
    pixels = _read_idx(images, read_image_file)[:, None]
    if labels is None:
        return PictureSet(pixels)
    numbers = _read_idx(labels, read_label_file)
    if len(numbers) != len(pixels):
        raise InputError(f"has {len(numbers)} labels for {len(pixels)} pictures", labels)
    return PictureSet(pixels, numbers, tuple(str(number) for number in range(int(numbers.max()) + 1)))


def _read_idx(path: Path, read: Any) -> Tensor:
    """torchvision's reader, which wants a file that is not compressed."""
    with tempfile.TemporaryDirectory() as folder:
        plain = path
        try:
            if path.suffix == ".gz":
                plain = Path(folder) / path.stem
                with gzip.open(path) as packed, plain.open("wb") as file:
                    shutil.copyfileobj(packed, file)
            found: Tensor = read(str(plain))
        except (OSError, EOFError, ValueError, AssertionError, KeyError, RuntimeError, TypeError, IndexError) as error:
            raise InputError("is no idx file, or is damaged", path) from error
    return found


def _from_folder(root: Path, settings: DataSettings, split: str) -> PictureSet:
    """Sub-folders are labels where the pictures lie in sub-folders only."""
    if not root.is_dir():
        raise InputError("is no folder; tar shards are for recipes with patches", root)
    classes: tuple[str, ...] = ()
    if _is_picture_in(root) or not any(entry.is_dir() for entry in root.iterdir()):
        samples = [(path, 0) for path in sorted(root.rglob("*")) if _is_picture(path)]
    else:
        folder = ImageFolder(str(root), is_valid_file=lambda name: _is_picture(Path(name)), allow_empty=True)
        samples, classes = [(Path(name), label) for name, label in folder.samples], tuple(folder.classes)
    samples = _chosen(samples, split, settings.limit)
    with ThreadPoolExecutor() as pool:
        read = list(pool.map(lambda sample: _read_square(sample[0], settings), samples))
    found = [(pixels, *sample) for pixels, sample in zip(read, samples, strict=True) if pixels is not None]
    if not found:
        raise InputError("holds no picture that can be read", root)
    labels = torch.tensor([label for _, _, label in found]) if classes else None
    names = tuple(path.relative_to(root).as_posix() for _, path, _ in found)
    return PictureSet(torch.stack([pixels for pixels, _, _ in found]), labels, classes, names)


def _is_picture(path: Path) -> bool:
    return path.suffix.lower() in READABLE_SUFFIXES and not path.name.startswith(".")


def _is_picture_in(folder: Path) -> bool:
    return any(_is_picture(path) for path in folder.iterdir())


def _chosen(samples: list[Any], split: str, limit: int) -> list[Any]:
    """The samples of a split, in an order that is the same in every run."""
    order = torch.randperm(len(samples), generator=torch.Generator().manual_seed(0)).tolist()
    tested = min(max(1, round(TEST_SHARE * len(samples))), len(samples) - 1)
    chosen = order[:tested] if split == "test" else order[tested:]
    return [samples[index] for index in (chosen[:limit] if limit else chosen)]


def _read_square(path: Path, settings: DataSettings) -> Tensor | None:
    """The middle square of a picture, uint8 ``(C, side, side)``; ``None``, with a word, where it cannot be read."""
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
    """Random squares; those for testing are from other photographs than those for training."""
    try:
        photos = PhotoSet(root, min_side=settings.side, limit=settings.limit or None).pictures
    except (OSError, ValueError) as error:
        raise InputError(f"cannot be used: {error}", root) from error
    chosen = _chosen(photos, split, 0) if len(photos) > 1 else photos
    count = settings.patches if split == "train" else max(1, round(TEST_SHARE * settings.patches))
    sampler = CropSampler(chosen, torch.device("cpu"), 0)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)  # the sampler flips by torch's own generator; patches are the same in every run
        parts = [sampler.batch(min(256, count - start), settings.side) for start in range(0, count, 256)]
    pixels = torch.cat([(255.0 * part).round().byte() for part in parts])
    grey = torch.tensor([0.299, 0.587, 0.114])[:, None, None]
    return PictureSet(pixels if settings.colour else (pixels * grey).sum(1, keepdim=True).round().byte())


def batches(pictures: PictureSet, size: int, device: torch.device, seed: int) -> Iterator[Tensor]:
    """Endless batches, float32 ``(size, C, H, W)`` in [0, 1]: every picture once before any comes again."""
    generator = torch.Generator().manual_seed(seed)
    pixels, waiting = pictures.pixels.to(device), torch.empty(0, dtype=torch.long)
    while True:
        while len(waiting) < size:
            waiting = torch.cat([waiting, torch.randperm(len(pixels), generator=generator)])
        chosen, waiting = waiting[:size], waiting[size:]
        yield pixels[chosen.to(device)].float() / 255.0
