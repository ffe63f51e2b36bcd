"""The float32 array type and the luma weights (ITU-R BT.601) that all of the engine uses."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Float32Array = npt.NDArray[np.float32]

LUMA: Float32Array = np.array([0.299, 0.587, 0.114], dtype=np.float32)
"""Weights ``(3,)`` of red, green and blue in the luma of gamma-encoded RGB; their sum is 1."""
LUMA.setflags(write=False)
LUMA_FIXED_POINT = (19595, 38470, 7471)
"""The same weights as whole numbers, times 2**16; their sum is 65536."""
