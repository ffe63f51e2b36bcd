"""Files of format version 1 open for ever: their exact symbols, and their pixels within one level.

``tests/data/v1`` is never rewritten. With ``SAFELIGHT_WRITE_OLD_FILES=1`` a file that is missing is made.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from engine.container import reader
from engine.image.picture import Metadata, Picture, Pixels, eight_bits
from engine.pipeline import codec, group_coder
from engine.pipeline.compress import compress
from engine.pipeline.inspection import inspect
from engine.pipeline.options import CompressOptions
from engine.pipeline.reconstruct import reconstruct
from tests.engine.conftest import DrawPhoto

FOLDER = Path(__file__).parents[1] / "data" / "v1"
FORMAT_PAGE = Path(__file__).parents[2] / "docs" / "format.md"
NAMES = ("tiny-grey", "everything", "two-groups", "deep", "packed", "codec-2", "codec-3")

Symbols = npt.NDArray[np.int32]


def drawn(name: str, draw_photo: DrawPhoto) -> tuple[Picture, CompressOptions]:
    """What each file was made of."""
    if name == "tiny-grey":
        grey = draw_photo(16, 24)[:, :, :1].repeat(3, axis=2)
        return Picture(grey, is_grey=True), CompressOptions(quality=30)
    if name == "everything":
        alpha: Pixels = np.arange(70 * 90, dtype=np.uint32).reshape(70, 90).astype(np.uint8)
        return Picture(draw_photo(70, 90, 1), alpha, Metadata(b"a profile", b"Exif", b"<xmp/>")), CompressOptions(97.5)
    if name in ("codec-2", "codec-3"):
        return Picture(draw_photo(140, 90, 5)), CompressOptions(quality=45, denoise=10, model=f"safelight-{name}")
    if name == "packed":
        metadata = Metadata(b"a profile" * 40, b"MM\0*" * 50, b"<xmp>lamp</xmp>" * 30, b"records " * 20)
        return Picture(draw_photo(30, 30, 4), metadata=metadata), CompressOptions(quality=60)
    if name == "deep":
        ramp = np.arange(40 * 50, dtype=np.uint16).reshape(40, 50)
        pixels = draw_photo(40, 50, 3).astype(np.uint16) * np.uint16(256) + (ramp % 256)[:, :, None]
        metadata = Metadata(iptc=b"records", dpi=(299.9994, 72.0))
        return Picture(pixels, ramp * np.uint16(32), metadata), CompressOptions(quality=80)
    return Picture(draw_photo(40, 1100, 2)), CompressOptions(quality=50, denoise=25)


def symbols_of(data: bytes, monkeypatch: pytest.MonkeyPatch) -> Symbols:
    """Every symbol of a file, group by group and step by step, zeros included."""
    found: list[Symbols] = []

    class Recorder(group_coder.SymbolDecoder):
        def decode(self, indices: npt.NDArray[np.uint8]) -> Symbols:
            found.append(super().decode(indices))
            return found[-1]

    monkeypatch.setattr(group_coder, "SymbolDecoder", Recorder)
    file = reader.read(data)
    model = codec.load_codec(file.header.model, 1)
    for group, box in zip(file.groups, file.header.group_boxes(), strict=True):
        group_coder.decode_group(model, group, box[2:], model.rate_row(file.header.quality))
    return np.concatenate(found)


@pytest.fixture(autouse=True)
def _write_missing(draw_photo: DrawPhoto, monkeypatch: pytest.MonkeyPatch) -> None:
    if os.environ.get("SAFELIGHT_WRITE_OLD_FILES") != "1":
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in NAMES:
        if not (FOLDER / f"{name}.latent").exists():
            data = compress(*drawn(name, draw_photo))
            (FOLDER / f"{name}.latent").write_bytes(data)
            np.savez_compressed(FOLDER / f"{name}.npz", symbols=symbols_of(data, monkeypatch))
            Image.fromarray(eight_bits(reconstruct(data).pixels)).save(FOLDER / f"{name}.png")


@pytest.mark.parametrize("name", NAMES)
def test_symbols_are_exactly_those_that_were_written(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = np.load(FOLDER / f"{name}.npz")["symbols"]
    assert np.count_nonzero(expected) > 20
    np.testing.assert_array_equal(symbols_of((FOLDER / f"{name}.latent").read_bytes(), monkeypatch), expected)


@pytest.mark.parametrize("name", NAMES)
def test_pixels_are_those_that_were_seen(name: str) -> None:
    seen = np.asarray(Image.open(FOLDER / f"{name}.png")).astype(int)
    again = reconstruct((FOLDER / f"{name}.latent").read_bytes())
    assert np.abs(eight_bits(again.pixels) - seen).max() <= 1


def test_everything_beside_the_pixels_is_still_there(draw_photo: DrawPhoto) -> None:
    data = (FOLDER / "everything.latent").read_bytes()
    picture, options = drawn("everything", draw_photo)
    again = reconstruct(data)
    assert again.metadata == picture.metadata and inspect(data).quality == options.quality
    np.testing.assert_array_equal(again.alpha, picture.alpha)
    assert reconstruct((FOLDER / "tiny-grey.latent").read_bytes()).is_grey
    deep, _ = drawn("deep", draw_photo)
    deep_again = reconstruct((FOLDER / "deep.latent").read_bytes())
    assert deep_again.metadata == deep.metadata and deep_again.is_deep
    np.testing.assert_array_equal(deep_again.alpha, deep.alpha)
    packed, _ = drawn("packed", draw_photo)
    data = (FOLDER / "packed.latent").read_bytes()
    assert reconstruct(data).metadata == packed.metadata and len(data) < 1000
    wide = inspect((FOLDER / "two-groups.latent").read_bytes())
    assert (wide.groups, wide.denoise, wide.width, wide.height) == (2, 25, 1100, 40)


def test_the_worked_example_is_true_to_the_byte() -> None:
    example = FORMAT_PAGE.read_text(encoding="utf-8").split("## A worked example")[1]
    lines = re.findall(r"^[0-9a-f]{4}  ((?:[0-9a-f]{2} ?)+)", example, flags=re.MULTILINE)
    assert bytes.fromhex(" ".join(lines)) == (FOLDER / "tiny-grey.latent").read_bytes()
