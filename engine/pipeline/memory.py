"""Gives memory back that is only kept to be quick the next time."""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress

from engine.pipeline.codec import forget_codecs
from engine.runtime.session import forget_sessions


def release_memory() -> None:
    """Forget the loaded networks, and hand freed memory back to the system.

    Networks keep the memory of their largest run: some hundred megabytes after a large picture. They are loaded again
    when they are needed next, which takes about a tenth of a second. Work that is going on keeps its own until it is
    through. May be called from any thread.
    """
    forget_codecs()
    forget_sessions()
    _trim_heap()


def _trim_heap() -> None:
    """Return the free parts of the C library's heap; glibc keeps most of them by itself."""
    if sys.platform == "linux":
        with suppress(AttributeError, OSError):  # other C libraries have no such function
            ctypes.CDLL(None).malloc_trim(0)
