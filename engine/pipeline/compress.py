"""Picture to ``.latent`` bytes."""

from __future__ import annotations

import math
from collections.abc import Callable

from engine.errors import TargetMissed
from engine.image.metrics import psnr
from engine.image.picture import Picture
from engine.pipeline.develop import ENTROPY_SHARE
from engine.pipeline.encoder import PictureEncoder
from engine.pipeline.noise_level import estimate_strength
from engine.pipeline.options import CompressOptions, ReconstructOptions
from engine.pipeline.reconstruct import reconstruct
from engine.pipeline.targets import LOG_SIZE_SLOPE, QUALITY_MAX, Goal, search
from engine.progress import Part, Progress

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
    kept = math.inf if options.searches_quality else 0.0
    noise = estimate_strength(picture, options.threads) if options.denoise is None else options.denoise
    encoder = PictureEncoder(picture, noise, options.model, options.threads, kept=kept)
    rounds = PROBES if options.searches_quality else 1
    progress.begin(encoder.positions * (1.0 + ENTROPY_SHARE * rounds))
    if not options.searches_quality:
        return encoder.encode(hundredths(options.quality), progress)
    return search_file(encoder, options, progress)[1]


def hundredths(quality: float) -> int:
    """A quality as files hold it."""
    return round(quality * 100)


def search_file(encoder: PictureEncoder, options: CompressOptions, progress: Progress) -> tuple[int, bytes]:
    """The quality in hundredths that meets the targets of the options, and the file.

    Raises:
        TargetMissed: there is none.
    """
    files: dict[int, bytes] = {}

    def at(quality: int) -> bytes:
        if quality not in files:
            files.clear()  # one file is kept, not all that were tried
            files[quality] = encoder.encode(quality, progress)
        return files[quality]

    quality = hundredths(options.quality)
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
        raise TargetMissed(f"cannot be made smaller than {len(at(0)):,} bytes; {limit:,} were asked for")
    return quality


def _quality_for_psnr(
    encoder: PictureEncoder, at: Callable[[int], bytes], options: CompressOptions, progress: Progress
) -> int:
    assert options.target_psnr is not None

    picture = encoder.picture
    reading = ReconstructOptions(options.threads, max_pixels=picture.width * picture.height)

    def likeness(quality: int) -> float:
        decoded = reconstruct(at(quality), reading, Part(progress, 0.0))  # only to be cancelled with it
        return psnr(picture.pixels, decoded.pixels)

    goal = Goal(options.target_psnr, is_ceiling=False, tolerance=PSNR_TOLERANCE, slope=1.6e-3)
    quality = search(likeness, goal, hundredths(options.quality))
    if quality is None:
        best = likeness(QUALITY_MAX)
        raise TargetMissed(f"cannot reach {options.target_psnr:g} dB; quality 100 gives {best:.2f} dB")
    return quality
