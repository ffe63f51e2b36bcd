"""Compress and reconstruct with the shipped model."""

from __future__ import annotations

import dataclasses
from itertools import pairwise
from typing import Any

import numpy as np
import onnxruntime as ort
import pytest
from PIL import Image

from engine.container import reader, writer
from engine.container.layout import Stream
from engine.errors import (
    Cancelled,
    LatentError,
    ModelError,
    OptionError,
    PictureTooLarge,
    UnknownModel,
)
from engine.image.metrics import psnr
from engine.image.picture import Metadata, Picture
from engine.models import catalog
from engine.pipeline import codec, transforms
from engine.pipeline.compress import compress
from engine.pipeline.group_coder import decode_group
from engine.pipeline.inspection import inspect
from engine.pipeline.noise_level import estimate_strength
from engine.pipeline.options import CompressOptions, ReconstructOptions
from engine.pipeline.reconstruct import reconstruct, reconstruct_region, thumbnail
from engine.progress import Progress


def mse(a: Picture, b: Picture) -> float:
    return float(np.square(a.pixels.astype(np.float64) - b.pixels).mean())


def test_quality_raises_size_and_likeness(photo: Picture) -> None:
    sizes, errors = [], []
    for quality in range(0, 101, 5):
        data = compress(photo, CompressOptions(quality=quality))
        sizes.append(len(data))
        errors.append(mse(photo, reconstruct(data)))
    assert sizes == sorted(set(sizes))
    assert errors == sorted(set(errors), reverse=True)
    # No step of 5 is a leap: a slider that does little here and much there would be no use.
    assert max(b / a for a, b in pairwise(sizes)) < 1.5
    assert 10 * np.log10(255**2 / errors[-1]) > 36


@pytest.mark.parametrize("size", [(1, 1), (1, 40), (15, 17), (16, 16), (65, 130)])
def test_any_size_comes_back(draw_photo, size: tuple[int, int]) -> None:  # type: ignore[no-untyped-def]
    picture = Picture(draw_photo(*size))
    again = reconstruct(compress(picture, CompressOptions(quality=80)))
    assert again.pixels.shape == picture.pixels.shape
    assert mse(picture, again) < 200


def test_everything_beside_the_colours_is_kept(photo: Picture) -> None:
    alpha = np.arange(photo.width * photo.height, dtype=np.uint32).reshape(photo.height, -1).astype(np.uint8)
    picture = dataclasses.replace(photo, alpha=alpha, metadata=Metadata(b"icc", b"exif", b"xmp"))
    data = compress(picture)
    again, info = reconstruct(data), inspect(data)
    np.testing.assert_array_equal(again.alpha, alpha)
    assert again.metadata == picture.metadata
    assert info.has_alpha and info.has_icc and info.has_exif and info.has_xmp


def test_grey_stays_grey(photo: Picture) -> None:
    grey = np.repeat(photo.pixels.mean(-1, keepdims=True).astype(np.uint8), 3, axis=-1)
    again = reconstruct(compress(Picture(grey, is_grey=True)))
    assert again.is_grey
    assert (again.pixels[:, :, 0] == again.pixels[:, :, 1]).all()


def test_info_tells_what_was_asked(photo: Picture) -> None:
    data = compress(photo, CompressOptions(quality=33.25))
    info = inspect(data)
    assert (info.width, info.height, info.quality) == (photo.width, photo.height, 33.25)
    assert info.model == catalog.DEFAULT_CODEC
    assert info.bpp == pytest.approx(8 * len(data) / (photo.width * photo.height))


def latents_of(data: bytes, threads: int) -> list[np.ndarray]:  # type: ignore[type-arg]
    file = reader.read(data)
    model = codec.load_codec(file.header.model, threads)
    row = model.rate_row(file.header.quality)
    pairs = zip(file.groups, file.header.group_boxes(), strict=True)
    return [decode_group(model, group, box[2:], row).latents for group, box in pairs]


def test_threads_change_neither_the_latents_nor_the_file(draw_photo) -> None:  # type: ignore[no-untyped-def]
    picture = Picture(draw_photo(96, 1400))
    data = compress(picture, CompressOptions(threads=1))
    expected = latents_of(data, 1)
    assert len(expected) == 2
    pixels = reconstruct(data, ReconstructOptions(threads=1)).pixels.astype(int)
    for threads in (2, 4):
        for ours, theirs in zip(latents_of(data, threads), expected, strict=True):
            np.testing.assert_array_equal(ours, theirs)
        assert np.abs(reconstruct(data, ReconstructOptions(threads=threads)).pixels - pixels).max() <= 1


