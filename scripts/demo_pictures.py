"""Pictures for ``scripts/demo``: draws a photograph-like scene, and sets results side by side.

``demo_pictures.py draw FOLDER`` leaves ``photo.png`` and ``photo.noisy.png``, ``compare FOLDER`` ``comparison.png``.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from engine import psnr, read_picture

WIDTH, HEIGHT = 960, 640
NOISE = 20.0

Floats = npt.NDArray[np.float64]


def fractal(random: np.random.Generator, height: int, width: int, octaves: int) -> Floats:
    """Smooth random field in about -1..1 with detail at every scale, as terrain and clouds have."""
    total = np.zeros((height, width))
    for octave in range(octaves):
        cells = 3 * 2**octave
        grid = random.normal(0, 1, (cells, cells)).astype(np.float32)
        layer = Image.fromarray(grid).resize((width, height), Image.Resampling.BICUBIC)
        total += np.asarray(layer, dtype=np.float64) * 0.55**octave
    return total / np.abs(total).max()


def draw_scene() -> npt.NDArray[np.uint8]:
    """An evening sky with clouds, ridges behind one another, and a lake; RGB, ``(HEIGHT, WIDTH, 3)``."""
    random = np.random.default_rng(1)
    rows = np.linspace(0, 1, HEIGHT)[:, None]
    clouds = np.clip(fractal(random, HEIGHT, WIDTH, 7) + 0.1, 0, 1)[:, :, None]
    top, low = np.array([52.0, 74.0, 120.0]), np.array([236.0, 170.0, 120.0])
    sky = top + (low - top) * np.minimum(rows * 1.7, 1)[:, :, None]
    picture = sky + clouds * (np.array([250.0, 214.0, 190.0]) - sky) * 0.7
    for depth in range(4):
        ridge = 0.42 + 0.09 * depth + 0.13 * fractal(random, 1, WIDTH, 8)[0] * (1 - 0.15 * depth)
        cover = np.clip((rows - ridge[None, :]) * HEIGHT / 1.5, 0, 1)[:, :, None]
        shade = np.array([96.0, 92.0, 118.0]) * (1 - 0.21 * depth)
        texture = 1 + 0.3 * fractal(random, HEIGHT, WIDTH, 8)[:, :, None]
        picture = picture * (1 - cover) + cover * shade * texture
    return reflect(picture, random)


def reflect(picture: Floats, random: np.random.Generator) -> npt.NDArray[np.uint8]:
    """Mirror the lower part as a lake, and put a sun and a row of trees before it."""
    shore = int(0.8 * HEIGHT)
    ripple = (3 * fractal(random, HEIGHT - shore, WIDTH, 6)).astype(int)
    source = np.clip(2 * shore - np.arange(shore, HEIGHT)[:, None] - 60 + ripple, 0, shore - 1)
    lake = picture[source, np.arange(WIDTH)[None, :]]
    picture[shore:] = 0.6 * lake + 0.4 * np.array([40.0, 52.0, 78.0])
    image = Image.fromarray(np.clip(picture + random.normal(0, 0.8, picture.shape), 0, 255).astype(np.uint8))
    pen = ImageDraw.Draw(image)
    for x in range(12, WIDTH, 23):
        height = int(random.uniform(16, 62))
        foot = (x - height // 5, shore + 4), (x + height // 5, shore + 4)
        pen.polygon([*foot, (x, shore - height)], fill=(18, 24, 27))
    return np.asarray(image.resize((WIDTH * 2, HEIGHT * 2)).resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS))


def draw(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    scene = draw_scene()
    Image.fromarray(scene).save(folder / "photo.png")
    noisy = scene + np.random.default_rng(2).normal(0, NOISE, scene.shape)
    Image.fromarray(np.clip(np.rint(noisy), 0, 255).astype(np.uint8)).save(folder / "photo.noisy.png")


def compare(folder: Path) -> None:
    """A sheet of the four pictures with a caption and the PSNR against the original."""
    original = read_picture(folder / "photo.png").pixels
    size = (folder / "photo.latent").stat().st_size
    bpp = 8 * size / (WIDTH * HEIGHT)
    sheet = Image.new("RGB", (2 * WIDTH + 30, 2 * (HEIGHT + 40) + 10), (24, 22, 22))
    pen = ImageDraw.Draw(sheet)
    for place, (name, caption) in enumerate([
        ("photo.png", f"original, {(folder / 'photo.png').stat().st_size:,} bytes"),
        ("photo.reconstructed.png", f"reconstructed from {size:,} bytes, {bpp:.2f} bits per pixel"),
        ("photo.noisy.png", "with noise"),
        ("photo.denoised.png", "denoised"),
    ]):  # fmt: skip
        pixels = read_picture(folder / name).pixels
        x, y = 10 + (place % 2) * (WIDTH + 10), 10 + (place // 2) * (HEIGHT + 40)
        sheet.paste(Image.fromarray(pixels), (x, y))
        likeness = f", {psnr(original, pixels):.1f} dB" if place else ""
        pen.text((x + 4, y + HEIGHT + 6), caption + likeness, fill=(235, 225, 220), font_size=20)
    sheet.save(folder / "comparison.png")
    print(f"{folder / 'comparison.png'}: original, reconstruction, noisy and denoised side by side")


if __name__ == "__main__":
    {"draw": draw, "compare": compare}[sys.argv[1]](Path(sys.argv[2]))
