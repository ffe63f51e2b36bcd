"""Edits of an Exif block: what changes, what does not, and that no block whatever makes them fail."""

from __future__ import annotations

import random
import struct

import pytest
from PIL import Image

from engine.image import exif
from tests.engine.image.exif_blocks import THUMBNAIL, camera_block


def tags(block: bytes) -> Image.Exif:
    found = Image.Exif()
    found.load(block)
    return found


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("orientation", range(2, 9))
def test_a_turned_block_says_so_no_more(order: str, orientation: int) -> None:
    block = camera_block(order, orientation)
    assert exif.orientation_of(block) == orientation
    edited = exif.made_upright(block)
    assert edited is not None and len(edited) == len(block)
    assert exif.orientation_of(edited) == 1
    found = tags(edited)
    inner = found.get_ifd(0x8769)
    assert (inner[0xA002], inner[0xA003]) == ((480, 640) if orientation >= 5 else (640, 480))
    assert inner[0x927C] == b"note of a maker." and found[0x010F] == "Camera"
    assert found.get_ifd(0x8825)[2] == (47.0, 30.0, 11.0)
    assert not found.get_ifd(1)  # IFD1


@pytest.mark.parametrize("order", ["<", ">"])
def test_only_what_must_change_does(order: str) -> None:
    block = camera_block(order, 3)
    edited = exif.made_upright(block) or b""
    changed = [at for at, (a, b) in enumerate(zip(block, edited, strict=True)) if a != b]
    orientation_at = block.index(struct.pack(order + "HHI", 0x0112, 3, 1)) + 8
    link_at = 8 + 2 + 12 * 5
    assert set(changed) <= {orientation_at, orientation_at + 1, *range(link_at, link_at + 4)}
    assert edited.endswith(THUMBNAIL)


@pytest.mark.parametrize("orientation", [None, 1, 0, 9])
def test_a_block_that_does_not_turn_stays_as_it_is(orientation: int | None) -> None:
    block = camera_block(">", orientation)
    assert exif.made_upright(block) == block


@pytest.mark.parametrize("order", ["<", ">"])
def test_the_position_is_erased_and_nothing_else(order: str) -> None:
    block = camera_block(order, 6)
    edited = exif.without_position(block)
    assert edited is not None and len(edited) == len(block)
    latitude = struct.pack(order + "6I", 47, 1, 30, 1, 11, 1)
    assert latitude in block and latitude not in edited and struct.pack(order + "I", 47) not in edited
    before, after = tags(block), tags(edited)
    assert 0x8825 in before and 0x8825 not in after
    assert {tag: after[tag] for tag in after} == {tag: before[tag] for tag in before if tag != 0x8825}
    assert after.get_ifd(0x8769) == before.get_ifd(0x8769)
    assert after.get_ifd(1) == before.get_ifd(1)  # the thumbnail stays linked
    assert exif.without_position(edited) == edited


def test_a_block_without_position_stays_as_it_is() -> None:
    block = camera_block("<", 6, with_position=False)
    assert exif.without_position(block) == block


def test_a_position_that_cannot_be_cut_out_takes_the_block_with_it() -> None:
    block = bytearray(camera_block(">", 6))
    pointer_at = block.index(struct.pack(">HHI", 0x8825, 4, 1)) + 8
    struct.pack_into(">I", block, pointer_at, 8)  # the position is the first IFD itself
    assert exif.without_position(bytes(block)) is None
    struct.pack_into(">I", block, pointer_at, len(block) - 2)
    block[-2:] = b"\xff\xff"  # a table that ends far outside
    assert exif.without_position(bytes(block)) is None


@pytest.mark.parametrize("block", [b"", b"MM", b"Exif\0\0", b"MM\0*", b"MM\0*\0\0\0\x08", bytes(40), b"JFIF" * 9])
def test_what_is_no_block_is_none(block: bytes) -> None:
    assert exif.made_upright(block) is None and exif.without_position(block) is None
    assert exif.orientation_of(block) is None


@pytest.mark.parametrize("seed", range(8))
def test_no_block_makes_an_edit_fail(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(400):
        block = bytearray(camera_block(chance.choice("<>"), chance.randrange(0, 10)))
        for _ in range(chance.randrange(1, 12)):
            at = chance.randrange(4, len(block))
            block[at] = chance.choice((0, 1, 2, 8, 0x25, 0x69, 0x87, 0x88, 0xFF, chance.randrange(256)))
        cut = bytes(block[: chance.choice((len(block), chance.randrange(len(block))))])
        for edit in (exif.made_upright, exif.without_position):
            edited = edit(cut)
            assert edited is None or len(edited) == len(cut)
        assert exif.orientation_of(exif.made_upright(cut) or b"") in (None, 1)


def test_ifds_that_point_at_one_another_come_to_an_end() -> None:
    pair = struct.pack(">HHHII", 1, 0x8769, 4, 1, 8) + struct.pack(">I", 8)
    block = b"MM\0*\0\0\0\x08" + pair
    assert exif.made_upright(block) == block and exif.without_position(block) == block


def test_a_position_behind_a_table_cut_short_does_not_stay() -> None:
    block = bytearray(camera_block("<", 1))
    block[8:10] = b"\xff\0"  # more entries than the block has room for, which lenient programs read nevertheless
    assert exif.without_position(bytes(block)) is None
