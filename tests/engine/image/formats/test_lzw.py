"""Sound LZW passes, whoever wrote it and wherever it ends; a code without meaning does not."""

from __future__ import annotations

from pathlib import Path

import imagecodecs
import numpy as np
import pytest
import tifffile
from PIL import Image

from engine.image.formats import lzw


@pytest.mark.parametrize("levels", [1, 2, 5, 256])
@pytest.mark.parametrize("count", [1, 2, 255, 257, 3000, 5000, 100_000])
def test_sound_streams_pass(levels: int, count: int) -> None:
    data = imagecodecs.lzw_encode(np.random.default_rng(0).integers(0, levels, count, dtype=np.uint8).tobytes())
    for cut in (len(data), len(data) - 1, len(data) - 2, len(data) // 2, 0):
        lzw.check(data[:cut])
    lzw.check(data + b"what follows is none of its business")


@pytest.mark.parametrize("levels", [2, 30, 256])
def test_streams_of_another_encoder_pass(tmp_path: Path, levels: int) -> None:
    pixels = np.random.default_rng(0).integers(0, levels, (300, 400), dtype=np.uint8)
    Image.fromarray(pixels).save(tmp_path / "a.tif", compression="tiff_lzw")
    with tifffile.TiffFile(tmp_path / "a.tif") as file:
        page = file.pages.first
        for offset, count in zip(page.dataoffsets, page.databytecounts, strict=True):
            lzw.check((tmp_path / "a.tif").read_bytes()[offset : offset + count])


def packed(*codes: int) -> bytes:
    """Codes of nine bits each."""
    bits = "".join(f"{code:09b}" for code in codes)
    return int(bits.ljust(-(-len(bits) // 8) * 8, "0"), 2).to_bytes(-(-len(bits) // 8), "big")


def test_a_code_without_meaning_is_damage() -> None:
    lzw.check(packed(256, 7, 258, 259, 256, 256, 8, 258, 257))  # each the entry that is just being made
    lzw.check(packed(256, 7, 257, 511, 511))
    for codes in ((256, 258), (256, 7, 259), (256, 7, 258, 511), (258,), (256, 7, 256, 300)):
        with pytest.raises(ValueError, match="corrupted"):
            lzw.check(packed(*codes))


def test_a_table_that_is_never_cleared_is_damage() -> None:
    with pytest.raises(ValueError, match="corrupted"):
        lzw.check(bytes(8000))
