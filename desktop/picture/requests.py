"""What the picture page may ask the engine for."""

from __future__ import annotations

import engine
from desktop.widgets.denoiser_choice import Denoiser

Request = engine.CompressOptions | engine.DenoiseOptions


def setting_of(request: Request) -> float | None:
    """The quality or strength that is asked for; ``None`` where it is to be found."""
    if isinstance(request, engine.DenoiseOptions):
        return request.strength
    return None if request.searches_quality else request.quality


def denoiser_of(request: Request) -> Denoiser | None:
    """The denoiser that is asked for; ``None`` where none is."""
    return request.model if isinstance(request, engine.DenoiseOptions) else None


def searches(request: Request | None) -> bool:
    """Whether the quality is to be found."""
    return isinstance(request, engine.CompressOptions) and request.searches_quality
