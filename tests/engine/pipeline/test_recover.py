"""Recovery: a damaged group costs its square, everything else comes back as it was."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from engine.container import layout, reader, writer
from engine.container.layout import LatentFile, Stream
from engine.errors import DamagedLatent
from engine.geometry import Rect
from engine.image.picture import Metadata, Picture, Pixels
from engine.pipeline.compress import compress
from engine.pipeline.options import CompressOptions
from engine.pipeline.reconstruct import reconstruct, reconstruct_region, thumbnail
from engine.pipeline.recover import recover
from tests.engine.conftest import DrawPhoto

SQUARE = layout.GROUP_SIZE * layout.LATENT_STRIDE


@pytest.fixture
def wide(draw_photo: DrawPhoto) -> Picture:
    """Three groups side by side."""
    alpha: Pixels = np.full((60, 2300), 200, dtype=np.uint8)
    return Picture(draw_photo(60, 2300), alpha, Metadata(b"icc", b"exif", b"xmp"))


def broken(file: LatentFile, number: int, **streams: Stream) -> bytes:
    groups = list(file.groups)
    groups[number] = dataclasses.replace(groups[number], **streams)
    return writer.write(dataclasses.replace(file, groups=tuple(groups)))


def test_a_whole_file_is_recovered_whole(wide: Picture) -> None:
    data = compress(wide)
    found = recover(data)
    assert found.is_whole and found.squares == 3
    np.testing.assert_array_equal(found.picture.pixels, reconstruct(data).pixels)
    assert found.picture.metadata == wide.metadata


def test_a_lost_group_is_marked_and_the_rest_is_as_it_was(wide: Picture) -> None:
    data = compress(wide, CompressOptions(quality=70))
    whole = reconstruct(data).pixels
    file = reader.read(data)
    base = bytearray(file.groups[1].base.data)
    base[4] ^= 16
    damaged = broken(file, 1, base=Stream(bytes(base), file.groups[1].base.symbols_crc))
    with pytest.raises(DamagedLatent):
        reconstruct(damaged)
    found = recover(damaged)
    assert (found.lost, found.blurred, found.notes) == (((SQUARE, 0, SQUARE, 60),), (), ())
    pixels = found.picture.pixels
    assert set(np.unique(pixels[:, SQUARE : 2 * SQUARE])) == {96, 160}
    # Synthesis sees two latent positions across the border between groups.
    np.testing.assert_array_equal(pixels[:, : SQUARE - 32], whole[:, : SQUARE - 32])
    np.testing.assert_array_equal(pixels[:, 2 * SQUARE + 32 :], whole[:, 2 * SQUARE + 32 :])


def test_a_lost_detail_stream_leaves_a_blurred_square(wide: Picture) -> None:
    data = compress(wide, CompressOptions(quality=70))
    whole = reconstruct(data).pixels.astype(float)
    found = recover(broken(reader.read(data), 2, detail=Stream(b"\1\2\3\4", 7)))
    assert (found.lost, found.blurred) == ((), ((2 * SQUARE, 0, 2300 - 2 * SQUARE, 60),))
    error = np.square(found.picture.pixels - whole).mean((0, 2))
    assert error[: 2 * SQUARE - 32].max() == 0
    assert 0 < error[2 * SQUARE :].mean() < 400


def test_a_file_cut_short_keeps_what_came_first(wide: Picture) -> None:
    data = compress(wide)
    details = sum(len(group.detail.data) for group in reader.read(data).groups)
    found = recover(data[: len(data) - details // 2])
    assert not found.lost and found.blurred[-1][0] == 2 * SQUARE
    assert len(found.blurred) < 3


def test_damaged_metadata_is_left_out_and_told(wide: Picture) -> None:
    data = bytearray(compress(wide))
    for kind in (layout.ICC, layout.ALPHA):
        data[data.index(kind) + 9] ^= 255
    found = recover(bytes(data))
    assert found.notes == ("the colour profile is damaged", "the alpha plane is damaged")
    assert found.picture.alpha is None and found.picture.metadata == Metadata(None, b"exif", b"xmp")
    assert not found.is_whole


def test_a_file_of_which_no_group_is_left_is_refused(wide: Picture) -> None:
    file = reader.read(compress(wide))
    lost = tuple(dataclasses.replace(group, base=Stream(b"\1\2\3\4", 7)) for group in file.groups)
    assert len(recover(writer.write(dataclasses.replace(file, groups=(file.groups[0], *lost[1:])))).lost) == 2
    with pytest.raises(DamagedLatent, match="nothing of the picture"):
        recover(writer.write(dataclasses.replace(file, groups=lost)))


def flipped(data: bytes, group: int) -> bytes:
    """A file with a bit turned over in the base stream of a group."""
    file = reader.read(data)
    base = file.groups[group].base.data
    at = data.index(base) + 4
    return data[:at] + bytes([data[at] ^ 16]) + data[at + 1 :]


def test_a_part_that_is_whole_comes_out_of_a_damaged_file(wide: Picture) -> None:
    data = compress(wide, CompressOptions(quality=70))
    damaged = flipped(data, 2)
    with pytest.raises(DamagedLatent):
        reconstruct(damaged)
    area = Rect(100, 10, 300, 40)
    part = reconstruct_region(damaged, area)
    np.testing.assert_array_equal(part.pixels, reconstruct_region(data, area).pixels)
    assert any("not in this part" in warning for warning in part.warnings)
    with pytest.raises(DamagedLatent):
        reconstruct_region(damaged, Rect(2200, 10, 50, 40))
    with pytest.raises(DamagedLatent):  # it takes the base latents of all groups
        thumbnail(damaged, 64)


def test_a_thumbnail_does_not_need_the_details(wide: Picture) -> None:
    data = compress(wide, CompressOptions(quality=70))
    cut = data[:-20]
    small = thumbnail(cut, 64)
    np.testing.assert_array_equal(small.pixels, thumbnail(data, 64).pixels)
    assert any("not in this part" in warning for warning in small.warnings)
