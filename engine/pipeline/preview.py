"""One picture at the ready for many qualities: what is seen at once, then the exact file, and the curve of both."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from engine.cores import core_count
from engine.errors import OptionError
from engine.image.metrics import psnr
from engine.image.picture import Picture
from engine.models import catalog
from engine.pipeline.codec import load_codec
from engine.pipeline.compress import PROBES, hundredths, search_file
from engine.pipeline.develop import ENTROPY_SHARE
from engine.pipeline.developing import Development
from engine.pipeline.encoder import PictureEncoder
from engine.pipeline.glancing import GLANCE_UNITS, glance_at
from engine.pipeline.noise_level import estimate_strength
from engine.pipeline.options import CompressOptions
from engine.pipeline.parts import OnPart, Region, seen, split
from engine.pipeline.sampling import SAMPLE_POSITIONS, Sample, decibels
from engine.progress import Progress

KEPT_BYTES = 300e6
"""Latents that are kept of a picture: all of one of up to 75 megapixels. Beyond, they are analysed anew every time."""
KEPT_CROPS = 100e6
"""The same of what was only looked at, before the whole picture was analysed."""
ANCHORS = 3
"""Files that a curve goes through: the last ones that were made."""


@dataclass(frozen=True)
class Developed:
    """A picture at one quality.

    Attributes:
        data: the ``.latent`` file, byte for byte what :func:`~engine.pipeline.compress.compress` makes.
        picture: what it decodes to.
        quality: which was asked for, or found for a target.
        psnr: in dB, over RGB, of all of it.
    """

    data: bytes
    picture: Picture
    quality: float
    psnr: float


@dataclass(frozen=True)
class CurvePoint:
    """Size and likeness of the whole picture at a quality; estimates, where the picture is large."""

    quality: float
    bytes: int
    psnr: float


OnPoint = Callable[[CurvePoint], None]


class CompressPreview:
    """One picture at the ready for many qualities: its analysis, most of the work, is kept.

    Nothing is done before the first call. Calls are safe to make from several threads at once.

    Args:
        denoise: 0 (off) to 100: the strength with which noise is left out; ``None`` estimates it from the picture.
        model: id of the codec's model; ``None`` takes the default one.
        threads: CPU threads; 0 takes all cores.
    """

    def __init__(
        self, picture: Picture, *, denoise: float | None = 0.0, model: str | None = None, threads: int = 0
    ) -> None:
        CompressOptions(denoise=denoise, threads=threads)  # checks them
        self._picture, self._denoise, self._threads = picture, denoise, threads
        self._model = model or catalog.DEFAULT_CODEC
        self._lock = threading.Lock()
        self._opened: PictureEncoder | None = None
        self._sample: Sample | None = None
        self._known: dict[int, tuple[int, float]] = {}  # bytes of all groups and PSNR by quality, the newest last

    def glance(self, quality: float, region: Region, on_part: OnPart, progress: Progress | None = None) -> None:
        """The pixels of a region, told part by part, nearest its middle first.

        As good as exact: parts are at most 512 pixels a side, and each is coded alone. What is not seen is not worked
        on. A region that lies beside the picture has no parts.

        Args:
            quality: 0..100.
            region: of the picture; grown to multiples of 16 pixels.

        Raises:
            OptionError: the quality is out of its range.
            UnreadableImage, UnknownModel, ModelError, Cancelled: as :meth:`develop`.
        """
        CompressOptions(quality=quality)
        progress = progress or Progress()
        encoder = self._encoder()
        box = seen(region, encoder.size)
        if box is None:
            progress.begin(1)
            progress.advance()
            return
        model = load_codec(self._model, self._threads or core_count())
        row = model.rate_row(hundredths(quality))
        progress.begin(box[2] * box[3] * GLANCE_UNITS)
        for part in split(box):
            progress.check()
            on_part(glance_at(encoder, model, part, row, progress))
            progress.advance(part[2] * part[3] * GLANCE_UNITS)

    def develop(
        self,
        options: CompressOptions,
        *,
        first: Region | None = None,
        on_part: OnPart | None = None,
        on_size: Callable[[int], None] | None = None,
        progress: Progress | None = None,
    ) -> Developed:
        """The exact file and its exact reconstruction.

        Args:
            options: with the denoising and the model of the preview; its threads count, not theirs.
            first: what is to be told before the rest.
            on_part: told every tile as soon as it is exact.
            on_size: told the size of the file to be expected: early, then better and better, at last exactly.

        Raises:
            OptionError: the options are for another denoising or another model.
            TargetMissed: no quality gives the size or the likeness asked for.
            UnreadableImage: the picture is empty.
            UnknownModel, ModelError: the model is missing or damaged.
            Cancelled: through ``progress``.
        """
        if (options.denoise, options.model or catalog.DEFAULT_CODEC) != (self._denoise, self._model):
            raise OptionError("the preview is of another denoising strength or another model")
        progress = progress or Progress()
        encoder = self._encoder()
        probes = PROBES * ENTROPY_SHARE * encoder.positions if options.searches_quality else 0.0
        progress.begin(encoder.missing + probes + Development.units(encoder))
        quality = hundredths(options.quality)
        if options.searches_quality:
            quality, _ = search_file(encoder, replace(options, threads=self._threads), progress)
        run, likeness = self._run(encoder, quality, progress, first=first, on_part=on_part, on_size=on_size)
        return Developed(run.file(), run.picture(), quality / 100.0, likeness)

    def curve(
        self,
        qualities: Sequence[float],
        on_point: OnPoint,
        progress: Progress | None = None,
    ) -> None:
        """Size and likeness of the whole picture at several qualities, told one by one.

        Exact for small pictures. Of large ones a sample is coded, and corrected by as much as it was off where
        :meth:`develop` found out the truth.

        Raises:
            OptionError: a quality is out of its range.
            UnreadableImage, UnknownModel, ModelError, Cancelled: as :meth:`develop`.
        """
        for quality in qualities:
            CompressOptions(quality=quality)
        progress = progress or Progress()
        encoder = self._encoder()
        measure = self._exactly if encoder.positions <= SAMPLE_POSITIONS else self._sampled
        measure(encoder, qualities, on_point, progress)

    def _exactly(
        self, encoder: PictureEncoder, qualities: Sequence[float], on_point: OnPoint, progress: Progress
    ) -> None:
        units = Development.units(encoder)
        progress.begin(encoder.missing + units * len(qualities))
        for quality in qualities:
            with self._lock:
                known = self._known.get(hundredths(quality))
            if known is not None:
                progress.skip(units)
                size, likeness = known
            else:
                run, likeness = self._run(encoder, hundredths(quality), progress)
                size = run.coded_bytes
            on_point(CurvePoint(quality, encoder.bytes_beside + size, likeness))

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
            offsets = [likeness - decibels(mse) for (_, _, likeness), (_, mse) in zip(anchors, there, strict=True)]
        places = [number for number, _, _ in anchors] or [0]
        for quality in qualities:
            number = hundredths(quality)
            guess, mse = sample.measure(number, progress)
            size = encoder.bytes_beside + round(guess * float(np.interp(number, places, factors)))
            on_point(CurvePoint(quality, size, decibels(mse) + float(np.interp(number, places, offsets))))

    def _run(
        self,
        encoder: PictureEncoder,
        quality: int,
        progress: Progress,
        *,
        first: Region | None = None,
        on_part: OnPart | None = None,
        on_size: Callable[[int], None] | None = None,
    ) -> tuple[Development, float]:
        """One exact pass, of which forecast and curve learn, and its PSNR."""
        forecast = encoder.forecast

        def tell(done: Mapping[int, int]) -> None:
            total = forecast.total(quality, done)
            if on_size is not None and total is not None:
                on_size(encoder.bytes_beside + total)

        tell({})
        run = Development(encoder, quality, self._threads, progress, on_part=on_part, on_group=tell)
        run.run(None if first is None else seen(first, encoder.size))
        forecast.learn(quality, [run.sizes[number] for number in range(len(run.sizes))])
        likeness = psnr(self._picture.pixels, run.pixels)
        with self._lock:
            self._known.pop(quality, None)
            self._known[quality] = (run.coded_bytes, likeness)
        return run, likeness

    def _encoder(self) -> PictureEncoder:
        with self._lock:
            if self._opened is None:
                noise = estimate_strength(self._picture, self._threads) if self._denoise is None else self._denoise
                self._opened = PictureEncoder(
                    self._picture, noise, self._model, self._threads, kept=KEPT_BYTES, crops=KEPT_CROPS
                )
            return self._opened
