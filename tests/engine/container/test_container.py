"""The ``.latent`` container: pinned bytes, and every kind of damage."""

from __future__ import annotations

import zlib

import pytest

from engine.container import layout, reader, writer
from engine.container.layout import Group, Header, LatentFile
from engine.errors import DamagedLatent, LatentError, NotALatentFile, UnsupportedLatent

HEADER = Header(width=40, height=24, quality=5025, model="m-0", model_hash=0x01020304, is_grey=True)
FILE = LatentFile(HEADER, (Group(b"\x01\x02\x03\x04", 0xDEADBEEF),), {layout.ICC: b"profile"})


def chunk(kind: bytes, payload: bytes) -> bytes:
    body = kind + len(payload).to_bytes(4, "little") + payload
    return body + zlib.crc32(body).to_bytes(4, "little")


def test_bytes_are_pinned() -> None:
    head = bytes.fromhex("00 01 28000000 18000000 a113 04030201 03") + b"m-0"
    data = bytes.fromhex("04000000 efbeadde 01020304")
    expected = b"\x89LTN\r\n\x1a\n" + chunk(b"HEAD", head) + chunk(b"iccp", b"profile") + chunk(b"DATA", data)
    assert writer.write(FILE) == expected


def test_round_trip() -> None:
    assert reader.read(writer.write(FILE)) == FILE


def test_groups_cover_a_large_picture_once() -> None:
    header = Header(width=3000, height=1500, quality=0, model="m", model_hash=0)
    rows, columns = header.latent_size
    assert (rows, columns) == (94, 188)
    assert sum(h * w for _, _, h, w in header.group_boxes()) == rows * columns
    assert max(max(h, w) for _, _, h, w in header.group_boxes()) == layout.GROUP_SIZE


@pytest.mark.parametrize("position", range(len(writer.write(FILE))))
def test_any_flipped_byte_is_refused(position: int) -> None:
    data = bytearray(writer.write(FILE))
    data[position] ^= 0x41
    with pytest.raises(LatentError):
        reader.read(bytes(data))


@pytest.mark.parametrize("length", range(len(writer.write(FILE))))
def test_any_cut_is_refused(length: int) -> None:
    with pytest.raises((NotALatentFile, DamagedLatent)):
        reader.read(writer.write(FILE)[:length])


def test_trailing_bytes_are_refused() -> None:
    with pytest.raises(DamagedLatent, match="after the end"):
        reader.read(writer.write(FILE) + b"\0")


def test_newer_version_says_so() -> None:
    newer = LatentFile(Header(40, 24, 0, "m", 0, version=layout.VERSION + 1), FILE.groups)
    with pytest.raises(UnsupportedLatent, match="newer version"):
        reader.read(writer.write(newer))


def test_unknown_chunks() -> None:
    ancillary = LatentFile(HEADER, FILE.groups, {b"note": b"hello"})
    assert reader.read(writer.write(ancillary)).chunks == {}
    critical = LatentFile(HEADER, FILE.groups, {b"NOTE": b"hello"})
    with pytest.raises(UnsupportedLatent, match="NOTE"):
        reader.read(writer.write(critical))


def test_huge_size_with_little_data_is_refused() -> None:
    huge = LatentFile(Header(2**31 - 1, 2**31 - 1, 0, "m", 0), FILE.groups)
    with pytest.raises(DamagedLatent, match="does not fit"):
        reader.read(writer.write(huge))
