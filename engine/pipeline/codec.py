"""A loaded codec: its networks, tiled, and its tables."""

from __future__ import annotations

import threading
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.container.layout import LATENT_STRIDE
from engine.entropy.tables import ScaleTables
from engine.errors import ModelError
from engine.image.picture import Pixels
from engine.pipeline.rate_tables import Floats, RateRow, RateTables
from engine.progress import Progress
from engine.runtime import catalog
from engine.runtime.catalog import ModelCard
from engine.runtime.provider import provider_report
from engine.runtime.session import open_session
from engine.runtime.tiling import plan_tiles

Feed = dict[str, npt.NDArray[Any]]
"""Inputs of a network by name."""

HYPER_STRIDE = 4
"""Latent positions a side of one hyper-latent position."""
WINDOW = 36
"""Latent positions a side of a tile: 576 pixels. Larger ones leave the cache, smaller ones waste more on halos."""
HALO = 2
"""Latent positions: the receptive field of either transform reaches 32 pixels beyond a latent's own square."""


class CodecModel:
    """Networks and tables of one codec on one number of threads.

    The transforms run on the provider that :func:`~engine.runtime.provider.provider_report` names; whatever steers the
    entropy coder is integer-exact and always runs on the CPU.
    """

    def __init__(self, card: ModelCard, threads: int) -> None:
        self.card = card
        self._threads = threads
        self._lock = threading.Lock()
        self._open: dict[str, Any] = {}
        try:
            with np.load(catalog.model_file(card, "tables.npz"), allow_pickle=False) as arrays:
                self.scales = ScaleTables.from_arrays(arrays)
                self._rates = RateTables(arrays)
        except (OSError, ValueError, KeyError) as error:
            raise ModelError(f"the tables of the model {card.id!r} cannot be read") from error

    def rate_row(self, quality: int) -> RateRow:
        """Numbers for ``quality`` in hundredths."""
        return self._rates.row(quality)

    def _run(self, name: str, outputs: list[str], feed: Feed, *, exact: bool) -> list[Any]:
        with self._lock:
            if name not in self._open:
                provider = "CPUExecutionProvider" if exact else provider_report().execution_provider
                self._open[name] = open_session(catalog.model_file(self.card, f"{name}.onnx"), self._threads, provider)
        results: list[Any] = self._open[name].run(outputs, feed)
        return results

    def analyse(self, pixels: Pixels, row: RateRow, progress: Progress) -> Floats:
        """g_a: RGB ``(H, W, 3)`` uint8, sides multiples of 16, to un-gained latents ``(C, H/16, W/16)``."""
        height, width = pixels.shape[0] // LATENT_STRIDE, pixels.shape[1] // LATENT_STRIDE
        latents = np.empty((row.gain.shape[0], height, width), dtype=np.float32)
        for tile in plan_tiles(height, width, WINDOW, HALO):
            window = pixels[tile.rows.window(LATENT_STRIDE), tile.columns.window(LATENT_STRIDE)]
            feed: Feed = {"picture": np.ascontiguousarray(window.transpose(2, 0, 1)[None]), "rate": row.rate}
            y = self._run("analysis", ["y"], feed, exact=False)[0][0]
            kept = y[:, tile.rows.inner(1), tile.columns.inner(1)]
            latents[:, tile.rows.kept(1), tile.columns.kept(1)] = kept
            progress.advance(kept[0].size)
        return latents

    def synthesise(self, latents: Floats, row: RateRow, progress: Progress) -> Pixels:
        """g_s: un-gained latents ``(C, h, w)`` to RGB ``(16 h, 16 w, 3)`` uint8."""
        height, width = latents.shape[1:]
        pixels = np.empty((height * LATENT_STRIDE, width * LATENT_STRIDE, 3), dtype=np.uint8)
        for tile in plan_tiles(height, width, WINDOW, HALO):
            window = latents[:, tile.rows.window(1), tile.columns.window(1)]
            feed = {"y": np.ascontiguousarray(window[None]), "rate": row.rate}
            x = self._run("synthesis", ["picture"], feed, exact=False)[0][0]
            kept = x[:, tile.rows.inner(LATENT_STRIDE), tile.columns.inner(LATENT_STRIDE)]
            pixels[tile.rows.kept(LATENT_STRIDE), tile.columns.kept(LATENT_STRIDE)] = kept.transpose(1, 2, 0)
            progress.advance(kept[0].size / LATENT_STRIDE**2)
        return pixels

    def hyper_analyse(self, latents: Floats) -> Floats:
        """h_a: un-gained latents ``(C, h, w)``, sides multiples of 4, to ``(hyper, h/4, w/4)``. Encoder only."""
        result: Floats = self._run("hyper_analysis", ["z"], {"y": latents[None]}, exact=True)[0][0]
        return result

    def first_parameters(self, z: Floats, row: RateRow) -> tuple[Floats, Floats, npt.NDArray[np.uint8]]:
        """h_s and the first head, exact.

        Args:
            z: hyper-latents in network steps, whole numbers, ``(hyper, h/4, w/4)``.

        Returns:
            Features ``(1, F, h, w)``, fixed-point means ``(C, h, w)``, scale indices ``(C, h, w)``.
        """
        plane = np.full((1, *z.shape[1:]), row.rate_step, dtype=np.float32)
        feed = {
            "z": np.concatenate([z, plane])[None],
            "mean_factor": row.mean_factors[0],
            "index_offset": row.index_offsets[0],
        }
        features, mean, index = self._run("hyper_synthesis", ["features", "mean", "index"], feed, exact=True)
        return features, mean[0], index[0]

    def second_parameters(
        self, features: Floats, first_half: Floats, row: RateRow
    ) -> tuple[Floats, npt.NDArray[np.uint8]]:
        """The context network, exact: means and indices of the second half.

        Args:
            features: ``(1, F, h, w)`` from :meth:`first_parameters`.
            first_half: fixed-point latents ``(C, h, w)``, zero where the second half lies.
        """
        feed = {
            "features": features,
            "first_half": first_half[None],
            "to_network": row.y_to_network,
            "mean_factor": row.mean_factors[1],
            "index_offset": row.index_offsets[1],
        }
        mean, index = self._run("context", ["mean", "index"], feed, exact=True)
        return mean[0], index[0]


@lru_cache(maxsize=4)
def _load(model_id: str, threads: int) -> CodecModel:
    return CodecModel(catalog.find_model(model_id), threads)


def load_codec(model_id: str | None, threads: int) -> CodecModel:
    """The codec ``model_id``, or the default one; loaded once.

    Raises:
        UnknownModel: if it is not installed.
        ModelError: if its files are damaged, or it is not a codec.
    """
    codec = _load(model_id or catalog.DEFAULT_CODEC, threads)
    if codec.card.kind != "codec":
        raise ModelError(f"the model {codec.card.id!r} is not a codec")
    return codec
