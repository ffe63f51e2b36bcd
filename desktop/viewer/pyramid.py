"""The former name of :class:`~desktop.viewer.tiles.TiledPicture`, for as long as the picture page still asks for it."""

from __future__ import annotations

from desktop.viewer.tiles import TiledPicture as Pyramid

__all__ = ["Pyramid"]
