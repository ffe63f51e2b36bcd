"""Encodes one picture at any number of qualities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from engine.container import writer
from engine.container.layout import Group, Header, LatentFile, Stream
from engine.errors import ModelError
from engine.geometry import LatentRect
from engine.image.picture import Picture, check_picture
from engine.messages import Message
from engine.pipeline.analysis import Analysis
from engine.pipeline.codec import load_codec
from engine.pipeline.group_coder import EncodedGroup, encode_group
from engine.pipeline.latent_decoder import ENTROPY_SHARE
from engine.pipeline.metadata_chunks import metadata_chunks
from engine.pipeline.rate_tables import RateRow
from engine.pipeline.sizes import SizeForecast
from engine.progress import Progress
from engine.runtime.parallel import in_parallel, plan_for


class PictureEncoder:
    """A picture and the codec that encodes it; may be used from several threads.

    Args:
        denoise: 0..100, how strongly noise is removed.
        model: id of the codec; ``None`` takes the default one.
        threads: CPU threads; 0 takes all cores.
        kept: bytes of latents that are cached for the next quality.
        crops: the same for latents off the tile grid.

    Attributes:
        size: rows and columns of the picture's latents.
        boxes: the groups' rectangles, row by row.

    Raises:
        OptionError: ``picture`` is something else.
        UnknownModel: the model is not installed.
        ModelError: its files are damaged, it is not a codec, or one that only opens files.
    """

    def __init__(
        self, picture: Picture, denoise: float, model: str | None, threads: int, *, kept: float, crops: float = 0.0
    ) -> None:
        check_picture(picture)
        self.picture = picture
        size = Header(picture.width, picture.height, 0, "", 0)
        self.size, self.boxes = size.latent_size, size.group_boxes()
        self.plan = plan_for(len(self.boxes), threads)
        self.model = load_codec(model, self.plan.threads)
        card = self.model.card
        if card.is_decode_only:
            raise ModelError(
                Message("the codec {0!r} can only open files; this version does not make new ones with it", card.id)
            )
        self._header = replace(
            size, model=card.id, model_hash=card.hash_start, denoise=round(denoise),
            is_grey=picture.is_grey, is_deep=picture.is_deep,
        )  # fmt: skip
        self.analysis = Analysis(picture.pixels, denoise / 100.0, kept, crops)

    @property
    def positions(self) -> int:
        """Number of latent positions of the whole picture."""
        return self.size[0] * self.size[1]

    @property
    def missing(self) -> int:
        """Number of positions that are not analysed yet."""
        return self.analysis.missing(LatentRect(0, 0, *self.size))

    @cached_property
    def forecast(self) -> SizeForecast:
        """Predicts the size of the file from those made at other qualities."""
        return SizeForecast([rows * columns for _, _, rows, columns in self.boxes])

    @cached_property
    def _chunks(self) -> dict[bytes, bytes]:
        return metadata_chunks(self.picture)

    @cached_property
    def bytes_beside(self) -> int:
        """Bytes of a file without the groups' streams: header, metadata and index."""
        none = Stream(b"", 0)
        return len(self.file([Group(none, none)] * len(self.boxes), 0))

    def encode_box(self, number: int, row: RateRow, progress: Progress) -> EncodedGroup:
        """Encode one group.

        Args:
            number: of the group, from 0.
            row: the codec's tables at the quality.
            progress: counts positions that are analysed or coded.
        """
        box = self.boxes[number]
        encoded = encode_group(self.model, self.analysis.take(self.model, box, progress), row, progress.check)
        progress.advance(box[2] * box[3] * ENTROPY_SHARE)
        return encoded

    def encode(self, quality: int, progress: Progress) -> bytes:
        """The file's bytes at ``quality`` hundredths, 0..10000."""
        row = self.model.rate_row(quality)
        with in_parallel(self.plan) as each:
            groups = each(lambda number: self.encode_box(number, row, progress).group, range(len(self.boxes)))
        return self.file(groups, quality)

    def file(self, groups: Sequence[Group], quality: int) -> bytes:
        """The file's bytes with these groups."""
        return writer.write(self.latent_file(groups, quality))

    def latent_file(self, groups: Sequence[Group], quality: int) -> LatentFile:
        """The file's contents: header, groups and metadata chunks."""
        return LatentFile(replace(self._header, quality=quality), tuple(groups), self._chunks)
