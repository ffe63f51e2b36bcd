"""Sheets of small pictures, written atomically."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from engine.errors import OutputError

GAP = 2
LEAST_SIDE = 56
"""Smallest width of a picture on a sheet; smaller ones are enlarged by repeating pixels."""


def sheet(rows: list[Tensor]) -> Image.Image:
    """One image with rows of pictures, each row float ``(N, C, H, W)`` in [0, 1]; values outside are clipped."""
    scale = max(1, LEAST_SIDE // rows[0].shape[-1])
    height, width = (scale * side + GAP for side in rows[0].shape[-2:])
    page = np.full((GAP + height * len(rows), GAP + width * max(len(row) for row in rows), 3), 255, np.uint8)
    for top, row in enumerate(rows):
        pixels = (255.0 * row.detach().cpu().clamp(0.0, 1.0)).round().byte()
        pixels = pixels.expand(-1, 3, -1, -1).repeat_interleave(scale, 2).repeat_interleave(scale, 3)
        for left, tile in enumerate(pixels.permute(0, 2, 3, 1).numpy()):
            y, x = GAP + top * height, GAP + left * width
            page[y : y + height - GAP, x : x + width - GAP] = tile
    return Image.fromarray(page)


def grid(pictures: Tensor, columns: int) -> Image.Image:
    """One image with all pictures ``(N, C, H, W)``, ``columns`` per row."""
    return sheet([pictures[start : start + columns] for start in range(0, len(pictures), columns)])


def heat(values: Tensor, most: float) -> Tensor:
    """Non-negative values ``(N, H, W)`` as colours ``(N, 3, H, W)``: black, red, yellow, white at ``most``."""
    part = (values / max(most, 1e-12)).clamp(0.0, 1.0)
    return torch.stack([(3.0 * part - start).clamp(0.0, 1.0) for start in (0.0, 1.0, 2.0)], 1)


def save(image: Image.Image, path: Path) -> None:
    """Write an image atomically; the suffix selects the format.

    Raises:
        OutputError: it cannot be written.
    """
    temporary = path.with_name(f".{path.stem}.safelight-tmp{path.suffix}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        image.save(temporary)
        temporary.replace(path)
    except (OSError, ValueError) as error:
        temporary.unlink(missing_ok=True)
        raise OutputError(f"cannot be written: {error}", path) from error
