"""Metadata in written files, found by programs that know nothing of ours: byte for byte where the format can."""

from __future__ import annotations

import dataclasses
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tifffile
from PIL import Image

from engine.image.picture import Metadata, Picture
from engine.image.writer import WRITABLE_FORMATS, lost_in, write_picture
from tests.engine.image.metadata_samples import EXIF_TAG, GPS_TAG, IPTC, NOTE, XMP, exif_block, srgb_profile

FORMATS = list(WRITABLE_FORMATS)
RAW_EXIF = ["png", "jpeg", "webp", "avif"]
DEEP = [("png", np.uint16), ("tiff", np.uint16), *((format, np.uint8) for format in FORMATS)]
TIFF_XMP, TIFF_IPTC = 700, 33723


def written(tmp_path: Path, metadata: Metadata, format: str, dtype: Any = np.uint8) -> Path:
    pixels = (np.arange(24 * 40 * 3) % 251).reshape(24, 40, 3).astype(dtype)
    path = tmp_path / f"a{WRITABLE_FORMATS[format]}"
    write_picture(Picture(pixels, metadata=metadata), path, overwrite=True)
    return path


def info(path: Path) -> dict[Any, Any]:
    with Image.open(path) as image:
        image.load()
        return dict(image.info)


def iptc_in(path: Path) -> bytes:
    with Image.open(path) as image:
        image.load()
        if path.suffix == ".tif":
            return image.tag_v2[TIFF_IPTC]
        if path.suffix == ".jpg":
            return image.info["photoshop"][0x0404]
        kind, count, *lines = image.info["Raw profile type iptc"].split()
    resource = bytes.fromhex("".join(lines))
    assert (kind, int(count), resource[:8]) == ("iptc", len(resource), b"8BIM\x04\x04\0\0")
    (length,) = struct.unpack(">L", resource[8:12])
    return resource[12 : 12 + length]


@pytest.mark.parametrize(("format", "dtype"), DEEP)
@pytest.mark.parametrize("profile", [srgb_profile(), srgb_profile() + bytes(300_000)], ids=["short", "long"])
def test_profile(tmp_path: Path, format: str, dtype: Any, profile: bytes) -> None:
    assert info(written(tmp_path, Metadata(icc=profile), format, dtype))["icc_profile"] == profile


@pytest.mark.parametrize(("format", "dtype"), DEEP)
@pytest.mark.parametrize("packet", [XMP, b"<x>\xff\xfe\x00 no UTF-8 \n</x>", XMP + b" " * 60_000])
def test_xmp(tmp_path: Path, format: str, dtype: Any, packet: bytes) -> None:
    assert info(written(tmp_path, Metadata(xmp=packet), format, dtype))["xmp"] == packet


@pytest.mark.parametrize(("format", "dtype"), [case for case in DEEP if case[0] not in ("webp", "avif")])
@pytest.mark.parametrize("records", [IPTC, IPTC[:-1], IPTC * 1000])
def test_iptc(tmp_path: Path, format: str, dtype: Any, records: bytes) -> None:
    assert iptc_in(written(tmp_path, Metadata(iptc=records), format, dtype)) == records


@pytest.mark.parametrize(("format", "dtype"), [case for case in DEEP if case[0] in RAW_EXIF])
@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("thumbnail", [b"", b"\xff\xd8 tiny \xff\xd9"])
def test_exif_as_it_is(tmp_path: Path, format: str, dtype: Any, order: str, thumbnail: bytes) -> None:
    """With its orientation of 1, in its own byte order, with the maker note and the thumbnail where they were."""
    block = exif_block(order, thumbnail=thumbnail)
    metadata = Metadata(exif=block)
    found = info(written(tmp_path, metadata, format, dtype))["exif"]
    assert found.removeprefix(b"Exif\0\0") == block
    assert lost_in(Picture(np.zeros((1, 1, 3), np.uint8), metadata=metadata), format) == ()


