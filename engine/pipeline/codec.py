"""A loaded codec: its networks and its tables."""

from __future__ import annotations

import threading
import zipfile
import zlib
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.arrays import Float32Array
from engine.entropy.tables import ScaleTables
from engine.errors import ModelError
from engine.image.picture import DEEP_STEP, Pixels, Samples
from engine.messages import Message
from engine.models import catalog
from engine.models.catalog import ModelCard
from engine.pipeline.rate_tables import RateRow, RateTables
from engine.runtime.provider import provider_report
from engine.runtime.session import open_session

Feed = dict[str, npt.NDArray[Any]]
"""Inputs of a network by name."""
Indices = npt.NDArray[np.uint8]
Positions = npt.NDArray[np.int64]
Features = Float32Array
"""Features for the entropy parameters, ``(1, F, h, w)``."""

HYPER_STRIDE = 4
"""Latent positions a side of one hyper-latent position."""
THUMBNAIL_SCALE = 4
"""Thumbnail pixels a side of one latent position."""
FAST_SYNTHESIS = "synthesis_fast"
"""A second synthesis for the same latents, with half the blocks. Not every codec has one."""
CONTEXT_NETWORKS = ("hyper_synthesis", "base_context", "detail_start", "detail_finish")
"""Of the four context steps; integer-exact."""
_TABLE_ERRORS = (OSError, ValueError, KeyError, TypeError, IndexError, EOFError, zipfile.BadZipFile, zlib.error)
"""What reading tables may raise that are damaged, or are none."""


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
                self._thumbnail = (arrays["thumbnail_weight"], arrays["thumbnail_bias"])
        except _TABLE_ERRORS as error:
            raise ModelError(Message("the tables of the model {0!r} cannot be read", card.id)) from error

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

    def analyse(self, window: Samples, strength: float) -> Float32Array:
        """g_a: RGB ``(H, W, 3)``, sides multiples of 16, to un-gained latents ``(C, H/16, W/16)``.

        Args:
            strength: 0..1, how much noise is left out.
        """
        feed: Feed = {
            "picture": network_levels(window),
            "strength": np.full((1, 1), strength, dtype=np.float32),
        }
        latents: Float32Array = self._run("analysis", ["y"], feed, exact=False)[0][0]
        return latents

    def synthesise(self, latents: Float32Array, row: RateRow, *, is_deep: bool, is_fast: bool = False) -> Samples:
        """g_s: un-gained latents ``(C, h, w)`` to RGB ``(16 h, 16 w, 3)``, uint16 if ``is_deep``, otherwise uint8.

        Args:
            is_fast: with the codec's fast synthesis, if it has one: about half the work, and a little less exact.
        """
        feed = {"y": np.ascontiguousarray(latents[None]), "rate": row.rate}
        name = FAST_SYNTHESIS if is_fast and f"{FAST_SYNTHESIS}.onnx" in self.card.files else "synthesis"
        results = self._run(name, ["levels" if is_deep else "picture"], feed, exact=False)
        return samples_of(results[0])

    def thumbnail(self, base: Float32Array) -> Pixels:
        """Un-gained base latents ``(base, h, w)`` to a small RGB picture ``(4 h, 4 w, 3)`` uint8: one linear map."""
        weight, bias = self._thumbnail
        height, width = base.shape[1:]
        values = weight @ base.reshape(len(base), -1) + bias[:, None]
        blocks = values.reshape(3, THUMBNAIL_SCALE, THUMBNAIL_SCALE, height, width).transpose(3, 1, 4, 2, 0)
        small = blocks.reshape(height * THUMBNAIL_SCALE, width * THUMBNAIL_SCALE, 3)
        pixels: Pixels = np.clip(np.rint(small), 0, 255).astype(np.uint8)
        return pixels

    def hyper_analyse(self, latents: Float32Array) -> Float32Array:
        """h_a: un-gained latents ``(C, h, w)``, sides multiples of 4, to ``(hyper, h/4, w/4)``. Encoder only."""
        result: Float32Array = self._run("hyper_analysis", ["z"], {"y": latents[None]}, exact=True)[0][0]
        return result

    def hyper_parameters(
        self, z: Float32Array, positions: Positions, row: RateRow
    ) -> tuple[Features, Float32Array, Indices]:
        """h_s and the first context step, exact.

        Args:
            z: hyper-latents in network steps, whole numbers, ``(hyper, h/4, w/4)``.
            positions: flat places in ``h x w``, ``(n,)``.

        Returns:
            Features; fixed-point means and scale indices of the base latents at the positions, ``(base, n)``.
        """
        plane = np.full((1, *z.shape[1:]), row.rate_step, dtype=np.float32)
        return self._step(0, {"z": np.concatenate([z, plane])[None]}, ["features"], positions, row)

    def context_parameters(
        self, step: int, features: Features | None, known: Float32Array, positions: Positions, row: RateRow
    ) -> tuple[Features, Float32Array, Indices]:
        """One of the context steps 1 to 3, exact.

        Args:
            features: from the step before.
            known: fixed-point latents ``(1, channels, h, w)`` of the step's ``known`` channels, zero where not known.

        Returns:
            Features for the next step; means and scale indices, each ``(channels, n)``.
        """
        to_network = row.steps[step].to_network
        feed: Feed = {"features": features, "known": known, "to_network": to_network}  # type: ignore[dict-item]
        found, mean, index = self._step(step, feed, ["wide"] if step == 2 else [], positions, row)
        return (found if step == 2 else features), mean, index  # type: ignore[return-value]

    def _step(
        self, step: int, feed: Feed, passed_on: list[str], positions: Positions, row: RateRow
    ) -> tuple[Features, Float32Array, Indices]:
        numbers = row.steps[step]
        feed |= {"positions": positions, "mean_factor": numbers.mean_factor, "index_offset": numbers.index_offset}
        results = self._run(CONTEXT_NETWORKS[step], [*passed_on, "mean", "index"], feed, exact=True)
        return results[0], results[-2][0, :, 0], results[-1][0, :, 0]


