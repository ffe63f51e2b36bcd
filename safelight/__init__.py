"""Safelight as a library: compress, reconstruct and denoise pictures.

::

    import safelight

    picture = safelight.read_picture("photo.jpg")
    data = safelight.compress(picture, safelight.CompressOptions(quality=60))
    again = safelight.reconstruct(data)

These are the public names of :mod:`engine`. Each loads when it is first used, so ``import safelight`` is cheap.
``import safelight.pillow_plugin`` makes Pillow read and write ``.latent`` files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import engine
from engine import __version__ as __version__

if TYPE_CHECKING:
    from engine import *  # noqa: F403
else:
    __all__ = engine.__all__

    def __getattr__(name: str) -> object:
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(engine, name)

    def __dir__() -> list[str]:
        return __all__