@pytest.mark.parametrize("quality", [0, 10, 50, 90])
def test_tiles_leave_no_seams(draw_photo, monkeypatch: pytest.MonkeyPatch, quality: float) -> None:  # type: ignore[no-untyped-def]
    """Many small tiles against one that holds the whole picture."""
    noise = np.random.default_rng(0).normal(0, 25, (320, 400, 3))
    for pixels in (draw_photo(320, 400), np.clip(128 + noise, 0, 255).astype(np.uint8)):
        picture, options = Picture(pixels), CompressOptions(quality=quality)
        monkeypatch.setattr(transforms, "CORE", 64)
        whole = compress(picture, options)
        expected = reconstruct(whole).pixels.astype(int)
        monkeypatch.setattr(transforms, "CORE", 8)
        assert np.abs(reconstruct(whole).pixels - expected).max() <= 1
        # A latent halfway between two symbols may fall either way.
        tiled = compress(picture, options)
        assert abs(len(tiled) - len(whole)) <= max(8, 0.002 * len(whole))
        # A tenth of a decibel either way.
        assert mse(reconstruct(tiled), picture) == pytest.approx(mse(reconstruct(whole), picture), rel=0.023)


def test_the_order_of_tiles_and_groups_does_not_matter(draw_photo) -> None:  # type: ignore[no-untyped-def]
    picture = Picture(draw_photo(90, 2300))
    data = compress(picture)
    whole = reconstruct(data).pixels
    for left, width in ((2000, 300), (0, 40), (1010, 30), (777, 1)):
        part = reconstruct_region(data, (left, 10, width, 55)).pixels
        np.testing.assert_array_equal(part, whole[10:65, left : left + width])


def random_feed(session: ort.InferenceSession) -> dict[str, np.ndarray]:  # type: ignore[type-arg]
    """Whole numbers over all that each input may hold; factors of everyday size."""
    random = np.random.default_rng(5)
    feed = {}
    for put in session.get_inputs():
        shape = [side if isinstance(side, int) else 12 for side in put.shape]
        if put.name == "positions":
            feed[put.name] = np.arange(1, 140, 3, dtype=np.int64)
        elif put.name in ("z", "known", "features"):
            low, high = {"z": (-127, 128), "known": (-4000, 4000), "features": (0, 256)}[put.name]
            feed[put.name] = random.integers(low, high, shape).astype(np.float32)
        else:
            feed[put.name] = np.full(shape, 0.013, dtype=np.float32)
    return feed


@pytest.mark.parametrize("name", codec.CONTEXT_NETWORKS)
def test_integer_networks_are_exact(name: str) -> None:
    """Every optimisation level and thread count gives the same numbers."""
    path = str(catalog.model_file(catalog.find_model(catalog.DEFAULT_CODEC), f"{name}.onnx"))
    results = []
    for level in ort.GraphOptimizationLevel.__members__.values():
        for threads in (1, 2, 4):
            options = ort.SessionOptions()
            options.graph_optimization_level, options.intra_op_num_threads = level, threads
            session = ort.InferenceSession(path, options, providers=["CPUExecutionProvider"])
            results.append(session.run(None, random_feed(session)))
    assert len(results) >= 12
    for other in results[1:]:
        for a, b in zip(results[0], other, strict=True):
            np.testing.assert_array_equal(a, b)


