"""Codes one square group of latents, independently of all others.

A group has two streams. The base stream holds the hyper-latents and the base latents, even positions (of row + column)
before odd ones; the detail stream holds the detail latents, even before odd. Each step knows all before it. Every
number that encoder and decoder must share comes from integer-exact networks and from products that IEEE 754 rounds
alike everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.arrays import Float32Array
from engine.container.layout import Group, Stream
from engine.entropy.decoder import SymbolDecoder
from engine.entropy.encoder import SymbolEncoder
from engine.entropy.tables import ScaleTables
from engine.errors import DamagedLatent
from engine.pipeline.checkerboard import Half, flat_places, half_of
from engine.pipeline.codec import HYPER_STRIDE, CodecModel, Features
from engine.pipeline.rate_tables import MEAN_STEPS, RateRow

SYMBOL_MAX = 1 << 18
"""Symbols are clipped to this; with the means' own limit a fixed-point latent then stays exact in float32."""

BASE_STEPS, DETAIL_STEPS = (0, 1), (2, 3)

Symbols = npt.NDArray[np.int32]
Indices = npt.NDArray[np.uint8]


def _whole(side: int) -> int:
    """A side rounded up to whole hyper-latents."""
    return side + -side % HYPER_STRIDE


class _Context:
    """What both sides know of a group so far, and the entropy parameters that follow from it.

    For every step in order: take :meth:`parameters`, code the symbols under them, and :meth:`tell` what they were.
    """

    def __init__(self, model: CodecModel, row: RateRow, shape: tuple[int, int], z: Symbols) -> None:
        self._model, self._row, self._shape = model, row, shape
        self._size = (_whole(shape[0]), _whole(shape[1]))
        # Fixed-point latents, zero where not known; the padding to whole hyper-latents stays zero.
        self._fixed = np.zeros((row.gain.shape[0], *self._size), dtype=np.float32)
        self._z = np.clip(np.rint(z.astype(np.float32) * row.z_to_network), -127.0, 127.0)
        self._features: Features | None = None
        self._mean = np.empty((0, 0), dtype=np.float32)

    def half(self, step: int) -> Half:
        """The positions that the step codes."""
        return half_of(self._shape, self._row.steps[step].is_even)

    def parameters(self, step: int) -> tuple[Float32Array, Indices]:
        """Fixed-point means and scale indices of the step's symbols, each ``(channels, n)``."""
        row = self._row
        places = flat_places(self._shape, row.steps[step].is_even, self._size[1])
        if step == 0:
            self._features, self._mean, index = self._model.hyper_parameters(self._z, places, row)
        else:
            known = self._fixed[row.steps[step].known][None]
            self._features, self._mean, index = self._model.context_parameters(step, self._features, known, places, row)
        return self._mean, index

    def tell(self, step: int, symbols: Symbols) -> None:
        """The step's symbols ``(channels, n)``, coded under the parameters taken last."""
        channels = self._fixed[self._row.steps[step].channels]
        self.half(step).put(channels, symbols * np.float32(MEAN_STEPS) + self._mean)

    def latents(self) -> Float32Array:
        """Un-gained latents ``(C, h, w)`` as far as they are known; the others are zero."""
        fixed = self._fixed[:, : self._shape[0], : self._shape[1]]
        return (fixed * (np.float32(1.0 / MEAN_STEPS) / self._row.gain)).astype(np.float32, copy=False)


def _z_indices(row: RateRow, shape: tuple[int, ...]) -> Indices:
    return np.repeat(row.z_indices, shape[1] * shape[2])


class Quantiser:
    """Un-gained latents ``(C, h, w)`` of one group on their way to symbols. Iterating works through the steps.

    ::

        h_a -> z -> z's symbols (base stream) -> steps 0, 1 (base stream) -> steps 2, 3 (detail stream)

    Afterwards :meth:`latents` are those that a decoder will get.
    """

    def __init__(self, model: CodecModel, latents: Float32Array, row: RateRow) -> None:
        self._model, self._source, self._row = model, latents, row
        self._context: _Context | None = None

    def __iter__(self) -> Iterator[tuple[bool, Symbols, Indices]]:
        """Of every step: whether it belongs to the detail stream, its symbols and their scale indices, each flat."""
        row, scales = self._row, self._model.scales
        z = self._hyper_symbols()
        yield False, z.ravel(), _z_indices(row, z.shape)
        height, width = self._source.shape[1:]
        context = self._context = _Context(self._model, row, (height, width), z)
        gained = self._source * row.gain
        for step in (*BASE_STEPS, *DETAIL_STEPS):
            half = context.half(step)
            if len(half):
                mean, index = context.parameters(step)
                symbols = _quantise(half.take(gained[row.steps[step].channels]), mean, index, scales)
                yield step in DETAIL_STEPS, symbols.ravel(), index.ravel()
                context.tell(step, symbols)

    def latents(self) -> Float32Array:
        """Un-gained latents ``(C, h, w)`` after the last step."""
        assert self._context is not None
        return self._context.latents()

    def _hyper_symbols(self) -> Symbols:
        row, (height, width) = self._row, self._source.shape[1:]
        padded = np.pad(self._source, ((0, 0), (0, _whole(height) - height), (0, _whole(width) - width)))
        found = np.rint(self._model.hyper_analyse(padded) * row.z_gain).clip(-SYMBOL_MAX, SYMBOL_MAX)
        z: Symbols = found.astype(np.int32)
        z[row.z_indices < self._model.scales.first_coded] = 0  # takes no space, so the decoder will see nothing else
        return z


