"""Noisy picture to clean picture."""

from __future__ import annotations

import dataclasses
import threading
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.arrays import Float32Array
from engine.errors import ModelError
from engine.geometry import LatentRect, Rect
from engine.image.noise import luma_noise
from engine.image.picture import DEEP_STEP, Picture, Samples, check_picture
from engine.messages import Message
from engine.models import catalog
from engine.models.catalog import ModelCard
from engine.pipeline.codec import network_levels, samples_of
from engine.pipeline.detail import NOISE_IN_LUMA, luma, structure
from engine.pipeline.latent_decoder import as_grey
from engine.pipeline.noise_level import SIGMA_AT_FULL_STRENGTH, estimate_strength
from engine.pipeline.options import DenoiseOptions
from engine.pipeline.orientations import TURNS, turn, turn_back
from engine.pipeline.picture_tiles import OnTile, PictureTile, latent_rect_under
from engine.pipeline.transforms import core_box, lone_tile
from engine.progress import Progress
from engine.runtime.parallel import in_parallel, plan_for
from engine.runtime.provider import provider_report
from engine.runtime.session import open_session
from engine.runtime.tiling import Tile, plan_tiles

UNIT = 16
"""Sides of the network's input are multiples of this; as of a latent position, so that regions are the same here."""
CORE = 42
"""Units a side of a tile's core: 672 pixels."""
HALO = 3
"""Units: farther away, what a tile does not see changes its pixels by less than half a level."""
DETAIL_HALO = 4
"""Units: with what the windows around its pixels reach."""
MOST_AT_ONCE = 4
"""Tiles: each takes some 150 MiB, on however many cores."""


