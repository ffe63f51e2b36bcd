"""The steps that ``large_photo.py`` measures, one a process: ``large_photo_worker.py VERB SOURCE ...``.

A codec's own seconds, without reading and writing pictures and without starting Python, are printed as ``seconds S``.
The verbs of Safelight run with earlier releases too, so they import nothing of the engine but what all of those have.
"""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Literal, TypeVar

import numpy as np
from pictures import Pixels, png_files, read_rgb
from PIL import Image

Result = TypeVar("Result")
STRENGTH = 20.0
"""Of denoising: any but 0 takes the same time."""
DRAWN_TILES = 6
DRAWN_SIDE = 512


def timed(call: Callable[[], Result]) -> Result:
    """Call and print the seconds that it took."""
    start = time.perf_counter()
    result = call()
    print(f"seconds {time.perf_counter() - start}")
    return result


def avif_encode(source: str, target: str, quality: str) -> None:
    with Image.open(source) as opened:
        image = opened.convert("RGB")
    subsampling = "4:2:0" if int(quality) <= 85 else "4:4:4"
    file = io.BytesIO()
    timed(lambda: image.save(file, "AVIF", quality=int(quality), speed=6, subsampling=subsampling))
    Path(target).write_bytes(file.getvalue())


def avif_decode(source: str, target: str) -> None:
    file = io.BytesIO(Path(source).read_bytes())
    timed(lambda: Image.open(file).convert("RGB")).save(target)


def safelight_encode(source: str, target: str, quality: str) -> None:
    import engine

    picture = engine.read_picture(source)
    Path(target).write_bytes(timed(lambda: engine.compress(picture, engine.CompressOptions(quality=float(quality)))))


def safelight_decode(source: str, target: str | None = None) -> None:
    import engine

    data = Path(source).read_bytes()
    picture = timed(lambda: engine.reconstruct(data))
    if target is not None:
        engine.write_picture(picture, target)


def safelight_denoise(source: str, model: Literal["fast", "best"], target: str | None = None) -> None:
    import engine

    picture, options = engine.read_picture(source), engine.DenoiseOptions(strength=STRENGTH, model=model)
    cleaned = timed(lambda: engine.denoise(picture, options))
    if target is not None:
        engine.write_picture(cleaned, target)


def safelight_entropy(source: str) -> None:
    """All symbols of a file and the latents that they stand for, group by group on one thread, networks loaded before.

    Made of the rooms below the public names, as the engine itself is: no public call does that much and no more.
    """
    from engine.container import reader
    from engine.pipeline.codec import load_codec
    from engine.pipeline.group_coder import decode_group

    file = reader.read(Path(source).read_bytes())
    model, header = load_codec(file.header.model, 1), file.header
    row, groups = model.rate_row(header.quality), list(zip(file.groups, header.group_boxes(), strict=True))
    decode_group(model, groups[0][0], groups[0][1][2:], row)
    timed(lambda: [decode_group(model, group, box[2:], row) for group, box in groups])


def score(source: str, decoded: str) -> None:
    """Print the PSNR."""
    from engine.image.metrics import psnr

    print(f"{psnr(read_rgb(Path(source)), read_rgb(Path(decoded))):.2f}")


def draw(target: str, megapixels: str, folder: str | None = None) -> None:
    """Write a 3:2 mosaic, of a folder's pictures or of drawn tiles, and print its width and height."""
    width = round((float(megapixels) * 1.5e6) ** 0.5)
    height = round(float(megapixels) * 1e6 / width)
    if folder is None:
        tiles = [drawn_tile(seed) for seed in range(DRAWN_TILES)]
    else:
        tiles = [read_rgb(path) for path in png_files(Path(folder))]
    Image.fromarray(mosaic(tiles, height, width)).save(target, compress_level=1)
    print(width, height)


def mosaic(tiles: list[Pixels], height: int, width: int) -> Pixels:
    """Tiles cut to their smallest common size, side by side, every other round of them mirrored."""
    tile_height, tile_width = (min(tile.shape[axis] for tile in tiles) for axis in (0, 1))
    out: Pixels = np.empty((height, width, 3), np.uint8)
    number = 0
    for top in range(0, height, tile_height):
        for left in range(0, width, tile_width):
            place = out[top : top + tile_height, left : left + tile_width]
            tile = tiles[number % len(tiles)][:tile_height, :tile_width]
            mirrored = tile[:, ::-1] if number // len(tiles) % 2 else tile
            place[...] = mirrored[: place.shape[0], : place.shape[1]]
            number += 1
    return out


def drawn_tile(seed: int) -> Pixels:
    """Clouds of detail at every scale that grow weaker like a photo's, an edge through them, and a little grain."""
    rng = np.random.default_rng(seed)
    size = (DRAWN_SIDE, DRAWN_SIDE)
    clouds = np.full((*size, 3), 128.0, np.float32)
    cells = 2
    while cells <= DRAWN_SIDE // 2:
        grid = Image.fromarray(rng.normal(0.0, 1.0, (cells, cells)).astype(np.float32))
        grey = grid.resize(size, Image.Resampling.BICUBIC)
        tint = rng.normal(1.0, 0.25, 3).astype(np.float32)
        clouds += 90.0 / cells**0.75 * np.asarray(grey)[..., None] * tint
        cells *= 2
    y, x = np.mgrid[0:DRAWN_SIDE, 0:DRAWN_SIDE]
    clouds[(x - 200) ** 2 + (y - 300) ** 2 < 120**2] *= 0.6
    return np.clip(clouds + rng.normal(0.0, 2.0, clouds.shape), 0, 255).astype(np.uint8)


VERBS: dict[str, Callable[..., None]] = {
    "draw": draw,
    "avif-encode": avif_encode,
    "avif-decode": avif_decode,
    "safelight-encode": safelight_encode,
    "safelight-decode": safelight_decode,
    "safelight-denoise": safelight_denoise,
    "safelight-entropy": safelight_entropy,
    "score": score,
}

if __name__ == "__main__":
    VERBS[sys.argv[1]](*sys.argv[2:])