@dataclass(frozen=True)
class EncodedGroup:
    """A group's streams, and the very un-gained latents ``(C, h, w)`` that they decode to."""

    group: Group
    latents: Float32Array

    @property
    def bytes(self) -> int:
        """Of both streams."""
        return len(self.group.base.data) + len(self.group.detail.data)


def encode_group(
    model: CodecModel, latents: Float32Array, row: RateRow, check: Callable[[], None] = lambda: None
) -> EncodedGroup:
    """Code un-gained latents ``(C, h, w)`` of one group.

    Args:
        check: called after every step; what it raises ends the work.
    """
    base, detail = SymbolEncoder(model.scales), SymbolEncoder(model.scales)
    quantiser = Quantiser(model, latents, row)
    for is_detail, symbols, indices in quantiser:
        (detail if is_detail else base).encode(symbols, indices)
        check()
    group = Group(Stream(base.finish(), base.crc), Stream(detail.finish(), detail.crc))
    return EncodedGroup(group, quantiser.latents())


@dataclass(frozen=True)
class DecodedGroup:
    """Un-gained latents ``(C, h, w)``; detail latents are zero where ``has_detail`` is false."""

    latents: Float32Array
    has_detail: bool


def decode_group(
    model: CodecModel, group: Group, shape: tuple[int, int], row: RateRow, *, recover: bool = False
) -> DecodedGroup:
    """Latents of one group of ``shape`` positions.

    Args:
        recover: where only the detail stream is damaged, come back without details instead of raising.

    Raises:
        DamagedLatent: if the symbols are not those that were encoded.
    """
    context = _decode_base(model, group.base, shape, row)
    try:
        _decode_steps(model, SymbolDecoder(model.scales, group.detail.data), group.detail, context, DETAIL_STEPS)
    except DamagedLatent:
        if not recover:
            raise
        return DecodedGroup(_decode_base(model, group.base, shape, row).latents(), has_detail=False)
    return DecodedGroup(context.latents(), has_detail=True)


def decode_base(model: CodecModel, group: Group, shape: tuple[int, int], row: RateRow) -> Float32Array:
    """Un-gained base latents ``(base, h, w)`` of one group, from its base stream alone.

    Raises:
        DamagedLatent: if the symbols are not those that were encoded.
    """
    return _decode_base(model, group.base, shape, row).latents()[row.steps[0].channels]


def _decode_base(model: CodecModel, stream: Stream, shape: tuple[int, int], row: RateRow) -> _Context:
    decoder = SymbolDecoder(model.scales, stream.data)
    z_shape = (len(row.z_indices), _whole(shape[0]) // HYPER_STRIDE, _whole(shape[1]) // HYPER_STRIDE)
    z = decoder.decode(_z_indices(row, z_shape)).reshape(z_shape)
    context = _Context(model, row, shape, z)
    _decode_steps(model, decoder, stream, context, BASE_STEPS)
    return context


def _decode_steps(
    model: CodecModel, decoder: SymbolDecoder, stream: Stream, context: _Context, steps: tuple[int, ...]
) -> None:
    for step in steps:
        if len(context.half(step)):
            _, index = context.parameters(step)
            context.tell(step, decoder.decode(index.ravel()).reshape(index.shape))
    if decoder.crc != stream.symbols_crc:
        raise DamagedLatent("damaged, or decoded differently than it was made: the check value does not hold")


def _quantise(gained: Float32Array, mean: Float32Array, index: Indices, scales: ScaleTables) -> Symbols:
    """Symbols of gained latents under fixed-point means and scale indices, all ``(channels, n)``."""
    residual = gained - mean * np.float32(1.0 / MEAN_STEPS)
    symbols: Symbols = np.rint(residual).clip(-SYMBOL_MAX, SYMBOL_MAX).astype(np.int32)
    symbols *= np.abs(residual) >= scales.zero_reach[index]
    return symbols
