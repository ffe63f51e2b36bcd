"""Encodes a picture at one quality and decodes it at the same time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping

import numpy as np

from engine.container import writer
from engine.container.layout import LATENT_STRIDE, Group, LatentFile
from engine.geometry import LatentRect
from engine.image.picture import Picture, Samples
from engine.pipeline.codec import load_codec
from engine.pipeline.encoder import PictureEncoder
from engine.pipeline.latent_decoder import ENTROPY_SHARE, as_grey, paste
from engine.pipeline.metadata_chunks import metadata_of
from engine.pipeline.picture_tiles import OnTile, PictureTile
from engine.pipeline.schedule import Drawing, Schedule
from engine.pipeline.transforms import LatentField, core_box, needed
from engine.progress import Progress
from engine.runtime.parallel import Plan, in_parallel, plan_for


class RoundTrip:
    """Encodes every group, and decodes every tile from the latents that a decoder will get from these groups.

    ::

        group -> symbols -> streams of the file
                    '-----> latents -> tiles whose groups are all there -> pixels

    Args:
        threads: 0 takes all cores.
        on_tile: called with every finished tile; never twice at a time.
        on_group: called after each group with the bytes of all groups so far, by number; never twice at a time.
    """

    def __init__(
        self,
        encoder: PictureEncoder,
        quality: int,
        threads: int,
        progress: Progress,
        *,
        on_tile: OnTile | None = None,
        on_group: Callable[[Mapping[int, int]], None] | None = None,
    ) -> None:
        self._encoder, self._quality, self._progress = encoder, quality, progress
        self._on_tile, self._on_group = on_tile, on_group
        self._row = encoder.model.rate_row(quality)
        self._field = LatentField(encoder.size, len(self._row.gain))
        self._tiles = self._field.tiles(range(encoder.size[0]), range(encoder.size[1]))
        # Threads as in a decoder, so that the pixels are the same to the bit.
        drawing = plan_for(len(self._tiles), threads)
        self._drawing_model = load_codec(encoder.model.card.id, drawing.threads)
        self._workers = max(encoder.plan.workers, drawing.workers)
        self._telling = threading.Lock()
        self._groups: dict[int, Group] = {}
        self.sizes: dict[int, int] = {}
        self.pixels: Samples = np.empty_like(encoder.picture.pixels, order="C")

    @staticmethod
    def units(encoder: PictureEncoder) -> float:
        """Progress units of a pass, without the analysis."""
        return encoder.positions * (ENTROPY_SHARE + 1.0)

    def run(self, first: LatentRect | None = None) -> None:
        """Encode and decode everything; tiles that overlap ``first`` come first, sorted by distance to its centre."""
        tiles = self._tiles
        if first is not None:
            wanted = [tile for tile in tiles if core_box(tile).overlaps(first)]
            wanted.sort(key=lambda tile: core_box(tile).distance(first))
            tiles = [*wanted, *(tile for tile in tiles if not core_box(tile).overlaps(first))]
        boxes = self._encoder.boxes
        schedule = Schedule([Drawing(tile, frozenset(needed(boxes, [tile]))) for tile in tiles])
        with in_parallel(Plan(self._workers, 1)) as each:
            each(lambda _: self._work(schedule), range(self._workers))

    def _work(self, schedule: Schedule) -> None:
        try:
            while (job := schedule.take()) is not None:
                if isinstance(job, Drawing):
                    self._draw(job)
                    for number in schedule.drawn(job):
                        self._field.drop(self._encoder.boxes[number])
                else:
                    self._encode(job)
                    schedule.encoded(job)
        except BaseException:
            schedule.stop()
            raise

    def _encode(self, number: int) -> None:
        encoded = self._encoder.encode_box(number, self._row, self._progress)
        self._field.put(self._encoder.boxes[number], encoded.latents)
        self._groups[number] = encoded.group
        with self._telling:
            self.sizes[number] = encoded.bytes
            if self._on_group is not None:
                self._on_group(self.sizes)

    def _draw(self, drawing: Drawing) -> None:
        picture, tile = self._encoder.picture, drawing.tile
        core = self._field.synthesise(self._drawing_model, tile, self._row, is_deep=picture.is_deep)
        top, left, rows, columns = (LATENT_STRIDE * side for side in core_box(tile))
        core = np.ascontiguousarray(core[: picture.height - top, : picture.width - left])
        if picture.is_grey:
            core = as_grey(core)
        paste(self.pixels, core, tile, (0, 0))
        self._progress.advance(rows * columns / LATENT_STRIDE**2)
        if self._on_tile is not None:
            with self._telling:
                self._on_tile(PictureTile(left, top, core))

    @property
    def coded_bytes(self) -> int:
        """Bytes of all groups; available after :meth:`run`."""
        return sum(self.sizes.values())

    def file(self) -> bytes:
        """The file's bytes; available after :meth:`run`."""
        return writer.write(self._file())

    def picture(self) -> Picture:
        """The picture that the file decodes to; available after :meth:`run`."""
        source = self._encoder.picture
        return Picture(self.pixels, source.alpha, metadata_of(self._file()), source.is_grey)

    def _file(self) -> LatentFile:
        groups = [self._groups[number] for number in range(len(self._groups))]
        return self._encoder.latent_file(groups, self._quality)
