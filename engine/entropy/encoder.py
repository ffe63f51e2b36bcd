"""Encodes symbols; the inverse of :mod:`engine.entropy.decoder`.

Invariant: each call sorts its symbols stably by scale index and codes one run per index; the escaped values of a run
follow it. The decoder makes the same calls with the same indices.
"""

from __future__ import annotations

import zlib

import constriction
import numpy as np
import numpy.typing as npt

from engine.entropy.tables import ESCAPE_BIAS, ScaleTables

_BYTE = constriction.stream.model.Uniform(256)


class SymbolEncoder:
    """Encodes symbols into one range-coded stream.

    Attributes:
        crc: CRC-32 of all symbols coded so far, as little-endian int32 in the order of coding.
    """

    def __init__(self, tables: ScaleTables) -> None:
        self._tables = tables
        self._coder = constriction.stream.queue.RangeEncoder()
        self.crc = 0

    def encode(self, symbols: npt.NDArray[np.int32], indices: npt.NDArray[np.uint8]) -> None:
        """Encode symbols.

        Args:
            symbols: int32 ``(N,)``. Those with an index below the tables' ``first_coded`` must be 0 and take no space.
            indices: the scale index of each, uint8 ``(N,)``.
        """
        places, runs = self._tables.runs(indices)
        coded = symbols[places]
        self.crc = zlib.crc32(coded.astype("<i4", copy=False).tobytes(), self.crc)
        for index, start, stop in runs:
            self._encode_run(coded[start:stop], index)

    def _encode_run(self, run: npt.NDArray[np.int32], index: int) -> None:
        reach = self._tables.reach(index)
        escaped = np.abs(run) > reach
        coded = np.where(escaped, 2 * reach + 1, run + reach).astype(np.int32)
        self._coder.encode(coded, self._tables.models[index])
        if escaped.any():
            values = (run[escaped] + ESCAPE_BIAS).astype("<u4")
            digits = values.view(np.uint8).reshape(-1, 4)[:, :3]
            self._coder.encode(digits.ravel().astype(np.int32), _BYTE)

    def finish(self) -> bytes:
        """The finished stream: little-endian 32-bit words."""
        return bytes(self._coder.get_compressed().astype("<u4").tobytes())