@pytest.mark.parametrize("format", RAW_EXIF)
def test_the_prefix_that_older_files_kept_is_not_doubled(tmp_path: Path, format: str) -> None:
    found = info(written(tmp_path, Metadata(exif=b"Exif\0\0" + exif_block()), format))["exif"]
    assert found.removeprefix(b"Exif\0\0") == exif_block()


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("order", ["<", ">"])
def test_exif_in_tiff_becomes_its_directory(tmp_path: Path, order: str, dtype: Any) -> None:
    block = exif_block(order, thumbnail=b"\xff\xd8 tiny \xff\xd9")
    path = written(tmp_path, Metadata(exif=block), "tiff", dtype)
    original = Image.Exif()
    original.load(block)
    with tifffile.TiffFile(path) as file:
        assert len(file.pages) == 1
        tags = file.pages[0].tags
        assert [tags[name].value for name in ("Make", "Model", "Orientation")] == ["Maker", "M1", 1]
        assert "YCbCrPositioning" not in tags
    with Image.open(path) as image:
        found = image.getexif()
        for directory in (EXIF_TAG, GPS_TAG):
            assert original.get_ifd(directory)
            assert dict(found.get_ifd(directory)) == dict(original.get_ifd(directory))
        assert (found[0x011A], found[0x0128]) == (180, 2)  # its resolution, as there is no other


def test_a_maker_note_stays_at_its_offset_in_tiff(tmp_path: Path) -> None:
    """Many of them hold offsets from the start of the block, which is now that of the file."""
    block = exif_block(">")
    data = written(tmp_path, Metadata(exif=block), "tiff").read_bytes()
    at = block.index(NOTE)
    assert data[at : at + len(NOTE)] == NOTE


@pytest.mark.parametrize("odd", [0, 1])
def test_offsets_in_tiff_are_even(tmp_path: Path, odd: int) -> None:
    metadata = Metadata(exif=exif_block() + bytes(odd), xmp=XMP + b" " * odd, iptc=b"x" * (5 + odd), dpi=(72.0, 72.0))
    with tifffile.TiffFile(written(tmp_path, metadata, "tiff")) as file:
        page = file.pages[0]
        offsets = [page.offset, *page.dataoffsets, *(page.tags[tag].valueoffset for tag in (700, 33723, 282))]
    assert not any(offset % 2 for offset in offsets)


def test_a_thumbnail_is_not_left_behind_in_tiff(tmp_path: Path) -> None:
    metadata = Metadata(exif=exif_block(thumbnail=b"old picture"))
    assert b"old picture" not in written(tmp_path, metadata, "tiff").read_bytes()
    assert lost_in(Picture(np.zeros((1, 1, 3), np.uint8), metadata=metadata), "tiff") == (
        "the thumbnail in the Exif data",
    )


DAMAGED = [
    b"II*\0\x08\0\0\0",
    b"II*\0\xff\xff\xff\xff" + bytes(20),
    b"no Exif at all",
    b"II*\0\x08\0\0\0\x05\0" + bytes(8),
    exif_block()[:40],
    # A directory of Exif pointers that lead back to itself.
    b"II*\0\x08\0\0\0\x02\0" + 2 * struct.pack("<HHLL", EXIF_TAG, 4, 1, 8) + bytes(4),
]


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
@pytest.mark.parametrize("exif", DAMAGED)
@pytest.mark.parametrize("format", FORMATS)
def test_damaged_exif_costs_no_picture(tmp_path: Path, format: str, exif: bytes) -> None:
    path = written(tmp_path, Metadata(exif=exif, xmp=XMP), format)
    with Image.open(path) as image:
        assert (image.size, image.info["xmp"]) == ((40, 24), XMP)
    lost = lost_in(Picture(np.zeros((1, 1, 3), np.uint8), metadata=Metadata(exif=exif)), format)
    if format in ("png", "jpeg", "webp"):
        assert lost == ()
        assert info(path)["exif"].removeprefix(b"Exif\0\0") == exif
    elif exif is not DAMAGED[-1]:
        assert lost == ("the Exif data, which are damaged",)