def test_a_changed_symbol_is_an_error_not_a_picture(photo: Picture) -> None:
    file = reader.read(compress(photo))
    for part in ("base", "detail"):
        stream = getattr(file.groups[0], part)
        changed = bytearray(stream.data)
        changed[len(changed) // 2] ^= 1
        group = dataclasses.replace(file.groups[0], **{part: dataclasses.replace(stream, data=bytes(changed))})
        with pytest.raises(LatentError):
            reconstruct(writer.write(dataclasses.replace(file, groups=(group,))))


def test_hyper_latents_that_take_no_space_are_zero_on_both_sides(photo: Picture) -> None:
    """Noise through strong denoising once gave such hyper-latents a value that no decoder saw."""
    noise = np.random.default_rng(1).normal(0, 40, photo.pixels.shape)
    noisy = Picture(np.clip(photo.pixels + noise, 0, 255).astype(np.uint8))
    for strength in (0, 30, 60, 100):
        data = compress(noisy, CompressOptions(denoise=strength))
        assert inspect(data).denoise == strength
        reconstruct(data)


def test_denoising_while_compressing_saves_bytes_and_comes_nearer_to_the_clean_picture(draw_photo) -> None:  # type: ignore[no-untyped-def]
    clean = Picture(draw_photo(256, 320))
    noise = np.random.default_rng(2).normal(0, 20, clean.pixels.shape)
    noisy = Picture(np.clip(np.rint(clean.pixels + noise), 0, 255).astype(np.uint8))
    plain, denoised = (compress(noisy, CompressOptions(quality=60, denoise=strength)) for strength in (0, 40))
    assert len(denoised) < 0.5 * len(plain)
    assert mse(reconstruct(denoised), clean) < 0.4 * mse(reconstruct(plain), clean)


def test_the_strength_of_denoising_while_compressing_can_be_estimated(draw_photo) -> None:  # type: ignore[no-untyped-def]
    clean = Picture(draw_photo(256, 320))
    noise = np.random.default_rng(2).normal(0, 20, clean.pixels.shape)
    noisy = Picture(np.clip(np.rint(clean.pixels + noise), 0, 255).astype(np.uint8))
    strength = estimate_strength(noisy)
    automatic = compress(noisy, CompressOptions(quality=60, denoise=None))
    assert automatic == compress(noisy, CompressOptions(quality=60, denoise=strength))
    assert inspect(automatic).denoise == round(strength) == pytest.approx(40, abs=8)


@pytest.mark.parametrize("side", [1, 20, 32, 200, 1000])
def test_thumbnails_look_like_the_reduced_picture(draw_photo, side: int) -> None:  # type: ignore[no-untyped-def]
    picture = Picture(draw_photo(150, 1300))
    data = compress(picture, CompressOptions(quality=90))
    small = thumbnail(data, side)
    width = min(side, 1300)
    size = (width, max(1, round(150 * width / 1300)))
    assert (small.width, small.height) == size
    expected = np.asarray(Image.fromarray(picture.pixels).resize(size, Image.Resampling.BOX))
    assert psnr(expected, small.pixels) > 27


def test_a_thumbnail_needs_no_detail_stream(draw_photo) -> None:  # type: ignore[no-untyped-def]
    data = compress(Picture(draw_photo(150, 200)))
    file = reader.read(data)
    broken = dataclasses.replace(file.groups[0], detail=Stream(b"", 0))
    small = thumbnail(writer.write(dataclasses.replace(file, groups=(broken,))), 50)
    np.testing.assert_array_equal(small.pixels, thumbnail(data, 50).pixels)


def test_old_codecs_make_no_files(photo: Picture) -> None:
    for model in ("safelight-codec-1", "safelight-codec-2"):
        with pytest.raises(ModelError, match=f"{model}' can only open files"):
            compress(photo, CompressOptions(model=model))


def test_unknown_model_and_other_build(photo: Picture) -> None:
    file = reader.read(compress(photo))
    unknown = dataclasses.replace(file, header=dataclasses.replace(file.header, model="somebody-elses"))
    with pytest.raises(UnknownModel, match="somebody-elses"):
        reconstruct(writer.write(unknown))
    rebuilt = dataclasses.replace(file, header=dataclasses.replace(file.header, model_hash=1))
    with pytest.raises(ModelError, match="another build"):
        reconstruct(writer.write(rebuilt))


def test_limits_and_options(photo: Picture) -> None:
    with pytest.raises(PictureTooLarge, match="limit"):
        reconstruct(compress(photo), ReconstructOptions(max_pixels=100))
    for area in ((-1, 0, 5, 5), (0, 0, 0, 5), (photo.width - 4, 0, 5, 5)):
        with pytest.raises(OptionError, match="region"):
            reconstruct_region(compress(photo), area)
    for quality in (-1, 100.5, float("nan")):
        with pytest.raises(OptionError, match="quality"):
            CompressOptions(quality=quality)


def test_progress_ends_at_one_and_cancels(photo: Picture) -> None:
    progress = Progress()
    data = compress(photo, progress=progress)
    assert progress.fraction == pytest.approx(1.0)
    stopped = Progress()
    stopped.cancel()
    with pytest.raises(Cancelled):
        reconstruct(data, progress=stopped)


@pytest.mark.parametrize(
    "values", [{"quality": "50"}, {"denoise": [1]}, {"target_bytes": "1 MB"}, {"target_psnr": b"1"}, {"threads": 1.5}]
)
def test_options_of_other_types_are_refused(values: dict[str, Any]) -> None:
    with pytest.raises(OptionError, match="must be a"):
        CompressOptions(**values)
