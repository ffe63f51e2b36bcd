"""PNG files that were written, as programs that know nothing of ours read them."""

from __future__ import annotations

import dataclasses
import errno
import io
import os
import shutil
import struct
import subprocess
import threading
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

import imagecodecs
import numpy as np
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from engine.errors import OutputError
from engine.image import writer
from engine.image.formats import png
from engine.image.picture import Metadata, Picture, Pixels, Samples
from engine.image.writer import write_picture
from tests.engine.image.metadata_samples import IPTC, XMP, exif_block, grey_profile, srgb_profile

DrawPhoto = Callable[..., Pixels]
KINDS = [(grey, alpha, deep) for grey in (False, True) for alpha in (False, True) for deep in (False, True)]
SIZES = [(1, 1), (1, 7), (7, 1), (3, 65_535), (65_535, 3), (61, 83), (700, 900)]
IPTC_NAME = b"Raw profile type iptc\0\0"


def made(height: int, width: int, *, grey: bool, alpha: bool, deep: bool) -> Picture:
    """Waves with a little noise, and all levels of their depth."""
    rng = np.random.default_rng(height)
    waves = np.sin(np.arange(width) / 40.0) * 90 + np.cos(np.arange(height) / 70.0)[:, None] * 30 + 128
    planes = waves[:, :, None] + rng.normal(0.0, 3.0, (height, width, 1 if grey else 3))
    pixels = (np.clip(planes, 0, 255) * (257 if deep else 1)).astype(np.uint16 if deep else np.uint8)
    cover = np.ascontiguousarray(np.broadcast_to(pixels[::-1, :, 0], (height, width)))
    return Picture(np.repeat(pixels, 3, axis=2) if grey else pixels, cover if alpha else None, is_grey=grey)


def samples(picture: Picture) -> Samples:
    colours = picture.pixels[:, :, 0] if picture.is_grey else picture.pixels
    return colours if picture.alpha is None else np.dstack([colours, picture.alpha])


def encoded(picture: Picture, threads: int = 2) -> bytes:
    file = io.BytesIO()
    png.WRITER.encode(file, picture, 0, threads)
    return file.getvalue()