def network_levels(window: Samples) -> Float32Array:
    """RGB ``(H, W, 3)`` as networks take it: ``(1, 3, H, W)`` on the 0..255 scale."""
    levels = np.ascontiguousarray(window.transpose(2, 0, 1)[None]).astype(np.float32)
    if window.dtype == np.uint16:
        levels *= np.float32(1.0 / DEEP_STEP)
    return levels


def samples_of(result: npt.NDArray[Any]) -> Samples:
    """What networks give, ``(1, 3, H, W)``, as RGB ``(H, W, 3)``: their uint8 as it is, their levels as uint16."""
    planes: Samples = result[0].transpose(1, 2, 0)
    return planes if planes.dtype == np.uint8 else np.rint(planes * np.float32(DEEP_STEP)).astype(np.uint16)


@lru_cache(maxsize=4)
def _load(model_id: str, _build: tuple[str, ...], threads: int) -> CodecModel:
    """Kept by its build too: one's own model may be removed, and another one be added under its id."""
    return CodecModel(catalog.find_model(model_id), threads)


def load_codec(model_id: str | None, threads: int) -> CodecModel:
    """The codec ``model_id``, or the default one; loaded once.

    Raises:
        UnknownModel: if it is not installed.
        ModelError: if its files are damaged, or it is not a codec.
    """
    card = catalog.find_model(model_id or catalog.DEFAULT_CODEC)
    if card.kind != "codec":
        raise ModelError(Message("the model {0!r} is not a codec", card.id))
    return _load(card.id, (str(card.folder), card.sha256, card.released_as), threads)


def forget_codecs() -> None:
    """Let go of the codecs that were loaded, with their tables and networks."""
    _load.cache_clear()
