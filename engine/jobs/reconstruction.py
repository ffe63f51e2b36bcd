"""The four ways to bring a ``.latent`` file back: whole, a part, small, or what is left of a damaged one."""

from __future__ import annotations

from engine.image.picture import Picture
from engine.jobs.settings import JobSettings
from engine.pipeline.reconstruct import reconstruct, reconstruct_region, thumbnail
from engine.pipeline.recover import Recovery, recover
from engine.progress import Progress


def picture_from(data: bytes, settings: JobSettings, progress: Progress) -> tuple[Picture, str]:
    """The picture that the settings ask for, and in one line what of it is lost; empty where nothing is.

    Raises:
        SafelightError: whatever is wrong with the file; only :attr:`JobSettings.recover` puts up with damage.
        OptionError: the region does not lie inside the picture.
        Cancelled: through ``progress``.
    """
    options = settings.reconstruct_options
    if settings.recover:
        recovery = recover(data, options, progress)
        return recovery.picture, losses(recovery)
    if settings.region is not None:
        return reconstruct_region(data, settings.region, options, progress), ""
    if settings.thumbnail is not None:
        return thumbnail(data, settings.thumbnail, options, progress), ""
    return reconstruct(data, options, progress), ""


def losses(recovery: Recovery) -> str:
    """What is not as it was, in one line; empty where all is."""
    parts = []
    if recovery.lost:
        parts.append(f"{len(recovery.lost)} of {_squares(recovery.squares)} lost")
    if recovery.blurred:
        of_all = "" if recovery.lost else f" of {_squares(recovery.squares)}"
        parts.append(f"{len(recovery.blurred)}{of_all} at low resolution")
    return ", ".join([*parts, *recovery.notes])


def _squares(count: int) -> str:
    return "1 square" if count == 1 else f"{count} squares"
