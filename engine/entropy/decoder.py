"""Decodes symbols; the inverse of :mod:`engine.entropy.encoder`, with the same invariant."""

from __future__ import annotations

import zlib

import constriction
import numpy as np
import numpy.typing as npt

from engine.entropy.tables import ESCAPE_BIAS, ScaleTables
from engine.errors import DamagedLatent

_BYTE = constriction.stream.model.Uniform(256)


class SymbolDecoder:
    """Decodes the symbols of one range-coded stream.

    Attributes:
        crc: CRC-32 of all symbols decoded so far, as the encoder computes it.

    Raises:
        DamagedLatent: if ``data`` cannot be such a stream.
    """

    def __init__(self, tables: ScaleTables, data: bytes) -> None:
        if len(data) % 4:
            raise DamagedLatent("a coded group is cut short")
        self._tables = tables
        self.crc = 0
        self._coder = constriction.stream.queue.RangeDecoder(np.frombuffer(data, dtype="<u4").astype(np.uint32))

    def decode(self, indices: npt.NDArray[np.uint8]) -> npt.NDArray[np.int32]:
        """Decode the next symbols, int32 ``(N,)``.

        Args:
            indices: their scale indices, uint8 ``(N,)``, as given to the encoder.

        Raises:
            DamagedLatent: the data is impossible.
        """
        places, runs = self._tables.runs(indices)
        coded = np.empty(len(places), dtype=np.int32)
        for index, start, stop in runs:
            coded[start:stop] = self._decode_run(index, stop - start)
        self.crc = zlib.crc32(coded.astype("<i4", copy=False).tobytes(), self.crc)
        symbols = np.zeros(len(indices), dtype=np.int32)
        symbols[places] = coded
        return symbols

    def _decode_run(self, index: int, count: int) -> npt.NDArray[np.int32]:
        reach = self._tables.reach(index)
        try:
            coded = np.asarray(self._coder.decode(self._tables.models[index], count), dtype=np.int32)
            run = coded - np.int32(reach)
            escaped = coded == 2 * reach + 1
            if escaped.any():
                digits = np.asarray(self._coder.decode(_BYTE, 3 * int(escaped.sum())), dtype=np.int32).reshape(-1, 3)
                run[escaped] = digits @ np.array([1, 256, 65536], dtype=np.int32) - ESCAPE_BIAS
        except (AssertionError, ValueError) as error:  # constriction raises this for impossible data
            raise DamagedLatent("a coded group has impossible data") from error
        return run
