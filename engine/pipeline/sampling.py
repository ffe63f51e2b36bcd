"""Estimates size and error of a large picture from a sample of blocks spread over it."""

from __future__ import annotations

import math

import numpy as np

from engine.arrays import Float32Array
from engine.container.layout import LATENT_STRIDE
from engine.geometry import LatentRect
from engine.image.picture import DEEP_STEP
from engine.pipeline.codec import HYPER_STRIDE, CodecModel, load_codec
from engine.pipeline.encoder import PictureEncoder
from engine.pipeline.group_coder import encode_group
from engine.pipeline.latent_decoder import ENTROPY_SHARE, as_grey
from engine.pipeline.rate_tables import RateRow
from engine.pipeline.transforms import SYNTHESIS_HALO
from engine.progress import Progress
from engine.runtime.parallel import in_parallel, plan_for

SAMPLE_POSITIONS = 4_000
"""Latent positions in a sample: one megapixel."""
_SIDE = 16
"""Latent positions a side of a block. Smaller blocks spread better, but lose more context at their edges."""
_LEAST_ERROR = 1e-6


def blocks_of(size: tuple[int, int]) -> list[LatentRect]:
    """The sample's blocks: the centres of the cells of a grid over the picture.

    Args:
        size: rows and columns of the picture's latents.
    """
    count = SAMPLE_POSITIONS / _SIDE**2
    down = max(1, min(round(math.sqrt(count * size[0] / size[1])), size[0] // _SIDE))
    across = max(1, min(int(count / down), size[1] // _SIDE))
    rows, columns = min(_SIDE, size[0]), min(_SIDE, size[1])
    return [
        LatentRect(
            _start(size[0], rows, r / down, (r + 1) / down),
            _start(size[1], columns, c / across, (c + 1) / across),
            rows,
            columns,
        )
        for r in range(down)
        for c in range(across)
    ]


def _start(length: int, side: int, begin: float, end: float) -> int:
    """Start of a block at the centre of a cell, at a whole hyper-latent."""
    return max(0, int((begin + end) * length - side) // 2 // HYPER_STRIDE * HYPER_STRIDE)


def decibels(mse: float) -> float:
    """PSNR in dB of a mean squared error on the 0..255 scale."""
    return 10.0 * math.log10(255.0**2 / max(mse, _LEAST_ERROR))


class Sample:
    """A sample of a picture's blocks.

    Args:
        threads: 0 takes all cores.
    """

    def __init__(self, encoder: PictureEncoder, threads: int) -> None:
        self._encoder = encoder
        self._blocks = blocks_of(encoder.size)
        self._plan = plan_for(len(self._blocks), threads)
        self._model: CodecModel = load_codec(encoder.model.card.id, self._plan.threads)
        self._found: dict[int, tuple[float, float]] = {}

    @property
    def units(self) -> float:
        """Progress units of a measurement."""
        return sum(rows * columns for _, _, rows, columns in self._blocks) * (ENTROPY_SHARE + 1.0)

    def measure(self, quality: int, progress: Progress) -> tuple[float, float]:
        """Estimate the whole picture from the sample; results are cached.

        Args:
            quality: in hundredths, 0..10000.

        Returns:
            Bytes of all streams, and mean squared error on the 0..255 scale.
        """
        if quality in self._found:
            progress.advance(self.units)
            return self._found[quality]
        row = self._model.rate_row(quality)
        with in_parallel(self._plan) as each:
            found = np.array(each(lambda block: self._measure(block, row, progress), self._blocks))
        size, positions, squares, samples = found.sum(0)
        self._found[quality] = float(size / positions * self._encoder.positions), float(squares / samples)
        return self._found[quality]

    def _measure(self, block: LatentRect, row: RateRow, progress: Progress) -> tuple[float, float, float, float]:
        """Bytes, positions, squared error and samples of one block."""
        _, _, rows, columns = block
        latents = self._encoder.analysis.crop(self._model, block, progress)
        encoded = encode_group(self._model, latents, row, progress.check)
        squares, samples = self._error(block, encoded.latents, row)
        progress.advance(rows * columns * (ENTROPY_SHARE + 1.0))
        return encoded.bytes, rows * columns, squares, samples

    def _error(self, block: LatentRect, latents: Float32Array, row: RateRow) -> tuple[float, int]:
        """Sum of squared errors and number of samples of a block's pixels, without those near its edges."""
        picture = self._encoder.picture
        spans = [
            range(
                (start + SYNTHESIS_HALO if start else 0) * LATENT_STRIDE,
                min((start + side - (SYNTHESIS_HALO if start + side < whole else 0)) * LATENT_STRIDE, pixels),
            )
            for start, side, whole, pixels in zip(
                block[:2], block[2:], self._encoder.size, (picture.height, picture.width), strict=True
            )
        ]
        rows, columns = (slice(span.start, span.stop) for span in spans)
        top, left = block[0] * LATENT_STRIDE, block[1] * LATENT_STRIDE
        shown = self._model.synthesise(latents, row, is_deep=picture.is_deep)
        shown = shown[rows.start - top : rows.stop - top, columns.start - left : columns.stop - left]
        source = picture.pixels[rows, columns]
        difference = np.subtract(as_grey(shown) if picture.is_grey else shown, source, dtype=np.float32)
        squares = float(np.square(difference, out=difference).sum(dtype=np.float64))
        return squares / (DEEP_STEP**2 if picture.is_deep else 1), source.size
