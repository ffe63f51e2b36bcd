"""One exact pass over a picture at one quality: to its file's groups, and to the pixels that they decode to."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping

import numpy as np

from engine.container import writer
from engine.container.layout import LATENT_STRIDE, Box, Group, LatentFile
from engine.image.picture import Picture, Samples
from engine.pipeline.codec import load_codec
from engine.pipeline.companions import metadata_of
from engine.pipeline.develop import ENTROPY_SHARE, as_grey, place
from engine.pipeline.encoder import PictureEncoder
from engine.pipeline.parallel import Plan, in_parallel, plan_for
from engine.pipeline.parts import OnPart, Part, distance, touch
from engine.pipeline.schedule import Drawing, Schedule
from engine.pipeline.transforms import LatentField, core_box, needed
from engine.progress import Progress


class Development:
    """Encodes every group, and draws every tile from the very latents that its groups decode to.

    ::

        group -> symbols -> streams of the file
                    '-----> latents -> tiles that have all of theirs -> pixels, parts

    Args:
        threads: 0 takes all cores.
        on_group: told the bytes of the groups so far, by number; never twice at a time.
    """

    def __init__(
        self,
        encoder: PictureEncoder,
        quality: int,
        threads: int,
        progress: Progress,
        *,
        on_part: OnPart | None = None,
        on_group: Callable[[Mapping[int, int]], None] | None = None,
    ) -> None:
        self._encoder, self._quality, self._progress = encoder, quality, progress
        self._on_part, self._on_group = on_part, on_group
        self._row = encoder.model.rate_row(quality)
        self._field = LatentField(encoder.size, len(self._row.gain))
        self._tiles = self._field.tiles(range(encoder.size[0]), range(encoder.size[1]))
        # As a decoder would, so that the pixels are the same to the bit.
        drawing = plan_for(len(self._tiles), threads)
        self._drawing_model = load_codec(encoder.model.card.id, drawing.threads)
        self._workers = max(encoder.plan.workers, drawing.workers)
        self._telling = threading.Lock()
        self._groups: dict[int, Group] = {}
        self.sizes: dict[int, int] = {}
        self.pixels: Samples = np.empty_like(encoder.picture.pixels, order="C")

    @staticmethod
    def units(encoder: PictureEncoder) -> float:
        """What a pass counts as, beside what has to be analysed for it."""
        return encoder.positions * (ENTROPY_SHARE + 1.0)

    def run(self, first: Box | None = None) -> None:
        """Do all of it; what ``first`` touches before the rest, nearest its middle first."""
        tiles = self._tiles
        if first is not None:
            wanted = [tile for tile in tiles if touch(core_box(tile), first)]
            wanted.sort(key=lambda tile: distance(core_box(tile), first))
            tiles = [*wanted, *(tile for tile in tiles if not touch(core_box(tile), first))]
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
        place(self.pixels, core, tile, (0, 0))
        self._progress.advance(rows * columns / LATENT_STRIDE**2)
        if self._on_part is not None:
            with self._telling:
                self._on_part(Part(left, top, core))

    @property
    def coded_bytes(self) -> int:
        """Of all groups, after the run."""
        return sum(self.sizes.values())

    def file(self) -> bytes:
        """The file's bytes, after the run."""
        return writer.write(self._file())

    def picture(self) -> Picture:
        """What the file decodes to, after the run."""
        source = self._encoder.picture
        return Picture(self.pixels, source.alpha, metadata_of(self._file()), source.is_grey)

    def _file(self) -> LatentFile:
        groups = [self._groups[number] for number in range(len(self._groups))]
        return self._encoder.latent_file(groups, self._quality)
