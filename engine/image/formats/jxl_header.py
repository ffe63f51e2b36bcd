"""The beginning of a JPEG XL codestream, bit by bit: size, depth and colours (ISO/IEC 18181-1, annex D and E)."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.image.profiles import BT2020_PRIMARIES, D65, P3_PRIMARIES, SRGB_PRIMARIES, XY, Colours

_MAX_CHANNELS = 256
_RATIOS = ((1, 1), (12, 10), (4, 3), (3, 2), (16, 9), (5, 4), (2, 1))
_PRIMARIES = {1: SRGB_PRIMARIES, 9: BT2020_PRIMARIES, 11: P3_PRIMARIES}
_WHITES = {1: D65, 10: (1 / 3, 1 / 3), 11: (0.314, 0.351)}
_GAMMAS = {1: None, 8: 1.0, 13: None, 17: 2.6}
_HDR = {16: "PQ", 18: "HLG"}
_ALPHA, _SPOT, _BLACK, _FILTER = 0, 2, 4, 5
_GREY, _XYB = 1, 2
_CUSTOM = 2
_MARK_BITS = 16
_TONE_BITS = 49
_FLOAT_DEPTHS = ((0b0111_00_1, 7), (0b0111_011111_11_1, 13))
"""Two ways to write a depth of 32 bits in floating point, with their bits: the first written is the lowest."""


@dataclass(frozen=True)
class JxlHeader:
    """What the header says.

    Attributes:
        width: as stored, before orientation.
        height: likewise.
        bits: of one channel.
        is_float: whether samples are floating-point numbers.
        is_animated: whether there is more than one frame.
        premultiplied: whether colours were multiplied by alpha.
        has_black: whether a fourth ink lies beside three others.
        has_profile: whether the colours are described by a profile, which is compressed.
        colours: what describes them otherwise.
        curve: of a high dynamic range; empty otherwise.
        channels: beside the colours.
        is_xyb: whether samples are in the eye's colours, of which the decoder makes others: the lossy kind.
        depth_at: in the codestream, the bits from the first to behind the last that give the depth.
        extensions_at: the two bits that say there are no extensions; ``None`` where there are.
    """

    width: int
    height: int
    bits: int = 8
    is_float: bool = False
    is_animated: bool = False
    premultiplied: bool = False
    has_black: bool = False
    has_profile: bool = False
    colours: Colours = field(default_factory=Colours)
    curve: str = ""
    channels: int = 0
    is_xyb: bool = False
    depth_at: tuple[int, int] = (0, 0)
    extensions_at: int | None = None


class _Bits:
    """Bits, the lowest of each byte first.

    Raises:
        EOFError: when there are no more.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    @property
    def at(self) -> int:
        """How many bits have been taken."""
        return self._at

    def take(self, count: int) -> int:
        first, last = self._at // 8, (self._at + count + 7) // 8
        if last > len(self._data):
            raise EOFError
        value = int.from_bytes(self._data[first:last], "little") >> (self._at % 8)
        self._at += count
        return value & ((1 << count) - 1)

    def flag(self) -> bool:
        return bool(self.take(1))

    def number(self, *choices: tuple[int, int]) -> int:
        """One of four ways to write a number, each an offset and a count of bits."""
        offset, count = choices[self.take(2)]
        return offset + self.take(count)

    def enum(self) -> int:
        return self.number((0, 0), (1, 0), (2, 4), (18, 6))

    def point(self) -> XY:
        x, y = (self.number((0, 19), (524288, 19), (1048576, 20), (2097152, 21)) for _ in range(2))
        return _signed(x) / 1e6, _signed(y) / 1e6


def _signed(value: int) -> int:
    return -(value + 1) // 2 if value % 2 else value // 2


def parse(codestream: bytes) -> JxlHeader:
    """The header at the beginning of a codestream.

    Raises:
        ValueError: if it is none.
        EOFError: if it is cut short.
    """
    if codestream[:2] != b"\xff\x0a":
        raise ValueError("no JPEG XL codestream")
    bits = _Bits(codestream[2:])
    height, width = _size(bits)
    if bits.flag():
        return JxlHeader(width, height)
    is_animated = False
    has_more = bits.flag()
    if has_more:
        bits.take(3)  # orientation, which the decoder applies
        if bits.flag():
            _size(bits)
        if bits.flag():
            _preview(bits)
        is_animated = bits.flag()
        if is_animated:
            _animation(bits)
    depth_start = bits.at
    is_float, depth = _depth(bits)
    depth_at = (_MARK_BITS + depth_start, _MARK_BITS + bits.at)
    bits.flag()  # whether sixteen-bit buffers suffice
    kinds = [_channel(bits) for _ in range(min(_MAX_CHANNELS, bits.number((0, 0), (1, 0), (2, 4), (1, 12))))]
    is_xyb = bits.flag()
    has_profile, colours, curve = _colours(bits)
    extensions_at = _extensions(bits, has_tones=has_more) if has_profile else None
    return JxlHeader(
        width, height, depth, is_float, is_animated, (_ALPHA, True) in kinds, any(kind == _BLACK for kind, _ in kinds),
        has_profile, colours, curve, len(kinds), is_xyb, depth_at, extensions_at,
    )  # fmt: skip