@pytest.mark.parametrize(("tag", "kind"), [(0x011A, (2, 8)), (0x0128, (3, 2)), (0x0128, (4, 1))])
def test_an_unsound_resolution_in_exif_is_not_handed_on(tmp_path: Path, tag: int, kind: tuple[int, int]) -> None:
    """Pillow would not open such a TIFF at all."""
    block = exif_block()
    at = block.index(struct.pack("<H", tag)) + 2
    metadata = Metadata(exif=block[:at] + struct.pack("<HL", *kind) + block[at + 6 :])
    assert "dpi" not in info(written(tmp_path, metadata, "tiff"))
    assert lost("webp", exif=metadata.exif, dpi=(72.0, 72.0)) == ("the resolution",)


def test_an_unsound_unit_in_exif_is_not_handed_on(tmp_path: Path) -> None:
    block = exif_block()
    at = block.index(struct.pack("<HHL", 0x0128, 3, 1)) + 8
    for unit, kept in ((2, 2), (3, 3), (1, 1), (0xFFFF, 1)):
        metadata = Metadata(exif=block[:at] + struct.pack("<H", unit) + block[at + 2 :])
        with tifffile.TiffFile(written(tmp_path, metadata, "tiff")) as file:
            tags = file.pages[0].tags
            assert tags["ResolutionUnit"].value == kept
            assert tags["XResolution"].value == ((180, 1) if kept > 1 else (1, 1))


def test_a_pointer_that_leads_nowhere_costs_nothing_else(tmp_path: Path) -> None:
    block = exif_block()
    entry = struct.pack("<HHL", GPS_TAG, 4, 1)
    at = block.index(entry) + len(entry)
    broken = block[:at] + b"\xff\xff\xff\x7f" + block[at + 4 :]
    with Image.open(written(tmp_path, Metadata(exif=broken), "tiff")) as image:
        found = image.getexif()
        assert GPS_TAG not in found
        assert (found[0x010F], found.get_ifd(EXIF_TAG)[0x927C]) == ("Maker", NOTE)


@pytest.mark.parametrize("order", ["<", ">"])
def test_no_exif_block_stops_the_writing(tmp_path: Path, order: str) -> None:
    random = np.random.default_rng(5)
    block = np.frombuffer(exif_block(order, thumbnail=b"thumb"), np.uint8)
    for _ in range(300):
        changed = block[: random.integers(1, len(block) + 1)].copy()
        spots = random.integers(0, len(changed), random.integers(1, 6))
        changed[spots] = random.choice([0, 1, 4, 0x7F, 0xFF, *range(256)], len(spots))
        path = written(tmp_path, Metadata(exif=changed.tobytes()), "tiff")
        with tifffile.TiffFile(path) as file:
            assert file.pages[0].shape == (24, 40, 3)
        lost_in(Picture(np.zeros((1, 1, 3), np.uint8), metadata=Metadata(exif=changed.tobytes())), "jpeg")


@pytest.mark.parametrize(("format", "dtype"), [case for case in DEEP if case[0] not in ("webp", "avif")])
@pytest.mark.parametrize("dpi", [(72.0, 72.0), (96.0, 96.0), (300.0, 300.0), (299.9994, 299.9994), (150.0, 75.0)])
def test_resolution(tmp_path: Path, format: str, dtype: Any, dpi: tuple[float, float]) -> None:
    found = info(written(tmp_path, Metadata(dpi=dpi), format, dtype))["dpi"]
    if format == "tiff":
        assert found == dpi
    elif format == "jpeg":
        assert found == tuple(map(round, dpi))
    else:  # whole pixels a metre
        assert found == pytest.approx(dpi, abs=0.0127)
    again = info(written(tmp_path, Metadata(dpi=found), format, dtype))["dpi"]
    assert again == found


