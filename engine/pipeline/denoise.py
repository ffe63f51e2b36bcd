"""Noisy picture to clean picture."""

from __future__ import annotations

import dataclasses

import numpy as np

from engine.image.noise import estimate_sigma
from engine.image.picture import Picture, Samples
from engine.pipeline.codec import network_levels, samples_of
from engine.pipeline.options import DenoiseOptions
from engine.progress import Progress
from engine.runtime import catalog
from engine.runtime.provider import provider_report
from engine.runtime.session import open_session
from engine.runtime.tiling import plan_tiles

SIGMA_AT_FULL_STRENGTH = 50.0
"""Standard deviation of the noise, on the 0..255 scale, that strength 100 stands for."""
UNIT = 16
"""Sides of the network's input are multiples of this."""
CORE = 30
"""Units a side of a tile's core: 480 pixels."""
HALO = 5
"""Units: the U-Net's receptive field reaches 76 pixels."""


def estimate_strength(picture: Picture) -> float:
    """Strength 0..100 that suits the picture's own noise; see :func:`engine.image.noise.estimate_sigma`."""
    return min(100.0, 100.0 * estimate_sigma(picture.pixels) / SIGMA_AT_FULL_STRENGTH)


def denoise(picture: Picture, options: DenoiseOptions | None = None, progress: Progress | None = None) -> Picture:
    """Remove noise; alpha and metadata stay as they are. Strength 0 returns the picture itself.

    Raises:
        UnknownModel, ModelError: the model is missing or damaged.
        Cancelled: through ``progress``.
    """
    options, progress = options or DenoiseOptions(), progress or Progress()
    strength = estimate_strength(picture) if options.strength is None else options.strength
    card = catalog.find_denoiser(options.model)
    if strength == 0.0:
        progress.begin(1)
        progress.advance()
        return picture
    path = catalog.model_file(card, "denoiser.onnx")
    session = open_session(path, options.threads, provider_report().execution_provider)
    sigma = np.full((1, 1), strength * SIGMA_AT_FULL_STRENGTH / 100.0, dtype=np.float32)
    height, width = picture.height, picture.width
    source = np.pad(picture.pixels, ((0, -height % UNIT), (0, -width % UNIT), (0, 0)), mode="symmetric")
    clean: Samples = np.empty_like(source)
    output = "levels" if picture.is_deep else "clean"
    tiles = plan_tiles(source.shape[0] // UNIT, source.shape[1] // UNIT, CORE, HALO)
    progress.begin(len(tiles))
    for tile in tiles:
        window = source[tile.rows.window(UNIT), tile.columns.window(UNIT)]
        result = samples_of(session.run([output], {"picture": network_levels(window), "sigma": sigma})[0])
        kept = result[tile.rows.inner(UNIT), tile.columns.inner(UNIT)]
        clean[tile.rows.kept(UNIT), tile.columns.kept(UNIT)] = kept
        progress.advance()
    return dataclasses.replace(picture, pixels=np.ascontiguousarray(clean[:height, :width]))
