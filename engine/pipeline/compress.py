"""Compresses a picture to the bytes of a ``.latent`` file."""

from __future__ import annotations

import math
from collections.abc import Callable

from engine.errors import TargetMissed
from engine.image.metrics import psnr
from engine.image.picture import Picture, check_picture
from engine.messages import Message
from engine.pipeline.encoder import PictureEncoder
from engine.pipeline.latent_decoder import ENTROPY_SHARE
from engine.pipeline.noise_level import estimate_strength
from engine.pipeline.options import CompressOptions, ReconstructOptions, quality_in_hundredths
from engine.pipeline.reconstruct import reconstruct
from engine.pipeline.targets import LOG_SIZE_SLOPE, QUALITY_MAX, Goal, search
from engine.progress import Progress, SubProgress

PROBES = 5
"""How often a search for a size usually codes the picture; an estimate for the progress."""
SIZE_TOLERANCE = 0.01
"""A file may be smaller than the target size by this share."""
PSNR_TOLERANCE = 0.05
"""A picture may exceed the target PSNR by this many dB."""


def compress(picture: Picture, options: CompressOptions | None = None, progress: Progress | None = None) -> bytes:
    """Compress a picture; returns the bytes of a ``.latent`` file.

    Metadata and alpha are stored losslessly beside the coded picture.

    Raises:
        TargetMissed: no quality gives the requested size or PSNR.
        OptionError: ``picture`` is something else.
        UnknownModel, ModelError: the model is missing or damaged.
        Cancelled: through ``progress``.
    """
    check_picture(picture)
    options, progress = options or CompressOptions(), progress or Progress()
    kept = math.inf if options.searches_quality else 0.0
    noise = estimate_strength(picture, options.threads) if options.denoise is None else options.denoise
    encoder = PictureEncoder(picture, noise, options.model, options.threads, kept=kept)
    rounds = PROBES if options.searches_quality else 1
    progress.begin(encoder.positions * (1.0 + ENTROPY_SHARE * rounds))
    if not options.searches_quality:
        return encoder.encode(quality_in_hundredths(options.quality), progress)
    return search_file(encoder, options, progress)[1]


def search_file(encoder: PictureEncoder, options: CompressOptions, progress: Progress) -> tuple[int, bytes]:
    """Search for the quality that meets the targets of the options.

    Returns:
        The quality in hundredths, and the file's bytes.

    Raises:
        TargetMissed: no quality meets them.
        Cancelled: through ``progress``.
    """
    files: dict[int, bytes] = {}

    def at(quality: int) -> bytes:
        if quality not in files:
            files.clear()  # one file is kept, not all that were tried
            files[quality] = encoder.encode(quality, progress)
        return files[quality]

    quality = quality_in_hundredths(options.quality)
    limit = options.max_bytes
    if options.target_bytes is not None:
        limit = min(options.target_bytes, limit or options.target_bytes)
    elif options.target_psnr is not None:
        quality = _quality_for_psnr(encoder, at, options, progress)
        limit = limit if limit is not None and len(at(quality)) > limit else None
    elif limit is not None and len(at(quality)) <= limit:
        limit = None
    if limit is not None:
        quality = _quality_for_size(at, limit, quality)
    return quality, at(quality)


def _quality_for_size(at: Callable[[int], bytes], limit: int, start: int) -> int:
    tolerance = -math.log1p(-SIZE_TOLERANCE)
    goal = Goal(math.log(limit), is_ceiling=True, tolerance=tolerance, slope=LOG_SIZE_SLOPE)
    quality = search(lambda quality: math.log(len(at(quality))), goal, start)
    if quality is None:
        raise TargetMissed(Message("cannot be made smaller than {0:,} bytes; the target is {1:,}", len(at(0)), limit))
    return quality


def _quality_for_psnr(
    encoder: PictureEncoder, at: Callable[[int], bytes], options: CompressOptions, progress: Progress
) -> int:
    assert options.target_psnr is not None

    picture = encoder.picture
    reading = ReconstructOptions(options.threads, max_pixels=picture.width * picture.height)

    def psnr_at(quality: int) -> float:
        decoded = reconstruct(at(quality), reading, SubProgress(progress, 0.0))  # only to be cancelled with it
        return psnr(picture.pixels, decoded.pixels)

    goal = Goal(options.target_psnr, is_ceiling=False, tolerance=PSNR_TOLERANCE, slope=1.6e-3)
    quality = search(psnr_at, goal, quality_in_hundredths(options.quality))
    if quality is None:
        best = psnr_at(QUALITY_MAX)
        raise TargetMissed(Message("cannot reach {0:g} dB; quality 100 gives {1:.2f} dB", options.target_psnr, best))
    return quality
