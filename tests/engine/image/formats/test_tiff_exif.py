"""The Exif block of a TIFF file has its values to the byte; what a file holds beside its picture is said or refused."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tifffile
from PIL import Image

from engine.errors import UnreadableImage
from engine.image.formats.tiff_exif import exif_block
from engine.image.reader import probe, read_picture
from tests.engine.conftest import DrawPhoto

WANTED = frozenset({271, 315, 18246, 34665})


def write(path: Path, tags: list[tuple[Any, ...]], **options: Any) -> Path:
    samples = np.zeros((8, 8, 3), np.uint8)
    tifffile.imwrite(path, samples, photometric="rgb", extratags=tags, metadata=None, software=False, **options)
    return path


def values(block: bytes) -> dict[int, tuple[int, bytes]]:
    """Type and bytes of each tag of the first IFD."""
    order, found = ("<" if block[:1] == b"I" else ">"), {}
    (count,) = struct.unpack_from(order + "H", block, 8)
    for row in range(count):
        tag, kind, number = struct.unpack_from(order + "HHI", block, 10 + 12 * row)
        size = number * {2: 1, 3: 2, 4: 4, 12: 8}[kind]
        at = 18 + 12 * row
        at = at if size <= 4 else struct.unpack_from(order + "I", block, at)[0]
        found[tag] = (kind, block[at : at + size])
    return found


@pytest.mark.parametrize("byteorder", ["<", ">"])
@pytest.mark.parametrize("bigtiff", [False, True])
def test_values_are_copied_to_the_byte(tmp_path: Path, byteorder: str, bigtiff: bool) -> None:
    maker, artist = b"M\xe9\0", "© Jürg Müller 木".encode() + b"\0"
    tags = [(271, 2, 3, maker, True), (315, 2, len(artist), artist, True), (18246, 4, 1, 5, True)]
    path = write(tmp_path / "a.tif", tags, byteorder=byteorder, bigtiff=bigtiff)
    block = read_picture(path).metadata.exif or b""
    five = struct.pack(byteorder + "I", 5)
    assert values(block) == {271: (2, maker), 315: (2, artist), 18246: (4, five)}
    assert block[:4] == (b"II*\0" if byteorder == "<" else b"MM\0*")


def test_a_tag_that_leads_nowhere_costs_no_other(tmp_path: Path) -> None:
    path = write(tmp_path / "a.tif", [(271, 2, 6, b"Maker\0", True), (34665, 4, 1, 1 << 30, True)])
    assert values(read_picture(path).metadata.exif or b"") == {271: (2, b"Maker\0")}
    data = bytearray(path.read_bytes())
    at = data.index(struct.pack("<HHI", 271, 2, 6)) + 8
    data[at : at + 4] = struct.pack("<I", 1 << 30)  # the value is said to be far outside
    assert exif_block(io.BytesIO(data), WANTED) is None


@pytest.mark.parametrize("data", [b"", b"II*\0", b"PNG", b"II*\0\xff\xff\xff\xff" + bytes(8), b"MM\0+" + b"\xff" * 12])
def test_what_is_no_tiff_has_no_tags(data: bytes) -> None:
    with pytest.raises((ValueError, struct.error)):
        exif_block(io.BytesIO(data), WANTED)


def test_ifds_that_lead_to_one_another_come_to_an_end() -> None:
    ifd = struct.pack("<HHHIII", 1, 34665, 4, 1, 8, 0)
    block = exif_block(io.BytesIO(b"II*\0\x08\0\0\0" + ifd), WANTED)
    assert block is not None and len(block) < 100


@pytest.mark.parametrize("below", [False, True])
def test_a_preview_is_not_taken_for_its_picture(tmp_path: Path, draw_photo: DrawPhoto, below: bool) -> None:
    photo = draw_photo(32, 48)
    with tifffile.TiffWriter(tmp_path / "a.tif") as file:
        file.write(photo[::4, ::4], photometric="rgb", subfiletype=1, subifds=1 if below else 0)
        file.write(photo, photometric="rgb")
    for look in (read_picture, probe):
        with pytest.raises(UnreadableImage, match="preview"):
            look(tmp_path / "a.tif")
    with tifffile.TiffWriter(tmp_path / "b.tif") as file:
        file.write(photo, photometric="rgb")
        file.write(photo[::4, ::4], photometric="rgb", subfiletype=1)
    np.testing.assert_array_equal(read_picture(tmp_path / "b.tif").pixels, photo)


@pytest.mark.parametrize("channels", [1, 2])
def test_bytes_that_are_called_signed_are_read_as_others_show_them(tmp_path: Path, channels: int) -> None:
    samples, options = np.array([[-1, 0, 127]], np.int8), dict[str, Any]()
    if channels == 2:
        samples, options = np.dstack([samples, samples]), {"extrasamples": ["unspecified"], "planarconfig": "contig"}
    tifffile.imwrite(tmp_path / "a.tif", samples, photometric="minisblack", **options)
    picture = read_picture(tmp_path / "a.tif")
    assert picture.pixels[0, :, 0].tolist() == [255, 0, 127] and "signs" in picture.warnings[0]


def test_damage_to_lzw_takes_no_process_down(tmp_path: Path) -> None:
    samples = np.arange(40 * 60 * 3, dtype=np.uint16).reshape(40, 60, 3)
    tifffile.imwrite(tmp_path / "a.tif", samples, photometric="rgb", compression="lzw")
    np.testing.assert_array_equal(read_picture(tmp_path / "a.tif").pixels, samples)
    data = bytearray((tmp_path / "a.tif").read_bytes())
    with tifffile.TiffFile(tmp_path / "a.tif") as file:
        data[file.pages.first.dataoffsets[0] + 1] = 0x7F  # the first code of all is one that has no meaning yet
    (tmp_path / "a.tif").write_bytes(data)
    code = "import sys\nfrom engine.image.reader import read_picture\nfrom engine.errors import SafelightError\n"
    code += "try:\n    read_picture(sys.argv[1])\nexcept SafelightError as error:\n    print(error)\n"
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path / "a.tif")], capture_output=True, text=True)
    assert done.returncode == 0 and "damaged" in done.stdout


@pytest.mark.parametrize(("photometric", "dtype"), [("separated", "uint16"), ("cielab", "uint8")])
def test_planes_that_pillow_mixes_up_are_refused(tmp_path: Path, photometric: Any, dtype: str) -> None:
    planes = np.arange((4 if photometric == "separated" else 3) * 30, dtype=dtype).reshape(-1, 5, 6)
    tifffile.imwrite(tmp_path / "a.tif", planes, photometric=photometric, planarconfig="separate", metadata=None)
    with pytest.raises(UnreadableImage, match="cannot read"):
        read_picture(tmp_path / "a.tif")


def test_planes_of_ink_are_read(tmp_path: Path) -> None:
    inks = np.random.default_rng(0).integers(0, 256, (4, 5, 6), dtype=np.uint8)
    tifffile.imwrite(tmp_path / "a.tif", inks, photometric="separated", planarconfig="separate")
    expected = Image.merge("CMYK", [Image.fromarray(plane) for plane in inks]).convert("RGB")
    np.testing.assert_array_equal(read_picture(tmp_path / "a.tif").pixels, np.asarray(expected))