def _extensions(bits: _Bits, *, has_tones: bool) -> int | None:
    if has_tones and not bits.flag():
        bits.take(_TONE_BITS)
    at = _MARK_BITS + bits.at
    return None if bits.take(2) else at


def in_floats(codestream: bytes, header: JxlHeader) -> bytes | None:
    """The codestream with a header that promises floating-point samples, so that the decoder gives them unrounded.

    The lossy kind is decoded in floating point anyway. The picture data begin at a whole byte and are not touched, so
    the bits that the depth takes more or less are made up for by a longer way to write that there are no extensions.

    Returns:
        ``None`` if the header has no room for that.
    """
    if header.is_float or header.extensions_at is None:
        return None
    start, end = header.depth_at
    for depth, count in _FLOAT_DEPTHS:
        # "11", twelve zeros, and nine bits that add nothing for each further byte of the number, of which five may be.
        further = (-(count - (end - start)) - 13) % 8
        if further <= 5:
            bits = _number_of(codestream)
            before, between = _part(bits, 0, start), _part(bits, end, header.extensions_at)
            middle, rest = header.extensions_at - end, bits >> (header.extensions_at + 2)
            none, none_bits = 0b11 | sum(1 << (14 + 9 * index) for index in range(further)), 15 + 9 * further
            number = before | depth << start | between << (start + count) | none << (start + count + middle)
            number |= rest << (start + count + middle + none_bits)
            grown = count - (end - start) + none_bits - 2
            return number.to_bytes(len(codestream) + grown // 8, "little")
    return None


def _number_of(data: bytes) -> int:
    return int.from_bytes(data, "little")


def _part(bits: int, start: int, end: int) -> int:
    return bits >> start & ((1 << (end - start)) - 1)


def _size(bits: _Bits) -> tuple[int, int]:
    """Height and width."""
    is_small = bits.flag()

    def side() -> int:
        return 8 * (1 + bits.take(5)) if is_small else 1 + bits.number((0, 9), (0, 13), (0, 18), (0, 30))

    height = side()
    ratio = bits.take(3)
    if ratio == 0:
        return height, side()
    across, down = _RATIOS[ratio - 1]
    return height, height * across // down


def _preview(bits: _Bits) -> None:
    is_small = bits.flag()

    def side() -> None:
        bits.number((16, 0), (32, 0), (1, 5), (33, 9)) if is_small else bits.number(
            (1, 6), (65, 8), (321, 10), (1345, 12)
        )

    side()
    if bits.take(3) == 0:
        side()


def _animation(bits: _Bits) -> None:
    bits.number((100, 0), (1000, 0), (1, 10), (1, 30))
    bits.number((1, 0), (1001, 0), (1, 8), (1, 10))
    bits.number((0, 0), (0, 3), (0, 16), (0, 32))
    bits.flag()


def _depth(bits: _Bits) -> tuple[bool, int]:
    if not bits.flag():
        return False, bits.number((8, 0), (10, 0), (12, 0), (1, 6))
    depth = bits.number((32, 0), (16, 0), (24, 0), (1, 6))
    bits.take(4)
    return True, depth


def _channel(bits: _Bits) -> tuple[int, bool]:
    """Kind of a channel beside the colours, and whether it is an alpha that these are multiplied by."""
    if bits.flag():
        return _ALPHA, False
    kind = bits.enum()
    _depth(bits)
    bits.number((0, 0), (3, 0), (4, 0), (1, 3))
    bits.take(8 * bits.number((0, 0), (0, 4), (16, 5), (48, 10)))
    premultiplied = kind == _ALPHA and bits.flag()
    if kind == _SPOT:
        bits.take(64)
    elif kind == _FILTER:
        bits.number((1, 0), (0, 2), (3, 4), (19, 8))
    return kind, premultiplied


def _colours(bits: _Bits) -> tuple[bool, Colours, str]:
    """Whether there is a profile; the colours; and the curve of a high dynamic range."""
    if bits.flag():
        return False, Colours(), ""
    has_profile, space = bits.flag(), bits.enum()
    if has_profile or space == _XYB:
        return has_profile, Colours(), ""
    white, primaries = D65, SRGB_PRIMARIES
    kind = bits.enum()
    white = bits.point() if kind == _CUSTOM else _WHITES.get(kind, D65)
    if space != _GREY:
        kind = bits.enum()
        custom = kind == _CUSTOM
        primaries = (bits.point(), bits.point(), bits.point()) if custom else _PRIMARIES.get(kind, SRGB_PRIMARIES)
    if bits.flag():
        encoded = bits.take(24)
        return False, Colours(1e7 / encoded if encoded else None, white, primaries), ""
    transfer = bits.enum()
    return False, Colours(_GAMMAS.get(transfer), white, primaries), _HDR.get(transfer, "")
