"""What the form of the batch page was set to in the last run."""

from __future__ import annotations

from desktop.batch.state import PLAIN_NAME, FormState
from desktop.settings import Settings
from engine.errors import OptionError


def remembered(settings: Settings) -> FormState:
    """The settings of the last run; the sliders are those of the picture page."""
    kept = {
        "goal": settings.goal("batch"), "quality": settings.quality, "percent": settings.target_percent,
        "noise": None if settings.noise_is_automatic else settings.noise,
        "denoiser": settings.denoiser, "codec": settings.codec,
        "existing": settings.existing, "strip": settings.strip,
        "dates": settings.keeps_dates, "measure": settings.measures, "name": settings.name_pattern,
    }  # fmt: skip
    state = FormState().with_fields(kept)
    return state if _is_good(state) else state.with_fields({"name": PLAIN_NAME})


def remember(settings: Settings, state: FormState) -> None:
    """Keep what is of the batch page alone, but nothing that takes something away for good.

    Originals that go to the bin, results that are replaced and metadata that is removed altogether are asked for anew.
    """
    settings.set_goal("batch", state.goal)
    settings.target_percent = state.percent
    settings.existing = "skip" if state.existing == "replace" else state.existing
    settings.strip = "none" if state.strip == "all" else state.strip
    settings.keeps_dates, settings.measures = state.dates, state.measure
    settings.name_pattern = state.name if _is_good(state) else PLAIN_NAME


def _is_good(state: FormState) -> bool:
    try:
        state.job_settings()
    except OptionError:
        return False
    return True
