"""Parts, small pictures and what is left of damaged files, as jobs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import ExifTags, Image

from engine.files.convert import losses, run_job
from engine.files.job import Job, Outcome
from engine.files.settings import JobSettings
from engine.geometry import Rect
from engine.image.picture import Metadata, Picture
from engine.image.reader import read_picture
from engine.pipeline.compress import compress
from engine.pipeline.options import ReconstructOptions
from engine.pipeline.reconstruct import reconstruct_region, thumbnail
from engine.pipeline.recover import Recovery
from tests.engine.conftest import DrawPhoto
from tests.engine.image.exif_blocks import THUMBNAIL, camera_block

SQUARE = (0, 0, 8, 8)


@pytest.fixture
def latent(tmp_path: Path, draw_photo: DrawPhoto) -> Path:
    path = tmp_path / "a.latent"
    path.write_bytes(compress(Picture(draw_photo(96, 128))))
    return path


def run(latent: Path, settings: JobSettings) -> Outcome:
    return run_job(Job("reconstruct", latent, latent.with_name("out.png")), settings)


def test_a_region_is_that_part_of_the_whole(latent: Path) -> None:
    whole = latent.with_name("whole.png")
    run_job(Job("reconstruct", latent, whole), JobSettings())
    outcome = run(latent, JobSettings.of(region=(30, 20, 50, 40)))
    assert (outcome.state, outcome.width, outcome.height, "; ".join(outcome.warnings)) == ("done", 50, 40, "")
    part = read_picture(latent.with_name("out.png")).pixels.astype(int)
    assert np.abs(part - read_picture(whole).pixels[20:60, 30:80]).max() <= 1


@pytest.mark.parametrize("part", [{"region": (30, 20, 50, 40)}, {"thumbnail": 32}, {"thumbnail": 64}])
@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp", ".avif", ".tif"])
def test_a_part_carries_no_thumbnail_of_the_whole(
    tmp_path: Path, draw_photo: DrawPhoto, part: dict[str, Any], suffix: str
) -> None:
    exif = camera_block("<", 1)
    packet = b'<x xmlns:tiff="http://ns.adobe.com/tiff/1.0/" tiff:ImageWidth="640"/>'
    picture = Picture(draw_photo(96, 128), metadata=Metadata(exif=exif, xmp=packet))
    latent, out = tmp_path / "a.latent", tmp_path / f"out{suffix}"
    latent.write_bytes(compress(picture))
    outcome = run_job(Job("reconstruct", latent, out), JobSettings.of(**part))
    assert outcome.state == "done" and outcome.warnings == () and THUMBNAIL not in out.read_bytes()
    written = read_picture(out).metadata
    assert written.exif is not None and written.xmp == packet.replace(b"640", str(outcome.width).encode())
    read = Image.Exif()
    read.load(b"Exif\0\0" + written.exif)
    inner = read.get_ifd(ExifTags.IFD.Exif)
    assert (inner[ExifTags.Base.ExifImageWidth], inner[ExifTags.Base.ExifImageHeight]) == (
        outcome.width,
        outcome.height,
    )
    assert not read.get_ifd(ExifTags.IFD.IFD1)


def test_the_whole_keeps_its_thumbnail(tmp_path: Path, draw_photo: DrawPhoto) -> None:
    metadata = Metadata(exif=camera_block("<", 1))
    data = compress(Picture(draw_photo(96, 128), metadata=metadata))
    assert reconstruct_region(data, Rect(0, 0, 128, 96)).metadata == metadata == thumbnail(data, 128).metadata


def test_a_region_outside_the_picture_fails(latent: Path) -> None:
    outcome = run(latent, JobSettings.of(region=(100, 0, 50, 40)))
    assert outcome.state == "failed" and "region" in outcome.reason
    assert not latent.with_name("out.png").exists()


def test_thumbnails_are_small_and_never_enlarged(latent: Path) -> None:
    small = run(latent, JobSettings.of(thumbnail=32))
    assert (small.width, small.height) == (32, 24)
    large = run(latent, JobSettings.of(thumbnail=1000, existing="replace"))
    assert (large.width, large.height) == (128, 96)


def test_recovering_warns_of_what_is_lost_only(latent: Path) -> None:
    whole = run(latent, JobSettings.of(recover=True))
    assert (whole.state, "; ".join(whole.warnings)) == ("done", "")
    data = bytearray(latent.read_bytes())
    data[-12] ^= 1  # within the detail stream, the last of the file but for the checksum
    latent.write_bytes(data)
    again = JobSettings.of(existing="replace")
    assert run(latent, again).state == "failed"
    damaged = run(latent, JobSettings.of(recover=True, existing="replace"))
    assert (damaged.state, "; ".join(damaged.warnings)) == ("done", "1 of 1 square at low resolution")


def test_the_limit_on_pixels_holds_for_every_way(latent: Path) -> None:
    tight = ReconstructOptions(max_pixels=96 * 128 - 1)
    for settings in (
        JobSettings.of(reconstruct=tight),
        JobSettings.of(reconstruct=tight, recover=True),
        JobSettings.of(reconstruct=tight, region=(0, 0, 8, 8)),
        JobSettings.of(reconstruct=tight, thumbnail=8),
    ):
        outcome = run(latent, settings)
        assert outcome.state == "failed" and "too large" in outcome.reason


@pytest.mark.parametrize(
    ("lost", "blurred", "notes", "text"),
    [
        (0, 0, (), ""),
        (2, 1, (), "2 of 24 squares lost, 1 of 24 squares at low resolution"),
        (2, 0, (), "2 of 24 squares lost"),
        (0, 3, (), "3 of 24 squares at low resolution"),
        (0, 0, ("the colour profile is damaged",), "the colour profile is damaged"),
        (1, 0, ("the Exif data is damaged",), "1 of 24 squares lost, the Exif data is damaged"),
    ],
)
def test_losses_in_words(lost: int, blurred: int, notes: tuple[str, ...], text: str) -> None:
    picture = Picture(np.zeros((8, 8, 3), np.uint8))
    found = losses(Recovery(picture, (SQUARE,) * lost, (SQUARE,) * blurred, notes, 24))
    assert found == tuple(filter(None, text.split(", ")))
