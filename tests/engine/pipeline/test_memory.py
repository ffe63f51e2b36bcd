"""Memory that is kept to be quick the next time, and given back when nobody works."""

from __future__ import annotations

import gc
import sys
import weakref

import numpy as np
import psutil
import pytest

import engine
from engine.image.picture import Picture
from engine.pipeline import memory
from engine.runtime import session


def test_released_networks_are_gone_and_come_back_to_the_same_results() -> None:
    picture = Picture(np.random.default_rng(1).integers(0, 256, (48, 64, 3), dtype=np.uint8))
    data, clean = engine.compress(picture), engine.denoise(picture, engine.DenoiseOptions(strength=20))
    networks = [weakref.ref(each) for each in session._sessions.values()]
    assert networks
    engine.release_memory()
    gc.collect()
    assert not session._sessions and all(network() is None for network in networks)
    assert engine.compress(picture) == data
    assert np.array_equal(engine.denoise(picture, engine.DenoiseOptions(strength=20)).pixels, clean.pixels)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems take freed memory back by themselves")
def test_freed_memory_goes_back_to_the_system() -> None:
    memory._trim_heap()
    pieces = [bytearray(64 * 1024) for _ in range(4000)]  # small enough to lie in the heap
    last = bytearray(64 * 1024)  # above them, so that the heap cannot shrink
    full = psutil.Process().memory_info().rss
    pieces.clear()
    memory._trim_heap()
    assert psutil.Process().memory_info().rss < full - 200e6 and last