def test_resolution_from_one_format_to_another(tmp_path: Path) -> None:
    """300 a whole inch, be it through PNG's metres; 118 a whole centimetre."""
    through_png = info(written(tmp_path, Metadata(dpi=(300, 300)), "png"))["dpi"]
    assert through_png == (299.9994, 299.9994)
    assert info(written(tmp_path, Metadata(dpi=through_png), "jpeg"))["dpi"] == (300, 300)
    for centimetre in (118, 37, 100):  # 118 are 299.72, 37 are 93.98, 100 are 254 to an inch
        through_png = info(written(tmp_path, Metadata(dpi=(centimetre * 2.54, centimetre * 2.54)), "png"))["dpi"]
        found = info(written(tmp_path, Metadata(dpi=through_png), "jpeg"))
        whole_inch = centimetre == 100
        assert found["jfif_unit"] == (1 if whole_inch else 2)
        assert found["jfif_density"] == ((254, 254) if whole_inch else (centimetre, centimetre))


@pytest.mark.parametrize("format", ["png", "jpeg", "tiff"])
@pytest.mark.parametrize("dpi", [None, (1e-3, 72.0), (72.0, 1e8)])
def test_no_resolution_is_made_up(tmp_path: Path, format: str, dpi: tuple[float, float] | None) -> None:
    assert "dpi" not in info(written(tmp_path, Metadata(dpi=dpi), format))


@pytest.mark.parametrize("dpi", [(1e-9, 1e-9), (1e12, 1e12), (0.3, 70_000.0)])
@pytest.mark.parametrize("format", ["png", "jpeg", "tiff"])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_absurd_resolutions_cost_no_picture(tmp_path: Path, format: str, dtype: Any, dpi: tuple[float, float]) -> None:
    with Image.open(written(tmp_path, Metadata(dpi=dpi), format, dtype)) as image:
        assert image.size == (40, 24)


def lost(format: str, **metadata: Any) -> tuple[str, ...]:
    return lost_in(Picture(np.zeros((1, 1, 3), np.uint8), metadata=Metadata(**metadata)), format)


def test_what_formats_without_a_place_for_it_lose() -> None:
    for format in ("webp", "avif"):
        assert lost(format, iptc=IPTC, dpi=(72.0, 72.0)) == ("the IPTC data", "the resolution")
        assert lost(format, dpi=(72.0, 72.0), exif=exif_block()) == ()  # Exif has one
        assert lost(format, dpi=(72.0, 72.0), exif=exif_block(resolution=False)) == ("the resolution",)
    assert lost("jpeg", dpi=(0.3, 0.3)) == ("the resolution",)


def test_an_exif_block_too_long_for_jpeg_loses_its_thumbnail_alone(tmp_path: Path) -> None:
    metadata = Metadata(exif=exif_block(thumbnail=bytes(70_000)))
    path = written(tmp_path, metadata, "jpeg")
    with Image.open(path) as image:
        found = image.getexif()
        assert found[0x010F] == "Maker"
        assert found.get_ifd(EXIF_TAG)[0x927C] == NOTE
    assert info(path)["exif"] == b"Exif\0\0" + exif_block()
    assert lost("jpeg", exif=metadata.exif) == ("the thumbnail in the Exif data",)


def test_what_is_too_long_for_jpeg_is_left_out_and_said(tmp_path: Path) -> None:
    metadata = Metadata(
        exif=exif_block(note=bytes(70_000)), xmp=XMP * 2000, iptc=IPTC * 4000, icc=srgb_profile() + bytes(17_000_000)
    )
    found = info(written(tmp_path, metadata, "jpeg"))
    assert not {"exif", "xmp", "photoshop", "icc_profile"} & set(found)
    phrases = lost("jpeg", **dataclasses.asdict(metadata))
    assert [phrase.partition(",")[0] for phrase in phrases] == [
        "the Exif data",
        "the XMP data",
        "the IPTC data",
        "the colour profile",
    ]
    for format in ("png", "tiff"):
        assert lost(format, **dataclasses.asdict(metadata)) == ()


def test_the_longest_that_jpeg_holds(tmp_path: Path) -> None:
    for exact, said in ((0, ()), (1, ("the XMP data, more than 64 kB",))):
        packet = b"x" * (65_533 - 29 + exact)
        assert ("xmp" in info(written(tmp_path, Metadata(xmp=packet), "jpeg"))) == (not exact)
        assert lost("jpeg", xmp=packet) == said