def chunks(data: bytes) -> list[tuple[bytes, bytes]]:
    """Names and contents, with their checksums tested."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    at, found = 8, []
    while at < len(data):
        length, name = struct.unpack(">L4s", data[at : at + 8])
        content = data[at + 8 : at + 8 + length]
        assert zlib.crc32(name + content).to_bytes(4, "big") == data[at + 8 + length : at + 12 + length]
        found.append((name, content))
        at += length + 12
    return found


def by_pillow(samples: Samples, **settings: Any) -> bytes:
    """What was written up to version 0.7.0, where the samples have eight bits."""
    file = io.BytesIO()
    Image.fromarray(samples).save(file, "PNG", **settings)
    return file.getvalue()


@pytest.mark.parametrize(("grey", "alpha", "deep"), KINDS)
@pytest.mark.parametrize(("height", "width"), SIZES)
def test_other_programs_read_the_very_samples(height: int, width: int, grey: bool, alpha: bool, deep: bool) -> None:
    picture = made(height, width, grey=grey, alpha=alpha, deep=deep)
    data = encoded(picture)
    for decode in (imagecodecs.png_decode, imagecodecs.spng_decode):
        if decode is imagecodecs.spng_decode and (grey or deep):
            continue  # it brings these to eight bits and to colours
        np.testing.assert_array_equal(decode(data), samples(picture))
    with Image.open(io.BytesIO(data)) as image:
        image.load()
        assert image.size == (width, height)
        if not deep:
            np.testing.assert_array_equal(np.asarray(image), samples(picture))
    stream = b"".join(content for name, content in chunks(data) if name == b"IDAT")
    pixel = samples(picture)[0, 0].size * (2 if deep else 1)
    assert len(zlib.decompress(stream)) == height * (1 + width * pixel)


@pytest.mark.skipif(shutil.which("pngcheck") is None, reason="pngcheck is not installed")
@pytest.mark.parametrize(("grey", "alpha", "deep"), KINDS)
def test_pngcheck_finds_nothing(tmp_path: Path, grey: bool, alpha: bool, deep: bool) -> None:
    metadata = Metadata(srgb_profile(), exif_block(), XMP, IPTC, (300.0, 300.0))
    if grey:
        metadata = dataclasses.replace(metadata, icc=grey_profile())
    for height, width in SIZES:
        picture = made(height, width, grey=grey, alpha=alpha, deep=deep)
        write_picture(dataclasses.replace(picture, metadata=metadata), tmp_path / "a.png", overwrite=True)
        said = subprocess.run(["pngcheck", "-v", tmp_path / "a.png"], capture_output=True, text=True, check=False)
        assert said.returncode == 0, said.stdout


@pytest.mark.parametrize("threads", [2, 3, 16])
def test_threads_change_no_byte(threads: int) -> None:
    picture = made(1500, 1100, grey=False, alpha=False, deep=False)
    assert encoded(picture, threads) == encoded(picture, 1)


@pytest.mark.parametrize("side", [40, 400, 1200])
@pytest.mark.parametrize("deep", [False, True])
@pytest.mark.parametrize("grey", [False, True])
def test_drawn_photos_take_at_most_a_twentieth_more_than_before(
    draw_photo: DrawPhoto, side: int, deep: bool, grey: bool
) -> None:
    photo = draw_photo(side, side)
    pixels: Samples = np.repeat(photo[:, :, :1], 3, axis=2) if grey else photo
    if deep:
        pixels = pixels.astype(np.uint16) * 257
    stored = np.ascontiguousarray(pixels[:, :, 0]) if grey else pixels
    before = len(imagecodecs.png_encode(stored, level=6)) if deep else len(by_pillow(stored))
    assert len(encoded(Picture(pixels, is_grey=grey))) <= 1.05 * before


def drawing(height: int, width: int) -> Pixels:
    """Lines, flat areas and a gradient, each of which repeats."""
    out = np.full((height, width, 3), 250, np.uint8)
    out[height // 2 :, : width // 2] = np.linspace(0, 255, width // 2).astype(np.uint8)[None, :, None]
    for number in range(40):
        out[number * height // 40, ::3] = (number, 90, 200)
        out[height // 3 :, number * width // 40] = (200, number, 30)
    letters = np.random.default_rng(0).integers(0, 2, (12, 9), dtype=np.uint8) * 200
    for column in range(0, width // 2 - 9, 9):
        out[5:17, column : column + 9] = letters[:, :, None]
    return out


@pytest.mark.parametrize("deep", [False, True])
def test_drawings_take_at_most_a_twentieth_more_than_before(deep: bool) -> None:
    pixels: Samples = drawing(800, 1300)
    if deep:
        pixels = pixels.astype(np.uint16) * 257
    before = len(imagecodecs.png_encode(pixels, level=6)) if deep else len(by_pillow(pixels))
    assert len(encoded(Picture(pixels))) <= 1.05 * before


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("exif", [None, exif_block(), b"Exif\0\0" + exif_block(">")])
@pytest.mark.parametrize("dpi", [None, (72.0, 72.0), (300.0, 299.5)])
def test_chunks_are_the_ones_of_version_0_7(dtype: type, exif: bytes | None, dpi: tuple[float, float] | None) -> None:
    """In 0.7.0 Pillow wrote them, from the same values."""
    profile = srgb_profile()  # once: it holds the time
    picture = Picture(np.zeros((2, 2, 3), dtype), metadata=Metadata(profile, exif, XMP, IPTC, dpi))
    found = {name: content for name, content in chunks(encoded(picture)) if name not in (b"IHDR", b"IDAT", b"IEND")}
    texts = PngInfo()
    texts.add(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + XMP)
    settings = {"icc_profile": profile, "exif": (exif or b"").removeprefix(b"Exif\0\0"), "pnginfo": texts}
    pillow = by_pillow(np.zeros((2, 2, 3), np.uint8), dpi=dpi, **settings)
    expected = {name: content for name, content in chunks(pillow) if name not in (b"IHDR", b"IDAT", b"IEND")}
    records = found.pop(b"zTXt")
    assert found == expected
    assert records.startswith(IPTC_NAME)
    assert zlib.decompress(records[len(IPTC_NAME) :]).startswith(b"\niptc\n")


class Failing(io.BytesIO):
    """A file that takes so many chunks of pixels, and then fails."""

    def __init__(self, chunks: int, error: Exception) -> None:
        super().__init__()
        self._left, self._error = chunks, error

    def write(self, data: Any) -> int:
        self._left -= bytes(data[4:8]) == b"IDAT" or bytes(data[:4]) == b"IDAT"
        if self._left < 0:
            raise self._error
        return super().write(data)


def png_threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("safelight-png")]


@pytest.mark.parametrize("after", [0, 2])
def test_no_thread_goes_on_where_writing_ends_early(monkeypatch: pytest.MonkeyPatch, after: int) -> None:
    """Be it a full disk or a cancelled task; what has not begun is dropped."""
    begun: list[int] = []
    compress = png.deflate.segment
    picture = made(900, 300, grey=False, alpha=False, deep=False)
    monkeypatch.setattr(png, "_BAND_BYTES", 3000)
    monkeypatch.setattr(png.deflate, "segment", lambda *args: (begun.append(1), compress(*args))[1])
    with pytest.raises(KeyboardInterrupt):
        png.WRITER.encode(Failing(after, KeyboardInterrupt()), picture, 0, 2)
    assert png_threads() == []
    assert len(begun) < 20  # of 300


def test_a_disk_that_fills_up_amid_the_pixels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def encode(file: BinaryIO, picture: Picture, quality: int, threads: int) -> None:
        full = Failing(2, OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))
        png.WRITER.encode(full, picture, quality, threads)

    monkeypatch.setattr(png, "_BAND_BYTES", 3000)
    monkeypatch.setitem(writer._FORMATS, "png", dataclasses.replace(png.WRITER, encode=encode))
    with pytest.raises(OutputError, match="cannot be written: the disk is full"):
        write_picture(made(300, 300, grey=False, alpha=False, deep=False), tmp_path / "a.png")
    assert list(tmp_path.iterdir()) == []
    assert png_threads() == []


def test_an_error_in_a_thread_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> bytes:
        raise MemoryError

    monkeypatch.setattr(png.deflate, "segment", fail)
    with pytest.raises(MemoryError):
        encoded(made(900, 900, grey=False, alpha=False, deep=False))
    assert png_threads() == []
