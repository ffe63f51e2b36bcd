"""The ``.latent`` container: pinned bytes, and every kind of damage."""

from __future__ import annotations

import zlib

import pytest

from engine.container import layout, reader, writer
from engine.container.layout import Group, Header, LatentFile, Stream
from engine.errors import DamagedLatent, LatentError, NotALatentFile, UnsupportedLatent

HEADER = Header(width=40, height=24, quality=5025, model="m-0", model_hash=0x01020304, denoise=7, is_grey=True)
GROUP = Group(Stream(b"\x01\x02\x03\x04", 0xDEADBEEF), Stream(b"\x05\x06\x07\x08\x09\x0a\x0b\x0c", 0xCAFEF00D))
FILE = LatentFile(HEADER, (GROUP,), {layout.ICC: b"profile"})


def chunk(kind: bytes, payload: bytes) -> bytes:
    body = kind + len(payload).to_bytes(4, "little") + payload
    return body + zlib.crc32(body).to_bytes(4, "little")


def test_bytes_are_pinned() -> None:
    head = bytes.fromhex("01 01 28000000 18000000 a113 07 04030201 03") + b"m-0"
    index = bytes.fromhex("01000000 02000000 efbeadde 0df0feca")
    data = index + zlib.crc32(index).to_bytes(4, "little") + bytes(range(1, 13))
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


def test_a_file_without_a_model_is_refused() -> None:
    with pytest.raises(DamagedLatent, match="model"):
        reader.read(writer.write(LatentFile(Header(40, 24, 0, "", 0), FILE.groups)))


def test_the_trial_version_is_refused() -> None:
    older = LatentFile(Header(40, 24, 0, "m", 0, version=0), FILE.groups)
    with pytest.raises(UnsupportedLatent, match="before the first release"):
        reader.read(writer.write(older))


def test_base_streams_come_before_all_detail_streams() -> None:
    other = Group(Stream(b"BBBB", 1), Stream(b"DDDD", 2))
    data = writer.write(LatentFile(Header(2000, 24, 0, "m", 0), (GROUP, other)))
    assert data[:-4].endswith(GROUP.base.data + b"BBBB" + GROUP.detail.data + b"DDDD")


def test_a_chunk_twice_is_refused() -> None:
    data = writer.write(FILE)
    again = chunk(b"iccp", b"profile")
    start = data.index(again)
    with pytest.raises(DamagedLatent, match="twice"):
        reader.read(data[:start] + again + data[start:])


def test_recovery_reads_past_damage_and_cuts() -> None:
    data = bytearray(writer.write(FILE))
    data[data.index(b"profile")] ^= 1
    data[-5] ^= 1
    with pytest.raises(DamagedLatent):
        reader.read(bytes(data))
    found = reader.read(bytes(data), recover=True)
    assert (found.chunks, found.lost_chunks) == ({}, (layout.ICC,))
    assert found.groups[0].base == GROUP.base
    assert found.groups[0].detail.data != GROUP.detail.data
    cut = reader.read(writer.write(FILE)[:-10], recover=True)
    assert cut.groups[0].base == GROUP.base
    assert len(cut.groups[0].detail.data) < len(GROUP.detail.data)


def test_recovery_needs_header_and_index() -> None:
    for wanted, offset in ((b"HEAD", 8), (b"DATA", 8)):
        data = bytearray(writer.write(FILE))
        data[data.index(wanted) + offset] ^= 1
        with pytest.raises(LatentError):
            reader.read(bytes(data), recover=True)


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


def _with_chunks(*chunks: bytes) -> bytes:
    """A file with these chunks, as they are, before its groups."""
    bare = writer.write(LatentFile(HEADER, FILE.groups))
    start = bare.index(b"DATA")
    return bare[:start] + b"".join(chunks) + bare[start:]


@pytest.mark.parametrize("kind", list(layout.PACKED))
def test_metadata_are_packed_where_that_is_smaller(kind: bytes) -> None:
    for payload, form in ((b"again and " * 50, layout.PACKED[kind]), (b"short", kind)):
        data = writer.write(LatentFile(HEADER, FILE.groups, {kind: payload}))
        assert form in data and (payload in data) == (form == kind)
        assert reader.read(data).chunks == {kind: payload}


def test_what_cannot_be_unpacked_is_damage_and_can_be_recovered_from() -> None:
    good = zlib.compress(b"profile" * 99)
    bomb = zlib.compress(bytes(layout.UNPACKED_LIMIT + 1))
    for payload in (b"", b"no zlib", good[:-1], good + b"more", good[:9] + b"?" + good[10:], bomb):
        data = _with_chunks(chunk(b"iccz", payload))
        with pytest.raises(DamagedLatent, match="cannot be unpacked"):
            reader.read(data)
        found = reader.read(data, recover=True)
        assert (found.chunks, found.lost_chunks) == ({}, (layout.ICC,))


def test_both_forms_of_a_chunk_are_one_too_many() -> None:
    with pytest.raises(DamagedLatent, match="twice"):
        reader.read(_with_chunks(chunk(b"iccp", b"profile"), chunk(b"iccz", zlib.compress(b"profile"))))
