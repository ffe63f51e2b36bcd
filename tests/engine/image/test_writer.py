"""Writing pictures: whole or not at all, never over something unasked, and why not where not."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from engine.errors import OptionError, OutputError, OutputExists
from engine.image.formats import tiff
from engine.image.picture import Picture
from engine.image.writer import FORMAT_BY_SUFFIX, WRITABLE_FORMATS, format_of, lost_in, write_picture


@pytest.mark.parametrize("format", WRITABLE_FORMATS)
def test_every_format_is_written_under_its_suffix(tmp_path: Path, photo: Picture, format: str) -> None:
    path = tmp_path / f"a{WRITABLE_FORMATS[format]}"
    size = write_picture(photo, path)
    assert size == path.stat().st_size
    assert [p.name for p in tmp_path.iterdir()] == [path.name]
    with Image.open(path) as image:
        assert (image.format, image.size) == (format.upper(), (photo.width, photo.height))


def test_suffixes() -> None:
    assert FORMAT_BY_SUFFIX == {
        ".png": "png",
        ".jpg": "jpeg",
        ".jpeg": "jpeg",
        ".webp": "webp",
        ".avif": "avif",
        ".tif": "tiff",
        ".tiff": "tiff",
    }
    assert format_of("A.B.JPeG") == "jpeg"


def test_the_format_may_differ_from_the_suffix(tmp_path: Path, photo: Picture) -> None:
    write_picture(photo, tmp_path / "a.jpg", format="png")
    with Image.open(tmp_path / "a.jpg") as image:
        assert image.format == "PNG"


@pytest.mark.parametrize("format", ["jpeg", "webp", "avif"])
def test_quality_costs_bytes(tmp_path: Path, photo: Picture, format: str) -> None:
    sizes = [
        write_picture(photo, tmp_path / "a", format=format, quality=quality, overwrite=True)
        for quality in (0, 50, 80, 100)
    ]
    assert sizes == sorted(sizes)
    assert sizes[0] < sizes[-1]


def test_nothing_is_replaced_unasked(tmp_path: Path, photo: Picture) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(b"precious")
    with pytest.raises(OutputExists, match="exists"):
        write_picture(photo, path)
    assert path.read_bytes() == b"precious"
    write_picture(photo, path, overwrite=True)
    with Image.open(path) as image:
        np.testing.assert_array_equal(np.asarray(image), photo.pixels)


LIMITS = [
    ("webp", (1, 20_000), np.uint8),
    ("jpeg", (1, 70_000), np.uint8),
    ("jpeg", (70_000, 1), np.uint8),
    ("jpeg", (65_501, 1), np.uint8),  # libjpeg would not read it again
    ("avif", (1, 70_000), np.uint8),
    ("png", (1, 1_000_001), np.uint16),
]


@pytest.mark.parametrize(("format", "shape", "dtype"), LIMITS)
def test_a_formats_own_limits(tmp_path: Path, format: str, shape: tuple[int, int], dtype: type) -> None:
    long = Picture(np.zeros((*shape, 3), dtype=dtype))
    with pytest.raises(OutputError, match=f"cannot be stored as {format}") as caught:
        write_picture(long, tmp_path / "a", format=format)
    assert "\n" not in str(caught.value)
    assert not list(tmp_path.iterdir())


def test_the_longest_jpeg_is_read_again(tmp_path: Path) -> None:
    write_picture(Picture(np.zeros((1, 65_500, 3), dtype=np.uint8)), tmp_path / "a.jpg")
    with Image.open(tmp_path / "a.jpg") as image:
        assert image.getpixel((65_499, 0)) == (0, 0, 0)


def test_tiff_that_would_grow_too_large(tmp_path: Path, photo: Picture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tiff, "_LARGEST_FILE", 1000)
    with pytest.raises(OutputError, match="larger than 4 GiB"):
        write_picture(photo, tmp_path / "a.tif")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("format", WRITABLE_FORMATS)
@pytest.mark.parametrize("name", ["fsync", "write"])
def test_a_disk_that_fills_up(
    tmp_path: Path, photo: Picture, monkeypatch: pytest.MonkeyPatch, format: str, name: str
) -> None:
    """Be it noticed when the file is flushed or while the encoder writes."""

    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    if name == "fsync":
        monkeypatch.setattr(os, "fsync", fail)
    else:
        monkeypatch.setattr(Path, "open", lambda *args: Full(*args))
    with pytest.raises(OutputError, match="cannot be written: the disk is full"):
        write_picture(photo, tmp_path / "a", format=format)
    assert not list(tmp_path.iterdir())


class Full:
    """A file on a full disk."""

    def __init__(self, path: Path, mode: str) -> None:
        self._file = open(path, mode)  # noqa: PTH123, SIM115 (Path.open is what this stands for)

    def __enter__(self) -> Full:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def write(self, _data: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


def test_a_failure_of_the_encoder_is_not_blamed_on_the_disk(
    tmp_path: Path, photo: Picture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError("cannot write file as WebP")

    monkeypatch.setattr(Image.Image, "save", fail)
    with pytest.raises(OutputError, match="cannot be stored as webp"):
        write_picture(photo, tmp_path / "a.webp")


def test_memory_that_does_not_suffice(tmp_path: Path, photo: Picture, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr(Image, "fromarray", fail)
    with pytest.raises(OutputError, match="too large for this machine's memory"):
        write_picture(photo, tmp_path / "a.webp")
    assert not list(tmp_path.iterdir())


def test_wrong_use(tmp_path: Path, photo: Picture) -> None:
    with pytest.raises(OptionError, match="suffix"):
        write_picture(photo, tmp_path / "a.xyz")
    with pytest.raises(OptionError, match="unknown picture format"):
        write_picture(photo, tmp_path / "a.png", format="xyz")
    with pytest.raises(OptionError, match="unknown picture format"):
        lost_in(photo, "xyz")
    for quality in (-1, 101):
        with pytest.raises(OptionError, match="quality"):
            write_picture(photo, tmp_path / "a.jpg", quality=quality)
    with pytest.raises(OutputError, match="its folder does not exist"):
        write_picture(photo, tmp_path / "nowhere" / "a.png")
    assert not list(tmp_path.iterdir())
