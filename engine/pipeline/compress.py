"""Picture to ``.latent`` bytes."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from engine.container import writer
from engine.container.layout import Box, Group, Header, LatentFile
from engine.errors import TargetMissed, UnreadableImage
from engine.image.metrics import psnr
from engine.image.picture import Picture
from engine.pipeline.codec import load_codec
from engine.pipeline.companions import chunks_of
from engine.pipeline.develop import ENTROPY_SHARE
from engine.pipeline.group_coder import encode_group
from engine.pipeline.options import CompressOptions, ReconstructOptions
from engine.pipeline.parallel import in_parallel, plan_for
from engine.pipeline.rate_tables import Floats
from engine.pipeline.reconstruct import reconstruct
from engine.pipeline.targets import QUALITY_MAX, Goal, search
from engine.pipeline.transforms import analyse_box
from engine.progress import Progress

PROBES = 5
"""Times that a search for a size usually codes the picture; for the time left."""
SIZE_TOLERANCE = 0.01
"""A target size is met from below within this part of it."""
PSNR_TOLERANCE = 0.05
"""dB above the target that is near enough."""


def compress(picture: Picture, options: CompressOptions | None = None, progress: Progress | None = None) -> bytes:
    """Compress a picture; returns a whole ``.latent`` file.

    Metadata and alpha are stored without loss beside the coded picture.

    Raises:
        TargetMissed: no quality gives the size or the likeness asked for.
        UnknownModel, ModelError: the model is missing or damaged.
        Cancelled: through ``progress``.
    """
    options, progress = options or CompressOptions(), progress or Progress()
    if not (picture.width and picture.height):
        raise UnreadableImage("the picture is empty")
    encoder = _Encoder(picture, options, progress)
    return _search(encoder, options) if options.searches_quality else encoder.encode(_hundredths(options.quality))


def _hundredths(quality: float) -> int:
    return round(quality * 100)


class _Encoder:
    """One picture on its way to bytes. The analysis runs once a position, whatever the number of qualities tried."""

    def __init__(self, picture: Picture, options: CompressOptions, progress: Progress) -> None:
        self.picture, self._options, self._progress = picture, options, progress
        size = Header(picture.width, picture.height, 0, "", 0)
        self._boxes = size.group_boxes()
        self._plan = plan_for(len(self._boxes), options.threads)
        self._model = load_codec(options.model, self._plan.threads)
        card = self._model.card
        self._header = replace(
            size, model=card.id, model_hash=card.hash_start, denoise=round(options.denoise),
            is_grey=picture.is_grey, is_deep=picture.is_deep,
        )  # fmt: skip
        self._chunks = chunks_of(picture)
        # Half precision: its error is a tenth of the finest quantisation step at most, and memory is what large
        # pictures lack.
        self._latents: dict[Box, np.ndarray[tuple[int, ...], np.dtype[np.float16]]] = {}
        rows, columns = size.latent_size
        progress.begin(rows * columns * (1.0 + ENTROPY_SHARE * (PROBES if options.searches_quality else 1)))

    def encode(self, quality: int) -> bytes:
        """The whole file at ``quality`` hundredths."""
        row = self._model.rate_row(quality)

        def code(box: Box) -> Group:
            group = encode_group(self._model, self._latents_of(box), row)
            self._progress.advance(box[2] * box[3] * ENTROPY_SHARE)
            return group

        with in_parallel(self._plan) as each:
            groups = each(code, self._boxes)
        return writer.write(LatentFile(replace(self._header, quality=quality), tuple(groups), self._chunks))

    def _latents_of(self, box: Box) -> Floats:
        if box in self._latents:
            return self._latents[box].astype(np.float32)
        latents = analyse_box(self._model, self.picture.pixels, box, self._options.denoise / 100.0)
        self._progress.advance(box[2] * box[3])
        if self._options.searches_quality:
            self._latents[box] = latents.astype(np.float16)
            return self._latents[box].astype(np.float32)
        return latents


def _search(encoder: _Encoder, options: CompressOptions) -> bytes:
    """The file that meets the targets of the options."""
    files: dict[int, bytes] = {}

    def at(quality: int) -> bytes:
        if quality not in files:
            files.clear()  # one file is kept, not all that were tried
            files[quality] = encoder.encode(quality)
        return files[quality]

    quality = _hundredths(options.quality)
    limit = options.max_bytes
    if options.target_bytes is not None:
        limit = min(options.target_bytes, limit or options.target_bytes)
    elif options.target_psnr is not None:
        quality = _quality_for_psnr(encoder, at, options)
        limit = limit if limit is not None and len(at(quality)) > limit else None
    elif limit is not None and len(at(quality)) <= limit:
        limit = None
    return at(quality if limit is None else _quality_for_size(at, limit, quality))


def _quality_for_size(at: Callable[[int], bytes], limit: int, start: int) -> int:
    tolerance = -math.log1p(-SIZE_TOLERANCE)
    goal = Goal(math.log(limit), is_ceiling=True, tolerance=tolerance, slope=3.2e-4)
    quality = search(lambda quality: math.log(len(at(quality))), goal, start)
    if quality is None:
        raise TargetMissed(f"cannot be made smaller than {len(at(0)):,} bytes; {limit:,} were asked for")
    return quality


def _quality_for_psnr(encoder: _Encoder, at: Callable[[int], bytes], options: CompressOptions) -> int:
    assert options.target_psnr is not None

    picture = encoder.picture
    reading = ReconstructOptions(options.threads, max_pixels=picture.width * picture.height)

    def likeness(quality: int) -> float:
        return psnr(picture.pixels, reconstruct(at(quality), reading).pixels)

    goal = Goal(options.target_psnr, is_ceiling=False, tolerance=PSNR_TOLERANCE, slope=1.6e-3)
    quality = search(likeness, goal, _hundredths(options.quality))
    if quality is None:
        best = likeness(QUALITY_MAX)
        raise TargetMissed(f"cannot reach {options.target_psnr:g} dB; quality 100 gives {best:.2f} dB")
    return quality
