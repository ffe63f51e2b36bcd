"""Decodes what is left of a damaged ``.latent`` file."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import numpy as np

from engine.arrays import Float32Array
from engine.container import layout, reader
from engine.container.layout import LATENT_STRIDE
from engine.errors import DamagedLatent
from engine.geometry import Rect
from engine.image.picture import DEEP_STEP, Picture, Samples
from engine.messages import Message
from engine.pipeline.group_coder import decode_group
from engine.pipeline.latent_decoder import LatentDecoder
from engine.pipeline.metadata_chunks import alpha_of
from engine.pipeline.options import ReconstructOptions
from engine.progress import Progress

_NAMES = {
    layout.ICC: Message("the colour profile"),
    layout.EXIF: Message("the Exif data"),
    layout.XMP: Message("the XMP data"),
    layout.IPTC: Message("the IPTC data"),
    layout.DPI: Message("the resolution"),
    layout.TEXTS: Message("the texts"),
    layout.PATHS: Message("the clipping paths"),
    layout.GEO: Message("the GeoTIFF tags"),
    layout.ALPHA: Message("the alpha plane"),
}
_DARK, _LIGHT, _STRIPE = 96, 160, 16
"""Greys and width in pixels of the stripes that mark a lost square; they cannot be taken for part of a photo."""


@dataclass(frozen=True)
class Recovery:
    """The picture recovered from a damaged file, and its losses.

    Attributes:
        lost: squares that could not be decoded; the picture has grey stripes there.
        blurred: squares decoded from their base latents only.
        notes: other losses, in words.
        squares: number of squares in the picture.
    """

    picture: Picture
    lost: tuple[Rect, ...]
    blurred: tuple[Rect, ...]
    notes: tuple[Message, ...]
    squares: int

    @property
    def is_whole(self) -> bool:
        """Whether nothing was lost."""
        return not (self.lost or self.blurred or self.notes)


def recover(data: bytes, options: ReconstructOptions | None = None, progress: Progress | None = None) -> Recovery:
    """Decode the undamaged groups of a file; a damaged group costs one square of the picture.

    Raises:
        DamagedLatent: no group is left.
        LatentError: the header or the index of the groups is damaged, or the file is of a newer version.
        PictureTooLarge, UnknownModel, ModelError, Cancelled: as :func:`~engine.pipeline.reconstruct.reconstruct`.
    """
    decoder = LatentDecoder(reader.read(data, recover=True), options or ReconstructOptions())
    header, row = decoder.header, decoder.row
    lost: set[int] = set()
    blurred: set[int] = set()
    lock = threading.Lock()

    def decode(number: int) -> Float32Array | None:
        shape = decoder.boxes[number][2:]
        try:
            decoded = decode_group(decoder.model, decoder.file.groups[number], shape, row, recover=True)
        except DamagedLatent:
            with lock:
                lost.add(number)
            return None
        if not decoded.has_detail:
            with lock:
                blurred.add(number)
        return decoded.latents

    pixels = decoder.pixels(Rect(0, 0, header.width, header.height), decode, progress or Progress())
    if len(lost) == len(decoder.boxes):
        raise DamagedLatent("damaged: nothing of the picture can be recovered")
    areas = [_area(decoder, number) for number in range(len(decoder.boxes))]
    for number in lost:
        _mark(pixels, areas[number])
    notes = [_note(kind) for kind in decoder.file.lost_chunks]
    try:
        alpha = alpha_of(decoder.file)
    except DamagedLatent as error:
        alpha = None
        notes.append(error.reason)
    picture = decoder.picture(pixels, alpha)
    lost_areas, blurred_areas = (tuple(areas[number] for number in sorted(numbers)) for numbers in (lost, blurred))
    return Recovery(picture, lost_areas, blurred_areas, tuple(notes), len(areas))


def _note(kind: bytes) -> Message:
    """The note about a chunk that was left out."""
    if kind == layout.TAIL:
        return Message("what lies after the end of the picture was left out")
    return Message("{0} is damaged", _NAMES.get(kind, Message("something beside the picture")))


def _area(decoder: LatentDecoder, number: int) -> Rect:
    """A group's square in pixels, cut at the picture's edge."""
    top, left, rows, columns = (LATENT_STRIDE * side for side in decoder.boxes[number])
    return Rect(left, top, min(columns, decoder.header.width - left), min(rows, decoder.header.height - top))


def _mark(pixels: Samples, area: Rect) -> None:
    left, top, width, height = area
    step = DEEP_STEP if pixels.dtype == np.uint16 else 1
    diagonal = np.add.outer(np.arange(height), np.arange(width)) // _STRIPE % 2
    pixels[top : top + height, left : left + width] = np.where(diagonal, step * _LIGHT, step * _DARK)[:, :, None]
