"""Training pictures: read once, held as bytes on the training device, cropped there.

Sixteen cores cannot decode and crop fast enough for a large accelerator, so every picture is decoded once into one flat
uint8 tensor; a batch of crops is then a single gather, on the CPU as well as on an accelerator.
"""

from __future__ import annotations

import csv
import io
import tarfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from PIL import Image
from torch import Tensor

from engine.image.reader import READABLE_SUFFIXES
from engine.training.vision import VisionDataset, v2

Pixels = npt.NDArray[np.uint8]


def _decode(data: bytes) -> Pixels:
    with Image.open(io.BytesIO(data)) as image:
        return np.asarray(image.convert("RGB"))


def _encoded_pictures(root: Path) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of every picture below ``root``, from plain files and from ``.tar`` shards, in sorted order."""
    for path in sorted(root.rglob("*")) if root.is_dir() else [root]:
        if path.suffix == ".tar":
            with tarfile.open(path) as shard:
                for member in shard:
                    file = shard.extractfile(member) if member.isfile() else None
                    if file is not None and Path(member.name).suffix.lower() in READABLE_SUFFIXES:
                        yield Path(member.name).name, file.read()
        elif path.suffix.lower() in READABLE_SUFFIXES:
            yield path.name, path.read_bytes()


def noise_levels(sources: Path) -> dict[str, float]:
    """Rough noise level (0..255 scale) of each file, from the data set's ``SOURCES.csv`` if it has one."""
    if not sources.exists():
        return {}
    with sources.open(newline="", encoding="utf-8") as file:
        return {row["file"]: float(row["noise_est"]) for row in csv.DictReader(file) if row["noise_est"]}


class PhotoSet(VisionDataset):  # type: ignore[misc]
    """Photographs of a folder or of tar shards, decoded into memory. Items are uint8 tensors ``(H, W, 3)``.

    Args:
        root: a folder of pictures and shards, or one shard.
        min_side: smaller pictures are left out.
        limit: read at most this many pictures.

    Attributes:
        pictures: the pixels, uint8 ``(H, W, 3)``.
        noise: the rough noise level of each, on the 0..255 scale; 0 where ``SOURCES.csv`` says nothing.
    """

    def __init__(self, root: Path, *, min_side: int, limit: int | None = None) -> None:
        super().__init__(root)
        levels = noise_levels((root if root.is_dir() else root.parent) / "SOURCES.csv")
        self.pictures: list[Pixels] = []
        self.noise: list[float] = []
        files = ((levels.get(name, 0.0), data) for name, data in _encoded_pictures(root))
        with ThreadPoolExecutor() as pool:
            for noise, pixels in pool.map(lambda file: (file[0], _decode(file[1])), files):
                if min(pixels.shape[:2]) >= min_side:
                    self.pictures.append(pixels)
                    self.noise.append(noise)
                if limit is not None and len(self.pictures) >= limit:
                    break
        if not self.pictures:
            raise FileNotFoundError(f"{root}: no picture of at least {min_side} pixels a side")

    def __len__(self) -> int:
        return len(self.pictures)

    def __getitem__(self, index: int) -> Tensor:
        return torch.from_numpy(self.pictures[index].copy())

    def clean_targets(self, scales: Sequence[float], max_noise: float, min_side: int) -> list[Pixels]:
        """Every picture at every one of ``scales`` that makes it clean and leaves it large enough.

        Reducing a picture takes its noise down in proportion and makes its edges steeper: fine texture to learn from.
        """
        with ThreadPoolExecutor() as pool:
            jobs = [
                pool.submit(_reduce, pixels, scale)
                for pixels, noise in zip(self.pictures, self.noise, strict=True)
                for scale in scales
                if noise * scale <= max_noise and min(pixels.shape[:2]) * scale >= min_side
            ]
        return [job.result() for job in jobs]


def _reduce(pixels: Pixels, scale: float) -> Pixels:
    if scale == 1.0:
        return pixels
    height, width = pixels.shape[:2]
    size = (round(width * scale), round(height * scale))
    return np.asarray(Image.fromarray(pixels).resize(size, Image.Resampling.LANCZOS))


def texture(pixels: Pixels) -> float:
    """How much there is to see in a picture: the mean difference between neighbours, 0..255 scale."""
    grey = pixels[::2].mean(2, dtype=np.float32)
    return float(np.abs(np.diff(grey, axis=1)).mean())


class CropSampler:
    """Endless random crops, if wanted flipped and transposed at random, drawn in proportion to each picture's area.

    Args:
        pictures: uint8 arrays ``(H, W, 3)``.
        device: where the pixels are kept and cropped.
        seed: fixes the sequence of crops.
        emphasis: power of :func:`texture` that a picture's share grows with; 0 leaves it to the areas.
        is_turned: whether crops are flipped and transposed; if not, they stay upright.
    """

    def __init__(
        self, pictures: list[Pixels], device: torch.device, seed: int, emphasis: float = 0.0, *, is_turned: bool = True
    ) -> None:
        self.generator = torch.Generator().manual_seed(seed)
        self.sizes = torch.tensor([p.shape[:2] for p in pictures])
        areas = self.sizes.prod(1)
        self.starts = torch.cumsum(areas, 0) - areas
        self.weights = areas.double() * torch.tensor([(texture(p) + 0.5) ** emphasis for p in pictures])
        self.pixels = torch.from_numpy(np.concatenate([p.reshape(-1, 3) for p in pictures])).to(device)
        self.is_turned = is_turned
        self.flips = v2.Compose([v2.RandomHorizontalFlip(), v2.RandomVerticalFlip()])

    def batch(self, count: int, size: int) -> Tensor:
        """``count`` crops of ``size`` pixels a side, float32 ``(count, 3, size, size)`` in [0, 1], channels last."""
        chosen = torch.multinomial(self.weights, count, replacement=True, generator=self.generator)
        place = torch.rand(count, 2, generator=self.generator)
        corner = (place * (self.sizes[chosen] - size + 1)).long()
        width = self.sizes[chosen, 1]
        origin = self.starts[chosen] + corner[:, 0] * width + corner[:, 1]
        turned = (torch.rand(count, generator=self.generator) < 0.5) & self.is_turned
        # From here on where the pixels are: a large batch has millions of indices.
        device = self.pixels.device
        down = torch.where(turned, 1, width).to(device)[:, None, None]
        across = torch.where(turned, width, 1).to(device)[:, None, None]
        step = torch.arange(size, device=device)
        index = origin.to(device)[:, None, None] + step[None, :, None] * down + step[None, None, :] * across
        crops = self.pixels[index].permute(0, 3, 1, 2).float() / 255.0
        return self.flips(crops) if self.is_turned else crops


def held_out_crops(pictures: list[Pixels], device: torch.device) -> list[Tensor]:
    """The middle of every picture, float32 ``(1, 3, H, W)``, sides multiples of 64 up to 256."""
    crops = []
    for picture in pictures:
        height, width = (min(side, 256) // 64 * 64 for side in picture.shape[:2])
        top, left = (picture.shape[0] - height) // 2, (picture.shape[1] - width) // 2
        crop = torch.from_numpy(picture[top : top + height, left : left + width].copy())
        crops.append(crop.permute(2, 0, 1)[None].to(device) / 255.0)
    return crops