def denoise(
    picture: Picture,
    options: DenoiseOptions | None = None,
    progress: Progress | None = None,
    *,
    first: Rect | None = None,
    on_tile: OnTile | None = None,
) -> Picture:
    """Remove noise; alpha and metadata stay as they are. Where nothing is to be done, returns the picture itself.

    Args:
        first: what is worked on before the rest, nearest its middle first.
        on_tile: told every tile as soon as it is clean.

    Raises:
        OptionError: ``picture`` is something else.
        UnknownModel, ModelError: the model is missing or damaged.
        Cancelled: through ``progress``.
    """
    check_picture(picture)
    options, progress = options or DenoiseOptions(), progress or Progress()
    strength = estimate_strength(picture, options.threads) if options.strength is None else options.strength
    cleaner = _Cleaner(picture, strength, options)
    height, width = picture.height, picture.width
    source = np.pad(picture.pixels, ((0, -height % UNIT), (0, -width % UNIT), (0, 0)), mode="symmetric")
    clean: Samples = np.empty_like(source) if cleaner.runs else source
    size = (source.shape[0] // UNIT, source.shape[1] // UNIT)
    tiles = _tiles(size, cleaner.halo, None if first is None else latent_rect_under(first, size))
    progress.begin(len(tiles) * max(cleaner.units, 1))
    plan, telling = plan_for(len(tiles), options.threads, MOST_AT_ONCE), threading.Lock()
    cleaner.open(plan.threads)

    def work(tile: Tile) -> None:
        progress.check()
        top, left, rows, columns = (UNIT * side for side in core_box(tile))
        core = clean[top : top + rows, left : left + columns]
        if cleaner.runs:
            core[:] = cleaner.clean(source, tile, progress)
        else:
            progress.advance()
        if on_tile is not None:
            with telling:
                on_tile(PictureTile(left, top, core[: height - top, : width - left].copy()))

    with in_parallel(plan) as each:
        each(work, tiles)
    if not cleaner.runs:
        return picture
    return dataclasses.replace(picture, pixels=np.ascontiguousarray(clean[:height, :width]))


def _tiles(size: tuple[int, int], halo: int, first: LatentRect | None) -> list[Tile]:
    """Tiles that cover the picture: those that touch ``first`` before the others, the one in its middle in quarters.

    The first pixels are there the sooner, and the same whatever the tiles, to within a level.
    """
    tiles = plan_tiles(*size, CORE, halo)
    if first is None:
        return tiles
    wanted = sorted(
        (tile for tile in tiles if core_box(tile).overlaps(first)), key=lambda tile: core_box(tile).distance(first)
    )
    rest = [tile for tile in tiles if not core_box(tile).overlaps(first)]
    quarters = [lone_tile(size, box, halo) for box in core_box(wanted[0]).split_in_four()]
    quarters.sort(key=lambda tile: core_box(tile).distance(first))
    return [*quarters, *wanted[1:], *rest]


class _Cleaner:
    """The denoiser's network at the strengths of one picture: luma of one run, colour of another, details of the noise.

    Attributes:
        runs: the strengths that the network runs at; none where the picture stays as it is.
        units: runs of the network that a tile takes.
        halo: units that a tile reaches beyond its core.

    Raises:
        UnknownModel: the model is missing.
        ModelError: its card says nonsense.
    """

    def __init__(self, picture: Picture, strength: float, options: DenoiseOptions) -> None:
        colour = strength if options.colour is None or picture.is_grey else options.colour
        self._strength, self._colour = strength, colour
        self._detail = options.detail / 100.0 if strength else 0.0
        self._measured = luma_noise(picture.pixels) if self._detail else None
        self._is_deep, self._is_grey = picture.is_deep, picture.is_grey
        self.runs = sorted({strength, colour} - {0.0})
        self.halo = DETAIL_HALO if self._detail else HALO
        self._card = catalog.find_denoiser(options.model)
        self._turns = _turns(self._card)
        self.units = len(self.runs) * len(self._turns)

    def open(self, threads: int) -> None:
        """Make the network ready, where it has work to do."""
        if self.runs:
            path = catalog.model_file(self._card, "denoiser.onnx")
            self._session = open_session(path, threads, provider_report().execution_provider)

    def clean(self, source: Samples, tile: Tile, progress: Progress) -> Samples:
        """The tile's core as RGB ``(16 h, 16 w, 3)``, of the source's type. Grey stays grey."""
        window = source[tile.rows.window(UNIT), tile.columns.window(UNIT)]
        inner = (tile.rows.inner(UNIT), tile.columns.inner(UNIT))
        noisy = network_levels(window)
        if self._colour == self._strength and not self._detail and len(self._turns) == 1 and not self._is_deep:
            pixels = samples_of(self._run(noisy, self._strength, "clean"))
            progress.advance()
        else:
            found = {0.0: noisy[0]}
            for strength in self.runs:
                found[strength] = self._mean(noisy, strength, progress)
            pixels = self._put_together(found).transpose(1, 2, 0)
        core: Samples = pixels[inner]
        return as_grey(core) if self._is_grey else core

    def _mean(self, noisy: Float32Array, strength: float, progress: Progress) -> Float32Array:
        """Clean levels ``(3, H, W)``, the mean over the orientations."""
        total = np.zeros_like(noisy)
        for number in self._turns:
            total += turn_back(self._run(turn(noisy, number), strength, "levels"), number)
            progress.advance()
        mean: Float32Array = total[0] / np.float32(len(self._turns))
        return mean

    def _run(self, noisy: Float32Array, strength: float, output: str) -> npt.NDArray[Any]:
        sigma = np.full((1, 1), _sigma(strength), dtype=np.float32)
        result: npt.NDArray[Any] = self._session.run([output], {"picture": noisy, "sigma": sigma})[0]
        return result

    def _put_together(self, found: dict[float, Float32Array]) -> Samples:
        """RGB ``(3, H, W)`` samples of the levels by strength; 0 stands for the noisy picture."""
        levels = found[self._colour]
        # The weights of luma sum up to 1: what all three colours are raised by, luma is raised by, and chroma stays.
        bright = luma(found[self._strength])
        raised = bright - luma(levels)
        if self._detail:
            raised += np.float32(self._detail) * structure(luma(found[0.0]) - bright, self._noise(bright))
        levels = np.clip(levels + raised, 0.0, 255.0)
        scale, kind = (np.float32(DEEP_STEP), np.uint16) if self._is_deep else (np.float32(1.0), np.uint8)
        samples: Samples = np.rint(levels * scale).astype(kind)
        return samples

    def _noise(self, bright: Float32Array) -> Float32Array:
        """Variance of the noise in the luma that was removed: as much as was asked for, but no more than there is."""
        asked = NOISE_IN_LUMA * np.float32(_sigma(self._strength) ** 2)
        return np.full_like(bright, asked) if self._measured is None else np.minimum(self._measured.at(bright), asked)


def _turns(card: ModelCard) -> tuple[int, ...]:
    number = card.architecture.get("orientations", 1)
    if number not in TURNS:
        raise ModelError(
            Message("the model {0!r} works on {1!r} orientations, which is not known here", card.id, str(number))
        )
    return TURNS[number]


def _sigma(strength: float) -> float:
    return strength * SIGMA_AT_FULL_STRENGTH / 100.0
