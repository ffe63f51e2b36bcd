"""What a module of a picture format says about it: a ``Reader``, a ``Writer`` or both, at its end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from engine.image.picture import Metadata, Picture
from engine.image.source import Header, Source
from engine.messages import Message

_LOWEST_DPI, _HIGHEST_DPI = 0.01, 1e7


@dataclass(frozen=True)
class Reader:
    """Reads one kind of picture file.

    Attributes:
        suffixes: lower case, with their dots.
        claims: whether a file is of this kind, by its contents or its suffix.
        header: what the file's header says, without decoding pixels.
        read: the whole picture, upright; asks :meth:`Source.check_size` first.
    """

    suffixes: frozenset[str]
    claims: Callable[[Source], bool]
    header: Callable[[Source], Header]
    read: Callable[[Source], Picture]


class Encode(Protocol):
    """Writes a picture that fits the format: not deep where it has eight bits, without alpha where it has none.

    ``threads`` is how many it may use; 0 means all cores.
    """

    def __call__(self, file: BinaryIO, picture: Picture, quality: int, threads: int) -> None: ...


@dataclass(frozen=True)
class Writer:
    """A format that can be written.

    Attributes:
        name: what it is called in options.
        suffixes: of its files; the first is given to new ones.
        encode: writes to a file that is open at its start.
        quality: of a lossy format by default, 0..100; ``None`` for lossless ones.
        alpha: whether it has transparency.
        deep: whether it has sixteen bits a channel.
        grey_profile: whether a profile of greys may go with it; where not, greys are converted to sRGB.
        iptc: whether it has a place for IPTC records.
        resolution: whether it has one for pixels per inch.
        texts: whether it has one for texts of any keyword; see :attr:`Metadata.texts`.
        paths: whether it has one for clipping paths.
        geo: whether it has one for GeoTIFF tags.
        losses: phrases for what else of a picture it cannot hold.
    """

    name: str
    suffixes: tuple[str, ...]
    encode: Encode
    quality: int | None = None
    alpha: bool = True
    deep: bool = False
    grey_profile: bool = True
    iptc: bool = True
    resolution: bool = True
    texts: bool = False
    paths: bool = False
    geo: bool = False
    losses: Callable[[Picture], tuple[Message, ...]] = lambda _: ()


def resolution(metadata: Metadata) -> tuple[float, float] | None:
    """Pixels per inch across and down, where they make sense."""
    if metadata.dpi is None or not all(_LOWEST_DPI <= value <= _HIGHEST_DPI for value in metadata.dpi):
        return None
    return metadata.dpi
