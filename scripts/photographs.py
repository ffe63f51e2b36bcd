"""Draws the photographs that screenshots are taken of: no picture here was taken by anybody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image

import engine

WIDTH, HEIGHT = 1500, 1000


def draw_photograph(grain: float, seed: int = 7) -> engine.Picture:
    """Hills at dusk over a lake, with film grain of standard deviation ``grain``."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    horizon = HEIGHT * 0.62
    up = np.clip(y / horizon, 0, 1)[..., None]
    scene = (1 - up) * np.array([44, 64, 112]) + up * np.array([255, 178, 116])
    glow = np.exp(-((x - 1010) ** 2 + (y - 372) ** 2) / 30000.0)[..., None]
    scene += glow * np.array([120, 110, 70])
    disc = np.clip(46 - np.hypot(x - 1010, y - 372), 0, 1)[..., None]
    scene = scene * (1 - disc) + np.array([285, 275, 240]) * disc
    clouds = np.clip(_texture(rng, 1.7, 3.0) - 0.3, 0, 2)[..., None] * np.clip(1.3 - up, 0, 1)
    scene += clouds * np.array([52, 34, 30])
    for depth in range(4):
        blend = np.clip(y - _ridge(x[0], rng, depth), 0, 1)[..., None]
        colour = np.array([158, 112, 104]) * (1 - depth / 4.5) + np.array([18, 26, 34]) * (depth / 4.5)
        rock = _texture(rng, 0.9)[..., None] * (7 + 6 * depth) * np.array([1.0, 0.95, 0.8])
        scene = scene * (1 - blend) + (colour + rock) * blend
    scene = _mirror(scene, int(horizon), x, y)
    scene += rng.normal(0, grain, scene.shape) if grain > 0 else 0
    return engine.Picture(np.ascontiguousarray(np.clip(scene, 0, 255).astype(np.uint8)))


def _texture(rng: np.random.Generator, slope: float, stretch: float = 1.0) -> np.ndarray:
    """Noise of unit variance whose spectrum falls as ``1 / f ** slope``, as that of nature does."""
    down, across = np.fft.fftfreq(HEIGHT)[:, None], np.fft.rfftfreq(WIDTH)[None, :]
    frequency = np.hypot(down, across * stretch)
    frequency[0, 0] = np.inf
    spectrum = np.fft.rfft2(rng.normal(size=(HEIGHT, WIDTH))) / frequency**slope
    noise = np.fft.irfft2(spectrum, (HEIGHT, WIDTH))
    return noise / noise.std()


def _ridge(x: np.ndarray, rng: np.random.Generator, depth: int) -> np.ndarray:
    """The height of one range of hills over the width, rows."""
    base = HEIGHT * (0.40 + 0.055 * depth)
    line = np.full_like(x, base)
    for octave in range(1, 8):
        size = 70.0 / 1.8**octave * (1.1 if depth < 3 else 0.7)
        line += size * np.sin(x / WIDTH * 5.1 * 1.9**octave + rng.uniform(0, 6.3))
    return line


def _mirror(scene: np.ndarray, horizon: int, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Fill the lake with a darker, rippled reflection."""
    below = y[horizon:] - horizon
    ripple = (3 + below / 22) * np.sin(below / (1.4 + below / 60) + np.sin(x[horizon:] / 90) * 2)
    rows = np.clip(horizon - 1 - below * 1.15 + ripple, 0, horizon - 1).astype(int)
    columns = np.clip(x[horizon:] + ripple, 0, WIDTH - 1).astype(int)
    out = scene.copy()
    out[horizon:] = scene[rows, columns] * 0.72 + np.array([6, 12, 22])
    return out


def prepare(folder: Path) -> None:
    """Draw the photographs that the states need."""
    dusk = draw_photograph(1.5)
    engine.write_picture(dusk, folder / "lake at dusk.png")
    engine.write_picture(draw_photograph(22.0, seed=11), folder / "lake at night.png")
    (folder / "a letter.png").write_text("Dear reader, I am no picture.\n", encoding="utf-8")
    (folder / "lake at dusk.latent").write_bytes(engine.compress(dusk, engine.CompressOptions(quality=30)))
    pages = [Image.fromarray(dusk.pixels[::2, ::2])] * 3
    pages[0].save(folder / "slides.tif", save_all=True, append_images=pages[1:])
    holidays = folder / "holidays"
    for place, day in _days():
        (holidays / place).mkdir(parents=True, exist_ok=True)
        corner = dusk.pixels[(37 * day) % 500 :, (83 * day) % 900 :][:320, :480]
        engine.write_picture(engine.Picture(np.ascontiguousarray(corner)), holidays / place / f"IMG_{4000 + day}.png")
    engine.write_picture(engine.Picture(np.full((24, 32, 3), 90, dtype=np.uint8)), holidays / "harbour" / "icon.png")
    (holidays / "harbour" / "IMG_4099.png").write_bytes((holidays / "harbour" / "IMG_4001.png").read_bytes()[:5000])


def _days() -> Iterator[tuple[str, int]]:
    for day in range(1, 24):
        yield ("harbour" if day < 8 else "hills" if day < 17 else "night train"), day
