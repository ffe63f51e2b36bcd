"""Previews of one picture at many qualities: single tiles, the exact result, and the rate-distortion curve."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from engine.cores import thread_count
from engine.errors import OptionError
from engine.geometry import Rect
from engine.image.metrics import psnr
from engine.image.picture import Picture, check_picture
from engine.models import catalog
from engine.pipeline.codec import load_codec
from engine.pipeline.compress import PROBES, search_file
from engine.pipeline.encoder import PictureEncoder
from engine.pipeline.latent_decoder import ENTROPY_SHARE
from engine.pipeline.noise_level import estimate_strength
from engine.pipeline.options import CompressOptions, quality_in_hundredths
from engine.pipeline.picture_tiles import OnTile, latent_rect_under, split_into_tiles
from engine.pipeline.preview_tile import PREVIEW_UNITS, preview_tile
from engine.pipeline.round_trip import RoundTrip
from engine.pipeline.sampling import SAMPLE_POSITIONS, Sample, decibels
from engine.progress import Progress

KEPT_BYTES = 300e6
"""Bytes of latents that are cached: those of up to 75 megapixels. Beyond, they are computed again each time."""
KEPT_CROPS = 100e6
"""The same for the latents of regions, computed before the whole picture was analysed."""
ANCHORS = 3
"""Exact results that the curve is corrected by: the latest ones."""


@dataclass(frozen=True)
class PreviewResult:
    """The exact result of compressing a picture at one quality.

    Attributes:
        data: the ``.latent`` file, byte for byte what :func:`~engine.pipeline.compress.compress` makes.
        picture: the picture that the file decodes to.
        quality: 0..100, as requested or as found for a target.
        psnr: in dB, over RGB, of the whole picture.
    """

    data: bytes
    picture: Picture
    quality: float
    psnr: float


@dataclass(frozen=True)
class CurvePoint:
    """Size in bytes and PSNR in dB of the whole picture at a quality 0..100; estimates where the picture is large."""

    quality: float
    bytes: int
    psnr: float


OnPoint = Callable[[CurvePoint], None]


class CompressPreview:
    """Previews one picture at many qualities. The analysis transform, most of the work, runs once.

    Nothing is computed before the first call. Methods may be called from several threads at once.

    Args:
        options: denoising strength, model and threads of all previews. Quality and targets are given to the methods.

    Raises:
        OptionError: ``picture`` is something else.
    """

    def __init__(self, picture: Picture, options: CompressOptions | None = None) -> None:
        check_picture(picture)
        options = options or CompressOptions()
        self._picture, self._denoise, self._threads = picture, options.denoise, options.threads
        self._model = options.model or catalog.DEFAULT_CODEC
        self._lock = threading.Lock()
        self._opened: PictureEncoder | None = None
        self._sample: Sample | None = None
        self._known: dict[int, tuple[int, float]] = {}  # bytes of all groups and PSNR by quality, the newest last

    def preview_region(self, quality: float, region: Rect, on_tile: OnTile, progress: Progress | None = None) -> None:
        """Preview a region tile by tile; tiles nearest its centre come first.

        Tiles are at most 512 pixels a side and each is coded alone, so the pixels are nearly but not quite exact. A
        region outside the picture has no tiles.

        Args:
            quality: 0..100.
            region: grown to multiples of 16 pixels.
            on_tile: called with every finished tile.

        Raises:
            OptionError: the quality is out of its range.
            UnknownModel, ModelError, Cancelled: as :meth:`round_trip`.
        """
        hundredths = quality_in_hundredths(quality)
        progress = progress or Progress()
        encoder = self._encoder()
        box = latent_rect_under(region, encoder.size)
        if box is None:
            progress.begin(1)
            progress.advance()
            return
        model = load_codec(self._model, thread_count(self._threads))
        row = model.rate_row(hundredths)
        progress.begin(box.rows * box.columns * PREVIEW_UNITS)
        for rect in split_into_tiles(box):
            progress.check()
            on_tile(preview_tile(encoder, model, rect, row, progress))
            progress.advance(rect.rows * rect.columns * PREVIEW_UNITS)

    def round_trip(
        self,
        options: CompressOptions,
        *,
        first: Rect | None = None,
        on_tile: OnTile | None = None,
        on_size: Callable[[int], None] | None = None,
        progress: Progress | None = None,
    ) -> PreviewResult:
        """Compress and reconstruct the whole picture exactly.

        Args:
            options: quality and targets. Denoising and model must be those of the preview; threads are ignored.
            first: the region whose tiles are finished first.
            on_tile: called with every finished, exact tile.
            on_size: called with the expected size of the file in bytes: repeatedly, more and more exact.

        Raises:
            OptionError: the options have another denoising strength or another model.
            TargetMissed: no quality gives the requested size or PSNR.
            UnknownModel, ModelError: the model is missing or damaged.
            Cancelled: through ``progress``.
        """
        if (options.denoise, options.model or catalog.DEFAULT_CODEC) != (self._denoise, self._model):
            raise OptionError("the preview is of another denoising strength or another model")
        progress = progress or Progress()
        encoder = self._encoder()
        probes = PROBES * ENTROPY_SHARE * encoder.positions if options.searches_quality else 0.0
        progress.begin(encoder.missing + probes + RoundTrip.units(encoder))
        quality = quality_in_hundredths(options.quality)
        if options.searches_quality:
            quality, _ = search_file(encoder, replace(options, threads=self._threads), progress)
        run, decibel = self._run(encoder, quality, progress, first=first, on_tile=on_tile, on_size=on_size)
        return PreviewResult(run.file(), run.picture(), quality / 100.0, decibel)

    def curve(
        self,
        qualities: Sequence[float],
        on_point: OnPoint,
        progress: Progress | None = None,
    ) -> None:
        """Size and PSNR of the whole picture at several qualities, one call of ``on_point`` for each.

        Exact for small pictures. For large ones a sample is coded, and corrected by its error at the qualities for
        which :meth:`round_trip` has given the exact result.

        Args:
            qualities: 0..100 each.

        Raises:
            OptionError: a quality is out of its range.
            UnknownModel, ModelError, Cancelled: as :meth:`round_trip`.
        """
        for quality in qualities:
            quality_in_hundredths(quality)  # refuse all before any work
        progress = progress or Progress()
        encoder = self._encoder()
        measure = self._exactly if encoder.positions <= SAMPLE_POSITIONS else self._sampled
        measure(encoder, qualities, on_point, progress)

    def _exactly(
        self, encoder: PictureEncoder, qualities: Sequence[float], on_point: OnPoint, progress: Progress
    ) -> None:
        units = RoundTrip.units(encoder)
        progress.begin(encoder.missing + units * len(qualities))
        for quality in qualities:
            with self._lock:
                known = self._known.get(quality_in_hundredths(quality))
            if known is not None:
                progress.skip(units)
                size, decibel = known
            else:
                run, decibel = self._run(encoder, quality_in_hundredths(quality), progress)
                size = run.coded_bytes
            on_point(CurvePoint(quality, encoder.bytes_beside + size, decibel))

    def _sampled(
        self, encoder: PictureEncoder, qualities: Sequence[float], on_point: OnPoint, progress: Progress
    ) -> None:
        with self._lock:
            sample = self._sample = self._sample or Sample(encoder, self._threads)
            known = [(number, *found) for number, found in self._known.items() if math.isfinite(found[1])]
        anchors = sorted(known[-ANCHORS:])
        progress.begin(sample.units * (len(qualities) + len(anchors)))
        factors, offsets = [1.0], [0.0]
        if anchors:
            there = [sample.measure(number, progress) for number, _, _ in anchors]
            factors = [size / max(guess, 1.0) for (_, size, _), (guess, _) in zip(anchors, there, strict=True)]
            offsets = [exact - decibels(mse) for (_, _, exact), (_, mse) in zip(anchors, there, strict=True)]
        places = [number for number, _, _ in anchors] or [0]
        for quality in qualities:
            number = quality_in_hundredths(quality)
            guess, mse = sample.measure(number, progress)
            size = encoder.bytes_beside + round(guess * float(np.interp(number, places, factors)))
            on_point(CurvePoint(quality, size, decibels(mse) + float(np.interp(number, places, offsets))))

    def _run(
        self,
        encoder: PictureEncoder,
        quality: int,
        progress: Progress,
        *,
        first: Rect | None = None,
        on_tile: OnTile | None = None,
        on_size: Callable[[int], None] | None = None,
    ) -> tuple[RoundTrip, float]:
        """One exact pass and its PSNR; updates the size forecast and the curve's corrections."""
        forecast = encoder.forecast

        def tell(done: Mapping[int, int]) -> None:
            total = forecast.total(quality, done)
            if on_size is not None and total is not None:
                on_size(encoder.bytes_beside + total)

        tell({})
        run = RoundTrip(encoder, quality, self._threads, progress, on_tile=on_tile, on_group=tell)
        run.run(None if first is None else latent_rect_under(first, encoder.size))
        forecast.learn(quality, [run.sizes[number] for number in range(len(run.sizes))])
        decibel = psnr(self._picture.pixels, run.pixels)
        with self._lock:
            self._known.pop(quality, None)
            self._known[quality] = (run.coded_bytes, decibel)
        return run, decibel

    def _encoder(self) -> PictureEncoder:
        with self._lock:
            if self._opened is None:
                noise = estimate_strength(self._picture, self._threads) if self._denoise is None else self._denoise
                self._opened = PictureEncoder(
                    self._picture, noise, self._model, self._threads, kept=KEPT_BYTES, crops=KEPT_CROPS
                )
            return self._opened
